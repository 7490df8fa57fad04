//! Which bars are longest?
//!
//! Codes are kept in order of their total over all flows. A visible sum is never more than its
//! total, so the search for the `k` longest goes through that order and stops as soon as the next
//! total cannot reach the shortest of those found: a few hundred look-ups among millions of edges.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

/// Codes in order of their totals.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// Codes with a total above zero, greatest total first, equal ones by code.
    by_total: Vec<u32>,
    /// Their totals.
    totals: Vec<u64>,
}

impl Ranking {
    /// Ranks the codes below `count` by their total.
    #[must_use]
    pub fn new(count: usize, total: impl Fn(u32) -> u64 + Sync) -> Self {
        let mut by_total: Vec<u32> = (0..count as u32).filter(|&code| total(code) > 0).collect();
        by_total.par_sort_unstable_by_key(|&code| (Reverse(total(code)), code));
        let totals = by_total.par_iter().map(|&code| total(code)).collect();
        Self { by_total, totals }
    }

    /// Number of codes with a total above zero.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_total.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_total.is_empty()
    }

    /// Codes with a total above zero, greatest total first.
    #[must_use]
    pub fn codes(&self) -> &[u32] {
        &self.by_total
    }

    /// The `k` codes with the greatest value above zero, greatest first, equal ones by code.
    /// No value may be more than the total that the ranking was made of.
    #[must_use]
    pub fn top(&self, k: usize, value: impl Fn(u32) -> u64) -> Vec<u32> {
        if k == 0 {
            return Vec::new();
        }
        // The least of those found is on top.
        let mut found = BinaryHeap::with_capacity(k.min(self.by_total.len()) + 1);
        for (&code, &total) in self.by_total.iter().zip(&self.totals) {
            if found.len() == k
                && let Some(&Reverse((least, _))) = found.peek()
                && total < least
            {
                break;
            }
            let value = value(code);
            if value == 0 {
                continue;
            }
            let next = Reverse((value, Reverse(code)));
            if found.len() < k {
                found.push(next);
            } else if let Some(mut least) = found.peek_mut()
                && next < *least
            {
                *least = next;
            }
        }
        let sorted = found.into_sorted_vec();
        sorted
            .into_iter()
            .map(|Reverse((_, Reverse(code)))| code)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against sorting everything.
    fn check(totals: &[u64], values: &[u64], k: usize) {
        let ranking = Ranking::new(totals.len(), |code| totals[code as usize]);
        let top = ranking.top(k, |code| values[code as usize]);
        let mut expected: Vec<u32> = (0..totals.len() as u32)
            .filter(|&code| values[code as usize] > 0)
            .collect();
        expected.sort_by_key(|&code| (Reverse(values[code as usize]), code));
        expected.truncate(k);
        assert_eq!(top, expected, "{k} of {values:?} in {totals:?}");
    }

    #[test]
    fn the_longest_are_found_without_looking_at_all() {
        check(&[], &[], 3);
        check(&[5, 9, 0, 9], &[5, 2, 0, 9], 2);
        check(&[5, 9, 0, 9], &[0, 0, 0, 0], 2);
        check(&[4, 4, 4, 4], &[4, 4, 4, 4], 2);
        check(&[1, 2, 3], &[1, 2, 3], 0);
        let totals: Vec<u64> = (0..1000_u64).map(|code| code * 7_919 % 1_009).collect();
        let values: Vec<u64> = totals.iter().map(|total| total * (total % 5) / 4).collect();
        for k in [1, 10, 100, 2_000] {
            check(&totals, &values, k);
        }
    }
}
