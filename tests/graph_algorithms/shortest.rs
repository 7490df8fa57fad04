//! All shortest paths.

use flowloom::graph::Adjacency;
use flowloom::graph::paths::{Path, ShortestPaths, shortest_paths};
use petgraph::algo::dijkstra;
use petgraph::graph::NodeIndex;
use proptest::prelude::*;

use super::small_graphs::{SmallGraph, diamonds, path, small_graphs};

#[test]
fn a_path_has_one_and_a_diamond_two() {
    let row = shortest_paths(&path(5).adjacency(), 4, 1).expect("connected");
    assert_eq!((row.hops(), row.count()), (3, 1));
    assert_eq!(
        (row.nodes(), row.edges()),
        (&[1, 2, 3, 4][..], &[1, 2, 3][..])
    );
    let listed: Vec<Path> = row.paths().collect();
    assert_eq!(listed[0].nodes, [4, 3, 2, 1]);
    assert_eq!(listed[0].edges, [3, 2, 1]);

    let diamond = shortest_paths(&diamonds(1).adjacency(), 0, 3).expect("connected");
    let listed: Vec<Vec<u32>> = diamond.paths().map(|path| path.nodes).collect();
    assert_eq!(listed, [[0, 1, 3], [0, 2, 3]]);
}

#[test]
fn there_may_be_no_path_or_an_empty_one() {
    let graph = SmallGraph::of(4, vec![[0, 1], [2, 2]]).adjacency();
    assert_eq!(shortest_paths(&graph, 0, 2), None);
    assert_eq!(shortest_paths(&graph, 0, 4), None);
    assert_eq!(shortest_paths(&graph, 9, 0), None);
    assert_eq!(
        shortest_paths(&Adjacency::build(0, &[], |_| true), 0, 0),
        None
    );
    let still = shortest_paths(&graph, 2, 2).expect("a node reaches itself");
    assert_eq!(
        (still.hops(), still.count(), still.edges()),
        (0, 1, &[][..])
    );
    let listed: Vec<Path> = still.paths().collect();
    assert_eq!(
        listed,
        [Path {
            nodes: vec![2],
            edges: vec![]
        }]
    );
}

#[test]
fn more_paths_than_can_be_counted_are_listed_one_by_one() {
    let few = shortest_paths(&diamonds(127).adjacency(), 0, 381).expect("connected");
    assert_eq!(few.count(), 1 << 127);
    let many = shortest_paths(&diamonds(5_000).adjacency(), 0, 15_000).expect("connected");
    assert_eq!(many.count(), u128::MAX);
    assert_eq!(many.edges().len(), 20_000);
    let listed: Vec<Path> = many.paths().take(5).collect();
    assert_eq!(listed.len(), 5);
    assert!(listed.windows(2).all(|pair| pair[0].edges < pair[1].edges));
    assert!(listed.iter().all(|path| path.edges.len() == 10_000));
}

proptest! {
    #[test]
    fn they_are_the_shortest_of_all_walks(graph in small_graphs(7, 14)) {
        let adjacency = graph.adjacency();
        let petgraph = graph.petgraph();
        for from in adjacency.nodes() {
            let hops = dijkstra(&petgraph, NodeIndex::new(from as usize), None, |_| 1);
            for to in adjacency.nodes() {
                let expected = graph.shortest_walks(from, to);
                let found = shortest_paths(&adjacency, from, to);
                prop_assert_eq!(
                    found.as_ref().map(ShortestPaths::hops),
                    hops.get(&NodeIndex::new(to as usize)).copied()
                );
                let Some(found) = found else {
                    prop_assert!(expected.is_empty());
                    continue;
                };
                prop_assert_eq!(found.count(), expected.len() as u128);
                let listed: Vec<_> = found.paths().map(|path| (path.nodes, path.edges)).collect();
                prop_assert_eq!(&listed, &expected);
                let mut nodes: Vec<u32> = expected.iter().flat_map(|walk| walk.0.clone()).collect();
                let mut edges: Vec<u32> = expected.iter().flat_map(|walk| walk.1.clone()).collect();
                for items in [&mut nodes, &mut edges] {
                    items.sort_unstable();
                    items.dedup();
                }
                prop_assert_eq!(found.nodes(), &nodes[..]);
                prop_assert_eq!(found.edges(), &edges[..]);
            }
        }
    }
}
