//! Which panels have a window of their own?
//!
//! A panel taken out of the dock is shown in another window of the same program: it reads the same
//! session, so it follows every brush in the same frame. Its place in the dock is only hidden, and
//! closing the window shows it again. Where the system gives the program one window only, it floats
//! inside that one.

use egui::{Context, ViewportBuilder, ViewportClass, ViewportId};
use serde::{Deserialize, Serialize};

use super::arrangement::PICTURES;
use super::pane::{Pane, PaneContext, pane_ui};
use crate::session::Command;

/// Smallest and largest side of a remembered window, in points.
const SIDES_PTS: std::ops::RangeInclusive<f32> = 160.0..=8_000.0;
/// Farthest corner of a remembered window, in points.
const FARTHEST_PTS: f32 = 16_000.0;

/// A panel in a window of its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Detached {
    pub pane: Pane,
    /// Width and height of the inside, in points.
    #[serde(default)]
    size_pts: Option<[f32; 2]>,
    /// Left upper corner with the frame, in points; none where the system does not tell.
    #[serde(default)]
    corner_pts: Option<[f32; 2]>,
    /// Where it was opened. What it is asked for stays the same while it is dragged, or it would
    /// be moved by the width of its own frame.
    #[serde(skip)]
    opened: Option<([f32; 2], Option<[f32; 2]>)>,
}

impl Detached {
    pub fn new(pane: Pane) -> Self {
        Self {
            pane,
            size_pts: None,
            corner_pts: None,
            opened: None,
        }
    }

    /// Size and corner to open it with: what was remembered, if a screen can have it.
    fn place(&self) -> ([f32; 2], Option<[f32; 2]>) {
        let first = match self.pane {
            pane if PICTURES.contains(&pane) => [900.0, 640.0],
            Pane::Time => [900.0, 240.0],
            _ => [380.0, 520.0],
        };
        let size = self.size_pts.map_or(first, |size| {
            size.map(|side| match side.is_finite() {
                true => side.clamp(*SIDES_PTS.start(), *SIDES_PTS.end()),
                false => *SIDES_PTS.start(),
            })
        });
        let is_near = |corner: &[f32; 2]| corner.iter().all(|at| at.abs() <= FARTHEST_PTS);
        (size, self.corner_pts.filter(is_near))
    }

    /// Draws the window; whether it stays open.
    pub fn ui(
        &mut self,
        context: &Context,
        given: &mut PaneContext<'_>,
        keys: fn(&Context) -> Vec<Command>,
    ) -> bool {
        let (size, corner) = *self.opened.get_or_insert(self.place());
        let title = self.pane.title();
        if context.embed_viewports() {
            return self.floating_ui(context, size, given);
        }
        let mut builder = ViewportBuilder::default()
            .with_title(format!("{title} · Flowloom"))
            .with_app_id("flowloom")
            .with_inner_size(size)
            .with_min_inner_size([*SIDES_PTS.start(); 2]);
        if let Some(corner) = corner {
            builder = builder.with_position(corner);
        }
        let id = ViewportId::from_hash_of(("panel", self.pane));
        context.show_viewport_immediate(id, builder, |ui, class| {
            let context = ui.ctx().clone();
            if class != ViewportClass::EmbeddedWindow {
                given.actions.extend(keys(&context));
            }
            let stays = window_ui(ui, self.pane, given);
            let viewport = context.input(|input| input.viewport().clone());
            if viewport.minimized != Some(true) {
                let corner = viewport.outer_rect.map(|rect| [rect.min.x, rect.min.y]);
                self.corner_pts = corner.or(self.corner_pts);
                let size = viewport.inner_rect.map(|rect| rect.size().into());
                self.size_pts = size.or(self.size_pts);
            }
            stays && !viewport.close_requested()
        })
    }

    /// The same inside of the main window.
    fn floating_ui(
        &mut self,
        context: &Context,
        size: [f32; 2],
        given: &mut PaneContext<'_>,
    ) -> bool {
        let mut stays = true;
        let shown = egui::Window::new(self.pane.title())
            .id(egui::Id::unique(("panel", self.pane)))
            .open(&mut stays)
            .collapsible(false)
            .default_size(size)
            .frame(egui::Frame::window(&context.global_style()).inner_margin(0))
            .show(context, |ui| window_ui(ui, self.pane, given));
        stays && shown.and_then(|shown| shown.inner) != Some(false)
    }
}

/// What is in the window: the way back above the panel; whether the window stays open.
fn window_ui(ui: &mut egui::Ui, pane: Pane, given: &mut PaneContext<'_>) -> bool {
    let mut stays = true;
    let bar = egui::Frame::new()
        .fill(given.look.panel)
        .inner_margin(egui::Margin::symmetric(8, 3));
    egui::Panel::top(egui::IdSalt::new(("way back", pane)))
        .frame(bar)
        .show(ui, |ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let name = format!("Put {} back into the main window", pane.title());
                let response = ui.small_button(format!("{BACK} Put back"));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                stays = !response.on_hover_text(&name).clicked();
            });
        });
    let frame = match pane {
        Pane::Graph => egui::Frame::new().fill(given.look.canvas),
        _ => egui::Frame::new().fill(given.look.panel).inner_margin(8),
    };
    egui::CentralPanel::default()
        .frame(frame)
        .show(ui, |ui| pane_ui(ui, pane, given));
    stays
}

/// Icons of the Phosphor set: an arrow into a square, and one out of it.
const BACK: &str = "\u{E5DC}";
/// The one out of it.
pub(super) const OUT: &str = "\u{e5de}";
