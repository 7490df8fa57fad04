//! Which application or transport moves most bytes at each node?

use hashbrown::HashMap;

use super::{BuildInput, Category};

/// The category with most bytes of each node, `[node]`; the smaller code among equals.
///
/// Edges are taken category by category, so that one array of sums serves all of them.
pub(super) fn node_categories(input: &BuildInput<'_>, order: &[u32]) -> Vec<Option<Category>> {
    let mut by_category: HashMap<Category, Vec<u32>> = HashMap::new();
    for &edge in order {
        let category = input.style.category(&input.tallies.edges[edge as usize]);
        by_category.entry(category).or_default().push(edge);
    }
    let mut categories: Vec<_> = by_category.into_iter().collect();
    categories.sort_unstable_by_key(|(category, _)| *category);

    let mut best = vec![(0_u64, None); input.tallies.nodes.len()];
    let mut sums = vec![0_u64; best.len()];
    for (category, edges) in categories {
        for &edge in &edges {
            // One more than the bytes, so that traffic without any still has a category.
            let bytes = input.tallies.edges[edge as usize]
                .totals()
                .bytes
                .saturating_add(1);
            for node in input.edge_nodes[edge as usize] {
                let sum = &mut sums[node as usize];
                *sum = sum.saturating_add(bytes);
            }
        }
        for node in edges
            .iter()
            .flat_map(|&edge| input.edge_nodes[edge as usize])
        {
            let sum = std::mem::take(&mut sums[node as usize]);
            let slot = &mut best[node as usize];
            if sum > slot.0 {
                *slot = (sum, Some(category));
            }
        }
    }
    best.into_iter().map(|(_, category)| category).collect()
}
