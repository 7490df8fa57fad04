//! Do sums in tiles give the picture that blending gives, and always the same one?

use std::sync::Arc;

use flowloom::render::{EdgeBackEnd, Pixels, Raster, ink};
use flowloom::scene::tokens::Theme;
use flowloom::scene::{Direction, EdgeStyle, Emphasis, Scene, Style};
use glam::{DVec2, Vec2};

use super::device;
use super::pictures::{office, small_camera};
use super::scenes::{Sketch, bright, cool};

/// A few hundred faint strokes of all widths and directions, some of them far outside.
fn thicket() -> Scene {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: u32| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % u64::from(below)) as u32
    };
    let mut sketch = Sketch::new();
    for node in 0..200 {
        let reach = if node % 20 == 0 { 2_000 } else { 260 };
        let place = |side: u32| side as f32 * 1.01 - reach as f32 / 2.0;
        sketch = sketch.node(place(next(reach)), place(next(reach)), 2.0);
    }
    for _ in 0..400 {
        let color = if next(2) == 0 { bright(40) } else { cool(25) };
        let (from, to) = (next(200), next(200));
        let width = next(80) as f32 / 10.0;
        sketch = sketch.edge(from, to, width, width / 4.0, color);
    }
    sketch.scene()
}

fn pixels(scene: &Scene, back_end: EdgeBackEnd) -> Option<Pixels> {
    let mut device = device()?;
    device.set_edge_back_end(Some(back_end));
    let pixels = device.pixels(scene);
    device.set_edge_back_end(None);
    Some(pixels.expect("drawn"))
}

#[test]
fn both_back_ends_draw_the_same_sparse_picture() {
    let check = |what: &str, style: &Style, emphasis: Emphasis<'_>| {
        let drawing = office().drawing(style, emphasis);
        let scene = drawing.scene(small_camera(&drawing), Vec::new(), None);
        let Some(quads) = pixels(&scene, EdgeBackEnd::Quads) else {
            return;
        };
        let tiles = pixels(&scene, EdgeBackEnd::Tiles).expect("a device");
        let worst = quads
            .rgba
            .iter()
            .zip(&tiles.rgba)
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst.is_some_and(|worst| worst <= 3), "{what}: {worst:?}");
    };
    let light = Style {
        theme: Theme::Light,
        direction: Direction::TwoStrands,
        ..Style::default()
    };
    let selected = Emphasis {
        selected_nodes: &[1],
        ..Emphasis::default()
    };
    check("dark", &Style::default(), Emphasis::default());
    check("light strands", &light, Emphasis::default());
    check("selected", &Style::default(), selected);
}

#[test]
fn a_thicket_looks_alike() {
    let scene = thicket();
    let Some(quads) = pixels(&scene, EdgeBackEnd::Quads) else {
        return;
    };
    let tiles = pixels(&scene, EdgeBackEnd::Tiles).expect("a device");
    let errors = quads
        .rgba
        .iter()
        .zip(&tiles.rgba)
        .map(|(a, b)| f64::from(a.abs_diff(*b)));
    let (mean, worst) = errors.fold((0.0, 0.0_f64), |(sum, worst), error| {
        (sum + error / quads.rgba.len() as f64, worst.max(error))
    });
    println!("mean {mean:.2}, worst {worst}");
    // Blending favours what lies on top, sums do not.
    assert!(
        mean <= 5.0 && worst <= 60.0,
        "mean {mean:.2}, worst {worst}"
    );
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let scene = thicket();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| Raster::new().picture(&scene))
    };
    let one = on(1);
    assert!(one == on(2) && one == on(8));
}

#[test]
fn the_order_of_faint_edges_does_not_matter() {
    let mut scene = thicket();
    let before = Raster::new().picture(&scene);
    let mut edges: Vec<EdgeStyle> = scene.edges.to_vec();
    edges.reverse();
    scene.edges = Arc::from(edges);
    assert!(before == Raster::new().picture(&scene));
}

#[test]
fn tiles_of_a_large_picture_have_no_seams() {
    let Some(mut device) = device() else { return };
    let scene = thicket();
    device.set_edge_back_end(Some(EdgeBackEnd::Tiles));
    let whole = device.pixels(&scene);
    let parts = device.pixels_in_tiles(&scene, 100);
    device.set_edge_back_end(None);
    let (whole, parts) = (whole.expect("drawn"), parts.expect("drawn"));
    let pairs = whole.rgba.iter().zip(&parts.rgba);
    let worst = pairs.map(|(a, b)| a.abs_diff(*b)).max();
    // Widths are summed up in f32 from where a tile begins.
    assert!(worst.is_some_and(|worst| worst <= 1), "{worst:?}");
}

#[test]
fn moving_by_whole_pixels_moves_the_picture() {
    let mut scene = thicket();
    // What passes recedes by how far its ends are outside, which moving changes.
    scene.edges = scene
        .edges
        .iter()
        .filter(|edge| [edge.from, edge.to].iter().all(|node| node % 20 != 0))
        .copied()
        .collect();
    let size = [512, 512];
    scene.camera.size_px = size;
    let still = Raster::new().picture(&scene);
    scene.camera.center = DVec2::new(-64.0, 64.0);
    let moved = Raster::new().picture(&scene);
    let at = |bytes: &[u8], x: usize, y: usize| -> [u8; 4] {
        let start = (y * 512 + x) * 4;
        bytes[start..start + 4].try_into().expect("four bytes")
    };
    for y in 64..512 {
        for x in 0..448 {
            let (here, there) = (at(&still, x, y), at(&moved, x + 64, y - 64));
            let worst = here.iter().zip(there).map(|(a, b)| a.abs_diff(b)).max();
            assert!(worst <= Some(1), "{x} {y}: {here:?} {there:?}");
        }
    }
}

#[test]
fn an_earlier_picture_is_moved_to_where_its_world_is() {
    let scene = thicket();
    let before = scene.camera;
    let after = before
        .panned(Vec2::new(12.0, -5.0))
        .zoomed(2.0, Vec2::new(30.0, 40.0));
    let [min, max] = after.place_of(&before);
    for screen in [Vec2::ZERO, Vec2::new(100.0, 50.0), Vec2::new(256.0, 160.0)] {
        let there = after.screen_from_world(before.world_from_screen(screen));
        let share = screen / Vec2::new(256.0, 160.0);
        assert!(there.distance(min + (max - min) * share) < 1e-2);
    }
}

#[test]
fn dense_pictures_are_drawn_in_tiles_wherever_they_are_made() {
    let mut scene = thicket();
    assert_eq!(EdgeBackEnd::for_scene(&scene), EdgeBackEnd::Quads);
    let edges: Vec<EdgeStyle> = (0..20).flat_map(|_| scene.edges.to_vec()).collect();
    scene.edges = Arc::from(edges);
    assert!(ink(&scene) > 8.0);
    assert_eq!(EdgeBackEnd::for_scene(&scene), EdgeBackEnd::Tiles);
}

#[test]
fn odd_places_are_drawn_or_left_out() {
    let mut sketch = Sketch::new()
        .line([f32::NAN, 0.0], [10.0, 10.0], 2.0, bright(60))
        .line([-3.0e9, 2.0e9], [3.0e9, -2.0e9], 2.0, bright(60))
        .line([5.0, 5.0], [5.0, 5.0], 2.0, bright(60))
        .line([f32::INFINITY, 0.0], [10.0, 10.0], 2.0, cool(60))
        .line([0.0, 0.0], [0.2, 0.1], 7.0, cool(60))
        .edge(90, 91, 1.0, 1.0, bright(60));
    for size in [[256, 160], [1, 1], [65, 1], [64, 64], [63, 129]] {
        sketch.camera.size_px = size;
        let bytes = Raster::new().picture(&sketch.scene());
        assert_eq!(bytes.len(), size[0] as usize * size[1] as usize * 4);
    }
}
