//! What does the picture of two columns look like?
//!
//! Cells in the middle, values below and at the left; a drag draws a rectangle, the pointer tells
//! what lies in a cell.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::axes::key_of;
use super::super::heat::{Amounts, Ramp};
use super::super::rectangle::{self, Cells, Grid};
use super::super::{Actions, Look};
use super::menu::{describe, filter_of, menu_ui};
use super::{Given, ScatterMemory};
use crate::query::{AxisChoice, AxisScale};
use crate::session::Clock;
use crate::text::shortened;
use crate::units::Count;

/// Most and least room at the left for values, in points.
const LEFT_PTS: [f32; 2] = [40.0, 116.0];
/// Room below for values and the columns' names, above and at the right, in points.
const BOTTOM_PTS: f32 = 36.0;
const TOP_PTS: f32 = 20.0;
const RIGHT_PTS: f32 = 12.0;
/// Characters of a value beside the picture.
const TICK_CHARS: usize = 17;
/// Least distance between two values at the left, in points.
const TICK_PTS: f32 = 16.0;

/// Draws the picture and takes gestures.
pub(super) fn plot_ui(
    ui: &mut Ui,
    rect: Rect,
    given: Given<'_>,
    memory: &mut ScatterMemory,
    actions: &mut Actions,
) {
    let Given { session, look, .. } = given;
    let choices = memory.choices;
    let scales = choices.map(|choice| memory.counts.scale(key_of(choice)).cloned());
    let [Some(x), Some(y)] = scales else {
        note_ui(ui, rect, "Counting flows …", look);
        return;
    };
    let clock = session.clock();
    let values = values_at_left(ui, &y, rect.height() - TOP_PTS - BOTTOM_PTS, &clock, look);
    let widest = values.iter().map(|(_, galley)| galley.size().x);
    let [least, most] = LEFT_PTS;
    let left_pts = (widest.fold(0.0, f32::max) + 14.0)
        .clamp(least, most)
        .ceil();
    let cells_rect = Rect::from_min_max(
        pos2(rect.left() + left_pts, rect.top() + TOP_PTS),
        pos2(rect.right() - RIGHT_PTS, rect.bottom() - BOTTOM_PTS),
    );
    if !cells_rect.is_positive() {
        return;
    }
    let scales: [&AxisScale; 2] = [&x, &y];
    let grid = Grid {
        rect: cells_rect,
        counts: scales.map(AxisScale::bin_count),
        upwards: !choices[1].begins_at_top(),
    };
    ui.painter().rect_filled(cells_rect, 0.0, look.canvas);
    draw(ui, &grid, given, memory);
    memory.picture.paint(ui, cells_rect);
    let frame = Stroke::new(1.0, look.line);
    let outside = egui::StrokeKind::Outside;
    ui.painter().rect_stroke(cells_rect, 0.0, frame, outside);
    values_ui(ui, &grid, choices, &x, &values, &clock, look);

    let response = ui.interact(
        cells_rect,
        ui.scope_id().with("scatter cells"),
        Sense::click_and_drag(),
    );
    let [across, up] = choices.map(|choice| choice.column.label());
    let name = format!("Scatter of {across} and {up}");
    // Its value is what all cells sum to.
    let flows = memory.shown_flows() as f64;
    response.widget_info(|| WidgetInfo::slider(true, flows, name.as_str()));
    let sequence = &session.state().sequence;
    for step in sequence {
        for cells in memory.known.cells(step) {
            rectangle::outline(ui, cells_rect, grid.rect_of(cells), step.join, look);
        }
    }
    let mut written = None;
    rectangle::gestures(
        ui,
        &response,
        rectangle::Canvas {
            grid,
            sequence,
            cells_of: &|step| memory.known.rectangle(step),
        },
        &mut memory.rectangle,
        &mut |cells| {
            let filter = filter_of(scales, cells)?;
            written = Some((filter.clone(), cells.clone()));
            Some(filter)
        },
        actions,
    );
    if let Some((filter, cells)) = written {
        memory.known.know(&filter, &cells);
    }
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        memory.menu_cells = Some(pointed_at(&grid, at, given, memory));
    }
    response.context_menu(|ui| menu_ui(ui, given, memory, scales, actions));
    pointer_ui(ui, response, &grid, given, memory, scales);
}

/// The rectangle under the pointer, else the cell.
fn pointed_at(grid: &Grid, at: egui::Pos2, given: Given<'_>, memory: &ScatterMemory) -> Cells {
    let cell = grid.cell_at(at);
    let steps = given.session.state().sequence.iter().rev();
    let mut rectangles = steps.filter_map(|step| memory.known.rectangle(step));
    let inside = |cells: &Cells| cells.iter().zip(cell).all(|(side, at)| side.contains(&at));
    rectangles
        .find(inside)
        .unwrap_or_else(|| cell.map(|place| place..=place))
}

/// Draws the cells anew if counts or look changed.
fn draw(ui: &Ui, grid: &Grid, given: Given<'_>, memory: &mut ScatterMemory) {
    let has_lit = given.data.lit.is_some();
    let of = (memory.choices, given.look.theme, has_lit);
    let changed = memory.counts.take_changed();
    if !changed && memory.drawn == Some(of) {
        return;
    }
    let tallies = memory.counts.tallies(&memory.choices);
    let Some(tally) = tallies.first().copied().flatten() else {
        // What is drawn belongs to other columns.
        memory.drawn = None;
        let nothing = given.look.canvas;
        memory
            .picture
            .set(ui.ctx(), "scatter", [1, 1], |_, _| nothing);
        return;
    };
    let [columns, rows] = grid.counts;
    let mut amounts = vec![Amounts::default(); columns * rows];
    let place = |cell: &crate::query::Cell| {
        let row = usize::from(cell.right);
        let row = if grid.upwards { rows - 1 - row } else { row };
        row * columns + usize::from(cell.left)
    };
    for cell in tally.everything().cells() {
        amounts[place(&cell)].total = cell.flows;
    }
    for cell in tally.visible().cells() {
        amounts[place(&cell)].visible = cell.flows;
    }
    for cell in tally.lit().cells() {
        amounts[place(&cell)].lit = cell.flows;
    }
    let ramp = Ramp {
        look: given.look,
        least: 1,
        most: tally.most_flows(),
        has_lit,
    };
    memory
        .picture
        .set(ui.ctx(), "scatter", grid.counts, |column, row| {
            ramp.color(amounts[row * columns + column])
        });
    memory.drawn = Some(of);
}

/// What lies under the pointer.
fn pointer_ui(
    ui: &Ui,
    response: Response,
    grid: &Grid,
    given: Given<'_>,
    memory: &ScatterMemory,
    scales: [&AxisScale; 2],
) {
    let Some(at) = response.hover_pos().filter(|_| memory.rectangle.is_none()) else {
        return;
    };
    let [left, right] = grid.cell_at(at);
    let mark = grid.rect_of(&[left..=left, right..=right]);
    let line = Stroke::new(1.0, given.look.text);
    let outside = egui::StrokeKind::Outside;
    ui.painter().rect_stroke(mark, 0.0, line, outside);
    let tallies = memory.counts.tallies(&memory.choices);
    let tally = tallies.first().copied().flatten();
    let look = given.look;
    response.on_hover_ui_at_pointer(|ui| {
        for (scale, place) in scales.into_iter().zip([left, right]) {
            let values = describe(scale, &(place..=place), &given.session.clock());
            ui.label(format!("{}: {values}", scale.column().label()));
        }
        let Some(tally) = tally else { return };
        let of = |counts: &crate::query::PairCounts| counts.flows_at(left as u8, right as u8);
        let (visible, all) = (of(tally.visible()), of(tally.everything()));
        let mut text = format!("{} of {} flows", Count(visible), Count(all));
        if given.data.lit.is_some() {
            text += &format!(", {} highlighted", Count(of(tally.lit())));
        }
        ui.label(egui::RichText::new(text).color(look.weak));
    });
}

/// A value as it is written beside the picture.
fn laid_out(ui: &Ui, text: &str, look: &Look) -> Arc<Galley> {
    let text = crate::text::printable(text).into_owned();
    let text = shortened(&text, TICK_CHARS).into_owned();
    let font = egui::TextStyle::Small.resolve(ui.style());
    ui.painter().layout_no_wrap(text, font, look.text)
}

/// Values at the left, as shares of the height from their column's beginning, as many as there is
/// room for.
fn values_at_left(
    ui: &Ui,
    scale: &AxisScale,
    height_pts: f32,
    clock: &Clock,
    look: &Look,
) -> Vec<(f32, Arc<Galley>)> {
    let mut taken: Vec<(f32, Arc<Galley>)> = Vec::new();
    let room = (height_pts / (2.0 * TICK_PTS)) as usize;
    for (share, text) in scale.ticks(room, &|time| clock.offset_nanos(time)) {
        let is_near = |other: &(f32, _)| (other.0 - share).abs() * height_pts < TICK_PTS;
        if !taken.iter().any(is_near) {
            taken.push((share, laid_out(ui, &text, look)));
        }
    }
    taken
}

/// Values below and at the left, and the names of the columns.
fn values_ui(
    ui: &Ui,
    grid: &Grid,
    choices: [AxisChoice; 2],
    x: &AxisScale,
    at_left: &[(f32, Arc<Galley>)],
    clock: &Clock,
    look: &Look,
) {
    let rect = grid.rect;
    let painter = ui.painter();
    let font = egui::TextStyle::Small.resolve(ui.style());
    let mark = Stroke::new(1.0, look.weak);
    let mut taken: Vec<[f32; 2]> = Vec::new();
    let room = (rect.width() / 110.0) as usize;
    for (share, text) in x.ticks(room, &|time| clock.offset_nanos(time)) {
        let at = rect.left() + share * rect.width();
        let galley = laid_out(ui, &text, look);
        // What stands at the left edge begins there: beside it is the lowest value of the other side.
        let left = (at - 0.5 * galley.size().x).max(rect.left());
        let left = left.min(rect.right() + RIGHT_PTS - galley.size().x);
        let right = left + galley.size().x;
        if taken
            .iter()
            .any(|&[start, end]| left < end + 8.0 && right > start - 8.0)
        {
            continue;
        }
        taken.push([left, right]);
        painter.vline(at, rect.bottom()..=rect.bottom() + 4.0, mark);
        painter.galley(pos2(left, rect.bottom() + 5.0), galley, look.text);
    }
    for (share, galley) in at_left {
        let share = if grid.upwards { 1.0 - share } else { *share };
        let at = rect.top() + share * rect.height();
        painter.hline(rect.left() - 4.0..=rect.left(), at, mark);
        let corner = pos2(rect.left() - 6.0, at) - vec2(galley.size().x, 0.5 * galley.size().y);
        painter.galley(corner, galley.clone(), look.text);
    }
    let name = |choice: AxisChoice| {
        let log = choice.log && choice.column.can_be_log();
        let how = if log { ", log" } else { "" };
        let zone = match choice.column.is_time() {
            true => format!(", {}", clock.name()),
            false => String::new(),
        };
        format!("{}{how}{zone}", choice.column.label())
    };
    let right = pos2(rect.right(), rect.bottom() + BOTTOM_PTS - 2.0);
    let weak = look.weak;
    painter.text(
        right,
        Align2::RIGHT_BOTTOM,
        name(choices[0]),
        font.clone(),
        weak,
    );
    let above = pos2(rect.left(), rect.top() - 4.0);
    painter.text(above, Align2::LEFT_BOTTOM, name(choices[1]), font, weak);
}

fn note_ui(ui: &Ui, rect: Rect, text: &str, look: &Look) {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let middle = Align2::CENTER_CENTER;
    ui.painter()
        .text(rect.center(), middle, text, font, look.weak);
}
