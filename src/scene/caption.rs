//! What stands under a figure?

use glam::Vec2;

use super::Shape;
use super::labels::Measure;
use super::tokens::{self, Theme};

/// Lines of a caption at the most; a longer text is cut with an ellipsis.
const MOST_LINES: usize = 4;
/// Border around the caption, in points.
const BORDER_PTS: f32 = 12.0;

/// Height in points that [`caption_shapes`] takes at the bottom of a picture of this width.
#[must_use]
pub fn caption_height_pts(
    text: &str,
    picture_px: [u32; 2],
    pixels_per_point: f32,
    measure: Measure<'_>,
) -> f32 {
    let lines = lines(text, picture_px, pixels_per_point, measure).len();
    if lines == 0 {
        0.0
    } else {
        lines as f32 * tokens::ROW_PTS + BORDER_PTS
    }
}

/// The caption at the bottom left of a picture, broken at spaces.
#[must_use]
pub fn caption_shapes(
    text: &str,
    theme: Theme,
    picture_px: [u32; 2],
    pixels_per_point: f32,
    measure: Measure<'_>,
) -> Vec<Shape> {
    let lines = lines(text, picture_px, pixels_per_point, measure);
    let height_pts = caption_height_pts(text, picture_px, pixels_per_point, measure);
    let top_px = picture_px[1] as f32 - height_pts * pixels_per_point;
    lines
        .into_iter()
        .enumerate()
        .map(|(row, text)| Shape::Text {
            left_px: Vec2::new(
                BORDER_PTS * pixels_per_point,
                top_px + (row as f32 + 0.5) * tokens::ROW_PTS * pixels_per_point,
            ),
            text,
            font_pts: tokens::BODY_PTS,
            color: theme.colors().text,
        })
        .collect()
}

fn lines(
    text: &str,
    picture_px: [u32; 2],
    pixels_per_point: f32,
    measure: Measure<'_>,
) -> Vec<String> {
    let width_px = picture_px[0] as f32 - 2.0 * BORDER_PTS * pixels_per_point;
    let mut lines: Vec<String> = Vec::new();
    for word in crate::text::printable(text).split_whitespace() {
        let fits = lines.last().map(|line| format!("{line} {word}"));
        match fits.filter(|longer| measure(longer, tokens::BODY_PTS).x <= width_px) {
            Some(longer) => {
                lines.pop();
                lines.push(longer);
            }
            None if lines.len() == MOST_LINES => {
                if let Some(line) = lines.last_mut() {
                    line.push('…');
                }
                break;
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
