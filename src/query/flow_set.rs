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

    /// The flows in the set, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            std::iter::successors((word != 0).then_some(word), |bits| {
                let rest = bits & (bits - 1);
                (rest != 0).then_some(rest)
            })
            .map(move |bits| index * 64 + bits.trailing_zeros() as usize)
        })
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
        }
    }
}
