//! One row of the table: a flow, its menu, and what a click on it means.

use egui::{CornerRadius, Rect, Response, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::super::item_menu::{copy_ui, item_menu_ui};
use super::super::{Actions, Look};
use super::column::Column;
use super::grid::Place;
use super::head::{INSET_PTS, Placed, cell_text};
use crate::flow::Flow;
use crate::session::{Category, Clock, Command, Data, Item, Session};

/// What the rows of one frame have in common.
pub struct RowDrawing<'a> {
    /// The session.
    pub session: &'a Session,
    /// Its capture.
    pub data: &'a Data,
    /// Where the columns stand.
    pub columns: &'a [Placed],
    /// The day that all flows share.
    pub day: Option<&'a str>,
    /// Shows times.
    pub clock: Clock,
    /// The part of the table in view.
    pub view: Rect,
    /// The table.
    pub table: &'a Response,
    /// The look.
    pub look: &'a Look,
}

/// Draws a row and takes clicks on it.
pub fn row_ui(
    ui: &mut Ui,
    drawn: &RowDrawing<'_>,
    rect: Rect,
    row: usize,
    flow_id: u32,
    place: &mut Place,
    actions: &mut Actions,
) {
    let data = drawn.data;
    let table = &data.traffic.table;
    let flow = table.flow(flow_id as usize);
    let touch = rect.intersect(drawn.view);
    if !touch.is_positive() {
        return;
    }
    let response = ui.interact(touch, ui.scope_id().with(("row", row)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, spoken(drawn, &flow)));
    let edge = edge_of(data, flow_id);
    let under = response.hover_pos().and_then(|pointer| {
        let x = pointer.x - rect.min.x;
        let mut placed = drawn.columns.iter();
        placed.find(|placed| (placed.start..placed.end).contains(&x))
    });
    if response.clicked() {
        let was_cursor = place.cursor == Some(row);
        place.cursor = Some(row);
        ui.memory_mut(|memory| memory.request_focus(drawn.table.id));
        if let Some(item) = edge {
            highlight(ui, drawn.session, item, was_cursor, actions);
        }
    }
    if response.secondary_clicked() {
        place.cursor = Some(row);
        place.menu = under.map(|placed| (flow_id, placed.column));
    }
    if let (true, Some(item)) = (response.hovered(), edge) {
        actions.hover(item);
    }
    let is_hovered = response.hovered() || (edge.is_some() && drawn.session.hovered() == edge);
    let is_cursor = place.cursor == Some(row);
    paint(ui, drawn, rect, flow_id, &flow, is_hovered, is_cursor);
    if let Some((menu_flow, column)) = place.menu
        && menu_flow == flow_id
    {
        response.context_menu(|ui| menu_ui(ui, data, &flow, edge, column, actions));
    }
    if let Some(text) = under.and_then(|placed| placed.column.exact(table, &flow, &drawn.clock)) {
        response.on_hover_text_at_pointer(text);
    }
}

fn paint(
    ui: &Ui,
    drawn: &RowDrawing<'_>,
    rect: Rect,
    flow_id: u32,
    flow: &Flow,
    is_hovered: bool,
    is_cursor: bool,
) {
    let RowDrawing { data, look, .. } = *drawn;
    let painter = ui.painter_at(drawn.view);
    if is_hovered {
        painter.rect_filled(rect, CornerRadius::ZERO, look.field);
    }
    let is_lit = data
        .lit
        .as_ref()
        .is_some_and(|lit| lit.flows.contains(flow_id as usize));
    if is_lit {
        let tint = look.highlight.gamma_multiply(0.12);
        painter.rect_filled(rect, CornerRadius::ZERO, tint);
        let mark = rect.with_max_x(rect.min.x + 2.0);
        painter.rect_filled(mark, CornerRadius::ZERO, look.highlight);
    }
    if is_cursor {
        let color = if drawn.table.has_focus() {
            look.text
        } else {
            look.weak
        };
        painter.rect_stroke(
            rect.shrink(0.5),
            CornerRadius::same(2),
            egui::Stroke::new(1.0, color),
            egui::StrokeKind::Inside,
        );
    }
    let font = TextStyle::Small.resolve(ui.style());
    for placed in drawn.columns {
        let mut cell = Rect::from_min_max(
            pos2(rect.min.x + placed.start, rect.min.y),
            pos2(rect.min.x + placed.end, rect.max.y),
        );
        if !cell.intersects(drawn.view) {
            continue;
        }
        let column = placed.column;
        if column == Column::Application {
            let side = vec2(8.0, 8.0);
            let at = pos2(cell.min.x + INSET_PTS, cell.center().y - side.y / 2.0);
            let category = Category::Application(flow.application);
            let color = look.category(category);
            painter.rect_filled(Rect::from_min_size(at, side), 2.0, color);
            cell.min.x += side.x + 4.0;
        }
        let text = column.text(&data.traffic.table, flow, drawn.day, &drawn.clock);
        let color = column.color(flow, look);
        cell_text(&painter, cell, column, &text, font.clone(), color);
    }
}

/// The edge of a flow, if the grouping shows it.
pub fn edge_of(data: &Data, flow: u32) -> Option<Item> {
    let edge = data.graph.flow_edge(flow as usize)?;
    let [a, b] = data.graph.edge_nodes()[edge as usize].map(|node| data.graph.node_host(node));
    Some(Item::edge(a, b))
}

/// Highlights the edge of a row. Another row of the edge that is highlighted already leaves it so.
pub fn highlight(ui: &Ui, session: &Session, item: Item, was_cursor: bool, actions: &mut Actions) {
    let modifiers = ui.input(|input| input.modifiers);
    let plain = !modifiers.command && !modifiers.shift;
    let selection = &session.state().selection;
    let is_only = selection.len() == 1 && selection.contains(&item);
    if !(plain && is_only && !was_cursor) {
        actions.click(item, modifiers);
    }
}

/// What can be done with a cell's value.
fn menu_ui(
    ui: &mut Ui,
    data: &Data,
    flow: &Flow,
    edge: Option<Item>,
    column: Column,
    actions: &mut Actions,
) {
    let table = &data.traffic.table;
    if let Some(item) = column.item(flow) {
        let title = item.title(table);
        ui.label(crate::text::shortened(&title, 48));
        item_menu_ui(ui, item, actions);
        ui.separator();
        copy_ui(ui, data, item);
        ui.separator();
    }
    // What is copied stays in UTC, as a filter takes it.
    let text = column.text(table, flow, None, &Clock::default());
    if !text.is_empty() && ui.button("Copy value").clicked() {
        ui.copy_text(text);
    }
    if let Some(item) = edge
        && ui
            .button("Highlight the edge")
            .on_hover_text("All flows between these two")
            .clicked()
    {
        actions.push(Command::Select(item));
    }
}

/// What a screen reader says of a row.
fn spoken(drawn: &RowDrawing<'_>, flow: &Flow) -> String {
    let table = &drawn.data.traffic.table;
    let text = |column: Column| column.text(table, flow, drawn.day, &drawn.clock);
    format!(
        "{} to {} port {}, {}, {} up, {} down, at {}",
        text(Column::Client),
        text(Column::Server),
        flow.server_port,
        text(Column::Application),
        text(Column::BytesUp),
        text(Column::BytesDown),
        text(Column::First),
    )
}
