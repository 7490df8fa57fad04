//! What was written about which time?
//!
//! A small flag on the bars for each note on a stretch of time, where it begins. Its text is in the
//! tooltip; a click makes the stretch the window. A new note is written in a small window.

use egui::{Align2, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::TimeMemory;
use super::axis::TimeAxis;
use crate::session::{Command, NotePlace, Session, TimeWindow};
use crate::text::{printable, shortened};
use crate::units::{TimeSpan, Timestamp};
use crate::views::{Actions, Look};

/// Size of a flag, in points.
const FLAG_PTS: egui::Vec2 = vec2(9.0, 8.0);
/// Characters of a note in its flag's tooltip.
const NOTE_CHARS: usize = 400;

/// Draws the flags of notes that are in sight.
pub fn flags_ui(
    ui: &Ui,
    session: &Session,
    bars: Rect,
    axis: &TimeAxis,
    memory: &mut TimeMemory,
    look: &Look,
    actions: &mut Actions,
) {
    let clock = session.clock();
    for (place, text) in &session.state().notes {
        let NotePlace::Time(window) = *place else {
            continue;
        };
        // One that begins before what is shown flies at its edge as long as it reaches into it.
        let x = axis.x(window.first).max(bars.left());
        if x > bars.right() || axis.x(window.end) < bars.left() {
            continue;
        }
        let x = x.min(bars.right() - FLAG_PTS.x - 1.0);
        let pole = pos2(x, bars.top());
        let rect = Rect::from_min_size(pole, FLAG_PTS).expand(2.0);
        let id = ui.scope_id().with(("time note", window));
        let response = ui.interact(rect, id, Sense::click());
        let text = shortened(&printable(text), NOTE_CHARS).into_owned();
        let when = clock.from_to(window.first, window.end);
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, format!("Note on {when}: {text}"))
        });
        paint(
            ui,
            bars,
            pole,
            response.hovered() || response.has_focus(),
            look,
        );
        if response.clicked() {
            actions.push(Command::EndGesture);
            actions.push(Command::Window(Some(window)));
            actions.push(Command::EndGesture);
        }
        if response.double_clicked() {
            memory.noting = Some(window);
        }
        response.on_hover_text(format!("{text}\n{when}\nClick to show only this time"));
    }
}

fn paint(ui: &Ui, bars: Rect, pole: Pos2, hovered: bool, look: &Look) {
    let painter = ui.painter_at(bars);
    let color = if hovered { look.highlight } else { look.text };
    let stroke = Stroke::new(1.0, color);
    painter.vline(
        pole.x,
        bars.y_range(),
        Stroke::new(1.0, color.gamma_multiply(0.35)),
    );
    painter.vline(pole.x, bars.top()..=bars.top() + FLAG_PTS.y + 6.0, stroke);
    let cloth = vec![
        pole,
        pole + vec2(FLAG_PTS.x, FLAG_PTS.y / 2.0),
        pole + vec2(0.0, FLAG_PTS.y),
    ];
    painter.add(Shape::convex_polygon(
        cloth,
        color,
        Stroke::new(1.0, look.canvas),
    ));
}

/// What a note at a moment is about: the window if the moment is in it, else one bar.
#[must_use]
pub fn place_at(session: &Session, memory: &TimeMemory, time: Timestamp) -> Option<TimeWindow> {
    let inside = |window: &TimeWindow| window.first <= time && time < window.end;
    if let Some(window) = session.state().window.filter(inside) {
        return Some(window);
    }
    let bins = memory.bins.as_ref()?.bins;
    let TimeSpan { first, last } = bins.span();
    let [first, end] = bins.edges(bins.bin(time.clamp(first, last)));
    Some(TimeWindow::between(first, end))
}

/// Width of the text of a note, in points.
const NOTE_PTS: f32 = 340.0;
/// From the bars up to the small window: the row of controls stays in sight, in points.
const ABOVE_PTS: f32 = 40.0;

/// The small window in which a note is written, above the stretch of time that it is about.
pub fn noting_ui(
    ui: &Ui,
    session: &Session,
    bars: Rect,
    axis: &TimeAxis,
    memory: &mut TimeMemory,
    actions: &mut Actions,
) {
    let Some(window) = memory.noting else { return };
    let title = session.clock().from_to(window.first, window.end);
    let mut open = true;
    let mut done = false;
    let last = (bars.right() - NOTE_PTS - 24.0).max(bars.left());
    let left = axis.x(window.first).clamp(bars.left(), last);
    egui::Window::new("Note on a time")
        .id(ui.scope_id().with("time note editor"))
        .open(&mut open)
        .collapsible(false)
        .resizable(false)
        .pivot(Align2::LEFT_BOTTOM)
        .fixed_pos(pos2(left, bars.top() - ABOVE_PTS))
        .show(ui.ctx(), |ui| {
            ui.set_width(NOTE_PTS);
            ui.label(&title);
            crate::views::note::note_ui(ui, session, NotePlace::Time(window), &title, actions);
            done = ui.button("Done").clicked();
        });
    if done || !open {
        memory.noting = None;
        actions.push(Command::EndGesture);
    }
}
