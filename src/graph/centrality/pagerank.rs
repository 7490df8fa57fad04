//! Where does a walk along the traffic spend its time?
//!
//! Page, Brin, Motwani and Winograd, "The `PageRank` Citation Ranking" (1999): a walker follows an
//! edge with probability proportional to its weight, or, with probability 1 − damping, starts
//! again at any node. The scores are the shares of its time. They are found by power iteration;
//! each node pulls its score from its neighbours in the order of its row, so that no order of
//! threads can change a sum.

use rayon::prelude::*;

use super::super::{Adjacency, EdgeWeights};

/// Usual probability that the walk goes on along an edge.
pub const DAMPING: f64 = 0.85;

/// The iteration ends once the scores together change by less than this.
const TOLERANCE: f64 = 1e-9;

/// With damping at 0.85 the error falls below [`TOLERANCE`] after some 130 iterations at worst.
const MOST_ITERATIONS: usize = 200;

/// Nodes per part of a sum: small enough for many cores, and fixed, so that sums are as well.
const NODES_PER_PART: usize = 4096;

/// Along which edges the walk goes, and how readily.
#[derive(Clone, Copy, Debug)]
pub enum Ranking<'a> {
    /// Both ways along each edge, with the same weight.
    Undirected(EdgeWeights<'a>),
    /// Each way with its own weight.
    Directed {
        /// The ends of all edges, `[edge]`, as the adjacency was built of.
        edge_nodes: &'a [[u32; 2]],
        /// From the first end to the second.
        forward: EdgeWeights<'a>,
        /// From the second end to the first.
        backward: EdgeWeights<'a>,
    },
}

/// Scores of all nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct PageRank {
    /// `[node]`: share of the walk's time; 0 without visible edges. They sum to 1, unless no node
    /// has any.
    pub scores: Vec<f64>,
    /// Number of iterations done.
    pub iterations: usize,
    /// Whether the last iteration changed the scores by less than 10⁻⁹ in all.
    pub converged: bool,
}

impl Ranking<'_> {
    /// Weight of the way from `node` along an edge.
    fn weight_from(&self, node: u32, edge: u32, is_loop: bool) -> f64 {
        match self {
            Self::Undirected(weights) => weights.of(edge),
            Self::Directed {
                forward, backward, ..
            } if is_loop => forward.of(edge) + backward.of(edge),
            Self::Directed {
                edge_nodes,
                forward,
                backward,
            } => match edge_nodes.get(edge as usize) {
                Some(&[first, _]) if first == node => forward.of(edge),
                Some(_) => backward.of(edge),
                None => 0.0,
            },
        }
    }
}

/// Computes [`PageRank`] with the given damping ([`DAMPING`] is usual; what is not from 0 to 1 counts
/// as that).
///
/// Nodes without visible edges take no part. A walk that comes to a node from which no weight
/// leads on starts again at any node. Takes O(nodes + edges) memory, and as much time for each of
/// at most 200 iterations.
#[must_use]
pub fn pagerank(adjacency: &Adjacency, ranking: Ranking<'_>, damping: f64) -> PageRank {
    found(adjacency, ranking, damping, &|| false)
}

/// As [`pagerank()`], but gives up once `stop` says so, which is asked before every iteration.
#[must_use]
pub fn pagerank_unless(
    adjacency: &Adjacency,
    ranking: Ranking<'_>,
    damping: f64,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<PageRank> {
    let found = found(adjacency, ranking, damping, stop);
    (!stop()).then_some(found)
}

fn found(
    adjacency: &Adjacency,
    ranking: Ranking<'_>,
    damping: f64,
    stop: &(dyn Fn() -> bool + Sync),
) -> PageRank {
    let damping = if (0.0..=1.0).contains(&damping) {
        damping
    } else {
        DAMPING
    };
    let linked_count = adjacency
        .nodes()
        .filter(|&n| adjacency.is_linked(n))
        .count();
    let start = 1.0 / linked_count.max(1) as f64;
    let nodes: Vec<u32> = adjacency.nodes().collect();
    // What leaves each node in all; divided by it, weights are probabilities.
    let weight_out: Vec<f64> = nodes
        .par_iter()
        .map(|&node| {
            let links = adjacency.links(node).iter();
            links
                .map(|link| ranking.weight_from(node, link.edge, link.node == node))
                .sum()
        })
        .collect();
    // In the order of all links: the probability to come in over the link from its far end.
    let chances: Vec<f64> = nodes
        .par_iter()
        .flat_map_iter(|&node| {
            let (ranking, weight_out) = (&ranking, &weight_out);
            adjacency.links(node).iter().map(move |link| {
                let out = weight_out[link.node as usize];
                let weight = ranking.weight_from(link.node, link.edge, link.node == node);
                if out > 0.0 { weight / out } else { 0.0 }
            })
        })
        .collect();
    let mut scores: Vec<f64> = nodes
        .iter()
        .map(|&node| {
            if adjacency.is_linked(node) {
                start
            } else {
                0.0
            }
        })
        .collect();
    let mut next = vec![0.0; scores.len()];
    let mut iterations = 0;
    let mut converged = linked_count == 0;
    while !converged && iterations < MOST_ITERATIONS && !stop() {
        let stuck = sum_in_parts(scores.len(), |node| {
            if weight_out[node] > 0.0 {
                0.0
            } else {
                scores[node]
            }
        });
        let base = (1.0 - damping + damping * stuck) * start;
        next.par_iter_mut().zip(&nodes).for_each(|(score, &node)| {
            let row = adjacency.row(node);
            if row.is_empty() {
                return;
            }
            let links = &adjacency.all_links()[row.clone()];
            let arriving: f64 = links
                .iter()
                .zip(&chances[row])
                .map(|(link, chance)| scores[link.node as usize] * chance)
                .sum();
            *score = base + damping * arriving;
        });
        let change = sum_in_parts(scores.len(), |node| (next[node] - scores[node]).abs());
        std::mem::swap(&mut scores, &mut next);
        iterations += 1;
        converged = change < TOLERANCE;
    }
    PageRank {
        scores,
        iterations,
        converged,
    }
}

/// The sum of a value over all nodes: parts of fixed size in parallel, added in order.
fn sum_in_parts(node_count: usize, value: impl Fn(usize) -> f64 + Sync) -> f64 {
    let parts: Vec<f64> = (0..node_count.div_ceil(NODES_PER_PART))
        .into_par_iter()
        .map(|part| {
            let start = part * NODES_PER_PART;
            let end = (start + NODES_PER_PART).min(node_count);
            (start..end).map(&value).sum()
        })
        .collect();
    parts.iter().sum()
}
