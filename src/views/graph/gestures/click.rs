//! What does a click or a double click in the graph do?

use egui::{Response, Ui};
use glam::Vec2;

use super::super::super::Actions;
use super::super::{GraphMemory, camera};
use super::Under;
use crate::scene::{Scene, bounds};
use crate::session::{Command, Data, GroupRef, Item};

/// Click highlights; double click opens a group, or closes the one in whose area it is, or zooms to
/// what is under the pointer.
pub(super) fn click(
    ui: &Ui,
    data: &Data,
    memory: &mut GraphMemory,
    scene: &Scene,
    response: &Response,
    (under, at_px): (&Under, Option<Vec2>),
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
        } else if let Some(of) = group_at(data, memory, scene, at_px) {
            actions.push(Command::CloseGroup(of));
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

/// The innermost open group whose area is under the pointer.
fn group_at(
    data: &Data,
    memory: &GraphMemory,
    scene: &Scene,
    at_px: Option<Vec2>,
) -> Option<GroupRef> {
    let outlines = memory.drawing.current()?.drawing.outlines(scene);
    let at_px = at_px?;
    let inside = outlines
        .iter()
        .rev()
        .find(|outline| outline.contains(at_px))?;
    Some(data.grouped()?.plan.reference(inside.group))
}
