//! Which selections does the time bar draw as lines?
//!
//! A trend is a filter with a name, kept under one of five colours. It is over all flows of the
//! capture that pass its own filter, whatever is visible at the moment: brushing moves no line.

use super::{Data, Item, State};
use crate::query::Filter;
use crate::text::{printable, shortened};

/// The colour of a trend line, of which there are five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrendColor {
    /// Yellow.
    Lime,
    /// Green.
    Green,
    /// Light blue.
    Azure,
    /// Pink.
    Rose,
    /// Violet.
    Violet,
}

impl TrendColor {
    /// Every colour, in the order in which they are given away.
    pub const ALL: [Self; 5] = [
        Self::Lime,
        Self::Azure,
        Self::Violet,
        Self::Green,
        Self::Rose,
    ];

    /// Its name in a script and for screen readers.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Lime => "lime",
            Self::Green => "green",
            Self::Azure => "azure",
            Self::Rose => "rose",
            Self::Violet => "violet",
        }
    }

    /// The colour of a [`Self::key`].
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.key() == key)
    }
}

/// A selection that is kept as a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// What the user calls it.
    pub name: String,
    /// The flows that it counts.
    pub filter: Filter,
}

/// Characters of the name that a trend has at first.
const NAME_CHARS: usize = 40;

impl State {
    /// The first colour that no trend has.
    #[must_use]
    pub fn free_trend_color(&self) -> Option<TrendColor> {
        let mut colors = TrendColor::ALL.into_iter();
        colors.find(|color| !self.trends.contains_key(color))
    }

    /// What is highlighted, as a trend; none if nothing is.
    #[must_use]
    pub(super) fn highlight_trend(&self, data: &Data) -> Option<Trend> {
        let filter = data.filter_of(&self.selection);
        if filter.is_empty() {
            return None;
        }
        let titles: Vec<String> = self
            .selection
            .iter()
            .take(3)
            .map(|&item: &Item| data.title_of(item))
            .collect();
        let more = if self.selection.len() > 3 { " …" } else { "" };
        let name = titles.join(", ") + more;
        Some(Trend {
            name: shortened(&name, NAME_CHARS).into_owned(),
            filter,
        })
    }

    /// The filter and the brushes on axes, as a trend; a line over time is not cut by the window.
    #[must_use]
    pub(super) fn filter_trend(&self) -> Trend {
        let brushes = super::state::sequence_filter(&self.sequence);
        let filter = self.filter.clone().and(brushes);
        let text = filter.to_string();
        let name = if text.is_empty() {
            "Everything".to_owned()
        } else {
            shortened(&printable(&text), NAME_CHARS).into_owned()
        };
        Trend { name, filter }
    }
}
