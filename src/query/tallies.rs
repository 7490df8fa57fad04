//! What do the flows of a set sum to, per edge, node, application and protocol?
//!
//! A flow is added once, to its *strand*: the part of an edge that has one application and one
//! transport. Edges are sums of their strands, nodes are sums of their edges, so nothing can
//! disagree. Accumulators are dense arrays of integers indexed by code: sums do not depend on the
//! order of addition, which makes the parallel pass deterministic, and a flow can later be taken
//! out again exactly.

use std::ops::{AddAssign, Range};

use rayon::prelude::*;

use super::FlowSet;
use crate::capture::{Application, Protocol};
use crate::flow::{FlowTable, NO_CODE};
use crate::units::Totals;

/// How the flows of a table map to the edges of a graph.
#[derive(Clone, Copy, Debug)]
pub struct EdgeKeys<'a> {
    /// Edge of each flow, or [`NO_CODE`] where the grouping has none, `[flow]`.
    pub flow_edge: &'a [u32],
    /// Strand of each flow, or [`NO_CODE`], `[flow]`.
    pub flow_strand: &'a [u32],
    /// The flows whose client is at the edge's first node.
    pub flow_forward: &'a FlowSet,
    /// What each strand is, `[strand]`; the strands of an edge are neighbours, in edge order.
    pub strands: &'a [StrandKey],
    /// Node ids of each edge's two ends, `[edge]`; equal for a loop.
    pub edge_nodes: &'a [[u32; 2]],
    /// Number of nodes.
    pub node_count: usize,
}

/// The part of an edge that has one application and one transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrandKey {
    /// The edge.
    pub edge: u32,
    /// Transport.
    pub protocol: Protocol,
    /// Application.
    pub application: Application,
}

/// Sums over the flows of one edge. Pairs are for the edge's first node, then its second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeTally {
    /// Bytes sent by either end.
    pub bytes: [u64; 2],
    /// Packets sent by either end.
    pub packets: [u64; 2],
    /// Number of flows; an edge without any is not visible.
    pub flows: u32,
    /// Flows opened by either end: the direction of the edge.
    pub opened: [u32; 2],
    /// The application with most bytes; the smaller code if there are several.
    pub application: Application,
    /// The protocol with most bytes; the smaller code if there are several, and
    /// [`Protocol::UNKNOWN`] if no flow is in the set.
    pub protocol: Protocol,
}

impl Default for EdgeTally {
    fn default() -> Self {
        Self {
            bytes: [0; 2],
            packets: [0; 2],
            flows: 0,
            opened: [0; 2],
            application: Application::Unknown,
            protocol: Protocol::UNKNOWN,
        }
    }
}

impl EdgeTally {
    /// Whether any flow is in the set.
    #[must_use]
    pub fn is_visible(&self) -> bool {
        self.flows > 0
    }

    /// Both directions together.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals {
            packets: self.packets[0] + self.packets[1],
            bytes: self.bytes[0] + self.bytes[1],
            flows: u64::from(self.flows),
        }
    }
}

/// Sums over the flows of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeTally {
    /// Distinct neighbours over visible edges, itself not counted.
    pub degree: u32,
    /// Everything that it sent or received; a loop counts once.
    pub totals: Totals,
    /// Bytes that it sent.
    pub sent_bytes: u64,
    /// Bytes that it received.
    pub received_bytes: u64,
}

/// Sums over the flows of one application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApplicationTally {
    /// Over the whole table.
    pub total: Totals,
    /// Over the set.
    pub visible: Totals,
}

/// Sums over the flows of one protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtocolTally {
    /// The flow's protocol.
    pub protocol: Protocol,
    /// Over the whole table.
    pub total: Totals,
    /// Over the set.
    pub visible: Totals,
}

/// All sums over one set of flows.
///
/// `visible + filtered` is the table's total; the edges and `outside_graph` sum to `visible`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tallies {
    /// Over the flows in the set.
    pub visible: Totals,
    /// Over the flows that are not.
    pub filtered: Totals,
    /// Over the flows in the set that are on no edge of this grouping.
    pub outside_graph: Totals,
    /// `[edge]`.
    pub edges: Vec<EdgeTally>,
    /// `[node]`.
    pub nodes: Vec<NodeTally>,
    /// `[application code]`, one for each of [`Application::ALL`].
    pub applications: Vec<ApplicationTally>,
    /// One for each protocol of the table, by protocol.
    pub protocols: Vec<ProtocolTally>,
}

/// Flows in one parallel piece at the least; below this a thread costs more than it saves.
const FLOWS_PER_PIECE: usize = 1 << 17;

impl Tallies {
    /// Sums up the flows in `set`, which may be Visible or any other set of the same table.
    ///
    /// # Panics
    /// If `keys` or `set` belong to another table.
    #[must_use]
    pub fn compute(table: &FlowTable, keys: &EdgeKeys<'_>, set: &FlowSet) -> Self {
        assert_eq!(keys.flow_strand.len(), table.len(), "keys of another table");
        assert_eq!(set.table_len(), table.len(), "set of another table");
        let (bars, strands) = rayon::join(
            || Bars::compute(table, keys, set),
            || strand_tallies(table, keys, set),
        );
        let edges = edge_tallies(keys, &strands);
        let nodes = node_tallies(keys, &edges);
        let Totals {
            packets,
            bytes,
            flows,
        } = table.totals;
        let filtered = Totals {
            packets: packets - bars.visible.packets,
            bytes: bytes - bars.visible.bytes,
            flows: flows - bars.visible.flows,
        };
        Self {
            visible: bars.visible,
            filtered,
            outside_graph: bars.outside_graph,
            edges,
            nodes,
            applications: bars.applications,
            protocols: bars.protocols,
        }
    }
}

/// Ranges that share out `len` items among the threads, each of at least `min` items.
fn pieces(len: usize, min: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    let count = (len / min).clamp(1, rayon::current_num_threads());
    let each = len.div_ceil(count);
    (0..count).into_par_iter().map(move |piece| {
        let start = (piece * each).min(len);
        start..(start + each).min(len)
    })
}

/// Sums that are few: whatever is not by edge.
struct Bars {
    /// `[application code]`.
    applications: Vec<ApplicationTally>,
    /// Protocols seen; unordered until the end. There are rarely more than twenty.
    protocols: Vec<ProtocolTally>,
    visible: Totals,
    outside_graph: Totals,
}

impl Bars {
    fn compute(table: &FlowTable, keys: &EdgeKeys<'_>, set: &FlowSet) -> Self {
        let mut bars = pieces(table.len(), FLOWS_PER_PIECE)
            .map(|flows| Self::over(table, keys, set, flows))
            .reduce(Self::none, Self::merged);
        bars.protocols.sort_by_key(|tally| tally.protocol);
        bars
    }

    fn none() -> Self {
        Self {
            applications: vec![ApplicationTally::default(); Application::ALL.len()],
            protocols: Vec::new(),
            visible: Totals::default(),
            outside_graph: Totals::default(),
        }
    }

    fn over(table: &FlowTable, keys: &EdgeKeys<'_>, set: &FlowSet, flows: Range<usize>) -> Self {
        let mut bars = Self::none();
        let columns = &table.columns;
        for flow in flows {
            let totals = table.flow_totals(flow);
            let application = Application::from_code(columns.application[flow]);
            let by_application = &mut bars.applications[usize::from(application.code())];
            by_application.total += totals;
            let slot = protocol_slot(&mut bars.protocols, Protocol(columns.protocol[flow]));
            let by_protocol = &mut bars.protocols[slot];
            by_protocol.total += totals;
            if set.contains(flow) {
                by_application.visible += totals;
                by_protocol.visible += totals;
                bars.visible += totals;
                if keys.flow_strand[flow] == NO_CODE {
                    bars.outside_graph += totals;
                }
            }
        }
        bars
    }

    fn merged(mut self, other: Self) -> Self {
        for (mine, theirs) in self.applications.iter_mut().zip(other.applications) {
            mine.total += theirs.total;
            mine.visible += theirs.visible;
        }
        for theirs in other.protocols {
            let slot = protocol_slot(&mut self.protocols, theirs.protocol);
            self.protocols[slot].total += theirs.total;
            self.protocols[slot].visible += theirs.visible;
        }
        self.visible += other.visible;
        self.outside_graph += other.outside_graph;
        self
    }
}

/// Sums over one strand; pairs as in [`EdgeTally`].
#[derive(Clone, Copy, Debug, Default)]
struct StrandTally {
    bytes: [u64; 2],
    packets: [u64; 2],
    opened: [u32; 2],
}

impl StrandTally {
    fn is_visible(&self) -> bool {
        self.opened != [0, 0]
    }
}

impl AddAssign for StrandTally {
    fn add_assign(&mut self, other: Self) {
        for side in 0..2 {
            self.bytes[side] += other.bytes[side];
            self.packets[side] += other.packets[side];
            self.opened[side] += other.opened[side];
        }
    }
}

/// Sums by strand, `[strand]`.
///
/// Each thread has a range of strands and goes through all flows for it: passing over a flow is
/// cheap, and no accumulator exists twice.
fn strand_tallies(table: &FlowTable, keys: &EdgeKeys<'_>, set: &FlowSet) -> Vec<StrandTally> {
    let columns = &table.columns;
    let count = (table.len() / FLOWS_PER_PIECE).clamp(1, rayon::current_num_threads());
    let each = keys.strands.len().div_ceil(count).max(1);
    let mut tallies = vec![StrandTally::default(); keys.strands.len()];
    tallies
        .par_chunks_mut(each)
        .enumerate()
        .for_each(|(piece, tallies)| {
            let first = piece * each;
            for (flow, &strand) in keys.flow_strand.iter().enumerate() {
                // A strand before the range wraps round to a place far behind it.
                let place = (strand as usize).wrapping_sub(first);
                let Some(tally) = tallies.get_mut(place) else {
                    continue;
                };
                if !set.contains(flow) {
                    continue;
                }
                let client = usize::from(!keys.flow_forward.contains(flow));
                let server = 1 - client;
                tally.bytes[client] += columns.client_bytes[flow];
                tally.bytes[server] += columns.server_bytes[flow];
                tally.packets[client] += u64::from(columns.client_packets[flow]);
                tally.packets[server] += u64::from(columns.server_packets[flow]);
                tally.opened[client] += 1;
            }
        });
    tallies
}

/// Where a protocol's tally is, added now if it is new. The last one hit moves one place forward,
/// so that the common protocols are found at once.
fn protocol_slot(protocols: &mut Vec<ProtocolTally>, protocol: Protocol) -> usize {
    match protocols
        .iter()
        .position(|tally| tally.protocol == protocol)
    {
        Some(0) => 0,
        Some(place) => {
            protocols.swap(place - 1, place);
            place - 1
        }
        None => {
            let (total, visible) = (Totals::default(), Totals::default());
            protocols.push(ProtocolTally {
                protocol,
                total,
                visible,
            });
            protocols.len() - 1
        }
    }
}

/// Edges as sums of their strands.
fn edge_tallies(keys: &EdgeKeys<'_>, strands: &[StrandTally]) -> Vec<EdgeTally> {
    let edge_count = keys.edge_nodes.len();
    let mut starts = vec![0; edge_count + 1];
    for key in keys.strands {
        starts[key.edge as usize + 1] += 1;
    }
    for edge in 0..edge_count {
        starts[edge + 1] += starts[edge];
    }
    (0..edge_count)
        .into_par_iter()
        .with_min_len(4096)
        .map(|edge| {
            let range = starts[edge]..starts[edge + 1];
            edge_tally(&keys.strands[range.clone()], &strands[range])
        })
        .collect()
}

fn edge_tally(keys: &[StrandKey], strands: &[StrandTally]) -> EdgeTally {
    let mut sum = StrandTally::default();
    let mut present = keys
        .iter()
        .zip(strands)
        .filter(|(_, strand)| strand.is_visible());
    let Some((&first, &only)) = present.next() else {
        return EdgeTally::default();
    };
    sum += only;
    let mut is_mixed = false;
    for (_, strand) in present {
        sum += *strand;
        is_mixed = true;
    }
    let (application, protocol) = if is_mixed {
        let of = |strand: usize| keys[strand].application;
        let by = |strand: usize| keys[strand].protocol;
        (
            dominant(strands, of).unwrap_or_default(),
            dominant(strands, by).unwrap_or(first.protocol),
        )
    } else {
        (first.application, first.protocol)
    };
    EdgeTally {
        bytes: sum.bytes,
        packets: sum.packets,
        flows: sum.opened[0] + sum.opened[1],
        opened: sum.opened,
        application,
        protocol,
    }
}

/// The kind with most bytes over the visible strands of one edge; the smallest of several. An edge
/// has few strands, so going through them once for each is cheap.
fn dominant<K: Ord + Copy>(strands: &[StrandTally], kind_of: impl Fn(usize) -> K) -> Option<K> {
    let bytes_of = |kind: K| -> u64 {
        let same = (0..strands.len()).filter(|&strand| kind_of(strand) == kind);
        same.map(|strand| strands[strand].bytes[0] + strands[strand].bytes[1])
            .sum()
    };
    (0..strands.len())
        .filter(|&strand| strands[strand].is_visible())
        .map(&kind_of)
        .max_by_key(|&kind| (bytes_of(kind), std::cmp::Reverse(kind)))
}

/// Nodes as sums of their edges.
fn node_tallies(keys: &EdgeKeys<'_>, edges: &[EdgeTally]) -> Vec<NodeTally> {
    let mut nodes = vec![NodeTally::default(); keys.node_count];
    for (&[a, b], edge) in keys.edge_nodes.iter().zip(edges) {
        if !edge.is_visible() {
            continue;
        }
        let is_loop = a == b;
        let first = &mut nodes[a as usize];
        first.totals += edge.totals();
        first.degree += u32::from(!is_loop);
        first.sent_bytes += edge.bytes[0];
        first.received_bytes += edge.bytes[1];
        let second = &mut nodes[b as usize];
        second.sent_bytes += edge.bytes[1];
        second.received_bytes += edge.bytes[0];
        if !is_loop {
            second.totals += edge.totals();
            second.degree += 1;
        }
    }
    nodes
}
