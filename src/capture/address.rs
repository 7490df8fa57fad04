//! What identifies one end of a flow?
//!
//! An address is what a capture shows, nothing that was looked up: IPv4, IPv6, or the link layer's
//! MAC address for frames without an IP header. Its order is numeric by family, so that addresses
//! of one prefix stand together on an axis.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

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

/// Reads what `Display` writes; a MAC address may also be joined by `-`.
impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        if let Ok(ip) = text.parse::<Ipv4Addr>() {
            return Ok(Self::V4(ip.octets()));
        }
        if let Ok(ip) = text.parse::<Ipv6Addr>() {
            return Ok(Self::V6(ip.octets()));
        }
        let mut bytes = [0; 6];
        let mut parts = text.split([':', '-']);
        for byte in &mut bytes {
            let part = parts.next().ok_or(NotAnAddress)?;
            let is_hex = part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_hexdigit());
            let value = u8::from_str_radix(part, 16).map_err(|_| NotAnAddress)?;
            *byte = if is_hex {
                value
            } else {
                return Err(NotAnAddress);
            };
        }
        match parts.next() {
            None => Ok(Self::Mac(bytes)),
            Some(_) => Err(NotAnAddress),
        }
    }
}

/// The text is neither an IP address nor a MAC address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is neither an IP address nor a MAC address")]
pub struct NotAnAddress;

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
