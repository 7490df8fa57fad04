//! What does `info` say of some traffic?
//!
//! A [`Summary`] holds everything that is printed, already counted. As JSON it is the contract that
//! other programs rely on: bytes are frame lengths, times are exact decimal seconds. How people read
//! it is in `text.rs`.

#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::capture::Application;
use crate::flow::{FlowTable, Traffic};
use crate::graph::{Graph, Grouping};
use crate::query::{Filter, FilterContext, FlowSet, Tallies};
use crate::units::{TimeSpan, Timestamp, Totals};

/// Hosts listed; enough to see who matters.
const TOP_HOSTS: usize = 20;

/// Everything that `info` prints.
#[derive(Debug, Serialize)]
pub struct Summary {
    files: Vec<FileSummary>,
    packets: u64,
    bytes: u64,
    flows: u64,
    hosts: usize,
    edges: usize,
    first_ts: Option<Box<RawValue>>,
    last_ts: Option<Box<RawValue>>,
    protocols: BTreeMap<String, Counts>,
    applications: BTreeMap<String, Counts>,
    unparsed: Unparsed,
    top_hosts: Vec<HostSummary>,
    /// What was left out; none without a filter. Everything else above then counts visible flows,
    /// except files and unparsed.
    #[serde(skip_serializing_if = "Option::is_none")]
    filter: Option<FilterSummary>,
    #[serde(skip)]
    span: Option<TimeSpan>,
}

#[derive(Debug, Serialize)]
struct FilterSummary {
    text: String,
    filtered: Counts,
    total: Counts,
}

#[derive(Debug, Serialize)]
struct FileSummary {
    path: String,
    format: String,
    packets: u64,
    /// Records of a flow log; none for a capture.
    records: Option<u64>,
    bytes: u64,
    notes: Vec<NoteSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct NoteSummary {
    kind: String,
    count: u64,
    first_offset: u64,
    #[serde(skip)]
    hint: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Counts {
    packets: u64,
    bytes: u64,
    flows: u64,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Unparsed {
    packets: u64,
    bytes: u64,
}

#[derive(Debug, Serialize)]
struct HostSummary {
    host: String,
    bytes: u64,
    degree: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

impl From<Totals> for Counts {
    fn from(totals: Totals) -> Self {
        let Totals {
            packets,
            bytes,
            flows,
        } = totals;
        Self {
            packets,
            bytes,
            flows,
        }
    }
}

impl Summary {
    /// Counts the flows that pass, their hosts and edges, and gathers the rest.
    #[must_use]
    pub fn new(traffic: &Traffic, filter: &Filter) -> Self {
        let table = &traffic.table;
        let graph = Graph::build(table, Grouping::default());
        let visible = filter.evaluate(table, &FilterContext::default());
        let tallies = Tallies::compute(table, &graph.edge_keys(), &visible);
        let everything = Self {
            files: traffic.files.iter().map(file_summary).collect(),
            packets: traffic.totals.packets,
            bytes: traffic.totals.bytes,
            flows: traffic.totals.flows,
            hosts: graph.node_count(),
            edges: graph.edge_count(),
            first_ts: None,
            last_ts: None,
            protocols: traffic
                .protocols
                .iter()
                .map(|(protocol, &totals)| (protocol.name().into_owned(), totals.into()))
                .collect(),
            applications: traffic
                .applications
                .iter()
                .map(|(application, &totals)| (application.key().to_owned(), totals.into()))
                .collect(),
            unparsed: Unparsed {
                packets: traffic.unparsed.packets,
                bytes: traffic.unparsed.bytes,
            },
            top_hosts: top_hosts(traffic, &graph, &tallies),
            filter: None,
            span: traffic.span,
        };
        let mut summary = if filter.is_empty() {
            everything
        } else {
            everything.narrowed(filter, table, &visible, &tallies)
        };
        let seconds = |time: Timestamp| number(time.to_seconds_text());
        summary.first_ts = summary.span.and_then(|span| seconds(span.first));
        summary.last_ts = summary.span.and_then(|span| seconds(span.last));
        summary
    }

    /// The same for the flows that pass.
    fn narrowed(
        self,
        filter: &Filter,
        table: &FlowTable,
        visible: &FlowSet,
        tallies: &Tallies,
    ) -> Self {
        let Totals {
            packets,
            bytes,
            flows,
        } = tallies.visible;
        let protocols = tallies.protocols.iter();
        let applications = Application::ALL.iter().zip(&tallies.applications);
        Self {
            packets,
            bytes,
            flows,
            hosts: tallies
                .nodes
                .iter()
                .filter(|node| node.totals.flows > 0)
                .count(),
            edges: tallies
                .edges
                .iter()
                .filter(|edge| edge.is_visible())
                .count(),
            protocols: protocols
                .filter(|tally| tally.visible.flows > 0)
                .map(|tally| (tally.protocol.name().into_owned(), tally.visible.into()))
                .collect(),
            applications: applications
                .filter(|(_, tally)| tally.visible.flows > 0)
                .map(|(application, tally)| (application.key().to_owned(), tally.visible.into()))
                .collect(),
            filter: Some(FilterSummary {
                text: filter.to_string(),
                filtered: tallies.filtered.into(),
                total: Totals {
                    packets: self.packets,
                    bytes: self.bytes,
                    flows: self.flows,
                }
                .into(),
            }),
            span: visible
                .iter()
                .map(|flow| TimeSpan {
                    first: table.first(flow),
                    last: table.last(flow),
                })
                .reduce(TimeSpan::union),
            ..self
        }
    }

    /// Whether something could not be read.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.files
            .iter()
            .any(|file| file.error.is_some() || !file.notes.is_empty())
    }

    /// One JSON object on one line.
    ///
    /// # Errors
    /// Never in practice: all keys are text.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self).map(|text| text + "\n")
    }
}

/// A decimal number that JSON keeps digit for digit; a float would lose the nanoseconds.
fn number(decimal: String) -> Option<Box<RawValue>> {
    RawValue::from_string(decimal).ok()
}

fn file_summary(file: &crate::capture::FileReport) -> FileSummary {
    let notes = file.notes.as_slice().iter().map(|note| NoteSummary {
        kind: note.kind.to_string(),
        count: note.count,
        first_offset: note.first_offset,
        hint: note.kind.hint(),
    });
    FileSummary {
        path: file.path.clone(),
        format: file.format.clone(),
        packets: file.packets,
        records: None,
        bytes: file.bytes,
        notes: notes.collect(),
        error: file.error.clone(),
    }
}

/// The hosts with most bytes, equal ones by address.
fn top_hosts(traffic: &Traffic, graph: &Graph, tallies: &Tallies) -> Vec<HostSummary> {
    let hosts = &traffic.table.hosts;
    let rank = |&node: &u32| {
        let bytes = tallies.nodes[node as usize].totals.bytes;
        (
            std::cmp::Reverse(bytes),
            hosts.address(graph.node_host(node)),
        )
    };
    let mut nodes: Vec<u32> = (0..graph.node_count() as u32)
        .filter(|&node| tallies.nodes[node as usize].totals.flows > 0)
        .collect();
    if nodes.len() > TOP_HOSTS {
        nodes.select_nth_unstable_by_key(TOP_HOSTS, rank);
        nodes.truncate(TOP_HOSTS);
    }
    nodes.sort_by_key(rank);
    let summary = |node: u32| {
        let tally = tallies.nodes[node as usize];
        let host = graph.node_host(node);
        let name = hosts.names(host).first();
        HostSummary {
            host: hosts.address(host).to_string(),
            bytes: tally.totals.bytes,
            degree: tally.degree,
            name: name.map(|name| traffic.table.names.name(name.name).to_owned()),
        }
    };
    nodes.into_iter().map(summary).collect()
}
