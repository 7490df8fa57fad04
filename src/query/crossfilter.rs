//! What is visible after a filter or a brush changed, and what does it sum to?
//!
//! ```text
//! filter, time brush, brushes on axes ──and──▶ Visible ──difference──▶ Tallies
//! ```
//!
//! Each condition is a set of flows of its own; changing one costs a pass over bits (an eighth of a
//! byte for each flow) and then only the flows whose state changed, whatever the other conditions
//! are.

use super::{FlowSet, Rows, Tallies};

/// A condition that flows must meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The filter's text.
    Filter,
    /// The window of the time bar.
    Time,
    /// The brushes on the parallel axes together.
    Axes,
}

/// Visible flows and their sums.
#[derive(Clone, Debug)]
pub struct Crossfilter {
    /// By [`Condition`]; none where every flow passes.
    conditions: [Option<FlowSet>; 3],
    visible: FlowSet,
    tallies: Tallies,
}

impl Crossfilter {
    /// Everything is visible.
    ///
    /// # Panics
    /// If `everything` belongs to other rows.
    #[must_use]
    pub fn new(rows: &Rows<'_>, everything: Tallies) -> Self {
        assert_eq!(everything.visible.flows, rows.len() as u64);
        Self {
            conditions: [None, None, None],
            visible: FlowSet::all(rows.len()),
            tallies: everything,
        }
    }

    /// The flows that meet every condition.
    #[must_use]
    pub fn visible(&self) -> &FlowSet {
        &self.visible
    }

    /// Their sums.
    #[must_use]
    pub fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    /// Changes one condition; [`Crossfilter::follow`] brings Visible and the sums up to date.
    pub fn set(&mut self, condition: Condition, set: Option<FlowSet>) {
        self.conditions[condition as usize] = set;
    }

    /// Changes the set of one condition in place: `change` is given the set, which holds every flow
    /// if there was no condition.
    pub fn alter(&mut self, condition: Condition, change: impl FnOnce(&mut FlowSet)) {
        let len = self.visible.table_len();
        change(self.conditions[condition as usize].get_or_insert_with(|| FlowSet::all(len)));
    }

    /// Brings Visible and the sums to the conditions as they are now, in one step however many of
    /// them changed. `everything` is what it began with.
    ///
    /// # Panics
    /// If the rows, the sums or the set of a condition belong to another table.
    pub fn follow(&mut self, rows: &Rows<'_>, everything: &Tallies) {
        let mut sets = self.conditions.iter().flatten();
        let visible = match sets.next() {
            None => FlowSet::all(self.visible.table_len()),
            Some(first) => sets.fold(first.clone(), |mut all, set| {
                all.intersect(set);
                all
            }),
        };
        self.tallies
            .update(rows, &self.visible, &visible, everything);
        self.visible = visible;
    }
}
