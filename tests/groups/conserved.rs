//! Do groups keep every flow, packet and byte, open or closed?

use std::collections::{BTreeMap, BTreeSet};

use flowloom::capture::{Application, Protocol};
use flowloom::flow::{FlowTable, ReadOptions};
use flowloom::graph::{Graph, GroupTree, Grouping, NO_KEY, Quotient};
use flowloom::query::{EdgeTally, FlowSet, Tallies};
use flowloom::units::Totals;
use proptest::prelude::*;

use crate::packets::*;

/// Packets between a dozen hosts over several transports and ports.
fn any_table() -> impl Strategy<Value = FlowTable> {
    let host = || 0..12_u8;
    let port = || prop::sample::select(vec![53_u16, 80, 443, 4_000]);
    let sent = (host(), host(), port(), port(), any::<bool>(), 1..1_500_u32);
    prop::collection::vec(sent, 1..60).prop_map(|packets| {
        let sent: Vec<Sent> = packets
            .into_iter()
            .map(|(a, b, from, to, is_tcp, len)| {
                let (from, to) = (format!("10.0.0.{a}:{from}"), format!("10.0.0.{b}:{to}"));
                let sent = if is_tcp {
                    tcp(&from, &to)
                } else {
                    udp(&from, &to)
                };
                sent.len(len)
            })
            .collect();
        assemble(&sent, &ReadOptions::default())
            .table
            .as_ref()
            .clone()
    })
}

/// The group of each node on two levels, which groups are open, and which flows are visible.
fn any_choice() -> impl Strategy<Value = ([Vec<u32>; 2], Vec<bool>, Vec<bool>)> {
    let key = prop_oneof![4 => 0..3_u32, 1 => Just(NO_KEY)];
    let level = || prop::collection::vec(key.clone(), 12);
    (
        [level(), level()],
        prop::collection::vec(any::<bool>(), 24),
        prop::collection::vec(any::<bool>(), 60),
    )
}

/// The outermost group of a node that is closed.
fn closed_around(tree: &GroupTree, node: u32, open: &[bool]) -> Option<u32> {
    tree.around(node)
        .filter(|&group| !open[group as usize])
        .last()
}

/// What every flow adds up to between each pair of shown nodes.
#[derive(Debug, Default, PartialEq)]
struct Naive {
    totals: Totals,
    /// Sent by the smaller end and by the larger one.
    bytes: [u64; 2],
    opened: [u32; 2],
    applications: BTreeMap<u8, u64>,
    protocols: BTreeMap<u16, u64>,
}

fn naive(
    table: &FlowTable,
    graph: &Graph,
    shown: impl Fn(u32) -> u32,
    visible: &FlowSet,
) -> BTreeMap<[u32; 2], Naive> {
    let mut sums: BTreeMap<[u32; 2], Naive> = BTreeMap::new();
    let columns = &table.columns;
    for flow in visible
        .iter()
        .filter(|&flow| graph.flow_edge(flow).is_some())
    {
        let [client, server] = [columns.client[flow], columns.server[flow]]
            .map(|host| shown(graph.node_of_host(host).expect("a node")));
        let sum = sums
            .entry([client.min(server), client.max(server)])
            .or_default();
        let totals = table.flow_totals(flow);
        let up = usize::from(client > server);
        sum.totals += totals;
        sum.bytes[up] += columns.client_bytes[flow];
        sum.bytes[1 - up] += columns.server_bytes[flow];
        sum.opened[up] += 1;
        *sum.applications
            .entry(columns.application[flow])
            .or_default() += totals.bytes;
        *sum.protocols.entry(columns.protocol[flow]).or_default() += totals.bytes;
    }
    sums
}

/// The kind with most bytes, the smaller one among equals.
fn most<K: Copy + Ord>(kinds: &BTreeMap<K, u64>) -> K {
    let best = kinds
        .iter()
        .max_by_key(|&(kind, bytes)| (*bytes, std::cmp::Reverse(*kind)));
    *best.expect("a kind").0
}

fn check_edge(tally: &EdgeTally, [a, b]: [u32; 2], expected: &Naive) {
    assert_eq!(tally.totals(), expected.totals);
    assert_eq!(
        tally.application,
        Application::from_code(most(&expected.applications))
    );
    assert_eq!(tally.protocol, Protocol(most(&expected.protocols)));
    if a == b {
        // Which end of a loop sent something means nothing.
        let sums = |pair: [u64; 2]| pair[0] + pair[1];
        assert_eq!(sums(tally.bytes), sums(expected.bytes));
        return;
    }
    let turned = |mut pair: [u64; 2]| {
        if a > b {
            pair.swap(0, 1);
        }
        pair
    };
    assert_eq!(turned(tally.bytes), expected.bytes);
    assert_eq!(
        turned(tally.opened.map(u64::from)),
        expected.opened.map(u64::from)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_in_any_combination_of_open_and_closed(
        table in any_table(),
        (levels, open, seen) in any_choice(),
    ) {
        let graph = Graph::build(&table, Grouping::default());
        let levels = levels.map(|level| level[..graph.node_count()].to_vec());
        let tree = GroupTree::build(graph.node_count(), &levels);
        let quotient = Quotient::build(graph.edge_nodes(), &tree, |group| open[group as usize]);
        let visible = FlowSet::from_fn(table.len(), |flow| seen[flow % seen.len()]);
        let keys = graph.edge_keys();
        let tallies = Tallies::compute(&table, &keys, &visible);
        let merged = tallies.merged(&keys, &quotient.merge());

        let nodes = graph.node_count() as u32;
        let shown = |node| closed_around(&tree, node, &open).map_or(node, |group| nodes + group);
        for node in 0..nodes {
            prop_assert_eq!(quotient.shown_node(node), shown(node));
        }
        let expected = naive(&table, &graph, shown, &visible);
        let mut sum = Totals::default();
        let mut pairs = BTreeSet::new();
        for (tally, &[a, b]) in merged.edges.iter().zip(quotient.edge_nodes()) {
            prop_assert!(pairs.insert([a.min(b), a.max(b)]), "a pair of ends is one edge");
            sum += tally.totals();
            match expected.get(&[a.min(b), a.max(b)]) {
                Some(expected) => check_edge(tally, [a, b], expected),
                None => prop_assert!(!tally.is_visible()),
            }
        }
        prop_assert_eq!(sum, expected.values().map(|of| of.totals).fold(Totals::default(), |a, b| a + b));
        prop_assert_eq!(sum.flows, tallies.visible.flows - tallies.outside_graph.flows);
        prop_assert_eq!(merged.drawn_edges, expected.len() as u64);

        // Every node sums its edges, and inner edges once.
        for node in 0..quotient.node_count() as u32 {
            let at = expected.iter().filter(|(ends, _)| ends.contains(&node));
            let totals = at.clone().map(|(_, of)| of.totals).fold(Totals::default(), |a, b| a + b);
            let degree = at.filter(|([a, b], _)| a != b).count();
            let tally = &merged.nodes[node as usize];
            prop_assert_eq!((tally.totals, tally.degree as usize), (totals, degree));
        }

        // Every edge is in one place.
        let mut members: Vec<u32> = (0..quotient.edge_nodes().len() as u32)
            .flat_map(|shown| quotient.members(shown).iter().copied())
            .collect();
        members.sort_unstable();
        prop_assert_eq!(members, (0..graph.edge_count() as u32).collect::<Vec<_>>());
    }

    #[test]
    fn all_open_is_the_graph_itself(table in any_table(), (levels, _, _) in any_choice()) {
        let graph = Graph::build(&table, Grouping::default());
        let levels = levels.map(|level| level[..graph.node_count()].to_vec());
        let tree = GroupTree::build(graph.node_count(), &levels);
        let quotient = Quotient::build(graph.edge_nodes(), &tree, |_| true);
        let keys = graph.edge_keys();
        let tallies = Tallies::compute(&table, &keys, &FlowSet::all(table.len()));
        let merged = tallies.merged(&keys, &quotient.merge());
        prop_assert_eq!(quotient.edge_nodes(), graph.edge_nodes());
        prop_assert_eq!(merged.edges, tallies.edges);
        prop_assert_eq!(&merged.nodes[..graph.node_count()], &tallies.nodes[..]);
    }

    #[test]
    fn groups_nest_and_none_is_without_use((levels, _, _) in any_choice()) {
        let tree = GroupTree::build(12, &levels);
        for group in 0..tree.len() as u32 {
            let nodes = tree.nodes(group);
            prop_assert!(nodes.len() >= 2);
            let keys: BTreeSet<u32> = nodes.iter().map(|&node| levels[usize::from(tree.level(group))][node as usize]).collect();
            prop_assert_eq!(keys, BTreeSet::from([tree.key(group)]));
            if let Some(parent) = tree.parent(group) {
                prop_assert!(parent < group && tree.level(parent) < tree.level(group));
                prop_assert!(nodes.len() < tree.nodes(parent).len());
                prop_assert!(nodes.iter().all(|node| tree.nodes(parent).contains(node)));
            }
            for &node in nodes {
                prop_assert!(tree.around(node).any(|around| around == group));
            }
        }
    }
}
