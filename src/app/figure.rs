//! How is what is on screen saved as a figure?
//!
//! On a thread of its own, from shared values: the same drawing, view, labels and overlay as in the
//! window, at another scale or size, with legend and caption. The file is written beside its place
//! and moved there when it is complete.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use super::canvas::WindowCanvas;
use super::inbox::Outbox;
use crate::export::{Picture, picture_format};
use crate::files::write_whole;
use crate::render::EdgeBackEnd;
use crate::render::gpu::Gpu;
use crate::render::{Offscreen, TextMeasure};
use crate::scene::tokens::Theme;
use crate::scene::{Camera, Coloring, Emphasis, Figure, Sizing, Style, compose};
use crate::session::{Arrival, Data, DrawingInput, Session};
use crate::text::printable;
use crate::views::{Background, ExportChoice, Memory};

/// A file name to offer, made of the capture's.
#[must_use]
pub fn suggested_name(session: &Session) -> String {
    let stem = match session.names() {
        [name] => Path::new(name)
            .file_name()
            .map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned()),
        _ => "flowloom".to_owned(),
    };
    let stem = stem
        .split('.')
        .next()
        .filter(|stem| !stem.is_empty())
        .unwrap_or("flowloom");
    format!("{stem}.png")
}

/// Everything a figure is made of; cheap to clone out of the session.
struct Job {
    data: Data,
    style: Style,
    coloring: Option<Arc<Coloring>>,
    sizing: Option<Arc<Sizing>>,
    camera: Camera,
    choice: ExportChoice,
    title: String,
    selected_nodes: Vec<u32>,
    selected_edges: Vec<u32>,
    gpu: Option<Gpu>,
    /// How the window draws edges, so that the figure looks like it.
    edge_back_end: Option<EdgeBackEnd>,
}

/// Starts saving; success or failure arrives as a message.
///
/// # Errors
/// If the system gives no thread.
pub fn save(
    session: &Session,
    memory: &Memory,
    canvas: &WindowCanvas,
    mut path: PathBuf,
    outbox: Outbox,
) -> std::io::Result<()> {
    let (Some(data), Some(scene)) = (session.data(), memory.graph.scene()) else {
        return Ok(());
    };
    if path.extension().is_none() {
        path.set_extension("png");
    }
    let drawing = &memory.graph.drawing;
    let emphasis = drawing.emphasis();
    let choice = memory.export.clone();
    let shown = drawing.current().map(|current| &current.drawing);
    let mut style = shown.map_or_else(Style::default, |drawing| drawing.style);
    match choice.background {
        Background::Light => style.theme = Theme::Light,
        Background::Dark => style.theme = Theme::Dark,
        Background::Theme | Background::Transparent => {}
    }
    let job = Job {
        data: data.clone(),
        style,
        coloring: memory.graph.shades.coloring().cloned(),
        sizing: memory.graph.shades.sizing().cloned(),
        camera: scene.camera,
        choice,
        title: session.names().join(", "),
        selected_nodes: emphasis.selected_nodes.to_vec(),
        selected_edges: emphasis.selected_edges.to_vec(),
        gpu: canvas.gpu(),
        edge_back_end: canvas.edge_back_end(),
    };
    thread::Builder::new()
        .name("figure".into())
        .spawn(move || {
            let shown = printable(&path.to_string_lossy()).into_owned();
            let message = match job.write(&path) {
                Ok(()) => format!("Saved {shown}"),
                Err(cause) => format!("{shown} could not be saved: {cause}"),
            };
            outbox.send(Arrival::Message(message));
        })?;
    Ok(())
}

impl Job {
    /// Draws and writes the figure.
    fn write(&self, path: &Path) -> Result<(), String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = picture_format(&name).ok_or("the name must end in .png or .svg")?;
        let data = &self.data;
        let points = self
            .camera
            .size_px
            .map(|side| side as f32 / self.camera.pixels_per_point);
        let emphasis = Emphasis {
            selected_nodes: &self.selected_nodes,
            selected_edges: &self.selected_edges,
            ..Emphasis::default()
        };
        let drawing = data.drawing(&DrawingInput {
            style: &self.style,
            coloring: self.coloring.as_ref(),
            sizing: self.sizing.as_ref(),
            emphasis,
            picture_pts: points,
        });
        let legend = data.legend(&drawing);
        let (size_px, pixels_per_point) = match self.choice.size_px {
            // As many points across as on screen, so that text has the same share of the picture.
            Some(size_px) => (size_px, size_px[0] as f32 / points[0].max(1.0)),
            None => {
                let scale = self.choice.scale as f32;
                (points.map(|side| (side * scale).round() as u32), scale)
            }
        };
        let text = TextMeasure::new(pixels_per_point);
        let figure = Figure {
            size_px,
            pixels_per_point,
            view: Some(self.camera),
            legend: self.choice.legend.then_some(&legend),
            caption: &self.choice.caption,
            transparent: self.choice.background == Background::Transparent,
            emphasis,
        };
        let label = |node| data.drawn_label(node);
        let scene = compose(&drawing, &figure, &label, &|line, pts| {
            text.size_px(line, pts)
        });
        let picture = Picture {
            scene: &scene,
            title: &self.title,
            recipe: "flowloom, exported from the window",
        };
        let mut offscreen = None;
        let bytes = format
            .bytes(&picture, &mut |scene| {
                let offscreen = match &mut offscreen {
                    Some(offscreen) => offscreen,
                    none => none.insert(self.offscreen()?),
                };
                let pixels = offscreen.pixels(scene).map_err(|error| error.to_string())?;
                Ok((pixels.size_px, pixels.rgba))
            })
            .map_err(|error| error.to_string())?;
        write_whole(path, &bytes).map_err(|error| error.to_string())
    }

    /// Drawing without the window, on the window's device if it has one.
    fn offscreen(&self) -> Result<Offscreen, String> {
        let mut offscreen = match &self.gpu {
            Some(gpu) => Offscreen::on(gpu.clone()),
            None => Offscreen::new().map_err(|error| error.to_string())?,
        };
        offscreen.set_edge_back_end(self.edge_back_end);
        Ok(offscreen)
    }
}
