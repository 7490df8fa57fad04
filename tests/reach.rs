//! Is what is around the highlight what a naive search over the visible flows finds?
//!
//! The bundled office capture under filters that are drawn at random; every answer is computed
//! again here with sets and repeated passes over all flows.

#[path = "support/office.rs"]
mod office;

use std::collections::{BTreeMap, BTreeSet};

use flowloom::query::Filter;
use flowloom::session::{
    Arrival, Command, Data, Item, NodeMeasure, Reach, Session, Settings, weave,
};
use office::office;
use proptest::prelude::*;
use proptest::sample::select;

fn opened(filter: &str) -> Session {
    let mut session = Session::new(Settings::default(), "none".into());
    session.receive(Arrival::Started(vec!["office".into()]));
    let grouping = session.state().grouping;
    session.receive(Arrival::Woven(weave(office(), grouping)));
    session.receive(Arrival::Ended);
    let filter: Filter = filter.parse().expect("a filter");
    session.apply(Command::Filter(filter));
    session
}

/// The visible flows that the graph shows: both ends by host code, first and last packet.
fn visible(data: &Data) -> Vec<([u32; 2], [i64; 2])> {
    let table = &data.traffic.table;
    let shown = (0..table.len())
        .filter(|&flow| data.visible().contains(flow) && data.graph.flow_edge(flow).is_some());
    shown
        .map(|flow| {
            let ends = [table.columns.client[flow], table.columns.server[flow]];
            (ends, [table.first(flow).0, table.last(flow).0])
        })
        .collect()
}

/// Hops from some hosts to all that they reach.
fn hops(flows: &[([u32; 2], [i64; 2])], from: &BTreeSet<u32>) -> BTreeMap<u32, u32> {
    let mut hops: BTreeMap<u32, u32> = from.iter().map(|&host| (host, 0)).collect();
    for round in 0.. {
        let before = hops.len();
        for &([a, b], _) in flows {
            for (a, b) in [(a, b), (b, a)] {
                if hops.get(&a) == Some(&round) {
                    hops.entry(b).or_insert(round + 1);
                }
            }
        }
        if hops.len() == before {
            break;
        }
    }
    hops
}

/// Earliest arrivals, by passes over all flows until nothing changes.
fn arrivals(flows: &[([u32; 2], [i64; 2])], from: u32) -> BTreeMap<u32, i64> {
    let mut times = BTreeMap::from([(from, i64::MIN)]);
    loop {
        let before = times.clone();
        for &([a, b], [first, last]) in flows {
            for (a, b) in [(a, b), (b, a)] {
                if let Some(&now) = times.get(&a)
                    && now <= last
                {
                    let arrival = now.max(first);
                    let known = times.entry(b).or_insert(arrival);
                    *known = arrival.min(*known);
                }
            }
        }
        if times == before {
            return times;
        }
    }
}

fn nodes(hosts: impl IntoIterator<Item = u32>) -> BTreeSet<Item> {
    hosts.into_iter().map(Item::Node).collect()
}

/// Applies a question to highlighted hosts and compares; an answer of none leaves the highlight.
fn check(filter: &str, hosts: &BTreeSet<u32>, reach: Reach) {
    let mut session = opened(filter);
    let data = session.data().expect("open");
    let hosts: BTreeSet<u32> = hosts
        .iter()
        .copied()
        .filter(|&host| data.graph.node_of_host(host).is_some())
        .collect();
    session.apply(Command::SelectNodes(hosts.iter().copied().collect()));
    let before = session.state().clone();
    session.apply(Command::Reach(reach));
    let data = session.data().expect("open");
    let flows = visible(data);
    let found = &session.state().selection;
    let reached = hops(&flows, &hosts);
    let drawn: BTreeSet<u32> = flows.iter().flat_map(|(ends, _)| *ends).collect();
    let within = |most: u32| {
        let near = reached.iter().filter(move |&(_, &hops)| hops <= most);
        near.map(|(&host, _)| host).collect::<BTreeSet<u32>>()
    };
    let expected = match reach {
        Reach::Hops(most) => nodes(within(most)),
        Reach::Component => nodes(within(u32::MAX)),
        Reach::OtherEnds => nodes(within(1).difference(&hosts).copied()),
        Reach::Others => nodes(drawn.difference(&hosts).copied()),
        Reach::ShortestPaths | Reach::EarliestPath if hosts.len() != 2 => before.selection.clone(),
        Reach::ShortestPaths => {
            let [a, b] = [0, 1].map(|place| *hosts.iter().nth(place).expect("two"));
            let [to_a, to_b] = [a, b].map(|host| hops(&flows, &BTreeSet::from([host])));
            match to_a.get(&b) {
                None => before.selection.clone(),
                Some(&all) => {
                    let on_path = |[u, v]: [u32; 2]| {
                        let sum = Some(to_a.get(&u)? + 1 + to_b.get(&v)?);
                        (u != v && sum == Some(all)).then_some(())
                    };
                    let ends = flows.iter().map(|(ends, _)| *ends);
                    let edges = ends
                        .filter(|&[u, v]| on_path([u, v]).or_else(|| on_path([v, u])).is_some());
                    edges.map(|[u, v]| Item::edge(u, v)).collect()
                }
            }
        }
        Reach::EarliestPath => {
            let [a, b] = [0, 1].map(|place| *hosts.iter().nth(place).expect("two"));
            let best = |flows: &[([u32; 2], [i64; 2])]| {
                let ways = [(a, b), (b, a)];
                let times = ways.map(|(from, to)| arrivals(flows, from).get(&to).copied());
                times.into_iter().flatten().min()
            };
            match best(&flows) {
                None => before.selection.clone(),
                Some(arrival) => {
                    // Any path that arrives then will do: its edges alone must be enough.
                    let on_path = |ends: &[u32; 2]| found.contains(&Item::edge(ends[0], ends[1]));
                    let path: Vec<_> = flows
                        .iter()
                        .filter(|(ends, _)| on_path(ends))
                        .copied()
                        .collect();
                    assert_eq!(best(&path), Some(arrival), "{filter} {hosts:?}");
                    let touched: BTreeSet<u32> = path.iter().flat_map(|(ends, _)| *ends).collect();
                    assert_eq!(touched.len(), found.len() + 1, "a path and no more");
                    found.clone()
                }
            }
        }
    };
    // Where nothing is found the highlight stays.
    let expected = if expected.is_empty() || (hosts.is_empty() && reach != Reach::Others) {
        before.selection.clone()
    } else {
        expected
    };
    assert_eq!(*found, expected, "{reach:?} of {hosts:?} under {filter}");
    if session.state() != &before {
        session.apply(Command::Undo);
        assert_eq!(session.state(), &before);
    } else {
        assert!(session.message().is_some() || before.selection == expected);
    }
}

fn filters() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "tcp",
        "!(dns)",
        "bytes > 10 kB",
        "port in {53, 443}",
        "duration > 1 s && app != tls",
        "nothing-is-called-so",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn neighbours_components_and_the_rest_are_those_of_a_naive_search(
        filter in filters(),
        hosts in prop::collection::btree_set(0_u32..70, 0..4),
        reach in select(vec![
            Reach::Hops(1),
            Reach::Hops(2),
            Reach::Hops(5),
            Reach::Others,
            Reach::Component,
            Reach::OtherEnds,
        ]),
    ) {
        check(filter, &hosts, reach);
    }

    #[test]
    fn paths_are_those_of_a_naive_search(
        filter in filters(),
        hosts in prop::collection::btree_set(0_u32..70, 2),
        reach in select(vec![Reach::ShortestPaths, Reach::EarliestPath]),
    ) {
        check(filter, &hosts, reach);
    }

    #[test]
    fn a_range_of_degrees_or_bytes_is_that_of_a_naive_sum(
        filter in filters(),
        measure in select(NodeMeasure::ALL.to_vec()),
        least in 0_u64..20,
        more in 0_u64..100_000,
    ) {
        let mut session = opened(filter);
        session.apply(Command::SelectRange(measure, least, least + more));
        let data = session.data().expect("open");
        let table = &data.traffic.table;
        let mut sums: BTreeMap<u32, [u64; 3]> = BTreeMap::new();
        let mut neighbours: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for flow in (0..table.len()).filter(|&flow| data.visible().contains(flow)) {
            if data.graph.flow_edge(flow).is_none() {
                continue;
            }
            let ends = [table.columns.client[flow], table.columns.server[flow]];
            for host in BTreeSet::from(ends) {
                let totals = table.flow_totals(flow);
                let sum = sums.entry(host).or_default();
                *sum = [sum[0] + totals.bytes, sum[1] + totals.packets, sum[2] + 1];
                let others = ends.into_iter().filter(|&other| other != host);
                neighbours.entry(host).or_default().extend(others);
            }
        }
        let value = |host: u32| match measure {
            NodeMeasure::Degree => neighbours[&host].len() as u64,
            NodeMeasure::Bytes => sums[&host][0],
            NodeMeasure::Packets => sums[&host][1],
            NodeMeasure::Flows => sums[&host][2],
        };
        let expected = sums.keys().copied().filter(|&host| (least..=least + more).contains(&value(host)));
        prop_assert_eq!(&session.state().selection, &nodes(expected));
    }
}

#[test]
fn showing_what_runs_between_nodes_leaves_exactly_those_flows() {
    let mut session = opened("");
    session.apply(Command::SelectNodes(vec![0, 1, 2, 3]));
    session.apply(Command::Reach(Reach::Hops(1)));
    let hosts: BTreeSet<u32> = session
        .state()
        .selection
        .iter()
        .filter_map(|item| match item {
            Item::Node(host) => Some(*host),
            _ => None,
        })
        .collect();
    let expected: Vec<_> = visible(session.data().expect("open"))
        .into_iter()
        .filter(|(ends, _)| ends.iter().all(|host| hosts.contains(host)))
        .collect();
    session.apply(Command::FilterWithinSelection);
    let data = session.data().expect("open");
    assert_eq!(visible(data), expected);
    // The filter is text that could have been typed.
    let text = session.state().filter.to_string();
    assert_eq!(text.parse::<Filter>().as_ref(), Ok(&session.state().filter));
    // Again changes nothing.
    let before = session.state().clone();
    session.apply(Command::FilterWithinSelection);
    assert_eq!(session.state(), &before);
}
