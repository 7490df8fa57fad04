//! Is every packet counted exactly once, everywhere?
//!
//! Random packets through the whole way from assembler to tallies, held against sums made in the
//! most naive way, and against the same sums on other numbers of threads.

#[path = "support/packets.rs"]
mod packets;

use std::collections::{BTreeMap, BTreeSet};

use flowloom::capture::{Address, Fragment, NoteKind, Protocol, ReadLimits};
use flowloom::flow::{Assembled, FlowTable, ReadOptions};
use flowloom::graph::{Graph, Grouping, NodeKind};
use flowloom::query::{FlowKeys, FlowSet, Rows, Tallies};
use flowloom::units::{NANOS_PER_SECOND, Totals};
use packets::*;
use proptest::prelude::*;

fn any_address() -> impl Strategy<Value = Address> {
    prop_oneof![
        8 => (0..12_u8).prop_map(|host| Address::V4([10, 0, 0, host])),
        2 => (0..3_u8).prop_map(|host| {
            let mut bytes = [0; 16];
            (bytes[0], bytes[15]) = (0x20, host);
            Address::V6(bytes)
        }),
        1 => Just(Address::V4([224, 0, 0, 251])),
    ]
}

fn any_mac() -> impl Strategy<Value = Address> {
    (0..4_u8).prop_map(|station| Address::Mac([2, 0, 0, 0, 0, station]))
}

fn any_protocol() -> impl Strategy<Value = Protocol> {
    prop::sample::select(vec![
        Protocol::TCP,
        Protocol::UDP,
        Protocol::ICMP,
        Protocol(50),
    ])
}

fn any_port() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![53, 80, 443, 40_000, 40_001])
}

fn any_fragment() -> impl Strategy<Value = Fragment> {
    prop_oneof![
        6 => Just(Fragment::Whole),
        1 => (0..3_u32).prop_map(Fragment::First),
        2 => (0..3_u32).prop_map(Fragment::Later),
    ]
}

prop_compose! {
    fn any_sent()(
        hosts in [any_address(), any_address()],
        macs in prop::option::weighted(0.7, [any_mac(), any_mac()]),
        protocol in any_protocol(),
        ports in [any_port(), any_port()],
        fragment in any_fragment(),
        vlan in prop::option::weighted(0.3, 0..3_u16),
        flags in prop::sample::select(vec![SYN, SYN | ACK, ACK, FIN | ACK, RST]),
        payload in prop::sample::select(vec![
            &b""[..], b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", b"SSH-2.0-x\r\n", b"\0\0",
        ]),
        kind in 0..10,
        len in 0..2_000_u32,
        seconds in 0..20_000_i64,
    ) -> Sent {
        let is_later = matches!(fragment, Fragment::Later(_));
        let mut sent = Sent {
            time: START + seconds * NANOS_PER_SECOND,
            len,
            endpoints: Some(hosts),
            macs,
            outer_protocol: None,
            protocol,
            ports: if protocol.has_ports() && !is_later { ports } else { [0, 0] },
            flags: if protocol == Protocol::TCP && !is_later { flags } else { 0 },
            vlan,
            fragment,
            tunnel: None,
            payload: payload.into(),
            damage: None,
        };
        match kind {
            0 => sent = sent.without_endpoints(NoteKind::NoAddresses),
            1 => {
                (sent.endpoints, sent.protocol) = (macs, Protocol::ARP);
                (sent.ports, sent.flags, sent.fragment) = ([0, 0], 0, Fragment::Whole);
            }
            2 => sent.outer_protocol = Some(Protocol(47)),
            _ => {}
        }
        sent
    }
}

fn any_options() -> impl Strategy<Value = ReadOptions> {
    let seconds = prop::sample::select(vec![0, 60, 3_600]);
    let flows = prop::sample::select(vec![5, usize::MAX]);
    let hosts = prop::sample::select(vec![4, usize::MAX]);
    let fragments = 1..4_usize;
    (
        seconds.clone(),
        seconds,
        any::<bool>(),
        flows,
        hosts,
        fragments,
    )
        .prop_map(
            |(active, idle, vlan_in_key, flows, hosts, fragments)| ReadOptions {
                active_timeout_nanos: active * NANOS_PER_SECOND,
                idle_timeout_nanos: idle * NANOS_PER_SECOND,
                vlan_in_key,
                limits: ReadLimits {
                    flows,
                    hosts,
                    fragments,
                    ..ReadLimits::default()
                },
                ..ReadOptions::default()
            },
        )
}

fn any_packets() -> impl Strategy<Value = Vec<Sent>> {
    prop::collection::vec(any_sent(), 0..120)
}

fn sum(totals: impl IntoIterator<Item = Totals>) -> Totals {
    totals
        .into_iter()
        .fold(Totals::default(), |sum, totals| sum + totals)
}

/// Every packet is in one flow or unparsed, and in one protocol.
fn check_assembled(assembled: &Assembled, sent: &[Sent]) {
    let table = &assembled.table;
    let bytes = sent.iter().map(|sent| u64::from(sent.len)).sum();
    let all = Totals {
        packets: sent.len() as u64,
        bytes,
        flows: table.len() as u64,
    };
    assert_eq!(assembled.totals, all);
    assert_eq!(
        sum((0..table.len()).map(|flow| table.flow_totals(flow))),
        table.totals
    );
    assert_eq!(table.totals + assembled.unparsed, all);
    assert_eq!(sum(assembled.protocols.values().copied()), all);
    let times = || sent.iter().map(|sent| sent.time);
    let span = assembled
        .span
        .map(|span| (span.first.nanos(), span.last.nanos()));
    assert_eq!(span, times().min().zip(times().max()));
    for flow in 0..table.len() {
        let row = table.flow(flow);
        assert!(row.packets != [0, 0] && row.span.first <= row.span.last);
    }
}

/// What naive sums say of an edge: bytes and packets by the sending host's code, flows.
type NaiveEdges = BTreeMap<[u32; 2], (BTreeMap<u32, (u64, u64)>, u64)>;

fn naive_edges(table: &FlowTable, grouping: Grouping, visible: &FlowSet) -> NaiveEdges {
    let mut edges = NaiveEdges::new();
    let columns = &table.columns;
    for flow in visible.iter() {
        let ends = match grouping.node {
            NodeKind::Host => [columns.client[flow], columns.server[flow]],
            NodeKind::Mac => [columns.client_mac[flow], columns.server_mac[flow]],
        };
        let is_address = |code: u32| (code as usize) < table.hosts.len();
        let shows = |code: u32| {
            grouping.node == NodeKind::Mac || grouping.non_ip || table.hosts.address(code).is_ip()
        };
        if !ends.iter().all(|&code| is_address(code) && shows(code)) {
            continue;
        }
        let edge = edges
            .entry([ends[0].min(ends[1]), ends[0].max(ends[1])])
            .or_default();
        let row = table.flow(flow);
        for (side, end) in ends.into_iter().enumerate() {
            let sender = edge.0.entry(end).or_default();
            sender.0 += row.bytes[side];
            sender.1 += u64::from(row.packets[side]);
        }
        edge.1 += 1;
    }
    edges
}

/// Edges, nodes, applications and protocols sum to the visible flows, and say what naive sums say.
fn check_tallies(table: &FlowTable, grouping: Grouping, visible: &FlowSet) -> Tallies {
    let graph = Graph::build(table, grouping);
    let keys = graph.edge_keys();
    let tallies = Tallies::compute(table, &keys, visible);
    assert_eq!(tallies.visible + tallies.filtered, table.totals);
    let of_edges = sum(tallies.edges.iter().map(|edge| edge.totals()));
    assert_eq!(of_edges + tallies.outside_graph, tallies.visible);
    assert_eq!(
        sum(tallies.applications.iter().map(|bar| bar.visible)),
        tallies.visible
    );
    assert_eq!(
        sum(tallies.applications.iter().map(|bar| bar.total)),
        table.totals
    );
    assert_eq!(
        sum(tallies.protocols.iter().map(|bar| bar.visible)),
        tallies.visible
    );
    assert_eq!(
        sum(tallies.protocols.iter().map(|bar| bar.total)),
        table.totals
    );
    assert_eq!(
        tallies
            .nodes
            .iter()
            .map(|node| node.sent_bytes)
            .sum::<u64>(),
        of_edges.bytes
    );
    assert_eq!(
        tallies
            .nodes
            .iter()
            .map(|node| node.received_bytes)
            .sum::<u64>(),
        of_edges.bytes
    );

    let naive = naive_edges(table, grouping, visible);
    let mut neighbours: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let visible_edges = tallies
        .edges
        .iter()
        .filter(|edge| edge.is_visible())
        .count();
    assert_eq!(visible_edges, naive.len());
    for (&[a, b], edge) in graph.edge_nodes().iter().zip(&tallies.edges) {
        let [a, b] = [a, b].map(|node| graph.node_host(node));
        let Some((senders, flows)) = naive.get(&[a.min(b), a.max(b)]) else {
            assert!(!edge.is_visible());
            continue;
        };
        assert_eq!(edge.totals().flows, *flows);
        if a == b {
            let sent = (
                edge.bytes[0] + edge.bytes[1],
                edge.packets[0] + edge.packets[1],
            );
            assert_eq!(sent, senders[&a]);
        } else {
            assert_eq!((edge.bytes[0], edge.packets[0]), senders[&a]);
            assert_eq!((edge.bytes[1], edge.packets[1]), senders[&b]);
            neighbours.entry(a).or_default().insert(b);
            neighbours.entry(b).or_default().insert(a);
        }
    }
    for (node, tally) in tallies.nodes.iter().enumerate() {
        let host = graph.node_host(node as u32);
        assert_eq!(
            tally.degree as usize,
            neighbours.get(&host).map_or(0, BTreeSet::len)
        );
    }
    check_ways(table, &graph, visible, &tallies);
    tallies
}

/// The sums are the same whichever set they were brought up to date from.
fn check_ways(table: &FlowTable, graph: &Graph, visible: &FlowSet, expected: &Tallies) {
    let keys = FlowKeys::of_table(table, &graph.edge_keys(), None);
    let rows = Rows::new(table, graph.edge_keys(), &keys);
    let everything = Tallies::over(&rows, &FlowSet::all(table.len()));
    let mut others = visible.clone();
    others.complement();
    for before in [
        FlowSet::none(table.len()),
        FlowSet::all(table.len()),
        FlowSet::from_fn(table.len(), |flow| flow % 3 == 0),
        others,
    ] {
        let mut sums = Tallies::over(&rows, &before);
        sums.update(&rows, &before, visible, &everything);
        assert_eq!(sums, *expected);
        sums.update(&rows, visible, &before, &everything);
        assert_eq!(sums, Tallies::over(&rows, &before));
    }
}

const GROUPINGS: [Grouping; 3] = [
    Grouping {
        node: NodeKind::Host,
        non_ip: false,
    },
    Grouping {
        node: NodeKind::Host,
        non_ip: true,
    },
    Grouping {
        node: NodeKind::Mac,
        non_ip: false,
    },
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn totals_are_conserved(
        sent in any_packets(),
        options in any_options(),
        bits in prop::collection::vec(any::<bool>(), 120),
    ) {
        let snapshot = assembler(&sent, &options).snapshot();
        check_assembled(&snapshot, &sent);
        let assembled = assemble(&sent, &options);
        check_assembled(&assembled, &sent);
        let table = &assembled.table;
        let visible = FlowSet::from_fn(table.len(), |flow| bits[flow % bits.len()]);
        for grouping in GROUPINGS {
            check_tallies(table, grouping, &visible);
        }
    }

    #[test]
    fn the_same_packets_give_the_same_table(sent in any_packets(), options in any_options()) {
        let [one, two] = [(); 2].map(|()| assemble(&sent, &options));
        assert_eq!(describe_all(&one.table), describe_all(&two.table));
    }
}

#[test]
fn sums_do_not_depend_on_the_number_of_threads() {
    // More flows than one piece of the parallel pass holds, over few edges and over many.
    let flows = 400_000_u32;
    let sent: Vec<Sent> = (0..flows)
        .map(|flow| {
            let host = |number: u32| Address::V4((0x0a00_0000 + number).to_be_bytes());
            let ends = [
                host(flow.wrapping_mul(2_654_435_761) % 997),
                host(1_000 + flow % 31),
            ];
            Sent {
                endpoints: Some(ends),
                ports: [
                    (flow >> 8) as u16 | 1024,
                    if flow % 3 == 0 { 53 } else { 443 },
                ],
                len: 60 + flow % 1_000,
                ..udp("10.0.0.1:1", "10.0.0.2:1")
            }
        })
        .collect();
    let table = assemble(&sent, &ReadOptions::default()).table;
    assert!(table.len() > 200_000, "{} flows", table.len());
    let visible = FlowSet::from_fn(table.len(), |flow| flow % 7 != 3);
    let on_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| check_tallies(&table, Grouping::default(), &visible))
    };
    let one = on_threads(1);
    assert_eq!(one, on_threads(2));
    assert_eq!(one, on_threads(8));
}
