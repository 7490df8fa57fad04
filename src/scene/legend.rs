//! What do colours, sizes and widths mean?
//!
//! The legend is a list of plain values, read from the same scales that drew the picture. The
//! window shows them as a panel; [`legend_shapes`] sets them beside a figure, the same for PNG and
//! SVG.

use glam::Vec2;

use super::labels::Measure;
use super::tokens::{self, Rgba, Theme};
use super::{Category, ClassCount, ColorBy, Direction, Drawing, Shading, Shape, class_counts};
use crate::query::Tallies;
use crate::units::{Bytes, Count, Totals};

/// Everything a legend says.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// The dimension that colour stands for.
    pub color_by: ColorBy,
    /// Colours, most visible bytes first; those of the table without a visible flow last.
    pub colors: Vec<LegendColor>,
    /// What changed, while two windows are compared: then colours say this and nothing else.
    pub classes: Vec<ClassCount>,
    /// Node sizes: degree and diameter.
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
    /// The value: a degree, or bytes.
    pub value: u64,
    /// The value as text.
    pub label: String,
    /// Diameter or width in points at fit.
    pub size_pts: f32,
}

impl Legend {
    /// Reads the legend of a drawing.
    #[must_use]
    pub fn new(tallies: &Tallies, drawing: &Drawing) -> Self {
        Self {
            color_by: drawing.style.color_by,
            colors: colors(tallies, drawing.style.color_by, drawing.style.theme),
            classes: Vec::new(),
            sizes: sizes(drawing),
            widths: widths(tallies, drawing),
            direction: drawing.style.direction,
        }
    }

    /// The same legend of a drawing with this shading.
    #[must_use]
    pub fn shaded(self, shading: Shading<'_>, tallies: &Tallies) -> Self {
        Self {
            classes: shading
                .difference
                .map_or(Vec::new(), |difference| class_counts(difference, tallies)),
            ..self
        }
    }
}

fn colors(tallies: &Tallies, color_by: ColorBy, theme: Theme) -> Vec<LegendColor> {
    let entry = |category: Category, total, visible| LegendColor {
        category,
        label: category.label(),
        color: category.color(theme),
        visible,
        total,
    };
    let mut colors: Vec<LegendColor> = match color_by {
        ColorBy::Application => crate::capture::Application::ALL
            .iter()
            .zip(&tallies.applications)
            .map(|(&of, tally)| entry(Category::Application(of), tally.total, tally.visible))
            .collect(),
        ColorBy::Transport => tallies
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

/// Degrees 1, 10, 100 … and the largest one, as far as their sizes can be told apart.
fn sizes(drawing: &Drawing) -> Vec<LegendStep> {
    let drawn = drawing
        .node_order
        .iter()
        .map(|&node| drawing.degrees[node as usize]);
    let Some(most) = drawn.max().filter(|&most| most > 0) else {
        return Vec::new();
    };
    let powers = std::iter::successors(Some(1_u32), |step| step.checked_mul(10));
    let mut steps: Vec<LegendStep> = Vec::new();
    for value in powers.take_while(|&step| step < most).chain([most]) {
        let size_pts = drawing.node_scale.diameter_pts(value);
        if let Some(last) = steps.last()
            && value == most
            && size_pts < last.size_pts * 1.2
            && steps.len() > 1
        {
            steps.pop();
        }
        let label = Count(u64::from(value)).to_string();
        steps.push(LegendStep {
            value: u64::from(value),
            label,
            size_pts,
        });
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
            value,
            label: Bytes(value).to_string(),
            size_pts: drawing.edge_scale.width_pts(value),
        })
        .collect()
}

/// Colours that a figure's legend lists; the rest is summed up in a last row.
const MOST_COLORS: usize = 16;
/// Width of a legend beside a figure, in points.
pub const LEGEND_PTS: f32 = 196.0;

/// A legend with its top left corner at `origin_px`, as shapes: how large it is in physical pixels
/// and what it consists of. In a low picture colours are summed up in a last row sooner.
#[must_use]
pub fn legend_shapes(
    legend: &Legend,
    theme: Theme,
    origin_px: Vec2,
    room_pts: f32,
    pixels_per_point: f32,
    measure: Measure<'_>,
) -> (Vec2, Vec<Shape>) {
    let mut column = Column {
        origin_px,
        scale: pixels_per_point,
        y_pts: tokens::GRID_PTS * 3.0,
        theme,
        measure,
        shapes: Vec::new(),
    };
    column.title(match legend.color_by {
        _ if !legend.classes.is_empty() => "Change in bytes per second",
        ColorBy::Application => "Application",
        ColorBy::Transport => "Transport",
    });
    for count in &legend.classes {
        let label = format!("{} ({})", count.class.label(), Count(count.edges));
        let color = tokens::difference_color(count.class, theme);
        column.color(Some(color), &label, count.visible.bytes);
    }
    let visible: Vec<_> = legend
        .colors
        .iter()
        .filter(|color| legend.classes.is_empty() && color.visible.flows > 0)
        .collect();
    let steps = legend.sizes.iter().chain(&legend.widths);
    let steps_pts: f32 = steps.map(|step| step_row_pts(step) + 1.0).sum();
    // Titles, gaps and the row for direction take about as much as seven rows.
    let room = ((room_pts - steps_pts) / tokens::ROW_PTS - 7.0).clamp(3.0, MOST_COLORS as f32);
    // One row too many is shown rather than summed up.
    let listed = if visible.len() > room as usize + 1 {
        room as usize
    } else {
        visible.len()
    };
    for color in &visible[..listed] {
        column.color(Some(color.color), &color.label, color.visible.bytes);
    }
    if let rest @ [_, ..] = &visible[listed..] {
        let bytes = rest.iter().map(|color| color.visible.bytes).sum();
        column.color(None, &format!("{} more", rest.len()), bytes);
    }
    column.steps("Size: neighbours", &legend.sizes, Column::size_sample);
    column.steps("Width: bytes", &legend.widths, Column::width_sample);
    if !legend.widths.is_empty() {
        column.direction(legend.direction);
    }
    let size_px = Vec2::new(LEGEND_PTS, column.y_pts + tokens::GRID_PTS * 2.0) * pixels_per_point;
    (size_px, column.shapes)
}

/// Height of the row of one step.
fn step_row_pts(step: &LegendStep) -> f32 {
    tokens::ROW_PTS.max(step.size_pts + tokens::GRID_PTS)
}

/// A column of rows in the making.
struct Column<'a> {
    origin_px: Vec2,
    scale: f32,
    /// Top of the next row.
    y_pts: f32,
    theme: Theme,
    measure: Measure<'a>,
    shapes: Vec<Shape>,
}

/// Left border of a column, in points.
const LEFT_PTS: f32 = 12.0;
/// Where text beside a sample begins, in points.
const TEXT_PTS: f32 = 30.0;
/// Where text beside a size or width sample begins, in points.
const STEP_TEXT_PTS: f32 = 64.0;

impl Column<'_> {
    fn at(&self, x_pts: f32, y_pts: f32) -> Vec2 {
        self.origin_px + Vec2::new(x_pts, y_pts) * self.scale
    }

    fn text(&mut self, x_pts: f32, y_pts: f32, text: &str, font_pts: f32, color: Rgba) {
        let left_px = self.at(x_pts, y_pts);
        self.shapes.push(Shape::Text {
            left_px,
            text: text.to_owned(),
            font_pts,
            color,
        });
    }

    fn title(&mut self, text: &str) {
        let color = self.theme.colors().weak_text;
        self.text(
            LEFT_PTS,
            self.y_pts + tokens::ROW_PTS / 2.0,
            text,
            tokens::SMALL_PTS,
            color,
        );
        self.y_pts += tokens::ROW_PTS + tokens::GRID_PTS / 2.0;
    }

    fn color(&mut self, color: Option<Rgba>, label: &str, bytes: u64) {
        let colors = self.theme.colors();
        let middle = self.y_pts + tokens::ROW_PTS / 2.0;
        if let Some(color) = color {
            self.shapes.push(Shape::Rect {
                min_px: self.at(LEFT_PTS, middle - 5.0),
                max_px: self.at(LEFT_PTS + 10.0, middle + 5.0),
                corner_px: 2.0 * self.scale,
                fill: color,
            });
        }
        self.text(TEXT_PTS, middle, label, tokens::SMALL_PTS, colors.text);
        let amount = Bytes(bytes).to_string();
        let width_pts = (self.measure)(&amount, tokens::SMALL_PTS).x / self.scale;
        let left = LEGEND_PTS - LEFT_PTS - width_pts;
        self.text(left, middle, &amount, tokens::SMALL_PTS, colors.weak_text);
        self.y_pts += tokens::ROW_PTS;
    }

    fn steps(&mut self, title: &str, steps: &[LegendStep], sample: fn(&mut Self, f32, f32)) {
        if steps.is_empty() {
            return;
        }
        self.y_pts += tokens::GRID_PTS * 2.0;
        self.title(title);
        for step in steps {
            let row = step_row_pts(step);
            let middle = self.y_pts + row / 2.0;
            sample(self, middle, step.size_pts);
            let color = self.theme.colors().text;
            self.text(STEP_TEXT_PTS, middle, &step.label, tokens::SMALL_PTS, color);
            self.y_pts += row;
        }
    }

    fn size_sample(&mut self, middle_pts: f32, size_pts: f32) {
        let colors = self.theme.colors();
        self.shapes.push(Shape::Disc {
            center_px: self.at(LEFT_PTS + 20.0, middle_pts),
            radius_px: size_pts / 2.0 * self.scale,
            fill: colors.weak_text,
            rim: colors.weak_text.mixed(colors.canvas, 0.65),
            rim_px: (size_pts / 8.0).clamp(0.4, 1.2) * self.scale,
        });
    }

    fn width_sample(&mut self, middle_pts: f32, size_pts: f32) {
        let color = self.theme.colors().weak_text;
        self.shapes.push(Shape::Taper {
            from_px: self.at(LEFT_PTS, middle_pts),
            to_px: self.at(LEFT_PTS + 40.0, middle_pts),
            from_width_px: size_pts * self.scale,
            to_width_px: size_pts * self.scale,
            color,
        });
    }

    fn direction(&mut self, direction: Direction) {
        let colors = self.theme.colors();
        self.y_pts += tokens::GRID_PTS * 2.0;
        let middle = self.y_pts + tokens::ROW_PTS / 2.0;
        let mut stroke = |x: [f32; 2], y: f32, widths: [f32; 2]| {
            let shape = Shape::Taper {
                from_px: self.at(x[0], middle + y),
                to_px: self.at(x[1], middle + y),
                from_width_px: widths[0] * self.scale,
                to_width_px: widths[1] * self.scale,
                color: colors.weak_text,
            };
            self.shapes.push(shape);
        };
        let text = match direction {
            Direction::Taper => {
                stroke([LEFT_PTS, LEFT_PTS + 40.0], 0.0, [5.0, 1.25]);
                "client to server"
            }
            Direction::TwoStrands => {
                stroke([LEFT_PTS, LEFT_PTS + 40.0], -2.0, [3.0, 3.0]);
                stroke([LEFT_PTS + 40.0, LEFT_PTS], 1.5, [1.0, 1.0]);
                "one strand each way"
            }
        };
        self.text(STEP_TEXT_PTS, middle, text, tokens::SMALL_PTS, colors.text);
        self.y_pts += tokens::ROW_PTS;
    }
}
