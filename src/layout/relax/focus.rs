//! A finished picture in which a little has changed: only what is near the change moves.
//!
//! Nodes that move get the first numbers, so that an iteration is a loop over them; all others
//! push as one tree that is made once and pull from where they are. What an iteration costs goes
//! with what has changed, not with the graph.

use crate::layout::push_field::Still;
use crate::layout::repulsion::Points;
use crate::layout::spread::{self, Watch};

use super::Relaxation;

/// Distance between a node that stays and the nearest cell of one that moves within which the two
/// may come to overlap, in units of the spacing.
const NEAR: f32 = 4.0;

impl Relaxation {
    /// Lets all nodes move freely.
    pub fn free_all(&mut self) {
        self.tethers.free_all();
        self.movers = self.node_count();
        self.still = None;
        self.push.forget();
        self.push_stale = true;
        self.changed.clear();
        self.spots.clear();
    }

    /// Ties the nodes to their present places, unless they are tied already: the `changed` ones
    /// not at all, those around them more loosely, and all others so that they do not move.
    pub fn tie_around(&mut self, changed: &[u32]) {
        let mut changed = changed.to_vec();
        changed.sort_unstable();
        changed.dedup();
        if self.still.is_some() && changed == self.changed {
            return;
        }
        let numbers = changed.iter().map(|&id| self.numbers[id as usize]);
        self.tethers
            .tie_around(numbers.collect(), &self.graph, &self.xs, &self.ys);
        self.changed = changed;
        let (mut order, staying): (Vec<u32>, Vec<u32>) =
            (0..self.node_count() as u32).partition(|&node| self.tethers.lets_move(node));
        self.movers = order.len();
        order.extend(staying);
        // All spots are wanted once, those of the movers in every iteration.
        self.spots.clear();
        let movers = std::mem::replace(&mut self.movers, order.len());
        self.renumber(&order);
        self.update_spots();
        self.movers = movers;
        self.still = Some(Still::new(Points {
            xs: &self.xs[movers..],
            ys: &self.ys[movers..],
            masses: &self.masses[movers..],
        }));
        self.push.forget();
        self.near = self.near_movers();
        self.moved_x.fill(0.0);
        self.moved_y.fill(0.0);
    }

    /// Pushes overlapping movers apart once, and away from what stays near them; returns the share
    /// of them that were crowded.
    pub(super) fn spread_movers(&mut self, radii: &[f32]) -> f32 {
        let near = &self.near;
        let pick = |values: &[f32]| near.iter().map(|&i| values[i as usize]).collect::<Vec<_>>();
        let (mut xs, mut ys, radii) = (pick(&self.xs), pick(&self.ys), pick(radii));
        let fixed: Vec<bool> = near
            .iter()
            .map(|&i| i as usize >= self.movers || self.pinned[i as usize])
            .collect();
        let crowded = spread::spread(&mut xs, &mut ys, &radii, &fixed, &mut Watch::default());
        self.xs[..self.movers].copy_from_slice(&xs[..self.movers]);
        self.ys[..self.movers].copy_from_slice(&ys[..self.movers]);
        crowded * near.len() as f32 / self.movers.max(1) as f32
    }

    /// The movers, and all others whose disc may touch one of them, ascending.
    fn near_movers(&self) -> Vec<u32> {
        let cell = self.unit * NEAR;
        let cell_of = |x: f32, y: f32| ((x / cell).floor() as i32, (y / cell).floor() as i32);
        let mut cells: Vec<(i32, i32)> = (0..self.movers)
            .flat_map(|i| {
                let (x, y) = cell_of(self.xs[i], self.ys[i]);
                (-1..=1).flat_map(move |dy| (-1..=1).map(move |dx| (x + dx, y + dy)))
            })
            .collect();
        cells.sort_unstable();
        cells.dedup();
        let touches = |i: u32| {
            let i = i as usize;
            // A disc larger than a cell reaches further than the cells around a mover.
            self.reaches[i] > cell * 0.5
                || cells
                    .binary_search(&cell_of(self.xs[i], self.ys[i]))
                    .is_ok()
        };
        let staying = (self.movers as u32..self.node_count() as u32).filter(|&i| touches(i));
        (0..self.movers as u32).chain(staying).collect()
    }
}
