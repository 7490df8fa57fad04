//! How does the picture get from the renderer into egui's window?
//!
//! The renderer draws on the window's own device into a texture; egui is told of the texture once
//! and shows it like any image, so a frame without changes costs one textured rectangle.
//!
//! Where the processor draws edges faster than the device does (which is measured), a picture that
//! takes longer than a few milliseconds is made by a [`Painter`] thread. Until it is there the last
//! one is shown, moved and scaled to where its world now is, so no frame waits for a long one.

use std::sync::{Arc, Mutex, OnceLock};

use egui::{Context, TextureId};
use egui_wgpu::RenderState;

use super::edge_costs::EdgeCosts;
use super::painter::{Easel, Painter, Picture, timed};
use super::thinner::Thinner;
use crate::render::gpu::Gpu;
use crate::render::{EdgeBackEnd, Renderer};
use crate::scene::{Marks, Scene};
use crate::views::{Canvas, Painted};

/// A picture that takes no longer than this is drawn within the frame, in milliseconds.
const IN_FRAME_MS: f64 = 5.0;
/// Edges of a first picture that is drawn within the frame, when nothing is known of its cost.
const FEW_EDGES: usize = 2_000;

/// A canvas in the window, for the graph or for the parallel axes.
pub struct WindowCanvas(Option<Inner>);

struct Inner {
    state: RenderState,
    context: Context,
    /// How edges are drawn, if not by what is measured.
    back_end: Option<EdgeBackEnd>,
    /// Made when something is painted for the first time.
    renderer: Option<Renderer>,
    /// The target as it is and, for a scaled picture, smoothed.
    textures: Option<[TextureId; 2]>,
    easel: Arc<Mutex<Easel>>,
    painter: Option<Painter>,
    thinner: Thinner,
    /// What the processor drew last.
    shown: Option<Scene>,
    /// What it was drawn with, if with fewer marks than its Scene has.
    marks: Option<Marks>,
    /// Milliseconds of the slowest picture of the same edges: a view of little of them is cheap
    /// and says nothing of the whole.
    slowest: f64,
}

impl WindowCanvas {
    /// A canvas on the window's device, if it has one; edges are drawn by the back end that
    /// measures as the cheaper one unless one is given.
    #[must_use]
    pub fn new(
        state: Option<&RenderState>,
        context: &Context,
        back_end: Option<EdgeBackEnd>,
    ) -> Self {
        Self(state.map(|state| Inner {
            renderer: None,
            state: state.clone(),
            context: context.clone(),
            back_end,
            textures: None,
            easel: Arc::default(),
            painter: None,
            thinner: Thinner::default(),
            shown: None,
            marks: None,
            slowest: 0.0,
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

    /// How edges are drawn, if there is anything to draw with.
    #[must_use]
    pub fn edge_back_end(&self) -> Option<EdgeBackEnd> {
        self.0.as_ref().map(Inner::edge_back_end)
    }

    /// Pictures drawn since the window was opened.
    #[must_use]
    pub fn redraws(&self) -> u64 {
        let renderer = self.0.as_ref().and_then(|inner| inner.renderer.as_ref());
        renderer.map_or(0, Renderer::redraws)
    }

    /// Whether a picture is under way that is not shown yet.
    #[must_use]
    pub fn is_painting(&self) -> bool {
        let painter = self.0.as_ref().and_then(|inner| inner.painter.as_ref());
        painter.is_some_and(Painter::is_busy)
    }
}

impl Canvas for WindowCanvas {
    fn paint(&mut self, scene: &Scene) -> Result<Painted, String> {
        let Some(inner) = &mut self.0 else {
            return Err("There is no graphics device to draw with.".into());
        };
        Ok(match inner.edge_back_end() {
            EdgeBackEnd::Quads => inner.paint_with_device(scene),
            EdgeBackEnd::Tiles => inner.paint_with_processor(scene),
        })
    }
}

impl Inner {
    /// How edges are drawn; measured once for all canvases.
    fn edge_back_end(&self) -> EdgeBackEnd {
        static COSTS: OnceLock<EdgeCosts> = OnceLock::new();
        self.back_end.unwrap_or_else(|| {
            COSTS
                .get_or_init(|| {
                    let costs = EdgeCosts::measured(&self.state.device, &self.state.queue);
                    tracing::info!(?costs, "edges measured");
                    costs
                })
                .cheaper()
        })
    }

    fn paint_with_device(&mut self, scene: &Scene) -> Painted {
        let fewer = self.thinner.of(scene, &self.context);
        let renderer = renderer(&mut self.renderer, &self.state);
        let size_before = renderer.size_px();
        renderer.draw(fewer.as_ref().unwrap_or(scene));
        let is_new = renderer.size_px() != size_before;
        let [sharp, _] = self.registered(is_new);
        Painted {
            marks: fewer.as_ref().map(Marks::of),
            ..Painted::whole(sharp)
        }
    }

    fn paint_with_processor(&mut self, scene: &Scene) -> Painted {
        match self.painter.as_mut().map(Painter::answer) {
            Some(Ok(Some(picture))) => self.show(picture),
            // The next picture starts another one.
            Some(Err(_)) => self.painter = None,
            Some(Ok(None)) | None => {}
        }
        let is_shown = |shown: &Option<Scene>| {
            let shown = shown.as_ref();
            shown.is_some_and(|shown| shown.same_picture(scene))
        };
        let is_busy = self.painter.as_ref().is_some_and(Painter::is_busy);
        if !is_shown(&self.shown) && !is_busy {
            if self.expected_milliseconds(scene) <= IN_FRAME_MS {
                self.show(timed(&self.easel, scene.clone()));
            } else {
                self.send(scene);
            }
        }
        let painted = match (&self.shown, self.textures) {
            (Some(shown), Some([sharp, smooth])) => {
                if shown.same_picture(scene) || shown.camera == scene.camera {
                    Painted::whole(sharp)
                } else {
                    let is_scaled = shown.camera.pixels_per_unit != scene.camera.pixels_per_unit;
                    Painted {
                        texture: Some(if is_scaled { smooth } else { sharp }),
                        at_px: Some(scene.camera.place_of(&shown.camera)),
                        marks: None,
                    }
                }
            }
            _ => Painted::default(),
        };
        Painted {
            marks: self.marks,
            ..painted
        }
    }

    /// How long a picture will take, judged by the last ones.
    fn expected_milliseconds(&self, scene: &Scene) -> f64 {
        match &self.shown {
            Some(shown) => {
                self.slowest * scene.edges.len().max(1) as f64 / shown.edges.len().max(1) as f64
            }
            None if scene.edges.len() <= FEW_EDGES => 0.0,
            None => f64::INFINITY,
        }
    }

    /// Has a picture made by the painter, or here where the system gives no thread.
    fn send(&mut self, scene: &Scene) {
        if self.painter.is_none() {
            let started = Painter::at(self.easel.clone(), self.context.clone());
            self.painter = started.ok();
        }
        let sent = self.painter.as_mut();
        if !sent.is_some_and(|painter| painter.ask(scene.clone())) {
            self.painter = None;
            self.show(timed(&self.easel, scene.clone()));
        }
    }

    /// Puts a finished picture onto the target.
    fn show(&mut self, picture: Picture) {
        let renderer = renderer(&mut self.renderer, &self.state);
        let size_before = renderer.size_px();
        renderer.show(&picture.scene, &picture.bytes);
        let is_new = renderer.size_px() != size_before;
        self.registered(is_new);
        let before = self.shown.as_ref();
        let is_same = before.is_some_and(|shown| Arc::ptr_eq(&shown.edges, &picture.scene.edges));
        self.slowest = match is_same {
            true => self.slowest.max(picture.milliseconds),
            false => picture.milliseconds,
        };
        self.shown = Some(picture.scene);
        self.marks = picture.marks;
    }

    /// The target as egui knows it; told again if it is another one.
    fn registered(&mut self, is_new: bool) -> [TextureId; 2] {
        let device = &self.state.device;
        let view = self.renderer.as_ref().and_then(Renderer::view);
        let Some(view) = view else {
            return self.textures.unwrap_or_default();
        };
        let filters = [wgpu::FilterMode::Nearest, wgpu::FilterMode::Linear];
        let mut egui_renderer = self.state.renderer.write();
        match self.textures {
            Some(ids) => {
                for (id, filter) in ids.into_iter().zip(filters).filter(|_| is_new) {
                    egui_renderer.update_egui_texture_from_wgpu_texture(device, view, filter, id);
                }
                ids
            }
            None => *self.textures.insert(
                filters.map(|filter| egui_renderer.register_native_texture(device, view, filter)),
            ),
        }
    }
}

fn renderer<'a>(slot: &'a mut Option<Renderer>, state: &RenderState) -> &'a mut Renderer {
    slot.get_or_insert_with(|| Renderer::new(&state.device, &state.queue))
}
