//! What is drawn over the graph?
//!
//! Selection rims, the legend and the caption are a short list of plain shapes in physical pixels,
//! so that the window, the PNG and the SVG draw the very same furniture.

use glam::Vec2;

use super::tokens::Rgba;

/// One shape in physical pixels from the picture's top left corner; drawn in list order.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Top left corner.
        min_px: Vec2,
        /// Bottom right corner.
        max_px: Vec2,
        /// Radius of the corners.
        corner_px: f32,
        /// Fill colour.
        fill: Rgba,
    },
    /// A disc with a rim; alpha 0 in `fill` leaves a ring.
    Disc {
        /// Centre.
        center_px: Vec2,
        /// Radius, the rim included.
        radius_px: f32,
        /// Fill colour.
        fill: Rgba,
        /// Rim colour.
        rim: Rgba,
        /// Width of the rim.
        rim_px: f32,
    },
    /// A convex area with an outline.
    Area {
        /// Corners, in order.
        points_px: Vec<Vec2>,
        /// Fill colour.
        fill: Rgba,
        /// Colour of the outline.
        rim: Rgba,
        /// Width of the outline, half of it outside.
        rim_px: f32,
    },
    /// A straight stroke whose width changes from one end to the other.
    Taper {
        /// Start.
        from_px: Vec2,
        /// End.
        to_px: Vec2,
        /// Width at the start.
        from_width_px: f32,
        /// Width at the end.
        to_width_px: f32,
        /// Colour.
        color: Rgba,
    },
    /// One line of text.
    Text {
        /// Left end of the line, at half its height.
        left_px: Vec2,
        /// Printable text.
        text: String,
        /// Font size in points.
        font_pts: f32,
        /// Colour.
        color: Rgba,
    },
}

impl Shape {
    /// The same shape moved by so many physical pixels.
    #[must_use]
    pub fn moved(mut self, delta_px: Vec2) -> Self {
        match &mut self {
            Self::Rect { min_px, max_px, .. } => {
                *min_px += delta_px;
                *max_px += delta_px;
            }
            Self::Disc { center_px, .. } => *center_px += delta_px,
            Self::Area { points_px, .. } => {
                for point in points_px {
                    *point += delta_px;
                }
            }
            Self::Taper { from_px, to_px, .. } => {
                *from_px += delta_px;
                *to_px += delta_px;
            }
            Self::Text { left_px, .. } => *left_px += delta_px,
        }
        self
    }
}
