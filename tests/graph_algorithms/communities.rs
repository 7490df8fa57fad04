//! Communities and modularity.

use flowloom::graph::communities::{
    Communities, CommunityOptions, NO_COMMUNITY, communities, modularity,
};
use flowloom::graph::{Adjacency, EdgeWeights, component};
use proptest::prelude::*;

use super::small_graphs::{
    SmallGraph, karate_club, on_any_threads, path, ring_of_cliques, small_graphs, star,
};

fn find(graph: &SmallGraph, resolution: f64) -> Communities {
    let options = CommunityOptions {
        resolution,
        seed: 1,
    };
    communities(&graph.adjacency(), EdgeWeights::Equal, options)
}

#[test]
fn cliques_are_communities() {
    let two = find(&ring_of_cliques(2, 5), 1.0);
    assert_eq!(two.of_node(), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    assert_eq!(two.sizes(), [5, 5]);
    // 2 · (10/21 − (21/42)²)
    assert!((two.modularity() - (20.0 / 21.0 - 0.5)).abs() < 1e-12);

    let ring = find(&ring_of_cliques(16, 6), 1.0);
    let expected: Vec<u32> = (0..96).map(|node| node / 6).collect();
    assert_eq!(ring.of_node(), expected);
}

#[test]
fn the_karate_club_falls_into_four_groups() {
    let club = find(&karate_club(), 1.0);
    assert_eq!(club.sizes().len(), 4);
    assert!(
        (club.modularity() - 0.419_789_6).abs() < 1e-6,
        "the known optimum"
    );
}

#[test]
fn resolution_decides_how_fine_they_are() {
    let ring = ring_of_cliques(12, 5);
    assert_eq!(
        find(&ring, 0.0).sizes(),
        [60],
        "without it the component is best"
    );
    assert_eq!(find(&ring, 1.0).sizes(), [5; 12]);
    assert_eq!(find(&ring, 1e308).sizes(), [1; 60]);
    assert_eq!(find(&ring, f64::NAN), find(&ring, 1.0));
    assert_eq!(find(&ring, -3.0), find(&ring, 1.0));
}

#[test]
fn weights_decide_where_a_node_belongs() {
    // Node 1 between nodes 0 and 2.
    let row = path(3).adjacency();
    let options = CommunityOptions {
        resolution: 1.0,
        seed: 0,
    };
    let with = |weights: &[f64]| {
        communities(&row, EdgeWeights::PerEdge(weights), options)
            .of_node()
            .to_vec()
    };
    assert_eq!(with(&[9.0, 0.0]), [0, 0, 1]);
    assert_eq!(with(&[0.0, 9.0]), [1, 0, 0]);
    assert_eq!(
        with(&[f64::NAN]),
        [0, 1, 2],
        "what carries nothing joins nothing"
    );
    // Beside a weight beyond all bounds the other one is nothing, and may be so on either side.
    assert_eq!(with(&[f64::INFINITY, 1e-300])[..2], [0, 0]);
}

#[test]
fn hidden_nodes_are_in_no_community_and_loops_alone() {
    let graph = SmallGraph::of(5, vec![[1, 1], [3, 4], [4, 4]]);
    let found = find(&graph, 1.0);
    assert_eq!(found.of_node(), [NO_COMMUNITY, 1, NO_COMMUNITY, 0, 0]);
    assert_eq!(
        (found.of(0), found.of(1), found.of(9)),
        (None, Some(1), None)
    );
    for nodes in [0, 4] {
        let found = find(&SmallGraph::of(nodes, vec![]), 1.0);
        assert!(found.sizes().is_empty() && found.modularity().abs() < f64::EPSILON);
        assert_eq!(found.of_node(), vec![NO_COMMUNITY; nodes]);
    }
}

#[test]
fn long_paths_and_large_stars_are_no_trouble() {
    let row = find(&path(100_000), 1.0);
    assert!(row.modularity() > 0.99);
    let star = find(&star(100_000), 1.0);
    assert!(star.modularity() >= 0.0);
}

#[test]
fn bits_do_not_depend_on_threads() {
    let graph = ring_of_cliques(300, 5);
    on_any_threads(|| find(&graph, 1.0));
}

/// By definition: over all ordered pairs in one community, the weight beyond chance.
fn modularity_by_definition(
    graph: &SmallGraph,
    weights: &[f64],
    of_node: &[u32],
    resolution: f64,
) -> f64 {
    let mut weight = vec![vec![0.0; graph.nodes]; graph.nodes];
    for (edge, [a, b]) in graph.visible() {
        weight[a as usize][b as usize] += weights[edge as usize];
        weight[b as usize][a as usize] += weights[edge as usize];
    }
    let strengths: Vec<f64> = weight.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = strengths.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    let mut sum = 0.0;
    for a in 0..graph.nodes {
        for b in 0..graph.nodes {
            if of_node[a] == of_node[b] && (of_node[a] != NO_COMMUNITY || a == b) {
                sum += weight[a][b] - resolution * strengths[a] * strengths[b] / total;
            }
        }
    }
    sum / total
}

/// Whether the nodes reach each other over edges with weight, without leaving the set.
fn is_connected(graph: &SmallGraph, weights: &[f64], nodes: &[u32]) -> bool {
    let inside = Adjacency::build(graph.nodes, &graph.edges, |edge| {
        let ends = graph.edges[edge as usize];
        graph.is_visible[edge as usize]
            && weights[edge as usize] > 0.0
            && ends.iter().all(|end| nodes.contains(end))
    });
    component(&inside, nodes[0]) == nodes
}

fn check(graph: &SmallGraph, weights: &[f64], resolution: f64, seed: u64) {
    let adjacency = graph.adjacency();
    let per_edge = EdgeWeights::PerEdge(weights);
    let options = CommunityOptions { resolution, seed };
    let found = communities(&adjacency, per_edge, options);
    assert_eq!(found, communities(&adjacency, per_edge, options));

    // A partition of the linked nodes into connected sets, the largest first.
    let mut firsts = Vec::new();
    for (community, &size) in (0..).zip(found.sizes()) {
        let nodes: Vec<u32> = adjacency
            .nodes()
            .filter(|&n| found.of(n) == Some(community))
            .collect();
        assert_eq!(nodes.len(), size as usize);
        assert!(
            is_connected(graph, weights, &nodes),
            "{nodes:?} is not connected"
        );
        firsts.push((std::cmp::Reverse(size), nodes[0]));
    }
    assert!(firsts.is_sorted());
    assert!(
        adjacency
            .nodes()
            .all(|node| found.of(node).is_some() == graph.is_linked(node))
    );

    let quality = |labels: &[u32]| modularity_by_definition(graph, weights, labels, resolution);
    let reached = quality(found.of_node());
    assert!((found.modularity() - reached).abs() < 1e-9);
    // No worse than all alone, than whole components, and than any two of them merged.
    let alone: Vec<u32> = adjacency.nodes().collect();
    assert!(reached >= quality(&alone) - 1e-9);
    let with_weight = Adjacency::build(graph.nodes, &graph.edges, |edge| {
        graph.is_visible[edge as usize] && weights[edge as usize] > 0.0
    });
    let whole: Vec<u32> = adjacency
        .nodes()
        .map(|n| component(&with_weight, n)[0])
        .collect();
    assert!(reached >= quality(&whole) - 1e-9);
    let count = u32::try_from(found.sizes().len()).expect("few");
    for a in 0..count {
        for b in a + 1..count {
            let merged: Vec<u32> = found
                .of_node()
                .iter()
                .map(|&community| if community == b { a } else { community })
                .collect();
            assert!(reached >= quality(&merged) - 1e-9);
        }
    }
}

proptest! {
    #[test]
    fn modularity_is_what_its_definition_says(
        graph in small_graphs(9, 20),
        weights in prop::collection::vec(0.0..9.0_f64, 20),
        labels in prop::collection::vec(prop_oneof![4 => 0_u32..4, 1 => Just(NO_COMMUNITY)], 9),
        resolution in 0.0..3.0_f64,
    ) {
        // A label that is no node id means alone.
        let named = |&label: &u32| if (label as usize) < graph.nodes { label } else { NO_COMMUNITY };
        let labels: Vec<u32> = labels.iter().map(named).collect();
        let per_edge = EdgeWeights::PerEdge(&weights);
        let found = modularity(&graph.adjacency(), per_edge, &labels, resolution);
        let expected = modularity_by_definition(&graph, &weights, &labels, resolution);
        prop_assert!((found - expected).abs() < 1e-9, "{} is not {}", found, expected);
    }

    #[test]
    fn communities_are_connected_and_no_worse_than_the_obvious(
        graph in small_graphs(24, 60),
        weights in prop::collection::vec(prop_oneof![Just(0.0), Just(1.0), 0.0..9.0_f64], 60),
        resolution in prop_oneof![Just(1.0), 0.0..3.0_f64],
        seed: u64,
    ) {
        check(&graph, &weights, resolution, seed);
    }

    #[test]
    fn equal_weights_tie_and_change_nothing(graph in small_graphs(30, 50), seed: u64) {
        check(&graph, &[1.0; 50], 1.0, seed);
    }
}
