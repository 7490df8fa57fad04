//! Pictures beside that of the forces: every node has a place of its own, and it means what it says.

use std::collections::HashSet;
use std::sync::Arc;

use flowloom::layout::{AddressKey, LayoutRequest, LayoutRun, Mode, layout};
use glam::Vec2;
use proptest::prelude::*;

/// Clients 0..60 that talk to servers 60..70, a chain away from one of them, and a pair.
fn office() -> LayoutRequest {
    let mut edges: Vec<[u32; 2]> = (0..60).map(|c| [c, 60 + c % 10]).collect();
    edges.extend((0..60).map(|c| [c, 60 + (c / 6) % 10]));
    edges.extend([[60, 70], [70, 71], [71, 72], [73, 74]]);
    LayoutRequest::new(76, edges)
}

fn keys(count: usize) -> Arc<[AddressKey]> {
    let key = |node: u32| match node % 5 {
        0 => AddressKey::V4(0x0a00_0100 + node),
        1 => AddressKey::V4(node.wrapping_mul(0x9e37_79b9)),
        2 => AddressKey::V6(u128::from(node) << 3),
        3 => AddressKey::Mac(u64::from(node)),
        _ => AddressKey::V4(0xc0a8_0000 + node),
    };
    (0..count as u32).map(key).collect()
}

fn modes(count: usize) -> [Mode; 5] {
    [
        Mode::Addresses(keys(count)),
        Mode::Hops([1, 3, 9_999].into()),
        Mode::Hops([].into()),
        Mode::Sides((0..count).map(|n| f32::from(n >= count / 2)).collect()),
        Mode::Circle,
    ]
}

/// The picture of a mode: every node has a finite place of its own.
fn check(request: &LayoutRequest, mode: Mode) -> Vec<Vec2> {
    let picture = layout(&LayoutRequest {
        mode: mode.clone(),
        ..request.clone()
    });
    assert!(picture.converged);
    assert_eq!(picture.positions.len(), request.node_count);
    assert!(picture.positions.iter().all(|place| place.is_finite()));
    let bits = |place: &Vec2| place.to_array().map(f32::to_bits);
    let distinct: HashSet<_> = picture.positions.iter().map(bits).collect();
    assert_eq!(
        distinct.len(),
        request.node_count,
        "two share a place: {mode:?}"
    );
    picture.positions
}

#[test]
fn every_node_has_a_place_of_its_own() {
    let star: Vec<[u32; 2]> = (1..5_000).map(|leaf| [0, leaf]).collect();
    let graphs = [
        LayoutRequest::new(0, []),
        LayoutRequest::new(1, []),
        LayoutRequest::new(900, []),
        LayoutRequest::new(5_000, star),
        office(),
    ];
    for graph in &graphs {
        for mode in modes(graph.node_count) {
            check(graph, mode);
        }
    }
    // Fewer keys than nodes, and more.
    for count in [0, 3, 500] {
        check(&office(), Mode::Sides(vec![1.0; count].into()));
        let positions = layout(&LayoutRequest {
            mode: Mode::Addresses(keys(count)),
            ..office()
        });
        assert_eq!(positions.positions.len(), 76);
    }
}

#[test]
fn rings_are_hops() {
    let places = check(&office(), Mode::Hops([60].into()));
    let radius = |node: usize| places[node].length();
    assert!(radius(60) < 1e-3, "it is the centre");
    for pair in [[60, 70], [70, 71], [71, 72]] {
        assert!(radius(pair[0]) + 3.0 < radius(pair[1]), "{pair:?}");
    }
    assert!(radius(0) < radius(61), "a server is two hops from another");
    let farthest = (0..73).map(radius).fold(0.0, f32::max);
    for apart in 73..76 {
        assert!(radius(apart) > farthest, "{apart} cannot be reached");
    }
}

#[test]
fn clients_stand_left_of_servers_and_opposite_their_own() {
    let answered: Vec<f32> = (0..76).map(|n| f32::from((60..70).contains(&n))).collect();
    // Each client talks to one server alone, so that sorting can undo all crossings.
    let edges: Vec<[u32; 2]> = (0..60).map(|c| [c, 60 + (c * 7) % 10]).collect();
    let request = LayoutRequest::new(76, edges.clone());
    let places = check(&request, Mode::Sides(answered.into()));
    for (node, place) in places.iter().enumerate() {
        assert_eq!((60..70).contains(&node), place.x > 0.0, "{node}");
    }
    let mut crossings = 0;
    for (k, &[a, b]) in edges.iter().enumerate() {
        for &[c, d] in &edges[..k] {
            let left = places[a as usize].y - places[c as usize].y;
            let right = places[b as usize].y - places[d as usize].y;
            crossings += usize::from(left * right < 0.0);
        }
    }
    assert_eq!(crossings, 0);
}

#[test]
fn around_the_circle_those_that_hang_together_are_side_by_side() {
    // Eight cliques of twelve, each tied to the next.
    let mut edges = Vec::new();
    for clique in 0..8_u32 {
        let member = |k: u32| k * 8 + clique;
        edges.extend((0..12).flat_map(|a| (0..a).map(move |b| [member(a), member(b)])));
        edges.push([member(0), (clique + 1) % 8]);
    }
    let places = check(&LayoutRequest::new(96, edges.clone()), Mode::Circle);
    let radius = places[0].length();
    assert!(
        places
            .iter()
            .all(|p| (p.length() - radius).abs() < 0.01 * radius)
    );
    let length = |[a, b]: &[u32; 2]| places[*a as usize].distance(places[*b as usize]);
    let mean = edges.iter().map(length).sum::<f32>() / edges.len() as f32;
    assert!(
        mean < 0.7 * radius,
        "edges are {} of the radius",
        mean / radius
    );
}

#[test]
fn a_dragged_node_moves_alone_where_places_are_fixed() {
    let request = LayoutRequest {
        mode: Mode::Circle,
        ..office()
    };
    let mut run = LayoutRun::new(request);
    let before = run.positions();
    run.pin(5, Vec2::new(3.0, 4.0));
    assert!(run.step().converged);
    let after = run.positions();
    assert_eq!(after[5], Vec2::new(3.0, 4.0));
    assert!((0..76).all(|n| n == 5 || before[n] == after[n]));
    run.unpin(5);
    run.reheat();
    assert_eq!(run.positions(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_graph_has_all_pictures(
        count in 0_usize..120,
        edges in prop::collection::vec(any::<[u8; 2]>(), 0..300),
        seed in any::<u64>(),
    ) {
        let edges: Vec<[u32; 2]> = edges.iter().map(|e| e.map(u32::from)).collect();
        let request = LayoutRequest { seed, ..LayoutRequest::new(count, edges) };
        for mode in modes(count) {
            let one = check(&request, mode.clone());
            prop_assert!(one == check(&request, mode), "not the same twice");
        }
    }
}
