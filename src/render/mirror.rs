//! Which structs are written down on both sides?
//!
//! `tests/shaders.rs` compares size and offsets with what naga derives from the shaders.

use std::mem::offset_of;

use super::discs::Disc;
use super::frame::Frame;
use super::rings::Ring;
use super::strokes::Stroke;

/// A struct that Rust fills and a shader reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MirroredStruct {
    /// File in `shaders/`.
    pub shader: &'static str,
    /// Name of the struct.
    pub name: &'static str,
    /// Bytes of one value.
    pub size: usize,
    /// Name and offset in bytes of each field.
    pub fields: Vec<(&'static str, usize)>,
}

/// Lists a struct's fields with their offsets.
macro_rules! mirrored {
    ($shader:literal, $type:ident: $($field:ident),*) => {
        MirroredStruct {
            shader: $shader,
            name: stringify!($type),
            size: size_of::<$type>(),
            fields: vec![$((stringify!($field), offset_of!($type, $field)),)*],
        }
    };
}

/// Every struct that Rust and a shader share.
#[must_use]
pub fn mirrored_structs() -> Vec<MirroredStruct> {
    vec![
        mirrored!("frame.wgsl", Frame: center_high, center_low, picture_px, tile_origin_px, tile_px,
            pixels_per_unit, pixels_per_style_point, ink_layers, _padding),
        mirrored!("strokes.wgsl", Stroke: from_node, to_node, widths, color, offset_pts,
            layers),
        mirrored!("rings.wgsl", Ring: node, color, offset_pts, radius_pts, width_pts),
        mirrored!("discs.wgsl", Disc: radius_pts, rim_pts, fill, rim),
    ]
}
