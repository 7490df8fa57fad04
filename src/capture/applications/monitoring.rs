//! Is this payload how a network is watched: SNMP, syslog, NetFlow and IPFIX, sFlow?

use super::bytes::{Segment, be16, be32, ber_element, u8_at};
use super::{Application, Recognised};

const SNMP_PORTS: [u16; 2] = [161, 162];
const SYSLOG_PORT: u16 = 514;
const NETFLOW_PORTS: [u16; 6] = [2055, 4739, 9555, 9995, 9996, 9997];
const SFLOW_PORT: u16 = 6343;

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
