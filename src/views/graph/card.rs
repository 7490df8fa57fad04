//! What is under the pointer?
//!
//! A small card beside the cursor, never under it, after a short rest of the pointer. It says what
//! the colour stands for: what changed while two windows are compared, else what was chosen.

use egui::{RichText, Ui};

use super::super::Look;
use super::super::look::color32;
use super::super::note::card_note_ui;
use crate::query::DifferenceClass;
use crate::scene::tokens::{Rgba, difference_color};
use crate::scene::{Coloring, NO_SHADE, Shade};
use crate::session::{Category, Data, Item, Session, host_address, host_name, host_title};
use crate::units::{Bytes, counted};

/// Lines on a host: what it is called, how much it talks, and with how many.
pub fn host_card_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    (node, (category, coloring)): (u32, (Option<Category>, Option<&Coloring>)),
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
        "{}, {}",
        counted(u64::from(tally.degree), "neighbour"),
        counted(tally.totals.flows, "flow")
    ));
    ui.label(format!(
        "{} sent, {} received",
        Bytes(tally.sent_bytes),
        Bytes(tally.received_bytes)
    ));
    if let Some(category) = category {
        category_line(ui, category, look);
    }
    let changed = data.aside.difference();
    let changed = changed.and_then(|difference| difference.nodes.get(node as usize).copied()?);
    let worked_out = coloring.and_then(|coloring| {
        let text = coloring.node_text(table, node)?;
        Some((text, color_of(coloring, &coloring.nodes, node, look)))
    });
    color_line(ui, changed, worked_out, look);
    if session.state().pins.contains_key(&host) {
        ui.label(RichText::new("Pinned").color(look.weak));
    }
    card_note_ui(ui, session, Item::Node(host), look);
}

/// Lines on an edge: its ends, and how much each sent.
pub fn edge_card_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    (edge, coloring): (u32, Option<&Coloring>),
    look: &Look,
) {
    let table = &data.traffic.table;
    let tally = &data.drawn_tallies().edges[edge as usize];
    let ends = data.drawn_edge_nodes()[edge as usize].map(|node| data.graph.node_host(node));
    for (side, host) in ends.into_iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(RichText::new(crate::text::shortened(&host_title(table, host), 40)).strong());
            ui.label(RichText::new(format!("sent {}", Bytes(tally.bytes[side]))).color(look.weak));
        });
    }
    let totals = tally.totals();
    ui.label(format!(
        "{}, {}",
        counted(totals.packets, "packet"),
        counted(totals.flows, "flow")
    ));
    category_line(ui, Category::Application(tally.application), look);
    let changed = data.drawn_shading().difference;
    let changed = changed.and_then(|difference| difference.edges.get(edge as usize).copied()?);
    let worked_out = coloring.and_then(|coloring| {
        let text = coloring.edge_text(table, edge)?;
        Some((text, color_of(coloring, &coloring.edges, edge, look)))
    });
    color_line(ui, changed, worked_out, look);
    card_note_ui(ui, session, Item::edge(ends[0], ends[1]), look);
}

/// Lines on a group: how many hosts it holds, and how much they talk among themselves and with
/// others.
pub fn group_card_ui(
    ui: &mut Ui,
    data: &Data,
    (node, category): (u32, Option<Category>),
    look: &Look,
) {
    let item = data.drawn_item(node);
    let Item::Group(of) = item else { return };
    let title = data.title_of(item);
    ui.label(RichText::new(crate::text::shortened(&title, 48)).strong());
    let hosts = data.group_nodes(of).len() as u64;
    let tally = &data.drawn_tallies().nodes[node as usize];
    ui.label(format!(
        "{}, {}, {}",
        counted(hosts, "host"),
        counted(u64::from(tally.degree), "neighbour"),
        counted(tally.totals.flows, "flow")
    ));
    ui.label(Bytes(tally.totals.bytes).to_string());
    if let Some(category) = category {
        category_line(ui, category, look);
    }
    ui.label(
        RichText::new("Double click opens it")
            .small()
            .color(look.weak),
    );
}

/// Lines on an edge with a group at an end.
pub fn between_card_ui(ui: &mut Ui, data: &Data, edge: u32, look: &Look) {
    let Item::Between(ends) = data.drawn_edge_item(edge) else {
        return;
    };
    let title = data.title_of(Item::Between(ends));
    ui.label(RichText::new(crate::text::shortened(&title, 64)).strong());
    let tally = &data.drawn_tallies().edges[edge as usize];
    let totals = tally.totals();
    ui.label(format!(
        "{}, {}, {}",
        Bytes(totals.bytes),
        counted(totals.packets, "packet"),
        counted(totals.flows, "flow")
    ));
    let members = data.edges_between(ends).iter();
    let visible = |edge: &&u32| data.tallies().edges[**edge as usize].is_visible();
    let count = members.filter(visible).count();
    ui.label(RichText::new(counted(count as u64, "edge")).color(look.weak));
    category_line(ui, Category::Application(tally.application), look);
}

fn category_line(ui: &mut Ui, category: Category, look: &Look) {
    ui.horizontal(|ui| {
        look.swatch_ui(ui, category);
        ui.label(category.label());
    });
}

fn color_of(coloring: &Coloring, shades: &[Shade], place: u32, look: &Look) -> Rgba {
    let shade = shades.get(place as usize).copied().unwrap_or(NO_SHADE);
    coloring.color(shade, look.theme)
}

/// What the colour stands for, if that is no application or transport.
fn color_line(
    ui: &mut Ui,
    changed: Option<DifferenceClass>,
    worked_out: Option<(String, Rgba)>,
    look: &Look,
) {
    let line = match changed {
        Some(class) => {
            let text = format!("{}: {}", class.label(), lowered(class.meaning()));
            Some((text, difference_color(class, look.theme)))
        }
        None => worked_out,
    };
    let Some((text, color)) = line else { return };
    ui.horizontal(|ui| {
        look.color_swatch_ui(ui, color32(color));
        ui.label(text);
    });
}

/// A sentence after a colon.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
