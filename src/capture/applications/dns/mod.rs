//! How is a DNS message read when any byte of it may lie?
//!
//! A walker over the wire format of RFC 1035 that allocates nothing. It serves DNS, multicast DNS
//! (RFC 6762), LLMNR (RFC 4795) and the NetBIOS name service (RFC 1002), which share the format.
//!
//! The crate `simple-dns` is the twin that tests compare with, and not the parser here, because it
//! reserves memory for each section by the count in the header before it has seen one record (a
//! 12-byte message can ask for 9 MB), and because one unreadable or cut record loses the whole
//! message, while captures often hold cut messages whose first answers are whole.
//!
//! Bounds: a name is at most 255 bytes long on the wire and read in at most 255 steps, a
//! compression pointer must point before the name that it ends (so chains of pointers end), and at
//! most [`MAX_RECORDS`] records are looked at.

mod name;

use super::bytes::be16;

pub(super) use name::Name;
use name::skip_name;

/// Length of the header.
pub(super) const HEADER_BYTES: usize = 12;
/// Records looked at in one message. The largest message holds some 5000; an answer with more
/// addresses than this is a test or an attack, and the walk has to stay short.
const MAX_RECORDS: usize = 1024;

/// Record types used here.
pub(super) mod kind {
    /// IPv4 address.
    pub const A: u16 = 1;
    /// The name is an alias.
    pub const CNAME: u16 = 5;
    /// A name for an address in `in-addr.arpa` or `ip6.arpa`.
    pub const PTR: u16 = 12;
    /// IPv6 address.
    pub const AAAA: u16 = 28;
    /// NetBIOS name (RFC 1002).
    pub const NB: u16 = 32;
    /// NetBIOS node status (RFC 1002).
    pub const NBSTAT: u16 = 33;
}

/// A message whose header is whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    bytes: &'a [u8],
    flags: u16,
    /// Questions, answers, authorities, additional records, as the header claims.
    counts: [u16; 4],
}

/// One question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    /// Offset of its name.
    pub name_at: usize,
    /// Type asked for.
    pub kind: u16,
    /// Class; multicast DNS uses its top bit for itself.
    pub class: u16,
    /// Offset after it.
    pub end: usize,
}

/// One resource record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<'a> {
    /// Offset of its owner's name.
    pub name_at: usize,
    /// Type.
    pub kind: u16,
    /// Class; multicast DNS uses its top bit for itself.
    pub class: u16,
    /// Offset of its data, for names inside.
    pub data_at: usize,
    /// Its data, whole.
    pub data: &'a [u8],
}

impl<'a> Message<'a> {
    /// Reads the header.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let flags = be16(bytes, 2)?;
        let counts = [
            be16(bytes, 4)?,
            be16(bytes, 6)?,
            be16(bytes, 8)?,
            be16(bytes, 10)?,
        ];
        Some(Self {
            bytes,
            flags,
            counts,
        })
    }

    /// The whole message.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether it is a response.
    pub fn is_response(&self) -> bool {
        self.flags & 0x8000 != 0
    }

    /// Kind of query, 0 for an ordinary one.
    pub fn opcode(&self) -> u16 {
        self.flags >> 11 & 0xf
    }

    /// Response code, 0 for success.
    pub fn response_code(&self) -> u16 {
        self.flags & 0xf
    }

    /// Whether it was cut to fit a datagram, or has the reserved bit set.
    pub fn has_odd_flags(&self) -> bool {
        self.flags & 0x0240 != 0
    }

    /// Questions, answers, authorities, additional records, as the header claims.
    pub fn counts(&self) -> [u16; 4] {
        self.counts
    }

    /// The question at `at`.
    pub fn question_at(&self, at: usize) -> Option<Question> {
        let after = skip_name(self.bytes, at)?;
        Some(Question {
            name_at: at,
            kind: be16(self.bytes, after)?,
            class: be16(self.bytes, after + 2)?,
            end: after + 4,
        })
    }

    /// The first question.
    pub fn first_question(&self) -> Option<Question> {
        if self.counts[0] == 0 {
            None
        } else {
            self.question_at(HEADER_BYTES)
        }
    }

    /// All records after the questions, in order, up to the first that is not whole.
    pub fn records(&self) -> Records<'a> {
        let mut at = Some(HEADER_BYTES);
        for _ in 0..usize::from(self.counts[0]).min(MAX_RECORDS) {
            at = at
                .and_then(|at| self.question_at(at))
                .map(|question| question.end);
            if at.is_none() {
                break;
            }
        }
        let claimed: usize = self
            .counts
            .iter()
            .skip(1)
            .map(|&count| usize::from(count))
            .sum();
        Records {
            bytes: self.bytes,
            at,
            left: claimed.min(MAX_RECORDS),
        }
    }
}

/// The records of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    at: Option<usize>,
    left: usize,
}

impl Records<'_> {
    /// Offset after the last record when all claimed records were whole.
    pub fn end(mut self) -> Option<usize> {
        while self.left > 0 {
            self.next()?;
        }
        self.at
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let name_at = self.at.take()?;
        if self.left == 0 {
            self.at = Some(name_at);
            return None;
        }
        let after = skip_name(self.bytes, name_at)?;
        let data_at = after + 10;
        let end = data_at + usize::from(be16(self.bytes, after + 8)?);
        let data = self.bytes.get(data_at..end)?;
        let (kind, class) = (be16(self.bytes, after)?, be16(self.bytes, after + 2)?);
        self.at = Some(end);
        self.left -= 1;
        Some(Record {
            name_at,
            kind,
            class,
            data_at,
            data,
        })
    }
}
