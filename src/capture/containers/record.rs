//! What does a container reader find?
//!
//! A [`Record`] is plain numbers: it says where in the [`Window`](super::Window) a frame's bytes
//! lie. It stays true until the reader is asked for the next one.

use crate::capture::{LinkType, NoteKind};
use crate::units::{NANOS_PER_SECOND, Timestamp};

/// One frame, found but not yet lent out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) time: Timestamp,
    pub(super) link_type: LinkType,
    pub(super) original_len: u32,
    /// Where its bytes begin in the window's buffer.
    pub(super) data_start: usize,
    /// Captured length in bytes.
    pub(super) data_len: usize,
    /// Where its record begins in the decompressed input.
    pub(super) offset: u64,
}

/// The order in which a file stores the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }

    pub(super) fn u64(self, bytes: [u8; 8]) -> u64 {
        match self {
            Self::Little => u64::from_le_bytes(bytes),
            Self::Big => u64::from_be_bytes(bytes),
        }
    }
}

/// A time from whole seconds and a fraction that must be less than a second; a larger fraction is
/// brought down to the second's last nanosecond, and the second value says so.
pub(super) fn time_from_fraction(
    seconds: u32,
    fraction: u32,
    nanos_per_unit: u32,
) -> (Timestamp, Option<NoteKind>) {
    let nanos = i64::from(fraction) * i64::from(nanos_per_unit);
    let whole = i64::from(seconds) * NANOS_PER_SECOND;
    if nanos < NANOS_PER_SECOND {
        (Timestamp(whole + nanos), None)
    } else {
        (
            Timestamp(whole + NANOS_PER_SECOND - 1),
            Some(NoteKind::InvalidTimestamp),
        )
    }
}
