//! Which order, out of all orders, does a seed stand for?
//!
//! `SplitMix64` (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA
//! 2014): a counter and a mixing function. The same seed gives the same order on every machine.

/// A stream of numbers made from a seed.
pub(super) struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, by the high half of a product; the bias is below `bound` / 2⁶⁴.
    fn below(&mut self, bound: usize) -> usize {
        let product = (u128::from(self.next()) * bound as u128) >> 64;
        usize::try_from(product).unwrap_or(0)
    }

    /// Brings `count` of the items, chosen evenly, to the front, in random order (Fisher and
    /// Yates). With `count` at the length it shuffles all.
    pub(super) fn draw_to_front<T>(&mut self, items: &mut [T], count: usize) {
        for place in 0..count.min(items.len()) {
            let from = place + self.below(items.len() - place);
            items.swap(place, from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_reference_generator() {
        let mut random = SplitMix64::new(1_234_567);
        let numbers: Vec<u64> = (0..3).map(|_| random.next()).collect();
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(numbers, expected);
    }

    #[test]
    fn drawing_keeps_all_items() {
        let mut items: Vec<u32> = (0..50).collect();
        SplitMix64::new(7).draw_to_front(&mut items, 20);
        assert_ne!(items[..20], (0..20).collect::<Vec<u32>>()[..]);
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<u32>>());
        SplitMix64::new(7).draw_to_front(&mut Vec::<u32>::new(), 3);
    }
}
