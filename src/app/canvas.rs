//! How does the picture get from the renderer into egui's window?
//!
//! The renderer draws on the window's own device into a texture; egui is told of the texture once
//! and shows it like any image, so a frame without changes costs one textured rectangle.

use egui::TextureId;
use egui_wgpu::RenderState;

use crate::render::Renderer;
use crate::render::gpu::Gpu;
use crate::scene::Scene;
use crate::views::Canvas;

/// A canvas in the window, for the graph or for the parallel axes.
pub struct WindowCanvas(Option<Inner>);

struct Inner {
    state: RenderState,
    /// Made when something is painted for the first time.
    renderer: Option<Renderer>,
    texture: Option<TextureId>,
}

impl WindowCanvas {
    /// A canvas on the window's device, if it has one.
    #[must_use]
    pub fn new(state: Option<&RenderState>) -> Self {
        Self(state.map(|state| Inner {
            renderer: None,
            state: state.clone(),
            texture: None,
        }))
    }

    /// The adapter in words.
    #[must_use]
    pub fn adapter(&self) -> String {
        self.0.as_ref().map_or_else(
            || "nothing".into(),
            |inner| {
                let info = inner.state.adapter.get_info();
                format!("{} ({})", crate::text::printable(&info.name), info.backend)
            },
        )
    }

    /// What to tell the user about the adapter, if anything.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.gpu().and_then(|gpu| gpu.notice())
    }

    /// The window's device, to draw an export with.
    #[must_use]
    pub fn gpu(&self) -> Option<Gpu> {
        let Inner { state, .. } = self.0.as_ref()?;
        Some(Gpu {
            device: state.device.clone(),
            queue: state.queue.clone(),
            info: state.adapter.get_info(),
        })
    }
}

impl Canvas for WindowCanvas {
    fn paint(&mut self, scene: &Scene) -> Result<TextureId, String> {
        let Some(Inner {
            state,
            renderer,
            texture,
        }) = &mut self.0
        else {
            return Err("There is no graphics device to draw with.".into());
        };
        let renderer = renderer.get_or_insert_with(|| Renderer::new(&state.device, &state.queue));
        let size_before = renderer.size_px();
        renderer.draw(scene);
        let is_new = renderer.size_px() != size_before;
        let view = renderer.draw(scene);
        let filter = wgpu::FilterMode::Nearest;
        let mut egui_renderer = state.renderer.write();
        Ok(match texture {
            Some(id) => {
                if is_new {
                    egui_renderer.update_egui_texture_from_wgpu_texture(
                        &state.device,
                        view,
                        filter,
                        *id,
                    );
                }
                *id
            }
            None => {
                *texture.insert(egui_renderer.register_native_texture(&state.device, view, filter))
            }
        })
    }
}
