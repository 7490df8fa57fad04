//! What does the pointer do in the graph?
//!
//! Wheel zooms at the cursor, drag pans, Shift-drag zooms to a rectangle, Ctrl-drag highlights one,
//! dragging a node pins it, click highlights, double click zooms in, right click opens a menu with
//! the pile under the cursor.

use egui::{Key, PointerButton, Pos2, Rect, Response, RichText, Ui, vec2};
use glam::Vec2;

use super::super::{Actions, Look, inspector};
use super::{GraphMemory, camera, card};
use crate::scene::{Scene, bounds, nearest_edge};
use crate::session::{Category, Command, Data, Item, Session, host_title};

/// How long the pointer rests before a card opens, in seconds.
const CARD_DELAY: f64 = 0.15;
/// A wheel that stood still so long ends the step that undo takes back, in seconds.
const WHEEL_PAUSE: f64 = 0.6;
/// Zoom per point of wheel movement: a notch of 50 points zooms by a quarter.
const ZOOM_PER_POINT: f64 = 0.0045;
/// Nodes listed in the menu of a pile.
const PILE_SHOWN: usize = 10;
/// Rectangles smaller than this in points are slips.
const LEAST_RECTANGLE_PTS: f32 = 6.0;

/// What a drag does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Drag {
    Pan,
    Zoom(Pos2),
    Select(Pos2),
    /// Host code, and from its centre to the pointer in world units.
    Node(u32, Vec2),
}

/// A gesture between frames.
#[derive(Debug, Default)]
pub struct GestureMemory {
    drag: Option<Drag>,
    last_wheel: Option<f64>,
    /// Nodes and edge under the last right click.
    pile: (Vec<u32>, Option<u32>),
}

/// What is under a point of the screen.
struct Under {
    nodes: Vec<u32>,
    /// What gives the first node its colour.
    category: Option<Category>,
    edge: Option<u32>,
}

/// Takes gestures and shows what is under the pointer.
#[expect(
    clippy::too_many_arguments,
    reason = "one frame's worth of context, used here alone"
)]
pub fn gestures_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    memory: &mut GraphMemory,
    scene: &Scene,
    rect: Rect,
    response: &Response,
    look: &Look,
    actions: &mut Actions,
) {
    let px = |at: Pos2| {
        let offset = (at - rect.min) * scene.camera.pixels_per_point;
        Vec2::new(offset.x, offset.y)
    };
    wheel(ui, memory, scene, response, &px, actions);
    drag(ui, data, memory, scene, response, &px, look, actions);
    let pointer = response.hover_pos();
    let under = pointer
        .filter(|_| memory.gesture.drag.is_none())
        .map(|at| under(memory, scene, px(at)));
    if let Some(under) = &under {
        hover(ui, session, data, under, look, actions);
        click(ui, data, memory, scene, response, under, actions);
    }
    if response.secondary_clicked()
        && let Some(under) = under
    {
        memory.gesture.pile = (under.nodes, under.edge);
    }
    let pile = memory.gesture.pile.clone();
    response.context_menu(|ui| pile_menu(ui, session, data, &pile, actions));
}

fn under(memory: &mut GraphMemory, scene: &Scene, at_px: Vec2) -> Under {
    let nodes = memory
        .drawing
        .picker()
        .map_or_else(Vec::new, |picker| picker.nodes_at(scene, at_px));
    let edge = if nodes.is_empty() {
        nearest_edge(scene, at_px)
    } else {
        None
    };
    let category = nodes
        .first()
        .and_then(|&node| memory.drawing.node_category(node));
    Under {
        nodes,
        category,
        edge,
    }
}

fn wheel(
    ui: &Ui,
    memory: &mut GraphMemory,
    scene: &Scene,
    response: &Response,
    px: &dyn Fn(Pos2) -> Vec2,
    actions: &mut Actions,
) {
    let (now, scroll, pinch) = ui.input(|input| {
        (
            input.time,
            input.smooth_scroll_delta().y,
            input.zoom_delta(),
        )
    });
    if let Some(at) = response.hover_pos() {
        let factor = (f64::from(scroll) * ZOOM_PER_POINT).exp() * f64::from(pinch);
        if (factor - 1.0).abs() > 1e-4 {
            let view = camera::view_of(&scene.camera.zoomed(factor, px(at)));
            memory.camera.expect(view);
            memory.gesture.last_wheel = Some(now);
            actions.push(Command::Look(Some(view)));
        }
    }
    if memory
        .gesture
        .last_wheel
        .is_some_and(|last| now - last > WHEEL_PAUSE)
    {
        memory.gesture.last_wheel = None;
        actions.push(Command::EndGesture);
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one frame's worth of context, used here alone"
)]
fn drag(
    ui: &Ui,
    data: &Data,
    memory: &mut GraphMemory,
    scene: &Scene,
    response: &Response,
    px: &dyn Fn(Pos2) -> Vec2,
    look: &Look,
    actions: &mut Actions,
) {
    let pointer = ui.input(|input| input.pointer.interact_pos());
    if response.drag_started_by(PointerButton::Primary)
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        memory.gesture.drag = Some(begin(ui, data, memory, scene, origin, px));
    } else if response.drag_started_by(PointerButton::Middle) {
        memory.gesture.drag = Some(Drag::Pan);
    }
    let Some(drag) = memory.gesture.drag else {
        return;
    };
    if let (Drag::Zoom(from) | Drag::Select(from), Some(to)) = (drag, pointer) {
        let color = if matches!(drag, Drag::Zoom(_)) {
            look.text
        } else {
            look.highlight
        };
        let area = Rect::from_two_pos(from, to);
        let painter = ui.painter();
        painter.rect_filled(area, 0.0, color.gamma_multiply(0.08));
        painter.rect_stroke(
            area,
            0.0,
            egui::Stroke::new(1.0, color),
            egui::StrokeKind::Inside,
        );
    }
    match (drag, pointer) {
        (Drag::Pan, _) => {
            let moved = response.drag_delta() * scene.camera.pixels_per_point;
            if moved != egui::Vec2::ZERO {
                let view = camera::view_of(&scene.camera.panned(Vec2::new(moved.x, moved.y)));
                memory.camera.expect(view);
                actions.push(Command::Look(Some(view)));
            }
            ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        (Drag::Node(host, grip), Some(at)) => {
            if response.drag_delta() != egui::Vec2::ZERO {
                let place = scene.camera.world_from_screen(px(at)) - grip;
                actions.push(Command::Pin(host, place));
            }
            ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        _ => {}
    }
    if response.drag_stopped() {
        memory.gesture.drag = None;
        finish(data, memory, scene, drag, pointer, px, actions);
        actions.push(Command::EndGesture);
    }
}

/// What a drag that begins here does.
fn begin(
    ui: &Ui,
    data: &Data,
    memory: &mut GraphMemory,
    scene: &Scene,
    origin: Pos2,
    px: &dyn Fn(Pos2) -> Vec2,
) -> Drag {
    let modifiers = ui.input(|input| input.modifiers);
    if modifiers.shift {
        return Drag::Zoom(origin);
    }
    if modifiers.command {
        return Drag::Select(origin);
    }
    match under(memory, scene, px(origin)).nodes.first() {
        Some(&node) => {
            let grip = scene.camera.world_from_screen(px(origin)) - scene.positions[node as usize];
            Drag::Node(data.graph.node_host(node), grip)
        }
        None => Drag::Pan,
    }
}

/// What a finished drag leads to.
fn finish(
    data: &Data,
    memory: &mut GraphMemory,
    scene: &Scene,
    drag: Drag,
    pointer: Option<Pos2>,
    px: &dyn Fn(Pos2) -> Vec2,
    actions: &mut Actions,
) {
    let (Drag::Zoom(from) | Drag::Select(from), Some(to)) = (drag, pointer) else {
        return;
    };
    let area = Rect::from_two_pos(from, to);
    if area.width().min(area.height()) < LEAST_RECTANGLE_PTS {
        return;
    }
    let corners = [px(area.min), px(area.max)];
    if matches!(drag, Drag::Zoom(_)) {
        let world = corners.map(|corner| scene.camera.world_from_screen(corner));
        actions.push(Command::Look(Some(camera::view_of_bounds(
            &scene.camera,
            world,
        ))));
    } else if let Some(picker) = memory.drawing.picker() {
        let nodes = picker.nodes_in_rect(&scene.camera, corners[0], corners[1]);
        let hosts = nodes
            .into_iter()
            .map(|node| data.graph.node_host(node))
            .collect();
        actions.push(Command::SelectNodes(hosts));
    }
}

/// Says what is under the pointer, and shows its card once the pointer rests.
fn hover(
    ui: &Ui,
    session: &Session,
    data: &Data,
    under: &Under,
    look: &Look,
    actions: &mut Actions,
) {
    let node = under.nodes.first().copied();
    let item = match (node, under.edge) {
        (Some(node), _) => Item::Node(data.graph.node_host(node)),
        (None, Some(edge)) => {
            let [a, b] = data.graph.edge_nodes()[edge as usize];
            Item::edge(data.graph.node_host(a), data.graph.node_host(b))
        }
        (None, None) => return,
    };
    actions.hover(item);
    ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    let rest = ui.input(|input| input.pointer.time_since_last_movement());
    if f64::from(rest) < CARD_DELAY {
        ui.ctx()
            .request_repaint_after_secs((CARD_DELAY - f64::from(rest)) as f32 + 0.01);
        return;
    }
    if egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    egui::Tooltip::always_open(
        ui.ctx().clone(),
        ui.layer_id(),
        egui::Id::unique("graph card"),
        egui::PopupAnchor::Pointer,
    )
    .gap(16.0)
    .show(|ui| {
        ui.set_max_width(320.0);
        ui.style_mut().spacing.item_spacing = vec2(8.0, 2.0);
        match (node, under.edge) {
            (Some(node), _) => card::host_card_ui(ui, session, data, (node, under.category), look),
            (None, Some(edge)) => card::edge_card_ui(ui, session, data, edge, look),
            (None, None) => {}
        }
        if under.nodes.len() > 1 {
            let rest = under.nodes.len() - 1;
            ui.label(
                RichText::new(format!("and {rest} more here; right click lists them"))
                    .small()
                    .color(look.weak),
            );
        }
    });
}

fn click(
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
            let around = data.graph.neighbours(node).chain([node]);
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
        (Some(&node), _) => actions.click(Item::Node(data.graph.node_host(node)), modifiers),
        (None, Some(edge)) => {
            let [a, b] = data.graph.edge_nodes()[edge as usize];
            actions.click(
                Item::edge(data.graph.node_host(a), data.graph.node_host(b)),
                modifiers,
            );
        }
        (None, None) if !modifiers.any() => actions.push(Command::ClearSelection),
        (None, None) => {}
    }
}

/// The menu of a right click: what lies under it, and what can be done.
fn pile_menu(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    pile: &(Vec<u32>, Option<u32>),
    actions: &mut Actions,
) {
    let (nodes, edge) = pile;
    let table = &data.traffic.table;
    match nodes.as_slice() {
        [] => {
            if let Some(edge) = *edge {
                let [a, b] =
                    data.graph.edge_nodes()[edge as usize].map(|node| data.graph.node_host(node));
                let title = format!("{} and {}", host_title(table, a), host_title(table, b));
                ui.label(RichText::new(crate::text::shortened(&title, 48)).strong());
                if ui.button("Highlight edge").clicked() {
                    actions.push(Command::Select(Item::edge(a, b)));
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
        [node] => host_entries(ui, session, data, *node, actions),
        nodes => {
            ui.label(RichText::new(format!("{} nodes here", nodes.len())).strong());
            for &node in nodes.iter().take(PILE_SHOWN) {
                let title = host_title(table, data.graph.node_host(node));
                ui.menu_button(crate::text::shortened(&title, 40).into_owned(), |ui| {
                    host_entries(ui, session, data, node, actions);
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

fn host_entries(ui: &mut Ui, session: &Session, data: &Data, node: u32, actions: &mut Actions) {
    let host = data.graph.node_host(node);
    ui.label(RichText::new(host_title(&data.traffic.table, host)).strong());
    inspector::host_menu_ui(ui, session, data, host, actions);
}
