//! Are labels apart, is the right thing picked, and are drawn totals honest?

use flowloom::capture::Application;
use flowloom::scene::{
    Camera, Emphasis, Label, Picker, SLOP_PTS, Scene, Style, nearest_edge, place_labels,
};
use glam::Vec2;
use proptest::prelude::*;

use super::pictures::{Network, measure, name, office};

/// A network whose node `hub` talks with all others.
fn star(places: &[[f32; 2]]) -> Network {
    (1..places.len() as u32).fold(Network::new(places), |network, node| {
        network.edge([node, 0], Application::Tls, u64::from(node) * 1_000)
    })
}

fn labels(network: &Network, camera: &Camera, emphasis: Emphasis<'_>) -> Vec<Label> {
    let drawing = network.drawing(&Style::default(), emphasis);
    place_labels(&drawing, camera, &emphasis, &name, &measure, &[])
}

fn overlap(a: &Label, b: &Label) -> bool {
    let distance = (a.center_px - b.center_px).abs();
    let reach = (a.size_px + b.size_px) / 2.0;
    distance.x < reach.x && distance.y < reach.y
}

fn places() -> impl Strategy<Value = Vec<[f32; 2]>> {
    prop::collection::vec(prop::array::uniform2(-50.0_f32..50.0), 2..150)
}

proptest! {
    #[test]
    fn labels_never_overlap_nor_leave_the_picture(places in places(), zoom in 0.3_f64..40.0) {
        let network = star(&places);
        let drawing = network.drawing(&Style::default(), Emphasis::default());
        let middle = Vec2::new(400.0, 250.0);
        let camera = Camera::fit(drawing.bounds, [800, 500], 1.0).zoomed(zoom, middle);
        let labels = labels(&network, &camera, Emphasis::default());
        for (index, a) in labels.iter().enumerate() {
            prop_assert!((a.center_px - a.size_px / 2.0).min_element() >= 0.0);
            let room = Vec2::new(800.0, 500.0) - a.center_px - a.size_px / 2.0;
            prop_assert!(room.min_element() >= 0.0);
            prop_assert!(labels[..index].iter().all(|b| !overlap(a, b)));
        }
    }

    #[test]
    fn picking_finds_what_a_look_at_every_node_finds(
        places in places(),
        zoom in 0.5_f64..200.0,
        at in prop::array::uniform2(-20.0_f32..520.0),
    ) {
        let network = star(&places);
        let drawing = network.drawing(&Style::default(), Emphasis::default());
        let camera = Camera::fit(drawing.bounds, [500, 500], 1.5).zoomed(zoom, Vec2::splat(250.0));
        let scene = drawing.scene(camera, Vec::new(), None);
        let picker = Picker::new(&drawing);
        let at = Vec2::from(at);

        let mut found = picker.nodes_at(&scene, at);
        let mut expected: Vec<u32> = (0..places.len() as u32).filter(|&node| {
            let distance = scene.camera.screen_from_world(scene.positions[node as usize]).distance(at);
            distance <= scene.radius_px(node) + 6.0
        }).collect();
        let distances: Vec<f32> = found.iter().map(|&node| {
            let distance = scene.camera.screen_from_world(scene.positions[node as usize]).distance(at);
            (distance - scene.radius_px(node)).max(0.0)
        }).collect();
        prop_assert!(distances.is_sorted());
        found.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(found, expected);

        let corner = Vec2::new(100.0, 50.0);
        let boxed = picker.nodes_in_rect(&scene.camera, at, corner);
        let (min, max) = (at.min(corner), at.max(corner));
        let expected: Vec<u32> = (0..places.len() as u32).filter(|&node| {
            let place = scene.camera.screen_from_world(scene.positions[node as usize]);
            place.cmpge(min).all() && place.cmple(max).all()
        }).collect();
        prop_assert_eq!(boxed, expected);
    }
}

/// So many nodes all over a square, each with an edge to the first.
fn many(nodes: u32) -> Network {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random >> 40) as f32 / (1 << 24) as f32 * 100.0
    };
    let places: Vec<[f32; 2]> = (0..nodes).map(|_| [next(), next()]).collect();
    star(&places)
}

#[test]
fn a_rectangle_round_many_nodes_finds_what_a_look_at_every_node_finds() {
    let network = many(30_000);
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let camera = Camera::fit(drawing.bounds, [1_000, 1_000], 1.0);
    let picker = Picker::new(&drawing);
    let check = |corner: [f32; 2], opposite: [f32; 2]| {
        let (corner, opposite) = (Vec2::from(corner), Vec2::from(opposite));
        let (min, max) = (corner.min(opposite), corner.max(opposite));
        let is_in = |&node: &u32| {
            let place = camera.screen_from_world(network.places[node as usize]);
            place.cmpge(min).all() && place.cmple(max).all()
        };
        let expected: Vec<u32> = (0..30_000).filter(is_in).collect();
        assert_eq!(picker.nodes_in_rect(&camera, corner, opposite), expected);
    };
    check([-50.0, -50.0], [2_000.0, 2_000.0]);
    check([100.5, 900.25], [800.0, 150.0]);
    check([500.0, -50.0], [503.0, 2_000.0]);
    check([500.0, 500.0], [500.0, 500.0]);
    check([2_000.0, 2_000.0], [3_000.0, 3_000.0]);
    check([-300.0, 400.0], [-200.0, 600.0]);
}

#[test]
fn the_nearest_of_many_edges_is_that_of_a_look_at_every_edge() {
    let network = many(20_000);
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    for zoom in [1.0, 30.0] {
        let camera = Camera::fit(drawing.bounds, [1_000, 1_000], 1.0);
        let camera = camera.zoomed(zoom, Vec2::new(420.0, 360.0));
        let scene = drawing.scene(camera, Vec::new(), None);
        for place in 0..40_u16 {
            let at = Vec2::new(f32::from(place) * 25.0, f32::from(place * 7 % 40) * 25.0);
            let mut best = (f64::from(SLOP_PTS), None);
            for edge in scene.edges.iter() {
                let Some(stroke) = scene.stroke(edge) else {
                    continue;
                };
                let (way, from) = (stroke.to_px - stroke.from_px, stroke.from_px);
                let share = (at.as_dvec2() - from).dot(way) / way.length_squared();
                let share = share.clamp(0.0, 1.0);
                let [wide, narrow] = [stroke.from_width_px, stroke.to_width_px].map(f64::from);
                let half = (wide + (narrow - wide) * share) / 2.0;
                let outside = (at.as_dvec2().distance(from + way * share) - half).max(0.0);
                if outside <= best.0 {
                    best = (outside, Some(edge.edge));
                }
            }
            assert_eq!(nearest_edge(&scene, at), best.1, "{at} at {zoom}");
        }
    }
}

#[test]
fn a_pile_gives_every_node_in_it() {
    let network = star(&[[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [9.0, 0.0]]);
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let scene = drawing.scene(
        Camera::fit(drawing.bounds, [400, 400], 1.0),
        Vec::new(),
        None,
    );
    let at = scene.camera.screen_from_world(Vec2::ZERO);
    assert_eq!(Picker::new(&drawing).nodes_at(&scene, at), [0, 1, 2]);
}

#[test]
fn edges_and_loops_are_picked_at_their_strokes() {
    let network = office();
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let scene = drawing.scene(
        Camera::fit(drawing.bounds, [800, 500], 1.0),
        Vec::new(),
        None,
    );
    let middle = |a: usize, b: usize| {
        scene
            .camera
            .screen_from_world((network.places[a] + network.places[b]) / 2.0)
    };
    assert_eq!(nearest_edge(&scene, middle(1, 0)), Some(0));
    assert_eq!(nearest_edge(&scene, middle(1, 5)), Some(4));
    assert_eq!(nearest_edge(&scene, Vec2::new(2.0, 2.0)), None);
    let hub = scene.camera.screen_from_world(network.places[0]);
    let beside = hub + Vec2::new(scene.radius_px(0) * 1.5, -scene.radius_px(0) * 1.5);
    assert_eq!(nearest_edge(&scene, beside), Some(5));
}

#[test]
fn hidden_nodes_have_no_label_and_hovered_ones_always_have() {
    // Node 6 has no edge.
    let mut network = office();
    network.places.push(Vec2::new(0.5, 0.5));
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let camera = Camera::fit(drawing.bounds, [800, 500], 1.0);
    let shown = labels(&network, &camera, Emphasis::default());
    assert!(shown.iter().any(|label| label.node == 0) && shown.iter().all(|label| label.node != 6));
    let hovered = Emphasis {
        hovered_node: Some(4),
        ..Emphasis::default()
    };
    assert_eq!(labels(&network, &camera, hovered)[0].node, 4);
}

#[test]
fn panning_makes_no_label_come_and_go() {
    // Hubs of all sizes among many nodes.
    let mut network = many(3_000);
    for node in 1..3_000_u32 {
        for step in 1..=(3_000 / node).min(40) {
            let other = (node + step * 37) % 3_000;
            network = network.edge([node, other], Application::Tls, u64::from(step) * 100);
        }
    }
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let mut camera = Camera::fit(drawing.bounds, [800, 500], 1.0).zoomed(3.0, Vec2::splat(250.0));
    let place = |camera: &Camera, previous: &[Label]| {
        place_labels(
            &drawing,
            camera,
            &Emphasis::default(),
            &name,
            &measure,
            previous,
        )
    };
    let mut shown = place(&camera, &[]);
    let (mut kept, mut lost, mut turned) = (0, 0, 0);
    for _ in 0..120 {
        camera = camera.panned(Vec2::new(2.3, -1.1));
        let next = place(&camera, &shown);
        for label in &shown {
            // Near the border a label has to go.
            let at = camera.screen_from_world(network.places[label.node as usize]);
            let room = at.min(Vec2::new(800.0, 500.0) - at).min_element();
            if room < 120.0 {
                continue;
            }
            match next.iter().find(|other| other.node == label.node) {
                Some(other) => {
                    kept += 1;
                    let drift = other.center_px - label.center_px - Vec2::new(2.3, -1.1);
                    turned += usize::from(drift.abs().max_element() > 2.0);
                }
                None => lost += 1,
            }
        }
        shown = next;
    }
    assert!(kept > 1_000, "{kept}");
    assert!(lost * 200 < kept, "{lost} of {kept} labels went");
    assert!(
        turned * 200 < kept,
        "{turned} of {kept} labels changed sides"
    );
}

#[test]
fn zooming_in_shows_more_labels() {
    let places: Vec<[f32; 2]> = (0..900)
        .map(|node| [(node % 30) as f32, (node / 30) as f32])
        .collect();
    let network = star(&places);
    let fit = Camera::fit(Some([Vec2::ZERO, Vec2::splat(29.0)]), [1600, 1000], 1.0);
    let near = fit.zoomed(4.0, Vec2::new(800.0, 500.0));
    let count = |camera| labels(&network, camera, Emphasis::default()).len();
    assert!(
        count(&near) > count(&fit),
        "{} {}",
        count(&near),
        count(&fit)
    );
    assert!(count(&near) <= 200);
}

#[test]
fn what_is_drawn_adds_up() {
    let mut network = office();
    let whole = network.drawing(&Style::default(), Emphasis::default());
    assert_eq!((whole.counts.hosts, whole.counts.edges), (6, 6));
    assert_eq!(whole.counts.totals, network.tallies().visible);
    // A node without a place takes its edges out of the picture and out of the count.
    network.places[5] = Vec2::NAN;
    let part = network.drawing(&Style::default(), Emphasis::default());
    assert_eq!((part.counts.hosts, part.counts.edges), (5, 5));
    assert_eq!(part.counts.totals.bytes + 4_000, whole.counts.totals.bytes);
    assert!(
        part.bounds
            .is_some_and(|[min, max]| min.is_finite() && max.is_finite())
    );
}

#[test]
fn a_scene_shares_what_the_camera_does_not_change() {
    let drawing = office().drawing(&Style::default(), Emphasis::default());
    let camera = Camera::fit(drawing.bounds, [800, 500], 1.0);
    let scenes: [Scene; 2] = [camera, camera.panned(Vec2::new(9.0, 9.0))]
        .map(|camera| drawing.scene(camera, Vec::new(), Some(2)));
    assert!(std::sync::Arc::ptr_eq(&scenes[0].edges, &scenes[1].edges));
    assert!(std::sync::Arc::ptr_eq(&scenes[0].nodes, &drawing.nodes));
}
