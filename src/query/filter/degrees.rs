//! With how many others does each host talk?

use rayon::prelude::*;

use crate::flow::FlowTable;

/// Number of distinct neighbours of each host over all flows of a table, itself not counted,
/// `[host code]`.
#[must_use]
pub fn host_degrees(table: &FlowTable) -> Vec<u32> {
    let (clients, servers) = (&table.columns.client, &table.columns.server);
    let mut pairs: Vec<[u32; 2]> = (0..table.len())
        .into_par_iter()
        .with_min_len(4096)
        .map(|flow| {
            let (a, b) = (clients[flow], servers[flow]);
            [a.min(b), a.max(b)]
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut degrees = vec![0; table.hosts.len()];
    for [a, b] in pairs {
        if a != b {
            degrees[a as usize] += 1;
            degrees[b as usize] += 1;
        }
    }
    degrees
}
