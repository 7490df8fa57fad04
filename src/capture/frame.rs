//! What does a container hand to the decoder?
//!
//! A [`Frame`] is one record of a capture file, still undecoded, borrowed from the reader's buffer.

use crate::units::Timestamp;

/// A link-layer type by its number in the LINKTYPE registry of tcpdump.org.
///
/// Snoop's own numbers are translated to it by the snoop reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkType(pub u16);

impl LinkType {
    /// Of a frame whose container does not say, or says it in numbers without a LINKTYPE: the
    /// registry leaves this number free.
    pub const UNKNOWN: Self = Self(u16::MAX);
}

/// One captured frame.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// When it was captured.
    pub time: Timestamp,
    /// How its bytes begin.
    pub link_type: LinkType,
    /// Length on the wire in bytes; may be larger (snaplen) or, in odd files, smaller than `data`.
    pub original_len: u32,
    /// The captured bytes.
    pub data: &'a [u8],
    /// Index of the input that it came from, in the order in which inputs were given.
    pub input: u16,
    /// Where its record begins: byte offset in the decompressed input.
    pub offset: u64,
}
