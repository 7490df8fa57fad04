//! How is the user told something in passing?
//!
//! One line above the totals, until it is dismissed; nothing blinks, nothing blocks, and nothing
//! lies over data.

use egui::{RichText, Ui};

use super::{Actions, Look};
use crate::session::{Command, Session};

/// Draws the last message, if there is one.
pub fn message_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    let Some(message) = session.message() else {
        return;
    };
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.small_button("Dismiss").clicked() {
                actions.push(Command::DismissMessage);
            }
            if session.offers_undo()
                && ui
                    .small_button("Undo")
                    .on_hover_text(Command::Undo.tooltip())
                    .clicked()
            {
                actions.push(Command::Undo);
                actions.push(Command::DismissMessage);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let text = RichText::new(crate::text::printable(message)).color(look.text);
                ui.add(egui::Label::new(text).truncate());
            });
        });
    });
}
