//! Things along a line are moved as little as possible until none is too near to the next.
//!
//! Asking for a least gap in a given order is isotonic regression once `gap × rank` is taken off;
//! pooling adjacent violators (Ayer et al. 1955) solves it exactly, in the mean of squares, in one
//! pass.

/// Places, in the same order, at least `gap` apart and within `0..=length`, as near to the wanted
/// ones as that allows.
///
/// `wanted` ascends and is finite. If there is no room for all gaps, all are made smaller alike.
#[must_use]
pub fn spaced(wanted: &[f64], gap: f64, length: f64) -> Vec<f64> {
    let count = wanted.len();
    if count == 0 {
        return Vec::new();
    }
    let gaps = (count - 1) as f64;
    let gap = if gaps * gap > length {
        length / gaps
    } else {
        gap
    };
    // Blocks of neighbours that touch: sum of their places with the gaps taken off, and how many.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (rank, place) in wanted.iter().enumerate() {
        let mut block = (place - gap * rank as f64, 1);
        while let Some(&(sum, members)) = blocks.last()
            && sum * block.1 as f64 >= block.0 * members as f64
        {
            block = (block.0 + sum, block.1 + members);
            blocks.pop();
        }
        blocks.push(block);
    }
    let last = (length - gaps * gap).max(0.0);
    let mut places = Vec::with_capacity(count);
    for (sum, members) in blocks {
        let start = (sum / members as f64).clamp(0.0, last);
        for _ in 0..members {
            places.push(start + gap * places.len() as f64);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[f64], gap: f64, length: f64, expected: &[f64]) {
        let places = spaced(wanted, gap, length);
        assert_eq!(places.len(), expected.len());
        for (place, expected) in places.iter().zip(expected) {
            assert!((place - expected).abs() < 1e-9, "{wanted:?}: {places:?}");
        }
    }

    #[test]
    fn what_is_too_near_is_moved_and_nothing_else() {
        check(&[], 1.0, 9.0, &[]);
        check(&[4.0], 1.0, 9.0, &[4.0]);
        check(&[1.0, 4.0, 8.5], 1.0, 9.0, &[1.0, 4.0, 8.5]);
        check(&[4.0, 4.0], 1.0, 9.0, &[3.5, 4.5]);
        check(&[1.0, 4.0, 4.0, 8.0], 1.0, 9.0, &[1.0, 3.5, 4.5, 8.0]);
        // Two that are pushed apart may come too near to others.
        check(&[3.0, 3.0, 3.6], 1.0, 9.0, &[2.2, 3.2, 4.2]);
        check(&[0.0, 0.0, 9.0, 9.0], 1.0, 9.0, &[0.0, 1.0, 8.0, 9.0]);
        check(&[5.0; 4], 9.0, 9.0, &[0.0, 3.0, 6.0, 9.0]);
        check(&[99.0, 99.0], 1.0, 9.0, &[8.0, 9.0]);
    }
}
