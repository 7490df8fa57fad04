//! What picture is saved, and how?
//!
//! The dialog chooses size, background, legend and caption; what is exported is what is on screen.

use egui::{ComboBox, DragValue, RichText, TextEdit, Ui};

use super::{Actions, Look, Memory};
use crate::session::{Command, Session};

/// Canvas of an exported picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// As on screen.
    #[default]
    Theme,
    /// Light, with the light theme's colours.
    Light,
    /// Dark, with the dark theme's colours.
    Dark,
    /// None, with the colours on screen.
    Transparent,
}

/// What the dialog is set to.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportChoice {
    /// Times the size on screen, 1 to 8; not used with `size_px`.
    pub scale: u32,
    /// A size of its own in pixels.
    pub size_px: Option<[u32; 2]>,
    /// Canvas.
    pub background: Background,
    /// Whether the legend is on it.
    pub legend: bool,
    /// Text at the bottom; empty for none.
    pub caption: String,
}

impl Default for ExportChoice {
    fn default() -> Self {
        Self {
            scale: 2,
            size_px: None,
            background: Background::Theme,
            legend: true,
            caption: String::new(),
        }
    }
}

/// Largest side of a picture of one's own size, in pixels.
const MOST_SIDE_PX: u32 = 16_384;

/// Draws the dialog if it is open; whether the user wants to save.
pub fn export_ui(
    context: &egui::Context,
    session: &Session,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) -> bool {
    if !session.shell().export {
        return false;
    }
    let on_screen = memory.graph.scene().map(|scene| {
        scene
            .camera
            .size_px
            .map(|side| (side as f32 / scene.camera.pixels_per_point).round() as u32)
    });
    let choice = &mut memory.export;
    let mut save = false;
    let modal = egui::Modal::new(egui::Id::unique("export")).show(context, |ui| {
        ui.set_width(360.0);
        ui.heading("Export picture");
        ui.label(RichText::new("What is on screen, as PNG or SVG.").color(look.weak));
        ui.add_space(8.0);
        egui::Grid::new("export")
            .num_columns(2)
            .spacing([16.0, 8.0])
            .show(ui, |ui| {
                size_rows(ui, choice, on_screen, look);
                ui.label("Background");
                background_ui(ui, &mut choice.background);
                ui.end_row();
                ui.label("Legend");
                ui.checkbox(&mut choice.legend, "Colours, sizes and widths");
                ui.end_row();
                ui.label("Caption");
                let edit = TextEdit::singleline(&mut choice.caption)
                    .hint_text("None")
                    .desired_width(220.0);
                let response = ui.add(edit);
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Caption")
                });
                ui.end_row();
            });
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.button("Save…").clicked() {
                save = true;
            }
            if ui.button("Cancel").clicked() {
                actions.push(Command::ToggleExport);
            }
        });
    });
    if modal.should_close() || save {
        actions.push(Command::ToggleExport);
    }
    save
}

fn size_rows(ui: &mut Ui, choice: &mut ExportChoice, on_screen: Option<[u32; 2]>, look: &Look) {
    ui.label("Size");
    let mut own = choice.size_px.is_some();
    ui.horizontal(|ui| {
        ui.radio_value(&mut own, false, "Scale");
        ui.add_enabled(
            !own,
            DragValue::new(&mut choice.scale).range(1..=8).suffix("×"),
        );
        if let Some([width, height]) = on_screen {
            let text = format!("{} × {} px", width * choice.scale, height * choice.scale);
            ui.label(RichText::new(text).color(look.weak));
        }
    });
    ui.end_row();
    ui.label("");
    ui.horizontal(|ui| {
        ui.radio_value(&mut own, true, "Pixels");
        let mut size = choice.size_px.unwrap_or([1600, 1000]);
        for side in &mut size {
            ui.add_enabled(own, DragValue::new(side).range(64..=MOST_SIDE_PX));
        }
        choice.size_px = own.then_some(size);
    });
    ui.end_row();
}

fn background_ui(ui: &mut Ui, background: &mut Background) {
    let labels = [
        (Background::Theme, "As on screen"),
        (Background::Light, "Light"),
        (Background::Dark, "Dark"),
        (Background::Transparent, "Transparent"),
    ];
    let shown = labels
        .iter()
        .find(|(of, _)| of == background)
        .map_or("", |(_, label)| label);
    let response = ComboBox::from_id_salt("background")
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for (of, label) in labels {
                ui.selectable_value(background, of, label);
            }
        })
        .response;
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Background"));
}
