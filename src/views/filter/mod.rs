//! Which flows does the text above the picture ask for?
//!
//! ```text
//! [ tcp.port == 443 && !(app == dns)            ] [09:00–09:05 ×] [2 brushes ×]  [History ▾] [Copy ▾]
//! ```
//!
//! The bar shows the filter that is applied; clicks elsewhere write into it. While it is edited it
//! keeps the typed text, says what is wrong and where, and offers what could stand at the cursor.
//! Enter applies, Esc goes back to what is applied.

mod chips;
mod completion;
mod edit;
mod menus;

pub use edit::filter_has_focus;
use egui::Ui;

use super::{Actions, Look, Memory};
use crate::query::{Completion, Filter, FilterError};
use crate::session::Session;

/// What the bar remembers between frames.
#[derive(Clone, Debug, Default)]
pub struct FilterMemory {
    /// The text in the field.
    text: String,
    /// The applied filter's text when editing began.
    applied: String,
    /// Whether the text is being edited: it may differ from the filter that is applied.
    editing: bool,
    /// What is wrong with the text.
    error: Option<FilterError>,
    /// The chosen completion, counted from the first; none until an arrow key chooses.
    chosen: Option<usize>,
    /// Whether completions were dismissed for the present text.
    dismissed: bool,
    /// Text and cursor for which completions were last made, and those.
    offered: (String, usize, Vec<Completion>),
}

/// Draws the bar.
pub fn filter_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else { return };
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            menus::copy_menu_ui(ui, session, look);
            menus::history_menu_ui(ui, session, memory, actions);
            chips::chips_ui(ui, session, data, look, actions);
            edit::field_ui(ui, session, data, &mut memory.filter, look, actions);
        });
    });
    if !memory.filter.editing {
        return;
    }
    match &memory.filter.error {
        None => edit::pending_ui(ui, &mut memory.filter, look, actions),
        Some(error) => {
            if let Some(text) = edit::error_ui(ui, error, look) {
                memory.filter.error = Filter::parse(&text).err();
                memory.filter.text = text;
            }
        }
    }
}
