//! Points around circles, without the platform's trigonometry.
//!
//! Sines and cosines of different platforms differ in their last bits, and a layout may not. Of a
//! polynomial over an eighth of a turn every bit is fixed.

use std::f64::consts::FRAC_PI_4;

use glam::Vec2;

/// The point of the unit circle a share of a turn (0 to 1) from the right, downwards first.
#[must_use]
pub fn point(turn: f64) -> Vec2 {
    let eighths = (turn - turn.floor()) * 8.0;
    let octant = eighths.floor();
    let rest = eighths - octant;
    let is_odd = octant as u32 % 2 == 1;
    // In odd octants from the far end, so that the angle never exceeds an eighth of a turn.
    let angle = if is_odd { 1.0 - rest } else { rest } * FRAC_PI_4;
    let (sine, cosine) = sine_and_cosine(angle);
    let (along, across) = if is_odd {
        (sine, cosine)
    } else {
        (cosine, sine)
    };
    let (x, y) = match octant as u32 / 2 {
        0 => (along, across),
        1 => (-across, along),
        2 => (-along, -across),
        _ => (across, -along),
    };
    Vec2::new(x as f32, y as f32)
}

/// Of an angle of at most an eighth of a turn, by Taylor's series: exact to 1e-10.
fn sine_and_cosine(angle: f64) -> (f64, f64) {
    let square = angle * angle;
    let (mut sine, mut cosine) = (0.0, 0.0);
    for term in (1..=5).rev() {
        let n = f64::from(2 * term);
        sine = square / (n * (n + 1.0)) * (1.0 - sine);
        cosine = square / (n * (n - 1.0)) * (1.0 - cosine);
    }
    (angle * (1.0 - sine), 1.0 - cosine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_those_of_sine_and_cosine() {
        for k in -40..400 {
            let turn = f64::from(k) / 360.0;
            let exact = glam::DVec2::from_angle(turn * std::f64::consts::TAU).as_vec2();
            assert!(point(turn).distance(exact) < 1e-6, "{k}: {}", point(turn));
        }
    }
}
