//! What does the program keep of a capture?
//!
//! A [`FlowTable`] is immutable columns in Arrow's memory layout, one row per bidirectional flow,
//! in the order in which flows began. Hosts and names are dictionary codes. It is shared by `Arc`;
//! a growing capture publishes one snapshot after another.
//! A row takes [`BYTES_PER_FLOW`] bytes, held under 96 by a test.

use std::sync::Arc;

use arrow_buffer::ScalarBuffer;

use super::{HostDictionary, NameDictionary};
use crate::capture::{Application, Evidence, Protocol, Tunnel};
use crate::units::{TimeSpan, Timestamp, Totals};

/// A dictionary code that stands for "none".
pub const NO_CODE: u32 = u32::MAX;
/// The VLAN column's value for frames without a tag.
pub const NO_VLAN: u16 = u16::MAX;
/// First-seen time of a direction in which nothing was sent.
pub const NEVER_FIRST: i64 = i64::MAX;
/// Last-seen time of a direction in which nothing was sent.
pub const NEVER_LAST: i64 = i64::MIN;

/// The columns, each `[flow]`.
///
/// "Client" is who opened the flow, as far as can be told: see `direction_reason`.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Host code of the client.
    pub client: ScalarBuffer<u32>,
    /// Host code of the server.
    pub server: ScalarBuffer<u32>,
    /// Host code of the client's MAC address in the first frame, or [`NO_CODE`].
    pub client_mac: ScalarBuffer<u32>,
    /// Host code of the server's MAC address in the first frame, or [`NO_CODE`].
    pub server_mac: ScalarBuffer<u32>,
    /// Client port, 0 where the protocol has none.
    pub client_port: ScalarBuffer<u16>,
    /// Server port, 0 where the protocol has none.
    pub server_port: ScalarBuffer<u16>,
    /// [`Protocol`] code.
    pub protocol: ScalarBuffer<u16>,
    /// [`Application`] code.
    pub application: ScalarBuffer<u8>,
    /// [`Evidence`] code for the application.
    pub evidence: ScalarBuffer<u8>,
    /// Name code of what the client asked for (SNI, HTTP Host, DNS question), or [`NO_CODE`].
    pub name: ScalarBuffer<u32>,
    /// First VLAN seen, or [`NO_VLAN`].
    pub vlan: ScalarBuffer<u16>,
    /// [`Tunnel`] code, 0 for none.
    pub tunnel: ScalarBuffer<u8>,
    /// TCP flags that the client sent, all or-ed together.
    pub client_flags: ScalarBuffer<u8>,
    /// TCP flags that the server sent, all or-ed together.
    pub server_flags: ScalarBuffer<u8>,
    /// [`DirectionReason`] code.
    pub direction_reason: ScalarBuffer<u8>,
    /// How sure the direction is, in percent.
    pub direction_confidence: ScalarBuffer<u8>,
    /// Bytes that the client sent.
    pub client_bytes: ScalarBuffer<u64>,
    /// Bytes that the server sent.
    pub server_bytes: ScalarBuffer<u64>,
    /// Packets that the client sent.
    pub client_packets: ScalarBuffer<u32>,
    /// Packets that the server sent.
    pub server_packets: ScalarBuffer<u32>,
    /// Nanoseconds of the client's first packet, or [`NEVER_FIRST`].
    pub client_first: ScalarBuffer<i64>,
    /// Nanoseconds of the client's last packet, or [`NEVER_LAST`].
    pub client_last: ScalarBuffer<i64>,
    /// Nanoseconds of the server's first packet, or [`NEVER_FIRST`].
    pub server_first: ScalarBuffer<i64>,
    /// Nanoseconds of the server's last packet, or [`NEVER_LAST`].
    pub server_last: ScalarBuffer<i64>,
}

/// Bytes that one flow takes in [`Columns`].
pub const BYTES_PER_FLOW: usize =
    4 * 4 + 2 * 2 + 2 + 1 + 1 + 4 + 2 + 1 + 2 + 2 + 2 * 8 + 2 * 4 + 4 * 8;

/// How the client was decided, surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum DirectionReason {
    /// It sent a SYN without ACK, or was answered by a SYN with ACK.
    Syn,
    /// The payload says so (ClientHello, HTTP request, DNS query).
    Payload,
    /// The other end's port is a well-known server port.
    KnownPort,
    /// The other end's port is lower.
    LowerPort,
    /// It sent the first packet seen.
    FirstPacket,
}

impl DirectionReason {
    /// Every reason, in code order.
    pub const ALL: [Self; 5] = [
        Self::Syn,
        Self::Payload,
        Self::KnownPort,
        Self::LowerPort,
        Self::FirstPacket,
    ];

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Syn => "SYN seen",
            Self::Payload => "payload",
            Self::KnownPort => "known port",
            Self::LowerPort => "lower port",
            Self::FirstPacket => "first packet",
        }
    }
}

/// All flows of one or more captures.
#[derive(Clone, Debug)]
pub struct FlowTable {
    /// The columns.
    pub columns: Columns,
    /// Addresses by code, with the names seen for them.
    pub hosts: Arc<HostDictionary>,
    /// Names by code.
    pub names: Arc<NameDictionary>,
    /// Sums over all rows; `totals.flows` is the number of rows.
    pub totals: Totals,
    /// First and last packet of all rows; none when there are no rows.
    pub span: Option<TimeSpan>,
}

/// One row, resolved to typed values; for cards, tables and exports, not for hot loops.
#[derive(Clone, Copy, Debug)]
pub struct Flow {
    /// Host code of the client.
    pub client: u32,
    /// Host code of the server.
    pub server: u32,
    /// Client port.
    pub client_port: u16,
    /// Server port.
    pub server_port: u16,
    /// Protocol.
    pub protocol: Protocol,
    /// Application.
    pub application: Application,
    /// What the application was told by.
    pub evidence: Evidence,
    /// Name code of what the client asked for.
    pub name: Option<u32>,
    /// VLAN.
    pub vlan: Option<u16>,
    /// Tunnel.
    pub tunnel: Option<Tunnel>,
    /// TCP flags of the client, then of the server.
    pub flags: [u8; 2],
    /// How the client was decided.
    pub direction_reason: DirectionReason,
    /// How sure that is, in percent.
    pub direction_confidence: u8,
    /// Bytes sent by the client, then by the server.
    pub bytes: [u64; 2],
    /// Packets sent by the client, then by the server.
    pub packets: [u32; 2],
    /// First and last packet of either direction.
    pub span: TimeSpan,
}

impl FlowTable {
    /// A table of these columns, summed up. It has at most [`NO_CODE`] rows.
    ///
    /// # Panics
    /// If the columns differ in length.
    #[must_use]
    pub fn new(columns: Columns, hosts: Arc<HostDictionary>, names: Arc<NameDictionary>) -> Self {
        let len = columns.client.len();
        let lengths = [
            columns.server.len(),
            columns.client_bytes.len(),
            columns.server_last.len(),
        ];
        assert_eq!(lengths, [len; 3], "columns of one table have one length");
        let mut table = Self {
            columns,
            hosts,
            names,
            totals: Totals::default(),
            span: None,
        };
        for flow in 0..len {
            table.totals += table.flow_totals(flow);
            let span = TimeSpan {
                first: table.first(flow),
                last: table.last(flow),
            };
            table.span = Some(table.span.map_or(span, |sum| sum.union(span)));
        }
        table
    }

    /// Number of flows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.client.len()
    }

    /// Whether there are no flows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of one flow.
    ///
    /// # Panics
    /// If `flow` is not below [`FlowTable::len`].
    #[must_use]
    pub fn flow(&self, flow: usize) -> Flow {
        let columns = &self.columns;
        let code = |code: u32| (code != NO_CODE).then_some(code);
        Flow {
            client: columns.client[flow],
            server: columns.server[flow],
            client_port: columns.client_port[flow],
            server_port: columns.server_port[flow],
            protocol: Protocol(columns.protocol[flow]),
            application: Application::from_code(columns.application[flow]),
            evidence: match columns.evidence[flow] {
                0 => Evidence::None,
                1 => Evidence::Port,
                _ => Evidence::Payload,
            },
            name: code(columns.name[flow]),
            vlan: (columns.vlan[flow] != NO_VLAN).then_some(columns.vlan[flow]),
            tunnel: usize::from(columns.tunnel[flow])
                .checked_sub(1)
                .and_then(|index| Tunnel::ALL.get(index).copied()),
            flags: [columns.client_flags[flow], columns.server_flags[flow]],
            direction_reason: DirectionReason::ALL
                [usize::from(columns.direction_reason[flow]).min(DirectionReason::ALL.len() - 1)],
            direction_confidence: columns.direction_confidence[flow],
            bytes: [columns.client_bytes[flow], columns.server_bytes[flow]],
            packets: [columns.client_packets[flow], columns.server_packets[flow]],
            span: TimeSpan {
                first: self.first(flow),
                last: self.last(flow),
            },
        }
    }

    /// Time of the flow's first packet in either direction.
    #[must_use]
    pub fn first(&self, flow: usize) -> Timestamp {
        Timestamp(self.columns.client_first[flow].min(self.columns.server_first[flow]))
    }

    /// Time of the flow's last packet in either direction.
    #[must_use]
    pub fn last(&self, flow: usize) -> Timestamp {
        Timestamp(self.columns.client_last[flow].max(self.columns.server_last[flow]))
    }

    /// Packets and bytes of one flow, both directions, counted as one flow.
    #[must_use]
    pub fn flow_totals(&self, flow: usize) -> Totals {
        let columns = &self.columns;
        Totals {
            packets: u64::from(columns.client_packets[flow])
                + u64::from(columns.server_packets[flow]),
            bytes: columns.client_bytes[flow] + columns.server_bytes[flow],
            flows: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_takes_at_most_96_bytes() {
        const { assert!(BYTES_PER_FLOW <= 96) };
        assert_eq!(BYTES_PER_FLOW, 91);
    }
}
