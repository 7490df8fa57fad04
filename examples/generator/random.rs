//! Where does the variety come from?
//!
//! One small generator (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
//! generators", OOPSLA 2014) and a few distributions that need only integers and exact arithmetic,
//! so that the same seed gives the same capture on every machine.

/// A stream of pseudorandom numbers.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// A stream for `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A stream for part `part` of the story, independent of how many numbers the others draw.
    pub fn for_part(seed: u64, part: u64) -> Self {
        let mut mixer = Self::new(seed ^ part.wrapping_mul(0xA24B_AED4_963E_E407));
        Self::new(mixer.next())
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// The next 32 bits, as for a TCP sequence number.
    pub fn word(&mut self) -> u32 {
        (self.next() >> 32) as u32
    }

    /// A number from 0 to `limit - 1`; 0 where `limit` is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }

    /// An index from 0 to `limit - 1`.
    pub fn index(&mut self, limit: usize) -> usize {
        self.below(limit as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in `parts` of `whole` cases.
    pub fn chance(&mut self, parts: u64, whole: u64) -> bool {
        self.below(whole) < parts
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// An index from 0 to `limit - 1` that prefers small ones: the popularity of web sites.
    pub fn popular(&mut self, limit: usize) -> usize {
        let rank = self.below(1 << 20);
        ((((rank * rank) >> 20) * limit as u64) >> 20) as usize
    }

    /// A size from `low` to `high` that doubles with chance one half: most are small, few are huge.
    pub fn heavy(&mut self, low: u64, high: u64) -> u64 {
        let mut size = low;
        while size < high && self.chance(1, 2) {
            size *= 2;
        }
        (size + self.below(size)).min(high)
    }

    /// A number from `low` to `high` with a bell-shaped density (the mean of three even ones).
    pub fn bell(&mut self, low: u64, high: u64) -> u64 {
        (self.between(low, high) + self.between(low, high) + self.between(low, high)) / 3
    }

    /// Puts the items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.index(last + 1));
        }
    }
}
