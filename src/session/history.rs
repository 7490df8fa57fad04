//! How is everything undone?
//!
//! A history of whole [`State`]s: they are small, and a copy cannot forget a field. Changes of one
//! kind that follow each other without a pause, as a drag makes them, are one step.

use std::sync::Arc;

use super::State;

/// One step that can be taken back.
#[derive(Clone, Debug)]
struct Step {
    /// What the user did, as shown in the menu: "Undo hide DNS".
    label: String,
    /// The state before it.
    before: Arc<State>,
}

/// The steps on both sides of the present state, nearest first: the state before each one that was
/// done, and after each one that was undone.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// What was done.
    pub done: Vec<(String, Arc<State>)>,
    /// What was undone.
    pub undone: Vec<(String, Arc<State>)>,
}

/// What was done and what was undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    /// Undone steps with the state after each, nearest last.
    undone: Vec<(String, Arc<State>)>,
    /// The kind of the last change while it may still grow; none once it is closed.
    open_kind: Option<&'static str>,
    /// What the step that may still grow made impossible to do again.
    set_aside: Vec<(String, Arc<State>)>,
}

impl History {
    /// Records that `before` was changed by `label`. A change with the same `merge` kind as the
    /// open step becomes part of it.
    pub fn record(&mut self, before: State, label: String, merge: Option<&'static str>) {
        if merge.is_some() && self.open_kind == merge {
            return;
        }
        self.set_aside = std::mem::take(&mut self.undone);
        self.open_kind = merge;
        let before = Arc::new(before);
        self.done.push(Step { label, before });
    }

    /// Ends the step that may still grow: the next change is a step of its own.
    pub fn close(&mut self) {
        self.open_kind = None;
        self.set_aside.clear();
    }

    /// Forgets the step that may still grow: the state before it, with what could be done again
    /// then; none if there is no such step.
    pub fn give_up(&mut self) -> Option<State> {
        self.open_kind.take()?;
        let step = self.done.pop()?;
        self.undone = std::mem::take(&mut self.set_aside);
        Some(Arc::unwrap_or_clone(step.before))
    }

    /// The state before the last step, given the present one.
    pub fn undo(&mut self, present: &State) -> Option<State> {
        self.close();
        let step = self.done.pop()?;
        self.undone.push((step.label, Arc::new(present.clone())));
        Some(Arc::unwrap_or_clone(step.before))
    }

    /// The state after the last undone step, given the present one.
    pub fn redo(&mut self, present: &State) -> Option<State> {
        self.close();
        let (label, after) = self.undone.pop()?;
        self.done.push(Step {
            label,
            before: Arc::new(present.clone()),
        });
        Some(Arc::unwrap_or_clone(after))
    }

    /// At most `steps` steps to each side of the present state; the states are shared.
    #[must_use]
    pub fn past(&self, steps: usize) -> Past {
        let done = self.done.iter().rev().take(steps);
        Past {
            done: done
                .map(|step| (step.label.clone(), step.before.clone()))
                .collect(),
            undone: self.undone.iter().rev().take(steps).cloned().collect(),
        }
    }

    /// The state after the first `step` steps, given the present one; none if it is the present one
    /// or there are not so many steps.
    pub fn go_to(&mut self, step: usize, present: &State) -> Option<State> {
        if step > self.done.len() + self.undone.len() {
            return None;
        }
        let mut state = None;
        while self.done.len() != step {
            let now = state.as_ref().unwrap_or(present);
            let next = if self.done.len() > step {
                self.undo(now)
            } else {
                self.redo(now)
            };
            state = Some(next?);
        }
        state
    }

    /// What every step is called, first to last; those after [`History::len`] are undone.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let done = self.done.iter().map(|step| step.label.as_str());
        done.chain(self.undone.iter().rev().map(|(label, _)| label.as_str()))
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// What redo would do again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|(label, _)| label.as_str())
    }

    /// Number of steps that can be undone.
    #[must_use]
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether there is nothing to undo.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty()
    }
}

impl From<Past> for History {
    fn from(past: Past) -> Self {
        let done = past.done.into_iter().rev();
        Self {
            done: done.map(|(label, before)| Step { label, before }).collect(),
            undone: past.undone.into_iter().rev().collect(),
            open_kind: None,
            set_aside: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_seed(seed: u64) -> State {
        State {
            seed,
            ..State::default()
        }
    }

    #[test]
    fn undo_and_redo_are_inverse() {
        let mut history = History::default();
        history.record(with_seed(1), "first".into(), None);
        history.record(with_seed(2), "second".into(), None);
        let now = with_seed(3);
        let back = history.undo(&now).unwrap();
        assert_eq!(back.seed, 2);
        assert_eq!(history.undo(&back).unwrap().seed, 1);
        assert!(history.undo(&with_seed(1)).is_none());
        assert_eq!(history.redo(&with_seed(1)).unwrap().seed, 2);
        assert_eq!(history.redo(&with_seed(2)).unwrap().seed, 3);
        assert!(history.redo(&now).is_none());
    }

    #[test]
    fn a_drag_is_one_step() {
        let mut history = History::default();
        for seed in 0..10 {
            history.record(with_seed(seed), "move".into(), Some("view"));
        }
        assert_eq!(history.len(), 1);
        history.close();
        history.record(with_seed(10), "move".into(), Some("view"));
        assert_eq!(history.len(), 2);
        assert_eq!(history.undo(&with_seed(11)).unwrap().seed, 10);
        assert_eq!(history.undo(&with_seed(10)).unwrap().seed, 0);
    }

    #[test]
    fn a_drag_that_is_given_up_leaves_no_trace() {
        let mut history = History::default();
        history.record(with_seed(1), "first".into(), None);
        assert!(history.give_up().is_none(), "that was no drag");
        let _ = history.undo(&with_seed(2));
        for seed in 1..5 {
            history.record(with_seed(seed), "move".into(), Some("view"));
        }
        assert_eq!(history.give_up().unwrap().seed, 1);
        assert!(history.is_empty());
        assert_eq!(history.redo_label(), Some("first"));
        assert!(history.give_up().is_none());
    }

    #[test]
    fn a_step_can_be_gone_to() {
        let mut history = History::default();
        for (seed, label) in [(1, "first"), (2, "second"), (3, "third")] {
            history.record(with_seed(seed), label.into(), None);
        }
        let mut now = with_seed(4);
        for step in [0, 3, 1, 2, 0] {
            now = history.go_to(step, &now).expect("another step");
            assert_eq!((now.seed, history.len()), (step as u64 + 1, step));
            assert_eq!(
                history.labels().collect::<Vec<_>>(),
                ["first", "second", "third"]
            );
            assert!(history.go_to(step, &now).is_none());
        }
        assert!(history.go_to(4, &now).is_none());
        assert_eq!(history.len(), 0);
    }

    #[test]
    fn a_new_change_forgets_what_was_undone() {
        let mut history = History::default();
        history.record(with_seed(1), "first".into(), None);
        let _ = history.undo(&with_seed(2));
        history.record(with_seed(1), "other".into(), None);
        assert!(history.redo_label().is_none());
    }
}
