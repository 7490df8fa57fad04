//! How crowded is a picture? The distance between neighbours, relative to what they need.

use super::attraction::Spot;

/// Neighbours along the curve, to each side, among which a node's nearest one is sought.
const NEARBY: usize = 12;
/// Most nodes that are measured; the median of some thousands is good to two per cent.
const SAMPLES: usize = 4_096;

/// Median over nodes of the distance to the nearest other node, as a share of `spacing` plus
/// what both reach; none for fewer than two nodes.
///
/// `order` names the nodes along the curve.
#[must_use]
pub fn median_share(spots: &[Spot], order: &[u32], spacing: f32) -> Option<f32> {
    let count = order.len();
    if count < 2 {
        return None;
    }
    let share_at = |k: usize| {
        let [x, y, reach, _] = spots[order[k] as usize];
        let near = k.saturating_sub(NEARBY)..(k + NEARBY + 1).min(count);
        let others = near.filter(|&other| other != k);
        others.fold(f32::INFINITY, |least, other| {
            let [ox, oy, other_reach, _] = spots[order[other] as usize];
            let (dx, dy) = (ox - x, oy - y);
            least.min((dx * dx + dy * dy).sqrt() / (spacing + reach + other_reach))
        })
    };
    let stride = count.div_ceil(SAMPLES);
    let shares: Vec<f32> = (0..count).step_by(stride).map(share_at).collect();
    Some(median(&shares)).filter(|share| share.is_finite())
}

/// The middle one of some numbers; zero if there are none.
#[must_use]
pub fn median(values: &[f32]) -> f32 {
    let mut sorted = values.to_vec();
    let middle = sorted.len() / 2;
    if sorted.is_empty() {
        0.0
    } else {
        *sorted.select_nth_unstable_by(middle, f32::total_cmp).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spacing_of_a_row() {
        let row: Vec<Spot> = (0..9).map(|i| [i as f32 * 3.0, 0.0, 0.0, 0.0]).collect();
        let order: Vec<u32> = (0..9).collect();
        assert_eq!(median_share(&row, &order, 1.5), Some(2.0));
        let discs: Vec<Spot> = row.iter().map(|s| [s[0], s[1], 0.5, 0.0]).collect();
        assert_eq!(median_share(&discs, &order, 0.5), Some(2.0));
        assert_eq!(median_share(&row[..1], &order[..1], 1.0), None);
        assert_eq!(median(&[]), 0.0);
    }
}
