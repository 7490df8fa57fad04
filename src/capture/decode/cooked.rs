//! What do the headers say that operating systems put in the place of a link layer?
//!
//! BSD loopback (NULL, LOOP), Linux cooked captures (SLL, SLL2), and the logs of packet filters
//! and per-process captures that come with a header of their own (PFLOG, NFLOG, PKTAP).
//! Layouts: tcpdump.org/linktypes.html. Several are written in the byte order of the machine that
//! captured, which is found by trying.

use super::bytes::{array, be16, be32, le16, le32, u8_at};
use super::{Layer, Next, Walk, link};
use crate::capture::{NoteKind, Protocol};

/// Address families of IPv4 and of IPv6: Linux, Windows, NetBSD and OpenBSD, FreeBSD, Darwin.
const AF_INET: u32 = 2;
const AF_INET6: [u32; 5] = [10, 23, 24, 28, 30];

impl<'a> Walk<'a> {
    /// Reads the address family before a loopback packet.
    pub(super) fn null(&mut self, data: &'a [u8]) -> Next<'a> {
        let (Some(family), Some(rest)) = (be32(data, 0), data.get(4..)) else {
            return self.truncated();
        };
        let is_ip = |family| family == AF_INET || AF_INET6.contains(&family);
        if is_ip(family) || is_ip(family.swap_bytes()) {
            return Some((Layer::Ip, rest));
        }
        // Some writers use this link type for what has addresses and control bytes instead.
        match data {
            [0xff, 0x03, ..] => Some((Layer::Ppp, data)),
            [0x0f | 0x8f, 0, ..] => Some((Layer::Link(link::CISCO_HDLC), data)),
            _ => self.ends_with(Protocol::UNKNOWN, rest),
        }
    }

    /// Reads a Linux cooked header, version 1.
    pub(super) fn linux_sll(&mut self, data: &'a [u8]) -> Next<'a> {
        match (be16(data, 2), be16(data, 14), data.get(16..)) {
            (Some(hardware), Some(protocol), Some(rest)) => self.cooked(hardware, protocol, rest),
            _ => self.truncated(),
        }
    }

    /// Reads a Linux cooked header, version 2.
    pub(super) fn linux_sll2(&mut self, data: &'a [u8]) -> Next<'a> {
        match (be16(data, 8), be16(data, 0), data.get(20..)) {
            (Some(hardware), Some(protocol), Some(rest)) => self.cooked(hardware, protocol, rest),
            _ => self.truncated(),
        }
    }

    /// Goes by the protocol field of a cooked header, which depends on the kind of hardware.
    fn cooked(&mut self, hardware: u16, protocol: u16, rest: &'a [u8]) -> Next<'a> {
        const HARDWARE_WLAN: u16 = 801;
        const HARDWARE_WLAN_PRISM: u16 = 802;
        const HARDWARE_WLAN_RADIOTAP: u16 = 803;
        const HARDWARE_NETLINK: u16 = 824;
        const LLC: u16 = 4;
        match (hardware, protocol) {
            (HARDWARE_NETLINK, _) => self.ends_with(Protocol::UNKNOWN, rest),
            (_, 1536..) => self.next_ethertype(protocol, rest),
            (HARDWARE_WLAN, LLC) => Some((Layer::Llc, rest)),
            (HARDWARE_WLAN, _) => Some((Layer::Link(link::IEEE_802_11), rest)),
            (HARDWARE_WLAN_PRISM, _) => Some((Layer::Link(link::PRISM), rest)),
            (HARDWARE_WLAN_RADIOTAP, _) => Some((Layer::Link(link::RADIOTAP), rest)),
            (_, LLC) => Some((Layer::Llc, rest)),
            _ => self.ends_with(Protocol::UNKNOWN, rest),
        }
    }

    /// Skips OpenBSD's packet filter header: its length, without padding, is its first byte.
    pub(super) fn pflog(&mut self, data: &'a [u8]) -> Next<'a> {
        let Some(len) = u8_at(data, 0).map(usize::from) else {
            return self.truncated();
        };
        match data.get(len.next_multiple_of(4)..) {
            Some(_) if len < 28 => self.damaged(NoteKind::InvalidHeader),
            Some(packet) => Some((Layer::Ip, packet)),
            None => self.truncated(),
        }
    }

    /// Finds the packet among the attributes of a Linux netfilter log record.
    pub(super) fn nflog(&mut self, data: &'a [u8]) -> Next<'a> {
        const HEADER_LEN: usize = 4;
        const PAYLOAD: u16 = 9;
        /// Attributes that are looked at; the kernel writes under twenty.
        const MAX_ATTRIBUTES: usize = 64;
        let Some(mut rest) = data.get(HEADER_LEN..) else {
            return self.truncated();
        };
        // A length is small, so that in the wrong byte order it is at least 256.
        let is_little = le16(rest, 0).is_some_and(|len| len < 256)
            || be16(rest, 0).is_none_or(|len| len >= 256);
        let number_at = if is_little { le16 } else { be16 };
        for _ in 0..MAX_ATTRIBUTES {
            let (Some(len), Some(kind)) = (number_at(rest, 0), number_at(rest, 2)) else {
                return self.truncated();
            };
            let len = usize::from(len);
            if len < HEADER_LEN {
                return self.damaged(NoteKind::InvalidHeader);
            }
            if kind == PAYLOAD {
                let end = len.min(rest.len());
                return match rest.get(HEADER_LEN..end) {
                    Some(packet) => Some((Layer::Ip, packet)),
                    None => self.truncated(),
                };
            }
            match rest.get(len.next_multiple_of(4)..) {
                Some(after) => rest = after,
                None => return self.truncated(),
            }
        }
        self.damaged(NoteKind::TooDeep)
    }

    /// Skips Apple's header with the process; it names the real link layer.
    pub(super) fn pktap(&mut self, data: &'a [u8]) -> Next<'a> {
        let (Some(len), Some(kind), Some(link_type)) =
            (le32(data, 0), le32(data, 4), le32(data, 8))
        else {
            return self.truncated();
        };
        let (Ok(len), Ok(link_type)) = (usize::try_from(len), u16::try_from(link_type)) else {
            return self.damaged(NoteKind::InvalidHeader);
        };
        match data.get(len..) {
            _ if len < PKTAP_MIN_LEN => self.damaged(NoteKind::InvalidHeader),
            _ if kind != PKTAP_PACKET => self.ends_with(Protocol::UNKNOWN, &[]),
            Some(frame) => Some((Layer::Link(link_type), frame)),
            None => self.truncated(),
        }
    }
}

/// Up to and with the process's name, which every version of the header has.
const PKTAP_MIN_LEN: usize = 76;
/// The only kind of record that carries a packet.
const PKTAP_PACKET: u32 = 1;

/// Whether a frame of a link type that anybody may use begins as Apple's header does: early
/// versions of its tcpdump wrote that number.
pub(super) fn looks_like_pktap(data: &[u8]) -> bool {
    const MAX_LEN: u32 = 1024;
    array::<76>(data, 0).is_some()
        && le32(data, 0).is_some_and(|len| (76..=MAX_LEN).contains(&len))
        && le32(data, 4) == Some(PKTAP_PACKET)
        && le32(data, 8).is_some_and(|link_type| link_type <= 300)
}
