//! What does a frame say: who sent it to whom, over which protocol, carrying what?
//!
//! ```text
//! link ─▶ EtherType, LLC, PPP, MPLS … ─▶ IP ─▶ transport ─▶ tunnel ─┐
//!                                        ▲      (innermost only)    │
//!                                        └──────────────────────────┘
//! ```
//!
//! [`decode`] walks from header to header. Each header reader takes the bytes from its first byte
//! on, writes what it learned into the packet, and names the next header; it never looks back.
//! A reader writes only what it has read completely, so when one fails the packet still holds the
//! last level that made sense, and `damage` says why the walk ended. The walk ends because each
//! step counts against [`DecodeOptions::header_depth`].

mod bytes;
mod cooked;
mod ethernet;
mod link;
mod network;
mod serial;
mod transport;
mod tunnels;
mod wireless;

use super::{Address, Fragment, Frame, NoteKind, Packet, Protocol, ReadLimits};

/// Which IP header's addresses are a packet's endpoints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AddressChoice {
    /// The first one: who talks on this wire. Tunnels are edges between their ends.
    #[default]
    Outermost,
    /// The last one that can be read: who talks through the tunnels.
    Innermost,
}

/// How frames are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeOptions {
    /// Which IP header counts.
    pub addresses: AddressChoice,
    /// Headers read in one frame before it is called too deep; see [`ReadLimits::header_depth`].
    pub header_depth: u8,
}

impl Default for DecodeOptions {
    /// Outermost addresses, and the depth of the default [`ReadLimits`].
    fn default() -> Self {
        Self {
            addresses: AddressChoice::Outermost,
            header_depth: ReadLimits::default().header_depth,
        }
    }
}

/// Decodes one frame.
///
/// It never fails, panics or allocates, and always ends: what cannot be read is absent from the
/// packet and named by [`Packet::damage`].
///
/// The payload of TCP, UDP and SCTP begins after their header; for every other protocol it is all
/// that the IP header, or the link layer where there is none, carries.
#[must_use]
pub fn decode<'a>(frame: &Frame<'a>, options: &DecodeOptions) -> Packet<'a> {
    let mut walk = Walk::new(frame, options);
    let mut next = Some((Layer::Link(frame.link_type.0), frame.data));
    while let Some((layer, data)) = next {
        if !walk.goes_deeper() {
            break;
        }
        next = match layer {
            Layer::Link(link_type) => walk.link(link_type, data),
            Layer::Ip => walk.ip(data),
            Layer::EtherType(ethertype) => walk.ethertype(ethertype, data),
            Layer::Llc => walk.llc(data),
            Layer::Ppp => walk.ppp(data),
        };
    }
    walk.finish()
}

/// The kinds of header that others name as their successor.
#[derive(Clone, Copy, Debug)]
enum Layer {
    /// A link layer, by its number in the LINKTYPE registry.
    Link(u16),
    /// IPv4 or IPv6, told apart by the version.
    Ip,
    /// Anything else that an EtherType names.
    EtherType(u16),
    /// IEEE 802.2 logical link control.
    Llc,
    /// A PPP frame from its protocol field on, or from the address field before it.
    Ppp,
}

/// The next header and the bytes from its first byte on; `None` when the walk is over.
type Next<'a> = Option<(Layer, &'a [u8])>;

/// The state of a walk through one frame's headers.
struct Walk<'a> {
    /// What has been learned so far.
    packet: Packet<'a>,
    /// Whether the frame was captured whole, so that its end is the end on the wire.
    is_whole: bool,
    /// Whether an IP header has been read: what other layers say is then no longer about the
    /// packet as it is counted.
    has_ip: bool,
    /// Whether to walk on into tunnels.
    innermost: bool,
    /// Headers that may still be read.
    depth_left: u8,
}

impl<'a> Walk<'a> {
    fn new(frame: &Frame<'a>, options: &DecodeOptions) -> Self {
        Self {
            packet: Packet {
                time: frame.time,
                original_len: frame.original_len,
                endpoints: None,
                macs: None,
                outer_protocol: Protocol::UNKNOWN,
                protocol: Protocol::UNKNOWN,
                source_port: 0,
                destination_port: 0,
                tcp_flags: 0,
                vlan: None,
                fragment: Fragment::Whole,
                tunnel: None,
                payload: &[],
                damage: None,
            },
            is_whole: u32::try_from(frame.data.len()).is_ok_and(|len| len >= frame.original_len),
            has_ip: false,
            innermost: options.addresses == AddressChoice::Innermost,
            depth_left: options.header_depth,
        }
    }

    /// Counts one more header; false, with a note, when the limit is reached.
    fn goes_deeper(&mut self) -> bool {
        if self.depth_left == 0 {
            self.packet.damage = Some(NoteKind::TooDeep);
            return false;
        }
        self.depth_left -= 1;
        true
    }

    /// Ends the walk because something is wrong.
    #[cold]
    fn damaged(&mut self, kind: NoteKind) -> Next<'a> {
        self.packet.damage = Some(kind);
        None
    }

    /// Ends the walk because the bytes end inside a header.
    #[cold]
    fn truncated(&mut self) -> Next<'a> {
        self.damaged(NoteKind::TruncatedHeader)
    }

    /// Says what a frame carries below or instead of IP. Further headers may say it better; inside
    /// a tunnel it no longer matters.
    fn carries(&mut self, protocol: Protocol, payload: &'a [u8]) {
        if !self.has_ip {
            self.packet.outer_protocol = protocol;
            self.packet.protocol = protocol;
            self.packet.payload = payload;
        }
    }

    /// Ends the walk at a frame of a protocol that is not IP and carries none.
    fn ends_with(&mut self, protocol: Protocol, payload: &'a [u8]) -> Next<'a> {
        self.carries(protocol, payload);
        None
    }

    /// Keeps the outermost link layer's addresses.
    fn see_macs(&mut self, source: [u8; 6], destination: [u8; 6]) {
        if self.packet.macs.is_none() && !self.has_ip {
            self.packet.macs = Some([Address::Mac(source), Address::Mac(destination)]);
        }
    }

    /// Settles the endpoints of frames without IP.
    fn finish(mut self) -> Packet<'a> {
        if self.packet.endpoints.is_none() {
            self.packet.endpoints = self.packet.macs;
            if self.packet.endpoints.is_none() && self.packet.damage.is_none() {
                self.packet.damage = Some(NoteKind::NoAddresses);
            }
        }
        self.packet
    }
}
