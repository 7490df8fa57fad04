//! Layout at its border: what any picture must be, whatever the graph.

use std::ops::ControlFlow;
use std::sync::Arc;

use flowloom::layout::{Layout, LayoutRequest, LayoutRun, Start, layout, layout_with};
use glam::Vec2;
use proptest::prelude::*;

/// A repeatable sequence of numbers, so that tests need no random state.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

/// Hosts around servers of falling popularity, with scanners, small trees and pairs.
fn host_like(count: usize, seed: u64) -> LayoutRequest {
    let mut numbers = Numbers(seed);
    let connected = count * 9 / 10;
    let servers = (connected / 20).max(1);
    let mut edges = Vec::new();
    for host in servers..connected {
        for _ in 0..1 + numbers.below(4) {
            let spread = numbers.below(servers) + 1;
            edges.push([host as u32, numbers.below(spread) as u32]);
        }
    }
    let scanner = connected as u32 - 1;
    edges.extend((0..connected / 10).map(|i| [scanner, (servers + i * 3) as u32]));
    let mut node = connected;
    while node + 4 < count {
        let size = 2 + numbers.below(3);
        edges.extend((1..size).map(|k| [(node + k) as u32, (node + numbers.below(k)) as u32]));
        node += size;
    }
    LayoutRequest::new(count, edges)
}

fn grid(side: u32) -> LayoutRequest {
    let mut edges = Vec::new();
    for y in 0..side {
        for x in 0..side {
            if x + 1 < side {
                edges.push([y * side + x, y * side + x + 1]);
            }
            if y + 1 < side {
                edges.push([y * side + x, (y + 1) * side + x]);
            }
        }
    }
    LayoutRequest::new((side * side) as usize, edges)
}

fn star(leaves: u32) -> LayoutRequest {
    LayoutRequest::new(
        leaves as usize + 1,
        (1..=leaves).map(|i| [0, i]).collect::<Vec<_>>(),
    )
}

fn with_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a small thread pool")
        .install(work)
}

/// Every request must give this much.
fn check(request: &LayoutRequest) -> Layout {
    let picture = layout(request);
    assert_eq!(picture.positions.len(), request.node_count);
    assert!(
        picture.positions.iter().all(|p| p.is_finite()),
        "a place is not finite"
    );
    assert!(picture.converged, "it must stop by itself");
    picture
}

/// Components by union-find, a twin of the layout's own search.
fn components(request: &LayoutRequest) -> Vec<usize> {
    let mut root: Vec<usize> = (0..request.node_count).collect();
    fn find(root: &mut [usize], mut node: usize) -> usize {
        while root[node] != node {
            root[node] = root[root[node]];
            node = root[node];
        }
        node
    }
    for &[a, b] in request.edges.iter() {
        if (a.max(b) as usize) < request.node_count {
            let (a, b) = (find(&mut root, a as usize), find(&mut root, b as usize));
            root[a] = b;
        }
    }
    (0..request.node_count)
        .map(|n| find(&mut root, n))
        .collect()
}

/// Distance of each node to its nearest other one, by raster.
fn nearest(positions: &[Vec2], reach: f32) -> Vec<f32> {
    let mut cells: std::collections::HashMap<(i32, i32), Vec<usize>> = Default::default();
    let cell = |p: Vec2| ((p.x / reach).floor() as i32, (p.y / reach).floor() as i32);
    for (i, &p) in positions.iter().enumerate() {
        cells.entry(cell(p)).or_default().push(i);
    }
    positions
        .iter()
        .enumerate()
        .map(|(i, &p)| {
            let (cx, cy) = cell(p);
            let mut least = reach;
            for key in (cx - 1..=cx + 1).flat_map(|x| (cy - 1..=cy + 1).map(move |y| (x, y))) {
                for &j in cells.get(&key).into_iter().flatten() {
                    if j != i {
                        least = least.min(p.distance(positions[j]));
                    }
                }
            }
            least
        })
        .collect()
}

#[test]
fn same_bits_on_any_number_of_threads() {
    // Large enough that forces, overlaps and small components all run in parallel.
    let request = host_like(24_000, 5);
    let one = with_threads(1, || layout(&request));
    for threads in [2, 8] {
        let other = with_threads(threads, || layout(&request));
        let same = one
            .positions
            .iter()
            .zip(&other.positions)
            .all(|(a, b)| a.x.to_bits() == b.x.to_bits() && a.y.to_bits() == b.y.to_bits());
        assert!(same, "{threads} threads drew another picture than one");
        assert_eq!(one.iterations, other.iterations);
    }
}

#[test]
fn the_seed_chooses_the_picture_and_the_order_of_edges_does_not() {
    let request = host_like(600, 3);
    let first = check(&request);
    assert_ne!(
        first,
        check(&LayoutRequest {
            seed: 2,
            ..request.clone()
        })
    );
    let mut edges: Vec<[u32; 2]> = request.edges.iter().map(|&[a, b]| [b, a]).collect();
    edges.reverse();
    edges.extend_from_slice(&request.edges);
    assert_eq!(first, check(&LayoutRequest::new(600, edges)));
}

#[test]
fn tiny_graphs() {
    assert!(check(&LayoutRequest::new(0, [])).positions.is_empty());
    assert_eq!(check(&LayoutRequest::new(1, [])).positions, [Vec2::ZERO]);
    let pair = check(&LayoutRequest::new(2, [[0, 1]])).positions;
    let length = pair[0].distance(pair[1]);
    assert!(
        (0.8..1.2).contains(&length),
        "an edge is about one unit long, not {length}"
    );
    let lonely = check(&LayoutRequest::new(500, []));
    assert!(nearest(&lonely.positions, 4.0).iter().all(|&d| d >= 0.9));
}

#[test]
fn components_do_not_overlap_and_the_largest_fills_the_picture() {
    let request = host_like(3_000, 11);
    let positions = check(&request).positions;
    let component = components(&request);
    let mut boxes: std::collections::BTreeMap<usize, (Vec2, Vec2, usize)> = Default::default();
    for (&c, &p) in component.iter().zip(&positions) {
        let entry = boxes.entry(c).or_insert((p, p, 0));
        *entry = (entry.0.min(p), entry.1.max(p), entry.2 + 1);
    }
    let boxes: Vec<_> = boxes.into_values().collect();
    for (i, a) in boxes.iter().enumerate() {
        for b in &boxes[..i] {
            let clear = (a.0 - b.1).max(b.0 - a.1).max_element();
            assert!(clear > 0.5, "components are {clear} apart");
        }
    }
    let low = positions.iter().copied().reduce(Vec2::min).unwrap();
    let high = positions.iter().copied().reduce(Vec2::max).unwrap();
    let giant = boxes.iter().max_by_key(|b| b.2).unwrap();
    let share = (giant.1 - giant.0).element_product() / (high - low).element_product();
    assert!(
        share > 0.6 * giant.2 as f32 / 3_000.0,
        "the giant has {share} of the picture"
    );
    assert!(
        (low + high).length() < 1e-2 * (high - low).length(),
        "the picture is not centred"
    );
}

#[test]
fn nodes_do_not_overlap() {
    for request in [host_like(4_000, 7), grid(40), star(300)] {
        let positions = check(&request).positions;
        let close = nearest(&positions, 1.0)
            .iter()
            .filter(|&&d| d < 0.2)
            .count();
        let share = close as f32 / positions.len() as f32;
        assert!(share < 0.03, "{share} of the nodes are too near to another");
    }
}

#[test]
fn a_hub_with_ten_thousand_leaves_is_a_disc() {
    let positions = check(&star(10_000)).positions;
    let hub = positions[0];
    let radii: Vec<f32> = positions[1..].iter().map(|p| p.distance(hub)).collect();
    let outer = radii.iter().copied().fold(0.0, f32::max);
    // As many leaves in each of ten rings of equal area: evenly filled, and round.
    let mut rings = [0; 10];
    for radius in &radii {
        rings[((radius / outer).powi(2) * 9.999) as usize] += 1;
    }
    assert!(
        rings[1..].iter().all(|&n| (900..1_200).contains(&n)),
        "{rings:?}"
    );
    let mut sectors = [0; 16];
    for p in &positions[1..] {
        let angle = (p.y - hub.y).atan2(p.x - hub.x) / std::f32::consts::TAU + 0.5;
        sectors[(angle * 15.999) as usize] += 1;
    }
    assert!(
        sectors.iter().all(|&n| (560..690).contains(&n)),
        "{sectors:?}"
    );
    assert!(
        nearest(&positions, 2.0).iter().all(|&d| d > 0.5),
        "leaves touch each other"
    );
}

#[test]
fn a_mesh_unfolds() {
    let side = 30;
    let positions = check(&grid(side)).positions;
    // In an unfolded grid all cells have the same sense of rotation.
    let mut positive = 0;
    for y in 0..side - 1 {
        for x in 0..side - 1 {
            let at = |dx: u32, dy: u32| positions[((y + dy) * side + x + dx) as usize];
            let (a, b, c) = (at(0, 0), at(1, 0), at(0, 1));
            positive += usize::from((b - a).perp_dot(c - a) > 0.0);
        }
    }
    let cells = ((side - 1) * (side - 1)) as usize;
    assert!(
        positive == 0 || positive == cells,
        "{positive} of {cells} cells are turned over"
    );
}

#[test]
fn hostile_input_never_gives_a_place_that_is_not_finite() {
    let count = 400;
    let ring: Vec<[u32; 2]> = (0..count)
        .flat_map(|i| [[i, (i + 1) % count], [i, (i + 7) % count]])
        .collect();
    let odd_weights = [
        f32::NAN,
        f32::INFINITY,
        -1.0,
        0.0,
        f32::MAX,
        f32::MIN_POSITIVE,
        1e-40,
    ];
    let weights: Arc<[f32]> = (0..ring.len())
        .map(|i| odd_weights[i % odd_weights.len()])
        .collect();
    let coincident: Arc<[Vec2]> = vec![Vec2::ONE; count as usize].into();
    let far: Arc<[Vec2]> = (0..count)
        .map(|i| match i % 5 {
            0 => Vec2::splat(f32::MAX),
            1 => Vec2::new(f32::NAN, 0.0),
            2 => Vec2::new(f32::NEG_INFINITY, 1.0),
            3 => Vec2::splat(9e5),
            _ => Vec2::new(1e-30, -1e-30),
        })
        .collect();
    let base = LayoutRequest {
        weights,
        ..LayoutRequest::new(count as usize, ring.clone())
    };
    check(&base);
    let settled = check(&LayoutRequest {
        initial: Some(coincident),
        ..base.clone()
    });
    let apart = nearest(&settled.positions, 1.0)
        .iter()
        .filter(|&&d| d > 0.05)
        .count();
    assert!(
        apart * 10 > count as usize * 9,
        "coincident nodes stay on each other"
    );
    check(&LayoutRequest {
        initial: Some(far),
        ..base
    });
    let mut broken = ring;
    broken.extend([[5, 5], [u32::MAX, 1], [3, 400], [0, 1], [1, 0]]);
    assert_eq!(
        check(&LayoutRequest::new(count as usize, broken.clone())),
        check(&LayoutRequest::new(
            count as usize,
            &broken[..broken.len() - 5]
        ))
    );
}

#[test]
fn a_restart_stays_near() {
    let request = host_like(2_000, 9);
    let first = check(&request).positions;
    let again = LayoutRequest {
        initial: Some(first.clone().into()),
        ..request
    };
    let second = check(&again).positions;
    let mut moves: Vec<f32> = first
        .iter()
        .zip(&second)
        .map(|(a, b)| a.distance(*b))
        .collect();
    moves.sort_by(f32::total_cmp);
    let median = moves[moves.len() / 2] / diagonal(&first);
    assert!(
        median < 0.02,
        "the median node moved by {median} of the diagonal"
    );
}

#[test]
fn unplaced_nodes_join_their_neighbours() {
    let request = host_like(2_000, 9);
    let mut initial = check(&request).positions;
    let old = initial.clone();
    for node in (100..1_700).step_by(40) {
        initial[node] = Vec2::NAN;
    }
    let second = check(&LayoutRequest {
        initial: Some(initial.into()),
        ..request
    })
    .positions;
    let size = old.iter().map(|p| p.length()).fold(0.0, f32::max);
    let mut moves: Vec<f32> = (0..2_000)
        .map(|n| old[n].distance(second[n]) / size)
        .collect();
    moves.sort_by(f32::total_cmp);
    assert!(
        moves[1_000] < 0.04,
        "the median node moved by {}",
        moves[1_000]
    );
}

/// A picture, the same with every hundredth host not there yet, and the request to add those.
fn growing(count: usize) -> (Vec<Vec2>, Vec<Vec2>, LayoutRequest) {
    let request = host_like(count, 9);
    let before = check(&request).positions;
    let mut initial = before.clone();
    for node in (count / 20 + 7..count).step_by(100) {
        initial[node] = Vec2::NAN;
    }
    let grown = LayoutRequest {
        initial: Some(initial.clone().into()),
        ..request
    };
    (before, initial, grown)
}

fn diagonal(positions: &[Vec2]) -> f32 {
    let low = positions.iter().copied().reduce(Vec2::min).unwrap();
    let high = positions.iter().copied().reduce(Vec2::max).unwrap();
    (high - low).length()
}

#[test]
fn new_hosts_leave_the_others_where_they_are() {
    let (_, initial, grown) = growing(4_000);
    let after = check(&grown).positions;
    let size = diagonal(&after);
    let old = initial
        .iter()
        .zip(&after)
        .filter(|(old, _)| old.is_finite());
    let mut moves: Vec<f32> = old.map(|(old, new)| old.distance(*new) / size).collect();
    moves.sort_by(f32::total_cmp);
    let (median, most) = (moves[moves.len() / 2], moves[moves.len() - 1]);
    assert!(median < 0.002, "the median old host moved by {median}");
    assert!(most < 0.1, "an old host moved by {most}");
    // A new host that is alone among its neighbours' places would be on top of one of them.
    let crowded = nearest(&after, 0.4).iter().filter(|&&d| d < 0.2).count();
    assert!(crowded < 40, "{crowded} hosts overlap");
    // In the giant component a new host stands near those that it talks to.
    let degree = |n: u32| grown.edges.iter().filter(|e| e.contains(&n)).count();
    for &[a, b] in grown.edges.iter() {
        if initial[a as usize].is_nan() && degree(a) == 1 {
            let length = after[a as usize].distance(after[b as usize]) / size;
            assert!(length < 0.2, "the leaf {a} is {length} away from its hub");
        }
    }
}

#[test]
fn growing_gives_the_same_bits_on_any_number_of_threads() {
    // Large enough that new hosts and what is around them are more than one task.
    let (_, _, grown) = growing(30_000);
    let one = with_threads(1, || layout(&grown).positions);
    for threads in [2, 8] {
        assert!(one == with_threads(threads, || layout(&grown).positions));
    }
}

#[test]
fn what_is_freed_moves_and_little_else() {
    let request = host_like(3_000, 3);
    let before = check(&request).positions;
    let again = |freed: Vec<u32>| {
        check(&LayoutRequest {
            initial: Some(before.clone().into()),
            freed: freed.into(),
            ..request.clone()
        })
        .positions
    };
    let near = |after: Vec<Vec2>| before.iter().zip(after).all(|(a, b)| a.distance(b) < 1e-3);
    assert!(near(again(vec![])), "nothing has changed");
    assert!(near(again(vec![u32::MAX, 3_000])), "they are not there");
    // A host that is carried far from its neighbours goes back to them.
    let far = 1_500;
    let mut carried = before.clone();
    carried[far] += Vec2::new(25.0, 10.0);
    let after = check(&LayoutRequest {
        initial: Some(carried.clone().into()),
        freed: [far as u32].into(),
        ..request.clone()
    })
    .positions;
    assert!(after[far].distance(before[far]) < after[far].distance(carried[far]));
    let size = diagonal(&before);
    let stayed = before.iter().zip(&after);
    let stayed = stayed
        .filter(|(a, b)| a.distance(**b) < 0.001 * size)
        .count();
    assert!(stayed > 2_700, "only {stayed} of 3,000 stayed");
}

#[test]
fn a_picture_drawn_anew_lies_as_the_one_before() {
    let request = host_like(1_200, 5);
    let first = check(&request).positions;
    // The same picture on its side and seen from behind.
    let turned: Vec<Vec2> = first.iter().map(|p| Vec2::new(p.y, p.x)).collect();
    let second = check(&LayoutRequest {
        initial: Some(turned.clone().into()),
        start: Start::Anew,
        ..request.clone()
    })
    .positions;
    // The seed is the same, so each component has the shape that it had; it is not the places
    // that are kept, for the components are packed anew.
    let component = components(&request);
    let mut degrees = vec![0; 1_200];
    request
        .edges
        .iter()
        .flatten()
        .for_each(|&node| degrees[node as usize] += 1);
    let mut off = 0;
    for root in (0..1_200).filter(|&n| component[n] == n) {
        let members: Vec<usize> = (0..1_200).filter(|&n| component[n] == root).collect();
        let middle =
            |of: &[Vec2]| members.iter().map(|&n| of[n]).sum::<Vec2>() / members.len() as f32;
        let (from, to) = (middle(&turned), middle(&second));
        off += members
            .iter()
            // Which leaf is where around its hub follows from its number.
            .filter(|&&n| degrees[n] > 1 && (turned[n] - from).distance(second[n] - to) > 0.5)
            .count();
    }
    assert!(off < 60, "{off} of 1,200 hosts do not lie as before");
}

#[test]
fn a_grown_component_pushes_its_neighbours_aside() {
    // A star beside a pair, so near that the star's new ring would cover the pair.
    let mut edges: Vec<[u32; 2]> = (1..30).map(|i| [0, i]).collect();
    edges.push([30, 31]);
    let before = check(&LayoutRequest::new(32, edges.clone())).positions;
    edges.extend((32..1_000).map(|i| [0, i]));
    let mut initial = before;
    initial.resize(1_000, Vec2::NAN);
    let after = check(&LayoutRequest {
        initial: Some(initial.into()),
        ..LayoutRequest::new(1_000, edges)
    })
    .positions;
    let reach = after[32..]
        .iter()
        .map(|p| p.distance(after[0]))
        .fold(0.0, f32::max);
    for pair in &after[30..32] {
        assert!(
            pair.distance(after[0]) > reach,
            "the pair is inside the star"
        );
    }
}

#[test]
fn pinned_nodes_stay_and_neighbours_follow() {
    let request = host_like(1_500, 4);
    let mut run = LayoutRun::new(request.clone());
    while !run.step().converged {}
    let before = run.positions();
    let degree = |n: u32| request.edges.iter().filter(|e| e.contains(&n)).count();
    let node = (100..1_000)
        .find(|&n| degree(n) >= 3)
        .expect("a node with neighbours");
    let target = before[node as usize] + Vec2::new(30.0, -20.0);
    run.pin(node, target);
    assert!(!run.status().converged, "pinning wakes the layout");
    assert_eq!(
        run.positions()[node as usize],
        target,
        "it is there at once"
    );
    while !run.step().converged {}
    let after = run.positions();
    assert_eq!(after[node as usize], target);
    assert_eq!(run.pinned().collect::<Vec<_>>(), [(node, target)]);
    let neighbours: Vec<u32> = request
        .edges
        .iter()
        .filter(|e| e.contains(&node))
        .map(|e| if e[0] == node { e[1] } else { e[0] })
        .collect();
    let followed = neighbours.iter().any(|&n| {
        let way = after[n as usize] - before[n as usize];
        way.dot(target - before[node as usize]) > 0.0
    });
    assert!(followed, "no neighbour followed");
    run.unpin(node);
    while !run.step().converged {}
    let released = run.positions()[node as usize];
    assert!(released.distance(target) > 1.0, "a released node goes back");
    assert_eq!(run.pinned().count(), 0);
    run.reheat();
    assert!(!run.status().converged);
    while !run.step().converged {}
}

#[test]
fn a_held_leaf_pulls_its_star() {
    let mut run = LayoutRun::new(star(5));
    while !run.step().converged {}
    let before = run.positions();
    let target = before[3] + Vec2::new(7.0, 7.0);
    run.pin(3, target);
    while !run.step().converged {}
    let after = run.positions();
    assert_eq!(after[3], target);
    assert!(after[0].distance(target) < 2.0, "the hub did not follow");
    run.pin(99, Vec2::ONE);
    run.pin(0, Vec2::NAN);
    assert_eq!(run.pinned().count(), 1, "odd pins are ignored");
}

#[test]
fn a_run_streams_without_gaps_and_can_be_cancelled() {
    let request = host_like(3_000, 2);
    let mut run = LayoutRun::new(request.clone());
    let mut last_progress = 0.0;
    loop {
        let positions = run.positions();
        assert_eq!(positions.len(), 3_000);
        assert!(positions.iter().all(|p| p.is_finite()));
        let status = run.step();
        assert!(status.progress >= last_progress);
        last_progress = status.progress;
        if status.converged {
            break;
        }
    }
    assert_eq!(last_progress, 1.0);
    let mut slices = 0;
    let cancelled = layout_with(&request, |_| {
        slices += 1;
        if slices < 3 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    assert!(!cancelled.converged);
    assert_eq!(cancelled.positions.len(), 3_000);
    assert_eq!(
        layout(&request).positions,
        run.positions(),
        "slices do not change the picture"
    );
}

#[test]
fn dense_and_long_graphs() {
    let clique: Vec<[u32; 2]> = (0..120).flat_map(|a| (0..a).map(move |b| [a, b])).collect();
    let positions = check(&LayoutRequest::new(120, clique)).positions;
    assert!(nearest(&positions, 1.0).iter().all(|&d| d > 0.2));
    let path: Vec<[u32; 2]> = (1..2_000).map(|i| [i - 1, i]).collect();
    let positions = check(&LayoutRequest::new(2_000, path)).positions;
    let mean = positions
        .windows(2)
        .map(|w| w[0].distance(w[1]))
        .sum::<f32>()
        / 1_999.0;
    assert!((0.3..2.0).contains(&mean), "a path's edges are {mean} long");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_node_gets_a_finite_place(
        count in 0_usize..300,
        edges in prop::collection::vec(any::<[u16; 2]>(), 0..600),
        weights in prop::collection::vec(any::<f32>(), 0..600),
        seed in any::<u64>(),
        start in prop::option::of(prop::collection::vec((any::<f32>(), any::<f32>()), 0..300)),
    ) {
        let spread = count.max(1) as u16 + 3;
        let edges: Vec<[u32; 2]> =
            edges.iter().map(|e| e.map(|id| u32::from(id % spread))).collect();
        let request = LayoutRequest {
            weights: weights.into(),
            seed,
            initial: start.map(|s| s.into_iter().map(Vec2::from).collect()),
            ..LayoutRequest::new(count, edges)
        };
        let picture = layout(&request);
        prop_assert_eq!(picture.positions.len(), count);
        prop_assert!(picture.positions.iter().all(|p| p.is_finite()));
        prop_assert!(picture.converged);
    }
}
