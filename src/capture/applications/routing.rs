//! Is this payload routers among themselves: BGP, RIP, HSRP?

use super::bytes::{Segment, be16, u8_at};
use super::{Application, Recognised};

const RIP_PORT: u16 = 520;
const RIPNG_PORT: u16 = 521;
const HSRP_PORTS: [u16; 2] = [1985, 2029];

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
