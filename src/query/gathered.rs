//! How are flows summed that lie scattered over the table?
//!
//! Every pass over changed flows reads their keys and a handful of columns. Where the flows are
//! neighbours, as under a time brush, both stream from memory. Where they are scattered, every read
//! waits for memory, so each array is read once, by a loop that does nothing else and therefore
//! waits for many reads at a time, into a small table of the changed flows alone; the passes run
//! over that.

use rayon::prelude::*;

use super::FlowSet;
use super::change::{Change, Flows};
use super::flow_keys::FlowKey;
use super::rows::{EdgeKeys, Rows};

/// What is read of changed flows, those that left before those that entered.
pub(super) struct Gathered {
    flows: Vec<FlowKey>,
    name: Vec<u32>,
    client_bytes: Vec<u64>,
    server_bytes: Vec<u64>,
    client_packets: Vec<u32>,
    server_packets: Vec<u32>,
    flow_strand: Vec<u32>,
    left: usize,
}

impl Gathered {
    /// Reads the keys and columns of the changed flows.
    pub fn new(rows: &Rows<'_>, change: &Change) -> Self {
        let Flows { mut left, entered } = change.flows();
        let left_len = left.len();
        left.extend(entered);
        let flows = left.as_slice();
        let mut gathered = Self {
            flows: Vec::new(),
            name: Vec::new(),
            client_bytes: Vec::new(),
            server_bytes: Vec::new(),
            client_packets: Vec::new(),
            server_packets: Vec::new(),
            flow_strand: Vec::new(),
            left: left_len,
        };
        rayon::scope(|scope| {
            let of = &mut gathered;
            scope.spawn(|_| of.flows = gather(rows.flows, flows));
            scope.spawn(|_| of.client_bytes = gather(rows.client_bytes, flows));
            scope.spawn(|_| of.server_bytes = gather(rows.server_bytes, flows));
            scope.spawn(|_| of.client_packets = gather(rows.client_packets, flows));
            scope.spawn(|_| of.server_packets = gather(rows.server_packets, flows));
            scope.spawn(|_| of.name = gather(rows.name, flows));
            scope.spawn(|_| of.flow_strand = gather(rows.keys.flow_strand, flows));
        });
        gathered
    }

    /// The changed flows as a table of their own.
    pub fn rows<'a>(&'a self, of: &Rows<'a>) -> Rows<'a> {
        Rows {
            flows: &self.flows,
            name: &self.name,
            client_bytes: &self.client_bytes,
            server_bytes: &self.server_bytes,
            client_packets: &self.client_packets,
            server_packets: &self.server_packets,
            keys: EdgeKeys {
                flow_strand: &self.flow_strand,
                ..of.keys
            },
            ..*of
        }
    }

    /// The same change, in that table.
    pub fn change(&self) -> Change {
        let len = self.flows.len();
        let mut before = FlowSet::none(len);
        before.toggle_range(0..self.left);
        let mut after = FlowSet::none(len);
        after.toggle_range(self.left..len);
        Change::between(&before, &after)
    }
}

/// The values of some flows; none of an array that is not there.
fn gather<T: Copy + Send + Sync>(values: &[T], flows: &[u32]) -> Vec<T> {
    if values.is_empty() {
        return Vec::new();
    }
    flows
        .par_iter()
        .with_min_len(1 << 12)
        .map(|&flow| values[flow as usize])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{Application, Protocol};
    use crate::query::{EdgeTally, FlowKeys, NO_BIN, StrandKey, Tallies};
    use crate::units::Totals;

    const FLOWS: usize = 600_000;
    const EDGES: usize = 5_000;

    /// Brings sums from one set to another, and holds them against sums made naively.
    fn check(rows: &Rows<'_>, everything: &Tallies, before: &FlowSet, after: &FlowSet) {
        let mut sums = Tallies::over(rows, before);
        sums.update(rows, before, after, everything);
        let mut edges = vec![Totals::default(); EDGES];
        let mut clients = vec![Totals::default(); rows.host_count];
        let mut visible = Totals::default();
        for flow in after.iter() {
            let (key, value) = (&rows.flows[flow], rows.totals(flow));
            edges[key.edge as usize] += value;
            clients[key.client as usize] += value;
            visible += value;
        }
        assert_eq!(sums.visible, visible);
        assert_eq!(sums.clients, clients);
        let summed: Vec<Totals> = sums.edges.iter().map(EdgeTally::totals).collect();
        assert_eq!(summed, edges);
        assert_eq!(sums, Tallies::over(rows, after));
    }

    #[test]
    fn a_change_of_many_flows_is_summed_like_one_of_few() {
        let keys = FlowKeys::new(FLOWS, 0, |flow| FlowKey {
            client: (flow * 31 % 400) as u32,
            server: (flow * 17 % 400) as u32,
            edge: (flow * 7_919 % EDGES) as u32,
            server_port: (flow % 1_000) as u16,
            protocol: 6,
            time_bin: NO_BIN,
            application: 0,
            forward: flow % 3 == 0,
        });
        let bytes: Vec<u64> = (0..FLOWS as u64).map(|flow| flow * 13 % 1_009).collect();
        let packets: Vec<u32> = (0..FLOWS as u32).map(|flow| flow % 11).collect();
        let strands: Vec<StrandKey> = (0..EDGES as u32)
            .map(|edge| StrandKey {
                edge,
                protocol: Protocol::TCP,
                application: Application::Unknown,
            })
            .collect();
        let strand_starts: Vec<u32> = (0..=EDGES as u32).collect();
        let none = FlowSet::default();
        let rows = Rows {
            flows: keys.flows(),
            name: &[],
            client_bytes: &bytes,
            server_bytes: &bytes,
            client_packets: &packets,
            server_packets: &packets,
            host_count: 400,
            name_count: 0,
            time_bin_count: 0,
            keys: EdgeKeys {
                flow_edge: &[],
                flow_strand: &[],
                flow_forward: &none,
                strands: &strands,
                strand_starts: &strand_starts,
                mixed_edges: &FlowSet::none(EDGES),
                edge_nodes: &[],
                node_count: 0,
            },
        };
        let everything = Tallies::over(&rows, &FlowSet::all(FLOWS));
        let every = |step: usize| FlowSet::from_fn(FLOWS, |flow| flow % step == 0);
        // Scattered in several pieces, dense in one pass, and dense in several pieces.
        check(&rows, &everything, &every(60), &every(15));
        check(&rows, &everything, &every(2), &every(3));
        check(&rows, &everything, &FlowSet::none(FLOWS), &every(1));
    }
}
