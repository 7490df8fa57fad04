//! What was done, and how does one get back there?
//!
//! Every step by name, first to last, with the present one marked; a click goes to the state after
//! a step, whether it lies before or is undone. Only rows in view are laid out.

use egui::{RichText, Role, Ui, WidgetInfo};

use super::{Actions, Look};
use crate::session::{Command, Session};
use crate::text::{printable, shortened};
use crate::units::Count;

/// Characters of a step's name that a row shows.
const NAME_CHARS: usize = 60;

/// Draws the panel.
pub fn history_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    if session.data().is_none() {
        super::start::nothing_open_ui(ui, look);
        return;
    }
    let history = session.history();
    let labels: Vec<&str> = history.labels().collect();
    ui.horizontal(|ui| {
        button(ui, Command::Undo, history.undo_label(), actions);
        button(ui, Command::Redo, history.redo_label(), actions);
        let (done, all) = (Count(history.len() as u64), Count(labels.len() as u64));
        ui.label(RichText::new(format!("{done} of {all} steps")).color(look.weak));
    });
    ui.add_space(4.0);
    let row_pts = ui.spacing().interact_size.y;
    egui::ScrollArea::vertical()
        .id_salt("history")
        .auto_shrink([false, false])
        .show_rows(ui, row_pts, labels.len() + 1, |ui, range| {
            for step in range {
                let name = match step.checked_sub(1).and_then(|at| labels.get(at)) {
                    Some(label) => printable(label).into_owned(),
                    None => "As opened".to_owned(),
                };
                row_ui(ui, step, history.len(), &name, look, actions);
            }
        });
    if labels.is_empty() {
        ui.label(RichText::new("Whatever you change is listed here.").color(look.weak));
    }
}

/// One step; those that are undone recede.
fn row_ui(
    ui: &mut Ui,
    step: usize,
    present: usize,
    name: &str,
    look: &Look,
    actions: &mut Actions,
) {
    let color = if step > present { look.weak } else { look.text };
    let text = RichText::new(shortened(name, NAME_CHARS)).color(color);
    let row = egui::Button::selectable(step == present, text).truncate();
    let size = egui::vec2(ui.available_width(), 0.0);
    let response = ui.add(row.min_size(size));
    let place = match step.cmp(&present) {
        std::cmp::Ordering::Less => "",
        std::cmp::Ordering::Equal => ", present",
        std::cmp::Ordering::Greater => ", undone",
    };
    response.widget_info(|| {
        let label = format!("Step {step}: {name}{place}");
        WidgetInfo::selected(Role::Button, true, step == present, label)
    });
    let response = response.on_hover_text(name);
    if response.clicked() && step != present {
        actions.push(Command::GoTo(step));
    }
}

fn button(ui: &mut Ui, command: Command, label: Option<&str>, actions: &mut Actions) {
    let response = ui.add_enabled(label.is_some(), egui::Button::new(command.label()));
    let key = command.shortcut().map_or(String::new(), |shortcut| {
        ui.ctx().format_shortcut(&shortcut)
    });
    let what = label.map_or(String::new(), |label| format!(": {}", printable(label)));
    if response
        .on_hover_text(format!("{}{what} ({key})", command.label()))
        .clicked()
    {
        actions.push(command);
    }
}
