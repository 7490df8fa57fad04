//! Which changes can be undone, and what follows from each?
//!
//! A step is the state before it, a label for the history and a kind: steps of one kind that follow
//! each other, as in a drag, are one. After a step, in whichever direction, only what depends on the
//! changed parts of the state is made anew.

use super::{Command, History, Item, LayoutPhase, PlaceKey, Session, State, brushes, narrowing};

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
        self.undo_offered = false;
        if changed.places {
            self.remember_places(&before);
        }
        self.history.record(before, label, merge);
        self.changes += 1;
        self.follow(changed);
    }

    /// Goes back or forth in the history.
    pub(super) fn travel(&mut self, step: impl FnOnce(&mut History, &State) -> Option<State>) {
        if let Some(other) = step(&mut self.history, &self.state) {
            let changed = Changed::between(&self.state, &other);
            self.settings.remember_pictures(&self.state, &other);
            self.undo_offered = false;
            let before = std::mem::replace(&mut self.state, other);
            if changed.places {
                self.remember_places(&before);
            }
            self.changes += 1;
            self.follow(changed);
        }
    }

    /// Brings what follows from the state up to date.
    fn follow(&mut self, changed: Changed) {
        if changed.groups {
            self.regroup();
        }
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
        if changed.places {
            self.recall_places(changed.seed);
        }
        // Nodes that nobody has placed yet must not be held where they are.
        if changed.seed || self.layout == LayoutPhase::None {
            self.layout_held = false;
        }
    }

    /// Remembers where everything came to rest in a state that is left.
    fn remember_places(&mut self, left: &State) {
        if let Some(data) = &mut self.data
            && self.layout == LayoutPhase::Converged
        {
            let places = data.positions.clone();
            data.known_places.remember(PlaceKey::of(left), places);
        }
    }

    /// Finds the places of a state that was there before; without any the layout has to, `anew` or
    /// by moving what is held.
    fn recall_places(&mut self, anew: bool) {
        if let Some(data) = &mut self.data {
            data.recalled = data.known_places.recall(&PlaceKey::of(&self.state));
            if anew || data.recalled.is_some() {
                // Until the layout says otherwise: nodes are not where they are wanted.
                self.layout = LayoutPhase::Running;
                self.placings += 1;
            }
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
            Command::OpenGroup(of) => self.named("Open", Item::Group(*of)),
            Command::CloseGroup(of) => self.named("Close", Item::Group(*of)),
            Command::Sequence(steps) => brushes::label(&self.state.sequence, steps),
            command => command.label(),
        }
    }

    /// What was done to an item, for the history.
    fn named(&self, verb: &str, item: Item) -> String {
        match &self.data {
            Some(data) => format!("{verb} {}", data.title_of(item)),
            None => verb.to_owned(),
        }
    }
}

/// Which parts of the state differ.
#[derive(Clone, Copy)]
struct Changed {
    filter: bool,
    groups: bool,
    notes: bool,
    fade: bool,
    selection: bool,
    look: bool,
    seed: bool,
    places: bool,
}

impl Changed {
    fn between(before: &State, after: &State) -> Self {
        Self {
            filter: before.filter != after.filter
                || before.window != after.window
                || before.compare != after.compare
                || before.sequence != after.sequence
                || (before.notes != after.notes && after.asks_notes()),
            groups: before.groups != after.groups,
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
            seed: before.seed != after.seed || before.arrangement != after.arrangement,
            places: before.seed != after.seed
                || before.arrangement != after.arrangement
                || before.pins != after.pins,
        }
    }
}

/// Changes with the same kind that follow each other are one step.
fn merge_kind(command: &Command) -> Option<&'static str> {
    match command {
        Command::Look(Some(_)) => Some("look"),
        Command::Pin(..) | Command::PinNodes(_) => Some("pin"),
        Command::Window(Some(_)) => Some("window"),
        Command::Compare(Some(_)) => Some("compare"),
        Command::Trend(_, Some(_)) => Some("trend"),
        Command::Sequence(_) => Some("sequence"),
        Command::Note(..) => Some("note"),
        _ => None,
    }
}
