//! Which way of drawing edges costs less on this machine?
//!
//! Both draw the same small picture with edges and without, and are waited for; what counts is the
//! time that a pixel of edge adds. Done once, when the first picture is wanted.

use std::time::Instant;

use glam::Vec2;

use crate::render::{EdgeBackEnd, Raster, Renderer, ink, probe};
use crate::scene::Scene;
use std::sync::Arc;

/// What a pixel of edge costs, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeCosts {
    /// Drawn by the graphics device.
    pub quads_ns: f64,
    /// Drawn by the processor.
    pub tiles_ns: f64,
}

impl EdgeCosts {
    /// Draws a small picture both ways and waits for it: some 20 ms in software.
    #[must_use]
    pub fn measured(device: &wgpu::Device, queue: &wgpu::Queue) -> Self {
        let mut renderer = Renderer::new(device, queue);
        let mut raster = Raster::new();
        let whole = probe();
        let bare = Scene {
            edges: Arc::from([]),
            ..whole.clone()
        };
        let pixels = ink(&whole) * whole.camera.size_dvec().element_product();
        let fastest = |scene: &Scene, draw: &mut dyn FnMut(&Scene)| {
            let mut scene = scene.clone();
            let times = (0..4).map(|_| {
                // A hundredth of a pixel, so that it is drawn again.
                scene.camera = scene.camera.panned(Vec2::new(0.01, 0.0));
                let began = Instant::now();
                draw(&scene);
                began.elapsed().as_secs_f64()
            });
            // The first one compiles and uploads.
            times.skip(1).fold(f64::INFINITY, f64::min)
        };
        let cost = |draw: &mut dyn FnMut(&Scene)| {
            let added = fastest(&whole, draw) - fastest(&bare, draw);
            added.max(0.0) * 1e9 / pixels
        };
        let quads_ns = cost(&mut |scene| {
            renderer.draw(scene);
            // A device that fails says so when it is drawn with.
            let _ = device.poll(wgpu::PollType::wait_indefinitely());
        });
        let tiles_ns = cost(&mut |scene| {
            std::hint::black_box(raster.picture(scene));
        });
        Self { quads_ns, tiles_ns }
    }

    /// The one that costs less.
    #[must_use]
    pub fn cheaper(self) -> EdgeBackEnd {
        if self.tiles_ns < self.quads_ns {
            EdgeBackEnd::Tiles
        } else {
            EdgeBackEnd::Quads
        }
    }
}
