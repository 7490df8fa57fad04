//! The push on every node of a level, with all that is kept between iterations to find it fast.
//!
//! Nodes are copied into the order of the curve, the tree is laid over them, and the pushes
//! come out in that order. Nodes move little, so one order serves several iterations.

use super::morton;
use super::repulsion::{self, Points};
use super::tree::Tree;

/// Iterations for which one order along the curve serves.
const ORDER_ITERATIONS: u32 = 4;

/// Pushes per unit of a node's own mass, and the buffers to compute them.
#[derive(Clone, Debug, Default)]
pub struct PushField {
    tree: Tree,
    keys: Vec<u32>,
    /// Node at each place along the curve.
    order: Vec<u32>,
    /// Place along the curve of each node.
    rank: Vec<u32>,
    xs: Vec<f32>,
    ys: Vec<f32>,
    masses: Vec<f32>,
    out_x: Vec<f32>,
    out_y: Vec<f32>,
    age: u32,
}

impl PushField {
    /// Computes the pushes for the nodes' present places.
    pub fn update(&mut self, points: Points<'_>, theta: f32, softening: f32) {
        let count = points.xs.len();
        if self.order.len() != count || self.age >= ORDER_ITERATIONS {
            self.sort(points);
            self.rank.resize(count, 0);
            for (rank, &node) in self.order.iter().enumerate() {
                self.rank[node as usize] = rank as u32;
            }
            self.tree.shape(&self.keys);
            self.out_x.resize(count, 0.0);
            self.out_y.resize(count, 0.0);
            self.age = 0;
        }
        self.age += 1;
        let order = &self.order;
        let gather = |from: &[f32], to: &mut Vec<f32>| {
            to.clear();
            to.extend(order.iter().map(|&i| from[i as usize]));
        };
        gather(points.xs, &mut self.xs);
        gather(points.ys, &mut self.ys);
        gather(points.masses, &mut self.masses);
        self.tree.refresh(&self.xs, &self.ys, &self.masses);
        let sorted = Points {
            xs: &self.xs,
            ys: &self.ys,
            masses: &self.masses,
        };
        let (out_x, out_y) = (&mut self.out_x, &mut self.out_y);
        repulsion::push(&self.tree, sorted, theta, softening, out_x, out_y);
    }

    /// The push on a node, as computed last.
    #[must_use]
    pub fn at(&self, node: usize) -> (f32, f32) {
        let rank = self.rank[node] as usize;
        (self.out_x[rank], self.out_y[rank])
    }

    /// The nodes in the order of the curve through their present places.
    pub fn fresh_order(&mut self, points: Points<'_>) -> &[u32] {
        self.sort(points);
        // The tree no longer fits this order, so the next update must make both anew.
        self.age = ORDER_ITERATIONS;
        &self.order
    }

    fn sort(&mut self, points: Points<'_>) {
        morton::keys(points.xs, points.ys, &mut self.keys);
        morton::sort_by_key(&mut self.keys, &mut self.order);
    }
}
