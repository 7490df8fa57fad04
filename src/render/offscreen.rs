//! How is a picture drawn without a window?
//!
//! In tiles: a device has a largest texture and a figure may be eight times a screen. Each tile is
//! drawn by the same [`Renderer`], gets its part of labels and overlay from egui's renderer, and
//! is copied back. Tiles share the picture's coordinates, so no seam shows.

use super::back_end::EdgeBackEnd;
use super::frame::Tile;
use super::gpu::{Gpu, GpuError};
use super::overlay::{self, TextMeasure};
use super::raster::{MOST_SIDE_PX, Raster};
use super::renderer::{Renderer, TARGET_FORMAT};
use crate::scene::{Detail, Marks, Scene};

/// An image: rows from the top, straight (not premultiplied) sRGB with alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height.
    pub size_px: [u32; 2],
    /// Red, green, blue, alpha of each pixel.
    pub rgba: Vec<u8>,
}

/// Why a picture could not be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// No adapter or device.
    #[error(transparent)]
    Gpu(#[from] GpuError),
    /// The picture has more pixels than [`MOST_PIXELS`].
    #[error("a picture of {0} × {1} pixels is too large; at most {max} pixels are drawn", max = MOST_PIXELS)]
    TooLarge(u32, u32),
    /// The device was lost, or ran out of memory.
    #[error("the graphics device gave up: {0}")]
    Device(String),
}

/// Pixels of a picture at the most: eight times 1600 × 1000 in each direction fits twice.
pub const MOST_PIXELS: u64 = 1 << 28;
/// Side of a tile; textures of this size fit every adapter and a little memory.
const TILE_PX: u32 = 4_096;

/// Draws pictures without a window.
pub struct Offscreen {
    gpu: Gpu,
    renderer: Renderer,
    raster: Raster,
    detail: Detail,
    /// What the last picture was drawn with, if with fewer marks than its Scene has.
    marks: Option<Marks>,
    /// How edges are drawn, if not by the density of the picture.
    back_end: Option<EdgeBackEnd>,
    text: egui_wgpu::Renderer,
}

impl Offscreen {
    /// Opens the best adapter.
    ///
    /// # Errors
    /// If there is none.
    pub fn new() -> Result<Self, GpuError> {
        Ok(Self::on(Gpu::open()?))
    }

    /// Draws with an open device, which may be the window's.
    #[must_use]
    pub fn on(gpu: Gpu) -> Self {
        let options = egui_wgpu::RendererOptions {
            dithering: false,
            predictable_texture_filtering: true,
            ..egui_wgpu::RendererOptions::default()
        };
        Self {
            renderer: Renderer::new(&gpu.device, &gpu.queue),
            raster: Raster::new(),
            detail: Detail::default(),
            marks: None,
            back_end: None,
            text: egui_wgpu::Renderer::new(&gpu.device, TARGET_FORMAT, options),
            gpu,
        }
    }

    /// The device that draws.
    #[must_use]
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// The renderer, for those who look at what it draws.
    pub fn renderer(&mut self) -> &mut Renderer {
        &mut self.renderer
    }

    /// Draws edges in this way from now on; with none it follows from each Scene alone, by
    /// [`EdgeBackEnd::for_scene`].
    pub fn set_edge_back_end(&mut self, back_end: Option<EdgeBackEnd>) {
        self.back_end = back_end;
    }

    /// What the last picture was drawn with, if fewer marks than its Scene has stand for all.
    #[must_use]
    pub fn marks(&self) -> Option<Marks> {
        self.marks
    }

    /// The picture of a Scene with its labels and overlay; where many strokes or discs lie on the
    /// same few pixels, one stands for them ([`Detail`]).
    ///
    /// # Errors
    /// If the picture is too large or the device gives up.
    pub fn pixels(&mut self, scene: &Scene) -> Result<Pixels, RenderError> {
        let most = self.gpu.device.limits().max_texture_dimension_2d;
        self.pixels_in_tiles(scene, TILE_PX.min(most))
    }

    /// The same picture, drawn in tiles of at most this side.
    ///
    /// # Errors
    /// If the picture is too large or the device gives up.
    pub fn pixels_in_tiles(&mut self, scene: &Scene, side_px: u32) -> Result<Pixels, RenderError> {
        let [width, height] = scene.camera.size_px.map(|side| side.max(1));
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(RenderError::TooLarge(width, height));
        }
        let side_px = side_px.max(1);
        let back_end = match self.back_end {
            _ if width.max(height) > MOST_SIDE_PX => EdgeBackEnd::Quads,
            Some(back_end) => back_end,
            None => EdgeBackEnd::for_scene(scene),
        };
        let fewer = self.detail.of(scene);
        self.marks = fewer.as_ref().map(Marks::of);
        let scene = fewer.as_ref().unwrap_or(scene);
        let mut rgba = vec![0; width as usize * height as usize * 4];
        let (primitives, mut textures) = TextMeasure::meshes(scene);
        for (id, deltas) in textures.set.drain() {
            for delta in deltas {
                self.text
                    .update_texture(&self.gpu.device, &self.gpu.queue, id, &delta);
            }
        }
        let unused: Vec<_> = textures.free.drain().collect();
        for top in (0..height).step_by(side_px as usize) {
            for left in (0..width).step_by(side_px as usize) {
                let tile = Tile {
                    origin_px: [left, top],
                    size_px: [side_px.min(width - left), side_px.min(height - top)],
                };
                let rows = self.tile_rows(scene, tile, back_end, &primitives)?;
                for (row, bytes) in rows.into_iter().enumerate() {
                    let start = ((top as usize + row) * width as usize + left as usize) * 4;
                    rgba[start..start + bytes.len()].copy_from_slice(&bytes);
                }
            }
        }
        unused.iter().for_each(|id| self.text.free_texture(id));
        Ok(Pixels {
            size_px: [width, height],
            rgba,
        })
    }

    /// Draws one tile and reads it back, row by row, straight alpha.
    fn tile_rows(
        &mut self,
        scene: &Scene,
        tile: Tile,
        back_end: EdgeBackEnd,
        primitives: &[egui::ClippedPrimitive],
    ) -> Result<Vec<Vec<u8>>, RenderError> {
        let Gpu { device, queue, .. } = &self.gpu;
        let pixels_per_point = scene.camera.pixels_per_point;
        let [left, top] = tile.origin_px.map(|place| place as f32 / pixels_per_point);
        let primitives = overlay::moved(primitives, -egui::vec2(left, top));
        let screen = egui_wgpu::ScreenDescriptor {
            size_in_pixels: tile.size_px,
            pixels_per_point,
        };
        let (texture, view) = match back_end {
            EdgeBackEnd::Quads => self.renderer.draw_tile(scene, tile),
            EdgeBackEnd::Tiles => {
                let bytes = self.raster.tile(scene, tile);
                self.renderer.show_part(tile.size_px, &bytes)
            }
        };

        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor {
            label: Some("overlay"),
        });
        let mut commands =
            self.text
                .update_buffers(device, queue, &mut encoder, &primitives, &screen);
        {
            let pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("overlay"),
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view,
                    depth_slice: None,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Load,
                        store: wgpu::StoreOp::Store,
                    },
                })],
                ..wgpu::RenderPassDescriptor::default()
            });
            self.text
                .render(&mut pass.forget_lifetime(), &primitives, &screen);
        }
        let [width, height] = tile.size_px;
        let bytes_per_row = (width * 4).next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("picture"),
            size: u64::from(bytes_per_row) * u64::from(height),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        encoder.copy_texture_to_buffer(
            texture.as_image_copy(),
            wgpu::TexelCopyBufferInfo {
                buffer: &buffer,
                layout: wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(bytes_per_row),
                    rows_per_image: None,
                },
            },
            wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            },
        );
        commands.push(encoder.finish());
        queue.submit(commands);

        let failed = |error: &dyn std::fmt::Display| RenderError::Device(error.to_string());
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        buffer
            .slice(..)
            .map_async(wgpu::MapMode::Read, move |result| {
                // The receiver waits below; if it is gone there is nobody to tell.
                let _ = sender.send(result);
            });
        device
            .poll(wgpu::PollType::wait_indefinitely())
            .map_err(|error| failed(&error))?;
        receiver
            .recv()
            .map_err(|error| failed(&error))?
            .map_err(|error| failed(&error))?;
        let mapped = buffer
            .slice(..)
            .get_mapped_range()
            .map_err(|error| failed(&error))?;
        let rows = mapped
            .chunks_exact(bytes_per_row as usize)
            .map(|row| straight(&row[..width as usize * 4]))
            .collect();
        Ok(rows)
    }
}

/// Straight colours from premultiplied ones.
fn straight(premultiplied: &[u8]) -> Vec<u8> {
    let mut rgba = premultiplied.to_vec();
    for pixel in rgba.chunks_exact_mut(4) {
        let alpha = u32::from(pixel[3]);
        if alpha != 0 && alpha != 255 {
            for value in &mut pixel[..3] {
                *value = ((u32::from(*value) * 255 + alpha / 2) / alpha).min(255) as u8;
            }
        }
    }
    rgba
}
