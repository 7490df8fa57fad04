//! How much is on the screen, and where is the rest?
//!
//! The bar at the bottom: drawn + grouped + filtered + unparsed = total. While reading goes on it
//! shows how far it is, with a way to stop.

use egui::{Align, Layout, RichText, Ui};

use super::{Actions, Look};
use crate::flow::ReadProgress;
use crate::scene::Marks;
use crate::session::{Command, LayoutPhase, ReadStatus, Session, Share, Shares};
use crate::units::{Bytes, Count, Duration, counted};

/// Draws the bar.
///
/// `marks` is what the graph is drawn with, if fewer marks than there are nodes and edges stand for
/// all of them.
pub fn totals_ui(
    ui: &mut Ui,
    session: &Session,
    marks: Option<Marks>,
    look: &Look,
    actions: &mut Actions,
) {
    ui.horizontal_centered(|ui| {
        if let ReadStatus::Reading {
            progress,
            elapsed_nanos,
        } = session.reading()
        {
            reading_ui(ui, progress, *elapsed_nanos, look, actions);
            ui.separator();
        }
        match session.data() {
            Some(data) => shares_ui(ui, &data.shares, marks, look),
            None => {
                ui.label(RichText::new("Nothing open").color(look.weak));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            right_ui(ui, session, look, actions);
        });
    });
}

/// A part of the total, and how it is picked out of a share.
type Part = (&'static str, fn(Share) -> u64);

/// What drawn + grouped + filtered + unparsed = total is made of.
const PARTS: [Part; 5] = [
    ("Drawn", |share| share.drawn),
    ("Grouped", |share| share.grouped),
    ("Filtered", |share| share.filtered),
    ("Unparsed", |share| share.unparsed),
    ("Total", |share| share.total),
];

/// Quantities that a bar of some width names, most telling first: all, the usual three, packets.
const QUANTITIES: [&[usize]; 3] = [&[0, 1, 2, 3, 4], &[0, 1, 3], &[3]];
/// Width that is left for the layout's phase and the notes at the right, in points.
const RIGHT_PTS: f32 = 190.0;

/// All parts in the longest form for which there is room.
fn shares_ui(ui: &mut Ui, shares: &Shares, marks: Option<Marks>, look: &Look) {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let room = ui.available_width() - RIGHT_PTS;
    let texts_of = |quantities: &[usize]| {
        let mut texts = PARTS.map(|part| {
            let text = part_text(shares, part, quantities);
            match (part.0, shares.groups) {
                ("Grouped", groups @ 1..) => format!("{} with {text}", counted(groups, "group")),
                _ => text,
            }
        });
        if let Some(marks) = marks {
            texts[0] += &format!(" as {}", marks_text(marks));
        }
        texts
    };
    let width_of = |texts: &[String; 5]| -> f32 {
        let gap = 3.0 * ui.spacing().item_spacing.x;
        let widths = texts.iter().zip(PARTS).map(|(text, (title, _))| {
            let line = format!("{title} {text}");
            ui.painter()
                .layout_no_wrap(line, font.clone(), look.text)
                .size()
                .x
                + gap
        });
        widths.sum()
    };
    let forms = QUANTITIES.map(texts_of);
    let fitting = forms.iter().find(|texts| width_of(texts) <= room);
    let texts = fitting.unwrap_or(&forms[QUANTITIES.len() - 1]);
    let all = [
        shares.hosts,
        shares.edges,
        shares.flows,
        shares.packets,
        shares.bytes,
    ];
    let value_color = if all.iter().all(|share| share.adds_up()) {
        look.text
    } else {
        look.error
    };
    let mut long = long_text(shares);
    if let Some(marks) = marks {
        long += &format!(
            "\ndrawn as {}: one for those on the same few pixels; zoom in to see each",
            marks_text(marks)
        );
    }
    for (text, (title, _)) in texts.iter().zip(PARTS) {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(RichText::new(title).color(look.weak))
            .on_hover_text(&long);
        let response = ui.label(RichText::new(text).color(value_color));
        let name = if title == "Total" {
            long.clone()
        } else {
            format!("{title} {text}")
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &name));
        response.on_hover_text(&long);
        ui.add_space(12.0);
    }
}

/// One part of some quantities: `4,821 hosts · 17,903 edges`; 0 when there is none of any.
fn part_text(shares: &Shares, (_, pick): Part, quantities: &[usize]) -> String {
    let all = [
        (shares.hosts, " hosts"),
        (shares.edges, " edges"),
        (shares.flows, " flows"),
        (shares.packets, " packets"),
        (shares.bytes, ""),
    ];
    let texts: Vec<String> = quantities
        .iter()
        .map(|&quantity| (pick(all[quantity].0), all[quantity].1))
        .filter(|(value, _)| *value > 0)
        .map(|(value, unit)| match unit {
            // Bytes carry their unit.
            "" => Bytes(value).to_string(),
            unit => format!("{}{unit}", Count(value)),
        })
        .collect();
    if texts.is_empty() {
        "0".to_owned()
    } else {
        texts.join(" · ")
    }
}

/// What the graph is drawn with.
fn marks_text(marks: Marks) -> String {
    format!(
        "{} discs · {} strokes",
        Count(marks.discs),
        Count(marks.strokes)
    )
}

/// Every quantity in exact numbers, one a line.
fn long_text(shares: &Shares) -> String {
    let all = [
        ("hosts", shares.hosts),
        ("edges", shares.edges),
        ("flows", shares.flows),
        ("packets", shares.packets),
        ("bytes", shares.bytes),
    ];
    let lines = all.map(|(name, share)| {
        format!(
            "{name}: {} drawn + {} grouped + {} filtered + {} unparsed = {}",
            Count(share.drawn),
            Count(share.grouped),
            Count(share.filtered),
            Count(share.unparsed),
            Count(share.total)
        )
    });
    let groups = match shares.groups {
        0 => String::new(),
        groups => format!(
            "\n{} {} {}",
            counted(groups, "group"),
            if groups == 1 { "holds" } else { "hold" },
            counted(shares.hosts.grouped, "host")
        ),
    };
    lines.join("\n") + &groups
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
