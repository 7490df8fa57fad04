//! What could not be read?
//!
//! One row for each kind of trouble in each input, with how often, where first, and what it means.
//! An input without notes says so: everything in it was read.

use egui::{RichText, Ui};

use super::{Actions, Look};
use crate::session::Session;
use crate::text::printable;
use crate::units::{Bytes, Count};

/// Draws the panel.
pub fn notes_ui(ui: &mut Ui, session: &Session, look: &Look, _actions: &mut Actions) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    egui::ScrollArea::vertical()
        .id_salt("notes")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if !data.traffic.complete {
                ui.label(
                    RichText::new("Not everything was read yet, or reading was stopped.")
                        .color(look.weak),
                );
                ui.add_space(8.0);
            }
            for file in &data.traffic.files {
                ui.add(egui::Label::new(RichText::new(printable(&file.path)).strong()).truncate());
                ui.label(
                    RichText::new(format!(
                        "{}, {} packets, {}",
                        file.format,
                        Count(file.packets),
                        Bytes(file.bytes)
                    ))
                    .color(look.weak),
                );
                if let Some(error) = &file.error {
                    ui.label(RichText::new(printable(error)).color(look.error));
                }
                if file.notes.is_empty() && file.error.is_none() {
                    ui.label("Everything was read.");
                }
                for note in file.notes.as_slice() {
                    ui.label(format!("{}: {}", note.kind, Count(note.count)));
                    ui.label(
                        RichText::new(format!(
                            "{}; first at byte {}",
                            note.kind.hint(),
                            Count(note.first_offset)
                        ))
                        .small()
                        .color(look.weak),
                    );
                }
                ui.add_space(8.0);
            }
        });
}
