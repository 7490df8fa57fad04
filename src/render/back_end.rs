//! Which way of drawing edges costs less here?
//!
//! There are two: the graphics device blends a quad for each stroke, or the processor sums strokes
//! up in tiles ([`super::Raster`]). In the window both draw the same small picture ([`probe`]) once
//! and the one with less time for a pixel of edge is taken; the adapter's name says nothing. A
//! picture without a window depends on the Scene alone, so that it is the same wherever it is made.

use std::sync::Arc;

use glam::{DVec2, Vec2};

use crate::scene::tokens::Theme;
use crate::scene::{Camera, EdgeStyle, NodeStyle, Scene};

/// A way of drawing edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeBackEnd {
    /// Quads that the graphics device blends in drawing order.
    Quads,
    /// Sums in tiles that the processor resolves; the order of edges does not matter.
    Tiles,
}

/// Layers of edges over each pixel, on average, from which a picture without a window is drawn in
/// tiles: blended edges are a flat area there, and sums still show how many there are.
const DENSE_INK: f64 = 8.0;

impl EdgeBackEnd {
    /// The one for a picture without a window. (One that is too large for tiles is drawn as quads
    /// all the same.)
    #[must_use]
    pub fn for_scene(scene: &Scene) -> Self {
        if ink(scene) > DENSE_INK {
            Self::Tiles
        } else {
            Self::Quads
        }
    }
}

/// Pixels of edges in view for each pixel of the picture: length in view times width, at least one
/// pixel.
#[must_use]
pub fn ink(scene: &Scene) -> f64 {
    let size = scene.camera.size_dvec().max(DVec2::ONE);
    let strokes = scene.edges.iter().filter(|edge| edge.from != edge.to);
    // Sequential in f64: the same on any number of threads.
    let pixels: f64 = strokes
        .filter_map(|edge| scene.stroke(edge))
        .map(|stroke| {
            let [from, to] = [stroke.from_px, stroke.to_px];
            let seen = scene.camera.shares_within(from, to, 0.0);
            let seen = seen.map_or(0.0, |[first, last]| last - first);
            let width = f64::from(stroke.from_width_px + stroke.to_width_px) / 2.0;
            from.distance(to) * seen * width.max(1.0)
        })
        .sum();
    pixels / (size.x * size.y)
}

/// A picture to measure back ends with: a thousand chords of a circle in 512 × 320 pixels.
#[must_use]
pub fn probe() -> Scene {
    const NODES: u32 = 500;
    const EDGES: u32 = 1_000;
    let colors = Theme::Dark.colors();
    let place = |node: u32| {
        let turn = node as f32 / NODES as f32 * std::f32::consts::TAU;
        Vec2::new(turn.cos() * 240.0, turn.sin() * 150.0)
    };
    let edge = |edge: u32| EdgeStyle {
        edge,
        from: edge % NODES,
        to: (edge % NODES + 50 + edge * 7 % 300) % NODES,
        from_width_pts: 1.2,
        to_width_pts: 0.3,
        offset_pts: 0.0,
        layers: 1.0,
        color: colors.text.with_alpha(40),
    };
    let node = NodeStyle {
        radius_pts: 1.5,
        fill: colors.text,
        rim: colors.canvas,
        rim_pts: 0.4,
    };
    Scene {
        positions: (0..NODES).map(place).collect(),
        nodes: vec![node; NODES as usize].into(),
        node_order: Arc::from([]),
        edges: (0..EDGES).map(edge).collect(),
        labels: Vec::new(),
        overlay: Vec::new(),
        camera: Camera {
            center: DVec2::ZERO,
            pixels_per_unit: 1.0,
            size_px: [512, 320],
            pixels_per_point: 1.0,
            fit_pixels_per_unit: 1.0,
        },
        background: colors.canvas,
    }
}
