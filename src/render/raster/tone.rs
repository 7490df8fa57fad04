//! Which colour is a pixel with these sums?
//!
//! Strokes of weights `w` that are blended one over the other cover `1 - exp(-sum of w)`, whatever
//! their order. That is kept up to a sum of 1, which covers 63 %. Beyond it the uncovered rest
//! falls with the sum itself and not exponentially, `exp(-1) / w`: ten times the edges still look
//! denser where blending would have been full long ago. Colours mix by weight.

use super::bins::TILE;
use super::planes::{MAGIC, Planes};
use crate::scene::tokens::Rgba;

/// A tile's pixels: premultiplied red, green, blue and alpha, 0 to 1.
pub(super) struct Canvas(pub(super) Vec<[f32; 4]>);

impl Default for Canvas {
    fn default() -> Self {
        Self(vec![[0.0; 4]; TILE * TILE])
    }
}

/// A finished tile: four bytes a pixel.
pub(super) struct PixelTile(Vec<u8>);

/// What is behind the edges, premultiplied, 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ground([f32; 4]);

impl Ground {
    pub(super) fn new(background: Rgba) -> Self {
        let [red, green, blue, _] = background.0.map(|value| f32::from(value) / 255.0);
        let alpha = background.alpha();
        Self([red * alpha, green * alpha, blue * alpha, alpha])
    }

    /// A tile in which nothing is drawn.
    pub(super) fn bytes(&self) -> PixelTile {
        PixelTile(self.0.map(byte).repeat(TILE * TILE))
    }

    /// Paints the ground and what was summed up over it.
    pub(super) fn resolve(&self, planes: &Planes, canvas: &mut Canvas) {
        if planes.is_empty() {
            canvas.0.fill(self.0);
            return;
        }
        let mut row = [[0.0_f32; TILE]; 4];
        for (y, pixels) in canvas.0.chunks_exact_mut(TILE).enumerate() {
            planes.row(y, &mut row);
            let [reds, greens, blues, weights] = &row;
            for x in 0..TILE {
                let weight = weights[x];
                let rest = uncovered(weight);
                // Nothing divided by nothing is nothing here.
                let share = (1.0 - rest) / weight.max(1e-9);
                pixels[x] = [
                    reds[x] * share + self.0[0] * rest,
                    greens[x] * share + self.0[1] * rest,
                    blues[x] * share + self.0[2] * rest,
                    1.0 - rest + self.0[3] * rest,
                ];
            }
        }
    }
}

/// What is left uncovered under this sum of weights.
fn uncovered(weight: f32) -> f32 {
    // 1 / exp(w) by its series up to w = 1, where it is exact to 1 in 1,000.
    let w = weight.min(1.0);
    let series = 1.0 + w * (1.0 + w * (0.5 + w * (1.0 / 6.0 + w * (1.0 / 24.0 + w / 120.0))));
    1.0 / (series * weight.max(1.0))
}

/// A value of 0 to 1 as a byte; rounding beyond either end is far less than a half.
fn byte(value: f32) -> u8 {
    (value * 255.0 + MAGIC).to_bits() as u8
}

impl Canvas {
    /// The finished tile.
    pub(super) fn bytes(&self) -> PixelTile {
        let mut bytes = vec![0_u8; self.0.len() * 4];
        for (target, pixel) in bytes.chunks_exact_mut(4).zip(&self.0) {
            target.copy_from_slice(&pixel.map(byte));
        }
        PixelTile(bytes)
    }
}

impl PixelTile {
    /// Copies one row of pixels, cut at the length of the target.
    pub(super) fn write_row(&self, y: usize, target: &mut [u8]) {
        let row = &self.0[y * TILE * 4..(y + 1) * TILE * 4];
        target.copy_from_slice(&row[..target.len()]);
    }
}
