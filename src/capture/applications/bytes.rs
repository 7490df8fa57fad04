//! How are a payload's fields read without trusting its length?
//!
//! Every read names its offset and answers `None` past the end. A [`Segment`] is what a recogniser
//! gets to see: the payload and its two ports.

use super::{Application, Recognised};

/// A payload with its ports. Recognisers of one transport never see the other's segments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    /// Captured payload, never empty.
    pub bytes: &'a [u8],
    /// Source port.
    pub source: u16,
    /// Destination port.
    pub destination: u16,
}

impl<'a> Segment<'a> {
    /// Whether one of the two ports is `port`.
    pub fn on(&self, port: u16) -> bool {
        self.source == port || self.destination == port
    }

    /// Whether one of the two ports is in `ports`.
    pub fn on_any(&self, ports: &[u16]) -> bool {
        ports.iter().any(|&port| self.on(port))
    }

    /// Who the client is when `port` is the server's: the sender of what goes to it.
    pub fn client_of(&self, port: u16) -> Option<bool> {
        match (self.source == port, self.destination == port) {
            (false, true) => Some(true),
            (true, false) => Some(false),
            _ => None,
        }
    }

    /// The same ports over other bytes, as when a length prefix has been taken off.
    pub fn with_bytes(&self, bytes: &'a [u8]) -> Self {
        Self { bytes, ..*self }
    }
}

impl<'a> Recognised<'a> {
    /// An application of which the bytes do not say who is client.
    pub(super) fn plain(application: Application) -> Option<Self> {
        Self::said(application, None)
    }

    /// An application whose client sends bytes like these.
    pub(super) fn client(application: Application) -> Option<Self> {
        Self::said(application, Some(true))
    }

    /// An application whose server sends bytes like these.
    pub(super) fn server(application: Application) -> Option<Self> {
        Self::said(application, Some(false))
    }

    /// An application, and what the bytes say of the sender.
    pub(super) fn said(application: Application, from_client: Option<bool>) -> Option<Self> {
        Some(Self {
            application,
            name: None,
            alpn: None,
            from_client,
        })
    }
}

/// One byte.
pub(super) fn u8_at(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// Two bytes, most significant first.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Three bytes, most significant first.
pub(super) fn be24(bytes: &[u8], at: usize) -> Option<u32> {
    let &[high, middle, low] = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_be_bytes([0, high, middle, low]))
}

/// Four bytes, most significant first.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Two bytes, least significant first.
pub(super) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Four bytes, least significant first.
pub(super) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Whether the bytes begin with `prefix`, ASCII case aside.
pub(super) fn starts_with_any_case(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Whether `needle` occurs in the bytes, ASCII case aside; `needle` is short and the bytes bounded.
pub(super) fn contains_any_case(bytes: &[u8], needle: &[u8]) -> bool {
    bytes
        .windows(needle.len())
        .any(|window| window.eq_ignore_ascii_case(needle))
}

/// Longest first line that a recogniser looks at, in bytes. RFC 9112 recommends that request lines
/// of 8000 bytes work; what decides is within the first few hundred.
const LINE_BYTES: usize = 2048;

/// The first line without its end, and whether its end was seen.
pub(super) fn first_line(bytes: &[u8]) -> (&[u8], bool) {
    let bytes = bytes.get(..LINE_BYTES).unwrap_or(bytes);
    match memchr::memchr(b'\n', bytes) {
        Some(end) => {
            let line = bytes.get(..end).unwrap_or(bytes);
            (line.strip_suffix(b"\r").unwrap_or(line), true)
        }
        None => (bytes, false),
    }
}

/// Whether every byte is a printable ASCII character or a tab.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|&byte| matches!(byte, b'\t' | b' '..=b'~'))
}

/// Whether a payload begins like a line of any text protocol; keeps binary payloads away from them.
pub(super) fn may_be_line(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|&byte| {
        matches!(byte, b'*' | b'+' | b'-' | b':' | b'<') || byte.is_ascii_alphanumeric()
    }) && bytes.get(..3).is_some_and(is_text)
}

/// Whether the bytes are one element of ASN.1's definite form with the tag `tag`: offset of its
/// content and the length that it states, which may lie beyond the captured bytes.
pub(super) fn ber_element(bytes: &[u8], at: usize, tag: u8) -> Option<(usize, usize)> {
    if u8_at(bytes, at)? != tag {
        return None;
    }
    let short = u8_at(bytes, at + 1)?;
    match short {
        0..=0x7f => Some((at + 2, usize::from(short))),
        0x81 => Some((at + 3, usize::from(u8_at(bytes, at + 2)?))),
        0x82 => Some((at + 4, usize::from(be16(bytes, at + 2)?))),
        0x83 => Some((at + 5, be24(bytes, at + 2)? as usize)),
        0x84 => Some((at + 6, be32(bytes, at + 2)? as usize)),
        _ => None,
    }
}
