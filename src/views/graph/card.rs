//! What is under the pointer?
//!
//! A small card beside the cursor, never under it, after a short rest of the pointer.

use egui::{RichText, Ui};

use super::super::Look;
use super::super::note::card_note_ui;
use crate::session::{Category, Data, Item, Session, host_address, host_name, host_title};
use crate::units::{Bytes, Count};

/// Lines on a host: what it is called, how much it talks, and with how many.
pub fn host_card_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    (node, category): (u32, Option<Category>),
    look: &Look,
) {
    let table = &data.traffic.table;
    let host = data.graph.node_host(node);
    let tally = &data.tallies().nodes[node as usize];
    let address = host_address(table, host);
    match host_name(table, host) {
        Some(name) => {
            ui.label(RichText::new(crate::text::shortened(&name, 48)).strong());
            ui.label(RichText::new(address).color(look.weak));
        }
        None => {
            ui.label(RichText::new(address).strong());
        }
    }
    ui.label(format!(
        "{} neighbours, {} flows",
        Count(u64::from(tally.degree)),
        Count(tally.totals.flows)
    ));
    ui.label(format!(
        "{} sent, {} received",
        Bytes(tally.sent_bytes),
        Bytes(tally.received_bytes)
    ));
    if let Some(category) = category {
        category_line(ui, category, look);
    }
    if session.state().pins.contains_key(&host) {
        ui.label(RichText::new("Pinned").color(look.weak));
    }
    card_note_ui(ui, session, Item::Node(host), look);
}

/// Lines on an edge: its ends, and how much each sent.
pub fn edge_card_ui(ui: &mut Ui, session: &Session, data: &Data, edge: u32, look: &Look) {
    let table = &data.traffic.table;
    let tally = &data.tallies().edges[edge as usize];
    let ends = data.graph.edge_nodes()[edge as usize].map(|node| data.graph.node_host(node));
    for (side, host) in ends.into_iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(RichText::new(crate::text::shortened(&host_title(table, host), 40)).strong());
            ui.label(RichText::new(format!("sent {}", Bytes(tally.bytes[side]))).color(look.weak));
        });
    }
    let totals = tally.totals();
    ui.label(format!(
        "{} packets, {} flows",
        Count(totals.packets),
        Count(totals.flows)
    ));
    category_line(ui, Category::Application(tally.application), look);
    card_note_ui(ui, session, Item::edge(ends[0], ends[1]), look);
}

fn category_line(ui: &mut Ui, category: Category, look: &Look) {
    ui.horizontal(|ui| {
        look.swatch_ui(ui, category);
        ui.label(category.label());
    });
}
