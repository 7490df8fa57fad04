//! Who is next to whom, over the edges that are visible?
//!
//! The topology holds all edges; a filter hides many of them. Algorithms visit each node's edges
//! many times, so the visible ones are laid out once as compressed sparse rows: one array with the
//! links of node 0, then those of node 1, and so on, and one with the place where each row begins.
//! A change of what is visible needs a new `Adjacency`: two passes over the edges.

/// One edge as seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// The other end; the node itself for a loop.
    pub node: u32,
    /// The edge.
    pub edge: u32,
}

/// The visible part of an undirected graph, as rows of links.
///
/// Nodes keep their ids whether or not anything visible is at them. Parallel edges are kept, each
/// as a link of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjacency {
    /// `[node + 1]`: where each node's row begins in `links`.
    starts: Vec<usize>,
    /// Rows, each ascending by edge.
    links: Vec<Link>,
    /// Number of visible edges, loops included.
    edge_count: usize,
}

impl Adjacency {
    /// Lays out the edges for which `visible` says yes.
    ///
    /// `edge_nodes` holds the two ends of each edge, `[edge]`; equal for a loop, which is kept as
    /// one link of its node. Edges with an end that is not below `node_count` are left out, and so
    /// are those whose number does not fit `u32`. `visible` is asked twice for each edge, and has
    /// to answer the same. Takes O(nodes + edges) time and memory.
    #[must_use]
    pub fn build(
        node_count: usize,
        edge_nodes: &[[u32; 2]],
        visible: impl Fn(u32) -> bool,
    ) -> Self {
        let kept = || {
            (0..=u32::MAX).zip(edge_nodes).filter(|&(edge, ends)| {
                ends.iter().all(|&node| (node as usize) < node_count) && visible(edge)
            })
        };
        // Row lengths, one place to the right, so that their running sum is where rows begin.
        let mut starts = vec![0_usize; node_count + 1];
        let mut edge_count = 0;
        for (_, &[a, b]) in kept() {
            edge_count += 1;
            starts[a as usize + 1] += 1;
            if a != b {
                starts[b as usize + 1] += 1;
            }
        }
        for node in 0..node_count {
            starts[node + 1] += starts[node];
        }
        let mut links = vec![Link { node: 0, edge: 0 }; starts[node_count]];
        let mut next = starts.clone();
        for (edge, &[a, b]) in kept() {
            links[next[a as usize]] = Link { node: b, edge };
            next[a as usize] += 1;
            if a != b {
                links[next[b as usize]] = Link { node: a, edge };
                next[b as usize] += 1;
            }
        }
        Self {
            starts,
            links,
            edge_count,
        }
    }

    /// Number of nodes, those without visible edges included.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of visible edges, loops included.
    #[must_use]
    pub fn edge_count(&self) -> usize {
        self.edge_count
    }

    /// Ids of all nodes, ascending.
    #[must_use]
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + use<> {
        0..u32::try_from(self.node_count()).unwrap_or(u32::MAX)
    }

    /// Whether there is such a node.
    #[must_use]
    pub fn contains(&self, node: u32) -> bool {
        (node as usize) < self.node_count()
    }

    /// The visible edges of a node, ascending by edge; none if there is no such node.
    #[must_use]
    pub fn links(&self, node: u32) -> &[Link] {
        if self.contains(node) {
            &self.links[self.starts[node as usize]..self.starts[node as usize + 1]]
        } else {
            &[]
        }
    }

    /// Where the links of a node lie among the links of all nodes, for arrays in the same order.
    pub(super) fn row(&self, node: u32) -> std::ops::Range<usize> {
        self.starts[node as usize]..self.starts[node as usize + 1]
    }

    /// The rows of all nodes, one after the other.
    pub(super) fn all_links(&self) -> &[Link] {
        &self.links
    }

    /// Neighbours of a node, once for each edge between them; itself if it has a loop.
    pub fn neighbours(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        self.links(node).iter().map(|link| link.node)
    }

    /// Whether anything visible is at the node, be it a loop.
    ///
    /// Every node stems from a flow, so a node without visible edges is one that a filter hides:
    /// scores and distributions leave it out.
    #[must_use]
    pub fn is_linked(&self, node: u32) -> bool {
        !self.links(node).is_empty()
    }

    /// Number of visible edges to other nodes. Without parallel edges this is the number of
    /// distinct neighbours, itself not counted.
    #[must_use]
    pub fn degree(&self, node: u32) -> usize {
        self.neighbours(node)
            .filter(|&neighbour| neighbour != node)
            .count()
    }
}

/// How strong each edge is.
#[derive(Clone, Copy, Debug)]
pub enum EdgeWeights<'a> {
    /// All the same.
    Equal,
    /// `[edge]`, in any unit. What is not a positive number counts as zero, and so does an edge
    /// beyond the end of the slice: such an edge carries nothing.
    PerEdge(&'a [f64]),
}

/// Larger weights count as this much, so that sums over all edges stay finite.
const LARGEST_WEIGHT: f64 = 1e200;

impl EdgeWeights<'_> {
    /// Weight of an edge: finite, zero or more.
    #[must_use]
    pub fn of(&self, edge: u32) -> f64 {
        match self {
            Self::Equal => 1.0,
            Self::PerEdge(weights) => weights
                .get(edge as usize)
                .copied()
                .filter(|&weight| weight > 0.0)
                .map_or(0.0, |weight| weight.min(LARGEST_WEIGHT)),
        }
    }
}
