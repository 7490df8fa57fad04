//! Which options does a block have?

use crate::capture::NoteKind;
use crate::capture::containers::record::ByteOrder;

/// Walks the options of one block: code, length, value, padding to 4 bytes.
pub(super) struct Options<'a> {
    rest: &'a [u8],
    order: ByteOrder,
    left: usize,
    trouble: Option<NoteKind>,
}

impl<'a> Options<'a> {
    pub(super) fn new(bytes: &'a [u8], order: ByteOrder, max_options: usize) -> Self {
        Self {
            rest: bytes,
            order,
            left: max_options,
            trouble: None,
        }
    }

    /// Why the walk ended early, if it did.
    pub(super) fn trouble(&self) -> Option<NoteKind> {
        self.trouble
    }

    fn stop(&mut self, kind: NoteKind) -> Option<(u16, &'a [u8])> {
        self.trouble = Some(kind);
        self.rest = &[];
        None
    }
}

impl<'a> Iterator for Options<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        if self.left == 0 {
            return self.stop(NoteKind::LimitReached("options"));
        }
        self.left -= 1;
        let Some((&[c0, c1, l0, l1], rest)) = self.rest.split_first_chunk::<4>() else {
            return self.stop(NoteKind::InvalidOption);
        };
        let code = self.order.u16([c0, c1]);
        if code == 0 {
            self.rest = &[];
            return None;
        }
        let value_bytes = usize::from(self.order.u16([l0, l1]));
        let Some(value) = rest.get(..value_bytes) else {
            return self.stop(NoteKind::InvalidOption);
        };
        // The last option's padding may be missing.
        self.rest = rest
            .get(value_bytes.next_multiple_of(4)..)
            .unwrap_or_default();
        Some((code, value))
    }
}
