//! Which shade has a group, and which an edge that stands for several?
//!
//! That of most of its members; of a ramp, the mean. The key stays what it is: it counts hosts and
//! edges, grouped or not.

use super::classes::NO_CLASS;
use super::{ColorKey, Coloring, Found, NO_SHADE, Shade};
use crate::graph::Quotient;

impl Coloring {
    /// The shades of a graph whose closed groups are nodes.
    ///
    /// # Panics
    /// If it was made for another graph.
    #[must_use]
    pub fn merged(&self, quotient: &Quotient) -> Self {
        let is_ramp = matches!(self.key, ColorKey::Ramp(_));
        let hosts = self.nodes.len();
        let mut inside: Vec<(u32, Shade)> = (0..hosts as u32)
            .map(|node| (quotient.shown_node(node), self.nodes[node as usize]))
            .filter(|&(shown, shade)| shown as usize >= hosts && shade != NO_SHADE)
            .collect();
        inside.sort_unstable();
        let mut nodes = self.nodes.clone();
        nodes.resize(quotient.node_count(), NO_SHADE);
        for of_group in inside.chunk_by(|a, b| a.0 == b.0) {
            let shades: Vec<Shade> = of_group.iter().map(|&(_, shade)| shade).collect();
            nodes[of_group[0].0 as usize] = shared(&shades, is_ramp);
        }
        let edges = (0..quotient.edge_nodes().len() as u32).map(|edge| {
            let members = quotient.members(edge).iter();
            let shades = members.map(|&edge| self.edges[edge as usize]);
            let mut shades: Vec<Shade> = shades.filter(|&shade| shade != NO_SHADE).collect();
            shades.sort_unstable();
            shared(&shades, is_ramp)
        });
        Self {
            color_by: self.color_by,
            nodes,
            edges: edges.collect(),
            key: self.key.clone(),
            found: self.found.merged(quotient),
        }
    }
}

impl Found {
    /// What is known of an edge on its own; nothing of groups and of several edges together.
    fn merged(&self, quotient: &Quotient) -> Self {
        let only = |edge: u32| match *quotient.members(edge) {
            [only] => Some(only as usize),
            _ => None,
        };
        let all = 0..quotient.edge_nodes().len() as u32;
        match self {
            Self::Classes { nodes, edges } => {
                let mut nodes = nodes.clone();
                nodes.resize(quotient.node_count(), NO_CLASS);
                let class = |edge| only(edge).map_or(NO_CLASS, |edge| edges[edge]);
                let edges = all.map(class).collect();
                Self::Classes { nodes, edges }
            }
            Self::Values { nodes, edges } => {
                let mut nodes = nodes.clone();
                nodes.resize(quotient.node_count(), None);
                let edges = all.map(|edge| edges[only(edge)?]).collect();
                Self::Values { nodes, edges }
            }
        }
    }
}

/// The shade of most, the smaller one among equals, or the mean; shades are ascending.
fn shared(shades: &[Shade], is_ramp: bool) -> Shade {
    if shades.is_empty() {
        return NO_SHADE;
    }
    if is_ramp {
        let sum: u64 = shades.iter().map(|&shade| u64::from(shade)).sum();
        return (sum / shades.len() as u64) as Shade;
    }
    let runs = shades.chunk_by(|a, b| a == b);
    let most = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0])));
    most.map_or(NO_SHADE, |run| run[0])
}
