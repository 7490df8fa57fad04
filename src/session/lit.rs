//! What is highlighted, in every view at once?
//!
//! The selection, and a colour under the pointer, are turned into one set of flows; its sums are
//! what bars show as the highlighted share and what the graph lights.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Data, Item, has_category};
use crate::query::{FlowSet, Tallies};
use crate::units::TimeSpan;

/// The highlighted flows, and what they touch.
#[derive(Clone, Debug)]
pub struct Lit {
    /// Highlighted flows; all of them are visible.
    pub flows: FlowSet,
    /// Their sums per node, edge, application and protocol.
    pub tallies: Arc<Tallies>,
    /// The same flows as a list, ascending.
    pub list: Vec<u32>,
    /// First and last packet of them.
    pub span: Option<TimeSpan>,
    /// Node ids that were pointed at themselves, ascending.
    pub picked: Vec<u32>,
}

impl Lit {
    /// The highlight of these items; none when there is nothing to highlight.
    #[must_use]
    pub fn of(items: &BTreeSet<Item>, data: &Data) -> Option<Self> {
        if items.is_empty() {
            return None;
        }
        let table = &data.traffic.table;
        let graph = &data.graph;
        let mut flows = FlowSet::none(table.len());
        let mut picked = BTreeSet::new();
        let mut light = |flow: usize| {
            if data.visible.contains(flow) {
                flows.insert(flow);
            }
        };
        for item in items {
            match *item {
                Item::Node(host) => {
                    if let Some(node) = graph.node_of_host(host) {
                        picked.insert(node);
                        for flow in graph.node_flows(node) {
                            light(flow as usize);
                        }
                    }
                }
                Item::Edge([a, b]) => {
                    let ends = (graph.node_of_host(a), graph.node_of_host(b));
                    if let (Some(a), Some(b)) = ends
                        && let Some(edge) = graph.edge_between(a, b)
                    {
                        graph
                            .edge_flows(edge)
                            .iter()
                            .for_each(|&flow| light(flow as usize));
                    }
                }
                Item::Category(category) => {
                    (0..table.len())
                        .filter(|&flow| has_category(category, table, flow))
                        .for_each(&mut light);
                }
            }
        }
        let tallies = Arc::new(Tallies::compute(table, &graph.edge_keys(), &flows));
        let list: Vec<u32> = flows.iter().map(|flow| flow as u32).collect();
        let span = list
            .iter()
            .map(|&flow| TimeSpan {
                first: table.first(flow as usize),
                last: table.last(flow as usize),
            })
            .reduce(TimeSpan::union);
        Some(Self {
            flows,
            list,
            span,
            tallies,
            picked: picked.into_iter().collect(),
        })
    }
}
