//! How is a frame laid out in bytes, with every length and checksum right?
//!
//! Ethernet II (IEEE 802.3, 802.1Q), IPv4 (RFC 791), IPv6 (RFC 8200), TCP (RFC 9293), UDP
//! (RFC 768), ICMP (RFC 792, RFC 4443). A tap sees frames padded to 60 bytes, so ours are.

use std::net::IpAddr;

use super::summary::End;

/// TCP flags.
pub const FIN: u8 = 1;
pub const SYN: u8 = 2;
pub const RST: u8 = 4;
pub const PSH: u8 = 8;
pub const ACK: u8 = 16;

/// The shortest Ethernet frame without its check sequence.
const SHORTEST_FRAME: usize = 60;

/// A computer as a tap sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its address.
    pub address: IpAddr,
    /// The station that puts its frames on the tapped link: itself, or its site's router.
    pub mac: [u8; 6],
    /// Hops left when a packet passes the tap.
    pub ttl: u8,
    /// The VLAN that its frames are tagged with.
    pub vlan: Option<u16>,
}

impl Host {
    /// This host with a port.
    pub fn port(self, port: u16) -> Party {
        Party { host: self, port }
    }
}

/// One end of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    pub host: Host,
    pub port: u16,
}

impl Party {
    /// This end, as the truth names it.
    pub fn end(self) -> End {
        End::Ip(self.host.address, self.port)
    }
}

/// What a TCP header says, and its payload.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    pub sequence: u32,
    pub acknowledged: u32,
    pub flags: u8,
    pub window: u16,
    pub payload: &'a [u8],
}

/// An Ethernet frame, padded to the shortest allowed length.
pub fn ethernet(to: [u8; 6], from: [u8; 6], vlan: Option<u16>, kind: u16, body: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(body.len() + 18);
    frame.extend(to);
    frame.extend(from);
    if let Some(vlan) = vlan {
        frame.extend(0x8100_u16.to_be_bytes());
        frame.extend(vlan.to_be_bytes());
    }
    frame.extend(kind.to_be_bytes());
    frame.extend(body);
    if frame.len() < SHORTEST_FRAME {
        frame.resize(SHORTEST_FRAME, 0);
    }
    frame
}

/// A frame with an IP packet from one host to another.
pub fn ip(from: Host, to: Host, protocol: u8, body: &[u8]) -> Vec<u8> {
    let (kind, header) = match (from.address, to.address) {
        (IpAddr::V4(source), IpAddr::V4(target)) => {
            let mut header = Vec::with_capacity(20 + body.len());
            header.extend([0x45, 0]);
            header.extend(((20 + body.len()) as u16).to_be_bytes());
            // Identification 0 and "don't fragment": an atomic datagram (RFC 6864).
            header.extend([0, 0, 0x40, 0, from.ttl, protocol, 0, 0]);
            header.extend(source.octets());
            header.extend(target.octets());
            let sum = checksum(0, &header);
            header[10..12].copy_from_slice(&sum.to_be_bytes());
            (0x0800, header)
        }
        (IpAddr::V6(source), IpAddr::V6(target)) => {
            let mut header = Vec::with_capacity(40 + body.len());
            header.extend([0x60, 0, 0, 0]);
            header.extend((body.len() as u16).to_be_bytes());
            header.extend([protocol, from.ttl]);
            header.extend(source.octets());
            header.extend(target.octets());
            (0x86DD, header)
        }
        _ => unreachable!("both ends of a packet speak the same version of IP"),
    };
    let mut packet = header;
    packet.extend(body);
    // A host beyond the router has no tag of its own; its frames have that of the other.
    ethernet(to.mac, from.mac, from.vlan.or(to.vlan), kind, &packet)
}

/// A frame with a TCP segment. The first segment of a side carries the usual options.
pub fn tcp(from: Party, to: Party, segment: Segment<'_>) -> Vec<u8> {
    // Largest segment 1460 (1440 over IPv6), selective acknowledgement, no-op, window scale 7.
    let largest: u16 = if from.host.address.is_ipv4() {
        1460
    } else {
        1440
    };
    let [high, low] = largest.to_be_bytes();
    let opening = [2, 4, high, low, 4, 2, 1, 1, 1, 3, 3, 7];
    let options: &[u8] = if segment.flags & SYN == 0 {
        &[]
    } else {
        &opening
    };
    let mut body = Vec::with_capacity(32 + segment.payload.len());
    body.extend(from.port.to_be_bytes());
    body.extend(to.port.to_be_bytes());
    body.extend(segment.sequence.to_be_bytes());
    body.extend(segment.acknowledged.to_be_bytes());
    body.extend([((20 + options.len()) << 2) as u8, segment.flags]);
    body.extend(segment.window.to_be_bytes());
    body.extend([0; 4]);
    body.extend(options);
    body.extend(segment.payload);
    let sum = checksum(pseudo_header(from.host, to.host, 6, body.len()), &body);
    body[16..18].copy_from_slice(&sum.to_be_bytes());
    ip(from.host, to.host, 6, &body)
}

/// A frame with a UDP datagram.
pub fn udp(from: Party, to: Party, payload: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(8 + payload.len());
    body.extend(from.port.to_be_bytes());
    body.extend(to.port.to_be_bytes());
    body.extend(((8 + payload.len()) as u16).to_be_bytes());
    body.extend([0; 2]);
    body.extend(payload);
    let sum = match checksum(pseudo_header(from.host, to.host, 17, body.len()), &body) {
        0 => 0xFFFF, // A sum of 0 means "none" (RFC 768).
        sum => sum,
    };
    body[6..8].copy_from_slice(&sum.to_be_bytes());
    ip(from.host, to.host, 17, &body)
}

/// A frame with an ICMP or ICMPv6 message: its type, code, and everything after the checksum.
pub fn icmp(from: Host, to: Host, kind: u8, code: u8, rest: &[u8]) -> Vec<u8> {
    let mut body = vec![kind, code, 0, 0];
    body.extend(rest);
    let (protocol, start) = match from.address {
        IpAddr::V4(_) => (1, 0),
        IpAddr::V6(_) => (58, pseudo_header(from, to, 58, body.len())),
    };
    let sum = checksum(start, &body);
    body[2..4].copy_from_slice(&sum.to_be_bytes());
    ip(from, to, protocol, &body)
}

/// The sum over addresses, length and protocol that TCP, UDP and ICMPv6 checksums begin with.
fn pseudo_header(from: Host, to: Host, protocol: u8, len: usize) -> u32 {
    let mut sum = u32::from(protocol) + len as u32;
    for address in [from.address, to.address] {
        sum += match address {
            IpAddr::V4(address) => words(&address.octets()),
            IpAddr::V6(address) => words(&address.octets()),
        };
    }
    sum
}

/// The Internet checksum (RFC 1071) of `bytes`, begun with `start`.
pub fn checksum(start: u32, bytes: &[u8]) -> u16 {
    let mut sum = start + words(bytes);
    while sum > 0xFFFF {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    !(sum as u16)
}

/// The sum of 16-bit words; an odd last byte counts as the high half.
fn words(bytes: &[u8]) -> u32 {
    bytes
        .chunks(2)
        .map(|pair| u32::from(pair[0]) << 8 | pair.get(1).map_or(0, |&low| u32::from(low)))
        .sum()
}
