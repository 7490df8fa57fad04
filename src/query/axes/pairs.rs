//! How many flows lie between each two bins of neighbouring axes?
//!
//! [`PairCounts`] is a dense table of counts for one pair of axes, each cell split by up to
//! sixteen classes of flows, so that it can be drawn in the colour of most of its flows. [`PairTally`]
//! keeps it for everything, for the visible flows and for the highlight; when a set changes, the
//! flows that changed side are added and subtracted.

use std::sync::Arc;

use super::AxisScale;
use crate::flow::FlowTable;
use crate::query::change::{Accumulate, Change, count};
use crate::query::{ApplicationTally, FlowSet, ProtocolTally};

/// Classes that a cell is split by.
const CLASSES: usize = 16;

/// Which class each flow belongs to: one of the fifteen most frequent applications or protocols, or
/// the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowClasses {
    by_protocol: bool,
    /// Class of each code.
    class_of: Vec<u8>,
    /// Code of each class; the others come after them.
    codes: Vec<u16>,
    /// Number of classes, the others included.
    count: usize,
}

impl FlowClasses {
    /// All flows in one class: for pictures that show how many, not of what.
    #[must_use]
    pub fn undivided() -> Self {
        Self {
            by_protocol: false,
            class_of: Vec::new(),
            codes: Vec::new(),
            count: 1,
        }
    }

    /// By application, `[application code]`.
    #[must_use]
    pub fn by_application(tallies: &[ApplicationTally]) -> Self {
        let counts = tallies.iter().enumerate();
        let counts = counts.map(|(code, tally)| (code as u16, tally.total.flows));
        Self::of(false, counts.collect(), 1 << 8)
    }

    /// By protocol.
    #[must_use]
    pub fn by_protocol(tallies: &[ProtocolTally]) -> Self {
        let counts = tallies.iter();
        let counts = counts.map(|tally| (tally.protocol.0, tally.total.flows));
        Self::of(true, counts.collect(), 1 << 16)
    }

    fn of(by_protocol: bool, mut counts: Vec<(u16, u64)>, codes: usize) -> Self {
        counts.retain(|&(_, flows)| flows > 0);
        counts.sort_by_key(|&(code, flows)| (std::cmp::Reverse(flows), code));
        counts.truncate(CLASSES - 1);
        let mut class_of = vec![(CLASSES - 1) as u8; codes];
        for (class, &(code, _)) in counts.iter().enumerate() {
            class_of[usize::from(code)] = class as u8;
        }
        let codes = counts.into_iter().map(|(code, _)| code).collect();
        Self {
            by_protocol,
            class_of,
            codes,
            count: CLASSES,
        }
    }

    /// The application or protocol code of a class; none for the others.
    #[must_use]
    pub fn code(&self, class: usize) -> Option<u16> {
        self.codes.get(class).copied()
    }

    #[inline]
    fn of_flow(&self, table: &FlowTable, flow: usize) -> usize {
        let code = if self.by_protocol {
            usize::from(table.columns.protocol[flow])
        } else {
            usize::from(table.columns.application[flow])
        };
        usize::from(self.class_of[code])
    }
}

/// Flows between two bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Bin on the left axis.
    pub left: u8,
    /// Bin on the right axis.
    pub right: u8,
    /// Number of flows, above zero.
    pub flows: u64,
    /// The class of most of them.
    pub class: u8,
}

/// Counts of flows for each two bins of a pair of axes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairCounts {
    right_bins: usize,
    /// Classes that cells are split by; one where nobody asks.
    classes: usize,
    /// `[(left bin * right bins + right bin) * classes + class]`.
    counts: Vec<u32>,
}

struct Adding<'a> {
    table: &'a FlowTable,
    left: &'a [u8],
    right: &'a [u8],
    classes: &'a FlowClasses,
    into: &'a mut PairCounts,
}

impl Accumulate for Adding<'_> {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let (left, right) = (self.left[flow], self.right[flow]);
        let place = usize::from(left) * self.into.right_bins + usize::from(right);
        let class = match self.into.classes {
            1 => 0,
            _ => self.classes.of_flow(self.table, flow),
        };
        count::<ENTERED>(&mut self.into.counts[place * self.into.classes + class], 1);
    }
}

impl PairCounts {
    fn none(left: &AxisScale, right: &AxisScale, classes: usize) -> Self {
        let right_bins = right.bin_count();
        Self {
            right_bins,
            classes,
            counts: vec![0; left.bin_count() * right_bins * classes],
        }
    }

    /// The pairs of bins with flows.
    pub fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        let cells = self.counts.chunks_exact(self.classes).enumerate();
        cells.filter_map(|(place, classes)| {
            let flows: u64 = classes.iter().map(|&flows| u64::from(flows)).sum();
            if flows == 0 {
                return None;
            }
            // The first of equal ones is the more frequent class.
            let class = (0..self.classes)
                .rev()
                .max_by_key(|&class| classes[class])?;
            Some(Cell {
                left: (place / self.right_bins) as u8,
                right: (place % self.right_bins) as u8,
                flows,
                class: class as u8,
            })
        })
    }

    /// Flows between a bin of the left and one of the right axis.
    #[must_use]
    pub fn flows_at(&self, left: u8, right: u8) -> u64 {
        let place = usize::from(left) * self.right_bins + usize::from(right);
        let cell = self.counts.chunks_exact(self.classes.max(1)).nth(place);
        let classes = cell.filter(|_| usize::from(right) < self.right_bins);
        classes.map_or(0, |classes| {
            classes.iter().map(|&flows| u64::from(flows)).sum()
        })
    }

    /// Flows of all cells together.
    #[must_use]
    pub fn flows(&self) -> u64 {
        self.counts.iter().map(|&flows| u64::from(flows)).sum()
    }

    /// Flows of each bin of the left and of the right axis, `[bin]`.
    #[must_use]
    pub fn margins(&self) -> [Vec<u64>; 2] {
        let left_bins = self.counts.len() / (self.right_bins * self.classes);
        let mut margins = [vec![0; left_bins], vec![0; self.right_bins]];
        for cell in self.cells() {
            margins[0][usize::from(cell.left)] += cell.flows;
            margins[1][usize::from(cell.right)] += cell.flows;
        }
        margins
    }
}

/// Counts between two axes over everything, the visible flows and the highlight.
#[derive(Clone, Debug)]
pub struct PairTally {
    left: Arc<AxisScale>,
    right: Arc<AxisScale>,
    classes: Arc<FlowClasses>,
    everything: Arc<PairCounts>,
    visible: PairCounts,
    lit: PairCounts,
    /// Flows of the fullest cell.
    most_flows: u64,
    /// What `visible` and `lit` were made of.
    sets: [FlowSet; 2],
}

impl PairTally {
    /// Counts everything; all flows are visible, none is highlighted.
    ///
    /// # Panics
    /// If the scales are of another table.
    #[must_use]
    pub fn new(
        table: &FlowTable,
        left: Arc<AxisScale>,
        right: Arc<AxisScale>,
        classes: Arc<FlowClasses>,
    ) -> Self {
        let none = PairCounts::none(&left, &right, classes.count);
        let lit = PairCounts::none(&left, &right, 1);
        let sets = [FlowSet::all(table.len()), FlowSet::none(table.len())];
        let mut tally = Self {
            left,
            right,
            classes,
            everything: Arc::new(none.clone()),
            visible: none,
            lit,
            most_flows: 0,
            sets,
        };
        let change = Change::between(&tally.sets[1], &tally.sets[0]);
        let mut all = tally.visible.clone();
        tally.add(table, &change, &mut all);
        tally.most_flows = all.cells().map(|cell| cell.flows).max().unwrap_or(0);
        tally.visible = all.clone();
        tally.everything = Arc::new(all);
        tally
    }

    /// The scales of the left and the right axis.
    #[must_use]
    pub fn scales(&self) -> [&Arc<AxisScale>; 2] {
        [&self.left, &self.right]
    }

    /// The classes that cells are split by.
    #[must_use]
    pub fn classes(&self) -> &Arc<FlowClasses> {
        &self.classes
    }

    /// Counts over all flows of the table.
    #[must_use]
    pub fn everything(&self) -> &PairCounts {
        &self.everything
    }

    /// Flows between the two bins that have most of all flows.
    #[must_use]
    pub fn most_flows(&self) -> u64 {
        self.most_flows
    }

    /// Counts over the visible flows.
    #[must_use]
    pub fn visible(&self) -> &PairCounts {
        &self.visible
    }

    /// Counts over the highlighted flows.
    #[must_use]
    pub fn lit(&self) -> &PairCounts {
        &self.lit
    }

    /// Brings the counts to other sets of flows (no highlight is no flow); whether any changed.
    ///
    /// # Panics
    /// If the sets are of another table.
    pub fn follow(&mut self, table: &FlowTable, visible: &FlowSet, lit: Option<&FlowSet>) -> bool {
        let nothing = FlowSet::none(table.len());
        let lit = lit.unwrap_or(&nothing);
        let mut changed = false;
        for (which, after) in [visible, lit].into_iter().enumerate() {
            assert_eq!(after.table_len(), table.len(), "set of another table");
            let change = Change::between(&self.sets[which], after);
            if change.len() == 0 {
                continue;
            }
            changed = true;
            let held = match which {
                0 => &mut self.visible,
                _ => &mut self.lit,
            };
            let mut counts = std::mem::take(held);
            let inside = after.count() as usize;
            if inside < change.len() {
                // Nothing is nearer than what there was.
                counts.counts.fill(0);
                self.add(table, &Change::between(&nothing, after), &mut counts);
            } else if which == 0 && table.len() - inside < change.len() {
                counts = (*self.everything).clone();
                let all = FlowSet::all(table.len());
                self.add(table, &Change::between(&all, after), &mut counts);
            } else {
                self.add(table, &change, &mut counts);
            }
            match which {
                0 => self.visible = counts,
                _ => self.lit = counts,
            }
            self.sets[which] = after.clone();
        }
        changed
    }

    fn add(&self, table: &FlowTable, change: &Change, into: &mut PairCounts) {
        change.replay(&mut Adding {
            table,
            left: self.left.bins(),
            right: self.right.bins(),
            classes: &self.classes,
            into,
        });
    }
}
