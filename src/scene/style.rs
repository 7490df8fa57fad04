//! What can a person change about the look of the picture?

use super::SizeBy;
use super::tokens::{self, Rgba, Theme};
use crate::capture::{Application, Protocol};
use crate::query::{AxisColumn, EdgeTally};

/// What colours nodes and edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColorBy {
    /// The application with most bytes.
    #[default]
    Application,
    /// The transport (TCP, UDP, ICMP …) with most bytes.
    Transport,
    /// Which way most bytes go.
    Direction,
    /// Which nodes reach each other over visible edges.
    Component,
    /// Which nodes talk more with each other than with others.
    Community,
    /// When it was first seen in the capture.
    FirstSeen,
    /// A column of the flows that is none of the others; see [`ColorBy::all`].
    Column(AxisColumn),
}

/// What colours flows where each is drawn by itself: on the time bar, between axes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FlowColor {
    /// Its application.
    #[default]
    Application,
    /// Its transport.
    Transport,
}

impl ColorBy {
    /// Everything that colour can stand for, in the order in which it is offered.
    pub fn all() -> impl Iterator<Item = Self> {
        let found_out = [
            Self::Application,
            Self::Transport,
            Self::Direction,
            Self::Component,
            Self::Community,
            Self::FirstSeen,
        ];
        let columns = AxisColumn::ALL.into_iter().map(Self::column);
        let columns = columns.filter(|of| matches!(of, Self::Column(_)));
        found_out.into_iter().chain(columns)
    }

    /// A column; those that are a dimension of their own become that, so that nothing has two
    /// sets of colours.
    #[must_use]
    fn column(column: AxisColumn) -> Self {
        match column {
            AxisColumn::Application => Self::Application,
            AxisColumn::Protocol => Self::Transport,
            AxisColumn::First => Self::FirstSeen,
            column => Self::Column(column),
        }
    }

    /// What colours single flows meanwhile.
    #[must_use]
    pub fn of_flows(self) -> FlowColor {
        match self {
            Self::Transport => FlowColor::Transport,
            Self::Application
            | Self::Direction
            | Self::Component
            | Self::Community
            | Self::FirstSeen
            | Self::Column(_) => FlowColor::Application,
        }
    }

    /// Whether it has to be worked out before it can be drawn.
    #[must_use]
    pub fn is_worked_out(self) -> bool {
        !matches!(self, Self::Application | Self::Transport)
    }

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Application => "Application",
            Self::Transport => "Transport",
            Self::Direction => "Direction",
            Self::Component => "Component",
            Self::Community => "Community",
            Self::FirstSeen => "First seen",
            Self::Column(column) => column.label(),
        }
    }

    /// Its name in scripts and sessions: one word.
    #[must_use]
    pub fn word(self) -> String {
        self.label().to_lowercase().replace(' ', "-")
    }

    /// The meaning of a [`ColorBy::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::all().find(|of| of.word() == word)
    }
}

/// How the direction of an edge is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// One stroke, wide at the client and narrow at the server.
    #[default]
    Taper,
    /// Two strokes side by side, one for the bytes of each end, each on the left of its way.
    TwoStrands,
}

/// The look of the picture; sizes are in points and hold at fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Colours of canvas, text and protocols; default dark.
    pub theme: Theme,
    /// What colour means; default application.
    pub color_by: ColorBy,
    /// What a node is large by; default degree.
    pub size_by: SizeBy,
    /// Whether size grows with the logarithm instead of the area with the value; default off.
    pub size_log: bool,
    /// How direction is shown; default taper.
    pub direction: Direction,
    /// Whether nodes carry labels; default on.
    pub labels: bool,
    /// Diameter of the smallest and of the largest node, default 3 and 40 points. Area is
    /// proportional to the value in between.
    pub node_diameter_pts: [f32; 2],
    /// Width of the thinnest and of the thickest edge, default 0.5 and 6 points. Width grows with
    /// the logarithm of bytes in between.
    pub edge_width_pts: [f32; 2],
    /// Factor on the opacity that density suggests, 0.1 to 10, default 1; larger shows more of
    /// every edge and less of the structure.
    pub edge_opacity: f32,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            theme: Theme::Dark,
            color_by: ColorBy::Application,
            size_by: SizeBy::Degree,
            size_log: false,
            direction: Direction::Taper,
            labels: true,
            node_diameter_pts: [3.0, 40.0],
            edge_width_pts: [0.5, 6.0],
            edge_opacity: 1.0,
        }
    }
}

impl Style {
    /// The application or transport of an edge: its colour, unless colour stands for something
    /// that was worked out.
    #[must_use]
    pub fn category(&self, edge: &EdgeTally) -> Category {
        match self.color_by.of_flows() {
            FlowColor::Application => Category::Application(edge.application),
            FlowColor::Transport => Category::Transport(edge.protocol),
        }
    }
}

/// One entry of the legend: what a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// An application.
    Application(Application),
    /// A transport protocol.
    Transport(Protocol),
}

impl Category {
    /// Its colour, the same in every view and export of a theme.
    #[must_use]
    pub fn color(self, theme: Theme) -> Rgba {
        match self {
            Self::Application(application) => tokens::application_color(application, theme),
            Self::Transport(protocol) => tokens::protocol_color(protocol, theme),
        }
    }

    /// Its name as people write it.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Application(application) => application.label().to_owned(),
            Self::Transport(protocol) => {
                let name = protocol.name();
                // IANA's keywords are acronyms; names of ours with a dash are words and numbers.
                if name.contains('-') {
                    name.into_owned()
                } else {
                    name.to_uppercase()
                }
            }
        }
    }

    /// A small number that orders and counts categories of one dimension: its code.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::Application(application) => u16::from(application.code()),
            Self::Transport(protocol) => protocol.0,
        }
    }
}
