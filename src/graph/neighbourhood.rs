//! What is around a selection?
//!
//! Breadth-first search with the frontier kept in a queue, so that a graph which is one long chain
//! needs no more stack than a star. Each question takes O(nodes + edges) time, and less where
//! little is reached.

use std::collections::VecDeque;

use super::Adjacency;

/// A node, and how far it is from where the search began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reached {
    /// The node.
    pub node: u32,
    /// Number of edges on a shortest path from the nearest start; 0 for a start.
    pub hops: u32,
}

/// Marks a node that no search has come to.
pub(super) const UNREACHED: u32 = u32::MAX;

/// Distances from `starts` out to `limit` hops.
pub(super) struct Search {
    /// `[node]`: hops, or [`UNREACHED`].
    pub(super) hops: Vec<u32>,
    /// The reached nodes, nearest first.
    pub(super) order: Vec<u32>,
}

/// Searches from all `starts` at once. Starts that are no nodes are passed over.
pub(super) fn search(adjacency: &Adjacency, starts: &[u32], limit: u32) -> Search {
    let mut hops = vec![UNREACHED; adjacency.node_count()];
    let mut order = Vec::new();
    let mut queue = VecDeque::new();
    for &start in starts.iter().filter(|&&start| adjacency.contains(start)) {
        if hops[start as usize] == UNREACHED {
            hops[start as usize] = 0;
            queue.push_back(start);
        }
    }
    while let Some(node) = queue.pop_front() {
        order.push(node);
        let next = hops[node as usize] + 1;
        if next > limit {
            continue;
        }
        for neighbour in adjacency.neighbours(node) {
            if hops[neighbour as usize] == UNREACHED {
                hops[neighbour as usize] = next;
                queue.push_back(neighbour);
            }
        }
    }
    Search { hops, order }
}

/// Nodes within `hops` of any of the `starts`, ascending by node, the starts included.
///
/// Starts that are no nodes are passed over; repeated ones count once.
#[must_use]
pub fn neighbourhood(adjacency: &Adjacency, starts: &[u32], hops: u32) -> Vec<Reached> {
    let search = search(adjacency, starts, hops);
    let mut reached: Vec<Reached> = search
        .order
        .iter()
        .map(|&node| Reached {
            node,
            hops: search.hops[node as usize],
        })
        .collect();
    reached.sort_unstable();
    reached
}

/// All nodes that `node` reaches, ascending, itself included; none if there is no such node.
#[must_use]
pub fn component(adjacency: &Adjacency, node: u32) -> Vec<u32> {
    let mut nodes = search(adjacency, &[node], UNREACHED - 1).order;
    nodes.sort_unstable();
    nodes
}

/// Nodes outside `selection` at the other end of any edge of it, ascending, each once.
#[must_use]
pub fn other_ends(adjacency: &Adjacency, selection: &[u32]) -> Vec<u32> {
    neighbourhood(adjacency, selection, 1)
        .into_iter()
        .filter(|reached| reached.hops == 1)
        .map(|reached| reached.node)
        .collect()
}

/// Visible edges with both ends in `nodes`, ascending, each once; loops included.
#[must_use]
pub fn edges_among(adjacency: &Adjacency, nodes: &[u32]) -> Vec<u32> {
    let mut is_member = vec![false; adjacency.node_count()];
    for &node in nodes.iter().filter(|&&node| adjacency.contains(node)) {
        is_member[node as usize] = true;
    }
    let mut edges: Vec<u32> = adjacency
        .nodes()
        .filter(|&node| is_member[node as usize])
        .flat_map(|node| {
            let links = adjacency.links(node).iter();
            // An edge is seen from both ends; the smaller one reports it.
            links.filter(move |link| link.node >= node)
        })
        .filter(|link| is_member[link.node as usize])
        .map(|link| link.edge)
        .collect();
    edges.sort_unstable();
    edges
}
