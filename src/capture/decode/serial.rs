//! What does a point-to-point link carry?
//!
//! PPP (RFC 1661, RFC 1662) with and without its address and control bytes and with compressed
//! protocol fields, Cisco HDLC, and frame relay (RFC 2427 and Cisco's own encapsulation).

use super::bytes::{be16, u8_at};
use super::{Layer, Next, Walk, ethernet};
use crate::capture::{NoteKind, Protocol};

/// "All stations", the only address in use on PPP links.
const ADDRESS: u8 = 0xff;
/// Unnumbered information.
const CONTROL: u8 = 0x03;
/// Cisco HDLC's addresses: one station, all stations.
const CISCO_ADDRESSES: [u8; 2] = [0x0f, 0x8f];

impl<'a> Walk<'a> {
    /// Reads a PPP frame.
    pub(super) fn ppp(&mut self, data: &'a [u8]) -> Next<'a> {
        const IPV4: u16 = 0x0021;
        const IPX: u16 = 0x002b;
        const IPV6: u16 = 0x0057;
        const ENCRYPTED: u16 = 0x0053;
        const COMPRESSED: u16 = 0x00fd;
        const MPLS: u16 = 0x0281;
        const MPLS_MULTICAST: u16 = 0x0283;
        const ETHERTYPE_IPX: Protocol = Protocol(0x8137);
        /// Control protocols of networks and links, and those with low volume.
        const FIRST_CONTROL: u16 = 0x4000;
        let is_cisco = u8_at(data, 0).is_some_and(|byte| CISCO_ADDRESSES.contains(&byte))
            && u8_at(data, 1) == Some(0);
        if is_cisco {
            return self.cisco_hdlc(data);
        }
        let data = match data {
            [ADDRESS, CONTROL, rest @ ..] => rest,
            _ => data,
        };
        // A protocol number is odd and its first byte even, so a compressed one shows itself.
        let (protocol, payload) = match data {
            [low, rest @ ..] if low & 1 == 1 => (u16::from(*low), rest),
            [high, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
            _ => return self.truncated(),
        };
        match protocol {
            IPV4 => self.next_ethertype(ethernet::IPV4, payload),
            IPV6 => self.next_ethertype(ethernet::IPV6, payload),
            MPLS => self.next_ethertype(ethernet::MPLS, payload),
            MPLS_MULTICAST => self.next_ethertype(ethernet::MPLS_MULTICAST, payload),
            IPX => self.ends_with(ETHERTYPE_IPX, payload),
            ENCRYPTED | COMPRESSED => {
                self.carries(Protocol::UNKNOWN, payload);
                self.damaged(NoteKind::Protected)
            }
            FIRST_CONTROL.. => self.ends_with(Protocol::PPP_CONTROL, payload),
            _ => self.ends_with(Protocol::UNKNOWN, payload),
        }
    }

    /// Reads a frame as pppd's log has it: a direction in the place of the address byte.
    pub(super) fn ppp_pppd(&mut self, data: &'a [u8]) -> Next<'a> {
        match data {
            [_, ADDRESS, CONTROL, rest @ ..] | [_, CONTROL, rest @ ..] | [_, rest @ ..] => {
                Some((Layer::Ppp, rest))
            }
            [] => self.truncated(),
        }
    }

    /// Reads Cisco HDLC: address, control, EtherType.
    pub(super) fn cisco_hdlc(&mut self, data: &'a [u8]) -> Next<'a> {
        const KEEPALIVE: u16 = 0x8035;
        const OSI: u16 = 0xfefe;
        const ISIS: Protocol = Protocol(Protocol::LLC_BASE | 0xfe);
        match (be16(data, 2), data.get(4..)) {
            // The number is RARP's elsewhere.
            (Some(KEEPALIVE), Some(payload)) => self.ends_with(Protocol::SLARP, payload),
            (Some(OSI), Some(payload)) => self.ends_with(ISIS, payload),
            (Some(ethertype), Some(payload)) => self.next_ethertype(ethertype, payload),
            _ => self.truncated(),
        }
    }

    /// Reads a frame relay header and what identifies the network protocol after it.
    pub(super) fn frame_relay(&mut self, data: &'a [u8]) -> Next<'a> {
        const MAX_ADDRESS_LEN: usize = 4;
        const ISO_IS_IS: u8 = 0x83;
        const SNAP: u8 = 0x80;
        const IPV6: u8 = 0x8e;
        const IPV4: u8 = 0xcc;
        const ISIS: Protocol = Protocol(Protocol::LLC_BASE | 0xfe);
        // The lowest bit of each address byte says whether it is the last.
        let is_last = |byte: &u8| byte & 1 == 1;
        let Some(last) = data.iter().take(MAX_ADDRESS_LEN).position(is_last) else {
            return self.truncated();
        };
        let rest = match data.get(last + 1..).unwrap_or_default() {
            [CONTROL, 0, rest @ ..] | [CONTROL, rest @ ..] => rest,
            [high, low, payload @ ..] => {
                return self.next_ethertype(u16::from_be_bytes([*high, *low]), payload);
            }
            _ => return self.truncated(),
        };
        match rest {
            [IPV4, payload @ ..] => self.next_ethertype(ethernet::IPV4, payload),
            [IPV6, payload @ ..] => self.next_ethertype(ethernet::IPV6, payload),
            [SNAP, payload @ ..] => self.snap(payload),
            [ISO_IS_IS, payload @ ..] => self.ends_with(ISIS, payload),
            [_, payload @ ..] => self.ends_with(Protocol::UNKNOWN, payload),
            [] => self.truncated(),
        }
    }
}
