//! What do the cells look like, and how is a rectangle drawn on them?
//!
//! Names at the left, cells at the right, time below. Only rows in view are drawn; they are one
//! small texture.

use egui::{Rect, Response, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::heat::{Amounts, Ramp};
use super::super::rectangle::{self, Cells, Grid};
use super::super::time::{axis::TimeAxis, paint};
use super::super::{Actions, Look};
use super::cells::time_bins;
use super::list::RowList;
use super::{Given, MatrixMemory, asked, names};
use crate::query::{AskedRows, Filter, MatrixRows, MatrixSums, TimeBins, rows_filter};
use crate::session::{Command, SelectionStep};
use crate::text::printable;
use crate::units::Totals;
use crate::views::item_menu::{copy_filter_ui, narrow_ui};

/// Height of a row in points.
const ROW_PTS: f32 = 16.0;
/// Width of names, and room below for times, in points.
const NAMES_PTS: f32 = 148.0;
const TIMES_PTS: f32 = 18.0;
/// Room for the scroll bar, in points.
const BAR_PTS: f32 = 12.0;

/// Draws names, cells and times.
pub(super) fn grid_ui(
    ui: &mut Ui,
    given: Given<'_>,
    memory: &mut MatrixMemory,
    (most, is_dragging): (u64, bool),
    actions: &mut Actions,
) {
    let Given {
        session,
        data,
        look,
    } = given;
    let all = ui.available_rect_before_wrap();
    let middle = Rect::from_min_max(
        pos2(all.left() + NAMES_PTS, all.top()),
        pos2(all.right() - BAR_PTS, all.bottom() - TIMES_PTS),
    );
    if !middle.is_positive() {
        return;
    }
    let bins = match memory.cells.bins() {
        // Columns stand still while anything is dragged, be it the window of the time bar.
        Some(bins) if is_dragging => bins,
        _ => time_bins(data, session.state(), middle.width()),
    };
    ui.painter().rect_filled(middle, 0.0, look.canvas);
    let count = memory.list.len();
    if memory.list.rows().is_none() || count == 0 {
        let text = match memory.list.rows() {
            None => "Ordering hosts …",
            Some(rows) if rows.is_empty() => "The graph has no hosts.",
            Some(_) => "No host has a visible flow.",
        };
        let font = egui::TextStyle::Body.resolve(ui.style());
        let center = egui::Align2::CENTER_CENTER;
        ui.painter()
            .text(middle.center(), center, text, font, look.weak);
        return;
    }
    let axis = TimeAxis::new(bins.span(), middle.left()..middle.right());
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("matrix")
        .auto_shrink([false, false])
        .max_height(middle.height())
        .show_rows(ui, ROW_PTS, count, |ui, range| {
            memory.in_view = [range.start, range.end];
            let height = range.len() as f32 * ROW_PTS;
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            let cells_rect = Rect::from_x_y_ranges(middle.x_range(), rect.y_range());
            rows_ui(
                ui,
                cells_rect,
                range.start,
                given,
                memory,
                (bins, most),
                actions,
            );
            for (place, at) in range.enumerate() {
                let (Some(rows), Some(row)) = (memory.list.rows(), memory.list.row(at)) else {
                    continue;
                };
                let top = rect.top() + place as f32 * ROW_PTS;
                let name = Rect::from_min_size(pos2(all.left(), top), vec2(NAMES_PTS, ROW_PTS));
                names::name_ui(ui, name, given, rows, row, actions);
            }
        });
    let times = Rect::from_min_max(
        pos2(middle.left(), middle.bottom()),
        pos2(middle.right(), all.bottom()),
    );
    paint::axis(ui, times, middle, &axis, &session.clock(), look);
}

/// Draws the cells of the rows in view and takes gestures on them.
fn rows_ui(
    ui: &Ui,
    rect: Rect,
    first: usize,
    given: Given<'_>,
    memory: &mut MatrixMemory,
    (bins, most): (TimeBins, u64),
    actions: &mut Actions,
) {
    let Given {
        session,
        data,
        look,
    } = given;
    let Some(rows) = memory.list.rows() else {
        return;
    };
    let count = (rect.height() / ROW_PTS).round() as usize;
    let shown = (first..first + count).filter_map(|place| memory.list.row(place));
    let (sums, changed) = memory.cells.follow(data, rows, shown.collect(), bins);
    let grid = Grid {
        rect,
        counts: [usize::from(bins.count), count],
        upwards: false,
    };
    let ramp = Ramp {
        look,
        least: super::least(memory.shown.measure),
        most,
        has_lit: data.lit.is_some(),
    };
    let drawn = (look.theme, ramp.has_lit, memory.shown.measure, most);
    if changed || memory.drawn != Some(drawn) {
        memory.drawn = Some(drawn);
        let measure = memory.shown.measure;
        let in_view = sums.shown().iter().filter_map(|&row| sums.row(row));
        memory.flows_in_view = in_view.flatten().map(|cell| cell.visible.flows).sum();
        memory
            .picture
            .set(ui.ctx(), "matrix", grid.counts, |column, place| {
                let row = sums.shown().get(place).and_then(|&row| sums.row(row));
                let amount = row.and_then(|cells| cells.get(column)).copied();
                let amount = amount.unwrap_or_default();
                ramp.color(Amounts {
                    total: measure.of(amount.total),
                    visible: measure.of(amount.visible),
                    lit: measure.of(amount.lit),
                })
            });
    }
    memory.picture.paint(ui, rect);
    let id = ui.scope_id().with("matrix cells");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    // Its value is what the cells in view sum to: a flow between two rows is in both.
    let flows = memory.flows_in_view as f64;
    response.widget_info(|| WidgetInfo::slider(true, flows, "Hosts by time"));

    let list = &memory.list;
    let seen = Seen {
        list,
        rows,
        first,
        count,
        bins,
    };
    let sequence = &session.state().sequence;
    for step in sequence {
        if let Some(asked) = asked(step) {
            for cells in seen.stretches(&asked) {
                rectangle::outline(ui, rect, grid.rect_of(&cells), step.join, look);
            }
        }
    }
    rectangle::gestures(
        ui,
        &response,
        rectangle::Canvas {
            grid,
            sequence,
            cells_of: &|step| seen.cells_of(step),
        },
        &mut memory.rectangle,
        &mut |cells| seen.filter_of(cells),
        actions,
    );
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        let cell = grid.cell_at(at);
        let mut ours = sequence.iter().rev().filter_map(|step| seen.cells_of(step));
        let inside = |cells: &Cells| cells.iter().zip(cell).all(|(side, at)| side.contains(&at));
        let cells = ours.find(inside);
        memory.menu_cells = Some(cells.unwrap_or_else(|| cell.map(|place| place..=place)));
    }
    if let Some(cells) = &memory.menu_cells {
        response.context_menu(|ui| menu_ui(ui, given, &seen, cells, actions));
    }
    if memory.rectangle.is_none() {
        pointer_ui(
            ui,
            response,
            &grid,
            given,
            &seen,
            sums,
            memory.shown.measure,
        );
    }
}

/// The rows in view, and their columns.
struct Seen<'a> {
    list: &'a RowList,
    rows: &'a MatrixRows,
    /// Place of the first one in the list.
    first: usize,
    count: usize,
    bins: TimeBins,
}

impl Seen<'_> {
    /// The columns that a time covers; none if it is not shown.
    fn columns(&self, asked: &AskedRows) -> Option<std::ops::RangeInclusive<usize>> {
        let span = self.bins.span();
        let first = asked.first.unwrap_or(span.first).max(span.first);
        let end = asked
            .end
            .map(|end| crate::units::Timestamp(end.0.saturating_sub(1)));
        let last = end.unwrap_or(span.last).min(span.last);
        if first > last {
            return None;
        }
        let [first, last] = [first, last].map(|time| usize::from(self.bins.bin(time)));
        Some(first..=last)
    }

    /// Rows in view that are asked for, neighbours together.
    fn stretches(&self, asked: &AskedRows) -> Vec<Cells> {
        let Some(columns) = self.columns(asked) else {
            return Vec::new();
        };
        let mut stretches: Vec<Cells> = Vec::new();
        for place in 0..self.count {
            let row = self.list.row(self.first + place);
            if !row.is_some_and(|row| asked.contains_row(self.rows, row)) {
                continue;
            }
            match stretches.last_mut() {
                Some([_, rows]) if *rows.end() + 1 == place => *rows = *rows.start()..=place,
                _ => stretches.push([columns.clone(), place..=place]),
            }
        }
        stretches
    }

    /// The cells of a step that was drawn here; those in view, if it reaches further.
    fn cells_of(&self, step: &SelectionStep) -> Option<Cells> {
        let asked = asked(step)?;
        let stretches = self.stretches(&asked);
        // A step of which nothing is in view is still one of ours: it lies beside all cells.
        let beside = usize::MAX / 2..=usize::MAX / 2;
        Some(match stretches.as_slice() {
            [one] => one.clone(),
            _ => [beside.clone(), beside],
        })
    }

    /// The text of some cells.
    fn filter_of(&self, cells: &Cells) -> Option<Filter> {
        let rows = cells[1]
            .clone()
            .filter_map(|place| self.list.row(self.first + place));
        let bin = |place: usize| {
            u16::try_from(place)
                .unwrap_or(u16::MAX)
                .min(self.bins.count - 1)
        };
        let first = self.bins.edges(bin(*cells[0].start()))[0];
        let end = self.bins.edges(bin(*cells[0].end()))[1];
        rows_filter(self.rows, &rows.collect::<Vec<_>>(), [first, end])
    }
}

/// What can be done with some cells.
fn menu_ui(ui: &mut Ui, given: Given<'_>, seen: &Seen<'_>, cells: &Cells, actions: &mut Actions) {
    let Some(filter) = seen.filter_of(cells) else {
        return;
    };
    let session = given.session;
    narrow_ui(ui, session, &filter, actions);
    if ui.button("Highlight these hosts").clicked() {
        let rows = cells[1].clone();
        let rows = rows.filter_map(|place| seen.list.row(seen.first + place));
        let nodes = rows.flat_map(|row| seen.rows.nodes(row));
        let hosts = nodes.map(|&node| given.data.graph.node_host(node));
        actions.push(Command::SelectNodes(hosts.collect()));
    }
    ui.separator();
    copy_filter_ui(ui, &filter);
    if ui.button("Clear brushes on this picture").clicked() {
        let sequence = &session.state().sequence;
        rectangle::clear(sequence, &|step| seen.cells_of(step), actions);
    }
}

/// What lies under the pointer.
fn pointer_ui(
    ui: &Ui,
    response: Response,
    grid: &Grid,
    given: Given<'_>,
    seen: &Seen<'_>,
    sums: &MatrixSums,
    measure: super::Measure,
) {
    let Some(at) = response.hover_pos() else {
        return;
    };
    let [column, place] = grid.cell_at(at);
    let look: &Look = given.look;
    let mark = grid.rect_of(&[column..=column, place..=place]);
    let outside = egui::StrokeKind::Outside;
    ui.painter()
        .rect_stroke(mark, 0.0, Stroke::new(1.0, look.text), outside);
    let Some(row) = seen.list.row(seen.first + place) else {
        return;
    };
    let cell = sums.row(row).and_then(|cells| cells.get(column)).copied();
    response.on_hover_ui_at_pointer(|ui| {
        let title = names::title(given, seen.rows, row);
        ui.label(printable(&title).into_owned());
        let [from, to] = seen.bins.edges(column as u16);
        ui.label(given.session.clock().from_to(from, to));
        let cell = cell.unwrap_or_default();
        let text = |totals: Totals| measure.text(totals);
        let unit = match measure {
            super::Measure::Bytes => "",
            super::Measure::Packets => " packets",
            super::Measure::Flows => " flows",
        };
        let mut line = format!("{} of {}{unit}", text(cell.visible), text(cell.total));
        if given.data.lit.is_some() {
            line += &format!(", {} highlighted", text(cell.lit));
        }
        ui.label(egui::RichText::new(line).color(look.weak));
    });
}
