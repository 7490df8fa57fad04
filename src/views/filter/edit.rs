//! How is the filter's text typed?

use std::ops::Range;
use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::{EventFilter, Id, Key, Modifiers, RichText, TextEdit, TextStyle, Ui};

use super::completion;
use super::{Actions, FilterMemory, Look};
use crate::query::{Filter, FilterError};
use crate::session::{Command, Data, Session};
use crate::text::printable;

/// Name of the field for screen readers and tests.
pub const FIELD_NAME: &str = "Filter";

/// Keys that do not take the cursor out of the field: they have a meaning in it.
const KEPT_KEYS: EventFilter = EventFilter {
    tab: true,
    horizontal_arrows: true,
    vertical_arrows: true,
    escape: true,
};

/// Whether the cursor is in the field, so that Esc drops what was typed and closes nothing else.
#[must_use]
pub fn filter_has_focus(context: &egui::Context) -> bool {
    context.memory(|memory| memory.has_focus(field_id()))
}

fn field_id() -> Id {
    Id::unique("filter-text")
}

/// Says that the text is not what is applied.
pub fn pending_ui(ui: &mut Ui, memory: &mut FilterMemory, look: &Look, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.label(
            RichText::new("Enter applies the text, Esc drops it.")
                .small()
                .color(look.weak),
        );
        if ui.small_button("Apply").clicked() {
            apply(ui, memory, actions);
        }
        if ui.small_button("Drop").clicked() {
            memory.editing = false;
        }
    });
}

/// The field, over all the room that is left.
pub fn field_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    memory: &mut FilterMemory,
    look: &Look,
    actions: &mut Actions,
) {
    let id = field_id();
    let wanted = session.shell().filter_wanted;
    if wanted {
        ui.memory_mut(|memory| memory.request_focus(id));
        actions.push(Command::FilterFocused);
    }
    let focused = ui.memory(|memory| memory.has_focus(id));
    let applied = session.state().filter.to_string();
    if !memory.editing || memory.applied != applied {
        // What a click wrote meanwhile is worth more than what was half typed.
        memory.editing = false;
        memory.error = None;
        memory.text.clone_from(&applied);
        memory.applied = applied;
    }
    let keys = Keys::taken(ui, focused, memory);
    let error_span = memory.error.as_ref().map(|error| error.span.clone());
    let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, _wrap: f32| {
        let job = marked(ui, text.as_str(), error_span.clone(), look);
        ui.fonts_mut(|fonts| fonts.layout_job(job)) as Arc<egui::Galley>
    };
    let output = TextEdit::singleline(&mut memory.text)
        .id(id)
        .hint_text("Filter: tcp.port in {80, 443} && !(dns), an address, a name …")
        .desired_width(f32::INFINITY)
        .event_filter(KEPT_KEYS)
        .layouter(&mut layouter)
        .show(ui);
    let response = &output.response.response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, FIELD_NAME));
    if response.changed() {
        memory.editing = true;
        memory.chosen = None;
        memory.dismissed = false;
        memory.error = Filter::parse(&memory.text).err();
    }
    let cursor = output
        .cursor_range
        .map_or(memory.text.chars().count(), |range| {
            range.primary.index.into()
        });
    let byte = byte_of(&memory.text, cursor);
    if focused || response.has_focus() {
        let accepted = completion::popup_ui(response, data, memory, byte, &keys, look);
        if let Some(end) = accepted {
            memory.editing = true;
            memory.chosen = None;
            memory.error = Filter::parse(&memory.text).err();
            place_cursor(ui, id, &memory.text, end);
        } else if keys.enter {
            apply(ui, memory, actions);
        }
    }
    if keys.escape {
        memory.editing = false;
        memory.dismissed = true;
        ui.memory_mut(|memory| memory.surrender_focus(id));
    }
}

/// Applies the text if it is a filter.
fn apply(ui: &Ui, memory: &mut FilterMemory, actions: &mut Actions) {
    let id = field_id();
    match Filter::parse(&memory.text) {
        Ok(filter) => {
            actions.push(Command::Filter(filter));
            memory.editing = false;
            memory.error = None;
            ui.memory_mut(|memory| memory.surrender_focus(id));
        }
        Err(error) => memory.error = Some(error),
    }
}

/// Keys that mean something else while the field is edited.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys {
    pub down: bool,
    pub up: bool,
    pub tab: bool,
    pub enter: bool,
    pub escape: bool,
}

impl Keys {
    /// Takes the keys away from the field, as far as they mean something here.
    fn taken(ui: &Ui, focused: bool, memory: &FilterMemory) -> Self {
        if !focused {
            return Self::default();
        }
        let offering = !memory.dismissed && !memory.offered.2.is_empty();
        ui.input_mut(|input| Self {
            down: offering && input.consume_key(Modifiers::NONE, Key::ArrowDown),
            up: offering && input.consume_key(Modifiers::NONE, Key::ArrowUp),
            tab: input.consume_key(Modifiers::NONE, Key::Tab),
            enter: input.consume_key(Modifiers::NONE, Key::Enter),
            escape: input.consume_key(Modifiers::NONE, Key::Escape),
        })
    }
}

/// The text with the wrong part marked.
fn marked(ui: &Ui, text: &str, wrong: Option<Range<usize>>, look: &Look) -> LayoutJob {
    let font = TextStyle::Monospace.resolve(ui.style());
    let plain = TextFormat::simple(font.clone(), look.text);
    let mut job = LayoutJob::default();
    job.wrap.max_width = f32::INFINITY;
    let Some(wrong) = wrong.filter(|span| text.get(span.clone()).is_some()) else {
        job.append(text, 0.0, plain);
        return job;
    };
    let mut marked = TextFormat::simple(font, look.error);
    marked.underline = egui::Stroke::new(1.5, look.error);
    job.append(&text[..wrong.start], 0.0, plain.clone());
    job.append(&text[wrong.clone()], 0.0, marked);
    job.append(&text[wrong.end..], 0.0, plain);
    job
}

/// Says what is wrong; returns the text with the suggestion in place if that was clicked.
pub fn error_ui(ui: &mut Ui, error: &FilterError, look: &Look) -> Option<String> {
    let mut mended = None;
    ui.horizontal(|ui| {
        let place = error
            .text
            .get(..error.span.start)
            .unwrap_or("")
            .chars()
            .count()
            + 1;
        let message = capitalized(&printable(&error.message));
        let text = format!("{message} (at character {place})");
        ui.label(RichText::new(text).small().color(look.error));
        if let Some(suggestion) = &error.suggestion {
            let shown = suggestion.trim_matches('`');
            let label = format!("Use {}", printable(shown));
            if ui.small_button(label).clicked() {
                let mut text = error.text.clone();
                if text.get(error.span.clone()).is_some() {
                    text.replace_range(error.span.clone(), shown);
                    mended = Some(text);
                }
            }
        }
    });
    mended
}

/// A sentence that begins in upper case, unless it begins with a quoted part of the filter.
fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The byte at which a character begins.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte)
}

/// Puts the cursor behind a byte of the text.
fn place_cursor(ui: &Ui, id: Id, text: &str, byte: usize) {
    let character = text.get(..byte).unwrap_or(text).chars().count();
    if let Some(mut state) = TextEdit::load_state(ui.ctx(), id) {
        let at = CCursorRange::one(CCursor::new(character));
        state.cursor.set_char_range(Some(at));
        state.store(ui.ctx(), id);
    }
    ui.memory_mut(|memory| memory.request_focus(id));
}
