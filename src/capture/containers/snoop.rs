//! How is a Solaris snoop file read?
//!
//! A file header of 16 bytes, then records: a header of 24 bytes (original length, included
//! length, record length, drops, seconds, microseconds), the frame, and padding. Everything is
//! big-endian. Reference: RFC 1761; the link types past its table are Solaris' `dlpi.h`.

use crate::capture::{LinkType, NoteKind};

use super::Window;
use super::record::{Record, time_from_fraction};
use super::resync::resync;
use super::stream::Sink;
use super::window::End;

const FILE_HEADER_BYTES: usize = 16;
const RECORD_HEADER_BYTES: usize = 24;
const NANOS_PER_MICROSECOND: u32 = 1_000;

/// Padding that a record may have, in bytes. Writers pad to 4.
const MAX_PADDING_BYTES: u32 = 4_096;

/// Records in a row that the search after damage asks for.
const RESYNC_RUN: usize = 4;

/// Reads records of one snoop file.
#[derive(Clone, Debug)]
pub(super) struct SnoopReader {
    link_type: LinkType,
}

/// A record's header.
#[derive(Clone, Copy, Debug)]
struct Header {
    original: u32,
    included: u32,
    record: u32,
    seconds: u32,
    micros: u32,
}

/// Whether a file that begins with these bytes is a snoop file.
pub(super) fn is_snoop(head: &[u8]) -> bool {
    head.starts_with(b"snoop\0\0\0")
}

/// The LINKTYPE number of a snoop link type.
fn link_type(number: u32) -> LinkType {
    match number {
        // IEEE 802.3, Ethernet, 100VG-AnyLAN with Ethernet frames, ISO 8802/3, 100BaseT.
        0 | 4 | 22 | 24 | 25 => LinkType(1),
        // Token ring, also over 100VG-AnyLAN.
        2 | 23 => LinkType(6),
        8 => LinkType(10),
        // Classical IP over ATM, with SunATM's own header.
        18 => LinkType(123),
        _ => LinkType::UNKNOWN,
    }
}

impl SnoopReader {
    /// Reads the file header; `None` when the input ends within it.
    pub(super) fn open(window: &mut Window) -> Option<Self> {
        if !window.fill(FILE_HEADER_BYTES) {
            return None;
        }
        let number = window.bytes().get(12..16)?.first_chunk::<4>()?;
        let reader = Self {
            link_type: link_type(u32::from_be_bytes(*number)),
        };
        window.advance(FILE_HEADER_BYTES);
        Some(reader)
    }

    /// The next record, or `None` at the end of what can be read.
    pub(super) fn next_record(
        &mut self,
        window: &mut Window,
        sink: &mut Sink<'_>,
    ) -> Option<Record> {
        loop {
            let offset = window.offset();
            if !window.fill(RECORD_HEADER_BYTES) {
                if window.len() > 0 && window.end() == Some(End::Complete) {
                    sink.note(NoteKind::TruncatedFile, offset);
                }
                return None;
            }
            let header = Header::read(window.bytes())?;
            let Some(record_bytes) = header.record_bytes(sink.limits.record_bytes) else {
                sink.note(NoteKind::InvalidRecordLength, offset);
                let is_found = resync(window, sink.limits.resync_bytes, RESYNC_RUN, |bytes| {
                    Header::read(bytes)
                        .filter(|header| header.is_plausible())
                        .and_then(|header| header.record_bytes(u32::MAX))
                });
                if is_found {
                    continue;
                }
                return None;
            };
            // The last record's padding may be missing.
            let data_len = header.included as usize;
            if !window.fill(record_bytes) && window.len() < RECORD_HEADER_BYTES + data_len {
                if window.end() == Some(End::Complete) {
                    sink.note(NoteKind::TruncatedFile, offset);
                }
                return None;
            }
            let (time, trouble) =
                time_from_fraction(header.seconds, header.micros, NANOS_PER_MICROSECOND);
            if let Some(kind) = trouble {
                sink.note(kind, offset);
            }
            let record = Record {
                time,
                link_type: self.link_type,
                original_len: header.original,
                data_start: window.position() + RECORD_HEADER_BYTES,
                data_len,
                offset,
            };
            window.advance(record_bytes);
            return Some(record);
        }
    }
}

impl Header {
    fn read(bytes: &[u8]) -> Option<Self> {
        let fields = bytes
            .first_chunk::<RECORD_HEADER_BYTES>()?
            .as_chunks::<4>()
            .0;
        let &[original, included, record, _drops, seconds, micros] = fields else {
            return None;
        };
        Some(Self {
            original: u32::from_be_bytes(original),
            included: u32::from_be_bytes(included),
            record: u32::from_be_bytes(record),
            seconds: u32::from_be_bytes(seconds),
            micros: u32::from_be_bytes(micros),
        })
    }

    /// Length of the whole record, if the three lengths fit each other and the limit.
    fn record_bytes(&self, largest: u32) -> Option<usize> {
        let padding = self
            .record
            .checked_sub(self.included)?
            .checked_sub(RECORD_HEADER_BYTES as u32)?;
        (self.included <= largest && padding <= MAX_PADDING_BYTES).then_some(self.record as usize)
    }

    /// Whether the search after damage may believe that a record begins here.
    fn is_plausible(&self) -> bool {
        self.included <= self.original
            && self.original > 0
            && self.original <= 256 << 10
            && self.micros < 1_000_000
    }
}
