//! Which addresses begin with the same bits?
//!
//! A prefix of IPv4 or IPv6 with its further bits cleared, or one address of any family.

use std::fmt;

use crate::capture::Address;

/// All addresses of one family that begin with the same bits; a single address when all bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    /// The first address.
    first: Address,
    /// Number of bits that count.
    prefix_bits: u8,
}

impl Network {
    /// The network of an address, further bits cleared; none if there are not so many bits, or
    /// if a part of a MAC address is meant.
    #[must_use]
    pub fn new(address: Address, prefix_bits: u8) -> Option<Self> {
        let first = match address {
            Address::V4(bytes) if prefix_bits <= 32 => {
                let mask = u32::MAX
                    .checked_shl(32 - u32::from(prefix_bits))
                    .unwrap_or(0);
                Address::V4((u32::from_be_bytes(bytes) & mask).to_be_bytes())
            }
            Address::V6(bytes) if prefix_bits <= 128 => {
                let mask = u128::MAX
                    .checked_shl(128 - u32::from(prefix_bits))
                    .unwrap_or(0);
                Address::V6((u128::from_be_bytes(bytes) & mask).to_be_bytes())
            }
            Address::Mac(_) if prefix_bits == 48 => address,
            _ => return None,
        };
        Some(Self { first, prefix_bits })
    }

    /// The network that holds one address only.
    #[must_use]
    pub fn single(address: Address) -> Self {
        Self {
            first: address,
            prefix_bits: address_bits(address),
        }
    }

    /// Its first address.
    #[must_use]
    pub fn first(self) -> Address {
        self.first
    }

    /// Its last address.
    #[must_use]
    pub fn last(self) -> Address {
        let free = |bits: u8| u32::from(bits - self.prefix_bits.min(bits));
        match self.first {
            Address::V4(bytes) => {
                let rest = u32::MAX
                    .checked_shl(free(32))
                    .map_or(u32::MAX, |mask| !mask);
                Address::V4((u32::from_be_bytes(bytes) | rest).to_be_bytes())
            }
            Address::V6(bytes) => {
                let rest = u128::MAX
                    .checked_shl(free(128))
                    .map_or(u128::MAX, |mask| !mask);
                Address::V6((u128::from_be_bytes(bytes) | rest).to_be_bytes())
            }
            Address::Mac(_) => self.first,
        }
    }

    /// Number of bits that its addresses have in common.
    #[must_use]
    pub fn prefix_bits(self) -> u8 {
        self.prefix_bits
    }

    /// Whether it is one address.
    #[must_use]
    pub fn is_single(self) -> bool {
        self.prefix_bits == address_bits(self.first)
    }

    /// Whether an address lies in it.
    #[must_use]
    pub fn contains(self, address: Address) -> bool {
        match (self.first, address) {
            (Address::V4(first), Address::V4(bytes)) => {
                let differing = u32::from_be_bytes(first) ^ u32::from_be_bytes(bytes);
                differing.leading_zeros() >= u32::from(self.prefix_bits)
            }
            (Address::V6(first), Address::V6(bytes)) => {
                let differing = u128::from_be_bytes(first) ^ u128::from_be_bytes(bytes);
                differing.leading_zeros() >= u32::from(self.prefix_bits)
            }
            (Address::Mac(first), Address::Mac(bytes)) => first == bytes,
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        if self.is_single() {
            return Ok(());
        }
        write!(f, "/{}", self.prefix_bits)
    }
}

/// Bits of an address.
fn address_bits(address: Address) -> u8 {
    match address {
        Address::V4(_) => 32,
        Address::V6(_) => 128,
        Address::Mac(_) => 48,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        let v4 = |a, b, c, d| Address::V4([a, b, c, d]);
        let ten = Network::new(v4(10, 1, 2, 3), 8).expect("a prefix");
        assert_eq!(ten.to_string(), "10.0.0.0/8");
        assert!(ten.contains(v4(10, 255, 0, 1)) && !ten.contains(v4(11, 0, 0, 0)));
        assert!(!ten.contains(Address::Mac([10, 0, 0, 0, 0, 0])));
        assert_eq!(ten.last(), v4(10, 255, 255, 255));
        let all = Network::new(v4(1, 2, 3, 4), 0).expect("a prefix");
        assert_eq!(all.last(), v4(255, 255, 255, 255));
        assert!(all.contains(v4(255, 0, 0, 0)));
        assert_eq!(Network::new(v4(1, 2, 3, 4), 33), None);
        assert_eq!(
            Network::new(v4(1, 2, 3, 4), 32),
            Some(Network::single(v4(1, 2, 3, 4)))
        );
    }
}
