//! How do a few large discs find room beside each other, near where they are?
//!
//! What stands for many nodes at once, such as a closed group, is put at their centre, and the
//! centres of groups that lie across each other are nearly in one place. Their discs are pushed
//! apart as those of a layout's last passes are, and nothing else moves.

use glam::Vec2;

use super::spread::{self, Watch};

/// Most passes; a few discs in one place are apart after a dozen.
const PASSES: u32 = 48;

/// Moves `places` apart until no two are nearer than the sum of their `radii`, `[disc]`, world units,
/// or until it takes too long. Places that are not finite stay as they are.
///
/// # Panics
/// If there are not as many radii as places.
pub fn push_apart(places: &mut [Vec2], radii: &[f32]) {
    assert_eq!(places.len(), radii.len(), "a radius for each place");
    let placed: Vec<usize> = (0..places.len())
        .filter(|&disc| places[disc].is_finite() && radii[disc] > 0.0)
        .collect();
    let mut xs: Vec<f32> = placed.iter().map(|&disc| places[disc].x).collect();
    let mut ys: Vec<f32> = placed.iter().map(|&disc| places[disc].y).collect();
    let radii: Vec<f32> = placed.iter().map(|&disc| radii[disc]).collect();
    let fixed = vec![false; placed.len()];
    let mut watch = Watch::default();
    for _ in 0..PASSES {
        spread::spread(&mut xs, &mut ys, &radii, &fixed, &mut watch);
        if watch.is_at_rest() {
            break;
        }
    }
    for (&disc, (x, y)) in placed.iter().zip(xs.into_iter().zip(ys)) {
        places[disc] = Vec2::new(x, y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discs_in_one_place_come_apart_and_those_alone_stay() {
        let mut places = vec![Vec2::new(3.0, 4.0); 9];
        places.extend([Vec2::new(40.0, 0.0), Vec2::NAN]);
        let radii: Vec<f32> = (0..11).map(|disc| 0.5 + 0.1 * disc as f32).collect();
        push_apart(&mut places, &radii);
        for a in 0..9 {
            for b in 0..a {
                let (distance, least) = (places[a].distance(places[b]), radii[a] + radii[b]);
                assert!(distance > 0.95 * least, "{a}, {b}: {distance} of {least}");
            }
        }
        assert_eq!(places[9], Vec2::new(40.0, 0.0));
        assert!(places[10].is_nan());
    }
}
