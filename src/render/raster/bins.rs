//! Which tiles does a shape touch?
//!
//! Each chunk of shapes has its lists by tile, one after the other in one array, in the order of
//! the chunk. Lists are made by counting, so that they cost no allocation for each tile.

use super::segments::Segment;
use crate::render::frame::Tile;

/// Side of a tile in pixels: its sums stay in the first-level cache.
pub(super) const TILE: usize = 64;

/// The tiles of a picture, or of a part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    /// Top left corner in pixels of the whole picture.
    pub(super) origin_px: [i32; 2],
    /// Size in pixels.
    pub(super) size_px: [u32; 2],
    /// Tiles in a row.
    pub(super) columns: usize,
    /// Rows of tiles.
    pub(super) rows: usize,
}

impl Grid {
    pub(super) fn new(tile: Tile) -> Self {
        let [columns, rows] = tile.size_px.map(|side| (side as usize).div_ceil(TILE));
        Self {
            origin_px: tile
                .origin_px
                .map(|place| i32::try_from(place).unwrap_or(i32::MAX)),
            size_px: tile.size_px,
            columns,
            rows,
        }
    }

    /// Number of tiles.
    pub(super) fn tiles(&self) -> usize {
        self.columns * self.rows
    }

    /// Top left corner of a tile in pixels of the whole picture.
    pub(super) fn origin_px(&self, index: usize) -> [i32; 2] {
        let place = [index % self.columns, index / self.columns];
        std::array::from_fn(|axis| self.origin_px[axis] + (place[axis] * TILE) as i32)
    }
}

/// Ids of shapes by tile.
#[derive(Debug)]
pub(super) struct Bins {
    /// `[2 * tile + (0 if upright else 1)]`: where the ids of each list begin; one more at the end.
    starts: Vec<u32>,
    ids: Vec<u16>,
}

impl Bins {
    /// Segments by tile, upright and level ones apart.
    pub(super) fn of_segments(segments: &[Segment], grid: &Grid) -> Self {
        let mut pairs: Vec<(u32, u16)> = Vec::with_capacity(segments.len() * 3);
        for (segment, id) in segments.iter().zip(0_u16..) {
            segment_tiles(segment, grid, |tile| pairs.push((tile, id)));
        }
        Self::sorted(&pairs, grid)
    }

    /// Shapes by tile: `[min x, min y, max x, max y]` of each in pixels of the whole picture.
    pub(super) fn of_boxes(boxes: impl Iterator<Item = [f32; 4]>, grid: &Grid) -> Self {
        let mut pairs: Vec<(u32, u16)> = Vec::new();
        let side = TILE as f32;
        for (bounds, id) in boxes.zip(0_u16..) {
            let [left, top] = grid.origin_px.map(|place| place as f32);
            let cell = |value: f32, most: usize| (value / side).floor().clamp(-1.0, most as f32);
            let columns = [bounds[0] - left, bounds[2] - left].map(|x| cell(x, grid.columns));
            let rows = [bounds[1] - top, bounds[3] - top].map(|y| cell(y, grid.rows));
            for row in rows[0].max(0.0) as usize..(rows[1] + 1.0) as usize {
                for column in columns[0].max(0.0) as usize..(columns[1] + 1.0) as usize {
                    if row < grid.rows && column < grid.columns {
                        pairs.push((2 * (row * grid.columns + column) as u32, id));
                    }
                }
            }
        }
        Self::sorted(&pairs, grid)
    }

    /// Counts, then places; stable.
    fn sorted(pairs: &[(u32, u16)], grid: &Grid) -> Self {
        let mut starts = vec![0_u32; grid.tiles() * 2 + 1];
        for &(list, _) in pairs {
            starts[list as usize + 1] += 1;
        }
        for list in 1..starts.len() {
            starts[list] += starts[list - 1];
        }
        let mut next = starts.clone();
        let mut ids = vec![0_u16; pairs.len()];
        for &(list, id) in pairs {
            let slot = &mut next[list as usize];
            ids[*slot as usize] = id;
            *slot += 1;
        }
        Self { starts, ids }
    }

    /// Whether nothing touches a tile.
    pub(super) fn is_empty(&self, tile: usize) -> bool {
        self.starts.get(2 * tile) == self.starts.get(2 * tile + 2)
    }

    /// The ids in a tile.
    pub(super) fn of(&self, tile: usize, upright: bool) -> &[u16] {
        let list = 2 * tile + usize::from(!upright);
        let from = self.starts.get(list).copied().unwrap_or(0) as usize;
        let to = self.starts.get(list + 1).copied().unwrap_or(0) as usize;
        self.ids.get(from..to).unwrap_or(&[])
    }
}

/// Calls `each` with the list of every tile that a segment can touch.
fn segment_tiles(segment: &Segment, grid: &Grid, mut each: impl FnMut(u32)) {
    let side = TILE as i32;
    // Along the major axis, then along the minor one.
    let [major, minor] = if segment.is_upright { [1, 0] } else { [0, 1] };
    let counts = [grid.columns as i32, grid.rows as i32];
    let origin = grid.origin_px;
    let first = i32::from(segment.first_row) - origin[major];
    let last = first + i32::from(segment.rows) - 1;
    if last < 0 || first >= counts[major] * side {
        return;
    }
    let reach = segment.taps.count() as i32 / 2;
    let base = i64::from(segment.minor) - i64::from(origin[minor]) * 65_536;
    for band in (first.max(0) / side)..=(last / side).min(counts[major] - 1) {
        let from = (band * side).max(first);
        let to = (band * side + side - 1).min(last);
        let at =
            |row: i32| ((base + i64::from(row - first) * i64::from(segment.slope)) >> 16) as i32;
        let (a, b) = (at(from), at(to));
        let low = (a.min(b) - reach).max(0) / side;
        let high = (a.max(b) + reach).min(counts[minor] * side - 1);
        if high < 0 {
            continue;
        }
        for across in low..=high / side {
            let tile = if segment.is_upright {
                band * counts[0] + across
            } else {
                across * counts[0] + band
            };
            each(2 * tile as u32 + u32::from(!segment.is_upright));
        }
    }
}
