//! The numbers of a graph as text for a spreadsheet.

use std::fmt::Write as _;

use super::super::errand::Stop;
use super::compute::Numbers;
use crate::flow::FlowTable;
use crate::graph::distribution::Occurrence;
use crate::session::{host_address, host_name};
use crate::text::csv;

/// Hosts that are copied at most; more would not fit a clipboard.
pub const MOST_ROWS: usize = 100_000;
/// Rows between two looks at whether to stop.
const ROWS_PER_LOOK: usize = 1_000;

/// One row for each host, most PageRank first; none if it was told to stop. Components and
/// communities are numbered from 1, the largest.
pub fn hosts(table: &FlowTable, numbers: &Numbers, stop: &Stop) -> Option<String> {
    let betweenness = if numbers.betweenness.exact {
        "betweenness"
    } else {
        "betweenness_estimate"
    };
    let mut text = format!("host,name,degree,component,community,pagerank,{betweenness}\n");
    let nodes = &numbers.by_pagerank;
    for part in nodes[..nodes.len().min(MOST_ROWS)].chunks(ROWS_PER_LOOK) {
        if stop.is_wanted() {
            return None;
        }
        for &node in part {
            let host = numbers.graph.node_host(node);
            let place = node as usize;
            let community = numbers.communities.of(node);
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{},{},{},{},{},{:e},{}",
                csv(&host_address(table, host)),
                csv(&host_name(table, host).unwrap_or_default()),
                numbers.degree[place],
                u64::from(numbers.component[place]) + 1,
                community.map_or(String::new(), |community| (community + 1).to_string()),
                numbers.pagerank.scores[place],
                numbers.betweenness.scores[place],
            );
        }
    }
    Some(text)
}

/// How many hosts have each degree.
pub fn degrees(degrees: &[Occurrence]) -> String {
    let mut text = "degree,hosts\n".to_owned();
    for occurrence in degrees {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{},{}", occurrence.value, occurrence.count);
    }
    text
}
