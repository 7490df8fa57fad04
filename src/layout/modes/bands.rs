//! Many nodes around a circle: as many rings side by side as they need to keep apart.

use glam::Vec2;

use super::round;

/// Distance of two nodes of a band, world units.
pub const GAP: f64 = 1.0;

/// A band around the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Radius of the innermost ring, world units.
    pub inner: f64,
    /// Rings, at least one.
    pub rings: usize,
}

impl Band {
    /// The band of this inner radius that has room for so many nodes.
    #[must_use]
    pub fn around(inner: f64, count: usize) -> Self {
        let inner = inner.max(GAP);
        let room = inner * std::f64::consts::TAU / GAP;
        Self {
            inner,
            rings: ((count as f64 / room).ceil() as usize).max(1),
        }
    }

    /// Radius of the outermost ring.
    #[must_use]
    pub fn outer(self) -> f64 {
        self.inner + GAP * (self.rings - 1) as f64
    }

    /// Share of a turn that two nodes which follow each other must at least be apart.
    #[must_use]
    pub fn least_turn(self) -> f64 {
        GAP / (std::f64::consts::TAU * self.inner * self.rings as f64)
    }

    /// Place of the `rank`-th node around the band, at a share of a turn.
    #[must_use]
    pub fn place(self, rank: usize, turn: f64) -> Vec2 {
        let radius = self.inner + GAP * (rank % self.rings) as f64;
        round::point(turn) * radius as f32
    }
}
