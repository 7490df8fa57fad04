//! What can a person change about the look of the picture?

use super::tokens::{self, Rgba, Theme};
use crate::capture::{Application, Protocol};
use crate::query::EdgeTally;

/// Which dimension of the traffic colours nodes and edges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColorBy {
    /// The application with most bytes.
    #[default]
    Application,
    /// The transport (TCP, UDP, ICMP …) with most bytes.
    Transport,
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
    /// How direction is shown; default taper.
    pub direction: Direction,
    /// Whether nodes carry labels; default on.
    pub labels: bool,
    /// Diameter of the smallest and of the largest node, default 3 and 40 points. Area is
    /// proportional to degree in between.
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
            direction: Direction::Taper,
            labels: true,
            node_diameter_pts: [3.0, 40.0],
            edge_width_pts: [0.5, 6.0],
            edge_opacity: 1.0,
        }
    }
}

impl Style {
    /// The category that colours an edge.
    #[must_use]
    pub fn category(&self, edge: &EdgeTally) -> Category {
        match self.color_by {
            ColorBy::Application => Category::Application(edge.application),
            ColorBy::Transport => Category::Transport(edge.protocol),
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
