//! How large is a node of so much, and how wide an edge?

use egui::{RichText, Sense, Ui, pos2, vec2};

use super::super::Look;
use crate::scene::{Direction, Legend};

/// The steps of node sizes and edge widths.
pub(super) fn scales_ui(ui: &mut Ui, legend: &Legend, look: &Look) {
    let small = |text: String| RichText::new(text).small().color(look.weak);
    let title = if legend.size_log {
        format!("Node size: {}, logarithmic", legend.size_by.label())
    } else {
        format!("Node area: {}", legend.size_by.label())
    };
    ui.label(small(title));
    if let Some(note) = legend.size_note() {
        ui.label(small(note));
    }
    steps_ui(ui, &legend.sizes, look, |painter, center, size| {
        painter.circle(
            center,
            size / 2.0,
            look.context,
            egui::Stroke::new(1.0, look.weak),
        );
    });
    ui.label(
        RichText::new("Edge width: bytes, logarithmic")
            .small()
            .color(look.weak),
    );
    steps_ui(ui, &legend.widths, look, |painter, center, size| {
        let half = vec2(12.0, 0.0);
        painter.line_segment(
            [center - half, center + half],
            egui::Stroke::new(size, look.weak),
        );
    });
    let direction = match legend.direction {
        Direction::Taper => "Wide end: who opened the flow",
        Direction::TwoStrands => "One strand each way",
    };
    ui.label(small(direction.to_owned()));
}

fn steps_ui(
    ui: &mut Ui,
    steps: &[crate::scene::LegendStep],
    look: &Look,
    paint: impl Fn(&egui::Painter, egui::Pos2, f32),
) {
    let height = steps.iter().map(|step| step.size_pts).fold(10.0, f32::max) + 18.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let painter = ui.painter_at(rect);
    let font = egui::TextStyle::Small.resolve(ui.style());
    let cell = rect.width() / steps.len().max(1) as f32;
    for (index, step) in steps.iter().enumerate() {
        let x = rect.left() + cell * (index as f32 + 0.5);
        paint(
            &painter,
            pos2(x, rect.top() + (height - 16.0) / 2.0),
            step.size_pts,
        );
        let at = pos2(x, rect.bottom() - 8.0);
        painter.text(
            at,
            egui::Align2::CENTER_CENTER,
            &step.label,
            font.clone(),
            look.weak,
        );
    }
}
