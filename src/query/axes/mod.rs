//! Where does each flow lie on a parallel axis, and how many flows lie between two axes?
//!
//! ```text
//! column ──▶ AxisScale: up to 256 bins, a bin for each flow ──two neighbours──▶ PairCounts
//!                └── bins that were brushed ──▶ Filter: text that passes exactly their flows
//! ```
//!
//! Ten million lines are not drawn; between two neighbouring axes there are at most 65,536 pairs of
//! bins, and each is drawn once, as strong as its flows are many (Novotný and Hauser,
//! "Outlier-preserving focus+context visualization in parallel coordinates", 2006). The counts
//! follow the visible flows by difference, as all sums do.

mod brush;
mod column;
mod name_bins;
mod number_bins;
mod pairs;
mod placing;
mod scale;
mod span;
mod ticks;
mod values;

pub(in crate::query) use brush::span_of;
pub use column::{AxisChoice, AxisColumn};
pub use pairs::{Cell, FlowClasses, PairCounts, PairTally};
pub use scale::{AXIS_BINS, AheadNanos, AxisScale};
pub use span::ColumnSpan;
pub use values::{ColumnTally, ColumnValue, ColumnValues};
