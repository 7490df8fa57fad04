//! What is in a file, by its first bytes?
//!
//! The name of a file says nothing here. What is not a capture is described, because "unsupported
//! format" helps nobody: most wrong files are an archive around the capture, a log, or empty.

use super::pcap::{PcapReader, is_pcap};
use super::pcapng::{PcapngReader, is_pcapng};
use super::snoop::{SnoopReader, is_snoop};
use super::stream::Sink;
use super::{Record, Window};

/// Bytes that tell every format and compression apart. No more is waited for: a pipe may hold
/// back the rest until the first packet comes.
pub(super) const HEAD_BYTES: usize = 16;

/// Bytes looked at to describe what is no capture.
const DESCRIBED_BYTES: usize = 64;

/// What the person can do about a file that is no capture.
const CONVERT: &str = "Flowloom reads pcap, pcapng and snoop, also compressed with gzip, zstd, xz or bzip2; \
     other captures can be converted with `editcap -F pcapng`";
const EXTRACT: &str = "extract the captures from it first";

/// A reader for one container format.
pub(super) enum Container {
    Pcap(PcapReader),
    Pcapng(PcapngReader),
    Snoop(SnoopReader),
}

impl Container {
    /// Recognises the format of the bytes at hand and reads the file's header.
    ///
    /// # Errors
    /// What is wrong and what to do, when the bytes are no capture or end within its header.
    pub(super) fn open(window: &mut Window) -> Result<Self, (String, &'static str)> {
        window.fill(HEAD_BYTES);
        let head = window.bytes();
        let container = if is_pcap(head) {
            PcapReader::open(window).map(Self::Pcap)
        } else if is_pcapng(head) {
            Some(Self::Pcapng(PcapngReader::default()))
        } else if is_snoop(head) {
            SnoopReader::open(window).map(Self::Snoop)
        } else {
            window.fill(DESCRIBED_BYTES);
            let head = window.bytes();
            let (what, hint) = describe(head.get(..DESCRIBED_BYTES).unwrap_or(head));
            return Err((format!("it looks like {what}"), hint));
        };
        container.ok_or_else(|| {
            (
                "it ends within its file header".into(),
                "the file was cut short; get it again",
            )
        })
    }

    /// Its name as it appears in a report.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Pcap(_) => "pcap",
            Self::Pcapng(_) => "pcapng",
            Self::Snoop(_) => "snoop",
        }
    }

    /// The next record, or `None` at the end of what can be read.
    #[inline]
    pub(super) fn next_record(
        &mut self,
        window: &mut Window,
        sink: &mut Sink<'_>,
    ) -> Option<Record> {
        match self {
            Self::Pcap(reader) => reader.next_record(window, sink),
            Self::Pcapng(reader) => reader.next_record(window, sink),
            Self::Snoop(reader) => reader.next_record(window, sink),
        }
    }
}

/// What bytes that are no capture look like, and what to do.
fn describe(head: &[u8]) -> (&'static str, &'static str) {
    const MAGIC: [(&[u8], &str, &str); 26] = [
        (b"PK\x03\x04", "a zip archive", EXTRACT),
        (b"PK\x05\x06", "an empty zip archive", EXTRACT),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", EXTRACT),
        (b"Rar!", "a RAR archive", EXTRACT),
        (
            b"\x04\x22\x4d\x18",
            "an LZ4 stream",
            "decompress it first: `unlz4 FILE`",
        ),
        (
            b"\x1f\x9d",
            "a compress (.Z) stream",
            "decompress it first: `uncompress FILE`",
        ),
        (
            b"\x1f\x8b",
            "gzip data inside compressed data",
            "decompress it once by hand",
        ),
        (
            b"\x28\xb5\x2f\xfd",
            "zstd data inside compressed data",
            "decompress it once by hand",
        ),
        (
            b"\xfd7zXZ",
            "xz data inside compressed data",
            "decompress it once by hand",
        ),
        (
            b"BZh",
            "bzip2 data inside compressed data",
            "decompress it once by hand",
        ),
        (b"GMBU", "a Microsoft Network Monitor capture", CONVERT),
        (b"RTSS", "a Microsoft Network Monitor capture", CONVERT),
        (
            b"TRSNIFF data",
            "a Network General Sniffer capture",
            CONVERT,
        ),
        (b"XCP\0", "a NetXRay capture", CONVERT),
        (b"\x7fver", "an OmniPeek capture", CONVERT),
        (b"btsnoop\0", "a Bluetooth HCI log", CONVERT),
        (b"\x0c\xa5", "an nfdump flow file", CONVERT),
        (b"\xa5\x0c", "an nfdump flow file", CONVERT),
        (b"ElfFile\0", "a Windows event log", CONVERT),
        (b"PAR1", "a Parquet file", CONVERT),
        (b"SQLite format 3\0", "an SQLite database", CONVERT),
        (b"%PDF", "a PDF document", CONVERT),
        (b"\x89PNG", "a PNG picture", CONVERT),
        (b"\x7fELF", "a program", CONVERT),
        (b"MZ", "a Windows program", CONVERT),
        (b"#separator", "a Zeek log", CONVERT),
    ];
    if let Some((_, what, hint)) = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return (what, hint);
    }
    let text = head
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(head)
        .trim_ascii_start();
    match text.first() {
        None if head.is_empty() => ("an empty file", "check that the capture was written"),
        None => ("a text file of nothing but blanks", CONVERT),
        Some(_) if head.iter().all(|&byte| byte == 0) => (
            "nothing but zero bytes",
            "the file was reserved on disk but never written; get it again",
        ),
        Some(b'{' | b'[') => ("JSON", CONVERT),
        Some(b'<') => ("XML or HTML", CONVERT),
        Some(_) if is_text(head) => ("a text file", CONVERT),
        Some(_) => ("no capture that Flowloom knows", CONVERT),
    }
}

/// Whether bytes read like text in ASCII or UTF-8; a character cut at the end is allowed.
fn is_text(bytes: &[u8]) -> bool {
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    is_utf8
        && bytes
            .iter()
            .all(|byte| !byte.is_ascii_control() || byte.is_ascii_whitespace())
}
