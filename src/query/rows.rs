//! What of a flow goes into sums?
//!
//! [`Rows`] borrows the columns of a table that are added up, the [`FlowKeys`] that they are summed
//! by, and what edges are. Sums are made from these slices alone, so anything that has such columns
//! can be crossfiltered.

use super::{FlowKey, FlowKeys, FlowSet, StrandKey};
use crate::capture::{Application, Protocol};
use crate::flow::FlowTable;
use crate::units::Totals;

/// How the flows of a table map to the edges of a graph.
#[derive(Clone, Copy, Debug)]
pub struct EdgeKeys<'a> {
    /// Edge of each flow, or [`crate::flow::NO_CODE`] where the grouping has none, `[flow]`. Read
    /// for [`FlowKeys`] only.
    pub flow_edge: &'a [u32],
    /// Strand of each flow, or [`crate::flow::NO_CODE`], `[flow]`. Read for flows of mixed edges
    /// only.
    pub flow_strand: &'a [u32],
    /// The flows whose client is at the edge's first node. Read for [`FlowKeys`] only.
    pub flow_forward: &'a FlowSet,
    /// What each strand is, `[strand]`; the strands of an edge are neighbours, in edge order.
    pub strands: &'a [StrandKey],
    /// Where each edge's strands begin, `[edge + 1]`.
    pub strand_starts: &'a [u32],
    /// The edges that have more than one strand, as a set of edges.
    pub mixed_edges: &'a FlowSet,
    /// Node ids of each edge's two ends, `[edge]`; equal for a loop.
    pub edge_nodes: &'a [[u32; 2]],
    /// Number of nodes; 0 if sums per node are not wanted.
    pub node_count: usize,
}

/// The columns that are summed up and the keys that they are summed by, each `[flow]`.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// What each is summed by.
    pub flows: &'a [FlowKey],
    /// Name code, or [`crate::flow::NO_CODE`]; empty if sums per name are not wanted.
    pub name: &'a [u32],
    /// Bytes that the client sent.
    pub client_bytes: &'a [u64],
    /// Bytes that the server sent.
    pub server_bytes: &'a [u64],
    /// Packets that the client sent.
    pub client_packets: &'a [u32],
    /// Packets that the server sent.
    pub server_packets: &'a [u32],
    /// Number of hosts.
    pub host_count: usize,
    /// Number of names.
    pub name_count: usize,
    /// Number of time bins; 0 if sums per time are not wanted.
    pub time_bin_count: usize,
    /// Edges.
    pub keys: EdgeKeys<'a>,
}

impl<'a> Rows<'a> {
    /// The rows of a table.
    #[must_use]
    pub fn new(table: &'a FlowTable, keys: EdgeKeys<'a>, flows: &'a FlowKeys) -> Self {
        let columns = &table.columns;
        Self {
            flows: flows.flows(),
            name: &columns.name,
            client_bytes: &columns.client_bytes,
            server_bytes: &columns.server_bytes,
            client_packets: &columns.client_packets,
            server_packets: &columns.server_packets,
            host_count: table.hosts.len(),
            name_count: table.names.len(),
            time_bin_count: flows.time_bin_count(),
            keys,
        }
    }

    /// Number of flows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.flows.len()
    }

    /// Whether there are no flows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flows.is_empty()
    }

    /// Packets and bytes of one flow in both directions, counted as one flow.
    #[inline]
    pub(super) fn totals(&self, flow: usize) -> Totals {
        Totals {
            packets: u64::from(self.client_packets[flow]) + u64::from(self.server_packets[flow]),
            bytes: self.client_bytes[flow].wrapping_add(self.server_bytes[flow]),
            flows: 1,
        }
    }

    /// The protocols that occur, ascending.
    pub(super) fn protocols(&self) -> Vec<Protocol> {
        let mut seen = vec![false; 1 << 16];
        for key in self.flows {
            seen[usize::from(key.protocol)] = true;
        }
        let codes = (0..=u16::MAX).filter(|&code| seen[usize::from(code)]);
        codes.map(Protocol).collect()
    }

    /// Panics if the columns do not belong together, before a sum goes wrong.
    pub(super) fn check(&self, set: &FlowSet) {
        let len = self.len();
        assert_eq!(set.table_len(), len, "set of another table");
        let all = [self.client_bytes.len(), self.server_bytes.len()];
        assert_eq!(all, [len; 2], "columns of one table have one length");
    }
}

/// Kinds of application; sums by application have this many places.
pub(super) const APPLICATIONS: usize = Application::ALL.len();
