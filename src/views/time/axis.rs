//! Where on the screen is a moment?

use std::ops::Range;

use crate::units::{TimeSpan, Timestamp};

/// A stretch of time along a stretch of the screen.
#[derive(Clone, Copy, Debug)]
pub struct TimeAxis {
    /// What is shown; at least a nanosecond long.
    pub shown: TimeSpan,
    left_pts: f32,
    right_pts: f32,
}

impl TimeAxis {
    /// Shows a stretch of time between two places, in points.
    #[must_use]
    pub fn new(shown: TimeSpan, x_pts: Range<f32>) -> Self {
        let last = Timestamp(shown.last.0.max(shown.first.0.saturating_add(1)));
        Self {
            shown: TimeSpan {
                first: shown.first,
                last,
            },
            left_pts: x_pts.start,
            right_pts: x_pts.end.max(x_pts.start + 1.0),
        }
    }

    /// Nanoseconds in a point.
    #[must_use]
    pub fn nanos_per_pt(&self) -> f64 {
        self.shown.nanos() as f64 / f64::from(self.right_pts - self.left_pts)
    }

    /// The place of a moment.
    #[must_use]
    pub fn x(&self, time: Timestamp) -> f32 {
        let since = time.0 as f64 - self.shown.first.0 as f64;
        let x = f64::from(self.left_pts) + since / self.nanos_per_pt();
        x.clamp(-1e6, 1e6) as f32
    }

    /// The moment at a place.
    #[must_use]
    pub fn time(&self, x: f32) -> Timestamp {
        let since = f64::from(x - self.left_pts) * self.nanos_per_pt();
        Timestamp(self.shown.first.0.saturating_add(since as i64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_moments_are_inverse() {
        let shown = TimeSpan {
            first: Timestamp(1_000_000_000),
            last: Timestamp(5_000_000_000),
        };
        let axis = TimeAxis::new(shown, 100.0..500.0);
        for (x, time) in [
            (100.0, 1_000_000_000),
            (300.0, 3_000_000_000),
            (500.0, 5_000_000_000),
        ] {
            assert_eq!(axis.time(x), Timestamp(time));
            assert!((axis.x(Timestamp(time)) - x).abs() < 1e-3);
        }
        let ever = TimeSpan {
            first: Timestamp(i64::MIN),
            last: Timestamp(i64::MAX),
        };
        assert!(
            TimeAxis::new(ever, 0.0..0.0)
                .x(Timestamp(i64::MAX))
                .is_finite()
        );
    }
}
