//! How many distinct hosts has each value to do with?
//!
//! Pairs of value and host, sorted, each counted once. A count of distinct hosts cannot be brought
//! up to date by difference without remembering every pair, so it is made anew on request, by a
//! thread: about a second for ten million flows.

use rayon::slice::ParallelSliceMut;

use super::FlowSet;
use super::bars::application_place;
use super::rows::APPLICATIONS;
use crate::flow::{FlowTable, NO_CODE};

/// Whose peers are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeersOf {
    /// Of each client the distinct servers, `[host code]`.
    Clients,
    /// Of each server the distinct clients, `[host code]`.
    Servers,
    /// Of each server port the distinct hosts at both ends of its flows, `[port]`.
    Ports,
    /// The same of each name, `[name code]`.
    Names,
    /// The same of each application, `[application code]`.
    Applications,
    /// The same of each protocol, `[protocol code]`.
    Protocols,
}

/// Pairs after which those that occur twice are first taken out.
const FIRST_SORT: usize = 1 << 22;

/// Distinct peers of each code over the flows in `set`; none if `stop` said to stop.
#[must_use]
pub fn distinct_peers(
    table: &FlowTable,
    set: &FlowSet,
    of: PeersOf,
    stop: impl Fn() -> bool,
) -> Option<Vec<u32>> {
    let columns = &table.columns;
    let len = match of {
        PeersOf::Clients | PeersOf::Servers => table.hosts.len(),
        PeersOf::Ports | PeersOf::Protocols => 1 << 16,
        PeersOf::Names => table.names.len(),
        PeersOf::Applications => APPLICATIONS,
    };
    let mut pairs: Vec<u64> = Vec::new();
    let mut sort_at = FIRST_SORT;
    for flow in set.iter() {
        let (client, server) = (columns.client[flow], columns.server[flow]);
        let pair = |code: u32, host: u32| u64::from(code) << 32 | u64::from(host);
        let code = match of {
            PeersOf::Clients => {
                pairs.push(pair(client, server));
                None
            }
            PeersOf::Servers => {
                pairs.push(pair(server, client));
                None
            }
            PeersOf::Ports => Some(u32::from(columns.server_port[flow])),
            PeersOf::Names => columns.name.get(flow).copied(),
            PeersOf::Applications => Some(application_place(columns.application[flow]) as u32),
            PeersOf::Protocols => Some(u32::from(columns.protocol[flow])),
        };
        if let Some(code) = code.filter(|&code| code != NO_CODE) {
            pairs.extend([pair(code, client), pair(code, server)]);
        }
        if pairs.len() >= sort_at {
            if stop() {
                return None;
            }
            distinct(&mut pairs);
            sort_at = (pairs.len() * 2).max(FIRST_SORT);
        }
    }
    distinct(&mut pairs);
    if stop() {
        return None;
    }
    let mut counts = vec![0_u32; len];
    for pair in pairs {
        if let Some(count) = counts.get_mut((pair >> 32) as usize) {
            *count += 1;
        }
    }
    Some(counts)
}

fn distinct(pairs: &mut Vec<u64>) {
    pairs.par_sort_unstable();
    pairs.dedup();
}
