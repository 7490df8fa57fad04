//! Which flow does each packet belong to?
//!
//! The [`Assembler`] takes packets one after another in the order of the capture. It finds the
//! packet's flow by its key, or opens one, counts the packet there, and looks at the first payloads
//! for the application and names (`payload.rs`). Nothing is kept of a packet but its numbers. Every
//! packet is counted exactly once: in a flow, or as unparsed. `assembled.rs` makes the table.

mod assembled;
mod payload;

use super::fragments::{Context, DatagramKey, Fragments, Waiting};
use super::key::{FlowKey, FlowMap};
use super::names::{Full, Names};
use super::protocols::ProtocolTotals;
use super::state::{Arrival, FlowState, FlowStates, Timeouts};
use super::{HostDictionary, NO_CODE, NO_VLAN, ReadOptions};
use crate::capture::{Address, Fragment, NameOrigin, NoteKind, Notes, Packet};
use crate::units::{TimeSpan, Totals};

pub use assembled::Assembled;
pub use payload::PAYLOADS_LOOKED_AT;

/// Builds flows from packets.
#[derive(Debug)]
pub struct Assembler {
    options: ReadOptions,
    timeouts: Timeouts,
    hosts: HostDictionary,
    names: Names,
    map: FlowMap,
    states: FlowStates,
    fragments: Fragments,
    /// Every packet given, whether in a flow or not.
    totals: Totals,
    /// Packets that belong to no flow.
    unparsed: Totals,
    protocols: ProtocolTotals,
    span: Option<TimeSpan>,
    /// What decoding and the limits noted, `[input]`.
    notes: Vec<Notes>,
}

/// Where a packet stands, for notes.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Index of the input.
    pub input: u16,
    /// Byte offset of its record.
    pub offset: u64,
}

impl Assembler {
    /// Without any packets.
    #[must_use]
    pub fn new(options: &ReadOptions) -> Self {
        Self {
            options: *options,
            timeouts: Timeouts {
                active_nanos: options.active_timeout_nanos,
                idle_nanos: options.idle_timeout_nanos,
            },
            hosts: HostDictionary::default(),
            names: Names::new(options.limits),
            map: FlowMap::default(),
            states: FlowStates::default(),
            fragments: Fragments::new(options.limits.fragments),
            totals: Totals::default(),
            unparsed: Totals::default(),
            protocols: ProtocolTotals::default(),
            span: None,
            notes: Vec::new(),
        }
    }

    /// Number of flows so far.
    #[must_use]
    pub fn flows(&self) -> u64 {
        self.states.len() as u64
    }

    /// Takes the next packet.
    pub fn add(&mut self, packet: &Packet<'_>, place: Place) {
        let totals = Totals {
            packets: 1,
            bytes: u64::from(packet.original_len),
            flows: 0,
        };
        self.totals += totals;
        self.protocols.add(packet.outer_protocol, totals);
        let at = TimeSpan::at(packet.time);
        self.span = Some(self.span.map_or(at, |span| span.union(at)));
        if let Some(kind) = packet.damage {
            self.note(place, kind);
        }
        let Some(endpoints) = packet.endpoints else {
            self.unparsed += totals;
            return;
        };
        let hosts = match self.hosts_of(endpoints) {
            Ok(hosts) => hosts,
            Err(Full(limit)) => {
                self.unparsed += totals;
                self.note(place, NoteKind::LimitReached(limit));
                return;
            }
        };
        let arrival = Arrival {
            hosts,
            ports: [packet.source_port, packet.destination_port],
            protocol: packet.protocol,
            flags: packet.tcp_flags,
            packets: 1,
            bytes: u64::from(packet.original_len),
            first: packet.time.nanos(),
            last: packet.time.nanos(),
        };
        if let Some((flow, side)) = self.place_in_flow(packet, arrival, place)
            && !packet.payload.is_empty()
        {
            self.look_at_payload(packet, flow, side, place);
        }
    }

    /// Notes a name that the capture file itself states for an address.
    pub fn add_name(&mut self, address: Address, name: &str, place: Place) {
        let added = self
            .names
            .add(&mut self.hosts, address, NameOrigin::CaptureFile, name);
        self.note_full(added, place);
    }

    fn hosts_of(&mut self, [source, destination]: [Address; 2]) -> Result<[u32; 2], Full> {
        Ok([
            self.names.host(&mut self.hosts, source)?,
            self.names.host(&mut self.hosts, destination)?,
        ])
    }

    /// Finds the flow of a packet, fragments included, and counts it there. None if it is counted
    /// elsewhere or has to wait.
    fn place_in_flow(
        &mut self,
        packet: &Packet<'_>,
        mut arrival: Arrival,
        place: Place,
    ) -> Option<(u32, usize)> {
        let context = Context::new(packet, place);
        let (Fragment::First(identification) | Fragment::Later(identification)) = packet.fragment
        else {
            return self.count(&arrival, &context);
        };
        let key = DatagramKey {
            hosts: arrival.hosts,
            protocol: arrival.protocol,
            identification,
        };
        if let Fragment::First(_) = packet.fragment {
            let waiting = self.fragments.see_first(key, &arrival);
            let counted = self.count(&arrival, &context);
            if let Some(waiting) = waiting {
                self.count_waiting(waiting, arrival.ports);
            }
            return counted;
        }
        if let Some(ports) = self.fragments.ports_of(&key, arrival.first) {
            arrival.ports = ports;
            return self.count(&arrival, &context);
        }
        let [replaced, crowded_out] = self.fragments.wait(key, Waiting { arrival, context });
        if let Some(crowded_out) = &crowded_out {
            let first = crowded_out.context.place;
            self.note(first, NoteKind::LimitReached("fragments"));
        }
        for forgotten in [replaced, crowded_out].into_iter().flatten() {
            self.count_waiting(forgotten, [0, 0]);
        }
        None
    }

    /// Counts fragments that have waited, now that their ports are known or given up.
    fn count_waiting(&mut self, waiting: Waiting, ports: [u16; 2]) {
        let arrival = Arrival {
            ports,
            ..waiting.arrival
        };
        self.count(&arrival, &waiting.context);
    }

    /// Counts an arrival in its flow; as unparsed, with a note, if there can be no more flows.
    fn count(&mut self, arrival: &Arrival, context: &Context) -> Option<(u32, usize)> {
        let vlan_in_key = self.options.vlan_in_key;
        let vlan = context.vlan.filter(|_| vlan_in_key).unwrap_or(NO_VLAN);
        let key = FlowKey::new(arrival.hosts, arrival.ports, arrival.protocol.0, vlan);
        let hash = self.map.hash(key);
        let states = &self.states;
        let newest = self
            .map
            .find(hash, |flow| states.get(flow).key(vlan_in_key) == key);
        if let Some(flow) = newest {
            let state = self.states.get_mut(flow);
            let side = state.side_of(arrival);
            if !state.is_over(arrival, side, self.timeouts) {
                state.count(arrival, side);
                state.see(context);
                return Some((flow, side));
            }
        }
        if self.states.len() >= self.options.limits.flows.min(NO_CODE as usize) {
            self.unparsed += arrival.totals();
            self.note(context.place, NoteKind::LimitReached("flows"));
            return None;
        }
        let macs = context.macs.map_or([NO_CODE; 2], |macs| {
            macs.map(|mac| self.names.host_or_none(&mut self.hosts, mac))
        });
        let mut state = FlowState::new(arrival, macs);
        state.count(arrival, 0);
        state.see(context);
        let flow = self.states.push(state);
        self.map.insert(hash, newest, flow);
        let opened = Totals {
            flows: 1,
            ..Totals::default()
        };
        self.protocols.add(context.outer_protocol, opened);
        Some((flow, 0))
    }

    fn note(&mut self, place: Place, kind: NoteKind) {
        let input = usize::from(place.input);
        if self.notes.len() <= input {
            self.notes.resize_with(input + 1, Notes::default);
        }
        if let Some(notes) = self.notes.get_mut(input) {
            notes.add(kind, place.offset);
        }
    }

    fn note_full<T>(&mut self, result: Result<T, Full>, place: Place) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(Full(limit)) => {
                self.note(place, NoteKind::LimitReached(limit));
                None
            }
        }
    }
}
