//! How do sums start over?
//!
//! When most flows changed side at once (a narrow filter is taken away, say), the way from no flow,
//! or back from all of them, is shorter than that from where the sums are.

use rayon::prelude::*;

use super::edges;
use super::rows::EdgeKeys;
use super::strands::StrandTally;
use super::{NodeTally, Tallies};
use crate::units::Totals;

impl Tallies {
    /// To sums over no flow.
    pub(super) fn clear(&mut self, keys: &EdgeKeys<'_>) {
        let everything = self.visible + self.filtered;
        self.visible = Totals::default();
        self.filtered = everything;
        self.outside_graph = Totals::default();
        (self.drawn_edges, self.drawn_nodes) = (0, 0);
        for tally in &mut self.applications {
            tally.visible = Totals::default();
        }
        for tally in &mut self.protocols {
            tally.visible = Totals::default();
        }
        edges::clear(keys, &mut self.edges);
        self.strands.fill(StrandTally::default());
        self.nodes.fill(NodeTally::default());
        for sums in [
            &mut self.clients,
            &mut self.servers,
            &mut self.ports,
            &mut self.names,
            &mut self.times,
        ] {
            sums.fill(Totals::default());
        }
    }

    /// To the sums of another set of the same rows, in the memory that is there.
    ///
    /// # Panics
    /// If the other sums are of other rows.
    pub(super) fn copy_from(&mut self, other: &Self) {
        let Self {
            visible,
            filtered,
            outside_graph,
            edges,
            nodes,
            drawn_edges,
            drawn_nodes,
            applications,
            protocols,
            clients,
            servers,
            ports,
            names,
            times,
            strands,
            // The same for all sums over the same rows.
            protocol_places: _,
        } = self;
        (*visible, *filtered) = (other.visible, other.filtered);
        *outside_graph = other.outside_graph;
        (*drawn_edges, *drawn_nodes) = (other.drawn_edges, other.drawn_nodes);
        copy(edges, &other.edges);
        copy(nodes, &other.nodes);
        copy(applications, &other.applications);
        copy(protocols, &other.protocols);
        copy(clients, &other.clients);
        copy(servers, &other.servers);
        copy(ports, &other.ports);
        copy(names, &other.names);
        copy(times, &other.times);
        copy(strands, &other.strands);
    }
}

fn copy<T: Copy + Send + Sync>(into: &mut [T], from: &[T]) {
    /// Sums in one parallel piece.
    const PIECE: usize = 1 << 15;
    assert_eq!(into.len(), from.len(), "sums of other rows");
    let pieces = into.par_chunks_mut(PIECE).zip(from.par_chunks(PIECE));
    pieces.for_each(|(into, from)| into.copy_from_slice(from));
}
