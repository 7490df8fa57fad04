//! Which flows are shown, and what do they sum to?
//!
//! ```text
//! FlowTable + filter, brushes ──▶ Visible (FlowSet) ──▶ Tallies
//! ```
//!
//! Views never compute their own sums: edge widths and node sizes are tallies exactly as bars are,
//! which is why the views cannot disagree. The [`Crossfilter`] keeps Visible and its tallies while
//! filter and brushes change, at a cost in proportion to the flows that change side.

mod afresh;
mod axes;
mod bars;
mod change;
mod column_index;
mod crossfilter;
mod difference;
mod edges;
mod filter;
mod flow_keys;
mod flow_set;
mod gathered;
mod matrix;
mod merged;
mod nodes;
mod peers;
mod ranking;
mod rows;
mod strands;
mod tallies;
mod time_bins;

pub use axes::{
    AXIS_BINS, AheadNanos, AxisChoice, AxisColumn, AxisScale, Cell, ColumnSpan, ColumnTally,
    ColumnValue, ColumnValues, FlowClasses, PairCounts, PairTally,
};
pub use column_index::ColumnIndex;
pub use crossfilter::{Condition, Crossfilter};
pub use difference::{ComparedSums, Difference, DifferenceClass, GROWTH};
pub use edges::EdgeTally;
pub use filter::{
    Comparison, Completion, End, Expr, FIELDS, Family, Field, FieldInfo, Filter, FilterContext,
    FilterError, Kind, Language, Meaning, Member, NameSource, Network, Noted, Occurring, Pattern,
    Relation, Remark, SHARE_ONE, Search, Test, Translation, Transport, Value, Way, Word, complete,
    host_degrees, moment, nearest, translate,
};
pub use flow_keys::{FlowKey, FlowKeys};
pub use flow_set::FlowSet;
pub use matrix::{
    Amount, AskedRows, MatrixRows, MatrixSource, MatrixSums, RowKind, greatest_cell, hosts_filter,
    rows_filter,
};
pub use merged::EdgeMerge;
pub use nodes::NodeTally;
pub use peers::{PeersOf, distinct_peers};
pub use ranking::Ranking;
pub use rows::{EdgeKeys, Rows};
pub use strands::StrandKey;
pub use tallies::{ApplicationTally, ProtocolTally, Tallies};
pub use time_bins::{NO_BIN, TimeBins, sums_by_time};
