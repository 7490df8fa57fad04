//! Which nodes are one group, and what does the graph look like when some groups are closed?
//!
//! ```text
//! key of each node on each level ──GroupTree::build──▶ GroupTree (groups in groups)
//! edges + GroupTree + which groups are open ──Quotient::build──▶ Quotient (merged nodes and edges)
//! ```
//!
//! Closed groups are nodes of a combined id space: nodes keep their ids, group `g` is node
//! `node_count + g`. Nothing is lost: every edge is part of exactly one edge of the quotient, one
//! inside a closed group being part of a loop at it.

mod quotient;
mod tree;

pub use quotient::Quotient;
pub use tree::{GroupTree, NO_GROUP, NO_KEY};
