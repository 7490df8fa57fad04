//! Is this payload a tunnel: WireGuard, OpenVPN, IKE, L2TP, PPTP, VXLAN, Geneve, GTP, Teredo, or
//! SOCKS?
//!
//! What is inside a tunnel is the decoder's matter, and is asked for with a reading option.

use super::bytes::{Segment, be16, be32, is_text, u8_at};
use super::{Application, Recognised};

const WIREGUARD_PORT: u16 = 51820;
const OPENVPN_PORT: u16 = 1194;
const ISAKMP_PORTS: [u16; 2] = [500, 4500];
const L2TP_PORT: u16 = 1701;
const VXLAN_PORTS: [u16; 2] = [4789, 8472];
const GENEVE_PORT: u16 = 6081;
const GTP_PORTS: [u16; 3] = [2123, 2152, 3386];
const TEREDO_PORT: u16 = 3544;
const SOCKS_PORT: u16 = 1080;

/// WireGuard (Donenfeld 2017): handshake messages have a type, three zeros and one size; strong.
/// Transport data is weak.
pub(super) fn wireguard<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[kind @ 1..=4, 0, 0, 0, ..] = bytes else {
        return None;
    };
    match (kind, bytes.len()) {
        (1, 148) => Recognised::client(Application::WireGuard),
        (2, 92) | (3, 64) => Recognised::server(Application::WireGuard),
        (4, length) if length >= 32 && length.is_multiple_of(16) && segment.on(WIREGUARD_PORT) => {
            Recognised::plain(Application::WireGuard)
        }
        _ => None,
    }
}

/// OpenVPN: a client's first packet without authentication is 14 bytes with five zeros at its end;
/// strong. Resets of either side in other sizes are weak, all else is left to the port.
pub(super) fn openvpn<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let head = u8_at(bytes, 0)?;
    let is_reset = matches!(head, 0x38 | 0x50) && matches!(bytes.get(9..), Some([0, 0, 0, 0, 0]));
    if is_reset {
        return Recognised::client(Application::OpenVpn);
    }
    // A signature may stand before the packet's number, so only opcode and key number are left.
    let from_client = match head {
        0x38 | 0x50 => Some(true),
        0x40 => Some(false),
        _ => return None,
    };
    if segment.on(OPENVPN_PORT) && bytes.len() >= 14 {
        return Recognised::said(Application::OpenVpn, from_client);
    }
    None
}

/// OpenVPN over a stream: a length, then a packet; weak, and a client's first packet strong.
pub(super) fn openvpn_stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let stated = usize::from(be16(segment.bytes, 0)?);
    let packet = segment.bytes.get(2..)?;
    if stated > packet.len() || stated < 14 {
        return None;
    }
    openvpn(&segment.with_bytes(packet.get(..stated)?))
}

/// IKE (RFC 7296, RFC 2408): versions 1.0 and 2.0, an exchange that exists, an exact length; strong.
/// On port 4500 four zeros come first (RFC 3948); on its ports the length need not be exact.
pub(super) fn isakmp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = match segment.bytes {
        [0, 0, 0, 0, rest @ ..] => rest,
        bytes => bytes,
    };
    let is_exchange = matches!(
        (u8_at(bytes, 17)?, u8_at(bytes, 18)?),
        (0x10, 0..=6 | 32..=34) | (0x20, 34..=43)
    );
    let is_exact = be32(bytes, 24)? as usize == bytes.len() && bytes.len() >= 28;
    let has_initiator = be32(bytes, 0)? != 0 || be32(bytes, 4)? != 0;
    if !is_exchange || !has_initiator || !(is_exact || segment.on_any(&ISAKMP_PORTS)) {
        return None;
    }
    // No responder's identifier yet: this is the first message.
    let is_first = be32(bytes, 8)? == 0 && be32(bytes, 12)? == 0;
    Recognised::said(Application::Isakmp, is_first.then_some(true))
}

/// L2TP (RFC 2661): a control message of exact length is strong, data weak.
pub(super) fn l2tp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let flags = be16(bytes, 0)?;
    let is_control =
        matches!(flags, 0xc802 | 0xc803) && usize::from(be16(bytes, 2)?) == bytes.len();
    // No reserved bits; the length where present; then tunnel and session, which are never 0.
    let has_length = flags & 0x4000 != 0;
    let at = if has_length { 4 } else { 2 };
    let is_data = segment.on(L2TP_PORT)
        && flags & 0x8000 == 0
        && flags & 0x34ff == 2
        && (!has_length || usize::from(be16(bytes, 2)?) == bytes.len())
        && be16(bytes, at)? != 0
        && be16(bytes, at + 2)? != 0;
    if is_control && bytes.len() >= 12 || is_data {
        return Recognised::plain(Application::L2tp);
    }
    None
}

/// PPTP's control connection (RFC 2637) by its cookie; strong.
pub(super) fn pptp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let is_control = be32(bytes, 4)? == 0x1a2b_3c4d && matches!(be16(bytes, 2), Some(1 | 2));
    if !is_control {
        return None;
    }
    // Requests to open, stop, keep alive and call are odd numbers, replies even.
    let from_client = match be16(bytes, 8) {
        Some(1 | 7) => Some(true),
        Some(2 | 8) => Some(false),
        _ => None,
    };
    Recognised::said(Application::Pptp, from_client)
}

/// VXLAN (RFC 7348), Geneve (RFC 8926), GTP (3GPP TS 29.060, 29.281) and Teredo (RFC 4380) on
/// their ports; weak, except Teredo between its own addresses.
pub(super) fn carrier<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let application = if segment.on_any(&VXLAN_PORTS) && is_vxlan(bytes) {
        Application::Vxlan
    } else if segment.on(GENEVE_PORT) && is_geneve(bytes) {
        Application::Geneve
    } else if segment.on_any(&GTP_PORTS) && is_gtp(bytes) {
        Application::Gtp
    } else if is_teredo(segment) {
        Application::Teredo
    } else {
        return None;
    };
    Recognised::plain(application)
}

/// The flag that a network identifier is present, alone or with those of the policy and protocol
/// extensions, and zeros in the reserved bytes.
fn is_vxlan(bytes: &[u8]) -> bool {
    bytes.len() >= 8 + 14
        && (matches!(bytes, [0x08, 0, 0, 0, _, _, _, 0, ..])
            || matches!(
                bytes,
                [0x88, _, _, _, _, _, _, 0, ..] | [0x0c, 0, 0, 1..=5, _, _, _, 0, ..]
            ))
}

/// Version 0, reserved bits zero, and Ethernet, IP, ARP or MPLS inside.
fn is_geneve(bytes: &[u8]) -> bool {
    let &[options @ 0..=0x3f, flags, high, low, _, _, _, 0, ..] = bytes else {
        return false;
    };
    let inside = u16::from_be_bytes([high, low]);
    flags & 0x3f == 0
        && bytes.len() >= 8 + 4 * usize::from(options)
        && matches!(inside, 0x6558 | 0x0800 | 0x86dd | 0x0806 | 0x8847 | 0x894f)
}

/// An exact length, and the bits that each version fixes: the protocol type in 0 and 1, none
/// reserved set in 2.
fn is_gtp(bytes: &[u8]) -> bool {
    let (Some(flags), Some(length)) = (u8_at(bytes, 0), be16(bytes, 2)) else {
        return false;
    };
    let rest = bytes.len().checked_sub(usize::from(length));
    match flags >> 5 {
        0 => flags & 0x1e == 0x1e && rest == Some(20),
        1 => flags & 0x18 == 0x10 && rest == Some(8),
        2 => flags & 0x03 == 0 && rest == Some(4),
        _ => false,
    }
}

/// IPv6 after up to two indications; off the port one end must be Teredo's and the length exact.
fn is_teredo(segment: &Segment<'_>) -> bool {
    let on_port = segment.on(TEREDO_PORT);
    let mut packet = segment.bytes;
    if on_port {
        if let [0, 1, identifier, authentication, ..] = packet {
            let length = 13 + usize::from(*identifier) + usize::from(*authentication);
            packet = packet.get(length..).unwrap_or(&[]);
        }
        if let [0, 0, ..] = packet {
            packet = packet.get(8..).unwrap_or(&[]);
        }
    }
    let (Some(first), Some(length)) = (u8_at(packet, 0), be16(packet, 4)) else {
        return false;
    };
    let end = usize::from(length) + 40;
    let is_own = |at| be32(packet, at) == Some(0x2001_0000);
    first >> 4 == 6
        && (on_port && end <= packet.len() || end == packet.len() && (is_own(8) || is_own(24)))
}

/// SOCKS 4 and 5 (RFC 1928): greetings, choices and requests of exact size; weak.
pub(super) fn socks<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    if !segment.on(SOCKS_PORT) {
        return None;
    }
    let bytes = segment.bytes;
    match bytes {
        // A user's name, and in version 4A a host's, end with a zero each.
        [4, 1 | 2, _, _, _, _, _, _, texts @ .., 0] => {
            let parts = texts.split(|&byte| byte == 0);
            let is_request = parts.clone().count() <= 2 && parts.into_iter().all(is_text);
            if is_request {
                Recognised::client(Application::Socks)
            } else {
                None
            }
        }
        [0, 0x5a..=0x5d, ..] if bytes.len() == 8 => Recognised::server(Application::Socks),
        [5, count, methods @ ..] if *count > 0 && methods.len() == usize::from(*count) => {
            Recognised::client(Application::Socks)
        }
        [5, 0..=2 | 0xff] => Recognised::server(Application::Socks),
        [5, 0..=8, 0, 1 | 3 | 4, ..] if bytes.len() >= 10 => {
            Recognised::said(Application::Socks, segment.client_of(SOCKS_PORT))
        }
        _ => None,
    }
}
