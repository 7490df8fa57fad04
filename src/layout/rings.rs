//! Central hosts in the middle, remote ones outside: each node approaches its ring.
//!
//! Nodes are ranked by how remote they are, and the ring of a rank is where the present picture
//! has that share of its nodes inside. So the picture keeps its size and its density; only who
//! is further in and who is further out changes, and in which direction a node lies does not.

/// Most nodes whose distances are sorted to find the rings.
const SAMPLES: usize = 2_048;

/// Rank of each node.
#[derive(Clone, Debug, Default)]
pub struct Rings {
    /// Share of all nodes that are less remote, `[node]`, 0 to 1; empty without ranks.
    ranks: Vec<f32>,
}

impl Rings {
    /// Ranks nodes by how remote each of them is, `[id]`; node `k` is `ids[k]`.
    #[must_use]
    pub fn new(remoteness: &[f32], ids: &[u32]) -> Self {
        if remoteness.is_empty() {
            return Self::default();
        }
        let mut sorted: Vec<u32> = (0..remoteness.len() as u32).collect();
        let value = |id: u32| remoteness[id as usize];
        sorted.sort_unstable_by(|&a, &b| value(a).total_cmp(&value(b)).then(a.cmp(&b)));
        let mut rank_of = vec![0.0; remoteness.len()];
        let mut before = 0;
        // Equals share the middle of their ranks.
        for equals in sorted.chunk_by(|&a, &b| value(a) == value(b)) {
            let middle = before as f32 + equals.len() as f32 * 0.5;
            for &id in equals {
                rank_of[id as usize] = middle / remoteness.len() as f32;
            }
            before += equals.len();
        }
        Self {
            ranks: ids.iter().map(|&id| rank_of[id as usize]).collect(),
        }
    }

    /// Moves nodes towards or away from the centre by a share of the way to their rings.
    ///
    /// Nodes that are `fixed` stay; without ranks all do.
    pub fn approach(
        &self,
        xs: &mut [f32],
        ys: &mut [f32],
        centre: (f32, f32),
        share: f32,
        fixed: &[bool],
    ) {
        if self.ranks.is_empty() {
            return;
        }
        let length = |x: f32, y: f32| (x * x + y * y).sqrt();
        let stride = xs.len().div_ceil(SAMPLES).max(1);
        let mut radii: Vec<f32> = (0..xs.len())
            .step_by(stride)
            .map(|i| length(xs[i] - centre.0, ys[i] - centre.1))
            .collect();
        radii.sort_unstable_by(f32::total_cmp);
        let last = radii.len() - 1;
        let nodes = xs.iter_mut().zip(ys).zip(self.ranks.iter().zip(fixed));
        for ((x, y), (&rank, &fixed)) in nodes {
            let at = rank * last as f32;
            let ring = (at as usize).min(last);
            let (inner, outer) = (radii[ring], radii[(ring + 1).min(last)]);
            let wanted = inner + (outer - inner) * (at - ring as f32);
            let (dx, dy) = (*x - centre.0, *y - centre.1);
            let present = length(dx, dy);
            let factor = share * (wanted / present - 1.0);
            // In the very centre there is no direction to go.
            if factor.is_finite() && !fixed {
                *x += dx * factor;
                *y += dy * factor;
            }
        }
    }

    /// Numbers the nodes anew: node `order[i]` becomes node `i`.
    pub fn renumber(&mut self, order: &[u32]) {
        if !self.ranks.is_empty() {
            self.ranks = order.iter().map(|&old| self.ranks[old as usize]).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remote_nodes_go_out_and_the_picture_keeps_its_size() {
        // The remotest stands innermost, and the other way round.
        let remoteness: Vec<f32> = (0..9).map(|i| 9.0 - i as f32).collect();
        let ids: Vec<u32> = (0..9).collect();
        let rings = Rings::new(&remoteness, &ids);
        let mut xs: Vec<f32> = (0..9).map(|i| 1.0 + i as f32).collect();
        let mut ys = vec![0.0; 9];
        let mut fixed = vec![false; 9];
        fixed[4] = true;
        rings.approach(&mut xs, &mut ys, (0.0, 0.0), 1.0, &fixed);
        assert!(xs.is_sorted_by(|a, b| a >= b), "{xs:?}");
        assert!(xs.iter().all(|x| (1.0..=9.0).contains(x)));
        assert_eq!(xs[4], 5.0);
        assert!(ys.iter().all(|&y| y == 0.0), "directions are kept");
    }

    #[test]
    fn without_ranks_and_in_the_centre_nothing_moves() {
        let (mut xs, mut ys) = (vec![1.0, 2.0], vec![3.0, 4.0]);
        Rings::default().approach(&mut xs, &mut ys, (0.0, 0.0), 1.0, &[false; 2]);
        assert_eq!((&xs[..], &ys[..]), (&[1.0, 2.0][..], &[3.0, 4.0][..]));
        let rings = Rings::new(&[1.0, 2.0], &[0, 1]);
        rings.approach(&mut xs, &mut ys, (1.0, 3.0), 1.0, &[false; 2]);
        assert_eq!((xs[0], ys[0]), (1.0, 3.0));
        assert!(xs[1].is_finite() && ys[1].is_finite());
    }
}
