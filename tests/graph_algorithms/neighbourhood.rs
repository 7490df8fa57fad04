//! Adjacency, and what is around a selection.

use flowloom::graph::{
    Adjacency, EdgeWeights, Link, Reached, component, edges_among, neighbourhood, other_ends,
};
use proptest::prelude::*;

use super::small_graphs::{SmallGraph, path, small_graphs, star};

#[test]
fn rows_hold_visible_edges_and_loops_once() {
    let edges = [[0, 1], [1, 1], [2, 1], [0, 2], [1, 0], [7, 0]];
    let adjacency = Adjacency::build(4, &edges, |edge| edge != 3);
    let link = |node, edge| Link { node, edge };
    assert_eq!(adjacency.links(0), [link(1, 0), link(1, 4)]);
    assert_eq!(
        adjacency.links(1),
        [link(0, 0), link(1, 1), link(2, 2), link(0, 4)]
    );
    assert_eq!(adjacency.links(2), [link(1, 2)]);
    assert_eq!(adjacency.edge_count(), 4);
    assert_eq!(adjacency.degree(1), 3);
    assert!(!adjacency.is_linked(3));
    assert!(adjacency.links(3).is_empty() && adjacency.links(99).is_empty());
}

#[test]
fn nothing_has_no_neighbourhood() {
    let empty = Adjacency::build(0, &[], |_| true);
    assert_eq!(empty.nodes().count(), 0);
    assert!(neighbourhood(&empty, &[0, 5], 3).is_empty());
    assert!(component(&empty, 0).is_empty());
    assert!(other_ends(&empty, &[]).is_empty());
    assert!(edges_among(&empty, &[1]).is_empty());
}

#[test]
fn weights_are_finite_and_not_negative() {
    let raw = [2.5, -1.0, f64::NAN, f64::INFINITY, 0.0];
    let weights: Vec<f64> = (0..6)
        .map(|edge| EdgeWeights::PerEdge(&raw).of(edge))
        .collect();
    assert_eq!(weights, [2.5, 0.0, 0.0, 1e200, 0.0, 0.0]);
    assert!((EdgeWeights::Equal.of(77) - 1.0).abs() < f64::EPSILON);
}

#[test]
fn hops_are_counted_along_a_path_and_around_a_star() {
    let row = path(200_000).adjacency();
    let reached = |node, hops| Reached { node, hops };
    assert_eq!(
        neighbourhood(&row, &[5], 1),
        [reached(4, 1), reached(5, 0), reached(6, 1)]
    );
    assert_eq!(
        neighbourhood(&row, &[0], u32::MAX).last(),
        Some(&reached(199_999, 199_999))
    );
    assert_eq!(component(&row, 100_000).len(), 200_000);
    assert_eq!(other_ends(&row, &[7, 9, 9, 8]), [6, 10]);

    let star = star(4).adjacency();
    assert_eq!(other_ends(&star, &[0]), [1, 2, 3, 4]);
    assert_eq!(neighbourhood(&star, &[3], 2).len(), 5);
    assert_eq!(edges_among(&star, &[0, 2, 4]), [1, 3]);
}

proptest! {
    #[test]
    fn rows_are_what_the_edges_say(graph in small_graphs(9, 20)) {
        let adjacency = graph.adjacency();
        for node in adjacency.nodes() {
            let expected: Vec<Link> = graph
                .visible()
                .filter(|(_, ends)| ends.contains(&node))
                .map(|(edge, [a, b])| Link { node: if a == node { b } else { a }, edge })
                .collect();
            prop_assert_eq!(adjacency.links(node), &expected[..]);
            prop_assert_eq!(adjacency.is_linked(node), !expected.is_empty());
        }
        prop_assert_eq!(adjacency.edge_count(), graph.visible().count());
    }

    #[test]
    fn neighbourhoods_are_those_of_all_pairs(
        graph in small_graphs(10, 14),
        starts in prop::collection::vec(0_u32..12, 0..4),
        limit in 0_u32..5,
    ) {
        let adjacency = graph.adjacency();
        let hops = graph.hops();
        let nearest = |node: u32| {
            let known = starts.iter().filter(|&&start| (start as usize) < graph.nodes);
            known.filter_map(|&start| hops[start as usize][node as usize]).min()
        };
        let expected: Vec<Reached> = adjacency
            .nodes()
            .filter_map(|node| Some(Reached { node, hops: nearest(node)? }))
            .filter(|reached| reached.hops <= limit)
            .collect();
        prop_assert_eq!(neighbourhood(&adjacency, &starts, limit), expected);
        for node in adjacency.nodes() {
            let expected: Vec<u32> = adjacency
                .nodes()
                .filter(|&other| hops[node as usize][other as usize].is_some())
                .collect();
            prop_assert_eq!(component(&adjacency, node), expected);
        }
        let ends = other_ends(&adjacency, &starts);
        let expected: Vec<u32> = adjacency
            .nodes()
            .filter(|&node| nearest(node) == Some(1))
            .collect();
        prop_assert_eq!(ends, expected);
    }

    #[test]
    fn edges_among_nodes_have_both_ends_there(
        graph in small_graphs(8, 20),
        nodes in prop::collection::vec(0_u32..10, 0..6),
    ) {
        let expected: Vec<u32> = graph
            .visible()
            .filter(|(_, ends)| ends.iter().all(|end| nodes.contains(end)))
            .map(|(edge, _)| edge)
            .collect();
        prop_assert_eq!(edges_among(&graph.adjacency(), &nodes), expected);
    }
}

#[test]
fn a_loop_is_no_other_end() {
    let graph = SmallGraph::of(2, vec![[0, 0]]);
    assert!(other_ends(&graph.adjacency(), &[0]).is_empty());
    assert_eq!(edges_among(&graph.adjacency(), &[0]), [0]);
}
