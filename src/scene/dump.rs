//! How does a Scene read as text?
//!
//! For goldens: one line for each drawn value, in drawing order, with numbers rounded so that the
//! text does not depend on the last bit.

use std::fmt;

use super::tokens::Rgba;
use super::{Scene, Shape};

impl fmt::Display for Rgba {
    /// `#rrggbbaa`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue, alpha] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}{alpha:02x}")
    }
}

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let camera = &self.camera;
        writeln!(
            f,
            "picture {}x{} px, {} px/pt, {:.2} px/unit at {:.2} {:.2}, on {}",
            camera.size_px[0],
            camera.size_px[1],
            camera.pixels_per_point,
            camera.pixels_per_unit,
            camera.center.x,
            camera.center.y,
            self.background
        )?;
        for edge in self.edges.iter() {
            write!(f, "edge {}: {} -> {}, ", edge.edge, edge.from, edge.to)?;
            write!(
                f,
                "{:.2} to {:.2} pt",
                edge.from_width_pts, edge.to_width_pts
            )?;
            if edge.offset_pts != 0.0 {
                write!(f, ", {:.2} pt left", edge.offset_pts)?;
            }
            writeln!(f, ", {}", edge.color)?;
        }
        for &node in self.node_order.iter() {
            let (place, style) = (self.positions[node as usize], self.nodes[node as usize]);
            write!(
                f,
                "node {node}: {:.2} {:.2}, radius {:.2} pt",
                place.x, place.y, style.radius_pts
            )?;
            writeln!(
                f,
                ", {} in {} of {:.2} pt",
                style.fill, style.rim, style.rim_pts
            )?;
        }
        for label in &self.labels {
            write!(f, "label {:?} of {}", label.text, label.node)?;
            write!(
                f,
                " at {:.1} {:.1} px",
                label.center_px.x, label.center_px.y
            )?;
            writeln!(
                f,
                ", {} pt, {} on {}",
                label.font_pts, label.color, label.halo
            )?;
        }
        self.overlay
            .iter()
            .try_for_each(|shape| writeln!(f, "{shape}"))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rect {
                min_px,
                max_px,
                fill,
                ..
            } => {
                write!(f, "rect {:.1} {:.1} ", min_px.x, min_px.y)?;
                write!(f, "to {:.1} {:.1} px, {fill}", max_px.x, max_px.y)
            }
            Self::Disc {
                center_px,
                radius_px,
                fill,
                rim,
                rim_px,
            } => {
                write!(f, "disc at {:.1} {:.1} px, ", center_px.x, center_px.y)?;
                write!(
                    f,
                    "radius {radius_px:.2} px, {fill} in {rim} of {rim_px:.2} px"
                )
            }
            Self::Area {
                points_px,
                fill,
                rim,
                rim_px,
            } => {
                write!(f, "area of {} corners, ", points_px.len())?;
                write!(f, "{fill} in {rim} of {rim_px:.2} px")
            }
            Self::Taper {
                from_px,
                to_px,
                from_width_px,
                to_width_px,
                color,
            } => {
                write!(f, "taper {:.1} {:.1} ", from_px.x, from_px.y)?;
                write!(f, "to {:.1} {:.1} px, ", to_px.x, to_px.y)?;
                write!(f, "{from_width_px:.2} to {to_width_px:.2} px, {color}")
            }
            Self::Text {
                left_px,
                text,
                font_pts,
                color,
            } => {
                write!(f, "text {text:?} at {:.1} {:.1} px, ", left_px.x, left_px.y)?;
                write!(f, "{font_pts} pt, {color}")
            }
        }
    }
}
