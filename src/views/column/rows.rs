//! Which values are listed, in which order, and how long is each bar?
//!
//! Sums follow the visible and the highlighted flows by difference. Rows are listed anew when sums,
//! measure, order or search change, and ranked ones only as far as somebody scrolled.

use std::sync::{Arc, Weak};

use super::label;
use crate::flow::Traffic;
use crate::query::{AxisColumn, ColumnTally, ColumnValues, Ranking};
use crate::session::{Clock, Data, Item, ShownRevision};
use crate::units::{Bytes, Count, Totals};
use crate::views::Look;
use crate::views::bars::Bar;
use crate::views::made::{AT_ONCE, Made};
use crate::views::memory::Measure;

/// What the panel remembers between frames.
#[derive(Debug)]
pub struct ColumnMemory {
    pub(super) column: AxisColumn,
    pub(super) measure: Measure,
    pub(super) logarithmic: bool,
    /// Whether bins are in the order of their length and not of their values.
    pub(super) by_rank: bool,
    pub(super) search: String,
    traffic: Weak<Traffic>,
    tally: Option<Made<ColumnTally>>,
    /// The flows that the sums follow.
    revision: Option<ShownRevision>,
    /// Counts changes of the sums.
    sums: u64,
    /// Places by total, for a measure.
    by_total: Option<(Measure, Ranking)>,
    /// What the search finds, `[place]`, and the search; none for everything.
    found: Option<(String, Vec<bool>)>,
    rows: Option<Rows>,
    /// Where a range that Shift extends begins.
    pub(super) anchor: Option<Item>,
}

impl Default for ColumnMemory {
    fn default() -> Self {
        Self {
            column: AxisColumn::Duration,
            measure: Measure::Flows,
            logarithmic: false,
            by_rank: false,
            search: String::new(),
            traffic: Weak::new(),
            tally: None,
            revision: None,
            sums: 0,
            by_total: None,
            found: None,
            rows: None,
            anchor: None,
        }
    }
}

/// What rows were made of.
type MadeOf = (u64, Measure, bool, String, usize);

/// The rows that are listed.
#[derive(Debug)]
pub(super) struct Rows {
    made_of: MadeOf,
    /// Places, in the order of the list.
    pub places: Vec<u32>,
    /// Number of rows when all are listed.
    pub shown: usize,
    /// Values with visible flows.
    pub visible: usize,
    /// Values with flows.
    pub total: usize,
    /// What the values that the search finds sum to.
    pub listed: Totals,
    /// The longest bar over all flows.
    most: u64,
}

/// Rows that are ranked at first; more when somebody scrolls down to them.
const FIRST_ROWS: usize = 256;

impl ColumnMemory {
    /// Shows another column.
    pub(super) fn choose(&mut self, column: AxisColumn) {
        if self.column != column {
            self.column = column;
            self.search.clear();
            self.forget();
        }
    }

    fn forget(&mut self) {
        (self.tally, self.revision) = (None, None);
        (self.by_total, self.found, self.rows) = (None, None, None);
        self.anchor = None;
    }

    /// Brings the sums to what the session shows.
    pub(super) fn follow(&mut self, context: &egui::Context, data: &Data) {
        if !std::ptr::eq(self.traffic.as_ptr(), Arc::as_ptr(&data.traffic)) {
            self.forget();
            self.traffic = Arc::downgrade(&data.traffic);
        }
        let column = self.column;
        let tally = self.tally.get_or_insert_with(|| {
            let (traffic, ground) = (data.traffic.clone(), data.ground.clone());
            let at_once = traffic.table.len() <= AT_ONCE;
            Made::start(context, at_once, move || {
                let values = ColumnValues::new(&traffic.table, column, &ground.degrees);
                ColumnTally::new(&traffic.table, values)
            })
        });
        let Some(tally) = tally.get() else { return };
        if self.revision != Some(data.shown_revision()) {
            let lit = data.lit.as_deref().map(|lit| &lit.flows);
            let is_first = self.revision.is_none();
            if tally.follow(&data.traffic.table, data.visible(), lit) || is_first {
                self.sums += 1;
            }
            self.revision = Some(data.shown_revision());
        }
    }

    fn tally(&self) -> Option<&ColumnTally> {
        self.tally.as_ref().and_then(Made::ready)
    }

    /// The rows, once flows were counted.
    pub(super) fn rows(&self) -> Option<&Rows> {
        self.rows.as_ref()
    }

    /// Lists at least `wanted` rows, if something changed.
    pub(super) fn rank(&mut self, data: &Data, clock: &Clock, wanted: usize) {
        let Some(tally) = self.tally.as_ref().and_then(Made::ready) else {
            self.rows = None;
            return;
        };
        let before = self.rows.as_ref().map_or(0, |rows| rows.made_of.4);
        let wanted = wanted.max(before).max(FIRST_ROWS);
        let measure = self.measure;
        let search = self.search.trim().to_lowercase();
        let made_of = (self.sums, measure, self.by_rank, search, wanted);
        if self
            .rows
            .as_ref()
            .is_some_and(|rows| rows.made_of == made_of)
        {
            return;
        }
        let (values, everything) = (tally.values(), tally.everything());
        if self.by_total.as_ref().is_none_or(|(by, _)| *by != measure) {
            // A value whose flows hold no bytes has a bar all the same.
            let total = |place: u32| rank_of(measure, everything[place as usize]);
            self.by_total = Some((measure, Ranking::new(values.len(), total)));
        }
        let Some((_, ranking)) = &self.by_total else {
            return;
        };
        let search = &made_of.3;
        if search.is_empty() {
            self.found = None;
        } else if self.found.as_ref().is_none_or(|(of, _)| of != search) {
            let has = |text: String| text.to_lowercase().contains(search.as_str());
            let found = everything.iter().enumerate().map(|(place, totals)| {
                let value = values.value(place);
                totals.flows > 0
                    && (has(label::label(self.column, value, data, clock))
                        || has(label::about(self.column, value, data, clock)))
            });
            self.found = Some((search.clone(), found.collect()));
        }
        let found = |place: u32| {
            let found = self.found.as_ref();
            found.is_none_or(|(_, found)| found[place as usize])
        };
        let mut visible = 0;
        let mut listed = Totals::default();
        for &place in ranking.codes() {
            let totals = tally.visible()[place as usize];
            if totals.flows > 0 && found(place) {
                visible += 1;
                listed += totals;
            }
        }
        // In the order of values all have a row, so that rows stand still while others are brushed.
        let in_order = values.is_ordered() && !self.by_rank;
        let places: Vec<u32> = if in_order {
            let mut places: Vec<u32> = ranking.codes().to_vec();
            places.retain(|&place| found(place));
            places.sort_unstable();
            places
        } else {
            ranking.top(wanted, |place| match found(place) {
                true => rank_of(measure, tally.visible()[place as usize]),
                false => 0,
            })
        };
        // The first by total.
        let most = ranking.codes().first();
        let most = most.map_or(0, |&place| measure.of(everything[place as usize]));
        self.rows = Some(Rows {
            made_of,
            shown: if in_order { places.len() } else { visible },
            places,
            visible,
            total: ranking.len(),
            listed,
            most: most.max(1),
        });
    }

    /// What the listed bars are about, in their order.
    pub(super) fn items(&self) -> impl Iterator<Item = Item> + '_ {
        let values = self.tally().map(ColumnTally::values);
        let places = self.rows.as_ref().map_or(&[][..], |rows| &rows.places);
        let value = move |&place: &u32| values.map(|values| values.value(place as usize));
        let column = self.column;
        places
            .iter()
            .filter_map(value)
            .map(move |value| label::item(column, value))
    }

    /// The bar in a row; none where rows are not ranked yet.
    pub(super) fn bar(&self, data: &Data, clock: &Clock, row: usize, look: &Look) -> Option<Bar> {
        let (tally, rows) = (self.tally()?, self.rows.as_ref()?);
        let place = *rows.places.get(row)? as usize;
        let (column, measure) = (self.column, self.measure);
        let value = tally.values().value(place);
        let [all, visible, lit] =
            [tally.everything(), tally.visible(), tally.lit()].map(|sums| sums[place]);
        let share = |totals: Totals| {
            let (value, most) = (measure.of(totals) as f64, rows.most as f64);
            match self.logarithmic {
                true => ((value + 1.0).ln() / (most + 1.0).ln()) as f32,
                false => (value / most) as f32,
            }
        };
        let sum = measure.of(data.tallies().visible).max(1) as f64;
        let percent = 100.0 * measure.of(visible) as f64 / sum;
        let of_what = match measure {
            Measure::Bytes => "bytes",
            Measure::Packets => "packets",
            Measure::Flows => "flows",
        };
        let rank = match tally.values().is_ordered() && !self.by_rank {
            true => String::new(),
            false => format!("Rank {}, ", row + 1),
        };
        Some(Bar {
            item: label::item(column, value),
            label: label::label(column, value, data, clock),
            value: measure.text(visible),
            total: share(all),
            visible: share(visible),
            lit: data.lit.is_some().then(|| share(lit)),
            color: label::color(column, value, look),
            tooltip: format!(
                "{}\n{rank}{percent:.1} % of visible {of_what}\n{} of {} flows, {} of {} packets, \
                 {} of {}\nDouble-click shows only this, Alt-click leaves it out",
                label::about(column, value, data, clock),
                Count(visible.flows),
                Count(all.flows),
                Count(visible.packets),
                Count(all.packets),
                Bytes(visible.bytes),
                Bytes(all.bytes),
            ),
            in_range: self.anchor.is_some(),
        })
    }
}

/// What places are ranked by: above zero where there are flows.
fn rank_of(measure: Measure, totals: Totals) -> u64 {
    match totals.flows {
        0 => 0,
        _ => measure.of(totals).max(1),
    }
}
