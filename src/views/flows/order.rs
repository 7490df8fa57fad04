//! In which order do the flows stand, when there may be ten millions of them?
//!
//! ```text
//! table, column ──sort once──▶ Order (all flows) ──keep those shown──▶ rows
//! ```
//!
//! Sorting looks at every flow, so it is done once for a column and kept; a filter or a brush only
//! takes flows out of that order, which is one pass over bits. Values become whole numbers that
//! compare as the values do: texts are ranked in their dictionaries, of which there are fewer.

use std::sync::Arc;

use super::super::errand::Stop;
use super::column::Column;
use crate::capture::{Application, Protocol};
use crate::flow::{FlowTable, NO_CODE};
use crate::query::FlowSet;
use crate::session::{Category, host_name};
use crate::text::printable;

/// The key of a cell without a value; such rows come last in either direction.
const NOTHING: u64 = u64::MAX;
/// Flows between two looks at whether to stop.
const FLOWS_PER_LOOK: usize = 1 << 16;

/// All flows of a table in order of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// Flows by value, equal ones by flow; those without a value last.
    flows: Arc<[u32]>,
    /// Number of flows with a value.
    valued: usize,
}

impl Order {
    /// Sorts a table by a column; none if it was told to stop.
    pub fn new(table: &FlowTable, column: Column, stop: &Stop) -> Option<Self> {
        let columns = &table.columns;
        let signed = |value: i64| (value as u64) ^ (1 << 63);
        let port = |port: u16| if port == 0 { NOTHING } else { u64::from(port) };
        match column {
            Column::First => sorted(table, |flow| signed(table.first(flow).0), stop),
            Column::Duration => sorted(
                table,
                |flow| signed(table.last(flow).0.saturating_sub(table.first(flow).0)),
                stop,
            ),
            Column::Client => by_rank(table, &columns.client, &host_ranks(table), stop),
            Column::Server => by_rank(table, &columns.server, &host_ranks(table), stop),
            Column::ClientPort => sorted(table, |flow| port(columns.client_port[flow]), stop),
            Column::ServerPort => sorted(table, |flow| port(columns.server_port[flow]), stop),
            Column::Protocol => {
                let ranks = protocol_ranks(&columns.protocol);
                let rank = |flow| u64::from(ranks[usize::from(columns.protocol[flow])]);
                sorted(table, rank, stop)
            }
            Column::Application => {
                let ranks = application_ranks();
                let last = ranks.len() - 1;
                let place = |flow: usize| usize::from(columns.application[flow]).min(last);
                sorted(table, |flow| u64::from(ranks[place(flow)]), stop)
            }
            Column::Name => by_rank(table, &columns.name, &name_ranks(table), stop),
            Column::BytesUp => sorted(table, |flow| columns.client_bytes[flow], stop),
            Column::BytesDown => sorted(table, |flow| columns.server_bytes[flow], stop),
            Column::PacketsUp => sorted(table, |flow| columns.client_packets[flow].into(), stop),
            Column::PacketsDown => sorted(table, |flow| columns.server_packets[flow].into(), stop),
            Column::Evidence => sorted(table, |flow| columns.evidence[flow].into(), stop),
            // Surest last, as with all numbers; equally sure ones by reason.
            Column::Direction => sorted(
                table,
                |flow| {
                    let reason = u64::from(u8::MAX - columns.direction_reason[flow]);
                    u64::from(columns.direction_confidence[flow]) << 8 | reason
                },
                stop,
            ),
        }
    }

    /// The flows of a set in this order or the reverse; none if it was told to stop.
    pub fn rows(&self, set: &FlowSet, descending: bool, stop: &Stop) -> Option<Vec<u32>> {
        let (valued, rest) = self.flows.split_at(self.valued);
        let mut rows = Vec::with_capacity(set.count() as usize);
        let shows = |flow: &&u32| set.contains(**flow as usize);
        let looks = valued.len().div_ceil(FLOWS_PER_LOOK);
        for look in 0..looks {
            if stop.is_wanted() {
                return None;
            }
            let part = if descending { looks - 1 - look } else { look } * FLOWS_PER_LOOK;
            let part = &valued[part..valued.len().min(part + FLOWS_PER_LOOK)];
            if descending {
                rows.extend(part.iter().rev().filter(shows));
            } else {
                rows.extend(part.iter().filter(shows));
            }
        }
        rows.extend(rest.iter().filter(shows));
        Some(rows)
    }
}

/// Sorts by a key. One thread, so that frames find the others free.
fn sorted(table: &FlowTable, key: impl Fn(usize) -> u64, stop: &Stop) -> Option<Order> {
    let mut pairs: Vec<(u64, u32)> = (0..table.len())
        .map(|flow| (key(flow), flow as u32))
        .collect();
    if stop.is_wanted() {
        return None;
    }
    if !pairs.is_sorted() {
        pairs.sort_unstable();
    }
    let valued = pairs.partition_point(|&(key, _)| key != NOTHING);
    Some(Order {
        flows: pairs.into_iter().map(|(_, flow)| flow).collect(),
        valued,
    })
}

/// Sorts by the rank of a code.
fn by_rank(table: &FlowTable, codes: &[u32], ranks: &[u32], stop: &Stop) -> Option<Order> {
    let key = |flow: usize| match codes[flow] {
        NO_CODE => NOTHING,
        code => ranks
            .get(code as usize)
            .map_or(NOTHING, |&rank| u64::from(rank)),
    };
    sorted(table, key, stop)
}

/// Rank of each host by what it is called: names by letters, then addresses by number.
fn host_ranks(table: &FlowTable) -> Vec<u32> {
    ranks(table.hosts.len(), |host| {
        let name = host_name(table, host);
        (name.is_none(), name, table.hosts.address(host))
    })
}

/// Rank of each name by letters.
fn name_ranks(table: &FlowTable) -> Vec<u32> {
    ranks(table.names.len(), |name| {
        printable(table.names.name(name)).into_owned()
    })
}

/// Rank of each protocol that occurs, by what it is called.
fn protocol_ranks(codes: &[u16]) -> Vec<u32> {
    let mut occurs = vec![false; 1 << 16];
    for &code in codes {
        occurs[usize::from(code)] = true;
    }
    ranks(1 << 16, |code| {
        let label = || Category::Transport(Protocol(code as u16)).label();
        (occurs[code as usize].then(label), code)
    })
}

/// Rank of each application by what it is called.
fn application_ranks() -> Vec<u32> {
    ranks(Application::ALL.len(), |code| {
        Application::ALL[code as usize].label().to_lowercase()
    })
}

/// Rank of each code below `count` by its value; equal values have one rank.
fn ranks<K: Ord>(count: usize, value: impl Fn(u32) -> K) -> Vec<u32> {
    let mut ordered: Vec<(K, u32)> = (0..count as u32).map(|code| (value(code), code)).collect();
    ordered.sort_unstable();
    let mut ranks = vec![0; count];
    let mut rank = 0;
    for (place, (value, code)) in ordered.iter().enumerate() {
        if place > 0 && ordered[place - 1].0 != *value {
            rank = place as u32;
        }
        ranks[*code as usize] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests;
