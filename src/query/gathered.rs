//! How are flows summed that lie scattered over the table?
//!
//! Every pass over changed flows reads a handful of columns. Where the flows are neighbours, as
//! under a time brush, columns stream from memory. Where they are scattered, every read waits for
//! memory, so each column is read once, by a loop that does nothing else and therefore waits for
//! many reads at a time, into a small table of the changed flows alone; the passes run over that.

use rayon::prelude::*;

use super::FlowSet;
use super::change::{Change, Flows};
use super::rows::{EdgeKeys, Rows};

/// The columns of changed flows, those that left before those that entered.
pub(super) struct Gathered {
    client: Vec<u32>,
    server: Vec<u32>,
    server_port: Vec<u16>,
    protocol: Vec<u16>,
    application: Vec<u8>,
    name: Vec<u32>,
    client_bytes: Vec<u64>,
    server_bytes: Vec<u64>,
    client_packets: Vec<u32>,
    server_packets: Vec<u32>,
    time_bin: Vec<u16>,
    flow_edge: Vec<u32>,
    flow_strand: Vec<u32>,
    flow_forward: FlowSet,
    left: usize,
}

impl Gathered {
    /// Reads the columns of the changed flows.
    pub fn new(rows: &Rows<'_>, change: &Change) -> Self {
        let Flows { left, entered } = change.flows();
        let flows = [left.as_slice(), &entered].concat();
        let mut gathered = Self {
            client: Vec::new(),
            server: Vec::new(),
            server_port: Vec::new(),
            protocol: Vec::new(),
            application: Vec::new(),
            name: Vec::new(),
            client_bytes: Vec::new(),
            server_bytes: Vec::new(),
            client_packets: Vec::new(),
            server_packets: Vec::new(),
            time_bin: Vec::new(),
            flow_edge: Vec::new(),
            flow_strand: Vec::new(),
            flow_forward: FlowSet::default(),
            left: left.len(),
        };
        let keys = &rows.keys;
        let flows = flows.as_slice();
        rayon::scope(|scope| {
            let Self {
                client,
                server,
                server_port,
                protocol,
                application,
                name,
                client_bytes,
                server_bytes,
                client_packets,
                server_packets,
                time_bin,
                flow_edge,
                flow_strand,
                flow_forward,
                ..
            } = &mut gathered;
            scope.spawn(move |_| *client_bytes = gather(rows.client_bytes, flows));
            scope.spawn(move |_| *server_bytes = gather(rows.server_bytes, flows));
            scope.spawn(move |_| *client = gather(rows.client, flows));
            scope.spawn(move |_| *server = gather(rows.server, flows));
            scope.spawn(move |_| *flow_edge = gather(keys.flow_edge, flows));
            scope.spawn(move |_| *flow_strand = gather(keys.flow_strand, flows));
            scope.spawn(move |_| *client_packets = gather(rows.client_packets, flows));
            scope.spawn(move |_| *server_packets = gather(rows.server_packets, flows));
            scope.spawn(move |_| *name = gather(rows.name, flows));
            scope.spawn(move |_| *server_port = gather(rows.server_port, flows));
            scope.spawn(move |_| *protocol = gather(rows.protocol, flows));
            scope.spawn(move |_| *time_bin = gather(rows.time_bin, flows));
            scope.spawn(move |_| *application = gather(rows.application, flows));
            scope.spawn(move |_| {
                *flow_forward = FlowSet::from_fn(flows.len(), |place| {
                    keys.flow_forward.contains(flows[place] as usize)
                });
            });
        });
        gathered
    }

    /// The changed flows as a table of their own.
    pub fn rows<'a>(&'a self, of: &Rows<'a>) -> Rows<'a> {
        Rows {
            client: &self.client,
            server: &self.server,
            server_port: &self.server_port,
            protocol: &self.protocol,
            application: &self.application,
            name: &self.name,
            client_bytes: &self.client_bytes,
            server_bytes: &self.server_bytes,
            client_packets: &self.client_packets,
            server_packets: &self.server_packets,
            time_bin: &self.time_bin,
            keys: EdgeKeys {
                flow_edge: &self.flow_edge,
                flow_strand: &self.flow_strand,
                flow_forward: &self.flow_forward,
                ..of.keys
            },
            ..*of
        }
    }

    /// The same change, in that table.
    pub fn change(&self) -> Change {
        let len = self.client.len();
        let mut before = FlowSet::none(len);
        before.toggle_range(0..self.left);
        let mut after = FlowSet::none(len);
        after.toggle_range(self.left..len);
        Change::between(&before, &after)
    }
}

/// The values of some flows; none of a column that is not there.
fn gather<T: Copy + Send + Sync>(column: &[T], flows: &[u32]) -> Vec<T> {
    if column.is_empty() {
        return Vec::new();
    }
    flows
        .par_iter()
        .with_min_len(1 << 15)
        .map(|&flow| column[flow as usize])
        .collect()
}
