//! Does a frame become the packet that it is?
//!
//! Goldens, as text, for every link type, network header and tunnel, built in code; the same frames
//! cut at every length, and mutated. `FLOWLOOM_UPDATE_GOLDENS=1` writes the goldens anew.

#[path = "support/exercise_decode.rs"]
mod exercise_decode;
#[path = "support/frames.rs"]
mod frames;
#[path = "decode/named_frames.rs"]
mod named_frames;
#[path = "decode/tunnel_frames.rs"]
mod tunnel_frames;

use std::fmt::Write as _;

use exercise_decode::{LINK_TYPES, check_invariants, exercise};
use flowloom::capture::decode::{AddressChoice, DecodeOptions, decode};
use flowloom::capture::{Address, Fragment, Frame, LinkType, NoteKind, Packet};
use flowloom::units::Timestamp;
use frames::*;
use named_frames::{named_frames, web, web_frame};

fn frame(link_type: u16, data: &[u8]) -> Frame<'_> {
    Frame {
        time: Timestamp(1),
        link_type: LinkType(link_type),
        original_len: u32::try_from(data.len()).expect("tests build short frames"),
        data,
        input: 0,
        offset: 0,
    }
}

const OUTERMOST: DecodeOptions = DecodeOptions {
    addresses: AddressChoice::Outermost,
    header_depth: 24,
};
const INNERMOST: DecodeOptions = DecodeOptions {
    addresses: AddressChoice::Innermost,
    header_depth: 24,
};

/// A packet in one line: what is absent is left out.
fn describe(packet: &Packet<'_>) -> String {
    let mut text = packet.protocol.name().into_owned();
    match packet.endpoints {
        Some([source, destination]) if packet.protocol.has_ports() => {
            let (source_port, destination_port) = (packet.source_port, packet.destination_port);
            write!(
                text,
                " {source} {source_port} > {destination} {destination_port}"
            )
        }
        Some([source, destination]) => write!(text, " {source} > {destination}"),
        None => write!(text, " -"),
    }
    .expect("a string takes all");
    let mut add = |part: std::fmt::Arguments<'_>| write!(text, " {part}").expect("as above");
    if packet.tcp_flags != 0 {
        add(format_args!("flags={:02x}", packet.tcp_flags));
    }
    if !packet.payload.is_empty() {
        match std::str::from_utf8(packet.payload) {
            Ok(payload) if payload.chars().all(|c| c.is_ascii_graphic()) => {
                add(format_args!("payload={payload}"));
            }
            _ => add(format_args!("payload={}B", packet.payload.len())),
        }
    }
    if packet.outer_protocol != packet.protocol {
        add(format_args!("outer={}", packet.outer_protocol.name()));
    }
    if let Some(id) = packet.vlan {
        add(format_args!("vlan={id}"));
    }
    match packet.fragment {
        Fragment::Whole => {}
        Fragment::First(id) => add(format_args!("first-fragment={id}")),
        Fragment::Later(id) => add(format_args!("later-fragment={id}")),
    }
    if let Some(tunnel) = packet.tunnel {
        add(format_args!("tunnel={}", tunnel.name()));
    }
    if packet.macs.is_some() && packet.macs == packet.endpoints {
        add(format_args!("by-mac"));
    } else if packet.macs.is_some() {
        add(format_args!("macs"));
    }
    if let Some(damage) = packet.damage {
        add(format_args!("damage={damage}"));
    }
    text
}

#[track_caller]
fn check(frame: &Frame<'_>, options: &DecodeOptions, expected: &str) {
    let packet = decode(frame, options);
    check_invariants(frame, &packet);
    assert_eq!(describe(&packet), expected);
}

/// Each named frame on a line of its own, then what it is with the outermost addresses, and with
/// the innermost where that differs.
fn described_frames() -> String {
    let mut text = String::new();
    for named in named_frames() {
        let frame = frame(named.link_type, &named.data);
        let [outermost, innermost] = [OUTERMOST, INNERMOST].map(|options| {
            let packet = decode(&frame, &options);
            check_invariants(&frame, &packet);
            describe(&packet)
        });
        let name = named.name;
        writeln!(text, "{name}\n    {outermost}").expect("a string takes all");
        if innermost != outermost {
            writeln!(text, "    inside: {innermost}").expect("a string takes all");
        }
    }
    text
}

#[test]
fn every_golden_frame_is_what_it_is() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/decode/goldens.txt");
    let found = described_frames();
    if std::env::var_os("FLOWLOOM_UPDATE_GOLDENS").is_some() {
        std::fs::write(path, &found).expect("the goldens can be written");
    }
    let expected = std::fs::read_to_string(path).expect("the goldens are there");
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

#[test]
fn damaged_headers_keep_what_makes_sense() {
    // A captured TCP header of four bytes still names the ports.
    let cut = &web()[..24];
    check(
        &frame(101, cut),
        &OUTERMOST,
        "tcp 10.0.0.1 1234 > 10.0.0.2 80 damage=truncated header",
    );
    let mut short_offset = web();
    short_offset[32] = 0x40;
    check(
        &frame(101, &short_offset),
        &OUTERMOST,
        "tcp 10.0.0.1 1234 > 10.0.0.2 80 flags=12 damage=invalid header",
    );
    let mut short_udp = ipv4(A, B, UDP, &udp(1, 2, b"x"));
    short_udp[24..26].copy_from_slice(&[0, 7]);
    check(
        &frame(101, &short_udp),
        &OUTERMOST,
        "udp 10.0.0.1 1 > 10.0.0.2 2 damage=invalid header",
    );
    // An IP header that is cut leaves the frame to its MAC addresses.
    check(
        &frame(1, &web_frame()[..33]),
        &OUTERMOST,
        "ipv4-damaged 02:00:00:00:00:0a > 02:00:00:00:00:0b payload=19B by-mac \
         damage=truncated header",
    );
    let mut wrong_version = web_frame();
    wrong_version[14] = 0x95;
    check(
        &frame(1, &wrong_version),
        &OUTERMOST,
        "ipv4-damaged 02:00:00:00:00:0a > 02:00:00:00:00:0b payload=43B by-mac \
         damage=invalid header",
    );
    let too_short = Ipv4 {
        total_len: Some(19),
        ..Ipv4::new(A, B, TCP)
    };
    check(
        &frame(101, &too_short.around(b"")),
        &OUTERMOST,
        "ipv4-damaged - payload=20B damage=invalid header",
    );
    let mut cut_options = ipv4(A, B, TCP, &[]);
    cut_options[0] = 0x4f;
    check(
        &frame(101, &cut_options),
        &OUTERMOST,
        "tcp 10.0.0.1 0 > 10.0.0.2 0 damage=truncated header",
    );
    check(
        &frame(1, &[]),
        &OUTERMOST,
        "unknown - damage=truncated header",
    );
    check(
        &frame(1, &[1; 5]),
        &OUTERMOST,
        "unknown - damage=truncated header",
    );
}

#[test]
fn headers_nest_only_so_deep() {
    let mut tags = web();
    let mut ethertype = IPV4;
    for id in 0..40 {
        tags = vlan(id, ethertype, &tags);
        ethertype = VLAN;
    }
    check(
        &frame(1, &ethernet(VLAN, &tags)),
        &OUTERMOST,
        "vlan 02:00:00:00:00:0a > 02:00:00:00:00:0b payload=111B vlan=39 by-mac \
         damage=headers too deep",
    );

    let mut extensions = extension(TCP, 0, b"x");
    for _ in 0..40 {
        extensions = extension(DESTINATION_OPTIONS, 0, &extensions);
    }
    check(
        &frame(101, &ipv6(A6, B6, DESTINATION_OPTIONS, &extensions)),
        &OUTERMOST,
        "ipv6-opts 2001:db8::1 > 2001:db8::2 damage=headers too deep",
    );

    let mut nested = web();
    for _ in 0..40 {
        nested = ipv4(TUNNEL_A, TUNNEL_B, IPV4_IN_IP, &nested);
    }
    let packet_frame = frame(101, &nested);
    let packet = decode(&packet_frame, &INNERMOST);
    assert_eq!(packet.damage, Some(NoteKind::TooDeep));
    assert_eq!(
        packet.endpoints,
        Some([Address::V4(TUNNEL_A), Address::V4(TUNNEL_B)])
    );

    // Link layers that name each other end too.
    let mut wrapped = web_frame();
    for _ in 0..40 {
        wrapped = ppi(192, &wrapped);
    }
    assert_eq!(
        decode(&frame(192, &wrapped), &OUTERMOST).damage,
        Some(NoteKind::TooDeep)
    );
}

/// The shortest useful depth: an Ethernet header and an IP header.
#[test]
fn depth_is_counted_in_headers() {
    let data = web_frame();
    let at_depth = |header_depth| {
        decode(
            &frame(1, &data),
            &DecodeOptions {
                header_depth,
                ..OUTERMOST
            },
        )
        .damage
    };
    assert_eq!(at_depth(0), Some(NoteKind::TooDeep));
    assert_eq!(at_depth(1), Some(NoteKind::TooDeep));
    assert_eq!(at_depth(2), None);
}

/// A cut frame says less than the whole one, and nothing else.
#[test]
fn cut_frames_never_say_something_else() {
    let mut cuts = 0;
    for golden in named_frames() {
        let whole_frame = frame(golden.link_type, &golden.data);
        let whole = decode(&whole_frame, &OUTERMOST);
        for len in 0..golden.data.len() {
            cuts += 1;
            let cut_frame = Frame {
                data: &golden.data[..len],
                ..whole_frame
            };
            check_invariants(&cut_frame, &decode(&cut_frame, &INNERMOST));
            let cut = decode(&cut_frame, &OUTERMOST);
            check_invariants(&cut_frame, &cut);
            let context = || format!("{} cut to {len}: {}", golden.name, describe(&cut));
            let guesses = golden.name.contains("pseudowire") || golden.link_type == 149;
            if guesses {
                continue;
            }
            if let Some(ends) = cut.endpoints {
                let known = [whole.endpoints, whole.macs];
                assert!(known.contains(&Some(ends)), "{}", context());
            }
            assert!(
                cut.macs.is_none() || cut.macs == whole.macs,
                "{}",
                context()
            );
            assert!(
                [0, whole.source_port].contains(&cut.source_port),
                "{}",
                context()
            );
            assert!(
                [0, whole.destination_port].contains(&cut.destination_port),
                "{}",
                context()
            );
            assert!(
                [0, whole.tcp_flags].contains(&cut.tcp_flags),
                "{}",
                context()
            );
            assert!(
                cut.vlan.is_none() || cut.vlan == whole.vlan,
                "{}",
                context()
            );
            assert!(
                cut.tunnel.is_none() || cut.tunnel == whole.tunnel,
                "{}",
                context()
            );
            if cut.protocol == whole.protocol && cut.endpoints == whole.endpoints {
                let end = cut.payload.len().min(whole.payload.len());
                assert_eq!(cut.payload[..end], whole.payload[..end], "{}", context());
            }
        }
    }
    assert!(cuts > 5_000, "only {cuts} cuts");
}

/// Numbers that look random and are the same in every run (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits fit") % limit.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }
}

#[test]
fn mutated_frames_are_survived() {
    let goldens = named_frames();
    let mut random = Random(0x5eed);
    for round in 0..20_000 {
        let golden = &goldens[random.below(goldens.len())];
        let link = LINK_TYPES
            .iter()
            .position(|&known| known == golden.link_type)
            .unwrap_or(0);
        let mut bytes = vec![u8::try_from(link).unwrap_or(0), random.byte() & 1, 0];
        match round % 4 {
            // Noise, some of it under a plausible beginning.
            0 => {
                let kept = random.below(40).min(golden.data.len());
                bytes.extend_from_slice(&golden.data[..kept]);
                let len = random.below(200);
                bytes.extend((0..len).map(|_| random.byte()));
            }
            // Headers of one frame in the middle of another.
            1 => {
                let other = &goldens[random.below(goldens.len())].data;
                let (end, start) = (random.below(golden.data.len()), random.below(other.len()));
                bytes.extend_from_slice(&golden.data[..end]);
                bytes.extend_from_slice(&other[start..]);
            }
            _ => {
                bytes.extend_from_slice(&golden.data);
                for _ in 0..=random.below(6) {
                    let at = 3 + random.below(bytes.len() - 3);
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = match random.below(4) {
                            0 => 0,
                            1 => 0xff,
                            2 => *byte ^ (1 << random.below(8)),
                            _ => random.byte(),
                        };
                    }
                }
            }
        }
        if random.below(8) == 0 {
            bytes[1] = random.byte();
        }
        exercise(&bytes);
    }
}

#[test]
fn built_endpoints_come_back() {
    let mut random = Random(0xadd2);
    for _ in 0..2_000 {
        let (source_port, destination_port) = (
            u16::from_be_bytes(random.bytes()),
            u16::from_be_bytes(random.bytes()),
        );
        let payload: Vec<u8> = (0..random.below(64))
            .map(|_| random.byte() & 0x0f)
            .collect();
        let (number, transport) = if random.below(2) == 0 {
            (TCP, tcp(source_port, destination_port, ACK, &payload))
        } else {
            (UDP, udp(source_port, destination_port, &payload))
        };
        let (ends, mut ethertype, mut data) = if random.below(2) == 0 {
            let (source, destination) = (random.bytes(), random.bytes());
            let packet = ipv4(source, destination, number, &transport);
            (
                [Address::V4(source), Address::V4(destination)],
                IPV4,
                packet,
            )
        } else {
            let (source, destination) = (random.bytes(), random.bytes());
            let packet = ipv6(source, destination, number, &transport);
            (
                [Address::V6(source), Address::V6(destination)],
                IPV6,
                packet,
            )
        };
        for id in 0..u16::try_from(random.below(4)).unwrap_or(0) {
            data = vlan(id, ethertype, &data);
            ethertype = VLAN;
        }
        let macs = [random.bytes(), random.bytes()];
        let data = padded(ethernet_between(macs[0], macs[1], ethertype, &data));
        let built_frame = frame(1, &data);
        let packet = decode(&built_frame, &OUTERMOST);
        check_invariants(&built_frame, &packet);
        assert_eq!(packet.endpoints, Some(ends));
        assert_eq!(packet.macs, Some(macs.map(Address::Mac)));
        assert_eq!(
            (packet.source_port, packet.destination_port),
            (source_port, destination_port)
        );
        assert_eq!(packet.payload, payload);
        assert_eq!(packet.damage, None);
    }
}
