//! Which ports talk, and where does the payload begin?
//!
//! TCP (RFC 9293), UDP (RFC 768) and SCTP (RFC 9260). Their ports are the first four bytes, so a
//! cut header still gives them. Later fragments carry none.

use super::bytes::{at_most, be16, u8_at};
use super::{Next, Walk};
use crate::capture::{Fragment, NoteKind, Protocol};

impl<'a> Walk<'a> {
    /// Reads the header of what an IP packet carries; `data` ends where the IP header says.
    #[inline]
    pub(super) fn transport(&mut self, protocol: Protocol, data: &'a [u8]) -> Next<'a> {
        self.packet.payload = data;
        if matches!(self.packet.fragment, Fragment::Later(_)) {
            return None;
        }
        match protocol {
            Protocol::TCP => self.tcp(data),
            Protocol::UDP => self.udp(data),
            Protocol::SCTP => self.sctp(data),
            other => self.tunnel_over_ip(other, data),
        }
    }

    #[inline]
    fn tcp(&mut self, data: &'a [u8]) -> Next<'a> {
        const FIXED_LEN: usize = 20;
        self.ports(data);
        self.packet.payload = &[];
        self.packet.tcp_flags = u8_at(data, 13).unwrap_or(0);
        let Some(header_len) = u8_at(data, 12).map(|byte| usize::from(byte >> 4) * 4) else {
            return self.truncated();
        };
        if header_len < FIXED_LEN {
            return self.damaged(NoteKind::InvalidHeader);
        }
        match data.get(header_len..) {
            Some(payload) => self.packet.payload = payload,
            None => return self.truncated(),
        }
        None
    }

    #[inline]
    fn udp(&mut self, data: &'a [u8]) -> Next<'a> {
        const HEADER_LEN: usize = 8;
        self.ports(data);
        self.packet.payload = &[];
        let (Some(len), Some(rest)) = (be16(data, 4), data.get(HEADER_LEN..)) else {
            return self.truncated();
        };
        let payload = match usize::from(len) {
            // Jumbograms, and segments that the network card splits later.
            0 => rest,
            len if len < HEADER_LEN => return self.damaged(NoteKind::InvalidHeader),
            len => at_most(rest, len - HEADER_LEN),
        };
        self.packet.payload = payload;
        self.tunnel_over_udp(payload)
    }

    fn sctp(&mut self, data: &'a [u8]) -> Next<'a> {
        const HEADER_LEN: usize = 12;
        self.ports(data);
        self.packet.payload = data.get(HEADER_LEN..).unwrap_or_default();
        if data.len() < HEADER_LEN {
            return self.truncated();
        }
        None
    }

    /// Keeps the ports, which come first in all three.
    #[inline]
    fn ports(&mut self, data: &[u8]) {
        if let Some([s0, s1, d0, d1]) = data.first_chunk() {
            self.packet.source_port = u16::from_be_bytes([*s0, *s1]);
            self.packet.destination_port = u16::from_be_bytes([*d0, *d1]);
        }
    }
}
