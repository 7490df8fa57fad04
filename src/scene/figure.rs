//! How does a picture become a figure that can stand alone?
//!
//! The same drawing, with legend and caption beside it, in any size. The view is either what fits
//! or what a window shows; a scale changes pixels and nothing else.

use glam::Vec2;

use super::Legend;
use super::labels::{LabelText, Measure, place_labels};
use super::legend_shapes::{LEGEND_PTS, legend_shapes};
use super::tokens::{self, Rgba};
use super::{Camera, Drawing, Emphasis, Insets, Scene, Shape, caption_height_pts, caption_shapes};

/// What a figure shows around its graph.
#[derive(Clone, Copy, Debug)]
pub struct Figure<'a> {
    /// Size in physical pixels.
    pub size_px: [u32; 2],
    /// Physical pixels per point: 2 gives twice as large text, discs and strokes.
    pub pixels_per_point: f32,
    /// The view to keep; none shows everything.
    pub view: Option<Camera>,
    /// Legend at the right side.
    pub legend: Option<&'a Legend>,
    /// Text at the bottom, or nothing.
    pub caption: &'a str,
    /// Whether the canvas is left out.
    pub transparent: bool,
    /// What is selected.
    pub emphasis: Emphasis<'a>,
}

/// Opacity of the canvas behind a legend or caption, 0 to 255: the graph shines through where they
/// meet.
const BACKING_ALPHA: u8 = 225;

/// The Scene of a figure.
#[must_use]
pub fn compose(
    drawing: &Drawing,
    figure: &Figure<'_>,
    name: &dyn Fn(u32) -> LabelText,
    measure: Measure<'_>,
) -> Scene {
    let Figure {
        size_px,
        pixels_per_point,
        ..
    } = *figure;
    let caption_pts = caption_height_pts(figure.caption, size_px, pixels_per_point, measure);
    let camera = match figure.view {
        Some(view) => view.resized(size_px, pixels_per_point),
        None => {
            let insets = Insets {
                right_pts: if figure.legend.is_some() {
                    LEGEND_PTS
                } else {
                    0.0
                },
                bottom_pts: caption_pts,
                ..Insets::default()
            };
            Camera::fit_beside(drawing.bounds, size_px, pixels_per_point, insets)
        }
    };
    let labels = place_labels(drawing, &camera, &figure.emphasis, name, measure, &[]);
    let mut scene = drawing.scene(camera, labels, None);
    let theme = drawing.style.theme;
    let backing = theme.colors().canvas.with_alpha(BACKING_ALPHA);
    let [width, height] = size_px.map(|side| side as f32);
    let caption_px = caption_pts * pixels_per_point;
    if caption_px > 0.0 {
        if !figure.transparent {
            let top_left = Vec2::new(0.0, height - caption_px);
            scene
                .overlay
                .push(rect(top_left, Vec2::new(width, height), 0.0, backing));
        }
        let shapes = caption_shapes(figure.caption, theme, size_px, pixels_per_point, measure);
        scene.overlay.extend(shapes);
    }
    if let Some(legend) = figure.legend {
        let origin = Vec2::new(width - LEGEND_PTS * pixels_per_point, 0.0);
        let room_pts = (height - caption_px) / pixels_per_point;
        let (size, shapes) =
            legend_shapes(legend, theme, origin, room_pts, pixels_per_point, measure);
        if !figure.transparent {
            let corner = tokens::CORNER_PTS * pixels_per_point;
            scene
                .overlay
                .push(rect(origin, origin + size, corner, backing));
        }
        scene.overlay.extend(shapes);
        scene.labels.retain(|label| {
            let half = label.size_px / 2.0;
            label.center_px.x + half.x < origin.x || label.center_px.y - half.y > size.y
        });
    }
    scene
        .labels
        .retain(|label| label.center_px.y + label.size_px.y / 2.0 < height - caption_px);
    if figure.transparent {
        scene.background = Rgba::TRANSPARENT;
    }
    scene
}

fn rect(min_px: Vec2, max_px: Vec2, corner_px: f32, fill: Rgba) -> Shape {
    Shape::Rect {
        min_px,
        max_px,
        corner_px,
        fill,
    }
}
