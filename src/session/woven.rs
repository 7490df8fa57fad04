//! What does a worker make of the traffic for one choice of what a node is?
//!
//! Weaving builds the graph and everything that depends on the traffic and the grouping alone.
//! It takes a while on millions of flows, so the window does it on a worker; the command line does
//! it in place.

use std::sync::Arc;

use glam::Vec2;

use super::groups::automatic;
use super::{Data, Ground, Grouped, Groups, Narrowed, NodeBudget, Whole};
use crate::flow::Traffic;
use crate::graph::{Graph, Grouping};
use crate::layout::LayoutRequest;
use crate::query::Tallies;

/// Traffic and its graph.
#[derive(Clone, Debug)]
pub struct Woven {
    /// What was read.
    pub traffic: Arc<Traffic>,
    /// Its graph.
    pub graph: Arc<Graph>,
    /// Number of connected components.
    pub components: usize,
    /// Sums over all flows, and what else brushing starts from.
    pub ground: Arc<Ground>,
    /// Everything is visible yet.
    pub narrowed: Box<Narrowed>,
    /// Pull of each edge in the layout, `[edge]`; 1.0 is ordinary.
    pub weights: Arc<[f32]>,
    /// Groups that were chosen, or that its size suggests.
    pub grouped: Option<Arc<Grouped>>,
}

/// What a graph is woven for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weaving {
    /// What a node is.
    pub grouping: Grouping,
    /// Which nodes are groups.
    pub groups: Groups,
    /// From how many nodes on groups are chosen where there are none; none leaves the choice to the
    /// user.
    pub budget: Option<NodeBudget>,
}

impl Weaving {
    /// Builds the graph of some traffic, and its groups.
    #[must_use]
    pub fn weave(&self, traffic: Arc<Traffic>) -> Woven {
        let mut woven = weave(traffic, self.grouping);
        let whole = Whole {
            table: &woven.traffic.table,
            graph: &woven.graph,
            ground: &woven.ground,
        };
        let grouped = match self.budget {
            _ if !self.groups.is_none() => Some(Grouped::new(&self.groups, &whole, None)),
            Some(budget) => automatic(&whole, budget),
            None => None,
        };
        woven.grouped = grouped.map(Arc::new);
        woven
    }
}

/// Builds the graph of some traffic.
#[must_use]
pub fn weave(traffic: Arc<Traffic>, grouping: Grouping) -> Woven {
    let graph = Arc::new(Graph::build(&traffic.table, grouping));
    let ground = Ground::new(&traffic.table, &graph);
    let weights = edge_weights(&ground.everything);
    let narrowed = Box::new(Narrowed::new(&traffic.table, &graph, &ground));
    let components = graph.components(|_| true).sizes.len();
    Woven {
        traffic,
        graph,
        components,
        ground: Arc::new(ground),
        narrowed,
        weights,
        grouped: None,
    }
}

impl Woven {
    /// What the layout is asked for: this graph, from `initial` positions if there are any
    /// (`[node]`, NaN for a node that has none yet).
    #[must_use]
    pub fn layout_request(&self, seed: u64, initial: Option<Arc<[Vec2]>>) -> LayoutRequest {
        layout_request(&self.graph, &self.weights, seed, initial)
    }
}

impl Data {
    /// As [`Woven::layout_request`], for the graph that is open.
    #[must_use]
    pub fn layout_request(&self, seed: u64, initial: Option<Arc<[Vec2]>>) -> LayoutRequest {
        layout_request(&self.graph, &self.weights, seed, initial)
    }
}

fn layout_request(
    graph: &Graph,
    weights: &Arc<[f32]>,
    seed: u64,
    initial: Option<Arc<[Vec2]>>,
) -> LayoutRequest {
    LayoutRequest {
        weights: weights.clone(),
        seed,
        initial,
        ..LayoutRequest::new(graph.node_count(), graph.edge_nodes())
    }
}

/// Pull of each edge by the logarithm of its bytes, relative to the mean: who talks more stands
/// nearer, but a backup job does not collapse the picture.
fn edge_weights(tallies: &Tallies) -> Arc<[f32]> {
    /// Least and most pull: beyond a factor of three either way the picture gets lumpy.
    const RANGE: [f32; 2] = [0.5, 2.0];
    let logs: Vec<f32> = tallies
        .edges
        .iter()
        .map(|edge| (1.0 + edge.totals().bytes as f32).ln())
        .collect();
    let sum: f64 = logs.iter().map(|&log| f64::from(log)).sum();
    let mean = (sum / logs.len().max(1) as f64).max(1e-6) as f32;
    logs.iter()
        .map(|log| (log / mean).clamp(RANGE[0], RANGE[1]))
        .collect()
}
