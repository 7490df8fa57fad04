//! What does the window show?
//!
//! Each panel is a function of the session: it draws, and pushes what the user wants into
//! [`Actions`]. No panel changes the session or computes a sum of its own; what a panel must
//! remember for itself (a scroll position, a half-typed word) is in [`Memory`].

mod about;
mod actions;
mod applications;
mod arrangement;
mod axes;
mod bars;
mod classes;
mod column;
mod dock;
mod errand;
mod export;
mod filter;
mod find;
mod flows;
mod graph;
mod heat;
mod history;
mod inspector;
mod item_menu;
mod legend;
mod look;
mod made;
mod matrix;
mod memory;
mod menu;
mod message;
mod note;
mod notes;
mod numbers;
mod palette;
mod pane;
mod ranked;
mod rectangle;
mod scatter;
mod shortcuts;
mod start;
mod tabs;
mod time;
mod totals;
mod windows;

pub use about::about_ui;
pub use actions::Actions;
pub use applications::applications_ui;
pub use axes::{axes_ui, step_had_focus};
pub use column::column_ui;
pub use dock::Dock;
pub use errand::{Answer, Errand, Errands, Stop, Work};
pub use export::{Background, ExportChoice, export_ui};
pub use filter::{FilterMemory, filter_has_focus, filter_ui};
pub use find::find_ui;
pub use flows::flows_ui;
pub use graph::{Canvas, Painted, graph_ui};
pub use history::history_ui;
pub use inspector::inspector_ui;
pub use legend::legend_ui;
pub use look::{Look, install_fonts, install_style};
pub use matrix::matrix_ui;
pub use memory::Memory;
pub use menu::menu_ui;
pub use message::message_ui;
pub use notes::notes_ui;
pub use numbers::numbers_ui;
pub use palette::palette_ui;
pub use pane::{Pane, PaneContext};
pub use ranked::{Ranked, RankedMemory, ranked_ui};
pub use scatter::scatter_ui;
pub use shortcuts::shortcuts_ui;
pub use start::start_ui;
pub use time::time_ui;
pub use totals::totals_ui;
