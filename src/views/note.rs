//! What did the user write about this?
//!
//! A text below the card of what is selected, and all texts in a list when nothing is. What is
//! typed without a pause is one step of the history.

use egui::{RichText, TextEdit, Ui, WidgetInfo};

use super::{Actions, Look};
use crate::session::{Command, Data, Item, NotePlace, Session, TimeWindow};
use crate::text::{printable, shortened};
use crate::units::Count;

/// Characters of a note in a list or on a card.
const SHORT_CHARS: usize = 120;

/// Lets the user write about something.
pub fn note_ui(
    ui: &mut Ui,
    session: &Session,
    place: NotePlace,
    title: &str,
    actions: &mut Actions,
) {
    let written = session.state().notes.get(&place);
    let mut text = written.cloned().unwrap_or_default();
    let edit = TextEdit::multiline(&mut text)
        .id_salt(("note", place))
        .hint_text("Write a note…")
        .desired_rows(1)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    let label = format!("Note on {title}");
    response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, &label));
    if response.changed() {
        actions.push(Command::Note(place, text));
    }
    if response.lost_focus() {
        actions.push(Command::EndGesture);
    }
}

/// All notes, each with a link to what it is about.
pub fn notes_list_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    look: &Look,
    actions: &mut Actions,
) {
    let state = session.state();
    if let Some(window) = state.window {
        let title = window_title(session, window);
        ui.add_space(8.0);
        ui.label(RichText::new(&title).color(look.weak).strong());
        note_ui(ui, session, NotePlace::Time(window), &title, actions);
    }
    if state.notes.is_empty() {
        return;
    }
    ui.add_space(8.0);
    let count = Count(state.notes.len() as u64);
    ui.label(
        RichText::new(format!("Your notes: {count}"))
            .color(look.weak)
            .strong(),
    );
    for (place, text) in &state.notes {
        let (title, command) = match *place {
            NotePlace::Item(item) => (item_title(data, item), Command::Select(item)),
            NotePlace::Time(window) => {
                (window_title(session, window), Command::Window(Some(window)))
            }
        };
        let response = ui.link(shortened(&title, 40).into_owned());
        if let NotePlace::Item(item) = *place
            && response.hovered()
        {
            actions.hover(item);
        }
        if response.clicked() {
            actions.push(command);
        }
        ui.label(RichText::new(short(text)).color(look.weak));
    }
}

/// The note on something, for a card under the pointer.
pub fn card_note_ui(ui: &mut Ui, session: &Session, item: Item, look: &Look) {
    if let Some(text) = session.state().notes.get(&NotePlace::Item(item)) {
        ui.add(egui::Label::new(RichText::new(short(text)).color(look.highlight)).wrap());
    }
}

fn short(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    shortened(&printable(&line), SHORT_CHARS).into_owned()
}

fn item_title(data: &Data, item: Item) -> String {
    data.title_of(item)
}

fn window_title(session: &Session, window: TimeWindow) -> String {
    session.clock().from_to(window.first, window.end)
}
