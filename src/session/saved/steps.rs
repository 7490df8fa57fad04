//! How are the steps that can be undone stored?
//!
//! ```text
//! … ─▶ before the last but one ─▶ before the last ─▶ SavedState ─▶ after the next undone ─▶ …
//! ```
//!
//! Each state is stored as the parts in which it differs from its neighbour towards the present
//! one. The latest steps are kept, up to bounds that no work by hand reaches soon. A history that
//! makes no sense is left out; the session is worth more than its past.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::snapshot::stored;
use super::{SavedError, SavedState};
use crate::flow::FlowTable;
use crate::session::history::{History, Past};
use crate::session::{SelectionStep, State};

/// Steps that are stored, in each direction.
const MOST_STEPS: usize = 200;
/// Things chosen in all stored states together, beyond which older steps are left out.
const MOST_THINGS: usize = 1 << 20;
/// Characters of a step's name.
const MOST_LABEL_CHARS: usize = 400;

/// The steps on both sides of the present state, nearest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct SavedSteps {
    done: Vec<SavedChange>,
    undone: Vec<SavedChange>,
}

/// A step: its name, and the parts in which the state beyond it differs from the one before it on
/// the way from the present.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SavedChange {
    label: String,
    differs: Map<String, Value>,
}

/// The stored form of a history, given the present state's; none if there is nothing to store.
pub(super) fn steps(history: &Past, present: &SavedState, table: &FlowTable) -> Option<Value> {
    let mut things = 0;
    let mut side = |states: &[(String, Arc<State>)]| {
        let mut near = parts(present)?;
        let mut changes = Vec::new();
        for (label, state) in states {
            things += size(state);
            if things > MOST_THINGS {
                break;
            }
            let far = parts(&stored(state, table))?;
            changes.push(SavedChange {
                label: label.clone(),
                differs: differences(&near, &far),
            });
            near = far;
        }
        Some(changes)
    };
    let steps = SavedSteps {
        undone: side(&history.undone)?,
        done: side(&history.done)?,
    };
    if steps == SavedSteps::default() {
        return None;
    }
    serde_json::to_value(steps).ok()
}

/// The history that was stored beside a present state.
///
/// # Errors
/// When a part of it makes no sense.
pub(super) fn history(
    stored: &Value,
    present: &SavedState,
    table: &FlowTable,
) -> Result<History, SavedError> {
    let damaged = |error: serde_json::Error| SavedError::damaged(error.to_string());
    let steps = SavedSteps::deserialize(stored).map_err(damaged)?;
    let side = |changes: Vec<SavedChange>| {
        let mut state = parts(present).unwrap_or_default();
        let states = changes.into_iter().take(MOST_STEPS).map(|change| {
            for (name, part) in change.differs {
                match part {
                    Value::Null => state.remove(&name),
                    part => state.insert(name, part),
                };
            }
            let saved: SavedState =
                serde_json::from_value(Value::Object(state.clone())).map_err(damaged)?;
            let label = crate::text::shortened(&change.label, MOST_LABEL_CHARS);
            let label = crate::text::printable(&label).into_owned();
            let (state, _) = saved.whole(table)?;
            Ok((label, Arc::new(state)))
        });
        states.collect::<Result<Vec<_>, SavedError>>()
    };
    Ok(History::from(Past {
        done: side(steps.done)?,
        undone: side(steps.undone)?,
    }))
}

/// The latest steps of a history; states are shared.
pub(super) fn latest(history: &History) -> Past {
    history.past(MOST_STEPS)
}

fn parts(state: &SavedState) -> Option<Map<String, Value>> {
    match serde_json::to_value(state) {
        Ok(Value::Object(parts)) => Some(parts),
        _ => None,
    }
}

/// The parts of one state that another does not have like that; nothing (null) where it has none.
fn differences(near: &Map<String, Value>, far: &Map<String, Value>) -> Map<String, Value> {
    let changed = far
        .iter()
        .filter(|&(name, part)| near.get(name) != Some(part))
        .map(|(name, part)| (name.clone(), part.clone()));
    let gone = near
        .keys()
        .filter(|&name| !far.contains_key(name))
        .map(|name| (name.clone(), Value::Null));
    changed.chain(gone).collect()
}

/// How many things were chosen in a state; at least one.
fn size(state: &State) -> usize {
    let notes: usize = state.notes.values().map(|text| 1 + text.len() / 16).sum();
    let text = |step: &SelectionStep| 1 + step.filter.to_string().len() / 16;
    1 + state.selection.len()
        + state.pins.len()
        + state.groups.except.len()
        + notes
        + state.sequence.iter().map(text).sum::<usize>()
        + state.filter.to_string().len() / 16
}
