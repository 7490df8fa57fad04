//! Do sums say what the flows say?

#[path = "support/packets.rs"]
mod packets;

use flowloom::capture::{Application, Protocol};
use flowloom::flow::{FlowTable, ReadOptions};
use flowloom::graph::{Graph, Grouping};
use flowloom::query::{EdgeTally, FlowSet, NodeTally, Tallies};
use flowloom::units::Totals;
use packets::*;

/// Flows 0 to 2 join .1 and .2 (both open some), 3 joins .1 and .3, 4 is a loop, 5 is ARP.
fn table() -> FlowTable {
    let (web, names) = ("10.0.0.2:443", "10.0.0.1:53");
    let sent = [
        tcp("10.0.0.1:4000", web).flags(SYN).len(60),
        tcp(web, "10.0.0.1:4000").len(1000),
        udp("10.0.0.2:5000", names).len(70),
        udp(names, "10.0.0.2:5000").len(300),
        udp("10.0.0.2:5001", names).len(80),
        tcp("10.0.0.1:4001", "10.0.0.3:22").flags(SYN).len(50),
        udp("10.0.0.1:7", "10.0.0.1:8").len(30),
        plain(Protocol::ARP, "02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff").len(42),
    ];
    assemble(&sent, &ReadOptions::default())
        .table
        .as_ref()
        .clone()
}

fn tallies(flows: &[usize]) -> Tallies {
    let table = table();
    let graph = Graph::build(&table, Grouping::default());
    let set = FlowSet::from_fn(table.len(), |flow| flows.contains(&flow));
    Tallies::compute(&table, &graph.edge_keys(), &set)
}

const ALL: [usize; 6] = [0, 1, 2, 3, 4, 5];

#[test]
fn an_edge_keeps_both_directions_and_its_dominant_kinds() {
    let all = tallies(&ALL);
    let expected = EdgeTally {
        bytes: [60 + 300, 1000 + 70 + 80],
        packets: [2, 3],
        flows: 3,
        opened: [1, 2],
        application: Application::Tls,
        protocol: Protocol::TCP,
    };
    assert_eq!(all.edges[0], expected);
    let without_web = tallies(&[1, 2, 3, 4, 5]);
    let names = without_web.edges[0];
    assert_eq!(
        (names.application, names.protocol),
        (Application::Dns, Protocol::UDP)
    );
    assert_eq!((names.bytes, names.opened), ([300, 150], [0, 2]));
    let hidden = tallies(&[3]).edges[0];
    assert_eq!(
        (hidden.is_visible(), hidden.totals()),
        (false, Totals::default())
    );
}

#[test]
fn a_node_sums_its_visible_edges() {
    let all = tallies(&ALL);
    let first = NodeTally {
        degree: 2,
        totals: Totals {
            packets: 7,
            bytes: 1510 + 50 + 30,
            flows: 5,
        },
        sent_bytes: 360 + 50 + 30,
        received_bytes: 1150 + 30,
    };
    assert_eq!(all.nodes[0], first);
    let loop_only = tallies(&[4]);
    assert_eq!(loop_only.nodes[0].degree, 0);
    assert_eq!(loop_only.nodes[0].totals.bytes, 30);
    assert_eq!(loop_only.nodes[1], NodeTally::default());
}

#[test]
fn bars_keep_the_total_beside_the_visible() {
    let some = tallies(&[1, 5]);
    let dns = some.applications[usize::from(Application::Dns.code())];
    assert_eq!(
        dns.total,
        Totals {
            packets: 3,
            bytes: 450,
            flows: 2
        }
    );
    assert_eq!(
        dns.visible,
        Totals {
            packets: 2,
            bytes: 370,
            flows: 1
        }
    );
    let protocols: Vec<_> = some
        .protocols
        .iter()
        .map(|bar| (bar.protocol, bar.total.flows, bar.visible.flows))
        .collect();
    let expected = [
        (Protocol::TCP, 2, 0),
        (Protocol::UDP, 3, 1),
        (Protocol::ARP, 1, 1),
    ];
    assert_eq!(protocols, expected);
}

#[test]
fn what_has_no_edge_is_visible_outside_the_graph() {
    let all = tallies(&ALL);
    assert_eq!(
        all.outside_graph,
        Totals {
            packets: 1,
            bytes: 42,
            flows: 1
        }
    );
    assert_eq!(all.visible, table().totals);
    assert_eq!(all.filtered, Totals::default());
    let none = tallies(&[]);
    assert_eq!(
        (none.visible, none.filtered),
        (Totals::default(), table().totals)
    );
    assert_eq!(none.outside_graph, Totals::default());
}

#[test]
#[should_panic(expected = "another table")]
fn a_set_of_another_table_is_refused() {
    let table = table();
    let graph = Graph::build(&table, Grouping::default());
    let _ = Tallies::compute(&table, &graph.edge_keys(), &FlowSet::all(1));
}
