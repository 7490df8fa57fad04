//! What is known about edges only while it is asked for?
//!
//! How they changed between two windows, and how faint they are by age. Both follow what is
//! visible, and only while they are shown: comparing visits the flows that entered a window or left
//! it, fading those of visible edges.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Data, State, TimeWindow};
use crate::query::{ComparedSums, Difference, EdgeMerge};
use crate::scene::Shading;
use crate::units::{TimeSpan, Timestamp};

/// Least opacity of an edge that was seen last at the window's beginning.
pub const LEAST_FADE: f32 = 0.15;

/// What is shown beside the sums.
#[derive(Clone, Debug, Default)]
pub struct Aside {
    /// Factor on the opacity of each edge, `[edge]`; none while edges do not fade.
    pub fade: Option<Arc<[f32]>>,
    /// Sums of the two windows, if two are compared.
    sums: Option<ComparedSums>,
}

impl Aside {
    /// What changed on edges that stand for several, if two windows are compared.
    pub(super) fn merged_difference(&self, merge: &EdgeMerge<'_>) -> Option<Difference> {
        self.sums.as_ref().map(|sums| sums.merged(merge))
    }

    /// What changed from window B to the window, if two are compared.
    #[must_use]
    pub fn difference(&self) -> Option<&Difference> {
        self.sums.as_ref().map(ComparedSums::difference)
    }
}

impl Data {
    /// Colours and opacities that a picture of this has besides those of what edges carry.
    #[must_use]
    pub fn shading(&self) -> Shading<'_> {
        Shading {
            difference: self.aside.difference(),
            fade: self.aside.fade.as_ref(),
        }
    }

    /// Brings it to what a state asks for, of the flows that are visible now.
    pub(super) fn follow_aside(&mut self, state: &State) {
        let sums = self.aside.sums.take();
        self.aside.sums = state.compared().map(|windows| self.compared(sums, windows));
        self.follow_fade(state);
    }

    /// Brings only the fading to what a state asks for.
    pub(super) fn follow_fade(&mut self, state: &State) {
        self.aside.fade = state.fade.then(|| self.fade(state.window));
    }

    /// The sums of the window that is looked at, and of the one that it is compared with.
    fn compared(&self, sums: Option<ComparedSums>, windows: [TimeWindow; 2]) -> ComparedSums {
        let table = &self.traffic.table;
        let by_time = &self.ground.by_time;
        let span = self.ground.time_bins.span();
        let first = |flow: usize| table.first(flow);
        let flows = |window: TimeWindow| {
            let places = by_time.below(&window.first, first)..by_time.below(&window.end, first);
            let mut flows = by_time.set(places);
            flows.intersect(self.visible());
            flows
        };
        let rows = self.ground.rows(table, &self.graph);
        let mut sums = sums.unwrap_or_else(|| ComparedSums::new(&rows));
        let nanos = windows.map(|window| nanos_within(window, span));
        sums.follow(windows.map(flows), nanos, &rows);
        sums
    }

    /// Opacity by the last packet of an edge's visible flows: full at the window's end, least at
    /// its beginning, linear in time between.
    fn fade(&self, window: Option<TimeWindow>) -> Arc<[f32]> {
        let table = &self.traffic.table;
        let whole = table.span.unwrap_or(TimeSpan::at(Timestamp(0)));
        let (first, last) = match window {
            Some(window) => (window.first.max(whole.first), window.end.min(whole.last)),
            None => (whole.first, whole.last),
        };
        let length = (last.0 as f64 - first.0 as f64).max(1.0);
        let (visible, tallies) = (self.visible(), self.tallies());
        (0..self.graph.edge_count() as u32)
            .into_par_iter()
            .with_min_len(1 << 10)
            .map(|edge| {
                if !tallies.edges[edge as usize].is_visible() {
                    return LEAST_FADE;
                }
                let flows = self.graph.edge_flows(edge).iter();
                let seen = flows
                    .map(|&flow| flow as usize)
                    .filter(|&flow| visible.contains(flow))
                    .map(|flow| table.last(flow))
                    .max();
                let age = seen.map_or(1.0, |seen| (last.0 as f64 - seen.0 as f64) / length);
                faded(age)
            })
            .collect::<Vec<f32>>()
            .into()
    }
}

/// Opacity at an age, in lengths of the window: 0 is its end, 1 its beginning.
fn faded(age: f64) -> f32 {
    1.0 - (1.0 - LEAST_FADE) * age.clamp(0.0, 1.0) as f32
}

/// Length of the part of a window that a capture reaches, in nanoseconds: a window that begins
/// before the capture has not had all of its time to send bytes in.
fn nanos_within(window: TimeWindow, span: TimeSpan) -> u64 {
    let first = window.first.max(span.first);
    let end = window.end.min(Timestamp(span.last.0.saturating_add(1)));
    if first < end {
        end.0.abs_diff(first.0)
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_fade_in_a_straight_line_and_not_below_the_floor() {
        for (age, expected) in [
            (-1.0, 1.0),
            (0.0, 1.0),
            (0.5, 0.575),
            (1.0, 0.15),
            (7.0, 0.15),
        ] {
            assert!((faded(age) - expected).abs() < 1e-6, "{age}");
        }
    }

    #[test]
    fn a_window_is_as_long_as_the_capture_lets_it() {
        let span = TimeSpan {
            first: Timestamp(100),
            last: Timestamp(199),
        };
        let window = |first, end| TimeWindow {
            first: Timestamp(first),
            end: Timestamp(end),
        };
        assert_eq!(nanos_within(window(120, 150), span), 30);
        assert_eq!(nanos_within(window(0, 150), span), 50);
        assert_eq!(nanos_within(window(150, 900), span), 50);
        assert_eq!(nanos_within(window(0, 50), span), 0);
    }
}
