//! What is under the pointer, or inside a rectangle?
//!
//! A uniform grid over the world positions of drawn nodes, made when positions change (linear
//! time); no picking pass on the GPU and no read-back. In a pile every node under the pointer is
//! found, nearest first. A rectangle takes cells that lie wholly inside as they are and tests only
//! the nodes of those at its border. Edges are found by their distance to the straight stroke in
//! one pass over all of them, side by side, in which most are passed over by their ends alone.

use std::cmp::Reverse;
use std::ops::Range;

use glam::{DVec2, Vec2};
use rayon::prelude::*;

use super::{Camera, Drawing, EdgeStyle, Scene};

/// Finds nodes by place.
#[derive(Clone, Debug)]
pub struct Picker {
    pub(super) min: Vec2,
    /// Cells per world unit.
    pub(super) cells_per_unit: f32,
    /// Columns and rows.
    pub(super) cells: [usize; 2],
    /// `[cell + 1]`: where each cell's nodes begin in `nodes`.
    pub(super) starts: Vec<u32>,
    /// Node ids by cell.
    pub(super) nodes: Vec<u32>,
    /// World positions in the order of `nodes`.
    pub(super) places: Vec<Vec2>,
    /// Largest disc radius of all in points at fit.
    max_radius_pts: f32,
}

/// Nodes per cell that the grid aims at: few enough to look at all of them, and enough to keep the
/// grid smaller than the nodes.
const NODES_PER_CELL: f32 = 4.0;
/// How far from a disc or stroke the pointer may be, in points.
pub const SLOP_PTS: f32 = 4.0;

impl Picker {
    /// Sorts the drawn nodes into cells.
    #[must_use]
    pub fn new(drawing: &Drawing) -> Self {
        let drawn = &drawing.node_order;
        let [min, max] = drawing.bounds.unwrap_or([Vec2::ZERO, Vec2::ONE]);
        let extent = (max - min).max(Vec2::splat(1e-6));
        let wanted = (drawn.len() as f32 / NODES_PER_CELL).max(1.0);
        // A long thin picture gets no more cells than nodes: the side is bounded from below.
        let side = (extent.x * extent.y / wanted)
            .sqrt()
            .max(extent.max_element() / wanted);
        let cells_per_unit = 1.0 / side;
        let cells = [extent.x, extent.y].map(|length| (length * cells_per_unit) as usize + 1);
        let mut picker = Self {
            min,
            cells_per_unit,
            cells,
            starts: vec![0; cells[0] * cells[1] + 1],
            nodes: vec![0; drawn.len()],
            places: vec![Vec2::ZERO; drawn.len()],
            max_radius_pts: 0.0,
        };
        for &node in drawn.iter() {
            let cell = picker.cell(drawing.positions[node as usize]);
            picker.starts[cell + 1] += 1;
            let radius = drawing.nodes[node as usize].radius_pts;
            picker.max_radius_pts = picker.max_radius_pts.max(radius);
        }
        for cell in 1..picker.starts.len() {
            picker.starts[cell] += picker.starts[cell - 1];
        }
        let mut next = picker.starts.clone();
        for &node in drawn.iter() {
            let place = drawing.positions[node as usize];
            let slot = &mut next[picker.cell(place)];
            picker.nodes[*slot as usize] = node;
            picker.places[*slot as usize] = place;
            *slot += 1;
        }
        picker
    }

    /// Nodes whose disc is within [`SLOP_PTS`] of a point in physical pixels: those that contain
    /// it first, then by distance of the centre.
    #[must_use]
    pub fn nodes_at(&self, scene: &Scene, screen_px: Vec2) -> Vec<u32> {
        let camera = &scene.camera;
        let slop = SLOP_PTS * camera.pixels_per_point;
        let reach = self.max_radius_pts * scene.pixels_per_style_point() + slop;
        let mut found: Vec<(f32, f32, u32)> = Vec::new();
        let corners = [screen_px - reach, screen_px + reach];
        self.visit(camera, corners, |nodes, _| {
            for place in nodes {
                let node = self.nodes[place];
                let distance = camera
                    .screen_from_world(self.places[place])
                    .distance(screen_px);
                let outside = (distance - scene.radius_px(node)).max(0.0);
                if outside <= slop {
                    found.push((outside, distance, node));
                }
            }
        });
        found.sort_by(|a, b| {
            a.0.total_cmp(&b.0)
                .then(a.1.total_cmp(&b.1))
                .then(a.2.cmp(&b.2))
        });
        found.into_iter().map(|(_, _, node)| node).collect()
    }

    /// Nodes whose centre is in a rectangle in physical pixels, ascending.
    #[must_use]
    pub fn nodes_in_rect(&self, camera: &Camera, corner_px: Vec2, opposite_px: Vec2) -> Vec<u32> {
        let (min, max) = (corner_px.min(opposite_px), corner_px.max(opposite_px));
        let is_in = |place: &usize| {
            let screen = camera.screen_from_world(self.places[*place]);
            screen.cmpge(min).all() && screen.cmple(max).all()
        };
        let mut found = Vec::new();
        self.visit(camera, [min, max], |nodes, is_whole| {
            if is_whole {
                found.extend_from_slice(&self.nodes[nodes]);
            } else {
                found.extend(nodes.filter(is_in).map(|place| self.nodes[place]));
            }
        });
        ascending(found)
    }

    /// Calls `each` with where the nodes of all cells are that a screen rectangle touches, and
    /// whether these cells lie wholly inside.
    fn visit(
        &self,
        camera: &Camera,
        [min_px, max_px]: [Vec2; 2],
        mut each: impl FnMut(Range<usize>, bool),
    ) {
        if self.nodes.is_empty() {
            return;
        }
        let [left, top] = self.column_row(camera.world_from_screen(min_px));
        let [right, bottom] = self.column_row(camera.world_from_screen(max_px));
        // One cell more on each side, and one less for those inside, for rounding.
        let (first, end) = (left.saturating_sub(1), (right + 2).min(self.cells[0]));
        let inner = (left + 2).min(end)..right.saturating_sub(1).max((left + 2).min(end));
        let inner_rows = top + 2..bottom.saturating_sub(1);
        for row in top.saturating_sub(1)..(bottom + 2).min(self.cells[1]) {
            if inner_rows.contains(&row) {
                each(self.places_of(row, first..inner.start), false);
                each(self.places_of(row, inner.clone()), true);
                each(self.places_of(row, inner.end..end), false);
            } else {
                each(self.places_of(row, first..end), false);
            }
        }
    }

    /// Where the nodes of some cells of a row are.
    pub(super) fn places_of(&self, row: usize, columns: Range<usize>) -> Range<usize> {
        if columns.is_empty() {
            return 0..0;
        }
        let cells = row * self.cells[0];
        self.starts[cells + columns.start] as usize..self.starts[cells + columns.end] as usize
    }

    /// Column and row of a world point, clamped to the grid.
    pub(super) fn column_row(&self, world: Vec2) -> [usize; 2] {
        let place = (world - self.min) * self.cells_per_unit;
        [
            (place.x.max(0.0) as usize).min(self.cells[0] - 1),
            (place.y.max(0.0) as usize).min(self.cells[1] - 1),
        ]
    }

    fn cell(&self, world: Vec2) -> usize {
        let [column, row] = self.column_row(world);
        row * self.cells[0] + column
    }
}

/// Ids from which on they are brought into order by a bit for each.
const MANY_IDS: usize = 4_096;

/// Different ids in ascending order. Many are marked in a set of bits and read off it, which costs a
/// fraction of sorting.
pub(super) fn ascending(mut ids: Vec<u32>) -> Vec<u32> {
    let most = ids.iter().copied().max().unwrap_or(0) as usize;
    if ids.len() < MANY_IDS || most / 64 > ids.len() {
        ids.sort_unstable();
        return ids;
    }
    let mut marked = vec![0_u64; most / 64 + 1];
    for &id in &ids {
        marked[id as usize / 64] |= 1 << (id % 64);
    }
    ids.clear();
    for (base, mut bits) in (0_u32..).step_by(64).zip(marked) {
        while bits != 0 {
            ids.push(base + bits.trailing_zeros());
            bits &= bits - 1;
        }
    }
    ids
}

/// The edge whose stroke is nearest to a point in physical pixels, within [`SLOP_PTS`] beside the
/// half width; the one drawn last among equally near ones. Loops are found at their ring.
#[must_use]
pub fn nearest_edge(scene: &Scene, screen_px: Vec2) -> Option<u32> {
    let slop = f64::from(SLOP_PTS * scene.camera.pixels_per_point);
    let point = screen_px.as_dvec2();
    let world = scene.camera.world_from_screen(screen_px);
    let units_per_px = 1.0 / scene.camera.pixels_per_unit;
    let outside = |edge: &EdgeStyle| {
        if edge.from == edge.to {
            return Some(ring_distance(
                scene,
                edge.from,
                edge.from_width_pts,
                screen_px,
            ));
        }
        // Wide of both ends: no need to look closer.
        let [from, to] = [edge.from, edge.to].map(|node| scene.positions.get(node as usize));
        let (from, to) = (*from?, *to?);
        let width_pts = edge.from_width_pts.max(edge.to_width_pts) + edge.offset_pts.abs();
        let reach_px = f64::from(width_pts * scene.pixels_per_style_point()) + slop + 1.0;
        // A little more, for what single floats lose far from the origin.
        let reach = (reach_px * units_per_px) as f32 + world.abs().max_element() * 1e-6;
        let (low, high) = (from.min(to) - reach, from.max(to) + reach);
        if !(world.cmpge(low).all() && world.cmple(high).all()) {
            return None;
        }
        let stroke = scene.stroke(edge)?;
        let along = stroke.to_px - stroke.from_px;
        let share = ((point - stroke.from_px).dot(along) / along.length_squared()).clamp(0.0, 1.0);
        let distance = point.distance(stroke.from_px + along * share);
        let width = f64::from(stroke.from_width_px)
            + f64::from(stroke.to_width_px - stroke.from_width_px) * share;
        Some((distance - width / 2.0).max(0.0))
    };
    let near = scene
        .edges
        .par_iter()
        .enumerate()
        .with_min_len(EDGES_AT_A_TIME)
        .filter_map(|(place, edge)| {
            let outside = outside(edge).filter(|outside| *outside <= slop)?;
            // Distances are not negative, and their bits are in their order.
            Some((outside.to_bits(), Reverse(place)))
        });
    let (_, Reverse(place)) = near.min()?;
    Some(scene.edges[place].edge)
}

/// Edges that one thread looks at before another is worth the while.
const EDGES_AT_A_TIME: usize = 16_384;

/// Distance of a point from the ring of a node's loop, in physical pixels.
fn ring_distance(scene: &Scene, node: u32, width_pts: f32, screen_px: Vec2) -> f64 {
    let scale = scene.pixels_per_style_point();
    let (offset, radius) =
        super::loop_ring(scene.radius_px(node), super::LEAST_LOOP_RADIUS_PTS * scale);
    let center: DVec2 = (scene
        .camera
        .screen_from_world(scene.positions[node as usize])
        + offset)
        .as_dvec2();
    let from_line = (center.distance(screen_px.as_dvec2()) - f64::from(radius)).abs();
    (from_line - f64::from(width_pts * scale) / 2.0).max(0.0)
}
