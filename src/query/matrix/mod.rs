//! When was each host active?
//!
//! ```text
//! nodes by address ──▶ MatrixRows: a row each, or one for a subnet
//! rows in view + time bins ──▶ MatrixSums: cells over everything, visible, highlighted
//! rows and times that were brushed ──▶ Filter; any filter of that kind ──▶ AskedRows
//! ```
//!
//! A million rows have no cells until somebody scrolls to them: a row is summed over the flows at its
//! nodes once it comes into view, and from then on follows the visible flows by difference, as all
//! sums do.

mod brush;
mod rows;
mod sums;

pub use brush::{AskedRows, hosts_filter, rows_filter};
pub use rows::{MatrixRows, RowKind};
pub use sums::{Amount, MatrixSource, MatrixSums, greatest_cell};
