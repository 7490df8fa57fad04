//! How is the user told something in passing?
//!
//! One line at the top of the graph, until it is dismissed; nothing blinks and nothing blocks.

use egui::{Align2, RichText, vec2};

use super::{Actions, Look};
use crate::session::{Command, Session};

/// Draws the last message, if there is one.
pub fn message_ui(context: &egui::Context, session: &Session, look: &Look, actions: &mut Actions) {
    let Some(message) = session.message() else {
        return;
    };
    egui::Area::new(egui::Id::unique("message"))
        .anchor(Align2::CENTER_TOP, vec2(0.0, 108.0))
        .show(context, |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_max_width(640.0);
                    ui.label(RichText::new(crate::text::printable(message)).color(look.text));
                    if ui.small_button("Dismiss").clicked() {
                        actions.push(Command::DismissMessage);
                    }
                });
            });
        });
}
