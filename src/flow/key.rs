//! Which packets belong to the same conversation?
//!
//! A [`FlowKey`] is the 5-tuple with its two ends in a fixed order, so that both directions give
//! the same key. Hosts are dictionary codes, which makes a key 18 bytes for IPv4, IPv6 and MAC
//! addresses alike.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// One conversation, direction forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FlowKey {
    /// Host codes, the end with the smaller (code, port) first.
    pub hosts: [u32; 2],
    /// Ports of the two ends.
    pub ports: [u16; 2],
    /// Protocol code.
    pub protocol: u16,
    /// VLAN where it is part of the key, else [`super::NO_VLAN`].
    pub vlan: u16,
}

impl FlowKey {
    /// The key of a packet, given source first.
    pub fn new(hosts: [u32; 2], ports: [u16; 2], protocol: u16, vlan: u16) -> Self {
        if (hosts[1], ports[1]) < (hosts[0], ports[0]) {
            Self {
                hosts: [hosts[1], hosts[0]],
                ports: [ports[1], ports[0]],
                protocol,
                vlan,
            }
        } else {
            Self {
                hosts,
                ports,
                protocol,
                vlan,
            }
        }
    }

    fn parts(self) -> (u64, u64) {
        let pair = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        let ports = u32::from(self.ports[0]) << 16 | u32::from(self.ports[1]);
        let kind = u32::from(self.protocol) << 16 | u32::from(self.vlan);
        (pair(self.hosts[0], self.hosts[1]), pair(ports, kind))
    }
}

/// The newest flow of each key.
///
/// An entry is 8 bytes: 32 bits of the key's hash and the flow. The key itself stands in the
/// flow's state, which a hit touches anyway. Hashing is seeded, so that a capture cannot choose
/// keys that collide.
#[derive(Debug, Default)]
pub(super) struct FlowMap {
    entries: HashTable<Entry>,
    hasher: RandomState,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    flow: u32,
}

impl Entry {
    /// Spread over 64 bits again: the table takes its buckets from the low and its tags from the
    /// high bits. The multiplier is 2^64 divided by the golden ratio (Knuth, vol. 3, 6.4).
    fn spread(self) -> u64 {
        u64::from(self.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl FlowMap {
    /// The hash that the other functions want.
    pub fn hash(&self, key: FlowKey) -> u32 {
        let hash = self.hasher.hash_one(key.parts());
        (hash ^ hash >> 32) as u32
    }

    /// The newest flow with this hash for which `is_key` says yes.
    pub fn find(&self, hash: u32, is_key: impl Fn(u32) -> bool) -> Option<u32> {
        let spread = Entry { hash, flow: 0 }.spread();
        let is_entry = |entry: &Entry| entry.hash == hash && is_key(entry.flow);
        self.entries.find(spread, is_entry).map(|entry| entry.flow)
    }

    /// Puts `flow` in, in the place of `old`, the flow that [`FlowMap::find`] gave.
    pub fn insert(&mut self, hash: u32, old: Option<u32>, flow: u32) {
        let entry = Entry { hash, flow };
        let is_old = |entry: &Entry| Some(entry.flow) == old;
        if let Some(place) = self.entries.find_mut(entry.spread(), is_old) {
            *place = entry;
        } else {
            self.entries
                .insert_unique(entry.spread(), entry, |entry| entry.spread());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_have_one_key() {
        let key = |hosts, ports| FlowKey::new(hosts, ports, 6, 0);
        assert_eq!(key([1, 2], [80, 9]), key([2, 1], [9, 80]));
        assert_eq!(key([1, 1], [80, 9]), key([1, 1], [9, 80]));
        assert_ne!(key([1, 2], [80, 9]), key([1, 2], [9, 80]));
        assert_ne!(key([1, 2], [80, 9]), FlowKey::new([1, 2], [80, 9], 17, 0));
    }

    #[test]
    fn the_map_holds_the_newest_flow_of_each_key() {
        let mut map = FlowMap::default();
        let keys: Vec<FlowKey> = (0..1_000)
            .map(|host| FlowKey::new([host, 7], [1, 2], 6, 0))
            .collect();
        for round in 0..2 {
            for (flow, &key) in (round * 1_000..).zip(&keys) {
                let hash = map.hash(key);
                let is_key = |flow: u32| keys[flow as usize % 1_000] == key;
                let old = map.find(hash, is_key);
                assert_eq!(old, (round > 0).then(|| flow - 1_000));
                map.insert(hash, old, flow);
                assert_eq!(map.find(hash, is_key), Some(flow));
            }
        }
        assert_eq!(map.entries.len(), 1_000);
    }
}
