//! Shapes and real text as a file: Scalable Vector Graphics 2 (W3C).
//!
//! The same Scene as the pixels, in the same order and coordinates (physical pixels): strokes as
//! tapered quadrilaterals, discs as circles, labels as text with a halo. Strokes are clipped to
//! the picture, what is outside is left out.

mod clip;
mod shapes;

use std::fmt::Write as _;

use super::{ExportError, Picture, PictureFormat, Raster};
use crate::scene::tokens::Rgba;
use crate::scene::{EdgeStyle, LEAST_LOOP_RADIUS_PTS, Scene, loop_ring};
use crate::text::xml;
use clip::{clipped, in_picture};
use shapes::{paint, taper, write_disc, write_shape};

/// The SVG format.
#[derive(Clone, Copy, Debug)]
pub struct Svg;

/// Fonts to try in turn: the program's own, then common ones of like width.
const FONTS: &str = "Ubuntu, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";
/// Width of the halo around a label, in points.
const HALO_PTS: f32 = 3.0;

impl PictureFormat for Svg {
    fn label(&self) -> &'static str {
        "SVG"
    }

    fn extension(&self) -> &'static str {
        "svg"
    }

    fn bytes(&self, picture: &Picture<'_>, _: Raster<'_>) -> Result<Vec<u8>, ExportError> {
        let mut svg = String::new();
        // Writing to a String cannot fail.
        let _ = write_svg(&mut svg, picture);
        Ok(svg.into_bytes())
    }
}

fn write_svg(out: &mut String, picture: &Picture<'_>) -> std::fmt::Result {
    let scene = picture.scene;
    let [width, height] = scene.camera.size_px;
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}""#
    )?;
    writeln!(
        out,
        r#" viewBox="0 0 {width} {height}" stroke="none" font-family="{FONTS}">"#
    )?;
    writeln!(out, "<title>{}</title>", xml(picture.title))?;
    writeln!(out, "<desc>{}</desc>", xml(picture.recipe))?;
    if scene.background.0[3] > 0 {
        write!(out, r#"<rect width="{width}" height="{height}""#)?;
        writeln!(out, "{}/>", paint("fill", scene.background))?;
    }
    writeln!(out, r#"<g id="edges">"#)?;
    write_edges(out, scene)?;
    writeln!(out, "</g>\n<g id=\"nodes\">")?;
    write_nodes(out, scene)?;
    writeln!(out, "</g>\n<g id=\"labels\" text-anchor=\"middle\">")?;
    write_labels(out, scene)?;
    writeln!(out, "</g>\n<g id=\"overlay\">")?;
    for shape in &scene.overlay {
        write_shape(out, scene, shape)?;
    }
    writeln!(out, "</g>\n</svg>")
}

/// Edges in drawing order; neighbours of one colour share a group.
fn write_edges(out: &mut String, scene: &Scene) -> std::fmt::Result {
    let mut open: Option<Rgba> = None;
    // Straight strokes first and rings after them, as the pixels are drawn.
    let strokes = scene.edges.iter().filter(|edge| edge.from != edge.to);
    let rings = scene.edges.iter().filter(|edge| edge.from == edge.to);
    for edge in strokes.chain(rings) {
        let mut layers = scene.camera.ink_layers() * edge.layers;
        let mut element = String::new();
        if edge.from == edge.to {
            write_ring(&mut element, scene, edge, layered(edge.color, layers))?;
        } else if let Some(stroke) = scene.stroke(edge)
            && let Some(part) = clipped(scene, &stroke)
        {
            layers *= scene.camera.share_in_view(stroke.from_px, stroke.to_px);
            element = taper(&part);
        }
        let color = layered(edge.color, layers);
        if element.is_empty() {
            continue;
        }
        if open != Some(color) {
            if open.is_some() {
                writeln!(out, "</g>")?;
            }
            writeln!(out, "<g{}>", paint("fill", color))?;
            open = Some(color);
        }
        writeln!(out, "{element}")?;
    }
    if open.is_some() {
        writeln!(out, "</g>")?;
    }
    Ok(())
}

/// A loop; its group's fill is not for it.
fn write_ring(out: &mut String, scene: &Scene, edge: &EdgeStyle, color: Rgba) -> std::fmt::Result {
    let scale = scene.pixels_per_style_point();
    let center = scene
        .camera
        .screen_from_world(scene.positions[edge.from as usize]);
    let (offset, radius) = loop_ring(
        scene.nodes[edge.from as usize].radius_pts,
        LEAST_LOOP_RADIUS_PTS,
    );
    let center = center + offset * scale;
    let (radius, width) = (radius * scale, edge.from_width_pts * scale);
    if !in_picture(scene, center.as_dvec2(), f64::from(radius + width)) {
        return Ok(());
    }
    write!(
        out,
        r#"<circle cx="{:.2}" cy="{:.2}" r="{radius:.2}" fill="none""#,
        center.x, center.y
    )?;
    write!(
        out,
        r#" stroke-width="{width:.2}"{}/>"#,
        paint("stroke", color)
    )
}

fn write_nodes(out: &mut String, scene: &Scene) -> std::fmt::Result {
    for &node in scene.node_order.iter() {
        let style = scene.nodes[node as usize];
        let center = scene
            .camera
            .screen_from_world(scene.positions[node as usize]);
        let radius = scene.radius_px(node);
        if in_picture(scene, center.as_dvec2(), f64::from(radius)) {
            let rim_px = style.rim_pts * scene.pixels_per_style_point();
            write_disc(
                out,
                center.as_dvec2(),
                radius,
                style.fill,
                style.rim,
                rim_px,
            )?;
        }
    }
    Ok(())
}

fn write_labels(out: &mut String, scene: &Scene) -> std::fmt::Result {
    let scale = scene.camera.pixels_per_point;
    for label in scene.labels.iter().rev() {
        let (x, y) = (label.center_px.x, label.center_px.y);
        write!(
            out,
            r#"<text x="{x:.1}" y="{y:.1}" dy="0.35em" font-size="{:.2}""#,
            label.font_pts * scale
        )?;
        write!(
            out,
            r#" paint-order="stroke" stroke-linejoin="round" stroke-width="{:.2}""#,
            HALO_PTS * scale
        )?;
        write!(
            out,
            "{}{}>",
            paint("stroke", label.halo),
            paint("fill", label.color)
        )?;
        writeln!(out, "{}</text>", xml(&label.text))?;
    }
    Ok(())
}

/// An edge's colour at this zoom, as the shader computes it.
fn layered(color: Rgba, layers: f32) -> Rgba {
    let alpha = 1.0 - (1.0 - color.alpha()).powf(layers);
    color.with_alpha((alpha * 255.0).round() as u8)
}
