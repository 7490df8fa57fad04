//! How are numbers read from untrusted bytes?
//!
//! Every read names its offset and answers `None` past the end, so no header reader indexes.

/// `N` bytes at an offset.
#[inline]
pub(super) fn array<const N: usize>(data: &[u8], offset: usize) -> Option<[u8; N]> {
    data.get(offset..)?.first_chunk().copied()
}

/// One byte at an offset.
#[inline]
pub(super) fn u8_at(data: &[u8], offset: usize) -> Option<u8> {
    data.get(offset).copied()
}

/// A 16-bit number in network byte order.
#[inline]
pub(super) fn be16(data: &[u8], offset: usize) -> Option<u16> {
    array(data, offset).map(u16::from_be_bytes)
}

/// A 16-bit number, least significant byte first.
#[inline]
pub(super) fn le16(data: &[u8], offset: usize) -> Option<u16> {
    array(data, offset).map(u16::from_le_bytes)
}

/// A 32-bit number in network byte order.
#[inline]
pub(super) fn be32(data: &[u8], offset: usize) -> Option<u32> {
    array(data, offset).map(u32::from_be_bytes)
}

/// A 32-bit number, least significant byte first.
#[inline]
pub(super) fn le32(data: &[u8], offset: usize) -> Option<u32> {
    array(data, offset).map(u32::from_le_bytes)
}

/// At most `len` bytes from the front: what a length field allows of what was captured.
#[inline]
pub(super) fn at_most(data: &[u8], len: usize) -> &[u8] {
    data.get(..len).unwrap_or(data)
}
