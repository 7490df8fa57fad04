//! What do colours, sizes and widths mean?
//!
//! The legend is a list of plain values, read from the same scales that drew the picture. The
//! window shows them as a panel; [`super::legend_shapes`] sets them beside a figure, the same for
//! PNG and SVG.

use super::tokens::{Rgba, Theme};
use super::{
    Category, ClassCount, ColorBy, ColorEntry, ColorKey, Direction, Drawing, FlowColor, Ramp,
    Shading, SizeBy, class_counts,
};
use crate::query::Tallies;
use crate::units::{Bytes, Count, Totals};

/// Everything a legend says.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// The dimension that colour stands for.
    pub color_by: ColorBy,
    /// Colours of applications or transports, most visible bytes first; those of the table without
    /// a visible flow last. Empty if colour stands for something else.
    pub colors: Vec<LegendColor>,
    /// What changed, while two windows are compared: then colours say this and nothing else.
    pub changes: Vec<ClassCount>,
    /// Classes that colour stands for; together they are all that is visible on edges.
    pub classes: Vec<ColorEntry>,
    /// The scale that colour stands for.
    pub ramp: Option<Ramp>,
    /// What a node is large by.
    pub size_by: SizeBy,
    /// Whether size grows with the logarithm.
    pub size_log: bool,
    /// If sizes are estimated: from so many sources, of so many nodes.
    pub sampled: Option<[u64; 2]>,
    /// Whether groups are sized by the number of their hosts while hosts are by their neighbours.
    pub groups_by_hosts: bool,
    /// Node sizes: value and diameter.
    pub sizes: Vec<LegendStep>,
    /// Edge widths: bytes and width.
    pub widths: Vec<LegendStep>,
    /// How direction is shown.
    pub direction: Direction,
}

/// One colour.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendColor {
    /// What it stands for.
    pub category: Category,
    /// Its name.
    pub label: String,
    /// The colour.
    pub color: Rgba,
    /// Visible traffic.
    pub visible: Totals,
    /// All traffic of the table.
    pub total: Totals,
}

/// One step of a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendStep {
    /// The value: a degree, bytes, or a share.
    pub value: f64,
    /// The value as text.
    pub label: String,
    /// Diameter or width in points at fit.
    pub size_pts: f32,
}

impl Legend {
    /// Reads the legend of a drawing.
    #[must_use]
    pub fn new(tallies: &Tallies, drawing: &Drawing) -> Self {
        let color_by = drawing.style.color_by;
        let key = drawing.coloring.as_deref().map(|coloring| &coloring.key);
        let (classes, ramp) = match key {
            Some(ColorKey::Classes(entries)) => (entries.clone(), None),
            Some(ColorKey::Ramp(ramp)) => (Vec::new(), Some(*ramp)),
            None => (Vec::new(), None),
        };
        Self {
            color_by,
            colors: match key {
                None => colors(tallies, color_by.of_flows(), drawing.style.theme),
                Some(_) => Vec::new(),
            },
            changes: Vec::new(),
            classes,
            ramp,
            size_by: drawing.style.size_by,
            size_log: drawing.style.size_log,
            sampled: drawing.sizing.as_deref().and_then(|sizing| sizing.sampled),
            groups_by_hosts: false,
            sizes: sizes(drawing),
            widths: widths(tallies, drawing),
            direction: drawing.style.direction,
        }
    }

    /// The same legend of a drawing with this shading.
    #[must_use]
    pub fn shaded(self, shading: Shading<'_>, tallies: &Tallies) -> Self {
        let Some(difference) = shading.difference else {
            return self;
        };
        Self {
            changes: class_counts(difference, tallies),
            colors: Vec::new(),
            classes: Vec::new(),
            ramp: None,
            ..self
        }
    }

    /// What is said of colours above them.
    #[must_use]
    pub fn color_title(&self) -> String {
        if !self.changes.is_empty() {
            return "Change in bytes per second".to_owned();
        }
        let label = self.color_by.label();
        match self.ramp {
            Some(ramp) if ramp.unit == super::RampUnit::Time => format!("{label}, UTC"),
            Some(ramp) if ramp.log => format!("{label}, logarithmic"),
            _ => label.to_owned(),
        }
    }

    /// What is said of sizes above them.
    #[must_use]
    pub fn size_title(&self) -> String {
        let log = if self.size_log { ", logarithmic" } else { "" };
        format!("Size: {}{log}", self.size_by.label())
    }

    /// What groups are sized by, or how sizes were estimated, if they were.
    #[must_use]
    pub fn size_note(&self) -> Option<String> {
        let sampled = self.sampled.map(|[sources, nodes]| {
            format!("sampled, {} of {} sources", Count(sources), Count(nodes))
        });
        sampled.or_else(|| {
            self.groups_by_hosts
                .then(|| "groups by their hosts".to_owned())
        })
    }
}

fn colors(tallies: &Tallies, color_by: FlowColor, theme: Theme) -> Vec<LegendColor> {
    let entry = |category: Category, total, visible| LegendColor {
        category,
        label: category.label(),
        color: category.color(theme),
        visible,
        total,
    };
    let mut colors: Vec<LegendColor> = match color_by {
        FlowColor::Application => crate::capture::Application::ALL
            .iter()
            .zip(&tallies.applications)
            .map(|(&of, tally)| entry(Category::Application(of), tally.total, tally.visible))
            .collect(),
        FlowColor::Transport => tallies
            .protocols
            .iter()
            .map(|tally| {
                entry(
                    Category::Transport(tally.protocol),
                    tally.total,
                    tally.visible,
                )
            })
            .collect(),
    };
    colors.retain(|color| color.total.flows > 0);
    colors.sort_by_key(|color| {
        (
            std::cmp::Reverse((color.visible.bytes, color.total.bytes)),
            color.category,
        )
    });
    colors
}

/// Steps of sizes that are no degrees, the largest included.
const MOST_SIZES: usize = 4;

/// Powers of ten and the largest value, as far as their sizes can be told apart.
fn sizes(drawing: &Drawing) -> Vec<LegendStep> {
    let drawn = drawing
        .node_order
        .iter()
        .map(|&node| drawing.sizes[node as usize]);
    let Some(most) = drawn.max_by(f64::total_cmp).filter(|&most| most > 0.0) else {
        return Vec::new();
    };
    let by = drawing.style.size_by;
    // Shares of one begin far below it.
    let first = if by.is_worked_out() { 1e-6 } else { 1.0 };
    let powers = std::iter::successors(Some(first), |step: &f64| Some(step * 10.0));
    let mut steps: Vec<LegendStep> = Vec::new();
    for value in powers.take_while(|&step| step < most).chain([most]) {
        let size_pts = drawing.node_scale.diameter_pts(value);
        if let Some(last) = steps.last()
            && size_pts < last.size_pts * 1.2
            // Degrees are few: all of them are shown but the one before the largest.
            && (by != SizeBy::Degree || (value == most && steps.len() > 1))
        {
            steps.pop();
        }
        steps.push(LegendStep {
            value,
            label: by.text(value),
            size_pts,
        });
    }
    if by != SizeBy::Degree && steps.len() > MOST_SIZES {
        steps.drain(..steps.len() - MOST_SIZES);
    }
    steps
}

/// Bytes in steps of a thousand up to the largest edge.
fn widths(tallies: &Tallies, drawing: &Drawing) -> Vec<LegendStep> {
    let drawn = drawing
        .edges
        .iter()
        .map(|stroke| &tallies.edges[stroke.edge as usize]);
    let Some(most) = drawn
        .map(|edge| edge.totals().bytes)
        .max()
        .filter(|&most| most > 0)
    else {
        return Vec::new();
    };
    let powers = std::iter::successors(Some(1_000_u64), |step| step.checked_mul(1_000));
    powers
        .take_while(|&step| step < most)
        .chain([most])
        .map(|value| LegendStep {
            value: value as f64,
            label: Bytes(value).to_string(),
            size_pts: drawing.edge_scale.width_pts(value),
        })
        .collect()
}
