//! What do the places of nodes follow from?
//!
//! A small plain value in the state: the mode, and what it is about. Places themselves are not
//! part of the state; they follow from this, the seed and the pins, and are remembered for undo.

use std::collections::BTreeSet;

use crate::query::Filter;

/// What a node's place stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LayoutMode {
    /// Who talks to whom.
    #[default]
    Force,
    /// The address.
    Addresses,
    /// Hops from what was highlighted.
    Concentric,
    /// Client or server.
    Bipartite,
    /// What hangs together, around a circle.
    Circular,
}

impl LayoutMode {
    /// All modes, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Force,
        Self::Addresses,
        Self::Concentric,
        Self::Bipartite,
        Self::Circular,
    ];

    /// How it is written in scripts and options.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Force => "force",
            Self::Addresses => "addresses",
            Self::Concentric => "concentric",
            Self::Bipartite => "bipartite",
            Self::Circular => "circular",
        }
    }

    /// The mode that is written like this.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Force => "Place by forces",
            Self::Addresses => "Place by address",
            Self::Concentric => "Place by hops from the highlight",
            Self::Bipartite => "Place clients left, servers right",
            Self::Circular => "Place around a circle",
        }
    }

    /// What it shows.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Force => "Hosts that talk to each other are near each other",
            Self::Addresses => "A subnet is in the same place in every capture",
            Self::Concentric => {
                "Rings of one hop, two hops … around what is highlighted, or around the best connected"
            }
            Self::Bipartite => "Hosts opposite those that they talk to",
            Self::Circular => "Hosts that hang together are side by side",
        }
    }
}

/// How the graph is arranged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// What a place stands for.
    pub mode: LayoutMode,
    /// Host codes of what [`LayoutMode::Concentric`] is around; empty for the best connected.
    pub centre: BTreeSet<u32>,
    /// Only what passes this filter was laid out; all else stays where it was. None: everything.
    pub visible: Option<Filter>,
}
