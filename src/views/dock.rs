//! Where is each panel?
//!
//! Panels are tiles that can be moved, resized and tabbed; their places are remembered. The graph
//! gets the space, the rest frames it.

use egui::Ui;
use egui_tiles::Tree;
use serde::{Deserialize, Serialize};

use super::arrangement::{narrow, wide};
use super::pane::{Pane, PaneContext, pane_ui};
use super::start;
use super::tabs::Panes;
use super::windows::Detached;
use crate::session::Command;

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
            start::quiet_ui(ui, text, context.look);
        } else if self.detached.len() == Pane::ALL.len() {
            let text = "Every panel has a window of its own; View, Reset panels brings them back.";
            start::quiet_ui(ui, text, context.look);
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
