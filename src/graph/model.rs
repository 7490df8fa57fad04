//! Which nodes and edges do the flows make, for one choice of what a node is?
//!
//! petgraph's [`UnGraph`] is the topology that algorithms run on; its node and edge indices are
//! the dense ids that the rest of the program uses. Ids are given in order of first appearance in
//! the table, so the same table gives the same graph. How it is made is in [`super::build`].

use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};

use crate::flow::NO_CODE;
use crate::query::{EdgeKeys, FlowSet, StrandKey};

/// What a node stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// A network-layer address.
    #[default]
    Host,
    /// A link-layer address; flows from links without them are outside the graph.
    Mac,
}

/// How flows are grouped into nodes and edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grouping {
    /// What a node is.
    pub node: NodeKind,
    /// With [`NodeKind::Host`]: whether frames without IP (ARP, STP …) are shown as well, between
    /// their MAC addresses.
    pub non_ip: bool,
}

/// The topology for one grouping, and the flows behind each edge.
#[derive(Clone, Debug)]
pub struct Graph {
    pub(super) grouping: Grouping,
    /// Node weight: host code.
    pub(super) topology: UnGraph<u32, ()>,
    /// `[edge]`: the ends; the first one is the client of the edge's first flow.
    pub(super) edge_nodes: Vec<[u32; 2]>,
    /// `[host code]`: node id, or [`NO_CODE`].
    pub(super) host_nodes: Vec<u32>,
    /// `[flow]`: edge id, or [`NO_CODE`].
    pub(super) flow_edge: Vec<u32>,
    /// `[flow]`: strand id, or [`NO_CODE`].
    pub(super) flow_strand: Vec<u32>,
    /// Flows whose client is at the edge's first node.
    pub(super) flow_forward: FlowSet,
    /// `[strand]`, by edge.
    pub(super) strands: Vec<StrandKey>,
    /// `[edge + 1]`: where each edge's strands begin.
    pub(super) strand_starts: Vec<u32>,
    /// Edges with more than one strand.
    pub(super) mixed_edges: FlowSet,
    /// `[edge + 1]`: where each edge's flows begin in `flows`.
    pub(super) flow_starts: Vec<u32>,
    /// Flows by edge, ascending within each.
    pub(super) flows: Vec<u32>,
}

impl Graph {
    /// How its flows were grouped.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// The petgraph model: node weights are host codes, indices are dense ids.
    #[must_use]
    pub fn topology(&self) -> &UnGraph<u32, ()> {
        &self.topology
    }

    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.topology.node_count()
    }

    /// Number of edges, loops included.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.edge_nodes.len()
    }

    /// The ends of all edges, `[edge]`; equal for a loop. The first one is the client of the
    /// edge's first flow.
    #[must_use]
    pub fn edge_nodes(&self) -> &[[u32; 2]] {
        &self.edge_nodes
    }

    /// The host code that a node stands for.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn node_host(&self, node: u32) -> u32 {
        self.topology[NodeIndex::new(node as usize)]
    }

    /// The node of a host code, if the grouping shows it.
    #[must_use]
    pub fn node_of_host(&self, host: u32) -> Option<u32> {
        self.host_nodes
            .get(host as usize)
            .copied()
            .filter(|&node| node != NO_CODE)
    }

    /// The edge between two nodes.
    #[must_use]
    pub fn edge_between(&self, a: u32, b: u32) -> Option<u32> {
        self.topology
            .find_edge(NodeIndex::new(a as usize), NodeIndex::new(b as usize))
            .map(|edge| edge.index() as u32)
    }

    /// Neighbours of a node, each once; itself if it has a loop.
    pub fn neighbours(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        self.topology
            .neighbors(NodeIndex::new(node as usize))
            .map(|node| node.index() as u32)
    }

    /// Edges at a node, each once.
    pub fn node_edges(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        use petgraph::visit::EdgeRef;
        self.topology
            .edges(NodeIndex::new(node as usize))
            .map(|edge| EdgeIndex::index(edge.id()) as u32)
    }

    /// Flows of an edge, ascending.
    ///
    /// # Panics
    /// If there is no such edge.
    #[must_use]
    pub fn edge_flows(&self, edge: u32) -> &[u32] {
        let edge = edge as usize;
        &self.flows[self.flow_starts[edge] as usize..self.flow_starts[edge + 1] as usize]
    }

    /// Flows of a node, edge by edge.
    pub fn node_flows(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        self.node_edges(node)
            .flat_map(|edge| self.edge_flows(edge).iter().copied())
    }

    /// The edge of a flow, if the grouping shows it.
    #[must_use]
    pub fn flow_edge(&self, flow: usize) -> Option<u32> {
        self.flow_edge
            .get(flow)
            .copied()
            .filter(|&edge| edge != NO_CODE)
    }

    /// How flows map to edges, for [`crate::query::Tallies`].
    #[must_use]
    pub fn edge_keys(&self) -> EdgeKeys<'_> {
        EdgeKeys {
            flow_edge: &self.flow_edge,
            flow_strand: &self.flow_strand,
            flow_forward: &self.flow_forward,
            strands: &self.strands,
            strand_starts: &self.strand_starts,
            mixed_edges: &self.mixed_edges,
            edge_nodes: &self.edge_nodes,
            node_count: self.node_count(),
        }
    }
}
