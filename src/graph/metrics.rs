//! What can be said of nodes and edges apart from their sums?
//!
//! Algorithms run on petgraph's model. Metrics of the whole topology are here; what depends on the
//! visible flows (degree and bytes of a node) is in [`crate::query::NodeTally`].

use petgraph::graph::NodeIndex;
use petgraph::unionfind::UnionFind;

use super::Graph;
use crate::capture::Application;
use crate::flow::FlowTable;
use crate::query::FlowSet;
use crate::units::Totals;

/// Connected components, largest first; equally large ones by their smallest node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// Component of each node, `[node]`.
    pub of_node: Vec<u32>,
    /// Number of nodes in each, `[component]`.
    pub sizes: Vec<u32>,
}

impl Graph {
    /// Number of distinct neighbours over all edges, itself not counted.
    #[must_use]
    pub fn degree(&self, node: u32) -> usize {
        self.neighbours(node)
            .filter(|&neighbour| neighbour != node)
            .count()
    }

    /// Packets, bytes and flows of an edge over the flows in `visible`.
    #[must_use]
    pub fn edge_totals(&self, table: &FlowTable, edge: u32, visible: &FlowSet) -> Totals {
        let flows = self.edge_flows(edge).iter().map(|&flow| flow as usize);
        flows
            .filter(|&flow| visible.contains(flow))
            .fold(Totals::default(), |sum, flow| sum + table.flow_totals(flow))
    }

    /// Which nodes reach each other over edges for which `passes` says yes.
    #[must_use]
    pub fn components(&self, passes: impl Fn(u32) -> bool) -> Components {
        let mut sets = UnionFind::<u32>::new(self.node_count());
        for edge in self.topology().edge_indices() {
            let ends: Option<(NodeIndex, NodeIndex)> = self.topology().edge_endpoints(edge);
            if let Some((a, b)) = ends
                && passes(edge.index() as u32)
            {
                sets.union(a.index() as u32, b.index() as u32);
            }
        }
        let roots = sets.into_labeling();
        let mut sizes = vec![0_u32; roots.len()];
        let mut first_nodes = vec![u32::MAX; roots.len()];
        for (node, &root) in roots.iter().enumerate() {
            sizes[root as usize] += 1;
            first_nodes[root as usize] = first_nodes[root as usize].min(node as u32);
        }
        let mut order: Vec<u32> = (0..roots.len() as u32)
            .filter(|&root| sizes[root as usize] > 0)
            .collect();
        order.sort_by_key(|&root| {
            (
                std::cmp::Reverse(sizes[root as usize]),
                first_nodes[root as usize],
            )
        });
        let mut ids = vec![0; roots.len()];
        for (id, &root) in order.iter().enumerate() {
            ids[root as usize] = id as u32;
        }
        Components {
            of_node: roots.iter().map(|&root| ids[root as usize]).collect(),
            sizes: order.iter().map(|&root| sizes[root as usize]).collect(),
        }
    }
}

/// What runs over an edge: the applications of its visible flows, most bytes first.
#[must_use]
pub fn edge_applications(
    graph: &Graph,
    table: &FlowTable,
    edge: u32,
    visible: &FlowSet,
) -> Vec<(Application, Totals)> {
    applications(table, graph.edge_flows(edge).iter().copied(), visible)
}

impl Graph {
    /// What runs over all edges of a node: applications of its visible flows, most bytes first.
    #[must_use]
    pub fn node_applications(
        &self,
        table: &FlowTable,
        node: u32,
        visible: &FlowSet,
    ) -> Vec<(Application, Totals)> {
        applications(table, self.node_flows(node), visible)
    }
}

fn applications(
    table: &FlowTable,
    flows: impl Iterator<Item = u32>,
    visible: &FlowSet,
) -> Vec<(Application, Totals)> {
    let mut sums = vec![Totals::default(); Application::ALL.len()];
    for flow in flows
        .map(|flow| flow as usize)
        .filter(|&flow| visible.contains(flow))
    {
        let application = Application::from_code(table.columns.application[flow]);
        sums[usize::from(application.code())] += table.flow_totals(flow);
    }
    let mut present: Vec<(Application, Totals)> = Application::ALL
        .iter()
        .copied()
        .zip(sums)
        .filter(|(_, sum)| sum.flows > 0)
        .collect();
    present.sort_by_key(|&(application, sum)| (std::cmp::Reverse(sum.bytes), application));
    present
}
