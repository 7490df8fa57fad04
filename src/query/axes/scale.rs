//! Where on its axis does each flow lie?
//!
//! An [`AxisScale`] cuts an axis into at most 256 bins of equal height and says for each flow in
//! which one it is. Addresses stand in numeric order at equal distances, so that hosts of a prefix
//! are together however sparse it is; categories stand in order of their flows; numbers are spread
//! evenly or by their logarithm. Made once for a table, on all cores.

use std::ops::RangeInclusive;

use super::AxisColumn;
use super::column::Nature;
use super::name_bins::NameBins;
use super::number_bins::NumberBins;
use super::placing::{categories, hosts, names, numbers};
use super::span::{category_text, number_text};
use crate::capture::Address;
use crate::flow::FlowTable;
use crate::query::FlowSet;
use crate::text::printable;
use crate::units::{Count, Timestamp};

/// Bins that an axis has at most.
pub const AXIS_BINS: usize = 256;

/// Categories that are named before the rest of some is only counted.
const CATEGORIES_NAMED: usize = 3;

/// How many nanoseconds the clocks that are shown are ahead of UTC at a moment.
pub type AheadNanos<'a> = &'a dyn Fn(Timestamp) -> i64;

/// What the bins of an axis stand for.
#[derive(Clone, Debug)]
pub(super) enum Domain {
    /// Distinct addresses, ascending.
    Hosts(Vec<Address>),
    /// Codes, the most frequent first; those beyond the last bin share it.
    Categories(Vec<u16>),
    Names(NameBins),
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
        Self::with(table, column, log, AXIS_BINS, None)
    }

    /// The same with fewer bins where the column has numbers (at least 32) or names (at least 3),
    /// and with the neighbours of each host, `[host code]`, if they are at hand.
    #[must_use]
    pub fn with(
        table: &FlowTable,
        column: AxisColumn,
        log: bool,
        bins: usize,
        degrees: Option<&[u32]>,
    ) -> Self {
        let log_wanted = log && column.can_be_log();
        let number_bins = bins.clamp(32, AXIS_BINS);
        let (domain, bins) = match column.nature() {
            Nature::Hosts => hosts(table, column),
            Nature::Categories => categories(table, column),
            Nature::Names => names(table, bins.clamp(3, AXIS_BINS)),
            _ => numbers(table, column, log_wanted, number_bins, degrees),
        };
        let bin_count = match &domain {
            Domain::Hosts(addresses) => addresses.len().clamp(1, AXIS_BINS),
            Domain::Categories(codes) => codes.len().clamp(1, AXIS_BINS),
            Domain::Names(names) => names.len(),
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

    /// What the values of some bins are, for people; times as clocks show them that are ahead of UTC
    /// by `ahead_nanos` of the moment.
    #[must_use]
    pub fn describe(&self, bins: &RangeInclusive<u8>, ahead_nanos: AheadNanos<'_>) -> String {
        let places = usize::from(*bins.start())..=usize::from(*bins.end());
        let text = |value| self.value_text(value, ahead_nanos);
        match &self.domain {
            Domain::Hosts(_) => match self.addresses_in(bins) {
                [] => "no host".into(),
                [one] => one.to_string(),
                [first, .., last] => format!("{first} to {last}"),
            },
            Domain::Categories(codes) => {
                let name = |place: usize| {
                    let is_rest = place + 1 == AXIS_BINS && codes.len() > AXIS_BINS;
                    match codes.get(place) {
                        _ if is_rest => format!("{} others", codes.len() - place),
                        Some(&code) => self.category(code),
                        None => "none".into(),
                    }
                };
                let count = places.clone().count();
                let names: Vec<String> = places.take(CATEGORIES_NAMED).map(name).collect();
                match count.saturating_sub(names.len()) {
                    0 => names.join(", "),
                    more => format!("{} and {more} more", names.join(", ")),
                }
            }
            Domain::Names(names) => {
                let name = |place: usize| match names.texts.get(place) {
                    Some(text) => printable(text).into_owned(),
                    None if names.other() == Some(place) => {
                        format!("{} other names", Count(names.others as u64))
                    }
                    None => "no name".into(),
                };
                let count = places.clone().count();
                let texts: Vec<String> = places.take(CATEGORIES_NAMED).map(name).collect();
                match count.saturating_sub(texts.len()) {
                    0 => texts.join(", "),
                    more => format!("{} and {more} more", texts.join(", ")),
                }
            }
            Domain::Numbers(numbers) => {
                let interval = numbers.interval(&places);
                let has_none = numbers.has_none && places.contains(&0);
                let values = match interval.map(|interval| (interval.low, interval.end)) {
                    None if has_none => return "none".into(),
                    None => "no value".into(),
                    Some((Some(low), Some(end))) if low + 1 == end => text(low),
                    Some((Some(low), Some(end))) => format!(
                        "{} to {}",
                        text(low),
                        text(match self.column.nature() {
                            Nature::Counts => end - 1,
                            _ => end,
                        })
                    ),
                    Some((None, Some(end))) => format!("below {}", text(end)),
                    Some((Some(low), None)) => format!("{} or more", text(low)),
                    Some((None, None)) => text(numbers.least()),
                };
                if has_none {
                    format!("none, {values}")
                } else {
                    values
                }
            }
        }
    }

    /// The bin of flows that have no value; none if there are none such.
    #[must_use]
    pub fn none_bin(&self) -> Option<u8> {
        match &self.domain {
            Domain::Numbers(numbers) if numbers.has_none => Some(0),
            _ => None,
        }
    }

    /// The first value of a bin of numbers and the first after it, where there are bounds; none for
    /// a bin without values.
    pub(super) fn interval_of(&self, bin: usize) -> Option<(Option<i64>, Option<i64>)> {
        let Domain::Numbers(numbers) = &self.domain else {
            return None;
        };
        let interval = numbers.interval(&(bin..=bin))?;
        Some((interval.low, interval.end))
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
        let is_kind = matches!(self.column, AxisColumn::Application | AxisColumn::Protocol);
        let Domain::Categories(codes) = &self.domain else {
            return None;
        };
        if !is_kind {
            return None;
        }
        let is_rest = usize::from(bin) + 1 == AXIS_BINS && codes.len() > AXIS_BINS;
        codes.get(usize::from(bin)).copied().filter(|_| !is_rest)
    }

    /// The name of a category.
    pub(super) fn category(&self, code: u16) -> String {
        category_text(self.column, code)
    }

    /// A value with its unit.
    pub(super) fn value_text(&self, value: i64, ahead_nanos: AheadNanos<'_>) -> String {
        number_text(self.column, value, ahead_nanos)
    }
}
