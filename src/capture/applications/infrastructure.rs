//! Is this payload what keeps a network running: DHCP, NTP, SNMP, syslog, service discovery, RADIUS,
//! BGP, RIP, HSRP, flow export?

use super::bytes::{Segment, be16, be24, be32, ber_element, contains_any_case, is_text, u8_at};
use super::{Application, Recognised};

const DHCP_PORTS: [u16; 2] = [67, 68];
const DHCPV6_PORTS: [u16; 2] = [546, 547];
const NTP_PORT: u16 = 123;
const SNMP_PORTS: [u16; 2] = [161, 162];
const SYSLOG_PORT: u16 = 514;
const SLP_PORT: u16 = 427;
const RADIUS_PORTS: [u16; 5] = [1645, 1646, 1812, 1813, 3799];
const RIP_PORT: u16 = 520;
const RIPNG_PORT: u16 = 521;
const HSRP_PORTS: [u16; 2] = [1985, 2029];
const NETFLOW_PORTS: [u16; 6] = [2055, 4739, 9555, 9995, 9996, 9997];
const SFLOW_PORT: u16 = 6343;

/// DHCP by its magic cookie (RFC 2131), strong; BOOTP without one, weak.
pub(super) fn dhcp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[operation @ 1..=2, _, 0..=16, _, ..] = bytes else {
        return None;
    };
    let is_dhcp = be32(bytes, 236) == Some(0x6382_5363);
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

/// SNMP (RFC 1157, RFC 3412): version 1 and 2c with community and message type, strong; version 3,
/// whose content is encrypted, weak.
pub(super) fn snmp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let (version_at, length) = ber_element(bytes, 0, 0x30)?;
    let &[2, 1, version, next, ..] = bytes.get(version_at..)? else {
        return None;
    };
    // A first fragment states more than it has.
    let fits = version_at + length <= bytes.len() || segment.on_any(&SNMP_PORTS);
    match (version, next) {
        (0 | 1, 4) => {
            let (community, size) = ber_element(bytes, version_at + 3, 4)?;
            let kind = u8_at(bytes, community + size)?;
            let from_client = match kind {
                0xa0 | 0xa1 | 0xa3 | 0xa5 => Some(true),
                0xa2 => Some(false),
                // Traps go from agent to manager without being asked for.
                0xa4 | 0xa6..=0xa8 => None,
                _ => return None,
            };
            if fits {
                Recognised::said(Application::Snmp, from_client)
            } else {
                None
            }
        }
        (3, 0x30) if segment.on_any(&SNMP_PORTS) => {
            Recognised::said(Application::Snmp, segment.client_of(161))
        }
        _ => None,
    }
}

/// Syslog: a priority in angle brackets; weak, but strong when a date (RFC 3164) or a version (RFC
/// 5424) follows it.
pub(super) fn syslog<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let rest = segment.bytes.strip_prefix(b"<")?;
    let digits = rest
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let text = rest.get(digits..)?.strip_prefix(b">")?;
    if !(1..=3).contains(&digits) {
        return None;
    }
    let has_version = matches!(
        text,
        [
            b'1',
            b' ',
            b'1' | b'2',
            b'0'..=b'9',
            b'0'..=b'9',
            b'0'..=b'9',
            b'-',
            ..
        ]
    );
    let has_date = matches!(
        text,
        [
            _,
            _,
            _,
            b' ',
            b' ' | b'0'..=b'3',
            b'0'..=b'9',
            b' ',
            _,
            _,
            b':',
            ..
        ]
    ) && text.get(..3).is_some_and(|month| {
        b"JanFebMarAprMayJunJulAugSepOctNovDec"
            .as_chunks::<3>()
            .0
            .iter()
            .any(|known| known == month)
    });
    if has_version || has_date || segment.on(SYSLOG_PORT) {
        return Recognised::client(Application::Syslog);
    }
    None
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

/// BGP by its marker of sixteen set bytes (RFC 4271); strong. Both sides send all messages.
pub(super) fn bgp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let is_message = bytes.first_chunk() == Some(&[0xff; 16])
        && (19..=4096).contains(&be16(bytes, 16)?)
        && matches!(u8_at(bytes, 18)?, 1..=5);
    if is_message {
        Recognised::plain(Application::Bgp)
    } else {
        None
    }
}

/// RIP (RFC 2453) and RIPng (RFC 2080): command, version, zeros, whole entries; weak.
pub(super) fn rip<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let &[command @ 1..=2, version @ 1..=2, _, _, ref entries @ ..] = segment.bytes else {
        return None;
    };
    let is_message = entries.len().is_multiple_of(20)
        && (segment.on(RIP_PORT) || segment.on(RIPNG_PORT) && version == 1);
    if is_message {
        // A response is sent unasked most of the time.
        return Recognised::said(Application::Rip, (command == 1).then_some(true));
    }
    None
}

/// HSRP version 0 (RFC 2281) and version 2; weak.
pub(super) fn hsrp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    if !segment.on_any(&HSRP_PORTS) {
        return None;
    }
    match segment.bytes {
        // Operation, state, two intervals in seconds, a reserved zero.
        [
            0,
            0..=2,
            0 | 1 | 2 | 4 | 8 | 16,
            1..=255,
            1..=255,
            _,
            _,
            0,
            ..,
        ] if segment.bytes.len() >= 20 => Recognised::plain(Application::Hsrp),
        // The group state element of version 2 is 40 bytes long.
        [1, 40, 2, ..] => Recognised::plain(Application::Hsrp),
        _ => None,
    }
}

/// NetFlow 1, 5, 7, 9 (RFC 3954) and IPFIX (RFC 7011). Version 5 and IPFIX have an exact length and
/// are strong; version 9 has whole sets, which is strong; versions 1 and 7 are weak.
pub(super) fn netflow<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let version = be16(bytes, 0)?;
    let count = usize::from(be16(bytes, 2)?);
    let is_export = match version {
        5 => (1..=30).contains(&count) && bytes.len() == 24 + 48 * count,
        9 => (1..=512).contains(&count) && are_sets(bytes, 20, 0),
        10 => count == bytes.len() && are_sets(bytes, 16, 2),
        1 => {
            (1..=24).contains(&count)
                && bytes.len() == 16 + 52 * count
                && segment.on_any(&NETFLOW_PORTS)
        }
        7 => {
            (1..=28).contains(&count)
                && bytes.len() == 24 + 52 * count
                && segment.on_any(&NETFLOW_PORTS)
        }
        _ => false,
    };
    if is_export {
        Recognised::client(Application::NetFlow)
    } else {
        None
    }
}

/// Whether the bytes from `at` are sets of templates (from `lowest`) or data, to the last byte.
fn are_sets(bytes: &[u8], mut at: usize, lowest: u16) -> bool {
    // An export packet of 1500 bytes holds at most a few hundred sets.
    for _ in 0..512 {
        if at == bytes.len() {
            return true;
        }
        let (Some(kind), Some(length)) = (be16(bytes, at), be16(bytes, at + 2)) else {
            return false;
        };
        let is_kind = kind >= 256 || (lowest..lowest + 2).contains(&kind);
        if !is_kind || length < 4 {
            return false;
        }
        at += usize::from(length);
    }
    false
}

/// sFlow version 5: version, kind of agent address, a small number of samples of known kinds;
/// strong.
pub(super) fn sflow<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let version = be32(bytes, 0)?;
    let address = match be32(bytes, 4)? {
        1 => 4,
        2 => 16,
        _ => return None,
    };
    let samples_at = 8 + address + 12;
    let samples = be32(bytes, samples_at)?;
    let is_datagram = match version {
        5 => samples <= 256 && (samples == 0 || matches!(be32(bytes, samples_at + 4)?, 1..=5)),
        2 | 4 => samples <= 256 && segment.on(SFLOW_PORT),
        _ => false,
    };
    let is_enough = samples > 0 || segment.on(SFLOW_PORT);
    if is_datagram && is_enough {
        Recognised::client(Application::SFlow)
    } else {
        None
    }
}

/// The Host name and fully qualified name options of a DHCP message (RFC 2132, RFC 4702), and the
/// address that they belong to.
pub(super) fn dhcp_name(bytes: &[u8]) -> Option<([u8; 4], &[u8])> {
    if be32(bytes, 236)? != 0x6382_5363 {
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
