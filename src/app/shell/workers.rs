//! What do workers do for the window, and what did they make?
//!
//! A reader (which weaves, too), the layout, and a thread for each errand of a panel. They are asked
//! by comparing what the session wants with what they were asked for last; what they made comes by
//! way of the inbox, dropped when it is of a capture that is no longer open.

use std::path::Path;
use std::sync::Arc;

use super::Shell;
use crate::app::dialogs::Pending;
use crate::app::reader::{Reader, Source};
use crate::app::wishes::LayoutWishes;
use crate::flow::ReadOptions;
use crate::session::{Arrival, Command};

impl Shell {
    /// Reads a capture in place of the one that is open.
    pub(super) fn read(&mut self, source: Source) {
        self.read_as(source, self.options, None);
    }

    /// The same with options, and the session file that names it.
    pub(in crate::app) fn read_as(
        &mut self,
        source: Source,
        options: ReadOptions,
        session: Option<&Path>,
    ) {
        self.leave_session(&options, session);
        self.generation += 1;
        self.weaving = self.session.wanted_weaving();
        self.layout = LayoutWishes::default();
        let outbox = self.inbox.outbox(self.generation);
        match Reader::start(source, options, self.weaving.clone(), outbox) {
            Ok(reader) => self.reader = Some(reader),
            Err(error) => {
                let problem = format!("The system gives no thread to read with\n{error}");
                self.session.receive(Arrival::Failed(problem));
            }
        }
    }

    /// Takes in what workers and dialogs made.
    pub(super) fn take_arrivals(&mut self) {
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

    /// Asks workers for what the session wants now and they were not asked for yet.
    pub(super) fn ask_workers(&mut self) {
        let wanted = self.session.wanted_weaving();
        if let Some(reader) = &self.reader
            && wanted != self.weaving
        {
            self.weaving = wanted.clone();
            reader.weave_for(wanted);
        }
        if let Some(job) = self.session.wanted_groups() {
            let wish = (job.graph.clone(), job.groups.clone());
            let is_asked = self
                .groups
                .as_ref()
                .is_some_and(|(graph, groups)| Arc::ptr_eq(graph, &wish.0) && *groups == wish.1);
            if !is_asked {
                self.groups = Some(wish);
                let outbox = self.inbox.outbox(self.generation);
                let started = std::thread::Builder::new()
                    .name("groups".into())
                    .spawn(move || {
                        outbox.send(job.run());
                    });
                self.told(started);
            }
        } else {
            self.groups = None;
        }
        let outbox = self.inbox.outbox(self.generation);
        let asked = self.layout.ask(&self.session, outbox);
        self.told(asked);
    }

    /// Gives what panels want done a thread each.
    pub(super) fn run_errands(&mut self) {
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
}
