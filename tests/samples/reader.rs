//! A second opinion on a generated pcapng: decodes it anew, with nothing in common with either the
//! generator or Flowloom's own reader, and checks what the generator promises.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::generator::Summary;

/// What this reader sees of an IP packet. Ports are 0 where there are none.
pub struct Seen {
    pub protocol: u8,
    pub source: (IpAddr, u16),
    pub target: (IpAddr, u16),
    sequence: u32,
    flags: u8,
    payload_len: u32,
}

/// A flow from one side: protocol, source, target.
type Direction = (u8, (IpAddr, u16), (IpAddr, u16));

/// Checks everything about a file.
pub fn check(name: &str, bytes: &[u8], truth: &Summary) {
    let frames = frames(bytes);
    assert_eq!(frames.len() as u64, truth.packets, "{name}: packets");
    let bytes: usize = frames.iter().map(|(_, frame)| frame.len()).sum();
    assert_eq!(bytes as u64, truth.bytes, "{name}: bytes");
    assert!(
        frames.is_sorted_by_key(|(time, _)| *time),
        "{name}: order of time"
    );
    assert_eq!(
        frames.first().map(|(time, _)| *time),
        Some(truth.first_nanos),
        "{name}"
    );
    assert_eq!(
        frames.last().map(|(time, _)| *time),
        Some(truth.last_nanos),
        "{name}"
    );

    let mut hosts = HashSet::new();
    let mut edges = HashSet::new();
    let mut flows = HashSet::new();
    let mut other_flows = HashSet::new();
    let mut next_sequence: HashMap<Direction, u32> = HashMap::new();
    for (_, frame) in &frames {
        assert!(frame.len() >= 60, "{name}: a tap sees no shorter frames");
        let Some(packet) = decode(frame) else {
            let (mut low, mut high) = (&frame[..6], &frame[6..12]);
            if low > high {
                (low, high) = (high, low);
            }
            // Type or, for LLC, its first byte.
            let kind = after_tag(frame).0;
            let kind = if kind < 1536 {
                u16::from(frame[14])
            } else {
                kind
            };
            other_flows.insert((kind, low, high));
            continue;
        };
        for (address, _) in [packet.source, packet.target] {
            assert!(is_reserved(address), "{name}: {address} may be somebody's");
            hosts.insert(address);
        }
        let (low, high) = (
            packet.source.min(packet.target),
            packet.source.max(packet.target),
        );
        edges.insert((low.0, high.0));
        flows.insert((packet.protocol, low, high));
        if packet.protocol == 6 {
            check_sequence(name, &packet, &mut next_sequence);
        }
    }
    assert_eq!(hosts.len() as u64, truth.hosts, "{name}: hosts");
    assert_eq!(edges.len() as u64, truth.edges, "{name}: edges");
    assert_eq!(
        (flows.len() + other_flows.len()) as u64,
        truth.flows,
        "{name}: flows"
    );
    let protocols: u64 = truth.protocols.values().map(|count| count.packets).sum();
    let applications = truth.applications.values().chain(truth.unproven.values());
    assert_eq!(protocols, truth.packets, "{name}: protocols add up");
    assert_eq!(
        applications.map(|count| count.bytes).sum::<u64>(),
        truth.bytes,
        "{name}"
    );
}

/// The IP packets of a file.
pub fn packets(bytes: &[u8]) -> Vec<Seen> {
    frames(bytes)
        .iter()
        .filter_map(|(_, frame)| decode(frame))
        .collect()
}

/// Each side's bytes follow one another; only a first segment may be sent again.
fn check_sequence(name: &str, packet: &Seen, next: &mut HashMap<Direction, u32>) {
    let key = (packet.protocol, packet.source, packet.target);
    let is_first = packet.flags & 2 != 0;
    let is_reset = packet.flags & 4 != 0;
    match next.get(&key) {
        Some(&expected) if !is_first => assert_eq!(packet.sequence, expected, "{name}: {key:?}"),
        None => assert!(is_first || is_reset, "{name}: {key:?} begins in the middle"),
        Some(_) => {}
    }
    let length = packet.payload_len + u32::from(packet.flags & 3 != 0);
    next.insert(key, packet.sequence.wrapping_add(length));
}

/// Times in nanoseconds and frames of a little-endian pcapng with one interface.
fn frames(bytes: &[u8]) -> Vec<(u64, &[u8])> {
    let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    let mut at = 0;
    let mut nanos_per_tick = 0;
    let mut frames = Vec::new();
    while at < bytes.len() {
        let len = word(at + 4) as usize;
        assert!(
            len.is_multiple_of(4) && word(at + len - 4) as usize == len,
            "both lengths agree"
        );
        match word(at) {
            1 => {
                // Options follow 8 bytes of body; the second is the resolution of times.
                let name_len = word(at + 16) >> 16;
                let at_resolution = at + 20 + name_len.next_multiple_of(4) as usize;
                assert_eq!(word(at_resolution), 0x0001_0009, "if_tsresol");
                nanos_per_tick = if bytes[at_resolution + 4] == 6 {
                    1000
                } else {
                    1
                };
            }
            6 => {
                let ticks = u64::from(word(at + 12)) << 32 | u64::from(word(at + 16));
                let captured = word(at + 20) as usize;
                assert_eq!(captured, word(at + 24) as usize, "whole frames");
                frames.push((ticks * nanos_per_tick, &bytes[at + 28..at + 28 + captured]));
            }
            kind => assert!([0x0A0D_0D0A, 4].contains(&kind), "block {kind:#x}"),
        }
        at += len;
    }
    assert_eq!(at, bytes.len(), "the last block is whole");
    frames
}

/// The EtherType, and what follows it, past a VLAN tag.
fn after_tag(frame: &[u8]) -> (u16, &[u8]) {
    let at = if frame[12..14] == [0x81, 0] { 16 } else { 12 };
    (
        u16::from_be_bytes([frame[at], frame[at + 1]]),
        &frame[at + 2..],
    )
}

/// Decodes an IP packet and checks its lengths and checksums; nothing for other frames.
fn decode(frame: &[u8]) -> Option<Seen> {
    let (kind, packet) = after_tag(frame);
    let word = |at: usize| u16::from_be_bytes([packet[at], packet[at + 1]]);
    let (protocol, source, target, body): (u8, IpAddr, IpAddr, &[u8]) = match kind {
        0x0800 => {
            assert_eq!(sum(&packet[..20]), 0xFFFF, "checksum of the IP header");
            let address = |at: usize| {
                Ipv4Addr::new(packet[at], packet[at + 1], packet[at + 2], packet[at + 3]).into()
            };
            (
                packet[9],
                address(12),
                address(16),
                &packet[20..usize::from(word(2))],
            )
        }
        0x86DD => {
            let address = |at: usize| {
                Ipv6Addr::from(<[u8; 16]>::try_from(&packet[at..at + 16]).expect("16 bytes")).into()
            };
            (
                packet[6],
                address(8),
                address(24),
                &packet[40..40 + usize::from(word(4))],
            )
        }
        _ => return None,
    };
    let mut summed = Vec::new();
    if matches!(protocol, 6 | 17 | 58) {
        // The pseudo header, in an order that the sum does not mind.
        for address in [source, target] {
            match address {
                IpAddr::V4(address) => summed.extend(address.octets()),
                IpAddr::V6(address) => summed.extend(address.octets()),
            }
        }
        summed.extend([0, protocol]);
        summed.extend((body.len() as u16).to_be_bytes());
    }
    summed.extend(body);
    assert_eq!(sum(&summed), 0xFFFF, "checksum of protocol {protocol}");

    let port = |at: usize| u16::from_be_bytes([body[at], body[at + 1]]);
    let has_ports = matches!(protocol, 6 | 17);
    let [from, to] = if has_ports {
        [port(0), port(2)]
    } else {
        [0, 0]
    };
    let (mut sequence, mut flags, mut payload_len) = (0, 0, 0);
    if protocol == 6 {
        sequence = u32::from(port(4)) << 16 | u32::from(port(6));
        flags = body[13];
        payload_len = body.len() as u32 - u32::from(body[12] >> 4) * 4;
    } else if protocol == 17 {
        assert_eq!(usize::from(port(4)), body.len(), "length of a datagram");
    }
    let (source, target) = ((source, from), (target, to));
    Some(Seen {
        protocol,
        source,
        target,
        sequence,
        flags,
        payload_len,
    })
}

/// The sum of 16-bit words in ones' complement: 0xFFFF over data with its right checksum.
fn sum(bytes: &[u8]) -> u16 {
    let mut sum: u64 = 0;
    for pair in bytes.chunks(2) {
        sum += u64::from(pair[0]) * 256 + pair.get(1).map_or(0, |&low| u64::from(low));
    }
    while sum > 0xFFFF {
        sum = sum % 0x1_0000 + sum / 0x1_0000;
    }
    sum as u16
}

/// Whether an address is private, for documentation or benchmarks, or of one link only.
fn is_reserved(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            match a {
                10 => true,
                172 => (16..32).contains(&b),
                192 => (b, c) == (0, 2),
                198 => b == 18 || b == 19 || (b, c) == (51, 100),
                203 => (b, c) == (0, 113),
                _ => address.is_unspecified() || address.is_broadcast() || address.is_multicast(),
            }
        }
        IpAddr::V6(address) => {
            let documentation = address.segments()[..2] == [0x2001, 0xdb8];
            let local = address.is_unicast_link_local() || address.is_multicast();
            documentation || local || address.is_unspecified()
        }
    }
}
