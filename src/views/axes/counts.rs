//! How do scales and counts come about without a frame waiting for them?
//!
//! Scales and the first counts of a pair are made once for a capture, for large ones on rayon's
//! pool; from then on counts follow the visible and the highlighted flows by difference.

use std::sync::{Arc, Weak};

use rayon::prelude::*;

use super::super::made::{AT_ONCE, Made};
use crate::flow::Traffic;
use crate::query::{AXIS_BINS, AxisChoice, AxisColumn, AxisScale, FlowClasses, PairTally};
use crate::session::{Data, FlowColor, ShownRevision};

/// What a scale is made for.
pub(in crate::views) type ScaleKey = (AxisColumn, bool);

/// What an axis's scale is made for.
pub(in crate::views) fn key_of(axis: AxisChoice) -> ScaleKey {
    (axis.column, axis.log && axis.column.can_be_log())
}

/// Counts between two axes.
#[derive(Debug)]
pub(super) struct Pair {
    keys: [ScaleKey; 2],
    tally: Made<PairTally>,
    /// Visible flows of each bin of both axes.
    pub margins: [Vec<u64>; 2],
}

/// Scales of all axes and counts of all neighbours, of the capture that is open.
#[derive(Debug, Default)]
pub(in crate::views) struct Counts {
    traffic: Weak<Traffic>,
    /// What cells are split by; none if their flows are only counted.
    color_by: Option<FlowColor>,
    classes: Option<Arc<FlowClasses>>,
    scales: Vec<(ScaleKey, Made<Arc<AxisScale>>)>,
    pairs: Vec<Pair>,
    /// The flows that the counts follow, by [`Data::shown_revision`].
    revision: Option<ShownRevision>,
    /// Whether counts changed since somebody asked.
    changed: bool,
}

impl Counts {
    /// Brings everything to what the session shows; asks for what is missing. Without `color_by`
    /// flows are counted and not told apart.
    pub fn follow(
        &mut self,
        context: &egui::Context,
        data: &Data,
        axes: &[AxisChoice],
        color_by: Option<FlowColor>,
    ) {
        let traffic = &data.traffic;
        if !std::ptr::eq(self.traffic.as_ptr(), Arc::as_ptr(traffic)) {
            *self = Self {
                traffic: Arc::downgrade(traffic),
                ..Self::default()
            };
        }
        if self.color_by != color_by || self.classes.is_none() {
            self.color_by = color_by;
            let everything = &data.ground.everything;
            self.classes = Some(Arc::new(match self.color_by {
                Some(FlowColor::Application) => {
                    FlowClasses::by_application(&everything.applications)
                }
                Some(FlowColor::Transport) => FlowClasses::by_protocol(&everything.protocols),
                None => FlowClasses::undivided(),
            }));
            self.pairs.clear();
        }
        let at_once = traffic.table.len() <= AT_ONCE;
        self.scales
            .retain(|(key, _)| axes.iter().any(|&axis| key_of(axis) == *key));
        for &axis in axes {
            let key = key_of(axis);
            if !self.scales.iter().any(|(of, _)| *of == key) {
                let (traffic, ground) = (traffic.clone(), data.ground.clone());
                let make = move || {
                    let degrees = Some(ground.degrees.as_slice());
                    let scale = AxisScale::with(&traffic.table, key.0, key.1, AXIS_BINS, degrees);
                    Arc::new(scale)
                };
                self.scales.push((key, Made::start(context, at_once, make)));
            }
        }
        for (_, scale) in &mut self.scales {
            scale.get();
        }
        self.follow_pairs(context, axes, traffic, at_once);
        let is_new = self.revision != Some(data.shown_revision());
        let lit = data.lit.as_deref().map(|lit| &lit.flows);
        let follow = |pair: &mut Pair| {
            let was_ready = pair.tally.ready().is_some();
            let Some(tally) = pair.tally.get() else {
                return false;
            };
            if was_ready && !is_new {
                return false;
            }
            let changed = tally.follow(&traffic.table, data.visible(), lit);
            if changed || pair.margins[0].is_empty() {
                pair.margins = tally.visible().margins();
                return true;
            }
            false
        };
        // Pairs are counted side by side, each by itself.
        let changed = self.pairs.par_iter_mut().map(follow);
        self.changed |= changed.reduce(|| false, |a, b| a | b);
        self.revision = Some(data.shown_revision());
    }

    fn follow_pairs(
        &mut self,
        context: &egui::Context,
        axes: &[AxisChoice],
        traffic: &Arc<Traffic>,
        at_once: bool,
    ) {
        let mut before = std::mem::take(&mut self.pairs);
        for neighbours in axes.windows(2) {
            let keys = [neighbours[0], neighbours[1]].map(key_of);
            if let Some(place) = before.iter().position(|pair| pair.keys == keys) {
                self.pairs.push(before.swap_remove(place));
                continue;
            }
            let (Some(left), Some(right), Some(classes)) =
                (self.scale(keys[0]), self.scale(keys[1]), &self.classes)
            else {
                continue;
            };
            let (left, right, classes) = (left.clone(), right.clone(), classes.clone());
            let traffic = traffic.clone();
            let make = move || PairTally::new(&traffic.table, left, right, classes);
            self.pairs.push(Pair {
                keys,
                tally: Made::start(context, at_once, make),
                margins: [Vec::new(), Vec::new()],
            });
            // The counts of a new pair follow whatever the revision.
            self.revision = None;
            self.changed = true;
        }
    }

    /// The scale of an axis, once it is there.
    pub fn scale(&self, key: ScaleKey) -> Option<&Arc<AxisScale>> {
        let found = self.scales.iter().find(|(of, _)| *of == key);
        found.and_then(|(_, scale)| scale.ready())
    }

    /// The counts between each axis and the next, none where they are not there yet.
    pub fn tallies(&self, axes: &[AxisChoice]) -> Vec<Option<&PairTally>> {
        let of = |neighbours: &[AxisChoice]| {
            let keys = [key_of(neighbours[0]), key_of(neighbours[1])];
            let pair = self.pairs.iter().find(|pair| pair.keys == keys)?;
            pair.tally.ready()
        };
        axes.windows(2).map(of).collect()
    }

    /// Whether counts changed since this was asked last.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Visible flows of a bin of an axis.
    pub fn visible_in(&self, key: ScaleKey, bin: u8) -> Option<u64> {
        self.pairs.iter().find_map(|pair| {
            let side = pair.keys.iter().position(|of| *of == key)?;
            pair.margins[side].get(usize::from(bin)).copied()
        })
    }

    /// Whether all scales and counts are there.
    pub fn are_ready(&self) -> bool {
        self.scales.iter().all(|(_, scale)| scale.ready().is_some())
            && self.pairs.iter().all(|pair| pair.tally.ready().is_some())
    }

    /// The classes by which cells are coloured.
    pub fn classes(&self) -> Option<&FlowClasses> {
        self.classes.as_deref()
    }
}
