//! The numbers of a graph, computed on a thread.
//!
//! Each step looks whether it is still wanted. The parallel parts run in a pool of one thread, so
//! that what a frame computes never waits behind them.

use std::cmp::Reverse;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::super::errand::Stop;
use crate::graph::centrality::{
    Betweenness, BetweennessOptions, DAMPING, PageRank, Ranking, betweenness_unless, pagerank,
};
use crate::graph::communities::{Communities, CommunityOptions, communities};
use crate::graph::distribution::{Occurrence, Summary, degree_distribution, summarize};
use crate::graph::{Adjacency, EdgeWeights, Graph};
use crate::session::{Data, visible_adjacency};

/// Up to so many hosts betweenness is exact.
const EXACT_NODES: usize = 2_000;
/// Beyond, it is estimated from so many.
const PIVOTS: usize = 256;
/// Marks a node that is in no component, because nothing visible is at it.
pub const NO_COMPONENT: u32 = u32::MAX;

/// The steps, in order.
pub const STEPS: [&str; 5] = [
    "degrees",
    "components",
    "communities",
    "PageRank",
    "betweenness",
];

/// What is computed over the visible edges of one graph.
#[derive(Debug)]
pub struct Numbers {
    /// Revision of the sums that the visible edges are of.
    pub of: u64,
    /// The graph.
    pub graph: Arc<Graph>,
    /// Number of neighbours of each node, `[node]`.
    pub degree: Vec<u32>,
    /// How many nodes have each degree, ascending.
    pub degrees: Vec<Occurrence>,
    /// The same in four numbers.
    pub summary: Option<Summary>,
    /// Component of each node, or [`NO_COMPONENT`], `[node]`; the largest is 0.
    pub component: Vec<u32>,
    /// Number of nodes in each component, descending.
    pub component_sizes: Vec<u32>,
    /// Communities.
    pub communities: Communities,
    /// PageRank.
    pub pagerank: PageRank,
    /// Betweenness.
    pub betweenness: Betweenness,
    /// Nodes with most PageRank, first to last.
    pub by_pagerank: Vec<u32>,
    /// Nodes with most betweenness, first to last.
    pub by_betweenness: Vec<u32>,
}

/// What a computation starts from.
pub struct Input {
    of: u64,
    graph: Arc<Graph>,
    adjacency: Adjacency,
    /// Bytes each way, `[edge]`.
    bytes: [Vec<f64>; 2],
    /// Number of [`STEPS`] that were begun.
    pub step: Arc<AtomicUsize>,
}

impl Input {
    /// The visible edges of this moment.
    pub fn new(data: &Data, step: Arc<AtomicUsize>) -> Self {
        let edges = &data.tallies().edges;
        let bytes = [0, 1].map(|end| edges.iter().map(|edge| edge.bytes[end] as f64).collect());
        Self {
            of: data.sums_revision,
            graph: data.graph.clone(),
            adjacency: visible_adjacency(data),
            bytes,
            step,
        }
    }
}

impl Numbers {
    /// Computes everything; none if it was told to stop.
    pub fn compute(input: &Input, stop: &Stop) -> Option<Self> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        match pool {
            Ok(pool) => pool.install(|| Self::steps(input, stop)),
            Err(_) => Self::steps(input, stop),
        }
    }

    fn steps(input: &Input, stop: &Stop) -> Option<Self> {
        let begin = |step: usize| {
            input.step.store(step, Ordering::Relaxed);
            (!stop.is_wanted()).then_some(())
        };
        let adjacency = &input.adjacency;
        begin(0)?;
        let degree: Vec<u32> = adjacency
            .nodes()
            .map(|node| adjacency.degree(node) as u32)
            .collect();
        let degrees = degree_distribution(adjacency);
        begin(1)?;
        let (component, component_sizes) = components(adjacency);
        begin(2)?;
        let options = CommunityOptions {
            resolution: 1.0,
            seed: 1,
        };
        let communities = communities(adjacency, EdgeWeights::Equal, options);
        begin(3)?;
        let [forward, backward] = [0, 1].map(|end| EdgeWeights::PerEdge(&input.bytes[end]));
        let ranking = Ranking::Directed {
            edge_nodes: input.graph.edge_nodes(),
            forward,
            backward,
        };
        let pagerank = pagerank(adjacency, ranking, DAMPING);
        begin(4)?;
        let options = BetweennessOptions {
            exact_up_to_nodes: EXACT_NODES,
            pivots: PIVOTS,
            seed: 1,
        };
        let betweenness = betweenness_unless(adjacency, options, &|| stop.is_wanted())?;
        let ranked = |scores: &[f64]| {
            let linked = adjacency.nodes().filter(|&node| adjacency.is_linked(node));
            let mut nodes: Vec<u32> = linked.collect();
            nodes.sort_by(|&a, &b| {
                let [of_a, of_b] = [a, b].map(|node| scores[node as usize]);
                of_b.total_cmp(&of_a).then(a.cmp(&b))
            });
            nodes
        };
        Some(Self {
            of: input.of,
            graph: input.graph.clone(),
            degree,
            summary: summarize(&degrees),
            degrees,
            component,
            component_sizes,
            communities,
            by_pagerank: ranked(&pagerank.scores),
            by_betweenness: ranked(&betweenness.scores),
            pagerank,
            betweenness,
        })
    }

    /// Host codes of the members of a group, by the group of each node.
    pub fn members(&self, of_node: &[u32], group: u32) -> Vec<u32> {
        let nodes = (0_u32..).zip(of_node);
        nodes
            .filter(|&(_, &of)| of == group)
            .map(|(node, _)| self.graph.node_host(node))
            .collect()
    }
}

/// Component of each node, the largest first, and their sizes; hidden nodes are in none.
fn components(adjacency: &Adjacency) -> (Vec<u32>, Vec<u32>) {
    let mut of_node = vec![NO_COMPONENT; adjacency.node_count()];
    let mut sizes = Vec::new();
    let mut open = Vec::new();
    for start in adjacency.nodes().filter(|&node| adjacency.is_linked(node)) {
        if of_node[start as usize] != NO_COMPONENT {
            continue;
        }
        let component = sizes.len() as u32;
        of_node[start as usize] = component;
        open.push(start);
        let mut size = 0_u32;
        while let Some(node) = open.pop() {
            size += 1;
            for neighbour in adjacency.neighbours(node) {
                if of_node[neighbour as usize] == NO_COMPONENT {
                    of_node[neighbour as usize] = component;
                    open.push(neighbour);
                }
            }
        }
        sizes.push(size);
    }
    let mut order: Vec<u32> = (0..sizes.len() as u32).collect();
    order.sort_by_key(|&component| (Reverse(sizes[component as usize]), component));
    let mut places = vec![0; sizes.len()];
    for (place, &component) in (0..).zip(&order) {
        places[component as usize] = place;
    }
    for component in of_node.iter_mut().filter(|of| **of != NO_COMPONENT) {
        *component = places[*component as usize];
    }
    sizes.sort_unstable_by_key(|&size| Reverse(size));
    (of_node, sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_numbered_from_the_largest_and_leave_hidden_nodes_out() {
        // 0–1, 2–3–4, 5 alone with itself, 6 hidden.
        let edges = [[0, 1], [2, 3], [3, 4], [5, 5], [6, 0]];
        let adjacency = Adjacency::build(7, &edges, |edge| edge != 4);
        let (of_node, sizes) = components(&adjacency);
        assert_eq!(of_node, [1, 1, 0, 0, 0, 2, NO_COMPONENT]);
        assert_eq!(sizes, [3, 2, 1]);
    }
}
