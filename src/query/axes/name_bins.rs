//! Which names have a bin of their own?
//!
//! The most frequent ones; the rest share a bin, and flows that asked for no name have one. Names
//! that differ in the case of letters alone are one name, as everywhere in filters. A brush over the
//! bin of other names says which names are not meant.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::flow::FlowTable;

/// Bins of names: the most frequent ones, other names if there are any, and no name if some flow has
/// none, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameBins {
    /// Names with a bin of their own, the most frequent first, as written first.
    pub texts: Vec<String>,
    /// Number of names that share a bin.
    pub others: usize,
    /// Whether some flow has no name.
    pub has_none: bool,
}

impl NameBins {
    /// At most `count` bins of the names of a table with `counts` flows each, `[name code]`; and the
    /// bin of each name, `[name code]`.
    pub fn new(table: &FlowTable, counts: &[u64], has_none: bool, count: usize) -> (Self, Vec<u8>) {
        let mut place_of: HashMap<String, usize> = HashMap::new();
        // First code and flows of each distinct name.
        let mut distinct: Vec<(u32, u64)> = Vec::new();
        let mut place_of_code = vec![None; counts.len()];
        for (code, &flows) in counts.iter().enumerate() {
            if flows == 0 {
                continue;
            }
            let key = table.names.name(code as u32).to_lowercase();
            let place = *place_of.entry(key).or_insert_with(|| {
                distinct.push((code as u32, 0));
                distinct.len() - 1
            });
            distinct[place].1 += flows;
            place_of_code[code] = Some(place);
        }
        let mut order: Vec<usize> = (0..distinct.len()).collect();
        order.sort_by_key(|&place| (std::cmp::Reverse(distinct[place].1), place));
        let room = count - usize::from(has_none);
        let own = if order.len() <= room {
            order.len()
        } else {
            room - 1
        };
        let mut bin_of_place = vec![own as u8; distinct.len()];
        for (bin, &place) in order.iter().take(own).enumerate() {
            bin_of_place[place] = bin as u8;
        }
        let text = |&place: &usize| table.names.name(distinct[place].0).to_owned();
        let bins = Self {
            texts: order.iter().take(own).map(text).collect(),
            others: order.len() - own,
            has_none,
        };
        // Names that no flow asked for are in no bin; nobody looks them up.
        let bin_of = place_of_code.iter();
        let bin_of = bin_of.map(|place| place.map_or(0, |place| bin_of_place[place]));
        (bins, bin_of.collect())
    }

    /// Number of bins, at least one.
    pub fn len(&self) -> usize {
        let ends = usize::from(self.others > 0) + usize::from(self.has_none);
        (self.texts.len() + ends).max(1)
    }

    /// The bin of other names.
    pub fn other(&self) -> Option<usize> {
        (self.others > 0).then_some(self.texts.len())
    }

    /// The bin of flows without a name.
    pub fn none(&self) -> Option<usize> {
        let place = self.texts.len() + usize::from(self.others > 0);
        self.has_none.then_some(place)
    }

    /// What some bins hold.
    pub fn chosen(&self, bins: &RangeInclusive<u8>) -> Chosen<'_> {
        let (start, end) = (usize::from(*bins.start()), usize::from(*bins.end()) + 1);
        let start = start.min(self.texts.len());
        let (before, rest) = self.texts.split_at(start);
        let (inside, after) = rest.split_at(end.saturating_sub(start).min(rest.len()));
        let holds = |bin: Option<usize>| bin.is_some_and(|bin| bins.contains(&(bin as u8)));
        Chosen {
            inside,
            outside: [before, after],
            others: holds(self.other()),
            none: holds(self.none()),
        }
    }
}

/// What some bins of names hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen<'a> {
    /// Names with a bin of their own among them.
    pub inside: &'a [String],
    /// Those before and after them.
    pub outside: [&'a [String]; 2],
    /// Whether the other names are among them.
    pub others: bool,
    /// Whether flows without a name are.
    pub none: bool,
}
