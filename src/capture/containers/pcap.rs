//! How is a pcap file read?
//!
//! A file header of 24 bytes, then records: a header of 16 bytes (seconds, fraction, captured
//! length, original length) and the frame. The magic number says the byte order, the unit of the
//! fraction, and the variant:
//!
//! | magic | variant |
//! |---|---|
//! | `a1b2c3d4` | microseconds |
//! | `a1b23c4d` | nanoseconds |
//! | `a1b2cd34` | microseconds; Kuznetzov's patched libpcap: 8 more bytes in each record header |
//! | `1c0001ab`, `1c0001ac` | microseconds; IXIA software and hardware; 4 more in the file header |
//!
//! Reference: draft-ietf-opsawg-pcap; IXIA's as Wireshark reads it. Files older than version 2.3 store the two lengths the other
//! way round; since the captured length is then always the smaller one, both are read as such.

use crate::capture::{LinkType, NoteKind};

use super::Window;
use super::record::{ByteOrder, Record, time_from_fraction};
use super::resync::{BELIEVED_RECORD_BYTES, resync};
use super::stream::Sink;
use super::window::End;

/// Bytes of the file header.
const FILE_HEADER_BYTES: usize = 24;

/// Captured length that any file may have, whatever its header says about its snap length:
/// Wireshark's largest. Merged files and some writers exceed what their header says.
const ORDINARY_RECORD_BYTES: u32 = 256 << 10;

/// Records in a row that the search after damage asks for.
const RESYNC_RUN: usize = 4;

/// How far a record's time may be from its neighbour's for the search after damage to believe it.
const RESYNC_SECONDS: u32 = 366 * 86_400;

/// Reads records of one pcap file.
#[derive(Clone, Debug)]
pub(super) struct PcapReader {
    order: ByteOrder,
    nanos_per_unit: u32,
    header_bytes: usize,
    lengths_are_swapped: bool,
    snap_len: u32,
    link_type: LinkType,
    times: Times,
}

/// Which times the file has shown, in seconds, for the search after damage to compare with.
#[derive(Clone, Copy, Debug, Default)]
struct Times {
    last: Option<u32>,
    /// The last one that was near the one before it. Damage that was taken for a record leaves
    /// its time in `last` alone.
    steady: u32,
}

impl Times {
    #[inline]
    fn add(&mut self, seconds: u32) {
        if self
            .last
            .is_none_or(|last| seconds.abs_diff(last) <= RESYNC_SECONDS)
        {
            self.steady = seconds;
        }
        self.last = Some(seconds);
    }

    fn are_near(&self, seconds: u32) -> bool {
        let is_near = |time: u32| seconds.abs_diff(time) <= RESYNC_SECONDS;
        match self.last {
            Some(last) => is_near(last) || is_near(self.steady),
            None => seconds > 0,
        }
    }
}

/// A record's header.
#[derive(Clone, Copy, Debug)]
struct Header {
    seconds: u32,
    fraction: u32,
    captured: u32,
    original: u32,
}

/// Whether a file that begins with these bytes is pcap of any variant.
pub(super) fn is_pcap(head: &[u8]) -> bool {
    variant(head).is_some()
}

/// Byte order, nanoseconds per unit of the fraction, bytes of the file header, of a record header.
fn variant(head: &[u8]) -> Option<(ByteOrder, u32, usize, usize)> {
    let magic = head.first_chunk::<4>()?;
    [ByteOrder::Little, ByteOrder::Big]
        .into_iter()
        .find_map(|order| {
            let (nanos_per_unit, file_header, record_header) = match order.u32(*magic) {
                0xa1b2_c3d4 => (1_000, FILE_HEADER_BYTES, 16),
                0xa1b2_3c4d => (1, FILE_HEADER_BYTES, 16),
                0xa1b2_cd34 => (1_000, FILE_HEADER_BYTES, 24),
                0x1c00_01ab | 0x1c00_01ac => (1_000, FILE_HEADER_BYTES + 4, 16),
                _ => return None,
            };
            Some((order, nanos_per_unit, file_header, record_header))
        })
}

impl PcapReader {
    /// Reads the file header; `None` when the input ends within it.
    pub(super) fn open(window: &mut Window) -> Option<Self> {
        let (order, nanos_per_unit, file_header_bytes, header_bytes) = variant(window.bytes())?;
        if !window.fill(file_header_bytes) {
            return None;
        }
        let header = window.bytes().first_chunk::<FILE_HEADER_BYTES>()?;
        let [_, _, _, _, a, b, c, d, _, _, _, _, _, _, _, _, rest @ ..] = *header;
        let [s0, s1, s2, s3, l0, l1, l2, l3] = rest;
        let (major, minor) = (order.u16([a, b]), order.u16([c, d]));
        let reader = Self {
            order,
            nanos_per_unit,
            header_bytes,
            // 543.0 was DEC's; libpcap knows it, too.
            lengths_are_swapped: major == 543 || (major == 2 && minor <= 3),
            snap_len: order.u32([s0, s1, s2, s3]),
            // The upper half tells the length of a frame check sequence and other classes.
            link_type: LinkType((order.u32([l0, l1, l2, l3]) & 0xffff) as u16),
            times: Times::default(),
        };
        window.advance(file_header_bytes);
        Some(reader)
    }

    /// The next record, or `None` at the end of what can be read.
    #[inline]
    pub(super) fn next_record(
        &mut self,
        window: &mut Window,
        sink: &mut Sink<'_>,
    ) -> Option<Record> {
        loop {
            if !window.fill(self.header_bytes) {
                if window.len() > 0 && window.end() == Some(End::Complete) {
                    sink.note(NoteKind::TruncatedFile, window.offset());
                }
                return None;
            }
            let header = self.header(window.bytes())?;
            let record_bytes = self.header_bytes + header.captured as usize;
            if self.is_acceptable(&header, sink)
                && window.fill(record_bytes)
                && (record_bytes <= BELIEVED_RECORD_BYTES
                    || self.is_followed(window, record_bytes, sink))
            {
                return Some(self.record(window, &header, sink));
            }
            self.pass_damage(window, &header, sink)?;
        }
    }

    /// Reads a record header; `None` when the bytes end within it.
    #[inline]
    fn header(&self, bytes: &[u8]) -> Option<Header> {
        let &[
            a0,
            a1,
            a2,
            a3,
            b0,
            b1,
            b2,
            b3,
            c0,
            c1,
            c2,
            c3,
            d0,
            d1,
            d2,
            d3,
        ] = bytes.first_chunk::<16>()?;
        let captured = self.order.u32([c0, c1, c2, c3]);
        let original = self.order.u32([d0, d1, d2, d3]);
        let is_swapped = self.lengths_are_swapped && captured > original;
        let (captured, original) = if is_swapped {
            (original, captured)
        } else {
            (captured, original)
        };
        Some(Header {
            seconds: self.order.u32([a0, a1, a2, a3]),
            fraction: self.order.u32([b0, b1, b2, b3]),
            captured,
            original,
        })
    }

    /// Whether a header, found where one should be, can be one.
    #[inline]
    fn is_acceptable(&self, header: &Header, sink: &Sink<'_>) -> bool {
        let largest = self
            .snap_len
            .max(ORDINARY_RECORD_BYTES)
            .min(sink.limits.record_bytes);
        header.captured <= largest
            // A hole in the file, as a full disk or a crash leaves it.
            && (header.captured | header.original | header.seconds | header.fraction) != 0
            // Each may be wrong in a real header, both together are in none.
            && (header.captured <= header.original || self.is_fraction(header.fraction))
    }

    #[inline]
    fn is_fraction(&self, fraction: u32) -> bool {
        u64::from(fraction) * u64::from(self.nanos_per_unit) < 1_000_000_000
    }

    /// Whether an unusually large record ends where another one can begin.
    fn is_followed(&self, window: &mut Window, record_bytes: usize, sink: &Sink<'_>) -> bool {
        let is_last = !window.fill(record_bytes + self.header_bytes);
        let rest = window.bytes().get(record_bytes..).unwrap_or_default();
        is_last
            || self
                .header(rest)
                .is_some_and(|next| self.is_acceptable(&next, sink) && self.is_credible(&next))
    }

    #[inline]
    fn record(&mut self, window: &mut Window, header: &Header, sink: &mut Sink<'_>) -> Record {
        let offset = window.offset();
        let (time, trouble) =
            time_from_fraction(header.seconds, header.fraction, self.nanos_per_unit);
        if let Some(kind) = trouble {
            sink.note(kind, offset);
        }
        self.times.add(header.seconds);
        let data_len = header.captured as usize;
        let record = Record {
            time,
            link_type: self.link_type,
            original_len: header.original,
            data_start: window.position() + self.header_bytes,
            data_len,
            offset,
        };
        window.advance(self.header_bytes + data_len);
        record
    }

    /// Deals with a record that cannot be taken: cut short, or damaged. `None` ends reading.
    #[cold]
    fn pass_damage(&self, window: &mut Window, header: &Header, sink: &mut Sink<'_>) -> Option<()> {
        let is_short = window.len() < self.header_bytes + header.captured as usize;
        let is_sound = self.is_acceptable(header, sink)
            && header.captured <= header.original
            && (header.captured <= self.snap_len || self.snap_len == 0);
        if is_short && is_sound {
            if window.end() == Some(End::Complete) {
                sink.note(NoteKind::TruncatedFile, window.offset());
            }
            return None;
        }
        sink.note(NoteKind::InvalidRecordLength, window.offset());
        resync(window, sink.limits.resync_bytes, RESYNC_RUN, |bytes| {
            self.measure(bytes)
        })
        .then_some(())
    }

    /// Whether a header found where damage is suspected looks like one.
    fn is_credible(&self, header: &Header) -> bool {
        header.captured <= header.original
            && header.original > 0
            && self.is_fraction(header.fraction)
            && self.times.are_near(header.seconds)
    }

    /// The length of the record that begins here, if one plausibly does.
    fn measure(&self, bytes: &[u8]) -> Option<usize> {
        let header = self.header(bytes)?;
        let is_plausible = header.captured <= ORDINARY_RECORD_BYTES
            && header.original <= ORDINARY_RECORD_BYTES
            && (self.snap_len == 0 || header.captured <= self.snap_len)
            && self.is_credible(&header);
        is_plausible.then(|| self.header_bytes + header.captured as usize)
    }
}
