//! How long does a frame of any graph take?
//!
//! ```text
//! cargo run --release --example frame_times -- GRAPH.tsv POSITIONS.tsv
//! ```
//!
//! GRAPH: `src dst bytes` on each line; POSITIONS: `id x y`, as `flowloom layout` writes them. Draws
//! the program's own Scene at 1600 × 1000, fit, 4 and 20 times fit about the densest place, with
//! both edge back ends and prints for each the median and 95th percentile in milliseconds,
//! processor time, edges drawn, how many strokes and discs stand for them in tiles, and how often a pixel is drawn on average (overdraw).
//! `SHOTS=folder` writes what was drawn, `FRAMES=n` sets the frames of a view, `LIGHT=1` the theme.

#[path = "../tests/support/pictures.rs"]
mod pictures;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use flowloom::capture::Application;
use flowloom::layout::edge_list::read_edge_list;
use flowloom::render::{Offscreen, Pixels, Raster, ink};
use flowloom::scene::tokens::Theme;
use flowloom::scene::{
    BuildInput, Camera, Detail, Drawing, Emphasis, Marks, Scene, Shading, Style, build,
};
use glam::Vec2;
use pictures::Network;

const SIZE_PX: [u32; 2] = [1600, 1000];
/// Seconds after which fewer frames will do.
const ENOUGH: Duration = Duration::from_secs(10);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(graph), Some(positions)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("frame_times GRAPH.tsv POSITIONS.tsv");
    };
    let frames = setting("FRAMES").unwrap_or(20);
    let network = network(graph.as_ref(), positions.as_ref())?;
    let style = Style {
        theme: if setting("LIGHT") == Some(1) {
            Theme::Light
        } else {
            Theme::Dark
        },
        ..Style::default()
    };
    let began = Instant::now();
    let drawing = build(&BuildInput {
        positions: &Arc::from(network.places.as_slice()),
        edge_nodes: &network.edges,
        tallies: &network.tallies(),
        style: &style,
        coloring: None,
        sizing: None,
        shading: Shading::default(),
        emphasis: Emphasis::default(),
        picture_pts: SIZE_PX.map(|side| side as f32),
    });
    println!(
        "{graph}: {} nodes, {} edges; scene built in {:.0} ms",
        drawing.counts.hosts,
        drawing.counts.edges,
        milliseconds(began.elapsed())
    );
    let densest = densest(&drawing);
    let mut offscreen = Offscreen::new().ok();
    let adapter = offscreen.as_ref().map_or("none".into(), |offscreen| {
        let info = &offscreen.gpu().info;
        format!("{} ({:?})", info.name, info.backend)
    });
    println!(
        "adapter: {adapter}; {} threads",
        rayon::current_num_threads()
    );
    let which = std::env::var("BACKENDS").unwrap_or_else(|_| "quads,tiles".into());
    for zoom in [1.0, 4.0, 20.0] {
        let mut scene = scene(&drawing, zoom, densest);
        let ink = (edges_in(&scene), ink(&scene));
        if which.contains("quads")
            && let Some(offscreen) = &mut offscreen
        {
            let times = times(frames, &mut scene, |scene| {
                offscreen.renderer().draw(scene);
                let _ = offscreen
                    .gpu()
                    .device
                    .poll(wgpu::PollType::wait_indefinitely());
            });
            report("quads", zoom, ink, &times);
            shot(&graph, "quads", zoom, || {
                offscreen.pixels(&scene).map(|pixels| pixels.rgba).ok()
            });
        }
        if which.contains("tiles") {
            let (mut raster, mut detail) = (Raster::new(), Detail::default());
            let began = Instant::now();
            let marks = detail.of(&scene).as_ref().map(Marks::of);
            if let Some(Marks { strokes, discs }) = marks {
                let made = milliseconds(began.elapsed());
                println!(
                    "tiles {zoom:>2}x: {discs} discs and {strokes} strokes stand for all, found in {made:.0} ms"
                );
            }
            let times = times(frames, &mut scene, |scene| {
                let fewer = detail.of(scene);
                std::hint::black_box(raster.picture(fewer.as_ref().unwrap_or(scene)));
            });
            report("tiles", zoom, ink, &times);
            shot(&graph, "tiles", zoom, || {
                let fewer = detail.of(&scene);
                Some(raster.picture(fewer.as_ref().unwrap_or(&scene)))
            });
        }
    }
    Ok(())
}

fn setting(name: &str) -> Option<usize> {
    std::env::var(name).ok()?.parse().ok()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Wall and processor time of each frame in milliseconds.
fn times(frames: usize, scene: &mut Scene, mut draw: impl FnMut(&Scene)) -> Vec<[f64; 2]> {
    // The first one uploads and compiles.
    draw(scene);
    let began = Instant::now();
    let mut times = Vec::new();
    while times.len() < frames && (times.len() < 3 || began.elapsed() < ENOUGH) {
        // A hundredth of a pixel, so that each is a whole frame.
        scene.camera = scene.camera.panned(Vec2::new(0.01, 0.0));
        let (wall, cpu) = (Instant::now(), cpu_ms());
        draw(scene);
        times.push([milliseconds(wall.elapsed()), cpu_ms() - cpu]);
    }
    times
}

fn report(back_end: &str, zoom: f64, (edges, overdraw): (usize, f64), times: &[[f64; 2]]) {
    let mut walls: Vec<f64> = times.iter().map(|time| time[0]).collect();
    walls.sort_by(f64::total_cmp);
    let cpu = times.iter().map(|time| time[1]).sum::<f64>() / times.len() as f64;
    println!(
        "{back_end} {zoom:>2}x: median {:.1} ms, p95 {:.1} ms, processor {cpu:.1} ms, {} frames, {edges} edges in view, overdraw {overdraw:.1}",
        walls[walls.len() / 2],
        walls[(walls.len() * 95).div_ceil(100) - 1],
        walls.len()
    );
}

/// Processor time of this process in milliseconds; 0 where the system does not say.
fn cpu_ms() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<f64>().ok());
    (ticks(12).unwrap_or(0.0) + ticks(13).unwrap_or(0.0)) * 10.0
}

/// Edges that cross the picture.
fn edges_in(scene: &Scene) -> usize {
    let strokes = scene.edges.iter().filter_map(|edge| scene.stroke(edge));
    let seen = strokes.filter_map(|stroke| {
        scene
            .camera
            .shares_within(stroke.from_px, stroke.to_px, 0.0)
    });
    seen.count()
}

/// The middle of the fullest of 64 × 64 cells.
fn densest(drawing: &Drawing) -> Vec2 {
    let [min, max] = drawing.bounds.unwrap_or_default();
    let cell = (max - min) / 64.0;
    let mut counts: HashMap<[i32; 2], u32> = HashMap::new();
    for &node in drawing.node_order.iter() {
        let place = (drawing.positions[node as usize] - min) / cell;
        *counts.entry([place.x as i32, place.y as i32]).or_default() += 1;
    }
    let fullest = counts
        .into_iter()
        .max_by_key(|&(cell, count)| (count, cell));
    let [x, y] = fullest.map_or([32, 32], |(cell, _)| cell);
    min + cell * Vec2::new(x as f32 + 0.5, y as f32 + 0.5)
}

fn scene(drawing: &Drawing, zoom: f64, densest: Vec2) -> Scene {
    let mut camera = Camera::fit(drawing.bounds, SIZE_PX, 1.0);
    if zoom > 1.0 {
        camera.center = densest.as_dvec2();
        camera.pixels_per_unit *= zoom;
    }
    drawing.scene(camera, Vec::new(), None)
}

/// Writes a picture into the folder of `SHOTS`.
fn shot(graph: &str, back_end: &str, zoom: f64, picture: impl FnOnce() -> Option<Vec<u8>>) {
    let Ok(folder) = std::env::var("SHOTS") else {
        return;
    };
    let name = Path::new(graph)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let path = format!(
        "{folder}/{}-{back_end}-{zoom}.png",
        name.unwrap_or_default()
    );
    if let Some(rgba) = picture() {
        let pixels = Pixels {
            size_px: SIZE_PX,
            rgba,
        };
        if let Err(error) = write_png(&path, &pixels) {
            println!("{path}: {error}");
        }
    }
}

fn write_png(path: &str, pixels: &Pixels) -> anyhow::Result<()> {
    let file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut encoder = png::Encoder::new(file, pixels.size_px[0], pixels.size_px[1]);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header()?.write_image_data(&pixels.rgba)?;
    Ok(())
}

/// The graph as traffic: bytes from the third column, applications by a hash of the edge.
fn network(graph: &Path, positions: &Path) -> anyhow::Result<Network> {
    let list = read_edge_list(std::io::BufReader::new(std::fs::File::open(graph)?))?;
    let places: HashMap<String, Vec2> = std::fs::read_to_string(positions)?
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let name = fields.next()?.to_owned();
            Some((
                name,
                Vec2::new(fields.next()?.parse().ok()?, fields.next()?.parse().ok()?),
            ))
        })
        .collect();
    let applications = [
        Application::Tls,
        Application::Dns,
        Application::Irc,
        Application::Http,
        Application::Smb,
        Application::Ssh,
        Application::BitTorrent,
        Application::Unknown,
    ];
    let place = |node: usize| {
        let name = String::from_utf8_lossy(list.name(node));
        places.get(name.as_ref()).copied().unwrap_or(Vec2::NAN)
    };
    let mut network = Network {
        places: (0..list.node_count()).map(place).collect(),
        ..Network::default()
    };
    for (&ends, &amount) in list.edges.iter().zip(&list.amounts) {
        // Servers mostly speak one application each.
        let hash = ends[0].min(ends[1]).wrapping_mul(0x9e37_79b9) >> 29;
        network = network.edge(ends, applications[hash as usize], amount as u64);
    }
    Ok(network)
}
