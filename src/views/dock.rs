//! Where is each panel?
//!
//! Panels are tiles that can be moved, resized and tabbed; their places are remembered. The graph
//! gets the space, the rest frames it.

use egui::Ui;
use egui_tiles::{Container, Linear, LinearDir, Tile, TileId, Tiles, Tree};
use serde::{Deserialize, Serialize};

use super::tabs::Panes;
use super::windows::Detached;
use super::{
    Actions, Canvas, Look, Memory, Ranked, applications_ui, axes_ui, column_ui, flows_ui, graph_ui,
    history_ui, inspector_ui, legend_ui, matrix_ui, notes_ui, numbers_ui, ranked_ui, scatter_ui,
    time_ui,
};
use crate::session::{Command, Session};

/// A panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pane {
    /// The picture.
    Graph,
    /// What colours and sizes mean.
    Legend,
    /// What is selected.
    Inspector,
    /// What could not be read.
    Notes,
    /// Bars of applications or transports.
    Applications,
    /// Bars of hosts.
    Hosts,
    /// Bars of clients.
    Sources,
    /// Bars of servers.
    Destinations,
    /// Bars of server ports.
    Ports,
    /// Bars of names.
    Names,
    /// Bars of any column.
    Column,
    /// Flows over time.
    Time,
    /// The table of flows.
    Flows,
    /// What was done.
    History,
    /// What the graph is like in numbers.
    Numbers,
    /// Parallel axes.
    Axes,
    /// Two columns against each other.
    Scatter,
    /// Hosts by time.
    Matrix,
}

impl Pane {
    /// Every panel.
    pub const ALL: [Self; 18] = [
        Self::Graph,
        Self::Legend,
        Self::Inspector,
        Self::Notes,
        Self::Applications,
        Self::Hosts,
        Self::Sources,
        Self::Destinations,
        Self::Ports,
        Self::Names,
        Self::Column,
        Self::Time,
        Self::Flows,
        Self::History,
        Self::Numbers,
        Self::Axes,
        Self::Scatter,
        Self::Matrix,
    ];

    /// Its title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Graph => "Graph",
            Self::Legend => "Legend",
            Self::Inspector => "Inspector",
            Self::Notes => "Notes",
            Self::Applications => "Applications",
            Self::Hosts => "Hosts",
            Self::Sources => "Sources",
            Self::Destinations => "Destinations",
            Self::Ports => "Ports",
            Self::Names => "Names",
            Self::Column => "Column",
            Self::Time => "Time",
            Self::Flows => "Flows",
            Self::History => "History",
            Self::Numbers => "Numbers",
            Self::Axes => "Axes",
            Self::Scatter => "Scatter",
            Self::Matrix => "Matrix",
        }
    }
}

/// The panels' places, one arrangement for a wide and one for a narrow window.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Dock {
    wide: Tree<Pane>,
    narrow: Tree<Pane>,
    /// Panels with a window of their own, hidden in both.
    #[serde(default)]
    detached: Vec<Detached>,
}

impl Default for Dock {
    fn default() -> Self {
        Self {
            wide: wide(),
            narrow: narrow(),
            detached: Vec::new(),
        }
    }
}

/// Width below which the bars fold into tabs beside the legend, in points.
const NARROW_PTS: f32 = 1100.0;
/// Width below which only the graph is left, in points.
const TINY_PTS: f32 = 800.0;

/// Tabs of panels; the first one is in front.
fn tabs(tiles: &mut Tiles<Pane>, panes: &[Pane]) -> TileId {
    let panes: Vec<TileId> = panes.iter().map(|&pane| tiles.insert_pane(pane)).collect();
    match panes.as_slice() {
        [pane] => *pane,
        _ => tiles.insert_tab_tile(panes),
    }
}

/// Legend and inspector at the left, bars at the right, the graph between them, time below.
fn wide() -> Tree<Pane> {
    use Pane as P;
    let mut tiles = Tiles::default();
    let legend = tabs(&mut tiles, &[P::Legend]);
    let details = tabs(
        &mut tiles,
        &[P::Inspector, P::History, P::Notes, P::Numbers],
    );
    let picture = tabs(
        &mut tiles,
        &[P::Graph, P::Axes, P::Scatter, P::Matrix, P::Flows],
    );
    let applications = tabs(&mut tiles, &[P::Applications]);
    let who = tabs(&mut tiles, &[P::Hosts, P::Sources, P::Destinations]);
    let what = tabs(&mut tiles, &[P::Ports, P::Names, P::Column]);
    let time = tabs(&mut tiles, &[P::Time]);
    let left = vertical(&mut tiles, [(legend, 0.45), (details, 0.55)]);
    let right = vertical(&mut tiles, [(applications, 0.3), (who, 0.4), (what, 0.3)]);
    let above = horizontal(&mut tiles, [(left, 0.19), (picture, 0.62), (right, 0.19)]);
    let root = vertical(&mut tiles, [(above, 0.82), (time, 0.18)]);
    Tree::new(egui::Id::unique("dock"), root, tiles)
}

/// Everything but the pictures in one column of tabs.
fn narrow() -> Tree<Pane> {
    use Pane as P;
    let mut tiles = Tiles::default();
    let charts = tabs(
        &mut tiles,
        &[
            P::Legend,
            P::Applications,
            P::Hosts,
            P::Sources,
            P::Destinations,
            P::Ports,
            P::Names,
            P::Column,
        ],
    );
    let details = tabs(
        &mut tiles,
        &[P::Inspector, P::History, P::Notes, P::Numbers],
    );
    let picture = tabs(
        &mut tiles,
        &[P::Graph, P::Axes, P::Scatter, P::Matrix, P::Flows],
    );
    let time = tabs(&mut tiles, &[P::Time]);
    let left = vertical(&mut tiles, [(charts, 0.5), (details, 0.5)]);
    let above = horizontal(&mut tiles, [(left, 0.3), (picture, 0.7)]);
    let root = vertical(&mut tiles, [(above, 0.82), (time, 0.18)]);
    Tree::new(egui::Id::unique("narrow dock"), root, tiles)
}

impl Dock {
    /// Draws all panels; only the graph when the others are hidden or there is no room for them.
    pub fn ui(&mut self, ui: &mut Ui, context: &mut PaneContext<'_>) {
        let width = ui.available_width();
        let hidden = context.session.shell().panels_hidden || width < TINY_PTS;
        let mut detach = None;
        let is_away = self.is_detached(Pane::Graph);
        if context.session.data().is_none() || (hidden && !is_away) {
            pane_ui(ui, Pane::Graph, context);
        } else if hidden {
            let text = "The graph has a window of its own.";
            super::start::quiet_ui(ui, text, context.look);
        } else if self.detached.len() == Pane::ALL.len() {
            let text = "Every panel has a window of its own; View, Reset panels brings them back.";
            super::start::quiet_ui(ui, text, context.look);
        } else {
            let tree = match width < NARROW_PTS {
                true => &mut self.narrow,
                false => &mut self.wide,
            };
            let detach = &mut detach;
            tree.ui(&mut Panes { context, detach }, ui);
        }
        if let Some(pane) = detach {
            self.detach(pane);
        }
    }

    /// Draws the windows of panels that have one of their own. `keys` reads the commands whose
    /// keys were pressed in one.
    pub fn windows_ui(
        &mut self,
        ui: &egui::Context,
        context: &mut PaneContext<'_>,
        keys: fn(&egui::Context) -> Vec<Command>,
    ) {
        if context.session.data().is_none() {
            return;
        }
        let mut back = Vec::new();
        for window in &mut self.detached {
            if !window.ui(ui, context, keys) {
                back.push(window.pane);
            }
        }
        for pane in back {
            self.attach(pane);
        }
    }

    /// Gives a panel a window of its own.
    pub fn detach(&mut self, pane: Pane) {
        if !self.is_detached(pane) {
            self.detached.push(Detached::new(pane));
            self.show(pane, false);
        }
    }

    /// Puts a panel back where it was.
    pub fn attach(&mut self, pane: Pane) {
        self.detached.retain(|window| window.pane != pane);
        self.show(pane, true);
    }

    /// Whether a panel has a window of its own.
    #[must_use]
    pub fn is_detached(&self, pane: Pane) -> bool {
        self.detached.iter().any(|window| window.pane == pane)
    }

    fn show(&mut self, pane: Pane, visible: bool) {
        for tree in [&mut self.wide, &mut self.narrow] {
            if let Some(tile) = tree.tiles.find_pane(&pane) {
                tree.tiles.set_visible(tile, visible);
                if visible {
                    tree.make_active(|other, _| other == tile);
                }
            }
        }
    }

    /// Whether every panel is there: a remembered place from another version may lack one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let has_all = |tree: &Tree<Pane>| {
            let mut panes = Pane::ALL.iter();
            panes.all(|pane| tree.tiles.find_pane(pane).is_some())
        };
        has_all(&self.wide) && has_all(&self.narrow)
    }

    /// Hides in the dock exactly what has a window: what was remembered may say otherwise.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for pane in Pane::ALL {
            let mut is_known = false;
            self.detached.retain(|window| {
                let is_other = window.pane != pane;
                is_other || !std::mem::replace(&mut is_known, true)
            });
            for tree in [&mut self.wide, &mut self.narrow] {
                if let Some(tile) = tree.tiles.find_pane(&pane) {
                    tree.tiles.set_visible(tile, !is_known);
                }
            }
        }
        self
    }
}

/// What all panels are drawn from.
pub struct PaneContext<'a> {
    /// The session.
    pub session: &'a Session,
    /// What panels remember.
    pub memory: &'a mut Memory,
    /// Where the graph is painted.
    pub canvas: &'a mut dyn Canvas,
    /// Where the parallel axes are painted.
    pub axes_canvas: &'a mut dyn Canvas,
    /// The look.
    pub look: &'a Look,
    /// What the user wants.
    pub actions: &'a mut Actions,
}

/// Draws one panel, wherever it is.
pub(super) fn pane_ui(ui: &mut Ui, pane: Pane, context: &mut PaneContext<'_>) {
    let PaneContext {
        session,
        memory,
        canvas,
        axes_canvas,
        look,
        actions,
    } = context;
    match pane {
        Pane::Graph => graph_ui(ui, session, memory, *canvas, look, actions),
        Pane::Legend => {
            let scales = memory.graph.drawing.legend().cloned();
            let shades = &memory.graph.shades;
            legend_ui(ui, session, (scales.as_ref(), shades), look, actions);
        }
        Pane::Inspector => inspector_ui(ui, session, look, actions),
        Pane::Notes => notes_ui(ui, session, look, actions),
        Pane::Applications => applications_ui(ui, session, memory, look, actions),
        Pane::Hosts => ranked_ui(ui, session, memory, Ranked::Hosts, look, actions),
        Pane::Sources => ranked_ui(ui, session, memory, Ranked::Sources, look, actions),
        Pane::Destinations => ranked_ui(ui, session, memory, Ranked::Destinations, look, actions),
        Pane::Ports => ranked_ui(ui, session, memory, Ranked::Ports, look, actions),
        Pane::Names => ranked_ui(ui, session, memory, Ranked::Names, look, actions),
        Pane::Column => column_ui(ui, session, memory, look, actions),
        Pane::Time => time_ui(ui, session, memory, look, actions),
        Pane::Numbers => numbers_ui(ui, session, memory, look, actions),
        Pane::Flows => flows_ui(ui, session, memory, look, actions),
        Pane::History => history_ui(ui, session, look, actions),
        Pane::Axes => {
            axes_ui(ui, session, &mut memory.axes, *axes_canvas, look, actions);
        }
        Pane::Scatter => scatter_ui(ui, session, memory, look, actions),
        Pane::Matrix => matrix_ui(ui, session, memory, look, actions),
    }
}

fn vertical<const N: usize>(tiles: &mut Tiles<Pane>, parts: [(TileId, f32); N]) -> TileId {
    linear(tiles, LinearDir::Vertical, parts)
}

fn horizontal<const N: usize>(tiles: &mut Tiles<Pane>, parts: [(TileId, f32); N]) -> TileId {
    linear(tiles, LinearDir::Horizontal, parts)
}

fn linear<const N: usize>(
    tiles: &mut Tiles<Pane>,
    dir: LinearDir,
    parts: [(TileId, f32); N],
) -> TileId {
    let mut linear = Linear::new(dir, parts.iter().map(|(tile, _)| *tile).collect());
    for (tile, share) in parts {
        linear.shares.set_share(tile, share);
    }
    tiles.insert_new(Tile::Container(Container::Linear(linear)))
}
