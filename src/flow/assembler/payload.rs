//! What do a flow's payloads say of its application and of names?

use super::{Assembler, Place};
use crate::capture::{Application, Packet, applications};
use crate::flow::NO_CODE;

/// Payloads of each direction in which the application is looked for. It shows in the first message
/// of one side; four leaves room for a banner, a retransmission and a split greeting. Looking at
/// all of them would cost as much as the rest of reading.
pub const PAYLOADS_LOOKED_AT: u8 = 4;

impl Assembler {
    /// Looks for the application in a flow's first payloads, and for names of hosts in every one
    /// that may hold some.
    pub(super) fn look_at_payload(
        &mut self,
        packet: &Packet<'_>,
        flow: u32,
        side: usize,
        place: Place,
    ) {
        let state = self.states.get_mut(flow);
        let is_settled = state.is_recognised && state.name != NO_CODE;
        if !is_settled && state.payloads_seen[side] < PAYLOADS_LOOKED_AT {
            state.payloads_seen[side] += 1;
            if let Some(recognised) = applications::recognise(packet) {
                self.apply(&recognised, packet, flow, side, place);
            }
        }
        let state = self.states.get(flow);
        if state.is_recognised && states_names(state.application) {
            let Self { hosts, names, .. } = self;
            let mut full = None;
            applications::host_names(packet, state.application, &mut |address, origin, name| {
                full = names.add(hosts, address, origin, name).err().or(full);
            });
            self.note_full(full.map_or(Ok(()), Err), place);
        }
    }

    /// Keeps what a payload showed. The first application that was recognised stays.
    fn apply(
        &mut self,
        recognised: &applications::Recognised<'_>,
        packet: &Packet<'_>,
        flow: u32,
        side: usize,
        place: Place,
    ) {
        let state = self.states.get_mut(flow);
        if !state.is_recognised {
            state.is_recognised = true;
            state.application = recognised.application;
        }
        if let Some(from_client) = recognised.from_client {
            state.see_client(if from_client { side } else { 1 - side });
        }
        if state.name != NO_CODE {
            return;
        }
        let Some((origin, name)) = &recognised.name else {
            if let Some(name) = applications::question(packet, recognised.application) {
                self.name_flow(flow, &name, place);
            }
            return;
        };
        self.name_flow(flow, name, place);
        // What was asked for names the one who was asked.
        if let Some([_, server]) = packet.endpoints
            && !server.is_group()
        {
            let added = self.names.add(&mut self.hosts, server, *origin, name);
            self.note_full(added, place);
        }
    }

    fn name_flow(&mut self, flow: u32, name: &str, place: Place) {
        let code = self.names.intern(name);
        if let Some(code) = self.note_full(code, place) {
            self.states.get_mut(flow).name = code;
        }
    }
}

/// Whether packets of an application may state names of hosts.
fn states_names(application: Application) -> bool {
    matches!(
        application,
        Application::Dns
            | Application::Mdns
            | Application::Llmnr
            | Application::Nbns
            | Application::Dhcp
    )
}
