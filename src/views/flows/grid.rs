//! How is the table drawn and moved in?
//!
//! Only the rows in view are laid out. Their place is kept in points as a wide number, because a
//! scroll area's narrow one cannot tell the rows of ten million apart. Arrow, page, Home and End
//! keys move the row cursor, Enter highlights.

use egui::{CornerRadius, EventFilter, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::{Actions, Look};
use super::column::{Column, common_day};
use super::head::{HEAD_PTS, Placed, heads_ui, places};
use super::row::{RowDrawing, edge_of, highlight, row_ui};
use super::rows::Rows;
use crate::session::{Data, Session};
use crate::units::Count;

/// Height of a row in points.
const ROW_PTS: f32 = 20.0;
/// Width of the scroll bar in points.
const BAR_PTS: f32 = 10.0;
/// Least length of the scroll bar's handle in points.
const HANDLE_PTS: f32 = 24.0;

/// Where the reader is.
#[derive(Debug, Default)]
pub struct Place {
    /// Points from the first row's top to the view's.
    top_pts: f64,
    /// The row cursor: its place among the rows.
    pub(super) cursor: Option<usize>,
    /// The cell whose menu is open: its flow and column.
    pub(super) menu: Option<(u32, Column)>,
}

/// Draws heads, rows and scroll bar in what room is left.
pub fn grid_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    rows: &mut Rows,
    place: &mut Place,
    look: &Look,
    actions: &mut Actions,
) {
    let outer = ui.available_rect_before_wrap();
    ui.allocate_rect(outer, Sense::hover());
    let inner = outer.with_max_x(outer.max.x - BAR_PTS);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    egui::ScrollArea::horizontal()
        .id_salt("flows")
        .auto_shrink([false, false])
        .show(&mut child, |ui| {
            let clock = session.clock();
            let span = data.traffic.table.span;
            let day = span.and_then(|span| common_day(span, &clock));
            let columns = places(ui.available_width(), day.is_none());
            let width = columns.last().map_or(0.0, |column| column.end);
            let size = vec2(width, ui.available_height());
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            heads_ui(ui, rect, &columns, rows, clock.name(), look);
            let body = rect.with_min_y(rect.min.y + HEAD_PTS);
            body_ui(
                ui, session, data, rows, place, body, &columns, look, actions,
            );
        });
    let bar = Rect::from_min_max(pos2(inner.max.x, outer.min.y + HEAD_PTS), outer.max);
    bar_ui(ui, bar, rows.shown().len(), place, look);
}

#[expect(
    clippy::too_many_arguments,
    reason = "the parts of the panel that all rows need"
)]
fn body_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    rows: &Rows,
    place: &mut Place,
    body: Rect,
    columns: &[Placed],
    look: &Look,
    actions: &mut Actions,
) {
    let shown = rows.shown();
    let table_id = ui.scope_id().with("table");
    let response = ui.interact(body, table_id, Sense::click());
    let at = place.cursor.map_or(String::new(), |cursor| {
        format!(", at row {}", Count(cursor as u64 + 1))
    });
    let label = format!("Table of {} flows{at}", Count(shown.len() as u64));
    response.widget_info(|| WidgetInfo::labeled(Role::Table, true, &label));
    if place.cursor.is_some_and(|cursor| cursor >= shown.len()) {
        place.cursor = None;
    }
    if response.contains_pointer() {
        // Taken, so that nothing around the table scrolls as well.
        let wheel = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        place.top_pts -= f64::from(wheel);
    }
    if response.has_focus() {
        ui.memory_mut(|memory| {
            let arrows = EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            };
            memory.set_focus_lock_filter(table_id, arrows);
        });
        keys(ui, data, shown, place, body.height(), session, actions);
    }
    let most = (shown.len() as f64 * f64::from(ROW_PTS) - f64::from(body.height())).max(0.0);
    place.top_pts = place.top_pts.clamp(0.0, most);
    let first = (place.top_pts / f64::from(ROW_PTS)) as usize;
    let offset = (place.top_pts - first as f64 * f64::from(ROW_PTS)) as f32;
    let in_view = (body.height() / ROW_PTS) as usize + 2;
    let clock = session.clock();
    let span = data.traffic.table.span;
    let day = span.and_then(|span| common_day(span, &clock));
    let view = body.intersect(ui.clip_rect());
    let drawn = RowDrawing {
        session,
        data,
        columns,
        day: day.as_deref(),
        clock,
        view,
        table: &response,
        look,
    };
    for (row, &flow) in shown.iter().enumerate().skip(first).take(in_view) {
        let y = body.min.y + (row - first) as f32 * ROW_PTS - offset;
        let rect = Rect::from_min_size(pos2(body.min.x, y), vec2(body.width(), ROW_PTS));
        row_ui(ui, &drawn, rect, row, flow, place, actions);
    }
}

/// Moves the row cursor.
fn keys(
    ui: &Ui,
    data: &Data,
    shown: &[u32],
    place: &mut Place,
    height_pts: f32,
    session: &Session,
    actions: &mut Actions,
) {
    let Some(last) = shown.len().checked_sub(1) else {
        return;
    };
    let page = ((height_pts / ROW_PTS) as usize).max(2) - 1;
    let pressed =
        |key| ui.input_mut(|input| input.count_and_consume_key(egui::Modifiers::NONE, key));
    let before = place.cursor;
    let mut cursor = before;
    let moves = [
        (Key::ArrowDown, 1, true),
        (Key::ArrowUp, 1, false),
        (Key::PageDown, page, true),
        (Key::PageUp, page, false),
        (Key::End, shown.len(), true),
        (Key::Home, shown.len(), false),
    ];
    for (key, step, down) in moves {
        for _ in 0..pressed(key) {
            let first = (place.top_pts / f64::from(ROW_PTS)).ceil() as usize;
            cursor = Some(match cursor {
                None => first.min(last),
                Some(at) if down => at.saturating_add(step).min(last),
                Some(at) => at.saturating_sub(step),
            });
        }
    }
    if cursor != before
        && let Some(row) = cursor
    {
        place.cursor = cursor;
        let top = row as f64 * f64::from(ROW_PTS);
        let height = f64::from(height_pts);
        let below = top + f64::from(ROW_PTS) - height;
        place.top_pts = place.top_pts.clamp(below.max(0.0).min(top), top);
    }
    if pressed(Key::Enter) > 0
        && let Some(&flow) = place.cursor.and_then(|row| shown.get(row))
        && let Some(item) = edge_of(data, flow)
    {
        highlight(ui, session, item, true, actions);
    }
}

/// The scroll bar at the right.
fn bar_ui(ui: &mut Ui, rect: Rect, rows: usize, place: &mut Place, look: &Look) {
    let all = rows as f64 * f64::from(ROW_PTS);
    let view = f64::from(rect.height());
    if all <= view || !rect.is_positive() {
        return;
    }
    let response = ui.interact(
        rect,
        ui.scope_id().with("flows bar"),
        Sense::click_and_drag(),
    );
    let most = all - view;
    response.widget_info(|| {
        let row = (place.top_pts / f64::from(ROW_PTS)) as u64 + 1;
        let label = format!("Scroll bar, row {} of {}", Count(row), Count(rows as u64));
        WidgetInfo::labeled(Role::ScrollBar, true, label)
    });
    let length = (view / all * view).max(f64::from(HANDLE_PTS)).min(view);
    let travel = (view - length).max(1.0);
    if let Some(pointer) = response.interact_pointer_pos() {
        let start = f64::from(pointer.y - rect.min.y) - length / 2.0;
        place.top_pts = (start / travel).clamp(0.0, 1.0) * most;
    }
    let y = rect.min.y + (place.top_pts / most * travel) as f32;
    let handle = Rect::from_min_size(
        pos2(rect.min.x + 3.0, y),
        vec2(rect.width() - 5.0, length as f32),
    );
    let color = if response.hovered() || response.dragged() {
        look.weak
    } else {
        look.line
    };
    ui.painter()
        .rect_filled(handle, CornerRadius::same(3), color);
}
