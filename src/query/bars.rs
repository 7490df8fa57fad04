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
        let client = self.rows.client[flow] as usize;
        totals::<ENTERED>(&mut self.clients[client], value);
        let server = self.rows.server[flow] as usize;
        totals::<ENTERED>(&mut self.servers[server], value);
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
        let application = application_place(rows.application[flow]);
        totals::<ENTERED>(self.visible, value);
        totals::<ENTERED>(&mut self.applications[application].visible, value);
        let protocol = self.protocol_places[usize::from(rows.protocol[flow])];
        totals::<ENTERED>(&mut self.protocols[usize::from(protocol)].visible, value);
        let port = usize::from(rows.server_port[flow]);
        totals::<ENTERED>(&mut self.ports[port], value);
        if rows.keys.flow_edge[flow] == NO_CODE {
            totals::<ENTERED>(self.outside_graph, value);
        }
        if let Some(&bin) = rows.time_bin.get(flow)
            && bin != NO_BIN
        {
            let place = usize::from(bin) * APPLICATIONS + application;
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
