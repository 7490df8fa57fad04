//! What do the cells of some rows sum to?
//!
//! Only rows in view have sums. A row that comes into view is summed over the flows at its nodes; when
//! a set of flows changes, those that changed side are added and subtracted. A flow lies in the rows
//! of both its ends, once where both are in one row, and in the bin of its first packet.

use rayon::prelude::*;

use super::MatrixRows;
use crate::query::change::{Accumulate, Change, totals};
use crate::query::{FlowSet, NO_BIN, Rows, TimeBins};
use crate::units::{Timestamp, Totals};

/// Gives each edge at a node, once, to whoever asks.
type EdgesOf<'a> = dyn Fn(u32, &mut dyn FnMut(u32)) + Sync + 'a;

/// Where the flows of a matrix come from.
pub struct MatrixSource<'a> {
    /// The columns that are summed, and the edge of each flow.
    pub rows: Rows<'a>,
    /// Time of the first packet of a flow.
    pub first: &'a (dyn Fn(usize) -> Timestamp + Sync),
    /// Gives every edge at a node, each once.
    pub edges_of: &'a EdgesOf<'a>,
    /// The flows of an edge.
    pub flows_of: &'a (dyn Fn(u32) -> &'a [u32] + Sync),
}

impl std::fmt::Debug for MatrixSource<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MatrixSource")
            .field(&self.rows.len())
            .finish()
    }
}

/// In the place of a row that is not shown.
const NOT_SHOWN: u32 = u32::MAX;

/// What lies in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Over everything.
    pub total: Totals,
    /// Of it, what is visible.
    pub visible: Totals,
    /// Of it, what is highlighted.
    pub lit: Totals,
}

/// The cells of the rows in view.
#[derive(Clone, Debug)]
pub struct MatrixSums {
    bins: TimeBins,
    /// The rows, in the order in which they are shown.
    shown: Vec<u32>,
    /// `[row]`: where it is in `shown`; [`NOT_SHOWN`] if it is not.
    place_of: Vec<u32>,
    /// `[place * (bins + 1) + bin]`; the last one of a row is for flows outside of all bins.
    cells: Vec<Amount>,
    /// Visible and highlighted flows that the cells were summed over.
    sets: [FlowSet; 2],
}

impl MatrixSums {
    /// The cells of some rows. Those that `before` has for the same bins are taken from it.
    ///
    /// # Panics
    /// If the sets are of another table.
    #[must_use]
    pub fn new(
        source: &MatrixSource<'_>,
        rows: &MatrixRows,
        shown: Vec<u32>,
        bins: TimeBins,
        sets: [&FlowSet; 2],
        before: Option<Self>,
    ) -> Self {
        let before = before
            .filter(|before| before.bins == bins)
            .filter(|before| before.sets.each_ref() == sets);
        let cells: Vec<Vec<Amount>> = shown
            .par_iter()
            .map(
                |row| match before.as_ref().and_then(|before| before.row(*row)) {
                    Some(cells) => cells.to_vec(),
                    None => sum_row(source, rows, *row, &bins, sets),
                },
            )
            .collect();
        let mut place_of = vec![NOT_SHOWN; rows.len()];
        for (place, &row) in shown.iter().enumerate() {
            if let Some(of) = place_of.get_mut(row as usize) {
                *of = place as u32;
            }
        }
        Self {
            bins,
            place_of,
            shown,
            cells: cells.concat(),
            sets: sets.map(FlowSet::clone),
        }
    }

    /// How time is cut.
    #[must_use]
    pub fn bins(&self) -> TimeBins {
        self.bins
    }

    /// The rows, in the order in which they are shown.
    #[must_use]
    pub fn shown(&self) -> &[u32] {
        &self.shown
    }

    /// The cells of a row by bin, and last what lies outside of all bins; none if it is not shown.
    #[must_use]
    pub fn row(&self, row: u32) -> Option<&[Amount]> {
        let width = self.width();
        let start = self.place(row)? * width;
        self.cells.get(start..start + width)
    }

    fn place(&self, row: u32) -> Option<usize> {
        let place = *self.place_of.get(row as usize)?;
        (place != NOT_SHOWN).then_some(place as usize)
    }

    fn width(&self) -> usize {
        usize::from(self.bins.count) + 1
    }

    /// Brings the cells to other sets of flows; whether any changed.
    ///
    /// # Panics
    /// If the sets are of another table.
    pub fn follow(
        &mut self,
        source: &MatrixSource<'_>,
        rows: &MatrixRows,
        sets: [&FlowSet; 2],
    ) -> bool {
        let changes = [0, 1].map(|which| {
            assert_eq!(sets[which].table_len(), source.rows.len());
            Change::between(&self.sets[which], sets[which])
        });
        let changed: usize = changes.iter().map(Change::len).sum();
        if changed == 0 {
            return false;
        }
        let flows: u64 = self.cells.iter().map(|cell| cell.total.flows).sum();
        if 2 * changed as u64 > flows {
            // Less lies in the rows than changed side elsewhere; rows are summed side by side.
            let shown = std::mem::take(&mut self.shown);
            *self = Self::new(source, rows, shown, self.bins, sets, None);
            return true;
        }
        for (which, change) in changes.iter().enumerate() {
            change.replay(&mut Adding {
                source,
                rows,
                is_lit: which == 1,
                into: self,
            });
        }
        self.sets = sets.map(FlowSet::clone);
        true
    }
}

/// The greatest cell of all rows over everything, in one measure: one pass over all flows, on all
/// cores.
#[must_use]
pub fn greatest_cell(
    source: &MatrixSource<'_>,
    rows: &MatrixRows,
    bins: &TimeBins,
    value: impl Fn(Totals) -> u64 + Sync,
) -> u64 {
    let none = FlowSet::none(source.rows.len());
    let all = (0..rows.len() as u32).into_par_iter();
    let of_row = |row| {
        let cells = sum_row(source, rows, row, bins, [&none, &none]);
        let values = cells.into_iter().map(|cell| value(cell.total));
        values.max().unwrap_or(0)
    };
    all.map(of_row).max().unwrap_or(0)
}

/// The place of a flow within a row.
fn bin_of(source: &MatrixSource<'_>, bins: &TimeBins, flow: usize) -> usize {
    match bins.bin((source.first)(flow)) {
        NO_BIN => usize::from(bins.count),
        bin => usize::from(bin),
    }
}

fn sum_row(
    source: &MatrixSource<'_>,
    rows: &MatrixRows,
    row: u32,
    bins: &TimeBins,
    [visible, lit]: [&FlowSet; 2],
) -> Vec<Amount> {
    let mut cells = vec![Amount::default(); usize::from(bins.count) + 1];
    let ends = source.rows.keys.edge_nodes;
    for &node in rows.nodes(row) {
        (source.edges_of)(node, &mut |edge| {
            let Some(&[a, b]) = ends.get(edge as usize) else {
                return;
            };
            let other = if a == node { b } else { a };
            // An edge within the row is met at both ends.
            if other < node && rows.row_of(other) == Some(row) {
                return;
            }
            for &flow in (source.flows_of)(edge) {
                let flow = flow as usize;
                let amount = source.rows.totals(flow);
                let cell = &mut cells[bin_of(source, bins, flow)];
                cell.total += amount;
                if visible.contains(flow) {
                    cell.visible += amount;
                }
                if lit.contains(flow) {
                    cell.lit += amount;
                }
            }
        });
    }
    cells
}

struct Adding<'a, 'b> {
    source: &'a MatrixSource<'b>,
    rows: &'a MatrixRows,
    is_lit: bool,
    into: &'a mut MatrixSums,
}

impl Accumulate for Adding<'_, '_> {
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let keys = &self.source.rows.keys;
        let Some(edge) = self.source.rows.flows[flow].edge() else {
            return;
        };
        let Some(ends) = keys.edge_nodes.get(edge) else {
            return;
        };
        let [a, b] = ends.map(|node| self.rows.row_of(node));
        let second = if a == b { None } else { b };
        for row in [a, second].into_iter().flatten() {
            let Some(place) = self.into.place(row) else {
                continue;
            };
            let bin = bin_of(self.source, &self.into.bins, flow);
            let place = place * self.into.width() + bin;
            let Some(cell) = self.into.cells.get_mut(place) else {
                continue;
            };
            let sum = match self.is_lit {
                false => &mut cell.visible,
                true => &mut cell.lit,
            };
            totals::<ENTERED>(sum, self.source.rows.totals(flow));
        }
    }
}
