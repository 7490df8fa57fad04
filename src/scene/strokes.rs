//! How does the traffic of an edge become strokes, and which lie on top?
//!
//! Lit strokes over the rest, wide ones over narrow ones. Strokes are made edge after edge and
//! brought into that order by counting: with a million edges, sorting would take longer than all
//! else.

use std::sync::Arc;

use rayon::prelude::*;

use super::scales::EdgeScale;
use super::tokens::Rgba;
use super::{Coloring, Direction, EdgeStyle, Shading, Style};
use crate::query::{EdgeTally, Tallies};

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

/// Steps of width, for each point, that drawing order tells apart.
const STEPS_PER_PT: f32 = 1_024.0;
/// Steps at the most.
const MOST_STEPS: u32 = u16::MAX as u32;

impl StrokeMaker<'_> {
    /// The strokes of all these edges, last on top.
    pub fn in_order(
        &self,
        edges: &[u32],
        edge_nodes: &[[u32; 2]],
        tallies: &Tallies,
        is_lit: impl Fn(u32) -> bool + Sync,
    ) -> Arc<[EdgeStyle]> {
        let made = |&edge: &u32| {
            let (ends, tally) = (edge_nodes[edge as usize], &tallies.edges[edge as usize]);
            self.strokes(edge, ends, tally, is_lit(edge))
        };
        // The place in drawing order of an edge, but for those of the same width.
        let rank = |edge: u32| {
            let width = self
                .edge_scale
                .width_pts(tallies.edges[edge as usize].totals().bytes);
            let step = ((width * STEPS_PER_PT) as u32).min(MOST_STEPS);
            step + u32::from(is_lit(edge)) * (MOST_STEPS + 1)
        };
        let ranks: Vec<u32> = edges.par_iter().map(|&edge| rank(edge)).collect();
        let order = counted(&ranks);
        match self.style.direction {
            Direction::Taper => {
                let strokes: Vec<EdgeStyle> = edges.par_iter().map(|edge| made(edge)[0]).collect();
                let placed = order.par_iter().map(|&at| strokes[at as usize]);
                placed.collect::<Vec<_>>().into()
            }
            Direction::TwoStrands => {
                let strands = order.par_iter().flat_map_iter(|&at| {
                    let both = made(&edges[at as usize]);
                    let is_loop = both[0].from == both[0].to;
                    both.into_iter().take(if is_loop { 1 } else { 2 })
                });
                let drawn = strands.filter(|strand| strand.from_width_pts > 0.0);
                drawn.collect::<Vec<_>>().into()
            }
        }
    }

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
                    layers: 1.0,
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
                    layers: 1.0,
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

/// The indices of these ranks, by rank and then by index.
fn counted(ranks: &[u32]) -> Vec<u32> {
    let most = ranks.iter().copied().max().unwrap_or(0) as usize;
    let mut next = vec![0_u32; most + 2];
    for &rank in ranks {
        next[rank as usize + 1] += 1;
    }
    for rank in 1..next.len() {
        next[rank] += next[rank - 1];
    }
    let mut order = vec![0; ranks.len()];
    for (index, &rank) in (0_u32..).zip(ranks) {
        let slot = &mut next[rank as usize];
        order[*slot as usize] = index;
        *slot += 1;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_sorts_by_rank_and_keeps_the_order_of_equals() {
        let check = |ranks: &[u32], expected: &[u32]| assert_eq!(counted(ranks), expected);
        check(&[], &[]);
        check(&[7], &[0]);
        check(&[3, 1, 3, 0, 1], &[3, 1, 4, 0, 2]);
        let ranks: Vec<u32> = (0..1_000)
            .map(|index: u32| index * 7_919 % 131_072)
            .collect();
        let mut sorted: Vec<u32> = (0..1_000).collect();
        sorted.sort_by_key(|&index| ranks[index as usize]);
        check(&ranks, &sorted);
    }
}
