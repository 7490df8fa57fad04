//! How do tests build frames?
//!
//! One function a header. Each takes what the header carries and gives the bytes of both, so that
//! a frame reads from the outside in:
//! `ethernet(IPV4, &ipv4(A, B, TCP, &tcp(1234, 80, SYN, b"GET")))`.
//! Lengths and the IPv4 checksum are right; transport checksums are zero.

#![allow(dead_code, reason = "each test file uses a part")]

/// MAC addresses of the usual frame.
pub const SOURCE_MAC: [u8; 6] = [2, 0, 0, 0, 0, 0xa];
pub const DESTINATION_MAC: [u8; 6] = [2, 0, 0, 0, 0, 0xb];

/// IPv4 addresses: two ends, and two ends of a tunnel between them.
pub const A: [u8; 4] = [10, 0, 0, 1];
pub const B: [u8; 4] = [10, 0, 0, 2];
pub const TUNNEL_A: [u8; 4] = [192, 0, 2, 1];
pub const TUNNEL_B: [u8; 4] = [192, 0, 2, 2];

/// IPv6 addresses: 2001:db8::1 and 2001:db8::2.
pub const A6: [u8; 16] = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
pub const B6: [u8; 16] = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];

/// EtherTypes.
pub const IPV4: u16 = 0x0800;
pub const ARP: u16 = 0x0806;
pub const TRANSPARENT_ETHERNET: u16 = 0x6558;
pub const VLAN: u16 = 0x8100;
pub const IPV6: u16 = 0x86dd;
pub const PPP: u16 = 0x880b;
pub const MPLS: u16 = 0x8847;
pub const PPPOE_SESSION: u16 = 0x8864;
pub const QINQ: u16 = 0x88a8;

/// IP protocol numbers.
pub const HOP_BY_HOP: u8 = 0;
pub const ICMP: u8 = 1;
pub const IPV4_IN_IP: u8 = 4;
pub const TCP: u8 = 6;
pub const UDP: u8 = 17;
pub const IPV6_IN_IP: u8 = 41;
pub const ROUTING: u8 = 43;
pub const FRAGMENT: u8 = 44;
pub const GRE: u8 = 47;
pub const ICMPV6: u8 = 58;
pub const DESTINATION_OPTIONS: u8 = 60;
pub const SCTP: u8 = 132;

/// TCP flags.
pub const SYN: u8 = 0x02;
pub const ACK: u8 = 0x10;

fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn be16(number: usize) -> [u8; 2] {
    u16::try_from(number)
        .expect("tests build short frames")
        .to_be_bytes()
}

// Link layers that Ethernet-like networks stack.

pub fn ethernet(ethertype: u16, payload: &[u8]) -> Vec<u8> {
    ethernet_between(SOURCE_MAC, DESTINATION_MAC, ethertype, payload)
}

pub fn ethernet_between(
    source: [u8; 6],
    destination: [u8; 6],
    ethertype: u16,
    payload: &[u8],
) -> Vec<u8> {
    join(&[&destination, &source, &ethertype.to_be_bytes(), payload])
}

/// An IEEE 802.3 frame: a length in the place of the EtherType, then LLC.
pub fn ethernet_llc(payload: &[u8]) -> Vec<u8> {
    join(&[&DESTINATION_MAC, &SOURCE_MAC, &be16(payload.len()), payload])
}

/// Filled with 0xee up to Ethernet's shortest frame, 60 bytes without check sequence.
pub fn padded(mut frame: Vec<u8>) -> Vec<u8> {
    if frame.len() < 60 {
        frame.resize(60, 0xee);
    }
    frame
}

pub fn vlan(id: u16, ethertype: u16, payload: &[u8]) -> Vec<u8> {
    join(&[&id.to_be_bytes(), &ethertype.to_be_bytes(), payload])
}

pub fn mpls(label: u32, is_bottom: bool, payload: &[u8]) -> Vec<u8> {
    let entry = (label << 12) | (u32::from(is_bottom) << 8) | 64;
    join(&[&entry.to_be_bytes(), payload])
}

pub fn pppoe_session(ppp_frame: &[u8]) -> Vec<u8> {
    join(&[&[0x11, 0, 0, 7], &be16(ppp_frame.len()), ppp_frame])
}

pub fn ppp(protocol: u16, payload: &[u8]) -> Vec<u8> {
    join(&[&protocol.to_be_bytes(), payload])
}

pub fn llc(destination_sap: u8, source_sap: u8, payload: &[u8]) -> Vec<u8> {
    join(&[&[destination_sap, source_sap, 3], payload])
}

pub fn snap(organisation: [u8; 3], number: u16, payload: &[u8]) -> Vec<u8> {
    llc(
        0xaa,
        0xaa,
        &join(&[&organisation, &number.to_be_bytes(), payload]),
    )
}

// Network layer.

/// An IPv4 header with everything that can vary.
#[derive(Clone, Copy, Debug)]
pub struct Ipv4<'a> {
    pub source: [u8; 4],
    pub destination: [u8; 4],
    pub protocol: u8,
    pub identification: u16,
    /// The three flags and the fragment's offset in units of eight bytes.
    pub flags_and_offset: u16,
    /// A multiple of four bytes.
    pub options: &'a [u8],
    /// What the length field says if not the truth.
    pub total_len: Option<u16>,
}

impl Ipv4<'_> {
    pub fn new(source: [u8; 4], destination: [u8; 4], protocol: u8) -> Self {
        Self {
            source,
            destination,
            protocol,
            identification: 7,
            flags_and_offset: 0,
            options: &[],
            total_len: None,
        }
    }

    pub fn around(&self, payload: &[u8]) -> Vec<u8> {
        let header_len = 20 + self.options.len();
        let total_len = self
            .total_len
            .map_or_else(|| be16(header_len + payload.len()), u16::to_be_bytes);
        let version_and_len = 0x40 | u8::try_from(header_len / 4).expect("options are short");
        let mut header = join(&[
            &[version_and_len, 0],
            &total_len,
            &self.identification.to_be_bytes(),
            &self.flags_and_offset.to_be_bytes(),
            &[64, self.protocol, 0, 0],
            &self.source,
            &self.destination,
            self.options,
        ]);
        let sum: u32 = header
            .chunks(2)
            .map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1]))
            .sum();
        let folded = (sum & 0xffff) + (sum >> 16);
        let checksum = !u16::try_from((folded & 0xffff) + (folded >> 16)).expect("folded twice");
        header[10..12].copy_from_slice(&checksum.to_be_bytes());
        join(&[&header, payload])
    }
}

pub fn ipv4(source: [u8; 4], destination: [u8; 4], protocol: u8, payload: &[u8]) -> Vec<u8> {
    Ipv4::new(source, destination, protocol).around(payload)
}

pub fn ipv6(source: [u8; 16], destination: [u8; 16], next: u8, payload: &[u8]) -> Vec<u8> {
    join(&[
        &[0x60, 0, 0, 0],
        &be16(payload.len()),
        &[next, 64],
        &source,
        &destination,
        payload,
    ])
}

/// An IPv6 extension header of `units` times eight bytes more than eight.
pub fn extension(next: u8, units: u8, payload: &[u8]) -> Vec<u8> {
    let filler = vec![0; 6 + 8 * usize::from(units)];
    join(&[&[next, units], &filler, payload])
}

/// An IPv6 fragment header; the offset is in units of eight bytes.
pub fn fragment6(next: u8, offset: u16, has_more: bool, id: u32, payload: &[u8]) -> Vec<u8> {
    let field = offset << 3 | u16::from(has_more);
    join(&[&[next, 0], &field.to_be_bytes(), &id.to_be_bytes(), payload])
}

pub fn arp_request() -> Vec<u8> {
    join(&[&[0, 1, 8, 0, 6, 4, 0, 1], &SOURCE_MAC, &A, &[0; 6], &B])
}

// Transport layer.

pub fn tcp(source: u16, destination: u16, flags: u8, payload: &[u8]) -> Vec<u8> {
    join(&[
        &source.to_be_bytes(),
        &destination.to_be_bytes(),
        &[0, 0, 0, 1, 0, 0, 0, 0, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0],
        payload,
    ])
}

pub fn udp(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    join(&[
        &source.to_be_bytes(),
        &destination.to_be_bytes(),
        &be16(8 + payload.len()),
        &[0, 0],
        payload,
    ])
}

pub fn sctp(source: u16, destination: u16, payload: &[u8]) -> Vec<u8> {
    join(&[
        &source.to_be_bytes(),
        &destination.to_be_bytes(),
        &[0; 8],
        payload,
    ])
}

pub fn icmp_echo(payload: &[u8]) -> Vec<u8> {
    join(&[&[8, 0, 0, 0, 0, 1, 0, 1], payload])
}

// Tunnels.

/// A GRE header: flags, what it carries, and the optional words that the flags announce.
pub fn gre(flags: u16, ethertype: u16, optional: &[u8], payload: &[u8]) -> Vec<u8> {
    join(&[
        &flags.to_be_bytes(),
        &ethertype.to_be_bytes(),
        optional,
        payload,
    ])
}

pub fn vxlan(network: u16, frame: &[u8]) -> Vec<u8> {
    join(&[&[8, 0, 0, 0, 0], &network.to_be_bytes(), &[0], frame])
}

pub fn geneve(ethertype: u16, options: &[u8], payload: &[u8]) -> Vec<u8> {
    let words = u8::try_from(options.len() / 4).expect("options are short");
    join(&[
        &[words, 0],
        &ethertype.to_be_bytes(),
        &[0, 0, 9, 0],
        options,
        payload,
    ])
}

/// A GTP-U message: flags, type, then what follows the tunnel's identifier.
pub fn gtp_u(flags: u8, message: u8, optional: &[u8], payload: &[u8]) -> Vec<u8> {
    let len = be16(optional.len() + payload.len());
    join(&[&[flags, message], &len, &[0, 0, 0, 5], optional, payload])
}

// Link layers of other captures.

pub fn linux_sll(protocol: u16, payload: &[u8]) -> Vec<u8> {
    join(&[
        &[0, 0, 0, 1, 0, 6],
        &SOURCE_MAC,
        &[0, 0],
        &protocol.to_be_bytes(),
        payload,
    ])
}

pub fn linux_sll2(protocol: u16, payload: &[u8]) -> Vec<u8> {
    join(&[
        &protocol.to_be_bytes(),
        &[0, 0, 0, 0, 0, 2, 0, 1, 0, 6],
        &SOURCE_MAC,
        &[0, 0],
        payload,
    ])
}

/// An OpenBSD packet filter record; 61 bytes say that they are, and 64 are there.
pub fn pflog(payload: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 64];
    header[..2].copy_from_slice(&[61, 2]);
    join(&[&header, payload])
}

/// A netfilter record with a prefix attribute of odd length before the packet.
pub fn nflog(is_little: bool, payload: &[u8]) -> Vec<u8> {
    let number = |value: usize| {
        let [high, low] = be16(value);
        if is_little { [low, high] } else { [high, low] }
    };
    join(&[
        &[2, 0, 0, 5],
        &number(7),
        &number(10),
        b"in\0\0",
        &number(4 + payload.len()),
        &number(9),
        payload,
    ])
}

pub fn pktap(link_type: u8, frame: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 108];
    header[0] = 108;
    header[4] = 1;
    header[8] = link_type;
    join(&[&header, frame])
}

/// A radiotap header with a time and flags, after two bitmaps.
pub fn radiotap(flags: u8, frame: &[u8]) -> Vec<u8> {
    let mut header = vec![0, 0, 25, 0];
    header.extend_from_slice(&0x8000_0003_u32.to_le_bytes());
    header.extend_from_slice(&[0; 16]);
    header.push(flags);
    join(&[&header, frame])
}

pub fn prism(frame: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 144];
    header[0] = 0x44;
    header[4] = 144;
    join(&[&header, frame])
}

pub fn avs(frame: &[u8]) -> Vec<u8> {
    let mut header = vec![0; 64];
    header[..8].copy_from_slice(&[0x80, 0x21, 0x10, 0x01, 0, 0, 0, 64]);
    join(&[&header, frame])
}

pub fn ppi(link_type: u8, frame: &[u8]) -> Vec<u8> {
    join(&[&[0, 0, 8, 0, link_type, 0, 0, 0], frame])
}

/// Which addresses an 802.11 frame's two direction bits announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WlanDirection {
    Direct = 0,
    ToAccessPoint = 1,
    FromAccessPoint = 2,
    BetweenAccessPoints = 3,
}

/// An 802.11 data frame from `SOURCE_MAC` to `DESTINATION_MAC`; `control` is its first byte (0x08
/// data, 0x88 QoS data) and `flags` are added to the direction.
pub fn wlan_data(
    control: u8,
    direction: WlanDirection,
    flags: u8,
    qos: &[u8],
    payload: &[u8],
) -> Vec<u8> {
    const STATION: [u8; 6] = [2, 0, 0, 0, 0, 0xf];
    let (first, second, third, fourth): (_, _, _, &[u8]) = match direction {
        WlanDirection::Direct => (DESTINATION_MAC, SOURCE_MAC, STATION, &[]),
        WlanDirection::ToAccessPoint => (STATION, SOURCE_MAC, DESTINATION_MAC, &[]),
        WlanDirection::FromAccessPoint => (DESTINATION_MAC, STATION, SOURCE_MAC, &[]),
        WlanDirection::BetweenAccessPoints => (STATION, STATION, DESTINATION_MAC, &SOURCE_MAC),
    };
    join(&[
        &[control, direction as u8 | flags, 0, 0],
        &first,
        &second,
        &third,
        &[0, 0],
        fourth,
        qos,
        payload,
    ])
}
