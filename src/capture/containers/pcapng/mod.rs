//! How is a pcapng file read?
//!
//! A file is a sequence of blocks: type, total length, body, total length again. A section header
//! block sets the byte order and forgets the interfaces; an interface description gives the link
//! type and the clock of the packets that name it by number. Reference:
//! draft-ietf-opsawg-pcapng.
//!
//! Blocks of up to [`WHOLE_BLOCK_BYTES`] are at hand as a whole before they are looked at, so that
//! their trailing length has proved them. Larger packet blocks are, too; larger blocks of other
//! types are stepped over as they stream by (`odd.rs`).

mod block;
mod interface;
mod names;
mod odd;
mod options;

use crate::capture::{LinkType, NoteKind};
use crate::units::Timestamp;

use super::Window;
use super::record::{ByteOrder, Record};
use super::stream::Sink;
use block::{BlockHeader, BlockType, Packet};
use interface::Interface;

/// Blocks up to this length are checked as a whole before anything in them counts.
const WHOLE_BLOCK_BYTES: usize = 1 << 20;

/// Blocks looked through for the first time of a file whose first packets have none.
const TIME_AHEAD_BLOCKS: usize = 1_024;

/// Bytes looked through for it.
const TIME_AHEAD_BYTES: usize = 64 << 10;

/// Whether a file that begins with these bytes is pcapng.
pub(super) fn is_pcapng(head: &[u8]) -> bool {
    BlockHeader::read(head, ByteOrder::Little)
        .is_some_and(|header| header.block_type == BlockType::Section)
}

/// Reads packets of one pcapng file, section by section.
#[derive(Clone, Debug)]
pub(super) struct PcapngReader {
    order: ByteOrder,
    interfaces: Vec<Interface>,
    /// Time of the packet before, for one that has none.
    last_time: Option<Timestamp>,
}

impl Default for PcapngReader {
    fn default() -> Self {
        Self {
            order: ByteOrder::Little,
            interfaces: Vec::new(),
            last_time: None,
        }
    }
}

/// What dealing with one block led to.
enum Step {
    Packet(Record),
    NextBlock,
    End,
}

impl PcapngReader {
    /// The next packet, or `None` at the end of what can be read.
    #[inline]
    pub(super) fn next_record(
        &mut self,
        window: &mut Window,
        sink: &mut Sink<'_>,
    ) -> Option<Record> {
        loop {
            match self.next_block(window, sink) {
                Step::Packet(record) => return Some(record),
                Step::NextBlock => {}
                Step::End => return None,
            }
        }
    }

    #[inline]
    fn next_block(&mut self, window: &mut Window, sink: &mut Sink<'_>) -> Step {
        if !window.fill(BlockHeader::BYTES) {
            return self.end_within_block(window, sink);
        }
        let Some(header) = BlockHeader::read(window.bytes(), self.order) else {
            return self.search(window, sink, NoteKind::InvalidBlock);
        };
        if header.total_bytes > sink.limits.block_bytes {
            let kind = match header.block_type {
                BlockType::Unknown => NoteKind::InvalidBlock,
                _ => NoteKind::LimitReached("block bytes"),
            };
            return self.search(window, sink, kind);
        }
        let block_bytes = header.padded_bytes();
        let is_packet = header.block_type.is_packet();
        if !is_packet && block_bytes > WHOLE_BLOCK_BYTES {
            return self.pass_large_block(window, &header, sink);
        }
        if is_packet && header.total_bytes > sink.limits.record_bytes {
            return self.pass_large_packet(window, &header, sink);
        }
        if !window.fill(block_bytes) {
            return self.pass_cut_block(window, &header, sink);
        }
        if !header.is_repeated(window.bytes()) && !self.passes_unproved(window, &header, sink) {
            return self.search(window, sink, NoteKind::InvalidBlock);
        }
        self.read_block(window, &header, sink)
    }

    /// Deals with a block that is at hand as a whole, and steps over it.
    #[inline]
    fn read_block(
        &mut self,
        window: &mut Window,
        header: &BlockHeader,
        sink: &mut Sink<'_>,
    ) -> Step {
        if header.block_type == BlockType::SimplePacket && self.last_time.is_none() {
            // Its time is looked for in what follows.
            window.fill(TIME_AHEAD_BYTES);
        }
        let offset = window.offset();
        let body = header.body(window.bytes());
        let step = match header.block_type {
            BlockType::Section => {
                self.order = header.order;
                self.interfaces.clear();
                Step::NextBlock
            }
            BlockType::Interface => {
                self.add_interface(body, offset, sink);
                Step::NextBlock
            }
            BlockType::Names => {
                names::read(body, self.order, offset, sink);
                Step::NextBlock
            }
            BlockType::EnhancedPacket | BlockType::SimplePacket | BlockType::OldPacket => {
                let body_start = window.position() + BlockHeader::BODY_START;
                match Packet::read(header.block_type, body, self.order) {
                    Some(packet) => {
                        let ahead = window.bytes();
                        Step::Packet(self.record(&packet, body_start, offset, ahead, sink))
                    }
                    None => {
                        sink.note(NoteKind::InvalidBlock, offset);
                        Step::NextBlock
                    }
                }
            }
            BlockType::Known => Step::NextBlock,
            BlockType::Unknown => {
                sink.note(NoteKind::UnknownBlock, offset);
                Step::NextBlock
            }
        };
        window.advance(header.padded_bytes());
        step
    }

    fn add_interface(&mut self, body: &[u8], offset: u64, sink: &mut Sink<'_>) {
        if self.interfaces.len() >= sink.limits.interfaces {
            sink.note(NoteKind::LimitReached("interfaces"), offset);
            return;
        }
        // A description that makes no sense still takes its number.
        let (interface, trouble) = Interface::read(body, self.order, sink.limits.options);
        if let Some(kind) = trouble {
            sink.note(kind, offset);
        }
        self.interfaces.push(interface);
    }

    /// The record of a packet; `ahead` are the bytes at hand from its block on.
    #[inline]
    fn record(
        &mut self,
        packet: &Packet,
        body_start: usize,
        offset: u64,
        ahead: &[u8],
        sink: &mut Sink<'_>,
    ) -> Record {
        let interface = self.interfaces.get(packet.interface as usize);
        let (link_type, snap_len) = match interface {
            Some(interface) => (interface.link_type, interface.snap_len),
            None => {
                sink.note(NoteKind::UnknownInterface, offset);
                (LinkType::UNKNOWN, 0)
            }
        };
        if packet.exceeds_block {
            sink.note(NoteKind::InvalidRecordLength, offset);
        }
        let time = match packet.ticks {
            Some(ticks) => interface.map_or_else(
                || Interface::default().time(ticks),
                |interface| interface.time(ticks),
            ),
            None => None,
        };
        let time = match time {
            Some(time) => time,
            None => {
                let kind = match packet.ticks {
                    Some(_) => NoteKind::InvalidTimestamp,
                    None => NoteKind::MissingTimestamp,
                };
                sink.note(kind, offset);
                self.last_time
                    .or_else(|| self.time_ahead(ahead))
                    .unwrap_or_default()
            }
        };
        self.last_time = Some(time);
        // A simple packet says its captured length only through its interface.
        let data_len = match packet.ticks {
            None if snap_len > 0 => packet.data_bytes.min(snap_len as usize),
            _ => packet.data_bytes,
        };
        Record {
            time,
            link_type,
            original_len: packet.original,
            data_start: body_start + packet.data_start,
            data_len,
            offset,
        }
    }

    /// The first time that a packet at hand has, for packets before it that have none.
    #[cold]
    fn time_ahead(&self, bytes: &[u8]) -> Option<Timestamp> {
        let mut interfaces = self.interfaces.clone();
        let mut rest = bytes.get(..TIME_AHEAD_BYTES).unwrap_or(bytes);
        for _ in 0..TIME_AHEAD_BLOCKS {
            let header = BlockHeader::read(rest, self.order)?;
            let block = rest.get(..header.padded_bytes())?;
            match header.block_type {
                BlockType::Section if rest.len() < bytes.len() => return None,
                BlockType::Interface => {
                    // No more than there are 20-byte blocks in the bytes looked through.
                    interfaces.push(Interface::read(header.body(block), self.order, 64).0);
                }
                kind if kind.is_packet() => {
                    let packet = Packet::read(kind, header.body(block), self.order);
                    let time = packet.and_then(|packet| {
                        interfaces
                            .get(packet.interface as usize)?
                            .time(packet.ticks?)
                    });
                    if time.is_some() {
                        return time;
                    }
                }
                _ => {}
            }
            rest = rest.get(header.padded_bytes()..)?;
        }
        None
    }
}
