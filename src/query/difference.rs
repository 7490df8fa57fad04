//! What changed between two stretches of time?
//!
//! Each edge and each node is summed over the visible flows that begin in either of two windows, A
//! (what is looked at) and B (what it is compared with). Windows may differ in length, so bytes per
//! second are compared. When a window moves or the filter changes, the sums follow by difference:
//! only flows that entered a window's visible flows or left them are visited.

use super::change::{Accumulate, Change, totals};
use super::{EdgeMerge, FlowSet, Rows};
use crate::units::Totals;

/// How something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceClass {
    /// There are flows in A only.
    New,
    /// At least [`GROWTH`] times the bytes per second of B.
    Grew,
    /// In between.
    Same,
    /// At most one [`GROWTH`]th of the bytes per second of B.
    Shrank,
    /// There are flows in B only.
    Gone,
}

/// The factor in bytes per second from which on something grew or shrank.
pub const GROWTH: u128 = 2;

impl DifferenceClass {
    /// Every class, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::New, Self::Grew, Self::Same, Self::Shrank, Self::Gone];

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Grew => "Grew",
            Self::Same => "About the same",
            Self::Shrank => "Shrank",
            Self::Gone => "Gone",
        }
    }

    /// What it means, in a sentence without a period.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::New => "Flows begin in window A, none in window B",
            Self::Grew => "At least twice the bytes per second of window B",
            Self::Same => "More than half and less than twice the bytes per second of window B",
            Self::Shrank => "At most half the bytes per second of window B",
            Self::Gone => "Flows begin in window B, none in window A",
        }
    }

    /// The class of sums over two windows of these lengths in nanoseconds; none without flows in
    /// either.
    #[must_use]
    pub fn of(sums: [Totals; 2], nanos: [u64; 2]) -> Option<Self> {
        let [a, b] = sums;
        match (a.flows > 0, b.flows > 0) {
            (false, false) => return None,
            (true, false) => return Some(Self::New),
            (false, true) => return Some(Self::Gone),
            (true, true) => {}
        }
        // Rates by cross multiplication, which is exact; two numbers of 64 bits fit, and those that
        // would not after the factor are saturated.
        let rate =
            |bytes: u64, other_nanos: u64| u128::from(bytes) * u128::from(other_nanos.max(1));
        let (a, b) = (rate(a.bytes, nanos[1]), rate(b.bytes, nanos[0]));
        Some(if a == b {
            Self::Same
        } else if a >= b.saturating_mul(GROWTH) {
            Self::Grew
        } else if b >= a.saturating_mul(GROWTH) {
            Self::Shrank
        } else {
            Self::Same
        })
    }
}

/// How the edges and nodes of a graph changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `[edge]`; none for an edge without visible flows in either window.
    pub edges: Vec<Option<DifferenceClass>>,
    /// `[node]`.
    pub nodes: Vec<Option<DifferenceClass>>,
}

/// Sums over two windows, A and B, and what changed between them.
#[derive(Clone, Debug)]
pub struct ComparedSums {
    /// The visible flows of each window: those that are in the sums.
    flows: [FlowSet; 2],
    /// Lengths of the windows in nanoseconds.
    nanos: [u64; 2],
    /// `[edge][window]`.
    edges: Vec<[Totals; 2]>,
    /// `[node][window]`.
    nodes: Vec<[Totals; 2]>,
    difference: Difference,
}

impl ComparedSums {
    /// Two empty windows over these rows.
    #[must_use]
    pub fn new(rows: &Rows<'_>) -> Self {
        let (edges, nodes) = (rows.keys.edge_nodes.len(), rows.keys.node_count);
        Self {
            flows: [FlowSet::none(rows.len()), FlowSet::none(rows.len())],
            nanos: [0; 2],
            edges: vec![[Totals::default(); 2]; edges],
            nodes: vec![[Totals::default(); 2]; nodes],
            difference: Difference {
                edges: vec![None; edges],
                nodes: vec![None; nodes],
            },
        }
    }

    /// What changed from B to A.
    #[must_use]
    pub fn difference(&self) -> &Difference {
        &self.difference
    }

    /// What changed from B to A on edges that stand for several, and at their ends; an edge inside
    /// a group counts once there.
    ///
    /// # Panics
    /// If `merge` is of another graph.
    #[must_use]
    pub fn merged(&self, merge: &EdgeMerge<'_>) -> Difference {
        let mut nodes = vec![[Totals::default(); 2]; merge.node_count];
        let mut add = |node: u32, sums: [Totals; 2]| {
            for (total, sum) in nodes[node as usize].iter_mut().zip(sums) {
                *total += sum;
            }
        };
        let edges = merge.edge_nodes.iter().enumerate().map(|(edge, &[a, b])| {
            let mut sums = [Totals::default(); 2];
            for &member in merge.members(edge) {
                for (sum, of) in sums.iter_mut().zip(self.edges[member as usize]) {
                    *sum += of;
                }
            }
            add(a, sums);
            if a != b {
                add(b, sums);
            }
            DifferenceClass::of(sums, self.nanos)
        });
        let edges = edges.collect();
        let class = |sums: &[Totals; 2]| DifferenceClass::of(*sums, self.nanos);
        Difference {
            edges,
            nodes: nodes.iter().map(class).collect(),
        }
    }

    /// Brings the sums to two windows with these visible flows and lengths in nanoseconds, A then
    /// B; the rows are those that it was made for.
    pub fn follow(&mut self, flows: [FlowSet; 2], nanos: [u64; 2], rows: &Rows<'_>) {
        let mut touched = Vec::new();
        for (side, after) in flows.into_iter().enumerate() {
            let change = Change::between(&self.flows[side], &after);
            self.flows[side] = after;
            change.replay(&mut Side {
                side,
                rows,
                edges: &mut self.edges,
                nodes: &mut self.nodes,
                touched: &mut touched,
            });
        }
        let difference = &mut self.difference;
        let (edges, nodes) = (&self.edges, &self.nodes);
        if nanos == self.nanos {
            // A window that keeps its length changes the class of what it gained or lost alone.
            for edge in touched {
                let edge = edge as usize;
                difference.edges[edge] = DifferenceClass::of(edges[edge], nanos);
                for node in rows.keys.edge_nodes[edge] {
                    let node = node as usize;
                    difference.nodes[node] = DifferenceClass::of(nodes[node], nanos);
                }
            }
            return;
        }
        self.nanos = nanos;
        let classes = [
            (edges, &mut difference.edges),
            (nodes, &mut difference.nodes),
        ];
        for (sums, classes) in classes {
            for (sums, class) in sums.iter().zip(classes) {
                *class = DifferenceClass::of(*sums, nanos);
            }
        }
    }
}

/// The sums of one window on their way to another set of flows.
struct Side<'a> {
    side: usize,
    rows: &'a Rows<'a>,
    edges: &'a mut [[Totals; 2]],
    nodes: &'a mut [[Totals; 2]],
    /// Edges with other sums than before, some of them repeatedly.
    touched: &'a mut Vec<u32>,
}

impl Accumulate for Side<'_> {
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let rows = self.rows;
        let Some(edge) = rows.flows[flow].edge() else {
            return;
        };
        let value = rows.totals(flow);
        totals::<ENTERED>(&mut self.edges[edge][self.side], value);
        let [a, b] = rows.keys.edge_nodes[edge];
        totals::<ENTERED>(&mut self.nodes[a as usize][self.side], value);
        if a != b {
            totals::<ENTERED>(&mut self.nodes[b as usize][self.side], value);
        }
        self.touched.push(edge as u32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: (u64, u64), b: (u64, u64), nanos: [u64; 2], expected: Option<DifferenceClass>) {
        let [a, b] = [a, b].map(|(flows, bytes)| Totals {
            packets: flows,
            bytes,
            flows,
        });
        assert_eq!(DifferenceClass::of([a, b], nanos), expected);
    }

    #[test]
    fn rates_decide_and_not_bytes() {
        use DifferenceClass::{Gone, Grew, New, Same, Shrank};
        check((0, 0), (0, 0), [1, 1], None);
        check((1, 0), (0, 0), [1, 1], Some(New));
        check((0, 0), (3, 9), [1, 1], Some(Gone));
        check((1, 200), (1, 100), [10, 10], Some(Grew));
        check((1, 199), (1, 100), [10, 10], Some(Same));
        check((1, 50), (1, 100), [10, 10], Some(Shrank));
        check((1, 51), (1, 100), [10, 10], Some(Same));
        // The same bytes in a quarter of the time are more bytes per second.
        check((1, 100), (1, 100), [10, 40], Some(Grew));
        check((1, 0), (1, 0), [10, 40], Some(Same));
        check((1, 7), (1, 0), [10, 40], Some(Grew));
        check(
            (1, u64::MAX),
            (1, u64::MAX),
            [u64::MAX, u64::MAX],
            Some(Same),
        );
        check((1, u64::MAX), (1, 1), [1, u64::MAX], Some(Grew));
    }
}
