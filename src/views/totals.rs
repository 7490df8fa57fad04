//! How much is on the screen, and where is the rest?
//!
//! The bar at the bottom: drawn + grouped + filtered + unparsed = total. While reading goes on it
//! shows how far it is, with a way to stop.

use egui::{Align, Layout, RichText, Ui};

use super::{Actions, Look};
use crate::flow::ReadProgress;
use crate::session::{Command, LayoutPhase, ReadStatus, Session, Share};
use crate::units::{Bytes, Count, Duration};

/// Draws the bar.
pub fn totals_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    ui.horizontal_centered(|ui| {
        if let ReadStatus::Reading {
            progress,
            elapsed_nanos,
        } = session.reading()
        {
            reading_ui(ui, progress, *elapsed_nanos, look, actions);
            ui.separator();
        }
        if let Some(data) = session.data() {
            let shares = data.shares;
            let count = |count: u64| Count(count).to_string();
            let bytes = |bytes: u64| Bytes(bytes).to_string();
            share_ui(ui, look, "hosts", shares.hosts, &count);
            share_ui(ui, look, "edges", shares.edges, &count);
            share_ui(ui, look, "flows", shares.flows, &count);
            share_ui(ui, look, "packets", shares.packets, &count);
            share_ui(ui, look, "bytes", shares.bytes, &bytes);
        } else {
            ui.label(RichText::new("Nothing open").color(look.weak));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            right_ui(ui, session, look, actions)
        });
    });
}

/// One quantity: drawn of total, and where the rest is when there is a rest.
fn share_ui(ui: &mut Ui, look: &Look, name: &str, share: Share, text: &dyn Fn(u64) -> String) {
    // Bytes carry their unit.
    let unit = if name == "bytes" {
        String::new()
    } else {
        format!(" {name}")
    };
    let short = if share.drawn == share.total {
        format!("{}{unit}", text(share.total))
    } else {
        format!("{} of {}{unit}", text(share.drawn), text(share.total))
    };
    let long = format!(
        "{name}: {} drawn + {} grouped + {} filtered + {} unparsed = {} in total",
        Count(share.drawn),
        Count(share.grouped),
        Count(share.filtered),
        Count(share.unparsed),
        Count(share.total)
    );
    let color = if share.adds_up() {
        look.text
    } else {
        look.error
    };
    let response = ui.label(RichText::new(short).color(color));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &long));
    response.on_hover_text(&long);
    for (part, what) in [
        (share.grouped, "grouped"),
        (share.filtered, "filtered"),
        (share.unparsed, "unparsed"),
    ] {
        if part > 0 {
            ui.label(
                RichText::new(format!("{} {what}", text(part)))
                    .small()
                    .color(look.weak),
            );
        }
    }
    ui.add_space(4.0);
}

/// Progress with rate and remaining time, and the button that stops it.
fn reading_ui(
    ui: &mut Ui,
    progress: &ReadProgress,
    elapsed_nanos: u64,
    look: &Look,
    actions: &mut Actions,
) {
    let seconds = (elapsed_nanos as f64 / 1e9).max(1e-3);
    let rate = progress.bytes_read as f64 / seconds;
    let text = match progress.bytes_total {
        Some(total) if total > 0 => {
            let share = progress.bytes_read as f64 / total as f64;
            let left = (total.saturating_sub(progress.bytes_read)) as f64 / rate.max(1.0);
            ui.add(
                egui::ProgressBar::new(share as f32)
                    .desired_width(120.0)
                    .fill(look.weak),
            );
            format!(
                "{} of {}, {} packets, {}/s, {} left",
                Bytes(progress.bytes_read),
                Bytes(total),
                Count(progress.packets),
                Bytes(rate as u64),
                Duration((left * 1e9) as i64)
            )
        }
        _ => format!(
            "{}, {} packets, {}/s",
            Bytes(progress.bytes_read),
            Count(progress.packets),
            Bytes(rate as u64)
        ),
    };
    ui.label(text);
    let stop = Command::CancelReading;
    if ui
        .small_button("Stop")
        .on_hover_text(stop.tooltip())
        .clicked()
    {
        actions.push(stop);
    }
}

/// Notes, layout and adapter.
fn right_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    let phase = match session.layout() {
        LayoutPhase::None => "",
        LayoutPhase::Running => "laying out",
        LayoutPhase::Paused => "layout paused",
        LayoutPhase::Converged => "layout at rest",
    };
    if !phase.is_empty() {
        let label = RichText::new(phase).color(look.weak);
        if ui
            .add(egui::Button::new(label).frame(false))
            .on_hover_text("Run or pause (L)")
            .clicked()
        {
            actions.push(Command::ToggleLayout);
        }
    }
    if let Some(data) = session.data() {
        let notes: usize = data
            .traffic
            .files
            .iter()
            .map(|file| file.notes.as_slice().len())
            .sum();
        if notes > 0 {
            ui.label(RichText::new(format!("{notes} notes")).color(look.weak))
                .on_hover_text("Some of the capture could not be read; see the panel Notes");
        }
    }
}
