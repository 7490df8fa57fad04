//! What is known about one host?

use std::cmp::Reverse;

use egui::{RichText, Ui};

use super::flows::{flow_facts_ui, selected_flows_ui};
use super::parts::{LISTED, grid, item_link, more_ui, row, section, totals_ui};
use crate::session::{
    Command, Data, Item, NotePlace, Session, host_address, host_names, host_title,
};
use crate::units::{Bytes, Count};
use crate::views::note::note_ui;
use crate::views::{Actions, Look};

/// The card of a host.
pub(super) fn host_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    host: u32,
    look: &Look,
    actions: &mut Actions,
) {
    let table = &data.traffic.table;
    let title = host_title(table, host);
    ui.add(egui::Label::new(RichText::new(&title).heading()).wrap());
    let address = host_address(table, host);
    grid(ui, "host", |ui| {
        row(ui, look, "Address", &address);
        for (name, origin) in host_names(table, host) {
            row(ui, look, origin.label(), &name);
        }
    });
    let Some(node) = data.graph.node_of_host(host) else {
        ui.label(RichText::new("Not in the graph as it is grouped now.").color(look.weak));
        return;
    };
    let tally = &data.tallies().nodes[node as usize];
    totals_ui(ui, tally.totals, look);
    grid(ui, "host-sums", |ui| {
        row(ui, look, "Sent", &Bytes(tally.sent_bytes).to_string());
        row(
            ui,
            look,
            "Received",
            &Bytes(tally.received_bytes).to_string(),
        );
        row(
            ui,
            look,
            "Neighbours",
            &Count(u64::from(tally.degree)).to_string(),
        );
    });
    pin_ui(ui, session, data, host, node, actions);
    let place = NotePlace::Item(Item::Node(host));
    note_ui(ui, session, place, &title, actions);
    flow_facts_ui(ui, session, data, look, actions);
    neighbours_ui(ui, data, node, look, actions);
    selected_flows_ui(ui, data, look, actions);
}

/// Pins a node where it is, or lets it go.
fn pin_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    host: u32,
    node: u32,
    actions: &mut Actions,
) {
    let pinned = session.state().pins.contains_key(&host);
    let label = if pinned { "Unpin" } else { "Pin" };
    if ui
        .button(label)
        .on_hover_text("Hold the node where it is (P)")
        .clicked()
    {
        actions.push(if pinned {
            Command::Unpin(host)
        } else {
            Command::Pin(host, data.positions[node as usize])
        });
    }
}

/// Who it talks to in the visible flows, most bytes first.
fn neighbours_ui(ui: &mut Ui, data: &Data, node: u32, look: &Look, actions: &mut Actions) {
    let tallies = data.tallies();
    let mut neighbours: Vec<(u64, u32)> = data
        .graph
        .node_edges(node)
        .map(|edge| (edge, tallies.edges[edge as usize]))
        .filter(|(_, tally)| tally.is_visible())
        .map(|(edge, tally)| {
            let [a, b] = data.graph.edge_nodes()[edge as usize];
            (tally.totals().bytes, if a == node { b } else { a })
        })
        .collect();
    let count = neighbours.len();
    let rank = |&(bytes, node): &(u64, u32)| (Reverse(bytes), node);
    if count > LISTED {
        // A hub has too many to sort in every frame.
        neighbours.select_nth_unstable_by_key(LISTED, rank);
        neighbours.truncate(LISTED);
    }
    neighbours.sort_by_key(rank);
    section(ui, look, "Neighbours");
    if neighbours.is_empty() {
        ui.label(RichText::new("None in the visible flows.").color(look.weak));
    }
    for (bytes, other) in neighbours {
        ui.horizontal(|ui| {
            item_link(ui, data, Item::Node(data.graph.node_host(other)), actions);
            ui.label(RichText::new(Bytes(bytes).to_string()).color(look.weak));
        });
    }
    more_ui(ui, count, look);
}
