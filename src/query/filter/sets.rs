//! Which values pass, in a form that a scan can ask millions of times?

use rayon::prelude::*;

use super::{Comparison, Member, Relation, Value};

/// Inclusive intervals, ascending and apart from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Intervals<T>(Vec<(T, T)>);

impl<T: Ord + Copy> Intervals<T> {
    /// From intervals in any order; empty ones are left out.
    pub fn new(mut intervals: Vec<(T, T)>) -> Self {
        intervals.retain(|(low, high)| low <= high);
        intervals.sort_unstable();
        intervals.dedup_by(|next, last| {
            let is_joined = next.0 <= last.1;
            if is_joined {
                last.1 = last.1.max(next.1);
            }
            is_joined
        });
        Self(intervals)
    }

    pub fn contains(&self, value: T) -> bool {
        self.overlaps(value, value)
    }

    /// Whether any value from `first` to `last` is in an interval.
    pub fn overlaps(&self, first: T, last: T) -> bool {
        // Most filters have one interval.
        if let [(low, high)] = self.0.as_slice() {
            return first <= *high && *low <= last;
        }
        let next = self.0.partition_point(|(_, high)| *high < first);
        self.0.get(next).is_some_and(|(low, _)| *low <= last)
    }

    /// The single values, if there is no interval with more than one.
    pub fn singles(&self) -> Option<impl Iterator<Item = T>> {
        let are_single = self.0.iter().all(|(low, high)| low == high);
        are_single.then(|| self.0.iter().map(|&(value, _)| value))
    }
}

/// The numbers for which a relation holds, `!=` read as `==`: whoever asks must negate it, because
/// it means that no value of the field is equal.
pub(super) fn numbers(relation: &Relation) -> Intervals<i64> {
    let intervals = match relation {
        Relation::Compare(comparison, value) => {
            let number = number(value);
            let below = number.checked_sub(1).map(|high| (i64::MIN, high));
            let above = number.checked_add(1).map(|low| (low, i64::MAX));
            match comparison {
                Comparison::Equal | Comparison::NotEqual => vec![(number, number)],
                Comparison::Less => below.into_iter().collect(),
                Comparison::AtMost => vec![(i64::MIN, number)],
                Comparison::Greater => above.into_iter().collect(),
                Comparison::AtLeast => vec![(number, i64::MAX)],
            }
        }
        Relation::In(members) => members
            .iter()
            .map(|member| match member {
                Member::One(value) => (number(value), number(value)),
                Member::Range(low, high) => (number(low), number(high)),
            })
            .collect(),
        Relation::Present => vec![(i64::MIN, i64::MAX)],
        Relation::Contains(_) | Relation::Matches(_) => Vec::new(),
    };
    Intervals::new(intervals)
}

/// A value as a number in the order of its kind; numbers beyond 2^63 are all the same.
pub(super) fn number(value: &Value) -> i64 {
    match value {
        Value::Number(number) | Value::Bytes(number) => saturated(*number),
        Value::Duration(nanos) => *nanos,
        Value::Time(time) => time.nanos(),
        Value::Share(share) => i64::from(*share),
        Value::Flag(flag) => i64::from(*flag),
        Value::Application(application) => i64::from(application.code()),
        Value::Protocol(protocol) => i64::from(protocol.0),
        Value::Evidence(evidence) => *evidence as i64,
        Value::DirectionReason(reason) => *reason as i64,
        Value::Tunnel(tunnel) => *tunnel as i64,
        // Not numbers; a test never asks for them as such.
        Value::Address(_) | Value::Text(_) => -1,
    }
}

/// A count as a number that can be compared with one from a filter.
pub(super) fn saturated(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A set of dictionary codes, or of small numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CodeSet(Vec<u64>);

impl CodeSet {
    /// The codes below `len` for which `pass` says yes, on all cores.
    pub fn from_fn(len: usize, pass: impl Fn(u32) -> bool + Sync) -> Self {
        let word = |word: usize| {
            let first = word * 64;
            (first..len.min(first + 64)).fold(0, |bits, code| {
                bits | u64::from(pass(code as u32)) << (code - first)
            })
        };
        let words = (0..len.div_ceil(64)).into_par_iter().with_min_len(64);
        Self(words.map(word).collect())
    }

    /// These codes, all below `len`.
    pub fn from_codes(len: usize, codes: impl Iterator<Item = u32>) -> Self {
        let mut words = vec![0; len.div_ceil(64)];
        for code in codes {
            if let Some(word) = words.get_mut(code as usize / 64) {
                *word |= 1 << (code % 64);
            }
        }
        Self(words)
    }

    /// Whether a code is in it; codes beyond it, as [`crate::flow::NO_CODE`], are not.
    pub fn contains(&self, code: u32) -> bool {
        let word = self.0.get(code as usize / 64);
        word.is_some_and(|word| word >> (code % 64) & 1 == 1)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_merged_and_asked() {
        let set = Intervals::new(vec![(8, 9), (1, 3), (5, 4), (2, 6), (20, 20)]);
        assert_eq!(set.0, [(1, 6), (8, 9), (20, 20)]);
        let inside = (0..25).filter(|&value| set.contains(value));
        assert_eq!(inside.collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 8, 9, 20]);
        assert!(set.overlaps(7, 8) && set.overlaps(0, 100) && !set.overlaps(10, 19));
        assert!(!Intervals::<i64>::new(Vec::new()).overlaps(0, 9));
    }

    #[test]
    fn code_sets_know_their_codes() {
        let thirds = CodeSet::from_fn(100, |code| code % 3 == 0);
        assert_eq!(thirds, CodeSet::from_codes(100, (0..100).step_by(3)));
        assert!(thirds.contains(99) && !thirds.contains(98));
        assert!(!thirds.contains(crate::flow::NO_CODE));
        assert!(CodeSet::from_fn(0, |_| true).is_empty());
    }
}
