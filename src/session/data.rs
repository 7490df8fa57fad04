//! What do workers and the present state make of the capture that is open?
//!
//! [`Data`] holds what was read and woven, and the sums over what is visible and highlighted. It is
//! replaced with each graph that arrives; `sums.rs` keeps its sums in step with the state.

use std::sync::Arc;

use glam::Vec2;

use super::drawn::Drawn;
use super::groups::Grouped;
use super::{Aside, Ground, KnownPlaces, Lit, Narrowed, Shares};
use crate::flow::Traffic;
use crate::graph::Graph;
use crate::query::{FilterContext, FlowSet, Noted, Tallies};

/// A capture that is open, and its sums under the present state.
#[derive(Clone, Debug)]
pub struct Data {
    /// What was read.
    pub traffic: Arc<Traffic>,
    /// The graph for the present grouping.
    pub graph: Arc<Graph>,
    /// Number of connected components of the graph.
    pub components: usize,
    /// Pull of each edge in the layout, `[edge]`.
    pub weights: Arc<[f32]>,
    /// World position of each node, `[node]`; NaN until the layout has placed it.
    pub positions: Arc<[Vec2]>,
    /// What brushing starts from.
    pub ground: Arc<Ground>,
    /// Visible flows and their sums.
    pub(super) narrowed: Narrowed,
    /// The groups of the picture, if nodes are grouped.
    pub(super) grouped: Option<Arc<Grouped>>,
    /// Sums and places of the picture, while there are groups.
    pub(super) drawn: Option<Drawn>,
    /// Changes whenever the visible flows may have changed; views cache by it.
    pub sums_revision: u64,
    /// What is selected, if anything is.
    pub selected: Option<Arc<Lit>>,
    /// The highlight, if there is one: a colour under the pointer, else the selection.
    pub lit: Option<Arc<Lit>>,
    /// The last highlight under the pointer, whose sums the next one begins with.
    pub(super) spare: Option<Lit>,
    /// What is known about edges while it is asked for: change and age.
    pub aside: Aside,
    /// What was written, and which flows it is about.
    pub notes: Arc<[Noted]>,
    /// Where everything went.
    pub shares: Shares,
    /// All places, where they are known without laying out: those of a saved session, or of a
    /// step that was gone back to. The layout rests there until it is asked.
    pub recalled: Option<Arc<[Vec2]>>,
    /// Whether places were carried over from another graph of the same traffic.
    pub carried: bool,
    /// Where everything came to rest before.
    pub(super) known_places: KnownPlaces,
}

/// Tells visible and highlighted flows from those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownRevision {
    sums: u64,
    lit: Option<u64>,
}

impl Data {
    /// The flows that pass the filter and all brushes.
    #[must_use]
    pub fn visible(&self) -> &FlowSet {
        self.narrowed.visible()
    }

    /// Which flows are visible and which are highlighted, for views to cache by. Other changes of
    /// the session leave it as it is.
    #[must_use]
    pub fn shown_revision(&self) -> ShownRevision {
        ShownRevision {
            sums: self.sums_revision,
            lit: self.lit.as_deref().map(|lit| lit.revision),
        }
    }

    /// What filters may ask for that the table does not hold.
    #[must_use]
    pub fn filter_context(&self) -> FilterContext<'_> {
        FilterContext {
            degrees: Some(&self.ground.degrees),
            notes: &self.notes,
        }
    }

    /// Their sums.
    #[must_use]
    pub fn tallies(&self) -> &Tallies {
        self.narrowed.tallies()
    }
}
