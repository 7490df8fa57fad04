//! Which bytes of the input are at hand?
//!
//! A [`Window`] is one reused buffer over a stream. Readers look at the bytes at hand, ask for
//! more, and step over what they have dealt with. Large reads into a buffer that stays in the
//! second-level cache were measured a third cheaper than a memory map, which also could not
//! survive a file that shrinks.
//!
//! The buffer doubles only when it is full and at least half of it is bytes not dealt with yet, so
//! that a hostile length costs no more memory than four times the bytes that arrived.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::control::Control;

/// Why no more bytes will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The input is complete.
    Complete,
    /// The compressed stream does not decode any further.
    DamagedCompression,
    /// The decompressor asks for more memory than it may have.
    DecompressionMemory,
    /// The device or pipe failed.
    ReadFailed,
    /// Reading was cancelled.
    Cancelled,
}

/// A sliding view of a stream.
pub(super) struct Window {
    reader: Box<dyn Read + Send>,
    compressed: bool,
    control: Arc<Control>,
    failed: Arc<AtomicBool>,
    buffer: Vec<u8>,
    /// The bytes at hand are `buffer[start..end]`.
    start: usize,
    end: usize,
    /// Offset of `buffer[0]` in the decompressed input.
    buffer_offset: u64,
    ended: Option<End>,
}

impl Window {
    /// A window of `capacity` bytes at first; `failed` is set by the source below `reader` when
    /// its error is the device's own.
    pub(super) fn new(
        reader: Box<dyn Read + Send>,
        compressed: bool,
        control: Arc<Control>,
        failed: Arc<AtomicBool>,
        capacity: usize,
    ) -> Self {
        Self {
            reader,
            compressed,
            control,
            failed,
            buffer: vec![0; capacity.max(64)],
            start: 0,
            end: 0,
            buffer_offset: 0,
            ended: None,
        }
    }

    /// The bytes at hand.
    pub(super) fn bytes(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// How many bytes are at hand.
    pub(super) fn len(&self) -> usize {
        self.end - self.start
    }

    /// Offset of the first byte at hand in the decompressed input.
    pub(super) fn offset(&self) -> u64 {
        self.buffer_offset + self.start as u64
    }

    /// Index of the first byte at hand for [`Self::lent`].
    pub(super) fn position(&self) -> usize {
        self.start
    }

    /// Bytes that were at hand and have been stepped over since the last fill.
    pub(super) fn lent(&self, start: usize, len: usize) -> &[u8] {
        self.buffer
            .get(start..start.saturating_add(len))
            .unwrap_or_default()
    }

    /// Why the stream ended, once it has.
    pub(super) fn end(&self) -> Option<End> {
        self.ended
    }

    /// Steps over bytes at hand, at most all of them.
    pub(super) fn advance(&mut self, count: usize) {
        self.start = self.end.min(self.start.saturating_add(count));
    }

    /// Reads until `wanted` bytes are at hand; `false` when the stream ends before that.
    #[inline]
    pub(super) fn fill(&mut self, wanted: usize) -> bool {
        self.len() >= wanted || self.fill_slowly(wanted)
    }

    #[inline(never)]
    fn fill_slowly(&mut self, wanted: usize) -> bool {
        while self.len() < wanted && self.ended.is_none() {
            if self.start >= self.len() {
                self.move_to_front();
            } else if self.end == self.buffer.len() {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            self.read_once();
        }
        self.len() >= wanted
    }

    /// Makes room behind the bytes at hand. Called only when no more bytes have to move than have
    /// been stepped over since the last time; otherwise a file whose every few bytes ask for
    /// megabytes would have those moved each time.
    fn move_to_front(&mut self) {
        self.buffer.copy_within(self.start..self.end, 0);
        self.buffer_offset += self.start as u64;
        self.end -= self.start;
        self.start = 0;
    }

    /// Reads whatever the stream gives next into the free part of the buffer.
    fn read_once(&mut self) {
        if self.control.is_cancelled() {
            self.ended = Some(End::Cancelled);
            return;
        }
        let Some(free) = self.buffer.get_mut(self.end..) else {
            return;
        };
        let free_len = free.len();
        match self.reader.read(free) {
            Ok(0) => self.ended = Some(End::Complete),
            Ok(count) => self.end += count.min(free_len),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => self.ended = Some(self.end_from_error(&error)),
        }
    }

    fn end_from_error(&self, error: &io::Error) -> End {
        if self.control.is_cancelled() {
            End::Cancelled
        } else if self.failed.load(Ordering::Relaxed) || !self.compressed {
            End::ReadFailed
        } else if error.to_string().to_ascii_lowercase().contains("memory") {
            End::DecompressionMemory
        } else {
            End::DamagedCompression
        }
    }

    /// Steps over `count` bytes without keeping them; `false` when the stream ends before that.
    pub(super) fn skip(&mut self, mut count: u64) -> bool {
        loop {
            let at_hand = self.len() as u64;
            if count <= at_hand {
                // At most `at_hand`, which is a usize.
                self.advance(count as usize);
                return true;
            }
            count -= at_hand;
            self.start = self.end;
            if !self.fill(1) {
                return false;
            }
        }
    }

    /// Frees the buffer and closes the input; nothing is at hand afterwards.
    pub(super) fn close(&mut self) {
        self.buffer_offset += self.start as u64;
        self.buffer = Vec::new();
        self.start = 0;
        self.end = 0;
        self.ended.get_or_insert(End::Complete);
        self.reader = Box::new(io::empty());
    }
}
