//! Loops: edges with both ends on one node, drawn as a ring beside it.
//!
//! The ring lies up and to the right of the disc and a third of it is behind the disc, so that it
//! reads as a line that leaves and comes back. Twin of `shaders/rings.wgsl`.

use bytemuck::{Pod, Zeroable};

use super::buffers::{self, Chunk};
use super::frame;
use crate::scene::{EdgeStyle, LEAST_LOOP_RADIUS_PTS, NodeStyle, loop_ring};

/// Mirror of `Ring` in `shaders/rings.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Ring {
    /// The node.
    pub(super) node: u32,
    /// Straight colour, `0xAABBGGRR`.
    pub(super) color: u32,
    /// Centre of the ring from the node's centre, in points.
    pub(super) offset_pts: [f32; 2],
    /// Radius of the ring's middle line, in points.
    pub(super) radius_pts: f32,
    /// Width of the ring, in points.
    pub(super) width_pts: f32,
}

impl Ring {
    pub(super) fn new(edge: &EdgeStyle, nodes: &[NodeStyle]) -> Option<Self> {
        let node_radius = nodes.get(edge.from as usize)?.radius_pts;
        let (offset, radius_pts) = loop_ring(node_radius, LEAST_LOOP_RADIUS_PTS);
        Some(Self {
            node: edge.from,
            color: u32::from_le_bytes(edge.color.0),
            offset_pts: offset.to_array(),
            radius_pts,
            width_pts: edge.from_width_pts,
        })
    }
}

/// The pipeline, and the rings uploaded last.
#[derive(Debug)]
pub(super) struct Rings {
    pipeline: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    chunks: Vec<Chunk>,
}

impl Rings {
    pub(super) fn new(device: &wgpu::Device, frame_layout: &wgpu::BindGroupLayout) -> Self {
        let source = include_str!("../../shaders/rings.wgsl");
        let (pipeline, layout) = frame::pipeline(device, frame_layout, "rings", source, 1);
        Self {
            pipeline,
            layout,
            chunks: Vec::new(),
        }
    }

    /// Uploads all edges that are loops; their rings depend on the size of their nodes.
    pub(super) fn upload(
        &mut self,
        device: &wgpu::Device,
        edges: &[EdgeStyle],
        nodes: &[NodeStyle],
    ) {
        let rings: Vec<Ring> = edges
            .iter()
            .filter(|edge| edge.from == edge.to)
            .filter_map(|edge| Ring::new(edge, nodes))
            .collect();
        self.chunks = rings
            .chunks(buffers::values_per_binding::<Ring>(device).max(1))
            .map(|chunk| {
                let buffer = buffers::storage(device, "rings", chunk);
                Chunk {
                    bind_group: buffers::bind_group(device, "rings", &self.layout, &[&buffer]),
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
