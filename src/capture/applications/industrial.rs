//! Is this payload plant or building control: Modbus, DNP3, BACnet, EtherNet/IP, S7, MELSEC, CoAP?

use super::bytes::{Segment, be16, le16, le32, u8_at};
use super::{Application, Recognised};

const MODBUS_PORT: u16 = 502;
const S7_PORT: u16 = 102;
const ENIP_PORT: u16 = 44818;
const SLMP_PORTS: [u16; 4] = [5000, 5001, 5006, 5007];
const BACNET_PORTS: std::ops::RangeInclusive<u16> = 47808..=47823;
const COAP_PORT: u16 = 5683;

/// Modbus/TCP: protocol 0, a length that fits, a function of 127 at most or its exception; weak,
/// for the header has few fixed bits.
pub(super) fn modbus<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let &[_, _, 0, 0, high @ 0..=1, low, _, function, ..] = segment.bytes else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let is_message = segment.on(MODBUS_PORT)
        && (2..=260).contains(&length)
        && length + 6 <= segment.bytes.len()
        && function & 0x7f != 0;
    if is_message {
        Recognised::said(Application::Modbus, segment.client_of(MODBUS_PORT))
    } else {
        None
    }
}

/// DNP3 by its link header and that header's checksum (IEEE 1815); strong.
pub(super) fn dnp3<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[0x05, 0x64, 5..=255, control, ..] = bytes else {
        return None;
    };
    let header: &[u8; 8] = bytes.first_chunk()?;
    if dnp3_checksum(header) != le16(bytes, 8)? {
        return None;
    }
    // The direction bit is set by the master, which is the client.
    Recognised::said(Application::Dnp3, Some(control & 0x80 != 0))
}

/// DNP3's checksum: CRC-16 with the reflected polynomial 0xa6bc, inverted (IEEE 1815, 9.2.4).
pub(super) fn dnp3_checksum(bytes: &[u8]) -> u16 {
    let mut remainder: u16 = 0;
    for &byte in bytes {
        remainder ^= u16::from(byte);
        for _ in 0..8 {
            let carries = remainder & 1 == 1;
            remainder >>= 1;
            if carries {
                remainder ^= 0xa6bc;
            }
        }
    }
    !remainder
}

/// BACnet/IP (ASHRAE 135, annex J): type, function, exact length, network version 1; strong. On its
/// ports the length need not be exact, for a datagram may be padded or cut.
pub(super) fn bacnet<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[0x81, function @ 0..=0x0c, _, _, ..] = bytes else {
        return None;
    };
    let length = usize::from(be16(bytes, 2)?);
    let on_port = BACNET_PORTS.contains(&segment.destination);
    if length < 4 || length != bytes.len() && !on_port {
        return None;
    }
    // Forwarded messages have the original sender before the network layer.
    let is_network_message = match function {
        0x04 => u8_at(bytes, 10) == Some(1),
        0x09..=0x0b => u8_at(bytes, 4) == Some(1),
        _ => true,
    };
    if is_network_message {
        Recognised::plain(Application::Bacnet)
    } else {
        None
    }
}

/// EtherNet/IP's encapsulation (ODVA volume 2, 2-3): a known command, no error, no options, and a
/// length that is exact; weak, but the opening of a session is strong.
pub(super) fn enip<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let command = le16(bytes, 0)?;
    if !matches!(command, 0x0004 | 0x0063..=0x0066 | 0x006f | 0x0070) {
        return None;
    }
    let on_port = segment.on(ENIP_PORT);
    let is_exact = usize::from(le16(bytes, 2)?) + 24 == bytes.len();
    let is_clean = le32(bytes, 8)? == 0 && le32(bytes, 20)? == 0;
    // The session's version is 1 and its options are 0.
    let is_opening = command == 0x0065 && is_exact && is_clean && le32(bytes, 24) == Some(1);
    if is_opening || on_port && (is_clean || is_exact) {
        return Recognised::said(Application::EtherNetIp, segment.client_of(ENIP_PORT));
    }
    None
}

/// CIP's cyclic data (ODVA volume 2, 2-6): two items, an address of eight bytes, data; strong.
pub(super) fn cip_io<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let is_data = matches!(
        segment.bytes,
        [
            2,
            0,
            2,
            0x80,
            8,
            0,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            0xb1,
            0,
            _,
            _,
            ..
        ]
    );
    if is_data {
        Recognised::plain(Application::EtherNetIp)
    } else {
        None
    }
}

/// S7 inside ISO transport (RFC 1006): a data frame that opens with S7's number; strong. A bare
/// connection request does not say which protocol follows.
pub(super) fn s7<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let &[3, 0, _, _, 2, 0xf0, _, number, kind, ..] = segment.bytes else {
        return None;
    };
    let length = usize::from(be16(segment.bytes, 2)?);
    let is_s7 = match (number, kind) {
        (0x32, 1..=3 | 7) => length >= 17,
        // The later dialect, whose versions are 1 to 3 and 0xfe.
        (0x72, 1..=3 | 0xfe) => segment.on(S7_PORT),
        _ => false,
    };
    if !is_s7 {
        return None;
    }
    let from_client = match (number, kind) {
        (0x32, 1) => Some(true),
        (0x32, 3) => Some(false),
        _ => segment.client_of(S7_PORT),
    };
    Recognised::said(Application::S7, from_client)
}

/// MELSEC by the frames of its PLCs: MELSOFT's own (strong), SLMP 3E and 4E (SH-080956; strong when
/// length and fixed route are right).
pub(super) fn melsec<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    match bytes {
        [kind @ (0x57 | 0xd7), 0, _, _, 0, 0x11, 0x11, ..] => {
            Recognised::said(Application::Melsec, Some(*kind == 0x57))
        }
        [kind @ (0x50 | 0xd0), 0, ..] => slmp(segment, 2, *kind == 0x50),
        [kind @ (0x54 | 0xd4), 0, _, _, 0, 0, ..] => slmp(segment, 6, *kind == 0x54),
        _ => None,
    }
}

/// An SLMP frame whose route begins at `at`: network, station, module, multidrop, length.
fn slmp<'a>(segment: &Segment<'a>, at: usize, is_request: bool) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[network, station, low, high, _, ..] = bytes.get(at..)? else {
        return None;
    };
    let length = usize::from(le16(bytes, at + 5)?);
    let is_exact = at + 7 + length == bytes.len() && length >= 2;
    // The module on the other side of the network: a processor (0x03d0 to 0x03ff).
    let is_processor = high == 3 && low >= 0xd0;
    let is_own_station = network == 0 && station == 0xff;
    if is_exact && is_processor && (is_own_station || segment.on_any(&SLMP_PORTS)) {
        return Recognised::said(Application::Melsec, Some(is_request));
    }
    None
}

/// Whether CoAP options from `at` end with the datagram or at the marker before a payload.
fn are_coap_options(bytes: &[u8], mut at: usize) -> bool {
    // Requests hold some five options.
    for _ in 0..32 {
        let Some(head) = u8_at(bytes, at) else {
            return at == bytes.len();
        };
        if head == 0xff {
            return at + 1 < bytes.len();
        }
        at += 1;
        let mut length = 0;
        // Distance to the last option's number, then length: 13 and 14 are continued, 15 is none.
        for nibble in [head >> 4, head & 0xf] {
            let (extra, value) = match nibble {
                13 => (1, u8_at(bytes, at).map(|byte| 13 + usize::from(byte))),
                14 => (2, be16(bytes, at).map(|word| 269 + usize::from(word))),
                15 => return false,
                _ => (0, Some(usize::from(nibble))),
            };
            let Some(value) = value else { return false };
            at += extra;
            length = value;
        }
        at += length;
    }
    false
}

/// CoAP (RFC 7252): version 1, a token of up to eight bytes, a code that exists, and options that
/// end where they must; weak.
pub(super) fn coap<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let &[head @ 0x40..=0x7f, code, _, _, ..] = segment.bytes else {
        return None;
    };
    let (class, detail) = (code >> 5, code & 0x1f);
    let is_code = match class {
        0 => detail <= 7,
        2 => (1..=5).contains(&detail) || detail == 31,
        4 | 5 => detail <= 15 || detail == 22 || detail == 29,
        _ => false,
    };
    // An empty message is a header only.
    let is_empty = code == 0;
    let is_message = is_code
        && head & 0xf <= 8
        && (!is_empty || segment.bytes.len() == 4)
        && segment.on(COAP_PORT)
        && are_coap_options(segment.bytes, 4 + usize::from(head & 0xf));
    if !is_message {
        return None;
    }
    let from_client = match (class, detail) {
        (0, 0) => None,
        (0, _) => Some(true),
        _ => Some(false),
    };
    Recognised::said(Application::Coap, from_client)
}
