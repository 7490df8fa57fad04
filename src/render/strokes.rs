//! Edges: straight strokes whose width changes from one end to the other.
//!
//! ```text
//!   from ▐████▆▆▆▆▅▅▅▅▄▄▄▄▃▃▃▃▂▂▂▂ to      two triangles, widened by half a pixel
//! ```
//!
//! Coverage is computed from the distance to the borders instead of by multisampling, which costs
//! twice as much on a software device. Thinner than a pixel means fainter, so that thin lines do
//! not shimmer. Twin of `shaders/strokes.wgsl`.

use bytemuck::{Pod, Zeroable};

use super::buffers::{self, Chunk};
use super::frame;
use crate::scene::EdgeStyle;

/// Mirror of `Stroke` in `shaders/strokes.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Stroke {
    /// Node at the wide end.
    pub(super) from_node: u32,
    /// Node at the narrow end.
    pub(super) to_node: u32,
    /// Width at `from_node` in the low and at `to_node` in the high half, in 1/1024 point.
    pub(super) widths: u32,
    /// Straight colour, `0xAABBGGRR`.
    pub(super) color: u32,
    /// Distance of the stroke to the left of the straight line, in points.
    pub(super) offset_pts: f32,
    /// As how many strokes it counts.
    pub(super) layers: f32,
}

impl Stroke {
    pub(super) fn new(edge: &EdgeStyle) -> Self {
        let fixed = |width_pts: f32| (width_pts * 1024.0).round().clamp(0.0, 65_535.0) as u32;
        Self {
            from_node: edge.from,
            to_node: edge.to,
            widths: fixed(edge.from_width_pts) | fixed(edge.to_width_pts) << 16,
            color: u32::from_le_bytes(edge.color.0),
            offset_pts: edge.offset_pts,
            layers: edge.layers,
        }
    }
}

/// The pipeline, and the strokes uploaded last.
#[derive(Debug)]
pub(super) struct Strokes {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    chunks: Vec<Chunk>,
}

impl Strokes {
    pub(super) fn new(device: &wgpu::Device, frame_layout: &wgpu::BindGroupLayout) -> Self {
        let source = include_str!("../../shaders/strokes.wgsl");
        let (pipeline, layout) = frame::pipeline(device, frame_layout, "strokes", source, 1);
        Self {
            pipeline,
            layout,
            chunks: Vec::new(),
        }
    }

    /// Uploads all edges that are no loops.
    pub(super) fn upload(&mut self, device: &wgpu::Device, edges: &[EdgeStyle]) {
        let strokes: Vec<Stroke> = edges
            .iter()
            .filter(|edge| edge.from != edge.to)
            .map(Stroke::new)
            .collect();
        self.chunks = strokes
            .chunks(buffers::values_per_binding::<Stroke>(device).max(1))
            .map(|chunk| {
                let buffer = buffers::storage(device, "strokes", chunk);
                Chunk {
                    bind_group: buffers::bind_group(device, "strokes", &self.layout, &[&buffer]),
                    vertices: buffers::vertices(chunk.len()),
                }
            })
            .collect();
    }

    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_pipeline(&self.pipeline);
        self.chunks.iter().for_each(|chunk| chunk.draw(pass));
    }
}
