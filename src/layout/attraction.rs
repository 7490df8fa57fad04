//! Every edge pulls its ends together, with a power of its length.
//!
//! An edge is read from both its ends, so each node sums its own pulls and no two threads
//! write the same place. Rows are short and of all lengths; the edges of many rows are
//! therefore put side by side into one batch, on which roots and divisions run in vectors.
//! An edge whose ends carry discs of leaves pulls only with the part outside the discs.

use super::adjacency::Adjacency;
use super::simd;

/// Edges of one batch: its arrays fit the first-level cache.
const BATCH: usize = 256;

/// A node as its neighbours see it: horizontal and vertical place, radius of its disc of
/// leaves, and a spare; one read brings all of it.
pub type Spot = [f32; 4];

/// The pull's law and what it needs to know about nodes.
#[derive(Clone, Copy, Debug)]
pub struct Pull<'a> {
    /// Edges with their weights.
    pub graph: &'a Adjacency,
    /// Nodes, `[node]`.
    pub spots: &'a [Spot],
    /// True when any node has a disc.
    pub discs: bool,
    /// Twice the power of distance with which an edge pulls, 0 to 4.
    pub half_power: u8,
    /// Least distance that counts, so that a falling power stays finite.
    pub floor: f32,
}

/// Sums for a run of nodes: force and stiffness, `[node of the run]`.
#[derive(Debug)]
pub struct Pulled<'a> {
    /// Horizontal force.
    pub force_x: &'a mut [f32],
    /// Vertical force.
    pub force_y: &'a mut [f32],
    /// Force per unit of distance.
    pub stiffness: &'a mut [f32],
}

impl Pull<'_> {
    /// Adds the pulls on the nodes from `first` on to `out`.
    pub fn add(&self, first: usize, out: &mut Pulled<'_>) {
        simd::vectorized(
            #[inline(always)]
            || self.add_batches(first, out),
        );
    }

    #[inline(always)]
    fn add_batches(&self, first: usize, out: &mut Pulled<'_>) {
        let offsets = &self.graph.offsets[first..first + out.force_x.len() + 1];
        let last = offsets[offsets.len() - 1];
        let mut batch = Batch::default();
        let (mut start, mut row) = (offsets[0], 0);
        while start < last {
            let end = (start + BATCH).min(last);
            while offsets[row + 1] <= start {
                row += 1;
            }
            for (r, span) in rows_within(offsets, row, start, end) {
                let [x, y, reach, _] = self.spots[first + r];
                let slots = span.start - start..span.end - start;
                let dx = batch.dx[slots.clone()].iter_mut();
                let dy = batch.dy[slots.clone()].iter_mut();
                let covered = batch.covered[slots].iter_mut();
                let outs = dx.zip(dy).zip(covered);
                for (&j, ((dx, dy), covered)) in self.graph.neighbours[span].iter().zip(outs) {
                    let other = self.spots[j as usize];
                    *dx = other[0] - x;
                    *dy = other[1] - y;
                    *covered = other[2] + reach;
                }
            }
            self.weigh(&mut batch, &self.graph.weights[start..end]);
            for (r, span) in rows_within(offsets, row, start, end) {
                let slots = span.start - start..span.end - start;
                let (mut x, mut y, mut stiffness) = (0.0, 0.0, 0.0);
                let pulls = batch.dx[slots.clone()].iter().zip(&batch.dy[slots.clone()]);
                for ((dx, dy), factor) in pulls.zip(&batch.factor[slots]) {
                    x += dx;
                    y += dy;
                    stiffness += factor;
                }
                out.force_x[r] += x;
                out.force_y[r] += y;
                out.stiffness[r] += stiffness;
            }
            start = end;
        }
    }

    /// Turns differences of places into forces, and weights into stiffness.
    #[inline(always)]
    fn weigh(&self, batch: &mut Batch, weights: &[f32]) {
        let floor = self.floor * self.floor;
        match self.half_power {
            0 => batch.scale(weights, |squared| 1.0 / (squared + floor).sqrt()),
            1 => batch.scale(weights, |squared| 1.0 / (squared + floor).sqrt().sqrt()),
            2 => batch.scale(weights, |_| 1.0),
            3 => batch.scale(weights, |squared| (squared + floor).sqrt().sqrt()),
            _ => batch.scale(weights, |squared| (squared + floor).sqrt()),
        }
        if self.discs {
            for k in 0..BATCH {
                let (dx, dy) = (batch.dx[k], batch.dy[k]);
                let length = (dx * dx + dy * dy).sqrt();
                let outside = 1.0 - batch.covered[k] / length;
                // Coincident ends give 0 / 0, which is not greater than zero: no pull.
                let share = if outside > 0.0 {
                    batch.factor[k] * outside
                } else {
                    0.0
                };
                batch.dx[k] = dx * share;
                batch.dy[k] = dy * share;
            }
        } else {
            for k in 0..BATCH {
                batch.dx[k] *= batch.factor[k];
                batch.dy[k] *= batch.factor[k];
            }
        }
    }
}

/// Edges side by side.
struct Batch {
    dx: [f32; BATCH],
    dy: [f32; BATCH],
    covered: [f32; BATCH],
    factor: [f32; BATCH],
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            dx: [0.0; BATCH],
            dy: [0.0; BATCH],
            covered: [0.0; BATCH],
            factor: [0.0; BATCH],
        }
    }
}

impl Batch {
    #[inline(always)]
    fn scale(&mut self, weights: &[f32], law: impl Fn(f32) -> f32) {
        let places = self.dx.iter().zip(&self.dy);
        for ((factor, weight), (dx, dy)) in self.factor.iter_mut().zip(weights).zip(places) {
            *factor = weight * law(dx * dx + dy * dy);
        }
    }
}

/// Rows from `row` on with their edges that lie in `start..end`.
#[inline(always)]
fn rows_within(
    offsets: &[usize],
    row: usize,
    start: usize,
    end: usize,
) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> + '_ {
    (row..offsets.len() - 1)
        .take_while(move |&r| offsets[r] < end)
        .map(move |r| (r, offsets[r].max(start)..offsets[r + 1].min(end)))
}

#[cfg(test)]
mod tests {
    use super::super::hash;
    use super::super::request::LayoutRequest;
    use super::*;

    /// Checks the batches against one edge after the other, for a graph whose first row is
    /// longer than a batch.
    fn check(half_power: u8, reach: f32) {
        let mut edges: Vec<[u32; 2]> = (1..2 * BATCH as u32 + 9).map(|i| [0, i]).collect();
        edges.extend((1..300).map(|i| [i, (i * 7) % 300]));
        let request = LayoutRequest::new(2 * BATCH + 10, edges);
        let graph = Adjacency::from_request(&request);
        let count = graph.node_count();
        let spots: Vec<Spot> = (0..count as u64)
            .map(|i| {
                let place = hash::point_in_square(1, i) * 10.0;
                [place.x, place.y, reach * (i % 3) as f32, 0.0]
            })
            .collect();
        let pull = Pull {
            graph: &graph,
            spots: &spots,
            discs: reach > 0.0,
            half_power,
            floor: 0.01,
        };
        for (first, length) in [(0, count), (0, 1), (5, 40), (count - 1, 1)] {
            let mut force_x = vec![0.0; length];
            let mut force_y = vec![0.0; length];
            let mut stiffness = vec![0.0; length];
            pull.add(
                first,
                &mut Pulled {
                    force_x: &mut force_x,
                    force_y: &mut force_y,
                    stiffness: &mut stiffness,
                },
            );
            for k in 0..length {
                let (mut x, mut y, mut stiff) = (0.0_f64, 0.0, 0.0);
                for (j, weight) in graph.edges_of(first + k) {
                    let (from, to) = (spots[first + k], spots[j as usize]);
                    let (dx, dy) = (f64::from(to[0] - from[0]), f64::from(to[1] - from[1]));
                    let length = (dx * dx + dy * dy).sqrt();
                    let covered = f64::from(from[2] + to[2]);
                    let factor = f64::from(weight) * length.powf(f64::from(half_power) * 0.5 - 1.0);
                    let outside = (1.0 - covered / length).max(0.0);
                    x += factor * outside * dx;
                    y += factor * outside * dy;
                    stiff += factor;
                }
                let error = (x - f64::from(force_x[k])).hypot(y - f64::from(force_y[k]));
                assert!(
                    error <= 1e-3 * (1.0 + stiff),
                    "power {half_power}/2: {error}"
                );
                assert!((stiff - f64::from(stiffness[k])).abs() <= 1e-3 * (1.0 + stiff));
            }
        }
    }

    #[test]
    fn batches_agree_with_single_edges() {
        for half_power in 0..=4 {
            check(half_power, 0.0);
            check(half_power, 0.4);
        }
    }
}
