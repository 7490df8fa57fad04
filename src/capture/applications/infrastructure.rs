//! Is this payload what hosts ask their network for: the time, services nearby, leave to enter (NTP,
//! SLP, WS-Discovery, RADIUS)?

use super::bytes::{Segment, be16, be24, contains_any_case, u8_at};
use super::{Application, Recognised};

const NTP_PORT: u16 = 123;
const SLP_PORT: u16 = 427;
const RADIUS_PORTS: [u16; 5] = [1645, 1646, 1812, 1813, 3799];

/// NTP (RFC 5905): version, mode, stratum, a precision below a second, and a header's size; weak.
pub(super) fn ntp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let head = u8_at(segment.bytes, 0)?;
    let (version, mode) = (head >> 3 & 7, head & 7);
    let length = segment.bytes.len();
    let is_message = (1..=4).contains(&version)
        && match mode {
            1..=5 => length >= 48 && matches!(segment.bytes, [_, 0..=16, _, 0 | 0x80..=0xff, ..]),
            6 => is_ntp_control(segment.bytes),
            7 => is_ntp_private(segment.bytes),
            _ => false,
        };
    if !is_message || !segment.on(NTP_PORT) {
        return None;
    }
    let from_client = match mode {
        3 => Some(true),
        4 => Some(false),
        // The top bit of the second byte marks a response.
        6 => u8_at(segment.bytes, 1).map(|byte| byte & 0x80 == 0),
        7 => Some(head & 0x80 == 0),
        _ => None,
    };
    Recognised::said(Application::Ntp, from_client)
}

/// A control message (RFC 9327): the data that it counts, padding and a signature at most.
fn is_ntp_control(bytes: &[u8]) -> bool {
    be16(bytes, 10).is_some_and(|count| {
        let end = 12 + usize::from(count);
        (end..=end + 24).contains(&bytes.len())
    })
}

/// A private message of ntpd: implementation 0, 2 or 3, reserved bits zero, items that fit.
fn is_ntp_private(bytes: &[u8]) -> bool {
    let (Some(items), Some(size)) = (be16(bytes, 4), be16(bytes, 6)) else {
        return false;
    };
    matches!(bytes, [_, _, 0 | 2 | 3, ..])
        && size & 0xf000 == 0
        && 8 + usize::from(items & 0x0fff) * usize::from(size) <= bytes.len()
}

/// SLP (RFC 2608 and RFC 2165): version, function, exact length; weak.
pub(super) fn slp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if !segment.on(SLP_PORT) {
        return None;
    }
    let (function, length) = match bytes {
        // Dialect 0 and a language of two letters.
        [
            1,
            function @ 1..=10,
            _,
            _,
            _,
            0,
            b'a'..=b'z',
            b'a'..=b'z',
            ..,
        ] => (*function, usize::from(be16(bytes, 2)?)),
        [2, function @ 1..=11, ..] => (*function, be24(bytes, 2)? as usize),
        _ => return None,
    };
    if length < 12 || length > bytes.len() {
        return None;
    }
    let from_client = match function {
        1 | 3 | 4 | 6 | 9 | 10 => Some(true),
        2 | 5 | 7 => Some(false),
        _ => None,
    };
    Recognised::said(Application::Slp, from_client)
}

/// WS-Discovery: XML that uses its namespace (OASIS 1.1 or the draft of 2005); strong.
pub(super) fn ws_discovery<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if !bytes.starts_with(b"<")
        || bytes.get(..5)? != b"<?xml" && bytes.get(..5)? != b"<soap" && bytes.get(..5)? != b"<s:En"
    {
        return None;
    }
    // The namespaces stand in the first element.
    let start = bytes.get(..1024).unwrap_or(bytes);
    let is_discovery = contains_any_case(start, b"/ws/2005/04/discovery")
        || contains_any_case(start, b"/ws-dd/ns/discovery/2009/01");
    if is_discovery {
        Recognised::plain(Application::WsDiscovery)
    } else {
        None
    }
}

/// RADIUS (RFC 2865): a code that exists and a length that fits; weak.
pub(super) fn radius<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[code, _, _, _, ..] = bytes else {
        return None;
    };
    let length = usize::from(be16(bytes, 2)?);
    if !segment.on_any(&RADIUS_PORTS) || length < 20 || length > bytes.len() {
        return None;
    }
    let from_client = match code {
        1 | 4 | 12 | 40 | 43 => Some(true),
        2 | 3 | 5 | 11 | 41 | 42 | 44 | 45 => Some(false),
        13 => None,
        _ => return None,
    };
    Recognised::said(Application::Radius, from_client)
}
