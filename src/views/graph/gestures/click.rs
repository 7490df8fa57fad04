//! What does a click or a double click in the graph do?

use egui::{Response, Ui};

use super::super::super::Actions;
use super::super::{GraphMemory, camera};
use super::Under;
use crate::scene::{Scene, bounds};
use crate::session::{Command, Data, Item};

/// Click highlights, double click opens a group, or zooms to what is under the pointer.
pub(super) fn click(
    ui: &Ui,
    data: &Data,
    memory: &mut GraphMemory,
    scene: &Scene,
    response: &Response,
    under: &Under,
    actions: &mut Actions,
) {
    let modifiers = ui.input(|input| input.modifiers);
    if response.double_clicked() {
        if let Some(&node) = under.nodes.first() {
            if let Item::Group(of) = data.drawn_item(node) {
                actions.push(Command::OpenGroup(of));
                actions.push(Command::EndGesture);
                return;
            }
            let around = data.graph.neighbours(node).chain([node]);
            let around = around.filter_map(|node| data.drawn_node(data.drawn_item(node)));
            let places = around.filter_map(|node| scene.positions.get(node as usize).copied());
            if let Some(area) = bounds(places) {
                actions.push(Command::Look(Some(camera::view_of_bounds(
                    &scene.camera,
                    area,
                ))));
            }
        } else if let Some(view) = memory.camera.zoomed(2.0) {
            actions.push(Command::Look(Some(view)));
        }
        actions.push(Command::EndGesture);
        return;
    }
    if !response.clicked() {
        return;
    }
    response.request_focus();
    match (under.nodes.first(), under.edge) {
        (Some(&node), _) => actions.click(data.drawn_item(node), modifiers),
        (None, Some(edge)) => actions.click(data.drawn_edge_item(edge), modifiers),
        (None, None) if !modifiers.any() => actions.push(Command::ClearSelection),
        (None, None) => {}
    }
}
