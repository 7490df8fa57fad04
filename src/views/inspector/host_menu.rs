//! What can be done with a host on which somebody right-clicks, in any view?

use egui::Ui;

use crate::session::{Command, Data, Item, Session, host_address, host_name};
use crate::text::shortened;
use crate::views::Actions;
use crate::views::item_menu::item_menu_ui;

/// The menu on a right click on a host, in any view.
pub fn host_menu(response: &egui::Response, session: &Session, host: u32, actions: &mut Actions) {
    let Some(data) = session.data() else { return };
    response.context_menu(|ui| host_menu_ui(ui, session, data, host, actions));
}

/// What can be done with a host.
pub fn host_menu_ui(ui: &mut Ui, session: &Session, data: &Data, host: u32, actions: &mut Actions) {
    item_menu_ui(ui, Item::Node(host), actions);
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
    // The groups around it, innermost first; the outermost closed one hides the others.
    if let (Some(grouped), Some(node)) = (data.grouped(), data.graph.node_of_host(host)) {
        for group in grouped
            .plan
            .tree()
            .around(node)
            .filter(|&group| grouped.is_open(group))
        {
            let label = format!("Close {}", shortened(grouped.plan.name(group), 40));
            if ui.button(label).clicked() {
                actions.push(Command::CloseGroup(grouped.plan.reference(group)));
            }
        }
    }
    ui.separator();
    let table = &data.traffic.table;
    if ui.button("Copy address").clicked() {
        ui.copy_text(host_address(table, host));
    }
    if let Some(name) = host_name(table, host)
        && ui.button("Copy name").clicked()
    {
        ui.copy_text(name);
    }
    if ui.button("Copy as filter").clicked() {
        ui.copy_text(Item::Node(host).filter(table).to_string());
    }
}
