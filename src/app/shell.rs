//! What happens in one frame of the window?
//!
//! ```text
//! inbox ─▶ session.receive      keys, dropped files ─┐
//! session ─▶ panels ─▶ Actions ─────────────────────▶ session.apply ─▶ Effects
//! session ─▶ workers: what they were asked for is compared with what the session wants now
//! ```
//!
//! The session is drawn, then changed; a frame never waits for a worker.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use eframe::App;
use egui::{CentralPanel, Panel, ViewportCommand};

use super::canvas::WindowCanvas;
use super::dialogs::{self, Pending};
use super::frame_log::FrameLog;
use super::inbox::Inbox;
use super::reader::{Reader, Source};
use super::remembered::Remembered;
use super::sessions::{Sessions, kept_folder};
use super::wishes::LayoutWishes;
use super::{figure, keys};
use crate::flow::ReadOptions;
use crate::graph::Grouping;
use crate::render::EdgeBackEnd;
use crate::scene::tokens::Theme;
use crate::session::{Arrival, Command, Effect, ReadStatus, Session, ThemeChoice};
use crate::views::{
    Actions, Dock, Look, Memory, PaneContext, about_ui, export_ui, filter_ui, find_ui,
    install_fonts, install_style, menu_ui, message_ui, palette_ui, shortcuts_ui, totals_ui,
};

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
    /// The grouping that the reader was asked for.
    grouping: Grouping,
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
            grouping: Grouping::default(),
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
        let zone = opening.zone.or_else(super::zone::local_zone);
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
        self.grouping = session.state().grouping;
        if let Some(data) = session.data() {
            self.generation += 1;
            let outbox = self.inbox.outbox(self.generation);
            let traffic = data.traffic.clone();
            let resumed = Reader::resume(traffic, self.grouping, outbox);
            self.reader = self.told(resumed);
        }
        self.session = session;
        let options = self.options;
        self.resume_sessions(&options);
        let notice = "The graphics device was lost; the window was opened again.".to_owned();
        self.session.receive(Arrival::Message(notice));
    }

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

    /// Reads a capture in place of the one that is open.
    fn read(&mut self, source: Source) {
        self.read_as(source, self.options, None);
    }

    /// The same with options, and the session file that names it.
    pub(super) fn read_as(
        &mut self,
        source: Source,
        options: ReadOptions,
        session: Option<&std::path::Path>,
    ) {
        self.leave_session(&options, session);
        self.generation += 1;
        self.grouping = self.session.wanted_grouping();
        self.layout = LayoutWishes::default();
        let outbox = self.inbox.outbox(self.generation);
        match Reader::start(source, options, self.grouping, outbox) {
            Ok(reader) => self.reader = Some(reader),
            Err(error) => {
                let problem = format!("The system gives no thread to read with\n{error}");
                self.session.receive(Arrival::Failed(problem));
            }
        }
    }

    /// Takes in what workers and dialogs made.
    fn take_arrivals(&mut self) {
        let arrivals: Vec<Arrival> = self.inbox.drain(self.generation).collect();
        for arrival in arrivals {
            self.session.receive(arrival);
        }
        if let Some(answer) = self.opening.as_ref().and_then(Pending::answer) {
            self.opening = None;
            if let Some(paths) = answer.filter(|paths| !paths.is_empty()) {
                self.carry_out(Command::Open(paths));
            }
        }
        if let Some(answer) = self.saving.as_ref().and_then(Pending::answer) {
            self.saving = None;
            if let Some(path) = answer {
                self.save_figure(path);
            }
        }
        self.take_sessions();
    }

    /// Applies a command and does what reaches outside.
    pub(super) fn carry_out(&mut self, command: Command) {
        if command == Command::Close {
            self.keep_session();
        }
        let Some(effect) = self.session.apply(command) else {
            return;
        };
        let context = self.inbox.context().clone();
        match effect {
            Effect::OpenDialog => self.opening = self.told(dialogs::open(&context)),
            Effect::Open(paths) => self.read(Source::Paths(paths)),
            Effect::OpenSample(sample) => self.read(Source::Sample(sample)),
            Effect::CancelReading => {
                if let Some(reader) = &self.reader {
                    reader.cancel();
                }
            }
            Effect::SaveSession(path) => self.save_session(path),
            Effect::OpenSession(path) => self.open_session(path),
            Effect::Closed => {
                self.generation += 1;
                self.reader = None;
                self.layout = LayoutWishes::default();
            }
            Effect::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Effect::Zoom(factor) => {
                if let Some(view) = self.memory.graph.camera.zoomed(factor) {
                    self.carry_out(Command::Look(Some(view)));
                }
            }
            Effect::FullScreen(on) => context.send_viewport_cmd(ViewportCommand::Fullscreen(on)),
            Effect::ResetPanels => self.dock = Dock::default(),
        }
    }

    /// What a system call gave, or a message that it failed.
    pub(super) fn told<T>(&mut self, result: std::io::Result<T>) -> Option<T> {
        result
            .map_err(|error| {
                self.session
                    .receive(Arrival::Message(format!("This did not work: {error}")))
            })
            .ok()
    }

    /// Asks workers for what the session wants now and they were not asked for yet.
    fn ask_workers(&mut self) {
        let wanted = self.session.wanted_grouping();
        if let Some(reader) = &self.reader
            && wanted != self.grouping
        {
            self.grouping = wanted;
            reader.regroup(wanted);
        }
        let outbox = self.inbox.outbox(self.generation);
        let asked = self.layout.ask(&self.session, outbox);
        self.told(asked);
    }

    /// Gives what panels want done a thread each.
    fn run_errands(&mut self) {
        for work in self.memory.errands.take() {
            let context = self.inbox.context().clone();
            let started = std::thread::Builder::new()
                .name("errand".into())
                .spawn(move || {
                    work();
                    context.request_repaint();
                });
            self.told(started);
        }
    }

    /// Opens what was dropped on the window.
    fn take_dropped(&mut self, context: &egui::Context) {
        let dropped: Vec<PathBuf> = context.input(|input| {
            input
                .raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_path_buf())
                .collect()
        });
        if !dropped.is_empty() {
            self.carry_out(Command::Open(dropped));
        }
    }

    fn look(&self, context: &egui::Context) -> Look {
        let dark = match self.session.settings().theme {
            ThemeChoice::Dark => true,
            ThemeChoice::Light => false,
            ThemeChoice::System => context.system_theme() != Some(egui::Theme::Light),
        };
        Look::new(if dark { Theme::Dark } else { Theme::Light })
    }

    /// Draws everything; the panels' wishes go to `actions`.
    fn draw(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Actions) {
        let session = &self.session;
        let frame = egui::Frame::new()
            .fill(look.panel)
            .inner_margin(egui::Margin::symmetric(8, 4));
        if !session.shell().panels_hidden {
            Panel::top("menu")
                .frame(frame)
                .show(ui, |ui| menu_ui(ui, session, look, actions));
        }
        if session.data().is_some() {
            Panel::top("filter").frame(frame).show(ui, |ui| {
                filter_ui(ui, session, &mut self.memory, look, actions)
            });
        }
        Panel::bottom("totals")
            .frame(frame)
            .exact_size(28.0)
            .show(ui, |ui| totals_ui(ui, session, look, actions));
        if session.message().is_some() {
            Panel::bottom("message")
                .frame(frame)
                .show(ui, |ui| message_ui(ui, session, look, actions));
        }
        let canvas = egui::Frame::new().fill(look.canvas);
        let context = ui.ctx().clone();
        let mut given = PaneContext {
            session,
            memory: &mut self.memory,
            canvas: &mut self.canvas,
            axes_canvas: &mut self.axes_canvas,
            look,
            actions,
        };
        CentralPanel::default()
            .frame(canvas)
            .show(ui, |ui| self.dock.ui(ui, &mut given));
        self.dock.windows_ui(&context, &mut given, keys::pressed);
        palette_ui(&context, session, &mut self.memory, look, actions);
        find_ui(&context, session, &mut self.memory, look, actions);
        shortcuts_ui(&context, session, look, actions);
        about_ui(&context, session, look, actions);
        if export_ui(&context, session, &mut self.memory, look, actions) {
            let name = figure::suggested_name(session);
            let asked = dialogs::save_picture(&context, name);
            self.saving = self.told(asked);
        }
    }

    /// Saves what is on screen.
    fn save_figure(&mut self, path: PathBuf) {
        let outbox = self.inbox.outbox(self.generation);
        let started = figure::save(&self.session, &self.memory, &self.canvas, path, outbox);
        self.told(started);
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
