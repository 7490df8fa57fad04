//! Components side by side: the largest in the middle of what is left of it.
//!
//! Where one component rules, the others stand beside it in one compact block of rows, so that
//! the picture is about the large one. Where none does, the others fill frames around the
//! first: strips along the sides of what is already there, right and left while the picture is
//! too narrow, below and above while it is too wide.
//! Boxes come sorted by size, so rows and strips hold similar things, area goes with node
//! count, and thousands of pairs become a tidy grid. No two boxes overlap.

use glam::Vec2;

/// Area of all other boxes as a share of the first one's up to which they stand beside it in a
/// block; more would be a block larger than the ruler.
const RULER_SHARE: f32 = 0.6;
/// Height to width of the block beside a ruler that is not wide enough: a column of rows.
const BLOCK_TALLNESS: f32 = 2.0;

/// Places the boxes of the given sizes, `[box]`, and returns their centres.
///
/// `aspect` is the wanted width to height; `gap` lies between any two boxes. The whole is
/// centred at the origin.
#[must_use]
pub fn pack(sizes: &[Vec2], gap: f32, aspect: f32) -> Vec<Vec2> {
    let Some((&first, others)) = sizes.split_first() else {
        return Vec::new();
    };
    let others_area: f32 = others.iter().map(|s| (s.x + gap) * (s.y + gap)).sum();
    let mut centres = if others_area <= RULER_SHARE * first.x * first.y {
        block_beside(first, others, others_area, gap, aspect)
    } else {
        frames(sizes, gap, aspect)
    };
    let corners = |sign: f32| {
        let corner = |(centre, size): (&Vec2, &Vec2)| (*centre + *size * (0.5 * sign)) * sign;
        centres
            .iter()
            .zip(sizes)
            .map(corner)
            .fold(Vec2::NEG_INFINITY, Vec2::max)
            * sign
    };
    let middle = (corners(1.0) + corners(-1.0)) * 0.5;
    for centre in &mut centres {
        *centre -= middle;
    }
    centres
}

/// All boxes but the first in rows of one block, right of the first or below it.
fn block_beside(first: Vec2, others: &[Vec2], area: f32, gap: f32, aspect: f32) -> Vec<Vec2> {
    let right = first.x < aspect * first.y;
    let widest = others.iter().map(|s| s.x).fold(0.0, f32::max);
    // Rows waste some of the area, so the block gets a little more width than it needs.
    let width = if right {
        let height = (area * BLOCK_TALLNESS).sqrt().min(first.y);
        (area / height.max(gap) * 1.1).max(widest)
    } else {
        (area * BLOCK_TALLNESS).sqrt().min(first.x).max(widest)
    };
    let mut by_height: Vec<usize> = (0..others.len()).collect();
    by_height.sort_by(|&a, &b| others[b].y.total_cmp(&others[a].y));
    let mut rows: Vec<(Vec<usize>, Vec2)> = Vec::new();
    for other in by_height {
        let size = others[other];
        match rows.last_mut() {
            Some((row, extent)) if extent.x + gap + size.x <= width => {
                row.push(other);
                extent.x += gap + size.x;
            }
            _ => rows.push((vec![other], size)),
        }
    }
    let height: f32 = rows.iter().map(|(_, extent)| extent.y + gap).sum::<f32>() - gap;
    let corner = if right {
        Vec2::new(first.x * 0.5 + gap * 2.0, -height * 0.5)
    } else {
        Vec2::new(-width * 0.5, first.y * 0.5 + gap * 2.0)
    };
    let mut centres = vec![Vec2::ZERO; others.len() + 1];
    let mut top = corner.y;
    for (row, extent) in rows {
        let mut left = corner.x;
        for other in row {
            let size = others[other];
            centres[other + 1] = Vec2::new(left + size.x * 0.5, top + extent.y * 0.5);
            left += size.x + gap;
        }
        top += extent.y + gap;
    }
    centres
}

/// The first box in the middle and all others in strips around it.
fn frames(sizes: &[Vec2], gap: f32, aspect: f32) -> Vec<Vec2> {
    let mut centres = vec![Vec2::ZERO; sizes.len()];
    // The occupied rectangle around the first box.
    let (mut low, mut high) = (-sizes[0] * 0.5, sizes[0] * 0.5);
    let mut next = 1;
    while next < sizes.len() {
        let occupied = high - low;
        let vertical = occupied.x < aspect * occupied.y;
        let length = if vertical { occupied.y } else { occupied.x };
        // Strips come in pairs on opposite sides, so that the first box stays in the middle.
        for side in [1.0, -1.0] {
            let strip = strip(sizes, next, length, gap, vertical);
            next = strip.end;
            if strip.end == strip.start {
                continue;
            }
            let half = strip.thickness * 0.5;
            let edge = if side > 0.0 { high } else { low };
            let across = (if vertical { edge.x } else { edge.y }) + side * (gap + half);
            let middle = if vertical {
                low.y + high.y
            } else {
                low.x + high.x
            } * 0.5;
            // A full strip is stretched to the whole length; the last one stays compact.
            let slots = (strip.end - strip.start - 1) as f32;
            let full = strip.end < sizes.len() && slots > 0.0 && strip.length < length;
            let stretch = if full {
                (length - strip.length) / slots
            } else {
                0.0
            };
            let extent = strip.length + stretch * slots;
            let mut along = middle - extent * 0.5;
            let span = strip.start..strip.end;
            for (centre, size) in centres[span.clone()].iter_mut().zip(&sizes[span]) {
                let own = if vertical { size.y } else { size.x };
                let at = along + own * 0.5;
                *centre = if vertical {
                    Vec2::new(across, at)
                } else {
                    Vec2::new(at, across)
                };
                along += own + gap + stretch;
            }
            let (near, far) = (Vec2::splat(across - half), Vec2::splat(across + half));
            let (from, to) = (middle - extent * 0.5, middle + extent * 0.5);
            let (strip_low, strip_high) = if vertical {
                (near.with_y(from), far.with_y(to))
            } else {
                (near.with_x(from), far.with_x(to))
            };
            low = low.min(strip_low);
            high = high.max(strip_high);
        }
    }
    centres
}

#[derive(Default)]
struct Strip {
    start: usize,
    end: usize,
    length: f32,
    thickness: f32,
}

/// The boxes from `start` on that fit side by side into `length`, at least one.
fn strip(sizes: &[Vec2], start: usize, length: f32, gap: f32, vertical: bool) -> Strip {
    let mut result = Strip {
        start,
        end: start,
        length: 0.0,
        thickness: 0.0,
    };
    for size in &sizes[start..] {
        let (along, across) = if vertical {
            (size.y, size.x)
        } else {
            (size.x, size.y)
        };
        let longer = result.length + along + if result.end > start { gap } else { 0.0 };
        if longer > length && result.end > start {
            break;
        }
        result.length = longer;
        result.thickness = result.thickness.max(across);
        result.end += 1;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(sizes: &[Vec2], gap: f32) {
        let centres = pack(sizes, gap, 1.4);
        let boxes: Vec<(Vec2, Vec2)> = centres
            .iter()
            .zip(sizes)
            .map(|(&c, &s)| (c - s * 0.5, c + s * 0.5))
            .collect();
        for (i, a) in boxes.iter().enumerate() {
            for b in &boxes[..i] {
                let clear = (a.0 - b.1).max(b.0 - a.1).max_element();
                assert!(clear >= gap * 0.99, "{a:?} and {b:?} are {clear} apart");
            }
        }
    }

    #[test]
    fn boxes_keep_their_gap() {
        check(&[], 1.0);
        check(&[Vec2::splat(3.0)], 1.0);
        check(&[Vec2::ZERO; 50], 1.0);
        check(
            &[
                Vec2::new(40.0, 30.0),
                Vec2::new(9.0, 4.0),
                Vec2::new(1.0, 0.0),
            ],
            0.5,
        );
        let many: Vec<Vec2> = (0..300)
            .map(|i| Vec2::new(1.0 + (i % 7) as f32, 300.0 / (i + 1) as f32))
            .collect();
        check(&many, 1.0);
    }

    #[test]
    fn pairs_fill_the_wanted_shape() {
        let sizes = vec![Vec2::new(1.0, 0.0); 1_000];
        let centres = pack(&sizes, 1.0, 1.4);
        let low = centres.iter().copied().reduce(Vec2::min).unwrap();
        let high = centres.iter().copied().reduce(Vec2::max).unwrap();
        let aspect = (high.x - low.x) / (high.y - low.y);
        assert!((0.9..2.2).contains(&aspect), "{aspect}");
    }
}
