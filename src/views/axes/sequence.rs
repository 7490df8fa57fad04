//! Which brushes are there, in words?
//!
//! The selection sequence as a list: how each step joins those above it, its text, how many flows
//! it selects on its own. Everything can be edited, reordered and taken out.

use egui::{RichText, Ui};

use super::super::{Actions, Look};
use super::Given;
use super::plot::AxesMemory;
use crate::query::Filter;
use crate::session::{Command, Join, SelectionStep, Session};
use crate::units::{Count, counted};

/// A text that is being edited.
#[derive(Clone, Debug, Default)]
pub(super) struct Edit {
    /// Its step; one more than the last is a new one.
    place: usize,
    text: String,
    /// What is wrong with it.
    error: Option<String>,
}

/// Height of a row of the list, in points.
const ROW_PTS: f32 = 27.0;
/// Rows for which there is always room, so that the axes rarely move.
const LEAST_ROWS: usize = 3;
/// Width of the choice of a join, in points.
const JOIN_PTS: f32 = 56.0;
/// Width of all that stands left of a text, in points.
const JOIN_COLUMN_PTS: f32 = 80.0;
/// Room for the number of flows, in points.
const COUNT_PTS: f32 = 104.0;
/// Room for what stands right of a text, in points.
const RIGHT_PTS: f32 = 226.0;

/// Height that the list takes of what there is.
pub(super) fn height_pts(session: &Session, available_pts: f32) -> f32 {
    let rows = (session.state().sequence.len() + 1).max(LEAST_ROWS);
    (rows as f32 * ROW_PTS + 12.0).min(0.35 * available_pts)
}

/// What a row asks for.
enum Wish {
    Join(usize, Join),
    Text(usize, Filter),
    Remove(usize),
    Swap(usize, usize),
}

/// Draws the list.
pub(super) fn sequence_ui(
    ui: &mut Ui,
    given: Given<'_>,
    memory: &mut AxesMemory,
    actions: &mut Actions,
) {
    let look = given.look;
    let sequence = &given.session.state().sequence;
    let mut wish = None;
    egui::ScrollArea::vertical()
        .id_salt("selection sequence")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            for (place, step) in sequence.iter().enumerate() {
                ui.horizontal(|ui| {
                    row_ui(ui, place, step, sequence.len(), given, memory, &mut wish);
                });
            }
            ui.horizontal(|ui| new_row_ui(ui, sequence.len(), memory, look, &mut wish));
        });
    let Some(wish) = wish else { return };
    let mut steps = sequence.clone();
    match wish {
        Wish::Join(place, join) => steps[place].join = join,
        Wish::Text(place, filter) => match steps.get_mut(place) {
            Some(step) => step.filter = filter,
            None => steps.push(SelectionStep {
                join: if steps.is_empty() && memory.join != Join::Not {
                    Join::And
                } else {
                    memory.join
                },
                filter,
            }),
        },
        Wish::Remove(place) => {
            steps.remove(place);
        }
        Wish::Swap(a, b) => steps.swap(a, b),
    }
    memory.edit = None;
    actions.push(Command::EndGesture);
    actions.push(Command::Sequence(steps));
    actions.push(Command::EndGesture);
}

/// A step: how it joins, its text, what it selects, and what can be done with it.
fn row_ui(
    ui: &mut Ui,
    place: usize,
    step: &SelectionStep,
    count: usize,
    given: Given<'_>,
    memory: &mut AxesMemory,
    wish: &mut Option<Wish>,
) {
    let Given { data, look, .. } = given;
    ui.scope(|ui| {
        ui.set_min_width(JOIN_COLUMN_PTS);
        join_ui(ui, place, step.join, wish);
    });
    text_ui(ui, place, &step.filter.to_string(), memory, look, wish);
    let info = memory.steps.info(&step.filter);
    if !error_ui(ui, place, COUNT_PTS, memory, look)
        && let Some(info) = info
    {
        let all = data.traffic.table.len() as u64;
        let text = counted(info.flows, "flow");
        ui.add_sized(
            [COUNT_PTS, 18.0],
            egui::Label::new(RichText::new(text).color(look.weak)).truncate(),
        )
        .on_hover_text(format!(
            "{} of {} flows by this step alone",
            Count(info.flows),
            Count(all)
        ));
    }
    let number = place + 1;
    let mut button = |ui: &mut Ui, icon: &str, name: String, enabled: bool, what: Wish| {
        let button = egui::Button::new(icon).small();
        let response = ui.add_enabled(enabled, button);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &name));
        if response.on_hover_text(&name).clicked() {
            *wish = Some(what);
        }
    };
    let up = Wish::Swap(place, place.saturating_sub(1));
    button(ui, UP, format!("Move step {number} up"), place > 0, up);
    let down = Wish::Swap(place, place + 1);
    let can_sink = place + 1 < count;
    button(ui, DOWN, format!("Move step {number} down"), can_sink, down);
    button(
        ui,
        REMOVE,
        format!("Remove step {number}"),
        true,
        Wish::Remove(place),
    );
}

/// Icons of the Phosphor set.
const UP: &str = "\u{e13c}";
const DOWN: &str = "\u{e136}";
const REMOVE: &str = "\u{e4f6}";

/// How a step joins; the first one selects or leaves out.
fn join_ui(ui: &mut Ui, place: usize, join: Join, wish: &mut Option<Wish>) {
    let label = |join: Join| match join {
        Join::Not => "not",
        _ if place == 0 => "select",
        join => join.label(),
    };
    let response = egui::ComboBox::from_id_salt(("join of step", place))
        .selected_text(label(join))
        .width(JOIN_PTS)
        .show_ui(ui, |ui| {
            let choices: &[Join] = match place {
                0 => &[Join::And, Join::Not],
                _ => &Join::ALL,
            };
            for &choice in choices {
                let selected = label(choice) == label(join);
                if ui.selectable_label(selected, label(choice)).clicked() && !selected {
                    *wish = Some(Wish::Join(place, choice));
                }
            }
        })
        .response;
    let name = format!("Join of step {}", place + 1);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}

/// An empty row at the end, to type a step.
fn new_row_ui(
    ui: &mut Ui,
    place: usize,
    memory: &mut AxesMemory,
    look: &Look,
    wish: &mut Option<Wish>,
) {
    let text = if place == 0 {
        "select"
    } else {
        memory.join.label()
    };
    ui.add_sized(
        [JOIN_COLUMN_PTS, 18.0],
        egui::Label::new(RichText::new(text).color(look.weak)),
    );
    text_ui(ui, place, "", memory, look, wish);
    if !error_ui(ui, place, ui.available_width(), memory, look) {
        let hint = RichText::new("drag on an axis, or type");
        ui.label(hint.color(look.weak).small());
    }
}

/// What is wrong with the text of a step, in short; whether something is. The whole is shown over
/// the text.
fn error_ui(ui: &mut Ui, place: usize, room_pts: f32, memory: &AxesMemory, look: &Look) -> bool {
    let edit = memory.edit.as_ref().filter(|edit| edit.place == place);
    let Some(error) = edit.and_then(|edit| edit.error.as_deref()) else {
        return false;
    };
    let short = error.lines().next().unwrap_or(error);
    let text = RichText::new(short).color(look.error).small();
    ui.add_sized([room_pts, 18.0], egui::Label::new(text).truncate())
        .on_hover_text(RichText::new(error).monospace());
    true
}

/// Whether the cursor was in the text of a step in the last frame, so that Esc gives up what was
/// typed and closes nothing else. By the time the key is read the field has lost the cursor.
#[must_use]
pub fn step_had_focus(context: &egui::Context) -> bool {
    let drawn: Option<u64> = context.data(|data| data.get_temp(focus_id()));
    // Several passes may make a frame.
    drawn.is_some_and(|pass| context.cumulative_pass_nr().saturating_sub(pass) <= 2)
}

fn focus_id() -> egui::Id {
    egui::Id::unique("step text had focus")
}

/// The text of a step; it counts once Enter is pressed or the cursor goes elsewhere.
fn text_ui(
    ui: &mut Ui,
    place: usize,
    present: &str,
    memory: &mut AxesMemory,
    look: &Look,
    wish: &mut Option<Wish>,
) {
    let edit = memory.edit.take_if(|edit| edit.place == place);
    let is_edited = edit.is_some();
    let mut edit = edit.unwrap_or_else(|| Edit {
        place,
        text: present.to_owned(),
        error: None,
    });
    let hint = match present {
        "" => "server.port == 443 && bytes > 1 MB",
        _ => "",
    };
    let color = match &edit.error {
        Some(_) => look.error,
        None => look.text,
    };
    let field = egui::TextEdit::singleline(&mut edit.text)
        .id_salt(("step text", place))
        .hint_text(hint)
        .font(egui::TextStyle::Monospace)
        .text_color(color)
        .desired_width((ui.available_width() - RIGHT_PTS).max(120.0));
    let response = ui.add(field);
    let name = format!("Filter of step {}", place + 1);
    response.widget_info(|| egui::WidgetInfo {
        label: Some(name.clone()),
        ..egui::WidgetInfo::text_edit(true, present, edit.text.as_str(), "")
    });
    if response.has_focus() {
        let pass = ui.ctx().cumulative_pass_nr();
        ui.data_mut(|data| data.insert_temp(focus_id(), pass));
    }
    if response.changed() {
        edit.error = Filter::parse(&edit.text)
            .err()
            .map(|error| error.to_string());
    }
    if response.lost_focus() {
        let is_given_up = ui.input(|input| input.key_pressed(egui::Key::Escape));
        match Filter::parse(&edit.text) {
            Ok(filter) if !is_given_up && edit.text != present => {
                *wish = match filter.is_empty() {
                    false => Some(Wish::Text(place, filter)),
                    true if present.is_empty() => None,
                    true => Some(Wish::Remove(place)),
                };
                return;
            }
            // What is wrong stays to be put right, unless it is given up.
            Err(_) if !is_given_up => memory.edit = Some(edit.clone()),
            _ => {}
        }
    } else if response.has_focus() || is_edited {
        memory.edit = Some(edit.clone());
    }
    match edit.error {
        Some(error) => {
            response.on_hover_text(RichText::new(error).monospace());
        }
        None => {
            response.on_hover_text("Any filter; Enter applies it, Escape gives it up");
        }
    }
}
