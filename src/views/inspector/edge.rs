//! What is known about the traffic between two nodes?

use egui::{RichText, Ui};

use super::flows::{flow_facts_ui, selected_flows_ui};
use super::parts::{grid, item_link, item_title, row, totals_ui};
use crate::session::{Data, Item, NotePlace, Session, host_title};
use crate::text::shortened;
use crate::units::{Bytes, counted};
use crate::views::note::note_ui;
use crate::views::{Actions, Look};

/// The card of an edge, given by the hosts at its ends.
pub(super) fn edge_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    ends: [u32; 2],
    look: &Look,
    actions: &mut Actions,
) {
    let table = &data.traffic.table;
    for (place, host) in ends.into_iter().enumerate() {
        ui.horizontal(|ui| {
            if place == 1 {
                ui.label(RichText::new("and").color(look.weak));
            }
            item_link(ui, data, Item::Node(host), actions);
        });
    }
    let nodes = ends.map(|host| data.graph.node_of_host(host));
    let [Some(a), Some(b)] = nodes else { return };
    let Some(edge) = data.graph.edge_between(a, b) else {
        return;
    };
    let tally = &data.tallies().edges[edge as usize];
    totals_ui(ui, tally.totals(), look);
    let stored = data.graph.edge_nodes()[edge as usize];
    grid(ui, "edge", |ui| {
        for (side, &node) in stored.iter().enumerate() {
            let from = host_title(table, data.graph.node_host(node));
            let text = format!(
                "{}, {}, opened {}",
                Bytes(tally.bytes[side]),
                counted(tally.packets[side], "packet"),
                counted(u64::from(tally.opened[side]), "flow")
            );
            row(ui, look, &format!("From {}", shortened(&from, 24)), &text);
        }
    });
    let item = Item::Edge(ends);
    note_ui(
        ui,
        session,
        NotePlace::Item(item),
        &item_title(data, item),
        actions,
    );
    flow_facts_ui(ui, session, data, look, actions);
    selected_flows_ui(ui, data, look, actions);
}
