//! Which name stands at an offset of a message?
//!
//! A name is labels, and perhaps a pointer to where it goes on; both are bounded here.

use crate::capture::applications::bytes::{be16, u8_at};

/// Longest name on the wire (RFC 1035, 2.3.4).
const MAX_NAME_BYTES: usize = 255;
/// Longest name as text: dots instead of lengths, and no root.
const MAX_TEXT_BYTES: usize = MAX_NAME_BYTES - 2;
/// Steps in one name: as many pointers as labels, and the root. Longer chains are made by nobody
/// but attackers, and cost time for each record.
const MAX_STEPS: usize = 255;

/// A decoded name, labels separated by dots, held without allocation.
#[derive(Clone, Copy)]
pub(in super::super) struct Name {
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
