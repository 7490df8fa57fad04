//! What do flows sum to by host, port, name, application, protocol and time?
//!
//! Dense arrays of integers by code: adding a flow is one look-up, taking it out again is exact.

use super::change::{Accumulate, Change, totals};
use super::rows::{APPLICATIONS, Rows};
use super::{ApplicationTally, NO_BIN, ProtocolTally};
use crate::flow::NO_CODE;
use crate::units::Totals;

/// Sums by the hosts at both ends.
pub(super) struct Ends<'a> {
    pub rows: &'a Rows<'a>,
    pub clients: &'a mut [Totals],
    pub servers: &'a mut [Totals],
}

impl Ends<'_> {
    /// Sums `change`.
    pub fn update(mut self, change: &Change) {
        change.replay(&mut self);
    }
}

impl Accumulate for Ends<'_> {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let value = self.rows.totals(flow);
        let key = &self.rows.flows[flow];
        totals::<ENTERED>(&mut self.clients[key.client as usize], value);
        totals::<ENTERED>(&mut self.servers[key.server as usize], value);
    }
}

/// Sums by everything else.
pub(super) struct Rest<'a> {
    pub rows: &'a Rows<'a>,
    pub visible: &'a mut Totals,
    pub outside_graph: &'a mut Totals,
    pub applications: &'a mut [ApplicationTally],
    pub protocols: &'a mut [ProtocolTally],
    /// Place of each protocol among `protocols`, `[protocol code]`.
    pub protocol_places: &'a [u16],
    pub ports: &'a mut [Totals],
    pub names: &'a mut [Totals],
    /// `[bin * APPLICATIONS + application code]`.
    pub times: &'a mut [Totals],
}

impl Rest<'_> {
    /// Sums `change`.
    pub fn update(mut self, change: &Change) {
        change.replay(&mut self);
    }
}

impl Accumulate for Rest<'_> {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let rows = self.rows;
        let value = rows.totals(flow);
        let key = &rows.flows[flow];
        let application = application_place(key.application);
        totals::<ENTERED>(self.visible, value);
        totals::<ENTERED>(&mut self.applications[application].visible, value);
        let protocol = self.protocol_places[usize::from(key.protocol)];
        totals::<ENTERED>(&mut self.protocols[usize::from(protocol)].visible, value);
        let port = usize::from(key.server_port);
        totals::<ENTERED>(&mut self.ports[port], value);
        if key.edge == NO_CODE {
            totals::<ENTERED>(self.outside_graph, value);
        }
        if key.time_bin != NO_BIN {
            let place = usize::from(key.time_bin) * APPLICATIONS + application;
            totals::<ENTERED>(&mut self.times[place], value);
        }
        if let Some(&name) = rows.name.get(flow)
            && name != NO_CODE
        {
            totals::<ENTERED>(&mut self.names[name as usize], value);
        }
    }
}

/// Place of an application code; one that nobody knows counts as unknown.
#[inline]
pub(super) fn application_place(code: u8) -> usize {
    let place = usize::from(code);
    if place < APPLICATIONS { place } else { 0 }
}
