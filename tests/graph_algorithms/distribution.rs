//! Distributions of degrees and sizes.

use flowloom::graph::Adjacency;
use flowloom::graph::distribution::{
    Occurrence, Summary, at_least, component_sizes, degree_distribution, distribution, summarize,
};
use petgraph::algo::connected_components;
use proptest::prelude::*;

use super::small_graphs::{SmallGraph, small_graphs, star};

fn occurrences(pairs: &[(u32, u64)]) -> Vec<Occurrence> {
    let pairs = pairs.iter();
    pairs
        .map(|&(value, count)| Occurrence { value, count })
        .collect()
}

#[test]
fn a_star_has_one_hub() {
    let degrees = degree_distribution(&star(20).adjacency());
    assert_eq!(degrees, occurrences(&[(1, 20), (20, 1)]));
    assert_eq!(at_least(&degrees), occurrences(&[(1, 21), (20, 1)]));
    let summary = Summary {
        count: 21,
        median: 1,
        p90: 1,
        max: 20,
    };
    assert_eq!(summarize(&degrees), Some(summary));
}

#[test]
fn loops_count_as_degree_zero_and_hidden_nodes_not_at_all() {
    let graph = SmallGraph::of(6, vec![[0, 0], [1, 2], [2, 2]]).adjacency();
    assert_eq!(degree_distribution(&graph), occurrences(&[(0, 1), (1, 2)]));
    assert_eq!(component_sizes(&graph), [2, 1]);
    let empty = Adjacency::build(0, &[], |_| true);
    assert!(degree_distribution(&empty).is_empty() && component_sizes(&empty).is_empty());
    assert_eq!(summarize(&[]), None);
    assert!(at_least(&[]).is_empty());
}

proptest! {
    #[test]
    fn ranks_are_those_of_the_sorted_values(values in prop::collection::vec(0_u32..30, 1..60)) {
        let counted = distribution(values.clone());
        let mut sorted = values;
        sorted.sort_unstable();
        // The smallest value that at least this many tenths do not exceed.
        let rank = |tenths: usize| {
            let enough = |value: &&u32| {
                sorted.iter().filter(|other| other <= value).count() * 10 >= sorted.len() * tenths
            };
            *sorted.iter().find(enough).expect("the largest is enough")
        };
        let expected = Summary {
            count: sorted.len() as u64,
            median: rank(5),
            p90: rank(9),
            max: rank(10),
        };
        prop_assert_eq!(summarize(&counted), Some(expected));
        for occurrence in at_least(&counted) {
            let count = sorted.iter().filter(|&&value| value >= occurrence.value).count();
            prop_assert_eq!(occurrence.count, count as u64);
        }
        let repeated = counted
            .iter()
            .flat_map(|occurrence| (0..occurrence.count).map(|_| occurrence.value));
        prop_assert_eq!(repeated.collect::<Vec<u32>>(), sorted);
    }

    #[test]
    fn components_are_as_many_as_petgraph_counts(graph in small_graphs(12, 12)) {
        let sizes = component_sizes(&graph.adjacency());
        let nodes = 0..u32::try_from(graph.nodes).expect("small");
        let linked = nodes.filter(|&node| graph.is_linked(node)).count();
        let hidden = graph.nodes - linked;
        prop_assert_eq!(sizes.len(), connected_components(&graph.petgraph()) - hidden);
        prop_assert_eq!(sizes.iter().sum::<u32>() as usize, linked);
        prop_assert!(sizes.is_sorted_by(|a, b| a >= b));
    }
}
