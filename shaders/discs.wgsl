// Nodes: filled discs with a rim, by signed distance.
// Twin of src/render/discs.rs; needs frame.wgsl.

struct Disc {
    // Radius in points, the rim included.
    radius_pts: f32,
    // Width of the rim in points.
    rim_pts: f32,
    // Straight colour of the fill, 0xAABBGGRR.
    fill: u32,
    // Straight colour of the rim, 0xAABBGGRR.
    rim: u32,
}

// Looks, [node].
@group(1) @binding(0) var<storage, read> discs: array<Disc>;
// Node ids in drawing order.
@group(1) @binding(1) var<storage, read> order: array<u32>;

struct Varying {
    @builtin(position) clip: vec4<f32>,
    // From the centre of the disc; physical pixels.
    @location(0) local: vec2<f32>,
    // Radius of the disc and of what is inside its rim; physical pixels.
    @location(1) @interpolate(flat) size: vec2<f32>,
    @location(2) @interpolate(flat) fill: vec4<f32>,
    @location(3) @interpolate(flat) rim: vec4<f32>,
}

@vertex
fn vertex_main(@builtin(vertex_index) vertex: u32) -> Varying {
    var out: Varying;
    out.clip = nowhere();
    let node = order[vertex / 6u];
    let disc = discs[node];
    let center = px_from_node(node);
    let radius = disc.radius_pts * frame.pixels_per_style_point;
    let reach = radius + 0.5;
    let distance_out = abs(center) - 0.5 * frame.picture_px - reach;
    // Also false for what is not finite.
    if !(max(distance_out.x, distance_out.y) < 0.0) {
        return out;
    }
    out.local = corner_from_vertex(vertex) * reach;
    out.clip = clip_from_px(center + out.local);
    out.size = vec2<f32>(radius, radius - disc.rim_pts * frame.pixels_per_style_point);
    out.fill = color_from_packed(disc.fill);
    out.rim = color_from_packed(disc.rim);
    return out;
}

@fragment
fn fragment_main(in: Varying) -> @location(0) vec4<f32> {
    let distance_px = length(in.local);
    let cover = clamp(in.size + 0.5 - distance_px, vec2<f32>(0.0), vec2<f32>(1.0));
    let inside = premultiplied(in.fill, min(cover.x, cover.y));
    return inside + premultiplied(in.rim, max(cover.x - cover.y, 0.0));
}
