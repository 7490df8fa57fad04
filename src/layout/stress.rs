//! The best picture of a small graph: distances on the screen follow distances in the graph.
//!
//! Stress majorization by stochastic gradient descent (Zheng, Pawar, Goodman 2018): pairs of
//! nodes are visited in random order and moved to their ideal distance, with a step that
//! shrinks. All pairs are known, so it is only for the coarsest levels and small components.

use glam::Vec2;

use super::hash;
use super::level::LevelGraph;

/// Most nodes that are laid out by all pairs: at 200 it takes some 15 ms, and more nodes did not
/// make better pictures.
pub const MAX_NODES: usize = 200;
/// Passes over all pairs; a power of two plus one, because the step's ratio is taken by roots.
const PASSES: u32 = 33;
/// Last step in units of the largest weight; the paper's value.
const LAST_STEP: f32 = 0.1;

/// Places of a level's nodes, world units, `[node]`; the level has at most [`MAX_NODES`].
///
/// An edge's ideal length is `edge_length` plus what its ends reach.
#[must_use]
pub fn arrange(level: &LevelGraph, edge_length: f32, seed: u64) -> Vec<Vec2> {
    let count = level.node_count();
    let distances = distances(level, edge_length);
    let farthest = distances
        .iter()
        .copied()
        .filter(|d| d.is_finite())
        .fold(0.0, f32::max);
    let mut places: Vec<Vec2> = (0..count as u64)
        .map(|i| hash::point_in_square(seed, i) * farthest * 0.5)
        .collect();
    let mut pairs: Vec<(u64, u16, u16)> = Vec::new();
    let mut nearest = f32::INFINITY;
    for i in 0..count {
        for j in 0..i {
            let distance = distances[i * count + j];
            if distance.is_finite() {
                pairs.push((0, i as u16, j as u16));
                nearest = nearest.min(distance);
            }
        }
    }
    if pairs.is_empty() {
        return places;
    }
    let mut step = farthest * farthest;
    let mut ratio = LAST_STEP * nearest * nearest / step;
    for _ in 0..(PASSES - 1).trailing_zeros() {
        ratio = ratio.sqrt();
    }
    for pass in 0..PASSES {
        for pair in &mut pairs {
            pair.0 = hash::mix(
                seed ^ u64::from(pass) << 32,
                u64::from(pair.1) << 16 | u64::from(pair.2),
            );
        }
        pairs.sort_unstable();
        for &(_, i, j) in &pairs {
            let (i, j) = (usize::from(i), usize::from(j));
            let ideal = distances[i * count + j];
            let share = (step / (ideal * ideal)).min(1.0);
            let between = places[i] - places[j];
            let length = (between.x * between.x + between.y * between.y).sqrt();
            if length > 1e-9 * ideal {
                let correction = between * (share * 0.5 * (length - ideal) / length);
                places[i] -= correction;
                places[j] += correction;
            }
        }
        step *= ratio;
    }
    places
}

/// All-pairs path lengths (Floyd 1962), `[node × node]`, infinite where there is no path.
fn distances(level: &LevelGraph, edge_length: f32) -> Vec<f32> {
    let count = level.node_count();
    let mut table = vec![f32::INFINITY; count * count];
    for i in 0..count {
        table[i * count + i] = 0.0;
        for &j in level.adjacency.row(i) {
            table[i * count + j as usize] =
                edge_length + level.reaches[i] + level.reaches[j as usize];
        }
    }
    for via in 0..count {
        let through: Vec<f32> = table[via * count..(via + 1) * count].to_vec();
        for i in 0..count {
            let head = table[i * count + via];
            if head.is_finite() {
                for (cell, tail) in table[i * count..(i + 1) * count].iter_mut().zip(&through) {
                    *cell = cell.min(head + tail);
                }
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::super::adjacency::Adjacency;
    use super::super::request::LayoutRequest;
    use super::*;

    fn check(node_count: usize, edges: Vec<[u32; 2]>, from: usize, to: usize, expected: f32) {
        let level = LevelGraph {
            adjacency: Adjacency::from_request(&LayoutRequest::new(node_count, edges)),
            masses: vec![1.0; node_count],
            reaches: vec![0.0; node_count],
            ..LevelGraph::default()
        };
        let places = arrange(&level, 1.0, 5);
        let distance = places[from].distance(places[to]);
        assert!(
            (distance / expected - 1.0).abs() < 0.05,
            "{distance} instead of {expected}"
        );
    }

    #[test]
    fn distances_follow_the_graph() {
        check(2, vec![[0, 1]], 0, 1, 1.0);
        check(20, (1..20).map(|i| [i - 1, i]).collect(), 0, 19, 19.0);
        // A square's diagonal is 2 hops and cannot be longer than the sides allow.
        check(3, vec![[0, 1], [1, 2], [2, 0]], 0, 2, 1.0);
    }
}
