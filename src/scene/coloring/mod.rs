//! Which colour has each node and edge when colour stands for something found out about them?
//!
//! ```text
//! Shown (table, graph, visible flows, sums) ──Coloring::of──▶ shade of each node and edge, and key
//! ```
//!
//! Application and transport are known for every edge from its sums. Everything else (direction,
//! component, community, first seen, a column) is worked out here, elsewhere than in a frame. A
//! shade is a place in the key: one of at most ten classes, "others", "none", or a step of a ramp;
//! which colour that is depends on the theme alone.

mod about;
mod classes;
mod columns;
mod groups;
mod merged;
mod ramp;

pub(super) use groups::visible_edges;

pub use about::Found;
pub use classes::{ClassKind, ColorEntry};
pub use ramp::{RAMP_STEPS, Ramp, RampUnit};

use super::ColorBy;
use super::tokens::{Rgba, Theme, class_color, ramp_color, rest_color};
use crate::flow::FlowTable;
use crate::graph::Graph;
use crate::query::{AxisColumn, FlowSet, Tallies};

/// What a colouring or sizing is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The flows.
    pub table: &'a FlowTable,
    /// What they make.
    pub graph: &'a Graph,
    /// Which of them are visible.
    pub visible: &'a FlowSet,
    /// Sums over the visible flows.
    pub tallies: &'a Tallies,
    /// Distinct neighbours of each host over all flows, `[host code]`.
    pub degrees: &'a [u32],
}

/// Says whether an answer is no longer wanted.
pub type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// A place in the key; [`NO_SHADE`] for what has none.
pub type Shade = u16;
/// What is not drawn, or has no value.
pub const NO_SHADE: Shade = Shade::MAX;
/// Classes with a colour of their own; what is beyond them is one class, "others".
pub const MOST_CLASSES: usize = 10;

/// The shades of everything in one picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Coloring {
    /// What colour stands for.
    pub color_by: ColorBy,
    /// `[node]`.
    pub nodes: Vec<Shade>,
    /// `[edge]`.
    pub edges: Vec<Shade>,
    /// What the shades mean.
    pub key: ColorKey,
    /// What was found out about each node and edge; shades are coarser.
    pub found: Found,
}

/// What shades mean.
#[derive(Clone, Debug, PartialEq)]
pub enum ColorKey {
    /// One entry for each shade; the visible nodes and edges of all entries together are all of
    /// them.
    Classes(Vec<ColorEntry>),
    /// Steps between two values.
    Ramp(Ramp),
}

/// How one class is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// In one of the [`MOST_CLASSES`] colours.
    Class(u8),
    /// In grey: others, none, between.
    Rest,
}

impl Paint {
    /// Its colour.
    #[must_use]
    pub fn color(self, theme: Theme) -> Rgba {
        match self {
            Self::Class(class) => class_color(usize::from(class), theme),
            Self::Rest => rest_color(theme),
        }
    }
}

impl Coloring {
    /// Works out the shades; none if colour stands for application or transport, which need none,
    /// or if `stop` said so.
    #[must_use]
    pub fn of(color_by: ColorBy, shown: &Shown<'_>, stop: Stop<'_>) -> Option<Self> {
        let coloring = match color_by {
            ColorBy::Application | ColorBy::Transport => return None,
            ColorBy::Direction => groups::direction(shown),
            ColorBy::Component => groups::component(shown),
            ColorBy::Community => groups::community(shown, stop)?,
            ColorBy::FirstSeen => columns::first_seen(shown),
            ColorBy::Column(column) if columns::is_number(column) => columns::number(shown, column),
            ColorBy::Column(column) => columns::category(shown, column),
        };
        (!stop()).then_some(coloring)
    }

    /// The colour of a shade.
    #[must_use]
    pub fn color(&self, shade: Shade, theme: Theme) -> Rgba {
        match &self.key {
            ColorKey::Classes(entries) => entries
                .get(usize::from(shade))
                .map_or(rest_color(theme), |entry| entry.paint.color(theme)),
            ColorKey::Ramp(_) if shade == NO_SHADE => rest_color(theme),
            ColorKey::Ramp(_) => ramp_color(f32::from(shade) / f32::from(RAMP_STEPS - 1), theme),
        }
    }

    /// Whether it was made for a graph of so many nodes and edges.
    #[must_use]
    pub fn fits(&self, nodes: usize, edges: usize) -> bool {
        self.nodes.len() == nodes && self.edges.len() == edges
    }
}

/// Whether a column is shown as a ramp; otherwise as classes.
#[must_use]
pub fn is_ramp(column: AxisColumn) -> bool {
    columns::is_number(column)
}
