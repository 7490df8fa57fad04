//! Where do bins of numbers begin?
//!
//! Values are whole numbers, so a bin is from its lower edge to just below the next one's. Edges
//! are rounded to a power of ten well below the width of a bin, so that a brush reads as
//! `bytes < 10300 B` and not as twelve digits. Where values have a logarithm, zero has a bin of its
//! own with a gap above it, and so has "no value".

use std::ops::RangeInclusive;

/// What the values of a column span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// Least and greatest value; none if no flow has one.
    pub span: Option<(i64, i64)>,
    /// Least value above zero.
    pub least_positive: Option<i64>,
    /// Whether some flow has no value.
    pub has_none: bool,
}

impl Extent {
    /// Of no flow.
    pub const EMPTY: Self = Self {
        span: None,
        least_positive: None,
        has_none: false,
    };

    /// Of one flow.
    pub fn of(value: Option<i64>) -> Self {
        Self {
            span: value.map(|value| (value, value)),
            least_positive: value.filter(|&value| value > 0),
            has_none: value.is_none(),
        }
    }

    /// Of both.
    pub fn union(self, other: Self) -> Self {
        let either = |a: Option<i64>, b: Option<i64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self {
            span: match (self.span, other.span) {
                (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                (a, b) => a.or(b),
            },
            least_positive: either(self.least_positive, other.least_positive),
            has_none: self.has_none || other.has_none,
        }
    }
}

/// How edges are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spread {
    Linear,
    Log,
    /// Linear, with edges at whole seconds, minutes and hours.
    Time,
}

/// Numbers from a lower bound on, and before an upper one; without a bound where there are no
/// values beyond it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Interval {
    pub low: Option<i64>,
    pub end: Option<i64>,
}

/// Bins of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NumberBins {
    /// Whether bin 0 is for flows without a value.
    pub has_none: bool,
    /// The bin of zero where zero stands apart.
    zero: Option<usize>,
    /// The first bin of a value.
    first: usize,
    /// Lower edge of each bin, ascending; equal edges make bins without values, `[bin]`.
    lower: Vec<i64>,
}

/// Bins left empty beside a bin that stands apart.
const GAP: usize = 8;

impl NumberBins {
    /// At most `count` bins over an extent.
    pub fn new(extent: Extent, spread: Spread, count: usize) -> Self {
        let mut bins = Self {
            has_none: extent.has_none,
            zero: None,
            first: 0,
            lower: Vec::with_capacity(count),
        };
        if extent.has_none {
            bins.first = 1;
            bins.lower.push(i64::MIN);
        }
        let Some((min, max)) = extent.span else {
            bins.lower.resize(1, i64::MIN);
            return bins;
        };
        if extent.has_none {
            bins.first = 1 + GAP;
        }
        let (low, edges) = match (spread, extent.least_positive) {
            (Spread::Log, Some(low)) => {
                if min <= 0 {
                    bins.zero = Some(bins.first);
                }
                let reserved = bins.first + bins.zero.map_or(0, |_| 1 + GAP);
                (low, log_edges(low, max, count - reserved))
            }
            (spread, _) => {
                let is_time = spread == Spread::Time;
                (min, linear_edges(min, max, count - bins.first, is_time))
            }
        };
        let bottom = edges.first().copied().unwrap_or(low);
        match bins.zero {
            Some(zero) => {
                bins.lower.resize(zero, 0);
                bins.lower.push(0);
                bins.lower.resize(zero + 1 + GAP, bottom);
            }
            None => bins.lower.resize(bins.first, bottom),
        }
        bins.lower.extend(edges);
        bins
    }

    /// Number of bins.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// The bin of a value.
    pub fn bin(&self, value: Option<i64>) -> usize {
        let Some(value) = value else { return 0 };
        let edges = self.lower.get(self.first..).unwrap_or(&[]);
        let above = edges.partition_point(|&edge| edge <= value);
        self.first + above.saturating_sub(1)
    }

    /// Where a value lies, as a share of all bins: within its bin where that is wide enough.
    pub fn position(&self, value: i64) -> f32 {
        let bin = self.bin(Some(value));
        bin as f32 / self.len().max(1) as f32
    }

    /// The values of some bins; none if no value can lie in them.
    pub fn interval(&self, bins: &RangeInclusive<usize>) -> Option<Interval> {
        let (start, last) = (
            (*bins.start()).max(self.first),
            (*bins.end()).min(self.lower.len().checked_sub(1)?),
        );
        if start > last {
            return None;
        }
        let mut interval = Interval {
            low: (start > self.first).then(|| self.lower[start]),
            end: self.lower.get(last + 1).copied(),
        };
        if let Some(zero) = self.zero
            && start <= zero
            && interval.end == self.lower.get(zero + 1).copied()
        {
            // Nothing lies between zero and the first edge.
            interval = Interval {
                low: Some(0),
                end: Some(1),
            };
        }
        let is_empty = match (interval.low, interval.end) {
            // The bins at the bottom hold whatever lies below the next edge.
            (None, Some(end)) => self.lower[start] >= end,
            (Some(low), Some(end)) => low >= end,
            _ => false,
        };
        (!is_empty).then_some(interval)
    }

    /// A value not above any other, for the text of the whole axis.
    pub fn least(&self) -> i64 {
        self.lower.get(self.first).copied().unwrap_or(0)
    }

    /// Lower edge of the last bin: the greatest values are about this.
    pub fn greatest(&self) -> i64 {
        self.lower.last().copied().unwrap_or(0)
    }

    /// The least value of the logarithmic or linear part.
    pub fn bottom(&self) -> i64 {
        let place = self.zero.map_or(self.first, |zero| zero + 1);
        self.lower.get(place).copied().unwrap_or(0)
    }

    /// The bin where zero stands apart.
    pub fn zero(&self) -> Option<usize> {
        self.zero
    }
}

/// Lower edges of bins of about the same width.
fn linear_edges(min: i64, max: i64, count: usize, is_time: bool) -> Vec<i64> {
    let values = i128::from(max) - i128::from(min) + 1;
    let count = (count.max(1) as i128).min(values);
    let step = quantum((values / count) as i64, is_time);
    (0..count)
        .map(|bin| {
            let edge = i128::from(min) + values * bin / count;
            rounded(edge as i64, step)
        })
        .collect()
}

/// Lower edges of bins of about the same ratio.
fn log_edges(low: i64, max: i64, count: usize) -> Vec<i64> {
    let count = count.max(1);
    let ratio = (max as f64 + 1.0) / low as f64;
    let edge = |bin: usize| low as f64 * ratio.powf(bin as f64 / count as f64);
    let mut least = i64::MIN;
    (0..count)
        .map(|bin| {
            let width = edge(bin + 1) - edge(bin);
            // The logarithm of a value may be a hair off: 999.9999 is meant to be 1000.
            let whole = (edge(bin) + 1e-6) as i64;
            least = rounded(whole, quantum(width as i64, false))
                .max(least)
                .max(1);
            least
        })
        .collect()
}

/// A round number well below a width.
fn quantum(width: i64, is_time: bool) -> i64 {
    const SECOND: i64 = 1_000_000_000;
    const OF_TIME: [i64; 6] = [10, 60, 600, 3_600, 21_600, 86_400];
    let limit = width / 4;
    if is_time && limit >= 10 * SECOND {
        let fitting = OF_TIME.iter().rev().map(|seconds| seconds * SECOND);
        return fitting.into_iter().find(|&step| step <= limit).unwrap_or(1);
    }
    let mut step = 1;
    while step <= limit / 10 {
        step *= 10;
    }
    step
}

fn rounded(value: i64, step: i64) -> i64 {
    value.div_euclid(step).checked_mul(step).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(values: &[Option<i64>]) -> Extent {
        let each = values.iter().map(|&value| Extent::of(value));
        each.fold(Extent::EMPTY, Extent::union)
    }

    fn check(values: &[Option<i64>], spread: Spread, count: usize) {
        let bins = NumberBins::new(extent(values), spread, count);
        assert!(bins.len() <= count && bins.len() >= 1, "{bins:?}");
        assert!(bins.lower.is_sorted(), "{bins:?}");
        for start in (0..bins.len()).step_by(5) {
            for end in (start..bins.len()).step_by(7) {
                let interval = bins.interval(&(start..=end));
                for &value in values.iter().flatten() {
                    let inside = (start..=end).contains(&bins.bin(Some(value)));
                    let passes = interval.is_some_and(|interval| {
                        interval.low.is_none_or(|low| low <= value)
                            && interval.end.is_none_or(|end| value < end)
                    });
                    assert_eq!(inside, passes, "{value} in {start}..={end}: {interval:?}");
                }
            }
        }
    }

    #[test]
    fn an_interval_holds_exactly_the_values_of_its_bins() {
        let some = |values: &[i64]| values.iter().map(|&value| Some(value)).collect::<Vec<_>>();
        for spread in [Spread::Linear, Spread::Log, Spread::Time] {
            check(&some(&[5]), spread, 256);
            check(&some(&[0]), spread, 256);
            check(&some(&[1, 2, 3]), spread, 256);
            check(&some(&[0, 1, 2, 60, 1_500, 65_535]), spread, 256);
            check(&some(&[40, 41, 1 << 40, i64::MAX]), spread, 256);
            check(
                &some(&[1_529_347_003_834_704_000, 1_529_350_003_834_704_000]),
                spread,
                256,
            );
            check(&[None], spread, 256);
            check(
                &[None, Some(0), Some(53), Some(443), Some(50_000)],
                spread,
                256,
            );
            check(&[], spread, 256);
        }
        check(&some(&[i64::MIN, -1, 0, i64::MAX]), Spread::Linear, 256);
    }

    #[test]
    fn edges_are_round() {
        let bins = NumberBins::new(extent(&[Some(60), Some(9_999_999)]), Spread::Log, 256);
        let middle = bins.lower[128];
        assert_eq!(middle % 10, 0, "{middle}");
        let day = 86_400_000_000_000;
        let bins = NumberBins::new(extent(&[Some(12_345), Some(day)]), Spread::Time, 256);
        assert_eq!(bins.lower[100] % 60_000_000_000, 0);
    }
}
