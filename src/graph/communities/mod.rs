//! Which nodes keep to themselves?
//!
//! A community is a set of nodes with more weight among them than chance would put there. How much
//! more, over all communities, is the modularity (Newman and Girvan 2004; with a resolution after
//! Reichardt and Bornholdt 2006):
//!
//! ```text
//! Q = Σ over communities ( inside / m − resolution · (strength / 2m)² )
//! ```
//!
//! where `m` is the weight of all edges, `inside` that of the edges within the community, and
//! `strength` the sum over its nodes of the weights at each, a loop counting twice. Finding the
//! best partition is NP-hard; [`communities`] finds a good one by the Leiden algorithm.
//!
//! ```text
//! Adjacency ──levels of move, refine, aggregate──▶ labels ──split, number──▶ Communities
//! ```

mod aggregate;
mod leiden;
mod moving;
mod refine;
mod weighted;

use std::cmp::Reverse;

use super::{Adjacency, EdgeWeights};
use weighted::WeightedGraph;

/// Marks a node that is in no community, because nothing visible is at it.
pub const NO_COMMUNITY: u32 = u32::MAX;

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub struct CommunityOptions {
    /// How strictly weight is compared with chance: 1 is usual, more gives smaller communities.
    /// What is negative or not finite counts as 1.
    pub resolution: f64,
    /// Decides in which order nodes are visited, and so which of several good partitions is found.
    pub seed: u64,
}

/// A partition of the nodes that have visible edges.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    of_node: Vec<u32>,
    sizes: Vec<u32>,
    modularity: f64,
}

impl Communities {
    /// `[node]`: the community, or [`NO_COMMUNITY`] for a node without visible edges.
    ///
    /// Communities are numbered from the largest on; equally large ones by their smallest node.
    #[must_use]
    pub fn of_node(&self) -> &[u32] {
        &self.of_node
    }

    /// The community of a node, if it is in one.
    #[must_use]
    pub fn of(&self, node: u32) -> Option<u32> {
        let community = *self.of_node.get(node as usize)?;
        (community != NO_COMMUNITY).then_some(community)
    }

    /// `[community]`: number of nodes, descending.
    #[must_use]
    pub fn sizes(&self) -> &[u32] {
        &self.sizes
    }

    /// Modularity of the partition at the resolution that was asked for; at resolution 1 it is
    /// from −0.5 to below 1, and 0 if no edge has weight.
    #[must_use]
    pub fn modularity(&self) -> f64 {
        self.modularity
    }
}

/// Finds communities.
///
/// Every community is connected by visible edges of positive weight. The same graph, weights and
/// options give the same communities on every machine. Takes O(nodes + edges) memory; in practice
/// the time is about proportional to that as well.
///
/// ```
/// use flowloom::graph::communities::{CommunityOptions, communities};
/// use flowloom::graph::{Adjacency, EdgeWeights};
///
/// // Two triangles, joined by one edge.
/// let edges = [[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 5], [5, 3]];
/// let adjacency = Adjacency::build(6, &edges, |_edge| true);
/// let options = CommunityOptions { resolution: 1.0, seed: 0 };
/// let found = communities(&adjacency, EdgeWeights::Equal, options);
/// assert_eq!(found.of_node(), [0, 0, 0, 1, 1, 1]);
/// ```
#[must_use]
pub fn communities(
    adjacency: &Adjacency,
    weights: EdgeWeights<'_>,
    options: CommunityOptions,
) -> Communities {
    found(adjacency, weights, options, &|| false)
}

/// Says whether an answer is no longer wanted.
pub(super) type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// As [`communities()`], but gives up soon after `stop` says so.
#[must_use]
pub fn communities_unless(
    adjacency: &Adjacency,
    weights: EdgeWeights<'_>,
    options: CommunityOptions,
    stop: &(dyn Fn() -> bool + Sync),
) -> Option<Communities> {
    let found = found(adjacency, weights, options, stop);
    (!stop()).then_some(found)
}

fn found(
    adjacency: &Adjacency,
    weights: EdgeWeights<'_>,
    options: CommunityOptions,
    stop: Stop<'_>,
) -> Communities {
    let resolution = valid_resolution(options.resolution);
    let graph = WeightedGraph::of(adjacency, weights);
    let labels = leiden::partition(&graph, resolution, options.seed, stop);
    let connected = connected_parts(&graph, &labels);
    let (of_node, sizes) = number_by_size(adjacency, &connected);
    Communities {
        modularity: modularity(adjacency, weights, &of_node, resolution),
        of_node,
        sizes,
    }
}

/// Modularity of any partition, `of_node` being the community of each node, `[node]`.
///
/// A node whose community is not below the number of nodes, or is missing, is alone in one of its
/// own. 0 if no edge has weight. A resolution that is negative or not finite counts as 1.
#[must_use]
pub fn modularity(
    adjacency: &Adjacency,
    weights: EdgeWeights<'_>,
    of_node: &[u32],
    resolution: f64,
) -> f64 {
    let resolution = valid_resolution(resolution);
    let community = |node: u32| {
        let found = of_node.get(node as usize).copied();
        found.filter(|&community| adjacency.contains(community))
    };
    let mut strengths = vec![0.0; adjacency.node_count()];
    let mut alone = 0.0;
    let (mut doubled_inside, mut doubled_total) = (0.0, 0.0);
    // Squares of shares, and not of weights, which could exceed what a float holds.
    let strength_of = |node: u32| -> f64 {
        let links = adjacency.links(node).iter();
        links
            .map(|link| weights.of(link.edge) * if link.node == node { 2.0 } else { 1.0 })
            .sum()
    };
    for node in adjacency.nodes() {
        doubled_total += strength_of(node);
    }
    if doubled_total <= 0.0 {
        return 0.0;
    }
    for node in adjacency.nodes() {
        let strength = strength_of(node);
        match community(node) {
            Some(community) => strengths[community as usize] += strength,
            None => alone += (strength / doubled_total) * (strength / doubled_total),
        }
        for link in adjacency.links(node) {
            if link.node == node {
                doubled_inside += 2.0 * weights.of(link.edge);
            } else if community(node).is_some() && community(node) == community(link.node) {
                doubled_inside += weights.of(link.edge);
            }
        }
    }
    let by_chance: f64 = strengths
        .iter()
        .map(|strength| (strength / doubled_total) * (strength / doubled_total))
        .sum();
    doubled_inside / doubled_total - resolution * (by_chance + alone)
}

fn valid_resolution(resolution: f64) -> f64 {
    if resolution.is_finite() && resolution >= 0.0 {
        resolution
    } else {
        1.0
    }
}

/// Splits what is not connected within its label.
///
/// Leiden's communities are connected once it has come to rest. It also ends when a rounding error
/// or a limit keeps it from resting, and the promise has to hold then, too.
fn connected_parts(graph: &WeightedGraph, labels: &[u32]) -> Vec<u32> {
    let mut parts = vec![u32::MAX; labels.len()];
    let mut open = Vec::new();
    for start in graph.nodes() {
        if parts[start as usize] != u32::MAX {
            continue;
        }
        parts[start as usize] = start;
        open.push(start);
        while let Some(node) = open.pop() {
            for (neighbour, _) in graph.links(node) {
                let same = labels[neighbour as usize] == labels[node as usize];
                if same && parts[neighbour as usize] == u32::MAX {
                    parts[neighbour as usize] = start;
                    open.push(neighbour);
                }
            }
        }
    }
    parts
}

/// Numbers communities by size; `parts` names each by its smallest node.
fn number_by_size(adjacency: &Adjacency, parts: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut sizes = vec![0_u32; parts.len()];
    for node in adjacency.nodes().filter(|&node| adjacency.is_linked(node)) {
        sizes[parts[node as usize] as usize] += 1;
    }
    let mut order: Vec<u32> = adjacency
        .nodes()
        .filter(|&part| sizes[part as usize] > 0)
        .collect();
    order.sort_by_key(|&part| Reverse(sizes[part as usize]));
    let mut numbers = vec![NO_COMMUNITY; parts.len()];
    for (number, &part) in (0..).zip(&order) {
        numbers[part as usize] = number;
    }
    let of_node = parts.iter().map(|&part| numbers[part as usize]).collect();
    let sizes = order.iter().map(|&part| sizes[part as usize]).collect();
    (of_node, sizes)
}
