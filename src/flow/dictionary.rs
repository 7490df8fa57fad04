//! Which address or name does a code stand for?
//!
//! Codes are dense and given in order of first appearance, so a column of codes can index arrays
//! directly. Hashing is seeded, so that a hostile capture cannot choose colliding keys.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

use crate::capture::{Address, NameOrigin};

/// A name seen for a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostName {
    /// Code in the [`NameDictionary`].
    pub name: u32,
    /// Where it was seen.
    pub origin: NameOrigin,
}

/// Addresses by code, with the names seen for each.
#[derive(Clone, Debug, Default)]
pub struct HostDictionary {
    addresses: Vec<Address>,
    codes: HashTable<u32>,
    hasher: RandomState,
    /// Names by host code; hosts past the end have none. Most hosts have none at all.
    names: Vec<Vec<HostName>>,
}

impl HostDictionary {
    /// Number of addresses, MAC addresses included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }

    /// The address of a code.
    ///
    /// # Panics
    /// If no such code was given.
    #[must_use]
    pub fn address(&self, code: u32) -> Address {
        self.addresses[code as usize]
    }

    /// All addresses, `[host code]`.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// The code of an address, if it was seen.
    #[must_use]
    pub fn code(&self, address: Address) -> Option<u32> {
        let hash = hash_of(&self.hasher, address);
        self.codes
            .find(hash, |&code| self.addresses[code as usize] == address)
            .copied()
    }

    /// The code of an address, given now if it is new; none when `limit` codes are in use.
    pub fn intern(&mut self, address: Address, limit: usize) -> Option<u32> {
        let hash = hash_of(&self.hasher, address);
        let addresses = &self.addresses;
        if let Some(&code) = self
            .codes
            .find(hash, |&code| addresses[code as usize] == address)
        {
            return Some(code);
        }
        let code = u32::try_from(self.addresses.len())
            .ok()
            .filter(|&code| (code as usize) < limit && code != super::NO_CODE)?;
        self.addresses.push(address);
        let (addresses, hasher) = (&self.addresses, &self.hasher);
        self.codes.insert_unique(hash, code, |&code| {
            hash_of(hasher, addresses[code as usize])
        });
        Some(code)
    }

    /// The names seen for a host, in order of first appearance.
    #[must_use]
    pub fn names(&self, code: u32) -> &[HostName] {
        self.names.get(code as usize).map_or(&[], Vec::as_slice)
    }

    /// Adds a name to a host unless it is there; false if the host has `limit` others already, or
    /// there is no such host.
    pub fn add_name(&mut self, code: u32, name: HostName, limit: usize) -> bool {
        let index = code as usize;
        if index >= self.addresses.len() {
            return false;
        }
        if self.names.len() <= index {
            self.names.resize(index + 1, Vec::new());
        }
        let names = &mut self.names[index];
        if names.contains(&name) {
            return true;
        }
        let has_room = names.len() < limit;
        if has_room {
            names.push(name);
        }
        has_room
    }
}

/// The hash of an address, from two words rather than byte by byte: every packet asks for two.
fn hash_of(hasher: &RandomState, address: Address) -> u64 {
    match address {
        Address::V4(bytes) => hasher.hash_one((4_u64, u64::from(u32::from_ne_bytes(bytes)))),
        Address::V6(bytes) => {
            let bits = u128::from_ne_bytes(bytes);
            hasher.hash_one(((bits >> 64) as u64, bits as u64))
        }
        Address::Mac([a, b, c, d, e, f]) => {
            hasher.hash_one((6_u64, u64::from_ne_bytes([a, b, c, d, e, f, 0, 0])))
        }
    }
}

/// Names by code. Text is as the capture gave it: escape it at every exit.
#[derive(Clone, Debug, Default)]
pub struct NameDictionary {
    /// All names after one another.
    text: String,
    /// End of each name in `text`, `[name code]`.
    ends: Vec<usize>,
    codes: HashTable<u32>,
    hasher: RandomState,
}

impl NameDictionary {
    /// Number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name of a code, raw.
    ///
    /// # Panics
    /// If no such code was given.
    #[must_use]
    pub fn name(&self, code: u32) -> &str {
        Self::slice(&self.text, &self.ends, code)
    }

    /// The code of a name, if it was seen.
    #[must_use]
    pub fn code(&self, name: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(name);
        self.codes
            .find(hash, |&code| self.name(code) == name)
            .copied()
    }

    /// The code of a name, given now if it is new; none when `limit` codes are in use.
    pub fn intern(&mut self, name: &str, limit: usize) -> Option<u32> {
        if let Some(code) = self.code(name) {
            return Some(code);
        }
        let code = u32::try_from(self.ends.len())
            .ok()
            .filter(|&code| (code as usize) < limit && code != super::NO_CODE)?;
        self.text.push_str(name);
        self.ends.push(self.text.len());
        let hash = self.hasher.hash_one(name);
        let (text, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.codes.insert_unique(hash, code, |&code| {
            hasher.hash_one(Self::slice(text, ends, code))
        });
        Some(code)
    }

    fn slice<'a>(text: &'a str, ends: &[usize], code: u32) -> &'a str {
        let index = code as usize;
        let start = if index == 0 { 0 } else { ends[index - 1] };
        &text[start..ends[index]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_dense_and_stable() {
        let mut hosts = HostDictionary::default();
        let a = Address::V4([192, 0, 2, 1]);
        let b = Address::Mac([2, 0, 0, 0, 0, 1]);
        assert_eq!(hosts.intern(a, 2), Some(0));
        assert_eq!(hosts.intern(b, 2), Some(1));
        assert_eq!(hosts.intern(a, 2), Some(0));
        assert_eq!(hosts.intern(Address::V4([0; 4]), 2), None);
        assert_eq!(hosts.code(b), Some(1));
        assert_eq!(hosts.address(0), a);

        let mut names = NameDictionary::default();
        for (code, name) in ["www.example", "", "mail.example"].into_iter().enumerate() {
            assert_eq!(names.intern(name, 3), Some(code as u32));
            assert_eq!(names.name(code as u32), name);
        }
        assert_eq!(names.intern("one too many", 3), None);
        assert_eq!(names.code("mail.example"), Some(2));
    }

    #[test]
    fn a_host_keeps_a_bounded_number_of_names() {
        let mut hosts = HostDictionary::default();
        hosts.intern(Address::V4([192, 0, 2, 1]), 10);
        for name in 0..40 {
            hosts.add_name(
                0,
                HostName {
                    name: name % 20,
                    origin: NameOrigin::Dns,
                },
                16,
            );
        }
        hosts.add_name(
            7,
            HostName {
                name: 0,
                origin: NameOrigin::Dns,
            },
            16,
        );
        assert_eq!(hosts.names(0).len(), 16);
        assert!(hosts.names(7).is_empty());
    }
}
