//! How do tests build capture files?
//!
//! One writer a container format. Each method appends one record or block and gives the writer
//! back, so that a file reads from top to bottom:
//! `PcapWriter::new(ByteOrder::Big, Resolution::Nanos, 1).packet(TIME, b"frame").finish()`.
//! For the many tests that only want some frames of one link type there is [`pcap`].

#![allow(dead_code, reason = "each test file uses a part")]

use std::io::{Cursor, Read, Write};

use flowloom::capture::Input;

/// A usual time: 2023-11-14 22:13:20 UTC, in nanoseconds.
pub const TIME: i64 = 1_700_000_000_000_000_000;

/// A capture file of frames of one link type, each with its time in nanoseconds.
pub fn pcap(link_type: u16, frames: &[(i64, &[u8])]) -> Vec<u8> {
    let writer = PcapWriter::new(ByteOrder::Little, Resolution::Nanos, link_type);
    frames
        .iter()
        .fold(writer, |writer, (time, data)| writer.packet(*time, data))
        .finish()
}

/// Bytes as an input of a capture.
pub fn input(path: &str, bytes: impl Into<Vec<u8>>) -> Input {
    let bytes = bytes.into();
    Input {
        path: path.into(),
        size_bytes: Some(bytes.len() as u64),
        reader: Box::new(Cursor::new(bytes)),
    }
}

/// An input that gives its bytes in pieces of this many, as a pipe may.
pub fn trickle(path: &str, bytes: impl Into<Vec<u8>>, piece_bytes: usize) -> Input {
    struct Trickle(Cursor<Vec<u8>>, usize);
    impl Read for Trickle {
        fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
            let most = target.len().min(self.1);
            self.0.read(&mut target[..most])
        }
    }
    let reader = Trickle(Cursor::new(bytes.into()), piece_bytes);
    Input {
        path: path.into(),
        size_bytes: None,
        reader: Box::new(reader),
    }
}

/// Compresses bytes.
pub type Compress = fn(&[u8]) -> Vec<u8>;

/// The four compressions, with the name that a report gives them.
pub const COMPRESSIONS: [(&str, Compress); 4] =
    [("gzip", gzip), ("zstd", zstd), ("xz", xz), ("bzip2", bzip2)];

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("memory");
    encoder.include_checksum(true).expect("a checksum");
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

pub fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

pub fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

/// The order in which a file stores the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    pub const BOTH: [Self; 2] = [Self::Little, Self::Big];

    pub fn u16(self, number: u16) -> [u8; 2] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }

    pub fn u32(self, number: u32) -> [u8; 4] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }

    pub fn i64(self, number: i64) -> [u8; 8] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }
}

/// The unit of pcap's fractions of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    Micros,
    Nanos,
}

/// Writes a pcap file.
pub struct PcapWriter {
    bytes: Vec<u8>,
    order: ByteOrder,
    nanos_per_unit: i64,
    extra_bytes: usize,
}

impl PcapWriter {
    pub const SNAP_LEN: u32 = 262_144;

    pub fn new(order: ByteOrder, resolution: Resolution, link_type: u16) -> Self {
        let (magic, nanos_per_unit) = match resolution {
            Resolution::Micros => (0xa1b2_c3d4, 1_000),
            Resolution::Nanos => (0xa1b2_3c4d, 1),
        };
        Self::with_header(
            order,
            magic,
            (2, 4),
            Self::SNAP_LEN,
            link_type.into(),
            nanos_per_unit,
        )
    }

    /// The variant of Alexey Kuznetzov's patched libpcap.
    pub fn modified(order: ByteOrder, link_type: u16) -> Self {
        let link_type = u32::from(link_type);
        let mut writer =
            Self::with_header(order, 0xa1b2_cd34, (2, 4), Self::SNAP_LEN, link_type, 1_000);
        writer.extra_bytes = 8;
        writer
    }

    /// IXIA's variant, with time stamps made in hardware or in software.
    pub fn ixia(order: ByteOrder, is_hardware: bool, link_type: u16) -> Self {
        let magic = if is_hardware {
            0x1c00_01ac
        } else {
            0x1c00_01ab
        };
        let link_type = u32::from(link_type);
        let mut writer = Self::with_header(order, magic, (2, 4), Self::SNAP_LEN, link_type, 1_000);
        writer.bytes.extend(order.u32(0));
        writer
    }

    /// A file header of any content.
    pub fn with_header(
        order: ByteOrder,
        magic: u32,
        (major, minor): (u16, u16),
        snap_len: u32,
        link_type: u32,
        nanos_per_unit: i64,
    ) -> Self {
        let mut bytes = Vec::new();
        bytes.extend(order.u32(magic));
        bytes.extend(order.u16(major));
        bytes.extend(order.u16(minor));
        bytes.extend([0; 8]);
        bytes.extend(order.u32(snap_len));
        bytes.extend(order.u32(link_type));
        Self {
            bytes,
            order,
            nanos_per_unit,
            extra_bytes: 0,
        }
    }

    /// A whole frame.
    pub fn packet(self, time_nanos: i64, data: &[u8]) -> Self {
        let original_len = u32::try_from(data.len()).expect("a frame under 4 GB");
        self.cut_packet(time_nanos, data, original_len)
    }

    /// A frame of which only a part was captured.
    pub fn cut_packet(self, time_nanos: i64, data: &[u8], original_len: u32) -> Self {
        let seconds = u32::try_from(time_nanos / 1_000_000_000).expect("a time before 2106");
        let fraction = u32::try_from(time_nanos % 1_000_000_000 / self.nanos_per_unit)
            .expect("a time after 1970");
        let captured = u32::try_from(data.len()).expect("a frame under 4 GB");
        self.raw_record([seconds, fraction, captured, original_len], data)
    }

    /// A record whose four fields may be anything.
    pub fn raw_record(mut self, fields: [u32; 4], data: &[u8]) -> Self {
        for field in fields {
            self.bytes.extend(self.order.u32(field));
        }
        self.bytes.extend(std::iter::repeat_n(0, self.extra_bytes));
        self.raw(data)
    }

    /// Bytes as they are.
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// Where the next record will begin.
    pub fn offset(&self) -> u64 {
        self.bytes.len() as u64
    }

    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Writes a pcapng file.
pub struct PcapngWriter {
    bytes: Vec<u8>,
    order: ByteOrder,
}

impl PcapngWriter {
    /// Option numbers of an interface description.
    pub const IF_NAME: u16 = 2;
    pub const IF_TSRESOL: u16 = 9;
    pub const IF_TSOFFSET: u16 = 14;

    /// A file with one section header.
    pub fn new(order: ByteOrder) -> Self {
        Self {
            bytes: Vec::new(),
            order,
        }
        .section(order)
    }

    /// A new section, in which interfaces are numbered from 0 again.
    pub fn section(mut self, order: ByteOrder) -> Self {
        self.order = order;
        let mut body = order.u32(0x1a2b_3c4d).to_vec();
        body.extend(order.u16(1));
        body.extend(order.u16(0));
        body.extend(order.i64(-1));
        self.block(0x0a0d_0d0a, &body)
    }

    /// An interface that counts microseconds and keeps whole frames.
    pub fn interface(self, link_type: u16) -> Self {
        self.interface_with(link_type, 0, &[])
    }

    /// An interface with a snap length (0 for none) and options.
    pub fn interface_with(self, link_type: u16, snap_len: u32, options: &[(u16, &[u8])]) -> Self {
        let order = self.order;
        let mut body = order.u16(link_type).to_vec();
        body.extend(order.u16(0));
        body.extend(order.u32(snap_len));
        body.extend(self.options(options));
        self.block(1, &body)
    }

    /// An enhanced packet block of a whole frame.
    pub fn enhanced(self, interface: u32, ticks: u64, data: &[u8]) -> Self {
        let original_len = data.len() as u32;
        self.enhanced_with(interface, ticks, data, original_len, &[])
    }

    /// An enhanced packet block of a frame of which a part was captured, with options.
    pub fn enhanced_with(
        self,
        interface: u32,
        ticks: u64,
        data: &[u8],
        original_len: u32,
        options: &[(u16, &[u8])],
    ) -> Self {
        let mut body = self.order.u32(interface).to_vec();
        body.extend(self.packet_fields(ticks, data.len() as u32, original_len));
        body.extend(padded(data));
        body.extend(self.options(options));
        self.block(6, &body)
    }

    /// A simple packet block.
    pub fn simple(self, original_len: u32, data: &[u8]) -> Self {
        let mut body = self.order.u32(original_len).to_vec();
        body.extend(padded(data));
        self.block(3, &body)
    }

    /// An obsolete packet block.
    pub fn old_packet(self, interface: u16, drops: u16, ticks: u64, data: &[u8]) -> Self {
        let mut body = self.order.u16(interface).to_vec();
        body.extend(self.order.u16(drops));
        body.extend(self.packet_fields(ticks, data.len() as u32, data.len() as u32));
        body.extend(padded(data));
        self.block(2, &body)
    }

    /// A name resolution block: addresses of 4, 6 or 16 bytes with their names.
    pub fn names(self, records: &[(&[u8], &[&[u8]])]) -> Self {
        let order = self.order;
        let mut body = Vec::new();
        for (address, names) in records {
            let record_type = match address.len() {
                4 => 1,
                16 => 2,
                _ => 3,
            };
            let mut value = address.to_vec();
            for name in *names {
                value.extend_from_slice(name);
                value.push(0);
            }
            body.extend(order.u16(record_type));
            body.extend(order.u16(value.len() as u16));
            body.extend(padded(&value));
        }
        body.extend([0; 4]);
        self.block(4, &body)
    }

    /// A decryption secrets block.
    pub fn secrets(self, secrets: &[u8]) -> Self {
        let mut body = self.order.u32(0x544c_534b).to_vec();
        body.extend(self.order.u32(secrets.len() as u32));
        body.extend(padded(secrets));
        self.block(10, &body)
    }

    /// An interface statistics block.
    pub fn statistics(self, interface: u32) -> Self {
        let mut body = self.order.u32(interface).to_vec();
        body.extend([0; 8]);
        self.block(5, &body)
    }

    /// A custom block.
    pub fn custom(self, enterprise: u32, data: &[u8]) -> Self {
        let mut body = self.order.u32(enterprise).to_vec();
        body.extend(padded(data));
        self.block(0x0bad, &body)
    }

    /// A block of any type and body; both lengths are right.
    pub fn block(mut self, block_type: u32, body: &[u8]) -> Self {
        let body = padded(body);
        let total_bytes = self.order.u32(body.len() as u32 + 12);
        self.bytes.extend(self.order.u32(block_type));
        self.bytes.extend(total_bytes);
        self.bytes.extend(body);
        self.bytes.extend(total_bytes);
        self
    }

    /// Bytes as they are.
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// Where the next block will begin.
    pub fn offset(&self) -> u64 {
        self.bytes.len() as u64
    }

    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    fn packet_fields(&self, ticks: u64, captured: u32, original_len: u32) -> Vec<u8> {
        let fields = [(ticks >> 32) as u32, ticks as u32, captured, original_len];
        fields
            .into_iter()
            .flat_map(|field| self.order.u32(field))
            .collect()
    }

    fn options(&self, options: &[(u16, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (code, value) in options {
            bytes.extend(self.order.u16(*code));
            bytes.extend(self.order.u16(value.len() as u16));
            bytes.extend(padded(value));
        }
        if !options.is_empty() {
            bytes.extend([0; 4]);
        }
        bytes
    }
}

/// Writes a Solaris snoop file.
pub struct SnoopWriter {
    bytes: Vec<u8>,
}

impl SnoopWriter {
    /// A file of frames with one of snoop's own link types (4 is Ethernet).
    pub fn new(link_type: u32) -> Self {
        let mut bytes = b"snoop\0\0\0".to_vec();
        bytes.extend(2_u32.to_be_bytes());
        bytes.extend(link_type.to_be_bytes());
        Self { bytes }
    }

    /// A frame of which a part may have been captured.
    pub fn packet(self, time_nanos: i64, data: &[u8], original_len: u32) -> Self {
        let included = data.len() as u32;
        let seconds = (time_nanos / 1_000_000_000) as u32;
        let micros = (time_nanos % 1_000_000_000 / 1_000) as u32;
        let data = padded(data);
        let record = 24 + data.len() as u32;
        self.raw_record([original_len, included, record, 0, seconds, micros], &data)
    }

    /// A record whose six fields may be anything.
    pub fn raw_record(mut self, fields: [u32; 6], data: &[u8]) -> Self {
        for field in fields {
            self.bytes.extend(field.to_be_bytes());
        }
        self.bytes.extend_from_slice(data);
        self
    }

    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Bytes filled up with zeros to a multiple of four.
fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}
