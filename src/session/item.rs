//! What can be pointed at?
//!
//! A bar, a node, an edge and a legend entry are all [`Item`]s, so hovering or clicking one of them
//! means the same in every view. Hosts are named by their code in the host dictionary, which stays
//! the same while a capture grows and when the graph is grouped anew.

use crate::flow::FlowTable;
use crate::scene::Category;

/// Whether a flow has the application or transport that a colour stands for.
#[must_use]
pub fn has_category(category: Category, table: &FlowTable, flow: usize) -> bool {
    match category {
        Category::Application(application) => table.columns.application[flow] == application.code(),
        Category::Transport(protocol) => table.columns.protocol[flow] == protocol.0,
    }
}

/// Something that can be hovered or selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// A node, by host code.
    Node(u32),
    /// All flows between two nodes, by their host codes, the smaller one first.
    Edge([u32; 2]),
    /// All flows of one colour.
    Category(Category),
}

impl Item {
    /// The edge between two nodes, whichever comes first.
    #[must_use]
    pub fn edge(a: u32, b: u32) -> Self {
        Self::Edge([a.min(b), a.max(b)])
    }
}
