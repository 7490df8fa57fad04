//! How much of everything is on the screen, and where is the rest?
//!
//! Drawn + grouped + filtered + unparsed = total, for hosts, edges, flows, packets and bytes.
//! The window's bottom bar shows these numbers at all times.

use super::Data;
use crate::units::Totals;

/// Where all of one quantity went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// On the screen as strokes and discs of its own.
    pub drawn: u64,
    /// On the screen inside a group.
    pub grouped: u64,
    /// Left out by the filter, or because the graph shows another kind of node.
    pub filtered: u64,
    /// Read, but without addresses: damaged, unsupported or control frames.
    pub unparsed: u64,
    /// All that was read.
    pub total: u64,
}

impl Share {
    /// On the screen, on its own or in a group.
    #[must_use]
    pub fn shown(self) -> u64 {
        self.drawn + self.grouped
    }

    /// Whether nothing got lost.
    #[must_use]
    pub fn adds_up(self) -> bool {
        self.drawn + self.grouped + self.filtered + self.unparsed == self.total
    }
}

/// The shares of every quantity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Nodes of the graph.
    pub hosts: Share,
    /// Edges of the graph.
    pub edges: Share,
    /// Flows.
    pub flows: Share,
    /// Packets.
    pub packets: Share,
    /// Bytes.
    pub bytes: Share,
    /// Closed groups on the screen, which hold what is grouped.
    pub groups: u64,
}

impl Shares {
    /// The shares of what is open.
    #[must_use]
    pub fn of(data: &Data) -> Self {
        let tallies = data.tallies();
        let part = |visible: u64, grouped: u64, total: usize| Share {
            drawn: visible - grouped,
            grouped,
            filtered: total as u64 - visible,
            total: total as u64,
            ..Share::default()
        };
        let (visible, outside, filtered) =
            (tallies.visible, tallies.outside_graph, tallies.filtered);
        let inside = Inside::of(data);
        let (unparsed, total) = (data.traffic.unparsed, data.traffic.totals);
        let sum = |of: fn(Totals) -> u64, unparsed: u64, total: u64| Share {
            drawn: of(visible) - of(outside) - of(inside.totals),
            grouped: of(inside.totals),
            filtered: of(filtered) + of(outside),
            unparsed,
            total,
        };
        Self {
            hosts: part(tallies.drawn_nodes, inside.hosts, tallies.nodes.len()),
            edges: part(tallies.drawn_edges, inside.edges, tallies.edges.len()),
            flows: sum(|of| of.flows, 0, data.traffic.table.totals.flows),
            packets: sum(|of| of.packets, unparsed.packets, total.packets),
            bytes: sum(|of| of.bytes, unparsed.bytes, total.bytes),
            groups: inside.groups,
        }
    }
}

/// What is on the screen as part of closed groups.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    groups: u64,
    hosts: u64,
    edges: u64,
    totals: Totals,
}

impl Inside {
    fn of(data: &Data) -> Self {
        let Some(grouped) = data.grouped() else {
            return Self::default();
        };
        let (quotient, first) = (&grouped.quotient, grouped.first_group());
        let (tallies, drawn) = (data.tallies(), data.drawn_tallies());
        let nodes = tallies.nodes.iter().zip(0..);
        let hidden = |node| quotient.shown_node(node) >= first;
        let hosts = nodes.filter(|(tally, node)| tally.totals.flows > 0 && hidden(*node));
        let groups = drawn.nodes.iter().skip(first as usize);
        let mut inside = Self {
            groups: groups.filter(|tally| tally.totals.flows > 0).count() as u64,
            hosts: hosts.count() as u64,
            ..Self::default()
        };
        let edges = drawn.edges.iter().zip(quotient.edge_nodes()).zip(0..);
        for ((tally, ends), edge) in edges {
            if ends.iter().any(|&node| node >= first) {
                inside.totals += tally.totals();
                let members = quotient.members(edge).iter();
                let visible = members.filter(|&&edge| tallies.edges[edge as usize].is_visible());
                inside.edges += visible.count() as u64;
            }
        }
        inside
    }
}
