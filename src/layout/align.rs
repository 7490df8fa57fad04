//! A picture that was drawn anew is turned to look like the one before it.
//!
//! The orthogonal Procrustes problem in the plane (Schönemann 1966) has a closed form: of all
//! turns, and of all turns of the mirror image, the one that brings the places nearest to the
//! wanted ones in the mean of squares. Sizes are not changed: spacing is what the layout settled.

use glam::{DVec2, Vec2};

/// Turns, and perhaps mirrors, places about their centre so that they lie as the wanted ones do
/// about theirs, `[node]`; the centre stays. Wanted places that are not finite do not count, and
/// with fewer than two that do nothing is changed.
pub fn align(places: &mut [Vec2], wanted: &[Vec2]) {
    let known = || {
        let pairs = places.iter().zip(wanted);
        pairs.filter(|(_, wanted)| wanted.is_finite())
    };
    let count = known().count();
    if count < 2 {
        return;
    }
    let mut centres = [DVec2::ZERO; 2];
    for (place, wanted) in known() {
        centres[0] += place.as_dvec2();
        centres[1] += wanted.as_dvec2();
    }
    let [centre, wanted_centre] = centres.map(|sum| sum / count as f64);
    // Sums of dot and cross products, of the places as they are and of their mirror image.
    let (mut plain, mut mirrored) = (DVec2::ZERO, DVec2::ZERO);
    for (place, wanted) in known() {
        let (from, to) = (place.as_dvec2() - centre, wanted.as_dvec2() - wanted_centre);
        plain += DVec2::new(from.x * to.x + from.y * to.y, from.x * to.y - from.y * to.x);
        mirrored += DVec2::new(
            from.y * to.y - from.x * to.x,
            -from.x * to.y - from.y * to.x,
        );
    }
    let square = |v: DVec2| v.x * v.x + v.y * v.y;
    let is_mirrored = square(mirrored) > square(plain);
    let turn = if is_mirrored { mirrored } else { plain };
    let length = square(turn).sqrt();
    if !(length.is_finite() && length > 0.0) {
        return;
    }
    let (cosine, sine) = (turn.x / length, turn.y / length);
    let flip = if is_mirrored { -1.0 } else { 1.0 };
    for place in places {
        let from = place.as_dvec2() - centre;
        let (x, y) = (from.x * flip, from.y);
        let turned = DVec2::new(x * cosine - y * sine, x * sine + y * cosine);
        *place = (centre + turned).as_vec2();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A lopsided cloud, so that no turn of it looks like another.
    fn cloud() -> Vec<Vec2> {
        let place = |i: u64| {
            let point = super::super::hash::point_in_square(5, i);
            Vec2::new(point.x * 9.0 + i as f32 * 0.1, point.y * 3.0)
        };
        (0..40).map(place).collect()
    }

    /// Aligns a cloud that was moved, and checks that it lies as before about its centre.
    fn check(moved: impl Fn(Vec2) -> Vec2, hidden: usize) {
        let before = cloud();
        let mut places: Vec<Vec2> = before.iter().map(|&place| moved(place)).collect();
        let mut wanted = before.clone();
        wanted[..hidden].fill(Vec2::NAN);
        align(&mut places, &wanted);
        let centre = |of: &[Vec2]| of[hidden..].iter().sum::<Vec2>() / (of.len() - hidden) as f32;
        let (old, new) = (centre(&before), centre(&places));
        for (before, after) in before.iter().zip(&places) {
            let off = (*before - old).distance(*after - new);
            assert!(off < 1e-3, "{before} came to {after}");
        }
    }

    #[test]
    fn turns_and_mirror_images_are_undone() {
        for hidden in [0, 1, 30] {
            check(|p| p, hidden);
            check(|p| Vec2::new(-p.y, p.x) + 7.0, hidden);
            check(
                |p| Vec2::new(p.x * 0.6 - p.y * 0.8, p.x * 0.8 + p.y * 0.6),
                hidden,
            );
            check(|p| Vec2::new(p.y, p.x), hidden);
            check(|p| Vec2::new(-p.x, p.y) - 3.0, hidden);
        }
    }

    #[test]
    fn what_has_no_direction_stays() {
        let same = |places: &[Vec2], wanted: &[Vec2]| {
            let mut aligned = places.to_vec();
            align(&mut aligned, wanted);
            assert_eq!(aligned, places);
        };
        same(&[], &[]);
        same(&[Vec2::ONE], &[Vec2::ZERO]);
        same(&[Vec2::ONE, Vec2::ZERO], &[Vec2::NAN; 2]);
        same(&[Vec2::ONE, Vec2::ZERO], &[Vec2::X; 2]);
    }
}
