//! How high is each bar?
//!
//! Over a whole capture the bars are the crossfilter's own sums. A part of it is cut into finer
//! bins, summed anew when that part or what is visible changes.

use crate::capture::Application;
use crate::query::{FlowSet, TimeBins, sums_by_time};
use crate::session::{Clock, Data, ShownRevision};
use crate::units::{Bytes, Count, TimeSpan, Timestamp, Totals, counted};

/// Bins over a part of a capture: no more than a wide window has pixels for.
const DETAIL_BINS: u16 = 512;

/// The sums of all bars.
#[derive(Debug)]
pub struct Bins {
    made_of: (ShownRevision, Option<TimeSpan>),
    /// How time is cut.
    pub bins: TimeBins,
    /// Over all flows, `[bin]`.
    pub total: Vec<Totals>,
    /// Over visible flows, `[bin][application code]`.
    pub visible: Vec<Vec<Totals>>,
    /// Over highlighted flows, `[bin]`; none while nothing is highlighted.
    pub lit: Option<Vec<Totals>>,
}

impl Bins {
    /// The sums for this frame, made anew only if something changed.
    pub fn updated<'a>(
        slot: &'a mut Option<Self>,
        data: &Data,
        shown: Option<TimeSpan>,
    ) -> &'a Self {
        let made_of = (data.shown_revision(), shown);
        match slot.take() {
            Some(bins) if bins.made_of == made_of => slot.insert(bins),
            _ => slot.insert(Self::new(data, shown, made_of)),
        }
    }

    fn new(
        data: &Data,
        shown: Option<TimeSpan>,
        made_of: (ShownRevision, Option<TimeSpan>),
    ) -> Self {
        let ground = &data.ground;
        let sum = |parts: &[Totals]| parts.iter().copied().fold(Totals::default(), |a, b| a + b);
        match shown {
            None => {
                let all = 0..ground.time_bins.count;
                let by_bin = |bin| ground.everything.time_bin(bin);
                let lit = data.lit.as_ref().map(|lit| {
                    let bins = all.clone().map(|bin| sum(lit.tallies.time_bin(bin)));
                    bins.collect()
                });
                Self {
                    made_of,
                    bins: ground.time_bins,
                    total: all.clone().map(|bin| sum(by_bin(bin))).collect(),
                    visible: all
                        .map(|bin| data.tallies().time_bin(bin).to_vec())
                        .collect(),
                    lit,
                }
            }
            Some(shown) => {
                let bins = TimeBins::over(shown, DETAIL_BINS);
                let table = &data.traffic.table;
                let sums = |set: &FlowSet| sums_by_time(table, &ground.by_time, &bins, set);
                let stacks = |sums: Vec<Totals>| -> Vec<Vec<Totals>> {
                    let stacks = sums.chunks(Application::ALL.len());
                    stacks.map(<[Totals]>::to_vec).collect()
                };
                let flat = |sums: Vec<Totals>| -> Vec<Totals> {
                    sums.chunks(Application::ALL.len()).map(sum).collect()
                };
                Self {
                    made_of,
                    bins,
                    total: flat(sums(&FlowSet::all(table.len()))),
                    visible: stacks(sums(data.visible())),
                    lit: data.lit.as_ref().map(|lit| flat(sums(&lit.flows))),
                }
            }
        }
    }

    /// What a bar says when it is pointed at.
    #[must_use]
    pub fn tooltip(&self, time: Timestamp, clock: &Clock) -> Option<String> {
        let bin = self.bins.bin(time);
        let total = self.total.get(usize::from(bin))?;
        let stack = self.visible.get(usize::from(bin))?;
        let [first, end] = self.bins.edges(bin);
        let visible = stack.iter().copied().fold(Totals::default(), |a, b| a + b);
        let mut text = format!(
            "{}\n{} of {} flows, {} of {}",
            clock.from_to(first, end),
            Count(visible.flows),
            Count(total.flows),
            Bytes(visible.bytes),
            Bytes(total.bytes),
        );
        let mut parts: Vec<(&Totals, &Application)> = stack
            .iter()
            .zip(Application::ALL)
            .filter(|(sums, _)| sums.flows > 0)
            .collect();
        parts.sort_by_key(|(sums, _)| std::cmp::Reverse(sums.bytes));
        for (sums, application) in parts.iter().take(LISTED) {
            text += &format!(
                "\n{}: {}, {}",
                application.label(),
                Bytes(sums.bytes),
                counted(sums.flows, "flow")
            );
        }
        if let Some(rest) = parts.len().checked_sub(LISTED).filter(|&rest| rest > 0) {
            text += &format!("\nand {rest} more");
        }
        Some(text)
    }
}

/// Applications that a tooltip lists.
const LISTED: usize = 6;
