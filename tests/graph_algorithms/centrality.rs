//! `PageRank` and betweenness.

use flowloom::graph::centrality::{BetweennessOptions, DAMPING, Ranking, betweenness, pagerank};
use flowloom::graph::{Adjacency, EdgeWeights};
use proptest::prelude::*;

use super::small_graphs::{
    SmallGraph, diamonds, karate_club, on_any_threads, path, ring_of_cliques, small_graphs, star,
};

const EXACT: BetweennessOptions = BetweennessOptions {
    exact_up_to_nodes: usize::MAX,
    pivots: 0,
    seed: 0,
};

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance * (1.0 + b.abs())
}

#[test]
fn betweenness_of_known_graphs() {
    let row = betweenness(&path(5).adjacency(), EXACT);
    assert_eq!(row.scores, [0.0, 3.0, 4.0, 3.0, 0.0]);
    assert!(close(row.pairs(), 6.0, 0.0));
    let star = betweenness(&star(6).adjacency(), EXACT);
    assert_eq!(star.scores, [15.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    assert!(close(star.scores[0], star.pairs(), 0.0));
    let club = betweenness(&karate_club().adjacency(), EXACT);
    assert!(close(
        club.scores[0] / club.pairs(),
        0.437_635_281_385,
        1e-10
    ));
    assert!(close(
        club.scores[33] / club.pairs(),
        0.304_074_975_950,
        1e-10
    ));
    assert!(club.exact && club.pivots == 34);
}

#[test]
fn pagerank_of_known_graphs() {
    let adjacency = karate_club().adjacency();
    let club = pagerank(&adjacency, Ranking::Undirected(EdgeWeights::Equal), DAMPING);
    assert!(club.converged);
    assert!(close(club.scores[33], 0.100_919_18, 1e-8));
    assert!(close(club.scores[0], 0.096_997_29, 1e-8));
    // What a directed star sends goes to its hub, and starts again from there.
    let star = star(4);
    let all_to_hub = Ranking::Directed {
        edge_nodes: &star.edges,
        forward: EdgeWeights::PerEdge(&[]),
        backward: EdgeWeights::Equal,
    };
    let ranks = pagerank(&star.adjacency(), all_to_hub, DAMPING).scores;
    assert!(ranks[0] > 0.4 && ranks[1..].iter().all(|&rank| close(rank, ranks[1], 1e-12)));
}

#[test]
fn nothing_scores_nothing() {
    for nodes in [0, 3] {
        let adjacency = Adjacency::build(nodes, &[], |_| true);
        let ranks = pagerank(&adjacency, Ranking::Undirected(EdgeWeights::Equal), DAMPING);
        assert_eq!(ranks.scores, vec![0.0; nodes]);
        assert!(ranks.converged);
        let between = betweenness(&adjacency, EXACT);
        assert_eq!(between.scores, vec![0.0; nodes]);
        assert!(between.exact && between.pairs().abs() < f64::EPSILON);
    }
}

#[test]
fn bits_do_not_depend_on_threads() {
    let adjacency = ring_of_cliques(1_000, 6).adjacency();
    on_any_threads(|| pagerank(&adjacency, Ranking::Undirected(EdgeWeights::Equal), DAMPING));
    let sampled = BetweennessOptions {
        exact_up_to_nodes: 100,
        pivots: 70,
        seed: 3,
    };
    let result = on_any_threads(|| betweenness(&adjacency, sampled));
    assert!(!result.exact);
    assert_eq!((result.pivots, result.linked_nodes), (70, 6_000));
}

#[test]
fn samples_come_near() {
    let adjacency = ring_of_cliques(20, 10).adjacency();
    let exact = betweenness(&adjacency, EXACT);
    let sampled = BetweennessOptions {
        exact_up_to_nodes: 0,
        pivots: 100,
        seed: 1,
    };
    let sampled = betweenness(&adjacency, sampled);
    assert!(!sampled.exact);
    let sums = [&exact, &sampled].map(|result| result.scores.iter().sum::<f64>());
    assert!(close(sums[1], sums[0], 0.05), "{sums:?}");
    // Those that join two cliques score high in both, the others low.
    let best = |scores: &[f64]| {
        let mut nodes: Vec<usize> = (0..scores.len()).collect();
        nodes.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        nodes.truncate(40);
        nodes.sort_unstable();
        nodes
    };
    assert_eq!(best(&exact.scores), best(&sampled.scores));
}

#[test]
fn more_shortest_paths_than_a_float_holds_leave_scores_finite() {
    let chain = diamonds(1_200);
    let result = betweenness(&chain.adjacency(), EXACT);
    let most = result.pairs();
    assert!(
        result
            .scores
            .iter()
            .all(|&score| (0.0..=most).contains(&score))
    );
    // Both sides of each diamond are alike.
    for left in (0..3_600).step_by(3) {
        assert!(close(
            result.scores[left + 1],
            result.scores[left + 2],
            1e-9
        ));
    }
}

/// By definition: the share of the shortest paths between each pair that goes through each node.
fn betweenness_by_definition(graph: &SmallGraph) -> Vec<f64> {
    let count = u32::try_from(graph.nodes).expect("small");
    let mut scores = vec![0.0; graph.nodes];
    for a in 0..count {
        for b in a + 1..count {
            let walks = graph.shortest_walks(a, b);
            for (nodes, _) in &walks {
                for &node in &nodes[1..nodes.len() - 1] {
                    scores[node as usize] += 1.0 / walks.len() as f64;
                }
            }
        }
    }
    scores
}

/// Power iteration with a full matrix: `chances[to][from]`.
fn dense_pagerank(graph: &SmallGraph, weights: &[[f64; 2]], damping: f64) -> Vec<f64> {
    let linked: Vec<usize> = (0..graph.nodes)
        .filter(|&node| graph.is_linked(u32::try_from(node).expect("small")))
        .collect();
    let mut weight = vec![vec![0.0; graph.nodes]; graph.nodes];
    for (edge, [a, b]) in graph.visible() {
        weight[b as usize][a as usize] += weights[edge as usize][0];
        weight[a as usize][b as usize] += weights[edge as usize][1];
    }
    let mut scores = vec![0.0; graph.nodes];
    for &node in &linked {
        scores[node] = 1.0 / linked.len() as f64;
    }
    for _ in 0..400 {
        let mut next = vec![0.0; graph.nodes];
        for &from in &linked {
            let out: f64 = weight.iter().map(|row| row[from]).sum();
            for &to in &linked {
                let even = 1.0 / linked.len() as f64;
                let chance = if out > 0.0 {
                    weight[to][from] / out
                } else {
                    even
                };
                next[to] += scores[from] * (damping * chance + (1.0 - damping) * even);
            }
        }
        scores = next;
    }
    scores
}

proptest! {
    #[test]
    fn betweenness_is_what_its_definition_says(graph in small_graphs(7, 14)) {
        let found = betweenness(&graph.adjacency(), EXACT);
        for (found, expected) in found.scores.iter().zip(betweenness_by_definition(&graph)) {
            prop_assert!(close(*found, expected, 1e-9), "{} is not {}", found, expected);
        }
    }

    #[test]
    fn as_many_pivots_as_nodes_are_exact(graph in small_graphs(9, 14), seed: u64) {
        let options = BetweennessOptions { exact_up_to_nodes: 0, pivots: graph.nodes, seed };
        prop_assert_eq!(
            betweenness(&graph.adjacency(), options),
            betweenness(&graph.adjacency(), EXACT)
        );
    }

    #[test]
    fn pagerank_is_that_of_a_full_matrix(
        graph in small_graphs(9, 16),
        raw in prop::collection::vec([0.0..5.0_f64, -1.0..5.0_f64], 16),
        damping in 0.0..0.9_f64,
    ) {
        let adjacency = graph.adjacency();
        let positive: Vec<[f64; 2]> = raw.iter().map(|pair| pair.map(|w| w.max(0.0))).collect();
        let [forward, backward]: [Vec<f64>; 2] =
            [0, 1].map(|way| raw.iter().map(|pair| pair[way]).collect());
        let directed = Ranking::Directed {
            edge_nodes: &graph.edges,
            forward: EdgeWeights::PerEdge(&forward),
            backward: EdgeWeights::PerEdge(&backward),
        };
        let both = Ranking::Undirected(EdgeWeights::PerEdge(&forward));
        // A loop has one weight when there are no directions, and two when there are.
        let both_weights: Vec<[f64; 2]> = (0..)
            .zip(&forward)
            .map(|(edge, &weight)| match graph.edges.get(edge) {
                Some([a, b]) if a == b => [weight, 0.0],
                _ => [weight, weight],
            })
            .collect();
        for (ranking, weights) in [(directed, &positive), (both, &both_weights)] {
            let found = pagerank(&adjacency, ranking, damping);
            prop_assert!(found.converged);
            let sum: f64 = found.scores.iter().sum();
            prop_assert!(graph.visible().count() == 0 || close(sum, 1.0, 1e-9));
            for (found, expected) in found.scores.iter().zip(dense_pagerank(&graph, weights, damping)) {
                prop_assert!(close(*found, expected, 1e-7), "{} is not {}", found, expected);
            }
        }
    }
}
