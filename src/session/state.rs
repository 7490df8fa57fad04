//! What does a user change?
//!
//! [`State`] is everything that changes the picture; it is a small plain value, so undo keeps
//! whole copies. [`Settings`] outlive the program, [`Shell`] is what is open at the moment; neither
//! is undone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use glam::{DVec2, Vec2};
use serde::{Deserialize, Serialize};

use super::{Category, ColorBy, Item};
use crate::graph::{Grouping, NodeKind};

/// Everything that changes the picture and can be undone.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Colours whose flows are filtered out.
    pub hidden: BTreeSet<Category>,
    /// What is highlighted.
    pub selection: BTreeSet<Item>,
    /// What a node is, and whether flows without IP are shown.
    pub grouping: Grouping,
    /// What the colours mean.
    pub color_by: ColorBy,
    /// Whether direction is shown as two strands instead of a taper.
    pub two_strands: bool,
    /// Whether labels are drawn.
    pub labels: bool,
    /// Where the camera looks; none follows the whole graph.
    pub view: Option<View>,
    /// Nodes held in place by hand: host code to world position.
    pub pins: BTreeMap<u32, Vec2>,
    /// Seed of the layout.
    pub seed: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            hidden: BTreeSet::new(),
            selection: BTreeSet::new(),
            grouping: Grouping {
                node: NodeKind::Host,
                non_ip: false,
            },
            color_by: ColorBy::Application,
            two_strands: false,
            labels: true,
            view: None,
            pins: BTreeMap::new(),
            seed: 1,
        }
    }
}

/// Where the camera looks, independent of the panel's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// World point at the centre.
    pub center: DVec2,
    /// Points per world unit.
    pub points_per_unit: f64,
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// Dark, the default: a picture of many thin bright strokes reads best on it.
    #[default]
    Dark,
    /// Light.
    Light,
    /// Whatever the desktop uses.
    System,
}

/// What the program remembers from one run to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Captures opened before, latest first.
    pub recent: Vec<PathBuf>,
    /// Whether the one-time hint was shown.
    pub hint_seen: bool,
    /// Whether camera moves jump instead of gliding.
    pub reduce_motion: bool,
}

impl Settings {
    /// Recent captures remembered.
    const MAX_RECENT: usize = 10;

    /// Puts a capture at the head of the recent ones.
    pub fn remember(&mut self, path: PathBuf) {
        // Standard input cannot be opened again.
        if path.as_os_str() == "-" {
            return;
        }
        self.recent.retain(|known| *known != path);
        self.recent.insert(0, path);
        self.recent.truncate(Self::MAX_RECENT);
    }
}

/// What is open on the screen besides the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shell {
    /// The command palette.
    pub palette: bool,
    /// The sheet of shortcuts.
    pub shortcuts: bool,
    /// The export dialog.
    pub export: bool,
    /// The about box.
    pub about: bool,
    /// Whether all panels but the graph are hidden.
    pub panels_hidden: bool,
    /// Whether the window fills the screen.
    pub full_screen: bool,
}
