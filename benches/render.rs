//! How long does a frame take?
//!
//! `cargo bench --bench render`. A frame is drawn whole and waited for, 1600 × 1000 pixels at fit;
//! `tiles` are the same frames drawn by the processor alone, and
//! `idle` is the same Scene again, as a window without changes asks for. The first line says which
//! adapter draws. The graph is a web of hubs with leaves and cross edges, with places on a spiral,
//! so that no layout is needed; its ink per pixel is printed.

#[path = "../tests/support/pictures.rs"]
mod pictures;

use flowloom::capture::Application;
use flowloom::render::{Offscreen, Raster};
use flowloom::scene::{Camera, Drawing, Emphasis, Scene, Style};
use glam::Vec2;
use pictures::Network;

const SIZE_PX: [u32; 2] = [1600, 1000];

fn main() {
    match Offscreen::new() {
        Ok(offscreen) => println!(
            "adapter: {} ({:?})",
            offscreen.gpu().info.name,
            offscreen.gpu().info.backend
        ),
        Err(error) => return println!("no adapter: {error}; {}", error.hint),
    }
    divan::main();
}

/// `nodes` hosts of which every fiftieth is a hub, and about 3.8 edges for each.
fn network(nodes: u32) -> Network {
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: u32| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % u64::from(below)) as u32
    };
    // Hubs on a sunflower spiral, their leaves around them.
    let hubs = (nodes / 50).max(1);
    let spiral = |index: u32, spacing: f32| {
        let turn = index as f32 * 2.399_963;
        Vec2::new(turn.cos(), turn.sin()) * spacing * (index as f32 + 0.5).sqrt()
    };
    let mut network = Network::default();
    for node in 0..nodes {
        let hub = node % hubs;
        network
            .places
            .push(spiral(hub, 9.0) + spiral(node / hubs, 0.6));
    }
    let applications = [
        Application::Tls,
        Application::Dns,
        Application::Irc,
        Application::Http,
    ];
    for node in hubs..nodes {
        let application = applications[(node % hubs % 4) as usize];
        let bytes = 100_u64 << next(14);
        network = network.edge([node, node % hubs], application, bytes);
        for _ in 0..2 {
            let near = node % hubs + hubs * next(nodes / hubs);
            if near != node {
                network = network.edge([node, near], application, bytes / 2);
            }
        }
        // One in six goes anywhere, the others to a hub nearby, as in a botnet of 5,000 with
        // 1.1 pixels of edge length for each pixel of the picture.
        let far = if next(6) == 0 {
            next(hubs)
        } else {
            (node % hubs + next(3)) % hubs
        };
        network = network.edge([node, far], Application::Tls, 100_u64 << next(16));
    }
    network
}

fn drawing(nodes: u32) -> Drawing {
    network(nodes).drawing(&Style::default(), Emphasis::default())
}

fn scene(drawing: &Drawing, zoom: f64) -> Scene {
    let middle = Vec2::new(SIZE_PX[0] as f32, SIZE_PX[1] as f32) / 2.0;
    let camera = Camera::fit(drawing.bounds, SIZE_PX, 1.0).zoomed(zoom, middle);
    drawing.scene(camera, Vec::new(), None)
}

fn draw(offscreen: &mut Offscreen, scene: &Scene) {
    offscreen.renderer().draw(scene);
    let waited = offscreen
        .gpu()
        .device
        .poll(wgpu::PollType::wait_indefinitely());
    assert!(waited.is_ok());
}

/// Length of all edges in pixels, in view or not, for each pixel of the picture.
fn print_length(scene: &Scene) {
    let lengths = scene.edges.iter().filter_map(|edge| scene.stroke(edge));
    let length: f64 = lengths
        .map(|stroke| stroke.from_px.distance(stroke.to_px))
        .sum();
    let pixels = f64::from(SIZE_PX[0]) * f64::from(SIZE_PX[1]);
    println!(
        "   {} edges, {:.1} px of edge per pixel",
        scene.edges.len(),
        length / pixels
    );
}

/// Draws frames that differ by a hundredth of a pixel, so that each is a whole one.
fn frames(bencher: divan::Bencher<'_, '_>, nodes: u32, zoom: f64) {
    let drawing = drawing(nodes);
    let mut scene = scene(&drawing, zoom);
    print_length(&scene);
    let Ok(mut offscreen) = Offscreen::new() else {
        return;
    };
    draw(&mut offscreen, &scene);
    bencher.bench_local(|| {
        scene.camera = scene.camera.panned(Vec2::new(0.01, 0.0));
        draw(&mut offscreen, &scene);
    });
}

#[divan::bench(args = [500, 5_000, 50_000], sample_count = 20)]
fn frame_at_fit(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    frames(bencher, nodes, 1.0);
}

#[divan::bench(args = [5_000], sample_count = 20)]
fn frame_at_four_times_fit(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    frames(bencher, nodes, 4.0);
}

/// The same frames drawn by the processor alone.
fn tiles(bencher: divan::Bencher<'_, '_>, nodes: u32, zoom: f64) {
    let drawing = drawing(nodes);
    let mut scene = scene(&drawing, zoom);
    let mut raster = Raster::new();
    let _ = raster.picture(&scene);
    bencher.bench_local(|| {
        scene.camera = scene.camera.panned(Vec2::new(0.01, 0.0));
        raster.picture(&scene)
    });
}

#[divan::bench(args = [500, 5_000, 50_000, 500_000], sample_count = 20)]
fn tiles_at_fit(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    tiles(bencher, nodes, 1.0);
}

#[divan::bench(args = [5_000, 50_000], sample_count = 20)]
fn tiles_at_four_times_fit(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    tiles(bencher, nodes, 4.0);
}

#[divan::bench(args = [5_000, 50_000])]
fn idle(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let drawing = drawing(nodes);
    let scene = scene(&drawing, 1.0);
    let Ok(mut offscreen) = Offscreen::new() else {
        return;
    };
    draw(&mut offscreen, &scene);
    let before = offscreen.renderer().redraws();
    bencher.bench_local(|| draw(&mut offscreen, &scene));
    assert_eq!(offscreen.renderer().redraws(), before);
}
