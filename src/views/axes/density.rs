//! How are millions of lines between axes drawn?
//!
//! Each pair of bins that has flows is one stroke, as opaque as the logarithm of its flows; strokes
//! become a [`Scene`] whose nodes are the bins of the axes, so the graphics device draws and blends
//! them as it does the edges of the graph, into a picture of its own and only when counts, size or
//! look change. Grey behind is everything, colour is what is visible (that of most flows of the pair
//! of bins), and the highlight lies on top.

use std::sync::Arc;

use egui::Rect;
use glam::{DVec2, Vec2};

use crate::query::{AXIS_BINS, Cell, PairCounts, PairTally};
use crate::scene::tokens::{Rgba, Theme};
use crate::scene::{Camera, EdgeStyle, Scene};

/// Pairs of bins up to which strong lines are wide as well.
const MOST_WIDE: usize = 500;
/// Width of a line in points, and how much wider the strongest is where lines are few.
const WIDTH_PTS: f32 = 1.0;
const EXTRA_PTS: f32 = 2.4;
/// Opacity of the strongest line.
const STRONGEST: f32 = 0.95;
/// Opacity of everything behind what is visible, and of what is visible behind the highlight.
const BEHIND: f32 = 0.8;
const BESIDE_LIT: f32 = 0.3;

/// Where an axis is in the panel, in points, and how it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Horizontal place.
    pub x: f32,
    /// Heights of its ends: top, bottom.
    pub y: [f32; 2],
    /// Whether bin 0 is at the top.
    pub begins_at_top: bool,
    /// Number of bins.
    pub bin_count: usize,
}

/// The colours of the drawing.
pub(super) struct Colors<'a> {
    /// The look's.
    pub theme: Theme,
    /// Colour of each class of flows, then of all others.
    pub classes: &'a [Rgba],
    /// Whether something is highlighted.
    pub has_lit: bool,
}

/// What was drawn last, and of what.
#[derive(Debug, Default)]
pub(super) struct DensityPicture {
    of: Option<(Vec<Place>, Rect, f32, Theme, bool)>,
    scene: Option<Scene>,
}

impl DensityPicture {
    /// The picture of all pairs, `[axis - 1]` with none where counts are not there yet; made anew
    /// if `changed`, or if size or look differ.
    pub fn scene(
        &mut self,
        rect: Rect,
        places: &[Place],
        pairs: &[Option<&PairTally>],
        changed: bool,
        colors: &Colors<'_>,
        pixels_per_point: f32,
    ) -> Option<&Scene> {
        let has_lit = colors.has_lit;
        let of = (
            places.to_vec(),
            rect,
            pixels_per_point,
            colors.theme,
            has_lit,
        );
        if changed || self.of.as_ref() != Some(&of) {
            self.of = Some(of);
            let camera = camera(rect, pixels_per_point);
            let nothing = self.scene.take();
            // Nodes and their order never change: there are none to draw.
            let (nodes, node_order) = nothing
                .map(|scene| (scene.nodes, scene.node_order))
                .unwrap_or_else(|| (Arc::from([]), Arc::from([])));
            self.scene = Some(Scene {
                positions: positions(rect, places).into(),
                nodes,
                node_order,
                edges: strokes(pairs, colors).into(),
                labels: Vec::new(),
                overlay: Vec::new(),
                camera,
                background: colors.theme.colors().canvas,
            });
        }
        self.scene.as_ref()
    }
}

/// One world unit is a point of the screen, and the middle of the panel is the origin.
fn camera(rect: Rect, pixels_per_point: f32) -> Camera {
    let size_px =
        [rect.width(), rect.height()].map(|side| (side * pixels_per_point).round() as u32);
    Camera {
        center: DVec2::ZERO,
        pixels_per_unit: f64::from(pixels_per_point),
        size_px,
        pixels_per_point,
        fit_pixels_per_unit: f64::from(pixels_per_point),
    }
}

/// The middle of each bin, `[axis * AXIS_BINS + bin]`.
fn positions(rect: Rect, places: &[Place]) -> Vec<Vec2> {
    let center = rect.center();
    let of_axis = |place: &Place| {
        let Place {
            x,
            y: [top, bottom],
            begins_at_top,
            bin_count,
        } = *place;
        (0..AXIS_BINS).map(move |bin| {
            let share = (bin as f32 + 0.5) / bin_count.max(1) as f32;
            let share = if begins_at_top { share } else { 1.0 - share };
            Vec2::new(x - center.x, top + (bottom - top) * share - center.y)
        })
    };
    places.iter().flat_map(of_axis).collect()
}

/// Strokes of all pairs, everything first and the highlight last.
fn strokes(pairs: &[Option<&PairTally>], colors: &Colors<'_>) -> Vec<EdgeStyle> {
    let theme = colors.theme.colors();
    let pairs = || {
        let ready = pairs.iter().enumerate();
        ready.filter_map(|(place, pair)| Some((place, (*pair)?)))
    };
    let mut strokes = Vec::new();
    for (place, pair) in pairs() {
        if pair.visible() != pair.everything() {
            let grey = |_: &Cell| theme.context;
            layer(&mut strokes, place, pair, pair.everything(), BEHIND, &grey);
        }
    }
    let others = colors.classes.last().copied().unwrap_or(theme.weak_text);
    let strength = if colors.has_lit { BESIDE_LIT } else { 1.0 };
    for (place, pair) in pairs() {
        let color = |cell: &Cell| {
            let color = colors.classes.get(usize::from(cell.class));
            color.copied().unwrap_or(others)
        };
        layer(&mut strokes, place, pair, pair.visible(), strength, &color);
    }
    if colors.has_lit {
        for (place, pair) in pairs() {
            let highlight = |_: &Cell| theme.highlight;
            layer(&mut strokes, place, pair, pair.lit(), 1.0, &highlight);
        }
    }
    strokes
}

/// Strokes of one kind of counts, the weakest first.
fn layer(
    strokes: &mut Vec<EdgeStyle>,
    place: usize,
    pair: &PairTally,
    counts: &PairCounts,
    strength: f32,
    color: &dyn Fn(&Cell) -> Rgba,
) {
    let mut cells: Vec<Cell> = counts.cells().collect();
    cells.sort_by_key(|cell| cell.flows);
    // The same count is equally strong in every layer.
    let most = (1.0 + pair.most_flows() as f32).ln();
    // Where lines are few, a single flow is seen; where they are many, it recedes.
    let least = (10.0 / (cells.len().max(1) as f32).sqrt()).clamp(0.06, 0.45);
    for cell in &cells {
        let share = (1.0 + cell.flows as f32).ln() / most;
        let alpha = (least + (STRONGEST - least) * share * share) * strength;
        let extra_pts = if cells.len() <= MOST_WIDE {
            EXTRA_PTS * share
        } else {
            0.0
        };
        let width_pts = WIDTH_PTS + extra_pts;
        strokes.push(EdgeStyle {
            edge: strokes.len() as u32,
            from: (place * AXIS_BINS) as u32 + u32::from(cell.left),
            to: ((place + 1) * AXIS_BINS) as u32 + u32::from(cell.right),
            from_width_pts: width_pts,
            to_width_pts: width_pts,
            offset_pts: 0.0,
            layers: 1.0,
            color: color(cell).with_alpha((alpha.clamp(0.0, 1.0) * 255.0).round() as u8),
        });
    }
}
