//! What is the name of a row, and what can be done with it?
//!
//! A click highlights, as on a bar; the menu is the one that a host has everywhere.

use egui::{Align2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use super::Given;
use crate::query::{MatrixRows, RowKind};
use crate::session::{Command, Item, host_address, host_title};
use crate::text::printable;
use crate::units::counted;
use crate::views::item_menu::{copy_filter_ui, narrow_ui};
use crate::views::{Actions, inspector};

/// What a row is called.
pub(super) fn title(given: Given<'_>, rows: &MatrixRows, row: u32) -> String {
    let data = given.data;
    match (rows.kind(), rows.nodes(row)) {
        (RowKind::Host, [node, ..]) => host_title(&data.traffic.table, data.graph.node_host(*node)),
        _ => match rows.network(row) {
            Some(network) => network.to_string(),
            None => "no host".into(),
        },
    }
}

/// Draws the name of a row over `rect` and takes clicks on it.
pub(super) fn name_ui(
    ui: &Ui,
    rect: Rect,
    given: Given<'_>,
    rows: &MatrixRows,
    row: u32,
    actions: &mut Actions,
) {
    let Given {
        session,
        data,
        look,
    } = given;
    let nodes = rows.nodes(row);
    let host = match (rows.kind(), nodes) {
        (RowKind::Host, [node, ..]) => Some(data.graph.node_host(*node)),
        _ => None,
    };
    let title = printable(&title(given, rows, row)).into_owned();
    let id = ui.scope_id().with(("matrix row", row));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Row {title}")));
    let hosts = || -> Vec<u32> {
        let hosts = nodes.iter().map(|&node| data.graph.node_host(node));
        hosts.collect()
    };
    let selection = &session.state().selection;
    let is_selected = !selection.is_empty()
        && nodes.iter().any(|&node| {
            let item = Item::Node(data.graph.node_host(node));
            selection.contains(&item)
        });
    let is_hovered = host.is_some_and(|host| session.hovered() == Some(Item::Node(host)));
    if response.hovered() || response.has_focus() || is_hovered {
        ui.painter().rect_filled(rect, 2.0, look.line);
    }
    let visible = nodes.iter().any(|&node| {
        let tally = data.tallies().nodes.get(node as usize);
        tally.is_some_and(|tally| tally.totals.flows > 0)
    });
    let color = match (is_selected, visible) {
        (true, _) => look.highlight,
        (_, true) => look.text,
        _ => look.weak,
    };
    let font = egui::TextStyle::Small.resolve(ui.style());
    let mut job = egui::text::LayoutJob::simple_singleline(title, font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 8.0);
    let galley = ui.painter().layout_job(job);
    let at = pos2(rect.right() - 6.0, rect.center().y);
    let at = Align2::RIGHT_CENTER.anchor_size(at, galley.size()).min;
    ui.painter().galley(at, galley, color);
    match host {
        Some(host) => {
            if response.hovered() {
                actions.hover(Item::Node(host));
            }
            if response.double_clicked() {
                actions.push(Command::FilterTo(Item::Node(host)));
            } else if response.clicked() {
                let modifiers = ui.input(|input| input.modifiers);
                actions.click(Item::Node(host), modifiers);
            }
            inspector::host_menu(&response, session, host, actions);
        }
        None => {
            if response.clicked() {
                actions.push(Command::SelectNodes(hosts()));
            }
            subnet_menu(&response, given, rows, row, actions);
        }
    }
    response.on_hover_ui(|ui| {
        match host {
            Some(host) => ui.label(host_address(&data.traffic.table, host)),
            None => ui.label(counted(nodes.len() as u64, "host")),
        };
        let hint = "Click highlights, right click for more";
        ui.label(egui::RichText::new(hint).color(look.weak));
    });
}

/// What can be done with a subnet.
fn subnet_menu(
    response: &Response,
    given: Given<'_>,
    rows: &MatrixRows,
    row: u32,
    actions: &mut Actions,
) {
    response.context_menu(|ui| {
        let hosts = || -> Vec<u32> {
            let nodes = rows.nodes(row).iter();
            nodes
                .map(|&node| given.data.graph.node_host(node))
                .collect()
        };
        if ui.button("Highlight").clicked() {
            actions.push(Command::SelectNodes(hosts()));
        }
        let Some(filter) = crate::query::hosts_filter(rows, &[row]) else {
            return;
        };
        narrow_ui(ui, given.session, &filter, actions);
        ui.separator();
        copy_filter_ui(ui, &filter);
    });
}
