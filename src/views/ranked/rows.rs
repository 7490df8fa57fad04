//! Which values are listed, in which order, and how long is each bar?
//!
//! Ranked anew when sums, measure or search change, and then only as many rows as were scrolled to.

use std::sync::Arc;

use super::kind::{Ranked, Sums};
use super::peers::PeersMemory;
use crate::query::Ranking;
use crate::session::{Data, Ground, Item};
use crate::units::{Bytes, Count, Totals, counted};
use crate::views::bars::Bar;
use crate::views::memory::{HostMeasure, Measure};

/// What one panel of bars remembers between frames.
#[derive(Debug, Default)]
pub struct RankedMemory {
    pub(super) measure: HostMeasure,
    pub(super) logarithmic: bool,
    pub(super) search: String,
    /// Distinct peers, counted on request.
    pub(super) peers: PeersMemory,
    /// Codes by total, for these sums over everything and this measure.
    pub(super) by_total: Option<(Arc<Ground>, HostMeasure, Ranking)>,
    /// What the search finds, `[code]`, and the search; none for everything.
    found: Option<(String, Vec<bool>)>,
    pub(super) rows: Option<Rows>,
    /// Where a range that Shift extends begins.
    pub(super) anchor: Option<Item>,
}

/// The rows that are listed.
#[derive(Debug)]
pub(super) struct Rows {
    made_of: (u64, u64, HostMeasure, String, usize),
    pub codes: Vec<u32>,
    /// Values that are visible.
    pub visible: usize,
    /// Values that there are.
    pub total: usize,
    /// What the listed values sum to when a search leaves others out.
    pub listed: Totals,
}

/// Rows that are ranked at first; more when somebody scrolls down to them.
const FIRST_ROWS: usize = 256;

impl RankedMemory {
    /// Ranks at least `wanted` rows, if something changed.
    pub(super) fn rank(&mut self, of: Ranked, data: &Data, wanted: usize) {
        let measure = self.measure;
        let everything = &data.ground.everything;
        if measure == HostMeasure::Peers && of != Ranked::Hosts && self.peers.known(data).is_none()
        {
            // They are being counted.
            (self.by_total, self.rows) = (None, None);
            return;
        }
        let fresh = self
            .by_total
            .as_ref()
            .is_some_and(|(ground, by, _)| Arc::ptr_eq(ground, &data.ground) && *by == measure);
        if !fresh {
            let sums = self.everything(data);
            let total = |code| of.value(sums, code, measure);
            let ranking = Ranking::new(of.len(everything), total);
            self.by_total = Some((data.ground.clone(), measure, ranking));
            self.rows = None;
            self.found = None;
        }
        let Some((_, _, ranking)) = &self.by_total else {
            return;
        };
        let before = self.rows.as_ref().map_or(0, |rows| rows.made_of.4);
        let wanted = wanted.max(before).max(FIRST_ROWS);
        let made_of = (
            data.sums_revision,
            self.peers.revision(),
            measure,
            self.search.clone(),
            wanted,
        );
        if self
            .rows
            .as_ref()
            .is_some_and(|rows| rows.made_of == made_of)
        {
            return;
        }
        let tallies = data.tallies();
        // Names stay the same while sums change.
        let search = self.search.trim().to_lowercase();
        if search.is_empty() {
            self.found = None;
        } else if self.found.as_ref().is_none_or(|(of, _)| *of != search) {
            let has = |text: String| text.to_lowercase().contains(&search);
            let codes = 0..of.len(everything) as u32;
            let found = codes.map(|code| has(of.label(data, code)) || has(of.about(data, code)));
            self.found = Some((search.clone(), found.collect()));
        }
        let found = |code: u32| {
            let found = self.found.as_ref();
            found.is_none_or(|(_, found)| found[code as usize])
        };
        let mut visible = 0;
        let mut listed = Totals::default();
        for &code in ranking.codes() {
            let totals = of.totals(tallies, code);
            if totals.flows > 0 && found(code) {
                visible += 1;
                listed += totals;
            }
        }
        let sums = self.visible(data);
        let codes = ranking.top(wanted, |code| {
            if found(code) {
                of.value(sums, code, measure)
            } else {
                0
            }
        });
        self.rows = Some(Rows {
            made_of,
            codes,
            visible,
            total: ranking.len(),
            listed,
        });
    }

    pub(super) fn everything<'a>(&'a self, data: &'a Data) -> Sums<'a> {
        Sums {
            tallies: &data.ground.everything,
            peers: self.peers.known(data).map(|peers| &peers.total[..]),
        }
    }

    fn visible<'a>(&'a self, data: &'a Data) -> Sums<'a> {
        Sums {
            tallies: data.tallies(),
            peers: self.peers.known(data).map(|peers| &peers.visible[..]),
        }
    }

    fn lit<'a>(&'a self, data: &'a Data) -> Option<Sums<'a>> {
        let lit = data.lit.as_deref()?;
        let peers = self.peers.known(data);
        Some(Sums {
            tallies: &lit.tallies,
            peers: peers.and_then(|peers| peers.lit.as_deref()),
        })
    }

    pub(super) fn bar(
        &self,
        of: Ranked,
        data: &Data,
        code: u32,
        place: usize,
        most: u64,
        color: egui::Color32,
    ) -> Bar {
        let measure = self.measure;
        let share = |value: u64| {
            if self.logarithmic {
                ((value as f64).ln_1p() / (most as f64).ln_1p().max(1e-9)) as f32
            } else {
                (value as f64 / most.max(1) as f64) as f32
            }
        };
        let tallies = data.tallies();
        let totals = of.totals(tallies, code);
        let all = of.totals(&data.ground.everything, code);
        let visible = of.value(self.visible(data), code, measure);
        let percent = 100.0 * totals.bytes as f64 / tallies.visible.bytes.max(1) as f64;
        let degree = match of {
            Ranked::Hosts => {
                let degree = u64::from(tallies.nodes[code as usize].degree);
                format!(", {}", counted(degree, "neighbour"))
            }
            _ if measure == HostMeasure::Peers => {
                let all = of.value(self.everything(data), code, measure);
                format!(", {} of {} peers", Count(visible), Count(all))
            }
            _ => String::new(),
        };
        let lit = self.lit(data).map(|sums| of.value(sums, code, measure));
        Bar {
            in_range: self.anchor.is_some(),
            item: of.item(data, code),
            label: of.label(data, code),
            value: match measure {
                HostMeasure::Bytes => Bytes(visible).to_string(),
                _ => Count(visible).to_string(),
            },
            total: share(of.value(self.everything(data), code, measure)),
            visible: share(visible),
            lit: lit.map(share),
            color,
            tooltip: format!(
                "{}\nRank {}, {percent:.1} % of visible bytes{degree}\n{} of {} flows, {} of {} \
                 packets, {} of {}\nDouble-click shows only this, Alt-click leaves it out",
                of.about(data, code),
                place + 1,
                Count(totals.flows),
                Count(all.flows),
                Count(totals.packets),
                Count(all.packets),
                Bytes(totals.bytes),
                Bytes(all.bytes),
            ),
        }
    }
}

impl HostMeasure {
    /// The same measure of anything that has no neighbours.
    pub(in crate::views) fn plain(self) -> Measure {
        match self {
            Self::Bytes => Measure::Bytes,
            Self::Packets => Measure::Packets,
            Self::Flows | Self::Peers => Measure::Flows,
        }
    }
}
