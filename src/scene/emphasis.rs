//! What stands out, and what recedes?
//!
//! A selection lights its nodes, their edges and their neighbours; everything else falls to
//! context. Hovering only adds a rim, which is drawn over the finished picture, so that moving the
//! pointer never redraws an edge.

/// What the user points at and has selected. Ids that do not exist are ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emphasis<'a> {
    /// Node under the pointer.
    pub hovered_node: Option<u32>,
    /// Edge under the pointer.
    pub hovered_edge: Option<u32>,
    /// Selected nodes: full colour and a rim; their edges and neighbours stay lit.
    pub selected_nodes: &'a [u32],
    /// Edges of selected flows: they and their ends stay lit.
    pub selected_edges: &'a [u32],
}

impl Emphasis<'_> {
    /// Whether something is selected, so that the rest recedes.
    #[must_use]
    pub fn dims_the_rest(&self) -> bool {
        !self.selected_nodes.is_empty() || !self.selected_edges.is_empty()
    }
}

/// Which nodes and edges are lit, `[node]` and `[edge]`.
pub(super) struct Lit {
    pub(super) nodes: Vec<bool>,
    pub(super) edges: Vec<bool>,
}

impl Lit {
    /// Looks up what a selection lights; `shown` says whether an edge is drawn.
    pub(super) fn new(
        emphasis: &Emphasis<'_>,
        node_count: usize,
        edge_nodes: &[[u32; 2]],
        shown: impl Fn(usize) -> bool,
    ) -> Self {
        let mut selected = vec![false; node_count];
        for &node in emphasis.selected_nodes {
            if let Some(slot) = selected.get_mut(node as usize) {
                *slot = true;
            }
        }
        let mut edges = vec![false; edge_nodes.len()];
        for &edge in emphasis.selected_edges {
            if let Some(slot) = edges.get_mut(edge as usize) {
                *slot = true;
            }
        }
        let mut nodes = selected.clone();
        for (edge, &[a, b]) in edge_nodes.iter().enumerate() {
            let (a, b) = (a as usize, b as usize);
            edges[edge] |= selected[a] || selected[b];
            if edges[edge] && shown(edge) {
                nodes[a] = true;
                nodes[b] = true;
            }
        }
        Self { nodes, edges }
    }
}
