//! What do the flows of one node sum to?
//!
//! A flow is added to both of its ends; a flow from a node to itself counts once. The degree counts
//! edges that have appeared, and loops never.

use super::change::{Accumulate, Change, count, sum, totals};
use super::edges::Crossed;
use super::rows::Rows;
use crate::units::Totals;

/// Sums over the flows of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeTally {
    /// Distinct neighbours over visible edges, itself not counted.
    pub degree: u32,
    /// Everything that it sent or received; a loop counts once.
    pub totals: Totals,
    /// Bytes that it sent.
    pub sent_bytes: u64,
    /// Bytes that it received.
    pub received_bytes: u64,
}

/// Sums per node being brought up to date.
pub(super) struct NodeSums<'a> {
    rows: &'a Rows<'a>,
    nodes: &'a mut [NodeTally],
    /// Nodes that have flows.
    drawn: &'a mut u64,
}

impl<'a> NodeSums<'a> {
    /// Sums `change` into nodes and counts those that have flows. Degrees follow by [`degrees`].
    pub fn update(
        rows: &'a Rows<'a>,
        nodes: &'a mut [NodeTally],
        drawn: &'a mut u64,
        change: &Change,
    ) {
        if nodes.is_empty() {
            return;
        }
        change.replay(&mut Self { rows, nodes, drawn });
    }

    #[inline]
    fn end<const ENTERED: bool>(&mut self, node: u32, sent: u64, received: u64, both: Totals) {
        let node = &mut self.nodes[node as usize];
        sum::<ENTERED>(&mut node.sent_bytes, sent);
        sum::<ENTERED>(&mut node.received_bytes, received);
        let was = node.totals.flows;
        totals::<ENTERED>(&mut node.totals, both);
        // Flows from none to some or back; in the middle of a change it may go back and forth.
        *self.drawn = self
            .drawn
            .wrapping_add(u64::from(node.totals.flows > 0))
            .wrapping_sub(u64::from(was > 0));
    }
}

impl Accumulate for NodeSums<'_> {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let rows = self.rows;
        let key = &rows.flows[flow];
        let Some(edge) = key.edge() else { return };
        let [first, second] = rows.keys.edge_nodes[edge];
        let (client, server) = if key.forward {
            (first, second)
        } else {
            (second, first)
        };
        let both = rows.totals(flow);
        let (sent, received) = (rows.client_bytes[flow], rows.server_bytes[flow]);
        self.end::<ENTERED>(client, sent, received, both);
        let other = if client == server {
            Totals::default()
        } else {
            both
        };
        self.end::<ENTERED>(server, received, sent, other);
    }
}

/// Follows edges that came and went.
pub(super) fn degrees(nodes: &mut [NodeTally], edge_nodes: &[[u32; 2]], crossed: &Crossed) {
    if nodes.is_empty() {
        return;
    }
    let ends = |edge: u32| {
        let [a, b] = edge_nodes[edge as usize];
        // A loop makes no neighbour.
        [a, b].into_iter().filter(move |_| a != b)
    };
    for node in crossed.appeared.as_slice().iter().copied().flat_map(ends) {
        count::<true>(&mut nodes[node as usize].degree, 1);
    }
    for node in crossed.vanished.as_slice().iter().copied().flat_map(ends) {
        count::<false>(&mut nodes[node as usize].degree, 1);
    }
}
