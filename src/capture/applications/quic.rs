//! Is this datagram QUIC?
//!
//! A long header (RFC 8999) carries a version, and versions in use are few: 1 and 2 (RFC 9000,
//! RFC 9369), the drafts, Google's and Facebook's. Version and connection identifiers that fit are
//! enough on any port; so is a version negotiation that lists known versions. Google QUIC before
//! Q044 has a header of its own. Short headers look random and are left to the port.
//!
//! The server name inside an Initial packet is encrypted, though with keys anyone can derive; that
//! needs AES, which no dependency here has.

use super::bytes::{Segment, be32, u8_at};
use super::{Application, Recognised};

/// Longest connection identifier (RFC 9000, 17.2).
const MAX_ID_BYTES: usize = 20;

/// Recognises QUIC; strong, any port.
pub(super) fn datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let first = u8_at(bytes, 0)?;
    if first & 0x80 != 0 {
        long_header(bytes, first, be32(bytes, 1)?)
    } else if matches!(first, 0x09 | 0x0d) {
        // Public flags: a version and a connection identifier of eight bytes are present.
        is_google(be32(bytes, 9)?)
            .then(|| Recognised::client(Application::Quic))
            .flatten()
    } else {
        None
    }
}

/// A long header: version, then both connection identifiers with their lengths.
fn long_header<'a>(bytes: &'a [u8], first: u8, version: u32) -> Option<Recognised<'a>> {
    // Google's Q044 to Q049 pack both lengths into one byte.
    if is_google(version) && bytes.len() >= 14 {
        return Recognised::plain(Application::Quic);
    }
    if version != 0 && !is_known(version) {
        return None;
    }
    let destination = usize::from(u8_at(bytes, 5)?);
    let source = usize::from(u8_at(bytes, 6 + destination)?);
    let after = 7 + destination + source;
    if destination > MAX_ID_BYTES || source > MAX_ID_BYTES || bytes.len() < after {
        return None;
    }
    if version == 0 {
        // Version negotiation comes from the server: a list of versions, at least one known.
        let (versions, odd) = bytes.get(after..)?.as_chunks::<4>();
        let lists_known = odd.is_empty()
            && versions.iter().take(16).any(|bytes| {
                let version = u32::from_be_bytes(*bytes);
                is_known(version) || is_google(version)
            });
        return lists_known
            .then(|| Recognised::server(Application::Quic))
            .flatten();
    }
    // Version 2 numbers its packet types differently (RFC 9369, 3.2). Only clients send 0-RTT and
    // only servers send Retry.
    let kind = if version == VERSION_2 {
        (first >> 4).wrapping_sub(1) & 3
    } else {
        first >> 4 & 3
    };
    let from_client = match kind {
        1 => Some(true),
        3 => Some(false),
        _ => segment_side(bytes, destination, kind),
    };
    (first & 0x40 != 0)
        .then(|| Recognised::said(Application::Quic, from_client))
        .flatten()
}

/// A client's first Initial has no identifier to reply to yet that the server chose, which shows in
/// nothing but a token, and servers never send one (RFC 9000, 17.2.2).
fn segment_side(bytes: &[u8], destination: usize, kind: u8) -> Option<bool> {
    let source = usize::from(u8_at(bytes, 6 + destination)?);
    let token = u8_at(bytes, 7 + destination + source)?;
    (kind == 0 && token != 0).then_some(true)
}

const VERSION_2: u32 = 0x6b33_43cf;

/// Versions of the IETF's protocol, their drafts, reserved ones that exercise negotiation, mvfst.
fn is_known(version: u32) -> bool {
    matches!(version, 1 | VERSION_2 | 0xff00_0010..=0xff00_0022 | 0xff02_0000..=0xff02_0065)
        || version & 0x0f0f_0f0f == 0x0a0a_0a0a
        || version & 0xffff_fff0 == 0xface_b000
}

/// Google's versions: `Q` or `T` and three digits.
fn is_google(version: u32) -> bool {
    matches!(
        version.to_be_bytes(),
        [b'Q' | b'T', b'0', b'0'..=b'9', b'0'..=b'9']
    )
}
