//! What is a node large by?
//!
//! Degree, bytes, packets and flows are sums; PageRank and betweenness are worked out elsewhere
//! than in a frame.

use super::Shown;
use super::coloring::{Stop, visible_edges};
use crate::graph::centrality::{
    BetweennessOptions, DAMPING, Ranking, betweenness_unless, pagerank_unless,
};
use crate::graph::{EdgeWeights, Quotient};
use crate::query::NodeTally;
use crate::units::{Bytes, Count};

/// What a node's size stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SizeBy {
    /// Distinct neighbours.
    #[default]
    Degree,
    /// Bytes sent and received.
    Bytes,
    /// Packets sent and received.
    Packets,
    /// Flows.
    Flows,
    /// Share of a random walk's time, along bytes.
    PageRank,
    /// Share of all pairs of other nodes whose shortest paths need it.
    Betweenness,
}

impl SizeBy {
    /// Everything that a size can stand for, in the order in which it is offered.
    pub const ALL: [Self; 6] = [
        Self::Degree,
        Self::Bytes,
        Self::Packets,
        Self::Flows,
        Self::PageRank,
        Self::Betweenness,
    ];

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Degree => "neighbours",
            Self::Bytes => "bytes",
            Self::Packets => "packets",
            Self::Flows => "flows",
            Self::PageRank => "PageRank",
            Self::Betweenness => "betweenness",
        }
    }

    /// Its name in scripts and sessions.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Degree => "degree",
            Self::Bytes => "bytes",
            Self::Packets => "packets",
            Self::Flows => "flows",
            Self::PageRank => "pagerank",
            Self::Betweenness => "betweenness",
        }
    }

    /// The measure of a [`SizeBy::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|of| of.word() == word)
    }

    /// A value in words.
    #[must_use]
    pub fn text(self, value: f64) -> String {
        match self {
            Self::Bytes => Bytes(value as u64).to_string(),
            Self::Degree | Self::Packets | Self::Flows => Count(value as u64).to_string(),
            Self::PageRank | Self::Betweenness => percent(value),
        }
    }

    /// The value of a node as far as its sums tell it.
    #[must_use]
    pub fn of(self, node: &NodeTally) -> Option<f64> {
        match self {
            Self::Degree => Some(f64::from(node.degree)),
            Self::Bytes => Some(node.totals.bytes as f64),
            Self::Packets => Some(node.totals.packets as f64),
            Self::Flows => Some(node.totals.flows as f64),
            Self::PageRank | Self::Betweenness => None,
        }
    }

    /// Whether it has to be worked out before it can be drawn.
    #[must_use]
    pub fn is_worked_out(self) -> bool {
        matches!(self, Self::PageRank | Self::Betweenness)
    }
}

/// A share of one, with the digits that matter.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 9.95 {
        format!("{percent:.0} %")
    } else if percent >= 0.095 || percent == 0.0 {
        format!("{percent:.1} %")
    } else {
        let digits = (-percent.log10()).ceil().clamp(2.0, 8.0) as usize;
        format!("{percent:.digits$} %")
    }
}

/// Up to so many nodes betweenness is exact.
const EXACT_NODES: usize = 2_000;
/// Beyond, it is estimated from so many.
const PIVOTS: usize = 256;

/// Values that are not sums.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// What they are of.
    pub size_by: SizeBy,
    /// Shares, `[node]`.
    pub values: Vec<f64>,
    /// If they are estimated: from so many sources, of so many nodes.
    pub sampled: Option<[u64; 2]>,
}

impl Sizing {
    /// The values of a graph whose closed groups are nodes: sums of shares, and for betweenness
    /// the greatest, because paths that lead through several members would count for each.
    ///
    /// # Panics
    /// If it was made for another graph.
    #[must_use]
    pub fn merged(&self, quotient: &Quotient) -> Self {
        let mut values = self.values.clone();
        values.resize(quotient.node_count(), 0.0);
        for (node, &value) in self.values.iter().enumerate() {
            let shown = quotient.shown_node(node as u32) as usize;
            if shown == node {
                continue;
            }
            // What is inside is not drawn.
            values[node] = 0.0;
            values[shown] = match self.size_by {
                SizeBy::Betweenness => values[shown].max(value),
                _ => values[shown] + value,
            };
        }
        Self {
            values,
            ..self.clone()
        }
    }

    /// Works out the values; none if sums tell them, or if `stop` said so.
    #[must_use]
    pub fn of(size_by: SizeBy, shown: &Shown<'_>, stop: Stop<'_>) -> Option<Self> {
        match size_by {
            SizeBy::PageRank => {
                let bytes = |end: usize| -> Vec<f64> {
                    let edges = shown.tallies.edges.iter();
                    edges.map(|edge| edge.bytes[end] as f64).collect()
                };
                let [forward, backward] = [bytes(0), bytes(1)];
                let ranking = Ranking::Directed {
                    edge_nodes: shown.graph.edge_nodes(),
                    forward: EdgeWeights::PerEdge(&forward),
                    backward: EdgeWeights::PerEdge(&backward),
                };
                let found = pagerank_unless(&visible_edges(shown), ranking, DAMPING, stop)?;
                Some(Self {
                    size_by,
                    values: found.scores,
                    sampled: None,
                })
            }
            SizeBy::Betweenness => {
                let options = BetweennessOptions {
                    exact_up_to_nodes: EXACT_NODES,
                    pivots: PIVOTS,
                    seed: 1,
                };
                let found = betweenness_unless(&visible_edges(shown), options, stop)?;
                let pairs = found.pairs().max(1.0);
                let of = [found.pivots as u64, found.linked_nodes as u64];
                Some(Self {
                    size_by,
                    values: found.scores.iter().map(|score| score / pairs).collect(),
                    sampled: (!found.exact).then_some(of),
                })
            }
            SizeBy::Degree | SizeBy::Bytes | SizeBy::Packets | SizeBy::Flows => None,
        }
    }
}
