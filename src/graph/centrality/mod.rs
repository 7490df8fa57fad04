//! Which nodes matter most?
//!
//! [`pagerank()`] answers for traffic: where it gathers. [`betweenness()`] answers for ways: which
//! nodes the others need to reach each other. Both run on all cores and give the same bits on any
//! number of them: what is added up in parallel is cut into parts that do not depend on the number
//! of threads, and the parts are added in order.

mod betweenness;
mod pagerank;

pub use betweenness::{Betweenness, BetweennessOptions, betweenness, betweenness_unless};
pub use pagerank::{DAMPING, PageRank, Ranking, pagerank, pagerank_unless};
