//! Does a line drawn round nodes highlight exactly those inside?

#[path = "support/pictures.rs"]
mod pictures;
#[path = "support/window.rs"]
mod window;

use std::collections::BTreeSet;

use egui::{Event, Modifiers, PointerButton, Pos2, Role, vec2};
use egui_kittest::kittest::Queryable;
use flowloom::capture::Application;
use flowloom::scene::{Camera, Emphasis, Picker, Style, is_inside};
use flowloom::session::Item;
use glam::{DVec2, Vec2};
use pictures::Network;
use proptest::prelude::*;

/// Places and a picture of 500 × 400 pixels of them; every node has an edge.
fn picture(places: &[[f32; 2]]) -> (Vec<Vec2>, Picker, Camera) {
    let mut network = Network::new(places);
    for node in 0..places.len() as u32 {
        network = network.edge([node, 0], Application::Tls, 100);
    }
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let camera = Camera::fit(drawing.bounds, [500, 400], 1.0);
    (network.places, Picker::new(&drawing), camera)
}

/// Every node by itself.
fn naive(places: &[Vec2], camera: &Camera, line: &[Vec2]) -> Vec<u32> {
    let corners: Vec<DVec2> = line
        .iter()
        .map(|&corner| camera.world_from_screen(corner).as_dvec2())
        .collect();
    (0..places.len() as u32)
        .filter(|&node| is_inside(&corners, places[node as usize].as_dvec2()))
        .collect()
}

fn coordinate(most: f32) -> impl Strategy<Value = f32> {
    // Whole numbers make corners that lie on nodes, on each other and on borders of cells.
    prop_oneof![-10.0..most, (0..most as i32).prop_map(|whole| whole as f32)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_lasso_takes_what_a_naive_test_takes(
        places in prop::collection::vec([-20.0_f32..20.0, -9.0_f32..9.0], 2..400),
        line in prop::collection::vec((coordinate(500.0), coordinate(400.0)), 0..40),
    ) {
        let (places, picker, camera) = picture(&places);
        let line: Vec<Vec2> = line.into_iter().map(Vec2::from).collect();
        let expected = if line.len() < 3 { Vec::new() } else { naive(&places, &camera, &line) };
        prop_assert_eq!(picker.nodes_in_lasso(&camera, &line), expected);
    }
}

#[test]
fn what_is_enclosed_twice_is_outside_and_a_line_has_no_inside() {
    let square =
        |side: f64| [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]].map(DVec2::from_array);
    let check = |corners: &[DVec2], point: [f64; 2], expected| {
        assert_eq!(is_inside(corners, DVec2::from_array(point)), expected);
    };
    check(&square(2.0), [1.0, 1.0], true);
    check(&square(2.0), [3.0, 1.0], false);
    let twice = [square(2.0), square(2.0)].concat();
    check(&twice, [1.0, 1.0], false);
    check(&square(2.0)[..2], [1.0, 0.0], false);
    check(&[], [0.0, 0.0], false);
}

/// Drags along a line with these keys held.
fn drag(
    harness: &mut egui_kittest::Harness<'_, flowloom::app::Shell>,
    line: &[Pos2],
    keys: Modifiers,
) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: keys,
    };
    harness.event(Event::ModifiersChanged(keys));
    harness.event(Event::PointerMoved(line[0]));
    harness.step();
    harness.event(button(line[0], true));
    harness.step();
    for &corner in line {
        harness.event(Event::PointerMoved(corner));
        harness.step();
    }
    harness.event(button(line[line.len() - 1], false));
    harness.step();
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(3);
}

/// A line round most of the graph, many corners.
fn circle(area: egui::Rect) -> Vec<Pos2> {
    let radius = area.width().min(area.height()) * 0.42;
    (0..40)
        .map(|step| {
            let angle = step as f32 / 40.0 * std::f32::consts::TAU;
            area.center() + vec2(angle.cos(), angle.sin()) * radius
        })
        .collect()
}

#[test]
fn dragging_with_ctrl_and_shift_highlights_what_is_inside() {
    let mut harness = window::office();
    let area = harness.get_by_role(Role::Image).rect();
    drag(
        &mut harness,
        &circle(area),
        Modifiers::COMMAND | Modifiers::SHIFT,
    );
    let session = harness.state().session();
    let selected: BTreeSet<Item> = session.state().selection.clone();
    let nodes = session.data().expect("open").graph.node_count();
    assert!(
        (5..nodes).contains(&selected.len()),
        "{} of {nodes}",
        selected.len()
    );
    assert!(selected.iter().all(|item| matches!(item, Item::Node(_))));
    assert_eq!(
        session.history().undo_label(),
        Some(&*format!("Highlight {} nodes", selected.len()))
    );

    // The same with the tool and no keys.
    window::key(&mut harness, Modifiers::COMMAND, egui::Key::Z);
    assert!(harness.state().session().state().selection.is_empty());
    harness.get_by_role_and_label(Role::Button, "Lasso").click();
    harness.run_steps(3);
    drag(&mut harness, &circle(area), Modifiers::NONE);
    assert_eq!(harness.state().session().state().selection, selected);
}
