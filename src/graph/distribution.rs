//! How are degrees and sizes spread?
//!
//! A distribution is a list of values with how often each occurs. Degrees of a network range over
//! decades, with most nodes at one or two neighbours and a few at thousands, so the summary gives
//! ranks (median, 90th percentile), which a few extremes do not move, and the largest value. On
//! log-log axes such a tail is read from [`at_least`], which unlike a histogram needs no bins
//! (Clauset, Shalizi and Newman, "Power-Law Distributions in Empirical Data", SIAM Review 2009).

use super::Adjacency;

/// How often a value occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The value: a degree, or a size in nodes.
    pub value: u32,
    /// How many have it.
    pub count: u64,
}

/// A distribution in four numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many values there are.
    pub count: u64,
    /// The smallest value that at least half of them do not exceed.
    pub median: u32,
    /// The smallest value that at least nine in ten do not exceed.
    pub p90: u32,
    /// The largest.
    pub max: u32,
}

/// Counts equal values; ascending by value, only those that occur.
#[must_use]
pub fn distribution(mut values: Vec<u32>) -> Vec<Occurrence> {
    values.sort_unstable();
    let runs = values.chunk_by(|a, b| a == b);
    runs.map(|run| Occurrence {
        value: run[0],
        count: run.len() as u64,
    })
    .collect()
}

/// How many nodes have each degree, ascending by degree.
///
/// Nodes without visible edges are left out. Degree 0 is a node that only talks with itself.
#[must_use]
pub fn degree_distribution(adjacency: &Adjacency) -> Vec<Occurrence> {
    let linked = adjacency.nodes().filter(|&node| adjacency.is_linked(node));
    let degrees = linked.map(|node| u32::try_from(adjacency.degree(node)).unwrap_or(u32::MAX));
    distribution(degrees.collect())
}

/// Numbers of nodes in the connected components, largest first.
///
/// Nodes without visible edges are left out. [`distribution`] counts equal sizes.
#[must_use]
pub fn component_sizes(adjacency: &Adjacency) -> Vec<u32> {
    let mut is_seen = vec![false; adjacency.node_count()];
    let mut sizes = Vec::new();
    let mut open = Vec::new();
    for start in adjacency.nodes().filter(|&node| adjacency.is_linked(node)) {
        if is_seen[start as usize] {
            continue;
        }
        is_seen[start as usize] = true;
        open.push(start);
        let mut size = 0;
        while let Some(node) = open.pop() {
            size += 1;
            for neighbour in adjacency.neighbours(node) {
                if !is_seen[neighbour as usize] {
                    is_seen[neighbour as usize] = true;
                    open.push(neighbour);
                }
            }
        }
        sizes.push(size);
    }
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

/// For each value, how many are that large or larger: the complementary cumulative distribution,
/// as numbers and not as shares. `distribution` is ascending.
#[must_use]
pub fn at_least(distribution: &[Occurrence]) -> Vec<Occurrence> {
    let mut left: u64 = distribution.iter().map(|occurrence| occurrence.count).sum();
    let mut cumulative = Vec::with_capacity(distribution.len());
    for &Occurrence { value, count } in distribution {
        cumulative.push(Occurrence { value, count: left });
        left -= count;
    }
    cumulative
}

/// Median, 90th percentile and maximum of an ascending distribution; `None` if it is empty.
///
/// Percentiles are nearest ranks: values that occur, never something between two of them.
#[must_use]
pub fn summarize(distribution: &[Occurrence]) -> Option<Summary> {
    let count: u64 = distribution.iter().map(|occurrence| occurrence.count).sum();
    let value_at_rank = |rank: u64| {
        let mut up_to_here = 0;
        let reached = distribution.iter().find(|occurrence| {
            up_to_here += occurrence.count;
            up_to_here >= rank
        });
        reached.map(|occurrence| occurrence.value)
    };
    Some(Summary {
        count,
        median: value_at_rank(count.div_ceil(2))?,
        p90: value_at_rank(count - count / 10)?,
        max: distribution.last()?.value,
    })
}
