//! Small Scenes with exact coordinates: at the default camera a world unit is a pixel, and the
//! origin is the middle of 256 × 160.

use std::sync::Arc;

use flowloom::scene::tokens::{Rgba, Theme};
use flowloom::scene::{Camera, EdgeStyle, NodeStyle, Scene};
use glam::{DVec2, Vec2};

/// A Scene in the making.
pub struct Sketch {
    positions: Vec<Vec2>,
    nodes: Vec<NodeStyle>,
    edges: Vec<EdgeStyle>,
    pub camera: Camera,
}

impl Sketch {
    pub fn new() -> Self {
        Self {
            positions: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            camera: Camera {
                center: DVec2::ZERO,
                pixels_per_unit: 1.0,
                size_px: [256, 160],
                pixels_per_point: 1.0,
                fit_pixels_per_unit: 1.0,
            },
        }
    }

    pub fn node(mut self, x: f32, y: f32, radius_pts: f32) -> Self {
        self.positions.push(Vec2::new(x, y));
        let colors = Theme::Dark.colors();
        self.nodes.push(NodeStyle {
            radius_pts,
            fill: colors.gone,
            rim: colors.text.with_alpha(200),
            rim_pts: (radius_pts / 4.0).min(1.5),
        });
        self
    }

    /// A stroke from the last but one to the last node.
    pub fn stroke(self, from_width_pts: f32, to_width_pts: f32, color: Rgba) -> Self {
        let last = self.positions.len() as u32 - 1;
        self.edge(last - 1, last, from_width_pts, to_width_pts, color)
    }

    pub fn edge(
        mut self,
        from: u32,
        to: u32,
        from_width_pts: f32,
        to_width_pts: f32,
        color: Rgba,
    ) -> Self {
        let edge = self.edges.len() as u32;
        self.edges.push(EdgeStyle {
            edge,
            from,
            to,
            from_width_pts,
            to_width_pts,
            offset_pts: 0.0,
            layers: 1.0,
            color,
        });
        self
    }

    /// A line between two points, with nodes too small to be seen.
    pub fn line(self, from: [f32; 2], to: [f32; 2], width_pts: f32, color: Rgba) -> Self {
        self.node(from[0], from[1], 0.0)
            .node(to[0], to[1], 0.0)
            .stroke(width_pts, width_pts, color)
    }

    pub fn offset(mut self, offset_pts: f32) -> Self {
        if let Some(edge) = self.edges.last_mut() {
            edge.offset_pts = offset_pts;
        }
        self
    }

    pub fn scale(mut self, pixels_per_point: f32) -> Self {
        self.camera.pixels_per_point = pixels_per_point;
        self.camera.pixels_per_unit = f64::from(pixels_per_point);
        self.camera.fit_pixels_per_unit = self.camera.pixels_per_unit;
        self
    }

    pub fn scene(&self) -> Scene {
        let drawn = |node: &u32| self.nodes[*node as usize].radius_pts > 0.0;
        Scene {
            positions: self.positions.as_slice().into(),
            nodes: self.nodes.as_slice().into(),
            node_order: (0..self.nodes.len() as u32)
                .filter(drawn)
                .collect::<Arc<[u32]>>(),
            edges: self.edges.as_slice().into(),
            labels: Vec::new(),
            overlay: Vec::new(),
            camera: self.camera,
            background: Theme::Dark.colors().canvas,
        }
    }
}

pub fn bright(alpha: u8) -> Rgba {
    Theme::Dark.colors().highlight.with_alpha(alpha)
}

pub fn cool(alpha: u8) -> Rgba {
    Theme::Dark.colors().new.with_alpha(alpha)
}
