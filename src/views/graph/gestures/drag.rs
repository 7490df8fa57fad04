//! What does a drag in the graph do?
//!
//! Pans, zooms to a rectangle, highlights a rectangle or what a line is drawn round, or moves a
//! node, with all highlighted ones if it is one of them: which of them is decided where and with which keys it begins.

use std::collections::BTreeSet;

use egui::{Modifiers, PointerButton, Pos2, Rect, Response, Shape, Stroke, Ui};
use glam::Vec2;

use super::super::super::actions::is_given_up;
use super::super::super::{Actions, Look};
use super::super::{GraphMemory, camera};
use super::under;
use crate::scene::Scene;
use crate::session::{Command, Data, Item};

/// Rectangles and lassos smaller than this in points are slips.
const LEAST_AREA_PTS: f32 = 6.0;
/// A lasso gets another corner when the pointer has gone this far, in points.
const LASSO_STEP_PTS: f32 = 3.0;

/// What a drag does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Drag {
    Pan,
    Zoom(Pos2),
    Select(Pos2),
    /// Corners of the line so far.
    Lasso(Vec<Pos2>),
    /// Host codes of what is moved together, and from the centre of each to the pointer in world
    /// units.
    Nodes(Vec<(u32, Vec2)>),
}

/// What a frame's drag is about.
pub(super) struct Given<'a> {
    pub data: &'a Data,
    /// What is highlighted.
    pub selection: &'a BTreeSet<Item>,
    pub scene: &'a Scene,
    pub response: &'a Response,
    /// From points on the screen to physical pixels of the picture.
    pub px: &'a dyn Fn(Pos2) -> Vec2,
    pub look: &'a Look,
}

/// Takes a drag on.
pub(super) fn drag(ui: &Ui, given: &Given<'_>, memory: &mut GraphMemory, actions: &mut Actions) {
    let Given {
        scene,
        response,
        px,
        look,
        ..
    } = *given;
    let pointer = ui.input(|input| input.pointer.interact_pos());
    if response.drag_started_by(PointerButton::Primary)
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        let modifiers = ui.input(|input| input.modifiers);
        memory.gesture.drag = Some(begin(modifiers, given, memory, origin));
    } else if response.drag_started_by(PointerButton::Middle) {
        memory.gesture.drag = Some(Drag::Pan);
    }
    let Some(mut drag) = memory.gesture.drag.take() else {
        return;
    };
    match (&mut drag, pointer) {
        (Drag::Pan, _) => {
            let moved = response.drag_delta() * scene.camera.pixels_per_point;
            if moved != egui::Vec2::ZERO {
                let view = camera::view_of(&scene.camera.panned(Vec2::new(moved.x, moved.y)));
                memory.camera.expect(view);
                actions.push(Command::Look(Some(view)));
            }
            ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        (Drag::Nodes(grips), Some(at)) => {
            if response.drag_delta() != egui::Vec2::ZERO {
                let at = scene.camera.world_from_screen(px(at));
                actions.push(match grips.as_slice() {
                    [(host, grip)] => Command::Pin(*host, at - *grip),
                    many => Command::PinNodes(
                        many.iter()
                            .map(|(host, grip)| (*host, at - *grip))
                            .collect(),
                    ),
                });
            }
            ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        }
        (Drag::Zoom(from), Some(to)) => paint_rectangle(ui, [*from, to], look.text),
        (Drag::Select(from), Some(to)) => paint_rectangle(ui, [*from, to], look.highlight),
        (Drag::Lasso(corners), Some(to)) => {
            let far = |last: &Pos2| last.distance(to) >= LASSO_STEP_PTS;
            if corners.last().is_none_or(far) {
                corners.push(to);
            }
            paint_lasso(ui, corners, to, look);
        }
        _ => {}
    }
    if response.drag_stopped() {
        // What is drawn round nodes is given up with Esc; what moves has moved.
        let is_drawn = matches!(drag, Drag::Zoom(_) | Drag::Select(_) | Drag::Lasso(_));
        if !(is_drawn && is_given_up(ui)) {
            finish(given, memory, &drag, pointer, actions);
        }
        actions.push(Command::EndGesture);
    } else {
        memory.gesture.drag = Some(drag);
    }
}

fn paint_rectangle(ui: &Ui, corners: [Pos2; 2], color: egui::Color32) {
    let area = Rect::from_two_pos(corners[0], corners[1]);
    let painter = ui.painter();
    painter.rect_filled(area, 0.0, color.gamma_multiply(0.08));
    painter.rect_stroke(area, 0.0, Stroke::new(1.0, color), egui::StrokeKind::Inside);
}

/// The line so far, and dashed how it will be closed.
fn paint_lasso(ui: &Ui, corners: &[Pos2], to: Pos2, look: &Look) {
    let painter = ui.painter();
    let stroke = Stroke::new(1.5, look.highlight);
    let line: Vec<Pos2> = corners.iter().copied().chain([to]).collect();
    if let Some(&first) = line.first() {
        painter.extend(Shape::dashed_line(&[to, first], stroke, 4.0, 4.0));
    }
    painter.add(Shape::line(line, stroke));
}

/// What a drag that begins here does.
fn begin(modifiers: Modifiers, given: &Given<'_>, memory: &mut GraphMemory, origin: Pos2) -> Drag {
    let Given { scene, px, .. } = *given;
    match (modifiers.shift, modifiers.command) {
        (true, true) => return Drag::Lasso(vec![origin]),
        (true, false) => return Drag::Zoom(origin),
        (false, true) => return Drag::Select(origin),
        (false, false) if memory.gesture.lasso => return Drag::Lasso(vec![origin]),
        (false, false) => {}
    }
    match under(memory, scene, px(origin)).nodes.first() {
        Some(&node) => {
            let at = scene.camera.world_from_screen(px(origin));
            match given.data.drawn_item(node) {
                Item::Node(host) => Drag::Nodes(grips(given, host, at)),
                // A group is where its hosts are.
                _ => Drag::Pan,
            }
        }
        None => Drag::Pan,
    }
}

/// What moves with a node that is taken hold of: all highlighted nodes, if it is one of them.
fn grips(given: &Given<'_>, taken: u32, at: Vec2) -> Vec<(u32, Vec2)> {
    let Given {
        data,
        scene,
        selection,
        ..
    } = *given;
    let grip = |host: u32| {
        let node = data.graph.node_of_host(host)?;
        let place = scene.positions.get(node as usize)?;
        place.is_finite().then_some((host, at - *place))
    };
    if !selection.contains(&Item::Node(taken)) {
        return grip(taken).into_iter().collect();
    }
    let hosts = selection.iter().filter_map(|item| match item {
        Item::Node(host) => Some(*host),
        _ => None,
    });
    hosts.filter_map(grip).collect()
}

/// What a finished drag leads to.
fn finish(
    given: &Given<'_>,
    memory: &mut GraphMemory,
    drag: &Drag,
    pointer: Option<Pos2>,
    actions: &mut Actions,
) {
    let Given {
        data, scene, px, ..
    } = *given;
    let area = match (drag, pointer) {
        (Drag::Zoom(from) | Drag::Select(from), Some(to)) => Rect::from_two_pos(*from, to),
        (Drag::Lasso(corners), _) => Rect::from_points(corners),
        _ => return,
    };
    if area.width().min(area.height()) < LEAST_AREA_PTS {
        return;
    }
    let corners = [px(area.min), px(area.max)];
    let nodes = match (drag, memory.drawing.picker()) {
        (Drag::Zoom(_), _) => {
            let world = corners.map(|corner| scene.camera.world_from_screen(corner));
            actions.push(Command::Look(Some(camera::view_of_bounds(
                &scene.camera,
                world,
            ))));
            return;
        }
        (Drag::Lasso(line), Some(picker)) => {
            let line: Vec<Vec2> = line.iter().map(|&corner| px(corner)).collect();
            picker.nodes_in_lasso(&scene.camera, &line)
        }
        (_, Some(picker)) => picker.nodes_in_rect(&scene.camera, corners[0], corners[1]),
        (_, None) => return,
    };
    let items = nodes.into_iter().map(|node| data.drawn_item(node));
    actions.push(Command::highlight(items.collect()));
}
