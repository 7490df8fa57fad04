//! Which flows are behind what is selected, and what do they have in common?

use std::cmp::Reverse;

use egui::{RichText, Ui};

use super::parts::{item_link, section, span_ui};
use crate::capture::{Application, Evidence};
use crate::flow::Flow;
use crate::session::{Category, Data, Item, Session, host_address};
use crate::text::printable;
use crate::units::{Bytes, Duration, Totals, counted};
use crate::views::{Actions, Look};

/// Height of the list of flows in points.
const FLOW_LIST_PTS: f32 = 220.0;
/// Height of one flow, two lines of small text, in points.
const FLOW_PTS: f32 = 32.0;

/// First and last seen, and the applications among the selected flows.
pub(super) fn flow_facts_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(selected) = &data.selected else {
        return;
    };
    if let Some(span) = selected.span(&data.traffic.table) {
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
                    "{}, {}",
                    Bytes(totals.bytes),
                    counted(totals.flows, "flow")
                ))
                .color(look.weak),
            );
        });
    }
}

/// The visible flows of what is selected.
pub(super) fn selected_flows_ui(ui: &mut Ui, data: &Data, look: &Look, actions: &mut Actions) {
    if let Some(selected) = &data.selected {
        flows_ui(ui, data, selected.list(), look, actions);
    }
}

/// Flows, scrolled; only rows in view are laid out.
fn flows_ui(ui: &mut Ui, data: &Data, flows: &[u32], look: &Look, actions: &mut Actions) {
    section(ui, look, &counted(flows.len() as u64, "flow"));
    egui::ScrollArea::both()
        .id_salt("flows")
        .max_height(FLOW_LIST_PTS)
        .auto_shrink([false, true])
        .show_rows(ui, FLOW_PTS, flows.len(), |ui, range| {
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
        format!(" {}", printable(table.names.name(name)))
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
