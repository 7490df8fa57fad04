//! What does the network layer say a packet carries?
//!
//! One 16-bit code covers what a packet can be counted as: an IP protocol number, an EtherType, or
//! one of a few of our own for link layers that have neither. The ranges cannot collide: IP
//! protocol numbers end at 255 and EtherTypes begin at 1536 (IEEE 802.3).

use std::borrow::Cow;

use super::protocol_names;

/// The protocol of a packet, as a code that fits the flow table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Protocol(pub u16);

impl Protocol {
    /// ICMP for IPv4.
    pub const ICMP: Self = Self(1);
    /// IGMP.
    pub const IGMP: Self = Self(2);
    /// TCP.
    pub const TCP: Self = Self(6);
    /// UDP.
    pub const UDP: Self = Self(17);
    /// ICMP for IPv6.
    pub const ICMPV6: Self = Self(58);
    /// SCTP.
    pub const SCTP: Self = Self(132);
    /// ARP, by its EtherType.
    pub const ARP: Self = Self(0x0806);
    /// An 802.2 LLC frame without an EtherType; the low byte is the destination SAP (0x42 is STP).
    pub const LLC_BASE: u16 = 0x0100;
    /// A control or management frame of an 802.11 link, or a data frame whose content is protected.
    pub const WLAN: Self = Self(0x0200);
    /// A control protocol of PPP (LCP, IPCP …).
    pub const PPP_CONTROL: Self = Self(0x0201);
    /// A frame of a link type that is not decoded.
    pub const UNSUPPORTED_LINK: Self = Self(0x0202);
    /// A frame too damaged or short to say.
    pub const UNKNOWN: Self = Self(0x0203);
    /// Cisco HDLC's address resolution and keepalives.
    pub const SLARP: Self = Self(0x0204);

    /// Whether the packet has an IP header.
    #[must_use]
    pub fn is_ip(self) -> bool {
        self.0 < 256
    }

    /// Whether ports belong to the flow's key.
    #[must_use]
    pub fn has_ports(self) -> bool {
        matches!(self, Self::TCP | Self::UDP | Self::SCTP)
    }

    /// IANA's keyword in lower case (`tcp`, `ipv6-icmp` as `icmpv6`), `arp`, an EtherType's name,
    /// or the number where there is no name (`ip-253`, `ethertype-0x9999`, `llc-0x10`). Frames that
    /// announce IP but hold no believable header are `ipv4-damaged` and `ipv6-damaged`.
    #[must_use]
    pub fn name(self) -> Cow<'static, str> {
        protocol_names::name(self)
    }

    /// The protocol of a [`Self::name`], in any case of letters; IANA's own spellings
    /// (`ipv6-icmp`, `ospfigp`) and numbers (`ip-6`, `ethertype-0x0806`) work too.
    #[must_use]
    pub fn from_name(text: &str) -> Option<Self> {
        protocol_names::from_name(text)
    }
}
