//! Which program is this?

use super::{Actions, Look};
use crate::session::{Command, Session};

/// Draws the box if it is open.
pub fn about_ui(context: &egui::Context, session: &Session, look: &Look, actions: &mut Actions) {
    if !session.shell().about {
        return;
    }
    let modal = egui::Modal::new(egui::Id::unique("about")).show(context, |ui| {
        ui.set_width(380.0);
        ui.heading(format!("Flowloom {}", env!("CARGO_PKG_VERSION")));
        ui.label("Weaves packet captures into a graph one can explore.");
        ui.add_space(8.0);
        ui.label("Nothing leaves this machine: no look-ups, no telemetry.");
        ui.label("MIT or Apache-2.0. Icons: Phosphor, MIT.");
        ui.add_space(8.0);
        ui.label(egui::RichText::new(format!("Drawn by {}", session.adapter())).color(look.weak));
        ui.add_space(8.0);
        if ui.button("Close").clicked() {
            actions.push(Command::ToggleAbout);
        }
    });
    if modal.should_close() {
        actions.push(Command::ToggleAbout);
    }
}
