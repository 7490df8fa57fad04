//! When did flows begin?
//!
//! The span of a capture is cut into bins of equal length; a flow belongs to the bin in which its
//! first packet was sent. The number of bins is fixed, so a silence of months costs no memory.

use super::bars::application_place;
use super::rows::APPLICATIONS;
use super::{ColumnIndex, FlowSet};
use crate::flow::FlowTable;
use crate::units::{TimeSpan, Timestamp, Totals};

/// The bin of flows that begin outside of all bins.
pub const NO_BIN: u16 = u16::MAX;

/// Bins of equal length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeBins {
    /// Where the first bin begins.
    pub first: Timestamp,
    /// Length of a bin, at least 1.
    pub width_nanos: u64,
    /// Number of bins, below [`NO_BIN`].
    pub count: u16,
}

impl TimeBins {
    /// At most `count` bins over a span, both ends included.
    #[must_use]
    pub fn over(span: TimeSpan, count: u16) -> Self {
        let count = count.clamp(1, NO_BIN - 1);
        // A span has up to 2^64 moments; one more than the distance, hence the wider type.
        let moments = (i128::from(span.last.0) - i128::from(span.first.0) + 1).max(1) as u128;
        let width = moments.div_ceil(u128::from(count)).max(1);
        Self {
            first: span.first,
            width_nanos: width as u64,
            count: moments.div_ceil(width) as u16,
        }
    }

    /// The bin of a moment, or [`NO_BIN`].
    #[must_use]
    pub fn bin(&self, time: Timestamp) -> u16 {
        if time < self.first {
            return NO_BIN;
        }
        let since = time.0.abs_diff(self.first.0) / self.width_nanos;
        if since < u64::from(self.count) {
            since as u16
        } else {
            NO_BIN
        }
    }

    /// The first moment of a bin, and the first of the next; saturating at the end of time.
    #[must_use]
    pub fn edges(&self, bin: u16) -> [Timestamp; 2] {
        [u64::from(bin), u64::from(bin) + 1].map(|bin| {
            let since = i128::from(self.first.0) + i128::from(bin) * i128::from(self.width_nanos);
            Timestamp(since.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
        })
    }

    /// First moment of the first bin and last moment of the last.
    #[must_use]
    pub fn span(&self) -> TimeSpan {
        let length = i128::from(self.width_nanos) * i128::from(self.count);
        let last = i128::from(self.first.0) + length - 1;
        TimeSpan {
            first: self.first,
            last: Timestamp(last.min(i128::from(i64::MAX)) as i64),
        }
    }
}

/// Sums over the flows of a set by time bin and application, `[bin * applications + code]`, for
/// bins that show a part of a capture. Only the flows that begin in that part are visited.
#[must_use]
pub fn sums_by_time(
    table: &FlowTable,
    by_time: &ColumnIndex,
    bins: &TimeBins,
    set: &FlowSet,
) -> Vec<Totals> {
    let mut sums = vec![Totals::default(); usize::from(bins.count) * APPLICATIONS];
    let first = |flow: usize| table.first(flow);
    let span = bins.span();
    let places = by_time.below(&span.first, first)..by_time.below(&span.last, first);
    // The last moment itself belongs to the last bin.
    let end = by_time.below(&Timestamp(span.last.0.saturating_add(1)), first);
    for flow in by_time.flows(places.start..end.max(places.end)) {
        let bin = bins.bin(table.first(flow));
        if bin != NO_BIN && set.contains(flow) {
            let application = application_place(table.columns.application[flow]);
            sums[usize::from(bin) * APPLICATIONS + application] += table.flow_totals(flow);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: i64, last: i64, count: u16) {
        let span = TimeSpan {
            first: Timestamp(first),
            last: Timestamp(last),
        };
        let bins = TimeBins::over(span, count);
        assert!(bins.count <= count && bins.count >= 1, "{bins:?}");
        assert_eq!(bins.bin(span.first), 0, "{bins:?}");
        assert_eq!(bins.bin(span.last), bins.count - 1, "{bins:?}");
        assert!(bins.span().last >= span.last, "{bins:?}");
        for bin in [0, bins.count / 2, bins.count - 1] {
            let [start, end] = bins.edges(bin);
            assert_eq!(bins.bin(start), bin);
            if end.0 < i64::MAX {
                assert_ne!(bins.bin(end), bin);
                assert_eq!(bins.bin(Timestamp(end.0 - 1)), bin);
            }
        }
    }

    #[test]
    fn bins_cover_the_span_and_no_more() {
        check(0, 0, 512);
        check(5, 9, 512);
        check(0, 511, 512);
        check(0, 512, 512);
        check(-1_000, 1_000_000_007, 100);
        check(i64::MIN, i64::MAX, 512);
        check(i64::MAX - 1, i64::MAX, 2);
    }

    #[test]
    fn what_is_outside_has_no_bin() {
        let span = TimeSpan::at(Timestamp(100));
        let bins = TimeBins::over(span, 10);
        assert_eq!(bins.bin(Timestamp(99)), NO_BIN);
        assert_eq!(bins.bin(Timestamp(101)), NO_BIN);
        assert_eq!(bins.bin(Timestamp(100)), 0);
    }
}
