//! The push on every node of a level, with all that is kept between iterations to find it fast.
//!
//! Nodes are copied into the order of the curve, the tree is laid over them, and the pushes
//! come out in that order. Nodes move little, so one order serves several iterations.

use super::morton;
use super::repulsion::{self, Points, Sources};
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
    /// The push of nodes that do not move, found once for each order.
    still_x: Vec<f32>,
    still_y: Vec<f32>,
    age: u32,
}

impl PushField {
    /// Computes the pushes for the nodes' present places, with those of `others` that do not move.
    pub fn update(
        &mut self,
        points: Points<'_>,
        others: Option<&Still>,
        theta: f32,
        softening: f32,
    ) {
        let count = points.xs.len();
        let is_new_order = self.order.len() != count || self.age >= ORDER_ITERATIONS;
        if is_new_order {
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
        let own = Sources {
            tree: &self.tree,
            points: Points {
                xs: &self.xs,
                ys: &self.ys,
                masses: &self.masses,
            },
            theta,
            softening,
        };
        let (out_x, out_y) = (&mut self.out_x, &mut self.out_y);
        match others {
            Some(others) => {
                if is_new_order || self.still_x.len() != count {
                    self.still_x = vec![0.0; count];
                    self.still_y = vec![0.0; count];
                    let sources = others.sources(theta, softening);
                    let (still_x, still_y) = (&mut self.still_x, &mut self.still_y);
                    repulsion::push(sources, &self.xs, &self.ys, still_x, still_y);
                }
                out_x.copy_from_slice(&self.still_x);
                out_y.copy_from_slice(&self.still_y);
            }
            None => {
                out_x.fill(0.0);
                out_y.fill(0.0);
            }
        }
        repulsion::push(own, &self.xs, &self.ys, out_x, out_y);
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

    /// Forgets what was kept: other nodes are to be pushed, or pushed by others.
    pub fn forget(&mut self) {
        self.age = ORDER_ITERATIONS;
        self.still_x.clear();
    }

    fn sort(&mut self, points: Points<'_>) {
        morton::keys(points.xs, points.ys, &mut self.keys);
        morton::sort_by_key(&mut self.keys, &mut self.order);
    }
}

/// Nodes that push and do not move: sorted once, with their tree.
#[derive(Clone, Debug)]
pub struct Still {
    tree: Tree,
    xs: Vec<f32>,
    ys: Vec<f32>,
    masses: Vec<f32>,
}

impl Still {
    /// Sorts the nodes and lays the tree over them.
    #[must_use]
    pub fn new(points: Points<'_>) -> Self {
        let (mut keys, mut order) = (Vec::new(), Vec::new());
        morton::keys(points.xs, points.ys, &mut keys);
        morton::sort_by_key(&mut keys, &mut order);
        let pick = |values: &[f32]| order.iter().map(|&i| values[i as usize]).collect();
        let mut still = Self {
            tree: Tree::default(),
            xs: pick(points.xs),
            ys: pick(points.ys),
            masses: pick(points.masses),
        };
        still.tree.shape(&keys);
        still.tree.refresh(&still.xs, &still.ys, &still.masses);
        still
    }

    fn sources(&self, theta: f32, softening: f32) -> Sources<'_> {
        Sources {
            tree: &self.tree,
            points: Points {
                xs: &self.xs,
                ys: &self.ys,
                masses: &self.masses,
            },
            theta,
            softening,
        }
    }
}
