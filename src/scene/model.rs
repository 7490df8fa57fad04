//! What is drawn?
//!
//! A [`Scene`] is a plain value: node discs, edge strokes, labels, colours, camera. The window, the
//! headless renderer, the SVG export and the tests draw the same Scene, so what is exported is what
//! is on screen. It holds no GPU object and no reference to the capture.
//!
//! Positions, styles and camera change at different rates, so each is an `Arc` of its own: a
//! renderer uploads one again only when the pointer changed.

use std::sync::Arc;

use glam::{DVec2, Vec2};

use super::tokens::Rgba;
use super::{Camera, Shape};

/// Everything a picture of the graph consists of.
#[derive(Clone, Debug)]
pub struct Scene {
    /// World positions, `[node]`, all finite.
    pub positions: Arc<[Vec2]>,
    /// Looks of nodes, `[node]`; drawn in the order of `node_order`.
    pub nodes: Arc<[NodeStyle]>,
    /// Node ids in drawing order, last on top: small before large, emphasized last. Nodes that
    /// are not in it are not drawn.
    pub node_order: Arc<[u32]>,
    /// Edges in drawing order, last on top; under all nodes. Edges that are not drawn are absent.
    pub edges: Arc<[EdgeStyle]>,
    /// Labels that fit, most important first.
    pub labels: Vec<Label>,
    /// Drawn over everything: rims of the selection, legend and caption of a figure.
    pub overlay: Vec<Shape>,
    /// The view.
    pub camera: Camera,
    /// Canvas colour; alpha 0 for a transparent export.
    pub background: Rgba,
}

/// How one node looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeStyle {
    /// Disc radius in points at fit, the rim included; multiplied by [`Camera::size_factor`].
    pub radius_pts: f32,
    /// Fill colour.
    pub fill: Rgba,
    /// Rim colour.
    pub rim: Rgba,
    /// Rim width in points.
    pub rim_pts: f32,
}

/// How one edge looks: a straight stroke from the client's node to the server's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeStyle {
    /// Edge id in the graph.
    pub edge: u32,
    /// Node at the wide end (who opened most flows). A loop has both ends on one node and is drawn
    /// as a ring beside it.
    pub from: u32,
    /// Node at the narrow end.
    pub to: u32,
    /// Width at `from` in points at fit; multiplied by [`Camera::size_factor`].
    pub from_width_pts: f32,
    /// Width at `to` in points at fit.
    pub to_width_pts: f32,
    /// How far the stroke runs to the left of the straight line, seen from `from`, in points at
    /// fit: half the distance of the two strands of an edge, else 0.
    pub offset_pts: f32,
    /// As how many strokes of its colour it counts: more than 1 where it stands for several. Opacity
    /// becomes `1 - (1 - alpha)^layers`.
    pub layers: f32,
    /// Colour, alpha included.
    pub color: Rgba,
}

/// A text beside a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The node.
    pub node: u32,
    /// Printable text: a name, else an address.
    pub text: String,
    /// Centre of the text in physical pixels.
    pub center_px: Vec2,
    /// Width and height of the text in physical pixels.
    pub size_px: Vec2,
    /// Font size in points.
    pub font_pts: f32,
    /// Text colour.
    pub color: Rgba,
    /// Colour of the halo that lifts it off the picture.
    pub halo: Rgba,
}

impl Scene {
    /// World minimum and maximum of all drawn nodes; none for an empty picture.
    #[must_use]
    pub fn bounds(&self) -> Option<[Vec2; 2]> {
        bounds(
            self.node_order
                .iter()
                .map(|&node| self.positions[node as usize]),
        )
    }

    /// Whether another Scene has the same picture, labels and overlay aside: the same shared
    /// arrays, camera and background.
    #[must_use]
    pub fn same_picture(&self, other: &Self) -> bool {
        self.same_marks(other) && self.camera == other.camera && self.background == other.background
    }

    /// Whether another Scene shares its nodes and edges, wherever they are seen from.
    #[must_use]
    pub fn same_marks(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.positions, &other.positions)
            && Arc::ptr_eq(&self.nodes, &other.nodes)
            && Arc::ptr_eq(&self.node_order, &other.node_order)
            && Arc::ptr_eq(&self.edges, &other.edges)
    }

    /// Physical pixels of one point of a node radius or edge width at this camera.
    #[must_use]
    pub fn pixels_per_style_point(&self) -> f32 {
        self.camera.pixels_per_point * self.camera.size_factor()
    }

    /// Where an edge is drawn; none where nothing is: ends too close, or not finite.
    #[must_use]
    pub fn stroke(&self, edge: &EdgeStyle) -> Option<Stroke> {
        let scale = self.pixels_per_style_point();
        let half = self.camera.size_dvec() / 2.0;
        let place = |node: u32| {
            let world = self.positions.get(node as usize)?.as_dvec2();
            Some((world - self.camera.center) * self.camera.pixels_per_unit + half)
        };
        let (from, to) = (place(edge.from)?, place(edge.to)?);
        let along = to - from;
        let length = along.length();
        if !length.is_finite() || length < LEAST_STROKE_PX {
            return None;
        }
        let left = DVec2::new(along.y, -along.x) / length * f64::from(edge.offset_pts * scale);
        Some(Stroke {
            from_px: from + left,
            to_px: to + left,
            from_width_px: edge.from_width_pts * scale,
            to_width_px: edge.to_width_pts * scale,
        })
    }

    /// Radius of a node's disc in physical pixels.
    #[must_use]
    pub fn radius_px(&self, node: u32) -> f32 {
        self.nodes[node as usize].radius_pts * self.pixels_per_style_point()
    }
}

/// Strokes shorter than this, in physical pixels, are not drawn; their direction is noise.
pub const LEAST_STROKE_PX: f64 = 1e-3;

/// Where a straight stroke is drawn, in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Middle of the wide end.
    pub from_px: DVec2,
    /// Middle of the narrow end.
    pub to_px: DVec2,
    /// Width at `from_px`.
    pub from_width_px: f32,
    /// Width at `to_px`.
    pub to_width_px: f32,
}

/// The ring of a loop beside a node with this radius: offset of its centre from the node's centre
/// and its radius, all in the unit of the argument. `least` is the radius for the smallest nodes.
#[must_use]
pub fn loop_ring(node_radius: f32, least: f32) -> (Vec2, f32) {
    let radius = (node_radius * 0.8).max(least);
    // Up and to the right, so far that a third of the ring is behind the node.
    let distance = (node_radius + radius * 0.5) * std::f32::consts::FRAC_1_SQRT_2;
    (Vec2::new(distance, -distance), radius)
}

/// Least radius of a loop's ring in points at fit.
pub const LEAST_LOOP_RADIUS_PTS: f32 = 4.0;

/// World minimum and maximum of finite positions.
#[must_use]
pub fn bounds(positions: impl IntoIterator<Item = Vec2>) -> Option<[Vec2; 2]> {
    positions
        .into_iter()
        .filter(|position| position.is_finite())
        .fold(None, |bounds, position| {
            let [min, max] = bounds.unwrap_or([position, position]);
            Some([min.min(position), max.max(position)])
        })
}
