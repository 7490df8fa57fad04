//! How do flows become nodes and edges, ten million of them?
//!
//! Flows are sorted by pair of nodes, protocol and application, on all cores and without hashing.
//! A run of one pair is then an edge, and a run of one kind in it is a strand. Edges are numbered
//! by their first flow, so ids do not depend on the sorting.

use petgraph::graph::{NodeIndex, UnGraph};
use rayon::prelude::*;

use super::{Graph, Grouping, NodeKind};
use crate::capture::{Application, Protocol};
use crate::flow::{FlowTable, NO_CODE};
use crate::query::{FlowSet, StrandKey};

impl Graph {
    /// Groups the flows of a table.
    #[must_use]
    pub fn build(table: &FlowTable, grouping: Grouping) -> Self {
        let nodes = Nodes::of(table, grouping);
        let sorted = sorted_flows(table, &nodes);
        let runs = edge_runs(&sorted);
        let edge_nodes: Vec<[u32; 2]> = runs
            .par_iter()
            .map(|run| nodes.ends(table, run.first_flow as usize))
            .collect();

        let mut strands = Vec::with_capacity(runs.len());
        let mut strand_starts = Vec::with_capacity(runs.len() + 1);
        let mut flow_strand = vec![NO_CODE; table.len()];
        for (edge, run) in runs.iter().enumerate() {
            strand_starts.push(strands.len() as u32);
            for of_strand in sorted[run.start..run.end].chunk_by(|a, b| a.kind() == b.kind()) {
                let strand = strands.len() as u32;
                strands.push(of_strand[0].strand_of(edge as u32));
                for flow in of_strand {
                    flow_strand[flow.flow() as usize] = strand;
                }
            }
        }
        strand_starts.push(strands.len() as u32);
        let mixed_edges = FlowSet::from_fn(runs.len(), |edge| {
            strand_starts[edge + 1] - strand_starts[edge] > 1
        });
        drop(sorted);
        let flow_edge: Vec<u32> = flow_strand
            .par_iter()
            .with_min_len(4096)
            .map(|&strand| {
                strands
                    .get(strand as usize)
                    .map_or(NO_CODE, |key: &StrandKey| key.edge)
            })
            .collect();
        let flow_forward = FlowSet::par_from_fn(table.len(), |flow| {
            let ends = edge_nodes.get(flow_edge[flow] as usize);
            ends.is_some_and(|ends| ends[0] == nodes.ends(table, flow)[0])
        });
        let (flow_starts, flows) = flows_by_edge(&flow_edge, edge_nodes.len());
        Self {
            grouping,
            topology: topology(&nodes.hosts, &edge_nodes),
            edge_nodes,
            host_nodes: nodes.of_host,
            flow_edge,
            flow_strand,
            flow_forward,
            strands,
            strand_starts,
            mixed_edges,
            flow_starts,
            flows,
        }
    }
}

/// Which hosts are nodes.
struct Nodes {
    grouping: Grouping,
    /// Host code of each node, `[node]`.
    hosts: Vec<u32>,
    /// Node of each host code, or [`NO_CODE`], `[host code]`.
    of_host: Vec<u32>,
}

impl Nodes {
    /// Numbers hosts in order of first appearance.
    fn of(table: &FlowTable, grouping: Grouping) -> Self {
        let of_host = vec![NO_CODE; table.hosts.len()];
        let mut nodes = Self {
            grouping,
            hosts: Vec::new(),
            of_host,
        };
        for flow in 0..table.len() {
            let Some(ends) = nodes.end_hosts(table, flow) else {
                continue;
            };
            for host in ends {
                let node = &mut nodes.of_host[host as usize];
                if *node == NO_CODE {
                    *node = nodes.hosts.len() as u32;
                    nodes.hosts.push(host);
                }
            }
        }
        nodes
    }

    /// Host codes of a flow's client and server, if the grouping shows the flow.
    fn end_hosts(&self, table: &FlowTable, flow: usize) -> Option<[u32; 2]> {
        let columns = &table.columns;
        let hosts = match self.grouping.node {
            NodeKind::Host => [columns.client[flow], columns.server[flow]],
            NodeKind::Mac => [columns.client_mac[flow], columns.server_mac[flow]],
        };
        let is_shown = match self.grouping.node {
            NodeKind::Mac => !hosts.contains(&NO_CODE),
            // Both ends of a flow are of one kind.
            NodeKind::Host => self.grouping.non_ip || table.hosts.address(hosts[0]).is_ip(),
        };
        is_shown.then_some(hosts)
    }

    /// Nodes of a flow's client and server; [`NO_CODE`] if the grouping does not show it.
    fn ends(&self, table: &FlowTable, flow: usize) -> [u32; 2] {
        self.end_hosts(table, flow).map_or([NO_CODE; 2], |hosts| {
            hosts.map(|host| self.of_host[host as usize])
        })
    }
}

/// A flow with what it is sorted by: pair of nodes; then protocol, application and flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Sortable {
    pair: u64,
    kind_and_flow: u64,
}

impl Sortable {
    fn new([a, b]: [u32; 2], protocol: u16, application: u8, flow: u32) -> Self {
        let kind = u64::from(protocol) << 8 | u64::from(application);
        Self {
            pair: u64::from(a.min(b)) << 32 | u64::from(a.max(b)),
            kind_and_flow: kind << 32 | u64::from(flow),
        }
    }

    fn flow(self) -> u32 {
        self.kind_and_flow as u32
    }

    fn kind(self) -> u32 {
        (self.kind_and_flow >> 32) as u32
    }

    fn strand_of(self, edge: u32) -> StrandKey {
        StrandKey {
            edge,
            protocol: Protocol((self.kind() >> 8) as u16),
            application: Application::from_code(self.kind() as u8),
        }
    }
}

fn sorted_flows(table: &FlowTable, nodes: &Nodes) -> Vec<Sortable> {
    let columns = &table.columns;
    let sortable = |flow: usize| {
        let ends = nodes.ends(table, flow);
        let (protocol, application) = (columns.protocol[flow], columns.application[flow]);
        (ends[0] != NO_CODE).then(|| Sortable::new(ends, protocol, application, flow as u32))
    };
    let mut sorted: Vec<Sortable> = (0..table.len())
        .into_par_iter()
        .with_min_len(4096)
        .filter_map(sortable)
        .collect();
    sorted.par_sort_unstable();
    sorted
}

/// Where the flows of one edge stand among the sorted ones.
struct EdgeRun {
    first_flow: u32,
    start: usize,
    end: usize,
}

/// Edges in order of their first flow.
fn edge_runs(sorted: &[Sortable]) -> Vec<EdgeRun> {
    let mut start = 0;
    let mut runs = Vec::new();
    for run in sorted.chunk_by(|a, b| a.pair == b.pair) {
        let first_flow = run.iter().map(|flow| flow.flow()).min().unwrap_or(NO_CODE);
        runs.push(EdgeRun {
            first_flow,
            start,
            end: start + run.len(),
        });
        start += run.len();
    }
    runs.par_sort_unstable_by_key(|run| run.first_flow);
    runs
}

fn topology(hosts: &[u32], edge_nodes: &[[u32; 2]]) -> UnGraph<u32, ()> {
    let mut topology = UnGraph::with_capacity(hosts.len(), edge_nodes.len());
    for &host in hosts {
        topology.add_node(host);
    }
    for &[a, b] in edge_nodes {
        topology.add_edge(NodeIndex::new(a as usize), NodeIndex::new(b as usize), ());
    }
    topology
}

/// Flows sorted by edge (counting sort): starts `[edge + 1]` and flows.
fn flows_by_edge(flow_edge: &[u32], edge_count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; edge_count + 1];
    for &edge in flow_edge.iter().filter(|&&edge| edge != NO_CODE) {
        starts[edge as usize + 1] += 1;
    }
    for edge in 0..edge_count {
        starts[edge + 1] += starts[edge];
    }
    let mut next = starts.clone();
    let mut flows = vec![0; starts[edge_count] as usize];
    for (flow, &edge) in flow_edge.iter().enumerate() {
        if edge != NO_CODE {
            let place = &mut next[edge as usize];
            flows[*place as usize] = flow as u32;
            *place += 1;
        }
    }
    (starts, flows)
}
