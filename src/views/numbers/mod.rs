//! What is the graph like in numbers?
//!
//! Degrees, components, communities with their members, and who stands out by PageRank and
//! betweenness, over the visible edges. Computed on request by a thread; a row highlights what it
//! counts, and everything can be copied.

mod compute;
mod csv;
mod rows;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use egui::{RichText, Ui};

use super::errand::{Answer, Errand, Errands};
use super::{Actions, Look, Memory};
use crate::session::{Data, Session};
use crate::units::Count;
use compute::{Input, Numbers, STEPS};

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct NumbersMemory {
    numbers: Option<Arc<Numbers>>,
    computing: Option<(Arc<AtomicUsize>, Errand<Numbers>)>,
    copying: Option<Errand<String>>,
    /// Which sections show many rows.
    wide: [bool; 5],
}

/// Draws the panel.
pub fn numbers_ui(
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
    take_answers(ui, data, &mut memory.numbers);
    let (panel, errands) = (&mut memory.numbers, &mut memory.errands);
    egui::ScrollArea::vertical()
        .id_salt("numbers")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            head_ui(ui, data, panel, errands, look);
            let Some(numbers) = panel.numbers.clone() else {
                ui.add_space(4.0);
                let text = "Degrees, components, communities, PageRank and betweenness of what is \
                            visible.";
                ui.label(RichText::new(text).color(look.weak));
                return;
            };
            copy_ui(ui, data, &numbers, panel, errands);
            ui.add_space(4.0);
            let wide = &mut panel.wide;
            rows::sections_ui(ui, session, data, &numbers, wide, look, actions);
        });
}

fn take_answers(ui: &Ui, data: &Data, panel: &mut NumbersMemory) {
    if let Some((_, errand)) = &panel.computing {
        match errand.answer() {
            Answer::Waiting => {}
            Answer::Ready(numbers) => {
                panel.numbers = Some(Arc::new(numbers));
                panel.computing = None;
            }
            Answer::Lost => panel.computing = None,
        }
    }
    if let Some(errand) = &panel.copying {
        match errand.answer() {
            Answer::Waiting => {}
            Answer::Ready(text) => {
                ui.copy_text(text);
                panel.copying = None;
            }
            Answer::Lost => panel.copying = None,
        }
    }
    // Numbers of another graph have other nodes.
    if let Some(numbers) = &panel.numbers
        && !Arc::ptr_eq(&numbers.graph, &data.graph)
    {
        panel.numbers = None;
    }
}

/// Starting, cancelling, and what the numbers are of.
fn head_ui(
    ui: &mut Ui,
    data: &Data,
    panel: &mut NumbersMemory,
    errands: &mut Errands,
    look: &Look,
) {
    let shares = &data.shares;
    let of = format!(
        "{} of {} hosts, {} of {} edges",
        Count(shares.hosts.shown()),
        Count(shares.hosts.total),
        Count(shares.edges.shown()),
        Count(shares.edges.total)
    );
    ui.label(RichText::new(of).color(look.weak).small());
    ui.horizontal(|ui| {
        if let Some((step, _)) = &panel.computing {
            let name = STEPS.get(step.load(Ordering::Relaxed)).unwrap_or(&"");
            if ui.button("Cancel").clicked() {
                panel.computing = None;
            }
            ui.label(RichText::new(format!("computing {name}")).color(look.weak));
            let soon = std::time::Duration::from_millis(100);
            ui.ctx().request_repaint_after(soon);
            return;
        }
        let is_current = panel
            .numbers
            .as_ref()
            .is_some_and(|numbers| numbers.of == data.sums_revision);
        if is_current {
            return;
        }
        let label = if panel.numbers.is_some() {
            "Compute again"
        } else {
            "Compute"
        };
        if ui.button(label).clicked() {
            let step = Arc::new(AtomicUsize::new(0));
            let input = Input::new(data, step.clone());
            let errand = errands.send(move |stop| Numbers::compute(&input, stop));
            panel.computing = Some((step, errand));
        }
        if panel.numbers.is_some() {
            let text = "these are from before the filter changed";
            ui.label(RichText::new(text).color(look.weak).small());
        }
    });
}

fn copy_ui(
    ui: &mut Ui,
    data: &Data,
    numbers: &Arc<Numbers>,
    panel: &mut NumbersMemory,
    errands: &mut Errands,
) {
    ui.horizontal_wrapped(|ui| {
        let ready = panel.copying.is_none();
        let count = numbers.by_pagerank.len();
        let tooltip = if count > csv::MOST_ROWS {
            format!(
                "The {} hosts with most PageRank of {}, with all their numbers",
                Count(csv::MOST_ROWS as u64),
                Count(count as u64)
            )
        } else {
            "Every host with all its numbers".to_owned()
        };
        let button = ui.add_enabled(ready, egui::Button::new("Copy hosts as CSV"));
        if button.on_hover_text(tooltip).clicked() {
            let (traffic, numbers) = (data.traffic.clone(), numbers.clone());
            let work = move |stop: &_| csv::hosts(&traffic.table, &numbers, stop);
            panel.copying = Some(errands.send(work));
        }
        if ui
            .button("Copy degrees as CSV")
            .on_hover_text("How many hosts have each degree")
            .clicked()
        {
            ui.copy_text(csv::degrees(&numbers.degrees));
        }
    });
}
