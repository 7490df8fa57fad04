//! Which nodes and edges does the graph have while some groups are closed?
//!
//! Edges with the same shown ends are sorted next to each other and become one; where no end is
//! inside a closed group an edge stays as it is. Merged edges are numbered by their first edge, so
//! ids do not depend on the sorting.

use rayon::prelude::*;

use super::{GroupTree, NO_GROUP};
use crate::query::{EdgeMerge, FlowSet};

/// A graph in which closed groups are single nodes.
#[derive(Clone, Debug)]
pub struct Quotient {
    /// Nodes of the graph and groups together.
    node_count: usize,
    /// Where each node is shown: itself, or the group that it is in, `[node]`.
    shown_node: Vec<u32>,
    /// Ends of each edge, `[shown edge]`.
    edge_nodes: Vec<[u32; 2]>,
    /// Where each edge is shown, `[edge]`.
    shown_edge: Vec<u32>,
    starts: Vec<u32>,
    members: Vec<u32>,
    flipped: FlowSet,
}

impl Quotient {
    /// Merges what is inside of closed groups; `edge_nodes` are the ends of each edge, `[edge]`.
    ///
    /// # Panics
    /// If there is an edge whose ends are not among the tree's nodes.
    #[must_use]
    pub fn build(edge_nodes: &[[u32; 2]], tree: &GroupTree, is_open: impl Fn(u32) -> bool) -> Self {
        let nodes = tree.node_count() as u32;
        let closed = tree.outermost_closed(is_open);
        let shown_node: Vec<u32> = tree
            .of_nodes()
            .iter()
            .zip(0..)
            .map(|(&group, node)| match closed.get(group as usize) {
                None | Some(&NO_GROUP) => node,
                Some(closed) => nodes + closed,
            })
            .collect();
        let ends = |edge: u32| edge_nodes[edge as usize].map(|node| shown_node[node as usize]);
        // Edges by their pair of shown ends; those that stay as they are have a pair of their own.
        let mut sorted: Vec<(u64, u32)> = (0..edge_nodes.len() as u32)
            .into_par_iter()
            .with_min_len(1 << 12)
            .filter(|&edge| ends(edge).iter().any(|&node| node >= nodes))
            .map(|edge| {
                let [a, b] = ends(edge);
                (u64::from(a.min(b)) << 32 | u64::from(a.max(b)), edge)
            })
            .collect();
        sorted.par_sort_unstable();
        let single = (0..edge_nodes.len() as u32)
            .filter(|&edge| ends(edge).iter().all(|&node| node < nodes));
        let mut runs: Vec<(u32, &[(u64, u32)])> = single.map(|edge| (edge, &[][..])).collect();
        runs.extend(
            sorted
                .chunk_by(|a, b| a.0 == b.0)
                .map(|run| (run[0].1, run)),
        );
        runs.par_sort_unstable_by_key(|(first, _)| *first);

        let mut quotient = Self {
            node_count: tree.node_count() + tree.len(),
            edge_nodes: runs.iter().map(|&(first, _)| ends(first)).collect(),
            shown_edge: vec![0; edge_nodes.len()],
            starts: Vec::with_capacity(runs.len() + 1),
            members: Vec::with_capacity(edge_nodes.len()),
            flipped: FlowSet::none(0),
            shown_node: Vec::new(),
        };
        for (first, run) in runs {
            quotient.starts.push(quotient.members.len() as u32);
            match run {
                [] => quotient.members.push(first),
                run => quotient.members.extend(run.iter().map(|&(_, edge)| edge)),
            }
        }
        quotient.starts.push(quotient.members.len() as u32);
        for shown in 0..quotient.edge_nodes.len() {
            for place in quotient.starts[shown]..quotient.starts[shown + 1] {
                quotient.shown_edge[quotient.members[place as usize] as usize] = shown as u32;
            }
        }
        quotient.flipped = FlowSet::par_from_fn(edge_nodes.len(), |edge| {
            let shown = quotient.shown_edge[edge] as usize;
            quotient.edge_nodes[shown] != ends(edge as u32)
        });
        quotient.shown_node = shown_node;
        quotient
    }

    /// Nodes of the graph and groups together.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.node_count
    }

    /// Ends of each shown edge in the combined id space, `[shown edge]`; equal for a loop.
    #[must_use]
    pub fn edge_nodes(&self) -> &[[u32; 2]] {
        &self.edge_nodes
    }

    /// Where a node is shown: itself, or the closed group that it is in.
    ///
    /// # Panics
    /// If the graph has no such node.
    #[must_use]
    pub fn shown_node(&self, node: u32) -> u32 {
        self.shown_node[node as usize]
    }

    /// Where an edge is shown.
    ///
    /// # Panics
    /// If the graph has no such edge.
    #[must_use]
    pub fn shown_edge(&self, edge: u32) -> u32 {
        self.shown_edge[edge as usize]
    }

    /// The edges that a shown edge stands for, ascending.
    ///
    /// # Panics
    /// If there is no such shown edge.
    #[must_use]
    pub fn members(&self, shown: u32) -> &[u32] {
        let shown = shown as usize;
        &self.members[self.starts[shown] as usize..self.starts[shown + 1] as usize]
    }

    /// Which edges are one, for [`crate::query::Tallies::merged`].
    #[must_use]
    pub fn merge(&self) -> EdgeMerge<'_> {
        EdgeMerge {
            starts: &self.starts,
            members: &self.members,
            flipped: &self.flipped,
            edge_nodes: &self.edge_nodes,
            node_count: self.node_count,
        }
    }
}
