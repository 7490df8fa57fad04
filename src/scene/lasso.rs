//! Which nodes are inside a line drawn by hand?
//!
//! Even-odd: a point is inside when a ray from it crosses the line an odd number of times. The grid
//! of the [`Picker`] is walked row by row, rows side by side: cells that no side of the line comes
//! near are wholly inside or outside and are taken or left as one; only nodes in the other cells
//! are tested, against the sides that pass through their row.

use glam::{DVec2, Vec2};
use rayon::prelude::*;

use super::Camera;
use super::picking::{Picker, ascending};

/// Whether a point is inside a closed line, by the even-odd rule. The last corner is joined to the
/// first; what has fewer than three corners has no inside.
#[must_use]
pub fn is_inside(corners: &[DVec2], point: DVec2) -> bool {
    crosses_oddly(sides(corners), point)
}

/// The sides of a closed line.
fn sides(corners: &[DVec2]) -> impl Iterator<Item = [DVec2; 2]> + '_ {
    let after = corners.iter().skip(1).chain(corners.first());
    corners.iter().zip(after).map(|(&from, &to)| [from, to])
}

/// Whether a ray to the right crosses an odd number of sides.
fn crosses_oddly(sides: impl Iterator<Item = [DVec2; 2]>, point: DVec2) -> bool {
    sides.fold(false, |inside, [from, to]| {
        let spans = (from.y > point.y) != (to.y > point.y);
        let crossing = from.x + (point.y - from.y) / (to.y - from.y) * (to.x - from.x);
        inside != (spans && point.x < crossing)
    })
}

impl Picker {
    /// Nodes whose centre is inside a closed line in physical pixels, ascending.
    #[must_use]
    pub fn nodes_in_lasso(&self, camera: &Camera, corners_px: &[Vec2]) -> Vec<u32> {
        if corners_px.len() < 3 || self.nodes.is_empty() {
            return Vec::new();
        }
        let corners: Vec<DVec2> = corners_px
            .iter()
            .map(|&corner| camera.world_from_screen(corner).as_dvec2())
            .collect();
        let bottom = corners.iter().fold(f64::MAX, |least, at| least.min(at.y));
        let top = corners.iter().fold(f64::MIN, |most, at| most.max(at.y));
        let row_of = |y: f64| self.column_row(Vec2::new(0.0, y as f32))[1];
        // One row more on each side, for rounding.
        let rows = row_of(bottom).saturating_sub(1)..(row_of(top) + 2).min(self.cells[1]);
        let found = rows
            .into_par_iter()
            .map(|row| self.row_in_lasso(row, &corners))
            .flatten_iter()
            .collect();
        ascending(found)
    }

    /// The nodes of one row of cells that are inside.
    fn row_in_lasso(&self, row: usize, corners: &[DVec2]) -> Vec<u32> {
        let cell = 1.0 / f64::from(self.cells_per_unit);
        let low = f64::from(self.min.y) + row as f64 * cell;
        // A node may be filed in a cell that it misses by a rounding error.
        let (low, high) = (low - cell * 0.01, low + cell * 1.01);
        let passing: Vec<[DVec2; 2]> = sides(corners)
            .filter(|[from, to]| from.y.min(to.y) <= high && from.y.max(to.y) >= low)
            .collect();
        if passing.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut next = 0;
        for [first, last] in self.columns_touched(&passing, [low, high]) {
            self.take_untouched(row, next..first, &passing, &mut found);
            for place in self.places_of(row, first.max(next)..last + 1) {
                if crosses_oddly(passing.iter().copied(), self.places[place].as_dvec2()) {
                    found.push(self.nodes[place]);
                }
            }
            next = next.max(last + 1);
        }
        self.take_untouched(row, next..self.cells[0], &passing, &mut found);
        found
    }

    /// First and last column that each side comes near within a row, one more on each side,
    /// ascending; they may overlap.
    fn columns_touched(&self, passing: &[[DVec2; 2]], [low, high]: [f64; 2]) -> Vec<[usize; 2]> {
        let column = |x: f64| self.column_row(Vec2::new(x as f32, 0.0))[0];
        let mut touched: Vec<[usize; 2]> = passing
            .iter()
            .map(|&[from, to]| {
                let at = |y: f64| {
                    let share = (y - from.y) / (to.y - from.y);
                    let share = if share.is_finite() { share } else { 0.0 };
                    from.x + share.clamp(0.0, 1.0) * (to.x - from.x)
                };
                // A side that lies flat is near wherever it goes.
                let ends = if (to.y - from.y).abs() < (high - low) * 1e-3 {
                    [from.x, to.x]
                } else {
                    [at(low), at(high)]
                };
                let (left, right) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
                [
                    column(left).saturating_sub(1),
                    (column(right) + 1).min(self.cells[0] - 1),
                ]
            })
            .collect();
        touched.sort_unstable();
        touched
    }

    /// Takes all nodes of cells that no side comes near, if the first of them is inside: then all
    /// are.
    fn take_untouched(
        &self,
        row: usize,
        columns: std::ops::Range<usize>,
        passing: &[[DVec2; 2]],
        found: &mut Vec<u32>,
    ) {
        let places = self.places_of(row, columns);
        let Some(first) = self.places.get(places.start).filter(|_| !places.is_empty()) else {
            return;
        };
        if crosses_oddly(passing.iter().copied(), first.as_dvec2()) {
            found.extend_from_slice(&self.nodes[places]);
        }
    }
}
