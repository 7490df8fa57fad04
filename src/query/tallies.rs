//! What do the flows of a set sum to, in every view?
//!
//! One [`Tallies`] holds the sums of all views over one set of flows, so the views cannot disagree.
//! When the set changes, only the flows that entered or left it are added or subtracted; the four
//! passes over them (edges, nodes, hosts by role, and the rest) run side by side. All sums are
//! integers, so they do not depend on the order of addition: brought up to date or made anew, on
//! one thread or many, they are the same.

use super::bars::{Ends, Rest, application_place};
use super::change::Change;
use super::edges::{self, Crossed, EdgeSums, EdgeTally};
use super::gathered::Gathered;
use super::nodes::{self, NodeSums, NodeTally};
use super::rows::{APPLICATIONS, EdgeKeys, Rows};
use super::strands::StrandTally;
use super::{FlowKeys, FlowSet, NO_BIN};
use crate::capture::{Application, Protocol};
use crate::flow::FlowTable;
use crate::units::Totals;

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
/// `visible + filtered` is the table's total; the edges and `outside_graph` sum to `visible`, and
/// so do clients, servers, ports, applications, protocols, and times with flows outside the bins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Over the flows in the set.
    pub visible: Totals,
    /// Over the flows that are not.
    pub filtered: Totals,
    /// Over the flows in the set that are on no edge of this grouping.
    pub outside_graph: Totals,
    /// `[edge]`.
    pub edges: Vec<EdgeTally>,
    /// `[node]`; empty if they were not wanted.
    pub nodes: Vec<NodeTally>,
    /// Edges with a flow in the set.
    pub drawn_edges: u64,
    /// Nodes with a flow in the set.
    pub drawn_nodes: u64,
    /// `[application code]`, one for each of [`Application::ALL`].
    pub applications: Vec<ApplicationTally>,
    /// One for each protocol of the table, by protocol.
    pub protocols: Vec<ProtocolTally>,
    /// By client, `[host code]`.
    pub clients: Vec<Totals>,
    /// By server, `[host code]`; a flow from a host to itself counts at both ends.
    pub servers: Vec<Totals>,
    /// By server port, `[port]`; 0 for protocols without.
    pub ports: Vec<Totals>,
    /// By what the client asked for, `[name code]`; flows without a name are in none.
    pub names: Vec<Totals>,
    pub(super) times: Vec<Totals>,
    pub(super) strands: Vec<StrandTally>,
    /// Place of each protocol among `protocols`, `[protocol code]`.
    pub(super) protocol_places: Vec<u16>,
}

/// Flows that change side in one step from which on the passes run side by side; below, handing
/// them out costs more than it saves.
const PARALLEL_FLOWS: usize = 2_000;

/// Flows that change side in one step from which on all passes go over a piece of them before the
/// next: the second pass finds in the cache what the first read from memory. Below, the waits of
/// passes for each other cost more than that saves.
const MANY_FLOWS: usize = 1 << 19;

impl Tallies {
    /// Sums up the flows in `set`, which may be Visible or any other set of the same table, without
    /// sums by time.
    ///
    /// # Panics
    /// If `keys` or `set` belong to another table.
    #[must_use]
    pub fn compute(table: &FlowTable, keys: &EdgeKeys<'_>, set: &FlowSet) -> Self {
        let flows = FlowKeys::of_table(table, keys, None);
        Self::over(&Rows::new(table, *keys, &flows), set)
    }

    /// Sums up the flows in `set`.
    ///
    /// # Panics
    /// If keys or `set` belong to another table.
    #[must_use]
    pub fn over(rows: &Rows<'_>, set: &FlowSet) -> Self {
        rows.check(set);
        let mut tallies = Self::none(rows);
        let none = FlowSet::none(rows.len());
        tallies.add(rows, &Change::between(&none, set));
        tallies
    }

    /// Sums over no flow.
    fn none(rows: &Rows<'_>) -> Self {
        let (edges, strands) = edges::empty(&rows.keys);
        let protocols: Vec<ProtocolTally> = rows
            .protocols()
            .into_iter()
            .map(|protocol| ProtocolTally {
                protocol,
                total: Totals::default(),
                visible: Totals::default(),
            })
            .collect();
        let mut protocol_places = vec![0; 1 << 16];
        for (place, tally) in protocols.iter().enumerate() {
            protocol_places[usize::from(tally.protocol.0)] = place as u16;
        }
        let nowhere = |len: usize| vec![Totals::default(); len];
        let mut tallies = Self {
            edges,
            strands,
            nodes: vec![NodeTally::default(); rows.keys.node_count],
            applications: vec![ApplicationTally::default(); APPLICATIONS],
            protocols,
            protocol_places,
            clients: nowhere(rows.host_count),
            servers: nowhere(rows.host_count),
            ports: nowhere(1 << 16),
            names: nowhere(rows.name_count),
            times: nowhere(rows.time_bin_count * APPLICATIONS),
            ..Self::default()
        };
        for flow in 0..rows.len() {
            let value = rows.totals(flow);
            let key = &rows.flows[flow];
            let protocol = tallies.protocol_places[usize::from(key.protocol)];
            tallies.filtered += value;
            tallies.applications[application_place(key.application)].total += value;
            tallies.protocols[usize::from(protocol)].total += value;
        }
        tallies
    }

    /// Brings the sums from one set to the next: by the flows that changed side, or from no flow or
    /// from all of them if that touches fewer. `everything` holds the sums over all flows.
    ///
    /// # Panics
    /// If sets or sums are of another table.
    pub fn update(
        &mut self,
        rows: &Rows<'_>,
        before: &FlowSet,
        after: &FlowSet,
        everything: &Self,
    ) {
        rows.check(before);
        rows.check(after);
        let mut change = Change::between(before, after);
        let entered = after.count() as usize;
        let left = rows.len() - entered;
        // Clearing is a walk through all sums, about as dear as this many flows; copying is two.
        let walk = (self.edges.len() + self.clients.len() * 2) / 4;
        if change.len() > (entered + walk).min(left + 2 * walk) {
            if entered <= left {
                self.clear(&rows.keys);
                change = Change::between(&FlowSet::none(rows.len()), after);
            } else {
                self.copy_from(everything);
                change = Change::between(&FlowSet::all(rows.len()), after);
            }
        }
        self.add(rows, &change);
    }

    /// Sums up a change.
    fn add(&mut self, rows: &Rows<'_>, change: &Change) {
        let before = self.visible;
        let mut crossed = Crossed::with_room_for(change, &rows.keys);
        if change.len() >= PARALLEL_FLOWS && change.is_scattered() {
            self.add_gathered(rows, change, &mut crossed);
        } else if change.len() >= MANY_FLOWS {
            for piece in change.pieces() {
                self.add_flows(rows, &piece, &mut crossed);
            }
        } else {
            self.add_flows(rows, change, &mut crossed);
        }
        crossed.name_kinds(&rows.keys, &mut self.edges, &self.strands);
        nodes::degrees(&mut self.nodes, rows.keys.edge_nodes, &crossed);
        self.drawn_edges += crossed.appeared.len() as u64;
        self.drawn_edges -= crossed.vanished.len() as u64;
        let all = before + self.filtered;
        self.filtered = Totals {
            packets: all.packets.wrapping_sub(self.visible.packets),
            bytes: all.bytes.wrapping_sub(self.visible.bytes),
            flows: all.flows.wrapping_sub(self.visible.flows),
        };
    }

    /// Adds a scattered change piece by piece: while one is summed, the next comes from memory.
    fn add_gathered(&mut self, rows: &Rows<'_>, change: &Change, crossed: &mut Crossed) {
        let mut pieces = change.pieces();
        let mut read_next = || pieces.next().map(|piece| Gathered::new(rows, &piece));
        let mut next = read_next();
        while let Some(piece) = next {
            let (read, ()) = rayon::join(&mut read_next, || {
                self.add_flows(&piece.rows(rows), &piece.change(), crossed);
            });
            next = read;
        }
    }

    fn add_flows(&mut self, rows: &Rows<'_>, change: &Change, crossed: &mut Crossed) {
        let edges = EdgeSums {
            rows,
            edges: &mut self.edges,
            strands: &mut self.strands,
            crossed,
        };
        let (nodes, drawn_nodes) = (&mut self.nodes, &mut self.drawn_nodes);
        let ends = Ends {
            rows,
            clients: &mut self.clients,
            servers: &mut self.servers,
        };
        let rest = Rest {
            rows,
            visible: &mut self.visible,
            outside_graph: &mut self.outside_graph,
            applications: &mut self.applications,
            protocols: &mut self.protocols,
            protocol_places: &self.protocol_places,
            ports: &mut self.ports,
            names: &mut self.names,
            times: &mut self.times,
        };
        let nodes_pass = || NodeSums::update(rows, nodes, drawn_nodes, change);
        let large = change.len() >= PARALLEL_FLOWS;
        join(
            large,
            || edges.update(change),
            || {
                join(large, nodes_pass, || {
                    join(large, || ends.update(change), || rest.update(change))
                })
            },
        );
    }

    /// Number of time bins.
    #[must_use]
    pub fn time_bin_count(&self) -> usize {
        self.times.len() / APPLICATIONS
    }

    /// Sums of one time bin, `[application code]`; empty for [`NO_BIN`] and beyond the last.
    #[must_use]
    pub fn time_bin(&self, bin: u16) -> &[Totals] {
        if bin == NO_BIN {
            return &[];
        }
        let first = usize::from(bin) * APPLICATIONS;
        self.times.get(first..first + APPLICATIONS).unwrap_or(&[])
    }

    /// Sums of one application.
    #[must_use]
    pub fn application(&self, application: Application) -> ApplicationTally {
        let place = usize::from(application.code());
        self.applications.get(place).copied().unwrap_or_default()
    }
}

/// Runs two passes side by side, or one after the other.
fn join<A: Send, B: Send>(
    side_by_side: bool,
    a: impl FnOnce() -> A + Send,
    b: impl FnOnce() -> B + Send,
) -> (A, B) {
    if side_by_side {
        rayon::join(a, b)
    } else {
        (a(), b())
    }
}
