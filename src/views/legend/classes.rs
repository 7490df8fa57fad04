//! What do colours mean that were worked out?
//!
//! A row for each class, all of them together being everything that is drawn, or a strip of a
//! ramp with values. A click on a row highlights its nodes, or its edges where it has no nodes.

use egui::{RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::look::color32;
use super::super::{Actions, Look};
use crate::scene::tokens::ramp_color;
use crate::scene::{ColorEntry, Coloring, Legend, Ramp};
use crate::session::{Command, Data, Item};
use crate::units::{Bytes, Count};

/// Height of a ramp, in points.
const RAMP_PTS: f32 = 120.0;
/// Width of a ramp, in points.
const STRIP_PTS: f32 = 14.0;
/// Rectangles that a ramp is drawn with.
const RAMP_PIECES: u16 = 60;

/// Draws the classes or the ramp, if the picture has them.
pub(super) fn classes_ui(
    ui: &mut Ui,
    data: &Data,
    legend: &Legend,
    coloring: &Coloring,
    look: &Look,
    actions: &mut Actions,
) {
    if let Some(ramp) = &legend.ramp {
        ui.label(RichText::new(legend.color_title()).small().color(look.weak));
        ramp_ui(ui, ramp, look);
    }
    if !legend.classes.is_empty() {
        let title = "Nodes, and bytes on edges";
        ui.label(RichText::new(title).small().color(look.weak));
    }
    for (shade, entry) in legend.classes.iter().enumerate() {
        if row_ui(ui, entry, look) {
            let members = members(data, coloring, shade as u16, entry);
            actions.push(Command::SelectItems(members));
        }
    }
}

/// Visible nodes of a class, or its edges where it has no nodes.
fn members(data: &Data, coloring: &Coloring, shade: u16, entry: &ColorEntry) -> Vec<Item> {
    let tallies = data.tallies();
    let host = |node: u32| data.graph.node_host(node);
    if entry.nodes > 0 {
        let nodes = coloring.nodes.iter().zip(&tallies.nodes).zip(0_u32..);
        nodes
            .filter(|((of, tally), _)| **of == shade && tally.totals.flows > 0)
            .map(|(_, node)| Item::Node(host(node)))
            .collect()
    } else {
        let edges = coloring.edges.iter().zip(&tallies.edges);
        edges
            .zip(data.graph.edge_nodes())
            .filter(|((of, tally), _)| **of == shade && tally.is_visible())
            .map(|(_, &[a, b])| Item::edge(host(a), host(b)))
            .collect()
    }
}

/// One class; whether it was clicked.
fn row_ui(ui: &mut Ui, entry: &ColorEntry, look: &Look) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &entry.label));
    let painter = ui.painter_at(rect);
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 3.0, look.line);
    }
    let side = super::SWATCH_PTS;
    let center = pos2(rect.left() + 4.0 + side / 2.0, rect.center().y);
    let swatch = egui::Rect::from_center_size(center, vec2(side, side));
    painter.rect_filled(swatch, 3.0, color32(entry.paint.color(look.theme)));
    let small = egui::TextStyle::Small.resolve(ui.style());
    let bytes = painter.text(
        rect.right_center() - vec2(4.0, 0.0),
        egui::Align2::RIGHT_CENTER,
        Bytes(entry.totals.bytes).to_string(),
        small.clone(),
        look.weak,
    );
    let nodes = painter.text(
        pos2(
            (rect.right() - 62.0).min(bytes.left() - 8.0),
            rect.center().y,
        ),
        egui::Align2::RIGHT_CENTER,
        Count(entry.nodes).to_string(),
        small,
        look.weak,
    );
    let left = swatch.right() + 8.0;
    let body = egui::TextStyle::Body.resolve(ui.style());
    let mut job = egui::text::LayoutJob::simple_singleline(entry.label.clone(), body, look.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((nodes.left() - left - 8.0).max(0.0));
    let galley = painter.layout_job(job);
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, look.text);
    let clicked = response.clicked();
    response.on_hover_text(format!(
        "{}: {} nodes, {} edges with {} flows, {} packets and {} bytes visible\nClick to highlight",
        entry.label,
        Count(entry.nodes),
        Count(entry.edges),
        Count(entry.totals.flows),
        Count(entry.totals.packets),
        Count(entry.totals.bytes),
    ));
    clicked
}

/// A strip of colours with values beside it, the least at the bottom.
fn ramp_ui(ui: &mut Ui, ramp: &Ramp, look: &Look) {
    let size = vec2(ui.available_width(), RAMP_PTS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let [least, most] = [ramp.text(ramp.least), ramp.text(ramp.most)];
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("Colours from {least} to {most}"))
    });
    let painter = ui.painter_at(rect);
    let step = rect.height() / f32::from(RAMP_PIECES);
    for piece in 0..RAMP_PIECES {
        let share = 1.0 - (f32::from(piece) + 0.5) / f32::from(RAMP_PIECES);
        let top = rect.top() + f32::from(piece) * step;
        let strip = egui::Rect::from_min_size(
            pos2(rect.left() + 4.0, top),
            // One point more, so that no seam shows.
            vec2(STRIP_PTS, step + 1.0),
        );
        painter.rect_filled(strip, 0.0, color32(ramp_color(share, look.theme)));
    }
    let font = egui::TextStyle::Small.resolve(ui.style());
    for (share, text) in ramp.ticks() {
        let y = rect.bottom() - 8.0 - (rect.height() - 16.0) * share as f32;
        let at = pos2(rect.left() + STRIP_PTS + 12.0, y);
        painter.text(at, egui::Align2::LEFT_CENTER, text, font.clone(), look.text);
    }
}
