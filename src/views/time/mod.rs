//! When did it happen?
//!
//! ```text
//! ▶  10× ▾  ⟲  ⇔   by bytes ▾  log                                3,201 of 16,000 flows
//!            ┌────────────┐
//!  ▁▂▃▅▇▅▃▂▁ │▁▂▃▅▇▇▅▃▂▁▁▂│▃▅▇▅▃▂▁
//!  09:00        09:15        09:30        09:45
//! ```
//!
//! Flows by the time of their first packet, stacked by application: grey is everything, colour is
//! visible, the highlight's share lies on top. Dragging draws a window; flows that begin outside of
//! it are not visible in any view, and node positions stand still.

pub(super) mod axis;
mod bins;
mod compare;
mod flags;
mod gestures;
mod menu;
pub(super) mod paint;
mod playback;
mod ticks;
mod trends;

use egui::{Key, Modifiers, RichText, Sense, Ui, WidgetInfo, vec2};

use super::memory::Measure;
use super::{Actions, Look, Memory};
use crate::session::{Command, Data, Session, TimeWindow};
use crate::units::{Count, TimeSpan, Timestamp};
use axis::TimeAxis;
use bins::Bins;
use playback::{Playback, SPEEDS};
use trends::TrendLines;

/// What the time bar remembers between frames.
#[derive(Debug, Default)]
pub struct TimeMemory {
    /// The stretch that is shown; none for the whole capture.
    shown: Option<TimeSpan>,
    /// What bars are high by.
    measure: Measure,
    /// Whether heights are logarithmic.
    logarithmic: bool,
    /// Whether the window keeps its width.
    locked: bool,
    playback: Playback,
    drag: Option<gestures::Drag>,
    bins: Option<Bins>,
    trends: TrendLines,
    /// Where the menu was opened.
    menu_at: Option<Timestamp>,
    /// The stretch of time that a note is being written about.
    noting: Option<TimeWindow>,
}

/// Name of the bars for screen readers and tests.
pub const BARS_NAME: &str = "Time bar";
/// Room for the labels of the axis, in points.
const AXIS_PTS: f32 = 16.0;

/// Draws the panel.
pub fn time_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    let memory = &mut memory.time;
    let whole = data.ground.time_bins.span();
    // What was shown of another capture means nothing here.
    if memory
        .shown
        .is_some_and(|shown| shown.first < whole.first || shown.last > whole.last)
    {
        memory.shown = None;
    }
    controls_ui(ui, session, data, memory, whole, look, actions);
    play(ui, session, memory, whole, actions);
    let size = vec2(
        ui.available_width(),
        ui.available_height().max(AXIS_PTS + 8.0),
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Slider, true, BARS_NAME));
    let axis = TimeAxis::new(memory.shown.unwrap_or(whole), rect.left()..rect.right());
    let window = session.state().window;
    gestures::gestures(ui, &response, &axis, window, memory, whole, actions);
    if response.secondary_clicked() {
        memory.menu_at = response.interact_pointer_pos().map(|at| axis.time(at.x));
    }
    response.context_menu(|ui| menu::menu_ui(ui, session, memory, whole, actions));
    let clock = session.clock();
    let dragging = memory.drag.is_some();
    let bins = Bins::updated(&mut memory.bins, data, memory.shown);
    let (bars, labels) = rect.split_top_bottom_at_y(rect.bottom() - AXIS_PTS);
    let heights = paint::Heights {
        measure: memory.measure,
        logarithmic: memory.logarithmic,
    };
    paint::bars(
        ui,
        bars,
        bins,
        &axis,
        heights,
        session.state().color_by.of_flows(),
        look,
    );
    memory.trends.follow(session, data, &bins.bins);
    paint::axis(ui, labels, bars, &axis, &clock, look);
    let most = paint::most(bins, heights);
    memory.trends.paint(ui, bars, &axis, heights, most, look);
    let compared = session.state().compared();
    match (compared, window) {
        (Some(both), _) => compare::windows(ui, bars, &axis, both, look),
        (None, Some(window)) => paint::window(ui, bars, &axis, window, look),
        (None, None) => {}
    }
    if let Some(pointer) = response.hover_pos()
        && !dragging
        && let Some(mut text) = bins.tooltip(axis.time(pointer.x), &clock)
    {
        if let Some(both) = compared {
            text += "\n";
            text += &compare::tooltip(both, axis.time(pointer.x));
        }
        response.on_hover_text_at_pointer(text);
    }
    flags::flags_ui(ui, session, bars, &axis, memory, look, actions);
    flags::noting_ui(ui, session, bars, &axis, memory, actions);
}

/// The row above the bars.
fn controls_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    memory: &mut TimeMemory,
    whole: TimeSpan,
    look: &Look,
    actions: &mut Actions,
) {
    ui.horizontal(|ui| {
        let playing = memory.playback.playing;
        let (icon, name) = if playing {
            ("\u{e39e}", "Pause")
        } else {
            ("\u{e3d0}", "Play")
        };
        let play = ui.button(icon).on_hover_text(format!("{name} (Space)"));
        play.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
        let typing = ui.ctx().text_edit_focused();
        let space = !typing && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space));
        if play.clicked() || space {
            toggle_play(session, memory, whole, actions);
        }
        let speed = memory.playback.speed_for(whole).min(SPEEDS.len() - 1);
        let choice = egui::ComboBox::from_id_salt("speed")
            .selected_text(SPEEDS[speed].1)
            .width(76.0)
            .show_ui(ui, |ui| {
                for (place, (_, name)) in SPEEDS.iter().enumerate() {
                    ui.selectable_value(&mut memory.playback.speed, Some(place), *name);
                }
            });
        let about_speed = "How much captured time passes in a second";
        choice.response.on_hover_text(about_speed);
        ui.toggle_value(&mut memory.playback.repeats, "Loop")
            .on_hover_text("Begin again at the end");
        ui.toggle_value(&mut memory.locked, "Lock width")
            .on_hover_text("The window only moves");
        memory.measure.choice_ui(ui, "Measure of time");
        ui.toggle_value(&mut memory.logarithmic, "Log")
            .on_hover_text("Logarithmic heights");
        compare::compare_ui(ui, session, actions);
        trends::trends_menu_ui(ui, session, &memory.trends, look, actions);
        step_keys(ui, session, whole, actions);
        if memory.shown.is_some()
            && ui
                .button("Whole capture")
                .on_hover_text("Show all times again; what is visible stays as it is")
                .clicked()
        {
            memory.shown = None;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let flows = data.tallies().visible.flows;
            let text = format!(
                "{} of {} flows, {}",
                Count(flows),
                Count(data.traffic.table.totals.flows),
                session.clock().zone_at(memory.shown.unwrap_or(whole).first)
            );
            let zone = "Right click on the bars for times in UTC or local time\n\
                        Filters, scripts and copied tables are in UTC";
            ui.label(RichText::new(text).small().color(look.weak))
                .on_hover_text(zone);
        });
    });
}

/// `[` and `]` move the window by its own width.
fn step_keys(ui: &Ui, session: &Session, whole: TimeSpan, actions: &mut Actions) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let (back, forth) = ui.input(|input| {
        (
            input.key_pressed(Key::OpenBracket),
            input.key_pressed(Key::CloseBracket),
        )
    });
    let Some(window) = session.state().window.filter(|_| back || forth) else {
        return;
    };
    let moved = window.shifted(if back {
        -window.nanos()
    } else {
        window.nanos()
    });
    if moved.first <= whole.last && moved.end > whole.first {
        actions.push(Command::EndGesture);
        actions.push(Command::Window(Some(moved)));
        actions.push(Command::EndGesture);
    }
}

fn toggle_play(session: &Session, memory: &mut TimeMemory, whole: TimeSpan, actions: &mut Actions) {
    memory.playback.playing = !memory.playback.playing;
    actions.push(Command::EndGesture);
    if memory.playback.playing && session.state().window.is_none() {
        actions.push(Command::Window(Some(playback::first_window(whole))));
    }
}

/// Lets time pass.
fn play(
    ui: &Ui,
    session: &Session,
    memory: &mut TimeMemory,
    whole: TimeSpan,
    actions: &mut Actions,
) {
    let Some(window) = session.state().window.filter(|_| memory.playback.playing) else {
        return;
    };
    ui.ctx().request_repaint();
    let seconds = ui.input(|input| input.stable_dt).min(0.25);
    match memory.playback.advanced(window, whole, seconds) {
        Some(moved) => actions.push(Command::Window(Some(moved))),
        None => {
            memory.playback.playing = false;
            actions.push(Command::EndGesture);
        }
    }
}
