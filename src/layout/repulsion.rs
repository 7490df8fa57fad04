//! Every node pushes every other one away: the far ones in groups, the near ones one by one.
//!
//! Thirty-two nodes that are neighbours in Morton order walk the tree once and share one list of
//! sources, so the walk costs little and the inner loop runs over plain arrays of 16 lanes.
//! The push of mass `m` at distance `d` is `m / d` (the Coulomb law of the plane, which needs
//! no root), softened at `d = 0`.

use rayon::prelude::*;

use super::morton;
use super::simd;
use super::tree::Tree;

/// Lanes of the inner loop: 16 single floats fill one AVX-512 register, two of AVX2, four of SSE2.
pub const LANES: usize = 16;
/// Nodes that share a source list: longer lists against fewer walks; 32 was fastest of 16 to 64.
const GROUP: usize = 2 * LANES;
/// Nodes of one rayon task: enough to make its overhead invisible, few enough to balance.
const TASK_NODES: usize = 64 * LANES;
/// Below this many nodes the work is done on the calling thread: waking others costs more.
pub const PARALLEL_NODES: usize = 8_192;

/// Nodes as the push sees them, in Morton order.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// Horizontal places.
    pub xs: &'a [f32],
    /// Vertical places.
    pub ys: &'a [f32],
    /// Masses, positive.
    pub masses: &'a [f32],
}

/// Writes the push on each point per unit of its own mass to `push_x`, `push_y`.
pub fn push(
    tree: &Tree,
    points: Points<'_>,
    theta: f32,
    softening: f32,
    push_x: &mut [f32],
    push_y: &mut [f32],
) {
    let task = |first: usize, out_x: &mut [f32], out_y: &mut [f32]| {
        simd::vectorized(
            #[inline(always)]
            || push_task(tree, points, theta * theta, softening, first, out_x, out_y),
        );
    };
    if points.xs.len() < PARALLEL_NODES {
        task(0, push_x, push_y);
    } else {
        push_x
            .par_chunks_mut(TASK_NODES)
            .zip(push_y.par_chunks_mut(TASK_NODES))
            .enumerate()
            .for_each(|(chunk, (out_x, out_y))| task(chunk * TASK_NODES, out_x, out_y));
    }
}

#[inline(always)]
fn push_task(
    tree: &Tree,
    points: Points<'_>,
    theta_squared: f32,
    softening: f32,
    first: usize,
    out_x: &mut [f32],
    out_y: &mut [f32],
) {
    let mut sources: Vec<[f32; 3]> = Vec::with_capacity(512);
    let groups = out_x.chunks_mut(GROUP).zip(out_y.chunks_mut(GROUP));
    for (group, (out_x, out_y)) in groups.enumerate() {
        let start = first + group * GROUP;
        let span = start..start + out_x.len();
        sources.clear();
        let bounds = morton::bounds(&points.xs[span.clone()], &points.ys[span]);
        collect_sources(tree, points, theta_squared, bounds, &mut sources);
        let halves = out_x.chunks_mut(LANES).zip(out_y.chunks_mut(LANES));
        for (half, (out_x, out_y)) in halves.enumerate() {
            let start = start + half * LANES;
            let span = start..start + out_x.len();
            // Spare lanes of the last group repeat its first node; their result is dropped.
            let mut xs = [points.xs[start]; LANES];
            let mut ys = [points.ys[start]; LANES];
            xs[..span.len()].copy_from_slice(&points.xs[span.clone()]);
            ys[..span.len()].copy_from_slice(&points.ys[span]);
            let (mut sum_x, mut sum_y) = ([0.0_f32; LANES], [0.0_f32; LANES]);
            for &[x, y, mass] in &sources {
                for lane in 0..LANES {
                    let (dx, dy) = (xs[lane] - x, ys[lane] - y);
                    let strength = mass / (dx * dx + dy * dy + softening);
                    sum_x[lane] += dx * strength;
                    sum_y[lane] += dy * strength;
                }
            }
            out_x.copy_from_slice(&sum_x[..out_x.len()]);
            out_y.copy_from_slice(&sum_y[..out_y.len()]);
        }
    }
}

/// Cells that are far from all of a group's nodes as single masses, points of the near ones.
#[inline(always)]
fn collect_sources(
    tree: &Tree,
    points: Points<'_>,
    theta_squared: f32,
    [x0, y0, x1, y1]: [f32; 4],
    sources: &mut Vec<[f32; 3]>,
) {
    // Plain comparisons are one instruction, `f32::max` minds NaN and takes five.
    let larger = |a: f32, b: f32| if a > b { a } else { b };
    let mut index = 0;
    while let Some(cell) = tree.cells.get(index) {
        let dx = larger(larger(x0 - cell.x, cell.x - x1), 0.0);
        let dy = larger(larger(y0 - cell.y, cell.y - y1), 0.0);
        if cell.size_squared <= theta_squared * (dx * dx + dy * dy) {
            sources.push([cell.x, cell.y, cell.mass]);
            index = cell.skip as usize;
        } else {
            if cell.is_leaf(index) {
                let span = cell.start as usize..cell.end as usize;
                let places = points.xs[span.clone()].iter().zip(&points.ys[span.clone()]);
                let near = places.zip(&points.masses[span]);
                sources.extend(near.map(|((&x, &y), &mass)| [x, y, mass]));
            }
            index += 1;
        }
    }
}
