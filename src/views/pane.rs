//! Which panels are there, and what draws each?

use egui::Ui;
use serde::{Deserialize, Serialize};

use super::{
    Actions, Canvas, Look, Memory, Ranked, applications_ui, axes_ui, column_ui, flows_ui, graph_ui,
    history_ui, inspector_ui, legend_ui, matrix_ui, notes_ui, numbers_ui, ranked_ui, scatter_ui,
    time_ui,
};
use crate::session::Session;

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
            let Memory { graph, errands, .. } = &mut **memory;
            if let Some(data) = session.data() {
                // The picture itself may stand behind another tab.
                graph.shades.follow(ui.ctx(), session, data, errands);
                graph.drawing.refresh(session, data, look, &graph.shades);
            }
            let scales = graph.drawing.legend();
            legend_ui(ui, session, (scales, &graph.shades), look, actions);
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
