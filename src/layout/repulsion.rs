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

/// What pushes: points in Morton order with the tree over them.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Cells over the points.
    pub tree: &'a Tree,
    /// The points, in the order of the tree.
    pub points: Points<'a>,
    /// Coarseness of the far push.
    pub theta: f32,
    /// Square of the distance below which a push grows no more.
    pub softening: f32,
}

/// Adds the push of the sources on each target, given by its places in Morton order, per unit of
/// the target's own mass to `push_x`, `push_y`.
///
/// A source at the place of a target does not push it, so the targets may be the sources.
pub fn push(
    sources: Sources<'_>,
    target_xs: &[f32],
    target_ys: &[f32],
    push_x: &mut [f32],
    push_y: &mut [f32],
) {
    let task = |first: usize, out_x: &mut [f32], out_y: &mut [f32]| {
        let span = first..first + out_x.len();
        let (xs, ys) = (&target_xs[span.clone()], &target_ys[span]);
        simd::vectorized(
            #[inline(always)]
            || push_task(sources, xs, ys, out_x, out_y),
        );
    };
    if target_xs.len() < PARALLEL_NODES {
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
    sources: Sources<'_>,
    target_xs: &[f32],
    target_ys: &[f32],
    out_x: &mut [f32],
    out_y: &mut [f32],
) {
    let softening = sources.softening;
    let mut list: Vec<[f32; 3]> = Vec::with_capacity(512);
    let groups = out_x.chunks_mut(GROUP).zip(out_y.chunks_mut(GROUP));
    let targets = target_xs.chunks(GROUP).zip(target_ys.chunks(GROUP));
    for ((out_x, out_y), (target_xs, target_ys)) in groups.zip(targets) {
        list.clear();
        collect_sources(sources, morton::bounds(target_xs, target_ys), &mut list);
        let halves = out_x.chunks_mut(LANES).zip(out_y.chunks_mut(LANES));
        let targets = target_xs.chunks(LANES).zip(target_ys.chunks(LANES));
        for ((out_x, out_y), (target_xs, target_ys)) in halves.zip(targets) {
            // Spare lanes of the last group repeat its first node; their result is dropped.
            let mut xs = [target_xs[0]; LANES];
            let mut ys = [target_ys[0]; LANES];
            xs[..target_xs.len()].copy_from_slice(target_xs);
            ys[..target_ys.len()].copy_from_slice(target_ys);
            let (mut sum_x, mut sum_y) = ([0.0_f32; LANES], [0.0_f32; LANES]);
            for &[x, y, mass] in &list {
                for lane in 0..LANES {
                    let (dx, dy) = (xs[lane] - x, ys[lane] - y);
                    let strength = mass / (dx * dx + dy * dy + softening);
                    sum_x[lane] += dx * strength;
                    sum_y[lane] += dy * strength;
                }
            }
            for (out, sum) in out_x.iter_mut().zip(sum_x) {
                *out += sum;
            }
            for (out, sum) in out_y.iter_mut().zip(sum_y) {
                *out += sum;
            }
        }
    }
}

/// Cells that are far from all of a group's nodes as single masses, points of the near ones.
#[inline(always)]
fn collect_sources(sources: Sources<'_>, [x0, y0, x1, y1]: [f32; 4], list: &mut Vec<[f32; 3]>) {
    let Sources { tree, points, .. } = sources;
    let theta_squared = sources.theta * sources.theta;
    // Plain comparisons are one instruction, `f32::max` minds NaN and takes five.
    let larger = |a: f32, b: f32| if a > b { a } else { b };
    let mut index = 0;
    while let Some(cell) = tree.cells.get(index) {
        let dx = larger(larger(x0 - cell.x, cell.x - x1), 0.0);
        let dy = larger(larger(y0 - cell.y, cell.y - y1), 0.0);
        if cell.size_squared <= theta_squared * (dx * dx + dy * dy) {
            list.push([cell.x, cell.y, cell.mass]);
            index = cell.skip as usize;
        } else {
            if cell.is_leaf(index) {
                let span = cell.start as usize..cell.end as usize;
                let places = points.xs[span.clone()].iter().zip(&points.ys[span.clone()]);
                let near = places.zip(&points.masses[span]);
                list.extend(near.map(|((&x, &y), &mass)| [x, y, mass]));
            }
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hash;
    use super::*;

    /// Half the points spread evenly, half in 40 dense blobs, in Morton order.
    fn points(count: usize) -> (Tree, Vec<f32>, Vec<f32>, Vec<f32>) {
        let place = |i: u64| {
            let spread = hash::point_in_square(1, i) * 100.0;
            let blob = hash::point_in_square(2, i % 40) * 100.0 + hash::point_in_square(3, i);
            if i.is_multiple_of(2) { spread } else { blob }
        };
        let places: Vec<_> = (0..count as u64).map(place).collect();
        let xs: Vec<f32> = places.iter().map(|p| p.x).collect();
        let ys: Vec<f32> = places.iter().map(|p| p.y).collect();
        let (mut keys, mut order) = (Vec::new(), Vec::new());
        morton::keys(&xs, &ys, &mut keys);
        morton::sort_by_key(&mut keys, &mut order);
        let pick = |v: &[f32]| order.iter().map(|&i| v[i as usize]).collect::<Vec<f32>>();
        let (xs, ys) = (pick(&xs), pick(&ys));
        let masses: Vec<f32> = (0..count).map(|i| 1.0 + (i % 7) as f32).collect();
        let mut tree = Tree::default();
        tree.shape(&keys);
        tree.refresh(&xs, &ys, &masses);
        (tree, xs, ys, masses)
    }

    /// Checks the tree's pushes against exact sums; `bound` is on the root of the mean square
    /// error relative to the root of the mean square push.
    fn check(count: usize, theta: f32, bound: f64) {
        let (tree, xs, ys, masses) = points(count);
        let (mut out_x, mut out_y) = (vec![0.0; count], vec![0.0; count]);
        let softening = 1e-4;
        let sources = Sources {
            tree: &tree,
            points: Points {
                xs: &xs,
                ys: &ys,
                masses: &masses,
            },
            theta,
            softening,
        };
        push(sources, &xs, &ys, &mut out_x, &mut out_y);
        let (mut error, mut total) = (0.0, 0.0);
        for i in 0..count {
            let (mut x, mut y) = (0.0_f64, 0.0_f64);
            for j in 0..count {
                let (dx, dy) = (f64::from(xs[i] - xs[j]), f64::from(ys[i] - ys[j]));
                let strength = f64::from(masses[j]) / (dx * dx + dy * dy + f64::from(softening));
                x += dx * strength;
                y += dy * strength;
            }
            let (ex, ey) = (f64::from(out_x[i]) - x, f64::from(out_y[i]) - y);
            error += ex * ex + ey * ey;
            total += x * x + y * y;
        }
        let relative = (error / total.max(1e-12)).sqrt();
        assert!(
            relative <= bound,
            "{count} points, theta {theta}: error {relative}"
        );
    }

    #[test]
    fn tree_pushes_agree_with_exact_sums() {
        check(1, 1.2, 0.0);
        check(50, 0.0, 1e-6);
        check(3_000, 0.0, 1e-4);
        check(3_000, 0.5, 0.002);
        check(3_000, 1.2, 0.02);
        // Beyond this size the work is shared out to tasks.
        check(PARALLEL_NODES + 77, 1.2, 0.02);
    }

    #[test]
    fn many_points_in_one_place_are_one_mass() {
        let count = 5_000;
        let (xs, ys) = (vec![1.0; count], vec![2.0; count]);
        let masses = vec![1.0; count];
        let mut tree = Tree::default();
        tree.shape(&vec![7; count]);
        tree.refresh(&xs, &ys, &masses);
        assert!(tree.cells[0].mass == count as f32 && tree.cells[0].size_squared == 0.0);
        let (mut out_x, mut out_y) = (vec![0.0; count], vec![0.0; count]);
        let sources = Sources {
            tree: &tree,
            points: Points {
                xs: &xs,
                ys: &ys,
                masses: &masses,
            },
            theta: 1.0,
            softening: 1e-3,
        };
        push(sources, &xs, &ys, &mut out_x, &mut out_y);
        assert!(out_x.iter().chain(&out_y).all(|&f| f == 0.0));
    }
}
