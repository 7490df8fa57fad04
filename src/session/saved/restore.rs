//! How does a stored session become the open one?
//!
//! In two parts: what needs no table decides what the first frame shows; items, pins, notes and
//! places follow when everything was read. What the captures no longer have is counted and told.

use std::path::PathBuf;
use std::sync::Arc;

use glam::{DVec2, Vec2};

use super::{Saved, SavedError};
use crate::capture::Address;
use crate::graph::{Grouping, NodeKind};
use crate::query::{AxisColumn, Filter, moment};
use crate::session::script::{Anything, InTable, Line, Resolve, ScriptError, item, note_place};
use crate::session::{
    ColorBy, History, Item, Join, LayoutPhase, NotePlace, SelectionStep, Session, SizeBy, State,
    TimeWindow, View,
};

/// Farthest place from the world's centre that a picture has, in world units.
const FARTHEST: f32 = 1e6;
/// Smallest and largest scale of a view, in points per world unit.
const SCALES: std::ops::RangeInclusive<f64> = 1e-6..=1e9;

/// A stored session on its way.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What was stored.
    pub saved: Arc<Saved>,
    /// The file that it was read from, where it is saved again; none for one that was kept by the
    /// program itself.
    pub path: Option<PathBuf>,
}

impl Saved {
    /// Whether everything makes sense, whatever the captures hold.
    pub(super) fn check(&self) -> Result<(), SavedError> {
        self.look()?;
        self.items(&Anything)?;
        for address in self.state.pins.keys().chain(self.positions.keys()) {
            address
                .parse::<Address>()
                .map_err(|error| SavedError::damaged(format!("{address:?}: {error}")))?;
        }
        Ok(())
    }

    /// The parts of the state that need no table.
    ///
    /// # Errors
    /// When a part makes no sense.
    pub fn look(&self) -> Result<State, SavedError> {
        let stored = &self.state;
        let one_of = |what: &str, value: &str| {
            SavedError::damaged(format!("{what} cannot be {:?}", shortened(value)))
        };
        let window = match &stored.window {
            None => None,
            Some([first, end]) => {
                let time = |text: &str| moment(text).ok_or_else(|| one_of("a time", text));
                Some(TimeWindow::between(time(first)?, time(end)?))
            }
        };
        let sequence = stored.sequence.iter().map(|step| {
            let join = Join::ALL.into_iter().find(|join| join.label() == step.join);
            Ok(SelectionStep {
                join: join.ok_or_else(|| one_of("a brush", &step.join))?,
                filter: filter(&step.filter)?,
            })
        });
        Ok(State {
            filter: filter(&stored.filter)?,
            window,
            sequence: sequence.collect::<Result<_, SavedError>>()?,
            axes: stored
                .axes
                .iter()
                .take(AxisColumn::ALL.len())
                .map(|axis| axis.parse().map_err(|_| one_of("an axis", axis)))
                .collect::<Result<_, SavedError>>()?,
            grouping: Grouping {
                node: match stored.node.as_str() {
                    "host" => NodeKind::Host,
                    "mac" => NodeKind::Mac,
                    other => return Err(one_of("a node", other)),
                },
                non_ip: stored.non_ip,
            },
            color_by: ColorBy::from_word(&stored.color_by)
                .ok_or_else(|| one_of("what colours mean", &stored.color_by))?,
            size_by: SizeBy::from_word(&stored.size_by)
                .ok_or_else(|| one_of("what sizes mean", &stored.size_by))?,
            size_log: stored.size_log,
            two_strands: stored.two_strands,
            labels: stored.labels,
            view: stored.view.and_then(view),
            seed: stored.seed,
            ..State::default()
        })
    }

    /// Highlighted items and notes; none in the place of what does not occur.
    #[allow(clippy::type_complexity, reason = "two lists, for one caller")]
    fn items(
        &self,
        resolve: &dyn Resolve,
    ) -> Result<(Vec<Option<Item>>, Vec<Option<(NotePlace, String)>>), SavedError> {
        let damaged = |error: ScriptError| {
            SavedError::damaged(format!("{} in {:?}", error.message, shortened(&error.text)))
        };
        let selection = self.state.selection.iter().map(|text| {
            let read = |resolve| item(&mut Line::new(text), resolve);
            // What cannot be read for any table is damage; what this one lacks is not.
            read(&Anything).map_err(damaged)?;
            Ok(read(resolve).ok())
        });
        let notes = self.state.notes.iter().map(|note| {
            let read = |resolve| note_place(&mut Line::new(&note.about), resolve);
            read(&Anything).map_err(damaged)?;
            let place = read(resolve).ok();
            Ok(place.map(|place| (place, note.text.clone())))
        });
        Ok((
            selection.collect::<Result<_, _>>()?,
            notes.collect::<Result<_, _>>()?,
        ))
    }
}

impl Session {
    /// Looks up what was stored by text, now that everything was read.
    pub(in crate::session) fn complete_restoring(&mut self) {
        let Some(Restored { saved, .. }) = self.restoring.take() else {
            return;
        };
        let Some(data) = &mut self.data else { return };
        let table = &data.traffic.table;
        let resolve = InTable(table);
        let Ok((selection, notes)) = saved.items(&resolve) else {
            return;
        };
        let host = |address: &str| table.hosts.code(address.parse::<Address>().ok()?);
        let pins: Vec<Option<(u32, Vec2)>> = saved
            .state
            .pins
            .iter()
            .filter_map(|(address, place)| Some((address, place_of(*place)?)))
            .map(|(address, place)| Some((host(address)?, place)))
            .collect();
        let missing = selection.iter().filter(|item| item.is_none()).count()
            + notes.iter().filter(|note| note.is_none()).count()
            + pins.iter().filter(|pin| pin.is_none()).count();
        self.state.selection = selection.into_iter().flatten().collect();
        self.state.notes = notes
            .into_iter()
            .flatten()
            .filter(|(_, text)| !text.is_empty())
            .collect();
        self.state.pins = pins.into_iter().flatten().collect();

        let mut positions: Vec<Vec2> = data.positions.to_vec();
        for (address, place) in &saved.positions {
            let node = host(address).and_then(|host| data.graph.node_of_host(host));
            if let (Some(node), Some(place)) = (node, place_of(*place)) {
                positions[node as usize] = place;
            }
        }
        data.placed = !positions.is_empty() && positions.iter().all(|place| place.is_finite());
        if data.placed {
            data.positions = positions.into();
            self.layout = LayoutPhase::Converged;
        }
        // What is undone from now on begins at what was saved.
        self.history = History::default();
        if missing > 0 {
            let notice = format!(
                "{missing} of what was highlighted, pinned or noted is not in the captures."
            );
            self.message = Some(match self.message.take() {
                Some(message) => format!("{message} {notice}"),
                None => notice,
            });
        }
    }
}

fn filter(text: &str) -> Result<Filter, SavedError> {
    Filter::parse(text).map_err(|error| {
        SavedError::damaged(format!(
            "{} in the filter {:?}",
            error.message,
            shortened(text)
        ))
    })
}

/// The view, unless no camera could have it.
fn view([x, y, points_per_unit]: [f64; 3]) -> Option<View> {
    let center = DVec2::new(x, y);
    let is_near = center.abs().max_element() <= f64::from(FARTHEST) * 10.0;
    (center.is_finite() && is_near && SCALES.contains(&points_per_unit)).then_some(View {
        center,
        points_per_unit,
    })
}

/// The place, unless no layout could have made it.
fn place_of(place: [f32; 2]) -> Option<Vec2> {
    let place = Vec2::from_array(place);
    (place.is_finite() && place.abs().max_element() <= FARTHEST).then_some(place)
}

fn shortened(text: &str) -> String {
    crate::text::shortened(text, 60).into_owned()
}
