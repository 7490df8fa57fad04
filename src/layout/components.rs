//! Which nodes hang together: connected components, the largest first.

use super::adjacency::Adjacency;

/// The nodes of a graph grouped by connected component.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Components {
    /// Component of each node, `[node]`; 0 is the largest.
    pub of_node: Vec<u32>,
    /// Nodes in order of their component, ascending within one, `[node]`.
    pub nodes: Vec<u32>,
    /// Members of component `c` are `nodes[offsets[c]..offsets[c + 1]]`.
    pub offsets: Vec<usize>,
}

impl Components {
    /// Finds the components, ordered by size and then by their smallest node.
    #[must_use]
    pub fn find(graph: &Adjacency) -> Self {
        const UNSEEN: u32 = u32::MAX;
        let node_count = graph.node_count();
        let mut found_as = vec![UNSEEN; node_count];
        let mut sizes: Vec<u32> = Vec::new();
        let mut frontier = Vec::new();
        for first in 0..node_count {
            if found_as[first] != UNSEEN {
                continue;
            }
            let label = sizes.len() as u32;
            found_as[first] = label;
            frontier.push(first as u32);
            let mut size = 0;
            while let Some(node) = frontier.pop() {
                size += 1;
                for &next in graph.row(node as usize) {
                    if found_as[next as usize] == UNSEEN {
                        found_as[next as usize] = label;
                        frontier.push(next);
                    }
                }
            }
            sizes.push(size);
        }
        let mut by_size: Vec<u32> = (0..sizes.len() as u32).collect();
        by_size.sort_by_key(|&label| std::cmp::Reverse(sizes[label as usize]));
        let mut place = vec![0_u32; sizes.len()];
        let mut offsets = Vec::with_capacity(sizes.len() + 1);
        offsets.push(0);
        for (rank, &label) in by_size.iter().enumerate() {
            place[label as usize] = rank as u32;
            offsets.push(offsets[rank] + sizes[label as usize] as usize);
        }
        let of_node: Vec<u32> = found_as
            .iter()
            .map(|&label| place[label as usize])
            .collect();
        let mut cursor = offsets.clone();
        let mut nodes = vec![0; node_count];
        for (node, &component) in of_node.iter().enumerate() {
            nodes[cursor[component as usize]] = node as u32;
            cursor[component as usize] += 1;
        }
        Self {
            of_node,
            nodes,
            offsets,
        }
    }

    /// Number of components.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Members of a component, ascending.
    #[must_use]
    pub fn members(&self, component: usize) -> &[u32] {
        &self.nodes[self.offsets[component]..self.offsets[component + 1]]
    }
}
