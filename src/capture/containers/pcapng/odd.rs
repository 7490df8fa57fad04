//! What becomes of blocks that are not what they should be: too large, cut short, or damaged?
//!
//! Two lengths prove a block. Where they disagree, what follows decides which one to believe; where
//! nothing does, the next run of sound blocks is looked for, within a limit.

use super::block::{BlockHeader, BlockType, Packet};
use super::{PcapngReader, Step, WHOLE_BLOCK_BYTES, names};
use crate::capture::NoteKind;
use crate::capture::containers::Window;
use crate::capture::containers::resync::resync;
use crate::capture::containers::stream::Sink;
use crate::capture::containers::window::End;

/// What a packet block may hold besides the packet: fields and options.
const PACKET_EXTRA_BYTES: u32 = 128 << 10;

/// Blocks in a row that the search after damage asks for; each proves itself by its two lengths.
const RESYNC_RUN: usize = 2;

impl PcapngReader {
    /// Steps over a block that is too large to be at hand as a whole; what its beginning says
    /// counts.
    #[cold]
    pub(super) fn pass_large_block(
        &mut self,
        window: &mut Window,
        header: &BlockHeader,
        sink: &mut Sink<'_>,
    ) -> Step {
        if header.block_type == BlockType::Unknown && header.total_bytes > sink.limits.record_bytes
        {
            // More likely damage than a block that nobody has heard of.
            return self.search(window, sink, NoteKind::InvalidBlock);
        }
        let offset = window.offset();
        window.fill(WHOLE_BLOCK_BYTES);
        let beginning = window.bytes();
        let beginning = beginning.get(..WHOLE_BLOCK_BYTES).unwrap_or(beginning);
        let body = beginning.get(BlockHeader::BODY_START..).unwrap_or_default();
        match header.block_type {
            BlockType::Section => {
                self.order = header.order;
                self.interfaces.clear();
            }
            BlockType::Interface => self.add_interface(body, offset, sink),
            BlockType::Names => {
                sink.note(NoteKind::LimitReached("name block bytes"), offset);
                names::read_beginning(body, self.order, offset, sink);
            }
            BlockType::Unknown => sink.note(NoteKind::UnknownBlock, offset),
            _ => {}
        }
        self.skip_block(window, header, sink)
    }

    /// Steps over a packet larger than the limit, if its lengths agree that it is that large.
    #[cold]
    pub(super) fn pass_large_packet(
        &self,
        window: &mut Window,
        header: &BlockHeader,
        sink: &mut Sink<'_>,
    ) -> Step {
        if window.fill(BlockHeader::BODY_START + Packet::LARGEST_FIELDS_BYTES)
            && self.lengths_agree(window.bytes(), header)
        {
            sink.note(NoteKind::InvalidRecordLength, window.offset());
            return self.skip_block(window, header, sink);
        }
        self.search(window, sink, NoteKind::InvalidRecordLength)
    }

    /// Steps over a block as it streams by.
    fn skip_block(&self, window: &mut Window, header: &BlockHeader, sink: &mut Sink<'_>) -> Step {
        let offset = window.offset();
        if !window.skip(header.padded_bytes() as u64 - 4) || !window.fill(4) {
            return self.end_within_block(window, sink);
        }
        if !header.ends_with(window.bytes()) {
            sink.note(NoteKind::InvalidBlock, offset);
        }
        window.advance(4);
        Step::NextBlock
    }

    /// Whether a packet's own length agrees with its block's.
    fn lengths_agree(&self, bytes: &[u8], header: &BlockHeader) -> bool {
        let fields = bytes.get(BlockHeader::BODY_START..).unwrap_or_default();
        Packet::claimed_bytes(header.block_type, fields, self.order).is_some_and(|claimed| {
            let least = u64::from(claimed) + u64::from(header.block_type.least_bytes());
            let most = least + u64::from(PACKET_EXTRA_BYTES);
            (least..=most).contains(&u64::from(header.total_bytes))
        })
    }

    /// Deals with a block that runs past the end: cut short there, or with a wrong length that
    /// hides the blocks behind it.
    #[cold]
    pub(super) fn pass_cut_block(
        &self,
        window: &mut Window,
        header: &BlockHeader,
        sink: &mut Sink<'_>,
    ) -> Step {
        if window.end() != Some(End::Complete) || self.is_cut_within_packet(window, header) {
            return self.end_within_block(window, sink);
        }
        let offset = window.offset();
        if self.find_blocks(window, sink) {
            sink.note(NoteKind::InvalidBlock, offset);
            return Step::NextBlock;
        }
        sink.note(NoteKind::TruncatedFile, offset);
        Step::End
    }

    /// Whether the end cuts off a packet's own bytes; blocks found among them would be a capture
    /// within the capture.
    fn is_cut_within_packet(&self, window: &Window, header: &BlockHeader) -> bool {
        let bytes = window.bytes();
        let fields = bytes.get(BlockHeader::BODY_START..).unwrap_or_default();
        header.block_type.is_packet()
            && self.lengths_agree(bytes, header)
            && Packet::claimed_bytes(header.block_type, fields, self.order)
                .is_some_and(|claimed| fields.len() < claimed as usize)
    }

    /// Whether a block with a wrong trailing length is followed by another block, so that its
    /// leading length was the right one.
    #[cold]
    pub(super) fn passes_unproved(
        &self,
        window: &mut Window,
        header: &BlockHeader,
        sink: &mut Sink<'_>,
    ) -> bool {
        let block_bytes = header.padded_bytes();
        let has_next = window.fill(block_bytes + BlockHeader::BYTES);
        let rest = window.bytes().get(block_bytes..).unwrap_or_default();
        let is_followed = if has_next {
            BlockHeader::read(rest, header.order)
                .is_some_and(|next| next.block_type != BlockType::Unknown)
        } else {
            rest.is_empty()
        };
        if is_followed {
            sink.note(NoteKind::InvalidBlock, window.offset());
        }
        is_followed
    }

    /// Notes damage and looks for the next run of blocks.
    #[cold]
    pub(super) fn search(&self, window: &mut Window, sink: &mut Sink<'_>, kind: NoteKind) -> Step {
        sink.note(kind, window.offset());
        if self.find_blocks(window, sink) {
            Step::NextBlock
        } else {
            Step::End
        }
    }

    /// Steps to the next run of blocks; `false` when there is none.
    fn find_blocks(&self, window: &mut Window, sink: &Sink<'_>) -> bool {
        let order = self.order;
        resync(window, sink.limits.resync_bytes, RESYNC_RUN, |bytes| {
            BlockHeader::read(bytes, order)
                .filter(|header| header.block_type != BlockType::Unknown)
                .filter(|header| header.total_bytes % 4 == 0 && header.is_repeated(bytes))
                .map(|header| header.padded_bytes())
        })
    }

    #[cold]
    pub(super) fn end_within_block(&self, window: &mut Window, sink: &mut Sink<'_>) -> Step {
        if window.len() > 0 && window.end() == Some(End::Complete) {
            sink.note(NoteKind::TruncatedFile, window.offset());
        }
        Step::End
    }
}
