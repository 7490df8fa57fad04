//! What is there to see at this moment?
//!
//! The [`Session`] holds what the user chose ([`State`]), what workers made of the capture
//! ([`Data`]) and what follows from both. Everything a view reads is here; how it changes is in
//! `apply.rs` and `change.rs` (by the user), `receive.rs` (by workers) and `sums.rs` (what follows).

use std::path::{Path, PathBuf};

use super::{Clock, Data, History, Item, KeptSession, Restored, Settings, Shell, State, Weaving};
use crate::flow::ReadProgress;
use crate::graph::Grouping;

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
    /// Whether groups of the open capture were chosen, by the user or by itself.
    pub(super) groups_chosen: bool,
    /// Whether the message is about a step that was taken by itself and can be taken back.
    pub(super) undo_offered: bool,
    /// Counts changes of the state.
    pub(super) changes: u64,
    /// Counts how often all nodes were wanted elsewhere.
    pub(super) placings: u64,
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
        let state = settings.first_state();
        Self {
            settings,
            adapter,
            state,
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

    /// Changes when all nodes are wanted elsewhere than where they are laid out.
    #[must_use]
    pub fn placings(&self) -> u64 {
        self.placings
    }

    /// The grouping for which graphs are built: a saved session's as soon as it is on its way, so
    /// that its places find their nodes.
    #[must_use]
    pub fn wanted_grouping(&self) -> Grouping {
        let restored = self.restoring.as_ref();
        let stored = restored.and_then(|restored| restored.saved.look().ok());
        stored.map_or(self.state.grouping, |state| state.grouping)
    }

    /// What graphs are woven for.
    #[must_use]
    pub fn wanted_weaving(&self) -> Weaving {
        let is_free = !self.groups_chosen && self.restoring.is_none();
        Weaving {
            grouping: self.wanted_grouping(),
            groups: self.state.groups.clone(),
            budget: is_free.then_some(self.settings.node_budget),
        }
    }

    /// Whether the message tells of a step that was taken by itself and can be taken back.
    #[must_use]
    pub fn offers_undo(&self) -> bool {
        self.undo_offered && self.message.is_some()
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
}
