//! How do kept selections rise and fall?
//!
//! Up to five lines over the bars, on their axis. A line is over all flows that pass its own
//! filter: its set is made anew only when that filter or the capture changes, its sums when what is
//! shown changes, and brushing costs it nothing.

use std::sync::{Arc, Weak};

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::epaint::{PathShape, PathStroke};
use egui::{
    Color32, PopupCloseBehavior, Rect, RichText, Role, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::axis::TimeAxis;
use super::paint::Heights;
use crate::capture::Application;
use crate::flow::Traffic;
use crate::query::{Filter, FlowSet, Noted, TimeBins, sums_by_time};
use crate::scene::tokens::trend_color;
use crate::session::{Command, Data, Session, Trend, TrendColor};
use crate::units::{Totals, counted};
use crate::views::look::color32;
use crate::views::{Actions, Look};

/// One line, and what it was made of.
#[derive(Debug)]
struct Line {
    color: TrendColor,
    filter: Filter,
    set: FlowSet,
    flows: u64,
    bins: TimeBins,
    /// `[bin]`.
    sums: Vec<Totals>,
}

/// The lines of the capture that is open.
#[derive(Debug, Default)]
pub struct TrendLines {
    traffic: Weak<Traffic>,
    lines: Vec<Line>,
    /// The notes that filters were asked with.
    notes: Arc<[Noted]>,
}

impl TrendLines {
    /// Brings the lines to what the session keeps and the bars show.
    pub fn follow(&mut self, session: &Session, data: &Data, bins: &TimeBins) {
        if !std::ptr::eq(self.traffic.as_ptr(), Arc::as_ptr(&data.traffic)) {
            self.traffic = Arc::downgrade(&data.traffic);
            self.lines.clear();
        }
        let trends = &session.state().trends;
        if self.notes != data.notes {
            self.notes = data.notes.clone();
            self.lines.retain(|line| !line.filter.asks_notes());
        }
        self.lines.retain(|line| {
            let trend = trends.get(&line.color);
            trend.is_some_and(|trend| trend.filter == line.filter)
        });
        for (&color, trend) in trends {
            match self.lines.iter_mut().find(|line| line.color == color) {
                Some(line) if line.bins == *bins => {}
                Some(line) => {
                    line.sums = sums(data, bins, &line.set);
                    line.bins = *bins;
                }
                None => self.lines.push(Line::new(color, trend, data, bins)),
            }
        }
    }

    /// Number of flows of a line, once it was drawn.
    fn flows(&self, color: TrendColor) -> Option<u64> {
        let line = self.lines.iter().find(|line| line.color == color)?;
        Some(line.flows)
    }

    /// Draws the lines on the axis of the bars, whose highest is `most`.
    pub fn paint(
        &self,
        ui: &Ui,
        rect: Rect,
        axis: &TimeAxis,
        heights: Heights,
        most: u64,
        look: &Look,
    ) {
        let painter = ui.painter_at(rect);
        for line in &self.lines {
            let points: Vec<_> = line
                .sums
                .iter()
                .enumerate()
                .map(|(bin, sum)| {
                    let [first, end] = line.bins.edges(bin as u16).map(|time| axis.x(time));
                    let share = heights.share(heights.measure.of(*sum), most);
                    // Half a line's width of room, so that one along the bottom is seen.
                    let y = rect.bottom() - 1.0 - (rect.height() - 2.0) * share.min(1.0);
                    pos2((first + end) / 2.0, y)
                })
                .collect();
            let color = line_color(line.color, look);
            for (width, color) in [
                (LINE_PTS + 1.5, look.canvas.gamma_multiply(0.6)),
                (LINE_PTS, color),
            ] {
                let stroke = PathStroke::new(width, color);
                painter.add(PathShape::line(points.clone(), stroke));
            }
        }
    }
}

/// Width of a line, in points.
const LINE_PTS: f32 = 1.5;

impl Line {
    fn new(color: TrendColor, trend: &Trend, data: &Data, bins: &TimeBins) -> Self {
        let context = data.filter_context();
        let set = trend.filter.evaluate(&data.traffic.table, &context);
        Self {
            color,
            filter: trend.filter.clone(),
            flows: set.count(),
            bins: *bins,
            sums: sums(data, bins, &set),
            set,
        }
    }
}

/// Sums of a set over all applications, `[bin]`.
fn sums(data: &Data, bins: &TimeBins, set: &FlowSet) -> Vec<Totals> {
    let by_kind = sums_by_time(&data.traffic.table, &data.ground.by_time, bins, set);
    let stacks = by_kind.chunks(Application::ALL.len());
    stacks
        .map(|stack| stack.iter().copied().fold(Totals::default(), |a, b| a + b))
        .collect()
}

/// The colour of a line.
fn line_color(color: TrendColor, look: &Look) -> Color32 {
    color32(trend_color(color as usize, look.theme))
}

/// The menu in which lines are kept, renamed and taken away. It stays open while a name is typed.
pub fn trends_menu_ui(
    ui: &mut Ui,
    session: &Session,
    lines: &TrendLines,
    look: &Look,
    actions: &mut Actions,
) {
    let trends = &session.state().trends;
    let title = match trends.len() {
        0 => "Trends".to_owned(),
        count => format!("Trends ({count})"),
    };
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (button, _) = MenuButton::new(title).config(config).ui(ui, |ui| {
        ui.set_min_width(300.0);
        keep_ui(ui, session, actions);
        ui.separator();
        if trends.is_empty() {
            ui.label(RichText::new("No trend line is kept.").color(look.weak));
        }
        for (&color, trend) in trends {
            row_ui(ui, color, trend, lines, look, actions);
        }
        let about = "A line is over all flows that pass its own filter, visible or not, on the \
                     axis of the bars.";
        ui.add(egui::Label::new(RichText::new(about).small().color(look.weak)).wrap());
    });
    button.on_hover_text("Up to five selections as lines over the bars");
}

/// What can be kept now.
pub(super) fn keep_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let state = session.state();
    let has_room = state.free_trend_color().is_some();
    for (command, possible) in [
        (Command::TrendOfHighlight, !state.selection.is_empty()),
        (Command::TrendOfFilter, true),
    ] {
        let button = egui::Button::new(command.label());
        let response = ui
            .add_enabled(has_room && possible, button)
            .on_hover_text(command.tooltip())
            .on_disabled_hover_text(if has_room {
                "Highlight something first"
            } else {
                "There are five trend lines already"
            });
        if response.clicked() {
            actions.push(command);
        }
    }
}

/// One line: its colour, its name to be typed over, how many flows it counts, and away with it.
fn row_ui(
    ui: &mut Ui,
    color: TrendColor,
    trend: &Trend,
    lines: &TrendLines,
    look: &Look,
    actions: &mut Actions,
) {
    ui.horizontal(|ui| {
        let (rect, swatch) = ui.allocate_exact_size(vec2(18.0, 12.0), egui::Sense::hover());
        let stroke = egui::Stroke::new(LINE_PTS + 1.0, line_color(color, look));
        ui.painter().hline(rect.x_range(), rect.center().y, stroke);
        let text = trend.filter.to_string();
        let text = if text.is_empty() { "all flows" } else { &text };
        swatch.on_hover_text(crate::text::printable(text));
        let mut name = trend.name.clone();
        let edit = TextEdit::singleline(&mut name)
            .id_salt(("trend", color.key()))
            .desired_width(170.0);
        let response = ui.add(edit);
        response.widget_info(|| {
            let label = format!("Name of the {} trend line", color.key());
            WidgetInfo::labeled(Role::TextInput, true, label)
        });
        if response.changed() {
            let filter = trend.filter.clone();
            actions.push(Command::Trend(color, Some(Trend { name, filter })));
        }
        if response.lost_focus() {
            actions.push(Command::EndGesture);
        }
        if let Some(flows) = lines.flows(color) {
            ui.label(
                RichText::new(counted(flows, "flow"))
                    .small()
                    .color(look.weak),
            );
        }
        let away = Command::Trend(color, None);
        let button = ui.small_button("×").on_hover_text(away.label());
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, away.label()));
        if button.clicked() {
            actions.push(away);
        }
    });
}
