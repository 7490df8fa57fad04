//! From a place along Hilbert's curve to a cell of a square.
//!
//! The curve (Hilbert 1891) runs through all cells of a square so that what is near along it is
//! near in the square, and every quarter, sixteenth … of it fills a square of its own: a subnet of
//! /8, /10, /12 … is a square, one of /9, /11 … two beside each other.

/// Column and row of the cell at place `index` of the curve through `4^order` cells, `order` at
/// most 16; the curve begins in the upper left corner and ends in the upper right one.
#[must_use]
pub fn cell(order: u32, index: u64) -> (u32, u32) {
    let (mut x, mut y) = (0_u32, 0_u32);
    for level in 0..order {
        let side = 1_u32 << level;
        let quarter = (index >> (2 * level)) & 3;
        let right = u32::from(quarter >= 2);
        let lower = u32::from(quarter == 1 || quarter == 2);
        // The first and the last quarter are entered and left along the same side.
        if lower == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        x += side * right;
        y += side * lower;
    }
    (x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The curve is in every cell once, and goes from each to one beside it.
    fn check(order: u32) {
        let count = 1_u64 << (2 * order);
        let cells: Vec<(u32, u32)> = (0..count).map(|index| cell(order, index)).collect();
        for pair in cells.windows(2) {
            let [(x, y), (u, v)] = [pair[0], pair[1]];
            assert_eq!(x.abs_diff(u) + y.abs_diff(v), 1, "{pair:?}");
        }
        let mut sorted = cells.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), cells.len());
        assert_eq!(cells[0], (0, 0));
        assert_eq!(cells[cells.len() - 1], ((1 << order) - 1, 0));
    }

    #[test]
    fn the_curve_goes_through_all_cells() {
        (0..=6).for_each(check);
    }

    #[test]
    fn a_quarter_of_the_curve_is_a_quarter_of_the_square() {
        for quarter in 0..4_u64 {
            let (column, row) = cell(1, quarter);
            for index in quarter * 256..(quarter + 1) * 256 {
                let (x, y) = cell(5, index);
                assert_eq!((x / 16, y / 16), (column, row), "{index}");
            }
        }
    }
}
