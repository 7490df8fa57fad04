//! What identifies one end of a flow?
//!
//! An address is what a capture shows, nothing that was looked up: IPv4, IPv6, or the link layer's
//! MAC address for frames without an IP header. Its order is numeric by family, so that addresses
//! of one prefix stand together on an axis.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// An address of the network layer, or of the link layer where there is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// IPv4, most significant byte first.
    V4([u8; 4]),
    /// IPv6, most significant byte first.
    V6([u8; 16]),
    /// IEEE 802 EUI-48.
    Mac([u8; 6]),
}

impl Address {
    /// Whether this is an IP address; only these are hosts in the contract's sense.
    #[must_use]
    pub fn is_ip(self) -> bool {
        !matches!(self, Self::Mac(_))
    }

    /// Whether nobody answers from this address: multicast, broadcast or unspecified.
    #[must_use]
    pub fn is_group(self) -> bool {
        match self {
            Self::V4(bytes) => {
                let ip = Ipv4Addr::from(bytes);
                ip.is_multicast() || ip.is_broadcast() || ip.is_unspecified()
            }
            Self::V6(bytes) => {
                let ip = Ipv6Addr::from(bytes);
                ip.is_multicast() || ip.is_unspecified()
            }
            Self::Mac(bytes) => bytes[0] & 1 == 1 || bytes == [0; 6],
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(bytes) => Ipv4Addr::from(*bytes).fmt(f),
            Self::V6(bytes) => Ipv6Addr::from(*bytes).fmt(f),
            Self::Mac([a, b, c, d, e, g]) => {
                f.pad(&format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}"))
            }
        }
    }
}
