//! What does a user change?
//!
//! [`State`] is everything that changes the picture; it is a small plain value, so undo keeps
//! whole copies. [`Settings`] outlive the program, [`Shell`] is what is open at the moment; neither
//! is undone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use glam::{DVec2, Vec2};
use serde::{Deserialize, Serialize};

use super::{
    Arrangement, ColorBy, Groups, Item, Matrix, NodeBudget, Scatter, SizeBy, Trend, TrendColor,
};
use crate::graph::{Grouping, NodeKind};
use crate::query::{
    AxisChoice, AxisColumn, Comparison, Expr, Field, Filter, Relation, Test, Value,
};
use crate::units::Timestamp;

/// Everything that changes the picture and can be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The text that decides which flows are visible.
    pub filter: Filter,
    /// Flows that begin outside of this are not visible either.
    pub window: Option<TimeWindow>,
    /// A second window that the first is compared with: flows that begin in it are visible too, and
    /// colours say what changed.
    pub compare: Option<TimeWindow>,
    /// The brushes on the parallel axes, in the order in which they are joined.
    pub sequence: Vec<SelectionStep>,
    /// The parallel axes, from left to right.
    pub axes: Vec<AxisChoice>,
    /// The columns of the scatter.
    pub scatter: Scatter,
    /// What rows and cells of the matrix are.
    pub matrix: Matrix,
    /// What is highlighted.
    pub selection: BTreeSet<Item>,
    /// What a node is, and whether flows without IP are shown.
    pub grouping: Grouping,
    /// Which nodes are groups, and which groups are open.
    pub groups: Groups,
    /// What the colours mean.
    pub color_by: ColorBy,
    /// What a node is large by.
    pub size_by: SizeBy,
    /// Whether size grows with the logarithm of that.
    pub size_log: bool,
    /// Whether direction is shown as two strands instead of a taper.
    pub two_strands: bool,
    /// Whether labels are drawn.
    pub labels: bool,
    /// Whether edges that were seen last long before the window's end are fainter.
    pub fade: bool,
    /// Selections that the time bar draws as lines.
    pub trends: BTreeMap<TrendColor, Trend>,
    /// Where the camera looks; none follows the whole graph.
    pub view: Option<View>,
    /// Nodes held in place by hand: host code to world position.
    pub pins: BTreeMap<u32, Vec2>,
    /// Seed of the layout.
    pub seed: u64,
    /// What places stand for, and what was laid out.
    pub arrangement: Arrangement,
    /// What was written about nodes, edges and times; never empty text.
    pub notes: BTreeMap<NotePlace, String>,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotePlace {
    /// A node, an edge, or anything else that can be pointed at.
    Item(Item),
    /// A stretch of time.
    Time(TimeWindow),
}

impl Default for State {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            window: None,
            compare: None,
            sequence: Vec::new(),
            axes: AxisChoice::initial(),
            scatter: Scatter::default(),
            matrix: Matrix::default(),
            selection: BTreeSet::new(),
            grouping: Grouping {
                node: NodeKind::Host,
                non_ip: false,
            },
            groups: Groups::default(),
            color_by: ColorBy::Application,
            size_by: SizeBy::Degree,
            size_log: false,
            two_strands: false,
            labels: true,
            fade: false,
            trends: BTreeMap::new(),
            view: None,
            pins: BTreeMap::new(),
            seed: 1,
            arrangement: Arrangement::default(),
            notes: BTreeMap::new(),
        }
    }
}

impl State {
    /// Whether what is visible depends on notes.
    #[must_use]
    pub fn asks_notes(&self) -> bool {
        let mut steps = self.sequence.iter();
        self.filter.asks_notes() || steps.any(|step| step.filter.asks_notes())
    }

    /// The window and the one that it is compared with, if two are: one is never compared with
    /// everything.
    #[must_use]
    pub fn compared(&self) -> Option<[TimeWindow; 2]> {
        Some([self.window?, self.compare?])
    }

    /// One filter that passes exactly the visible flows: the text and all brushes.
    #[must_use]
    pub fn visible_filter(&self) -> Filter {
        let window = match (self.compared(), self.window) {
            (None, None) => Filter::default(),
            (None, Some(window)) => window.filter(),
            (Some(both), _) => {
                let either = both.map(TimeWindow::filter).into_iter();
                let parts = either.filter_map(|filter| filter.expr().cloned());
                Filter::from(Expr::Or(parts.collect()))
            }
        };
        self.filter
            .clone()
            .and(window)
            .and(sequence_filter(&self.sequence))
    }
}

/// A stretch of time: from `first` on, before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeWindow {
    /// The first moment in it.
    pub first: Timestamp,
    /// The first moment after it.
    pub end: Timestamp,
}

impl TimeWindow {
    /// The window between two moments, whichever is earlier; at least a nanosecond long.
    #[must_use]
    pub fn between(a: Timestamp, b: Timestamp) -> Self {
        let (first, end) = (a.min(b), a.max(b));
        Self {
            first,
            end: end.max(Timestamp(first.0.saturating_add(1))),
        }
    }

    /// Length in nanoseconds, saturating.
    #[must_use]
    pub fn nanos(self) -> i64 {
        self.end.0.saturating_sub(self.first.0)
    }

    /// The same window, this many nanoseconds later.
    #[must_use]
    pub fn shifted(self, nanos: i64) -> Self {
        Self {
            first: Timestamp(self.first.0.saturating_add(nanos)),
            end: Timestamp(self.end.0.saturating_add(nanos)),
        }
    }

    /// The filter that passes the same flows.
    #[must_use]
    pub fn filter(self) -> Filter {
        let bound = |comparison, time| {
            Test::new(
                Field::First,
                Relation::Compare(comparison, Value::Time(time)),
            )
            .map(|test| Filter::from(Expr::Test(test)))
            .unwrap_or_default()
        };
        bound(Comparison::AtLeast, self.first).and(bound(Comparison::Less, self.end))
    }
}

/// How a step of a selection sequence changes what was selected before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Join {
    /// Both.
    #[default]
    And,
    /// Either.
    Or,
    /// One of them, not both.
    Xor,
    /// What was selected, without this.
    Not,
}

impl Join {
    /// Every way, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::And, Self::Or, Self::Xor, Self::Not];

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Xor => "xor",
            Self::Not => "not",
        }
    }
}

/// One brush, as text, and how it joins those before it (Theus, "Interactive Data Visualization
/// using Mondrian", 2002).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionStep {
    /// How it joins; the first one selects, or with [`Join::Not`] leaves out.
    pub join: Join,
    /// What it asks.
    pub filter: Filter,
}

/// One filter that asks what a selection sequence asks.
#[must_use]
pub fn sequence_filter(sequence: &[SelectionStep]) -> Filter {
    // A step that asks nothing is not there.
    let mut steps = sequence.iter().filter(|step| !step.filter.is_empty());
    let Some(first) = steps.next() else {
        return Filter::default();
    };
    let mut all = match first.join {
        Join::Not => first.filter.clone().negated(),
        _ => first.filter.clone(),
    };
    for step in steps {
        let next = step.filter.clone();
        let pair = |all: Filter, next: Filter| {
            [all, next]
                .into_iter()
                .filter_map(|filter| filter.expr().cloned())
                .collect()
        };
        all = match step.join {
            Join::And => all.and(next),
            Join::Not => all.and(next.negated()),
            Join::Or => Filter::from(Expr::Or(pair(all, next))),
            Join::Xor => Filter::from(Expr::Xor(pair(all, next))),
        };
    }
    all
}

/// Where the camera looks, independent of the panel's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// World point at the centre.
    pub center: DVec2,
    /// Points per world unit.
    pub points_per_unit: f64,
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// Dark, the default: a picture of many thin bright strokes reads best on it.
    #[default]
    Dark,
    /// Light.
    Light,
    /// Whatever the desktop uses.
    System,
}

/// What the program remembers from one run to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Captures opened before, latest first.
    pub recent: Vec<PathBuf>,
    /// Filters applied before, latest first.
    pub filters: Vec<String>,
    /// Whether the one-time hint was shown.
    pub hint_seen: bool,
    /// Whether camera moves jump instead of gliding.
    pub reduce_motion: bool,
    /// Whether times are shown in the local zone instead of UTC.
    pub local_time: bool,
    /// Number of nodes above which a picture begins grouped.
    pub node_budget: NodeBudget,
    /// The parallel axes, written as in a script; none before they were changed.
    pub axes: Option<Vec<String>>,
    /// The scatter's columns, written as in a script; empty before they were changed.
    pub scatter: String,
    /// The matrix's rows and cells, written as in a script; empty before they were changed.
    pub matrix: String,
}

impl Settings {
    /// Recent captures remembered.
    const MAX_RECENT: usize = 10;

    /// Filters remembered.
    const MAX_FILTERS: usize = 30;
    /// Bytes of a filter that is remembered.
    const MAX_FILTER_BYTES: usize = 4_000;

    /// Remembers what the parallel axes, the scatter and the matrix show, where it differs from
    /// before.
    pub fn remember_pictures(&mut self, before: &State, state: &State) {
        if before.axes != state.axes {
            self.axes = Some(state.axes.iter().map(ToString::to_string).collect());
        }
        if before.scatter != state.scatter {
            self.scatter = state.scatter.to_string();
        }
        if before.matrix != state.matrix {
            self.matrix = state.matrix.to_string();
        }
    }

    /// The state to begin with: pictures show what they showed in the last run, without anything
    /// that this version does not know.
    #[must_use]
    pub fn first_state(&self) -> State {
        State {
            axes: self.first_axes(),
            scatter: self.scatter.parse().unwrap_or_default(),
            matrix: self.matrix.parse().unwrap_or_default(),
            ..State::default()
        }
    }

    /// The parallel axes to begin with: those of the last run, without any that this version does
    /// not know.
    #[must_use]
    pub fn first_axes(&self) -> Vec<AxisChoice> {
        match &self.axes {
            Some(axes) => axes
                .iter()
                .take(AxisColumn::ALL.len())
                .filter_map(|axis| axis.parse().ok())
                .collect(),
            None => AxisChoice::initial(),
        }
    }

    /// Puts a filter at the head of those applied before.
    pub fn remember_filter(&mut self, filter: &Filter) {
        let text = filter.to_string();
        if text.is_empty() || text.len() > Self::MAX_FILTER_BYTES {
            return;
        }
        self.filters.retain(|known| *known != text);
        self.filters.insert(0, text);
        self.filters.truncate(Self::MAX_FILTERS);
    }

    /// Puts a capture at the head of the recent ones.
    pub fn remember(&mut self, path: PathBuf) {
        // Standard input cannot be opened again.
        if path.as_os_str() == "-" {
            return;
        }
        self.recent.retain(|known| *known != path);
        self.recent.insert(0, path);
        self.recent.truncate(Self::MAX_RECENT);
    }
}

/// What is open on the screen besides the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shell {
    /// The command palette.
    pub palette: bool,
    /// The find window.
    pub find: bool,
    /// The sheet of shortcuts.
    pub shortcuts: bool,
    /// The export dialog.
    pub export: bool,
    /// The about box.
    pub about: bool,
    /// Whether all panels but the graph are hidden.
    pub panels_hidden: bool,
    /// Whether the window fills the screen.
    pub full_screen: bool,
    /// Whether the cursor shall go into the filter.
    pub filter_wanted: bool,
}
