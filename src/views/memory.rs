//! What does a panel remember for itself?
//!
//! Choices that change only how a panel shows its numbers; losing them loses nothing. What the
//! user chose about the picture is in the session.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::ExportChoice;
pub use crate::session::Measure;

impl Measure {
    /// Lets the user choose.
    pub fn choice_ui(&mut self, ui: &mut egui::Ui, name: &str) {
        let labels = [
            (Self::Bytes, "by bytes"),
            (Self::Packets, "by packets"),
            (Self::Flows, "by flows"),
        ];
        choice_ui(ui, name, self, &labels);
    }
}

/// What hosts, ports and names are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HostMeasure {
    /// Bytes sent and received.
    #[default]
    Bytes,
    /// Packets.
    Packets,
    /// Distinct neighbours, of other values than nodes distinct hosts.
    Peers,
    /// Flows.
    Flows,
}

impl HostMeasure {
    /// Lets the user choose.
    pub fn choice_ui(&mut self, ui: &mut egui::Ui, name: &str, of_nodes: bool) {
        let labels = [
            (Self::Bytes, "by bytes"),
            (Self::Packets, "by packets"),
            (Self::Flows, "by flows"),
            (Self::Peers, if of_nodes { "by degree" } else { "by peers" }),
        ];
        choice_ui(ui, name, self, &labels);
    }
}

/// A small choice with an accessible name.
pub(super) fn choice_ui<T: Copy + PartialEq>(
    ui: &mut egui::Ui,
    name: &str,
    value: &mut T,
    labels: &[(T, &str)],
) {
    let shown = labels
        .iter()
        .find(|(of, _)| of == value)
        .map_or("", |(_, label)| label);
    let response = egui::ComboBox::from_id_salt(name)
        .selected_text(shown)
        .width(90.0)
        .show_ui(ui, |ui| {
            for (of, label) in labels {
                ui.selectable_value(value, *of, *label);
            }
        })
        .response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
}

/// Everything that panels remember.
#[derive(Debug, Default)]
pub struct Memory {
    /// Measure of the bars of applications.
    pub category_measure: HostMeasure,
    /// What the panels of bars keep between frames.
    pub ranked: HashMap<super::ranked::Ranked, super::ranked::RankedMemory>,
    /// What the bars of any column keep between frames.
    pub column: super::column::ColumnMemory,
    /// Distinct peers of applications and of protocols.
    pub category_peers: [super::ranked::PeersMemory; 2],
    /// Text typed into the palette, and the row that is chosen.
    pub palette: (String, usize),
    /// What the export dialog is set to.
    pub export: ExportChoice,
    /// What the filter bar keeps between frames.
    pub filter: super::filter::FilterMemory,
    /// What the time bar keeps between frames.
    pub time: super::time::TimeMemory,
    /// What the find window keeps between frames.
    pub find: super::find::FindMemory,
    /// What the table of flows keeps between frames.
    pub flows: super::flows::FlowsMemory,
    /// What the panel of numbers keeps between frames.
    pub numbers: super::numbers::NumbersMemory,
    /// What threads are to do for panels.
    pub errands: super::Errands,
    /// What the parallel axes keep between frames.
    pub axes: super::axes::AxesMemory,
    /// What the scatter keeps between frames.
    pub scatter: super::scatter::ScatterMemory,
    /// What the matrix of hosts and times keeps between frames.
    pub matrix: super::matrix::MatrixMemory,
    /// What the graph view keeps between frames.
    pub graph: super::graph::GraphMemory,
}
