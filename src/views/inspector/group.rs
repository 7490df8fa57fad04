//! What is known about a group, and about the traffic at one?

use egui::{RichText, Ui};

use super::flows::{flow_facts_ui, selected_flows_ui};
use super::parts::{grid, item_link, row, section, totals_ui};
use crate::session::{Command, Data, GroupEnd, GroupRef, Item, Session};
use crate::units::{Bytes, Count, Totals, counted};
use crate::views::item_menu::{copy_ui, item_menu_ui};
use crate::views::{Actions, Look};

/// Height of the list of members in points.
const MEMBERS_PTS: f32 = 180.0;

/// The card of a group.
pub(super) fn group_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    of: GroupRef,
    look: &Look,
    actions: &mut Actions,
) {
    let item = Item::Group(of);
    let title = data.title_of(item);
    ui.add(egui::Label::new(RichText::new(title).heading()).wrap());
    let (Some(grouped), Some(group)) = (data.grouped(), data.group(of)) else {
        ui.label(RichText::new("Nodes are not grouped like this now.").color(look.weak));
        return;
    };
    if let Some(selected) = &data.selected {
        totals_ui(ui, selected.tallies.visible, look);
    }
    let nodes = grouped.plan.tree().nodes(group);
    let inner = inner_totals(data, of);
    grid(ui, "group", |ui| {
        row(ui, look, "Hosts", &Count(nodes.len() as u64).to_string());
        if let Some(parent) = grouped.plan.tree().parent(group) {
            row(ui, look, "Inside of", grouped.plan.name(parent));
        }
        if let Some((edges, totals)) = inner {
            let text = format!(
                "{} in {}, {}",
                Bytes(totals.bytes),
                counted(edges, "edge"),
                counted(totals.flows, "flow")
            );
            row(ui, look, "Among themselves", &text);
        }
    });
    ui.horizontal(|ui| {
        let command = if grouped.is_open(group) {
            Command::CloseGroup(of)
        } else {
            Command::OpenGroup(of)
        };
        let button = ui.button(command.label());
        if button.on_hover_text(command.tooltip()).clicked() {
            actions.push(command);
        }
    });
    flow_facts_ui(ui, session, data, look, actions);
    section(ui, look, &counted(nodes.len() as u64, "host"));
    let height = ui.text_style_height(&egui::TextStyle::Body);
    egui::ScrollArea::vertical()
        .id_salt("members")
        .max_height(MEMBERS_PTS)
        .auto_shrink([false, true])
        .show_rows(ui, height, nodes.len(), |ui, range| {
            for &node in &nodes[range] {
                let bytes = data.tallies().nodes[node as usize].totals.bytes;
                ui.horizontal(|ui| {
                    item_link(ui, data, Item::Node(data.graph.node_host(node)), actions);
                    ui.label(RichText::new(Bytes(bytes).to_string()).color(look.weak));
                });
            }
        });
    selected_flows_ui(ui, data, look, actions);
}

/// The card of an edge with a group at an end.
pub(super) fn between_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    ends: [GroupEnd; 2],
    look: &Look,
    actions: &mut Actions,
) {
    for (place, end) in ends.into_iter().enumerate() {
        ui.horizontal(|ui| {
            if place == 1 {
                ui.label(RichText::new("and").color(look.weak));
            }
            let item = match end {
                GroupEnd::Host(host) => Item::Node(host),
                GroupEnd::Group(of) => Item::Group(of),
            };
            item_link(ui, data, item, actions);
        });
    }
    if let Some(selected) = &data.selected {
        totals_ui(ui, selected.tallies.visible, look);
    }
    let edges = data.edges_between(ends).len() as u64;
    ui.label(RichText::new(format!("Stands for {}", counted(edges, "edge"))).color(look.weak));
    flow_facts_ui(ui, session, data, look, actions);
    selected_flows_ui(ui, data, look, actions);
}

/// Visible edges between hosts of a closed group, and what is on them; none of an open one.
fn inner_totals(data: &Data, of: GroupRef) -> Option<(u64, Totals)> {
    data.drawn_node(Item::Group(of))?;
    let mut sum = (0, Totals::default());
    for &edge in data.edges_between([GroupEnd::Group(of); 2]) {
        let tally = &data.tallies().edges[edge as usize];
        if tally.is_visible() {
            sum.0 += 1;
            sum.1 += tally.totals();
        }
    }
    Some(sum)
}

/// What can be done with a group.
pub fn group_menu_ui(ui: &mut Ui, data: &Data, of: GroupRef, actions: &mut Actions) {
    let item = Item::Group(of);
    let group = data.group(of);
    let is_open = |group| data.grouped().is_some_and(|grouped| grouped.is_open(group));
    let open_or_close = if group.is_some_and(is_open) {
        Command::CloseGroup(of)
    } else {
        Command::OpenGroup(of)
    };
    for command in [
        open_or_close,
        Command::OpenGroups(true),
        Command::OpenGroups(false),
    ] {
        if ui
            .button(command.label())
            .on_hover_text(command.tooltip())
            .clicked()
        {
            actions.push(command);
        }
    }
    ui.separator();
    item_menu_ui(ui, item, actions);
    ui.separator();
    copy_ui(ui, data, item);
}
