//! Which cells does a step of the sequence select?
//!
//! A step that asks about the two columns and nothing else is shown as the rectangle of its bins, be
//! it drawn here, on the parallel axes, or typed. Worked out once for a text; while a rectangle is
//! dragged its cells are known without asking the flows.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::super::axes::{Counts, ScaleKey};
use super::super::rectangle::Cells;
use crate::query::{AxisScale, Filter};
use crate::session::{Data, SelectionStep};

/// What is known of one text.
#[derive(Clone, Debug, Default)]
struct Found {
    /// The cells; none if it is about something else.
    cells: Vec<Cells>,
    /// Whether it asks about both columns, as a rectangle does.
    asks_both: bool,
}

/// What is known of all texts of the sequence.
#[derive(Debug, Default)]
pub(super) struct Known {
    by_text: HashMap<String, Found>,
    /// The capture and the scales that it was found with.
    of: Option<(usize, [ScaleKey; 2])>,
}

/// Texts remembered before all are forgotten: a drag writes many.
const MOST_TEXTS: usize = 512;
/// Rectangles that one step is shown as.
const MOST_CELLS: usize = 64;

impl Known {
    /// Finds out what is not known yet of a sequence.
    pub fn follow(
        &mut self,
        sequence: &[SelectionStep],
        keys: [ScaleKey; 2],
        data: &Data,
        counts: &Counts,
    ) {
        let of = (Arc::as_ptr(&data.traffic) as usize, keys);
        if self.of != Some(of) || self.by_text.len() > MOST_TEXTS {
            self.by_text.clear();
            self.of = Some(of);
        }
        let [Some(x), Some(y)] = keys.map(|key| counts.scale(key)) else {
            return;
        };
        for step in sequence {
            let text = step.filter.to_string();
            let find = || find(&step.filter, [x, y], data).unwrap_or_default();
            self.by_text.entry(text).or_insert_with(find);
        }
    }

    /// Says which cells a text selects.
    pub fn know(&mut self, filter: &Filter, cells: &Cells) {
        let found = Found {
            cells: vec![cells.clone()],
            asks_both: true,
        };
        self.by_text.insert(filter.to_string(), found);
    }

    /// The cells of a step.
    pub fn cells(&self, step: &SelectionStep) -> &[Cells] {
        let found = self.by_text.get(&step.filter.to_string());
        found.map_or(&[], |found| &found.cells)
    }

    /// The cells of a step that is one rectangle and can be dragged as such.
    pub fn rectangle(&self, step: &SelectionStep) -> Option<Cells> {
        let found = self.by_text.get(&step.filter.to_string())?;
        match found.cells.as_slice() {
            [one] if found.asks_both => Some(one.clone()),
            _ => None,
        }
    }
}

/// The cells of a filter that asks about these columns and nothing else.
fn find(filter: &Filter, scales: [&Arc<AxisScale>; 2], data: &Data) -> Option<Found> {
    let mut sides = [Filter::default(), Filter::default()];
    for part in filter.parts() {
        let part = Filter::from(part.clone());
        let side = scales.iter().position(|scale| scale.is_asked_by(&part))?;
        sides[side] = std::mem::take(&mut sides[side]).and(part);
    }
    let context = data.filter_context();
    let runs = [0, 1].map(|side| {
        let scale = scales[side];
        if sides[side].is_empty() {
            return vec![0..=scale.bin_count() - 1];
        }
        let set = sides[side].evaluate(&data.traffic.table, &context);
        let wide = |run: RangeInclusive<u8>| usize::from(*run.start())..=usize::from(*run.end());
        scale.runs(&set).into_iter().map(wide).collect::<Vec<_>>()
    });
    let [columns, rows] = &runs;
    let pairs = columns
        .iter()
        .flat_map(|column| rows.iter().map(|row| [column.clone(), row.clone()]));
    Some(Found {
        cells: pairs.take(MOST_CELLS).collect(),
        asks_both: sides.iter().all(|side| !side.is_empty()),
    })
}
