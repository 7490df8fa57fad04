//! What do the axes show, and what do they remember?
//!
//! The space is shared out evenly between the axes; meshes of counts lie between them, axes with
//! their brushes on top.

use std::ops::RangeInclusive;

use egui::{Align2, Color32, Rect, Sense, Ui, pos2, vec2};

use super::super::{Actions, Look};
use super::axis::{self, Axis};
use super::brushing::Brush;
use super::counts::{Counts, key_of};
use super::density::Between;
use super::steps::Steps;
use crate::capture::{Application, Protocol};
use crate::query::FlowClasses;
use crate::scene::Category;
use crate::session::{ColorBy, Data, Join, Session};

/// What the parallel axes keep between frames.
#[derive(Debug, Default)]
pub struct AxesMemory {
    pub(super) counts: Counts,
    pub(super) steps: Steps,
    /// How the next brush joins.
    pub(super) join: Join,
    /// A brush that is being dragged.
    pub(super) brush: Option<Brush>,
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
        if !self.counts.are_ready() {
            return Some("counting flows");
        }
        self.counts
            .are_merged()
            .then_some("lines are drawn at 128 places an axis, where 256 would be too many")
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
    session: &Session,
    data: &Data,
    memory: &mut AxesMemory,
    look: &Look,
    actions: &mut Actions,
) {
    memory.counts.follow(ui.ctx(), session, data);
    let axes = &session.state().axes;
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
    let colors = class_colors(memory.counts.classes(), session.state().color_by, look);
    let painter = ui.painter_at(rect);
    let has_lit = data.lit.is_some();
    for (place, neighbours) in axes.windows(2).enumerate() {
        let [left, right] = [neighbours[0], neighbours[1]];
        let between = Between {
            x: [places[place], places[place + 1]],
            y: [top, bottom],
            inverted: [left.inverted, right.inverted],
        };
        let pair = memory.counts.pair(key_of(left), key_of(right));
        let Some(pair) = pair else { continue };
        let changed = pair.changed;
        let Some((tally, picture)) = pair.parts() else {
            continue;
        };
        painter.extend(picture.shapes(tally, between, look, changed, &colors, has_lit));
        pair.changed = false;
    }
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
        axis::title_ui(ui, &axis, session, memory, &places, look, actions);
    }
    if let Some(moving) = memory.moving {
        axis::drop_mark(ui, moving, &places, [top, bottom], look);
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

/// The colour of each class of flows; the others have none of their own.
fn class_colors(classes: Option<&FlowClasses>, color_by: ColorBy, look: &Look) -> Vec<Color32> {
    let Some(classes) = classes else {
        return Vec::new();
    };
    let codes = (0..).map_while(|class| classes.code(class));
    codes
        .map(|code| {
            look.category(match color_by {
                ColorBy::Application => Category::Application(Application::from_code(code as u8)),
                ColorBy::Transport => Category::Transport(Protocol(code)),
            })
        })
        .collect()
}
