//! Where on its axis does each flow lie?
//!
//! An [`AxisScale`] cuts an axis into at most 256 bins of equal height and says for each flow in
//! which one it is. Addresses stand in numeric order at equal distances, so that hosts of a prefix
//! are together however sparse it is; categories stand in order of their flows; numbers are spread
//! evenly or by their logarithm. Made once for a table, on all cores.

use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::AxisColumn;
use super::column::Nature;
use super::number_bins::{Extent, NumberBins, Spread};
use crate::capture::{Address, Application, Protocol};
use crate::flow::FlowTable;
use crate::query::FlowSet;
use crate::units::{Bytes, Count, Duration, Timestamp};

/// Bins that an axis has at most.
pub const AXIS_BINS: usize = 256;

/// Flows handed to a core together.
const CHUNK: usize = 1 << 14;

/// What the bins of an axis stand for.
#[derive(Clone, Debug)]
pub(super) enum Domain {
    /// Distinct addresses, ascending.
    Hosts(Vec<Address>),
    /// Codes, the most frequent first; those beyond the last bin share it.
    Categories(Vec<u16>),
    Numbers(NumberBins),
}

/// The bins of an axis, and the bin of each flow.
#[derive(Clone, Debug)]
pub struct AxisScale {
    column: AxisColumn,
    log: bool,
    bin_count: usize,
    /// `[flow]`.
    bins: Vec<u8>,
    /// Flows of each bin, `[bin]`.
    totals: Vec<u32>,
    pub(super) domain: Domain,
}

impl AxisScale {
    /// The scale of a column over all flows of a table; `log` counts only where the column has a
    /// logarithm.
    #[must_use]
    pub fn new(table: &FlowTable, column: AxisColumn, log: bool) -> Self {
        let (domain, bins) = match column.nature() {
            Nature::Hosts => hosts(table, column),
            Nature::Categories => categories(table, column),
            _ => numbers(table, column, log && column.can_be_log()),
        };
        let bin_count = match &domain {
            Domain::Hosts(addresses) => addresses.len().clamp(1, AXIS_BINS),
            Domain::Categories(codes) => codes.len().clamp(1, AXIS_BINS),
            Domain::Numbers(numbers) => numbers.len(),
        };
        let mut totals = vec![0; bin_count];
        for &bin in &bins {
            totals[usize::from(bin)] += 1;
        }
        Self {
            column,
            log,
            bin_count,
            bins,
            totals,
            domain,
        }
    }

    /// The column.
    #[must_use]
    pub fn column(&self) -> AxisColumn {
        self.column
    }

    /// Whether it was asked to be logarithmic.
    #[must_use]
    pub fn log(&self) -> bool {
        self.log
    }

    /// Number of bins, 1 to [`AXIS_BINS`].
    #[must_use]
    pub fn bin_count(&self) -> usize {
        self.bin_count
    }

    /// The bin of each flow, `[flow]`.
    #[must_use]
    pub fn bins(&self) -> &[u8] {
        &self.bins
    }

    /// Flows of each bin over the whole table, `[bin]`.
    #[must_use]
    pub fn totals(&self) -> &[u32] {
        &self.totals
    }

    /// Flows of the whole table in some bins.
    #[must_use]
    pub fn flows_in(&self, bins: &RangeInclusive<u8>) -> u64 {
        let bins = usize::from(*bins.start())..=usize::from(*bins.end());
        let totals = self.totals.iter().enumerate();
        totals
            .filter(|(bin, _)| bins.contains(bin))
            .map(|(_, &flows)| u64::from(flows))
            .sum()
    }

    /// The bin at a height, 0 at one end of the axis and 1 at the other.
    #[must_use]
    pub fn bin_at(&self, position: f32) -> u8 {
        let bin = (position.clamp(0.0, 1.0) * self.bin_count as f32) as usize;
        bin.min(self.bin_count - 1) as u8
    }

    /// Runs of bins in which a set has flows; bins without any flow of the table do not break a run.
    #[must_use]
    pub fn runs(&self, set: &FlowSet) -> Vec<RangeInclusive<u8>> {
        let mut inside = [0_u32; AXIS_BINS];
        for flow in set.iter() {
            if let Some(&bin) = self.bins.get(flow) {
                inside[usize::from(bin)] += 1;
            }
        }
        let mut runs: Vec<RangeInclusive<u8>> = Vec::new();
        let mut open = false;
        for (bin, &total) in self.totals.iter().enumerate() {
            match (inside[bin] > 0, runs.last_mut()) {
                (true, Some(run)) if open => *run = *run.start()..=bin as u8,
                (true, _) => {
                    runs.push(bin as u8..=bin as u8);
                    open = true;
                }
                (false, _) => open &= total == 0,
            }
        }
        runs
    }

    /// What the values of a bin are, for people.
    #[must_use]
    pub fn describe(&self, bin: u8) -> String {
        let place = usize::from(bin);
        match &self.domain {
            Domain::Hosts(_) => match self.addresses_in(&(bin..=bin)) {
                [] => "no host".into(),
                [one] => one.to_string(),
                [first, .., last] => format!("{first} to {last}"),
            },
            Domain::Categories(codes) => {
                let is_rest = place + 1 == AXIS_BINS && codes.len() > AXIS_BINS;
                match codes.get(place) {
                    _ if is_rest => format!("{} others", codes.len() - place),
                    Some(&code) => self.category(code),
                    None => "none".into(),
                }
            }
            Domain::Numbers(numbers) => {
                let interval = numbers.interval(&(place..=place));
                match interval.map(|interval| (interval.low, interval.end)) {
                    None if numbers.has_none && place == 0 => "none".into(),
                    None => "no value".into(),
                    Some((Some(low), Some(end))) if low + 1 == end => self.value_text(low),
                    Some((Some(low), Some(end))) => format!(
                        "{} to {}",
                        self.value_text(low),
                        self.value_text(match self.column.nature() {
                            Nature::Counts => end - 1,
                            _ => end,
                        })
                    ),
                    Some((None, Some(end))) => format!("below {}", self.value_text(end)),
                    Some((Some(low), None)) => format!("{} or more", self.value_text(low)),
                    Some((None, None)) => self.value_text(numbers.least()),
                }
            }
        }
    }

    /// The addresses of some bins; none if this is no axis of addresses.
    pub(super) fn addresses_in(&self, bins: &RangeInclusive<u8>) -> &[Address] {
        let Domain::Hosts(addresses) = &self.domain else {
            return &[];
        };
        let first_rank = |bin: usize| (bin * addresses.len()).div_ceil(self.bin_count);
        let (start, end) = (usize::from(*bins.start()), usize::from(*bins.end()) + 1);
        let range = first_rank(start)..first_rank(end).min(addresses.len());
        addresses.get(range).unwrap_or(&[])
    }

    /// The application or protocol code of a bin; none for further ones together, and where there
    /// are no categories.
    #[must_use]
    pub fn category_code(&self, bin: u8) -> Option<u16> {
        let Domain::Categories(codes) = &self.domain else {
            return None;
        };
        let is_rest = usize::from(bin) + 1 == AXIS_BINS && codes.len() > AXIS_BINS;
        codes.get(usize::from(bin)).copied().filter(|_| !is_rest)
    }

    /// The name of a category.
    pub(super) fn category(&self, code: u16) -> String {
        match self.column {
            AxisColumn::Application => Application::from_code(code as u8).label().to_owned(),
            _ => Protocol(code).name().into_owned(),
        }
    }

    /// A value with its unit.
    pub(super) fn value_text(&self, value: i64) -> String {
        match self.column.nature() {
            Nature::Bytes => Bytes(value.unsigned_abs()).to_string(),
            Nature::Duration => Duration(value).to_string(),
            Nature::Time => Timestamp(value).to_utc_text(),
            _ if matches!(self.column, AxisColumn::ClientPort | AxisColumn::ServerPort) => {
                value.to_string()
            }
            _ => Count(value.unsigned_abs()).to_string(),
        }
    }
}

fn for_flows<T: Send>(len: usize, of: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    (0..len)
        .into_par_iter()
        .with_min_len(CHUNK)
        .map(of)
        .collect()
}

fn hosts(table: &FlowTable, column: AxisColumn) -> (Domain, Vec<u8>) {
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

fn categories(table: &FlowTable, column: AxisColumn) -> (Domain, Vec<u8>) {
    let columns = &table.columns;
    let code = |flow: usize| match column {
        // A code that nobody knows is shown, and asked for, as unknown.
        AxisColumn::Application => {
            u16::from(Application::from_code(columns.application[flow]).code())
        }
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

fn numbers(table: &FlowTable, column: AxisColumn, log: bool) -> (Domain, Vec<u8>) {
    let value = |flow: usize| value_of(table, column, flow);
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
    let numbers = NumberBins::new(extent, spread, AXIS_BINS);
    let bins = for_flows(table.len(), |flow| numbers.bin(value(flow)) as u8);
    (Domain::Numbers(numbers), bins)
}

/// A flow's number as the filter language sees it; none where the flow has none.
fn value_of(table: &FlowTable, column: AxisColumn, flow: usize) -> Option<i64> {
    let columns = &table.columns;
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
        // Not numbers.
        AxisColumn::Client
        | AxisColumn::Server
        | AxisColumn::Application
        | AxisColumn::Protocol => None,
    }
}
