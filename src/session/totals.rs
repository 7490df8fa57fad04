//! How much of everything is on the screen, and where is the rest?
//!
//! Drawn + grouped + filtered + unparsed = total, for hosts, edges, flows, packets and bytes.
//! The window's bottom bar shows these numbers at all times.

use super::Data;

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
}

impl Shares {
    /// The shares of what is open.
    #[must_use]
    pub fn of(data: &Data) -> Self {
        let tallies = data.tallies();
        let part = |drawn: u64, total: usize| Share {
            drawn,
            filtered: total as u64 - drawn,
            total: total as u64,
            ..Share::default()
        };
        let (visible, outside, filtered) =
            (tallies.visible, tallies.outside_graph, tallies.filtered);
        let (unparsed, total) = (data.traffic.unparsed, data.traffic.totals);
        let sum = |visible: u64, outside: u64, filtered: u64, unparsed: u64, total: u64| Share {
            drawn: visible - outside,
            grouped: 0,
            filtered: filtered + outside,
            unparsed,
            total,
        };
        Self {
            hosts: part(tallies.drawn_nodes, tallies.nodes.len()),
            edges: part(tallies.drawn_edges, tallies.edges.len()),
            flows: sum(
                visible.flows,
                outside.flows,
                filtered.flows,
                0,
                data.traffic.table.totals.flows,
            ),
            packets: sum(
                visible.packets,
                outside.packets,
                filtered.packets,
                unparsed.packets,
                total.packets,
            ),
            bytes: sum(
                visible.bytes,
                outside.bytes,
                filtered.bytes,
                unparsed.bytes,
                total.bytes,
            ),
        }
    }
}
