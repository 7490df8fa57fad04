//! How do traffic and positions become drawable values?
//!
//! Two passes over the visible edges: the first sums up what the scales need (nodes, ink, the
//! category of each node), the second makes the strokes. Everything is deterministic: orders are
//! by value and id. Nodes without a visible edge and edges whose ends have no position yet are not
//! drawn and not counted as drawn.

use std::sync::Arc;

use glam::Vec2;
use hashbrown::HashMap;
use rayon::prelude::*;

use super::emphasis::Lit;
use super::scales::{EdgeScale, NodeScale, edge_alpha};
use super::tokens::Rgba;
use super::{
    Camera, Category, Direction, EdgeStyle, Emphasis, Label, NodeStyle, Scene, Shading, Shape,
    Style,
};
use crate::query::{EdgeTally, Tallies};
use crate::units::Totals;

/// What a picture is made of.
#[derive(Clone, Copy, Debug)]
pub struct BuildInput<'a> {
    /// World positions, `[node]`; may be shorter than the graph or not finite where a node has no
    /// place yet.
    pub positions: &'a Arc<[Vec2]>,
    /// Ends of each edge, `[edge]`.
    pub edge_nodes: &'a [[u32; 2]],
    /// Sums over the visible flows.
    pub tallies: &'a Tallies,
    /// The look.
    pub style: &'a Style,
    /// What is selected.
    pub emphasis: Emphasis<'a>,
    /// What colour and opacity say besides.
    pub shading: Shading<'a>,
    /// Width and height of the picture in points; opacity depends on the ink per area.
    pub picture_pts: [f32; 2],
}

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
    /// Ids of drawn nodes, last on top; by degree and bytes, then lit ones, then selected ones.
    pub node_order: Arc<[u32]>,
    /// Drawn strokes, last on top.
    pub edges: Arc<[EdgeStyle]>,
    /// Application or transport that moved most bytes at each node, `[node]`; its colour is the
    /// node's unless others are lit.
    pub categories: Arc<[Option<Category>]>,
    /// Number of distinct visible neighbours, `[node]`.
    pub degrees: Arc<[u32]>,
    /// Selected nodes that are drawn.
    pub selected_nodes: Vec<u32>,
    /// What is drawn.
    pub counts: DrawnCounts,
    /// The style it was made with.
    pub style: Style,
    /// Degree to size.
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

/// Share of the wide end's width that the narrow end of a taper keeps.
const TAPER: f32 = 0.25;
/// Distance between the two strands of an edge, in points.
const STRAND_GAP_PTS: f32 = 0.5;
/// Factor on opacity for edges that are not lit while others are.
const DIMMED_ALPHA: f32 = 0.35;
/// Least opacity of a lit edge.
const LIT_ALPHA: f32 = 0.8;

/// Makes the drawable values of a picture.
#[must_use]
pub fn build(input: &BuildInput<'_>) -> Drawing {
    let BuildInput {
        positions,
        edge_nodes,
        tallies,
        style,
        emphasis,
        shading,
        ..
    } = *input;
    let node_count = tallies.nodes.len();
    let placed = |node: u32| {
        positions
            .get(node as usize)
            .is_some_and(|place| place.is_finite())
    };
    let shown = |edge: usize| {
        tallies.edges[edge].is_visible() && edge_nodes[edge].iter().all(|&node| placed(node))
    };
    let mut order: Vec<u32> = (0..edge_nodes.len() as u32)
        .into_par_iter()
        .filter(|&edge| shown(edge as usize))
        .collect();

    let mut counts = DrawnCounts {
        edges: order.len() as u64,
        ..DrawnCounts::default()
    };
    let mut drawn = vec![false; node_count];
    for &edge in &order {
        counts.totals += tallies.edges[edge as usize].totals();
        for node in edge_nodes[edge as usize] {
            drawn[node as usize] = true;
        }
    }
    let mut node_order: Vec<u32> = (0..node_count as u32)
        .filter(|&node| drawn[node as usize])
        .collect();
    counts.hosts = node_order.len() as u64;
    let bounds = super::bounds(node_order.iter().map(|&node| positions[node as usize]));

    let max_degree = tallies
        .nodes
        .par_iter()
        .map(|node| node.degree)
        .max()
        .unwrap_or(0);
    let node_scale = NodeScale::new(style, node_order.len(), max_degree);
    let max_bytes = order
        .iter()
        .map(|&edge| tallies.edges[edge as usize].totals().bytes)
        .max();
    let edge_scale = EdgeScale::new(style, max_bytes.unwrap_or(0));
    let lit = emphasis
        .dims_the_rest()
        .then(|| Lit::new(&emphasis, node_count, edge_nodes, shown));
    let is_lit_node = |node: u32| lit.as_ref().is_none_or(|lit| lit.nodes[node as usize]);
    let is_lit_edge = |edge: u32| lit.as_ref().is_none_or(|lit| lit.edges[edge as usize]);
    let mut selected_nodes: Vec<u32> = emphasis.selected_nodes.to_vec();
    selected_nodes.retain(|&node| drawn.get(node as usize) == Some(&true));
    selected_nodes.sort_unstable();
    selected_nodes.dedup();

    node_order.par_sort_unstable_by_key(|&node| {
        let tally = &tallies.nodes[node as usize];
        let is_selected = selected_nodes.binary_search(&node).is_ok();
        (
            is_selected,
            is_lit_node(node),
            tally.degree,
            tally.totals.bytes,
            node,
        )
    });
    order.par_sort_unstable_by_key(|&edge| {
        (
            is_lit_edge(edge),
            tallies.edges[edge as usize].totals().bytes,
            edge,
        )
    });

    let categories = node_categories(input, &order);
    let nodes: Vec<NodeStyle> = (0..node_count)
        .into_par_iter()
        .map(|node| {
            let radius_pts = node_scale.diameter_pts(tallies.nodes[node].degree) / 2.0;
            node_style(
                style,
                categories[node],
                shading.node_color(node, style.theme),
                radius_pts,
                is_lit_node(node as u32),
            )
        })
        .collect();
    let strokes = StrokeMaker {
        style,
        shading,
        edge_scale,
        dims: lit.is_some(),
    };
    let per_edge = match style.direction {
        Direction::Taper => 1,
        Direction::TwoStrands => 2,
    };
    let edges: Vec<EdgeStyle> = order
        .par_iter()
        .flat_map_iter(|&edge| {
            let (ends, tally) = (edge_nodes[edge as usize], &tallies.edges[edge as usize]);
            let both = strokes.strokes(edge, ends, tally, is_lit_edge(edge));
            both.into_iter()
                .take(if ends[0] == ends[1] { 1 } else { per_edge })
        })
        .filter(|stroke| stroke.from_width_pts > 0.0)
        .collect();

    let mut drawing = Drawing {
        positions: Arc::clone(positions),
        nodes: nodes.into(),
        node_order: node_order.into(),
        edges: edges.into(),
        categories: categories.into(),
        degrees: tallies.nodes.iter().map(|node| node.degree).collect(),
        selected_nodes,
        counts,
        style: *style,
        node_scale,
        edge_scale,
        edge_alpha: 1.0,
        fade: shading.fade.cloned(),
        bounds,
        picture_pts: input.picture_pts,
        dims_the_rest: lit.is_some(),
    };
    drawing.set_edge_alpha(edge_alpha(style, drawing.ink_per_area()));
    drawing
}

/// Opacity is chosen anew when the ink of moved nodes suggests one that differs by this share.
const ALPHA_TOLERANCE: f32 = 0.08;

impl Drawing {
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
        let alpha = edge_alpha(&self.style, self.ink_per_area());
        if (alpha / self.edge_alpha - 1.0).abs() > ALPHA_TOLERANCE {
            self.set_edge_alpha(alpha);
        }
        self
    }

    /// Ink of all strokes at fit, per area of the picture: how often a pixel is covered on average.
    fn ink_per_area(&self) -> f32 {
        let size_px = self.picture_pts.map(|side| side.max(1.0).round() as u32);
        let camera = Camera::fit(self.bounds, size_px, 1.0);
        // Sequential in f64: the sum is the same on any number of threads.
        let ink: f64 = self
            .edges
            .iter()
            .map(|edge| {
                let [from, to] = [edge.from, edge.to].map(|node| self.positions[node as usize]);
                let width = (edge.from_width_pts + edge.to_width_pts) / 2.0;
                f64::from(from.distance(to)) * camera.pixels_per_unit * f64::from(width)
            })
            .sum();
        (ink / (f64::from(size_px[0]) * f64::from(size_px[1]))) as f32
    }

    /// Gives every edge the opacity of its part: ordinary, lit or receding.
    fn set_edge_alpha(&mut self, alpha: f32) {
        self.edge_alpha = alpha;
        let context = self.style.theme.colors().context.with_alpha(0);
        let byte = |alpha: f32| (alpha * 255.0).round().clamp(1.0, 255.0) as u8;
        let (ordinary, lit, receding) = (
            byte(alpha),
            byte(alpha.max(LIT_ALPHA)),
            byte(alpha * DIMMED_ALPHA),
        );
        let edges: Vec<EdgeStyle> = self
            .edges
            .iter()
            .map(|edge| {
                let alpha = match self.dims_the_rest {
                    false => ordinary,
                    true if edge.color.with_alpha(0) == context => receding,
                    true => lit,
                };
                let fade = self
                    .fade
                    .as_ref()
                    .and_then(|fade| fade.get(edge.edge as usize));
                let alpha = fade.map_or(alpha, |fade| byte(f32::from(alpha) / 255.0 * fade));
                EdgeStyle {
                    color: edge.color.with_alpha(alpha),
                    ..*edge
                }
            })
            .collect();
        self.edges = edges.into();
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
        scene.overlay = self.rims(&scene, hovered);
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

/// Colour and rim of one node.
fn node_style(
    style: &Style,
    category: Option<Category>,
    shaded: Option<Rgba>,
    radius_pts: f32,
    lit: bool,
) -> NodeStyle {
    let colors = style.theme.colors();
    let of_category = || category.map_or(colors.weak_text, |category| category.color(style.theme));
    let hue = shaded.unwrap_or_else(of_category);
    let fill = if lit { hue } else { colors.context };
    NodeStyle {
        radius_pts,
        fill,
        // Darker than the fill and near the canvas, so that nodes in a pile stay apart.
        rim: fill.mixed(colors.canvas, 0.65),
        rim_pts: (radius_pts * 0.25).clamp(0.4, 1.2),
    }
}

/// The category with most bytes of each node, `[node]`; the smaller code among equals.
///
/// Edges are taken category by category, so that one array of sums serves all of them.
fn node_categories(input: &BuildInput<'_>, order: &[u32]) -> Vec<Option<Category>> {
    let mut by_category: HashMap<Category, Vec<u32>> = HashMap::new();
    for &edge in order {
        let category = input.style.category(&input.tallies.edges[edge as usize]);
        by_category.entry(category).or_default().push(edge);
    }
    let mut categories: Vec<_> = by_category.into_iter().collect();
    categories.sort_unstable_by_key(|(category, _)| *category);

    let mut best = vec![(0_u64, None); input.tallies.nodes.len()];
    let mut sums = vec![0_u64; best.len()];
    for (category, edges) in categories {
        for &edge in &edges {
            // One more than the bytes, so that traffic without any still has a category.
            let bytes = input.tallies.edges[edge as usize]
                .totals()
                .bytes
                .saturating_add(1);
            for node in input.edge_nodes[edge as usize] {
                let sum = &mut sums[node as usize];
                *sum = sum.saturating_add(bytes);
            }
        }
        for node in edges
            .iter()
            .flat_map(|&edge| input.edge_nodes[edge as usize])
        {
            let sum = std::mem::take(&mut sums[node as usize]);
            let slot = &mut best[node as usize];
            if sum > slot.0 {
                *slot = (sum, Some(category));
            }
        }
    }
    best.into_iter().map(|(_, category)| category).collect()
}

/// Makes the strokes of edges.
struct StrokeMaker<'a> {
    style: &'a Style,
    shading: Shading<'a>,
    edge_scale: EdgeScale,
    /// Whether edges that are not lit recede.
    dims: bool,
}

impl StrokeMaker<'_> {
    /// The strokes of one edge: the taper, or the strand of its first end and that of its second.
    fn strokes(&self, edge: u32, [a, b]: [u32; 2], tally: &EdgeTally, lit: bool) -> [EdgeStyle; 2] {
        let color = self.color(edge, tally, lit);
        let client_is_a = tally.opened[0] >= tally.opened[1];
        match self.style.direction {
            Direction::Taper => {
                let [from, to] = if client_is_a { [a, b] } else { [b, a] };
                let width = self.edge_scale.width_pts(tally.totals().bytes);
                let stroke = EdgeStyle {
                    edge,
                    from,
                    to,
                    from_width_pts: width,
                    to_width_pts: width * TAPER,
                    offset_pts: 0.0,
                    color,
                };
                [stroke, stroke]
            }
            Direction::TwoStrands => {
                let widths = tally.bytes.map(|bytes| match bytes {
                    0 => 0.0,
                    bytes => self.edge_scale.width_pts(bytes),
                });
                let strand = |from, to, side: usize| EdgeStyle {
                    edge,
                    from,
                    to,
                    from_width_pts: widths[side],
                    to_width_pts: widths[side],
                    offset_pts: (widths[side] + STRAND_GAP_PTS) / 2.0,
                    color,
                };
                [strand(a, b, 0), strand(b, a, 1)]
            }
        }
    }

    /// The opaque colour; opacity follows when all strokes are known.
    fn color(&self, edge: u32, tally: &EdgeTally, lit: bool) -> Rgba {
        let theme = self.style.theme;
        if self.dims && !lit {
            theme.colors().context
        } else {
            let shaded = self.shading.edge_color(edge, theme);
            shaded.unwrap_or_else(|| self.style.category(tally).color(theme))
        }
    }
}
