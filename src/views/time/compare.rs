//! Which two windows are compared, and how are they told apart?
//!
//! Window A is the brush that every view follows; window B is what it is compared with. Both are
//! visible, outlined in the colours of what is new and what is gone; the bars keep the colours of
//! applications. Shift and a drag draw B.

use egui::{Align2, Rect, Stroke, TextStyle, Ui, pos2};

use super::axis::TimeAxis;
use super::gestures::window_rect;
use crate::session::{Command, Session, TimeWindow};
use crate::units::Timestamp;
use crate::views::look::color32;
use crate::views::{Actions, Look};

/// The button, or while two windows are compared the menu, above the bars.
pub fn compare_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let state = session.state();
    let title = if state.compare.is_some() {
        "Comparing"
    } else {
        "Compare"
    };
    let menu = ui.menu_button(title, |ui| compare_menu_ui(ui, session, actions));
    menu.response.on_hover_text(
        "Show two windows together, coloured by what changed in bytes per second\n\
         Shift and drag on the bars to draw the second one",
    );
}

/// What can be compared now.
pub fn compare_menu_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let state = session.state();
    let mut entry = |command: Command, label: &str, enabled: bool, tooltip: &str| {
        let response = ui
            .add_enabled(enabled, egui::Button::new(label))
            .on_hover_text(tooltip)
            .on_disabled_hover_text("Drag a window on the bars first");
        if response.clicked() {
            actions.push(Command::EndGesture);
            actions.push(command);
            actions.push(Command::EndGesture);
        }
    };
    let before = Command::CompareBefore;
    entry(
        before.clone(),
        &before.label(),
        state.window.is_some(),
        before.tooltip(),
    );
    entry(
        Command::Compare(state.window),
        "Compare with where the window is now",
        state.window.is_some(),
        "Keeps this window as B; then move the window on",
    );
    if state.compare.is_some() {
        let off = Command::Compare(None);
        entry(off.clone(), &off.label(), true, "Show the window alone");
    }
}

/// Width of the outline of a window, in points.
const OUTLINE_PTS: f32 = 2.0;

/// What the bar at a moment says of the two windows.
#[must_use]
pub fn tooltip([a, b]: [TimeWindow; 2], time: Timestamp) -> String {
    let is_in = |window: TimeWindow| window.first <= time && time < window.end;
    let place = match (is_in(a), is_in(b)) {
        (true, true) => "In window A and in window B",
        (true, false) => "In window A, outlined in the colour of what is new",
        (false, true) => "In window B, outlined in the colour of what is gone",
        (false, false) => "Outside of windows A and B",
    };
    format!("{place}\nBars keep the colours of applications; the graph shows what changed")
}

/// Where the edges of the window can be taken hold of.
fn handles(painter: &egui::Painter, rect: Rect, bars: Rect, edges: [f32; 2], color: egui::Color32) {
    for x in edges {
        if bars.x_range().contains(x) {
            let handle = Rect::from_center_size(pos2(x, rect.center().y), egui::vec2(4.0, 16.0));
            painter.rect_filled(handle, 2.0, color);
        }
    }
}

/// Draws what is outside of the windows as receding, and both outlines with their letters.
pub fn windows(ui: &Ui, bars: Rect, axis: &TimeAxis, [a, b]: [TimeWindow; 2], look: &Look) {
    let painter = ui.painter_at(bars);
    let shade = look.panel.gamma_multiply(0.6);
    let mut inside = [a, b].map(|window| [axis.x(window.first), axis.x(window.end)]);
    inside.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut from = bars.left();
    for [left, right] in inside {
        if left > from {
            let to = left.min(bars.right());
            painter.rect_filled(Rect::from_x_y_ranges(from..=to, bars.y_range()), 0.0, shade);
        }
        from = from.max(right);
    }
    if from < bars.right() {
        let rest = Rect::from_x_y_ranges(from..=bars.right(), bars.y_range());
        painter.rect_filled(rest, 0.0, shade);
    }
    let colors = look.theme.colors();
    let font = TextStyle::Small.resolve(ui.style());
    for (window, color, letter) in [(b, colors.gone, "B"), (a, colors.new, "A")] {
        let Some(rect) = window_rect(axis, bars, window) else {
            continue;
        };
        let color = color32(color);
        // A seam of canvas keeps the outline apart from bars of any colour; it is open at the
        // bottom, where low bars are.
        for (width, color) in [(OUTLINE_PTS + 2.0, look.canvas), (OUTLINE_PTS, color)] {
            let inside = rect.shrink(width / 2.0);
            let line = vec![
                pos2(inside.left(), rect.bottom()),
                inside.left_top(),
                inside.right_top(),
                pos2(inside.right(), rect.bottom()),
            ];
            painter.add(egui::Shape::line(line, Stroke::new(width, color)));
        }
        if letter == "A" {
            handles(
                &painter,
                rect,
                bars,
                [window.first, window.end].map(|at| axis.x(at)),
                color,
            );
        }
        // A letter of its own, because colour is never the only sign.
        let at = pos2(rect.left() + 2.0, rect.top() + 1.0);
        let galley = painter.layout_no_wrap(letter.to_owned(), font.clone(), look.canvas);
        let plate = Align2::LEFT_TOP
            .anchor_size(at, galley.size())
            .expand2([3.0, 0.0].into());
        let plate = plate.translate([2.0, 0.0].into());
        painter.rect_filled(plate, 2.0, color);
        painter.galley(plate.min + egui::vec2(3.0, 0.0), galley, look.canvas);
    }
}
