//! How does the traffic of an edge become strokes?

use super::scales::EdgeScale;
use super::tokens::Rgba;
use super::{Coloring, Direction, EdgeStyle, Shading, Style};
use crate::query::EdgeTally;

/// Share of the wide end's width that the narrow end of a taper keeps.
const TAPER: f32 = 0.25;
/// Distance between the two strands of an edge, in points.
const STRAND_GAP_PTS: f32 = 0.5;

/// Makes the strokes of edges.
pub(super) struct StrokeMaker<'a> {
    pub style: &'a Style,
    /// What colour says before anything else.
    pub shading: Shading<'a>,
    /// What colours stand for, unless it is application or transport.
    pub coloring: Option<&'a Coloring>,
    pub edge_scale: EdgeScale,
    /// Whether edges that are not lit recede.
    pub dims: bool,
}

impl StrokeMaker<'_> {
    /// The strokes of one edge: the taper, or the strand of its first end and that of its second.
    pub fn strokes(
        &self,
        edge: u32,
        [a, b]: [u32; 2],
        tally: &EdgeTally,
        lit: bool,
    ) -> [EdgeStyle; 2] {
        let color = self.color(edge, tally, lit);
        let client_is_a = tally.opened[0] >= tally.opened[1];
        match self.style.direction {
            Direction::Taper => {
                let [from, to] = if client_is_a { [a, b] } else { [b, a] };
                let width = self.edge_scale.width_pts(tally.totals().bytes);
                let stroke = EdgeStyle {
                    edge,
                    from,
                    to,
                    from_width_pts: width,
                    to_width_pts: width * TAPER,
                    offset_pts: 0.0,
                    color,
                };
                [stroke, stroke]
            }
            Direction::TwoStrands => {
                let widths = tally.bytes.map(|bytes| match bytes {
                    0 => 0.0,
                    bytes => self.edge_scale.width_pts(bytes),
                });
                let strand = |from, to, side: usize| EdgeStyle {
                    edge,
                    from,
                    to,
                    from_width_pts: widths[side],
                    to_width_pts: widths[side],
                    offset_pts: (widths[side] + STRAND_GAP_PTS) / 2.0,
                    color,
                };
                [strand(a, b, 0), strand(b, a, 1)]
            }
        }
    }

    /// The opaque colour; opacity follows when all strokes are known.
    fn color(&self, edge: u32, tally: &EdgeTally, lit: bool) -> Rgba {
        let theme = self.style.theme;
        if self.dims && !lit {
            return theme.colors().context;
        }
        if let Some(color) = self.shading.edge_color(edge, theme) {
            return color;
        }
        match self.coloring {
            Some(coloring) => coloring.color(coloring.edges[edge as usize], theme),
            None => self.style.category(tally).color(theme),
        }
    }
}
