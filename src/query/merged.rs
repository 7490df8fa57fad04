//! What do edges sum to that are drawn as one?
//!
//! When groups of nodes are closed, the edges between two of them are one edge, and those inside a
//! group are a loop at it. Their sums are made from the sums of the edges they stand for, so the
//! merged edges together carry what the edges carry, whatever is visible.

use rayon::prelude::*;

use super::nodes::NodeTally;
use super::rows::APPLICATIONS;
use super::{EdgeKeys, EdgeTally, FlowSet, Tallies};
use crate::capture::{Application, Protocol};
use crate::units::Totals;

/// Which edges are one.
#[derive(Clone, Copy, Debug)]
pub struct EdgeMerge<'a> {
    /// Where the edges of each merged edge begin in `members`, `[merged edge + 1]`.
    pub starts: &'a [u32],
    /// Edges by merged edge, each exactly once.
    pub members: &'a [u32],
    /// Edges whose first node is at their merged edge's second, as a set of edges.
    pub flipped: &'a FlowSet,
    /// Ends of each merged edge, `[merged edge]`; equal for a loop.
    pub edge_nodes: &'a [[u32; 2]],
    /// Number of nodes, those that are inside of others included.
    pub node_count: usize,
}

impl EdgeMerge<'_> {
    /// The edges that a merged edge stands for.
    pub(super) fn members(&self, edge: usize) -> &[u32] {
        &self.members[self.starts[edge] as usize..self.starts[edge + 1] as usize]
    }
}

impl Tallies {
    /// The same sums with merged edges and their nodes in place of edges and nodes. Sums by host,
    /// port, name and time are left out: they know nothing of edges.
    ///
    /// Takes one pass over all edges, on all cores.
    ///
    /// # Panics
    /// If `keys` or `merge` are of another graph.
    #[must_use]
    pub fn merged(&self, keys: &EdgeKeys<'_>, merge: &EdgeMerge<'_>) -> Self {
        assert_eq!(merge.members.len(), self.edges.len(), "every edge once");
        let edges: Vec<EdgeTally> = (0..merge.edge_nodes.len())
            .into_par_iter()
            .with_min_len(1 << 10)
            .map(|edge| self.merged_edge(keys, merge.members(edge), merge.flipped))
            .collect();
        let nodes = nodes_of(&edges, merge);
        Self {
            visible: self.visible,
            filtered: self.filtered,
            outside_graph: self.outside_graph,
            drawn_edges: edges.iter().filter(|edge| edge.is_visible()).count() as u64,
            drawn_nodes: nodes.iter().filter(|node| node.totals.flows > 0).count() as u64,
            edges,
            nodes,
            applications: self.applications.clone(),
            protocols: self.protocols.clone(),
            protocol_places: self.protocol_places.clone(),
            ..Self::default()
        }
    }

    fn merged_edge(&self, keys: &EdgeKeys<'_>, members: &[u32], flipped: &FlowSet) -> EdgeTally {
        if let [only] = *members
            && !flipped.contains(only as usize)
        {
            return self.edges[only as usize];
        }
        let mut sum = EdgeTally::default();
        let mut kinds = Kinds::default();
        for &edge in members {
            let tally = &self.edges[edge as usize];
            if !tally.is_visible() {
                continue;
            }
            let turned = usize::from(flipped.contains(edge as usize));
            for end in [0, 1] {
                let from = end ^ turned;
                sum.bytes[end] = sum.bytes[end].wrapping_add(tally.bytes[from]);
                sum.packets[end] = sum.packets[end].wrapping_add(tally.packets[from]);
                sum.opened[end] = sum.opened[end].wrapping_add(tally.opened[from]);
            }
            sum.flows = sum.flows.wrapping_add(tally.flows);
            if keys.mixed_edges.contains(edge as usize) {
                let first = keys.strand_starts[edge as usize] as usize;
                let end = keys.strand_starts[edge as usize + 1] as usize;
                for (key, strand) in keys.strands[first..end]
                    .iter()
                    .zip(&self.strands[first..end])
                {
                    kinds.add(key.application, key.protocol, strand.bytes, strand.flows);
                }
            } else {
                let bytes = tally.totals().bytes;
                kinds.add(tally.application, tally.protocol, bytes, tally.flows);
            }
        }
        (sum.application, sum.protocol) = kinds.most();
        sum
    }
}

/// Bytes and flows by application and by protocol.
struct Kinds {
    applications: [(u64, u32); APPLICATIONS],
    /// Few occur on one edge.
    protocols: Vec<(Protocol, u64, u32)>,
}

impl Default for Kinds {
    fn default() -> Self {
        Self {
            applications: [(0, 0); APPLICATIONS],
            protocols: Vec::new(),
        }
    }
}

impl Kinds {
    fn add(&mut self, application: Application, protocol: Protocol, bytes: u64, flows: u32) {
        let slot = &mut self.applications[usize::from(application.code())];
        *slot = (slot.0.wrapping_add(bytes), slot.1.wrapping_add(flows));
        match self.protocols.iter_mut().find(|of| of.0 == protocol) {
            Some(of) => (of.1, of.2) = (of.1.wrapping_add(bytes), of.2.wrapping_add(flows)),
            None => self.protocols.push((protocol, bytes, flows)),
        }
    }

    /// The application and the protocol with most bytes; the smaller code among equals.
    fn most(&self) -> (Application, Protocol) {
        let applications = self.applications.iter().zip(Application::ALL);
        let application = applications
            .filter(|((_, flows), _)| *flows > 0)
            .map(|((bytes, _), of)| (*bytes, std::cmp::Reverse(of.code())))
            .max();
        let protocols = self.protocols.iter().filter(|(.., flows)| *flows > 0);
        let protocol = protocols
            .map(|(of, bytes, _)| (*bytes, std::cmp::Reverse(of.0)))
            .max();
        (
            application.map_or(Application::Unknown, |(_, code)| {
                Application::from_code(code.0)
            }),
            protocol.map_or(Protocol::UNKNOWN, |(_, code)| Protocol(code.0)),
        )
    }
}

/// Sums at the ends of merged edges; a loop counts once, and makes no neighbour.
fn nodes_of(edges: &[EdgeTally], merge: &EdgeMerge<'_>) -> Vec<NodeTally> {
    let mut nodes = vec![NodeTally::default(); merge.node_count];
    let mut end = |node: u32, sent: u64, received: u64, totals: Totals, degree: u32| {
        let node = &mut nodes[node as usize];
        node.degree += degree;
        node.totals += totals;
        node.sent_bytes = node.sent_bytes.wrapping_add(sent);
        node.received_bytes = node.received_bytes.wrapping_add(received);
    };
    for (tally, &[a, b]) in edges.iter().zip(merge.edge_nodes) {
        if !tally.is_visible() {
            continue;
        }
        let ([first, second], totals) = (tally.bytes, tally.totals());
        if a == b {
            let both = first.wrapping_add(second);
            end(a, both, both, totals, 0);
        } else {
            end(a, first, second, totals, 1);
            end(b, second, first, totals, 1);
        }
    }
    nodes
}
