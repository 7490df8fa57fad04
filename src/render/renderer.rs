//! When is the picture drawn, and onto what?
//!
//! The [`Renderer`] owns its target and remembers what it drew: positions, looks and edges by
//! their `Arc`, the camera and the background by value. The same again draws nothing. Labels and
//! overlay are not its business: they are painted over the target by [`super::paint_overlay`].
//!
//! | bind group | changes with | 0 | 1 |
//! | --- | --- | --- | --- |
//! | 0 | camera, positions | frame | positions |
//! | 1 | style, traffic | strokes, rings or discs | order (discs) |

use glam::Vec2;

use super::buffers::{self, Uploaded};
use super::discs::Discs;
use super::frame::{self, Frame, Tile};
use super::rings::Rings;
use super::strokes::Strokes;
use crate::scene::tokens::Rgba;
use crate::scene::{Camera, EdgeStyle, NodeStyle, Scene};

/// Format of the target: premultiplied sRGB values, blended as they are, which is what egui takes
/// for an image and what SVG viewers do.
pub const TARGET_FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;

/// Draws Scenes on one device. After a lost device, make another one.
#[derive(Debug)]
pub struct Renderer {
    device: wgpu::Device,
    queue: wgpu::Queue,
    frame: wgpu::Buffer,
    frame_layout: wgpu::BindGroupLayout,
    frame_group: Option<wgpu::BindGroup>,
    strokes: Strokes,
    rings: Rings,
    discs: Discs,
    positions: Uploaded<Vec2>,
    nodes: Uploaded<NodeStyle>,
    order: Uploaded<u32>,
    edges: Uploaded<EdgeStyle>,
    target: Option<Target>,
    drawn: Option<(Camera, Rgba)>,
    redraws: u64,
}

/// The texture that is drawn onto.
#[derive(Debug)]
struct Target {
    texture: wgpu::Texture,
    view: wgpu::TextureView,
    size_px: [u32; 2],
}

impl Renderer {
    /// Compiles the pipelines.
    #[must_use]
    pub fn new(device: &wgpu::Device, queue: &wgpu::Queue) -> Self {
        let frame_layout = frame::layout(device);
        let frame = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("frame"),
            size: size_of::<Frame>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Self {
            strokes: Strokes::new(device, &frame_layout),
            rings: Rings::new(device, &frame_layout),
            discs: Discs::new(device, &frame_layout),
            device: device.clone(),
            queue: queue.clone(),
            frame,
            frame_layout,
            frame_group: None,
            positions: Uploaded::nothing(),
            nodes: Uploaded::nothing(),
            order: Uploaded::nothing(),
            edges: Uploaded::nothing(),
            target: None,
            drawn: None,
            redraws: 0,
        }
    }

    /// The picture of a Scene in its camera's size, drawn if it is not the one drawn last.
    ///
    /// The view is a new one whenever the size changes; compare [`Renderer::size_px`] before and
    /// after. Sides are cut at the largest texture of the device.
    pub fn draw(&mut self, scene: &Scene) -> &wgpu::TextureView {
        let most = self.device.limits().max_texture_dimension_2d;
        let tile = Tile::whole(scene.camera.size_px.map(|side| side.min(most)));
        let same_size = self.size_px() == Some(tile.size_px);
        let uploaded = self.upload(scene);
        let look = (scene.camera, scene.background);
        if uploaded || !same_size || self.drawn != Some(look) {
            self.draw_tile(scene, tile);
            self.drawn = Some(look);
        }
        // Drawn just now or before.
        &self.target.as_ref().expect("a target was made").view
    }

    /// Shows a picture that [`super::Raster::picture`] made of a Scene; one that does not have the
    /// size of the Scene's camera is left out.
    pub fn show(&mut self, scene: &Scene, premultiplied: &[u8]) {
        let most = self.device.limits().max_texture_dimension_2d;
        let size_px = scene.camera.size_px.map(|side| side.clamp(1, most));
        self.show_part(size_px, premultiplied);
    }

    /// The same for a part of a picture.
    pub(super) fn show_part(
        &mut self,
        size_px: [u32; 2],
        premultiplied: &[u8],
    ) -> (&wgpu::Texture, &wgpu::TextureView) {
        self.drawn = None;
        self.redraws += 1;
        if self.size_px() != Some(size_px) {
            self.target = Some(Target::new(&self.device, size_px));
        }
        let target = self.target.as_ref().expect("a target was made");
        let [width, height] = size_px;
        if premultiplied.len() as u64 == u64::from(width) * u64::from(height) * 4 {
            self.queue.write_texture(
                target.texture.as_image_copy(),
                premultiplied,
                wgpu::TexelCopyBufferLayout {
                    offset: 0,
                    bytes_per_row: Some(width * 4),
                    rows_per_image: None,
                },
                wgpu::Extent3d {
                    width,
                    height,
                    depth_or_array_layers: 1,
                },
            );
        }
        (&target.texture, &target.view)
    }

    /// What is drawn onto, once something was.
    #[must_use]
    pub fn view(&self) -> Option<&wgpu::TextureView> {
        self.target.as_ref().map(|target| &target.view)
    }

    /// Times that something was drawn since the renderer was made.
    #[must_use]
    pub fn redraws(&self) -> u64 {
        self.redraws
    }

    /// Size of the target in physical pixels.
    #[must_use]
    pub fn size_px(&self) -> Option<[u32; 2]> {
        self.target.as_ref().map(|target| target.size_px)
    }

    /// Draws a part of the picture onto a target of the part's size.
    pub(super) fn draw_tile(
        &mut self,
        scene: &Scene,
        tile: Tile,
    ) -> (&wgpu::Texture, &wgpu::TextureView) {
        self.upload(scene);
        self.drawn = None;
        self.redraws += 1;
        if self.size_px() != Some(tile.size_px) {
            self.target = Some(Target::new(&self.device, tile.size_px));
        }
        self.queue
            .write_buffer(&self.frame, 0, bytemuck::bytes_of(&Frame::new(scene, tile)));
        let target = self.target.as_ref().expect("a target was made");
        let [red, green, blue, _] = scene.background.0.map(|value| f64::from(value) / 255.0);
        let alpha = f64::from(scene.background.alpha());
        let background = wgpu::Color {
            r: red * alpha,
            g: green * alpha,
            b: blue * alpha,
            a: alpha,
        };
        let mut encoder = self
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor {
                label: Some("picture"),
            });
        {
            let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("picture"),
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &target.view,
                    depth_slice: None,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(background),
                        store: wgpu::StoreOp::Store,
                    },
                })],
                ..wgpu::RenderPassDescriptor::default()
            });
            if let Some(group) = &self.frame_group {
                pass.set_bind_group(0, group, &[]);
                self.strokes.draw(&mut pass);
                self.rings.draw(&mut pass);
                self.discs.draw(&mut pass);
            }
        }
        self.queue.submit([encoder.finish()]);
        (&target.texture, &target.view)
    }

    /// Uploads the arrays that are new; says whether any was.
    fn upload(&mut self, scene: &Scene) -> bool {
        let positions = self.positions.is_new(&scene.positions);
        let nodes = self.nodes.is_new(&scene.nodes);
        let order = self.order.is_new(&scene.node_order);
        let edges = self.edges.is_new(&scene.edges);
        if positions {
            let buffer = buffers::storage(&self.device, "positions", &scene.positions);
            let buffers = [&self.frame, &buffer];
            self.frame_group = Some(buffers::bind_group(
                &self.device,
                "frame",
                &self.frame_layout,
                &buffers,
            ));
        }
        if edges {
            self.strokes.upload(&self.device, &scene.edges);
        }
        if edges || nodes {
            self.rings.upload(&self.device, &scene.edges, &scene.nodes);
        }
        if nodes || order {
            self.discs
                .upload(&self.device, &scene.nodes, &scene.node_order);
        }
        positions || nodes || order || edges
    }
}

impl Target {
    fn new(device: &wgpu::Device, size_px: [u32; 2]) -> Self {
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("picture"),
            size: wgpu::Extent3d {
                width: size_px[0],
                height: size_px[1],
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: TARGET_FORMAT,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT
                | wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::COPY_SRC
                | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        Self {
            texture,
            view,
            size_px,
        }
    }
}
