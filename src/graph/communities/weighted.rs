//! The graph that one level of the algorithm works on.
//!
//! At first its nodes are those of the visible graph; at each level above, they are the
//! communities of the level below.

use super::super::{Adjacency, EdgeWeights};

/// An undirected graph with weights, as compressed sparse rows.
///
/// Loops are in the strengths only: a move takes a node's loops along, and changes nothing else
/// about them.
pub(super) struct WeightedGraph {
    /// `[node + 1]`: where each node's row begins in `neighbours`.
    pub(super) starts: Vec<usize>,
    /// Neighbours, each not the node itself, and the weights to them, all positive.
    pub(super) neighbours: Vec<(u32, f64)>,
    /// `[node]`: weight of all edges at it, loops counting twice.
    pub(super) strengths: Vec<f64>,
    /// Twice the weight of all edges; the sum of the strengths.
    pub(super) doubled_weight: f64,
}

impl WeightedGraph {
    pub(super) fn of(adjacency: &Adjacency, weights: EdgeWeights<'_>) -> Self {
        let mut starts = vec![0];
        let mut neighbours = Vec::with_capacity(adjacency.all_links().len());
        let mut strengths = Vec::with_capacity(adjacency.node_count());
        for node in adjacency.nodes() {
            let mut strength = 0.0;
            for link in adjacency.links(node) {
                let weight = weights.of(link.edge);
                if link.node == node {
                    strength += 2.0 * weight;
                } else if weight > 0.0 {
                    strength += weight;
                    neighbours.push((link.node, weight));
                }
            }
            starts.push(neighbours.len());
            strengths.push(strength);
        }
        Self {
            doubled_weight: strengths.iter().sum(),
            starts,
            neighbours,
            strengths,
        }
    }

    pub(super) fn node_count(&self) -> usize {
        self.strengths.len()
    }

    pub(super) fn nodes(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.node_count()).unwrap_or(u32::MAX)
    }

    /// Neighbours of a node and the weights to them; once for each edge.
    pub(super) fn links(&self, node: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let row = self.starts[node as usize]..self.starts[node as usize + 1];
        self.neighbours[row].iter().copied()
    }
}

/// Weights from one node to each label next to it, cleared at the cost of what was touched.
pub(super) struct WeightsByLabel {
    /// `[label]`; zero unless touched.
    weights: Vec<f64>,
    /// In order of first touch.
    touched: Vec<u32>,
}

impl WeightsByLabel {
    pub(super) fn new(labels: usize) -> Self {
        Self {
            weights: vec![0.0; labels],
            touched: Vec::new(),
        }
    }

    /// Adds a positive weight.
    pub(super) fn add(&mut self, label: u32, weight: f64) {
        if self.weights[label as usize] == 0.0 {
            self.touched.push(label);
        }
        self.weights[label as usize] += weight;
    }

    pub(super) fn get(&self, label: u32) -> f64 {
        self.weights[label as usize]
    }

    /// Labels with a weight, in order of first touch.
    pub(super) fn labels(&self) -> &[u32] {
        &self.touched
    }

    pub(super) fn clear(&mut self) {
        for label in self.touched.drain(..) {
            self.weights[label as usize] = 0.0;
        }
    }
}
