//! What changed between two stretches of time?
//!
//! Each edge and each node is summed over the visible flows that begin in either of two windows, A
//! (what is looked at) and B (what it is compared with). Windows may differ in length, so bytes per
//! second are compared. Only the flows of the two windows are visited.

use std::ops::Range;

use super::{ColumnIndex, FlowSet};
use crate::flow::FlowTable;
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

/// One of two windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedWindow {
    /// Places of its flows in the order by time.
    pub places: Range<usize>,
    /// Its length, as far as the capture reaches.
    pub nanos: u64,
}

/// How the edges and nodes of a graph changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `[edge]`; none for an edge without visible flows in either window.
    pub edges: Vec<Option<DifferenceClass>>,
    /// `[node]`.
    pub nodes: Vec<Option<DifferenceClass>>,
}

impl Difference {
    /// Sums up two windows: A, then B.
    #[must_use]
    pub fn between(
        windows: &[ComparedWindow; 2],
        table: &FlowTable,
        by_time: &ColumnIndex,
        edge_nodes: &[[u32; 2]],
        node_count: usize,
        edge_of: impl Fn(usize) -> Option<u32>,
        visible: &FlowSet,
    ) -> Self {
        let nothing = [Totals::default(); 2];
        let mut edges = vec![nothing; edge_nodes.len()];
        for (side, window) in windows.iter().enumerate() {
            for flow in by_time.flows(window.places.clone()) {
                if visible.contains(flow)
                    && let Some(edge) = edge_of(flow)
                {
                    edges[edge as usize][side] += table.flow_totals(flow);
                }
            }
        }
        let mut nodes = vec![nothing; node_count];
        for (sums, [a, b]) in edges.iter().zip(edge_nodes) {
            for (side, sum) in sums.iter().enumerate() {
                nodes[*a as usize][side] += *sum;
                if a != b {
                    nodes[*b as usize][side] += *sum;
                }
            }
        }
        let nanos = [windows[0].nanos, windows[1].nanos];
        let classes = |sums: Vec<[Totals; 2]>| {
            let classes = sums
                .into_iter()
                .map(|sums| DifferenceClass::of(sums, nanos));
            classes.collect()
        };
        Self {
            edges: classes(edges),
            nodes: classes(nodes),
        }
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
