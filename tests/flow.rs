//! Do packets become the flows that they are?
//!
//! Goldens as text: packets built in code on the left, flows on the right. Then the same for whole
//! captures whose every packet is known, made by the generator of the samples.

#[path = "../examples/generator/mod.rs"]
mod generator;
#[path = "support/packets.rs"]
mod packets;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use flowloom::capture::{Application, Evidence, Input, NameOrigin, NoteKind, Protocol, ReadLimits};
use flowloom::flow::{
    Assembled, DEFAULT_IDLE_TIMEOUT_NANOS, PAYLOADS_LOOKED_AT, Place, ReadOptions, Traffic, Wish,
    read,
};
use flowloom::units::{NANOS_PER_SECOND, Totals};
use packets::*;

const CLIENT: &str = "10.0.0.1:40000";
const SERVER: &str = "10.0.0.2:80";

#[track_caller]
fn check_with(options: &ReadOptions, sent: &[Sent], expected: &[&str]) -> Assembled {
    let assembled = assemble(sent, options);
    let flows = describe_all(&assembled.table);
    assert_eq!(flows.lines().collect::<Vec<_>>(), expected);
    check_sums(&assembled, sent);
    assembled
}

#[track_caller]
fn check(sent: &[Sent], expected: &[&str]) -> Assembled {
    check_with(&ReadOptions::default(), sent, expected)
}

/// Flows and unparsed packets are all packets, and so are protocols.
#[track_caller]
fn check_sums(assembled: &Assembled, sent: &[Sent]) {
    let bytes = sent.iter().map(|sent| u64::from(sent.len)).sum();
    let flows = assembled.table.len() as u64;
    let all = Totals {
        packets: sent.len() as u64,
        bytes,
        flows,
    };
    assert_eq!(assembled.totals, all);
    assert_eq!(assembled.table.totals + assembled.unparsed, all);
    let by_protocol = assembled
        .protocols
        .values()
        .fold(Totals::default(), |sum, totals| sum + *totals);
    assert_eq!(by_protocol, all);
}

#[test]
fn a_handshake_makes_one_flow_and_tells_the_client() {
    check(
        &[
            tcp(SERVER, CLIENT).flags(SYN | ACK).len(60).at(1),
            tcp(CLIENT, SERVER).flags(SYN).len(50).at(0),
            tcp(CLIENT, SERVER).len(40).at(2),
            tcp(SERVER, CLIENT).flags(FIN | ACK).len(40).at(3),
        ],
        &[
            "10.0.0.1:40000 > 10.0.0.2:80 tcp http by Port packets=2/2 bytes=90/100 flags=12/13 \
           time=0..3 SYN seen 100%",
        ],
    );
}

#[test]
fn without_a_handshake_the_ports_tell_the_client() {
    check(
        &[
            tcp(SERVER, CLIENT),
            udp("10.0.0.1:5000", "10.0.0.2:4000"),
            udp("10.0.0.2:53", "10.0.0.1:53"),
            tcp("10.0.0.1:50000", "10.0.0.2:1001").flags(SYN | ACK),
        ],
        &[
            "10.0.0.1:40000 > 10.0.0.2:80 tcp http by Port packets=0/1 bytes=0/100 flags=00/10 \
             time=0..0 known port 85%",
            "10.0.0.1:5000 > 10.0.0.2:4000 udp packets=1/0 bytes=100/0 time=0..0 lower port 55%",
            "10.0.0.2:53 > 10.0.0.1:53 udp dns by Port packets=1/0 bytes=100/0 time=0..0 \
             first packet 50%",
            "10.0.0.2:1001 > 10.0.0.1:50000 tcp packets=0/1 bytes=0/100 flags=00/12 time=0..0 \
             SYN seen 98%",
        ],
    );
}

#[test]
fn nobody_answers_from_a_group_address() {
    check(
        &[
            udp("10.0.0.1:1900", "239.255.255.250:1900"),
            plain(Protocol::IGMP, "10.0.0.1", "224.0.0.22"),
            plain(Protocol::ARP, "02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff"),
        ],
        &[
            "10.0.0.1:1900 > 239.255.255.250:1900 udp ssdp by Port packets=1/0 bytes=100/0 \
             time=0..0 first packet 90%",
            "10.0.0.1 > 224.0.0.22 igmp packets=1/0 bytes=100/0 time=0..0 first packet 90%",
            "02:00:00:00:00:01 > ff:ff:ff:ff:ff:ff arp packets=1/0 bytes=100/0 time=0..0 \
             first packet 90%",
        ],
    );
}

#[test]
fn payload_beats_ports_and_names_the_server() {
    let request = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";
    let assembled = check(
        &[
            tcp("10.0.0.2:40001", "10.0.0.1:443").payload("HTTP/1.1 200 OK\r\n\r\n"),
            tcp("10.0.0.1:443", "10.0.0.2:40001").payload(request),
        ],
        &[
            "10.0.0.1:443 > 10.0.0.2:40001 tcp http by Payload name=www.example.org packets=1/1 \
           bytes=100/100 flags=10/10 time=0..0 payload 95%",
        ],
    );
    let hosts = &assembled.table.hosts;
    let names_of = |host| hosts.names(hosts.code(address(host)).expect("a host"));
    assert!(names_of("10.0.0.1").is_empty());
    let [name] = names_of("10.0.0.2") else {
        panic!("one name")
    };
    assert_eq!(name.origin, NameOrigin::HttpHost);
    assert_eq!(assembled.table.names.name(name.name), "www.example.org");
}

#[test]
fn only_the_first_payloads_are_looked_at() {
    let request = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";
    let with_noise = |noise| {
        let mut sent = vec![
            tcp(CLIENT, "10.0.0.2:9").payload([7; 9]);
            usize::from(PAYLOADS_LOOKED_AT) - noise
        ];
        sent.push(tcp(CLIENT, "10.0.0.2:9").payload(request));
        assemble(&sent, &ReadOptions::default())
            .table
            .flow(0)
            .application
    };
    assert_eq!(with_noise(1), Application::Http);
    assert_eq!(with_noise(0), Application::Unknown);
}

/// An answer that gives `www.example` the address 10.9.9.9.
const DNS_ANSWER: &[u8] = b"\x12\x34\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00\
    \x03www\x07example\x00\x00\x01\x00\x01\
    \xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x0a\x09\x09\x09";

#[test]
fn an_answer_names_hosts_that_come_later() {
    let sent = [
        udp("10.0.0.53:53", "10.0.0.1:40000").payload(DNS_ANSWER),
        tcp(CLIENT, "10.9.9.9:9999"),
    ];
    let assembled = check(
        &sent,
        &[
            "10.0.0.1:40000 > 10.0.0.53:53 udp dns by Payload name=www.example packets=0/1 \
             bytes=0/100 time=0..0 payload 95%",
            "10.0.0.1:40000 > 10.9.9.9:9999 tcp packets=1/0 bytes=100/0 flags=10/00 time=0..0 \
             lower port 55%",
        ],
    );
    let hosts = &assembled.table.hosts;
    let named = hosts.code(address("10.9.9.9")).expect("a host");
    let [name] = hosts.names(named) else {
        panic!("one name")
    };
    assert_eq!(name.origin, NameOrigin::Dns);
    assert_eq!(assembled.table.names.name(name.name), "www.example");
    // An address that only an answer showed is no host.
    let only_answer = assemble(&sent[..1], &ReadOptions::default());
    assert_eq!(only_answer.table.hosts.len(), 2);
}

#[test]
fn the_capture_file_may_name_hosts_before_and_after() {
    let mut assembler = assembler(&[tcp(CLIENT, SERVER)], &ReadOptions::default());
    let place = Place {
        input: 0,
        offset: 0,
    };
    for (host, name) in [
        ("10.0.0.1", "known"),
        ("10.0.0.3", "later"),
        ("10.0.0.4", "never"),
    ] {
        assembler.add_name(address(host), name, place);
    }
    assembler.add(&tcp("10.0.0.3:1", SERVER).packet(), place);
    let table = assembler.finish().table;
    let name_of = |host: &str| {
        let names = table.hosts.names(table.hosts.code(address(host))?);
        names
            .first()
            .map(|name| (table.names.name(name.name), name.origin))
    };
    assert_eq!(
        name_of("10.0.0.1"),
        Some(("known", NameOrigin::CaptureFile))
    );
    assert_eq!(
        name_of("10.0.0.3"),
        Some(("later", NameOrigin::CaptureFile))
    );
    assert_eq!(name_of("10.0.0.2"), None);
    assert_eq!(name_of("10.0.0.4"), None);
}

#[test]
fn a_silence_ends_a_flow_and_a_beacon_does_not() {
    let limit = DEFAULT_IDLE_TIMEOUT_NANOS / NANOS_PER_SECOND;
    let beacon: Vec<Sent> = (0..100)
        .map(|ping| udp(CLIENT, "10.0.0.2:9").at(ping * limit))
        .collect();
    check(
        &beacon,
        &[
            "10.0.0.1:40000 > 10.0.0.2:9 udp packets=100/0 bytes=10000/0 time=0..356400 \
           lower port 75%",
        ],
    );
    let silence = [
        udp(CLIENT, "10.0.0.2:9"),
        udp(CLIENT, "10.0.0.2:9").at(limit + 1),
    ];
    assert_eq!(assemble(&silence, &ReadOptions::default()).table.len(), 2);
    let never = ReadOptions {
        idle_timeout_nanos: 0,
        ..ReadOptions::default()
    };
    assert_eq!(assemble(&silence, &never).table.len(), 1);
}

#[test]
fn an_active_timeout_cuts_a_long_flow() {
    let sent: Vec<Sent> = (0..10)
        .map(|second| udp(CLIENT, "10.0.0.2:9").at(second))
        .collect();
    let options = ReadOptions {
        active_timeout_nanos: 4 * NANOS_PER_SECOND,
        ..ReadOptions::default()
    };
    check_with(
        &options,
        &sent,
        &[
            "10.0.0.1:40000 > 10.0.0.2:9 udp packets=5/0 bytes=500/0 time=0..4 lower port 75%",
            "10.0.0.1:40000 > 10.0.0.2:9 udp packets=5/0 bytes=500/0 time=5..9 lower port 75%",
        ],
    );
}

#[test]
fn a_port_used_again_is_a_new_flow() {
    let opened = |seconds| tcp(CLIENT, SERVER).flags(SYN).at(seconds);
    for end in [FIN | ACK, RST] {
        let sent = [
            opened(0),
            tcp(SERVER, CLIENT).flags(end).at(1),
            tcp(CLIENT, SERVER).at(2),
            opened(3),
        ];
        let table = assemble(&sent, &ReadOptions::default()).table;
        assert_eq!(table.len(), 2, "{end:02x}");
        assert_eq!(table.flow(0).packets, [2, 1]);
        assert_eq!(table.flow(1).packets, [1, 0]);
    }
    // A SYN sent again before the end is not.
    let table = assemble(&[opened(0), opened(1), opened(3)], &ReadOptions::default()).table;
    assert_eq!(table.len(), 1);
}

#[test]
fn time_may_run_backwards() {
    check(
        &[
            udp(CLIENT, "10.0.0.2:9").at(5),
            udp("10.0.0.2:9", CLIENT).at(3),
            udp(CLIENT, "10.0.0.2:9").at(4),
        ],
        &["10.0.0.1:40000 > 10.0.0.2:9 udp packets=2/1 bytes=200/100 time=3..5 lower port 75%"],
    );
}

#[test]
fn vlans_are_kept_apart_only_when_asked() {
    let sent = [
        udp(CLIENT, "10.0.0.2:9"),
        udp(CLIENT, "10.0.0.2:9").vlan(7),
        udp("10.0.0.2:9", CLIENT).vlan(8),
    ];
    check(
        &sent,
        &[
            "10.0.0.1:40000 > 10.0.0.2:9 udp vlan=7 packets=2/1 bytes=200/100 time=0..0 \
           lower port 75%",
        ],
    );
    check_with(
        &ReadOptions {
            vlan_in_key: true,
            ..ReadOptions::default()
        },
        &sent,
        &[
            "10.0.0.1:40000 > 10.0.0.2:9 udp packets=1/0 bytes=100/0 time=0..0 lower port 75%",
            "10.0.0.1:40000 > 10.0.0.2:9 udp vlan=7 packets=1/0 bytes=100/0 time=0..0 \
             lower port 75%",
            "10.0.0.1:40000 > 10.0.0.2:9 udp vlan=8 packets=0/1 bytes=0/100 time=0..0 \
             lower port 75%",
        ],
    );
}

#[test]
fn fragments_find_their_flow_in_any_order() {
    let parts = [
        udp(CLIENT, "10.0.0.2:9").first_fragment(77),
        udp(CLIENT, "10.0.0.2:9").later_fragment(77).len(90),
        udp(CLIENT, "10.0.0.2:9").later_fragment(77).len(80),
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        check(
            &order.map(|part| parts[part].clone()),
            &["10.0.0.1:40000 > 10.0.0.2:9 udp packets=3/0 bytes=270/0 time=0..0 lower port 75%"],
        );
    }
}

#[test]
fn fragments_without_a_first_one_are_a_flow_without_ports() {
    let sent = [
        udp(CLIENT, "10.0.0.2:9").later_fragment(1),
        // Another datagram, another direction, another protocol, and too late: none is the first.
        udp(CLIENT, "10.0.0.2:9").first_fragment(2),
        udp("10.0.0.2:9", CLIENT).first_fragment(1),
        plain(Protocol::ICMP, "10.0.0.1", "10.0.0.2").first_fragment(1),
        udp(CLIENT, "10.0.0.2:9").first_fragment(1).at(100),
    ];
    let assembler = assembler(&sent, &ReadOptions::default());
    assert_eq!(
        assembler.snapshot().unparsed,
        Totals {
            packets: 1,
            bytes: 100,
            flows: 0
        }
    );
    check(
        &sent,
        &[
            "10.0.0.1:40000 > 10.0.0.2:9 udp packets=2/1 bytes=200/100 time=0..100 lower port 75%",
            "10.0.0.1 > 10.0.0.2 icmp packets=1/0 bytes=100/0 time=0..0 first packet 50%",
            "10.0.0.1:0 > 10.0.0.2:0 udp packets=1/0 bytes=100/0 time=0..0 first packet 50%",
        ],
    );
}

#[test]
fn remembered_fragments_are_bounded() {
    let limits = ReadLimits {
        fragments: 4,
        ..ReadLimits::default()
    };
    let options = ReadOptions {
        limits,
        ..ReadOptions::default()
    };
    let firsts = (0..10).map(|id| udp(CLIENT, "10.0.0.2:9").first_fragment(id));
    let later = (0..10).map(|id| udp(CLIENT, "10.0.0.2:9").later_fragment(id));
    let sent: Vec<Sent> = firsts.chain(later.clone()).collect();
    let portless = "10.0.0.1:0 > 10.0.0.2:0 udp packets=6/0 bytes=600/0 time=0..0 first packet 50%";
    check_with(
        &options,
        &sent,
        &[
            "10.0.0.1:40000 > 10.0.0.2:9 udp packets=14/0 bytes=1400/0 time=0..0 lower port 75%",
            portless,
        ],
    );
    let sent: Vec<Sent> = later.collect();
    assert_eq!(
        assembler(&sent, &options).flows(),
        1,
        "the first six no longer wait"
    );
    assert_eq!(assemble(&sent, &options).table.flow(0).packets, [10, 0]);
}

#[test]
fn frames_without_addresses_are_unparsed() {
    let kind = NoteKind::UnsupportedLinkType(147);
    let sent = [
        plain(Protocol::UNSUPPORTED_LINK, "10.0.0.1", "10.0.0.2").without_endpoints(kind),
        tcp(CLIENT, SERVER),
    ];
    let assembled = assemble(&sent, &ReadOptions::default());
    check_sums(&assembled, &sent);
    assert_eq!(
        assembled.unparsed,
        Totals {
            packets: 1,
            bytes: 100,
            flows: 0
        }
    );
    let [note] = assembled.notes[0].as_slice() else {
        panic!("one note")
    };
    assert_eq!((note.kind, note.count, note.first_offset), (kind, 1, 0));
}

#[test]
fn the_mac_addresses_of_the_first_frame_are_kept() {
    check(
        &[tcp(SERVER, CLIENT)
            .macs("02:00:00:00:00:02", "02:00:00:00:00:01")
            .flags(SYN | ACK)],
        &[
            "10.0.0.1:40000 > 10.0.0.2:80 tcp http by Port mac=02:00:00:00:00:01 packets=0/1 \
           bytes=0/100 flags=00/12 time=0..0 SYN seen 98%",
        ],
    );
}

#[track_caller]
fn check_limit(limits: ReadLimits, sent: &[Sent], limit: &'static str, expected_flows: usize) {
    let options = ReadOptions {
        limits,
        ..ReadOptions::default()
    };
    let assembled = assemble(sent, &options);
    check_sums(&assembled, sent);
    assert_eq!(assembled.table.len(), expected_flows);
    let kinds: Vec<NoteKind> = assembled.notes[0]
        .as_slice()
        .iter()
        .map(|note| note.kind)
        .collect();
    assert_eq!(kinds, [NoteKind::LimitReached(limit)]);
}

#[test]
fn flows_are_bounded() {
    let limits = ReadLimits {
        flows: 3,
        ..ReadLimits::default()
    };
    let sent: Vec<Sent> = (1..9)
        .map(|port| udp(&format!("10.0.0.1:{port}"), "10.0.0.2:53"))
        .collect();
    check_limit(limits, &sent, "flows", 3);
}

#[test]
fn hosts_are_bounded() {
    let limits = ReadLimits {
        hosts: 3,
        ..ReadLimits::default()
    };
    let sent: Vec<Sent> = (1..9)
        .map(|host| udp(&format!("10.0.0.{host}:9"), "10.0.1.1:53"))
        .collect();
    check_limit(limits, &sent, "hosts", 2);
}

#[test]
fn names_are_bounded() {
    let request = |host: usize| format!("GET / HTTP/1.1\r\nHost: {host}.example\r\n\r\n");
    let sent: Vec<Sent> = (1..9)
        .map(|host| tcp(&format!("10.0.0.{host}:9"), SERVER).payload(request(host)))
        .collect();
    check_limit(
        ReadLimits {
            names: 3,
            ..ReadLimits::default()
        },
        &sent,
        "names",
        8,
    );
    let short = ReadLimits {
        name_bytes: 5,
        ..ReadLimits::default()
    };
    check_limit(short, &sent, "name length", 8);
}

fn input(bytes: Vec<u8>) -> Input {
    Input {
        path: "generated".into(),
        size_bytes: Some(bytes.len() as u64),
        reader: Box::new(std::io::Cursor::new(bytes)),
    }
}

/// Reads with flows that no silence ends, as the generator counts them.
fn read_all(bytes: Vec<u8>) -> Traffic {
    let options = ReadOptions {
        idle_timeout_nanos: 0,
        ..ReadOptions::default()
    };
    read(vec![input(bytes)], &options, None, &mut |_, _| Wish::GoOn).expect("a capture")
}

/// Holds what was read against what the generator meant.
fn check_story(story: &str, truth: &generator::Summary, traffic: &Traffic) {
    assert_eq!(traffic.totals.packets, truth.packets, "{story}: packets");
    assert_eq!(traffic.totals.bytes, truth.bytes, "{story}: bytes");
    assert_eq!(traffic.unparsed, Totals::default(), "{story}: unparsed");
    let span = traffic.span.expect("packets");
    assert_eq!(
        span.first.nanos() as u64,
        truth.first_nanos,
        "{story}: first"
    );
    assert_eq!(span.last.nanos() as u64, truth.last_nanos, "{story}: last");
    let hosts = traffic
        .table
        .hosts
        .addresses()
        .iter()
        .filter(|host| host.is_ip())
        .count();
    assert_eq!(hosts as u64, truth.hosts, "{story}: hosts");
    for (&protocol, expected) in &truth.protocols {
        let totals = traffic
            .protocols
            .get(&Protocol(protocol))
            .copied()
            .unwrap_or_default();
        assert_eq!(
            (totals.packets, totals.bytes),
            (expected.packets, expected.bytes),
            "{story}: protocol {protocol}"
        );
    }
    let mut by_payload: BTreeMap<&str, Totals> = BTreeMap::new();
    for flow in 0..traffic.table.len() {
        let row = traffic.table.flow(flow);
        if row.evidence == Evidence::Payload {
            *by_payload.entry(row.application.key()).or_default() +=
                traffic.table.flow_totals(flow);
        }
    }
    let counts = |packets, bytes, flows| Totals {
        packets,
        bytes,
        flows,
    };
    let expected: BTreeMap<&str, Totals> = truth
        .applications
        .iter()
        .map(|(&key, count)| (key, counts(count.packets, count.bytes, count.flows)))
        .collect();
    assert_eq!(by_payload, expected, "{story}: applications by payload");
    assert!(
        traffic.files.iter().all(|file| file.notes.is_empty()),
        "{story}: notes"
    );
}

#[test]
fn generated_captures_are_read_exactly() {
    type Story = fn(&mut Vec<u8>) -> std::io::Result<generator::Summary>;
    let stories: [(&str, Story); 4] = [
        ("office", |out| generator::office(generator::SEED, out)),
        ("puzzle", |out| generator::dns_puzzle(generator::SEED, out)),
        ("traffic", |out| {
            generator::traffic(2 << 20, generator::SEED, out)
        }),
        ("botnet", |out| generator::botnet(200, generator::SEED, out)),
    ];
    for (story, write) in stories {
        let mut bytes = Vec::new();
        let truth = write(&mut bytes).expect("writing to memory");
        let traffic = read_all(bytes);
        check_story(story, &truth, &traffic);
        assert_eq!(traffic.totals.flows, truth.flows, "{story}: flows");
        assert!(traffic.complete, "{story}");
    }
}

#[test]
fn snapshots_grow_and_add_up_at_every_moment() {
    let mut bytes = Vec::new();
    let truth = generator::traffic(20 << 20, 3, &mut bytes).expect("writing to memory");
    let mut snapshots: Vec<Traffic> = Vec::new();
    let mut observer = |progress: &flowloom::flow::ReadProgress, snapshot: Option<Traffic>| {
        let Some(snapshot) = snapshot else {
            return Wish::Snapshot;
        };
        assert_eq!(snapshot.totals.flows, progress.flows);
        snapshots.push(snapshot);
        Wish::GoOn
    };
    let last = read(
        vec![input(bytes)],
        &ReadOptions::default(),
        None,
        &mut observer,
    )
    .expect("a capture");
    assert!(snapshots.len() > 2, "{} snapshots", snapshots.len());
    snapshots.push(last);
    for pair in snapshots.windows(2) {
        assert!(!pair[0].complete);
        assert!(pair[0].totals.packets < pair[1].totals.packets);
        assert!(pair[0].table.len() <= pair[1].table.len());
    }
    for traffic in &snapshots {
        assert_eq!(traffic.table.totals + traffic.unparsed, traffic.totals);
    }
    assert_eq!(
        snapshots.last().map(|last| last.totals.packets),
        Some(truth.packets)
    );
}

#[test]
fn cancelling_keeps_what_was_read() {
    let mut bytes = Vec::new();
    let truth = generator::traffic(20 << 20, 3, &mut bytes).expect("writing to memory");
    let by_wish = read(
        vec![input(bytes.clone())],
        &ReadOptions::default(),
        None,
        &mut |_, _| Wish::Cancel,
    );
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    let by_flag = read(
        vec![input(bytes)],
        &ReadOptions::default(),
        Some(flag),
        &mut |_, _| {
            set.store(true, Ordering::Relaxed);
            Wish::GoOn
        },
    );
    for traffic in [by_wish, by_flag] {
        let traffic = traffic.expect("a capture");
        assert!(!traffic.complete);
        assert!((1..truth.packets).contains(&traffic.totals.packets));
        assert_eq!(traffic.table.totals + traffic.unparsed, traffic.totals);
        assert_eq!(traffic.files[0].packets, traffic.totals.packets);
    }
}
