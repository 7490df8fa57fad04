//! What does a session look like when it is written down?
//!
//! A snapshot shares everything large with the session, so that taking one costs no frame; a worker
//! turns it into text.

use std::sync::Arc;

use glam::Vec2;

use super::{Saved, SavedInput, SavedNote, SavedReading, SavedState, SavedStep, VERSION};
use crate::flow::{FlowTable, Traffic};
use crate::graph::{Graph, Grouping, NodeKind};
use crate::session::script::{item_words, note_place_words};
use crate::session::{LayoutPhase, Session, State};

/// A session at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// What was chosen.
    pub state: State,
    /// What was read.
    pub traffic: Arc<Traffic>,
    graph: Arc<Graph>,
    /// `[node]`; none while nodes are moving.
    positions: Option<Arc<[Vec2]>>,
}

impl Session {
    /// What there is to save; none while nothing is open.
    #[must_use]
    pub fn snapshot(&self) -> Option<Snapshot> {
        let data = self.data.as_ref()?;
        // A graph that is about to be replaced has the places of other nodes.
        let is_current = data.graph.grouping() == self.state.grouping;
        let at_rest = is_current && self.layout != LayoutPhase::Running;
        Some(Snapshot {
            state: self.state.clone(),
            traffic: data.traffic.clone(),
            graph: data.graph.clone(),
            positions: at_rest.then(|| data.positions.clone()),
        })
    }
}

impl Snapshot {
    /// The stored form, with what only the window knows: where the captures are, how they were
    /// read, and the panels' places.
    #[must_use]
    pub fn saved(
        &self,
        inputs: Vec<SavedInput>,
        reading: SavedReading,
        dock: Option<serde_json::Value>,
    ) -> Saved {
        let table = &self.traffic.table;
        let places = self.positions.iter().flat_map(|positions| positions.iter());
        let positions = places
            .enumerate()
            .filter(|(_, place)| place.is_finite())
            .map(|(node, place)| {
                let host = self.graph.node_host(node as u32);
                (table.hosts.address(host).to_string(), place.to_array())
            })
            .collect();
        Saved {
            flowloom: VERSION,
            inputs,
            reading,
            state: stored(&self.state, table),
            positions,
            dock,
        }
    }
}

/// Every part of the state; a new one cannot be forgotten here.
fn stored(state: &State, table: &FlowTable) -> SavedState {
    let State {
        filter,
        window,
        sequence,
        axes,
        selection,
        grouping: Grouping { node, non_ip },
        color_by,
        size_by,
        size_log,
        two_strands,
        labels,
        view,
        pins,
        seed,
        notes,
    } = state;
    SavedState {
        filter: filter.to_string(),
        window: window.map(|window| [window.first, window.end].map(|time| time.to_utc_text())),
        axes: axes.iter().map(ToString::to_string).collect(),
        sequence: sequence
            .iter()
            .map(|step| SavedStep {
                join: step.join.label().to_owned(),
                filter: step.filter.to_string(),
            })
            .collect(),
        selection: selection
            .iter()
            .map(|item| item_words(*item, table))
            .collect(),
        node: match node {
            NodeKind::Host => "host",
            NodeKind::Mac => "mac",
        }
        .to_owned(),
        non_ip: *non_ip,
        color_by: color_by.word(),
        size_by: size_by.word().to_owned(),
        size_log: *size_log,
        two_strands: *two_strands,
        labels: *labels,
        view: view.map(|view| [view.center.x, view.center.y, view.points_per_unit]),
        pins: pins
            .iter()
            .filter(|(_, place)| place.is_finite())
            .map(|(&host, place)| (table.hosts.address(host).to_string(), place.to_array()))
            .collect(),
        seed: *seed,
        notes: notes
            .iter()
            .map(|(place, text)| SavedNote {
                about: note_place_words(*place, table),
                text: text.clone(),
            })
            .collect(),
    }
}
