//! What does a right click in the graph offer?
//!
//! Everything that lies under the pointer, each with its own menu.

use egui::{Key, RichText, Ui};

use super::super::super::{Actions, inspector};
use crate::session::{Command, Data, Item, Session};
use crate::units::counted;

/// Nodes listed in the menu of a pile.
const PILE_SHOWN: usize = 10;

/// The menu of a right click: what lies under it, and what can be done.
pub(super) fn pile_menu(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    pile: &(Vec<u32>, Option<u32>),
    actions: &mut Actions,
) {
    let (nodes, edge) = pile;
    match nodes.as_slice() {
        [] => {
            if let Some(edge) = *edge {
                let item = data.drawn_edge_item(edge);
                let title = data.title_of(item).replacen(" – ", " and ", 1);
                ui.label(RichText::new(crate::text::shortened(&title, 48)).strong());
                if ui.button("Highlight edge").clicked() {
                    actions.push(Command::Select(item));
                }
                ui.separator();
            }
            for command in [
                Command::Fit,
                Command::ShowAll,
                Command::ClearSelection,
                Command::ToggleExport,
            ] {
                if ui.button(command.label()).clicked() {
                    actions.push(command);
                }
            }
        }
        [node] => node_entries(ui, session, data, *node, actions),
        nodes => {
            ui.label(
                RichText::new(format!("{} here", counted(nodes.len() as u64, "node"))).strong(),
            );
            for &node in nodes.iter().take(PILE_SHOWN) {
                let title = data.title_of(data.drawn_item(node));
                ui.menu_button(crate::text::shortened(&title, 40).into_owned(), |ui| {
                    node_entries(ui, session, data, node, actions);
                });
            }
            if nodes.len() > PILE_SHOWN {
                ui.weak(format!(
                    "and {} more; zoom in to see them",
                    nodes.len() - PILE_SHOWN
                ));
            }
        }
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        ui.close();
    }
}

fn node_entries(ui: &mut Ui, session: &Session, data: &Data, node: u32, actions: &mut Actions) {
    let item = data.drawn_item(node);
    ui.label(RichText::new(data.title_of(item)).strong());
    match item {
        Item::Group(of) => inspector::group_menu_ui(ui, data, of, actions),
        Item::Node(host) => inspector::host_menu_ui(ui, session, data, host, actions),
        _ => {}
    }
}
