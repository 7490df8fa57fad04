//! How are millions of lines between two axes drawn?
//!
//! Each pair of bins that has flows is one thin quadrilateral, as opaque as the logarithm of its
//! flows; the graphics device blends them. Grey behind is everything, colour is what is visible (of
//! most flows of the pair of bins), and the highlight lies on top. The mesh is made anew only when
//! counts, size or look change.

use std::sync::Arc;

use egui::{Color32, Mesh, Pos2, Shape, pos2, vec2};

use super::super::Look;
use crate::query::{AXIS_BINS, Cell, PairCounts, PairTally};
use crate::scene::tokens::Theme;

/// Pairs of bins up to which each one is drawn; beyond, neighbouring bins are drawn together.
const MOST_CELLS: usize = 20_000;
/// Pairs of bins up to which lines have soft edges; more of them smooth each other.
const MOST_SOFT: usize = 6_000;
/// Pairs of bins up to which strong lines are wide as well.
const MOST_WIDE: usize = 500;
/// Width of a line in points, and how much wider the strongest is where lines are few.
const WIDTH_PTS: f32 = 1.1;
const EXTRA_PTS: f32 = 2.4;
/// Width of a line's soft edge, in points.
const SOFT_PTS: f32 = 0.7;

/// Where the space between two axes is, and how they run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Between {
    /// Horizontal places of both axes.
    pub x: [f32; 2],
    /// Heights of the axes' ends: top, bottom.
    pub y: [f32; 2],
    /// Whether the least is at the top, of both axes.
    pub inverted: [bool; 2],
}

impl Between {
    fn point(&self, side: usize, position: f32) -> Pos2 {
        let [top, bottom] = self.y;
        let share = if self.inverted[side] {
            position
        } else {
            1.0 - position
        };
        pos2(self.x[side], top + (bottom - top) * share)
    }
}

/// What was drawn of a pair, and of what.
#[derive(Debug, Default)]
pub(super) struct PairPicture {
    of: Option<(Between, Theme, bool)>,
    meshes: Vec<Arc<Mesh>>,
    merged: bool,
}

impl PairPicture {
    /// Whether neighbouring bins are drawn together.
    pub fn is_merged(&self) -> bool {
        self.merged
    }

    /// The shapes, made anew if `changed` or if size or look differ; `class_colors` are those of
    /// the tally's classes.
    pub fn shapes(
        &mut self,
        tally: &PairTally,
        between: Between,
        look: &Look,
        changed: bool,
        class_colors: &[Color32],
        has_lit: bool,
    ) -> impl Iterator<Item = Shape> + '_ {
        let of = (between, look.theme, has_lit);
        if changed || self.of != Some(of) {
            self.of = Some(of);
            self.draw(tally, between, look, class_colors, has_lit);
        }
        self.meshes.iter().map(|mesh| Shape::mesh(mesh.clone()))
    }

    fn draw(
        &mut self,
        tally: &PairTally,
        between: Between,
        look: &Look,
        class_colors: &[Color32],
        has_lit: bool,
    ) {
        self.meshes.clear();
        self.merged = false;
        let [left, right] = tally.scales().map(|scale| scale.bin_count());
        let most = tally.everything().cells().map(|cell| cell.flows).max();
        let most = most.unwrap_or(1);
        let mut layer = |counts: &PairCounts, strength: f32, color: &dyn Fn(&Cell) -> Color32| {
            let (cells, step) = drawable(counts);
            self.merged |= step > 1;
            let place = |bin: u8, count: usize| {
                (usize::from(bin) as f32 + 0.5 * step as f32).min(count as f32 - 0.5) / count as f32
            };
            let mut mesh = Mesh::default();
            let is_soft = cells.len() <= MOST_SOFT;
            let least = (10.0 / (cells.len().max(1) as f32).sqrt()).clamp(0.07, 0.45);
            for cell in &cells {
                let share = (1.0 + cell.flows as f32).ln() / (1.0 + most as f32).ln();
                let alpha = (least + (0.95 - least) * share * share) * strength;
                let extra = if cells.len() <= MOST_WIDE {
                    EXTRA_PTS * share
                } else {
                    0.0
                };
                let ends = [
                    between.point(0, place(cell.left, left)),
                    between.point(1, place(cell.right, right)),
                ];
                line(
                    &mut mesh,
                    ends,
                    WIDTH_PTS + extra,
                    color(cell).gamma_multiply(alpha.clamp(0.0, 1.0)),
                    is_soft,
                );
            }
            if !mesh.is_empty() {
                self.meshes.push(Arc::new(mesh));
            }
        };
        if tally.visible() != tally.everything() {
            layer(tally.everything(), 0.8, &|_| look.context);
        }
        let class_color = |cell: &Cell| {
            let color = class_colors.get(usize::from(cell.class));
            color.copied().unwrap_or(look.weak)
        };
        let strength = if has_lit { 0.35 } else { 1.0 };
        layer(tally.visible(), strength, &class_color);
        if has_lit {
            layer(tally.lit(), 1.0, &|_| look.highlight);
        }
    }
}

/// The cells to draw, weakest first, and how many bins each one stands for on either side.
fn drawable(counts: &PairCounts) -> (Vec<Cell>, usize) {
    let mut cells: Vec<Cell> = counts.cells().collect();
    let mut step = 1;
    if cells.len() > MOST_CELLS {
        step = 2;
        let mut merged: Vec<Option<Cell>> = vec![None; AXIS_BINS * AXIS_BINS / 4];
        for cell in &cells {
            let (left, right) = (cell.left / 2, cell.right / 2);
            let place = usize::from(left) * AXIS_BINS / 2 + usize::from(right);
            let into = merged[place].get_or_insert(Cell {
                left: left * 2,
                right: right * 2,
                flows: 0,
                class: cell.class,
            });
            if cell.flows > into.flows {
                into.class = cell.class;
            }
            into.flows += cell.flows;
        }
        cells = merged.into_iter().flatten().collect();
    }
    cells.sort_unstable_by_key(|cell| cell.flows);
    (cells, step)
}

/// A line as triangles; with soft edges it fades out on either side.
fn line(mesh: &mut Mesh, [from, to]: [Pos2; 2], width: f32, color: Color32, is_soft: bool) {
    let along = (to - from).normalized();
    let across = vec2(-along.y, along.x);
    let first = mesh.vertices.len() as u32;
    let half = 0.5 * width;
    let mut strip = |offsets: &[(f32, Color32)]| {
        for &(offset, color) in offsets {
            mesh.colored_vertex(from + across * offset, color);
            mesh.colored_vertex(to + across * offset, color);
        }
        for row in 0..offsets.len() as u32 - 1 {
            let at = first + 2 * row;
            mesh.add_triangle(at, at + 1, at + 2);
            mesh.add_triangle(at + 1, at + 3, at + 2);
        }
    };
    if is_soft {
        let clear = Color32::TRANSPARENT;
        let (inner, outer) = ((half - 0.5 * SOFT_PTS).max(0.0), half + 0.5 * SOFT_PTS);
        strip(&[
            (-outer, clear),
            (-inner, color),
            (inner, color),
            (outer, clear),
        ]);
    } else {
        strip(&[(-half, color), (half, color)]);
    }
}
