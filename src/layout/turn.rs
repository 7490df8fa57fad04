//! Pictures lie down: their longer extent is horizontal, as screens are.

use glam::Vec2;

/// Turns places about their centre so that their longer extent is horizontal, as screens are.
pub fn turn_to_long_side(places: &mut [Vec2]) {
    let count = places.len().max(1) as f64;
    let (mut cx, mut cy) = (0.0_f64, 0.0_f64);
    for p in places.iter() {
        cx += f64::from(p.x) / count;
        cy += f64::from(p.y) / count;
    }
    let (mut xx, mut xy, mut yy) = (0.0_f64, 0.0_f64, 0.0_f64);
    for p in places.iter() {
        let (x, y) = (f64::from(p.x) - cx, f64::from(p.y) - cy);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    // Eigenvector of the larger eigenvalue of the covariance.
    let half = (xx - yy) * 0.5;
    let root = (half * half + xy * xy).sqrt();
    let (mut ax, mut ay) = if half >= 0.0 {
        (half + root, xy)
    } else {
        (xy, root - half)
    };
    let length = (ax * ax + ay * ay).sqrt();
    if length.is_nan() || length <= 1e-12 * (xx + yy) {
        return;
    }
    ax /= length;
    ay /= length;
    if ax < 0.0 {
        (ax, ay) = (-ax, -ay);
    }
    for p in places.iter_mut() {
        let (x, y) = (f64::from(p.x) - cx, f64::from(p.y) - cy);
        *p = Vec2::new((x * ax + y * ay) as f32, (y * ax - x * ay) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(places: &[Vec2]) {
        let mut turned = places.to_vec();
        turn_to_long_side(&mut turned);
        let low = turned.iter().copied().reduce(Vec2::min).unwrap_or_default();
        let high = turned.iter().copied().reduce(Vec2::max).unwrap_or_default();
        assert!(
            high.x - low.x >= 0.999 * (high.y - low.y),
            "{places:?} stands: {turned:?}"
        );
        for (i, j) in (0..places.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
            let (before, after) = (places[i].distance(places[j]), turned[i].distance(turned[j]));
            assert!(
                (before - after).abs() <= 1e-3 * before,
                "a turn keeps distances"
            );
        }
    }

    #[test]
    fn pictures_lie_down() {
        check(&[]);
        check(&[Vec2::ONE]);
        check(&[Vec2::ZERO; 3]);
        check(&[Vec2::ZERO, Vec2::new(0.0, 9.0), Vec2::new(1.0, 4.0)]);
        check(&[
            Vec2::ZERO,
            Vec2::new(-5.0, 5.0),
            Vec2::new(5.0, -5.1),
            Vec2::new(1.0, 1.0),
        ]);
    }
}
