//! How does the legend stand beside a figure?

use glam::Vec2;

use super::labels::Measure;
use super::tokens::{self, Rgba, Theme};
use super::{Direction, Legend, LegendStep, Ramp, Shape};
use crate::units::{Bytes, Count};

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
    column.title(&legend.color_title());
    let rows = rows(legend, theme);
    let steps = legend.sizes.iter().chain(&legend.widths);
    let steps_pts: f32 = steps.map(|step| step_row_pts(step) + 1.0).sum();
    // Titles, gaps and the row for direction take about as much as seven rows.
    let room = ((room_pts - steps_pts) / tokens::ROW_PTS - 7.0).clamp(3.0, MOST_COLORS as f32);
    // One row too many is shown rather than summed up.
    let listed = if rows.len() > room as usize + 1 {
        room as usize
    } else {
        rows.len()
    };
    for (color, label, bytes) in &rows[..listed] {
        column.color(Some(*color), label, *bytes);
    }
    if let rest @ [_, ..] = &rows[listed..] {
        let bytes = rest.iter().map(|(.., bytes)| bytes).sum();
        column.color(None, &format!("{} more", rest.len()), bytes);
    }
    if let Some(ramp) = &legend.ramp {
        column.ramp(ramp);
    }
    column.steps(&legend.size_title(), &legend.sizes, Column::size_sample);
    if let Some(note) = legend.size_note() {
        column.title(&note);
    }
    column.steps("Width: bytes", &legend.widths, Column::width_sample);
    if !legend.widths.is_empty() {
        column.direction(legend.direction);
    }
    let size_px = Vec2::new(LEGEND_PTS, column.y_pts + tokens::GRID_PTS * 2.0) * pixels_per_point;
    (size_px, column.shapes)
}

/// Colour, name and bytes of everything that has a colour: applications or transports, what changed,
/// or classes.
fn rows(legend: &Legend, theme: Theme) -> Vec<(Rgba, String, u64)> {
    let colors = legend.colors.iter().filter(|color| color.visible.flows > 0);
    let colors = colors.map(|color| (color.color, color.label.clone(), color.visible.bytes));
    let changes = legend.changes.iter().map(|count| {
        let color = tokens::difference_color(count.class, theme);
        let label = format!("{} ({})", count.class.label(), Count(count.edges));
        (color, label, count.visible.bytes)
    });
    let classes = legend.classes.iter().map(|entry| {
        let color = entry.paint.color(theme);
        (color, entry.label.clone(), entry.totals.bytes)
    });
    colors.chain(changes).chain(classes).collect()
}

/// Height of a ramp, in points.
const RAMP_PTS: f32 = 96.0;
/// Rectangles that a ramp is drawn with.
const RAMP_PIECES: u16 = 48;

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

    /// A strip of colours with values beside it, the least at the bottom.
    fn ramp(&mut self, ramp: &Ramp) {
        // Half a line of text has room above and below the strip, so that each value is beside
        // its colour.
        let top = self.y_pts + tokens::SMALL_PTS / 2.0;
        let height = RAMP_PTS - tokens::SMALL_PTS;
        let step = height / f32::from(RAMP_PIECES);
        for piece in 0..RAMP_PIECES {
            let share = 1.0 - (f32::from(piece) + 0.5) / f32::from(RAMP_PIECES);
            let y = top + f32::from(piece) * step;
            self.shapes.push(Shape::Rect {
                min_px: self.at(LEFT_PTS, y),
                max_px: self.at(LEFT_PTS + 12.0, y + step),
                corner_px: 0.0,
                fill: tokens::ramp_color(share, self.theme),
            });
        }
        let color = self.theme.colors().text;
        for (share, text) in ramp.ticks() {
            let y = top + height * (1.0 - share as f32);
            self.text(TEXT_PTS, y, &text, tokens::SMALL_PTS, color);
        }
        self.y_pts += RAMP_PTS + tokens::GRID_PTS;
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
