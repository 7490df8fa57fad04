//! Which flows are shown, and what do they sum to?
//!
//! ```text
//! FlowTable + filter ──▶ Visible (FlowSet) ──▶ Tallies
//! ```
//!
//! Views never compute their own sums: edge widths and node sizes are tallies exactly as bars are,
//! which is why the views cannot disagree.

mod flow_set;
mod tallies;

pub use flow_set::FlowSet;
pub use tallies::{
    ApplicationTally, EdgeKeys, EdgeTally, NodeTally, ProtocolTally, StrandKey, Tallies,
};
