//! What do workers deliver, and what becomes of it?
//!
//! The one place where what was read, woven and laid out enters the session. A saved session is
//! taken up here too: how it looks when reading begins, and the rest (see `saved`) when everything
//! was read.

use std::path::PathBuf;
use std::sync::Arc;

use glam::Vec2;

use super::groups::Grouped;
use super::{
    Arrangement, Aside, Data, History, KnownPlaces, LayoutPhase, ReadStatus, Restored, Session,
    Shares, State, Woven,
};
use crate::flow::ReadProgress;
use crate::graph::Graph;

/// What a worker delivers.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// A saved session will be read next: its captures' `Started` follows.
    Restoring(Restored),
    /// The session was saved here.
    Saved(PathBuf),
    /// Sessions that the program kept by itself can be gone on with, latest first.
    Kept(Vec<KeptSession>),
    /// Reading began.
    Started(Vec<String>),
    /// Reading went on.
    Progress(ReadProgress, u64),
    /// A graph was woven, of a snapshot or of everything.
    Woven(Woven),
    /// Reading ended; the last graph may still be on its way.
    Ended,
    /// Reading failed.
    Failed(String),
    /// Nodes of this graph were grouped.
    Grouped(Arc<Graph>, Arc<Grouped>),
    /// Nodes moved: `[node]`, of this graph.
    Positions(Arc<Graph>, Arc<[Vec2]>),
    /// The layout of this graph changed its phase; what is late about another is not taken.
    Layout(Arc<Graph>, LayoutPhase),
    /// Something worth telling that is not part of a capture: a figure was saved, say.
    Message(String),
}

/// A session that the program kept by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// Its file.
    pub path: PathBuf,
    /// Names of its captures, printable.
    pub names: String,
}

/// What a user is told once, when the first capture is open.
const FIRST_HINT: &str = "Drag on the time bar to look at a stretch of time, click a colour to \
                          filter it out, press / to type a filter, ? for all keys.";

impl Session {
    /// Takes in what a worker made.
    pub fn receive(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Restoring(restored) => self.restoring = Some(restored),
            Arrival::Saved(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                self.message = Some(format!("Saved {}", name.to_string_lossy()));
                self.settings.remember(path.clone());
                self.saved_as = Some(path);
            }
            Arrival::Kept(kept) => self.kept = kept,
            Arrival::Started(names) => {
                self.names = names;
                self.data = None;
                self.hovered = None;
                self.reading = ReadStatus::Reading {
                    progress: ReadProgress::default(),
                    elapsed_nanos: 0,
                };
                self.forget_capture();
                self.begin_restoring();
            }
            Arrival::Progress(progress, elapsed_nanos) => {
                if matches!(self.reading, ReadStatus::Reading { .. }) {
                    self.reading = ReadStatus::Reading {
                        progress,
                        elapsed_nanos,
                    };
                }
            }
            Arrival::Woven(woven) => self.take_woven(woven),
            Arrival::Ended => self.reading = ReadStatus::Idle,
            Arrival::Failed(problem) => {
                self.restoring = None;
                self.opening.clear();
                self.reading = ReadStatus::Failed(problem);
            }
            Arrival::Positions(graph, positions) => {
                // Positions of a graph that has been replaced meanwhile are of no use.
                if let Some(data) = &mut self.data
                    && Arc::ptr_eq(&data.graph, &graph)
                {
                    data.positions = positions;
                    data.follow_positions();
                    self.revision += 1;
                }
            }
            Arrival::Grouped(graph, grouped) => self.take_grouped(&graph, grouped),
            Arrival::Layout(graph, phase) => {
                let data = self.data.as_ref();
                if data.is_some_and(|data| Arc::ptr_eq(&data.graph, &graph)) {
                    self.layout = phase;
                }
            }
            Arrival::Message(message) => self.message = Some(message),
        }
    }

    /// Forgets what was chosen about the capture that was open, but keeps how things look.
    fn forget_capture(&mut self) {
        self.state = State {
            color_by: self.state.color_by,
            size_by: self.state.size_by,
            size_log: self.state.size_log,
            two_strands: self.state.two_strands,
            labels: self.state.labels,
            fade: self.state.fade,
            grouping: self.state.grouping,
            axes: std::mem::take(&mut self.state.axes),
            scatter: self.state.scatter,
            matrix: self.state.matrix,
            arrangement: Arrangement {
                mode: self.state.arrangement.mode,
                ..Arrangement::default()
            },
            ..State::default()
        };
        self.history = History::default();
        self.groups_chosen = false;
        self.layout = LayoutPhase::None;
        self.layout_held = false;
        self.revision += 1;
    }

    /// Takes up what a saved session says of itself before anything was read.
    fn begin_restoring(&mut self) {
        self.saved_as = None;
        let Some(Restored { saved, path }) = &self.restoring else {
            return;
        };
        self.saved_as.clone_from(path);
        self.opening = path.iter().cloned().collect();
        // It was checked when it was read.
        if let Ok(state) = saved.look() {
            self.state = state;
        }
    }

    pub(super) fn close_capture(&mut self) {
        self.restoring = None;
        self.opening.clear();
        self.saved_as = None;
        self.data = None;
        self.names.clear();
        self.reading = ReadStatus::Idle;
        self.hovered = None;
        self.forget_capture();
    }

    fn take_woven(&mut self, woven: Woven) {
        let Woven {
            traffic,
            graph,
            components,
            ground,
            narrowed,
            weights,
            grouped,
        } = woven;
        let positions = carried_positions(self.data.as_ref(), &graph);
        let before = self.data.as_ref();
        let carried = before.is_some_and(|data| Arc::ptr_eq(&data.traffic, &traffic));
        let complete = traffic.complete;
        self.data = Some(Data {
            traffic,
            graph,
            components,
            weights,
            positions,
            ground,
            narrowed: *narrowed,
            grouped: None,
            drawn: None,
            sums_revision: 0,
            selected: None,
            lit: None,
            spare: None,
            aside: Aside::default(),
            notes: Arc::default(),
            shares: Shares::default(),
            recalled: None,
            carried,
            known_places: KnownPlaces::default(),
        });
        // Until the layout says otherwise: what has no place yet is not at rest.
        self.layout = LayoutPhase::Running;
        if complete || self.reading == ReadStatus::Idle {
            self.complete_restoring();
        }
        for path in self.opening.drain(..).rev() {
            self.settings.remember(path);
        }
        self.renote();
        self.refilter();
        self.take_groups(grouped);
        if complete && !self.settings.hint_seen && self.message.is_none() {
            self.settings.hint_seen = true;
            self.message = Some(FIRST_HINT.to_owned());
        }
    }
}

/// Positions for a new graph: nodes that were there before stay where they are, new ones have none
/// until the layout places them.
fn carried_positions(before: Option<&Data>, graph: &Graph) -> Arc<[Vec2]> {
    (0..graph.node_count() as u32)
        .map(|node| {
            before
                .and_then(|data| {
                    let old = data.graph.node_of_host(graph.node_host(node))?;
                    data.positions.get(old as usize).copied()
                })
                .unwrap_or(Vec2::NAN)
        })
        .collect()
}
