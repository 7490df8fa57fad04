//! Nodes: filled discs with a rim, by signed distance.
//!
//! A square around each disc, in which each pixel's distance from the centre says how much of it
//! is fill and how much is rim. Twin of `shaders/discs.wgsl`.

use bytemuck::{Pod, Zeroable};

use super::buffers::{self, Chunk};
use super::frame;
use crate::scene::NodeStyle;

/// Mirror of `Disc` in `shaders/discs.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Disc {
    /// Radius in points, the rim included.
    pub(super) radius_pts: f32,
    /// Width of the rim in points.
    pub(super) rim_pts: f32,
    /// Straight colour of the fill, `0xAABBGGRR`.
    pub(super) fill: u32,
    /// Straight colour of the rim, `0xAABBGGRR`.
    pub(super) rim: u32,
}

impl From<&NodeStyle> for Disc {
    fn from(node: &NodeStyle) -> Self {
        Self {
            radius_pts: node.radius_pts,
            rim_pts: node.rim_pts.min(node.radius_pts),
            fill: u32::from_le_bytes(node.fill.0),
            rim: u32::from_le_bytes(node.rim.0),
        }
    }
}

/// The pipeline, and the discs uploaded last.
#[derive(Debug)]
pub(super) struct Discs {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    chunk: Option<Chunk>,
}

impl Discs {
    pub(super) fn new(device: &wgpu::Device, frame_layout: &wgpu::BindGroupLayout) -> Self {
        let source = include_str!("../../shaders/discs.wgsl");
        let (pipeline, layout) = frame::pipeline(device, frame_layout, "discs", source, 2);
        Self {
            pipeline,
            layout,
            chunk: None,
        }
    }

    /// Uploads looks, `[node]`, and the order of drawing.
    pub(super) fn upload(&mut self, device: &wgpu::Device, nodes: &[NodeStyle], order: &[u32]) {
        if order.is_empty() {
            self.chunk = None;
            return;
        }
        let discs: Vec<Disc> = nodes.iter().map(Disc::from).collect();
        let discs = buffers::storage(device, "discs", &discs);
        let drawn = buffers::storage(device, "disc order", order);
        self.chunk = Some(Chunk {
            bind_group: buffers::bind_group(device, "discs", &self.layout, &[&discs, &drawn]),
            vertices: buffers::vertices(order.len()),
        });
    }

    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_pipeline(&self.pipeline);
        if let Some(chunk) = &self.chunk {
            chunk.draw(pass);
        }
    }
}
