//! How do traffic and positions become drawable values?
//!
//! Two passes over the visible edges: the first sums up what the scales need (nodes, bytes, the
//! category of each node), the second makes the strokes. Both go through the edges as they lie in
//! memory; drawing order comes last, by counting. Everything is deterministic: orders are
//! by value and id. Nodes without a visible edge and edges whose ends have no position yet are not
//! drawn and not counted as drawn.

use std::sync::Arc;

use glam::Vec2;
use rayon::prelude::*;

use super::categories::node_categories;
use super::emphasis::Lit;
use super::scales::{EdgeScale, NodeScale, edge_alpha};
use super::strokes::StrokeMaker;
use super::tokens::Rgba;
use super::{
    Category, ColorBy, Coloring, Drawing, DrawnCounts, Emphasis, NodeStyle, Shading, SizeBy,
    Sizing, Style,
};
use crate::query::Tallies;

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
    /// What colours stand for, if the style wants what has to be worked out; until there is one
    /// for this graph, applications are coloured.
    pub coloring: Option<&'a Arc<Coloring>>,
    /// What sizes stand for, likewise; until then, degree.
    pub sizing: Option<&'a Arc<Sizing>>,
    /// What is selected.
    pub emphasis: Emphasis<'a>,
    /// What colour and opacity say besides.
    pub shading: Shading<'a>,
    /// Width and height of the picture in points; opacity depends on the ink per area.
    pub picture_pts: [f32; 2],
}

impl<'a> BuildInput<'a> {
    /// The colouring, if it is wanted and fits.
    fn coloring(&self) -> Option<&'a Arc<Coloring>> {
        self.coloring.filter(|coloring| {
            coloring.color_by == self.style.color_by
                && coloring.fits(self.tallies.nodes.len(), self.edge_nodes.len())
        })
    }

    /// The sizing, if it is wanted and fits.
    fn sizing(&self) -> Option<&'a Arc<Sizing>> {
        self.sizing.filter(|sizing| {
            sizing.size_by == self.style.size_by && sizing.values.len() == self.tallies.nodes.len()
        })
    }

    /// The style with what was not worked out yet replaced.
    fn style_drawn(&self) -> Style {
        let mut style = *self.style;
        if style.color_by.is_worked_out() && self.coloring().is_none() {
            style.color_by = ColorBy::Application;
        }
        if style.size_by.is_worked_out() && self.sizing().is_none() {
            style.size_by = SizeBy::Degree;
        }
        style
    }
}

/// Makes the drawable values of a picture.
#[must_use]
pub fn build(input: &BuildInput<'_>) -> Drawing {
    let BuildInput {
        positions,
        edge_nodes,
        tallies,
        emphasis,
        shading,
        ..
    } = *input;
    let node_count = tallies.nodes.len();
    let (coloring, sizing) = (input.coloring(), input.sizing());
    let style = &input.style_drawn();
    let placed = |node: u32| {
        positions
            .get(node as usize)
            .is_some_and(|place| place.is_finite())
    };
    let shown = |edge: usize| {
        tallies.edges[edge].is_visible() && edge_nodes[edge].iter().all(|&node| placed(node))
    };
    let visible: Vec<u32> = (0..edge_nodes.len() as u32)
        .into_par_iter()
        .filter(|&edge| shown(edge as usize))
        .collect();

    let mut counts = DrawnCounts {
        edges: visible.len() as u64,
        ..DrawnCounts::default()
    };
    let mut drawn = vec![false; node_count];
    let mut most_bytes = 0;
    for &edge in &visible {
        let totals = tallies.edges[edge as usize].totals();
        counts.totals += totals;
        most_bytes = most_bytes.max(totals.bytes);
        for node in edge_nodes[edge as usize] {
            drawn[node as usize] = true;
        }
    }
    let mut node_order: Vec<u32> = (0..node_count as u32)
        .filter(|&node| drawn[node as usize])
        .collect();
    counts.hosts = node_order.len() as u64;
    let bounds = super::bounds(node_order.iter().map(|&node| positions[node as usize]));

    let sizes: Vec<f64> = match sizing {
        Some(sizing) => sizing.values.clone(),
        None => {
            let value = |node| style.size_by.of(node).unwrap_or(0.0);
            tallies.nodes.par_iter().map(value).collect()
        }
    };
    let node_scale = NodeScale::new(style, node_order.len(), range(&sizes));
    let edge_scale = EdgeScale::new(style, most_bytes);
    let lit = emphasis
        .dims_the_rest()
        .then(|| Lit::new(&emphasis, node_count, edge_nodes, shown));
    let is_lit_node = |node: u32| lit.as_ref().is_none_or(|lit| lit.nodes[node as usize]);
    let is_lit_edge = |edge: u32| lit.as_ref().is_none_or(|lit| lit.edges[edge as usize]);
    let mut selected_nodes: Vec<u32> = emphasis.selected_nodes.to_vec();
    selected_nodes.retain(|&node| drawn.get(node as usize) == Some(&true));
    selected_nodes.sort_unstable();
    selected_nodes.dedup();

    order_nodes(&mut node_order, |node| {
        let is_selected = selected_nodes.binary_search(&node).is_ok();
        NodeRank {
            emphasis: 2 * u8::from(is_selected) + u8::from(is_lit_node(node)),
            // Sizes are not negative, and their bits are in their order.
            size_bits: sizes[node as usize].to_bits(),
            bytes: tallies.nodes[node as usize].totals.bytes,
            node,
        }
    });

    let categories = node_categories(input, &visible);
    let hue = |node: usize| match (shading.node_color(node, style.theme), coloring) {
        (Some(color), _) => color,
        (None, Some(coloring)) => coloring.color(coloring.nodes[node], style.theme),
        (None, None) => {
            let weak = style.theme.colors().weak_text;
            categories[node].map_or(weak, |category: Category| category.color(style.theme))
        }
    };
    let nodes: Vec<NodeStyle> = (0..node_count)
        .into_par_iter()
        .map(|node| {
            let radius_pts = node_scale.diameter_pts(sizes[node]) / 2.0;
            node_style(style, hue(node), radius_pts, is_lit_node(node as u32))
        })
        .collect();
    let strokes = StrokeMaker {
        style,
        shading,
        coloring: coloring.map(|coloring| &**coloring),
        edge_scale,
        dims: lit.is_some(),
    };
    let edges = strokes.in_order(&visible, edge_nodes, tallies, is_lit_edge);

    let mut drawing = Drawing {
        positions: Arc::clone(positions),
        nodes: nodes.into(),
        node_order: node_order.into(),
        edges,
        categories: categories.into(),
        degrees: tallies.nodes.iter().map(|node| node.degree).collect(),
        sizes: sizes.into(),
        hulls: Vec::new(),
        coloring: coloring.cloned(),
        sizing: sizing.cloned(),
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

/// What decides which of two nodes is drawn over the other, in the order of its fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NodeRank {
    emphasis: u8,
    size_bits: u64,
    bytes: u64,
    node: u32,
}

/// Brings nodes into the order of their ranks; each is worked out once.
fn order_nodes(nodes: &mut [u32], rank: impl Fn(u32) -> NodeRank + Sync) {
    let mut ranks: Vec<NodeRank> = nodes.par_iter().map(|&node| rank(node)).collect();
    ranks.par_sort_unstable();
    for (node, rank) in nodes.iter_mut().zip(ranks) {
        *node = rank.node;
    }
}

/// Smallest value above 0 and largest one; 0 and 0 if there is none.
fn range(values: &[f64]) -> [f64; 2] {
    let above = values.iter().copied().filter(|value| *value > 0.0);
    let (least, most) = above.fold((f64::MAX, 0.0_f64), |(least, most), value| {
        (least.min(value), most.max(value))
    });
    [least.min(most), most]
}

/// Colour and rim of one node.
fn node_style(style: &Style, hue: Rgba, radius_pts: f32, lit: bool) -> NodeStyle {
    let colors = style.theme.colors();
    let fill = if lit { hue } else { colors.context };
    NodeStyle {
        radius_pts,
        fill,
        // Darker than the fill and near the canvas, so that nodes in a pile stay apart.
        rim: fill.mixed(colors.canvas, 0.65),
        rim_pts: (radius_pts * 0.25).clamp(0.4, 1.2),
    }
}
