//! Is this payload a remote terminal or desktop: SSH, Telnet, RDP, VNC?

use super::bytes::{Segment, u8_at};
use super::{Application, Recognised};

const SSH_PORT: u16 = 22;
const TELNET_PORT: u16 = 23;
const RDP_PORT: u16 = 3389;
/// Telnet's "interpret as command" byte (RFC 854).
const IAC: u8 = 0xff;

/// SSH by its identification line (RFC 4253, 4.2), strong; by the frame of its first binary
/// packet, weak. Both sides send both.
pub(super) fn ssh<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if matches!(bytes, [b'S', b'S', b'H', b'-', b'1' | b'2', b'.', ..]) {
        return Recognised::said(Application::Ssh, segment.client_of(SSH_PORT));
    }
    // Length, padding length, and the number of a key exchange's first message.
    let is_exchange = matches!(bytes, [0, 0, _, _, 4..=255, 20, ..]) && segment.on(SSH_PORT);
    if is_exchange {
        Recognised::said(Application::Ssh, segment.client_of(SSH_PORT))
    } else {
        None
    }
}

/// Telnet by its negotiation (RFC 855): two commands in a row are strong, one needs the port.
pub(super) fn telnet<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let is_negotiation = |triple: &[u8; 3]| matches!(triple, [IAC, 0xfb..=0xfe, 0..=49]);
    let triples = segment.bytes.as_chunks::<3>().0;
    match triples {
        [first, second, ..] if is_negotiation(first) && is_negotiation(second) => {}
        [first, ..] if is_negotiation(first) && segment.on(TELNET_PORT) => {}
        _ => return None,
    }
    Recognised::said(Application::Telnet, segment.client_of(TELNET_PORT))
}

/// RDP by its connection request and confirmation (MS-RDPBCGR, 2.2.1), strong; by other connection
/// requests, and data of the kinds that RDP sends, weak. All are framed by RFC 1006.
pub(super) fn rdp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[3, 0, high, low, length, code, ..] = bytes else {
        return None;
    };
    let stated = usize::from(u16::from_be_bytes([high, low]));
    let fits = stated == bytes.len() && usize::from(length) + 5 == stated;
    let body = bytes.get(11..).unwrap_or(&[]);
    let negotiation = match body {
        [kind, _, 8, 0, ..] => Some(*kind),
        _ => None,
    };
    match code {
        0xe0 if fits && (body.starts_with(b"Cookie: ") || negotiation == Some(1)) => {
            Recognised::client(Application::Rdp)
        }
        0xd0 if fits && matches!(negotiation, Some(2 | 3)) => Recognised::server(Application::Rdp),
        0xd0 | 0xe0 if fits && segment.on(RDP_PORT) => {
            Recognised::said(Application::Rdp, segment.client_of(RDP_PORT))
        }
        0xf0 if segment.on(RDP_PORT) && is_rdp_data(bytes) => {
            Recognised::said(Application::Rdp, segment.client_of(RDP_PORT))
        }
        _ => None,
    }
}

/// Whether a data frame is the last part of a message of T.125 that RDP uses: connecting, erecting
/// a domain, attaching a user, joining a channel, sending.
fn is_rdp_data(bytes: &[u8]) -> bool {
    let message = u8_at(bytes, 7);
    u8_at(bytes, 6) == Some(0x80)
        && matches!(
            message,
            Some(0x7f | 0x04 | 0x28 | 0x2c | 0x2e | 0x38 | 0x3c | 0x3e | 0x64 | 0x68)
        )
}

/// VNC by its version line (RFC 6143, 7.1.1); strong. Both sides send one.
pub(super) fn vnc<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let version = segment.bytes.strip_prefix(b"RFB ")?;
    let is_line = version.len() == 8
        && u8_at(version, 3) == Some(b'.')
        && u8_at(version, 7) == Some(b'\n')
        && version
            .get(..3)?
            .iter()
            .chain(version.get(4..7)?)
            .all(u8::is_ascii_digit);
    if is_line {
        Recognised::plain(Application::Vnc)
    } else {
        None
    }
}
