//! What can be done with anything that can be pointed at?
//!
//! The same entries on a right click in every view: highlight, narrow the filter, copy.

use egui::Ui;

use super::Actions;
use crate::query::Filter;
use crate::session::narrowing::narrowed_to;
use crate::session::{Command, Data, Item, Session};

/// The menu on a right click on something.
pub fn item_menu(response: &egui::Response, data: &Data, item: Item, actions: &mut Actions) {
    response.context_menu(|ui| {
        item_menu_ui(ui, item, actions);
        ui.separator();
        copy_ui(ui, data, item);
    });
}

/// Highlighting and filtering.
pub fn item_menu_ui(ui: &mut Ui, item: Item, actions: &mut Actions) {
    let mut entry = |label: &str, command: Command| {
        let tooltip = command.tooltip();
        if ui.button(label).on_hover_text(tooltip).clicked() {
            actions.push(command);
        }
    };
    entry("Highlight", Command::Select(item));
    entry("Add to highlight", Command::SelectAlso(item));
    entry("Show only this", Command::FilterTo(item));
    entry("Leave this out", Command::Exclude(item));
}

/// Narrowing the filter to what a text passes, or to everything else.
pub fn narrow_ui(ui: &mut Ui, session: &Session, filter: &Filter, actions: &mut Actions) {
    for (label, leave_out) in [("Show only this", false), ("Leave this out", true)] {
        if ui.button(label).clicked() {
            let present = session.state().filter.clone();
            let narrowed = narrowed_to(present, filter.clone(), leave_out);
            actions.push(Command::Filter(narrowed));
        }
    }
}

/// Copying a filter's text.
pub fn copy_filter_ui(ui: &mut Ui, filter: &Filter) {
    if ui.button("Copy as filter").clicked() {
        ui.copy_text(filter.to_string());
    }
}

/// Copying.
pub fn copy_ui(ui: &mut Ui, data: &Data, item: Item) {
    if ui.button("Copy name").clicked() {
        ui.copy_text(data.title_of(item));
    }
    if ui
        .button("Copy as filter")
        .on_hover_text("A text that shows only this, for the filter or the command line")
        .clicked()
    {
        ui.copy_text(data.filter_of(&[item].into()).to_string());
    }
}
