//! Which bin does each flow of a column fall into?
//!
//! One pass to see which values there are, one to look each flow up, both on all cores where that
//! pays.

use rayon::prelude::*;

use super::AxisColumn;
use super::column::Nature;
use super::name_bins::NameBins;
use super::number_bins::{Extent, NumberBins, Spread};
use super::scale::{AXIS_BINS, Domain};
use crate::capture::{Address, Application, Protocol};
use crate::flow::FlowTable;
use crate::query::host_degrees;

/// Flows handed to a core together.
const CHUNK: usize = 1 << 14;

fn for_flows<T: Send>(len: usize, of: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..len)
        .into_par_iter()
        .with_min_len(CHUNK)
        .map(of)
        .collect()
}

/// The hosts of a column and the bin of each flow.
pub(super) fn hosts(table: &FlowTable, column: AxisColumn) -> (Domain, Vec<u8>) {
    let codes = match column {
        AxisColumn::Client => &table.columns.client,
        _ => &table.columns.server,
    };
    let mut occurs = vec![false; table.hosts.len()];
    for &code in codes.iter() {
        occurs[code as usize] = true;
    }
    let mut hosts: Vec<(Address, u32)> = (0..table.hosts.len() as u32)
        .filter(|&code| occurs[code as usize])
        .map(|code| (table.hosts.address(code), code))
        .collect();
    hosts.par_sort_unstable();
    let bin_count = hosts.len().clamp(1, AXIS_BINS);
    let mut bin_of = vec![0_u8; table.hosts.len()];
    for (rank, &(_, code)) in hosts.iter().enumerate() {
        bin_of[code as usize] = (rank * bin_count / hosts.len()) as u8;
    }
    let bins = for_flows(table.len(), |flow| bin_of[codes[flow] as usize]);
    let addresses = hosts.into_iter().map(|(address, _)| address).collect();
    (Domain::Hosts(addresses), bins)
}

/// The categories of a column and the bin of each flow.
pub(super) fn categories(table: &FlowTable, column: AxisColumn) -> (Domain, Vec<u8>) {
    let columns = &table.columns;
    let code = |flow: usize| match column {
        // A code that nobody knows is shown, and asked for, as unknown.
        AxisColumn::Application => {
            u16::from(Application::from_code(columns.application[flow]).code())
        }
        AxisColumn::Tunnel => u16::from(columns.tunnel[flow]),
        AxisColumn::Evidence => u16::from(columns.evidence[flow]),
        AxisColumn::DirectionReason => u16::from(columns.direction_reason[flow]),
        _ => columns.protocol[flow],
    };
    let mut counts = vec![0_u64; 1 << 16];
    for flow in 0..table.len() {
        counts[usize::from(code(flow))] += 1;
    }
    let mut codes: Vec<u16> = (0..=u16::MAX)
        .filter(|&code| counts[usize::from(code)] > 0)
        .collect();
    codes.sort_by_key(|&code| std::cmp::Reverse(counts[usize::from(code)]));
    let mut bin_of = vec![0_u8; 1 << 16];
    for (rank, &code) in codes.iter().enumerate() {
        bin_of[usize::from(code)] = rank.min(AXIS_BINS - 1) as u8;
    }
    let bins = for_flows(table.len(), |flow| bin_of[usize::from(code(flow))]);
    (Domain::Categories(codes), bins)
}

/// The names of a table and the bin of each flow.
pub(super) fn names(table: &FlowTable, count: usize) -> (Domain, Vec<u8>) {
    let codes = &table.columns.name;
    let mut counts = vec![0_u64; table.names.len()];
    let mut has_none = false;
    for &code in codes.iter() {
        match counts.get_mut(code as usize) {
            Some(count) => *count += 1,
            None => has_none = true,
        }
    }
    let (names, bin_of) = NameBins::new(table, &counts, has_none, count);
    let none = names.none().unwrap_or(0) as u8;
    let bins = for_flows(table.len(), |flow| {
        bin_of.get(codes[flow] as usize).copied().unwrap_or(none)
    });
    (Domain::Names(names), bins)
}

/// The numbers of a column and the bin of each flow.
pub(super) fn numbers(
    table: &FlowTable,
    column: AxisColumn,
    log: bool,
    count: usize,
    degrees: Option<&[u32]>,
) -> (Domain, Vec<u8>) {
    let is_degree = matches!(column, AxisColumn::ClientDegree | AxisColumn::ServerDegree);
    let counted = match degrees {
        None if is_degree => host_degrees(table),
        _ => Vec::new(),
    };
    let degrees = degrees.unwrap_or(&counted);
    let value = |flow: usize| value_of(table, degrees, column, flow);
    let extent = (0..table.len())
        .into_par_iter()
        .with_min_len(CHUNK)
        .map(|flow| Extent::of(value(flow)))
        .reduce(|| Extent::EMPTY, Extent::union);
    let spread = match column.nature() {
        Nature::Time => Spread::Time,
        _ if log => Spread::Log,
        _ => Spread::Linear,
    };
    let numbers = NumberBins::new(extent, spread, count);
    let bins = for_flows(table.len(), |flow| numbers.bin(value(flow)) as u8);
    (Domain::Numbers(numbers), bins)
}

/// A flow's number as the filter language sees it; none where the flow has none.
fn value_of(table: &FlowTable, degrees: &[u32], column: AxisColumn, flow: usize) -> Option<i64> {
    let columns = &table.columns;
    let degree = |host: u32| {
        let degree = degrees.get(host as usize).copied();
        Some(i64::from(degree.unwrap_or(0)))
    };
    let count = |number: u64| Some(i64::try_from(number).unwrap_or(i64::MAX));
    let port = |port: u16| {
        let has_ports = Protocol(columns.protocol[flow]).has_ports();
        has_ports.then_some(i64::from(port))
    };
    let (up, down) = (columns.client_bytes[flow], columns.server_bytes[flow]);
    let packets = [columns.client_packets[flow], columns.server_packets[flow]].map(i64::from);
    match column {
        AxisColumn::ClientPort => port(columns.client_port[flow]),
        AxisColumn::ServerPort => port(columns.server_port[flow]),
        AxisColumn::Bytes => count(up.saturating_add(down)),
        AxisColumn::BytesUp => count(up),
        AxisColumn::BytesDown => count(down),
        AxisColumn::Packets => Some(packets[0] + packets[1]),
        AxisColumn::PacketsUp => Some(packets[0]),
        AxisColumn::PacketsDown => Some(packets[1]),
        AxisColumn::Duration => {
            let (first, last) = (table.first(flow), table.last(flow));
            Some(last.0.saturating_sub(first.0))
        }
        AxisColumn::First => Some(table.first(flow).0),
        AxisColumn::Last => Some(table.last(flow).0),
        AxisColumn::Vlan => {
            let vlan = columns.vlan[flow];
            (vlan != crate::flow::NO_VLAN).then_some(i64::from(vlan))
        }
        AxisColumn::ClientDegree => degree(columns.client[flow]),
        AxisColumn::ServerDegree => degree(columns.server[flow]),
        // Not numbers.
        AxisColumn::Client
        | AxisColumn::Server
        | AxisColumn::Application
        | AxisColumn::Protocol
        | AxisColumn::Name
        | AxisColumn::Tunnel
        | AxisColumn::Evidence
        | AxisColumn::DirectionReason => None,
    }
}
