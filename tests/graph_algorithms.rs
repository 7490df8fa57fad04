//! Does the graph's shape get described as it is?
//!
//! Every algorithm against what its definition says, computed without any cleverness on small
//! graphs, and against graphs whose answer is known.

#[path = "graph_algorithms/centrality.rs"]
mod centrality;
#[path = "graph_algorithms/communities.rs"]
mod communities;
#[path = "graph_algorithms/distribution.rs"]
mod distribution;
#[path = "graph_algorithms/neighbourhood.rs"]
mod neighbourhood;
#[path = "graph_algorithms/shortest.rs"]
mod shortest;
#[path = "graph_algorithms/small_graphs.rs"]
mod small_graphs;
#[path = "graph_algorithms/temporal.rs"]
mod temporal;
