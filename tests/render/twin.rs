//! Does the device draw what an independent raster draws?
//!
//! The twin knows only the Scene: it takes 16 × 16 samples in each pixel, asks of each shape how
//! many are inside, and blends in drawing order. It shares no code and no method with the shaders.

use flowloom::render::{EdgeBackEnd, Pixels};
use flowloom::scene::tokens::Rgba;
use flowloom::scene::{LEAST_LOOP_RADIUS_PTS, Scene, loop_ring};
use glam::DVec2;

use super::device;
use super::scenes::{Sketch, bright, cool};

const SAMPLES: usize = 16;

/// Mean error over all channels of all pixels that differ from the canvas, of 255. Largest for
/// strokes thinner than a pixel, whose ink the shader spreads over two rows of pixels.
const MOST_MEAN_ERROR: f64 = 6.0;
/// Error of any channel of any pixel, of 255: a box across the stroke against the exact area.
const MOST_ERROR: f64 = 28.0;
/// Share by which the ink of the whole picture may differ, which spreading does not change.
const MOST_INK_ERROR: f64 = 0.04;

/// The same for a back end: sums take half a covered pixel for half of a stroke's weight, which is
/// a little more than half of its opacity.
fn most_error(back_end: EdgeBackEnd) -> f64 {
    match back_end {
        EdgeBackEnd::Quads => MOST_ERROR,
        EdgeBackEnd::Tiles => MOST_ERROR + 6.0,
    }
}

struct Raster {
    size: [usize; 2],
    /// Premultiplied, 0 to 1.
    pixels: Vec<[f64; 4]>,
}

impl Raster {
    /// Blends paints over the pixels between two corners; `paint` says which one is at a sample.
    fn cover(
        &mut self,
        paints: &[(Rgba, f64)],
        min: DVec2,
        max: DVec2,
        paint: impl Fn(DVec2) -> Option<usize>,
    ) {
        let clamp = |value: f64, most: usize| value.clamp(0.0, most as f64) as usize;
        for y in clamp(min.y.floor(), self.size[1])..clamp(max.y.ceil(), self.size[1]) {
            for x in clamp(min.x.floor(), self.size[0])..clamp(max.x.ceil(), self.size[0]) {
                let mut counts = vec![0_u32; paints.len()];
                for sample in 0..SAMPLES * SAMPLES {
                    let share = |index: usize| (index as f64 + 0.5) / SAMPLES as f64;
                    let at = DVec2::new(
                        x as f64 + share(sample % SAMPLES),
                        y as f64 + share(sample / SAMPLES),
                    );
                    if let Some(index) = paint(at) {
                        counts[index] += 1;
                    }
                }
                let alphas: Vec<f64> = paints
                    .iter()
                    .zip(counts)
                    .map(|((_, alpha), count)| {
                        alpha * f64::from(count) / (SAMPLES * SAMPLES) as f64
                    })
                    .collect();
                let rest = 1.0 - alphas.iter().sum::<f64>();
                let pixel = &mut self.pixels[y * self.size[0] + x];
                for (channel, value) in pixel.iter_mut().enumerate() {
                    *value *= rest;
                    for ((color, _), alpha) in paints.iter().zip(&alphas) {
                        let full = if channel == 3 { 255 } else { color.0[channel] };
                        *value += f64::from(full) / 255.0 * alpha;
                    }
                }
            }
        }
    }
}

fn twin(scene: &Scene) -> Raster {
    let camera = &scene.camera;
    let size = camera.size_px.map(|side| side as usize);
    let background = scene.background.0.map(|value| f64::from(value) / 255.0);
    let mut raster = Raster {
        size,
        pixels: vec![background; size[0] * size[1]],
    };
    let half = DVec2::new(size[0] as f64, size[1] as f64) / 2.0;
    let place = |node: u32| {
        (scene.positions[node as usize].as_dvec2() - camera.center) * camera.pixels_per_unit + half
    };
    let points = f64::from(camera.pixels_per_point * camera.size_factor());
    let alpha = |color: Rgba, share: f64| {
        1.0 - (1.0 - f64::from(color.0[3]) / 255.0).powf(f64::from(camera.ink_layers()) * share)
    };
    // Strokes with both ends outside keep a quarter when a quarter of the height away.
    let share = |ends: [DVec2; 2]| {
        let outside = ends.map(|end| ((end - half).abs() - half).max_element());
        let away = outside[0].min(outside[1]) / (0.25 * half.min_element() * 2.0);
        1.0 - 0.75 * away.clamp(0.0, 1.0)
    };
    for edge in scene.edges.iter().filter(|edge| edge.from != edge.to) {
        let (from, to) = (place(edge.from), place(edge.to));
        let length = from.distance(to);
        if length < 1e-3 {
            continue;
        }
        let along = (to - from) / length;
        let left = DVec2::new(along.y, -along.x);
        let from = from + left * f64::from(edge.offset_pts) * points;
        let widths =
            [edge.from_width_pts, edge.to_width_pts].map(|width| f64::from(width) * points);
        let reach = widths[0].max(widths[1]) + 1.0;
        let (min, max) = (
            from.min(from + along * length) - reach,
            from.max(from + along * length) + reach,
        );
        let opacity = alpha(edge.color, share([from, from + along * length]));
        raster.cover(&[(edge.color, opacity)], min, max, |at| {
            let distance = (at - from).dot(along);
            let width = widths[0] + (widths[1] - widths[0]) * distance / length;
            let is_inside =
                (0.0..=length).contains(&distance) && (at - from).dot(left).abs() <= width / 2.0;
            is_inside.then_some(0)
        });
    }
    for edge in scene.edges.iter().filter(|edge| edge.from == edge.to) {
        let node_radius = scene.nodes[edge.from as usize].radius_pts;
        let (offset, radius) = loop_ring(node_radius, LEAST_LOOP_RADIUS_PTS);
        let center = place(edge.from) + offset.as_dvec2() * points;
        let (radius, width) = (
            f64::from(radius) * points,
            f64::from(edge.from_width_pts) * points,
        );
        let reach = radius + width;
        let paints = [(edge.color, alpha(edge.color, 1.0))];
        raster.cover(&paints, center - reach, center + reach, |at| {
            ((at.distance(center) - radius).abs() <= width / 2.0).then_some(0)
        });
    }
    for &node in scene.node_order.iter() {
        let style = scene.nodes[node as usize];
        let center = place(node);
        let (radius, rim) = (
            f64::from(style.radius_pts) * points,
            f64::from(style.rim_pts) * points,
        );
        let plain = |color: Rgba| f64::from(color.0[3]) / 255.0;
        let (min, max) = (center - radius - 1.0, center + radius + 1.0);
        let paints = [
            (style.rim, plain(style.rim)),
            (style.fill, plain(style.fill)),
        ];
        raster.cover(&paints, min, max, |at| match at.distance(center) {
            distance if distance < radius - rim => Some(1),
            distance if distance <= radius => Some(0),
            _ => None,
        });
    }
    raster
}

fn check(what: &str, scene: &Scene) {
    let Some(mut device) = device() else { return };
    let expected = twin(scene);
    for back_end in [EdgeBackEnd::Quads, EdgeBackEnd::Tiles] {
        device.set_edge_back_end(Some(back_end));
        let pixels = device.pixels(scene);
        device.set_edge_back_end(None);
        let pixels = pixels.expect("the picture is drawn");
        let what = format!("{what}, {back_end:?}");
        compare(&what, scene, &pixels, &expected, most_error(back_end));
    }
}

fn compare(what: &str, scene: &Scene, pixels: &Pixels, expected: &Raster, most_error: f64) {
    let (mut sum, mut count, mut worst, mut place) = (0.0, 0_u32, 0.0_f64, [0, 0]);
    let mut ink = [0.0, 0.0];
    for (index, (found, expected)) in pixels
        .rgba
        .chunks_exact(4)
        .zip(&expected.pixels)
        .enumerate()
    {
        let canvas = scene.background.0;
        let is_canvas = |pixel: [f64; 4]| {
            (0..4).all(|channel| (pixel[channel] * 255.0).round() as u8 == canvas[channel])
        };
        if found == canvas && is_canvas(*expected) {
            continue;
        }
        for channel in 0..4 {
            let canvas = f64::from(scene.background.0[channel]);
            ink[0] += f64::from(found[channel]) - canvas;
            ink[1] += expected[channel] * 255.0 - canvas;
            let error = (f64::from(found[channel]) - expected[channel] * 255.0).abs();
            sum += error;
            count += 1;
            if error > worst {
                worst = error;
                place = [index % expected_width(scene), index / expected_width(scene)];
            }
        }
    }
    let mean = sum / f64::from(count.max(1));
    let ink_error = (ink[0] - ink[1]).abs() / ink[1].max(1.0);
    println!(
        "{what}: ink {:.2} %, mean {mean:.2}, worst {worst:.1} at {place:?}, {} pixels",
        ink_error * 100.0,
        count / 4
    );
    assert!(mean <= MOST_MEAN_ERROR, "{what}: mean error {mean:.2}");
    assert!(
        ink_error <= MOST_INK_ERROR,
        "{what}: {:.1} % of the ink",
        ink_error * 100.0
    );
    assert!(worst <= most_error, "{what}: error {worst:.1} at {place:?}");
}

fn expected_width(scene: &Scene) -> usize {
    scene.camera.size_px[0] as usize
}

#[test]
fn one_node() {
    check("disc", &Sketch::new().node(10.25, -7.5, 20.0).scene());
    check("small disc", &Sketch::new().node(0.3, 0.8, 1.5).scene());
    check(
        "pile",
        &Sketch::new()
            .node(0.0, 0.0, 12.0)
            .node(9.0, 4.0, 8.0)
            .node(2.0, -3.0, 3.0)
            .scene(),
    );
}

#[test]
fn one_edge_of_each_width() {
    for width in [0.3, 1.0, 4.0] {
        for to in [[100.0, 0.0], [100.0, 50.5], [3.25, 60.0], [60.0, 60.0]] {
            let scene = Sketch::new()
                .line([-100.0, -20.25], to, width, bright(255))
                .scene();
            check(&format!("width {width} to {to:?}"), &scene);
        }
    }
}

#[test]
fn tapers_and_strands() {
    let sketch = Sketch::new()
        .node(-90.0, -40.0, 0.0)
        .node(90.0, 35.0, 0.0)
        .stroke(8.0, 0.5, bright(255));
    check("taper", &sketch.scene());
    let sketch = Sketch::new()
        .line([-90.0, -30.0], [90.0, 20.0], 4.0, bright(200))
        .offset(6.0)
        .line([90.0, 20.0], [-90.0, -30.0], 1.5, cool(200))
        .offset(6.0);
    check("strands", &sketch.scene());
}

#[test]
fn translucent_edges_cross() {
    let sketch = Sketch::new()
        .line([-100.0, -60.0], [100.0, 60.0], 6.0, bright(120))
        .line([-100.0, 50.0], [100.0, -55.0], 6.0, cool(80))
        .line([0.0, -70.0], [4.0, 70.0], 3.0, bright(60));
    check("crossing", &sketch.scene());
}

#[test]
fn every_scale() {
    for scale in [1.0, 1.5, 2.0] {
        let sketch = Sketch::new()
            .node(-30.0, -10.0, 9.0)
            .node(25.0, 14.0, 5.0)
            .stroke(4.0, 1.0, bright(180))
            .edge(0, 0, 2.0, 2.0, cool(255))
            .scale(scale);
        check(&format!("scale {scale}"), &sketch.scene());
    }
}

#[test]
fn a_loop_is_a_ring() {
    for width in [0.5, 1.0, 5.0] {
        let sketch = Sketch::new()
            .node(-5.0, 12.0, 14.0)
            .edge(0, 0, width, width, bright(255));
        check(&format!("loop of width {width}"), &sketch.scene());
    }
}

#[test]
fn a_stroke_without_length_draws_nothing() {
    check(
        "no length",
        &Sketch::new()
            .line([5.0, 5.0], [5.0, 5.0], 4.0, bright(255))
            .scene(),
    );
}

#[test]
fn strokes_are_clipped_where_they_leave() {
    check(
        "one end out",
        &Sketch::new()
            .line([0.0, 0.0], [900.0, 340.5], 3.0, bright(255))
            .scene(),
    );
    check(
        "both ends out",
        &Sketch::new()
            .line([-700.0, -300.0], [800.0, 250.0], 3.0, bright(255))
            .scene(),
    );
    check(
        "beside",
        &Sketch::new()
            .line([-700.0, 90.0], [800.0, 91.0], 3.0, bright(255))
            .scene(),
    );
    check(
        "huge",
        &Sketch::new()
            .line([-2.0e6, -1.0e6], [2.0e6, 1.0e6], 3.0, bright(255))
            .scene(),
    );
    check(
        "one huge",
        &Sketch::new()
            .line([12.5, -8.25], [3.0e6, 1.0e6], 3.0, bright(255))
            .scene(),
    );
    check(
        "huge taper",
        &Sketch::new()
            .node(0.0, 0.0, 4.0)
            .node(-4.0e5, 5.0e5, 4.0)
            .stroke(6.0, 2.0, cool(255))
            .scene(),
    );
}

#[test]
fn what_only_passes_recedes() {
    for reach in [130.0, 150.0, 175.0, 900.0] {
        let sketch = Sketch::new()
            .line([-reach, -20.0], [reach, 30.5], 5.0, bright(150))
            .line([-reach, 40.0], [20.0, -30.5], 5.0, cool(150));
        check(&format!("passing from {reach}"), &sketch.scene());
    }
}

#[test]
fn deep_zoom_is_exact() {
    // Twenty thousand times fit, far from the origin: the grid of f32 is coarser than a pixel, but
    // what is drawn is where that grid says.
    let mut sketch = Sketch::new()
        .node(1_000.125, 500.25, 10.0)
        .node(1_000.127, 500.251, 6.0)
        .stroke(2.0, 1.0, bright(255));
    sketch.camera.center = DVec2::new(1_000.126, 500.250_5);
    sketch.camera.pixels_per_unit = 20_000.0;
    sketch.camera.fit_pixels_per_unit = 20_000.0;
    check("deep", &sketch.scene());
}
