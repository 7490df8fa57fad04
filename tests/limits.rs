//! Does every cap on untrusted input end in a note, with all packets still counted?
//!
//! One test a cap of `capture/limits.rs`, each through the whole way from bytes to flows. What
//! exactly is read on beside a cap is the matter of `containers.rs`, `decode.rs` and `flow.rs`.

#[path = "support/containers.rs"]
mod containers;
#[path = "support/frames.rs"]
mod frames;

use containers::{ByteOrder, PcapWriter, PcapngWriter, Resolution, TIME, input, pcap, xz};
use flowloom::capture::{Input, NoteKind, ReadLimits};
use flowloom::flow::{ReadOptions, Traffic, Wish, read};
use flowloom::units::Totals;
use frames::*;

const DEFAULTS: ReadLimits = ReadLimits {
    record_bytes: 16 << 20,
    block_bytes: 256 << 20,
    resync_bytes: 32 << 20,
    decompression_bytes: 128 << 20,
    interfaces: 65_536,
    options: 1_024,
    header_depth: 24,
    name_bytes: 255,
    names: 8_000_000,
    names_per_host: 16,
    hosts: 64_000_000,
    flows: 100_000_000,
    fragments: 65_536,
    inputs: 4_096,
};

/// A new cap has to be written above, and is missed here until it has its test below.
#[test]
fn defaults_are_as_documented() {
    assert_eq!(ReadLimits::default(), DEFAULTS);
}

/// What was read, with every sum checked against every other.
#[track_caller]
fn read_within(limits: ReadLimits, inputs: Vec<Input>) -> Traffic {
    let options = ReadOptions {
        limits,
        ..ReadOptions::default()
    };
    let traffic = read(inputs, &options, None, &mut |_, _| Wish::GoOn).expect("a capture");
    let reported = traffic.files.iter().fold(Totals::default(), |sum, file| {
        sum + Totals {
            packets: file.packets,
            bytes: file.bytes,
            flows: 0,
        }
    });
    let flows = traffic.table.len() as u64;
    assert_eq!(traffic.totals, Totals { flows, ..reported });
    assert_eq!(traffic.table.totals + traffic.unparsed, traffic.totals);
    let by_protocol = traffic
        .protocols
        .values()
        .fold(Totals::default(), |sum, now| sum + *now);
    assert_eq!(by_protocol, traffic.totals);
    traffic
}

/// Reads one input; its notes must be these, and packets in flows and elsewhere as many.
#[track_caller]
fn check(
    limits: ReadLimits,
    bytes: Vec<u8>,
    notes: &[(NoteKind, u64)],
    [in_flows, elsewhere]: [u64; 2],
) -> Traffic {
    let traffic = read_within(limits, vec![input("file", bytes)]);
    let found: Vec<(NoteKind, u64)> = traffic.files[0]
        .notes
        .as_slice()
        .iter()
        .map(|note| (note.kind, note.count))
        .collect();
    assert_eq!(found, notes);
    let packets = [traffic.table.totals.packets, traffic.unparsed.packets];
    assert_eq!(packets, [in_flows, elsewhere]);
    traffic
}

/// A UDP datagram from this host and port to a server.
fn datagram(host: u8, port: u16, payload: &[u8]) -> Vec<u8> {
    ethernet(
        IPV4,
        &ipv4([10, 0, 0, host], B, UDP, &udp(port, 9, payload)),
    )
}

fn capture(frames: &[Vec<u8>]) -> Vec<u8> {
    let timed: Vec<(i64, &[u8])> = frames
        .iter()
        .map(|frame| (TIME, frame.as_slice()))
        .collect();
    pcap(1, &timed)
}

/// A section with one interface.
fn pcapng() -> PcapngWriter {
    PcapngWriter::new(ByteOrder::Little).interface(1)
}

fn two_packets(writer: PcapngWriter) -> Vec<u8> {
    let frame = datagram(1, 1, b"");
    writer
        .enhanced(0, 1, &frame)
        .enhanced(0, 2, &frame)
        .finish()
}

#[test]
fn record_bytes() {
    let limits = ReadLimits {
        record_bytes: 100,
        ..DEFAULTS
    };
    let frames = [
        datagram(1, 1, b""),
        datagram(1, 1, &[0; 200]),
        datagram(1, 1, b""),
    ];
    let notes = [(NoteKind::InvalidRecordLength, 1)];
    check(limits, capture(&frames), &notes, [2, 0]);
    let writer = pcapng().enhanced(0, 1, &datagram(1, 1, &[0; 200]));
    check(limits, two_packets(writer), &notes, [2, 0]);
}

#[test]
fn block_bytes() {
    let limits = ReadLimits {
        block_bytes: 100,
        ..DEFAULTS
    };
    let notes = [(NoteKind::LimitReached("block bytes"), 1)];
    check(
        limits,
        two_packets(pcapng().secrets(&[1; 200])),
        &notes,
        [2, 0],
    );
}

#[test]
fn resync_bytes() {
    let limits = ReadLimits {
        resync_bytes: 1_000,
        ..DEFAULTS
    };
    let frame = datagram(1, 1, b"");
    let writer = || PcapWriter::new(ByteOrder::Little, Resolution::Nanos, 1).packet(TIME, &frame);
    let behind = |noise: usize| {
        let noisy = writer().raw(&vec![0xff; noise]);
        (0..9)
            .fold(noisy, |writer, _| writer.packet(TIME, &frame))
            .finish()
    };
    let notes = [(NoteKind::InvalidRecordLength, 1)];
    check(limits, behind(800), &notes, [10, 0]);
    check(limits, behind(2_000), &notes, [1, 0]);
}

#[test]
fn decompression_bytes() {
    let limits = ReadLimits {
        decompression_bytes: 64 << 10,
        ..DEFAULTS
    };
    let whole = capture(&[datagram(1, 1, b"")]);
    let inputs = vec![input("plain", whole.clone()), input("packed", xz(&whole))];
    let traffic = read_within(limits, inputs);
    let error = traffic.files[1].error.as_deref().unwrap_or_default();
    assert!(error.contains("too much memory"), "{error}");
    assert_eq!(traffic.totals.packets, 1);
}

#[test]
fn interfaces() {
    let limits = ReadLimits {
        interfaces: 1,
        ..DEFAULTS
    };
    let frame = datagram(1, 1, b"");
    let writer = pcapng().interface(1).enhanced(1, 1, &frame);
    let notes = [
        (NoteKind::LimitReached("interfaces"), 1),
        (NoteKind::UnknownInterface, 1),
        (NoteKind::NoAddresses, 1),
    ];
    check(limits, two_packets(writer), &notes, [2, 1]);
}

#[test]
fn options() {
    let limits = ReadLimits {
        options: 1,
        ..DEFAULTS
    };
    let options: [(u16, &[u8]); 2] = [(PcapngWriter::IF_NAME, b"eth0"), (3, b"described")];
    let writer = PcapngWriter::new(ByteOrder::Big).interface_with(1, 0, &options);
    check(
        limits,
        two_packets(writer),
        &[(NoteKind::LimitReached("options"), 1)],
        [2, 0],
    );
}

#[test]
fn header_depth() {
    let limits = ReadLimits {
        header_depth: 4,
        ..DEFAULTS
    };
    let inner = (0..9).fold(
        vlan(9, IPV4, &ipv4(A, B, UDP, &udp(1, 9, b""))),
        |inside, _| vlan(1, VLAN, &inside),
    );
    let frames = [ethernet(VLAN, &inner), datagram(1, 1, b"")];
    check(limits, capture(&frames), &[(NoteKind::TooDeep, 1)], [2, 0]);
}

#[test]
fn name_bytes() {
    let limits = ReadLimits {
        name_bytes: 4,
        ..DEFAULTS
    };
    let writer = pcapng().names(&[(&A, &[b"long.example", b"ok"])]);
    let notes = [(NoteKind::LimitReached("name bytes"), 1)];
    let traffic = check(limits, two_packets(writer), &notes, [2, 0]);
    assert_eq!(names_of(&traffic, A), ["ok"]);
}

#[test]
fn names() {
    let limits = ReadLimits {
        names: 1,
        ..DEFAULTS
    };
    let writer = pcapng().names(&[(&A, &[b"first", b"second"])]);
    let notes = [(NoteKind::LimitReached("names"), 1)];
    let traffic = check(limits, two_packets(writer), &notes, [2, 0]);
    assert_eq!(names_of(&traffic, A), ["first"]);
}

#[test]
fn names_per_host() {
    let limits = ReadLimits {
        names_per_host: 2,
        ..DEFAULTS
    };
    let notes = [(NoteKind::LimitReached("names per host"), 1)];
    // Before the host is seen.
    let writer = pcapng().names(&[(&A, &[b"one", b"two", b"three", b"one"])]);
    let traffic = check(limits, two_packets(writer), &notes, [2, 0]);
    assert_eq!(names_of(&traffic, A), ["one", "two"]);
}

#[test]
fn hosts() {
    let limits = ReadLimits {
        hosts: 3,
        ..DEFAULTS
    };
    let frames: Vec<Vec<u8>> = (11..16)
        .map(|host| ipv4([10, 0, 0, host], B, UDP, &udp(1, 9, b"")))
        .collect();
    let timed: Vec<(i64, &[u8])> = frames
        .iter()
        .map(|frame| (TIME, frame.as_slice()))
        .collect();
    check(
        limits,
        pcap(101, &timed),
        &[(NoteKind::LimitReached("hosts"), 3)],
        [2, 3],
    );
}

#[test]
fn flows() {
    let limits = ReadLimits {
        flows: 3,
        ..DEFAULTS
    };
    let frames: Vec<Vec<u8>> = (1..9).map(|port| datagram(1, port, b"")).collect();
    let notes = [(NoteKind::LimitReached("flows"), 5)];
    check(limits, capture(&frames), &notes, [3, 5]);
}

#[test]
fn fragments() {
    let limits = ReadLimits {
        fragments: 2,
        ..DEFAULTS
    };
    // The last parts of eight datagrams, whose first parts come only then.
    let part = |identification, flags_and_offset, payload: &[u8]| {
        let header = Ipv4 {
            identification,
            flags_and_offset,
            ..Ipv4::new(A, B, UDP)
        };
        ethernet(IPV4, &header.around(payload))
    };
    let last = (0..8).map(|id| part(id, 1, &[0; 8]));
    let first = (0..8).map(|id| part(id, 0x2000, &udp(1, 9, b"")));
    let frames: Vec<Vec<u8>> = last.chain(first).collect();
    let notes = [(NoteKind::LimitReached("fragments"), 6)];
    let traffic = check(limits, capture(&frames), &notes, [16, 0]);
    // Six gave up waiting and have no ports; the rest is one flow.
    let packets: Vec<u64> = (0..traffic.table.len())
        .map(|flow| traffic.table.flow_totals(flow).packets)
        .collect();
    assert_eq!(packets, [6, 10]);
}

#[test]
fn inputs() {
    let limits = ReadLimits {
        inputs: 1,
        ..DEFAULTS
    };
    let whole = capture(&[datagram(1, 1, b"")]);
    let inputs = vec![input("a", whole.clone()), input("b", whole)];
    let traffic = read_within(limits, inputs);
    assert_eq!(traffic.totals.packets, 1);
    let error = traffic.files[1].error.as_deref().unwrap_or_default();
    assert!(error.contains("no more than 1 inputs"), "{error}");
}

/// The names that a host was given.
fn names_of(traffic: &Traffic, address: [u8; 4]) -> Vec<&str> {
    let hosts = &traffic.table.hosts;
    let wanted = std::net::IpAddr::from(address).to_string();
    let code = hosts
        .addresses()
        .iter()
        .position(|address| address.to_string() == wanted);
    let code = u32::try_from(code.expect("a host")).expect("few hosts");
    hosts
        .names(code)
        .iter()
        .map(|name| traffic.table.names.name(name.name))
        .collect()
}
