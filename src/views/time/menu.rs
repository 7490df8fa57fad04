//! What can be done with a place on the time bar?

use egui::Ui;

use super::compare::compare_menu_ui;
use super::trends::keep_ui;
use super::{TimeMemory, flags};
use crate::session::{Command, Session};
use crate::units::TimeSpan;
use crate::views::Actions;

/// The menu on a right click.
pub fn menu_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut TimeMemory,
    whole: TimeSpan,
    actions: &mut Actions,
) {
    let state = session.state();
    let window = state.window;
    ui.add_enabled_ui(window.is_some(), |ui| {
        if ui.button("Zoom to the window").clicked()
            && let Some(window) = window
        {
            let first = window.first.max(whole.first);
            let last = window.end.min(whole.last);
            memory.shown = (first < last).then_some(TimeSpan { first, last });
        }
        if ui.button("Show all times").clicked() {
            actions.push(Command::Window(None));
        }
        let copy = ui.button("Copy the window as filter");
        if copy.on_hover_text("The text is in UTC").clicked()
            && let Some(window) = window
        {
            ui.copy_text(window.filter().to_string());
        }
    });
    if ui.button("Whole capture").clicked() {
        memory.shown = None;
    }
    ui.separator();
    if ui
        .button("Note here…")
        .on_hover_text("On the window if it is under the pointer, else on one bar")
        .clicked()
    {
        let place = memory
            .menu_at
            .and_then(|time| flags::place_at(session, memory, time));
        memory.noting = place.or(window);
    }
    ui.separator();
    compare_menu_ui(ui, session, actions);
    ui.separator();
    keep_ui(ui, session, actions);
    ui.separator();
    let mut fade = state.fade;
    let command = Command::Fade(!fade);
    if ui
        .checkbox(&mut fade, "Fade edges by age")
        .on_hover_text(command.tooltip())
        .changed()
    {
        actions.push(command);
    }
    local_time_ui(ui, session, actions);
}

/// Whether times are local or UTC.
pub fn local_time_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let mut local = session.settings().local_time;
    let response = ui.add_enabled(
        session.knows_zone(),
        egui::Checkbox::new(&mut local, "Local time"),
    );
    let response = response
        .on_hover_text(Command::ToggleLocalTime.tooltip())
        .on_disabled_hover_text("The zone of this computer is not known");
    if response.changed() {
        actions.push(Command::ToggleLocalTime);
    }
}
