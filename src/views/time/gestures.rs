//! How is a window of time drawn, moved and resized?
//!
//! A drag on an edge moves that edge, a drag inside moves the window, a drag anywhere else draws a
//! new one; with Shift, the one that it is compared with. With its width locked a window only moves.
//! The wheel zooms about the pointer, a drag with the middle button moves what is shown.

use egui::{CursorIcon, PointerButton, Rect, Response, Ui};

use super::TimeMemory;
use super::axis::TimeAxis;
use crate::session::{Command, TimeWindow};
use crate::units::{TimeSpan, Timestamp};
use crate::views::Actions;

/// How near to an edge the pointer must be to take hold of it, in points.
const EDGE_PTS: f32 = 5.0;
/// The shortest stretch that can be shown: a microsecond.
const MIN_SHOWN_NANOS: f64 = 1_000.0;

/// What a drag does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drag {
    /// Draws a new window from here.
    New(Timestamp),
    /// Draws the window that is compared with, from here.
    Compare(Timestamp),
    /// Moves one edge; the other stays here.
    Edge(Timestamp),
    /// Moves the window: from its place when the drag began, and the moment taken hold of.
    Move(TimeWindow, Timestamp),
}

/// Follows the pointer over the bars.
pub fn gestures(
    ui: &Ui,
    response: &Response,
    axis: &TimeAxis,
    window: Option<TimeWindow>,
    memory: &mut TimeMemory,
    whole: TimeSpan,
    actions: &mut Actions,
) {
    zoom_and_pan(ui, response, axis, memory, whole);
    let Some(pointer) = response.interact_pointer_pos().or(response.hover_pos()) else {
        return;
    };
    let at = axis.time(pointer.x);
    let part = part_under(axis, window, pointer.x);
    match part {
        Part::First | Part::End if !memory.locked => {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal)
        }
        Part::Inside if response.dragged() => ui.set_cursor_icon(CursorIcon::Grabbing),
        Part::Inside => ui.set_cursor_icon(CursorIcon::Grab),
        _ => ui.set_cursor_icon(CursorIcon::Crosshair),
    }
    if response.drag_started_by(PointerButton::Primary) {
        // Where the button went down, not where the pointer is once the drag is recognised.
        let origin = ui
            .input(|input| input.pointer.press_origin())
            .unwrap_or(pointer);
        let from = axis.time(origin.x);
        // What Esc takes back is this drag and nothing before it.
        actions.push(Command::EndGesture);
        let second = ui.input(|input| input.modifiers.shift) && window.is_some();
        memory.drag = Some(match (part_under(axis, window, origin.x), window) {
            _ if second => Drag::Compare(from),
            (Part::First, Some(window)) if !memory.locked => Drag::Edge(window.end),
            (Part::End, Some(window)) if !memory.locked => Drag::Edge(window.first),
            (Part::Inside | Part::First | Part::End, Some(window)) => Drag::Move(window, from),
            (_, Some(window)) if memory.locked => {
                let middle = window.first.0 / 2 + window.end.0 / 2;
                let centred = window.shifted(from.0.saturating_sub(middle));
                Drag::Move(centred, from)
            }
            _ => Drag::New(from),
        });
    }
    if let Some(drag) = memory.drag {
        let moved = match drag {
            Drag::New(from) | Drag::Edge(from) | Drag::Compare(from) => {
                TimeWindow::between(from, at)
            }
            Drag::Move(window, from) => window.shifted(at.0.saturating_sub(from.0)),
        };
        if matches!(drag, Drag::Compare(_)) {
            actions.push(Command::Compare(Some(moved)));
        } else if Some(moved) != window {
            actions.push(Command::Window(Some(moved)));
        }
        if !response.dragged_by(PointerButton::Primary) {
            memory.drag = None;
            actions.end_drag(ui);
        }
    }
    if response.double_clicked() {
        actions.push(Command::Window(None));
    }
}

/// What part of a window is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Outside,
    First,
    Inside,
    End,
}

fn part_under(axis: &TimeAxis, window: Option<TimeWindow>, x: f32) -> Part {
    let Some(window) = window else {
        return Part::Outside;
    };
    let [first, end] = [window.first, window.end].map(|time| axis.x(time));
    if (x - first).abs() <= EDGE_PTS {
        Part::First
    } else if (x - end).abs() <= EDGE_PTS {
        Part::End
    } else if first < x && x < end {
        Part::Inside
    } else {
        Part::Outside
    }
}

fn zoom_and_pan(
    ui: &Ui,
    response: &Response,
    axis: &TimeAxis,
    memory: &mut TimeMemory,
    whole: TimeSpan,
) {
    if response.hovered()
        && let Some(pointer) = response.hover_pos()
    {
        let wheel = ui.input(|input| input.smooth_scroll_delta().y);
        if wheel != 0.0 {
            let factor = f64::from((-wheel / 200.0).exp());
            memory.shown = zoomed(axis, whole, pointer.x, factor);
        }
    }
    if response.dragged_by(PointerButton::Middle) {
        let nanos = f64::from(response.drag_delta().x) * axis.nanos_per_pt();
        memory.shown = clamped(
            axis.shown.first.0 as f64 - nanos,
            axis.shown.nanos() as f64,
            whole,
        );
    }
}

/// What is shown after zooming about a place.
fn zoomed(axis: &TimeAxis, whole: TimeSpan, x: f32, factor: f64) -> Option<TimeSpan> {
    let length = (axis.shown.nanos() as f64 * factor).max(MIN_SHOWN_NANOS);
    let about = axis.time(x).0 as f64;
    let share = (about - axis.shown.first.0 as f64) / axis.shown.nanos().max(1) as f64;
    clamped(about - share * length, length, whole)
}

/// A stretch inside the whole; none for all of it.
fn clamped(first: f64, length: f64, whole: TimeSpan) -> Option<TimeSpan> {
    let all = whole.nanos() as f64;
    if length >= all {
        return None;
    }
    let first = first.clamp(whole.first.0 as f64, whole.first.0 as f64 + all - length);
    Some(TimeSpan {
        first: Timestamp(first as i64),
        last: Timestamp((first + length) as i64),
    })
}

/// The part of a rectangle that a window covers; none if it is out of sight.
#[must_use]
pub fn window_rect(axis: &TimeAxis, rect: Rect, window: TimeWindow) -> Option<Rect> {
    let [first, end] = [window.first, window.end].map(|time| axis.x(time));
    let left = first.max(rect.left());
    let right = end.max(first + 1.0).min(rect.right());
    (left < right).then(|| {
        Rect::from_min_max(
            egui::pos2(left, rect.top()),
            egui::pos2(right, rect.bottom()),
        )
    })
}
