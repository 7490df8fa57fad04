// What every primitive knows about the picture. Put before each primitive's own file.
// Twin of src/render/frame.rs.
//
// Bind group 0, changes with the camera: 0 frame, 1 positions.
// Bind group 1, changes with style and traffic: what the primitive's own file declares.

struct Frame {
    // World point at the centre of the picture, as a sum of two f32 that keeps deep zoom exact.
    center_high: vec2<f32>,
    center_low: vec2<f32>,
    // Size of the whole picture in physical pixels.
    picture_px: vec2<f32>,
    // Top left corner and size of the part that is drawn now; the whole picture but for tiles.
    tile_origin_px: vec2<f32>,
    tile_px: vec2<f32>,
    // Physical pixels per world unit.
    pixels_per_unit: f32,
    // Physical pixels per point of a node radius or edge width.
    pixels_per_style_point: f32,
    // Opacity becomes 1 - (1 - alpha)^ink_layers.
    ink_layers: f32,
    _padding: f32,
}

@group(0) @binding(0) var<uniform> frame: Frame;
// World positions, [node].
@group(0) @binding(1) var<storage, read> positions: array<vec2<f32>>;

// Physical pixels from the centre of the picture.
fn px_from_node(node: u32) -> vec2<f32> {
    // The first difference is exact near the centre, where it matters.
    let offset = (positions[node] - frame.center_high) - frame.center_low;
    return offset * frame.pixels_per_unit;
}

// Clip space from physical pixels from the centre of the picture, y downwards.
fn clip_from_px(px: vec2<f32>) -> vec4<f32> {
    let in_tile = px + 0.5 * frame.picture_px - frame.tile_origin_px;
    let share = in_tile / frame.tile_px;
    return vec4<f32>(share.x * 2.0 - 1.0, 1.0 - share.y * 2.0, 0.0, 1.0);
}

// A vertex that draws nothing.
fn nowhere() -> vec4<f32> {
    return vec4<f32>(2.0, 2.0, 2.0, 1.0);
}

// Corner of a rectangle from the index of a vertex of its two triangles: -1 or 1 each.
fn corner_from_vertex(vertex: u32) -> vec2<f32> {
    let index = vertex % 6u;
    let right = index == 1u || index == 2u || index == 4u;
    let bottom = index == 2u || index == 4u || index == 5u;
    return vec2<f32>(select(-1.0, 1.0, right), select(-1.0, 1.0, bottom));
}

// Straight colour from 0xAABBGGRR.
fn color_from_packed(packed: u32) -> vec4<f32> {
    return unpack4x8unorm(packed);
}

// Premultiplied colour where a shape covers part of a pixel.
fn premultiplied(color: vec4<f32>, coverage: f32) -> vec4<f32> {
    let alpha = color.a * coverage;
    return vec4<f32>(color.rgb * alpha, alpha);
}
