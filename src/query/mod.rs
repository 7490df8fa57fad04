//! Which flows are shown, and what do they sum to?
//!
//! ```text
//! FlowTable + filter ──▶ Visible (FlowSet) ──▶ Tallies
//! ```
//!
//! Views never compute their own sums: edge widths and node sizes are tallies exactly as bars are,
//! which is why the views cannot disagree.

mod filter;
mod flow_set;
mod tallies;

pub use filter::{
    Comparison, Completion, End, Expr, FIELDS, Family, Field, FieldInfo, Filter, FilterContext,
    FilterError, Kind, Language, Meaning, Member, NameSource, Network, Occurring, Pattern,
    Relation, Remark, SHARE_ONE, Search, Test, Translation, Transport, Value, Way, Word, complete,
    host_degrees, translate,
};
pub use flow_set::FlowSet;
pub use tallies::{
    ApplicationTally, EdgeKeys, EdgeTally, NodeTally, ProtocolTally, StrandKey, Tallies,
};
