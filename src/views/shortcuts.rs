//! Which key does what?
//!
//! The sheet that `?` opens: keys of commands, and what the pointer does in the graph.

use egui::{RichText, Ui};

use super::{Actions, Look};
use crate::session::{Command, Session};

/// Height of what is not the list, and of some room around the sheet, in points.
const AROUND_PTS: f32 = 140.0;

/// Pointer gestures, and keys that belong to a panel.
const GESTURES: [(&str, &str); 23] = [
    ("Wheel", "Zoom at the cursor"),
    ("Drag", "Move the view"),
    ("Shift drag", "Zoom to a rectangle"),
    ("Ctrl drag", "Highlight a rectangle"),
    ("Ctrl Shift drag", "Highlight what a line is drawn round"),
    ("Drag a node", "Move it and pin it there"),
    ("Click", "Highlight"),
    ("Ctrl click", "Add to the highlight"),
    ("Click on empty", "Clear the highlight"),
    ("Double click", "Zoom to what is under the cursor"),
    ("Right click", "Menu, and what lies under the cursor"),
    ("Arrows", "Walk to a neighbour of the highlighted node"),
    ("P", "Pin or unpin the highlighted nodes"),
    ("G", "Open the highlighted group, or close the one around"),
    ("Time bar: drag", "Draw, move or resize the window"),
    ("Time bar: Shift drag", "Draw the window to compare with"),
    ("Time bar: wheel", "Zoom in time"),
    ("Space", "Let time pass, or stop"),
    ("[ and ]", "Step the window back or forth"),
    ("Bar: double click", "Show only this"),
    ("Bar: Alt click", "Leave this out"),
    ("Axis: drag", "Brush; Shift, Ctrl, Alt: or, xor, not"),
    (
        "Scatter, matrix: drag",
        "Brush both directions, joined like that",
    ),
];

/// Draws the sheet if it is open.
pub fn shortcuts_ui(
    context: &egui::Context,
    session: &Session,
    look: &Look,
    actions: &mut Actions,
) {
    if !session.shell().shortcuts {
        return;
    }
    let modal = egui::Modal::new(egui::Id::unique("shortcuts")).show(context, |ui| {
        ui.heading("Keyboard and pointer");
        ui.add_space(8.0);
        // A low window scrolls the sheet.
        let room = context.content_rect().height() - AROUND_PTS;
        egui::ScrollArea::vertical()
            .max_height(room)
            .show(ui, |ui| {
                ui.horizontal_top(|ui| {
                    column_ui(
                        ui,
                        look,
                        "keys",
                        Command::simple()
                            .into_iter()
                            .chain([Command::Escape])
                            .filter_map(|command| {
                                let shortcut = command.shortcut()?;
                                Some((ui_text(context, &shortcut), command.label()))
                            }),
                    );
                    ui.add_space(24.0);
                    let gestures = GESTURES
                        .iter()
                        .map(|(key, what)| ((*key).to_owned(), (*what).to_owned()));
                    column_ui(ui, look, "gestures", gestures);
                });
            });
        ui.add_space(8.0);
        if ui.button("Close").clicked() {
            actions.push(Command::ToggleShortcuts);
        }
    });
    if modal.should_close() {
        actions.push(Command::ToggleShortcuts);
    }
}

fn ui_text(context: &egui::Context, shortcut: &egui::KeyboardShortcut) -> String {
    if shortcut.logical_key == egui::Key::Questionmark {
        return "?".to_owned();
    }
    // Characters say more than the names of their keys.
    let text = context.format_shortcut(shortcut);
    text.replace("Backslash", "\\")
        .replace("Plus", "+")
        .replace("Minus", "-")
        .replace("Slash", "/")
}

fn column_ui(ui: &mut Ui, look: &Look, id: &str, rows: impl Iterator<Item = (String, String)>) {
    egui::Grid::new(id)
        .num_columns(2)
        .spacing([16.0, 4.0])
        .show(ui, |ui| {
            for (key, what) in rows {
                ui.label(RichText::new(key).color(look.weak));
                ui.label(what);
                ui.end_row();
            }
        });
}
