//! What could not be read, how often, and where first?
//!
//! A damaged capture is normal: everything readable is kept, and each thing that is not becomes a
//! [`Note`]. Truncated, invalid and unsupported are told apart. Notes are counted per kind, so a
//! hostile file cannot make them grow.

use std::fmt;

/// A kind of trouble. `Display` gives the stable text that `info --json` prints as `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The file ends in the middle of a record or block.
    TruncatedFile,
    /// A record's length is beyond what its container or [`super::ReadLimits`] allows; the reader
    /// looked for the next plausible record.
    InvalidRecordLength,
    /// A block's length or its repeated trailing length is wrong.
    InvalidBlock,
    /// A block that only its makers know, skipped by its length.
    UnknownBlock,
    /// A packet names an interface that the section has not described.
    UnknownInterface,
    /// A time that no calendar holds, or a fraction of a second of one second or more.
    InvalidTimestamp,
    /// A packet stored without a time (pcapng's simple packet block).
    MissingTimestamp,
    /// An option or name record that runs past its block.
    InvalidOption,
    /// The compressed stream is damaged; what came before is kept.
    DamagedCompression,
    /// A link type that is not decoded: its packets are counted but have no addresses.
    UnsupportedLinkType(u16),
    /// The captured bytes end inside a header (snaplen or damage).
    TruncatedHeader,
    /// A header's fields contradict each other or the frame.
    InvalidHeader,
    /// Headers nested deeper than [`super::ReadLimits`] allows.
    TooDeep,
    /// A frame that shows no addresses: a control frame of its link layer.
    NoAddresses,
    /// Encrypted or otherwise unreadable above the link layer (protected 802.11 data).
    Protected,
    /// A limit of [`super::ReadLimits`] was reached; the name says which.
    LimitReached(&'static str),
    /// Reading the input failed part way (device or pipe error).
    ReadFailed,
}

impl NoteKind {
    /// What a person can do about it, or why it is harmless.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::TruncatedFile => "the capture was cut short; packets before the cut are kept",
            Self::InvalidRecordLength | Self::InvalidBlock => {
                "damaged container; reading went on at the next record that made sense"
            }
            Self::UnknownBlock => "harmless: the block holds no packets that this program knows",
            Self::UnknownInterface => "the packet's link type is unknown, so it was not decoded",
            Self::InvalidTimestamp => "the time was brought into range; order may be wrong",
            Self::MissingTimestamp => "given the time of the packet before it",
            Self::InvalidOption => "the rest of the options of that block was ignored",
            Self::DamagedCompression => "decompress with a repair tool to get at the rest",
            Self::UnsupportedLinkType(_) => "these packets are in the totals but not in the graph",
            Self::TruncatedHeader => "captured with a short snaplen, or damaged",
            Self::InvalidHeader => "decoded as far as the headers made sense",
            Self::TooDeep => "inner headers were not looked at",
            Self::NoAddresses => "control frames of the link layer; in the totals only",
            Self::Protected => "the link layer is encrypted; shown by MAC address",
            Self::LimitReached(_) => "raise the limit if the capture is trusted",
            Self::ReadFailed => "the input ended with an error; what was read is kept",
        }
    }
}

impl fmt::Display for NoteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TruncatedFile => f.write_str("truncated file"),
            Self::InvalidRecordLength => f.write_str("invalid record length"),
            Self::InvalidBlock => f.write_str("invalid block"),
            Self::UnknownBlock => f.write_str("unknown block"),
            Self::UnknownInterface => f.write_str("unknown interface"),
            Self::InvalidTimestamp => f.write_str("invalid timestamp"),
            Self::MissingTimestamp => f.write_str("missing timestamp"),
            Self::InvalidOption => f.write_str("invalid option"),
            Self::DamagedCompression => f.write_str("damaged compression"),
            Self::UnsupportedLinkType(number) => write!(f, "unsupported link type {number}"),
            Self::TruncatedHeader => f.write_str("truncated header"),
            Self::InvalidHeader => f.write_str("invalid header"),
            Self::TooDeep => f.write_str("headers too deep"),
            Self::NoAddresses => f.write_str("no addresses"),
            Self::Protected => f.write_str("protected payload"),
            Self::LimitReached(which) => write!(f, "limit reached: {which}"),
            Self::ReadFailed => f.write_str("read failed"),
        }
    }
}

/// One kind of trouble in one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// What happened.
    pub kind: NoteKind,
    /// How often.
    pub count: u64,
    /// Byte offset in the decompressed input where it happened first.
    pub first_offset: u64,
}

/// The notes of one input, one entry a kind, in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes(Vec<Note>);

/// Distinct kinds kept. All kinds but link types are few; a hostile pcapng can name 65,536 link
/// types, and past this many nobody reads on.
const MAX_KINDS: usize = 256;

impl Notes {
    /// Counts one more of a kind.
    pub fn add(&mut self, kind: NoteKind, offset: u64) {
        if let Some(note) = self.0.iter_mut().find(|note| note.kind == kind) {
            note.count += 1;
            note.first_offset = note.first_offset.min(offset);
        } else if self.0.len() + 1 < MAX_KINDS {
            self.0.push(Note {
                kind,
                count: 1,
                first_offset: offset,
            });
        } else if kind != NoteKind::LimitReached("kinds of notes") {
            self.add_overflow(offset);
        }
    }

    /// Counts what no longer gets an entry of its own.
    fn add_overflow(&mut self, offset: u64) {
        let kind = NoteKind::LimitReached("kinds of notes");
        match self.0.iter_mut().find(|note| note.kind == kind) {
            Some(note) => note.count += 1,
            None => self.0.push(Note {
                kind,
                count: 1,
                first_offset: offset,
            }),
        }
    }

    /// Adds the counts of other notes of the same input.
    pub fn merge(&mut self, other: &Self) {
        for &note in &other.0 {
            if let Some(mine) = self.0.iter_mut().find(|mine| mine.kind == note.kind) {
                mine.count += note.count;
                mine.first_offset = mine.first_offset.min(note.first_offset);
            } else {
                self.0.push(note);
            }
        }
    }

    /// All notes, in order of first appearance.
    #[must_use]
    pub fn as_slice(&self) -> &[Note] {
        &self.0
    }

    /// Whether everything was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_count_per_kind_and_stay_bounded() {
        let mut notes = Notes::default();
        notes.add(NoteKind::TruncatedHeader, 70);
        notes.add(NoteKind::TruncatedHeader, 40);
        assert_eq!(
            notes.as_slice(),
            [Note {
                kind: NoteKind::TruncatedHeader,
                count: 2,
                first_offset: 40
            }]
        );
        for number in 0..=u16::MAX {
            notes.add(NoteKind::UnsupportedLinkType(number), 0);
        }
        assert_eq!(notes.as_slice().len(), MAX_KINDS);
        let counted: u64 = notes.as_slice().iter().map(|note| note.count).sum();
        assert_eq!(counted, 2 + 65_536);
    }
}
