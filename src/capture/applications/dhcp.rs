//! Is this payload how a host gets its address (DHCP, BOOTP, DHCPv6), and which name does it state?

use super::bytes::{Segment, be16, be32, is_text, u8_at};
use super::{Application, Recognised};

const DHCP_PORTS: [u16; 2] = [67, 68];
const DHCPV6_PORTS: [u16; 2] = [546, 547];

/// What BOOTP's vendor area begins with when it holds DHCP's options (RFC 2131, 3).
const MAGIC_COOKIE: u32 = 0x6382_5363;

/// DHCP by its magic cookie (RFC 2131), strong; BOOTP without one, weak.
pub(super) fn dhcp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[operation @ 1..=2, _, 0..=16, _, ..] = bytes else {
        return None;
    };
    let is_dhcp = be32(bytes, 236) == Some(MAGIC_COOKIE);
    let is_bootp = segment.on_any(&DHCP_PORTS) && bytes.len() >= 236;
    if is_dhcp || is_bootp {
        Recognised::said(Application::Dhcp, Some(operation == 1))
    } else {
        None
    }
}

/// DHCPv6 (RFC 8415): a message type and options that end with the datagram; weak.
pub(super) fn dhcpv6<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let kind = u8_at(segment.bytes, 0)?;
    if !segment.on_any(&DHCPV6_PORTS) {
        return None;
    }
    // Relayed messages have two addresses before the options.
    let options = segment
        .bytes
        .get(if matches!(kind, 12 | 13) { 34 } else { 4 }..)?;
    if !are_options(options) {
        return None;
    }
    let from_client = match kind {
        1 | 3..=6 | 8 | 9 | 11 => Some(true),
        2 | 7 | 10 => Some(false),
        12..=23 => None,
        _ => return None,
    };
    Recognised::said(Application::Dhcpv6, from_client)
}

/// Whether the bytes are DHCPv6 options, to the last byte.
fn are_options(mut options: &[u8]) -> bool {
    // Messages hold some ten options; registered codes end below 256.
    for _ in 0..128 {
        if options.is_empty() {
            return true;
        }
        let (Some(code), Some(length)) = (be16(options, 0), be16(options, 2)) else {
            return false;
        };
        let Some(rest) = options.get(4 + usize::from(length)..) else {
            return false;
        };
        if !(1..256).contains(&code) {
            return false;
        }
        options = rest;
    }
    false
}

/// The Host name and fully qualified name options of a DHCP message (RFC 2132, RFC 4702), and the
/// address that they belong to.
pub(super) fn dhcp_name(bytes: &[u8]) -> Option<([u8; 4], &[u8])> {
    if be32(bytes, 236)? != MAGIC_COOKIE {
        return None;
    }
    let (mut kind, mut requested, mut name, mut full_name) = (0, None, None, None);
    let mut at = 240;
    // Options end with 255; a message has room for a few hundred at most.
    for _ in 0..256 {
        match u8_at(bytes, at) {
            Some(0) => at += 1,
            None | Some(255) => break,
            Some(code) => {
                let Some(length) = u8_at(bytes, at + 1) else {
                    break;
                };
                let Some(value) = bytes.get(at + 2..at + 2 + usize::from(length)) else {
                    break;
                };
                match (code, value) {
                    (53, [value]) => kind = *value,
                    (50, [a, b, c, d]) => requested = Some([*a, *b, *c, *d]),
                    (12, value) => name = Some(value),
                    // Flags and two obsolete codes; the name is text unless the flag says encoded.
                    (81, [flags, _, _, value @ ..]) if flags & 0x04 == 0 => full_name = Some(value),
                    _ => {}
                }
                at += 2 + usize::from(length);
            }
        }
    }
    let set = |at: usize| {
        bytes
            .get(at..)?
            .first_chunk::<4>()
            .copied()
            .filter(|it| *it != [0; 4])
    };
    let address = match kind {
        // Request: the address asked for, or the one in use when renewing.
        3 => requested.or_else(|| set(12)),
        // Acknowledgement: the address given.
        5 => set(16).or_else(|| set(12)),
        // Inform: the address in use.
        8 => set(12),
        _ => None,
    }?;
    let name = full_name.filter(|name| !name.is_empty()).or(name)?;
    let end = name
        .iter()
        .rposition(|&byte| byte != 0 && byte != b'.' && byte != b' ')?
        + 1;
    let name = name.get(..end)?;
    is_text(name.get(..1)?).then_some((address, name))
}
