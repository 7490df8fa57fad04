//! Where does each node belong, as long as all others stay?
//!
//! Leiden's fast local move: all nodes queue in random order; one that moves calls back those
//! neighbours that are not in its new community, because only for them there is more to gain now.
//! Moving a node with strength `k` into a community gains
//!
//! ```text
//! weight to the community − resolution · k · strength of the community / 2m
//! ```
//!
//! over being alone (times 1/m, in modularity). Being alone is a choice like others.

use std::collections::VecDeque;

use super::super::random::SplitMix64;
use super::Stop;
use super::leiden::LEAST_GAIN;
use super::weighted::{WeightedGraph, WeightsByLabel};

/// A round ends after this many visits for each node on average. Rounds end by themselves after
/// few; this holds if rounding errors should ever make nodes follow each other in circles.
const MOST_VISITS: usize = 100;

/// After so many visits it is looked whether the answer is still wanted.
const VISITS_BETWEEN_LOOKS: usize = 1 << 12;

/// Moves nodes until none gains by moving; says whether any moved. Labels are below the number of
/// nodes.
pub(super) fn move_nodes(
    graph: &WeightedGraph,
    labels: &mut [u32],
    resolution: f64,
    random: &mut SplitMix64,
    stop: Stop<'_>,
) -> bool {
    let count = graph.node_count();
    let mut strengths = vec![0.0; count];
    let mut sizes = vec![0_u32; count];
    for (node, &label) in labels.iter().enumerate() {
        strengths[label as usize] += graph.strengths[node];
        sizes[label as usize] += 1;
    }
    // With as many labels as nodes, one is free whenever two nodes share one.
    let mut free: Vec<u32> = graph
        .nodes()
        .rev()
        .filter(|&label| sizes[label as usize] == 0)
        .collect();
    let mut order: Vec<u32> = graph.nodes().collect();
    random.draw_to_front(&mut order, count);
    let mut queue = VecDeque::from(order);
    let mut is_queued = vec![true; count];
    let mut weights = WeightsByLabel::new(count);
    let mut visits = count.saturating_mul(MOST_VISITS);
    let mut moved = false;
    while let Some(node) = queue.pop_front()
        && visits > 0
    {
        visits -= 1;
        if visits.is_multiple_of(VISITS_BETWEEN_LOOKS) && stop() {
            break;
        }
        is_queued[node as usize] = false;
        let strength = graph.strengths[node as usize];
        let old = labels[node as usize];
        for (neighbour, weight) in graph.links(node) {
            weights.add(labels[neighbour as usize], weight);
        }
        strengths[old as usize] -= strength;
        let per_strength = resolution * strength / graph.doubled_weight;
        let gain = |label: u32| weights.get(label) - per_strength * strengths[label as usize];
        let (mut best, mut best_gain) = (old, gain(old) + LEAST_GAIN * strength);
        for &label in weights.labels() {
            if gain(label) > best_gain {
                (best, best_gain) = (label, gain(label));
            }
        }
        if best_gain < 0.0
            && sizes[old as usize] > 1
            && let Some(label) = free.pop()
        {
            best = label;
        }
        strengths[best as usize] += strength;
        weights.clear();
        if best == old {
            continue;
        }
        moved = true;
        labels[node as usize] = best;
        sizes[best as usize] += 1;
        sizes[old as usize] -= 1;
        if sizes[old as usize] == 0 {
            // Exactly nothing is left, whatever the subtractions came to.
            strengths[old as usize] = 0.0;
            free.push(old);
        }
        for (neighbour, _) in graph.links(node) {
            if labels[neighbour as usize] != best && !is_queued[neighbour as usize] {
                is_queued[neighbour as usize] = true;
                queue.push_back(neighbour);
            }
        }
    }
    moved
}
