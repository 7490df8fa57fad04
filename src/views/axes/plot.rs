//! What do the axes show, and what do they remember?
//!
//! The space is shared out evenly between the axes; meshes of counts lie between them, axes with
//! their brushes on top.

use std::ops::RangeInclusive;

use egui::{Align2, Rect, Sense, Ui, pos2, vec2};

use super::super::{Actions, Canvas, Look};
use super::Given;
use super::axis::{self, Axis};
use super::brushing::Brush;
use super::counts::{Counts, key_of};
use super::density::{Colors, DensityPicture, Place};
use super::steps::Steps;
use super::title;
use crate::capture::{Application, Protocol};
use crate::query::{AxisChoice, FlowClasses};
use crate::scene::Category;
use crate::scene::tokens::Rgba;
use crate::session::{FlowColor, Join};

/// What the parallel axes keep between frames.
#[derive(Debug, Default)]
pub struct AxesMemory {
    pub(super) counts: Counts,
    pub(super) steps: Steps,
    /// What is drawn of the counts.
    pub(super) picture: DensityPicture,
    /// How the next brush joins.
    pub(super) join: Join,
    /// A brush that is being dragged.
    pub(super) brush: Option<Brush>,
    /// Height of the list of steps in points.
    pub(super) list_pts: f32,
    /// Place of an axis that is being dragged by its title.
    pub(super) moving: Option<usize>,
    /// Bins under the pointer when a menu was opened.
    pub(super) menu_bins: Option<RangeInclusive<u8>>,
    /// A step whose text is being edited: its place, the text, and what is wrong with it.
    pub(super) edit: Option<super::sequence::Edit>,
}

impl AxesMemory {
    /// What has to be said about the drawing.
    pub(super) fn note(&self) -> Option<&'static str> {
        (!self.counts.are_ready()).then_some("counting flows")
    }
}

/// Room above the axes for titles and below them, and beside the first and last axis, in points.
const TOP_PTS: f32 = 44.0;
const BOTTOM_PTS: f32 = 12.0;
const LEFT_PTS: f32 = 48.0;
const RIGHT_PTS: f32 = 96.0;

/// Draws axes and what lies between them.
pub(super) fn plot_ui(
    ui: &mut Ui,
    rect: Rect,
    given: Given<'_>,
    memory: &mut AxesMemory,
    canvas: &mut dyn Canvas,
    actions: &mut Actions,
) {
    let Given {
        session,
        data,
        look,
    } = given;
    let axes = &session.state().axes;
    let color_by = Some(session.state().color_by.of_flows());
    memory.counts.follow(ui.ctx(), data, axes, color_by);
    let sequence = &session.state().sequence;
    memory.steps.follow(sequence, axes, data, &memory.counts);
    ui.painter().rect_filled(rect, 4.0, look.canvas);
    let places = places(rect, axes.len());
    let (top, bottom) = (rect.top() + TOP_PTS, rect.bottom() - BOTTOM_PTS);
    if axes.is_empty() {
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            "No axes. Add one above.",
            egui::TextStyle::Body.resolve(ui.style()),
            look.weak,
        );
        return;
    }
    density_ui(ui, rect, given, memory, (&places, [top, bottom]), canvas);
    let spacing = match places.as_slice() {
        [first, second, ..] => second - first,
        _ => rect.width() - LEFT_PTS,
    };
    for (place, &choice) in axes.iter().enumerate() {
        let x = places[place];
        let axis = Axis {
            choice,
            place,
            x,
            y: [top, bottom],
            title: Rect::from_center_size(
                pos2(x, rect.top() + 0.5 * TOP_PTS - 2.0),
                vec2(spacing.min(160.0) - 4.0, TOP_PTS - 10.0),
            )
            .intersect(rect),
        };
        axis::axis_ui(ui, &axis, session, memory, look, actions);
        title::title_ui(ui, &axis, session, memory, &places, look, actions);
    }
    if let Some(moving) = memory.moving {
        title::drop_mark(ui, moving, &places, [top, bottom], look);
    }
    // Whatever is not an axis takes no gesture.
    ui.interact(rect, ui.scope_id().with("axes plot"), Sense::hover());
}

/// Horizontal places of the axes.
fn places(rect: Rect, count: usize) -> Vec<f32> {
    let room = (rect.width() - LEFT_PTS - RIGHT_PTS).max(1.0);
    let step = room / count.saturating_sub(1).max(1) as f32;
    (0..count)
        .map(|place| rect.left() + LEFT_PTS + step * place as f32)
        .collect()
}

/// Paints what lies between the axes.
fn density_ui(
    ui: &Ui,
    rect: Rect,
    given: Given<'_>,
    memory: &mut AxesMemory,
    (places, y): (&[f32], [f32; 2]),
    canvas: &mut dyn Canvas,
) {
    let Given {
        session,
        data,
        look,
    } = given;
    let axes = &session.state().axes;
    let color_by = session.state().color_by.of_flows();
    let classes = class_colors(memory.counts.classes(), color_by, look);
    let changed = memory.counts.take_changed();
    let of_axis = |(axis, &x): (&AxisChoice, &f32)| {
        let scale = memory.counts.scale(key_of(*axis));
        Place {
            x,
            y,
            begins_at_top: axis.begins_at_top(),
            bin_count: scale.map_or(1, |scale| scale.bin_count()),
        }
    };
    let places: Vec<Place> = axes.iter().zip(places).map(of_axis).collect();
    let scene = memory.picture.scene(
        rect,
        &places,
        &memory.counts.tallies(axes),
        changed,
        &Colors {
            theme: look.theme,
            classes: &classes,
            has_lit: data.lit.is_some(),
        },
        ui.ctx().pixels_per_point(),
    );
    let Some(scene) = scene else { return };
    match canvas.paint(scene) {
        Ok(painted) => {
            let pixels_per_point = ui.ctx().pixels_per_point();
            painted.show(ui.painter(), rect, pixels_per_point, look.canvas);
        }
        Err(problem) => {
            let font = egui::TextStyle::Body.resolve(ui.style());
            ui.painter().text(
                rect.center(),
                Align2::CENTER_CENTER,
                problem,
                font,
                look.error,
            );
        }
    }
}

/// The colour of each class of flows, then of all others.
fn class_colors(classes: Option<&FlowClasses>, color_by: FlowColor, look: &Look) -> Vec<Rgba> {
    let codes = (0..).map_while(|class| classes.and_then(|classes| classes.code(class)));
    let colors = codes.map(|code| {
        let category = match color_by {
            FlowColor::Application => Category::Application(Application::from_code(code as u8)),
            FlowColor::Transport => Category::Transport(Protocol(code)),
        };
        category.color(look.theme)
    });
    colors.chain([look.theme.colors().weak_text]).collect()
}
