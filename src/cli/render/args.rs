//! What can be asked of `flowloom render`, and what does each option mean?

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use crate::cli::info::ReadingArgs;
use crate::cli::script::{ScriptArgs, commands_help, parse_layout};
use crate::graph::NodeKind;
use crate::query::Filter;
use crate::scene::tokens::Theme;
use crate::scene::{ColorBy, Direction, SizeBy, Style};
use crate::session::{Command, GroupBy, LayoutMode, MOST_LEVELS, State};

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
    /// What a node's place stands for [default: force, or the session's]
    #[arg(long, value_name = "MODE", value_parser = parse_layout)]
    pub layout: Option<LayoutMode>,
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
    /// Draw nodes that have something in common as one: subnet/16, community, scope, degree …;
    /// several levels are parted by spaces, as in 'subnet/8 subnet/24', and none shows every node
    /// [default: as the size of the capture suggests, or the session's]
    #[arg(long, value_name = "LEVELS", value_parser = parse_levels)]
    pub group_by: Option<Levels>,
    /// Draw hosts that never answered, and leaves of hubs, as one node at each hub
    #[arg(long)]
    pub fold: bool,
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

/// What groups have in common, the outermost first.
#[derive(Clone, Debug)]
pub struct Levels(Vec<GroupBy>);

impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        let words: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&words.join(" "))
    }
}

fn parse_levels(text: &str) -> Result<Levels, String> {
    if text == "none" {
        return Ok(Levels(Vec::new()));
    }
    let levels: Vec<GroupBy> = text
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    match levels.len() {
        1..=MOST_LEVELS => Ok(Levels(levels)),
        _ => Err(format!("expected 1 to {MOST_LEVELS} levels")),
    }
}

fn parse_scale(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(scale) if (0.5..=8.0).contains(&scale) => Ok(scale),
        _ => Err("expected a number from 0.5 to 8".into()),
    }
}

impl RenderArgs {
    /// The theme that the options choose together.
    pub(super) fn theme(&self) -> Theme {
        match (self.background, self.theme) {
            (Some(BackgroundArg::Dark), _) => Theme::Dark,
            (Some(BackgroundArg::Light), _) => Theme::Light,
            (_, ThemeArg::Dark) => Theme::Dark,
            (_, ThemeArg::Light) => Theme::Light,
        }
    }

    /// What the options choose, as commands.
    pub(super) fn options(&self) -> Vec<Command> {
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
            self.group_by
                .clone()
                .map(|levels| Command::Groups(levels.0)),
            self.fold.then_some(Command::Fold(true)),
            self.non_ip.then_some(Command::ShowNonIp(true)),
            self.seed.map(Command::Seed),
            self.layout.map(Command::LayoutMode),
        ];
        options.into_iter().flatten().collect()
    }

    /// How it is drawn.
    pub(super) fn style(&self, state: &State) -> Style {
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
}
