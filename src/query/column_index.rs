//! Which flows have a value in a range, when the range moves all the time?
//!
//! Flows in order of one column: a range is a stretch of that order, found by binary search, and
//! moving the range costs only the flows that it gains and loses. A table is in order of time
//! already, so its index by time takes no memory.

use std::ops::Range;

use rayon::prelude::*;

use super::FlowSet;

/// Flows in order of one column.
#[derive(Clone, Debug)]
pub struct ColumnIndex {
    /// Flows by value, equal ones by flow; none if that is the order of the table.
    flows: Option<Vec<u32>>,
    len: usize,
}

impl ColumnIndex {
    /// Orders the flows below `len` by `value`.
    #[must_use]
    pub fn new<V: Ord + Copy + Send + Sync>(len: usize, value: impl Fn(usize) -> V + Sync) -> Self {
        let in_order = (1..len)
            .into_par_iter()
            .with_min_len(1 << 14)
            .all(|flow| value(flow - 1) <= value(flow));
        if in_order {
            return Self { flows: None, len };
        }
        let mut pairs: Vec<(V, u32)> = (0..len)
            .into_par_iter()
            .with_min_len(1 << 14)
            .map(|flow| (value(flow), flow as u32))
            .collect();
        pairs.par_sort_unstable();
        let flows = pairs.into_par_iter().map(|(_, flow)| flow).collect();
        Self {
            flows: Some(flows),
            len,
        }
    }

    /// Number of flows with a value below `bound`; `value` is what the index was made of.
    #[must_use]
    pub fn below<V: Ord>(&self, bound: &V, value: impl Fn(usize) -> V) -> usize {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if value(self.flow(middle)) < *bound {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn flow(&self, place: usize) -> usize {
        self.flows
            .as_ref()
            .map_or(place, |flows| flows[place] as usize)
    }

    /// The flows of a stretch of the order, in that order.
    pub fn flows(&self, places: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let places = places.start.min(self.len)..places.end.min(self.len);
        places.map(|place| self.flow(place))
    }

    /// The flows of a stretch of the order, as a set.
    #[must_use]
    pub fn set(&self, places: Range<usize>) -> FlowSet {
        let mut set = FlowSet::none(self.len);
        self.toggle(&mut set, places);
        set
    }

    /// Makes the set of one stretch that of another.
    pub fn move_set(&self, set: &mut FlowSet, from: Range<usize>, to: Range<usize>) {
        let (inner_start, inner_end) = (from.start.max(to.start), from.end.min(to.end));
        if inner_start >= inner_end {
            self.toggle(set, from);
            self.toggle(set, to);
            return;
        }
        self.toggle(set, from.start.min(to.start)..inner_start);
        self.toggle(set, inner_end..from.end.max(to.end));
    }

    /// Puts each flow of a stretch in if it is out, and out if it is in.
    fn toggle(&self, set: &mut FlowSet, places: Range<usize>) {
        let places = places.start.min(self.len)..places.end.min(self.len);
        match &self.flows {
            None => set.toggle_range(places),
            Some(flows) => {
                for &flow in flows.get(places).unwrap_or(&[]) {
                    set.toggle(flow as usize);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[u64], ranges: &[Range<u64>]) {
        let value = |flow: usize| values[flow];
        let index = ColumnIndex::new(values.len(), value);
        let mut last = 0..0;
        let mut moved = index.set(0..0);
        for range in ranges {
            let places = index.below(&range.start, value)..index.below(&range.end, value);
            let expected = FlowSet::from_fn(values.len(), |flow| range.contains(&values[flow]));
            assert_eq!(index.set(places.clone()), expected, "{range:?}");
            index.move_set(&mut moved, last, places.clone());
            assert_eq!(moved, expected, "moved to {range:?}");
            last = places;
        }
    }

    #[test]
    fn moving_a_range_is_the_same_as_starting_over() {
        let ranges = [2..7, 3..9, 0..100, 50..60, 60..61, 5..5, 1..2];
        let sorted: Vec<u64> = (0..200).map(|flow| flow / 3).collect();
        let mixed: Vec<u64> = (0..200).map(|flow| flow * 37 % 101).collect();
        check(&sorted, &ranges);
        check(&mixed, &ranges);
        check(&[7; 130], &ranges);
        check(&[], &ranges);
    }
}
