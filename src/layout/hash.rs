//! Repeatable disorder: random-looking numbers from integers alone.
//!
//! A layout may not depend on threads or on the platform's mathematics, so every "random"
//! choice is a hash of the seed and of what is being chosen.
//! The mixer is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).

use glam::Vec2;

/// Cosine of the golden angle, 137.5°, the turn between two leaves of a sunflower.
pub const GOLDEN_COS: f64 = -0.737_368_878_078_319_9;
/// Sine of the golden angle.
pub const GOLDEN_SIN: f64 = 0.675_490_294_261_523_7;

/// A well-mixed 64-bit hash of a seed and an index.
#[must_use]
pub fn mix(seed: u64, index: u64) -> u64 {
    let mut z = seed ^ index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A point in the square `-1..1` by `-1..1`, a function of seed and index.
#[must_use]
pub fn point_in_square(seed: u64, index: u64) -> Vec2 {
    let bits = mix(seed, index);
    let unit = |b: u64| (b & 0xFF_FFFF) as f32 * (2.0 / 16_777_216.0) - 1.0;
    Vec2::new(unit(bits), unit(bits >> 24))
}

/// A vector's direction; the horizontal one for zero.
#[must_use]
pub fn unit(v: Vec2) -> Vec2 {
    let length = (v.x * v.x + v.y * v.y).sqrt();
    if length > 0.0 && length.is_finite() {
        v / length
    } else {
        Vec2::X
    }
}

/// Points of a sunflower's head: about equally dense, the first one in the centre.
///
/// The `k`-th point (from 0) lies at distance `sqrt(start + k)`, so a point takes the area pi.
#[derive(Clone, Debug)]
pub struct Sunflower {
    turn: (f64, f64),
    area: f64,
}

impl Sunflower {
    /// A head whose first `start` places stay empty, turned by the unit vector `facing`.
    #[must_use]
    pub fn new(start: f32, facing: Vec2) -> Self {
        Self {
            turn: (f64::from(facing.x), f64::from(facing.y)),
            area: f64::from(start),
        }
    }
}

impl Iterator for Sunflower {
    type Item = Vec2;

    fn next(&mut self) -> Option<Vec2> {
        let (x, y) = self.turn;
        let radius = self.area.sqrt();
        self.area += 1.0;
        self.turn = (
            x * GOLDEN_COS - y * GOLDEN_SIN,
            x * GOLDEN_SIN + y * GOLDEN_COS,
        );
        Some(Vec2::new((x * radius) as f32, (y * radius) as f32))
    }
}
