//! What does every primitive know about the picture?
//!
//! Bind group 0: the frame uniform and the node positions. Twin of `shaders/frame.wgsl`.

use bytemuck::{Pod, Zeroable};
use glam::{DVec2, Vec2};

use crate::scene::Scene;

/// The part of a picture that is drawn in one pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tile {
    /// Top left corner in physical pixels of the picture.
    pub(super) origin_px: [u32; 2],
    /// Size in physical pixels.
    pub(super) size_px: [u32; 2],
}

impl Tile {
    /// The whole picture.
    pub(super) fn whole(size_px: [u32; 2]) -> Self {
        Self {
            origin_px: [0; 2],
            size_px: size_px.map(|side| side.max(1)),
        }
    }
}

/// Mirror of `Frame` in `shaders/frame.wgsl`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Frame {
    /// World point at the centre of the picture, rounded to f32.
    pub(super) center_high: [f32; 2],
    /// What rounding lost.
    pub(super) center_low: [f32; 2],
    /// Size of the whole picture in physical pixels.
    pub(super) picture_px: [f32; 2],
    /// Top left corner of the part that is drawn now.
    pub(super) tile_origin_px: [f32; 2],
    /// Size of the part that is drawn now.
    pub(super) tile_px: [f32; 2],
    /// Physical pixels per world unit.
    pub(super) pixels_per_unit: f32,
    /// Physical pixels per point of a node radius or edge width.
    pub(super) pixels_per_style_point: f32,
    /// Opacity becomes `1 - (1 - alpha)^ink_layers`.
    pub(super) ink_layers: f32,
    pub(super) _padding: f32,
}

impl Frame {
    pub(super) fn new(scene: &Scene, tile: Tile) -> Self {
        let camera = &scene.camera;
        let center_high: Vec2 = camera.center.as_vec2();
        let center_low: DVec2 = camera.center - center_high.as_dvec2();
        let floats = |pair: [u32; 2]| pair.map(|value| value as f32);
        Self {
            center_high: center_high.to_array(),
            center_low: center_low.as_vec2().to_array(),
            picture_px: floats(camera.size_px.map(|side| side.max(1))),
            tile_origin_px: floats(tile.origin_px),
            tile_px: floats(tile.size_px),
            pixels_per_unit: camera.pixels_per_unit as f32,
            pixels_per_style_point: scene.pixels_per_style_point(),
            ink_layers: camera.ink_layers(),
            _padding: 0.0,
        }
    }
}

/// The text that every primitive's shader begins with.
const SHADER: &str = include_str!("../../shaders/frame.wgsl");

/// A primitive's shader with what all of them share before it.
pub(super) fn shader(device: &wgpu::Device, label: &str, own: &str) -> wgpu::ShaderModule {
    device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(label),
        source: wgpu::ShaderSource::Wgsl(format!("{SHADER}\n{own}").into()),
    })
}

/// Layout of bind group 0.
pub(super) fn layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding, ty| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
        ty: wgpu::BindingType::Buffer {
            ty,
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    };
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("frame"),
        entries: &[
            entry(0, wgpu::BufferBindingType::Uniform),
            entry(1, wgpu::BufferBindingType::Storage { read_only: true }),
        ],
    })
}

/// The pipeline of one primitive: `count` read-only storage buffers in bind group 1, triangles
/// without vertex buffers, premultiplied blending.
pub(super) fn pipeline(
    device: &wgpu::Device,
    frame_layout: &wgpu::BindGroupLayout,
    label: &str,
    own_shader: &str,
    count: u32,
) -> (wgpu::RenderPipeline, wgpu::BindGroupLayout) {
    let entries: Vec<_> = (0..count)
        .map(|binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::VERTEX,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only: true },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        })
        .collect();
    let own_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some(label),
        entries: &entries,
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(label),
        bind_group_layouts: &[Some(frame_layout), Some(&own_layout)],
        immediate_size: 0,
    });
    let module = shader(device, label, own_shader);
    let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(label),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("vertex_main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[],
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("fragment_main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format: super::TARGET_FORMAT,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        multiview_mask: None,
        cache: None,
    });
    (pipeline, own_layout)
}
