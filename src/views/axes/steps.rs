//! What does a step of the sequence select on its own, and where is it on the axes?
//!
//! Worked out once for a text: by a pass over the flows, or, while a brush is dragged, from the
//! axis, which knows.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use super::counts::{Counts, ScaleKey, key_of};
use crate::query::{AxisChoice, Filter};
use crate::session::{Data, SelectionStep};

/// What is known of one text.
#[derive(Clone, Debug, Default)]
pub(super) struct StepInfo {
    /// Flows that pass it, whatever else is asked.
    pub flows: u64,
    /// Bins in which they lie, for axes that the text is about.
    runs: Vec<(ScaleKey, Vec<RangeInclusive<u8>>)>,
}

impl StepInfo {
    /// The bins that the step selects on an axis; none if it is about something else.
    pub fn runs(&self, key: ScaleKey) -> &[RangeInclusive<u8>] {
        let found = self.runs.iter().find(|(of, _)| *of == key);
        found.map_or(&[], |(_, runs)| runs)
    }
}

/// What is known of all texts of the sequence.
#[derive(Debug, Default)]
pub(super) struct Steps {
    by_text: HashMap<String, StepInfo>,
    /// The capture and the scales that it was found with.
    of: Option<(usize, Vec<ScaleKey>)>,
}

/// Texts remembered before all are forgotten: a drag writes many.
const MOST_TEXTS: usize = 512;

impl Steps {
    /// Finds out what is not known yet of a sequence.
    pub fn follow(
        &mut self,
        sequence: &[SelectionStep],
        axes: &[AxisChoice],
        data: &Data,
        counts: &Counts,
    ) {
        let ready = axes.iter().map(|&axis| key_of(axis));
        let ready: Vec<ScaleKey> = ready.filter(|&key| counts.scale(key).is_some()).collect();
        let of = (std::sync::Arc::as_ptr(&data.traffic) as usize, ready);
        if self.of.as_ref() != Some(&of) || self.by_text.len() > MOST_TEXTS {
            self.by_text.clear();
            self.of = Some(of);
        }
        for step in sequence {
            let text = step.filter.to_string();
            if self.by_text.contains_key(&text) {
                continue;
            }
            let context = data.filter_context();
            let set = step.filter.evaluate(&data.traffic.table, &context);
            let keys = self.of.iter().flat_map(|(_, keys)| keys);
            let runs = keys
                .filter_map(|&key| Some((key, counts.scale(key)?)))
                .filter(|(_, scale)| scale.is_asked_by(&step.filter))
                .map(|(key, scale)| (key, scale.runs(&set)))
                .collect();
            let info = StepInfo {
                flows: set.count(),
                runs,
            };
            self.by_text.insert(text, info);
        }
    }

    /// Says what a brush selects, which its axis knows without asking the flows.
    pub fn know(
        &mut self,
        filter: &Filter,
        key: ScaleKey,
        bins: &RangeInclusive<u8>,
        counts: &Counts,
    ) {
        if let Some(scale) = counts.scale(key) {
            let info = StepInfo {
                flows: scale.flows_in(bins),
                runs: vec![(key, vec![bins.clone()])],
            };
            self.by_text.insert(filter.to_string(), info);
        }
    }

    /// What is known of a text.
    pub fn info(&self, filter: &Filter) -> Option<&StepInfo> {
        self.by_text.get(&filter.to_string())
    }
}
