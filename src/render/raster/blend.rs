//! What is blended over the sums, one shape after the other?
//!
//! Strokes that are strong or wide, the rings of loops and the discs of nodes: few pixels, in which
//! it matters what lies on top. Each pixel's coverage is the one that the shaders compute, from its
//! distance to the shape.

use glam::{DVec2, Vec2};
use rayon::prelude::*;

use super::bins::{Bins, Grid, TILE};
use super::segments::{Line, View};
use super::tone::Canvas;
use crate::render::discs::Disc;
use crate::render::rings::Ring;
use crate::scene::{EdgeStyle, Scene};

/// Shapes prepared at a time; their ids fit 16 bits.
const CHUNK: usize = 32_768;

/// A straight colour and its opacity, premultiplied: red, green, blue, alpha, 0 to 1.
fn premultiplied(packed: u32, alpha: f32) -> [f32; 4] {
    let [red, green, blue, _] = packed.to_le_bytes().map(|value| f32::from(value) / 255.0);
    [red * alpha, green * alpha, blue * alpha, alpha]
}

/// Opacity of a packed colour.
fn opacity(packed: u32) -> f32 {
    let [.., alpha] = packed.to_le_bytes();
    f32::from(alpha) / 255.0
}

/// Blends a premultiplied colour that covers part of a pixel.
fn over(pixel: &mut [f32; 4], color: [f32; 4], cover: f32) {
    let rest = 1.0 - color[3] * cover;
    for (value, more) in pixel.iter_mut().zip(color) {
        *value = *value * rest + more * cover;
    }
}

/// Pixels of a tile between two bounds along one axis.
fn span(low: f32, high: f32) -> std::ops::Range<usize> {
    let clamp = |value: f32| value.clamp(0.0, TILE as f32) as usize;
    clamp(low.floor())..clamp(high.ceil())
}

/// A stroke that is blended.
#[derive(Clone, Copy, Debug)]
pub(super) struct StrongStroke {
    /// The end nearer to the middle of the picture, from which all is measured.
    near: DVec2,
    /// From the near end to the far one, of length 1.
    direction: DVec2,
    length: f32,
    /// Half width at the near and at the far end.
    halves: [f32; 2],
    color: [f32; 4],
    box_px: [f32; 4],
}

impl StrongStroke {
    /// The stroke with this middle line and packed colour; none where nothing is seen.
    pub(super) fn new(line: &Line, packed: u32, view: &View<'_>) -> Option<Self> {
        let [first, last] = view.seen(line)?;
        let [from, to] = line.ends;
        let (a, b) = (from.lerp(to, first), from.lerp(to, last));
        let reach = line.halves[0].max(line.halves[1]).max(0.5) + 1.0;
        let (low, high) = (a.min(b).as_vec2() - reach, a.max(b).as_vec2() + reach);
        let [near, far] = line.ends;
        let is_far = far.distance_squared(view.middle()) < near.distance_squared(view.middle());
        let ([near, far], halves) = if is_far {
            ([far, near], [line.halves[1], line.halves[0]])
        } else {
            ([near, far], line.halves)
        };
        let length = near.distance(far);
        Some(Self {
            near,
            direction: (far - near) / length,
            length: length as f32,
            halves,
            color: premultiplied(packed, 1.0 - (-line.weight).exp()),
            box_px: [low.x, low.y, high.x, high.y],
        })
    }

    pub(super) fn box_px(&self) -> [f32; 4] {
        self.box_px
    }

    pub(super) fn blend(&self, canvas: &mut Canvas, origin_px: [i32; 2]) {
        let [left, top] = origin_px.map(|place| place as f32);
        let reach = self.halves[0].max(self.halves[1]).max(0.5) + 0.5;
        let direction = self.direction.as_vec2();
        let normal = Vec2::new(-direction.y, direction.x);
        for y in span(self.box_px[1] - top, self.box_px[3] - top) {
            // The middle of the row's first pixel, as seen from the near end.
            let corner = DVec2::new(
                f64::from(origin_px[0]) + 0.5,
                f64::from(origin_px[1]) + y as f64 + 0.5,
            ) - self.near;
            let along = corner.dot(self.direction) as f32;
            let across = corner.dot(DVec2::new(-self.direction.y, self.direction.x)) as f32;
            // Pixels of the row that are near the middle line.
            let (mut low, mut high) = (self.box_px[0] - left, self.box_px[2] - left);
            if normal.x.abs() > 1e-6 {
                let ends = [-reach, reach].map(|bound| (bound - across) / normal.x);
                low = low.max(ends[0].min(ends[1]));
                high = high.min(ends[0].max(ends[1]) + 1.0);
            }
            for x in span(low, high) {
                let at = along + direction.x * x as f32;
                let off = (across + normal.x * x as f32).abs();
                let share = (at / self.length).clamp(0.0, 1.0);
                let width = self.halves[0] + (self.halves[1] - self.halves[0]) * share;
                let half = width.max(0.5);
                let side = (half + 0.5 - off).clamp(0.0, 1.0) * (width / half);
                let ends = (at + 0.5).clamp(0.0, 1.0) * (self.length - at + 0.5).clamp(0.0, 1.0);
                over(&mut canvas.0[y * TILE + x], self.color, side * ends);
            }
        }
    }
}

/// A disc or ring: a band between two distances around a centre, and what is inside it.
#[derive(Clone, Copy, Debug)]
struct Round {
    center: Vec2,
    /// Outer radius.
    radius: f32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Radius inside the rim, and the colours of fill and rim.
    Disc(f32, [f32; 4], [f32; 4]),
    /// Radius of the middle line and half width, and the colour.
    Ring(f32, f32, [f32; 4]),
}

/// Rings and discs by tile, in drawing order.
pub(super) struct Shapes(Vec<(Vec<Round>, Bins)>);

impl Shapes {
    /// Rings first, then discs.
    pub(super) fn new(scene: &Scene, loops: &[EdgeStyle], view: &View<'_>, grid: &Grid) -> Self {
        let rings = loops.par_chunks(CHUNK).map(|loops| {
            let rounds: Vec<Round> = loops
                .iter()
                .filter_map(|edge| ring(edge, scene, view))
                .collect();
            binned(rounds, grid)
        });
        let mut shapes: Vec<_> = rings.collect();
        let discs = scene.node_order.par_chunks(CHUNK).map(|nodes| {
            let rounds: Vec<Round> = nodes
                .iter()
                .filter_map(|&node| disc(node, scene, view))
                .collect();
            binned(rounds, grid)
        });
        shapes.par_extend(discs);
        Self(shapes)
    }

    /// Whether nothing touches a tile.
    pub(super) fn is_empty(&self, index: usize) -> bool {
        self.0.iter().all(|(_, bins)| bins.is_empty(index))
    }

    /// Blends what touches a tile.
    pub(super) fn blend(&self, canvas: &mut Canvas, index: usize, origin_px: [i32; 2]) {
        for (rounds, bins) in &self.0 {
            for &id in bins.of(index, true) {
                if let Some(round) = rounds.get(usize::from(id)) {
                    round.blend(canvas, origin_px);
                }
            }
        }
    }
}

fn binned(rounds: Vec<Round>, grid: &Grid) -> (Vec<Round>, Bins) {
    let bins = Bins::of_boxes(
        rounds.iter().map(|round| {
            let (low, high) = (
                round.center - round.radius - 0.5,
                round.center + round.radius + 0.5,
            );
            [low.x, low.y, high.x, high.y]
        }),
        grid,
    );
    (rounds, bins)
}

fn disc(node: u32, scene: &Scene, view: &View<'_>) -> Option<Round> {
    let disc = Disc::from(scene.nodes.get(node as usize)?);
    let radius = disc.radius_pts * view.scale();
    let center = view.center(node, Vec2::ZERO, radius)?;
    let kind = Kind::Disc(
        radius - disc.rim_pts * view.scale(),
        premultiplied(disc.fill, opacity(disc.fill)),
        premultiplied(disc.rim, opacity(disc.rim)),
    );
    Some(Round {
        center,
        radius,
        kind,
    })
}

fn ring(edge: &EdgeStyle, scene: &Scene, view: &View<'_>) -> Option<Round> {
    let ring = Ring::new(edge, &scene.nodes)?;
    let middle = ring.radius_pts * view.scale();
    let half = 0.5 * ring.width_pts * view.scale();
    let radius = middle + half.max(0.5);
    let offset = Vec2::from(ring.offset_pts) * view.scale();
    let center = view.center(ring.node, offset, radius)?;
    let alpha = 1.0 - (1.0 - opacity(ring.color)).powf(view.layers());
    let kind = Kind::Ring(middle, half, premultiplied(ring.color, alpha));
    Some(Round {
        center,
        radius,
        kind,
    })
}

impl Round {
    fn blend(&self, canvas: &mut Canvas, origin_px: [i32; 2]) {
        let corner = Vec2::new(origin_px[0] as f32, origin_px[1] as f32);
        let center = self.center - corner - 0.5;
        let reach = self.radius + 0.5;
        for y in span(center.y - reach, center.y + reach + 1.0) {
            let row = &mut canvas.0[y * TILE..(y + 1) * TILE];
            let dy = y as f32 - center.y;
            for x in span(center.x - reach, center.x + reach + 1.0) {
                let dx = x as f32 - center.x;
                let distance = (dx * dx + dy * dy).sqrt();
                match self.kind {
                    Kind::Disc(inner, fill, rim) => {
                        let cover = |radius: f32| (radius + 0.5 - distance).clamp(0.0, 1.0);
                        let (whole, inside) = (cover(self.radius), cover(inner));
                        if whole > 0.0 {
                            let (inside, edge) = (inside.min(whole), (whole - inside).max(0.0));
                            let color =
                                std::array::from_fn(|at| fill[at] * inside + rim[at] * edge);
                            over(&mut row[x], color, 1.0);
                        }
                    }
                    Kind::Ring(middle, half, color) => {
                        let least = half.max(0.5);
                        let off = (distance - middle).abs();
                        let cover = (least + 0.5 - off).clamp(0.0, 1.0) * (half / least);
                        over(&mut row[x], color, cover);
                    }
                }
            }
        }
    }
}
