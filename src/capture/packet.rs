//! What does the rest of the program know of one frame?
//!
//! A [`Packet`] is one decoded frame, borrowed from the read buffer: time, lengths, addresses,
//! ports, transport, and the payload from which the application can be told.
//! Whatever could not be decoded is absent rather than guessed, and `damage` says why.

use super::{Address, NoteKind, Protocol};
use crate::units::Timestamp;

/// A decoded frame.
#[derive(Clone, Debug)]
pub struct Packet<'a> {
    /// When it was captured.
    pub time: Timestamp,
    /// Length of the frame on the wire in bytes; this is what byte totals count.
    pub original_len: u32,
    /// Source and destination of the chosen IP header (outermost unless the reading option says
    /// innermost); of the link layer for frames without IP; none if the frame shows no addresses.
    pub endpoints: Option<[Address; 2]>,
    /// Source and destination MAC address of the outermost link layer, where it has them.
    pub macs: Option<[Address; 2]>,
    /// What the contract counts under `protocols`: the protocol number of the outermost IP header,
    /// or ARP, or an EtherType.
    pub outer_protocol: Protocol,
    /// The protocol of the chosen IP header; part of the flow's key.
    pub protocol: Protocol,
    /// Source port for TCP, UDP and SCTP; 0 otherwise and where the header is missing.
    pub source_port: u16,
    /// Destination port, as above.
    pub destination_port: u16,
    /// TCP's flag byte (RFC 9293), 0 for other protocols.
    pub tcp_flags: u8,
    /// The outermost VLAN identifier (IEEE 802.1Q), 0 to 4095.
    pub vlan: Option<u16>,
    /// Whether the chosen IP header is a fragment.
    pub fragment: Fragment,
    /// The outermost tunnel, if the frame carries one.
    pub tunnel: Option<Tunnel>,
    /// Captured bytes after the header of TCP, UDP or SCTP, cut to the length that the IP header
    /// gives; for other protocols all that the IP header, or the link layer, carries.
    pub payload: &'a [u8],
    /// Why decoding stopped early, if it did.
    pub damage: Option<NoteKind>,
}

/// Place of a packet in a fragmented datagram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fragment {
    /// A whole datagram.
    #[default]
    Whole,
    /// The first fragment: it carries the ports. The value is the IP identification.
    First(u32),
    /// A later fragment: no ports; it belongs to the datagram with the same identification.
    Later(u32),
}

/// How an inner packet is carried inside an outer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Tunnel {
    /// IPv4 or IPv6 inside IPv4 or IPv6 (RFC 2003, RFC 4213, RFC 2473).
    IpInIp = 1,
    /// Generic Routing Encapsulation (RFC 2784), transparent Ethernet bridging and NVGRE included.
    Gre,
    /// Encapsulated remote mirroring over GRE.
    Erspan,
    /// RFC 7348.
    Vxlan,
    /// RFC 8926.
    Geneve,
    /// GPRS tunnelling, user plane (3GPP TS 29.281).
    GtpU,
    /// IPv6 over UDP through NATs (RFC 4380).
    Teredo,
}

impl Tunnel {
    /// Every kind, in code order.
    pub const ALL: [Self; 7] = [
        Self::IpInIp,
        Self::Gre,
        Self::Erspan,
        Self::Vxlan,
        Self::Geneve,
        Self::GtpU,
        Self::Teredo,
    ];

    /// Its name in the interface.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::IpInIp => "IP-in-IP",
            Self::Gre => "GRE",
            Self::Erspan => "ERSPAN",
            Self::Vxlan => "VXLAN",
            Self::Geneve => "Geneve",
            Self::GtpU => "GTP-U",
            Self::Teredo => "Teredo",
        }
    }
}
