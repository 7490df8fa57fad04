//! How does a stored session become the open one?
//!
//! In two parts: what needs no table decides what the first frame shows; items, pins, notes and
//! places follow when everything was read. What the captures no longer have is counted and told.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use glam::{DVec2, Vec2};

use super::{Saved, SavedError, SavedState, steps};
use crate::capture::Address;
use crate::flow::FlowTable;
use crate::graph::{Grouping, NodeKind};
use crate::query::{AxisColumn, Filter, moment};
use crate::session::script::{
    Anything, InTable, Line, Resolve, ScriptError, group, item, note_place,
};
use crate::session::{
    Arrangement, ColorBy, GroupRef, Groups, History, Item, Join, LayoutMode, LayoutPhase,
    MOST_LEVELS, NotePlace, SelectionStep, Session, SizeBy, State, TimeWindow, Trend, TrendColor,
    View,
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
        self.state.items(&Anything)?;
        for words in &self.state.groups_except {
            group(&mut Line::new(words), &Anything)
                .map_err(|error| SavedError::damaged(format!("{words:?}: {}", error.message)))?;
        }
        let state = &self.state;
        let placed = state.pins.keys().chain(self.positions.keys());
        for address in placed.chain(&state.centre) {
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
        self.state.look()
    }
}

impl SavedState {
    /// The parts of the state that need no table.
    ///
    /// # Errors
    /// When a part makes no sense.
    fn look(&self) -> Result<State, SavedError> {
        let stored = self;
        let one_of = |what: &str, value: &str| {
            SavedError::damaged(format!("{what} cannot be {:?}", shortened(value)))
        };
        let window = |stored: &Option<[String; 2]>| -> Result<Option<TimeWindow>, SavedError> {
            let Some([first, end]) = stored else {
                return Ok(None);
            };
            let time = |text: &str| moment(text).ok_or_else(|| one_of("a time", text));
            Ok(Some(TimeWindow::between(time(first)?, time(end)?)))
        };
        let trends = stored.trends.iter().map(|(color, trend)| {
            let named = TrendColor::from_key(color);
            let trend = Trend {
                name: trend.name.clone(),
                filter: filter(&trend.filter)?,
            };
            Ok((named.ok_or_else(|| one_of("a trend line", color))?, trend))
        });
        let sequence = stored.sequence.iter().map(|step| {
            let join = Join::ALL.into_iter().find(|join| join.label() == step.join);
            Ok(SelectionStep {
                join: join.ok_or_else(|| one_of("a brush", &step.join))?,
                filter: filter(&step.filter)?,
            })
        });
        Ok(State {
            filter: filter(&stored.filter)?,
            window: window(&stored.window)?,
            compare: window(&stored.compare)?,
            sequence: sequence.collect::<Result<_, SavedError>>()?,
            axes: stored
                .axes
                .iter()
                .take(AxisColumn::ALL.len())
                .map(|axis| axis.parse().map_err(|_| one_of("an axis", axis)))
                .collect::<Result<_, SavedError>>()?,
            scatter: (stored.scatter.parse()).map_err(|_| one_of("a scatter", &stored.scatter))?,
            matrix: (stored.matrix.parse()).map_err(|_| one_of("a matrix", &stored.matrix))?,
            grouping: Grouping {
                node: match stored.node.as_str() {
                    "host" => NodeKind::Host,
                    "mac" => NodeKind::Mac,
                    other => return Err(one_of("a node", other)),
                },
                non_ip: stored.non_ip,
            },
            groups: Groups {
                by: stored
                    .group_by
                    .iter()
                    .take(MOST_LEVELS)
                    .map(|by| by.parse().map_err(|_| one_of("a group", by)))
                    .collect::<Result<_, SavedError>>()?,
                fold: stored.fold,
                all_open: stored.groups_open,
                except: BTreeSet::new(),
            },
            color_by: ColorBy::from_word(&stored.color_by)
                .ok_or_else(|| one_of("what colours mean", &stored.color_by))?,
            size_by: SizeBy::from_word(&stored.size_by)
                .ok_or_else(|| one_of("what sizes mean", &stored.size_by))?,
            size_log: stored.size_log,
            two_strands: stored.two_strands,
            labels: stored.labels,
            fade: stored.fade,
            trends: trends.collect::<Result<_, SavedError>>()?,
            view: stored.view.and_then(view),
            seed: stored.seed,
            arrangement: Arrangement {
                mode: LayoutMode::from_word(&stored.layout)
                    .ok_or_else(|| one_of("a layout", &stored.layout))?,
                centre: BTreeSet::new(),
                visible: (stored.laid_out.as_deref().map(filter)).transpose()?,
            },
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
        let selection = self.selection.iter().map(|text| {
            let read = |resolve| item(&mut Line::new(text), resolve);
            // What cannot be read for any table is damage; what this one lacks is not.
            read(&Anything).map_err(damaged)?;
            Ok(read(resolve).ok())
        });
        let notes = self.notes.iter().map(|note| {
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

    /// The whole state, and how much of what was highlighted, pinned and noted the table lacks.
    ///
    /// # Errors
    /// When a part makes no sense.
    pub(super) fn whole(&self, table: &FlowTable) -> Result<(State, usize), SavedError> {
        let mut state = self.look()?;
        let missing = self.complete(&mut state, table)?;
        Ok((state, missing))
    }

    /// Looks up in a table what is stored by text; how much of it the table lacks.
    fn complete(&self, state: &mut State, table: &FlowTable) -> Result<usize, SavedError> {
        let (selection, notes) = self.items(&InTable(table))?;
        let pins: Vec<Option<(u32, Vec2)>> = self
            .pins
            .iter()
            .filter_map(|(address, place)| Some((address, place_of(*place)?)))
            .map(|(address, place)| Some((host_of(table, address)?, place)))
            .collect();
        let groups: Vec<Option<GroupRef>> = self
            .groups_except
            .iter()
            .map(|words| group(&mut Line::new(words), &InTable(table)).ok())
            .collect();
        let missing = selection.iter().filter(|item| item.is_none()).count()
            + notes.iter().filter(|note| note.is_none()).count()
            + pins.iter().filter(|pin| pin.is_none()).count();
        let centre = self.centre.iter();
        state.arrangement.centre = centre.filter_map(|text| host_of(table, text)).collect();
        state.selection = selection.into_iter().flatten().collect();
        let notes = notes.into_iter().flatten();
        state.notes = notes.filter(|(_, text)| !text.is_empty()).collect();
        state.pins = pins.into_iter().flatten().collect();
        // A group whose host is gone is as all others.
        state.groups.except = groups.into_iter().flatten().collect();
        Ok(missing)
    }
}

fn host_of(table: &FlowTable, address: &str) -> Option<u32> {
    table.hosts.code(address.parse::<Address>().ok()?)
}

impl Session {
    /// Looks up what was stored by text, now that everything was read.
    pub(in crate::session) fn complete_restoring(&mut self) {
        let Some(Restored { saved, .. }) = self.restoring.take() else {
            return;
        };
        // What was saved without groups was meant so.
        self.groups_chosen = true;
        let Some(data) = &mut self.data else { return };
        let table = &data.traffic.table;
        let Ok(missing) = saved.state.complete(&mut self.state, table) else {
            return;
        };
        let mut positions: Vec<Vec2> = data.positions.to_vec();
        for (address, place) in &saved.positions {
            let node = host_of(table, address).and_then(|host| data.graph.node_of_host(host));
            if let (Some(node), Some(place)) = (node, place_of(*place)) {
                positions[node as usize] = place;
            }
        }
        if !positions.is_empty() && positions.iter().all(|place| place.is_finite()) {
            data.positions = positions.into();
            data.recalled = Some(data.positions.clone());
            self.layout = LayoutPhase::Converged;
        }
        let mut notices = Vec::new();
        if missing > 0 {
            notices.push(format!(
                "{missing} of what was highlighted, pinned or noted is not in the captures."
            ));
        }
        let stored = saved.history.as_ref();
        let history = stored.map(|stored| steps::history(stored, &saved.state, table));
        self.history = history
            .unwrap_or_else(|| Ok(History::default()))
            .unwrap_or_else(|_| {
                notices.push("The steps that could be undone are damaged and left out.".to_owned());
                History::default()
            });
        if !notices.is_empty() {
            let message = self.message.take();
            self.message = Some(
                message
                    .into_iter()
                    .chain(notices)
                    .collect::<Vec<_>>()
                    .join(" "),
            );
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
