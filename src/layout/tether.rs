//! What has not changed stays where it is remembered.
//!
//! When a finished picture is woken by a dragged or a new node, every other node is tied to
//! its place: loosely near the change, tightly further away. The tie is a share of the node's
//! own stiffness, so it means the same in a dense core and at a lonely hub.

use super::adjacency::Adjacency;

/// Tie in units of a node's own stiffness, for what has changed, its neighbours, theirs, and
/// everything further away: changed nodes are free, neighbours follow two thirds of the way.
const TIES: [f32; 4] = [0.0, 0.5, 8.0, 100.0];

/// Ties of nodes to their places; empty while all are free.
#[derive(Clone, Debug, Default)]
pub struct Tethers {
    /// Place and tie of each node, `[x, y, tie]`.
    ties: Vec<[f32; 3]>,
}

impl Tethers {
    /// Lets all nodes move freely.
    pub fn free_all(&mut self) {
        self.ties.clear();
    }

    /// Ties the nodes to their present places, or to those they are tied to already, but for
    /// the `changed` ones and, more loosely, those around them.
    pub fn tie_around(&mut self, changed: Vec<usize>, graph: &Adjacency, xs: &[f32], ys: &[f32]) {
        let tightest = TIES[TIES.len() - 1];
        if self.ties.len() == xs.len() {
            self.ties.iter_mut().for_each(|tie| tie[2] = tightest);
        } else {
            let places = xs.iter().zip(ys);
            self.ties = places.map(|(&x, &y)| [x, y, tightest]).collect();
        }
        let mut frontier = changed;
        for tie in &TIES[..TIES.len() - 1] {
            let mut next = Vec::new();
            for node in frontier {
                if self.ties[node][2] > *tie {
                    self.ties[node][2] = *tie;
                    next.extend(graph.row(node).iter().map(|&j| j as usize));
                }
            }
            frontier = next;
        }
    }

    /// Place and tie of a node, if it has one.
    #[must_use]
    #[inline]
    pub fn of(&self, node: usize) -> Option<[f32; 3]> {
        self.ties.get(node).copied()
    }

    /// Numbers the nodes anew: node `order[i]` becomes node `i`.
    pub fn renumber(&mut self, order: &[u32]) {
        if !self.ties.is_empty() {
            self.ties = order.iter().map(|&old| self.ties[old as usize]).collect();
        }
    }
}
