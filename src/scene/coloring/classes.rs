//! Which classes get a colour of their own, and how much is in each?
//!
//! Things are told apart by a number; the largest ten classes are coloured, the rest is summed up,
//! so that the entries together are everything that is drawn.

use hashbrown::HashMap;

use super::about::{class_label, without};
use super::{ColorKey, Coloring, Found, MOST_CLASSES, NO_SHADE, Paint, Shade, Shown};
use crate::query::Filter;
use crate::scene::ColorBy;
use crate::units::{Count, Totals};

/// The number of what has no class.
pub(super) const NO_CLASS: u64 = u64::MAX;

/// Which class an entry of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassKind {
    /// A class of its own, by number.
    One(u64),
    /// The classes beyond the tenth.
    Others,
    /// What has no class.
    Without,
}

/// One class of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorEntry {
    /// Which class it is.
    pub kind: ClassKind,
    /// What it is called.
    pub label: String,
    /// Its colour.
    pub paint: Paint,
    /// Visible nodes.
    pub nodes: u64,
    /// Visible edges.
    pub edges: u64,
    /// Visible traffic on its edges.
    pub totals: Totals,
    /// The text that passes the flows of this class, where the filter language can say it.
    pub filter: Option<Filter>,
}

/// By what the largest classes are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Most nodes first.
    Nodes,
    /// Most bytes on edges first.
    Bytes,
    /// As numbered, and those without anything too.
    Number,
}

/// What is to be told apart.
pub(super) struct Classes {
    /// `[node]`.
    pub nodes: Vec<u64>,
    /// `[edge]`.
    pub edges: Vec<u64>,
    pub order: Order,
    /// What the classes beyond the tenth are, in the plural.
    pub plural: &'static str,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    nodes: u64,
    edges: u64,
    totals: Totals,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.nodes += other.nodes;
        self.edges += other.edges;
        self.totals += other.totals;
    }

    fn entry(self, kind: ClassKind, label: String, paint: Paint) -> ColorEntry {
        ColorEntry {
            kind,
            filter: None,
            label,
            paint,
            nodes: self.nodes,
            edges: self.edges,
            totals: self.totals,
        }
    }
}

impl Classes {
    /// Numbers become shades of a key.
    pub fn coloring(self, color_by: ColorBy, shown: &Shown<'_>) -> Coloring {
        let mut sums: HashMap<u64, Sums> = HashMap::new();
        if self.order == Order::Number {
            for class in self.nodes.iter().chain(&self.edges) {
                sums.entry(*class).or_default();
            }
        }
        for (&class, tally) in self.nodes.iter().zip(&shown.tallies.nodes) {
            if tally.totals.flows > 0 {
                sums.entry(class).or_default().nodes += 1;
            }
        }
        for (&class, tally) in self.edges.iter().zip(&shown.tallies.edges) {
            if tally.is_visible() {
                let sum = sums.entry(class).or_default();
                sum.edges += 1;
                sum.totals += tally.totals();
            }
        }
        let sums_without = sums.remove(&NO_CLASS);
        let mut ranked: Vec<(u64, Sums)> = sums.into_iter().collect();
        ranked.sort_unstable_by_key(|(class, sum)| {
            let size = match self.order {
                Order::Nodes => sum.nodes,
                Order::Bytes => sum.totals.bytes,
                Order::Number => 0,
            };
            (std::cmp::Reverse(size), *class)
        });

        // One class too many is coloured like the others rather than summed up with none.
        let colored = ranked.len().min(MOST_CLASSES);
        let mut entries: Vec<ColorEntry> = Vec::with_capacity(colored + 2);
        let mut shades: HashMap<u64, Shade> = HashMap::with_capacity(ranked.len());
        for (place, (class, sum)) in ranked[..colored].iter().enumerate() {
            shades.insert(*class, place as Shade);
            let label = class_label(color_by, shown.table, *class);
            let kind = ClassKind::One(*class);
            entries.push(sum.entry(kind, label, Paint::Class(place as u8)));
        }
        if let rest @ [_, ..] = &ranked[colored..] {
            let mut all = Sums::default();
            for (class, sum) in rest {
                shades.insert(*class, colored as Shade);
                all.add(*sum);
            }
            let count = Count(rest.len() as u64);
            let label = format!("{count} other {}", self.plural);
            entries.push(all.entry(ClassKind::Others, label, Paint::Rest));
        }
        if let Some(sum) = sums_without.filter(|sum| sum.nodes + sum.edges > 0) {
            shades.insert(NO_CLASS, entries.len() as Shade);
            let label = without(color_by).to_owned();
            entries.push(sum.entry(ClassKind::Without, label, Paint::Rest));
        }
        let shade = |class: &u64| shades.get(class).copied().unwrap_or(NO_SHADE);
        Coloring {
            color_by,
            nodes: self.nodes.iter().map(shade).collect(),
            edges: self.edges.iter().map(shade).collect(),
            key: ColorKey::Classes(entries),
            found: Found::Classes {
                nodes: self.nodes,
                edges: self.edges,
            },
        }
    }
}
