//! What can a user change, and what follows from it?
//!
//! ```text
//! Command ──apply──▶ State (undoable) ──weave──▶ Visible, Tallies, Lit ──▶ views
//!                                  worker ──receive──▶ Traffic, Graph, Positions
//! ```
//!
//! Only [`Session::apply`] changes what a user can change, and only [`Session::receive`] takes in
//! what workers made. Views read the session and push [`Command`]s; drawing twice changes nothing.

mod apply;
mod arrangement;
mod aside;
mod brushes;
mod change;
mod clock;
mod command;
mod data;
mod drawn;
mod ground;
mod groups;
mod history;
mod item;
mod lit;
mod model;
mod naming;
pub mod narrowing;
mod pictures;
mod placement;
mod reach;
mod receive;
mod regroup;
mod saved;
pub mod script;
mod state;
mod step;
mod sums;
mod totals;
mod trend;
mod visible;
mod woven;

pub use crate::scene::{Category, ColorBy, FlowColor, SizeBy};
pub use apply::{Effect, SESSION_ENDING, is_session};
pub use arrangement::{Arrangement, LayoutMode};
pub use aside::{Aside, LEAST_FADE};
pub use clock::Clock;
pub use command::{Command, Sample};
pub use data::{Data, ShownRevision};
pub use drawn::DrawingInput;
pub use ground::Ground;
pub use groups::{
    GroupBy, GroupEnd, GroupRef, Grouped, Groups, MOST_LEVELS, NodeBudget, Plan, Subnet, Whole,
};
pub use history::History;
pub use item::{Item, category_filter, has_category};
pub use lit::Lit;
pub use model::{LayoutPhase, ReadStatus, Session};
pub use naming::{host_address, host_name, host_names, host_title, node_label};
pub use narrowing::excludes;
pub use pictures::{Matrix, Measure, Scatter};
pub use placement::{KnownPlaces, PlaceKey, Placement, address_key};
pub use reach::{NodeMeasure, Reach, selected_nodes, visible_adjacency};
pub use receive::{Arrival, KeptSession};
pub use regroup::GroupJob;
pub use saved::{
    MOST_SESSION_BYTES, Restored, Saved, SavedError, SavedInput, SavedNote, SavedReading,
    SavedState, SavedStep, SavedTrend, Snapshot,
};
pub use state::{
    Join, NotePlace, SelectionStep, Settings, Shell, State, ThemeChoice, TimeWindow, View,
};
pub use totals::{Share, Shares};
pub use trend::{Trend, TrendColor};
pub use visible::Narrowed;
pub use woven::{Weaving, Woven, weave};
