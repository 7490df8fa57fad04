//! Which flows entered a set, and which left it?
//!
//! The difference of two sets, word by word: sums are brought up to date by adding what entered
//! and subtracting what left, at a cost in proportion to the flows that changed side. Both kinds
//! are visited in the order of the table, so that columns are read forwards.

use super::FlowSet;

/// 64 flows of which some changed side.
#[derive(Clone, Copy, Debug)]
struct ChangedWord {
    /// Number of the word: its first flow is `word * 64`.
    word: u32,
    entered: u64,
    left: u64,
}

/// The difference between a set and the one that follows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    words: Vec<ChangedWord>,
    /// Number of flows that are in the later set alone.
    pub entered: usize,
    /// Number of flows that are in the earlier set alone.
    pub left: usize,
}

/// What is added up. `ENTERED` tells adding from taking out.
pub(super) trait Accumulate {
    /// Adds a flow, or takes it out again.
    fn flow<const ENTERED: bool>(&mut self, flow: usize);

    /// Adds some flows, or takes them out again; at most [`BATCH`].
    #[inline]
    fn flows<const ENTERED: bool>(&mut self, flows: &[u32]) {
        for &flow in flows {
            self.flow::<ENTERED>(flow as usize);
        }
    }
}

/// Flows in a piece of a change: what is read of them stays in the processor's cache until it is
/// summed, and handing a piece to another thread is little beside summing it.
const PIECE: usize = 1 << 14;

/// Flows handed to an accumulator together: enough for many waits for memory at the same time.
pub(super) const BATCH: usize = 64;

/// Flows of one kind on their way to an accumulator.
struct Batch {
    flows: [u32; BATCH],
    len: usize,
}

impl Batch {
    const EMPTY: Self = Self {
        flows: [0; BATCH],
        len: 0,
    };

    /// Takes in the flows of one word.
    #[inline]
    fn push_word<const ENTERED: bool>(
        &mut self,
        word: u32,
        mut bits: u64,
        into: &mut impl Accumulate,
    ) {
        while bits != 0 {
            self.flows[self.len] = word * 64 + bits.trailing_zeros();
            self.len += 1;
            bits &= bits - 1;
            if self.len == BATCH {
                self.flush::<ENTERED>(into);
            }
        }
    }

    fn flush<const ENTERED: bool>(&mut self, into: &mut impl Accumulate) {
        into.flows::<ENTERED>(&self.flows[..self.len]);
        self.len = 0;
    }
}

impl Change {
    /// The difference of two sets of one table.
    pub fn between(before: &FlowSet, after: &FlowSet) -> Self {
        let mut change = Self::default();
        let pairs = before.words().iter().zip(after.words());
        for (word, (&before, &after)) in pairs.enumerate() {
            if before != after {
                let (entered, left) = (after & !before, before & !after);
                change.entered += entered.count_ones() as usize;
                change.left += left.count_ones() as usize;
                change.words.push(ChangedWord {
                    word: word as u32,
                    entered,
                    left,
                });
            }
        }
        change
    }

    /// Number of flows that changed side.
    pub fn len(&self) -> usize {
        self.entered + self.left
    }

    /// Whether the flows that changed side are far apart in the table.
    pub fn is_scattered(&self) -> bool {
        /// Flows in a word (of 64) from which on reading on is as good as picking out.
        const CROWDED: usize = 12;
        self.len() < self.words.len() * CROWDED
    }

    /// The change in pieces of about [`PIECE`] flows, in the order of the table.
    pub fn pieces(&self) -> impl Iterator<Item = Self> + Send + '_ {
        // Words in a piece: as many as have [`PIECE`] flows where they are evenly spread.
        let words = (self.words.len() * PIECE).div_ceil(self.len().max(1));
        self.words.chunks(words.max(1)).map(|words| Self {
            words: words.to_vec(),
            entered: words
                .iter()
                .map(|word| word.entered.count_ones() as usize)
                .sum(),
            left: words
                .iter()
                .map(|word| word.left.count_ones() as usize)
                .sum(),
        })
    }

    /// The flows that left and those that entered.
    pub fn flows(&self) -> Flows {
        let mut flows = Flows {
            left: Vec::with_capacity(self.left),
            entered: Vec::with_capacity(self.entered),
        };
        self.replay(&mut flows);
        flows
    }

    /// Gives every flow that changed side to an accumulator.
    pub fn replay(&self, into: &mut impl Accumulate) {
        let (mut entered, mut left) = (Batch::EMPTY, Batch::EMPTY);
        for changed in &self.words {
            left.push_word::<false>(changed.word, changed.left, into);
            entered.push_word::<true>(changed.word, changed.entered, into);
        }
        left.flush::<false>(into);
        entered.flush::<true>(into);
    }
}

/// Flows that changed side, ascending.
#[derive(Clone, Debug, Default)]
pub(super) struct Flows {
    pub left: Vec<u32>,
    pub entered: Vec<u32>,
}

impl Accumulate for Flows {
    #[inline]
    fn flow<const ENTERED: bool>(&mut self, flow: usize) {
        let list = if ENTERED {
            &mut self.entered
        } else {
            &mut self.left
        };
        list.push(flow as u32);
    }
}

/// Adds to a sum, or takes out of it. Sums of integers are exact in any order; between two steps
/// of one change a sum may pass through a value below zero, hence the wrapping.
#[inline]
pub(super) fn sum<const ENTERED: bool>(sum: &mut u64, value: u64) {
    *sum = if ENTERED {
        sum.wrapping_add(value)
    } else {
        sum.wrapping_sub(value)
    };
}

/// As [`sum`], for counts.
#[inline]
pub(super) fn count<const ENTERED: bool>(count: &mut u32, value: u32) {
    *count = if ENTERED {
        count.wrapping_add(value)
    } else {
        count.wrapping_sub(value)
    };
}

/// As [`sum`], for totals.
#[inline]
pub(super) fn totals<const ENTERED: bool>(
    into: &mut crate::units::Totals,
    value: crate::units::Totals,
) {
    sum::<ENTERED>(&mut into.packets, value.packets);
    sum::<ENTERED>(&mut into.bytes, value.bytes);
    sum::<ENTERED>(&mut into.flows, value.flows);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_what_differs() {
        let before = FlowSet::from_fn(200, |flow| flow % 2 == 0);
        let after = FlowSet::from_fn(200, |flow| flow % 3 == 0);
        let change = Change::between(&before, &after);
        let seen = change.flows();
        let expected = |set: &FlowSet, other: &FlowSet| -> Vec<u32> {
            let only = set.iter().filter(|&flow| !other.contains(flow));
            only.map(|flow| flow as u32).collect()
        };
        assert_eq!(seen.entered, expected(&after, &before));
        assert_eq!(seen.left, expected(&before, &after));
        assert_eq!(change.len(), seen.entered.len() + seen.left.len());
        assert_eq!(Change::between(&after, &after).len(), 0);
    }
}
