//! `flowloom render`: the picture of a capture without a window.
//!
//! ```text
//! captures or a session, and a script ──study──▶ Session ──compose──▶ Scene ──▶ PNG, SVG
//! ```
//!
//! The same steps as in the window and the same Scene, so the same picture. The output is opened
//! before the work, so that a bad path fails at once, and appears only when it is complete.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::info::ReadingArgs;
use super::script::{ScriptArgs, commands_help};
use super::study::{Study, study};
use crate::exit::{Exit, Failure};
use crate::export::{Picture, PictureFormat, Png, picture_format};
use crate::flow::Traffic;
use crate::graph::NodeKind;
use crate::query::Filter;
use crate::render::{Offscreen, TextMeasure};
use crate::scene::tokens::Theme;
use crate::scene::{
    BuildInput, Camera, ColorBy, Coloring, Direction, Emphasis, Figure, Legend, Shown, SizeBy,
    Sizing, Style, bounds, build, compose,
};
use crate::session::{Command, State, node_label};
use crate::text::printable;
use crate::units::{Bytes, Count};
use anyhow::Context as _;

/// Draw the graph of captures as PNG or SVG, as the window shows it
#[derive(Clone, Debug, clap::Args)]
#[command(after_long_help = commands_help())]
pub struct RenderArgs {
    /// Captures, directories of captures, - for standard input, or a saved session
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<OsString>,
    /// Picture to write, .png or .svg; - writes PNG to standard output
    #[arg(short, long, value_name = "PICTURE")]
    pub output: PathBuf,
    /// Width and height in points
    #[arg(long, value_name = "WxH", default_value = "1600x1000", value_parser = parse_size)]
    pub size: [u32; 2],
    /// Pixels per point, 0.5 to 8: 2 doubles width, height, text and strokes
    #[arg(long, value_name = "S", default_value_t = 1.0, value_parser = parse_scale)]
    pub scale: f32,
    /// What is drawn
    #[arg(long, value_enum, default_value_t = ViewArg::Graph)]
    pub view: ViewArg,
    /// Draw only flows that pass, as in 'tcp.port in {80, 443} && !(dns)'
    #[arg(
        long,
        value_name = "FILTER",
        default_value_t,
        hide_default_value = true
    )]
    pub filter: Filter,
    /// Choose one of many equally good layouts [default: 1, or the session's]
    #[arg(long)]
    pub seed: Option<u64>,
    /// Colours of protocols and text
    #[arg(long, value_enum, default_value_t = ThemeArg::Dark)]
    pub theme: ThemeArg,
    /// Canvas; dark and light choose the theme of that name [default: that of the theme]
    #[arg(long, value_enum)]
    pub background: Option<BackgroundArg>,
    /// Show what colours, sizes and widths mean (the default)
    #[arg(long, overrides_with = "no_legend")]
    pub legend: bool,
    /// Leave the legend out
    #[arg(long)]
    pub no_legend: bool,
    /// Text below the picture
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub caption: String,
    /// What colour stands for [default: application, or the session's]
    #[arg(long, value_name = "MEANING", value_parser = parse_color_by)]
    pub color_by: Option<ColorBy>,
    /// What a node is large by [default: degree, or the session's]
    #[arg(long, value_name = "MEASURE", value_parser = parse_size_by)]
    pub size_by: Option<SizeBy>,
    /// Let size grow with the logarithm
    #[arg(long)]
    pub size_log: bool,
    /// What a node is [default: host, or the session's]
    #[arg(long, value_enum)]
    pub node: Option<NodeArg>,
    /// Show frames without IP (ARP, STP …) between their MAC addresses as well
    #[arg(long)]
    pub non_ip: bool,
    /// End with exit code 1 if anything could not be read
    #[arg(long)]
    pub strict: bool,
    /// What is done before it is drawn.
    #[command(flatten)]
    pub script: ScriptArgs,
    /// How captures are read.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ViewArg {
    /// The graph of hosts.
    Graph,
}

/// Colours of protocols and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeArg {
    /// For a dark canvas.
    Dark,
    /// For a light canvas.
    Light,
}

/// The canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum BackgroundArg {
    /// Dark canvas and theme.
    Dark,
    /// Light canvas and theme.
    Light,
    /// No canvas.
    Transparent,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum NodeArg {
    /// A network address.
    Host,
    /// A MAC address.
    Mac,
}

/// Side of a picture in points at the most.
const MOST_SIDE: u32 = 16_384;

fn parse_size(text: &str) -> Result<[u32; 2], String> {
    let sides = text
        .split_once(['x', 'X', '×'])
        .and_then(|(width, height)| {
            Some([width.trim().parse().ok()?, height.trim().parse().ok()?])
        });
    match sides {
        Some(sides) if sides.iter().all(|side| (16..=MOST_SIDE).contains(side)) => Ok(sides),
        Some(_) => Err(format!("each side must be from 16 to {MOST_SIDE}")),
        None => Err("expected width and height, as in 1600x1000".into()),
    }
}

fn parse_color_by(text: &str) -> Result<ColorBy, String> {
    ColorBy::from_word(text).ok_or_else(|| {
        let words: Vec<String> = ColorBy::all().map(ColorBy::word).collect();
        format!("expected one of {}", words.join(", "))
    })
}

fn parse_size_by(text: &str) -> Result<SizeBy, String> {
    SizeBy::from_word(text).ok_or_else(|| {
        let words = SizeBy::ALL.map(SizeBy::word);
        format!("expected one of {}", words.join(", "))
    })
}

fn parse_scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.5..=8.0).contains(&scale) => Ok(scale),
        _ => Err("expected a number from 0.5 to 8".into()),
    }
}

impl RenderArgs {
    fn theme(&self) -> Theme {
        match (self.background, self.theme) {
            (Some(BackgroundArg::Dark), _) => Theme::Dark,
            (Some(BackgroundArg::Light), _) => Theme::Light,
            (_, ThemeArg::Dark) => Theme::Dark,
            (_, ThemeArg::Light) => Theme::Light,
        }
    }

    /// What the options choose, as commands.
    fn options(&self) -> Vec<Command> {
        let filter = (!self.filter.is_empty()).then(|| Command::Filter(self.filter.clone()));
        let node = self.node.map(|node| match node {
            NodeArg::Host => NodeKind::Host,
            NodeArg::Mac => NodeKind::Mac,
        });
        let options = [
            filter,
            self.color_by.map(Command::ColorBy),
            self.size_by.map(Command::SizeBy),
            self.size_log.then_some(Command::SizeLog(true)),
            node.map(Command::GroupBy),
            self.non_ip.then_some(Command::ShowNonIp(true)),
            self.seed.map(Command::Seed),
        ];
        options.into_iter().flatten().collect()
    }

    /// How it is drawn.
    fn style(&self, state: &State) -> Style {
        Style {
            theme: self.theme(),
            color_by: state.color_by,
            size_by: state.size_by,
            size_log: state.size_log,
            direction: if state.two_strands {
                Direction::TwoStrands
            } else {
                Direction::Taper
            },
            labels: state.labels,
            ..Style::default()
        }
    }

    /// The command that draws this picture again, without what is as by default.
    fn recipe(&self, state: &State) -> String {
        let mut words: Vec<String> = vec!["flowloom".into(), "render".into()];
        words.extend(
            self.files
                .iter()
                .map(|file| quoted(&file.to_string_lossy())),
        );
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        option("-o", quoted(&self.output.to_string_lossy()));
        option("--size", format!("{}x{}", self.size[0], self.size[1]));
        option("--scale", self.scale.to_string());
        option("--seed", state.seed.to_string());
        option(
            "--theme",
            if self.theme() == Theme::Dark {
                "dark"
            } else {
                "light"
            }
            .into(),
        );
        if !self.filter.is_empty() {
            option("--filter", quoted(&self.filter.to_string()));
        }
        if self.background == Some(BackgroundArg::Transparent) {
            option("--background", "transparent".into());
        }
        if let Some(color_by) = self.color_by.filter(|&of| of != ColorBy::Application) {
            option("--color-by", color_by.word());
        }
        if let Some(size_by) = self.size_by.filter(|&of| of != SizeBy::Degree) {
            option("--size-by", size_by.word().into());
        }
        if self.node == Some(NodeArg::Mac) {
            option("--node", "mac".into());
        }
        if !self.caption.is_empty() {
            option("--caption", quoted(&self.caption));
        }
        for command in &self.script.commands {
            option("--do", quoted(command));
        }
        let flags = [
            ("--size-log", self.size_log),
            ("--no-legend", self.no_legend),
            ("--non-ip", self.non_ip),
        ];
        words.extend(
            flags
                .into_iter()
                .filter(|(_, on)| *on)
                .map(|(flag, _)| flag.to_owned()),
        );
        words.join(" ")
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./+:,=@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

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
    let (nodes, edges) =
        selected.map_or_else(Default::default, |lit| (lit.picked.clone(), lit.edges()));
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
    };
    let coloring = Coloring::of(state.color_by, &shown, &|| false).map(Arc::new);
    let sizing = Sizing::of(state.size_by, &shown, &|| false).map(Arc::new);
    let drawing = build(&BuildInput {
        positions: &data.positions,
        edge_nodes: data.graph.edge_nodes(),
        tallies: data.tallies(),
        style: &args.style(state),
        coloring: coloring.as_ref(),
        sizing: sizing.as_ref(),
        emphasis,
        shading: data.shading(),
        picture_pts: args.size.map(|side| side as f32),
    });
    let legend = Legend::new(data.tallies(), &drawing).shaded(data.shading(), data.tallies());
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
    let name = |node| node_label(&data.traffic.table, &data.graph, node);
    let scene = compose(&drawing, &figure, &name, &|line, pts| {
        text.size_px(line, pts)
    });
    let picture = Picture {
        scene: &scene,
        title: &title(&data.traffic, &drawing.counts),
        recipe: &args.recipe(state),
    };
    let bytes = target.format.bytes(&picture, &mut |scene| {
        let offscreen = offscreen.as_mut().ok_or("there is no device")?;
        let pixels = offscreen.pixels(scene).map_err(|error| error.to_string())?;
        Ok((pixels.size_px, pixels.rgba))
    })?;
    target.write(&bytes)?;
    Ok(if args.strict && has_notes {
        Exit::Partial
    } else {
        Exit::Success
    })
}

/// What the picture shows, in one line.
fn title(traffic: &Traffic, drawn: &crate::scene::DrawnCounts) -> String {
    let names: Vec<String> = traffic
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
    format!(
        "{}: {} hosts, {} edges, {} packets, {}",
        names.join(", "),
        Count(drawn.hosts),
        Count(drawn.edges),
        Count(drawn.totals.packets),
        Bytes(drawn.totals.bytes),
    )
}

/// Where the picture goes. A file is written beside its place and moved there when it is complete;
/// dropped before that, it leaves nothing.
struct Target {
    format: &'static dyn PictureFormat,
    file: Option<(std::fs::File, PathBuf, PathBuf)>,
}

impl Target {
    fn open(path: &Path) -> anyhow::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self {
                format: &Png,
                file: None,
            });
        }
        let shown = printable(&path.to_string_lossy()).into_owned();
        let failure = |exit, cause: String, hint: &str| Failure {
            exit,
            problem: format!("cannot write {shown}"),
            cause,
            hint: hint.into(),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let format = picture_format(&name).ok_or_else(|| {
            let cause = "its name does not say which format".into();
            failure(Exit::Usage, cause, "end the name in .png or .svg")
        })?;
        if path.is_dir() {
            return Err(failure(
                Exit::Unreadable,
                "it is a directory".into(),
                "give a file name",
            )
            .into());
        }
        let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = std::fs::File::create(&part).map_err(|error| {
            let hint = "check that the folder exists and may be written to";
            failure(Exit::Unreadable, error.to_string(), hint)
        })?;
        Ok(Self {
            format,
            file: Some((file, part, path.to_owned())),
        })
    }

    fn write(mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let Some((file, part, path)) = &mut self.file else {
            let mut out = io::stdout().lock();
            return out
                .write_all(bytes)
                .and_then(|()| out.flush())
                .context("cannot write the picture");
        };
        file.write_all(bytes)
            .and_then(|()| file.sync_all())
            .and_then(|()| std::fs::rename(&*part, &*path))
            .with_context(|| format!("cannot write {}", printable(&path.to_string_lossy())))?;
        self.file = None;
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some((_, part, _)) = &self.file {
            // Nothing more can be done about a file that cannot be removed.
            let _ = std::fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_scales_have_limits() {
        let check = |text, expected: Option<[u32; 2]>| assert_eq!(parse_size(text).ok(), expected);
        check("1600x1000", Some([1600, 1000]));
        check("64 × 48", Some([64, 48]));
        check("8x8", None);
        check("99999x100", None);
        check("wide", None);
        assert_eq!(parse_scale("2"), Ok(2.0));
        assert!(parse_scale("9").is_err() && parse_scale("NaN").is_err());
    }

    #[test]
    fn a_recipe_can_be_pasted_into_a_shell() {
        assert_eq!(quoted("a/b-1.pcap"), "a/b-1.pcap");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn an_unfinished_picture_leaves_nothing() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.png");
        drop(Target::open(&path)?);
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 0);
        Target::open(&path)?.write(b"done")?;
        assert_eq!(std::fs::read(&path)?, b"done");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }
}
