//! What does colour say about one node or edge?
//!
//! A shade is one of a few classes or one step of a ramp; here is what it stands for exactly: the
//! number of a community beyond the tenth, a port, a value.

use super::classes::NO_CLASS;
use super::{ColorKey, Coloring};
use crate::capture::{Application, Protocol};
use crate::flow::FlowTable;
use crate::query::{AxisColumn, ColumnSpan};
use crate::scene::{Category, ColorBy};
use crate::text::printable;
use crate::units::Count;

/// What was found out about everything in one picture.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Numbers of classes; the largest number stands for none.
    Classes {
        /// `[node]`.
        nodes: Vec<u64>,
        /// `[edge]`.
        edges: Vec<u64>,
    },
    /// Values in the unit of the ramp; none for what is not visible.
    Values {
        /// `[node]`.
        nodes: Vec<Option<f64>>,
        /// `[edge]`.
        edges: Vec<Option<f64>>,
    },
}

/// Names of the three directions, by number.
const DIRECTIONS: [&str; 3] = [
    "mostly client to server",
    "mostly server to client",
    "about as much each way",
];

/// What a class is called.
pub(super) fn class_label(color_by: ColorBy, table: &FlowTable, class: u64) -> String {
    use AxisColumn as C;
    match color_by {
        ColorBy::Direction => DIRECTIONS
            .get(class as usize)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        ColorBy::Component => format!("Component {}", Count(class + 1)),
        ColorBy::Community => format!("Community {}", Count(class + 1)),
        ColorBy::Column(C::Client | C::Server) => table.hosts.address(class as u32).to_string(),
        ColorBy::Column(C::Application) => {
            Category::Application(Application::from_code(class as u8)).label()
        }
        ColorBy::Column(C::Protocol) => Category::Transport(Protocol(class as u16)).label(),
        ColorBy::Column(C::Name) => printable(table.names.name(class as u32)).into_owned(),
        ColorBy::Column(column @ (C::Tunnel | C::Evidence | C::DirectionReason)) => {
            ColumnSpan::one(column, class as i64).text(&|_| 0)
        }
        _ => class.to_string(),
    }
}

/// What it is called to be in no class.
pub(super) fn without(color_by: ColorBy) -> &'static str {
    use AxisColumn as C;
    match color_by {
        ColorBy::Component | ColorBy::Community => "between two of them",
        ColorBy::Column(C::Vlan) => "no VLAN",
        ColorBy::Column(C::Name) => "no name",
        ColorBy::Column(C::Tunnel) => "no tunnel",
        ColorBy::Column(C::ClientPort | C::ServerPort) => "no port",
        _ => "none",
    }
}

impl Coloring {
    /// What colour says of a node; none if it says nothing.
    #[must_use]
    pub fn node_text(&self, table: &FlowTable, node: u32) -> Option<String> {
        match &self.found {
            Found::Classes { nodes, .. } => self.class_text(table, *nodes.get(node as usize)?),
            Found::Values { nodes, .. } => self.value_text(*nodes.get(node as usize)?),
        }
    }

    /// What colour says of an edge.
    #[must_use]
    pub fn edge_text(&self, table: &FlowTable, edge: u32) -> Option<String> {
        match &self.found {
            Found::Classes { edges, .. } => self.class_text(table, *edges.get(edge as usize)?),
            Found::Values { edges, .. } => self.value_text(*edges.get(edge as usize)?),
        }
    }

    fn class_text(&self, table: &FlowTable, class: u64) -> Option<String> {
        let text = match class {
            NO_CLASS => without(self.color_by).to_owned(),
            class => class_label(self.color_by, table, class),
        };
        Some(match self.color_by {
            // Their names say what they are of.
            ColorBy::Component | ColorBy::Community => text,
            color_by => format!("{}: {text}", color_by.label()),
        })
    }

    fn value_text(&self, value: Option<f64>) -> Option<String> {
        let ColorKey::Ramp(ramp) = &self.key else {
            return None;
        };
        let value = ramp.text(value?);
        let zone = ramp.unit.zone();
        Some(format!("{}: {value}{zone}", self.color_by.label()))
    }
}
