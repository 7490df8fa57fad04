//! Who is next to whom: the edge list as sorted rows (compressed sparse rows).
//!
//! Hostile edges end here: loops and ids out of range are dropped, repeats are merged, weights
//! are made finite, so nothing behind this file has to check.
//! Rows come out sorted without comparing: a symmetric matrix that is transposed by counting
//! has its rows in order.

use super::request::LayoutRequest;

/// Weights are kept within this span: a pull of 1/20 still counts, and one edge that is a
/// billion times heavier than the rest cannot swallow the picture.
const WEIGHT_SPAN: (f32, f32) = (0.05, 20.0);

/// A simple undirected graph; every edge stands in the rows of both its ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Adjacency {
    /// Row of node `i` is `offsets[i]..offsets[i + 1]`, `[node + 1]`.
    pub offsets: Vec<usize>,
    /// Neighbours, sorted within a row, `[2 × edge]`.
    pub neighbours: Vec<u32>,
    /// Finite positive weights, beside `neighbours`.
    pub weights: Vec<f32>,
}

impl Adjacency {
    /// The request's edges without loops, repeats and ids out of range.
    #[must_use]
    pub fn from_request(request: &LayoutRequest) -> Self {
        let node_count = request.node_count;
        let weight_of = |edge: usize| match request.weights.get(edge) {
            Some(w) if w.is_finite() && *w > 0.0 => w.clamp(WEIGHT_SPAN.0, WEIGHT_SPAN.1),
            _ => 1.0,
        };
        let sound =
            |&[a, b]: &[u32; 2]| a != b && (a as usize) < node_count && (b as usize) < node_count;
        let mut offsets = vec![0_usize; node_count + 1];
        for [a, b] in request.edges.iter().filter(|e| sound(e)) {
            offsets[*a as usize + 1] += 1;
            offsets[*b as usize + 1] += 1;
        }
        for i in 0..node_count {
            offsets[i + 1] += offsets[i];
        }
        let mut cursor = offsets.clone();
        let mut scattered = vec![(0_u32, 0.0_f32); offsets[node_count]];
        for (edge, [a, b]) in request.edges.iter().enumerate().filter(|(_, e)| sound(e)) {
            let weight = weight_of(edge);
            for (from, to) in [(*a, *b), (*b, *a)] {
                scattered[cursor[from as usize]] = (to, weight);
                cursor[from as usize] += 1;
            }
        }
        // Transpose: rows are visited in ascending order, so each row is filled in that order.
        cursor.copy_from_slice(&offsets);
        let mut sorted = vec![(0_u32, 0.0_f32); scattered.len()];
        for row in 0..node_count {
            for &(to, weight) in &scattered[offsets[row]..offsets[row + 1]] {
                sorted[cursor[to as usize]] = (row as u32, weight);
                cursor[to as usize] += 1;
            }
        }
        drop(scattered);
        let mut merged = Self {
            offsets: Vec::with_capacity(node_count + 1),
            neighbours: Vec::with_capacity(sorted.len()),
            weights: Vec::with_capacity(sorted.len()),
        };
        merged.offsets.push(0);
        for row in 0..node_count {
            let start = merged.neighbours.len();
            for &(to, weight) in &sorted[offsets[row]..offsets[row + 1]] {
                if merged.neighbours.len() > start && merged.neighbours.last() == Some(&to) {
                    let last = merged.weights.len() - 1;
                    merged.weights[last] = merged.weights[last].max(weight);
                } else {
                    merged.neighbours.push(to);
                    merged.weights.push(weight);
                }
            }
            merged.offsets.push(merged.neighbours.len());
        }
        merged
    }

    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Number of distinct neighbours of a node.
    #[must_use]
    pub fn degree(&self, node: usize) -> usize {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// Neighbours of a node, ascending where the graph comes from a request.
    #[must_use]
    pub fn row(&self, node: usize) -> &[u32] {
        &self.neighbours[self.offsets[node]..self.offsets[node + 1]]
    }

    /// Neighbours of a node with the weights of the edges.
    pub fn edges_of(&self, node: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
        let span = self.offsets[node]..self.offsets[node + 1];
        self.neighbours[span.clone()]
            .iter()
            .copied()
            .zip(self.weights[span].iter().copied())
    }
}
