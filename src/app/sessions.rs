//! How do saved sessions and scripts come into the window, and out of it?
//!
//! A session file is read on a thread; nothing that is open is touched before it is known to be
//! sound and its captures are there. Then the captures are read as any others, and the session
//! takes up what was stored. A script waits until everything was read.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::dialogs::{self, Pending};
use super::inbox::Outbox;
use super::reader::Source;
use super::saver::{Keeper, Order, Saver};
use super::shell::{Shell, absolute};
use crate::files::{SessionFile, in_short, open_session};
use crate::flow::ReadOptions;
use crate::session::script::parse;
use crate::session::{
    Arrival, Command, ReadStatus, Restored, SESSION_ENDING, SavedError, SavedReading, Session,
    Snapshot,
};
use crate::views::Dock;

/// What the window knows about session files.
#[derive(Debug, Default)]
pub struct Sessions {
    saver: Saver,
    keeper: Option<Keeper>,
    /// A session file that is being read.
    opening: Option<(PathBuf, Pending<Result<SessionFile, SavedError>>)>,
    /// A dialog that asks where to save.
    asking: Option<Pending<PathBuf>>,
    /// Ends the comparison of captures with what a session says of them.
    comparing: Option<Arc<AtomicBool>>,
    /// Commands that wait until everything was read.
    script: VecDeque<String>,
    /// How the open captures were read.
    reading: SavedReading,
}

impl Sessions {
    /// With a script to carry out, and a folder to keep sessions in.
    pub fn new(script: Vec<String>, kept_in: Option<PathBuf>) -> Self {
        Self {
            script: script.into(),
            keeper: kept_in.map(Keeper::new),
            ..Self::default()
        }
    }
}

/// Where sessions are kept without being asked.
pub fn kept_folder(fresh: bool, wanted: Option<PathBuf>) -> Option<PathBuf> {
    if wanted.is_some() || fresh {
        return wanted;
    }
    eframe::storage_dir("Flowloom").map(|folder| folder.join("sessions"))
}

impl Shell {
    /// Looks for sessions that an earlier run kept.
    pub(super) fn look_for_kept(&mut self) {
        let outbox = self.outbox();
        if let Some(keeper) = &self.sessions.keeper {
            let asked = keeper.look(outbox);
            self.told(asked);
        }
    }

    /// Goes on with the session of a window whose device was lost.
    pub(super) fn resume_sessions(&mut self, options: &ReadOptions) {
        self.sessions.reading = SavedReading::from(options);
        if let Some(keeper) = &mut self.sessions.keeper {
            keeper.resumed();
        }
    }

    /// Begins to read a session file.
    pub(super) fn open_session(&mut self, path: PathBuf) {
        let context = self.context();
        let file = path.clone();
        let asked = Pending::start(&context, move || Some(open_session(&file)));
        self.sessions.opening = self.told(asked).map(|pending| (path, pending));
    }

    /// Saves where the session was saved before, or asks.
    pub(super) fn save_session(&mut self, path: Option<PathBuf>) {
        match path {
            Some(path) => self.save_session_as(path),
            None => {
                let name = suggested_name(&self.session);
                let asked = dialogs::save_session(&self.context(), name);
                self.sessions.asking = self.told(asked);
            }
        }
    }

    fn save_session_as(&mut self, mut path: PathBuf) {
        if path.extension().is_none() {
            path.set_extension(SESSION_ENDING);
        }
        let Some(snapshot) = self.session.snapshot() else {
            return;
        };
        let order = self.order(snapshot);
        let outbox = self.outbox();
        let asked = self.sessions.saver.save(path, order, outbox);
        self.told(asked);
    }

    fn order(&self, snapshot: Snapshot) -> Order {
        Order {
            snapshot,
            reading: self.sessions.reading.clone(),
            // A dock that cannot be written is not worth losing a session for.
            dock: serde_json::to_value(&self.dock).ok(),
        }
    }

    /// Takes in session files and answers, and carries out what waits in the script.
    pub(super) fn take_sessions(&mut self) {
        let answer = self.sessions.opening.as_ref();
        if let Some(answer) = answer.and_then(|(_, pending)| pending.answer()) {
            let opened = self.sessions.opening.take();
            match (opened, answer) {
                (Some((path, _)), Some(Ok(file))) => self.take_session(&path, file),
                (_, Some(Err(error))) => self.session.receive(Arrival::Message(error.to_string())),
                _ => {}
            }
        }
        if let Some(answer) = self.sessions.asking.as_ref().and_then(Pending::answer) {
            self.sessions.asking = None;
            if let Some(path) = answer {
                self.save_session_as(path);
            }
        }
        self.run_script();
        self.keep_when_due();
    }

    /// Opens the captures of a session that was read, in place of what is open.
    fn take_session(&mut self, path: &Path, file: SessionFile) {
        let SessionFile {
            saved,
            paths,
            sample,
            troubles,
            ..
        } = file.clone();
        let is_kept = self
            .sessions
            .keeper
            .as_ref()
            .is_some_and(|keeper| keeper.keeps(path));
        let restored = Restored {
            saved: saved.clone(),
            path: (!is_kept).then(|| path.to_owned()),
        };
        let source = match sample {
            Some(sample) => Source::Sample(sample),
            None => Source::Paths(paths),
        };
        let dock = saved
            .dock
            .clone()
            .and_then(|dock| serde_json::from_value::<Dock>(dock).ok());
        if let Some(dock) = dock.filter(Dock::is_whole) {
            self.dock = dock.tidy();
        }
        self.keep_session();
        self.session.receive(Arrival::Restoring(restored));
        self.read_as(source, saved.reading.options(), Some(path));
        if !troubles.is_empty() {
            let message = format!("Not as it was saved: {}.", in_short(&troubles));
            self.session.receive(Arrival::Message(message));
        }
        let outbox = self.outbox();
        let comparing = Arc::new(AtomicBool::new(false));
        self.sessions.comparing = Some(comparing.clone());
        let started = thread::Builder::new()
            .name("compare".into())
            .spawn(move || {
                let differing = file.differing(&comparing);
                if !differing.is_empty() && !comparing.load(Ordering::Relaxed) {
                    let all = in_short(&[troubles, differing].concat());
                    outbox.send(Arrival::Message(format!("Not as it was saved: {all}.")));
                }
            });
        self.told(started);
    }

    /// Something else is opened now: what is open is kept first.
    pub(super) fn leave_session(&mut self, options: &ReadOptions, opened: Option<&Path>) {
        self.keep_session();
        if let Some(comparing) = self.sessions.comparing.take() {
            comparing.store(true, Ordering::Relaxed);
        }
        self.sessions.reading = SavedReading::from(options);
        if let Some(keeper) = &mut self.sessions.keeper {
            keeper.opened(&self.session, opened);
        }
    }

    /// Keeps the session if it has changed since it was kept.
    pub(super) fn keep_session(&mut self) {
        let Some(mut keeper) = self.sessions.keeper.take() else {
            return;
        };
        let outbox = self.outbox();
        let mut saver = std::mem::take(&mut self.sessions.saver);
        let order = |snapshot| self.order(snapshot);
        let kept = keeper.keep(&self.session, &mut saver, order, outbox);
        self.sessions.saver = saver;
        self.sessions.keeper = Some(keeper);
        self.told(kept);
    }

    fn keep_when_due(&mut self) {
        let Some(keeper) = &mut self.sessions.keeper else {
            return;
        };
        match keeper.due_in(&self.session) {
            Some(pause) if pause.is_zero() => self.keep_session(),
            Some(pause) => self.context().request_repaint_after(pause),
            None => {}
        }
    }

    /// Carries out the script's commands once everything was read. One that cannot be carried out
    /// ends it.
    fn run_script(&mut self) {
        let is_read = *self.session.reading() == ReadStatus::Idle && !self.session.is_restoring();
        while is_read && let Some(text) = self.sessions.script.front() {
            let Some(data) = self.session.data().filter(|data| data.traffic.complete) else {
                return;
            };
            match parse(text, &data.traffic.table) {
                Ok(command) => {
                    let command = match command {
                        Command::Open(paths) => {
                            Command::Open(paths.into_iter().map(absolute).collect())
                        }
                        command => command,
                    };
                    self.sessions.script.pop_front();
                    let opens = matches!(command, Command::Open(_) | Command::OpenSample(_));
                    self.carry_out(command);
                    if opens {
                        // The rest is about what is opened now.
                        return;
                    }
                }
                Err(error) => {
                    let message = format!("{text}: {}", error.message);
                    self.sessions.script.clear();
                    self.session.receive(Arrival::Message(message));
                }
            }
        }
    }

    fn outbox(&self) -> Outbox {
        self.inbox.outbox(self.generation)
    }

    fn context(&self) -> egui::Context {
        self.inbox.context().clone()
    }
}

/// A file name to offer, made of the capture's.
fn suggested_name(session: &Session) -> String {
    let picture = super::figure::suggested_name(session);
    let stem = picture.trim_end_matches(".png");
    format!("{stem}.{SESSION_ENDING}")
}
