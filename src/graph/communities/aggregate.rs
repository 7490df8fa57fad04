//! What does the graph look like when each part is one node?

use super::weighted::{WeightedGraph, WeightsByLabel};

/// Makes one node of each part, `parts` being 0, 1, … below `part_count`, `[node]`. Weights
/// between two parts add up; weights within one are in its strength only.
pub(super) fn aggregate(graph: &WeightedGraph, parts: &[u32], part_count: usize) -> WeightedGraph {
    // Nodes by part, ascending within each: a counting sort.
    let mut member_starts = vec![0_usize; part_count + 1];
    for &part in parts {
        member_starts[part as usize + 1] += 1;
    }
    for part in 0..part_count {
        member_starts[part + 1] += member_starts[part];
    }
    let mut members = vec![0_u32; parts.len()];
    let mut next = member_starts.clone();
    for (node, &part) in graph.nodes().zip(parts) {
        members[next[part as usize]] = node;
        next[part as usize] += 1;
    }

    let mut starts = vec![0];
    let mut neighbours = Vec::new();
    let mut strengths = Vec::with_capacity(part_count);
    let mut weights = WeightsByLabel::new(part_count);
    for part in 0..part_count {
        let mut strength = 0.0;
        for &node in &members[member_starts[part]..member_starts[part + 1]] {
            strength += graph.strengths[node as usize];
            for (neighbour, weight) in graph.links(node) {
                if parts[neighbour as usize] as usize != part {
                    weights.add(parts[neighbour as usize], weight);
                }
            }
        }
        let labels = weights.labels().iter();
        neighbours.extend(labels.map(|&label| (label, weights.get(label))));
        weights.clear();
        starts.push(neighbours.len());
        strengths.push(strength);
    }
    WeightedGraph {
        starts,
        neighbours,
        strengths,
        doubled_weight: graph.doubled_weight,
    }
}
