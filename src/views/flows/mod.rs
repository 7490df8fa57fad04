//! What is every single flow?
//!
//! A table of the visible or highlighted flows, one row each, sorted by any column. Only the rows
//! in view are laid out, and sorting is an errand for a thread, so ten million flows scroll. A row
//! highlights its edge; the filter is the search.

mod column;
mod csv;
mod grid;
mod head;
mod order;
mod row;
mod rows;

use egui::{RichText, Ui};

use super::errand::Answer;
use super::{Actions, Look, Memory};
use crate::session::{Data, Session};
use crate::units::Count;
use rows::Rows;

pub use rows::Source;

/// What the table keeps between frames.
#[derive(Debug, Default)]
pub struct FlowsMemory {
    /// Which flows are listed, and in which order.
    pub rows: Rows,
    /// Where the reader is.
    place: grid::Place,
    /// Rows on their way to the clipboard.
    copying: Option<super::errand::Errand<String>>,
}

/// Draws the panel.
pub fn flows_ui(
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
    let flows = &mut memory.flows;
    flows.rows.follow(data, &mut memory.errands);
    if let Some(errand) = &flows.copying {
        match errand.answer() {
            Answer::Waiting => {}
            Answer::Ready(text) => {
                ui.copy_text(text);
                flows.copying = None;
            }
            Answer::Lost => flows.copying = None,
        }
    }
    head_ui(ui, data, memory, look);
    let flows = &mut memory.flows;
    if flows.rows.shown().is_empty() && !flows.rows.is_waiting() {
        empty_ui(ui, data, flows.rows.source, look);
        return;
    }
    grid::grid_ui(
        ui,
        session,
        data,
        &mut flows.rows,
        &mut flows.place,
        look,
        actions,
    );
}

/// Which flows, how many of how many, and copying.
fn head_ui(ui: &mut Ui, data: &Data, memory: &mut Memory, look: &Look) {
    ui.horizontal(|ui| {
        let rows = &mut memory.flows.rows;
        let choices = [
            (Source::Visible, "Visible", "All flows that pass the filter"),
            (
                Source::Highlighted,
                "Highlighted",
                "Flows of what is highlighted",
            ),
        ];
        for (source, label, tooltip) in choices {
            if ui
                .selectable_label(rows.source == source, label)
                .on_hover_text(tooltip)
                .clicked()
            {
                rows.source = source;
            }
        }
        let text = format!(
            "{} of {} flows",
            Count(rows.count(data)),
            Count(data.traffic.table.len() as u64)
        );
        ui.label(RichText::new(text).color(look.weak));
        if rows.is_waiting() {
            ui.label(RichText::new("sorting").color(look.weak));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            copy_ui(ui, data, memory, look);
        });
    });
}

fn copy_ui(ui: &mut Ui, data: &Data, memory: &mut Memory, look: &Look) {
    let flows = &mut memory.flows;
    let shown = flows.rows.shown();
    let ready = !shown.is_empty() && !flows.rows.is_waiting() && flows.copying.is_none();
    let too_many = shown.len() > csv::MOST_ROWS;
    let tooltip = if too_many {
        format!(
            "The first {} of {} rows in this order, with exact values",
            Count(csv::MOST_ROWS as u64),
            Count(shown.len() as u64)
        )
    } else {
        "All rows in this order, with exact values".to_owned()
    };
    let button = ui.add_enabled(ready, egui::Button::new("Copy as CSV"));
    if button.on_hover_text(tooltip).clicked() {
        let traffic = data.traffic.clone();
        let rows: Vec<u32> = shown.iter().take(csv::MOST_ROWS).copied().collect();
        let work = move |stop: &_| csv::text(&traffic.table, &rows, stop);
        flows.copying = Some(memory.errands.send(work));
    }
    if too_many {
        let text = format!("first {} rows", Count(csv::MOST_ROWS as u64));
        ui.label(RichText::new(text).color(look.weak).small());
    }
}

/// Why there are no rows.
fn empty_ui(ui: &mut Ui, data: &Data, source: Source, look: &Look) {
    let text = match source {
        _ if data.traffic.table.is_empty() => "The capture holds no flows.",
        Source::Highlighted if data.selected.is_none() => {
            "Nothing is highlighted. Click a node, an edge or a bar to list its flows."
        }
        Source::Highlighted => "No visible flow is highlighted.",
        Source::Visible => "No flow passes the filter.",
    };
    ui.add_space(8.0);
    ui.label(RichText::new(text).color(look.weak));
}
