//! What must hold for every picture?

use flowloom::scene::{Emphasis, Scene, Style};
use glam::{DVec2, Vec2};

use super::device;
use super::pictures::{office, small_camera};
use super::scenes::{Sketch, bright, cool};

/// A bit of everything.
fn sketch() -> Sketch {
    Sketch::new()
        .node(-60.0, -30.0, 12.0)
        .node(40.0, 25.0, 7.0)
        .stroke(5.0, 1.0, bright(160))
        .edge(0, 0, 2.0, 2.0, cool(220))
        .line([-90.0, 20.0], [30.0, -40.0], 0.6, cool(255))
        .edge(1, 3, 3.0, 0.5, bright(90))
}

#[test]
fn the_same_scene_gives_the_same_bytes() {
    let Some(mut device) = device() else { return };
    let scene = sketch().scene();
    let first = device.pixels(&scene).expect("drawn");
    assert_eq!(first, device.pixels(&scene).expect("drawn"));
    assert_eq!(first, device.pixels(&sketch().scene()).expect("drawn"));
}

#[test]
fn a_whole_pixel_moves_the_picture_exactly() {
    let Some(mut device) = device() else { return };
    let still = sketch();
    let mut moved = sketch();
    moved.camera.center = DVec2::new(-5.0, 3.0);
    let still = device.pixels(&still.scene()).expect("drawn");
    let moved = device.pixels(&moved.scene()).expect("drawn");
    let at = |rgba: &[u8], x: usize, y: usize| -> [u8; 4] {
        let start = (y * 256 + x) * 4;
        rgba[start..start + 4].try_into().expect("four bytes")
    };
    let mut different = 0;
    for y in 10..140 {
        for x in 10..240 {
            different += u32::from(at(&still.rgba, x, y) != at(&moved.rgba, x + 5, y - 3));
        }
    }
    // A float that falls on the other side of a half may change a value by one, nowhere else.
    assert!(different <= 20, "{different} pixels differ");
}

#[test]
fn tiles_have_no_seams() {
    let Some(mut device) = device() else { return };
    let network = office();
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let scene = drawing.scene(small_camera(&drawing), Vec::new(), Some(1));
    let whole = device.pixels(&scene).expect("drawn");
    let tiled = device.pixels_in_tiles(&scene, 100).expect("drawn");
    assert_eq!(whole.size_px, tiled.size_px);
    let worst = whole
        .rgba
        .iter()
        .zip(&tiled.rgba)
        .map(|(a, b)| a.abs_diff(*b))
        .max();
    assert!(worst.is_some_and(|worst| worst <= 1), "{worst:?}");
}

#[test]
fn an_unchanged_scene_is_not_drawn_again() {
    let Some(mut device) = device() else { return };
    let drawing = office().drawing(&Style::default(), Emphasis::default());
    let camera = small_camera(&drawing);
    let renderer = device.renderer();
    let mut draws = |scene: &Scene| {
        let before = renderer.redraws();
        renderer.draw(scene);
        renderer.redraws() - before
    };
    let scene = drawing.scene(camera, Vec::new(), None);
    assert_eq!(draws(&scene), 1);
    // Hovering a hundred places draws nothing: rims and labels lie over the picture.
    for node in 0..100 {
        assert_eq!(draws(&drawing.scene(camera, Vec::new(), Some(node % 6))), 0);
    }
    assert_eq!(
        draws(&drawing.scene(camera.panned(Vec2::new(1.0, 0.0)), Vec::new(), None)),
        1
    );
    let selected = Emphasis {
        selected_nodes: &[1],
        ..Emphasis::default()
    };
    let selected = office().drawing(&Style::default(), selected);
    assert_eq!(draws(&selected.scene(camera, Vec::new(), None)), 1);
    assert_eq!(draws(&selected.scene(camera, Vec::new(), None)), 0);
}

#[test]
fn an_empty_picture_is_its_canvas() {
    let Some(mut device) = device() else { return };
    let scene = Sketch::new().scene();
    let pixels = device.pixels(&scene).expect("drawn");
    assert!(
        pixels
            .rgba
            .chunks_exact(4)
            .all(|pixel| pixel == scene.background.0)
    );
}

#[test]
fn a_transparent_canvas_keeps_straight_colours() {
    let Some(mut device) = device() else { return };
    let mut scene = Sketch::new()
        .line([-50.0, 0.5], [50.0, 0.5], 9.0, bright(128))
        .scene();
    scene.background = flowloom::scene::tokens::Rgba::TRANSPARENT;
    let pixels = device.pixels(&scene).expect("drawn");
    let middle = (80 * 256 + 128) * 4;
    let found = &pixels.rgba[middle..middle + 4];
    let expected = bright(128).0;
    assert!(
        found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2),
        "{found:?} {expected:?}"
    );
    assert_eq!(pixels.rgba[..4], [0; 4]);
}

#[test]
fn a_picture_that_is_too_large_is_refused() {
    let Some(mut device) = device() else { return };
    let mut sketch = Sketch::new();
    sketch.camera.size_px = [60_000, 60_000];
    let error = device.pixels(&sketch.scene()).expect_err("refused");
    assert!(error.to_string().contains("too large"), "{error}");
}
