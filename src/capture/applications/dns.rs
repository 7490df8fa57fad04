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
//! Bounds: a name is at most 255 bytes long on the wire and read in at most [`MAX_STEPS`] steps, a
//! compression pointer must point before the name that it ends (so chains of pointers end), and at
//! most [`MAX_RECORDS`] records are looked at.

use super::bytes::{be16, u8_at};

/// Length of the header.
pub(super) const HEADER_BYTES: usize = 12;
/// Longest name on the wire (RFC 1035, 2.3.4).
const MAX_NAME_BYTES: usize = 255;
/// Longest name as text: dots instead of lengths, and no root.
const MAX_TEXT_BYTES: usize = MAX_NAME_BYTES - 2;
/// Records looked at in one message. The largest message holds some 5000; an answer with more
/// addresses than this is a test or an attack, and the walk has to stay short.
const MAX_RECORDS: usize = 1024;

/// Steps in one name: as many pointers as labels, and the root. Longer chains are made by nobody
/// but attackers, and cost time for each record.
const MAX_STEPS: usize = 255;

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

/// Offset after the name at `at`, its pointer not followed.
pub(super) fn skip_name(bytes: &[u8], at: usize) -> Option<usize> {
    let mut here = at;
    loop {
        let length = u8_at(bytes, here)?;
        here += 1;
        match length {
            0 => return Some(here),
            1..=63 => here += usize::from(length),
            0xc0..=0xff => return u8_at(bytes, here).map(|_| here + 1),
            _ => return None,
        }
        if here - at >= MAX_NAME_BYTES {
            return None;
        }
    }
}

/// A decoded name, labels separated by dots, held without allocation.
#[derive(Clone, Copy)]
pub(super) struct Name {
    bytes: [u8; MAX_TEXT_BYTES],
    length: usize,
}

impl Name {
    /// The name at `at` of a message; none if it is damaged or longer than a name may be.
    pub fn read(message: &[u8], at: usize) -> Option<Self> {
        let mut name = Self {
            bytes: [0; MAX_TEXT_BYTES],
            length: 0,
        };
        let mut start = at;
        let mut here = at;
        // Each step reads a label or follows a pointer; a name has at most 127 labels.
        for _ in 0..MAX_STEPS {
            let length = u8_at(message, here)?;
            match length {
                0 => return Some(name),
                1..=63 => {
                    let label = message.get(here + 1..here + 1 + usize::from(length))?;
                    if name.length > 0 {
                        name.push(b".")?;
                    }
                    name.push(label)?;
                    here += 1 + label.len();
                }
                0xc0..=0xff => {
                    let target = usize::from(be16(message, here)? & 0x3fff);
                    // Strictly backwards, so that no chain of pointers comes round again.
                    if target >= start {
                        return None;
                    }
                    start = target;
                    here = target;
                }
                _ => return None,
            }
        }
        None
    }

    /// Appends bytes; none when the name becomes too long.
    fn push(&mut self, part: &[u8]) -> Option<()> {
        let end = self.length + part.len();
        self.bytes.get_mut(self.length..end)?.copy_from_slice(part);
        self.length = end;
        Some(())
    }

    /// The bytes of the name.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&[])
    }

    /// Equal as host names are: ASCII case aside (RFC 4343).
    pub fn equals(&self, other: &Self) -> bool {
        self.as_bytes().eq_ignore_ascii_case(other.as_bytes())
    }

    /// The same name in lower case: one spelling for names that DNS holds equal.
    pub fn lowered(mut self) -> Self {
        if let Some(used) = self.bytes.get_mut(..self.length) {
            used.make_ascii_lowercase();
        }
        self
    }
}
