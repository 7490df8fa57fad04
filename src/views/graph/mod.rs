//! How does the user move in the graph?
//!
//! ```text
//! Session ──drawing──▶ Drawing ──camera──▶ Scene ──canvas──▶ texture
//!                                            └──gestures──▶ Commands
//! ```
//!
//! The picture is drawn into a texture of its own and only when Scene, camera or size changed;
//! rims, labels and cards lie over it, so moving the pointer never redraws an edge.

mod camera;
mod canvas;
mod card;
mod drawing;
mod gestures;
mod shades;
mod walk;

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

pub use camera::CameraMemory;
pub use canvas::{Canvas, Painted};
pub use drawing::DrawingMemory;
pub use gestures::GestureMemory;
pub use shades::ShadesMemory;

use super::{Actions, Look, Memory};
use crate::render::paint_overlay;
use crate::scene::{Emphasis, Marks, Scene, place_labels};
use crate::session::{Command, Data, Item, Session};
use crate::units::{Count, counted};

/// What the graph view keeps between frames.
#[derive(Debug, Default)]
pub struct GraphMemory {
    /// The last drawing, by what it was made of.
    pub drawing: DrawingMemory,
    /// Colours and sizes that were worked out.
    pub shades: ShadesMemory,
    /// The camera as shown, which may still be gliding.
    pub camera: CameraMemory,
    /// A drag that goes on.
    pub gesture: GestureMemory,
    /// The labels of the last frame.
    labels: Vec<crate::scene::Label>,
    /// The last scene, for an export of what is on screen.
    scene: Option<Scene>,
    /// What it is shown with, if fewer marks than it has stand for all of them.
    marks: Option<Marks>,
}

impl GraphMemory {
    /// What is on screen.
    #[must_use]
    pub fn scene(&self) -> Option<&Scene> {
        self.scene.as_ref()
    }

    /// The marks on screen, if fewer than there are nodes and edges stand for all of them.
    #[must_use]
    pub fn marks(&self) -> Option<Marks> {
        self.marks
    }

    /// The view that shows these world points; none before anything was drawn.
    #[must_use]
    pub fn view_of(&self, bounds: [glam::Vec2; 2]) -> Option<crate::session::View> {
        let scene = self.scene.as_ref()?;
        Some(camera::view_of_bounds(&scene.camera, bounds))
    }
}

/// Draws the graph and takes gestures.
pub fn graph_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut Memory,
    canvas: &mut dyn Canvas,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        waiting_ui(ui, session, look, actions);
        return;
    };
    let (rect, response) = ui.allocate_exact_size(
        ui.available_size(),
        Sense::click_and_drag() | Sense::FOCUSABLE,
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, summary(data)));
    memory
        .graph
        .shades
        .follow(ui.ctx(), session, data, &mut memory.errands);
    let memory = &mut memory.graph;
    let drawing = memory
        .drawing
        .update(session, data, look, rect.size(), &memory.shades);
    let pixels_per_point = ui.ctx().pixels_per_point();
    let camera = memory
        .camera
        .update(ui, session, drawing.bounds, rect, pixels_per_point);

    let hovered_node = match session.hovered() {
        Some(item @ (Item::Node(_) | Item::Group(_))) => data.drawn_node(item),
        _ => None,
    };
    let emphasis = Emphasis {
        hovered_node,
        ..memory.drawing.emphasis()
    };
    let painter = ui.painter_at(rect);
    let measure = |text: &str, font_pts: f32| {
        let font = egui::FontId::proportional(font_pts);
        let size = painter
            .layout_no_wrap(text.to_owned(), font, look.text)
            .size();
        glam::Vec2::new(size.x, size.y) * pixels_per_point
    };
    let name = |node| data.drawn_label(node);
    let Some(current) = memory.drawing.current() else {
        return;
    };
    let drawing = &current.drawing;
    let labels = place_labels(drawing, &camera, &emphasis, &name, &measure, &memory.labels);
    let scene = drawing.scene(camera, labels.clone(), hovered_node);
    match canvas.paint(&scene) {
        Ok(painted) => {
            painted.show(&painter, rect, pixels_per_point, look.canvas);
            memory.marks = painted.marks;
        }
        Err(problem) => {
            painter.rect_filled(rect, 0.0, look.canvas);
            let font = egui::TextStyle::Body.resolve(ui.style());
            painter.text(
                rect.center(),
                egui::Align2::CENTER_CENTER,
                problem,
                font,
                look.error,
            );
        }
    }
    paint_overlay(&painter, rect.min, &scene, pixels_per_point);
    memory.labels = labels;
    gestures::gestures_ui(
        ui, session, data, memory, &scene, rect, &response, look, actions,
    );
    walk::keys(ui, session, data, actions);
    memory.scene = Some(scene);
    let left = zoom_buttons_ui(ui, rect, actions);
    lasso_button_ui(ui, left, &mut memory.gesture.lasso);
}

/// What a screen reader says of the picture.
fn summary(data: &Data) -> String {
    let shares = &data.shares;
    let (hosts, edges) = (Count(shares.hosts.drawn), Count(shares.edges.drawn));
    match shares.groups {
        0 => format!("Graph of {hosts} hosts and {edges} edges"),
        groups => format!(
            "Graph of {hosts} hosts, {edges} edges, and {} that {} {}",
            counted(groups, "group"),
            if groups == 1 { "holds" } else { "hold" },
            counted(shares.hosts.grouped, "host")
        ),
    }
}

/// The start page, or that reading has begun.
fn waiting_ui(ui: &mut Ui, session: &Session, look: &Look, actions: &mut Actions) {
    if matches!(
        session.reading(),
        crate::session::ReadStatus::Reading { .. }
    ) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, look.canvas);
        ui.centered_and_justified(|ui| {
            ui.label(egui::RichText::new("Reading").color(look.weak));
        });
    } else {
        super::start_ui(ui, session, look, actions);
    }
}

/// Size of the buttons over the picture, in points.
const BUTTON_PTS: egui::Vec2 = vec2(28.0, 28.0);

/// Zoom and fit at the bottom right; returns where a further button to their left goes.
fn zoom_buttons_ui(ui: &mut Ui, rect: egui::Rect, actions: &mut Actions) -> egui::Pos2 {
    let size = BUTTON_PTS;
    let commands = [
        (Command::Fit, "\u{e0a2}"),
        (Command::ZoomOut, "\u{e32a}"),
        (Command::ZoomIn, "\u{e3d4}"),
    ];
    let mut at = rect.right_bottom() - vec2(12.0, 12.0) - size;
    for (command, icon) in commands {
        let place = egui::Rect::from_min_size(at, size);
        let button = egui::Button::new(egui::RichText::new(icon).size(16.0));
        let response = ui.put(place, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, command.label()));
        let key = command.shortcut().map_or(String::new(), |shortcut| {
            ui.ctx().format_shortcut(&shortcut)
        });
        if response
            .on_hover_text(format!("{} ({key})", command.label()))
            .clicked()
        {
            actions.push(command);
        }
        at.x -= size.x + 4.0;
    }
    at
}

/// Whether a plain drag draws a lasso.
fn lasso_button_ui(ui: &mut Ui, at: egui::Pos2, on: &mut bool) {
    let place = egui::Rect::from_min_size(at, BUTTON_PTS);
    let icon = egui::RichText::new("\u{edc6}").size(16.0);
    let response = ui.put(
        place,
        egui::Button::selectable(*on, icon).frame_when_inactive(true),
    );
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, *on, "Lasso"));
    let text = "Drag a line round nodes to highlight them (Ctrl Shift drag does so at any time)";
    if response.on_hover_text(text).clicked() {
        *on = !*on;
    }
}
