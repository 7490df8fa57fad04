//! Which flow does a fragment without ports belong to?
//!
//! Only a datagram's first fragment carries ports. They are remembered by (source, destination,
//! protocol, identification); later fragments look them up, and those that come before the first
//! one wait, summed up, until it arrives. Both memories are bounded and forget the oldest
//! (RFC 791, 3.2; RFC 8200, 4.5).

use std::collections::VecDeque;

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::Place;
use super::state::Arrival;
use crate::capture::{Address, Packet, Protocol};
use crate::units::NANOS_PER_SECOND;

/// A datagram whose fragments may still come. Hosts give up after 60 s (RFC 8200, 4.5), and an
/// IPv4 identification is used again soon after.
const LIFETIME_NANOS: i64 = 60 * NANOS_PER_SECOND;

/// Identifies a fragmented datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct DatagramKey {
    /// Host codes of source and destination.
    pub hosts: [u32; 2],
    /// Protocol.
    pub protocol: Protocol,
    /// IP identification.
    pub identification: u32,
}

/// Later fragments of one datagram that came before the first one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    /// Their sum; without ports.
    pub arrival: Arrival,
    /// What a flow would keep of the first of them.
    pub context: Context,
}

/// What else is known of a packet, needed when it opens a flow.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// MAC addresses of source and destination.
    pub macs: Option<[Address; 2]>,
    /// VLAN.
    pub vlan: Option<u16>,
    /// Tunnel code, 0 for none.
    pub tunnel: u8,
    /// The outermost protocol.
    pub outer_protocol: Protocol,
    /// Where it stands in the inputs.
    pub place: Place,
}

impl Context {
    pub fn new(packet: &Packet<'_>, place: Place) -> Self {
        Self {
            macs: packet.macs,
            vlan: packet.vlan,
            tunnel: packet.tunnel.map_or(0, |tunnel| tunnel as u8),
            outer_protocol: packet.outer_protocol,
            place,
        }
    }
}

/// A map that holds a bounded number of datagrams and forgets the oldest.
#[derive(Debug)]
struct Memory<V> {
    entries: HashMap<DatagramKey, (u64, V), RandomState>,
    /// Keys by age; an entry that was replaced or taken leaves a stale number behind.
    order: VecDeque<(u64, DatagramKey)>,
    next: u64,
    limit: usize,
}

impl<V> Memory<V> {
    fn new(limit: usize) -> Self {
        Self {
            entries: HashMap::default(),
            order: VecDeque::new(),
            next: 0,
            limit: limit.max(1),
        }
    }

    fn get_mut(&mut self, key: &DatagramKey) -> Option<&mut V> {
        self.entries.get_mut(key).map(|(_, value)| value)
    }

    fn take(&mut self, key: &DatagramKey) -> Option<V> {
        self.entries.remove(key).map(|(_, value)| value)
    }

    /// Remembers a value, in the place of an older one of the same key. Gives back that one, and
    /// the oldest of all if it had to be forgotten.
    fn insert(&mut self, key: DatagramKey, value: V) -> [Option<V>; 2] {
        let number = self.next;
        self.next += 1;
        let replaced = self
            .entries
            .insert(key, (number, value))
            .map(|(_, value)| value);
        self.order.push_back((number, key));
        // Stale numbers count too, so the queue is bounded as well as the map.
        let oldest = if self.order.len() > self.limit {
            self.order.pop_front()
        } else {
            None
        };
        let forgotten = oldest.and_then(|(number, key)| {
            let is_current = self
                .entries
                .get(&key)
                .is_some_and(|entry| entry.0 == number);
            if is_current { self.take(&key) } else { None }
        });
        [replaced, forgotten]
    }
}

/// Both memories.
#[derive(Debug)]
pub(super) struct Fragments {
    /// Ports and time of first fragments.
    firsts: Memory<([u16; 2], i64)>,
    /// Fragments whose first one has not come.
    waiting: Memory<Waiting>,
}

impl Fragments {
    /// Remembers at most `limit` datagrams, and lets fragments of as many wait.
    pub fn new(limit: usize) -> Self {
        Self {
            firsts: Memory::new(limit),
            waiting: Memory::new(limit),
        }
    }

    /// Keeps the ports of a first fragment, and gives what waited for it.
    pub fn see_first(&mut self, key: DatagramKey, arrival: &Arrival) -> Option<Waiting> {
        self.firsts.insert(key, (arrival.ports, arrival.first));
        let is_near = self
            .waiting
            .get_mut(&key)
            .is_some_and(|waiting| is_near(waiting.arrival.last, arrival.first));
        if is_near {
            self.waiting.take(&key)
        } else {
            None
        }
    }

    /// The ports of a later fragment's datagram, if its first one came.
    pub fn ports_of(&mut self, key: &DatagramKey, time: i64) -> Option<[u16; 2]> {
        self.firsts
            .get_mut(key)
            .filter(|first| is_near(first.1, time))
            .map(|first| first.0)
    }

    /// Lets a later fragment wait. Gives those that can wait no longer: they will stay without
    /// ports.
    pub fn wait(&mut self, key: DatagramKey, waiting: Waiting) -> [Option<Waiting>; 2] {
        if let Some(others) = self.waiting.get_mut(&key)
            && is_near(others.arrival.last, waiting.arrival.first)
            && let Some(packets) = others.arrival.packets.checked_add(waiting.arrival.packets)
        {
            others.arrival.packets = packets;
            others.arrival.bytes += waiting.arrival.bytes;
            others.arrival.first = others.arrival.first.min(waiting.arrival.first);
            others.arrival.last = others.arrival.last.max(waiting.arrival.last);
            return [None, None];
        }
        self.waiting.insert(key, waiting)
    }

    /// Everything that still waits, oldest first.
    pub fn still_waiting(&self) -> Vec<Waiting> {
        let mut waiting: Vec<&(u64, Waiting)> = self.waiting.entries.values().collect();
        waiting.sort_by_key(|entry| entry.0);
        waiting.into_iter().map(|entry| entry.1).collect()
    }
}

fn is_near(a: i64, b: i64) -> bool {
    a.saturating_sub(b).saturating_abs() <= LIFETIME_NANOS
}
