//! How do frames become a capture file?
//!
//! pcapng (draft-ietf-opsawg-pcapng) with a section comment that says the traffic is synthetic,
//! one interface with its time resolution, and a name resolution block; and the older pcap.

use std::io::{self, Write};
use std::net::IpAddr;

/// Codes of options.
const OPTION_END: u16 = 0;
const OPTION_COMMENT: u16 = 1;
const SECTION_APPLICATION: u16 = 4;
const INTERFACE_NAME: u16 = 2;
const INTERFACE_RESOLUTION: u16 = 9;

/// What the head of a pcapng file says.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    /// The story, and that it is made up.
    pub comment: &'a str,
    /// Name of the tapped interface.
    pub interface: &'a str,
    /// Digits of a second that times have: 6 or 9.
    pub digits: u8,
    /// Names of some addresses.
    pub names: &'a [(IpAddr, &'a str)],
}

/// Writes a pcapng file, frame by frame.
pub struct Pcapng<'w, W: Write> {
    out: &'w mut W,
    nanos_per_tick: u64,
    /// Where a block is put together, kept for its memory.
    block: Vec<u8>,
}

impl<'w, W: Write> Pcapng<'w, W> {
    /// Writes the head of the file.
    ///
    /// # Errors
    /// What the writer returns.
    pub fn begin(out: &'w mut W, header: &Header<'_>) -> io::Result<Self> {
        let nanos_per_tick = if header.digits == 6 { 1000 } else { 1 };
        let mut file = Self {
            out,
            nanos_per_tick,
            block: Vec::new(),
        };

        let mut section = Vec::new();
        section.extend(0x1A2B_3C4D_u32.to_le_bytes());
        section.extend([1, 0, 0, 0]);
        section.extend(u64::MAX.to_le_bytes()); // length of the section: not said
        option(&mut section, OPTION_COMMENT, header.comment.as_bytes());
        option(
            &mut section,
            SECTION_APPLICATION,
            b"Flowloom generate_sample",
        );
        option(&mut section, OPTION_END, &[]);
        file.write_block(0x0A0D_0D0A, &[&section])?;

        let mut interface = Vec::new();
        interface.extend([1, 0, 0, 0, 0, 0, 0, 0]); // Ethernet; snap length without limit
        option(&mut interface, INTERFACE_NAME, header.interface.as_bytes());
        option(&mut interface, INTERFACE_RESOLUTION, &[header.digits]);
        option(&mut interface, OPTION_END, &[]);
        file.write_block(1, &[&interface])?;

        if !header.names.is_empty() {
            file.write_block(4, &[&name_records(header.names)])?;
        }
        Ok(file)
    }

    /// A time as the file can say it: whole ticks, in nanoseconds.
    pub fn in_ticks(&self, time_nanos: u64) -> u64 {
        time_nanos - time_nanos % self.nanos_per_tick
    }

    /// Writes one frame, captured `time_nanos` after 1970.
    ///
    /// # Errors
    /// What the writer returns.
    pub fn write(&mut self, time_nanos: u64, frame: &[u8]) -> io::Result<()> {
        let ticks = time_nanos / self.nanos_per_tick;
        let len = (frame.len() as u32).to_le_bytes();
        let mut head = [0; 20];
        head[4..8].copy_from_slice(&((ticks >> 32) as u32).to_le_bytes());
        head[8..12].copy_from_slice(&(ticks as u32).to_le_bytes());
        head[12..16].copy_from_slice(&len);
        head[16..20].copy_from_slice(&len);
        self.write_block(6, &[&head, frame, &[0; 3][..padding(frame.len())]])
    }

    fn write_block(&mut self, kind: u32, parts: &[&[u8]]) -> io::Result<()> {
        let len = parts.iter().map(|part| part.len()).sum::<usize>() as u32 + 12;
        self.block.clear();
        self.block.extend(kind.to_le_bytes());
        self.block.extend(len.to_le_bytes());
        for part in parts {
            self.block.extend_from_slice(part);
        }
        self.block.extend(len.to_le_bytes());
        self.out.write_all(&self.block)
    }
}

/// Writes a pcap file with microseconds, little-endian, Ethernet.
pub struct Pcap<'w, W: Write> {
    out: &'w mut W,
}

impl<'w, W: Write> Pcap<'w, W> {
    /// Bytes of the file's head.
    pub const HEADER_LEN: u64 = 24;
    /// Bytes before each frame.
    pub const RECORD_LEN: u64 = 16;

    /// Writes the head of the file.
    ///
    /// # Errors
    /// What the writer returns.
    pub fn begin(out: &'w mut W) -> io::Result<Self> {
        out.write_all(&0xA1B2_C3D4_u32.to_le_bytes())?;
        out.write_all(&[2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        out.write_all(&262_144_u32.to_le_bytes())?;
        out.write_all(&1_u32.to_le_bytes())?;
        Ok(Self { out })
    }

    /// Writes one frame, captured `time_nanos` after 1970.
    ///
    /// # Errors
    /// What the writer returns.
    pub fn write(&mut self, time_nanos: u64, frame: &[u8]) -> io::Result<()> {
        let len = (frame.len() as u32).to_le_bytes();
        let mut head = [0; 16];
        head[..4].copy_from_slice(&((time_nanos / 1_000_000_000) as u32).to_le_bytes());
        head[4..8].copy_from_slice(&((time_nanos % 1_000_000_000 / 1000) as u32).to_le_bytes());
        head[8..12].copy_from_slice(&len);
        head[12..].copy_from_slice(&len);
        self.out.write_all(&head)?;
        self.out.write_all(frame)
    }
}

/// Appends one option, padded to four bytes.
fn option(block: &mut Vec<u8>, code: u16, value: &[u8]) {
    block.extend(code.to_le_bytes());
    block.extend((value.len() as u16).to_le_bytes());
    block.extend(value);
    block.resize(block.len() + padding(value.len()), 0);
}

/// The records of a name resolution block.
fn name_records(names: &[(IpAddr, &str)]) -> Vec<u8> {
    let mut records = Vec::new();
    for (address, name) in names {
        let (kind, mut value) = match address {
            IpAddr::V4(address) => (1, address.octets().to_vec()),
            IpAddr::V6(address) => (2, address.octets().to_vec()),
        };
        value.extend(name.as_bytes());
        value.push(0);
        option(&mut records, kind, &value);
    }
    option(&mut records, OPTION_END, &[]);
    records
}

/// Bytes to the next multiple of four.
fn padding(len: usize) -> usize {
    len.wrapping_neg() % 4
}
