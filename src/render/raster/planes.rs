//! How are weights summed up in a tile?
//!
//! Upright strokes are walked down a plane of rows, level ones down a plane of columns, so that the
//! taps of a step are always neighbours in memory. A plane holds one colour at a time; when the
//! next colour comes it is folded into sums of red, green, blue and weight. Sums in a plane are
//! integers, and colours come in a fixed order, so the order of strokes does not matter.

use super::bins::TILE;
use super::segments::{End, Segment, Taps, WEIGHT_UNITS};

/// Pixels beside the tile that taps may touch: all of the most taps, when only the last is inside.
const PAD: usize = 16;
const STRIDE: usize = TILE + 2 * PAD;
/// Weight, in units, after which a plane is folded although the colour goes on: with the greatest
/// weight of one stroke more it still fits 31 bits.
const MOST_ADDED: u32 = 2_000_000_000;
/// Adding this to a small float leaves its nearest integer in the low bits.
pub(super) const MAGIC: f32 = 8_388_608.0;

/// The sums of one tile.
pub(super) struct Planes {
    /// Upright and level strokes.
    sides: [Side; 2],
}

/// The sums of strokes with one major axis: `[along][across]`.
struct Side {
    /// Weights of one colour with room for taps beside the tile, `[along][STRIDE]`.
    plane: Vec<u32>,
    /// Greatest weight that a pixel of the plane may hold, in units.
    added: u32,
    /// Weighted red, green, blue, and the weight; `[along * TILE + across]` each.
    sums: [Vec<f32>; 4],
    /// Whether anything is in the sums.
    used: bool,
}

impl Default for Planes {
    fn default() -> Self {
        Self {
            sides: std::array::from_fn(|_| Side {
                plane: vec![0; TILE * STRIDE],
                added: 0,
                sums: std::array::from_fn(|_| vec![0.0; TILE * TILE]),
                used: false,
            }),
        }
    }
}

impl Planes {
    /// Makes the sums those of an empty tile.
    pub(super) fn clear(&mut self) {
        for side in &mut self.sides {
            if side.used {
                side.sums.iter_mut().for_each(|sum| sum.fill(0.0));
                side.used = false;
            }
        }
    }

    /// Adds the part of a segment that lies in the tile with this top left corner.
    pub(super) fn add(&mut self, segment: &Segment, origin_px: [i32; 2], color: [u8; 3]) {
        let [x, y] = origin_px;
        let (side, [along, across]) = if segment.is_upright {
            (&mut self.sides[0], [y, x])
        } else {
            (&mut self.sides[1], [x, y])
        };
        if side.added >= MOST_ADDED {
            side.fold(color);
        }
        // At most half a unit more by rounding.
        side.added += segment.weight as u32 + 1;
        side.walk(segment, along, across);
    }

    /// Adds what was collected to the sums as of this colour.
    pub(super) fn fold(&mut self, color: [u8; 3]) {
        self.sides.iter_mut().for_each(|side| side.fold(color));
    }

    /// Whether nothing was drawn.
    pub(super) fn is_empty(&self) -> bool {
        self.sides.iter().all(|side| !side.used)
    }

    /// Red, green and blue times weight, and the weight, of one row of pixels.
    pub(super) fn row(&self, y: usize, out: &mut [[f32; TILE]; 4]) {
        let [upright, level] = &self.sides;
        for (channel, out) in out.iter_mut().enumerate() {
            if upright.used {
                out.copy_from_slice(&upright.sums[channel][y * TILE..(y + 1) * TILE]);
            } else {
                out.fill(0.0);
            }
            if level.used {
                let column = level.sums[channel][y..].iter().step_by(TILE);
                for (value, more) in out.iter_mut().zip(column) {
                    *value += more;
                }
            }
        }
    }
}

/// The butt ends of a stroke of more than four taps.
struct Butts {
    /// Where the middle line begins and ends along the major axis.
    ends: [f32; 2],
    /// How far from there its corners are.
    reach: f32,
    inverse_cos: f32,
    slope: f32,
}

impl Butts {
    fn new(segment: &Segment) -> Self {
        let [low, high] = segment.ends.map(End::unpacked);
        let first = i32::from(segment.first_row);
        let last = first + i32::from(segment.rows) - 1;
        Self {
            ends: [
                (first + low.beyond) as f32 + low.at,
                (last - high.beyond) as f32 + high.at,
            ],
            reach: low.beyond.max(high.beyond) as f32 + 1.0,
            inverse_cos: 1.0 / segment.cos,
            slope: segment.slope as f32 / 65_536.0,
        }
    }

    /// Whether an end may cut a step.
    fn is_near(&self, row: i32) -> bool {
        let middle = row as f32 + 0.5;
        middle < self.ends[0] + self.reach || middle > self.ends[1] - self.reach
    }

    /// How much of a pixel lies between the ends; `across` is its distance from the middle line.
    fn share(&self, row: i32, across: f32) -> f32 {
        let middle = row as f32 + 0.5;
        let along = |steps: f32, across: f32| {
            (steps * self.inverse_cos + across * self.slope + 0.5).clamp(0.0, 1.0)
        };
        along(middle - self.ends[0], across) * along(self.ends[1] - middle, -across)
    }
}

impl Side {
    /// Walks a segment through the tile; `along` and `across` are the tile's corner.
    fn walk(&mut self, segment: &Segment, along: i32, across: i32) {
        match segment.taps {
            Taps::Thin => self.steps::<4, true>(segment, along, across),
            Taps::Four => self.steps::<4, false>(segment, along, across),
            Taps::Eight => self.steps::<8, false>(segment, along, across),
            Taps::Sixteen => self.steps::<16, false>(segment, along, across),
        }
    }

    fn steps<const TAPS: usize, const THIN: bool>(
        &mut self,
        segment: &Segment,
        along: i32,
        across: i32,
    ) {
        let start = i32::from(segment.first_row);
        let end = start + i32::from(segment.rows);
        let slope = segment.slope;
        let minor = segment.minor.wrapping_sub(across << 16);
        // Steps whose taps touch the tile, and perhaps one or two beside it.
        let (mut first, mut last) = (start.max(along), end.min(along + TILE as i32));
        if slope != 0 {
            let inverse = 1.0 / slope as f32;
            let room = (TAPS / 2 + 1) as f32;
            let low = (-room * 65_536.0 - minor as f32) * inverse;
            let high = ((TILE as f32 + room) * 65_536.0 - minor as f32) * inverse;
            first = first.max(start.saturating_add(low.min(high) as i32));
            last = last.min(start.saturating_add(low.max(high) as i32).saturating_add(2));
        }
        if first >= last {
            return;
        }
        let begin = first - start;
        let mut at = minor.wrapping_add(slope.wrapping_mul(begin));
        let mut half = segment.half + segment.half_slope * begin as f32;
        let cos = segment.cos;
        let offsets: [f32; TAPS] =
            std::array::from_fn(|tap| (tap as f32 - (TAPS / 2 - 1) as f32) * cos);
        let fraction_cos = cos / 65_536.0;
        // A stroke thinner than a pixel is one pixel wide and so much fainter.
        let full = segment.weight;
        let mut weight = full * 2.0 * half;
        let weight_slope = full * 2.0 * segment.half_slope;

        let butts = Butts::new(segment);
        let mut row_start = (first - along) as usize * STRIDE;
        for row in first..last {
            let (at, half, weight, row_start) = {
                let now = (at, half, weight, row_start);
                at = at.wrapping_add(slope);
                half += segment.half_slope;
                weight += weight_slope;
                row_start += STRIDE;
                now
            };
            let column = ((at >> 16) + (PAD + 1) as i32 - (TAPS / 2) as i32) as usize;
            let fraction = (at & 0xffff) as f32 * fraction_cos;
            let (reach, mut strength) = if THIN {
                (1.0, weight)
            } else {
                // Not `min`: what it does for NaN costs instructions.
                let weight = if weight < full { weight } else { full };
                (half.max(0.5) + 0.5, weight)
            };
            if TAPS == 4 {
                if row == start {
                    strength *= f32::from(segment.ends[0]) / 255.0;
                } else if row == end - 1 {
                    strength *= f32::from(segment.ends[1]) / 255.0;
                }
            }
            let taps = self
                .plane
                .get_mut(row_start + column.min(STRIDE)..)
                .and_then(<[u32]>::first_chunk_mut::<TAPS>);
            if let Some(taps) = taps {
                if TAPS > 4 && butts.is_near(row) {
                    for (tap, offset) in taps.iter_mut().zip(&offsets) {
                        let across = offset - fraction;
                        let cover = (reach - across.abs()).clamp(0.0, 1.0);
                        let strength = strength * butts.share(row, across);
                        *tap = tap.wrapping_add((cover * strength + 0.5) as u32);
                    }
                    continue;
                }
                for (tap, offset) in taps.iter_mut().zip(&offsets) {
                    let cover = (reach - (offset - fraction).abs()).max(0.0);
                    let cover = if THIN || cover < 1.0 { cover } else { 1.0 };
                    let units = (cover * strength + MAGIC).to_bits();
                    *tap = tap.wrapping_add(units.wrapping_sub(MAGIC.to_bits()));
                }
            }
        }
    }

    fn fold(&mut self, color: [u8; 3]) {
        if self.added == 0 {
            return;
        }
        self.added = 0;
        self.used = true;
        let [red, green, blue] = color.map(|value| f32::from(value) / (255.0 * WEIGHT_UNITS));
        let [reds, greens, blues, weights] = &mut self.sums;
        let rows = self.plane.chunks_exact_mut(STRIDE);
        let sums = reds
            .chunks_exact_mut(TILE)
            .zip(greens.chunks_exact_mut(TILE))
            .zip(blues.chunks_exact_mut(TILE))
            .zip(weights.chunks_exact_mut(TILE));
        for (row, (((reds, greens), blues), weights)) in rows.zip(sums) {
            let inner = &row[PAD..PAD + TILE];
            for x in 0..TILE {
                let value = inner[x].cast_signed() as f32;
                reds[x] += value * red;
                greens[x] += value * green;
                blues[x] += value * blue;
                weights[x] += value * (1.0 / WEIGHT_UNITS);
            }
            row.fill(0);
        }
    }
}
