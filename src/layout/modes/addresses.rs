//! The address map: every subnet is in the same place in every capture.
//!
//! ```text
//! ┌───────────────┬───────────────────────────────┐
//! │               │                               │
//! │  10.0.0.0/8   │   every other /8 of IPv4,     │
//! │               │   along Hilbert's curve       │
//! ├───────┬───────┤   through 16 × 16 squares     │
//! │192.168│172.16 │                               │
//! ├───────┼───────┤                               │
//! │ IPv6  │ MAC   │                               │
//! └───────┴───────┴───────────────────────────────┘
//! ```
//!
//! Within its square an address stands at its place along another such curve (as in Munroe's map
//! of the internet, 2006), so each /10, /12 … /16 is a square of a square. Addresses that would
//! share a spot move along the curve, as little as possible, and keep their order: an address that
//! is alone is in exactly the same place in every capture, and one in a crowd nearly so.

use glam::Vec2;

use super::hilbert;
use super::spaced::spaced;

/// An address as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddressKey {
    /// IPv4.
    V4(u32),
    /// IPv6.
    V6(u128),
    /// 48 bits of the link layer.
    Mac(u64),
}

/// Spots along one side of a unit of the map, as a power of two: with more, the hosts of a small
/// office would be one dot; where there are many hosts, spots are divided anyway.
const SPOTS_ORDER: u32 = 3;
/// Share of a square's spots up to which it is filled; beyond, its spots are halved in size.
const FULL: f64 = 0.25;
/// Most that spots are divided, as a power of two.
const FINEST_ORDER: u32 = 12;
/// Side of a unit of the map, world units: a spot is an ordinary edge long.
const UNIT: f32 = (1 << SPOTS_ORDER) as f32;
/// Columns and rows of the map, in units.
const SIZE: [f32; 2] = [24.0, 16.0];
/// Column at which the squares of the /8s begin.
const OTHERS_FROM: u32 = 8;

/// A square of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Square {
    /// Upper left corner, in units.
    corner: (u32, u32),
    /// Side, in units, as a power of two.
    side_order: u32,
}

impl Square {
    const fn new(x: u32, y: u32, side_order: u32) -> Self {
        Self {
            corner: (x, y),
            side_order,
        }
    }
}

/// Places of addresses, `[node]`, world units, no two alike while the addresses differ.
#[must_use]
pub fn arrange(keys: &[AddressKey]) -> Vec<Vec2> {
    let mut nodes: Vec<(Square, f64, AddressKey, u32)> = (0_u32..)
        .zip(keys)
        .map(|(node, &key)| {
            let (square, share) = home(key);
            (square, share, key, node)
        })
        .collect();
    nodes.sort_unstable_by(|a, b| {
        let by_place = a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
        by_place.then(a.2.cmp(&b.2)).then(a.3.cmp(&b.3))
    });
    let mut places = vec![Vec2::ZERO; keys.len()];
    for square in nodes.chunk_by(|a, b| a.0 == b.0) {
        let at = square[0].0;
        let mut order = at.side_order + SPOTS_ORDER;
        let spots = |order: u32| (1_u64 << (2 * order)) as f64;
        while square.len() as f64 > FULL * spots(order) && order < FINEST_ORDER {
            order += 1;
        }
        let count = spots(order);
        let wanted: Vec<f64> = square
            .iter()
            .map(|&(_, share, ..)| (share * count).floor())
            .collect();
        let spot_side = UNIT * (1 << at.side_order) as f32 / (1_u32 << order) as f32;
        let corner = Vec2::new(at.corner.0 as f32, at.corner.1 as f32) * UNIT;
        let middle = Vec2::from_array(SIZE) * (UNIT * 0.5);
        for (place, &(.., node)) in spaced(&wanted, 1.0, count - 1.0).iter().zip(square) {
            let (x, y) = hilbert::cell(order, place.floor().max(0.0) as u64);
            let spot = Vec2::new(x as f32 + 0.5, y as f32 + 0.5) * spot_side;
            places[node as usize] = corner + spot - middle;
        }
    }
    places
}

/// The square of an address, and how far along its curve it stands, 0 to 1.
fn home(key: AddressKey) -> (Square, f64) {
    /// The part of a square's addresses that come before: of those that its low bits tell apart.
    fn share(low_bits: u64, bits: u32) -> f64 {
        low_bits as f64 / (1_u64 << bits) as f64
    }
    match key {
        AddressKey::V4(ip) => {
            let low = |bits: u32| share(u64::from(ip) & ((1 << bits) - 1), bits);
            match ip {
                0x0a00_0000..=0x0aff_ffff => (Square::new(0, 0, 3), low(24)),
                0xc0a8_0000..=0xc0a8_ffff => (Square::new(0, 8, 2), low(16)),
                0xac10_0000..=0xac1f_ffff => (Square::new(4, 8, 2), low(20)),
                _ => {
                    let (x, y) = hilbert::cell(4, u64::from(ip >> 24));
                    (Square::new(OTHERS_FROM + x, y, 0), low(24))
                }
            }
        }
        AddressKey::V6(ip) => (Square::new(0, 12, 2), share((ip >> 75) as u64, 53)),
        AddressKey::Mac(mac) => (Square::new(4, 12, 2), share(mac & ((1 << 48) - 1), 48)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v4(a: u8, b: u8, c: u8, d: u8) -> AddressKey {
        AddressKey::V4(u32::from_be_bytes([a, b, c, d]))
    }

    #[test]
    fn a_lone_address_is_in_the_same_place_in_every_capture() {
        let known = [v4(10, 3, 0, 7), v4(192, 168, 1, 9), v4(8, 8, 8, 8)];
        let alone = arrange(&known);
        let mut more: Vec<AddressKey> = (0..60).map(|k| v4(80 + k, 4 * k, 3, k)).collect();
        more.extend((0..200_u128).map(|k| AddressKey::V6(k << 64 | 7)));
        more.extend(known);
        more.push(AddressKey::Mac(0x0010_2233_4455));
        let among = arrange(&more);
        assert_eq!(alone, among[260..263]);
    }

    #[test]
    fn a_crowded_address_is_in_nearly_the_same_place() {
        let subnet = |of: u8| (0..=255).map(move |k| v4(10, 20, of, k));
        let few: Vec<AddressKey> = subnet(1).collect();
        let many: Vec<AddressKey> = subnet(1).chain((0..40).flat_map(subnet)).collect();
        let (few, many) = (arrange(&few), arrange(&many));
        let far = few.iter().zip(&many).map(|(a, b)| a.distance(*b));
        // The map is 192 by 128.
        assert!(far.fold(0.0, f32::max) < 40.0);
    }

    /// No two addresses share a place, and all are within the map.
    fn check(keys: &[AddressKey]) {
        let places = arrange(keys);
        let mut sorted: Vec<[u32; 2]> = places
            .iter()
            .map(|p| p.to_array().map(f32::to_bits))
            .collect();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), keys.len());
        let edge = Vec2::from_array(SIZE) * (UNIT * 0.5);
        assert!(places.iter().all(|p| p.abs().cmple(edge).all()));
    }

    #[test]
    fn no_two_addresses_share_a_place() {
        check(&[]);
        check(&[v4(0, 0, 0, 0), v4(255, 255, 255, 255)]);
        check(&[AddressKey::V6(0), AddressKey::V6(u128::MAX)]);
        check(&[AddressKey::Mac(0), AddressKey::Mac(u64::MAX)]);
        check(
            &(0..20_000)
                .map(|k| AddressKey::V4(0x0a00_0000 + k))
                .collect::<Vec<_>>(),
        );
        check(
            &(0..5_000)
                .map(|k| AddressKey::V4(0x0808_0000 + k))
                .collect::<Vec<_>>(),
        );
        check(
            &(0..9_000)
                .map(|k| AddressKey::V6(1 << 127 | k))
                .collect::<Vec<_>>(),
        );
    }

    #[test]
    fn subnets_are_squares_of_squares() {
        // Of 10.0.0.0/8, each /10 is a quarter of the square.
        let of = |second: u8| {
            let keys: Vec<_> = (0..=63).map(|k| v4(10, second + k, k * 3, 9)).collect();
            arrange(&keys)
        };
        for (second, x, y) in [
            (0, 0.0, 0.0),
            (64, 0.0, 1.0),
            (128, 1.0, 1.0),
            (192, 1.0, 0.0),
        ] {
            let corner = Vec2::new(-12.0 + 4.0 * x, -8.0 + 4.0 * y) * UNIT;
            for place in of(second) {
                let inside = place - corner;
                assert!(inside.min_element() > 0.0 && inside.max_element() < 4.0 * UNIT);
            }
        }
    }
}
