//! What does a session look like when it is written down?
//!
//! A snapshot shares everything large with the session, so that taking one costs no frame; a worker
//! turns it into text.

use std::sync::Arc;

use glam::Vec2;

use super::{
    Saved, SavedInput, SavedNote, SavedReading, SavedState, SavedStep, SavedTrend, VERSION, steps,
};
use crate::flow::{FlowTable, Traffic};
use crate::graph::{Graph, Grouping, NodeKind};
use crate::session::history::Past;
use crate::session::script::{group_words, item_words, note_place_words};
use crate::session::{Arrangement, Groups, LayoutPhase, Session, State, TimeWindow};

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
    past: Past,
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
            past: steps::latest(&self.history),
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
        let state = stored(&self.state, table);
        Saved {
            flowloom: VERSION,
            inputs,
            reading,
            history: steps::steps(&self.past, &state, table),
            state,
            positions,
            dock,
        }
    }
}

/// A window as it is stored.
fn moments(window: TimeWindow) -> [String; 2] {
    [window.first, window.end].map(|time| time.to_utc_text())
}

/// Every part of the state; a new one cannot be forgotten here.
pub(super) fn stored(state: &State, table: &FlowTable) -> SavedState {
    let State {
        filter,
        window,
        compare,
        sequence,
        axes,
        scatter,
        matrix,
        selection,
        grouping: Grouping { node, non_ip },
        groups:
            Groups {
                by,
                fold,
                all_open,
                except,
            },
        color_by,
        size_by,
        size_log,
        two_strands,
        labels,
        fade,
        trends,
        view,
        pins,
        seed,
        arrangement:
            Arrangement {
                mode,
                centre,
                visible,
            },
        notes,
    } = state;
    SavedState {
        filter: filter.to_string(),
        window: window.map(moments),
        compare: compare.map(moments),
        axes: axes.iter().map(ToString::to_string).collect(),
        scatter: scatter.to_string(),
        matrix: matrix.to_string(),
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
        group_by: by.iter().map(ToString::to_string).collect(),
        fold: *fold,
        groups_open: *all_open,
        groups_except: except.iter().map(|&of| group_words(of, table)).collect(),
        color_by: color_by.word(),
        size_by: size_by.word().to_owned(),
        size_log: *size_log,
        two_strands: *two_strands,
        labels: *labels,
        fade: *fade,
        trends: trends
            .iter()
            .map(|(color, trend)| {
                let saved = SavedTrend {
                    name: trend.name.clone(),
                    filter: trend.filter.to_string(),
                };
                (color.key().to_owned(), saved)
            })
            .collect(),
        view: view.map(|view| [view.center.x, view.center.y, view.points_per_unit]),
        pins: pins
            .iter()
            .filter(|(_, place)| place.is_finite())
            .map(|(&host, place)| (table.hosts.address(host).to_string(), place.to_array()))
            .collect(),
        seed: *seed,
        layout: mode.word().to_owned(),
        centre: centre
            .iter()
            .map(|&host| table.hosts.address(host).to_string())
            .collect(),
        laid_out: visible.as_ref().map(ToString::to_string),
        notes: notes
            .iter()
            .map(|(place, text)| SavedNote {
                about: note_place_words(*place, table),
                text: text.clone(),
            })
            .collect(),
    }
}
