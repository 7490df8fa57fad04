//! What of a picture does not depend on the camera?
//!
//! A [`Drawing`] is made by [`super::build`]; with a camera it becomes a [`Scene`] at the cost of a
//! few pointers, and it can be moved to other positions without being made anew.

use std::sync::Arc;

use glam::Vec2;
use rayon::prelude::*;

use super::hulls::{Hull, OpenGroup};
use super::scales::{EdgeScale, NodeScale, edge_alpha};
use super::tokens::Rgba;
use super::{Camera, Category, Coloring, EdgeStyle, Label, NodeStyle, Scene, Shape, Sizing, Style};
use crate::units::Totals;

/// What of the visible traffic is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrawnCounts {
    /// Nodes.
    pub hosts: u64,
    /// Edges, loops included.
    pub edges: u64,
    /// Packets, bytes and flows on drawn edges.
    pub totals: Totals,
}

/// The part of a picture that does not depend on the camera.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// World positions, `[node]`.
    pub positions: Arc<[Vec2]>,
    /// Looks of nodes, `[node]`.
    pub nodes: Arc<[NodeStyle]>,
    /// Ids of drawn nodes, last on top; by size and bytes, then lit ones, then selected ones.
    pub node_order: Arc<[u32]>,
    /// Drawn strokes, last on top.
    pub edges: Arc<[EdgeStyle]>,
    /// Application or transport that moved most bytes at each node, `[node]`; its colour is the
    /// node's unless others are lit or colour stands for something else.
    pub categories: Arc<[Option<Category>]>,
    /// Number of distinct visible neighbours, `[node]`.
    pub degrees: Arc<[u32]>,
    /// What sizes stand for, `[node]`.
    pub sizes: Arc<[f64]>,
    /// Open groups.
    pub(super) hulls: Vec<Hull>,
    /// What colours stand for, unless it is application or transport.
    pub coloring: Option<Arc<Coloring>>,
    /// Where sizes come from, unless they are sums.
    pub sizing: Option<Arc<Sizing>>,
    /// Selected nodes that are drawn.
    pub selected_nodes: Vec<u32>,
    /// What is drawn.
    pub counts: DrawnCounts,
    /// The style it was made with: what was not worked out yet is replaced.
    pub style: Style,
    /// Value to size.
    pub node_scale: NodeScale,
    /// Bytes to width.
    pub edge_scale: EdgeScale,
    /// Opacity of an ordinary edge at fit.
    pub edge_alpha: f32,
    /// Factor on the opacity of each edge, `[edge]`; none while edges do not fade.
    pub fade: Option<Arc<[f32]>>,
    /// World minimum and maximum of the drawn nodes.
    pub bounds: Option<[Vec2; 2]>,
    /// Width and height of the picture in points that opacity was chosen for.
    pub picture_pts: [f32; 2],
    /// Whether something is selected, so that the rest recedes.
    pub dims_the_rest: bool,
}

/// Factor on opacity for edges that are not lit while others are.
const DIMMED_ALPHA: f32 = 0.35;
/// Least opacity of a lit edge.
const LIT_ALPHA: f32 = 0.8;
/// Edges whose ink is summed up at a time.
const INK_CHUNK: usize = 8_192;
/// Opacity is chosen anew when the ink of moved nodes suggests one that differs by this share.
const ALPHA_TOLERANCE: f32 = 0.08;

/// Width of a group's rim, in points.
const GROUP_RIM_PTS: f32 = 2.0;
/// How far a group's rim is from its colour to that of text.
const GROUP_RIM_SHARE: f32 = 0.7;
/// Least radius of a group, in points: its rim has to have something inside.
const LEAST_GROUP_RADIUS_PTS: f32 = 4.5;

impl Drawing {
    /// The same drawing with nodes from this one on marked as groups: a wide bright rim, and labels
    /// by the number of their hosts, `[group]`, if that is more than they have neighbours.
    #[must_use]
    pub fn with_groups_from(mut self, first_group: u32, hosts: &[u32]) -> Self {
        let text = self.style.theme.colors().text;
        let mut nodes = self.nodes.to_vec();
        for node in nodes.iter_mut().skip(first_group as usize) {
            node.radius_pts = node.radius_pts.max(LEAST_GROUP_RADIUS_PTS);
            node.rim = node.fill.mixed(text, GROUP_RIM_SHARE);
            node.rim_pts = GROUP_RIM_PTS;
        }
        self.nodes = nodes.into();
        let mut degrees = self.degrees.to_vec();
        for (degree, &hosts) in degrees.iter_mut().skip(first_group as usize).zip(hosts) {
            *degree = hosts.max(*degree);
        }
        self.degrees = degrees.into();
        self
    }

    /// The same drawing with areas behind open groups.
    #[must_use]
    pub fn with_open_groups(mut self, groups: Vec<OpenGroup>) -> Self {
        let mut drawn = vec![false; self.nodes.len()];
        for &node in self.node_order.iter() {
            drawn[node as usize] = true;
        }
        let is_drawn = |node: u32| drawn.get(node as usize) == Some(&true);
        let hull = |group| Hull::new(group, is_drawn, &self.positions);
        let mut hulls: Vec<Hull> = groups.into_iter().filter_map(hull).collect();
        // Groups inside of others lie over them.
        hulls.sort_by_key(|hull| std::cmp::Reverse(hull.node_count()));
        self.hulls = hulls;
        self
    }

    /// The same drawing at other positions, `[node]`, as a running layout gives them.
    ///
    /// Nodes and edges are shared, unless the density changed so much that edges need another
    /// opacity. Positions that are fewer or not finite leave the drawing as it was.
    #[must_use]
    pub fn moved(mut self, positions: Arc<[Vec2]>) -> Self {
        let is_placed = |&node: &u32| {
            positions
                .get(node as usize)
                .is_some_and(|place| place.is_finite())
        };
        if !self.node_order.iter().all(is_placed) {
            return self;
        }
        self.bounds = super::bounds(self.node_order.iter().map(|&node| positions[node as usize]));
        self.positions = positions;
        for hull in &mut self.hulls {
            hull.follow(&self.positions);
        }
        let alpha = edge_alpha(&self.style, self.ink_per_area());
        if (alpha / self.edge_alpha - 1.0).abs() > ALPHA_TOLERANCE {
            self.set_edge_alpha(alpha);
        }
        self
    }

    /// Ink of all strokes at fit, per area of the picture: how often a pixel is covered on average.
    pub(super) fn ink_per_area(&self) -> f32 {
        let size_px = self.picture_pts.map(|side| side.max(1.0).round() as u32);
        let camera = Camera::fit(self.bounds, size_px, 1.0);
        let ink_of = |edge: &EdgeStyle| {
            let [from, to] = [edge.from, edge.to].map(|node| self.positions[node as usize]);
            let width = (edge.from_width_pts + edge.to_width_pts) / 2.0;
            f64::from(from.distance(to)) * camera.pixels_per_unit * f64::from(width)
        };
        // Chunk by chunk: the sum is the same on any number of threads.
        let chunks = self.edges.par_chunks(INK_CHUNK);
        let sums: Vec<f64> = chunks.map(|chunk| chunk.iter().map(ink_of).sum()).collect();
        let ink: f64 = sums.into_iter().sum();
        (ink / (f64::from(size_px[0]) * f64::from(size_px[1]))) as f32
    }

    /// Gives every edge the opacity of its part: ordinary, lit or receding.
    pub(super) fn set_edge_alpha(&mut self, alpha: f32) {
        self.edge_alpha = alpha;
        let context = self.style.theme.colors().context.with_alpha(0);
        let byte = |alpha: f32| (alpha * 255.0).round().clamp(1.0, 255.0) as u8;
        let (ordinary, lit, receding) = (
            byte(alpha),
            byte(alpha.max(LIT_ALPHA)),
            byte(alpha * DIMMED_ALPHA),
        );
        let (dims, fade) = (self.dims_the_rest, self.fade.as_deref());
        // In place while nobody else has them; what a picture was made of stays as it is.
        let edges = Arc::make_mut(&mut self.edges);
        edges.par_iter_mut().for_each(|edge| {
            let alpha = match dims {
                false => ordinary,
                true if edge.color.with_alpha(0) == context => receding,
                true => lit,
            };
            let fade = fade.and_then(|fade| fade.get(edge.edge as usize));
            let alpha = fade.map_or(alpha, |fade| byte(f32::from(alpha) / 255.0 * fade));
            edge.color = edge.color.with_alpha(alpha);
        });
    }

    /// The picture seen by a camera, with rims around what is selected and hovered.
    ///
    /// Positions, nodes and edges are shared and not copied.
    #[must_use]
    pub fn scene(&self, camera: Camera, labels: Vec<Label>, hovered: Option<u32>) -> Scene {
        let mut scene = Scene {
            positions: Arc::clone(&self.positions),
            nodes: Arc::clone(&self.nodes),
            node_order: Arc::clone(&self.node_order),
            edges: Arc::clone(&self.edges),
            labels,
            overlay: Vec::new(),
            camera,
            background: self.style.theme.colors().canvas,
        };
        scene.overlay = self.hull_shapes(&scene);
        scene.overlay.extend(self.rims(&scene, hovered));
        scene
    }

    /// Rings around selected nodes and the hovered one; at most [`MOST_RIMS`] of the selected.
    fn rims(&self, scene: &Scene, hovered: Option<u32>) -> Vec<Shape> {
        let colors = self.style.theme.colors();
        let is_drawn = |node: &u32| {
            self.positions
                .get(*node as usize)
                .is_some_and(|place| place.is_finite())
                && (*node as usize) < self.nodes.len()
        };
        let ring = |node: u32, color: Rgba| {
            let width = RIM_PTS * scene.camera.pixels_per_point;
            Shape::Disc {
                center_px: scene
                    .camera
                    .screen_from_world(self.positions[node as usize]),
                radius_px: scene.radius_px(node) + 1.5 * width,
                fill: Rgba::TRANSPARENT,
                rim: color,
                rim_px: width,
            }
        };
        let selected = self.selected_nodes.iter().take(MOST_RIMS);
        selected
            .map(|&node| ring(node, colors.highlight))
            .chain(hovered.filter(is_drawn).map(|node| ring(node, colors.text)))
            .collect()
    }
}

/// Width of the ring around a selected or hovered node, in points.
const RIM_PTS: f32 = 2.0;
/// Selected nodes with a ring of their own; beyond that lit and dimmed colours have to do.
pub const MOST_RIMS: usize = 2_000;
