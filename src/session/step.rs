//! Which changes can be undone, and what follows from each?
//!
//! A step is the state before it, a label for the history and a kind: steps of one kind that follow
//! each other, as in a drag, are one. After a step, in whichever direction, only what depends on the
//! changed parts of the state is made anew.

use super::{Command, History, Item, LayoutPhase, Session, State, brushes, narrowing};

impl Session {
    /// Changes the state by a command that can be undone.
    pub(super) fn change(&mut self, command: Command) {
        let before = self.state.clone();
        let (label, merge) = (self.step_label(&command), merge_kind(&command));
        self.alter(command);
        if self.state == before {
            return;
        }
        let changed = Changed::between(&before, &self.state);
        self.settings.remember_pictures(&before, &self.state);
        self.history.record(before, label, merge);
        self.changes += 1;
        self.follow(changed);
    }

    /// Goes back or forth in the history.
    pub(super) fn travel(&mut self, step: impl FnOnce(&mut History, &State) -> Option<State>) {
        if let Some(other) = step(&mut self.history, &self.state) {
            let changed = Changed::between(&self.state, &other);
            self.settings.remember_pictures(&self.state, &other);
            self.state = other;
            self.changes += 1;
            self.follow(changed);
        }
    }

    /// Brings what follows from the state up to date.
    fn follow(&mut self, changed: Changed) {
        if changed.notes {
            self.renote();
        }
        if changed.filter {
            self.refilter();
        } else {
            if changed.fade {
                self.refade();
            }
            if changed.selection {
                self.reselect();
            }
        }
        if changed.look {
            self.revision += 1;
        }
        // Nodes that nobody has placed yet must not be held where they are.
        if changed.seed || self.layout == LayoutPhase::None {
            self.layout_held = false;
        }
    }

    /// What the history calls a change.
    fn step_label(&self, command: &Command) -> String {
        match command {
            Command::Toggle(category) if narrowing::excludes(&self.state.filter, *category) => {
                format!("Show {}", category.label())
            }
            Command::Toggle(category) => format!("Hide {}", category.label()),
            Command::FilterTo(item) => self.named("Filter to", *item),
            Command::Exclude(item) => self.named("Leave out", *item),
            Command::Select(item) | Command::SelectAlso(item) => self.named("Highlight", *item),
            Command::Sequence(steps) => brushes::label(&self.state.sequence, steps),
            command => command.label(),
        }
    }

    /// What was done to an item, for the history.
    fn named(&self, verb: &str, item: Item) -> String {
        match &self.data {
            Some(data) => format!("{verb} {}", item.title(&data.traffic.table)),
            None => verb.to_owned(),
        }
    }
}

/// Which parts of the state differ.
#[derive(Clone, Copy)]
struct Changed {
    filter: bool,
    notes: bool,
    fade: bool,
    selection: bool,
    look: bool,
    seed: bool,
}

impl Changed {
    fn between(before: &State, after: &State) -> Self {
        Self {
            filter: before.filter != after.filter
                || before.window != after.window
                || before.compare != after.compare
                || before.sequence != after.sequence
                || (before.notes != after.notes && after.asks_notes()),
            notes: before.notes != after.notes,
            fade: before.fade != after.fade,
            selection: before.selection != after.selection,
            look: before.color_by != after.color_by
                || before.size_by != after.size_by
                || before.size_log != after.size_log
                || before.two_strands != after.two_strands
                || before.labels != after.labels
                || before.axes != after.axes
                || before.scatter != after.scatter
                || before.matrix != after.matrix
                || before.view != after.view,
            seed: before.seed != after.seed,
        }
    }
}

/// Changes with the same kind that follow each other are one step.
fn merge_kind(command: &Command) -> Option<&'static str> {
    match command {
        Command::Look(Some(_)) => Some("look"),
        Command::Pin(..) => Some("pin"),
        Command::Window(Some(_)) => Some("window"),
        Command::Compare(Some(_)) => Some("compare"),
        Command::Trend(_, Some(_)) => Some("trend"),
        Command::Sequence(_) => Some("sequence"),
        Command::Note(..) => Some("note"),
        _ => None,
    }
}
