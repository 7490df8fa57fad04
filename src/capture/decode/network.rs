//! Who talks to whom: what does the IP header say?
//!
//! IPv4 (RFC 791), IPv6 (RFC 8200) with its chain of extension headers. Lengths come from the IP
//! header, so that Ethernet's padding is no payload; a length of zero means that the network card
//! splits the segment later (TSO) or a jumbogram (RFC 2675), and then the rest of the frame counts.

use super::bytes::{array, at_most, be16, be32};
use super::{Next, Walk, ethernet};
use crate::capture::{Address, Fragment, NoteKind, Protocol};

const HOP_BY_HOP: u8 = 0;
const ROUTING: u8 = 43;
const FRAGMENT: u8 = 44;
const AUTHENTICATION: u8 = 51;
const NO_NEXT_HEADER: u8 = 59;
const DESTINATION_OPTIONS: u8 = 60;

impl<'a> Walk<'a> {
    /// Reads an IP header of either version.
    #[inline]
    pub(super) fn ip(&mut self, data: &'a [u8]) -> Next<'a> {
        match data.first().map(|byte| byte >> 4) {
            Some(4) => self.ipv4(data),
            Some(6) => self.ipv6(data),
            Some(_) => self.damaged(NoteKind::InvalidHeader),
            None => self.truncated(),
        }
    }

    /// Reads an IPv4 header.
    #[inline]
    fn ipv4(&mut self, data: &'a [u8]) -> Next<'a> {
        const FIXED_LEN: usize = 20;
        let Some(header) = data.first_chunk::<FIXED_LEN>() else {
            return self.without_ip_header(ethernet::IPV4, NoteKind::TruncatedHeader, data);
        };
        let header_len = usize::from(header[0] & 0x0f) * 4;
        let total_len = usize::from(u16::from_be_bytes([header[2], header[3]]));
        // A header that does not even claim its own fixed part is noise.
        if header_len < FIXED_LEN || (1..FIXED_LEN).contains(&total_len) {
            return self.without_ip_header(ethernet::IPV4, NoteKind::InvalidHeader, data);
        }
        let [.., s0, s1, s2, s3, d0, d1, d2, d3] = *header;
        let endpoints = [Address::V4([s0, s1, s2, s3]), Address::V4([d0, d1, d2, d3])];
        let protocol = Protocol(u16::from(header[9]));
        self.see_ip(endpoints, protocol);

        let datagram = if total_len == 0 {
            data
        } else {
            at_most(data, total_len)
        };
        let Some(payload) = datagram.get(header_len..) else {
            return self.truncated();
        };
        let identification = u32::from(u16::from_be_bytes([header[4], header[5]]));
        let flags_and_offset = u16::from_be_bytes([header[6], header[7]]);
        self.fragment(
            flags_and_offset & 0x1fff,
            flags_and_offset & 0x2000 != 0,
            identification,
        );
        self.transport(protocol, payload)
    }

    /// Reads an IPv6 header and the extension headers after it.
    fn ipv6(&mut self, data: &'a [u8]) -> Next<'a> {
        let (Some(source), Some(destination), Some(payload_len), Some(payload)) = (
            array(data, 8),
            array(data, 24),
            be16(data, 4),
            data.get(40..),
        ) else {
            return self.without_ip_header(ethernet::IPV6, NoteKind::TruncatedHeader, data);
        };
        let is_outermost = !self.has_ip;
        let mut next_header = data.get(6).copied().unwrap_or(NO_NEXT_HEADER);
        self.see_ip(
            [Address::V6(source), Address::V6(destination)],
            Protocol(u16::from(next_header)),
        );
        let mut rest = match payload_len {
            0 => payload,
            len => at_most(payload, usize::from(len)),
        };
        loop {
            let extension_len = match (next_header, rest.get(1)) {
                (HOP_BY_HOP | ROUTING | DESTINATION_OPTIONS, Some(&units)) => {
                    (usize::from(units) + 1) * 8
                }
                (AUTHENTICATION, Some(&units)) => (usize::from(units) + 2) * 4,
                (FRAGMENT, Some(_)) => 8,
                (HOP_BY_HOP | ROUTING | DESTINATION_OPTIONS | AUTHENTICATION | FRAGMENT, None) => {
                    return self.truncated();
                }
                _ => break,
            };
            if !self.goes_deeper() {
                return None;
            }
            let is_fragment = next_header == FRAGMENT;
            next_header = rest.first().copied().unwrap_or(NO_NEXT_HEADER);
            self.packet.protocol = Protocol(u16::from(next_header));
            if is_outermost {
                self.packet.outer_protocol = self.packet.protocol;
            }
            let Some(after) = rest.get(extension_len..) else {
                return self.truncated();
            };
            if is_fragment && let (Some(field), Some(id)) = (be16(rest, 2), be32(rest, 4)) {
                self.fragment(field >> 3, field & 1 != 0, id);
            }
            rest = after;
            if matches!(self.packet.fragment, Fragment::Later(_)) {
                break;
            }
        }
        if next_header == NO_NEXT_HEADER {
            rest = &[];
        }
        self.transport(Protocol(u16::from(next_header)), rest)
    }

    /// Keeps a packet's place in its datagram.
    #[inline]
    fn fragment(&mut self, offset: u16, has_more: bool, identification: u32) {
        self.packet.fragment = match (offset, has_more) {
            (0, false) => Fragment::Whole,
            (0, true) => Fragment::First(identification),
            _ => Fragment::Later(identification),
        };
    }

    /// Ends the walk at an IP header that cannot be believed; the packet is then counted by the
    /// EtherType of its version.
    #[cold]
    fn without_ip_header(&mut self, ethertype: u16, reason: NoteKind, data: &'a [u8]) -> Next<'a> {
        self.carries(Protocol(ethertype), data);
        self.damaged(reason)
    }

    /// Makes an IP header the chosen one: it is the outermost, or the walk was told to go on.
    #[inline]
    fn see_ip(&mut self, endpoints: [Address; 2], protocol: Protocol) {
        let packet = &mut self.packet;
        packet.endpoints = Some(endpoints);
        packet.source_port = 0;
        packet.destination_port = 0;
        packet.tcp_flags = 0;
        packet.fragment = Fragment::Whole;
        packet.payload = &[];
        packet.protocol = protocol;
        if !self.has_ip {
            packet.outer_protocol = protocol;
        }
        self.has_ip = true;
    }
}
