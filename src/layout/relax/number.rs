//! In which order do nodes lie in memory?
//!
//! Along the curve through their places, so that what is near in the picture is near in memory; and
//! those that move before those that do not.

use super::Relaxation;
use crate::layout::adjacency::Adjacency;
use crate::layout::repulsion::Points;

impl Relaxation {
    /// Numbers the nodes along the curve through their present places, so that neighbours are
    /// near each other in memory again.
    pub(super) fn renumber_along_curve(&mut self) {
        if self.movers < self.node_count() {
            return;
        }
        let points = Points {
            xs: &self.xs,
            ys: &self.ys,
            masses: &self.masses,
        };
        let order = self.push.fresh_order(points).to_vec();
        self.renumber(&order);
    }

    /// Numbers the nodes anew: node `order[i]` becomes node `i`.
    pub(super) fn renumber(&mut self, order: &[u32]) {
        self.push_stale = true;
        let mut renumbered = vec![0_u32; order.len()];
        for (number, &old) in order.iter().enumerate() {
            renumbered[old as usize] = number as u32;
        }
        self.graph = permuted(&self.graph, order, &renumbered);
        for number in &mut self.numbers {
            *number = renumbered[*number as usize];
        }
        for anchor in &mut self.anchors {
            anchor.node = renumbered[anchor.node as usize];
        }
        fn permute<T: Copy>(values: &mut Vec<T>, order: &[u32]) {
            *values = order.iter().map(|&old| values[old as usize]).collect();
        }
        permute(&mut self.pinned, order);
        for values in [
            &mut self.masses,
            &mut self.reaches,
            &mut self.pulls,
            &mut self.xs,
            &mut self.ys,
            &mut self.moved_x,
            &mut self.moved_y,
        ] {
            permute(values, order);
        }
        self.tethers.renumber(order);
        self.rings.renumber(order);
    }
}

/// The graph with node `order[i]` as node `i`; `number_of` is the inverse of `order`.
pub(super) fn permuted(graph: &Adjacency, order: &[u32], number_of: &[u32]) -> Adjacency {
    let mut result = Adjacency {
        offsets: Vec::with_capacity(order.len() + 1),
        neighbours: Vec::with_capacity(graph.neighbours.len()),
        weights: Vec::with_capacity(graph.weights.len()),
    };
    result.offsets.push(0);
    for &node in order {
        for (next, weight) in graph.edges_of(node as usize) {
            result.neighbours.push(number_of[next as usize]);
            result.weights.push(weight);
        }
        result.offsets.push(result.neighbours.len());
    }
    result
}
