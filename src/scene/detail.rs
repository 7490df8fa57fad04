//! Which strokes and discs stand for the rest where many lie on the same few pixels?
//!
//! ```text
//! strokes ──ends in cells of a power of two──▶ one for each pair of cells and colour
//! discs   ──centres in smaller cells──▶ the largest of each
//! ```
//!
//! Faint strokes of one colour whose ends lie in the same two cells become one: the widest of them,
//! drawn as many layers deep as all of them together, so that the ink of both ends is the same.
//! Nothing is left out and nothing is sampled. Cells are a few pixels wide at most, whatever the
//! zoom, so zooming in ends at single edges; what is lit or strong is never merged. A cell that
//! holds one node moves no end of a stroke.

use std::sync::Arc;

use glam::Vec2;
use hashbrown::HashMap;
use rayon::prelude::*;

use super::{Camera, EdgeStyle, Scene};

/// Strokes from which on they are merged: fewer are drawn as fast as they are merged.
const MANY_EDGES: usize = 100_000;
/// Discs from which on they are thinned out.
const MANY_NODES: usize = 50_000;
/// Side of a cell of strokes at the most, in physical pixels; at least half of it is used.
///
/// At 500,000 hosts at fit, cells of at most 2 px keep 90 % of the strokes and 96 % of their
/// length, of 4 px 78 and 90 %, of 8 px 53 and 70 %: smaller ones are not worth the while.
const EDGE_CELL_PX: f64 = 8.0;
/// Cells of discs are smaller by this power of two.
const NODE_CELL_STEPS: i32 = 2;
/// Layers of one stroke at the most; what has more becomes several strokes.
pub const MOST_LAYERS: f32 = 64.0;
/// Opacity, of 255, above which a stroke is drawn in order and by itself: such strokes are few (a
/// sparse picture, or what is lit) and what lies on top matters.
pub const STRONG_ALPHA: u8 = 153;
/// Levels kept: the one in use and the one before, for zooming back.
const KEPT: usize = 2;

/// How many marks stand for what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Strokes and rings.
    pub strokes: u64,
    /// Discs.
    pub discs: u64,
}

impl Marks {
    /// The marks of a Scene.
    #[must_use]
    pub fn of(scene: &Scene) -> Self {
        Self {
            strokes: scene.edges.len() as u64,
            discs: scene.node_order.len() as u64,
        }
    }
}

/// Merged strokes and thinned out discs of one picture, by size of cell.
#[derive(Debug, Default)]
pub struct Detail {
    /// What the levels were made of.
    base: Option<Base>,
    /// The latest last.
    levels: Vec<Level>,
}

#[derive(Debug)]
struct Base {
    positions: Arc<[Vec2]>,
    edges: Arc<[EdgeStyle]>,
    node_order: Arc<[u32]>,
}

#[derive(Debug)]
struct Level {
    /// As of [`power`].
    power: i32,
    edges: Arc<[EdgeStyle]>,
    node_order: Arc<[u32]>,
}

impl Detail {
    /// The Scene with only as many strokes and discs as its camera can tell apart; none if all of
    /// them are few enough to be drawn.
    ///
    /// Takes some hundred milliseconds for millions of strokes, on the rayon pool that it is called
    /// in, when strokes or the size of cells changed; otherwise nothing.
    pub fn of(&mut self, scene: &Scene) -> Option<Scene> {
        if !Self::is_large(scene) {
            *self = Self::default();
            return None;
        }
        if !self.base.as_ref().is_some_and(|base| base.is_of(scene)) {
            self.levels.clear();
            self.base = Some(Base::new(scene));
        }
        let power = power(&scene.camera);
        match self.levels.iter().position(|level| level.power == power) {
            Some(at) => {
                let level = self.levels.remove(at);
                self.levels.push(level);
            }
            None => {
                if self.levels.len() == KEPT {
                    self.levels.remove(0);
                }
                self.levels.push(Level::new(scene, power));
            }
        }
        let level = self.levels.last()?;
        Some(Scene {
            edges: Arc::clone(&level.edges),
            node_order: Arc::clone(&level.node_order),
            ..scene.clone()
        })
    }

    /// Whether a Scene has so many marks that fewer are drawn.
    #[must_use]
    pub fn is_large(scene: &Scene) -> bool {
        has_many_edges(scene) || has_many_nodes(scene)
    }

    /// Whether the same marks stand for all in two Scenes.
    #[must_use]
    pub fn is_same(a: &Scene, b: &Scene) -> bool {
        a.same_marks(b) && power(&a.camera) == power(&b.camera)
    }
}

fn has_many_edges(scene: &Scene) -> bool {
    scene.edges.len() > MANY_EDGES
}

fn has_many_nodes(scene: &Scene) -> bool {
    scene.node_order.len() > MANY_NODES
}

/// Side of a cell of strokes for a camera: two to this power, in world units.
fn power(camera: &Camera) -> i32 {
    let side = EDGE_CELL_PX / camera.pixels_per_unit;
    side.log2().floor().clamp(-100.0, 100.0) as i32
}

impl Base {
    fn new(scene: &Scene) -> Self {
        Self {
            positions: Arc::clone(&scene.positions),
            edges: Arc::clone(&scene.edges),
            node_order: Arc::clone(&scene.node_order),
        }
    }

    fn is_of(&self, scene: &Scene) -> bool {
        Arc::ptr_eq(&self.positions, &scene.positions)
            && Arc::ptr_eq(&self.edges, &scene.edges)
            && Arc::ptr_eq(&self.node_order, &scene.node_order)
    }
}

impl Level {
    fn new(scene: &Scene, power: i32) -> Self {
        let side = f64::from(power).exp2();
        Self {
            power,
            edges: if has_many_edges(scene) {
                merged(&scene.edges, &cells(&scene.positions, side))
            } else {
                Arc::clone(&scene.edges)
            },
            node_order: if has_many_nodes(scene) {
                let side = side / f64::from(NODE_CELL_STEPS).exp2();
                thinned(&scene.node_order, &cells(&scene.positions, side))
            } else {
                Arc::clone(&scene.node_order)
            },
        }
    }
}

/// A cell of the world: column and row.
type Cell = [i32; 2];

/// The cell of each node, `[node]`.
fn cells(positions: &[Vec2], side: f64) -> Vec<Cell> {
    // What is not finite or far off ends in some cell; it is not drawn anyway.
    let place = |at: f32| (f64::from(at) / side).floor() as i32;
    positions
        .par_iter()
        .map(|at| [place(at.x), place(at.y)])
        .collect()
}

/// The last node in drawing order, which is the largest, of each cell; in drawing order.
fn thinned(node_order: &[u32], cells: &[Cell]) -> Arc<[u32]> {
    let mut placed: Vec<(Cell, u32)> = node_order
        .par_iter()
        .zip(0..node_order.len() as u32)
        .map(|(&node, place)| (cells[node as usize], place))
        .collect();
    placed.par_sort_unstable();
    let mut last: Vec<u32> = placed
        .par_chunk_by(|a, b| a.0 == b.0)
        .filter_map(|same| same.last().map(|&(_, place)| place))
        .collect();
    last.par_sort_unstable();
    last.into_iter()
        .map(|place| node_order[place as usize])
        .collect()
}

/// Strokes merged by the cells of their ends, then those that are not merged, in drawing order.
fn merged(edges: &[EdgeStyle], cells: &[Cell]) -> Arc<[EdgeStyle]> {
    let (Some(cells), Some(colors)) = (numbered(cells), colors(edges)) else {
        // More cells or colours than a key holds: each stroke for itself.
        return edges.into();
    };
    let is_merged = |edge: &EdgeStyle| edge.from != edge.to && edge.color.0[3] <= STRONG_ALPHA;
    let cell = |node: u32| u64::from(cells[node as usize]);
    let mut keys: Vec<(u64, u32)> = edges
        .par_iter()
        .zip(0..edges.len() as u32)
        .filter(|(edge, _)| is_merged(edge))
        .map(|(edge, place)| {
            let ends = cell(edge.from) << CELL_BITS | cell(edge.to);
            (
                ends | u64::from(colors[&edge.color.0]) << (2 * CELL_BITS),
                place,
            )
        })
        .collect();
    keys.par_sort_unstable();
    let groups = keys.par_chunk_by(|a, b| a.0 == b.0);
    let strokes = groups.flat_map_iter(|group| Merging {
        members: group.iter().rev().map(|&(_, place)| edges[place as usize]),
        open: None,
    });
    let rest = edges.par_iter().filter(|edge| !is_merged(edge)).copied();
    strokes.chain(rest).collect::<Vec<_>>().into()
}

/// Bits of a cell's number in a key: two of them and a colour's number are 64.
const CELL_BITS: u32 = 26;
/// Bits of a colour's number.
const COLOR_BITS: u32 = 64 - 2 * CELL_BITS;

/// Cells numbered by column and row, so that what lies together has numbers that do, `[node]`.
fn numbered(cells: &[Cell]) -> Option<Vec<u32>> {
    let mut distinct = cells.to_vec();
    distinct.par_sort_unstable();
    distinct.dedup();
    let fits = distinct.len() < 1 << CELL_BITS;
    let number = |cell: &Cell| distinct.binary_search(cell).unwrap_or(0) as u32;
    fits.then(|| cells.par_iter().map(number).collect())
}

/// A number for each colour and opacity.
fn colors(edges: &[EdgeStyle]) -> Option<HashMap<[u8; 4], u32>> {
    let mut numbers = HashMap::new();
    let mut last = None;
    for edge in edges {
        if last != Some(edge.color) {
            let next = numbers.len() as u32;
            numbers.entry(edge.color.0).or_insert(next);
            last = Some(edge.color);
        }
    }
    (numbers.len() < 1 << COLOR_BITS).then_some(numbers)
}

/// The strokes that stand for members of a group, the widest of which comes first.
struct Merging<I> {
    members: I,
    /// The stroke that members are added to.
    open: Option<EdgeStyle>,
}

impl<I: Iterator<Item = EdgeStyle>> Iterator for Merging<I> {
    type Item = EdgeStyle;

    fn next(&mut self) -> Option<EdgeStyle> {
        for member in self.members.by_ref() {
            let Some(open) = &mut self.open else {
                self.open = Some(member);
                continue;
            };
            // As many layers of the open stroke as the member has ink. Where strokes taper, all of
            // them do so by the same share: both ends keep theirs.
            let share = member.from_width_pts / open.from_width_pts;
            let layers = open.layers + member.layers * share;
            if layers <= MOST_LAYERS && share.is_finite() {
                open.layers = layers;
            } else {
                return self.open.replace(member);
            }
        }
        self.open.take()
    }
}
