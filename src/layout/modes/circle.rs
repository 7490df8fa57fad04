//! Circular: all nodes around one circle, those that hang together side by side.

use glam::Vec2;

use super::bands::{Band, GAP};

/// Nodes up to which they stand on one ring.
const ONE_RING: usize = 300;
/// Width of the band beyond, as a share of its inner radius.
const WIDTH: f64 = 0.15;

/// Places of nodes, `[node]`, in the order given.
#[must_use]
pub fn arrange(order: &[u32]) -> Vec<Vec2> {
    let count = order.len();
    let turns = count as f64 * GAP / std::f64::consts::TAU;
    let radius = match count {
        0..=ONE_RING => turns,
        // `radius × TAU` nodes on each of `radius × WIDTH` rings.
        _ => (turns * GAP / WIDTH).sqrt(),
    };
    let band = Band::around(radius, count);
    let mut places = vec![Vec2::ZERO; count];
    for (rank, &node) in order.iter().enumerate() {
        // From the top, as a clock is read.
        let turn = rank as f64 / count as f64 - 0.25;
        places[node as usize] = band.place(rank, turn);
    }
    places
}
