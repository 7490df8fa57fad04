//! What does a block say about itself?

use crate::capture::containers::record::ByteOrder;

/// The kinds of blocks that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockType {
    Section,
    Interface,
    Names,
    EnhancedPacket,
    SimplePacket,
    /// The obsolete packet block.
    OldPacket,
    /// Standard, and holds no packets: statistics, decryption secrets, journal entries.
    Known,
    /// Custom, for local use, or not in the standard.
    Unknown,
}

const SECTION: u32 = 0x0a0d_0d0a;

impl BlockType {
    #[inline]
    fn from_number(number: u32) -> Self {
        match number {
            6 => Self::EnhancedPacket,
            3 => Self::SimplePacket,
            2 => Self::OldPacket,
            1 => Self::Interface,
            4 => Self::Names,
            5 | 9 | 10 => Self::Known,
            SECTION => Self::Section,
            _ => Self::Unknown,
        }
    }

    /// Whether blocks of this type hold a packet.
    #[inline]
    pub(super) fn is_packet(self) -> bool {
        matches!(
            self,
            Self::EnhancedPacket | Self::SimplePacket | Self::OldPacket
        )
    }

    /// Length of the shortest block of this type.
    #[inline]
    pub(super) fn least_bytes(self) -> u32 {
        match self {
            Self::Section => 28,
            Self::Interface => 20,
            Self::EnhancedPacket | Self::OldPacket => 32,
            Self::SimplePacket => 16,
            Self::Names | Self::Known | Self::Unknown => 12,
        }
    }
}

/// The first two fields of a block, and for a section header the byte order behind them.
#[derive(Clone, Copy, Debug)]
pub(super) struct BlockHeader {
    pub(super) block_type: BlockType,
    pub(super) total_bytes: u32,
    pub(super) order: ByteOrder,
}

impl BlockHeader {
    /// Bytes that must be at hand; no block is shorter.
    pub(super) const BYTES: usize = 12;
    /// Where a block's body begins.
    pub(super) const BODY_START: usize = 8;

    /// Reads a block's header; `None` when it is too short for its type, or when a section
    /// header's byte-order magic is wrong.
    #[inline]
    pub(super) fn read(bytes: &[u8], order: ByteOrder) -> Option<Self> {
        let &[t0, t1, t2, t3, l0, l1, l2, l3, m0, m1, m2, m3] = bytes.first_chunk::<12>()?;
        let block_type = BlockType::from_number(order.u32([t0, t1, t2, t3]));
        let order = match block_type {
            BlockType::Section => match u32::from_le_bytes([m0, m1, m2, m3]) {
                0x1a2b_3c4d => ByteOrder::Little,
                0x4d3c_2b1a => ByteOrder::Big,
                _ => return None,
            },
            _ => order,
        };
        let total_bytes = order.u32([l0, l1, l2, l3]);
        (total_bytes >= block_type.least_bytes()).then_some(Self {
            block_type,
            total_bytes,
            order,
        })
    }

    /// Length of the block in the file. Some writers leave the padding out of the total length;
    /// blocks begin at multiples of 4 nevertheless.
    #[inline]
    pub(super) fn padded_bytes(&self) -> usize {
        (self.total_bytes as usize).next_multiple_of(4)
    }

    /// Whether the total length stands at the end of a block at hand, too.
    #[inline]
    pub(super) fn is_repeated(&self, bytes: &[u8]) -> bool {
        bytes
            .get(self.padded_bytes() - 4..)
            .is_some_and(|rest| self.ends_with(rest))
    }

    /// Whether these bytes begin with the total length.
    #[inline]
    pub(super) fn ends_with(&self, bytes: &[u8]) -> bool {
        bytes
            .first_chunk::<4>()
            .is_some_and(|last| self.order.u32(*last) == self.total_bytes)
    }

    /// The body of a block at hand: between its two lengths.
    #[inline]
    pub(super) fn body<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        bytes
            .get(Self::BODY_START..self.padded_bytes() - 4)
            .unwrap_or_default()
    }
}

/// The fields of a packet block of any kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet {
    pub(super) interface: u32,
    /// Time in the interface's units; simple packets have none.
    pub(super) ticks: Option<u64>,
    pub(super) original: u32,
    /// Where the packet's bytes begin in the body.
    pub(super) data_start: usize,
    /// How many there are.
    pub(super) data_bytes: usize,
    /// Whether the packet says that it has more bytes than its block.
    pub(super) exceeds_block: bool,
}

impl Packet {
    /// Bytes of the fields before the packet, of the kind that has most.
    pub(super) const LARGEST_FIELDS_BYTES: usize = 20;

    /// Reads a packet block's body; `None` when it is too short.
    #[inline]
    pub(super) fn read(block_type: BlockType, body: &[u8], order: ByteOrder) -> Option<Self> {
        if block_type == BlockType::SimplePacket {
            let original = order.u32(*body.first_chunk::<4>()?);
            let room = body.len() - 4;
            return Some(Self {
                interface: 0,
                ticks: None,
                original,
                data_start: 4,
                data_bytes: room.min(original as usize),
                exceeds_block: false,
            });
        }
        let &[
            i0,
            i1,
            i2,
            i3,
            h0,
            h1,
            h2,
            h3,
            l0,
            l1,
            l2,
            l3,
            c0,
            c1,
            c2,
            c3,
            o0,
            o1,
            o2,
            o3,
        ] = body.first_chunk::<20>()?;
        let interface = match block_type {
            // The other half counts drops.
            BlockType::OldPacket => u32::from(order.u16([i0, i1])),
            _ => order.u32([i0, i1, i2, i3]),
        };
        let ticks =
            u64::from(order.u32([h0, h1, h2, h3])) << 32 | u64::from(order.u32([l0, l1, l2, l3]));
        let captured = order.u32([c0, c1, c2, c3]) as usize;
        let room = body.len() - 20;
        Some(Self {
            interface,
            ticks: Some(ticks),
            original: order.u32([o0, o1, o2, o3]),
            data_start: 20,
            data_bytes: captured.min(room),
            exceeds_block: captured > room,
        })
    }

    /// How many captured bytes a packet block's fields claim, from a body's beginning.
    pub(super) fn claimed_bytes(
        block_type: BlockType,
        fields: &[u8],
        order: ByteOrder,
    ) -> Option<u32> {
        let at = if block_type == BlockType::SimplePacket {
            0
        } else {
            12
        };
        fields
            .get(at..)?
            .first_chunk::<4>()
            .map(|bytes| order.u32(*bytes))
    }
}
