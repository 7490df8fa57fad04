//! Which flows does the table list, and when must they be listed anew?
//!
//! The list is kept until the sums, the highlight or the order change. Small captures are listed at
//! once; large ones by an errand, while the former rows stay.

use std::sync::Arc;

use super::super::errand::{Answer, Errand, Errands, Stop};
use super::column::Column;
use super::order::Order;
use crate::flow::Traffic;
use crate::query::FlowSet;
use crate::session::{Data, Lit};

/// Flows up to which sorting is done within a frame: a few milliseconds.
const SORTED_AT_ONCE: usize = 20_000;
/// Flows up to which rows are taken out of an order within a frame.
const LISTED_AT_ONCE: usize = 300_000;

/// Which flows are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Those that pass the filter.
    #[default]
    Visible,
    /// Those of what is highlighted.
    Highlighted,
}

/// What a list was made of.
#[derive(Clone, Debug)]
struct Key {
    traffic: Arc<Traffic>,
    sums: u64,
    selected: Option<Arc<Lit>>,
    source: Source,
    column: Column,
    descending: bool,
}

impl Key {
    fn same_order(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.traffic, &other.traffic) && self.column == other.column
    }

    fn same(&self, other: &Self) -> bool {
        let same_lit = match (&self.selected, &other.selected) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        self.same_order(other)
            && self.sums == other.sums
            && self.descending == other.descending
            && self.source == other.source
            && same_lit
    }
}

/// A list and the order that it was taken from.
#[derive(Clone, Debug)]
struct Listed {
    key: Key,
    order: Order,
    flows: Vec<u32>,
}

/// The rows of the table.
#[derive(Debug, Default)]
pub struct Rows {
    /// Which flows are listed.
    pub source: Source,
    /// What they are sorted by.
    pub column: Column,
    /// Whether the greatest comes first.
    pub descending: bool,
    listed: Option<Listed>,
    waiting: Option<(Key, Errand<Listed>)>,
}

impl Rows {
    /// Brings the list up to date, or asks for it to be.
    pub fn follow(&mut self, data: &Data, errands: &mut Errands) {
        if let Some((_, errand)) = &self.waiting {
            match errand.answer() {
                Answer::Waiting => {}
                Answer::Ready(listed) => {
                    self.listed = Some(listed);
                    self.waiting = None;
                }
                Answer::Lost => self.waiting = None,
            }
        }
        let wanted = Key {
            traffic: data.traffic.clone(),
            sums: data.sums_revision,
            selected: data
                .selected
                .clone()
                .filter(|_| self.source == Source::Highlighted),
            source: self.source,
            column: self.column,
            descending: self.descending,
        };
        if let Some(listed) = &self.listed {
            if listed.key.same(&wanted) {
                self.waiting = None;
                return;
            }
            // Rows of another capture mean nothing here.
            if !Arc::ptr_eq(&listed.key.traffic, &wanted.traffic) {
                self.listed = None;
            }
        }
        let order = self
            .listed
            .as_ref()
            .filter(|listed| listed.key.same_order(&wanted))
            .map(|listed| listed.order.clone());
        let most = if order.is_some() {
            LISTED_AT_ONCE
        } else {
            SORTED_AT_ONCE
        };
        if wanted.traffic.table.len() <= most {
            self.waiting = None;
            let set = shown_set(data, self.source);
            self.listed = list(wanted, order, &set, &Stop::default());
            return;
        }
        // While a brush moves, one list after the other is finished; an order that is no longer
        // wanted is not.
        if let Some((key, _)) = &self.waiting
            && key.same_order(&wanted)
        {
            return;
        }
        let set = shown_set(data, self.source);
        let key = wanted.clone();
        let work = move |stop: &Stop| list(wanted, order, &set, stop);
        self.waiting = Some((key, errands.send(work)));
    }

    /// The flows, first row to last; of an earlier moment while [`Rows::is_waiting`].
    pub fn shown(&self) -> &[u32] {
        self.listed
            .as_ref()
            .map_or(&[], |listed| listed.flows.as_slice())
    }

    /// Whether the list is being made.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Number of flows that the table is to list.
    pub fn count(&self, data: &Data) -> u64 {
        match self.source {
            Source::Visible => data.tallies().visible.flows,
            Source::Highlighted => data
                .selected
                .as_ref()
                .map_or(0, |lit| lit.tallies.visible.flows),
        }
    }

    /// Sorts by a column; again turns the order round. Numbers start with the greatest.
    pub fn sort_by(&mut self, column: Column) {
        if self.column == column {
            self.descending = !self.descending;
        } else {
            self.column = column;
            self.descending = column.is_number();
        }
    }
}

fn shown_set(data: &Data, source: Source) -> FlowSet {
    match (source, &data.selected) {
        (Source::Visible, _) => data.visible().clone(),
        (Source::Highlighted, Some(lit)) => lit.flows.clone(),
        (Source::Highlighted, None) => FlowSet::none(data.traffic.table.len()),
    }
}

fn list(key: Key, order: Option<Order>, set: &FlowSet, stop: &Stop) -> Option<Listed> {
    let order = match order {
        Some(order) => order,
        None => Order::new(&key.traffic.table, key.column, stop)?,
    };
    let flows = order.rows(set, key.descending, stop)?;
    Some(Listed { key, order, flows })
}
