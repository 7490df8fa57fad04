//! Do flows make the graph that they are?

#[path = "support/packets.rs"]
mod packets;

use flowloom::capture::{Application, Protocol};
use flowloom::flow::{FlowTable, ReadOptions};
use flowloom::graph::{Graph, Grouping, NodeKind, edge_applications};
use flowloom::query::FlowSet;
use packets::*;

/// Two web clients of one server, a host that talks to itself, a pair apart, ARP, and a frame
/// whose link layer has no addresses.
fn table() -> FlowTable {
    let (a, b) = ("02:00:00:00:00:0a", "02:00:00:00:00:0b");
    let sent = [
        udp("10.0.0.1:4000", "10.0.0.9:443").macs(a, b),
        plain(Protocol::ARP, a, b).macs(a, b),
        udp("10.0.0.9:443", "10.0.0.2:4001").macs(b, a),
        udp("10.0.0.9:4000", "10.0.0.1:53").macs(b, a).len(500),
        udp("10.0.0.5:7", "10.0.0.5:8").macs(a, a),
        udp("10.0.0.6:7", "10.0.0.7:8"),
    ];
    assemble(&sent, &ReadOptions::default())
        .table
        .as_ref()
        .clone()
}

/// Edges as text, one a line.
fn describe_edges(table: &FlowTable, graph: &Graph) -> Vec<String> {
    let name = |node| table.hosts.address(graph.node_host(node)).to_string();
    (0..graph.edge_count() as u32)
        .map(|edge| {
            let [a, b] = graph.edge_nodes()[edge as usize];
            format!(
                "{} - {} flows {:?}",
                name(a),
                name(b),
                graph.edge_flows(edge)
            )
        })
        .collect()
}

#[track_caller]
fn check(grouping: Grouping, nodes: usize, expected: &[&str]) {
    let table = table();
    let graph = Graph::build(&table, grouping);
    assert_eq!(graph.node_count(), nodes);
    assert_eq!(describe_edges(&table, &graph), expected);
    check_model(&table, &graph);
}

/// petgraph's model and the dense arrays say the same.
#[track_caller]
fn check_model(table: &FlowTable, graph: &Graph) {
    assert_eq!(graph.topology().node_count(), graph.node_count());
    for edge in graph.topology().edge_indices() {
        let (a, b) = graph.topology().edge_endpoints(edge).expect("an edge");
        let dense = graph.edge_nodes()[edge.index()].map(|node| node as usize);
        assert_eq!(dense, [a.index(), b.index()]);
    }
    for node in 0..graph.node_count() as u32 {
        assert_eq!(graph.node_of_host(graph.node_host(node)), Some(node));
        for edge in graph.node_edges(node) {
            assert!(graph.edge_nodes()[edge as usize].contains(&node));
        }
        for neighbour in graph.neighbours(node) {
            let edge = graph.edge_between(node, neighbour).expect("an edge");
            assert_eq!(graph.edge_between(neighbour, node), Some(edge));
        }
    }
    let keys = graph.edge_keys();
    for flow in 0..table.len() {
        let edge = graph.flow_edge(flow);
        let strand = keys.strands.get(keys.flow_strand[flow] as usize);
        assert_eq!(strand.map(|strand| strand.edge), edge);
        if let Some(edge) = edge {
            assert!(graph.edge_flows(edge).contains(&(flow as u32)));
        }
    }
    assert!(keys.strands.is_sorted_by_key(|strand| strand.edge));
}

#[test]
fn hosts_are_nodes_and_all_flows_of_a_pair_one_edge() {
    check(
        Grouping::default(),
        6,
        &[
            "10.0.0.1 - 10.0.0.9 flows [0, 3]",
            "10.0.0.2 - 10.0.0.9 flows [2]",
            "10.0.0.5 - 10.0.0.5 flows [4]",
            "10.0.0.7 - 10.0.0.6 flows [5]",
        ],
    );
}

#[test]
fn frames_without_ip_are_shown_when_asked() {
    let grouping = Grouping {
        node: NodeKind::Host,
        non_ip: true,
    };
    check(
        grouping,
        8,
        &[
            "10.0.0.1 - 10.0.0.9 flows [0, 3]",
            "02:00:00:00:00:0a - 02:00:00:00:00:0b flows [1]",
            "10.0.0.2 - 10.0.0.9 flows [2]",
            "10.0.0.5 - 10.0.0.5 flows [4]",
            "10.0.0.7 - 10.0.0.6 flows [5]",
        ],
    );
}

#[test]
fn stations_are_nodes_of_the_link_layer() {
    let grouping = Grouping {
        node: NodeKind::Mac,
        non_ip: false,
    };
    check(
        grouping,
        2,
        &[
            "02:00:00:00:00:0a - 02:00:00:00:00:0b flows [0, 1, 2, 3]",
            "02:00:00:00:00:0a - 02:00:00:00:00:0a flows [4]",
        ],
    );
}

#[test]
fn degrees_leave_the_node_itself_out() {
    let table = table();
    let graph = Graph::build(&table, Grouping::default());
    let degree = |host: &str| {
        let code = table.hosts.code(address(host)).expect("a host");
        graph.degree(graph.node_of_host(code).expect("a node"))
    };
    assert_eq!(["10.0.0.9", "10.0.0.1", "10.0.0.5"].map(degree), [2, 1, 0]);
}

#[test]
fn components_are_the_largest_first() {
    let table = table();
    let graph = Graph::build(&table, Grouping::default());
    let all = graph.components(|_| true);
    assert_eq!(all.sizes, [3, 2, 1]);
    let of = |host: &str| {
        let node = table
            .hosts
            .code(address(host))
            .and_then(|code| graph.node_of_host(code));
        all.of_node[node.expect("a node") as usize]
    };
    let hosts = [
        "10.0.0.1", "10.0.0.2", "10.0.0.9", "10.0.0.6", "10.0.0.7", "10.0.0.5",
    ];
    assert_eq!(hosts.map(of), [0, 0, 0, 1, 1, 2]);
    let without_first = graph.components(|edge| edge != 0);
    assert_eq!(without_first.sizes, [2, 2, 1, 1]);
}

#[test]
fn an_edge_says_what_runs_over_it() {
    let table = table();
    let graph = Graph::build(&table, Grouping::default());
    let all = FlowSet::all(table.len());
    let applications = |visible: &FlowSet| -> Vec<(Application, u64)> {
        let of_edge = edge_applications(&graph, &table, 0, visible);
        of_edge
            .into_iter()
            .map(|(application, totals)| (application, totals.bytes))
            .collect()
    };
    assert_eq!(
        applications(&all),
        [(Application::Dns, 500), (Application::Quic, 100)]
    );
    let first = FlowSet::from_fn(table.len(), |flow| flow == 0);
    assert_eq!(applications(&first), [(Application::Quic, 100)]);
    assert_eq!(graph.edge_totals(&table, 0, &all).flows, 2);
    assert_eq!(graph.edge_totals(&table, 0, &first).bytes, 100);
    let node = graph.edge_nodes()[0][1];
    let of_node = graph.node_applications(&table, node, &all);
    assert_eq!(
        of_node.iter().map(|(_, totals)| totals.flows).sum::<u64>(),
        3
    );
}

#[test]
fn no_flows_make_no_graph() {
    let table = assemble(&[], &ReadOptions::default()).table;
    let graph = Graph::build(&table, Grouping::default());
    assert_eq!((graph.node_count(), graph.edge_count()), (0, 0));
    assert!(graph.components(|_| true).sizes.is_empty());
}
