//! How is each shape written as an element of SVG?

use std::fmt::Write as _;

use glam::DVec2;

use crate::scene::tokens::Rgba;
use crate::scene::{Scene, Shape, Stroke};
use crate::text::xml;

/// A shape that lies over the graph: legend and caption.
pub(super) fn write_shape(out: &mut String, scene: &Scene, shape: &Shape) -> std::fmt::Result {
    match shape {
        Shape::Rect {
            min_px,
            max_px,
            corner_px,
            fill,
        } => {
            let size = *max_px - *min_px;
            write!(
                out,
                r#"<rect x="{:.2}" y="{:.2}" rx="{corner_px:.2}""#,
                min_px.x, min_px.y
            )?;
            write!(out, r#" width="{:.2}" height="{:.2}""#, size.x, size.y)?;
            writeln!(out, "{}/>", paint("fill", *fill))
        }
        Shape::Disc {
            center_px,
            radius_px,
            fill,
            rim,
            rim_px,
        } => write_disc(out, center_px.as_dvec2(), *radius_px, *fill, *rim, *rim_px),
        Shape::Area {
            points_px,
            fill,
            rim,
            rim_px,
        } => {
            out.push_str("<polygon points=\"");
            for point in points_px {
                write!(out, "{:.2},{:.2} ", point.x, point.y)?;
            }
            writeln!(
                out,
                r#""{}{} stroke-width="{rim_px:.2}"/>"#,
                paint("fill", *fill),
                paint("stroke", *rim)
            )
        }
        Shape::Taper {
            from_px,
            to_px,
            from_width_px,
            to_width_px,
            color,
        } => {
            let stroke = Stroke {
                from_px: from_px.as_dvec2(),
                to_px: to_px.as_dvec2(),
                from_width_px: *from_width_px,
                to_width_px: *to_width_px,
            };
            writeln!(out, "<g{}>{}</g>", paint("fill", *color), taper(&stroke))
        }
        Shape::Text {
            left_px,
            text,
            font_pts,
            color,
        } => {
            let size = font_pts * scene.camera.pixels_per_point;
            write!(
                out,
                r#"<text x="{:.1}" y="{:.1}" dy="0.35em""#,
                left_px.x, left_px.y
            )?;
            writeln!(
                out,
                r#" font-size="{size:.2}"{}>{}</text>"#,
                paint("fill", *color),
                xml(text)
            )
        }
    }
}

/// A disc whose rim lies inside its radius.
pub(super) fn write_disc(
    out: &mut String,
    center: DVec2,
    radius_px: f32,
    fill: Rgba,
    rim: Rgba,
    rim_px: f32,
) -> std::fmt::Result {
    let radius = radius_px - rim_px / 2.0;
    write!(
        out,
        r#"<circle cx="{:.2}" cy="{:.2}" r="{radius:.2}""#,
        center.x, center.y
    )?;
    let fill = if fill.0[3] == 0 {
        r#" fill="none""#.into()
    } else {
        paint("fill", fill)
    };
    writeln!(
        out,
        r#"{fill}{} stroke-width="{rim_px:.2}"/>"#,
        paint("stroke", rim)
    )
}

/// The quadrilateral of a stroke, without colour.
pub(super) fn taper(stroke: &Stroke) -> String {
    let normal = (stroke.to_px - stroke.from_px).normalize_or_zero().perp() / 2.0;
    let (from, to) = (stroke.from_px, stroke.to_px);
    let (wide, narrow) = (
        f64::from(stroke.from_width_px),
        f64::from(stroke.to_width_px),
    );
    let corners = [
        from + normal * wide,
        to + normal * narrow,
        to - normal * narrow,
        from - normal * wide,
    ];
    let [a, b, c, d] = corners.map(|corner| format!("{:.2} {:.2}", corner.x, corner.y));
    format!(r#"<path d="M{a}L{b}L{c}L{d}Z"/>"#)
}

/// A colour as `fill` or `stroke` attributes, opacity included where there is any.
pub(super) fn paint(attribute: &str, color: Rgba) -> String {
    match color.0[3] {
        255 => format!(r#" {attribute}="{}""#, color.css()),
        _ => format!(
            r#" {attribute}="{}" {attribute}-opacity="{:.3}""#,
            color.css(),
            color.alpha()
        ),
    }
}
