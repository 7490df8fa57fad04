//! How are the sums of millions of edges brought up to date?
//!
//! The flows of one step touch edges all over memory, and each of them would wait for memory and
//! for the page tables. So they are sorted first, into parcels by stretches of neighbouring edges
//! (a counting sort, by pieces of the change side by side); then each stretch takes its parcels
//! while its sums stay in the processor's cache, and stretches are summed side by side.

use rayon::prelude::*;

use super::change::{Accumulate, Change, Flows, Part};
use super::edges::{Crossed, EdgeChange, EdgeTally, Stretch};
use super::rows::Rows;
use super::strands::StrandTally;

/// Edges in a stretch, as a power of two: their sums fill a quarter of a usual second-level cache.
const STRETCH_LOG2: u32 = 12;
/// Stretches at most: every piece of a change writes to all of them.
const STRETCHES_LOG2: u32 = 10;
/// Flows in a piece that is sorted on its own.
const PIECE_FLOWS: usize = 1 << 15;
/// Flows that are sorted before they are summed: bounds the memory that it takes.
const BLOCK_FLOWS: usize = 1 << 19;

/// Sums `change` into edges and strands; returns the edges that came and went.
pub(super) fn update<'a>(
    rows: &'a Rows<'a>,
    edges: &'a mut [EdgeTally],
    strands: &'a mut [StrandTally],
    change: &Change,
) -> Vec<Crossed> {
    let log2 = (edges.len().max(1).ilog2() + 1).saturating_sub(STRETCHES_LOG2);
    let log2 = log2.max(STRETCH_LOG2);
    let mut stretches = Stretch::divide(&rows.keys, edges, strands, 1 << log2);
    for block in change.whole().parts(BLOCK_FLOWS) {
        let pieces: Vec<Part<'_>> = block.parts(PIECE_FLOWS).collect();
        let parcels: Vec<Parcels> = pieces
            .into_par_iter()
            .map(|piece| Parcels::sort(rows, piece, log2, stretches.len()))
            .collect();
        let stretches = stretches.par_iter_mut().enumerate();
        stretches.for_each(|(place, stretch)| {
            for parcels in &parcels {
                let parcel = parcels.for_stretch(place);
                stretch.reserve(parcel.len());
                for change in parcel {
                    stretch.add(change);
                }
            }
        });
    }
    stretches.into_par_iter().map(Stretch::finish).collect()
}

/// As [`update`], without sorting: for few flows.
pub(super) fn update_few<'a>(
    rows: &'a Rows<'a>,
    edges: &'a mut [EdgeTally],
    strands: &'a mut [StrandTally],
    change: &Change,
) -> Vec<Crossed> {
    let all = edges.len().max(1);
    let mut stretches = Stretch::divide(&rows.keys, edges, strands, all);
    let Some(stretch) = stretches.first_mut() else {
        return Vec::new();
    };
    stretch.reserve(change.len());
    change.replay(&mut Direct { rows, stretch });
    stretches.into_iter().map(Stretch::finish).collect()
}

struct Direct<'s, 'a> {
    rows: &'a Rows<'a>,
    stretch: &'s mut Stretch<'a>,
}

impl Accumulate for Direct<'_, '_> {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        if let Some(change) = EdgeChange::of(self.rows, flow, ENTERED) {
            self.stretch.add(&change);
        }
    }
}

/// A piece of a change, in order of the stretches.
struct Parcels {
    changes: Vec<EdgeChange>,
    /// Where the changes of each stretch begin, `[stretch + 1]`.
    starts: Vec<u32>,
}

impl Parcels {
    fn sort(rows: &Rows<'_>, piece: Part<'_>, log2: u32, stretches: usize) -> Self {
        let mut flows = Flows::default();
        piece.replay(&mut flows);
        let mut starts = vec![0_u32; stretches + 1];
        for &flow in flows.left.iter().chain(&flows.entered) {
            if let Some(edge) = rows.edge(flow as usize) {
                starts[(edge >> log2) + 1] += 1;
            }
        }
        for stretch in 0..stretches {
            starts[stretch + 1] += starts[stretch];
        }
        let mut next = starts.clone();
        let mut changes = vec![EdgeChange::default(); starts[stretches] as usize];
        for (flows, has_entered) in [(&flows.left, false), (&flows.entered, true)] {
            for &flow in flows {
                if let Some(change) = EdgeChange::of(rows, flow as usize, has_entered) {
                    let place = &mut next[(change.edge >> log2) as usize];
                    changes[*place as usize] = change;
                    *place += 1;
                }
            }
        }
        Self { changes, starts }
    }

    fn for_stretch(&self, stretch: usize) -> &[EdgeChange] {
        let [start, end] = [self.starts[stretch], self.starts[stretch + 1]];
        &self.changes[start as usize..end as usize]
    }
}
