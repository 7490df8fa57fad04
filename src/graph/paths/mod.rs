//! How does one node get to another?
//!
//! [`shortest_paths`] asks the topology: the fewest hops, whenever their flows were.
//! [`earliest_arrivals`] asks the flows: by when something that left a node could have arrived
//! elsewhere, given that a hop cannot precede the one before it.

mod shortest;
mod temporal;

pub use shortest::{Path, Paths, ShortestPaths, shortest_paths};
pub use temporal::{Arrivals, Contact, Hop, earliest_arrivals, earliest_path};
