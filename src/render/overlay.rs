//! How do labels, rims, legend and caption get over the picture?
//!
//! Through egui's painter, in the window as in a headless picture, so that text is the same in
//! both. Coordinates of a Scene are physical pixels; egui's are points.

use egui::epaint::{CornerRadius, Mesh, PathShape, PathStroke, TextShape};
use egui::{Color32, Context, FontId, Painter, Pos2, Rect, Stroke, pos2};
use glam::Vec2;

use crate::scene::tokens::Rgba;
use crate::scene::{Label, Scene, Shape};

/// Width of the halo around a label, in points.
const HALO_PTS: f32 = 1.5;
/// Directions in which the halo's copies of a text are moved; eight look like an outline.
const HALO_DIRECTIONS: [[f32; 2]; 8] = [
    [1.0, 0.0],
    [0.7, 0.7],
    [0.0, 1.0],
    [-0.7, 0.7],
    [-1.0, 0.0],
    [-0.7, -0.7],
    [0.0, -1.0],
    [0.7, -0.7],
];

/// A token's colour as egui takes it.
#[must_use]
pub fn color32(color: Rgba) -> Color32 {
    let [red, green, blue, alpha] = color.0;
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}

/// Paints labels and overlay of a Scene over its picture, whose top left corner is at `origin` in
/// points.
pub fn paint_overlay(painter: &Painter, origin: Pos2, scene: &Scene, pixels_per_point: f32) {
    // The least important label first, so that the most important one is on top.
    for label in scene.labels.iter().rev() {
        paint_label(painter, origin, label, pixels_per_point);
    }
    paint_shapes(painter, origin, &scene.overlay, pixels_per_point);
}

/// Paints shapes whose coordinates are physical pixels from `origin`.
pub fn paint_shapes(painter: &Painter, origin: Pos2, shapes: &[Shape], pixels_per_point: f32) {
    let at = |place: Vec2| origin + egui::vec2(place.x, place.y) / pixels_per_point;
    for shape in shapes {
        match shape {
            Shape::Rect {
                min_px,
                max_px,
                corner_px,
                fill,
            } => {
                let rect = Rect::from_min_max(at(*min_px), at(*max_px));
                let corner = CornerRadius::same((corner_px / pixels_per_point).round() as u8);
                painter.rect_filled(rect, corner, color32(*fill));
            }
            Shape::Disc {
                center_px,
                radius_px,
                fill,
                rim,
                rim_px,
            } => {
                let (radius, rim_pts) = (radius_px / pixels_per_point, rim_px / pixels_per_point);
                // egui strokes on the middle line, a rim lies inside.
                let stroke = Stroke::new(rim_pts, color32(*rim));
                painter.circle(
                    at(*center_px),
                    radius - rim_pts / 2.0,
                    color32(*fill),
                    stroke,
                );
            }
            Shape::Area {
                points_px,
                fill,
                rim,
                rim_px,
            } => {
                painter.add(PathShape::convex_polygon(
                    points_px.iter().map(|&point| at(point)).collect(),
                    color32(*fill),
                    egui::Stroke::new(rim_px / pixels_per_point, color32(*rim)),
                ));
            }
            Shape::Taper {
                from_px,
                to_px,
                from_width_px,
                to_width_px,
                color,
            } => {
                let [a, b, c, d] = taper_corners(*from_px, *to_px, *from_width_px, *to_width_px);
                painter.add(PathShape {
                    points: [a, b, c, d].map(at).to_vec(),
                    closed: true,
                    fill: color32(*color),
                    stroke: PathStroke::NONE,
                });
            }
            Shape::Text {
                left_px,
                text,
                font_pts,
                color,
            } => {
                let galley = painter.layout_no_wrap(
                    text.clone(),
                    FontId::proportional(*font_pts),
                    color32(*color),
                );
                let corner = at(*left_px) - egui::vec2(0.0, galley.size().y / 2.0);
                painter.add(TextShape::new(
                    rounded(corner, pixels_per_point),
                    galley,
                    color32(*color),
                ));
            }
        }
    }
}

/// The four corners of a stroke whose width changes.
fn taper_corners(from: Vec2, to: Vec2, from_width: f32, to_width: f32) -> [Vec2; 4] {
    let normal = (to - from).normalize_or_zero().perp() / 2.0;
    [
        from + normal * from_width,
        to + normal * to_width,
        to - normal * to_width,
        from - normal * from_width,
    ]
}

fn paint_label(painter: &Painter, origin: Pos2, label: &Label, pixels_per_point: f32) {
    let galley = painter.layout_no_wrap(
        label.text.clone(),
        FontId::proportional(label.font_pts),
        color32(label.color),
    );
    let center = origin + egui::vec2(label.center_px.x, label.center_px.y) / pixels_per_point;
    let corner = rounded(center - galley.size() / 2.0, pixels_per_point);
    let halo = color32(label.halo.with_alpha(label.halo.0[3] / 3 * 2));
    for direction in HALO_DIRECTIONS {
        let offset = egui::vec2(direction[0], direction[1]) * HALO_PTS;
        let mut copy = TextShape::new(corner + offset, galley.clone(), halo);
        copy.override_text_color = Some(halo);
        painter.add(copy);
    }
    painter.add(TextShape::new(corner, galley, color32(label.color)));
}

/// The nearest whole physical pixel, where text is sharp.
fn rounded(place: Pos2, pixels_per_point: f32) -> Pos2 {
    pos2(
        (place.x * pixels_per_point).round() / pixels_per_point,
        (place.y * pixels_per_point).round() / pixels_per_point,
    )
}

/// Measures and sets text without a window, with the window's fonts.
#[derive(Clone)]
pub struct TextMeasure {
    context: Context,
    pixels_per_point: f32,
}

impl TextMeasure {
    /// Loads the fonts for a picture with so many physical pixels per point.
    #[must_use]
    pub fn new(pixels_per_point: f32) -> Self {
        let measure = Self {
            context: Context::default(),
            pixels_per_point,
        };
        // Fonts exist from the first pass on. The atlas is sent whole with the next one.
        measure
            .run([1.0, 1.0], |_| {})
            .drop_without_applying_deltas();
        measure
    }

    /// Width and height of a line in physical pixels.
    #[must_use]
    pub fn size_px(&self, text: &str, font_pts: f32) -> Vec2 {
        let size = self.context.fonts_mut(|fonts| {
            fonts
                .layout_no_wrap(
                    text.to_owned(),
                    FontId::proportional(font_pts),
                    Color32::WHITE,
                )
                .size()
        });
        Vec2::new(size.x, size.y) * self.pixels_per_point
    }

    /// One pass of egui on a canvas of this size in points.
    fn run(&self, size_pts: [f32; 2], mut paint: impl FnMut(&Painter)) -> egui::FullOutput {
        let mut input = egui::RawInput {
            screen_rect: Some(Rect::from_min_size(
                Pos2::ZERO,
                egui::vec2(size_pts[0], size_pts[1]),
            )),
            max_texture_side: Some(MOST_ATLAS_SIDE),
            ..egui::RawInput::default()
        };
        if let Some(viewport) = input.viewports.get_mut(&egui::ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(self.pixels_per_point);
        }
        self.context.run_ui(input, |ui| {
            paint(&ui.ctx().layer_painter(egui::LayerId::background()));
        })
    }

    /// Labels and overlay of a Scene as triangles, and the glyphs that they show.
    pub(super) fn meshes(scene: &Scene) -> (Vec<egui::ClippedPrimitive>, egui::TexturesDelta) {
        let pixels_per_point = scene.camera.pixels_per_point;
        // A context of its own: its first pass sends the whole atlas.
        let measure = Self {
            context: Context::default(),
            pixels_per_point,
        };
        let size_pts = scene
            .camera
            .size_px
            .map(|side| side as f32 / pixels_per_point);
        let output = measure.run(size_pts, |painter| {
            paint_overlay(painter, Pos2::ZERO, scene, pixels_per_point)
        });
        let primitives = measure
            .context
            .tessellate(output.shapes, output.pixels_per_point);
        (primitives, output.textures_delta)
    }
}

/// Side of the glyph atlas at the most; every adapter has textures of this size.
const MOST_ATLAS_SIDE: usize = 4_096;

/// The same triangles as seen from a tile's top left corner.
pub(super) fn moved(
    primitives: &[egui::ClippedPrimitive],
    offset: egui::Vec2,
) -> Vec<egui::ClippedPrimitive> {
    primitives
        .iter()
        .cloned()
        .map(|mut clipped| {
            clipped.clip_rect = clipped.clip_rect.translate(offset);
            if let egui::epaint::Primitive::Mesh(mesh) = &mut clipped.primitive {
                Mesh::translate(mesh, offset);
            }
            clipped
        })
        .collect()
}
