//! What is there to see at this moment?
//!
//! The [`Session`] holds what the user chose ([`State`]), what workers made of the capture
//! ([`Data`]) and what follows from both. Everything a view reads is here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use glam::Vec2;

use super::narrowing::noted;
use super::{
    Aside, Clock, Ground, History, Item, Lit, Narrowed, NotePlace, Restored, Settings, Shares,
    Shell, State, Woven,
};
use crate::flow::{ReadProgress, Traffic};
use crate::graph::{Graph, Grouping};
use crate::query::{FilterContext, FlowSet, Noted, Tallies};

/// A capture that is open, and its sums under the present state.
#[derive(Clone, Debug)]
pub struct Data {
    /// What was read.
    pub traffic: Arc<Traffic>,
    /// The graph for the present grouping.
    pub graph: Arc<Graph>,
    /// Number of connected components of the graph.
    pub components: usize,
    /// Pull of each edge in the layout, `[edge]`.
    pub weights: Arc<[f32]>,
    /// World position of each node, `[node]`; NaN until the layout has placed it.
    pub positions: Arc<[Vec2]>,
    /// What brushing starts from.
    pub ground: Arc<Ground>,
    /// Visible flows and their sums.
    pub(super) narrowed: Narrowed,
    /// Changes whenever the visible flows may have changed; views cache by it.
    pub sums_revision: u64,
    /// What is selected, if anything is.
    pub selected: Option<Arc<Lit>>,
    /// The highlight, if there is one: a colour under the pointer, else the selection.
    pub lit: Option<Arc<Lit>>,
    /// The last highlight under the pointer, whose sums the next one begins with.
    pub(super) spare: Option<Lit>,
    /// What is known about edges while it is asked for: change and age.
    pub aside: Aside,
    /// What was written, and which flows it is about.
    pub notes: Arc<[Noted]>,
    /// The notes that `notes` was made of.
    pub(super) noted: BTreeMap<NotePlace, String>,
    /// Where everything went.
    pub shares: Shares,
    /// Whether all positions are those of a saved session: the layout rests until it is asked.
    pub placed: bool,
}

impl Data {
    /// The flows that pass the filter and all brushes.
    #[must_use]
    pub fn visible(&self) -> &FlowSet {
        self.narrowed.visible()
    }

    /// What filters may ask for that the table does not hold.
    #[must_use]
    pub fn filter_context(&self) -> FilterContext<'_> {
        FilterContext {
            degrees: Some(&self.ground.degrees),
            notes: &self.notes,
        }
    }

    /// Their sums.
    #[must_use]
    pub fn tallies(&self) -> &Tallies {
        self.narrowed.tallies()
    }
}

/// How reading stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ReadStatus {
    /// Nothing is being read.
    #[default]
    Idle,
    /// Reading goes on.
    Reading {
        /// What was read so far.
        progress: ReadProgress,
        /// Nanoseconds since reading began.
        elapsed_nanos: u64,
    },
    /// Nothing could be read: problem, cause and hint.
    Failed(String),
}

/// How the layout stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LayoutPhase {
    /// There is nothing to lay out.
    #[default]
    None,
    /// Nodes are moving.
    Running,
    /// Held by the user.
    Paused,
    /// It has come to rest.
    Converged,
}

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

/// All that views read.
#[derive(Debug, Default)]
pub struct Session {
    pub(super) state: State,
    pub(super) history: History,
    pub(super) data: Option<Data>,
    pub(super) hovered: Option<Item>,
    pub(super) settings: Settings,
    pub(super) shell: Shell,
    pub(super) reading: ReadStatus,
    pub(super) layout: LayoutPhase,
    pub(super) layout_held: bool,
    pub(super) names: Vec<String>,
    /// Paths that are being opened, remembered when something of them was read.
    pub(super) opening: Vec<PathBuf>,
    pub(super) message: Option<String>,
    /// A saved session whose captures are being read.
    pub(super) restoring: Option<Restored>,
    /// Where the session was saved, or read from.
    pub(super) saved_as: Option<PathBuf>,
    /// What the program kept by itself from the last run.
    pub(super) kept: Vec<KeptSession>,
    /// Counts changes of the state.
    pub(super) changes: u64,
    pub(super) adapter: String,
    /// The zone that the program was started in, if it is known.
    pub(super) zone: Option<jiff::tz::TimeZone>,
    /// Counts changes of data, filter and highlight; views cache by it.
    pub(super) revision: u64,
}

impl Session {
    /// A session with remembered settings, and the graphics adapter's description.
    #[must_use]
    pub fn new(settings: Settings, adapter: String) -> Self {
        let axes = settings.first_axes();
        Self {
            settings,
            adapter,
            state: State {
                axes,
                ..State::default()
            },
            ..Self::default()
        }
    }

    /// Says in which zone the program was started.
    pub fn set_zone(&mut self, zone: Option<jiff::tz::TimeZone>) {
        self.zone = zone;
    }

    /// Whether there is a local zone to show times in.
    #[must_use]
    pub fn knows_zone(&self) -> bool {
        self.zone.is_some()
    }

    /// Shows times as the user wants them: UTC, or in the local zone.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock::new(self.zone.clone().filter(|_| self.settings.local_time))
    }

    /// What the user chose.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The open capture.
    #[must_use]
    pub fn data(&self) -> Option<&Data> {
        self.data.as_ref()
    }

    /// What can be undone.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What the program remembers.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What is open besides the picture.
    #[must_use]
    pub fn shell(&self) -> &Shell {
        &self.shell
    }

    /// How reading stands.
    #[must_use]
    pub fn reading(&self) -> &ReadStatus {
        &self.reading
    }

    /// How the layout stands.
    #[must_use]
    pub fn layout(&self) -> LayoutPhase {
        self.layout
    }

    /// Whether the user holds the layout.
    #[must_use]
    pub fn layout_held(&self) -> bool {
        self.layout_held
    }

    /// Names of what is open or being opened, printable.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The last message, if it was not dismissed.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Where the session was saved, or read from.
    #[must_use]
    pub fn saved_as(&self) -> Option<&Path> {
        self.saved_as.as_deref()
    }

    /// Sessions that the program kept by itself in earlier runs, latest first.
    #[must_use]
    pub fn kept(&self) -> &[KeptSession] {
        &self.kept
    }

    /// Changes with every change of the state.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The grouping for which graphs are built: a saved session's as soon as it is on its way, so
    /// that its places find their nodes.
    #[must_use]
    pub fn wanted_grouping(&self) -> Grouping {
        let restored = self.restoring.as_ref();
        let stored = restored.and_then(|restored| restored.saved.look().ok());
        stored.map_or(self.state.grouping, |state| state.grouping)
    }

    /// Whether a saved session is still being taken up.
    #[must_use]
    pub fn is_restoring(&self) -> bool {
        self.restoring.is_some()
    }

    /// The graphics adapter in words.
    #[must_use]
    pub fn adapter(&self) -> &str {
        &self.adapter
    }

    /// What was under the pointer in the last frame.
    #[must_use]
    pub fn hovered(&self) -> Option<Item> {
        self.hovered
    }

    /// Changes whenever data, filter, highlight or look change; equal means nothing to redraw.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Says what is under the pointer, once a frame, after all views were drawn.
    /// Views see it in the next frame, so all of them agree.
    pub fn set_hovered(&mut self, item: Option<Item>) {
        if self.hovered == item {
            return;
        }
        // Only colours light flows by hovering; nodes and edges get a rim and a card, which
        // costs no redraw of the picture.
        let lights = |item: Option<Item>| matches!(item, Some(Item::Category(_)));
        let relight = lights(self.hovered) || lights(item);
        self.hovered = item;
        if relight {
            self.relight();
        }
    }

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
                self.reading = ReadStatus::Failed(problem);
            }
            Arrival::Positions(graph, positions) => {
                // Positions of a graph that has been replaced meanwhile are of no use.
                if let Some(data) = &mut self.data
                    && Arc::ptr_eq(&data.graph, &graph)
                {
                    data.positions = positions;
                    self.revision += 1;
                }
            }
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
            ..State::default()
        };
        self.history = History::default();
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
        } = woven;
        let positions = carried_positions(self.data.as_ref(), &graph);
        let complete = traffic.complete;
        self.data = Some(Data {
            traffic,
            graph,
            components,
            weights,
            positions,
            ground,
            narrowed: *narrowed,
            sums_revision: 0,
            selected: None,
            lit: None,
            spare: None,
            aside: Aside::default(),
            notes: Arc::default(),
            noted: BTreeMap::new(),
            shares: Shares::default(),
            placed: false,
        });
        // Until the layout says otherwise: what has no place yet is not at rest.
        self.layout = LayoutPhase::Running;
        if complete || self.reading == ReadStatus::Idle {
            self.complete_restoring();
        }
        for path in self.opening.drain(..).rev() {
            self.settings.remember(path);
        }
        self.refilter();
        if complete && !self.settings.hint_seen && self.message.is_none() {
            self.settings.hint_seen = true;
            self.message = Some(FIRST_HINT.to_owned());
        }
    }

    /// Sums anew after filter or brushes changed.
    pub(super) fn refilter(&mut self) {
        self.renote();
        if let Some(data) = &mut self.data {
            let (table, graph) = (&data.traffic.table, &data.graph);
            let context = FilterContext {
                degrees: Some(&data.ground.degrees),
                notes: &data.notes,
            };
            data.narrowed
                .follow(&self.state, table, graph, &data.ground, &context);
            data.aside = data.aside(&self.state);
            data.shares = Shares::of(data);
            // One more than any revision before, whichever data it belonged to.
            self.revision += 1;
            data.sums_revision = self.revision;
        }
        self.reselect();
    }

    /// Finds out what notes are about after they changed.
    pub(super) fn renote(&mut self) {
        if let Some(data) = &mut self.data
            && data.noted != self.state.notes
        {
            data.noted = self.state.notes.clone();
            data.notes = noted(&data.noted, &data.traffic.table);
        }
    }

    /// Sums the selection anew after it or the filter changed.
    pub(super) fn reselect(&mut self) {
        if let Some(data) = &mut self.data {
            self.revision += 1;
            data.lit = None;
            let earlier = data.selected.take().and_then(Arc::into_inner);
            data.selected =
                Lit::of(&self.state.selection, data, earlier, self.revision).map(Arc::new);
        }
        self.relight();
    }

    /// Says anew what is highlighted: a colour under the pointer is looked at now, whatever was
    /// selected before.
    fn relight(&mut self) {
        self.revision += 1;
        let Some(data) = &mut self.data else { return };
        // A highlight that is the selection too stays there.
        let earlier = data.lit.take().and_then(Arc::into_inner);
        data.spare = earlier.or(data.spare.take());
        data.lit = match self.hovered {
            Some(item @ Item::Category(_)) => {
                let earlier = data.spare.take();
                Lit::of(&BTreeSet::from([item]), data, earlier, self.revision).map(Arc::new)
            }
            _ => data.selected.clone(),
        };
    }
}

/// What a user is told once, when the first capture is open.
const FIRST_HINT: &str = "Drag on the time bar to look at a stretch of time, click a colour to \
                          filter it out, press / to type a filter, ? for all keys.";

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
