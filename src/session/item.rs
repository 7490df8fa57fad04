//! What can be pointed at?
//!
//! A bar, a node, an edge and a legend entry are all [`Item`]s, so hovering or clicking one of them
//! means the same in every view. Hosts are named by their code in the host dictionary, which stays
//! the same while a capture grows and when the graph is grouped anew.

use super::groups::{GroupEnd, GroupRef};
use crate::capture::Address;
use crate::flow::FlowTable;
use crate::query::{
    ColumnSpan, Comparison, End, Expr, Family, Field, Filter, NameSource, Network, Relation, Test,
    Transport, Value,
};
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
    /// All flows that a host opened, by host code.
    Client(u32),
    /// All flows that a host was asked for, by host code.
    Server(u32),
    /// All flows to a server port.
    Port(u16),
    /// All flows that asked for a name, by name code.
    Name(u32),
    /// All flows with such values of a column.
    Values(ColumnSpan),
    /// All flows of the hosts in a group.
    Group(GroupRef),
    /// All flows between two ends of which at least one is a closed group, the smaller one first.
    Between([GroupEnd; 2]),
}

impl Item {
    /// The edge between two nodes, whichever comes first.
    #[must_use]
    pub fn edge(a: u32, b: u32) -> Self {
        Self::Edge([a.min(b), a.max(b)])
    }

    /// An edge of the picture: between two hosts, or with a group at an end.
    #[must_use]
    pub fn between([a, b]: [GroupEnd; 2]) -> Self {
        match [a, b] {
            [GroupEnd::Host(a), GroupEnd::Host(b)] => Self::edge(a, b),
            _ => Self::Between([a.min(b), a.max(b)]),
        }
    }

    /// Whether it means something only while nodes are grouped as they are.
    #[must_use]
    pub fn is_grouped(self) -> bool {
        matches!(self, Self::Group(_) | Self::Between(_))
    }

    /// The filter that passes the flows of this item and no others. Of groups only the session
    /// knows the hosts: their filter is empty here, see [`super::Data::filter_of`].
    #[must_use]
    pub fn filter(self, table: &FlowTable) -> Filter {
        let equal = |field, value| {
            Test::new(field, Relation::Compare(Comparison::Equal, value))
                .map(|test| Filter::from(Expr::Test(test)))
                // Every field here takes the value that it is given.
                .unwrap_or_default()
        };
        let address = |host| Value::Address(Network::single(table.hosts.address(host)));
        let host = |end, host| match table.hosts.address(host) {
            // A link-layer address is beside the network layer's in every flow.
            Address::Mac(_) => equal(Field::Address(Family::Mac, End::Either), address(host)),
            _ => equal(Field::Host(end), address(host)),
        };
        match self {
            Self::Node(code) => host(End::Either, code),
            Self::Client(code) => host(End::Client, code),
            Self::Server(code) => host(End::Server, code),
            Self::Edge([a, b]) if a == b => host(End::Client, a).and(host(End::Server, a)),
            Self::Edge([a, b]) => host(End::Either, a).and(host(End::Either, b)),
            Self::Category(category) => category_filter(category),
            Self::Port(port) => equal(
                Field::Port(Transport::Any, End::Server),
                Value::Number(u64::from(port)),
            ),
            Self::Name(name) => equal(
                Field::Name(NameSource::Any),
                Value::Text(table.names.name(name).to_owned()),
            ),
            Self::Values(span) => span.filter(),
            Self::Group(_) | Self::Between(_) => Filter::default(),
        }
    }

    /// What it is called, printable.
    #[must_use]
    pub fn title(self, table: &FlowTable) -> String {
        match self {
            Self::Node(host) | Self::Client(host) | Self::Server(host) => {
                super::host_title(table, host)
            }
            Self::Edge([a, b]) => {
                let [a, b] = [a, b].map(|host| super::host_title(table, host));
                format!("{a} – {b}")
            }
            Self::Category(category) => category.label(),
            Self::Port(port) => format!("port {port}"),
            Self::Name(name) => crate::text::printable(table.names.name(name)).into_owned(),
            Self::Values(span) => {
                let zone = if span.column.is_time() { " UTC" } else { "" };
                format!("{}: {}{zone}", span.column.label(), span.text(&|_| 0))
            }
            Self::Group(of) => end_title(table, GroupEnd::Group(of)),
            Self::Between(ends) => {
                let [a, b] = ends.map(|end| end_title(table, end));
                format!("{a} – {b}")
            }
        }
    }
}

/// What an end is called where its group's name is not known.
fn end_title(table: &FlowTable, end: GroupEnd) -> String {
    match end {
        GroupEnd::Host(host) => super::host_title(table, host),
        GroupEnd::Group(of) => format!("group of {}", super::host_title(table, of.host)),
    }
}

/// The filter that passes the flows of one colour.
#[must_use]
pub fn category_filter(category: Category) -> Filter {
    let (field, value) = match category {
        Category::Application(application) => (Field::Application, Value::Application(application)),
        Category::Transport(protocol) => (Field::Protocol, Value::Protocol(protocol)),
    };
    Test::new(field, Relation::Compare(Comparison::Equal, value))
        .map(|test| Filter::from(Expr::Test(test)))
        .unwrap_or_default()
}
