//! Which application or transport moves most bytes at each node?
//!
//! Edges are taken category by category, side by side, so that one array of sums serves a whole
//! category; the largest sum of each node stays.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{BuildInput, Category};

/// The category with most bytes of each node, `[node]`; the smaller code among equals.
pub(super) fn node_categories(input: &BuildInput<'_>, edges: &[u32]) -> Vec<Option<Category>> {
    let node_count = input.tallies.nodes.len();
    let mut categories: Vec<_> = by_category(input, edges).into_iter().collect();
    categories.par_sort_unstable_by_key(|(category, _)| *category);
    let sums: Vec<Vec<(u32, u64)>> = categories
        .par_iter()
        .with_max_len(1)
        .map_init(
            || vec![0_u64; node_count],
            |sums, (_, strands)| node_sums(sums, strands),
        )
        .collect();
    let mut best = vec![(0_u64, None); node_count];
    for ((category, _), sums) in categories.iter().zip(sums) {
        for (node, sum) in sums {
            let slot = &mut best[node as usize];
            if sum > slot.0 {
                *slot = (sum, Some(*category));
            }
        }
    }
    best.into_iter().map(|(_, category)| category).collect()
}

/// Ends and bytes of the edges of each category.
fn by_category(input: &BuildInput<'_>, edges: &[u32]) -> HashMap<Category, Vec<([u32; 2], u64)>> {
    let mut found: HashMap<Category, Vec<([u32; 2], u64)>> = HashMap::new();
    for &edge in edges {
        let tally = &input.tallies.edges[edge as usize];
        // One more than the bytes, so that traffic without any still has a category.
        let bytes = tally.totals().bytes.saturating_add(1);
        let strand = (input.edge_nodes[edge as usize], bytes);
        found
            .entry(input.style.category(tally))
            .or_default()
            .push(strand);
    }
    found
}

/// The bytes of each node that has any; `sums` is all zeros before and after.
fn node_sums(sums: &mut [u64], strands: &[([u32; 2], u64)]) -> Vec<(u32, u64)> {
    for (ends, bytes) in strands {
        for &node in ends {
            let sum = &mut sums[node as usize];
            *sum = sum.saturating_add(*bytes);
        }
    }
    let ends = strands.iter().flat_map(|(ends, _)| ends);
    let taken = ends.map(|&node| (node, std::mem::take(&mut sums[node as usize])));
    taken.filter(|(_, sum)| *sum > 0).collect()
}
