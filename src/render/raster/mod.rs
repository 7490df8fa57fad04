//! How does the processor draw a Scene itself?
//!
//! ```text
//! edges ──segments──▶ bins of 64-px tiles ──sums──▶ planes of weight ──tone──▶ colours
//! strong edges, rings, discs ──bins──▶ blended over them in drawing order ──▶ bytes
//! ```
//!
//! A graph picture is paid for in edge pixels, and a driver that draws in software pays several
//! times what a loop costs that is made for lines. Faint edges are not blended one over the other:
//! each adds its weight, `-ln(1 - alpha)`, to integer sums, one plane for each colour, and a tile
//! is resolved when all of its edges are in. A single edge looks as if it had been blended; where
//! many cross, the order of drawing does not matter, colours mix by weight, and opacity still
//! grows where blending would long be full. The same bits come from any number of threads.

mod bins;
mod blend;
mod planes;
mod segments;
mod tone;

use rayon::prelude::*;

use self::bins::{Bins, Grid, TILE};
use self::blend::{Shapes, StrongStroke};
use self::planes::Planes;
pub(super) use self::segments::MOST_SIDE_PX;
use self::segments::{Segment, TooWide, View};
use self::tone::{Canvas, Ground, PixelTile};
use super::buffers::Uploaded;
use super::frame::Tile;
use super::strokes::Stroke;
use crate::scene::{EdgeStyle, STRONG_ALPHA, Scene};

/// Strokes prepared at a time; ids inside a chunk fit 16 bits with room for all of its segments.
const CHUNK: usize = 16_384;
/// Segments copied at a time.
const GATHERED: usize = 64;
/// Draws Scenes on the processor; remembers the strokes of the last one by colour.
#[derive(Debug)]
pub struct Raster {
    edges: Uploaded<EdgeStyle>,
    /// Faint strokes by colour, colours ascending.
    classes: Vec<Class>,
    /// Strong strokes in drawing order.
    strong: Vec<Stroke>,
    /// Loops in drawing order.
    loops: Vec<EdgeStyle>,
}

/// All faint strokes of one colour.
#[derive(Debug)]
struct Class {
    /// Red, green, blue.
    color: [u8; 3],
    strokes: Vec<Stroke>,
}

/// A chunk of faint strokes of one colour, sorted into tiles.
struct Batch {
    color: [u8; 3],
    segments: Vec<Segment>,
    bins: Bins,
    /// Strokes of the chunk that are too wide to be walked.
    wide: Vec<StrongStroke>,
}

/// Strokes that are blended, sorted into tiles.
type Strong = (Vec<StrongStroke>, Bins);

impl Default for Raster {
    fn default() -> Self {
        Self::new()
    }
}

impl Raster {
    /// A raster that has drawn nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            edges: Uploaded::nothing(),
            classes: Vec::new(),
            strong: Vec::new(),
            loops: Vec::new(),
        }
    }

    /// The picture of a Scene without labels and overlay: rows from the top, premultiplied sRGB
    /// with alpha, four bytes a pixel.
    ///
    /// Runs on the rayon pool that it is called in.
    #[must_use]
    pub fn picture(&mut self, scene: &Scene) -> Vec<u8> {
        self.tile(scene, Tile::whole(scene.camera.size_px))
    }

    /// A part of the picture; the same as that part of the whole one, to within one step of a byte.
    pub(super) fn tile(&mut self, scene: &Scene, tile: Tile) -> Vec<u8> {
        self.sort(scene);
        let view = View::new(scene);
        let grid = Grid::new(tile);
        let mut batches = self.batches(&view, &grid);
        let layers = Layers {
            strong: self.strong(&mut batches, &view, &grid),
            shapes: Shapes::new(scene, &self.loops, &view, &grid),
            ground: Ground::new(scene.background),
            batches,
            grid,
        };
        let pixels: Vec<PixelTile> = (0..grid.tiles())
            .into_par_iter()
            .with_max_len(1)
            .map_init(Workspace::default, |workspace, index| {
                workspace.draw(index, &layers)
            })
            .collect();
        assembled(&pixels, &grid)
    }

    /// Sorts strokes by colour when the edges are other ones than last time.
    fn sort(&mut self, scene: &Scene) {
        if !self.edges.is_new(&scene.edges) {
            return;
        }
        let is_loop = |edge: &&EdgeStyle| edge.from == edge.to;
        self.loops = scene.edges.iter().filter(is_loop).copied().collect();
        self.strong = scene
            .edges
            .iter()
            .filter(|edge| edge.from != edge.to && edge.color.0[3] > STRONG_ALPHA)
            .map(Stroke::new)
            .collect();
        let mut classes: Vec<Class> = Vec::new();
        let mut last = usize::MAX;
        let mut of_color = hashbrown::HashMap::new();
        for edge in scene.edges.iter() {
            if edge.from == edge.to || edge.color.0[3] > STRONG_ALPHA {
                continue;
            }
            let [red, green, blue, _] = edge.color.0;
            let color = [red, green, blue];
            // Neighbours in drawing order often have the same colour.
            if classes.get(last).is_none_or(|class| class.color != color) {
                last = *of_color.entry(color).or_insert_with(|| {
                    classes.push(Class {
                        color,
                        strokes: Vec::new(),
                    });
                    classes.len() - 1
                });
            }
            classes[last].strokes.push(Stroke::new(edge));
        }
        classes.sort_unstable_by_key(|class| class.color);
        self.classes = classes;
    }

    /// Faint strokes as segments in the tiles that they cross.
    fn batches(&self, view: &View<'_>, grid: &Grid) -> Vec<Batch> {
        let chunks: Vec<([u8; 3], &[Stroke])> = self
            .classes
            .iter()
            .flat_map(|class| {
                class
                    .strokes
                    .chunks(CHUNK)
                    .map(|chunk| (class.color, chunk))
            })
            .collect();
        chunks
            .into_par_iter()
            .with_max_len(1)
            .map(|(color, strokes)| {
                let (mut segments, mut wide) = (Vec::with_capacity(strokes.len()), Vec::new());
                // All places first: loads that wait for memory then wait together.
                let ends: Vec<_> = strokes.iter().map(|stroke| view.ends(stroke)).collect();
                for (stroke, ends) in strokes.iter().zip(ends) {
                    let Some(line) = ends.and_then(|ends| view.line(stroke, ends)) else {
                        continue;
                    };
                    match view.segment(&line) {
                        Ok(segment) => segments.extend(segment),
                        Err(TooWide) => {
                            wide.extend(StrongStroke::new(&line, stroke.color, view));
                        }
                    }
                }
                let bins = Bins::of_segments(&segments, grid);
                Batch {
                    color,
                    segments,
                    bins,
                    wide,
                }
            })
            .collect()
    }

    /// What is blended: strokes that are too wide, then the strong ones in drawing order.
    fn strong(&self, batches: &mut [Batch], view: &View<'_>, grid: &Grid) -> Vec<Strong> {
        let wide: Vec<StrongStroke> = batches
            .iter_mut()
            .flat_map(|batch| std::mem::take(&mut batch.wide))
            .collect();
        let binned = |strokes: Vec<StrongStroke>| {
            let bins = Bins::of_boxes(strokes.iter().map(StrongStroke::box_px), grid);
            (strokes, bins)
        };
        let mut strong: Vec<Strong> = wide
            .par_chunks(CHUNK)
            .map(|strokes| binned(strokes.to_vec()))
            .collect();
        strong.par_extend(self.strong.par_chunks(CHUNK).map(|strokes| {
            let seen = |stroke: &Stroke| {
                let line = view.line(stroke, view.ends(stroke)?)?;
                StrongStroke::new(&line, stroke.color, view)
            };
            binned(strokes.iter().filter_map(seen).collect())
        }));
        strong
    }
}

/// Everything that a picture is made of, sorted into tiles.
struct Layers {
    grid: Grid,
    ground: Ground,
    batches: Vec<Batch>,
    strong: Vec<Strong>,
    shapes: Shapes,
}

impl Layers {
    /// Whether nothing is drawn in a tile.
    fn is_empty(&self, index: usize) -> bool {
        self.batches.iter().all(|batch| batch.bins.is_empty(index))
            && self.strong.iter().all(|(_, bins)| bins.is_empty(index))
            && self.shapes.is_empty(index)
    }
}

/// What one thread draws tiles with.
#[derive(Default)]
struct Workspace {
    planes: Planes,
    canvas: Canvas,
    gathered: Vec<Segment>,
}

impl Workspace {
    fn draw(&mut self, index: usize, layers: &Layers) -> PixelTile {
        let origin = layers.grid.origin_px(index);
        if layers.is_empty(index) {
            return layers.ground.bytes();
        }
        self.planes.clear();
        let mut last = None;
        for batch in &layers.batches {
            for upright in [true, false] {
                let ids = batch.bins.of(index, upright);
                if ids.is_empty() {
                    continue;
                }
                // A plane holds one colour at a time.
                if last != Some(batch.color) {
                    if let Some(color) = last {
                        self.planes.fold(color);
                    }
                    last = Some(batch.color);
                }
                // Copied some at a time, so that loads that wait for memory wait together.
                for ids in ids.chunks(GATHERED) {
                    self.gathered.clear();
                    let found = |&id: &u16| batch.segments.get(usize::from(id)).copied();
                    self.gathered.extend(ids.iter().filter_map(found));
                    for segment in &self.gathered {
                        self.planes.add(segment, origin, batch.color);
                    }
                }
            }
        }
        if let Some(color) = last {
            self.planes.fold(color);
        }
        layers.ground.resolve(&self.planes, &mut self.canvas);
        for (strokes, bins) in &layers.strong {
            for &id in bins.of(index, true) {
                if let Some(stroke) = strokes.get(usize::from(id)) {
                    stroke.blend(&mut self.canvas, origin);
                }
            }
        }
        layers.shapes.blend(&mut self.canvas, index, origin);
        self.canvas.bytes()
    }
}

/// The rows of all tiles in one picture.
fn assembled(tiles: &[PixelTile], grid: &Grid) -> Vec<u8> {
    let [width, height] = grid.size_px.map(|side| side as usize);
    let mut bytes = vec![0; width * height * 4];
    bytes
        .par_chunks_mut((width * 4).max(1))
        .enumerate()
        .for_each(|(y, row)| {
            let first = y / TILE * grid.columns;
            for (column, target) in row.chunks_mut(TILE * 4).enumerate() {
                if let Some(tile) = tiles.get(first + column) {
                    tile.write_row(y % TILE, target);
                }
            }
        });
    bytes
}
