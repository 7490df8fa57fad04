//! How does the window begin?
//!
//! With remembered settings and panels, a capture to read at once, or the session of a window whose
//! device was lost.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Shell, absolute};
use crate::app::canvas::WindowCanvas;
use crate::app::frame_log::FrameLog;
use crate::app::inbox::Inbox;
use crate::app::reader::{Reader, Source};
use crate::app::remembered::Remembered;
use crate::app::sessions::{Sessions, kept_folder};
use crate::app::wishes::LayoutWishes;
use crate::app::zone::local_zone;
use crate::flow::ReadOptions;
use crate::render::EdgeBackEnd;
use crate::session::{Arrival, Command, Session, Weaving};
use crate::views::{Memory, install_fonts};

/// What the window is opened with.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// What to read at once.
    pub source: Option<Source>,
    /// How to read.
    pub options: ReadOptions,
    /// Whether settings are neither read nor written.
    pub fresh: bool,
    /// Where the time of each frame is written.
    pub frame_log: Option<PathBuf>,
    /// The session of a window whose device was lost, to go on with.
    pub resumed: Option<SessionSlot>,
    /// Commands to carry out once everything was read, as [`crate::session::script`] reads them.
    pub commands: Vec<String>,
    /// How edges are drawn; none is by what is measured.
    pub edge_back_end: Option<EdgeBackEnd>,
    /// Where sessions are kept without being asked; none is the program's own folder, or nowhere
    /// in a fresh window.
    pub keep_in: Option<PathBuf>,
    /// The zone that times can be shown in; none is that of the system.
    pub zone: Option<jiff::tz::TimeZone>,
}

/// A place where a window leaves its session.
pub type SessionSlot = Arc<Mutex<Option<Session>>>;

impl Shell {
    /// The window's state at its start.
    #[must_use]
    pub fn new(creation: &eframe::CreationContext<'_>, opening: Opening) -> Self {
        let context = &creation.egui_ctx;
        install_fonts(context);
        let remembered = match creation.storage {
            Some(storage) if !opening.fresh => Remembered::load(storage),
            _ => Remembered::default(),
        };
        let [canvas, axes_canvas] = [(); 2].map(|()| {
            let state = creation.wgpu_render_state.as_ref();
            WindowCanvas::new(state, context, opening.edge_back_end)
        });
        let mut shell = Self {
            session: Session::new(remembered.settings, canvas.adapter()),
            dock: remembered.dock,
            memory: Memory::default(),
            canvas,
            axes_canvas,
            inbox: Inbox::new(context.clone()),
            options: opening.options,
            fresh: opening.fresh,
            generation: 0,
            reader: None,
            weaving: Weaving::default(),
            groups: None,
            layout: LayoutWishes::default(),
            opening: None,
            saving: None,
            sessions: Sessions::new(
                opening.commands,
                kept_folder(opening.fresh, opening.keep_in),
            ),
            styled: None,
            slot: SessionSlot::default(),
            frame_log: None,
        };
        if let Some(path) = &opening.frame_log {
            let log = FrameLog::create(path);
            shell.frame_log = shell.told(log);
        }
        if let Some(slot) = opening.resumed {
            shell.resume(&slot);
        }
        if let Some(notice) = shell.canvas.notice()
            && shell.session.message().is_none()
        {
            shell.session.receive(Arrival::Message(notice));
        }
        let zone = opening.zone.or_else(local_zone);
        shell.session.set_zone(zone);
        shell.look_for_kept();
        match opening.source {
            // As if they had been chosen in the window, so that they are remembered.
            Some(Source::Paths(paths)) => {
                let paths = paths.into_iter().map(absolute).collect();
                shell.carry_out(Command::Open(paths));
            }
            Some(source) => shell.read(source),
            None => {}
        }
        shell
    }

    /// The same window, leaving its session in a slot when it closes.
    #[must_use]
    pub fn leaving(mut self, slot: SessionSlot) -> Self {
        self.slot = slot;
        self
    }

    /// Goes on with the session of a window whose device was lost.
    fn resume(&mut self, slot: &SessionSlot) {
        let session = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(session) = session else { return };
        self.weaving = session.wanted_weaving();
        if let Some(data) = session.data() {
            self.generation += 1;
            let outbox = self.inbox.outbox(self.generation);
            let traffic = data.traffic.clone();
            let resumed = Reader::resume(traffic, self.weaving.clone(), outbox);
            self.reader = self.told(resumed);
        }
        self.session = session;
        let options = self.options;
        self.resume_sessions(&options);
        let notice = "The graphics device was lost; the window was opened again.".to_owned();
        self.session.receive(Arrival::Message(notice));
    }
}
