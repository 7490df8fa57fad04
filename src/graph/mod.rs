//! Who talks with whom?
//!
//! ```text
//! FlowTable + Grouping ──build──▶ Graph (petgraph topology, flows of each edge)
//! Graph + visible edges ──build──▶ Adjacency ──▶ paths, communities, centrality, distribution
//! Graph + GroupTree + open groups ──build──▶ Quotient (closed groups are nodes)
//! ```
//!
//! The graph says which flows make which edge. It holds no sums: those depend on what is visible
//! and are [`crate::query::Tallies`].

mod adjacency;
mod build;
pub mod centrality;
pub mod communities;
pub mod distribution;
mod groups;
mod metrics;
mod model;
mod neighbourhood;
pub mod paths;
mod random;

pub use adjacency::{Adjacency, EdgeWeights, Link};
pub use groups::{GroupTree, NO_GROUP, NO_KEY, Quotient};
pub use metrics::{Components, edge_applications};
pub use model::{Graph, Grouping, NodeKind};
pub use neighbourhood::{Reached, component, edges_among, neighbourhood, other_ends};
