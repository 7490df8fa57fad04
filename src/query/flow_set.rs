//! Which flows?
//!
//! A bit for each flow. Visible (what passes the filter and the brushes) and Selected (what is
//! highlighted) are both such sets.

use rayon::prelude::*;

/// A set of flows of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowSet {
    words: Vec<u64>,
    len: usize,
}

impl FlowSet {
    /// No flow of a table with `len` flows.
    #[must_use]
    pub fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    /// Every flow of a table with `len` flows.
    #[must_use]
    pub fn all(len: usize) -> Self {
        let mut set = Self {
            words: vec![u64::MAX; len.div_ceil(64)],
            len,
        };
        if let Some(last) = set.words.last_mut()
            && !len.is_multiple_of(64)
        {
            *last = (1 << (len % 64)) - 1;
        }
        set
    }

    /// The flows for which `pass` says yes.
    #[must_use]
    pub fn from_fn(len: usize, mut pass: impl FnMut(usize) -> bool) -> Self {
        let words = (0..len.div_ceil(64))
            .map(|word| {
                let first = word * 64;
                (first..len.min(first + 64)).fold(0, |bits, flow| {
                    bits | u64::from(pass(flow)) << (flow - first)
                })
            })
            .collect();
        Self { words, len }
    }

    /// As [`FlowSet::from_fn`], on all cores; for large tables.
    #[must_use]
    pub fn par_from_fn(len: usize, pass: impl Fn(usize) -> bool + Sync) -> Self {
        let word = |word: usize| {
            let first = word * 64;
            (first..len.min(first + 64)).fold(0, |bits, flow| {
                bits | u64::from(pass(flow)) << (flow - first)
            })
        };
        let words = (0..len.div_ceil(64))
            .into_par_iter()
            .with_min_len(1024)
            .map(word)
            .collect();
        Self { words, len }
    }

    /// The flows whose bits are set, 64 to a word, the lowest first; bits beyond the table must be
    /// zero.
    ///
    /// # Panics
    /// If there are more or fewer words than the table needs.
    pub(super) fn from_words(len: usize, words: Vec<u64>) -> Self {
        assert_eq!(words.len(), len.div_ceil(64), "words of another table");
        Self { words, len }
    }

    /// Number of flows of the table, in the set or not.
    #[must_use]
    pub fn table_len(&self) -> usize {
        self.len
    }

    /// Number of flows in the set.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.words
            .iter()
            .map(|word| u64::from(word.count_ones()))
            .sum()
    }

    /// Whether a flow is in the set; flows beyond the table are not.
    #[must_use]
    pub fn contains(&self, flow: usize) -> bool {
        self.words
            .get(flow / 64)
            .is_some_and(|word| word >> (flow % 64) & 1 == 1)
    }

    /// Puts a flow in.
    ///
    /// # Panics
    /// If the table has no such flow.
    pub fn insert(&mut self, flow: usize) {
        assert!(flow < self.len, "flow {flow} of {}", self.len);
        self.words[flow / 64] |= 1 << (flow % 64);
    }

    /// The flows that are in both sets.
    ///
    /// # Panics
    /// If the sets belong to tables of different length.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        assert_eq!(self.len, other.len, "sets of different tables");
        let words = self
            .words
            .iter()
            .zip(&other.words)
            .map(|(a, b)| a & b)
            .collect();
        Self {
            words,
            len: self.len,
        }
    }

    /// Takes out every flow that is not in the other set too.
    ///
    /// # Panics
    /// If the sets belong to tables of different length.
    pub fn intersect(&mut self, other: &Self) {
        assert_eq!(self.len, other.len, "sets of different tables");
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine &= theirs;
        }
    }

    /// Puts in every flow that is in the other set.
    ///
    /// # Panics
    /// If the sets belong to tables of different length.
    pub fn unite(&mut self, other: &Self) {
        assert_eq!(self.len, other.len, "sets of different tables");
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine |= theirs;
        }
    }

    /// Keeps the flows that are in one of the sets, not in both.
    ///
    /// # Panics
    /// If the sets belong to tables of different length.
    pub fn differ(&mut self, other: &Self) {
        assert_eq!(self.len, other.len, "sets of different tables");
        for (mine, theirs) in self.words.iter_mut().zip(&other.words) {
            *mine ^= theirs;
        }
    }

    /// Every flow that was out is in, and the other way round.
    pub fn complement(&mut self) {
        self.toggle_range(0..self.len);
    }

    /// Puts a flow in if it is out, and out if it is in.
    ///
    /// # Panics
    /// If the table has no such flow.
    pub fn toggle(&mut self, flow: usize) {
        assert!(flow < self.len, "flow {flow} of {}", self.len);
        self.words[flow / 64] ^= 1 << (flow % 64);
    }

    /// As [`FlowSet::toggle`], for a range of flows.
    ///
    /// # Panics
    /// If the table has no such flows.
    pub fn toggle_range(&mut self, flows: std::ops::Range<usize>) {
        if flows.is_empty() {
            return;
        }
        assert!(flows.end <= self.len, "flows {flows:?} of {}", self.len);
        let (first, last) = (flows.start / 64, (flows.end - 1) / 64);
        for word in first..=last {
            let mut bits = u64::MAX;
            if word == first {
                bits &= u64::MAX << (flows.start % 64);
            }
            if word == last {
                bits &= u64::MAX >> (63 - (flows.end - 1) % 64);
            }
            self.words[word] ^= bits;
        }
    }

    /// All flows as bits, 64 to a word, the lowest first; bits beyond the table are zero.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The 64 flows from `word * 64` on as bits, the lowest first; zero beyond the table.
    #[must_use]
    pub fn word(&self, word: usize) -> u64 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// Whether no flow is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The flows of a range that are in the set, ascending; the range begins with a word.
    pub(super) fn iter_range(
        &self,
        range: std::ops::Range<usize>,
    ) -> impl Iterator<Item = usize> + '_ {
        let words = range.start / 64..range.end.div_ceil(64).min(self.words.len());
        let first = words.start;
        let words = self.words.get(words).unwrap_or(&[]);
        words.iter().enumerate().flat_map(move |(index, &word)| {
            std::iter::successors((word != 0).then_some(word), |bits| {
                let rest = bits & (bits - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |bits| (first + index) * 64 + bits.trailing_zeros() as usize)
        })
    }

    /// The flows in the set, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.iter_range(0..self.len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_know_their_edges() {
        for len in [0, 1, 63, 64, 65, 200] {
            assert_eq!(FlowSet::all(len).count(), len as u64);
            assert_eq!(FlowSet::all(len), FlowSet::from_fn(len, |_| true));
            assert!(FlowSet::none(len).is_empty());
            let thirds = FlowSet::from_fn(len, |flow| flow % 3 == 0);
            assert_eq!(
                thirds.iter().collect::<Vec<_>>(),
                (0..len).filter(|flow| flow % 3 == 0).collect::<Vec<_>>()
            );
            assert_eq!(thirds.intersection(&FlowSet::all(len)), thirds);
            assert!(thirds.intersection(&FlowSet::none(len)).is_empty());
            assert_eq!(thirds, FlowSet::par_from_fn(len, |flow| flow % 3 == 0));
            assert_eq!(thirds.word(len.div_ceil(64)), 0);
            assert!(!FlowSet::all(len).contains(len));
            for (start, end) in [(0, len), (len / 3, len), (len / 2, len / 2), (0, len / 2)] {
                let mut toggled = thirds.clone();
                toggled.toggle_range(start..end);
                let expected =
                    FlowSet::from_fn(len, |flow| (flow % 3 == 0) ^ (start..end).contains(&flow));
                assert_eq!(toggled, expected);
            }
        }
    }
}
