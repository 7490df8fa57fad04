//! How are nodes grouped, and which groups are open?
//!
//! ```text
//! Groups (in the state) + graph ──Plan::new──▶ Plan (groups in groups, with names)
//! Plan + which are open ──▶ Grouped (closed groups are nodes) ──sums──▶ what is drawn
//! ```
//!
//! A group is pointed at by one of its hosts and a level, which stays the same while a capture
//! grows, is saved by address, and means the same group after an undo.

mod automatic;
mod by;
mod folds;
mod grouped;
mod keys;
mod plan;

use std::collections::BTreeSet;

pub use automatic::{NodeBudget, automatic};
pub use by::{GroupBy, Subnet};
pub use grouped::Grouped;
pub use keys::Whole;
pub use plan::Plan;

/// Levels of groups in groups at the most.
pub const MOST_LEVELS: usize = 4;

/// How nodes are grouped: a part of the state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// What the nodes of a group have in common, the outermost level first; at most
    /// [`MOST_LEVELS`].
    pub by: Vec<GroupBy>,
    /// Whether hosts that never answered and leaves of hubs are groups too, inside all others.
    pub fold: bool,
    /// Whether groups are open unless they are in `except`; otherwise they are closed.
    pub all_open: bool,
    /// Groups with which it is the other way round.
    pub except: BTreeSet<GroupRef>,
}

impl Groups {
    /// Whether every node is on its own.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.by.is_empty() && !self.fold
    }

    /// Whether the same nodes are groups, open or not.
    #[must_use]
    pub fn same_plan(&self, other: &Self) -> bool {
        self.by == other.by && self.fold == other.fold
    }

    /// Whether a group is open.
    #[must_use]
    pub fn is_open(&self, group: GroupRef) -> bool {
        self.all_open != self.except.contains(&group)
    }

    /// Opens or closes a group.
    pub fn set_open(&mut self, group: GroupRef, open: bool) {
        if open == self.all_open {
            self.except.remove(&group);
        } else {
            self.except.insert(group);
        }
    }
}

/// A group: that of a level around a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupRef {
    /// Host code; that of its first member in the capture if a plan made it.
    pub host: u32,
    /// The level, 0 is the outermost; folds are on the level after the last one of
    /// [`Groups::by`].
    pub level: u8,
}

/// One end of an edge of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupEnd {
    /// A host of its own, by host code.
    Host(u32),
    /// A closed group.
    Group(GroupRef),
}
