//! What is each flow summed by?
//!
//! Everything that says where a flow is added is beside each other in one row of 20 bytes. Flows
//! that lie scattered over a table, as those of a port or of a range of bytes do, each cost a wait
//! for memory for every array that is read; as rows they cost one wait instead of eight.

use rayon::prelude::*;

use super::rows::EdgeKeys;
use super::{NO_BIN, TimeBins};
use crate::flow::{FlowTable, NO_CODE};

/// What one flow is summed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowKey {
    /// Host code of the client.
    pub client: u32,
    /// Host code of the server.
    pub server: u32,
    /// The edge, or [`NO_CODE`] where the grouping has none.
    pub edge: u32,
    /// Server port.
    pub server_port: u16,
    /// [`crate::capture::Protocol`] code.
    pub protocol: u16,
    /// Time bin, or [`NO_BIN`].
    pub time_bin: u16,
    /// [`crate::capture::Application`] code.
    pub application: u8,
    /// Whether the client is at the edge's first node.
    pub forward: bool,
}

/// What the flows of a table are summed by.
#[derive(Clone, Debug, Default)]
pub struct FlowKeys {
    flows: Vec<FlowKey>,
    time_bin_count: usize,
}

impl FlowKeys {
    /// Keys of the flows below `len`; time bins are below `time_bin_count`, or [`NO_BIN`].
    #[must_use]
    pub fn new(
        len: usize,
        time_bin_count: usize,
        key: impl Fn(usize) -> FlowKey + Sync + Send,
    ) -> Self {
        let flows = (0..len).into_par_iter().with_min_len(1 << 14);
        Self {
            flows: flows.map(key).collect(),
            time_bin_count,
        }
    }

    /// Keys of the flows of a table; without bins they are in no bin.
    ///
    /// # Panics
    /// If `edges` belong to another table.
    #[must_use]
    pub fn of_table(table: &FlowTable, edges: &EdgeKeys<'_>, bins: Option<&TimeBins>) -> Self {
        let columns = &table.columns;
        assert_eq!(edges.flow_edge.len(), table.len(), "keys of another table");
        let count = bins.map_or(0, |bins| usize::from(bins.count));
        Self::new(table.len(), count, |flow| FlowKey {
            client: columns.client[flow],
            server: columns.server[flow],
            edge: edges.flow_edge[flow],
            server_port: columns.server_port[flow],
            protocol: columns.protocol[flow],
            time_bin: bins.map_or(NO_BIN, |bins| bins.bin(table.first(flow))),
            application: columns.application[flow],
            forward: edges.flow_forward.contains(flow),
        })
    }

    /// The keys, `[flow]`.
    #[must_use]
    pub fn flows(&self) -> &[FlowKey] {
        &self.flows
    }

    /// Number of time bins; 0 if sums per time are not wanted.
    #[must_use]
    pub fn time_bin_count(&self) -> usize {
        self.time_bin_count
    }
}

impl FlowKey {
    /// Its edge, if it has one.
    #[inline]
    pub(super) fn edge(&self) -> Option<usize> {
        (self.edge != NO_CODE).then_some(self.edge as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::FlowKey;

    #[test]
    fn three_keys_are_on_one_cache_line() {
        assert_eq!(size_of::<FlowKey>(), 20);
    }
}
