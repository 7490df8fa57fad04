//! How are the bars of time drawn?

use egui::epaint::{Mesh, Shape};
use egui::{Align2, Color32, Rect, Stroke, TextStyle, Ui, pos2};

use super::axis::TimeAxis;
use super::bins::Bins;
use super::gestures::window_rect;
use super::ticks::ticks;
use crate::capture::Application;
use crate::session::{Category, Clock, FlowColor, TimeWindow};
use crate::units::Totals;
use crate::views::Look;
use crate::views::memory::Measure;

/// How heights are measured.
#[derive(Clone, Copy, Debug)]
pub struct Heights {
    pub measure: Measure,
    pub logarithmic: bool,
}

impl Heights {
    /// Height of a value, 0 to 1 of the highest.
    pub fn share(self, value: u64, most: u64) -> f32 {
        if most == 0 {
            return 0.0;
        }
        if self.logarithmic {
            ((value as f64).ln_1p() / (most as f64).ln_1p()) as f32
        } else {
            (value as f64 / most as f64) as f32
        }
    }
}

/// Room between two labels of the axis, in points.
const LABEL_PTS: f32 = 130.0;
/// A bar that is there is seen, however small it is.
const LEAST_PTS: f32 = 1.0;

/// Draws the bars: everything in grey, the visible share stacked by application, the highlight.
pub fn bars(
    ui: &Ui,
    rect: Rect,
    bins: &Bins,
    axis: &TimeAxis,
    heights: Heights,
    color_by: FlowColor,
    look: &Look,
) {
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, look.canvas);
    let value = |totals: &Totals| heights.measure.of(*totals);
    let most = most(bins, heights);
    let mut mesh = Mesh::default();
    // A bar may be narrower than a pixel; it is drawn as wide as one then.
    let width = 1.0 / ui.ctx().pixels_per_point();
    let order = stacking_order(bins);
    for bin in 0..bins.bins.count {
        let place = usize::from(bin);
        let total = value(&bins.total[place]);
        if total == 0 {
            continue;
        }
        let [first, end] = bins.bins.edges(bin).map(|time| axis.x(time));
        let (left, right) = (first, end.max(first + width));
        if right < rect.left() || left > rect.right() {
            continue;
        }
        let mut add = |from: f32, to: f32, color: Color32| {
            let top = rect.bottom() - rect.height() * to;
            let bottom = rect.bottom() - rect.height() * from;
            let bar = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
            mesh.add_colored_rect(bar, color);
        };
        let least = LEAST_PTS / rect.height().max(1.0);
        let height = |value: u64| {
            if value == 0 {
                0.0
            } else {
                heights.share(value, most).max(least)
            }
        };
        add(0.0, height(total), look.context.gamma_multiply(0.55));
        let stack = &bins.visible[place];
        let visible: u64 = stack.iter().map(value).sum();
        let top = height(visible);
        // Within a bar parts are in proportion, whatever the scale of its height.
        let mut below = 0.0;
        for &code in &order {
            let part = value(&stack[code]);
            if part > 0 {
                let above = below + top * (part as f64 / visible as f64) as f32;
                add(below, above, color(code, color_by, look));
                below = above;
            }
        }
        if let Some(lit) = bins.lit.as_ref().map(|lit| value(&lit[place]))
            && lit > 0
        {
            let to = height(lit).min(top);
            add((to - 2.0 * least).max(0.0), to, look.highlight);
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// The highest bar of all flows: the top of the axis.
#[must_use]
pub fn most(bins: &Bins, heights: Heights) -> u64 {
    let values = bins.total.iter().map(|total| heights.measure.of(*total));
    values.max().unwrap_or(0)
}

/// Applications by their visible bytes, most first: the common ones stand at the bottom.
fn stacking_order(bins: &Bins) -> Vec<usize> {
    let mut bytes = vec![0_u64; Application::ALL.len()];
    for stack in &bins.visible {
        for (sum, part) in bytes.iter_mut().zip(stack) {
            *sum += part.bytes;
        }
    }
    let mut order: Vec<usize> = (0..bytes.len()).collect();
    order.sort_by_key(|&code| (std::cmp::Reverse(bytes[code]), code));
    order
}

fn color(code: usize, color_by: FlowColor, look: &Look) -> Color32 {
    match color_by {
        FlowColor::Application => {
            let application = Application::ALL.get(code).copied().unwrap_or_default();
            look.category(Category::Application(application))
        }
        // Bars are stacked by application; under other colours they are of one.
        FlowColor::Transport => look.weak,
    }
}

/// Draws the marks of the axis and their labels.
pub fn axis(ui: &Ui, labels: Rect, bars: Rect, axis: &TimeAxis, clock: &Clock, look: &Look) {
    let painter = ui.painter_at(labels.union(bars));
    let font = TextStyle::Small.resolve(ui.style());
    let most = ((labels.width() / LABEL_PTS) as usize).max(1);
    let mut free_from = labels.left();
    for tick in ticks(axis.shown.first, axis.shown.last, most, clock) {
        let x = axis.x(tick.time);
        let line = look.line;
        painter.vline(x, labels.top()..=labels.top() + 4.0, Stroke::new(1.0, line));
        painter.vline(
            x,
            bars.y_range(),
            Stroke::new(0.5, line.gamma_multiply(0.5)),
        );
        let galley = painter.layout_no_wrap(tick.label, font.clone(), look.weak);
        let left = (x + 3.0).min(labels.right() - galley.size().x);
        if left >= free_from {
            free_from = left + galley.size().x + 8.0;
            let at = pos2(left, labels.center().y + 1.0);
            let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
            painter.galley(rect.min, galley, look.weak);
        }
    }
}

/// Draws the window: what is outside of it recedes.
pub fn window(ui: &Ui, bars: Rect, axis: &TimeAxis, window: TimeWindow, look: &Look) {
    let painter = ui.painter_at(bars);
    let shade = look.panel.gamma_multiply(0.6);
    let [first, end] = [window.first, window.end].map(|time| axis.x(time));
    let before = Rect::from_x_y_ranges(
        bars.left()..=first.clamp(bars.left(), bars.right()),
        bars.y_range(),
    );
    let after = Rect::from_x_y_ranges(
        end.clamp(bars.left(), bars.right())..=bars.right(),
        bars.y_range(),
    );
    painter.rect_filled(before, 0.0, shade);
    painter.rect_filled(after, 0.0, shade);
    if let Some(rect) = window_rect(axis, bars, window) {
        painter.rect_stroke(
            rect,
            0.0,
            Stroke::new(1.0, look.text),
            egui::StrokeKind::Inside,
        );
        // Handles at the edges.
        for x in [first, end] {
            if bars.x_range().contains(x) {
                let handle =
                    Rect::from_center_size(pos2(x, rect.center().y), egui::vec2(4.0, 16.0));
                painter.rect_filled(handle, 2.0, look.text);
            }
        }
    }
}
