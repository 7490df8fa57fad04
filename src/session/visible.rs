//! Which flows are visible, and how do filter and brushes become sets?
//!
//! [`Narrowed`] holds the crossfilter together with what its conditions were made of, so that a
//! change of state sets only the conditions that differ; a time window that moves is moved, not
//! made anew.

use std::ops::Range;

use super::{Ground, Join, SelectionStep, State, TimeWindow};
use crate::flow::FlowTable;
use crate::graph::Graph;
use crate::query::{Condition, Crossfilter, Filter, FilterContext, FlowSet, Noted, Tallies};

/// Visible flows, their sums, and what they follow from.
#[derive(Clone, Debug)]
pub struct Narrowed {
    crossfilter: Crossfilter,
    filter: Filter,
    window: Option<TimeWindow>,
    /// The window that it is compared with, whose flows are visible too.
    compare: Option<TimeWindow>,
    /// Places of the window in the order by time.
    places: Range<usize>,
    sequence: Vec<SelectionStep>,
    /// The notes that filter and sequence were asked with, if one of them asks for notes.
    notes: Vec<Noted>,
}

impl Narrowed {
    /// Everything is visible.
    #[must_use]
    pub fn new(table: &FlowTable, graph: &Graph, ground: &Ground) -> Self {
        let rows = ground.rows(table, graph);
        Self {
            crossfilter: Crossfilter::new(&rows, ground.everything.clone()),
            filter: Filter::default(),
            window: None,
            compare: None,
            places: 0..0,
            sequence: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The flows that pass.
    #[must_use]
    pub fn visible(&self) -> &FlowSet {
        self.crossfilter.visible()
    }

    /// Their sums.
    #[must_use]
    pub fn tallies(&self) -> &Tallies {
        self.crossfilter.tallies()
    }

    /// Brings the conditions to those of a state.
    pub fn follow(
        &mut self,
        state: &State,
        table: &FlowTable,
        graph: &Graph,
        ground: &Ground,
        context: &FilterContext<'_>,
    ) {
        let rows = ground.rows(table, graph);
        // Other notes change only what asks for notes.
        let noted = state.asks_notes() && self.notes != context.notes;
        if noted {
            self.notes = context.notes.to_vec();
        }
        if self.filter != state.filter || (noted && state.filter.asks_notes()) {
            let set = (!state.filter.is_empty()).then(|| state.filter.evaluate(table, context));
            self.crossfilter.set(Condition::Filter, set);
            self.filter = state.filter.clone();
        }
        if self.sequence != state.sequence || noted {
            let set = sequence_set(&state.sequence, table, context);
            self.crossfilter.set(Condition::Axes, set);
            self.sequence.clone_from(&state.sequence);
        }
        let compare = state.compared().map(|[_, compare]| compare);
        if self.window != state.window || self.compare != compare {
            self.move_window(state.window, compare, table, ground);
        }
        self.crossfilter.follow(&rows, &ground.everything);
    }

    fn move_window(
        &mut self,
        window: Option<TimeWindow>,
        compare: Option<TimeWindow>,
        table: &FlowTable,
        ground: &Ground,
    ) {
        let index = &ground.by_time;
        // A set that holds two windows cannot be moved as one stretch.
        let is_one = self.compare.is_none() && compare.is_none();
        let before = (self.window.is_some() && is_one).then(|| self.places.clone());
        self.window = window;
        self.compare = compare;
        let Some(window) = window else {
            self.crossfilter.set(Condition::Time, None);
            return;
        };
        let first = |flow: usize| table.first(flow);
        let places_of =
            |window: TimeWindow| index.below(&window.first, first)..index.below(&window.end, first);
        let places = places_of(window);
        match before {
            None => {
                let mut set = index.set(places.clone());
                if let Some(compare) = compare {
                    set.unite(&index.set(places_of(compare)));
                }
                self.crossfilter.set(Condition::Time, Some(set));
            }
            Some(before) => {
                self.crossfilter.alter(Condition::Time, |set| {
                    index.move_set(set, before, places.clone());
                });
            }
        }
        self.places = places;
    }
}

/// The flows that a selection sequence leaves; none if it has no steps.
fn sequence_set(
    sequence: &[SelectionStep],
    table: &FlowTable,
    context: &FilterContext<'_>,
) -> Option<FlowSet> {
    // A step that asks nothing is not there.
    let mut steps = sequence.iter().filter(|step| !step.filter.is_empty());
    let first = steps.next()?;
    let of_step = |step: &SelectionStep| step.filter.evaluate(table, context);
    let mut set = of_step(first);
    if first.join == Join::Not {
        set.complement();
    }
    for step in steps {
        let mut other = of_step(step);
        match step.join {
            Join::And => set.intersect(&other),
            Join::Or => set.unite(&other),
            Join::Xor => set.differ(&other),
            Join::Not => {
                other.complement();
                set.intersect(&other);
            }
        }
    }
    Some(set)
}
