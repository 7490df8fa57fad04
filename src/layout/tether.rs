//! What has not changed stays where it is remembered.
//!
//! When a finished picture is woken by a dragged or a new node, every other node is held at its
//! place: loosely near the change, fast further away. How much of what pulls at a node has changed
//! says how free it is: a host with three neighbours, one of them new, follows; a server with a
//! thousand does not. The tie is a share of the node's own stiffness, so it means the same in a
//! dense core and at a lonely hub.

use super::adjacency::Adjacency;

/// Hops from a change up to which nodes move at all.
const HOPS: usize = 2;
/// How free a node is beyond its neighbours, for each hop more.
const DECAY: f32 = 0.25;
/// Nodes less free than this stay where they are.
const LEAST_FREEDOM: f32 = 0.1;

/// Ties of nodes to their places; empty while all are free.
#[derive(Clone, Debug, Default)]
pub struct Tethers {
    /// Place and tie of each node, `[x, y, tie]`; the tie is infinite where a node stays.
    ties: Vec<[f32; 3]>,
}

impl Tethers {
    /// Lets all nodes move freely.
    pub fn free_all(&mut self) {
        self.ties.clear();
    }

    /// Ties the nodes to their present places, or to those they are tied to already, but for
    /// the `changed` ones and, more loosely, those around them.
    pub fn tie_around(&mut self, changed: Vec<u32>, graph: &Adjacency, xs: &[f32], ys: &[f32]) {
        if self.ties.len() == xs.len() {
            self.ties.iter_mut().for_each(|tie| tie[2] = f32::INFINITY);
        } else {
            let places = xs.iter().zip(ys);
            self.ties = places.map(|(&x, &y)| [x, y, f32::INFINITY]).collect();
        }
        for &node in &changed {
            self.ties[node as usize][2] = 0.0;
        }
        let mut front = changed;
        for hop in 0..HOPS {
            let mut reached: Vec<u32> = front
                .iter()
                .flat_map(|&node| graph.row(node as usize))
                .copied()
                .filter(|&node| !self.lets_move(node))
                .collect();
            reached.sort_unstable();
            reached.dedup();
            let freedoms: Vec<f32> = reached
                .iter()
                .map(|&node| {
                    let share = self.changed_share(node, graph);
                    // The neighbours of a change shall be seen to follow it.
                    if hop == 0 {
                        share.sqrt().sqrt()
                    } else {
                        share * DECAY
                    }
                })
                .collect();
            front.clear();
            for (node, freedom) in reached.into_iter().zip(freedoms) {
                if freedom >= LEAST_FREEDOM {
                    self.ties[node as usize][2] = 1.0 / freedom - 1.0;
                    front.push(node);
                }
            }
        }
    }

    /// The share of what pulls at a node that is free to move.
    fn changed_share(&self, node: u32, graph: &Adjacency) -> f32 {
        let (mut free, mut all) = (0.0, 0.0);
        for (next, weight) in graph.edges_of(node as usize) {
            free += weight / (1.0 + self.ties[next as usize][2]);
            all += weight;
        }
        if all > 0.0 { free / all } else { 0.0 }
    }

    /// Whether a node moves at all.
    #[must_use]
    pub fn lets_move(&self, node: u32) -> bool {
        self.ties
            .get(node as usize)
            .is_none_or(|tie| tie[2].is_finite())
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
