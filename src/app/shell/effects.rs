//! What does a command reach outside of the session?
//!
//! Files, dialogs, workers and the window itself; whatever the system refuses becomes a message.

use std::path::PathBuf;

use egui::ViewportCommand;

use super::Shell;
use crate::app::reader::Source;
use crate::app::wishes::LayoutWishes;
use crate::app::{dialogs, figure};
use crate::session::{Arrival, Command, Effect};
use crate::views::Dock;

impl Shell {
    /// Applies a command and does what reaches outside.
    pub(in crate::app) fn carry_out(&mut self, command: Command) {
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
    pub(in crate::app) fn told<T>(&mut self, result: std::io::Result<T>) -> Option<T> {
        result
            .map_err(|error| {
                self.session
                    .receive(Arrival::Message(format!("This did not work: {error}")))
            })
            .ok()
    }

    /// Opens what was dropped on the window.
    pub(super) fn take_dropped(&mut self, context: &egui::Context) {
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

    /// Saves what is on screen.
    pub(super) fn save_figure(&mut self, path: PathBuf) {
        let outbox = self.inbox.outbox(self.generation);
        let started = figure::save(&self.session, &self.memory, &self.canvas, path, outbox);
        self.told(started);
    }
}
