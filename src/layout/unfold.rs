//! From cores to all nodes: unfolds the leaves of one component and measures its box.

use glam::Vec2;

use super::adjacency::Adjacency;
use super::fold::{self, Fold};
use super::level::Cores;

/// What is needed to unfold leaves.
#[derive(Clone, Copy, Debug)]
pub struct Unfolding<'a> {
    /// The whole graph.
    pub graph: &'a Adjacency,
    /// Its leaves.
    pub fold: &'a Fold,
    /// Its other nodes.
    pub cores: &'a Cores,
    /// Places of the cores, in the order of `cores.nodes`, each in its component's own space.
    pub places: &'a [Vec2],
}

impl Unfolding<'_> {
    /// Calls `visit` with each of a component's nodes and its place in the component's space.
    pub fn for_each(&self, component: usize, mut visit: impl FnMut(u32, Vec2)) {
        let start = self.cores.offsets[component];
        for (k, &node) in self.cores.of(component).iter().enumerate() {
            let place = self.places[start + k];
            visit(node, place);
            let leaves = self.fold.leaves(node as usize);
            if !leaves.is_empty() {
                let away = self.away_from_neighbours(start, node as usize, place);
                for (&leaf, offset) in leaves.iter().zip(fold::places(leaves.len(), away)) {
                    visit(leaf, place + offset);
                }
            }
        }
    }

    /// Unit vector from the mean of a hub's unfolded neighbours to the hub; zero without any.
    fn away_from_neighbours(&self, start: usize, hub: usize, place: Vec2) -> Vec2 {
        let mut sum = Vec2::ZERO;
        for &next in self.graph.row(hub) {
            if !self.fold.is_folded(next as usize) {
                let toward =
                    place - self.places[start + self.cores.local_of[next as usize] as usize];
                let length = (toward.x * toward.x + toward.y * toward.y).sqrt();
                if length > 0.0 {
                    sum += toward / length;
                }
            }
        }
        let length = (sum.x * sum.x + sum.y * sum.y).sqrt();
        if length > 1e-6 {
            sum / length
        } else {
            Vec2::ZERO
        }
    }

    /// Lower and upper corner of a component's box in its own space.
    #[must_use]
    pub fn bounds(&self, component: usize) -> (Vec2, Vec2) {
        let (mut low, mut high) = (Vec2::INFINITY, Vec2::NEG_INFINITY);
        self.for_each(component, |_, place| {
            low = low.min(place);
            high = high.max(place);
        });
        if low.is_finite() && high.is_finite() {
            (low, high)
        } else {
            (Vec2::ZERO, Vec2::ZERO)
        }
    }
}
