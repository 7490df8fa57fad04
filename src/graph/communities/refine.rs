//! Of which well-connected parts does each community consist?
//!
//! All nodes begin alone. One that is still alone, and well connected to the rest of its
//! community, merges into the neighbouring part of the same community that gains most, if that
//! part is well connected to the rest as well and the merge does not lose. Well connected means
//! that the weight to the rest is at least what chance would put there. Parts grow along edges
//! only, so each is connected.

use super::super::random::SplitMix64;
use super::weighted::{WeightedGraph, WeightsByLabel};

/// Parts of all nodes, `[node]`, each within one label, named by one of its nodes.
pub(super) fn refine(
    graph: &WeightedGraph,
    labels: &[u32],
    resolution: f64,
    random: &mut SplitMix64,
) -> Vec<u32> {
    let count = graph.node_count();
    let mut community_strengths = vec![0.0; count];
    for (node, &label) in labels.iter().enumerate() {
        community_strengths[label as usize] += graph.strengths[node];
    }
    // What each part has: at first, a node.
    let mut parts: Vec<u32> = graph.nodes().collect();
    let mut strengths = graph.strengths.clone();
    let mut sizes = vec![1_u32; count];
    // `[part]`: weight to the rest of its community.
    let mut outward: Vec<f64> = graph
        .nodes()
        .map(|node| {
            let links = graph.links(node);
            links
                .filter(|&(neighbour, _)| labels[neighbour as usize] == labels[node as usize])
                .map(|(_, weight)| weight)
                .sum()
        })
        .collect();
    let mut order = parts.clone();
    random.draw_to_front(&mut order, count);
    let mut weights = WeightsByLabel::new(count);
    for node in order {
        let own = parts[node as usize];
        if sizes[own as usize] != 1 {
            continue;
        }
        let community = labels[node as usize];
        let all = community_strengths[community as usize];
        let is_well_connected = |strength: f64, outward: f64| {
            outward >= resolution * strength * ((all - strength) / graph.doubled_weight)
        };
        let strength = graph.strengths[node as usize];
        if !is_well_connected(strength, outward[own as usize]) {
            continue;
        }
        for (neighbour, weight) in graph.links(node) {
            if labels[neighbour as usize] == community {
                weights.add(parts[neighbour as usize], weight);
            }
        }
        let mut best: Option<(u32, f64)> = None;
        for &part in weights.labels() {
            let there = strengths[part as usize];
            let gain = weights.get(part) - resolution * strength * (there / graph.doubled_weight);
            if gain >= 0.0
                && best.is_none_or(|(_, best_gain)| gain > best_gain)
                && is_well_connected(there, outward[part as usize])
            {
                best = Some((part, gain));
            }
        }
        if let Some((part, _)) = best {
            let between = weights.get(part);
            parts[node as usize] = part;
            sizes[part as usize] += 1;
            sizes[own as usize] -= 1;
            strengths[part as usize] += strength;
            outward[part as usize] += outward[own as usize] - 2.0 * between;
        }
        weights.clear();
    }
    parts
}
