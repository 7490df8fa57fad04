//! How does a Scene become pixels?
//!
//! ```text
//! Scene ──upload what changed──▶ strokes, rings, discs ──▶ texture ──▶ window or Pixels
//!   ├──Raster, where the processor draws edges faster──────────▶┘
//!   └──labels, overlay──▶ egui's painter, over it
//! ```
//!
//! One primitive is one pipeline, one Rust file here and one WGSL file in `shaders/`; what they
//! share is in `frame.rs` and `shaders/frame.wgsl`. The [`Renderer`] owns its target, one sample a
//! pixel and premultiplied, and draws only when Scene, camera or size changed, so that an idle
//! window costs nothing. The window, `flowloom render` and the tests use the same one.

mod back_end;
mod buffers;
mod discs;
mod frame;
pub mod gpu;
mod mirror;
mod offscreen;
mod overlay;
mod raster;
mod renderer;
mod rings;
mod strokes;

pub use back_end::{EdgeBackEnd, ink, probe};
pub use mirror::{MirroredStruct, mirrored_structs};
pub use offscreen::{MOST_PIXELS, Offscreen, Pixels, RenderError};
pub use overlay::{TextMeasure, color32, paint_overlay, paint_shapes};
pub use raster::Raster;
pub use renderer::{Renderer, TARGET_FORMAT};
