//! Which way do bytes go, and which nodes belong together?
//!
//! Direction is read from the sums; components and communities are found over visible edges.

use super::classes::{Classes, NO_CLASS, Order};
use super::{Coloring, Shown, Stop};
use crate::graph::communities::{CommunityOptions, communities_unless};
use crate::graph::{Adjacency, EdgeWeights};
use crate::query::EdgeTally;
use crate::scene::ColorBy;

/// Bytes one way that are so many times those of the other way are "mostly" this way.
const MOSTLY: u64 = 2;

/// The number of the direction of so many bytes from client to server and back: mostly there,
/// mostly back, about as much each way.
fn direction_of([up, down]: [u64; 2]) -> u64 {
    if up >= down.saturating_mul(MOSTLY) && up > down {
        0
    } else if down >= up.saturating_mul(MOSTLY) && down > up {
        1
    } else {
        2
    }
}

/// Bytes of an edge from the end that opened most flows to the other one, and back.
fn up_down(tally: &EdgeTally) -> [u64; 2] {
    let [a, b] = tally.bytes;
    if tally.opened[0] >= tally.opened[1] {
        [a, b]
    } else {
        [b, a]
    }
}

/// Bytes each way: of an edge, and of all edges of a node together.
pub(super) fn direction(shown: &Shown<'_>) -> Coloring {
    let tallies = shown.tallies;
    let mut at_nodes = vec![[0_u64; 2]; tallies.nodes.len()];
    let mut edges = vec![NO_CLASS; tallies.edges.len()];
    let ends = shown.graph.edge_nodes();
    for ((tally, ends), class) in tallies.edges.iter().zip(ends).zip(&mut edges) {
        if !tally.is_visible() {
            continue;
        }
        let ways = up_down(tally);
        *class = direction_of(ways);
        let is_loop = ends[0] == ends[1];
        for &node in ends.iter().take(if is_loop { 1 } else { 2 }) {
            for (sum, way) in at_nodes[node as usize].iter_mut().zip(ways) {
                *sum = sum.saturating_add(way);
            }
        }
    }
    let nodes = at_nodes.iter().zip(&tallies.nodes);
    let nodes = nodes.map(|(ways, tally)| match tally.totals.flows {
        0 => NO_CLASS,
        _ => direction_of(*ways),
    });
    let classes = Classes {
        nodes: nodes.collect(),
        edges,
        order: Order::Number,
        plural: "directions",
    };
    classes.coloring(ColorBy::Direction, shown)
}

/// Connected components over visible edges, the largest first.
pub(super) fn component(shown: &Shown<'_>) -> Coloring {
    let tallies = shown.tallies;
    let found = shown
        .graph
        .components(|edge| tallies.edges[edge as usize].is_visible());
    let nodes: Vec<u64> = found
        .of_node
        .iter()
        .zip(&tallies.nodes)
        .map(|(&component, tally)| match tally.totals.flows {
            0 => NO_CLASS,
            _ => u64::from(component),
        })
        .collect();
    grouped(shown, ColorBy::Component, nodes, "components")
}

/// Communities over visible edges, the largest first.
pub(super) fn community(shown: &Shown<'_>, stop: Stop<'_>) -> Option<Coloring> {
    let tallies = shown.tallies;
    let adjacency = visible_edges(shown);
    // The same as in the panel of numbers.
    let options = CommunityOptions {
        resolution: 1.0,
        seed: 1,
    };
    let found = communities_unless(&adjacency, EdgeWeights::Equal, options, stop)?;
    let nodes = (0..tallies.nodes.len() as u32)
        .map(|node| found.of(node).map_or(NO_CLASS, u64::from))
        .collect();
    Some(grouped(shown, ColorBy::Community, nodes, "communities"))
}

/// The visible edges as rows of links.
pub(in crate::scene) fn visible_edges(shown: &Shown<'_>) -> Adjacency {
    let edges = &shown.tallies.edges;
    Adjacency::build(shown.graph.node_count(), shown.graph.edge_nodes(), |edge| {
        edges[edge as usize].is_visible()
    })
}

/// Edges are in the group of both of their ends; if these differ, in none.
fn grouped(
    shown: &Shown<'_>,
    color_by: ColorBy,
    nodes: Vec<u64>,
    plural: &'static str,
) -> Coloring {
    let edges = shown.graph.edge_nodes().iter();
    let edges = edges
        .map(|&[a, b]| match nodes[a as usize] {
            of_a if of_a == nodes[b as usize] => of_a,
            _ => NO_CLASS,
        })
        .collect();
    let classes = Classes {
        nodes,
        edges,
        order: Order::Nodes,
        plural,
    };
    classes.coloring(color_by, shown)
}
