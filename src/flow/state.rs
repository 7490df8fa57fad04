//! What is remembered of a flow while packets still come in?
//!
//! Sides stand for directions until the end: side 0 sent the first packet seen. Who is the client
//! is decided when the columns are made.

use super::columns::ColumnsBuilder;
use super::direction::{Sides, client_of};
use super::fragments::Context;
use super::key::FlowKey;
use super::{HostDictionary, NEVER_FIRST, NEVER_LAST, NO_CODE, NO_VLAN};
use crate::capture::{Application, Evidence, Protocol, applications};
use crate::units::Totals;

/// TCP flags (RFC 9293, 3.1).
pub(super) const FIN: u8 = 0x01;
pub(super) const SYN: u8 = 0x02;
pub(super) const RST: u8 = 0x04;
pub(super) const ACK: u8 = 0x10;

/// Stands for "neither side".
const NO_SIDE: u8 = u8::MAX;

/// A flow in the making.
#[derive(Clone, Debug)]
pub(super) struct FlowState {
    /// Host codes of the sides.
    pub hosts: [u32; 2],
    /// MAC codes of the sides, or [`NO_CODE`].
    pub macs: [u32; 2],
    /// Code of the name asked for, or [`NO_CODE`].
    pub name: u32,
    /// Ports of the sides.
    pub ports: [u16; 2],
    /// Protocol code.
    pub protocol: u16,
    /// First VLAN seen, or [`NO_VLAN`].
    pub vlan: u16,
    /// Tunnel code, 0 for none.
    pub tunnel: u8,
    /// What the payload showed.
    pub application: Application,
    /// Whether it showed anything.
    pub is_recognised: bool,
    /// Payloads looked at for each side.
    pub payloads_seen: [u8; 2],
    /// TCP flags sent by the sides.
    pub flags: [u8; 2],
    /// Side of the first SYN without ACK, [`NO_SIDE`] before.
    syn: u8,
    /// Side of the first SYN with ACK.
    syn_ack: u8,
    /// Side whose payload said that it is the client's.
    payload_client: u8,
    /// Bytes sent by the sides.
    pub bytes: [u64; 2],
    /// Packets sent by the sides.
    pub packets: [u32; 2],
    /// First packet of the sides.
    pub first: [i64; 2],
    /// Last packet of the sides.
    pub last: [i64; 2],
}

/// One packet, or several fragments of one datagram, on their way into a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    /// Host codes of source and destination.
    pub hosts: [u32; 2],
    /// Ports of source and destination.
    pub ports: [u16; 2],
    /// Protocol of the chosen header.
    pub protocol: Protocol,
    /// TCP flags.
    pub flags: u8,
    /// Number of packets, at least one.
    pub packets: u32,
    /// Their bytes.
    pub bytes: u64,
    /// Time of the first.
    pub first: i64,
    /// Time of the last.
    pub last: i64,
}

impl Arrival {
    /// What it adds to totals that count no flows.
    pub fn totals(&self) -> Totals {
        Totals {
            packets: u64::from(self.packets),
            bytes: self.bytes,
            flows: 0,
        }
    }

    /// Whether it opens a TCP connection.
    pub fn is_opening(&self) -> bool {
        self.protocol == Protocol::TCP && self.flags & (SYN | ACK) == SYN
    }
}

/// How long a flow may last and be silent; 0 = for ever.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timeouts {
    pub active_nanos: i64,
    pub idle_nanos: i64,
}

impl FlowState {
    /// A flow that begins with an arrival, which is not yet counted.
    pub fn new(arrival: &Arrival, macs: [u32; 2]) -> Self {
        Self {
            hosts: arrival.hosts,
            macs,
            name: NO_CODE,
            ports: arrival.ports,
            protocol: arrival.protocol.0,
            vlan: NO_VLAN,
            tunnel: 0,
            application: Application::Unknown,
            is_recognised: false,
            payloads_seen: [0; 2],
            flags: [0; 2],
            syn: NO_SIDE,
            syn_ack: NO_SIDE,
            payload_client: NO_SIDE,
            bytes: [0; 2],
            packets: [0; 2],
            first: [NEVER_FIRST; 2],
            last: [NEVER_LAST; 2],
        }
    }

    /// Its key; `vlan_in_key` as when it was put into the map.
    pub fn key(&self, vlan_in_key: bool) -> FlowKey {
        let vlan = if vlan_in_key { self.vlan } else { NO_VLAN };
        FlowKey::new(self.hosts, self.ports, self.protocol, vlan)
    }

    /// The side that an arrival with this flow's key comes from.
    pub fn side_of(&self, arrival: &Arrival) -> usize {
        usize::from((arrival.hosts[0], arrival.ports[0]) != (self.hosts[0], self.ports[0]))
    }

    /// Whether an arrival with this flow's key belongs to a new flow instead.
    pub fn is_over(&self, arrival: &Arrival, side: usize, timeouts: Timeouts) -> bool {
        let last = self.last[0].max(self.last[1]);
        let first = self.first[0].min(self.first[1]);
        let is_idle =
            timeouts.idle_nanos > 0 && arrival.first.saturating_sub(last) > timeouts.idle_nanos;
        let is_long = timeouts.active_nanos > 0
            && arrival.first.saturating_sub(first) > timeouts.active_nanos;
        let is_closed = (self.flags[0] | self.flags[1]) & (FIN | RST) != 0;
        let is_full = self.packets[side].checked_add(arrival.packets).is_none();
        is_idle || is_long || (is_closed && arrival.is_opening()) || is_full
    }

    /// Counts an arrival.
    pub fn count(&mut self, arrival: &Arrival, side: usize) {
        self.bytes[side] += arrival.bytes;
        self.packets[side] = self.packets[side].saturating_add(arrival.packets);
        self.first[side] = self.first[side].min(arrival.first);
        self.last[side] = self.last[side].max(arrival.last);
        if arrival.flags == 0 {
            return;
        }
        self.flags[side] |= arrival.flags;
        if arrival.flags & SYN != 0 {
            let seen = if arrival.flags & ACK == 0 {
                &mut self.syn
            } else {
                &mut self.syn_ack
            };
            if *seen == NO_SIDE {
                *seen = side as u8;
            }
        }
    }

    /// Keeps the first VLAN and tunnel seen.
    pub fn see(&mut self, context: &Context) {
        if self.vlan == NO_VLAN
            && let Some(vlan) = context.vlan
        {
            self.vlan = vlan;
        }
        if self.tunnel == 0 {
            self.tunnel = context.tunnel;
        }
    }

    /// Keeps which side the payload said is the client's; the first word counts.
    pub fn see_client(&mut self, side: usize) {
        if self.payload_client == NO_SIDE {
            self.payload_client = side as u8;
        }
    }

    /// Writes the finished row.
    pub fn write(&self, columns: &mut ColumnsBuilder, hosts: &HostDictionary) {
        let side = |side: u8| (side != NO_SIDE).then_some(side);
        let (client, reason, confidence) = client_of(&Sides {
            protocol: Protocol(self.protocol),
            ports: self.ports,
            is_group: self.hosts.map(|host| hosts.address(host).is_group()),
            syn: side(self.syn),
            syn_ack: side(self.syn_ack),
            payload: side(self.payload_client),
        });
        let (client, server) = (usize::from(client), usize::from(1 - client));
        let (application, evidence) = self.application(self.ports[server], self.ports[client]);
        columns.client.push(self.hosts[client]);
        columns.server.push(self.hosts[server]);
        columns.client_mac.push(self.macs[client]);
        columns.server_mac.push(self.macs[server]);
        columns.client_port.push(self.ports[client]);
        columns.server_port.push(self.ports[server]);
        columns.protocol.push(self.protocol);
        columns.application.push(application.code());
        columns.evidence.push(evidence as u8);
        columns.name.push(self.name);
        columns.vlan.push(self.vlan);
        columns.tunnel.push(self.tunnel);
        columns.client_flags.push(self.flags[client]);
        columns.server_flags.push(self.flags[server]);
        columns.direction_reason.push(reason as u8);
        columns.direction_confidence.push(confidence);
        columns.client_bytes.push(self.bytes[client]);
        columns.server_bytes.push(self.bytes[server]);
        columns.client_packets.push(self.packets[client]);
        columns.server_packets.push(self.packets[server]);
        columns.client_first.push(self.first[client]);
        columns.client_last.push(self.last[client]);
        columns.server_first.push(self.first[server]);
        columns.server_last.push(self.last[server]);
    }

    /// Payload evidence beats the port; the server's port beats the client's.
    fn application(&self, server_port: u16, client_port: u16) -> (Application, Evidence) {
        if self.is_recognised {
            return (self.application, Evidence::Payload);
        }
        let protocol = Protocol(self.protocol);
        let by_port = applications::by_port(protocol, server_port)
            .or_else(|| applications::by_port(protocol, client_port));
        match by_port {
            Some(application) => (application, Evidence::Port),
            None => (Application::Unknown, Evidence::None),
        }
    }
}

/// Flow states in chunks, so that growing copies nothing and finishing can free them piece by
/// piece while the columns grow.
#[derive(Debug, Default)]
pub(super) struct FlowStates {
    chunks: Vec<Vec<FlowState>>,
}

/// Flows in one chunk: 6 MB.
const CHUNK: usize = 1 << 16;

impl FlowStates {
    pub fn len(&self) -> usize {
        self.chunks.len().saturating_sub(1) * CHUNK + self.chunks.last().map_or(0, Vec::len)
    }

    pub fn get(&self, flow: u32) -> &FlowState {
        &self.chunks[flow as usize / CHUNK][flow as usize % CHUNK]
    }

    pub fn get_mut(&mut self, flow: u32) -> &mut FlowState {
        &mut self.chunks[flow as usize / CHUNK][flow as usize % CHUNK]
    }

    /// Adds one and gives its number.
    pub fn push(&mut self, state: FlowState) -> u32 {
        let flow = self.len() as u32;
        if self.chunks.last().is_none_or(|chunk| chunk.len() == CHUNK) {
            // The first chunk grows from small: most captures have few flows.
            let capacity = if self.chunks.is_empty() { 0 } else { CHUNK };
            self.chunks.push(Vec::with_capacity(capacity));
        }
        if let Some(chunk) = self.chunks.last_mut() {
            chunk.push(state);
        }
        flow
    }

    pub fn iter(&self) -> impl Iterator<Item = &FlowState> {
        self.chunks.iter().flatten()
    }

    /// All of them in order; each chunk is freed when it has been gone through.
    pub fn into_chunks(self) -> impl Iterator<Item = Vec<FlowState>> {
        self.chunks.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_in_the_making_fits_one_and_a_half_cache_lines() {
        assert_eq!(size_of::<FlowState>(), 96);
    }
}
