//! Who talks with whom?
//!
//! ```text
//! FlowTable + Grouping ──build──▶ Graph (petgraph topology, flows of each edge)
//! ```
//!
//! The graph says which flows make which edge. It holds no sums: those depend on what is visible
//! and are [`crate::query::Tallies`].

mod build;
mod metrics;
mod model;

pub use metrics::{Components, edge_applications};
pub use model::{Graph, Grouping, NodeKind};
