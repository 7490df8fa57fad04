//! What do the flows between two nodes sum to, and what carries them?
//!
//! An edge is summed directly. Only where flows of several kinds share an edge (a *mixed* edge) are
//! its strands summed too: they decide which kind gives the edge its colour.

use rayon::prelude::*;

use super::FlowSet;
use super::change::{Accumulate, Change, count, sum};
use super::rows::{EdgeKeys, Rows};
use super::strands::{StrandTally, dominant};
use crate::capture::{Application, Protocol};
use crate::units::Totals;

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
    /// The application with most bytes; the smaller code if there are several. It says nothing
    /// while no flow is in the set.
    pub application: Application,
    /// The protocol with most bytes; the smaller code if there are several. It says nothing while
    /// no flow is in the set.
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

/// A list of edges that is written to for every flow and grows for some: without a branch, because
/// that branch would wait for an edge's sums to come from memory and stop the processor from asking
/// for the next ones meanwhile.
#[derive(Clone, Debug, Default)]
pub(super) struct EdgeList {
    /// Empty if only the number is wanted.
    edges: Vec<u32>,
    len: usize,
}

impl EdgeList {
    fn with_room(edges: usize) -> Self {
        Self {
            edges: vec![0; edges],
            len: 0,
        }
    }

    #[inline]
    fn push_if(&mut self, condition: bool, edge: u32) {
        if let Some(place) = self.edges.get_mut(self.len) {
            *place = edge;
        }
        self.len += usize::from(condition);
    }

    /// Number of edges pushed.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The edges, as far as there was room.
    pub fn as_slice(&self) -> &[u32] {
        self.edges.get(..self.len).unwrap_or(&[])
    }
}

/// Edges that came and went, in the order in which they did; one may do both.
#[derive(Clone, Debug, Default)]
pub(super) struct Crossed {
    /// Had no flow, then one.
    pub appeared: EdgeList,
    /// Had one flow, then none.
    pub vanished: EdgeList,
    /// Mixed edges with a change, as a set of edges; without room if no edge is mixed.
    mixed: FlowSet,
}

impl Crossed {
    /// Nothing yet, with room for what a change can do.
    pub fn with_room_for(change: &Change, keys: &EdgeKeys<'_>) -> Self {
        // Only degrees need to know which edges they were.
        let room = |flows: usize| if keys.node_count == 0 { 0 } else { flows };
        let has_mixed = !keys.mixed_edges.is_empty();
        Self {
            appeared: EdgeList::with_room(room(change.entered)),
            vanished: EdgeList::with_room(room(change.left)),
            mixed: FlowSet::none(if has_mixed { keys.edge_nodes.len() } else { 0 }),
        }
    }

    /// Finds the main kinds of mixed edges that changed.
    pub fn name_kinds(
        &self,
        keys: &EdgeKeys<'_>,
        edges: &mut [EdgeTally],
        strands: &[StrandTally],
    ) {
        /// Edges in one parallel piece.
        const PIECE: usize = 64 * 256;
        if self.mixed.is_empty() {
            return;
        }
        let pieces = edges.par_chunks_mut(PIECE).enumerate();
        pieces.for_each(|(piece, edges)| {
            let first = piece * PIECE;
            for edge in self.mixed.iter_range(first..first + edges.len()) {
                let tally = &mut edges[edge - first];
                let range =
                    keys.strand_starts[edge] as usize..keys.strand_starts[edge + 1] as usize;
                (tally.application, tally.protocol) =
                    dominant(&keys.strands[range.clone()], &strands[range]);
            }
        });
    }
}

/// Sums per edge being brought up to date.
pub(super) struct EdgeSums<'a> {
    pub rows: &'a Rows<'a>,
    pub edges: &'a mut [EdgeTally],
    pub strands: &'a mut [StrandTally],
    /// Told of edges that come and go.
    pub crossed: &'a mut Crossed,
}

impl EdgeSums<'_> {
    /// Sums `change` into edges and strands.
    pub fn update(mut self, change: &Change) {
        change.replay(&mut self);
    }
}

impl Accumulate for EdgeSums<'_> {
    fn flows<const ENTERED: bool>(&mut self, flows: &[u32]) {
        // The sums of an edge are likely to be far away in memory. Reading a whole batch of them
        // before the first is changed lets the processor wait for all of them at the same time.
        let mut touched = 0;
        for &flow in flows {
            let edge = self.rows.flows[flow as usize].edge as usize;
            // Its first field and its last may be in two cache lines.
            let tally = self.edges.get(edge);
            touched ^= tally.map_or(0, |tally| tally.bytes[0] ^ u64::from(tally.opened[1]));
        }
        std::hint::black_box(touched);
        for &flow in flows {
            self.flow::<ENTERED>(flow as usize);
        }
    }

    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let rows = self.rows;
        let key = &rows.flows[flow];
        let Some(edge) = key.edge() else { return };
        let tally = &mut self.edges[edge];
        let client = usize::from(!key.forward);
        let server = 1 - client;
        let bytes = [rows.client_bytes[flow], rows.server_bytes[flow]];
        let packets = [rows.client_packets[flow], rows.server_packets[flow]];
        sum::<ENTERED>(&mut tally.bytes[client], bytes[0]);
        sum::<ENTERED>(&mut tally.bytes[server], bytes[1]);
        sum::<ENTERED>(&mut tally.packets[client], u64::from(packets[0]));
        sum::<ENTERED>(&mut tally.packets[server], u64::from(packets[1]));
        count::<ENTERED>(&mut tally.opened[client], 1);
        let was = tally.flows;
        count::<ENTERED>(&mut tally.flows, 1);
        if ENTERED {
            self.crossed.appeared.push_if(was == 0, edge as u32);
        } else {
            self.crossed.vanished.push_if(was == 1, edge as u32);
        }
        if self.crossed.mixed.table_len() > 0 && rows.keys.mixed_edges.contains(edge) {
            let strand = &mut self.strands[rows.keys.flow_strand[flow] as usize];
            sum::<ENTERED>(&mut strand.bytes, bytes[0].wrapping_add(bytes[1]));
            count::<ENTERED>(&mut strand.flows, 1);
            self.crossed.mixed.insert(edge);
        }
    }
}

/// Room for sums per edge and per strand.
pub(super) fn empty(keys: &EdgeKeys<'_>) -> (Vec<EdgeTally>, Vec<StrandTally>) {
    let edge_count = keys.strand_starts.len().saturating_sub(1);
    let mut edges = vec![EdgeTally::default(); edge_count];
    clear(keys, &mut edges);
    (edges, vec![StrandTally::default(); keys.strands.len()])
}

/// Back to sums over no flow. An edge of one kind has that kind, whichever flows are in the set.
pub(super) fn clear(keys: &EdgeKeys<'_>, edges: &mut [EdgeTally]) {
    for (edge, tally) in edges.iter_mut().enumerate() {
        *tally = EdgeTally::default();
        if !keys.mixed_edges.contains(edge)
            && let Some(strand) = keys.strands.get(keys.strand_starts[edge] as usize)
        {
            (tally.application, tally.protocol) = (strand.application, strand.protocol);
        }
    }
}
