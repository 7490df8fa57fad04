//! What is under the pointer, or inside a rectangle?
//!
//! A uniform grid over the world positions of drawn nodes, made when positions change (linear
//! time); no picking pass on the GPU and no read-back. In a pile every node under the pointer is
//! found, nearest first. Edges are found by their distance to the straight stroke in one linear
//! pass.

use glam::{DVec2, Vec2};

use super::{Camera, Drawing, Scene};

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
        self.visit(
            camera,
            screen_px - reach,
            screen_px + reach,
            |node, place| {
                let distance = camera.screen_from_world(place).distance(screen_px);
                let outside = (distance - scene.radius_px(node)).max(0.0);
                if outside <= slop {
                    found.push((outside, distance, node));
                }
            },
        );
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
        let mut found = Vec::new();
        self.visit(camera, min, max, |node, place| {
            let screen = camera.screen_from_world(place);
            if screen.cmpge(min).all() && screen.cmple(max).all() {
                found.push(node);
            }
        });
        found.sort_unstable();
        found
    }

    /// Calls `each` with the nodes of all cells that a screen rectangle touches.
    fn visit(&self, camera: &Camera, min_px: Vec2, max_px: Vec2, mut each: impl FnMut(u32, Vec2)) {
        if self.nodes.is_empty() {
            return;
        }
        // One cell more on each side, for rounding.
        let [first_column, first_row] = self.column_row(camera.world_from_screen(min_px));
        let [last_column, last_row] = self.column_row(camera.world_from_screen(max_px));
        let columns = first_column.saturating_sub(1)..=(last_column + 1).min(self.cells[0] - 1);
        for row in first_row.saturating_sub(1)..=(last_row + 1).min(self.cells[1] - 1) {
            let cells = row * self.cells[0];
            let first = self.starts[cells + columns.start()] as usize;
            let last = self.starts[cells + columns.end() + 1] as usize;
            for (&node, &place) in self.nodes[first..last]
                .iter()
                .zip(&self.places[first..last])
            {
                each(node, place);
            }
        }
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

/// The edge whose stroke is nearest to a point in physical pixels, within [`SLOP_PTS`] beside the
/// half width; the one drawn last among equally near ones. Loops are found at their ring.
#[must_use]
pub fn nearest_edge(scene: &Scene, screen_px: Vec2) -> Option<u32> {
    let slop = f64::from(SLOP_PTS * scene.camera.pixels_per_point);
    let point = screen_px.as_dvec2();
    let mut best: Option<(f64, u32)> = None;
    for edge in scene.edges.iter() {
        let outside = if edge.from == edge.to {
            ring_distance(scene, edge.from, edge.from_width_pts, screen_px)
        } else if let Some(stroke) = scene.stroke(edge) {
            let along = stroke.to_px - stroke.from_px;
            let share =
                ((point - stroke.from_px).dot(along) / along.length_squared()).clamp(0.0, 1.0);
            let distance = point.distance(stroke.from_px + along * share);
            let width = f64::from(stroke.from_width_px)
                + f64::from(stroke.to_width_px - stroke.from_width_px) * share;
            (distance - width / 2.0).max(0.0)
        } else {
            continue;
        };
        if outside <= slop && best.is_none_or(|(least, _)| outside <= least) {
            best = Some((outside, edge.edge));
        }
    }
    best.map(|(_, edge)| edge)
}

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
