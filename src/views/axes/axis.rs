//! What does one axis look like, and what can be done with it?
//!
//! A line with values beside it and brushes on it. A drag along it brushes, a right click offers what
//! can be done with the value under the pointer.

use std::ops::RangeInclusive;

use egui::{Color32, CursorIcon, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::{Actions, Look};
use super::brushing::{Brush, without_axis};
use super::counts::key_of;
use super::plot::AxesMemory;
use crate::query::{AxisChoice, AxisScale};
use crate::session::{Clock, Command, Item, Join, Session};
use crate::text::shortened;
use crate::units::{Count, counted};
use crate::views::item_menu::{copy_filter_ui, narrow_ui};

/// An axis and where it is.
pub(super) struct Axis {
    pub choice: AxisChoice,
    /// Number from the left.
    pub place: usize,
    /// Horizontal place.
    pub x: f32,
    /// Top and bottom.
    pub y: [f32; 2],
    /// Where its title is.
    pub title: Rect,
}

/// Width of the strip along an axis that takes the pointer, in points.
const STRIP_PTS: f32 = 28.0;
/// Half the width of a brush, in points.
const BRUSH_PTS: f32 = 6.0;
/// Distance from a brush's end within which it is taken by that end, in points.
const GRIP_PTS: f32 = 5.0;
/// Least distance between values beside an axis, in points.
const TICK_PTS: f32 = 16.0;
/// Characters of a value beside an axis.
const TICK_CHARS: usize = 18;

impl Axis {
    /// Height of a share of the axis.
    fn y_of(&self, share: f32) -> f32 {
        let [top, bottom] = self.y;
        let share = if self.choice.begins_at_top() {
            share
        } else {
            1.0 - share
        };
        top + (bottom - top) * share
    }

    /// The bin at a height.
    fn bin_at(&self, y: f32, scale: &AxisScale) -> u8 {
        let [top, bottom] = self.y;
        let share = (y - top) / (bottom - top).max(1.0);
        scale.bin_at(if self.choice.begins_at_top() {
            share
        } else {
            1.0 - share
        })
    }

    /// From the top to the bottom of some bins.
    fn span(&self, bins: &RangeInclusive<u8>, scale: &AxisScale) -> Rect {
        let count = scale.bin_count() as f32;
        let a = self.y_of(f32::from(*bins.start()) / count);
        let b = self.y_of((f32::from(*bins.end()) + 1.0) / count);
        Rect::from_x_y_ranges(
            self.x - BRUSH_PTS..=self.x + BRUSH_PTS,
            a.min(b)..=a.max(b).max(a.min(b) + 2.0),
        )
    }
}

/// Draws an axis and takes brushes.
pub(super) fn axis_ui(
    ui: &mut Ui,
    axis: &Axis,
    session: &Session,
    memory: &mut AxesMemory,
    look: &Look,
    actions: &mut Actions,
) {
    let key = key_of(axis.choice);
    let [top, bottom] = axis.y;
    let strip = Rect::from_x_y_ranges(
        axis.x - 0.5 * STRIP_PTS..=axis.x + 0.5 * STRIP_PTS,
        top..=bottom,
    );
    let label = axis.choice.column.label();
    let id = ui.scope_id().with(("axis", axis.choice.column));
    let response = ui.interact(strip, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, format!("Brush {label}")));
    ui.painter()
        .vline(axis.x, top..=bottom, egui::Stroke::new(1.5, look.weak));
    let Some(scale) = memory.counts.scale(key).cloned() else {
        return;
    };
    ticks_ui(ui, axis, &scale, &session.clock(), look);
    brushes_ui(ui, axis, &scale, session, memory, look);
    gesture(ui, axis, &scale, session, memory, &response, actions);
    if let Some(at) = response.hover_pos()
        && memory.brush.is_none()
    {
        ui.set_cursor_icon(CursorIcon::ResizeVertical);
        let bin = axis.bin_at(at.y, &scale);
        if let Some(item) = item_of(&scale, bin) {
            actions.hover(item);
        }
        let mark = axis.span(&(bin..=bin), &scale);
        ui.painter()
            .rect_filled(mark, 1.0, look.text.gamma_multiply(0.5));
    }
    menu_ui(&response, axis, &scale, session, memory, actions);
    let pointer = response.hover_pos();
    response.on_hover_ui_at_pointer(|ui| {
        let Some(at) = pointer else { return };
        let bin = axis.bin_at(at.y, &scale);
        ui.label(describe(&scale, &(bin..=bin), &session.clock()));
        let all = scale.totals().get(usize::from(bin)).copied().unwrap_or(0);
        let visible = memory.counts.visible_in(key, bin);
        let text = match visible {
            Some(visible) => format!("{} of {} flows", Count(visible), Count(all.into())),
            None => counted(all.into(), "flow"),
        };
        ui.label(egui::RichText::new(text).color(look.weak));
    });
}

/// What the values of some bins are; times in the zone that is shown, which is said.
pub(in crate::views) fn describe(
    scale: &AxisScale,
    bins: &RangeInclusive<u8>,
    clock: &Clock,
) -> String {
    let text = scale.describe(bins, &|time| clock.offset_nanos(time));
    let text = crate::text::printable(&text).into_owned();
    if scale.column().is_time() {
        format!("{text} ({})", clock.name())
    } else {
        text
    }
}

/// What the bin of a category is in all other views.
fn item_of(scale: &AxisScale, bin: u8) -> Option<Item> {
    use crate::capture::{Application, Protocol};
    use crate::query::AxisColumn;
    use crate::scene::Category;
    let code = scale.category_code(bin)?;
    Some(Item::Category(match scale.column() {
        AxisColumn::Application => Category::Application(Application::from_code(code as u8)),
        _ => Category::Transport(Protocol(code)),
    }))
}

/// Values beside the axis, as many as there is room for.
fn ticks_ui(ui: &Ui, axis: &Axis, scale: &AxisScale, clock: &Clock, look: &Look) {
    let [top, bottom] = axis.y;
    let font = egui::TextStyle::Small.resolve(ui.style());
    let room = ((bottom - top) / (3.0 * TICK_PTS)) as usize;
    let mut taken: Vec<f32> = Vec::new();
    for (share, text) in scale.ticks(room, &|time| clock.offset_nanos(time)) {
        let y = axis.y_of(share);
        if taken.iter().any(|other| (other - y).abs() < TICK_PTS) {
            continue;
        }
        taken.push(y);
        let text = crate::text::printable(&text).into_owned();
        let text = shortened(&text, TICK_CHARS);
        let galley = ui
            .painter()
            .layout_no_wrap(text.into_owned(), font.clone(), look.text);
        let at = pos2(axis.x + BRUSH_PTS + 4.0, y - 0.5 * galley.size().y);
        let back = Rect::from_min_size(at, galley.size()).expand2(vec2(2.0, 0.0));
        ui.painter()
            .rect_filled(back, 2.0, look.canvas.gamma_multiply(0.8));
        ui.painter().galley(at, galley, look.text);
        ui.painter()
            .hline(axis.x..=axis.x + 4.0, y, egui::Stroke::new(1.0, look.weak));
    }
}

/// The steps of the sequence that are about this axis.
fn brushes_ui(
    ui: &Ui,
    axis: &Axis,
    scale: &AxisScale,
    session: &Session,
    memory: &AxesMemory,
    look: &Look,
) {
    for step in &session.state().sequence {
        let Some(info) = memory.steps.info(&step.filter) else {
            continue;
        };
        for run in info.runs(key_of(axis.choice)) {
            let rect = axis.span(run, scale);
            let (fill, line) = match step.join {
                Join::Not => (Color32::TRANSPARENT, look.weak),
                _ => (look.text.gamma_multiply(0.25), look.text),
            };
            ui.painter().rect(
                rect,
                2.0,
                fill,
                egui::Stroke::new(1.0, line),
                egui::StrokeKind::Inside,
            );
            if step.join == Join::Not {
                let cross = egui::Stroke::new(1.0, line);
                ui.painter()
                    .line_segment([rect.left_bottom(), rect.right_top()], cross);
            }
        }
    }
}

/// Turns drags into steps.
fn gesture(
    ui: &Ui,
    axis: &Axis,
    scale: &AxisScale,
    session: &Session,
    memory: &mut AxesMemory,
    response: &Response,
    actions: &mut Actions,
) {
    let key = key_of(axis.choice);
    let sequence = &session.state().sequence;
    let primary = egui::PointerButton::Primary;
    if response.drag_started_by(primary) {
        let (origin, modifiers) = ui.input(|input| (input.pointer.press_origin(), input.modifiers));
        let origin = origin.or(response.interact_pointer_pos());
        let asked = match modifiers {
            _ if modifiers.shift => Some(Join::Or),
            _ if modifiers.command => Some(Join::Xor),
            _ if modifiers.alt => Some(Join::Not),
            _ => None,
        };
        if let Some(origin) = origin {
            let [top, bottom] = axis.y;
            let bin_pts = (bottom - top) / scale.bin_count() as f32;
            let grip = asked.is_none().then(|| (GRIP_PTS / bin_pts) as u8);
            let bin = axis.bin_at(origin.y, scale);
            let join = asked.unwrap_or(memory.join);
            let brush = Brush::start(key, bin, grip, join, sequence, &memory.steps);
            memory.brush = Some(brush);
            actions.push(Command::EndGesture);
        }
    }
    // The last move may come with the release.
    if (response.dragged_by(primary) || response.drag_stopped_by(primary))
        && let Some(at) = response.interact_pointer_pos()
        && let Some(brush) = &memory.brush
        && brush.key == key
    {
        let bins = brush.bins(axis.bin_at(at.y, scale), scale);
        let filter = scale.filter(&bins);
        if let Some(filter) = &filter {
            memory.steps.know(filter, key, &bins, &memory.counts);
        }
        let steps = brush.sequence(filter);
        if steps != *sequence {
            actions.push(Command::Sequence(steps));
        }
    }
    // No button is released where Esc ends the drag.
    if response.drag_stopped() && memory.brush.take().is_some() {
        actions.end_drag(ui);
    }
    if response.double_clicked() {
        let rest = without_axis(sequence, scale);
        if rest != *sequence {
            actions.push(Command::EndGesture);
            actions.push(Command::Sequence(rest));
            actions.push(Command::EndGesture);
        }
    }
}

/// The menu on a right click: what can be done with the value under the pointer.
fn menu_ui(
    response: &Response,
    axis: &Axis,
    scale: &AxisScale,
    session: &Session,
    memory: &mut AxesMemory,
    actions: &mut Actions,
) {
    if response.secondary_clicked()
        && let Some(at) = response.interact_pointer_pos()
    {
        let bin = axis.bin_at(at.y, scale);
        memory.menu_bins = Some(bin..=bin);
    }
    response.context_menu(|ui| {
        let Some(bins) = memory.menu_bins.clone() else {
            return;
        };
        ui.label(describe(scale, &bins, &session.clock()));
        let Some(filter) = scale.filter(&bins) else {
            return;
        };
        ui.separator();
        narrow_ui(ui, session, &filter, actions);
        ui.separator();
        copy_filter_ui(ui, &filter);
        if ui.button("Clear brushes on this axis").clicked() {
            let rest = without_axis(&session.state().sequence, scale);
            actions.push(Command::EndGesture);
            actions.push(Command::Sequence(rest));
            actions.push(Command::EndGesture);
        }
    });
}
