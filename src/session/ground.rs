//! What does brushing start from?
//!
//! Everything that depends on a capture and its grouping alone and is needed before the first brush
//! moves: sums over all flows, time bins, the order of flows by time, what occurs how often. A
//! worker makes it together with the graph.

use crate::flow::FlowTable;
use crate::graph::Graph;
use crate::query::{
    ColumnIndex, FlowKeys, FlowSet, Occurring, Rows, Tallies, TimeBins, host_degrees,
};
use crate::units::{TimeSpan, Timestamp};

/// Time bins over a whole capture: one for every few pixels of a wide window.
const TIME_BINS: u16 = 512;

/// Sums and orders over all flows of a capture.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Sums over all flows.
    pub everything: Tallies,
    /// How time is cut into bins.
    pub time_bins: TimeBins,
    /// What each flow is summed by.
    pub keys: FlowKeys,
    /// Flows in order of their first packet.
    pub by_time: ColumnIndex,
    /// Values and how many flows have them, for completion.
    pub occurring: Occurring,
    /// Distinct neighbours of each host, `[host code]`, for filters that ask for it.
    pub degrees: Vec<u32>,
}

impl Ground {
    /// Sums up everything.
    #[must_use]
    pub fn new(table: &FlowTable, graph: &Graph) -> Self {
        let span = first_packets(table).unwrap_or(TimeSpan::at(Timestamp(0)));
        let time_bins = TimeBins::over(span, TIME_BINS);
        let keys = FlowKeys::of_table(table, &graph.edge_keys(), Some(&time_bins));
        let rows = Rows::new(table, graph.edge_keys(), &keys);
        let sums = Tallies::over(&rows, &FlowSet::all(table.len()));
        Self {
            everything: sums,
            time_bins,
            keys,
            by_time: ColumnIndex::new(table.len(), |flow| table.first(flow)),
            occurring: Occurring::count(table),
            degrees: host_degrees(table),
        }
    }

    /// What the flows of this capture are summed by.
    #[must_use]
    pub fn rows<'a>(&'a self, table: &'a FlowTable, graph: &'a Graph) -> Rows<'a> {
        Rows::new(table, graph.edge_keys(), &self.keys)
    }
}

/// From the first flow's first packet to the last flow's first packet.
fn first_packets(table: &FlowTable) -> Option<TimeSpan> {
    (0..table.len())
        .map(|flow| TimeSpan::at(table.first(flow)))
        .reduce(TimeSpan::union)
}
