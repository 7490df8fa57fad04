//! `flowloom render`: the picture of a capture without a window.
//!
//! ```text
//! captures or a session, and a script ──study──▶ Session ──compose──▶ Scene ──▶ PNG, SVG
//! ```
//!
//! The same steps as in the window and the same Scene; how edges are drawn depends on that alone,
//! so that the picture is the same on every machine. The output is opened
//! before the work, so that a bad path fails at once, and appears only when it is complete.

mod args;
mod recipe;
mod target;

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

use self::args::BackgroundArg;
pub use self::args::RenderArgs;
use self::target::Target;
use super::study::{Study, study};
use crate::exit::Exit;
use crate::export::{Picture, PictureFormat as _, Png};
use crate::render::{Offscreen, TextMeasure};
use crate::scene::{
    Camera, Coloring, DrawnCounts, Emphasis, Figure, Shown, Sizing, bounds, compose,
};
use crate::session::{Data, DrawingInput};
use crate::text::printable;
use crate::units::{Bytes, Count, counted};

/// Reads the captures, draws their graph and writes the picture.
///
/// # Errors
/// When the picture cannot be written, nothing could be read, or there is no graphics adapter.
pub fn render(args: &RenderArgs) -> anyhow::Result<Exit> {
    let target = Target::open(&args.output)?;
    // The device is opened before the work for the same reason as the output.
    let mut offscreen = if target.format.extension() == Png.extension() {
        let offscreen = Offscreen::new()?;
        if let Some(notice) = offscreen.gpu().notice() {
            eprintln!("flowloom: {}", printable(&notice));
        }
        Some(offscreen)
    } else {
        None
    };
    let session = study(&Study {
        files: &args.files,
        reading: args.reading.options(),
        options: args.options(),
        commands: &args.script.commands,
    })?;
    let Some(data) = session.data() else {
        anyhow::bail!("nothing was read");
    };
    let has_notes = data.traffic.files.iter().any(|file| !file.notes.is_empty());

    // Nodes stand where they stand without a filter, so that two pictures can be compared.
    let state = session.state();
    let selected = data.selected.as_deref();
    let (nodes, edges) = selected.map_or_else(Default::default, |lit| data.drawn_lit(lit));
    let emphasis = Emphasis {
        selected_nodes: &nodes,
        selected_edges: &edges,
        ..Emphasis::default()
    };
    let shown = Shown {
        table: &data.traffic.table,
        graph: &data.graph,
        visible: data.visible(),
        tallies: data.tallies(),
        degrees: &data.ground.degrees,
    };
    let coloring = Coloring::of(state.color_by, &shown, &|| false).map(Arc::new);
    let sizing = Sizing::of(state.size_by, &shown, &|| false).map(Arc::new);
    let drawing = data.drawing(&DrawingInput {
        style: &args.style(state),
        coloring: coloring.as_ref(),
        sizing: sizing.as_ref(),
        emphasis,
        picture_pts: args.size.map(|side| side as f32),
    });
    let legend = data.legend(&drawing);
    let text = TextMeasure::new(args.scale);
    let size_px = args
        .size
        .map(|side| (side as f32 * args.scale).round() as u32);
    let figure = Figure {
        size_px,
        pixels_per_point: args.scale,
        view: state.view.map(|view| {
            let whole = bounds(data.positions.iter().copied());
            let fit = Camera::fit(whole, size_px, args.scale);
            Camera {
                center: view.center,
                pixels_per_unit: view.points_per_unit * f64::from(args.scale),
                ..fit
            }
        }),
        legend: (!args.no_legend).then_some(&legend),
        caption: &args.caption,
        transparent: args.background == Some(BackgroundArg::Transparent),
        emphasis,
    };
    let name = |node| data.drawn_label(node);
    let scene = compose(&drawing, &figure, &name, &|line, pts| {
        text.size_px(line, pts)
    });
    let picture = Picture {
        scene: &scene,
        title: &title(data, &drawing.counts),
        recipe: &args.recipe(state),
    };
    let bytes = target.format.bytes(&picture, &mut |scene| {
        let offscreen = offscreen.as_mut().ok_or("there is no device")?;
        let pixels = offscreen.pixels(scene).map_err(|error| error.to_string())?;
        Ok((pixels.size_px, pixels.rgba))
    })?;
    target.write(&bytes)?;
    if let Some(marks) = offscreen.as_ref().and_then(Offscreen::marks) {
        eprintln!(
            "flowloom: {} hosts drawn as {} discs, {} edges as {} strokes: one for those on the same few pixels",
            Count(drawing.counts.hosts),
            Count(marks.discs),
            Count(drawing.counts.edges),
            Count(marks.strokes)
        );
    }
    Ok(if args.strict && has_notes {
        Exit::Partial
    } else {
        Exit::Success
    })
}

/// What the picture shows, in one line.
fn title(data: &Data, drawn: &DrawnCounts) -> String {
    let names: Vec<String> = data
        .traffic
        .files
        .iter()
        .map(|file| {
            Path::new(&file.path)
                .file_name()
                .unwrap_or(OsStr::new("-"))
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    let groups = match data.shares.groups {
        0 => String::new(),
        groups => format!(
            "{} with {}, ",
            counted(groups, "group"),
            counted(data.shares.hosts.grouped, "host")
        ),
    };
    format!(
        "{}: {groups}{} hosts, {} edges, {} packets, {}",
        names.join(", "),
        Count(drawn.hosts - data.shares.groups),
        Count(drawn.edges),
        Count(drawn.totals.packets),
        Bytes(drawn.totals.bytes),
    )
}
