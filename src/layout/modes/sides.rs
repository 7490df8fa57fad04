//! Bipartite: clients on the left, servers on the right, opposite those that they talk to.
//!
//! Each side is sorted by the mean rank of its neighbours on the other, back and forth
//! (Sugiyama, Tagawa, Toda 1981), beginning with an order in which what hangs together stands
//! together. A side with many nodes is several columns wide.

use glam::Vec2;

use crate::layout::adjacency::Adjacency;

/// Sorting passes over both sides: more changed few ranks.
const PASSES: usize = 6;
/// Least distance of two nodes of a column, world units.
const GAP: f32 = 1.0;
/// Nodes up to which a side is one column.
const ONE_COLUMN: usize = 60;
/// Width of a side as a share of its height, where it has several columns.
const WIDTH: f32 = 0.15;
/// Distance of the sides as a share of their height.
const BETWEEN: f32 = 0.9;

/// Places of all nodes, `[node]`; those that answer more than half of their flows (`answered`, 0 to
/// 1, `[node]`) stand on the right. `order` is what sorting begins with.
#[must_use]
pub fn arrange(graph: &Adjacency, answered: &[f32], order: &[u32]) -> Vec<Vec2> {
    let is_server = |node: u32| {
        answered
            .get(node as usize)
            .is_some_and(|&share| share > 0.5)
    };
    let (right, left): (Vec<u32>, Vec<u32>) = order.iter().partition(|&&node| is_server(node));
    let mut sides = [left, right];
    let mut ranks = vec![0.0_f64; graph.node_count()];
    sides.iter().for_each(|side| note_ranks(side, &mut ranks));
    for pass in 0..PASSES * 2 {
        let side = &mut sides[(pass + 1) % 2];
        let mut sorted: Vec<(f64, u32)> = side
            .iter()
            .map(|&node| {
                let across = graph.edges_of(node as usize);
                let across = across.filter(|&(other, _)| is_server(other) != is_server(node));
                let (mut sum, mut weights) = (0.0, 0.0);
                for (other, weight) in across {
                    sum += f64::from(weight) * ranks[other as usize];
                    weights += f64::from(weight);
                }
                // Who talks to nobody on the other side stays.
                let mean = if weights > 0.0 {
                    sum / weights
                } else {
                    ranks[node as usize]
                };
                (mean, node)
            })
            .collect();
        // Stable: of equals the order stays.
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        *side = sorted.into_iter().map(|(_, node)| node).collect();
        note_ranks(side, &mut ranks);
    }
    let columns = sides.each_ref().map(|side| columns(side.len()));
    let rows = |k: usize| sides[k].len().div_ceil(columns[k]).max(1);
    let height = GAP * rows(0).max(rows(1)) as f32;
    let half = (height * BETWEEN * 0.5).max(GAP * 4.0);
    let mut places = vec![Vec2::ZERO; graph.node_count()];
    for (k, side) in sides.iter().enumerate() {
        let sign = if k == 0 { -1.0 } else { 1.0 };
        for (rank, &node) in side.iter().enumerate() {
            let share = (rank as f32 + 0.5) / side.len() as f32 - 0.5;
            let column = (rank % columns[k]) as f32;
            places[node as usize] = Vec2::new(sign * (half + column * GAP), share * height);
        }
    }
    places
}

/// Ranks of a side's nodes, 0 to 1, so that sides of different sizes stand opposite each other.
fn note_ranks(side: &[u32], ranks: &mut [f64]) {
    for (rank, &node) in side.iter().enumerate() {
        ranks[node as usize] = (rank as f64 + 0.5) / side.len() as f64;
    }
}

fn columns(count: usize) -> usize {
    if count <= ONE_COLUMN {
        return 1;
    }
    ((count as f32 * WIDTH).sqrt().ceil() as usize).max(1)
}
