//! How does a drag on an axis become a step of the sequence?
//!
//! A drag on an empty part begins a brush; one on a brush moves it, one on its end resizes it. On an
//! axis that has a brush already, "and" moves that one, since two that exclude each other would
//! select nothing; "or" goes in directly after it, so that both are joined before further axes
//! narrow them.

use std::ops::RangeInclusive;

use super::counts::ScaleKey;
use super::steps::Steps;
use crate::query::{AxisScale, Filter};
use crate::session::{Join, SelectionStep};

/// Where the step of a drag goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In place of a step.
    Replace(usize),
    /// Before the step that is there now.
    Insert(usize),
}

/// What the pointer does to the bins.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Hold {
    /// From this bin to the pointer's.
    Span(u8),
    /// These bins, moved by as much as the pointer moved since this bin.
    Move(RangeInclusive<u8>, u8),
}

/// A brush that is being dragged.
#[derive(Clone, Debug)]
pub(super) struct Brush {
    /// The axis.
    pub key: ScaleKey,
    base: Vec<SelectionStep>,
    place: Place,
    join: Join,
    hold: Hold,
}

impl Brush {
    /// A drag begins at a bin. `grip` is how many bins from its end a brush
    /// can be taken by it; none if a new brush is wanted wherever the drag begins.
    pub fn start(
        key: ScaleKey,
        bin: u8,
        grip: Option<u8>,
        join: Join,
        sequence: &[SelectionStep],
        steps: &Steps,
    ) -> Self {
        let runs_of = |step: &SelectionStep| {
            let info = steps.info(&step.filter);
            info.map_or(&[][..], |info| info.runs(key))
        };
        let new = Hold::Span(bin);
        let mut place = Place::Insert(sequence.len());
        let mut hold = new;
        for (at, step) in sequence.iter().enumerate().rev() {
            let runs = runs_of(step);
            let is_last = place == Place::Insert(sequence.len());
            match (runs, join) {
                ([], _) => continue,
                (_, Join::And) if is_last => place = Place::Replace(at),
                (_, Join::Or) if is_last => place = Place::Insert(at + 1),
                _ => {}
            }
            if let ([run], Some(grip)) = (runs, grip)
                && let Some(taken) = take(run, bin, grip)
            {
                place = Place::Replace(at);
                hold = taken;
                break;
            }
        }
        Self {
            key,
            base: sequence.to_vec(),
            place,
            join,
            hold,
        }
    }

    /// The bins of the brush while the pointer is at a bin.
    pub fn bins(&self, at: u8, scale: &AxisScale) -> RangeInclusive<u8> {
        match &self.hold {
            Hold::Span(from) => at.min(*from)..=at.max(*from),
            Hold::Move(run, from) => {
                let last = scale.bin_count() as i32 - 1;
                let (start, end) = (i32::from(*run.start()), i32::from(*run.end()));
                let shift = (i32::from(at) - i32::from(*from)).clamp(-start, (last - end).max(0));
                (start + shift) as u8..=(end + shift) as u8
            }
        }
    }

    /// The sequence with the brush in its place; without it where it selects no possible value.
    pub fn sequence(&self, filter: Option<Filter>) -> Vec<SelectionStep> {
        let mut steps = self.base.clone();
        match (self.place, filter) {
            (Place::Replace(at), Some(filter)) => steps[at].filter = filter,
            (Place::Replace(at), None) => {
                steps.remove(at);
            }
            (Place::Insert(at), Some(filter)) => {
                let join = if at == 0 && self.join != Join::Not {
                    Join::And
                } else {
                    self.join
                };
                steps.insert(at, SelectionStep { join, filter });
            }
            (Place::Insert(_), None) => {}
        }
        steps
    }
}

/// How a brush is taken at a bin, if it is.
fn take(run: &RangeInclusive<u8>, bin: u8, grip: u8) -> Option<Hold> {
    let (start, end) = (*run.start(), *run.end());
    // A narrow brush is moved, not resized: its ends leave no room between them.
    let has_middle = u32::from(end - start) > 2 * u32::from(grip);
    if has_middle && bin.abs_diff(end) <= grip {
        return Some(Hold::Span(start));
    }
    if has_middle && bin.abs_diff(start) <= grip {
        return Some(Hold::Span(end));
    }
    run.contains(&bin).then(|| Hold::Move(run.clone(), bin))
}

/// The sequence without the steps that are about an axis.
pub(super) fn without_axis(sequence: &[SelectionStep], scale: &AxisScale) -> Vec<SelectionStep> {
    let others = sequence
        .iter()
        .filter(|step| !scale.is_asked_by(&step.filter));
    others.cloned().collect()
}
