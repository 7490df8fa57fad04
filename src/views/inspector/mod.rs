//! What is known about what is selected?
//!
//! A card for a host, an edge or a colour: names and where each came from, addresses, bytes and
//! packets each way, neighbours, applications, first and last seen, and the flows behind it.
//! Every value that stands for something else is a link that highlights it.

mod edge;
mod flows;
mod group;
mod host;
mod host_menu;
mod parts;

use egui::{RichText, Ui};

use super::note::{note_ui, notes_list_ui};
use super::{Actions, Look};
use crate::session::{Data, Item, NotePlace, Session};
use crate::units::Count;
use edge::edge_ui;
use flows::{flow_facts_ui, selected_flows_ui};
use host::host_ui;
use parts::{LISTED, grid, item_link, item_title, more_ui, row, span_ui, totals_ui};

pub use group::group_menu_ui;
pub use host_menu::{host_menu, host_menu_ui};

/// Draws the panel.
pub fn inspector_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    let selection = &session.state().selection;
    egui::ScrollArea::vertical()
        .id_salt("inspector")
        .auto_shrink([false, false])
        .show(ui, |ui| match selection.len() {
            0 => {
                overview_ui(ui, session, data, look);
                ui.add_space(8.0);
                ui.label(
                    RichText::new("Click a node, an edge or a bar to see what is behind it.")
                        .color(look.weak),
                );
                notes_list_ui(ui, session, data, look, actions);
            }
            1 => selection
                .iter()
                .for_each(|item| item_ui(ui, session, data, *item, look, actions)),
            count => {
                ui.heading(format!("{} selected", Count(count as u64)));
                if let Some(lit) = &data.selected {
                    totals_ui(ui, lit.tallies.visible, look);
                }
                for item in selection.iter().take(LISTED) {
                    item_link(ui, data, *item, actions);
                }
                more_ui(ui, count, look);
            }
        });
}

/// The capture as a whole.
fn overview_ui(ui: &mut Ui, session: &Session, data: &Data, look: &Look) {
    let table = &data.traffic.table;
    ui.heading("Everything");
    totals_ui(ui, data.traffic.totals, look);
    if let Some(span) = table.span {
        span_ui(ui, span, &session.clock(), look);
    }
    grid(ui, "overview", |ui| {
        row(
            ui,
            look,
            "Hosts",
            &Count(data.graph.node_count() as u64).to_string(),
        );
        row(
            ui,
            look,
            "Edges",
            &Count(data.graph.edge_count() as u64).to_string(),
        );
        row(
            ui,
            look,
            "Components",
            &Count(data.components as u64).to_string(),
        );
    });
}

fn item_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    item: Item,
    look: &Look,
    actions: &mut Actions,
) {
    match item {
        Item::Node(host) => host_ui(ui, session, data, host, look, actions),
        Item::Edge([a, b]) => edge_ui(ui, session, data, [a, b], look, actions),
        Item::Group(of) => group::group_ui(ui, session, data, of, look, actions),
        Item::Between(ends) => group::between_ui(ui, session, data, ends, look, actions),
        Item::Category(_)
        | Item::Client(_)
        | Item::Server(_)
        | Item::Port(_)
        | Item::Name(_)
        | Item::Values(_) => {
            ui.horizontal(|ui| {
                if let Item::Category(category) = item {
                    look.swatch_ui(ui, category);
                }
                let title = item_title(data, item);
                ui.add(egui::Label::new(RichText::new(title).heading()).wrap());
            });
            note_ui(
                ui,
                session,
                NotePlace::Item(item),
                &item_title(data, item),
                actions,
            );
            if let Some(selected) = &data.selected {
                totals_ui(ui, selected.tallies.visible, look);
                if !matches!(item, Item::Category(_)) {
                    flow_facts_ui(ui, session, data, look, actions);
                }
            }
            selected_flows_ui(ui, data, look, actions);
        }
    }
}
