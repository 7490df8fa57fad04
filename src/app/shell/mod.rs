//! What happens in one frame of the window?
//!
//! ```text
//! inbox ─▶ session.receive      keys, dropped files ─┐
//! session ─▶ panels ─▶ Actions ─────────────────────▶ session.apply ─▶ Effects
//! session ─▶ workers: what they were asked for is compared with what the session wants now
//! ```
//!
//! The session is drawn, then changed; a frame never waits for a worker.

mod draw;
mod effects;
mod opening;
mod workers;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use eframe::App;

pub use self::opening::{Opening, SessionSlot};
use super::canvas::WindowCanvas;
use super::dialogs::Pending;
use super::frame_log::FrameLog;
use super::inbox::Inbox;
use super::keys;
use super::reader::Reader;
use super::remembered::Remembered;
use super::sessions::Sessions;
use super::wishes::LayoutWishes;
use crate::flow::ReadOptions;
use crate::graph::Graph;
use crate::scene::tokens::Theme;
use crate::session::{Groups, ReadStatus, Session, Weaving};
use crate::views::{Actions, Dock, Memory, install_style};

/// The window.
pub struct Shell {
    pub(super) session: Session,
    pub(super) dock: Dock,
    memory: Memory,
    canvas: WindowCanvas,
    axes_canvas: WindowCanvas,
    pub(super) inbox: Inbox,
    options: ReadOptions,
    fresh: bool,
    /// Number of the capture that is open; arrivals of others are dropped.
    pub(super) generation: u64,
    reader: Option<Reader>,
    /// What the reader was asked to weave for.
    weaving: Weaving,
    /// The groups that a worker was asked for.
    groups: Option<(Arc<Graph>, Groups)>,
    layout: LayoutWishes,
    opening: Option<Pending<Vec<PathBuf>>>,
    saving: Option<Pending<PathBuf>>,
    pub(super) sessions: Sessions,
    /// The theme whose style egui has.
    styled: Option<Theme>,
    /// Where the session goes when the window closes.
    slot: SessionSlot,
    frame_log: Option<FrameLog>,
}

impl Shell {
    /// Where the graph is painted, for tests.
    #[must_use]
    pub fn canvas(&self) -> &WindowCanvas {
        &self.canvas
    }

    /// What the window shows, for tests.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl App for Shell {
    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        if let Some(log) = &mut self.frame_log {
            log.begin();
        }
        self.take_arrivals();
        self.take_dropped(context);
        for command in keys::pressed(context) {
            self.carry_out(command);
        }
        self.ask_workers();
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let look = self.look(ui.ctx());
        if self.styled != Some(look.theme) {
            self.styled = Some(look.theme);
            install_style(ui.ctx(), &look);
        }
        let mut actions = Actions::default();
        self.draw(ui, &look, &mut actions);
        self.run_errands();
        let seen = |session: &Session| (session.revision(), session.changes(), session.hovered());
        let before = seen(&self.session);
        self.session.set_hovered(actions.hovered());
        for command in actions.into_commands() {
            self.carry_out(command);
        }
        self.ask_workers();
        // Every view reads what this frame wrote in the next one.
        if before != seen(&self.session) {
            ui.ctx().request_repaint();
        }
        if matches!(self.session.reading(), ReadStatus::Reading { .. }) {
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(100));
        }
        if let Some(log) = &mut self.frame_log {
            log.end(frame.info().cpu_usage);
        }
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        if !self.fresh {
            Remembered {
                settings: self.session.settings().clone(),
                dock: self.dock.clone(),
            }
            .save(storage);
        }
    }

    fn on_exit(&mut self) {
        self.keep_session();
    }

    fn persist_egui_memory(&self) -> bool {
        !self.fresh
    }
}

impl Drop for Shell {
    /// Leaves the session behind however the window ends, a lost device included.
    fn drop(&mut self) {
        let session = std::mem::take(&mut self.session);
        *self.slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(session);
    }
}

impl std::fmt::Debug for Shell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell")
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

/// A path that still means the same after a change of folder; standard input stays `-`.
pub(super) fn absolute(path: PathBuf) -> PathBuf {
    if path.as_os_str() == "-" {
        return path;
    }
    std::path::absolute(&path).unwrap_or(path)
}

/// The same graph, not an equal one.
pub(super) fn same<T>(a: &Option<Arc<T>>, b: &Arc<T>) -> bool {
    a.as_ref().is_some_and(|a| Arc::ptr_eq(a, b))
}
