//! What is known about what is selected?
//!
//! A card for a host, an edge or a colour: names and where each came from, addresses, bytes and
//! packets each way, neighbours, applications, first and last seen, and the flows behind it.
//! Every value that stands for something else is a link that highlights it.

use std::cmp::Reverse;

use egui::{RichText, Ui};

use super::note::{note_ui, notes_list_ui};
use super::{Actions, Look};
use crate::capture::{Application, Evidence};
use crate::flow::Flow;
use crate::session::{
    Category, Clock, Command, Data, Item, NotePlace, Session, host_address, host_names, host_title,
};
use crate::units::{Bytes, Count, Duration, TimeSpan, Totals};

/// Neighbours listed on a card; the rest is counted.
const NEIGHBOURS_SHOWN: usize = 12;
/// Height of the list of flows in points.
const FLOW_LIST_PTS: f32 = 220.0;

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
                for item in selection.iter().take(NEIGHBOURS_SHOWN) {
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
                flows_ui(ui, data, &selected.list, look, actions);
            }
        }
    }
}

fn host_ui(
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
        row(ui, look, "Sent", &bytes_exact(tally.sent_bytes));
        row(ui, look, "Received", &bytes_exact(tally.received_bytes));
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

fn edge_ui(
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
                "{}, {} packets, opened {} flows",
                Bytes(tally.bytes[side]),
                Count(tally.packets[side]),
                Count(u64::from(tally.opened[side]))
            );
            row(
                ui,
                look,
                &format!("From {}", crate::text::shortened(&from, 24)),
                &text,
            );
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

/// First and last seen, and the applications among the selected flows.
fn flow_facts_ui(ui: &mut Ui, session: &Session, data: &Data, look: &Look, actions: &mut Actions) {
    let Some(selected) = &data.selected else {
        return;
    };
    if let Some(span) = selected.span {
        span_ui(ui, span, &session.clock(), look);
    }
    let tallies = selected.tallies.applications.iter().zip(Application::ALL);
    let mut applications: Vec<(Application, Totals)> = tallies
        .filter(|(tally, _)| tally.visible.flows > 0)
        .map(|(tally, &application)| (application, tally.visible))
        .collect();
    applications.sort_by_key(|(_, totals)| Reverse(totals.bytes));
    section(ui, look, "Applications");
    for (application, totals) in applications {
        let category = Category::Application(application);
        ui.horizontal(|ui| {
            look.swatch_ui(ui, category);
            item_link(ui, data, Item::Category(category), actions);
            ui.label(
                RichText::new(format!(
                    "{}, {} flows",
                    Bytes(totals.bytes),
                    Count(totals.flows)
                ))
                .color(look.weak),
            );
        });
    }
}

fn neighbours_ui(ui: &mut Ui, data: &Data, node: u32, look: &Look, actions: &mut Actions) {
    let mut neighbours: Vec<(u64, u32)> = data
        .graph
        .node_edges(node)
        .map(|edge| {
            let [a, b] = data.graph.edge_nodes()[edge as usize];
            (
                data.tallies().edges[edge as usize].totals().bytes,
                if a == node { b } else { a },
            )
        })
        .collect();
    neighbours.sort_by_key(|&(bytes, node)| (Reverse(bytes), node));
    section(ui, look, "Neighbours");
    for &(bytes, other) in neighbours.iter().take(NEIGHBOURS_SHOWN) {
        ui.horizontal(|ui| {
            item_link(ui, data, Item::Node(data.graph.node_host(other)), actions);
            ui.label(RichText::new(Bytes(bytes).to_string()).color(look.weak));
        });
    }
    more_ui(ui, neighbours.len(), look);
}

/// The visible flows of what is selected.
fn selected_flows_ui(ui: &mut Ui, data: &Data, look: &Look, actions: &mut Actions) {
    if let Some(selected) = &data.selected {
        flows_ui(ui, data, &selected.list, look, actions);
    }
}

/// Flows, scrolled; only rows in view are laid out.
fn flows_ui(ui: &mut Ui, data: &Data, flows: &[u32], look: &Look, actions: &mut Actions) {
    section(ui, look, &format!("{} flows", Count(flows.len() as u64)));
    let row_height = 32.0;
    egui::ScrollArea::both()
        .id_salt("flows")
        .max_height(FLOW_LIST_PTS)
        .auto_shrink([false, true])
        .show_rows(ui, row_height, flows.len(), |ui, range| {
            for &flow in &flows[range] {
                let flow = data.traffic.table.flow(flow as usize);
                let text = flow_text(data, &flow);
                let response = ui.add(
                    egui::Label::new(RichText::new(text).small().color(look.text))
                        .sense(egui::Sense::click())
                        .extend(),
                );
                if response.hovered() {
                    actions.hover(Item::edge(flow.client, flow.server));
                }
                if response.clicked() {
                    actions.click(
                        Item::edge(flow.client, flow.server),
                        ui.input(|input| input.modifiers),
                    );
                }
                response.on_hover_text(format!(
                    "Client told by {} ({} % sure)",
                    flow.direction_reason.label(),
                    flow.direction_confidence
                ));
            }
        });
}

/// A flow in two lines.
fn flow_text(data: &Data, flow: &Flow) -> String {
    let table = &data.traffic.table;
    let end = |host: u32, port: u16| {
        let address = host_address(table, host);
        match port {
            0 => address,
            port if address.contains(':') => format!("[{address}]:{port}"),
            port => format!("{address}:{port}"),
        }
    };
    let evidence = match flow.evidence {
        Evidence::Payload => "",
        Evidence::Port => " (by port)",
        Evidence::None => "",
    };
    let name = flow.name.map_or(String::new(), |name| {
        format!(" {}", crate::text::printable(table.names.name(name)))
    });
    format!(
        "{} to {}\n{} {}{evidence}{name}, {} up, {} down, {}",
        end(flow.client, flow.client_port),
        end(flow.server, flow.server_port),
        flow.protocol.name(),
        flow.application.label(),
        Bytes(flow.bytes[0]),
        Bytes(flow.bytes[1]),
        Duration(flow.span.nanos()),
    )
}

/// A link that highlights.
fn item_link(ui: &mut Ui, data: &Data, item: Item, actions: &mut Actions) {
    let text = item_title(data, item);
    let response = ui.link(crate::text::shortened(&text, 40).into_owned());
    super::item_menu::item_menu(&response, data, item, actions);
    if response.hovered() {
        actions.hover(item);
    }
    if response.clicked() {
        actions.click(item, ui.input(|input| input.modifiers));
    }
}

/// What an item is called where its role does not show otherwise.
fn item_title(data: &Data, item: Item) -> String {
    let title = item.title(&data.traffic.table);
    match item {
        Item::Client(_) => format!("Opened by {title}"),
        Item::Server(_) => format!("Asked of {title}"),
        Item::Port(_) => format!("Server {title}"),
        _ => title,
    }
}

/// The menu on a right click on a host, in any view.
pub fn host_menu(response: &egui::Response, session: &Session, host: u32, actions: &mut Actions) {
    let Some(data) = session.data() else { return };
    response.context_menu(|ui| host_menu_ui(ui, session, data, host, actions));
}

/// What can be done with a host.
pub fn host_menu_ui(ui: &mut Ui, session: &Session, data: &Data, host: u32, actions: &mut Actions) {
    super::item_menu::item_menu_ui(ui, Item::Node(host), actions);
    if let Some(node) = data.graph.node_of_host(host) {
        if ui.button("Highlight its neighbours").clicked() {
            let neighbours = data.graph.neighbours(node);
            let mut hosts: Vec<u32> = neighbours.map(|node| data.graph.node_host(node)).collect();
            hosts.push(host);
            actions.push(Command::SelectNodes(hosts));
        }
        if session.state().pins.contains_key(&host) {
            if ui.button("Unpin").clicked() {
                actions.push(Command::Unpin(host));
            }
        } else if ui.button("Pin here").clicked() {
            actions.push(Command::Pin(host, data.positions[node as usize]));
        }
    }
    ui.separator();
    let table = &data.traffic.table;
    if ui.button("Copy address").clicked() {
        ui.copy_text(host_address(table, host));
    }
    if let Some(name) = crate::session::host_name(table, host)
        && ui.button("Copy name").clicked()
    {
        ui.copy_text(name);
    }
    if ui.button("Copy as filter").clicked() {
        ui.copy_text(Item::Node(host).filter(table).to_string());
    }
}

fn section(ui: &mut Ui, look: &Look, title: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(title).color(look.weak).strong());
}

fn totals_ui(ui: &mut Ui, totals: Totals, look: &Look) {
    ui.label(
        RichText::new(format!(
            "{} in {} packets, {} flows",
            Bytes(totals.bytes),
            Count(totals.packets),
            Count(totals.flows)
        ))
        .color(look.text),
    )
    .on_hover_text(format!("{} bytes", Count(totals.bytes)));
}

fn span_ui(ui: &mut Ui, span: TimeSpan, clock: &Clock, look: &Look) {
    grid(ui, "span", |ui| {
        for (name, time) in [("First seen", span.first), ("Last seen", span.last)] {
            let text = clock.text(time);
            // A fraction of a second would push the seconds out of a narrow panel.
            let short = text.split('.').next().unwrap_or_default();
            let short = if clock.is_utc() {
                short.to_owned()
            } else {
                format!("{short} {}", clock.offset_text(time))
            };
            ui.label(RichText::new(name).color(look.weak));
            ui.add(egui::Label::new(short).truncate())
                .on_hover_text(clock.exact(time));
            ui.end_row();
        }
        row(ui, look, "Duration", &Duration(span.nanos()).to_string());
    });
}

fn bytes_exact(bytes: u64) -> String {
    Bytes(bytes).to_string()
}

fn more_ui(ui: &mut Ui, count: usize, look: &Look) {
    if count > NEIGHBOURS_SHOWN {
        let rest = Count((count - NEIGHBOURS_SHOWN) as u64);
        ui.label(RichText::new(format!("and {rest} more")).color(look.weak));
    }
}

fn grid(ui: &mut Ui, id: &str, rows: impl FnOnce(&mut Ui)) {
    egui::Grid::new(id)
        .num_columns(2)
        .spacing([12.0, 2.0])
        .show(ui, rows);
}

fn row(ui: &mut Ui, look: &Look, name: &str, value: &str) {
    ui.label(RichText::new(name).color(look.weak));
    ui.add(egui::Label::new(value).truncate());
    ui.end_row();
}
