//! What is around the highlight?
//!
//! Neighbours, components and paths over the edges that are visible. Each question turns one
//! highlight into another, so it can be undone as a click can. What it found is said in words as
//! well; where it finds nothing the highlight stays.

use std::collections::BTreeSet;

use super::{Data, Item, host_title};
use crate::graph::paths::{Contact, Hop, earliest_path, shortest_paths};
use crate::graph::{Adjacency, component, neighbourhood, other_ends};
use crate::units::{Count, Duration, Timestamp};

/// A value of a node that a range can be asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeMeasure {
    /// Distinct neighbours over visible edges.
    Degree,
    /// Bytes sent and received.
    Bytes,
    /// Packets sent and received.
    Packets,
    /// Flows.
    Flows,
}

impl NodeMeasure {
    /// Every measure.
    pub const ALL: [Self; 4] = [Self::Degree, Self::Bytes, Self::Packets, Self::Flows];

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Degree => "degree",
            Self::Bytes => "bytes",
            Self::Packets => "packets",
            Self::Flows => "flows",
        }
    }

    /// The value of a node over the visible flows.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn of(self, data: &Data, node: u32) -> u64 {
        let tally = &data.tallies().nodes[node as usize];
        match self {
            Self::Degree => u64::from(tally.degree),
            Self::Bytes => tally.totals.bytes,
            Self::Packets => tally.totals.packets,
            Self::Flows => tally.totals.flows,
        }
    }
}

/// A question about the surroundings of the highlight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The nodes within so many hops.
    Hops(u32),
    /// Every visible node that is not highlighted.
    Others,
    /// All nodes that can be reached.
    Component,
    /// The nodes at the other ends of its edges.
    OtherEnds,
    /// The edges of all shortest paths between two nodes.
    ShortestPaths,
    /// The edges of the path in order of time that arrives first, from one of two nodes to the
    /// other.
    EarliestPath,
}

/// A new highlight, and what to tell of it.
pub(super) type Found = (BTreeSet<Item>, Option<String>);

/// Answers a question.
///
/// # Errors
/// What the user must do first, or that there is nothing.
pub(super) fn reached(
    reach: Reach,
    data: &Data,
    selection: &BTreeSet<Item>,
) -> Result<Found, String> {
    let nodes = selected_nodes(data, selection);
    if nodes.is_empty() && reach != Reach::Others {
        return Err("Highlight a node first".to_owned());
    }
    let adjacency = visible_adjacency(data);
    let found: Vec<u32> = match reach {
        Reach::Hops(hops) => neighbourhood(&adjacency, &nodes, hops)
            .iter()
            .map(|reached| reached.node)
            .collect(),
        Reach::Others => {
            let selected: BTreeSet<u32> = nodes.into_iter().collect();
            let drawn = drawn_nodes(data).filter(|node| !selected.contains(node));
            drawn.collect()
        }
        Reach::Component => {
            let mut all: BTreeSet<u32> = BTreeSet::new();
            for node in nodes {
                if !all.contains(&node) {
                    all.extend(component(&adjacency, node));
                }
            }
            all.into_iter().collect()
        }
        Reach::OtherEnds => other_ends(&adjacency, &nodes),
        Reach::ShortestPaths => return shortest(data, &adjacency, two(&nodes)?),
        Reach::EarliestPath => return earliest(data, two(&nodes)?),
    };
    if found.is_empty() {
        return Err("There is no such node".to_owned());
    }
    let hosts = found.iter().map(|&node| data.graph.node_host(node));
    Ok((hosts.map(Item::Node).collect(), None))
}

/// The visible nodes whose measure is in a range, both ends included, by host code.
pub(super) fn nodes_in_range(
    data: &Data,
    measure: NodeMeasure,
    least: u64,
    most: u64,
) -> BTreeSet<Item> {
    drawn_nodes(data)
        .filter(|&node| (least..=most).contains(&measure.of(data, node)))
        .map(|node| Item::Node(data.graph.node_host(node)))
        .collect()
}

/// The nodes of a highlight, ascending: those pointed at, the ends of edges, and what the flows of
/// a colour, port, name or value touch.
#[must_use]
pub fn selected_nodes(data: &Data, selection: &BTreeSet<Item>) -> Vec<u32> {
    let mut nodes = BTreeSet::new();
    let mut by_flows = false;
    for item in selection {
        match *item {
            Item::Node(host) | Item::Client(host) | Item::Server(host) => {
                nodes.extend(data.graph.node_of_host(host));
            }
            Item::Edge(hosts) => {
                nodes.extend(
                    hosts
                        .into_iter()
                        .filter_map(|host| data.graph.node_of_host(host)),
                );
            }
            Item::Group(of) => nodes.extend(data.group_nodes(of)),
            Item::Category(_)
            | Item::Port(_)
            | Item::Name(_)
            | Item::Values(_)
            | Item::Between(_) => by_flows = true,
        }
    }
    if let (true, Some(lit)) = (by_flows, &data.selected) {
        let tallies = lit.tallies.nodes.iter().zip(0..);
        nodes.extend(
            tallies
                .filter(|(tally, _)| tally.totals.flows > 0)
                .map(|(_, node)| node),
        );
    }
    nodes.into_iter().collect()
}

/// The visible edges as rows of links.
#[must_use]
pub fn visible_adjacency(data: &Data) -> Adjacency {
    let edges = &data.tallies().edges;
    Adjacency::build(data.graph.node_count(), data.graph.edge_nodes(), |edge| {
        edges[edge as usize].is_visible()
    })
}

fn drawn_nodes(data: &Data) -> impl Iterator<Item = u32> + '_ {
    let nodes = data.tallies().nodes.iter().zip(0..);
    nodes
        .filter(|(tally, _)| tally.totals.flows > 0)
        .map(|(_, node)| node)
}

fn two(nodes: &[u32]) -> Result<[u32; 2], String> {
    nodes
        .try_into()
        .map_err(|_| "Highlight two nodes first: click one, Ctrl click the other".to_owned())
}

fn edge_item(data: &Data, edge: u32) -> Item {
    let [a, b] = data.graph.edge_nodes()[edge as usize].map(|node| data.graph.node_host(node));
    Item::edge(a, b)
}

fn title(data: &Data, node: u32) -> String {
    host_title(&data.traffic.table, data.graph.node_host(node))
}

fn shortest(data: &Data, adjacency: &Adjacency, [a, b]: [u32; 2]) -> Result<Found, String> {
    let ends = || format!("{} and {}", title(data, a), title(data, b));
    let paths = shortest_paths(adjacency, a, b)
        .ok_or_else(|| format!("No path over visible edges joins {}", ends()))?;
    let edges = paths.edges().iter().map(|&edge| edge_item(data, edge));
    let count = match paths.count() {
        1 => "One shortest path".to_owned(),
        count => format!(
            "{} shortest paths",
            Count(u64::try_from(count).unwrap_or(u64::MAX))
        ),
    };
    let said = format!("{count} of {} joins {}", hops(paths.hops()), ends());
    let said = if paths.count() == 1 {
        said
    } else {
        said.replace(" joins ", " join ")
    };
    Ok((edges.collect(), Some(said)))
}

fn hops(count: u32) -> String {
    match count {
        1 => "one hop".to_owned(),
        count => format!("{} hops", Count(u64::from(count))),
    }
}

/// Of the paths from either node to the other, the one that arrives first.
fn earliest(data: &Data, [a, b]: [u32; 2]) -> Result<Found, String> {
    let contacts = contacts(data);
    let count = data.graph.node_count();
    let way = |from, to| {
        let hops = earliest_path(count, &contacts, from, to, i64::MIN)?;
        let last: &Hop = hops.last()?;
        Some((last.nanos, from, to, hops))
    };
    let first = [way(a, b), way(b, a)].into_iter().flatten().min_by_key(
        |(arrival, from, _, path): &(i64, u32, u32, Vec<Hop>)| (*arrival, path.len(), *from),
    );
    let Some((arrival, from, to, path)) = first else {
        return Err(format!(
            "No path in order of time leads from {} to {} or back",
            title(data, a),
            title(data, b)
        ));
    };
    let start = path.first().map_or(arrival, |hop| hop.nanos);
    let said = format!(
        "{} to {} in {}, no earlier than {} UTC, {} after the first",
        title(data, from),
        title(data, to),
        hops(path.len() as u32),
        Timestamp(arrival).to_utc_text(),
        Duration(arrival.saturating_sub(start)),
    );
    let edges = path
        .iter()
        .filter_map(|hop| data.graph.flow_edge(hop.flow as usize));
    let items = edges.map(|edge| edge_item(data, edge));
    Ok((items.collect(), Some(said)))
}

/// When the ends of visible edges exchanged packets.
fn contacts(data: &Data) -> Vec<Contact> {
    let table = &data.traffic.table;
    let flows = data.visible().iter();
    flows
        .filter_map(|flow| {
            let edge = data.graph.flow_edge(flow)?;
            let [client, server] = data.graph.edge_nodes()[edge as usize];
            Some(Contact {
                client,
                server,
                first_nanos: table.first(flow).0,
                last_nanos: table.last(flow).0,
                flow: flow as u32,
            })
        })
        .collect()
}
