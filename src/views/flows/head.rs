//! The heads of the columns: what each is, and a click to sort by it.

use egui::{Align2, FontId, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::super::Look;
use super::column::Column;
use super::rows::Rows;

/// Height of the heads in points.
pub const HEAD_PTS: f32 = 24.0;
/// Space between a cell's text and its edge in points.
pub const INSET_PTS: f32 = 5.0;

/// A column and where it stands, in points from the left.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// The column.
    pub column: Column,
    /// Its left edge.
    pub start: f32,
    /// Its right edge.
    pub end: f32,
}

/// Where all columns stand; what is left of the width goes to those with texts.
pub fn places(available_pts: f32, with_day: bool) -> Vec<Placed> {
    let widths = Column::ALL.map(|column| column.width_pts(with_day));
    let least: f32 = widths.iter().map(|(width, _)| width).sum();
    let takers = widths.iter().filter(|(_, takes)| *takes).count().max(1);
    let share = (available_pts - least).max(0.0) / takers as f32;
    let mut start = 0.0;
    Column::ALL
        .iter()
        .zip(widths)
        .map(|(&column, (width, takes))| {
            let end = start + width + if takes { share } else { 0.0 };
            let placed = Placed { column, start, end };
            start = end;
            placed
        })
        .collect()
}

/// Draws the heads at the top of the table's place; times are in this zone.
pub fn heads_ui(
    ui: &mut Ui,
    rect: Rect,
    columns: &[Placed],
    rows: &mut Rows,
    zone: &str,
    look: &Look,
) {
    for placed in columns {
        let head = Rect::from_min_max(
            pos2(rect.min.x + placed.start, rect.min.y),
            pos2(rect.min.x + placed.end, rect.min.y + HEAD_PTS),
        );
        let column = placed.column;
        let response = ui.interact(head, ui.scope_id().with(("head", column)), Sense::click());
        let sorted = rows.column == column;
        let order = match (sorted, rows.descending) {
            (false, _) => "",
            (true, false) => ", ascending",
            (true, true) => ", descending",
        };
        let label = format!("Sort by {}{order}", column.meaning().replace("UTC", zone));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let painter = ui.painter_at(head);
        if response.hovered() || response.has_focus() {
            painter.rect_filled(head, 2.0, look.line);
        }
        let color = if sorted { look.text } else { look.weak };
        let font = TextStyle::Small.resolve(ui.style());
        let text = cell_text(&painter, head, column, column.title(), font, color);
        if sorted {
            let at = if column.is_number() {
                text.left_center() - vec2(7.0, 0.0)
            } else {
                text.right_center() + vec2(7.0, 0.0)
            };
            let tip = if rows.descending { 3.0 } else { -3.0 };
            let corners = vec![
                at + vec2(-3.5, -tip / 2.0),
                at + vec2(3.5, -tip / 2.0),
                at + vec2(0.0, tip),
            ];
            let stroke = egui::Stroke::NONE;
            painter.add(egui::Shape::convex_polygon(corners, look.text, stroke));
        }
        if response.on_hover_text(label).clicked() {
            rows.sort_by(column);
        }
    }
    let y = rect.min.y + HEAD_PTS - 0.5;
    ui.painter()
        .hline(rect.x_range(), y, egui::Stroke::new(1.0, look.line));
}

/// Paints one cell's text, cut to its width; returns where it stands.
pub fn cell_text(
    painter: &egui::Painter,
    cell: Rect,
    column: Column,
    text: &str,
    font: FontId,
    color: egui::Color32,
) -> Rect {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    let room = (cell.width() - 2.0 * INSET_PTS).max(0.0);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = painter.layout_job(job);
    let inside = cell.shrink2(vec2(INSET_PTS, 0.0));
    let align = if column.is_number() {
        Align2::RIGHT_CENTER
    } else {
        Align2::LEFT_CENTER
    };
    let at = align.align_size_within_rect(galley.size(), inside);
    painter.galley(at.min, galley, color);
    at
}
