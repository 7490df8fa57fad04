//! What does the window show before anything is open?
//!
//! The empty canvas says what to do: open, drop a file, try a sample, take up a recent capture.

use egui::{Align, Layout, RichText, Ui, vec2};

use super::{Actions, Look};
use crate::session::{Command, ReadStatus, Sample, Session};

/// Draws the start page in the place of the graph.
pub fn start_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    ui.painter().rect_filled(ui.max_rect(), 0.0, look.canvas);
    let dropping = ui.input(|input| !input.raw.hovered_files.is_empty());
    let border = if dropping { look.highlight } else { look.line };
    let area = ui.max_rect().shrink(24.0);
    let dash = egui::Shape::dashed_line(
        &[
            area.left_top(),
            area.right_top(),
            area.right_bottom(),
            area.left_bottom(),
            area.left_top(),
        ],
        egui::Stroke::new(1.0, border),
        6.0,
        6.0,
    );
    ui.painter().extend(dash);
    let column = vec2(420.0_f32.min(area.width() - 16.0), area.height());
    let place = egui::Rect::from_center_size(area.center(), column);
    ui.scope_builder(egui::UiBuilder::new().max_rect(place).layout(Layout::top_down(Align::Min)), |ui| {
        ui.add_space((column.y * 0.22).max(8.0));
        if let ReadStatus::Failed(problem) = session.reading() {
            failure_ui(ui, problem, look);
        }
        ui.label(RichText::new("Open a capture").size(22.0).color(look.text));
        ui.label(
            RichText::new("pcap, pcapng or snoop, plain or compressed, or a saved session. Drop one or more files anywhere in this window.")
                .color(look.weak),
        );
        ui.add_space(12.0);
        let open = Command::OpenDialog;
        if ui.add(egui::Button::new("Open…").min_size(vec2(0.0, 30.0))).on_hover_text("Ctrl O").clicked() {
            actions.push(open);
        }
        for (place, kept) in session.kept().iter().enumerate() {
            if place == 0 {
                ui.add_space(24.0);
                ui.label(RichText::new("Kept sessions").color(look.weak));
            }
            let title = match place {
                0 => "Go on with the last session",
                _ => "Go on with the one before",
            };
            link(ui, look, title, &kept.names, Command::Open(vec![kept.path.clone()]), actions);
        }
        ui.add_space(24.0);
        ui.label(RichText::new("Samples").color(look.weak));
        for sample in Sample::ALL {
            link(ui, look, sample.title(), sample.story(), Command::OpenSample(sample), actions);
        }
        let recent = &session.settings().recent;
        if !recent.is_empty() {
            ui.add_space(16.0);
            ui.label(RichText::new("Recent").color(look.weak));
            for path in recent.iter().take(6) {
                let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
                let name = crate::text::printable(&name).into_owned();
                let folder = path.parent().map_or_else(String::new, |folder| {
                    crate::text::printable(&folder.to_string_lossy()).into_owned()
                });
                link(ui, look, &name, &folder, Command::Open(vec![path.clone()]), actions);
            }
        }
    });
}

fn link(
    ui: &mut Ui,
    look: &Look,
    title: &str,
    detail: &str,
    command: Command,
    actions: &mut Actions,
) {
    ui.horizontal(|ui| {
        if ui
            .link(RichText::new(title).color(look.text).underline())
            .clicked()
        {
            actions.push(command);
        }
        ui.add(egui::Label::new(RichText::new(detail).color(look.weak)).truncate());
    });
}

/// A failed read: problem, cause and hint, one to a line.
fn failure_ui(ui: &mut Ui, problem: &str, look: &Look) {
    egui::Frame::new()
        .fill(look.field)
        .inner_margin(12)
        .corner_radius(4)
        .show(ui, |ui| {
            ui.label(
                RichText::new("Nothing could be read")
                    .strong()
                    .color(look.error),
            );
            for line in problem.lines() {
                ui.label(crate::text::printable(line).into_owned());
            }
        });
    ui.add_space(20.0);
}

/// What a panel shows while nothing is open.
pub fn nothing_open_ui(ui: &mut Ui, look: &Look) {
    quiet_ui(ui, "Opens with a capture.", look);
}

/// A line in the place of what is not there.
pub fn quiet_ui(ui: &mut Ui, text: &str, look: &Look) {
    ui.add_space(8.0);
    ui.label(RichText::new(text).color(look.weak));
}
