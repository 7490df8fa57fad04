//! What does the pointer do in the graph?
//!
//! Wheel zooms at the cursor, drag pans, Shift-drag zooms to a rectangle, Ctrl-drag highlights one,
//! Ctrl-Shift-drag highlights what a line is drawn round, dragging a node pins it (and all
//! highlighted ones with it, if it is one of them), click highlights, double click zooms in, right click opens a menu with the pile under the cursor.

mod click;
mod drag;
mod hover;
mod pile;
mod wheel;

use std::sync::Arc;

use egui::{Pos2, Rect, Response, Ui};
use glam::Vec2;

use super::super::{Actions, Look};
use super::GraphMemory;
use crate::scene::{Coloring, Scene, nearest_edge};
use crate::session::{Category, Data, Session};
use drag::{Drag, Given};

/// A gesture between frames.
#[derive(Debug, Default)]
pub struct GestureMemory {
    drag: Option<Drag>,
    /// Whether a plain drag draws a lasso.
    pub lasso: bool,
    last_wheel: Option<f64>,
    /// Nodes and edge under the last right click.
    pile: (Vec<u32>, Option<u32>),
    /// The edge that was found last, and where: a pointer that rests asks again with each frame.
    found_edge: Option<(Scene, Vec2, Option<u32>)>,
}

impl GestureMemory {
    /// The edge under a point in physical pixels.
    fn edge_under(&mut self, scene: &Scene, at_px: Vec2) -> Option<u32> {
        match &self.found_edge {
            Some((found_in, at, edge)) if *at == at_px && found_in.same_picture(scene) => *edge,
            _ => {
                let edge = nearest_edge(scene, at_px);
                self.found_edge = Some((scene.clone(), at_px, edge));
                edge
            }
        }
    }
}

/// What is under a point of the screen.
struct Under {
    nodes: Vec<u32>,
    /// What gives the first node its colour.
    category: Option<Category>,
    edge: Option<u32>,
    /// What colours stand for, if that had to be worked out.
    coloring: Option<Arc<Coloring>>,
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
    wheel::wheel(ui, memory, scene, response, &px, actions);
    let given = Given {
        data,
        selection: &session.state().selection,
        scene,
        response,
        px: &px,
        look,
    };
    drag::drag(ui, &given, memory, actions);
    let pointer = response.hover_pos();
    let under = pointer
        .filter(|_| memory.gesture.drag.is_none())
        .map(|at| under(memory, scene, px(at)));
    if memory.gesture.lasso && response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    if let Some(under) = &under {
        hover::hover(ui, session, data, under, look, actions);
        let at_px = pointer.map(px);
        click::click(ui, data, memory, scene, response, (under, at_px), actions);
    }
    if response.secondary_clicked()
        && let Some(under) = under
    {
        memory.gesture.pile = (under.nodes, under.edge);
    }
    let pile = memory.gesture.pile.clone();
    response.context_menu(|ui| pile::pile_menu(ui, session, data, &pile, actions));
}

fn under(memory: &mut GraphMemory, scene: &Scene, at_px: Vec2) -> Under {
    let nodes = memory
        .drawing
        .picker()
        .map_or_else(Vec::new, |picker| picker.nodes_at(scene, at_px));
    let edge = if nodes.is_empty() {
        memory.gesture.edge_under(scene, at_px)
    } else {
        None
    };
    let category = nodes
        .first()
        .and_then(|&node| memory.drawing.node_category(node));
    let current = memory.drawing.current();
    Under {
        nodes,
        category,
        edge,
        coloring: current.and_then(|current| current.drawing.coloring.clone()),
    }
}
