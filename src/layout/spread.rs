//! Nodes that overlap are pushed apart, with the discs of leaves that hubs carry.
//!
//! Nodes are put into rasters by the size of their disc, one raster for each power of four. A
//! node only looks at discs of its own class and larger: the small give way to the large, and
//! no node has to search an area that is larger than a few cells.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::hash;
use super::morton;
use super::repulsion::PARALLEL_NODES;

/// Part of an overlap that is removed in one pass, over the root of how many there are: inside a
/// dense ball pushes from all sides cancel out, and a little too much gets it apart in half as many
/// passes as a little too little (0.6), while two nodes alone only end up slightly further apart.
const CORRECTION: f32 = 1.2;
/// Ratio of the disc sizes of two rasters: each raster costs every smaller node a look.
const CLASS_STEP: f32 = 4.0;
/// Two nodes nearer than this share of their least distance are too near; up to it they touch.
const TOO_NEAR: f32 = 0.75;
/// Most cells of a raster per node in it.
const CELLS_PER_NODE: f32 = 4.0;
const CHUNK: usize = 2_048;
/// Every so many passes all nodes are looked at again: a small node is not told when a larger disc
/// has come upon it.
const LOOK_AT_ALL: u32 = 8;
/// Side of a cell below which its inverse would no longer be finite.
const SMALLEST_CELL: f32 = 1e-30;

/// One raster: nodes of similar size by cell.
struct Raster {
    radius: f32,
    origin: (f32, f32),
    cells_per_unit: f32,
    columns: usize,
    rows: usize,
    starts: Vec<u32>,
    discs: Vec<Disc>,
}

/// A node in a raster; what is near on the screen is near in memory.
#[derive(Clone, Copy, Default)]
struct Disc {
    x: f32,
    y: f32,
    radius: f32,
    node: u32,
}

impl Raster {
    fn new(nodes: &[u32], radii: &[f32], xs: &[f32], ys: &[f32]) -> Self {
        let radius = nodes.iter().map(|&i| radii[i as usize]).fold(0.0, f32::max);
        let pick = |v: &[f32]| nodes.iter().map(|&i| v[i as usize]).collect::<Vec<_>>();
        let (own_xs, own_ys) = (pick(xs), pick(ys));
        let [x0, y0, x1, y1] = morton::bounds(&own_xs, &own_ys);
        let (width, height) = (x1 - x0, y1 - y0);
        let budget = (CELLS_PER_NODE * nodes.len() as f32).max(1.0);
        let by_area = (width * height / budget).sqrt();
        let by_side = width.max(height) / budget;
        let cell = (2.0 * radius).max(by_area).max(by_side).max(SMALLEST_CELL);
        let cells_per_unit = 1.0 / cell;
        let columns = (width * cells_per_unit) as usize + 1;
        let rows = (height * cells_per_unit) as usize + 1;
        let cell_of = |x: f32, y: f32| {
            let column = (((x - x0) * cells_per_unit) as usize).min(columns - 1);
            let row = (((y - y0) * cells_per_unit) as usize).min(rows - 1);
            row * columns + column
        };
        let cells: Vec<u32> = own_xs
            .iter()
            .zip(&own_ys)
            .map(|(&x, &y)| cell_of(x, y) as u32)
            .collect();
        let mut starts = vec![0_u32; columns * rows + 1];
        for &c in &cells {
            starts[c as usize + 1] += 1;
        }
        for i in 0..columns * rows {
            starts[i + 1] += starts[i];
        }
        let mut cursor = starts.clone();
        let mut discs = vec![Disc::default(); nodes.len()];
        for (k, (&c, &node)) in cells.iter().zip(nodes).enumerate() {
            discs[cursor[c as usize] as usize] = Disc {
                x: own_xs[k],
                y: own_ys[k],
                radius: radii[node as usize],
                node,
            };
            cursor[c as usize] += 1;
        }
        Self {
            radius,
            origin: (x0, y0),
            cells_per_unit,
            columns,
            rows,
            starts,
            discs,
        }
    }

    /// Calls `visit` for every node whose cell touches the square of half side `reach`.
    #[inline]
    fn near(&self, x: f32, y: f32, reach: f32, mut visit: impl FnMut(&Disc)) {
        let span = |at: f32, origin: f32, count: usize| {
            let low = (at - reach - origin) * self.cells_per_unit;
            let high = (at + reach - origin) * self.cells_per_unit;
            // Casts cut towards zero, and below zero at zero: the cell, without a call.
            (high >= 0.0 && low < count as f32)
                .then(|| (low as usize, (high as usize).min(count - 1)))
        };
        let (Some((c0, c1)), Some((r0, r1))) = (
            span(x, self.origin.0, self.columns),
            span(y, self.origin.1, self.rows),
        ) else {
            return;
        };
        for row in r0..=r1 {
            let from = self.starts[row * self.columns + c0] as usize;
            let to = self.starts[row * self.columns + c1 + 1] as usize;
            self.discs[from..to].iter().for_each(&mut visit);
        }
    }
}

/// Which nodes another pass has to look at: those that were pushed in the last one, or pushed
/// another. After a few passes that is one dense ball in a picture that is long at rest.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    nodes: Vec<u32>,
    passes: u32,
}

impl Watch {
    /// Whether the last pass pushed nothing.
    pub fn is_at_rest(&self) -> bool {
        self.passes > 0 && self.nodes.is_empty()
    }
}

/// Moves overlapping nodes apart once and returns the share of nodes that were too near to
/// another one before.
///
/// `radii` are half the least distances, `[node]`; nodes that are `fixed` stay. A new `watch` looks
/// at every node; it serves for as long as nothing else moves any.
pub fn spread(
    xs: &mut [f32],
    ys: &mut [f32],
    radii: &[f32],
    fixed: &[bool],
    watch: &mut Watch,
) -> f32 {
    let count = xs.len();
    let smallest = radii.iter().copied().fold(f32::INFINITY, f32::min);
    if count < 2 || !smallest.is_finite() || smallest <= 0.0 {
        return 0.0;
    }
    let class_of = |radius: f32| {
        let mut class = 0_u8;
        let mut bound = smallest * 1.001;
        while bound < radius && class < 40 {
            bound *= CLASS_STEP;
            class += 1;
        }
        class
    };
    let classes: Vec<u8> = radii.iter().map(|&r| class_of(r)).collect();
    let top = classes.iter().copied().max().unwrap_or(0);
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); usize::from(top) + 1];
    for (node, &class) in classes.iter().enumerate() {
        members[usize::from(class)].push(node as u32);
    }
    let rasters: Vec<(u8, Raster)> = members
        .iter()
        .enumerate()
        .filter(|(_, nodes)| !nodes.is_empty())
        .map(|(class, nodes)| (class as u8, Raster::new(nodes, radii, xs, ys)))
        .collect();
    if watch.passes.is_multiple_of(LOOK_AT_ALL) {
        watch.nodes.clear();
        watch.nodes.extend(0..count as u32);
    }
    watch.passes += 1;
    // Only ever set, so it does not matter who comes first.
    let pushed: Vec<AtomicBool> = (0..count).map(|_| AtomicBool::new(false)).collect();
    let correction = |&i: &u32| -> (f32, f32, bool) {
        let i = i as usize;
        let (x, y, radius) = (xs[i], ys[i], radii[i]);
        let (mut dx, mut dy, mut hits) = (0.0_f32, 0.0_f32, 0_u32);
        let mut too_near = false;
        if fixed[i] {
            return (0.0, 0.0, false);
        }
        for (class, raster) in rasters.iter().filter(|(class, _)| *class >= classes[i]) {
            raster.near(x, y, radius + raster.radius, |disc| {
                let (ex, ey) = (x - disc.x, y - disc.y);
                let least = radius + disc.radius;
                let squared = ex * ex + ey * ey;
                let j = disc.node as usize;
                if squared >= least * least || j == i {
                    return;
                }
                let share = if *class > classes[i] || fixed[j] {
                    1.0
                } else {
                    0.5
                };
                let distance = squared.sqrt();
                if distance > 1e-3 * least {
                    let factor = share * (least - distance) / distance;
                    dx += ex * factor;
                    dy += ey * factor;
                } else {
                    // Coincident nodes leave in opposite, arbitrary directions.
                    let side = if i < j { 1.0 } else { -1.0 };
                    let toward =
                        hash::point_in_square(7, (i.min(j) as u64) << 32 | i.max(j) as u64);
                    dx += side * share * least * toward.x;
                    dy += side * share * least * toward.y;
                }
                hits += 1;
                pushed[j].store(true, Ordering::Relaxed);
                too_near |= squared < TOO_NEAR * TOO_NEAR * least * least;
            });
        }
        if hits > 0 {
            pushed[i].store(true, Ordering::Relaxed);
        }
        // The mean of many corrections would be too timid, their sum would overshoot.
        let damp = CORRECTION / (hits.max(1) as f32).sqrt();
        (dx * damp, dy * damp, too_near)
    };
    let moves: Vec<(f32, f32, bool)> = if watch.nodes.len() < PARALLEL_NODES {
        watch.nodes.iter().map(correction).collect()
    } else {
        let nodes = watch.nodes.par_iter().with_min_len(CHUNK);
        nodes.map(correction).collect()
    };
    let mut crowded = 0_usize;
    for (&node, (dx, dy, too_near)) in watch.nodes.iter().zip(moves) {
        let i = node as usize;
        if (xs[i] + dx).is_finite() && (ys[i] + dy).is_finite() {
            xs[i] += dx;
            ys[i] += dy;
        }
        crowded += usize::from(too_near);
    }
    watch.nodes.clear();
    let pushed = pushed
        .iter()
        .zip(0..)
        .filter(|(p, _)| p.load(Ordering::Relaxed));
    watch.nodes.extend(pushed.map(|(_, node)| node));
    crowded as f32 / count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spreads until nothing overlaps, and checks that it gets there.
    fn check(
        mut xs: Vec<f32>,
        mut ys: Vec<f32>,
        radii: &[f32],
        fixed: &[bool],
    ) -> (Vec<f32>, Vec<f32>) {
        let mut watch = Watch::default();
        for _ in 0..400 {
            spread(&mut xs, &mut ys, radii, fixed, &mut watch);
        }
        for i in 0..xs.len() {
            for j in 0..i {
                let distance = (xs[i] - xs[j]).hypot(ys[i] - ys[j]);
                let least = radii[i] + radii[j];
                assert!(
                    distance > 0.97 * least,
                    "{i} and {j}: {distance} of {least}"
                );
            }
        }
        (xs, ys)
    }

    #[test]
    fn overlapping_nodes_come_apart() {
        let count = 200_u64;
        let places: Vec<_> = (0..count)
            .map(|i| hash::point_in_square(1, i) * 3.5)
            .collect();
        let xs = places.iter().map(|p| p.x).collect();
        let ys = places.iter().map(|p| p.y).collect();
        check(
            xs,
            ys,
            &vec![0.2; count as usize],
            &vec![false; count as usize],
        );
        // All in one place.
        check(vec![3.0; 30], vec![4.0; 30], &[0.5; 30], &[false; 30]);
    }

    #[test]
    fn what_rests_is_not_looked_at_again_until_all_are() {
        // Twenty nodes in one place, and a thousand in a grid that touch nobody.
        let grid = (0..1_000).map(|i| [(i % 40) as f32 + 10.0, (i / 40) as f32]);
        let places: Vec<_> = grid.chain([[0.0; 2]; 20]).collect();
        let mut xs: Vec<f32> = places.iter().map(|p| p[0]).collect();
        let mut ys: Vec<f32> = places.iter().map(|p| p[1]).collect();
        let (radii, fixed) = (vec![0.3; xs.len()], vec![false; xs.len()]);
        let mut watch = Watch::default();
        spread(&mut xs, &mut ys, &radii, &fixed, &mut watch);
        assert_eq!(watch.nodes, (1_000..1_020).collect::<Vec<u32>>());
        let crowded = spread(&mut xs, &mut ys, &radii, &fixed, &mut watch);
        assert!(crowded > 0.0 && crowded <= 20.0 / 1_020.0, "{crowded}");
    }

    #[test]
    fn small_nodes_leave_large_discs_and_pinned_nodes_stay() {
        let mut radii = vec![0.2; 40];
        radii[0] = 5.0;
        let mut fixed = vec![false; 40];
        fixed[7] = true;
        let xs: Vec<f32> = (0..40)
            .map(|i| if i == 7 { 5.5 } else { i as f32 * 0.05 })
            .collect();
        let ys = vec![0.0; 40];
        let (after_x, after_y) = check(xs, ys, &radii, &fixed);
        assert_eq!((after_x[7], after_y[7]), (5.5, 0.0));
        assert_eq!(
            (after_x[0], after_y[0]),
            (0.0, 0.0),
            "the large one gives no way"
        );
    }
}
