//! What changes the colours of edges and nodes besides what they carry?
//!
//! While two windows are compared, colour says what changed; while edges fade by age, those seen
//! last long ago are fainter. Both are decided outside and only carried out here.

use std::sync::Arc;

use super::tokens::{Rgba, Theme, difference_color};
use crate::query::{Difference, DifferenceClass, Tallies};
use crate::units::Totals;

/// Colours and opacities that are not those of applications or transports.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shading<'a> {
    /// What changed between two windows, if two are compared.
    pub difference: Option<&'a Difference>,
    /// Factor on the opacity of each edge, `[edge]`, 0 to 1.
    pub fade: Option<&'a Arc<[f32]>>,
}

impl Shading<'_> {
    /// The colour of an edge, if it is not that of what it carries.
    #[must_use]
    pub fn edge_color(&self, edge: u32, theme: Theme) -> Option<Rgba> {
        let class = self.difference?.edges.get(edge as usize).copied()??;
        Some(difference_color(class, theme))
    }

    /// The colour of a node, if it is not that of what it carries.
    #[must_use]
    pub fn node_color(&self, node: usize, theme: Theme) -> Option<Rgba> {
        let class = self.difference?.nodes.get(node).copied()??;
        Some(difference_color(class, theme))
    }
}

/// One class of a difference, and how much of the picture it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassCount {
    /// The class.
    pub class: DifferenceClass,
    /// Edges of it.
    pub edges: u64,
    /// What is visible on them, of both windows.
    pub visible: Totals,
}

/// Edges and traffic of each class: together all visible edges.
#[must_use]
pub fn class_counts(difference: &Difference, tallies: &Tallies) -> Vec<ClassCount> {
    let mut counts = DifferenceClass::ALL.map(|class| ClassCount {
        class,
        edges: 0,
        visible: Totals::default(),
    });
    for (class, tally) in difference.edges.iter().zip(&tallies.edges) {
        let count = class.and_then(|class| counts.iter_mut().find(|count| count.class == class));
        if let Some(count) = count.filter(|_| tally.is_visible()) {
            count.edges += 1;
            count.visible += tally.totals();
        }
    }
    counts.to_vec()
}
