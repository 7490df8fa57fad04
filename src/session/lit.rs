//! What is highlighted, in every view at once?
//!
//! The selection, and a colour under the pointer, are turned into one set of flows; its sums are
//! what bars show as the highlighted share and what the graph lights.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::{Data, Item, has_category};
use crate::flow::FlowTable;
use crate::query::{FlowSet, Tallies};
use crate::units::TimeSpan;

/// The highlighted flows, and what they touch.
#[derive(Clone, Debug)]
pub struct Lit {
    /// Highlighted flows; all of them are visible.
    pub flows: FlowSet,
    /// Their sums per node, edge, application and protocol.
    pub tallies: Tallies,
    /// Node ids that were pointed at themselves, ascending.
    pub picked: Vec<u32>,
    /// Tells highlights apart; views cache by it.
    pub revision: u64,
    /// What only the inspector asks for, once it does.
    list: OnceLock<Vec<u32>>,
    span: OnceLock<Option<TimeSpan>>,
}

impl Lit {
    /// The highlighted flows as a list, ascending.
    pub fn list(&self) -> &[u32] {
        let list = || self.flows.iter().map(|flow| flow as u32).collect();
        self.list.get_or_init(list)
    }

    /// First and last packet of them.
    pub fn span(&self, table: &FlowTable) -> Option<TimeSpan> {
        let of_flow = |flow| TimeSpan {
            first: table.first(flow),
            last: table.last(flow),
        };
        let span = || self.flows.iter().map(of_flow).reduce(TimeSpan::union);
        *self.span.get_or_init(span)
    }

    /// Edge ids with highlighted flows, ascending.
    #[must_use]
    pub fn edges(&self) -> Vec<u32> {
        let edges = self.tallies.edges.iter().enumerate();
        edges
            .filter(|(_, edge)| edge.is_visible())
            .map(|(edge, _)| edge as u32)
            .collect()
    }

    /// The highlight of these items; none when there is nothing to highlight. An earlier highlight
    /// of the same data makes it cheaper: only the flows that differ are summed.
    #[must_use]
    pub fn of(
        items: &BTreeSet<Item>,
        data: &Data,
        earlier: Option<Self>,
        revision: u64,
    ) -> Option<Self> {
        if items.is_empty() {
            return None;
        }
        let (flows, picked) = flows_of(items, data);
        let table = &data.traffic.table;
        let rows = data.ground.rows(table, &data.graph);
        let everything = &data.ground.everything;
        let (before, mut tallies) = match earlier {
            Some(earlier) if earlier.flows.table_len() == flows.table_len() => {
                (earlier.flows, earlier.tallies)
            }
            _ => (FlowSet::all(flows.table_len()), everything.clone()),
        };
        tallies.update(&rows, &before, &flows, everything);
        Some(Self {
            flows,
            tallies,
            picked,
            revision,
            list: OnceLock::new(),
            span: OnceLock::new(),
        })
    }
}

/// The visible flows of some items, and the nodes among the items.
fn flows_of(items: &BTreeSet<Item>, data: &Data) -> (FlowSet, Vec<u32>) {
    let table = &data.traffic.table;
    let graph = &data.graph;
    let columns = &table.columns;
    let mut flows = FlowSet::none(table.len());
    let mut picked = BTreeSet::new();
    let scan = |pass: &(dyn Fn(usize) -> bool + Sync)| FlowSet::par_from_fn(table.len(), pass);
    for item in items {
        match *item {
            Item::Node(host) => {
                if let Some(node) = graph.node_of_host(host) {
                    picked.insert(node);
                    for flow in graph.node_flows(node) {
                        flows.insert(flow as usize);
                    }
                }
            }
            Item::Edge([a, b]) => {
                let ends = (graph.node_of_host(a), graph.node_of_host(b));
                if let (Some(a), Some(b)) = ends
                    && let Some(edge) = graph.edge_between(a, b)
                {
                    for &flow in graph.edge_flows(edge) {
                        flows.insert(flow as usize);
                    }
                }
            }
            Item::Group(of) => {
                for &node in data.group_nodes(of) {
                    picked.insert(node);
                    for flow in graph.node_flows(node) {
                        flows.insert(flow as usize);
                    }
                }
            }
            Item::Between(ends) => {
                for &edge in data.edges_between(ends) {
                    for &flow in graph.edge_flows(edge) {
                        flows.insert(flow as usize);
                    }
                }
            }
            Item::Category(category) => {
                flows.unite(&scan(&|flow| has_category(category, table, flow)));
            }
            Item::Client(host) => flows.unite(&scan(&|flow| columns.client[flow] == host)),
            Item::Server(host) => flows.unite(&scan(&|flow| columns.server[flow] == host)),
            Item::Port(port) => flows.unite(&scan(&|flow| columns.server_port[flow] == port)),
            Item::Name(name) => flows.unite(&scan(&|flow| columns.name[flow] == name)),
            Item::Values(span) => {
                let context = data.filter_context();
                flows.unite(&span.filter().evaluate(table, &context));
            }
        }
    }
    flows.intersect(data.visible());
    (flows, picked.into_iter().collect())
}
