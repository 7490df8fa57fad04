//! Do the strokes and discs that stand for others say the same as all of them?

use std::collections::{HashMap, HashSet};

use flowloom::capture::Application;
use flowloom::render::Raster;
use flowloom::scene::{
    Camera, Detail, Direction, Drawing, EdgeStyle, Emphasis, MOST_LAYERS, Marks, Scene, Style,
};
use glam::Vec2;

use super::pictures::Network;

/// Nodes of the crowd: more than are drawn one by one.
const NODES: u32 = 60_000;

/// Sixty crowds of a thousand nodes, and edges from each node to hubs of three crowds: more than are
/// drawn one by one.
fn crowds() -> Network {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: u32| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % u64::from(below)) as u32
    };
    let mut network = Network::default();
    for node in 0..NODES {
        let crowd = node / 1_000;
        let middle = Vec2::new((crowd % 10) as f32, (crowd / 10) as f32) * 100.0;
        let mut away = || (next(1_000) as f32 - next(1_000) as f32) / 40.0;
        network.places.push(middle + Vec2::new(away(), away()));
    }
    let applications = [Application::Tls, Application::Dns, Application::Smb];
    for node in 0..NODES {
        for step in 0..3 {
            let hub = (node / 1_000 + step * 7) % 60 * 1_000 + next(3);
            let application = applications[(hub / 1_000 % 3) as usize];
            network = network.edge([node, hub], application, 100_u64 << next(16));
        }
    }
    network
}

fn scene(style: &Style, emphasis: Emphasis<'_>, zoom: f64) -> (Drawing, Scene) {
    let drawing = crowds().drawing(style, emphasis);
    let mut camera = Camera::fit(drawing.bounds, [1600, 1000], 1.0);
    camera.pixels_per_unit *= zoom;
    let scene = drawing.scene(camera, Vec::new(), None);
    (drawing, scene)
}

fn fewer(scene: &Scene) -> Scene {
    Detail::default().of(scene).expect("it is large")
}

/// Ink at both ends, by colour and opacity.
fn ink(edges: &[EdgeStyle]) -> HashMap<[u8; 4], [f64; 2]> {
    let mut sums: HashMap<[u8; 4], [f64; 2]> = HashMap::new();
    for edge in edges {
        let sum = sums.entry(edge.color.0).or_default();
        let layers = f64::from(edge.layers);
        sum[0] += layers * f64::from(edge.from_width_pts);
        sum[1] += layers * f64::from(edge.to_width_pts);
    }
    sums
}

#[test]
fn merged_strokes_have_the_ink_of_all() {
    for direction in [Direction::Taper, Direction::TwoStrands] {
        let style = Style {
            direction,
            ..Style::default()
        };
        let (_, all) = scene(&style, Emphasis::default(), 1.0);
        let merged = fewer(&all);
        let (before, after) = (Marks::of(&all), Marks::of(&merged));
        assert!(after.strokes * 3 < before.strokes * 2, "{after:?}");
        let (before, after) = (ink(&all.edges), ink(&merged.edges));
        assert_eq!(before.len(), after.len());
        for (color, before) in before {
            for end in 0..2 {
                let share = after[&color][end] / before[end];
                assert!((share - 1.0).abs() < 1e-4, "{color:?} {share}");
            }
        }
        // Each runs where one of them runs.
        let mut known = HashMap::new();
        for edge in all.edges.iter() {
            known.entry((edge.edge, edge.from)).or_insert(*edge);
        }
        for edge in merged.edges.iter() {
            assert!((1.0..=MOST_LAYERS).contains(&edge.layers));
            let alone = EdgeStyle {
                layers: 1.0,
                ..*edge
            };
            assert_eq!(known[&(edge.edge, edge.from)], alone);
        }
    }
}

#[test]
fn zooming_in_ends_at_single_strokes_and_discs() {
    let mut before = Marks::default();
    for zoom in [0.5, 1.0, 4.0, 64.0, 20_000.0] {
        let (_, all) = scene(&Style::default(), Emphasis::default(), zoom);
        let marks = Marks::of(&fewer(&all));
        assert!(marks.strokes >= before.strokes && marks.discs >= before.discs);
        before = marks;
        if zoom == 20_000.0 {
            // What has the very same place aside.
            let place = |node: u32| all.positions[node as usize].to_array().map(f32::to_bits);
            let discs: HashSet<_> = (0..NODES).map(place).collect();
            assert_eq!(marks.discs, discs.len() as u64);
            let (loops, strokes): (Vec<&EdgeStyle>, Vec<&EdgeStyle>) =
                all.edges.iter().partition(|edge| edge.from == edge.to);
            let strokes: HashSet<_> = strokes
                .iter()
                .map(|edge| (place(edge.from), place(edge.to), edge.color.0))
                .collect();
            assert_eq!(marks.strokes, (loops.len() + strokes.len()) as u64);
        }
    }
}

#[test]
fn the_largest_disc_of_a_place_stays_and_so_does_what_is_selected() {
    let selected = [7, 31_415];
    let emphasis = Emphasis {
        selected_nodes: &selected,
        ..Emphasis::default()
    };
    let (drawing, all) = scene(&Style::default(), emphasis, 1.0);
    let merged = fewer(&all);
    let kept: HashSet<u32> = merged.node_order.iter().copied().collect();
    assert!(selected.iter().all(|node| kept.contains(node)));
    let hubs = all.node_order.iter().rev().take(60);
    let near = |a: u32, b: u32| all.positions[a as usize].distance(all.positions[b as usize]);
    for &hub in hubs {
        let side = (2.0 / all.camera.pixels_per_unit) as f32 * 1.5;
        assert!(kept.contains(&hub) || kept.iter().any(|&node| near(node, hub) < side));
    }
    // Lit edges are drawn one by one.
    let lit = |scene: &Scene| {
        let strong = scene.edges.iter().filter(|edge| edge.color.alpha() > 0.7);
        strong.count()
    };
    assert!(lit(&all) > 0 && drawing.dims_the_rest);
    assert_eq!(lit(&all), lit(&merged));
}

#[test]
fn a_small_picture_is_left_as_it_is() {
    let network = super::pictures::office();
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let camera = Camera::fit(drawing.bounds, [1600, 1000], 1.0);
    let scene = drawing.scene(camera, Vec::new(), None);
    assert!(Detail::default().of(&scene).is_none());
}

#[test]
fn merging_is_the_same_on_any_number_of_threads_and_made_once() {
    let (_, all) = scene(&Style::default(), Emphasis::default(), 1.0);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().expect("threads").install(|| fewer(&all))
    };
    let (one, four) = (on(1), on(4));
    assert_eq!(one.edges, four.edges);
    assert_eq!(one.node_order, four.node_order);

    let mut detail = Detail::default();
    let first = detail.of(&all).expect("it is large");
    let mut moved = all.clone();
    moved.camera = moved.camera.panned(Vec2::new(10.0, 5.0));
    let second = detail.of(&moved).expect("it is large");
    assert!(std::sync::Arc::ptr_eq(&first.edges, &second.edges));
}

#[test]
fn the_picture_is_nearly_the_same() {
    let (_, all) = scene(&Style::default(), Emphasis::default(), 1.0);
    let (before, after) = (
        Raster::new().picture(&all),
        Raster::new().picture(&fewer(&all)),
    );
    let differences = before
        .iter()
        .zip(&after)
        .map(|(a, b)| u64::from(a.abs_diff(*b)));
    let mean = differences.sum::<u64>() as f64 / before.len() as f64;
    assert!(mean < 2.0, "{mean} of 255");
}
