//! Which nodes do the others need to reach each other?
//!
//! The betweenness of a node is the sum over all pairs of other nodes of the share of their
//! shortest paths that go through it (Freeman 1977). Brandes, "A Faster Algorithm for Betweenness
//! Centrality" (2001), finds it with one breadth-first search from every node, which counts paths
//! on its way out and adds up shares on its way back. That is O(nodes · edges); for large graphs
//! only a sample of the nodes, the pivots, is searched from, and the sums are scaled up (Brandes
//! and Pich, "Centrality Estimation in Large Networks", 2007).

use rayon::prelude::*;

use super::super::Adjacency;
use super::super::neighbourhood::UNREACHED;
use super::super::random::SplitMix64;

/// Into how many parts the searches are divided. It does not depend on the number of threads, so
/// that sums do not either, and bounds memory: each part keeps one sum for each node.
const PARTS: usize = 32;

/// Counts of paths stop here. Only graphs made for it have that many (a thousand diamonds in a
/// row); beyond, all predecessors of a node count as equally good, and scores stay finite.
const MOST_PATHS: f64 = 1e300;

/// How much to compute.
#[derive(Clone, Copy, Debug)]
pub struct BetweennessOptions {
    /// Up to this many nodes with visible edges, the result is exact.
    pub exact_up_to_nodes: usize,
    /// Beyond, this many pivots are drawn; at least one.
    pub pivots: usize,
    /// Decides which nodes are pivots.
    pub seed: u64,
}

/// Scores of all nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Betweenness {
    /// `[node]`: number of unordered pairs of other nodes that need this one, where a pair with
    /// several shortest paths counts as the share of them that go through it. An estimate unless
    /// `exact`.
    pub scores: Vec<f64>,
    /// Whether every node was searched from; otherwise the scores are sampled.
    pub exact: bool,
    /// Number of nodes that were searched from.
    pub pivots: usize,
    /// Number of nodes with visible edges.
    pub linked_nodes: usize,
}

impl Betweenness {
    /// Number of pairs that a node could be between: all pairs of other nodes with visible edges.
    /// A score divided by it runs from 0 to 1. 0 for fewer than three nodes.
    #[must_use]
    pub fn pairs(&self) -> f64 {
        let others = self.linked_nodes.saturating_sub(1) as f64;
        others * (others - 1.0).max(0.0) / 2.0
    }
}

/// Computes betweenness over visible edges, by number of hops.
///
/// Loops play no part; each of several parallel edges makes a path of its own. The same options
/// give the same bits on any number of threads. Takes O(pivots · (nodes + edges)) time and
/// O(nodes + edges) memory.
#[must_use]
pub fn betweenness(adjacency: &Adjacency, options: BetweennessOptions) -> Betweenness {
    computed(adjacency, options, &|| false)
}

/// As [`betweenness`], but gives up once `stop` says so, which is asked before every search.
#[must_use]
pub fn betweenness_unless(
    adjacency: &Adjacency,
    options: BetweennessOptions,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Betweenness> {
    let found = computed(adjacency, options, stop);
    (!stop()).then_some(found)
}

fn computed(
    adjacency: &Adjacency,
    options: BetweennessOptions,
    stop: &(dyn Fn() -> bool + Sync),
) -> Betweenness {
    let mut sources: Vec<u32> = adjacency
        .nodes()
        .filter(|&node| adjacency.is_linked(node))
        .collect();
    let linked_nodes = sources.len();
    let exact = linked_nodes <= options.exact_up_to_nodes.max(options.pivots);
    if !exact {
        let pivots = options.pivots.max(1);
        SplitMix64::new(options.seed).draw_to_front(&mut sources, pivots);
        sources.truncate(pivots);
        // Neighbouring sources visit the same rows; ascending, they find them in the cache.
        sources.sort_unstable();
    }
    let part_sums: Vec<Vec<f64>> = sources
        .par_chunks(sources.len().div_ceil(PARTS).max(1))
        .map(|part| {
            let mut search = Search::new(adjacency.node_count());
            for &source in part {
                if stop() {
                    break;
                }
                search.add_from(adjacency, source);
            }
            search.sums
        })
        .collect();
    // Every pair was met from both its ends.
    let scale = linked_nodes as f64 / sources.len().max(1) as f64 / 2.0;
    let mut scores = vec![0.0; adjacency.node_count()];
    scores.par_iter_mut().enumerate().for_each(|(node, score)| {
        let sum: f64 = part_sums.iter().map(|sums| sums[node]).sum();
        *score = sum * scale;
    });
    Betweenness {
        scores,
        exact,
        pivots: sources.len(),
        linked_nodes,
    }
}

/// What one search after the other needs; only what a search touched is cleared after it.
struct Search {
    /// `[node]`: the sums over all searches so far.
    sums: Vec<f64>,
    /// `[node]`: hops from the source, or [`UNREACHED`].
    hops: Vec<u32>,
    /// `[node]`: number of shortest paths from the source.
    paths: Vec<f64>,
    /// `[node]`: the source's pairs that need the node.
    shares: Vec<f64>,
    /// The reached nodes, nearest first.
    order: Vec<u32>,
}

impl Search {
    fn new(node_count: usize) -> Self {
        Self {
            sums: vec![0.0; node_count],
            hops: vec![UNREACHED; node_count],
            paths: vec![0.0; node_count],
            shares: vec![0.0; node_count],
            order: Vec::new(),
        }
    }

    /// Adds the shares of all pairs of which `source` is one end.
    fn add_from(&mut self, adjacency: &Adjacency, source: u32) {
        self.count_paths(adjacency, source);
        // Farthest first: the pairs beyond a node are complete before it passes them on.
        for &node in self.order.iter().rev() {
            let here = self.hops[node as usize];
            let mut count = self.paths[node as usize];
            let mut unit = 1.0;
            if count >= MOST_PATHS {
                // Shares have to sum to one whatever the count; small enough units keep the sum
                // of the predecessors finite.
                unit = 1e-20;
                count = adjacency
                    .neighbours(node)
                    .filter(|&before| self.hops[before as usize] + 1 == here)
                    .map(|before| self.paths[before as usize] * unit)
                    .sum();
            }
            let share_per_path = (1.0 + self.shares[node as usize]) * unit / count;
            for before in adjacency.neighbours(node) {
                if self.hops[before as usize] + 1 == here {
                    self.shares[before as usize] += self.paths[before as usize] * share_per_path;
                }
            }
            if node != source {
                self.sums[node as usize] += self.shares[node as usize];
            }
        }
        for node in self.order.drain(..) {
            self.hops[node as usize] = UNREACHED;
            self.paths[node as usize] = 0.0;
            self.shares[node as usize] = 0.0;
        }
    }

    fn count_paths(&mut self, adjacency: &Adjacency, source: u32) {
        self.hops[source as usize] = 0;
        self.paths[source as usize] = 1.0;
        self.order.push(source);
        let mut position = 0;
        while let Some(&node) = self.order.get(position) {
            position += 1;
            let next = self.hops[node as usize] + 1;
            let count = self.paths[node as usize];
            for neighbour in adjacency.neighbours(node) {
                let hops = &mut self.hops[neighbour as usize];
                if *hops == UNREACHED {
                    *hops = next;
                    self.order.push(neighbour);
                }
                if *hops == next {
                    let paths = &mut self.paths[neighbour as usize];
                    *paths = (*paths + count).min(MOST_PATHS);
                }
            }
        }
    }
}
