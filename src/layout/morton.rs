//! Nodes in the order of a Z-shaped curve through the picture, so that neighbours in memory are
//! neighbours on the screen (Morton 1966).

/// Bits of a key for each axis; two axes fill a `u32`.
const AXIS_BITS: u32 = 16;
/// Digits of the radix sort.
const DIGIT_BITS: u32 = 11;

/// Bounds of points as `(min x, min y, max x, max y)`; zeros if there are none.
#[must_use]
#[inline(always)]
pub fn bounds(xs: &[f32], ys: &[f32]) -> [f32; 4] {
    let span = |v: &[f32]| {
        v.iter()
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(lo, hi), &c| {
                (lo.min(c), hi.max(c))
            })
    };
    if xs.is_empty() {
        return [0.0; 4];
    }
    let ((x0, x1), (y0, y1)) = (span(xs), span(ys));
    [x0, y0, x1, y1]
}

/// Keys of finite points; equal cells of a 65,536² raster over the bounds have equal keys.
pub fn keys(xs: &[f32], ys: &[f32], keys: &mut Vec<u32>) {
    let [x0, y0, x1, y1] = bounds(xs, ys);
    let side = (x1 - x0).max(y1 - y0);
    let scale = if side > 0.0 {
        ((1_u32 << AXIS_BITS) as f32 - 1.0) / side
    } else {
        0.0
    };
    keys.clear();
    keys.extend(xs.iter().zip(ys).map(|(&x, &y)| {
        spread_bits(((x - x0) * scale) as u32) | (spread_bits(((y - y0) * scale) as u32) << 1)
    }));
}

fn spread_bits(v: u32) -> u32 {
    let mut v = v.min(0xFFFF);
    v = (v | (v << 8)) & 0x00FF_00FF;
    v = (v | (v << 4)) & 0x0F0F_0F0F;
    v = (v | (v << 2)) & 0x3333_3333;
    (v | (v << 1)) & 0x5555_5555
}

/// Sorts indices by key, stable, so that ties keep their order.
///
/// `keys` comes back sorted, `order[k]` says which index the `k`-th key belonged to.
pub fn sort_by_key(keys: &mut Vec<u32>, order: &mut Vec<u32>) {
    const BUCKETS: usize = 1 << DIGIT_BITS;
    let count = keys.len();
    order.clear();
    order.extend(0..count as u32);
    if count < BUCKETS {
        order.sort_by_key(|&i| keys[i as usize]);
        let sorted = order.iter().map(|&i| keys[i as usize]).collect();
        *keys = sorted;
        return;
    }
    let (mut spare_keys, mut spare_order) = (vec![0_u32; count], vec![0_u32; count]);
    for pass in 0..u32::BITS.div_ceil(DIGIT_BITS) {
        let digit = |key: u32| (key >> (pass * DIGIT_BITS)) as usize & (BUCKETS - 1);
        let mut start = [0_usize; BUCKETS];
        for &key in keys.iter() {
            start[digit(key)] += 1;
        }
        if start.contains(&count) {
            continue;
        }
        let mut sum = 0;
        for slot in &mut start {
            sum += std::mem::replace(slot, sum);
        }
        for (&key, &index) in keys.iter().zip(order.iter()) {
            let slot = &mut start[digit(key)];
            spare_keys[*slot] = key;
            spare_order[*slot] = index;
            *slot += 1;
        }
        std::mem::swap(keys, &mut spare_keys);
        std::mem::swap(order, &mut spare_order);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radix_sort_agrees_with_a_stable_comparison_sort() {
        for count in [0_usize, 1, 7, 2_047, 2_048, 30_000] {
            let mut values: Vec<u32> = (0..count as u64)
                .map(|i| (super::super::hash::mix(3, i / 3) >> 20) as u32)
                .collect();
            let mut expected: Vec<u32> = (0..count as u32).collect();
            expected.sort_by_key(|&i| values[i as usize]);
            let mut order = Vec::new();
            sort_by_key(&mut values, &mut order);
            assert_eq!(order, expected, "{count} keys");
            assert!(values.is_sorted());
        }
    }

    #[test]
    fn near_points_share_the_high_bits_of_their_keys() {
        let (xs, ys) = (vec![0.0, 0.01, 1.0, 0.99], vec![0.0, 0.01, 1.0, 0.99]);
        let mut out = Vec::new();
        keys(&xs, &ys, &mut out);
        assert_eq!(out[0] >> 20, out[1] >> 20);
        assert_eq!(out[2] >> 20, out[3] >> 20);
        assert_ne!(out[0] >> 20, out[2] >> 20);
    }
}
