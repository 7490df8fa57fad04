// Loops: edges with both ends on one node, drawn as a ring beside it.
// Twin of src/render/rings.rs; needs frame.wgsl.

struct Ring {
    // The node.
    node: u32,
    // Straight colour, 0xAABBGGRR.
    color: u32,
    // Centre of the ring from the node's centre, in points.
    offset_pts: vec2<f32>,
    // Radius of the ring's middle line, in points.
    radius_pts: f32,
    // Width of the ring, in points.
    width_pts: f32,
}

@group(1) @binding(0) var<storage, read> rings: array<Ring>;

struct Varying {
    @builtin(position) clip: vec4<f32>,
    // From the centre of the ring; physical pixels.
    @location(0) local: vec2<f32>,
    // Radius and half width; physical pixels.
    @location(1) @interpolate(flat) size: vec2<f32>,
    @location(2) @interpolate(flat) color: vec4<f32>,
}

@vertex
fn vertex_main(@builtin(vertex_index) vertex: u32) -> Varying {
    var out: Varying;
    out.clip = nowhere();
    let ring = rings[vertex / 6u];
    let scale = frame.pixels_per_style_point;
    let center = px_from_node(ring.node) + ring.offset_pts * scale;
    let radius = ring.radius_pts * scale;
    let half = 0.5 * ring.width_pts * scale;
    let reach = radius + max(half, 0.5) + 0.5;
    let distance_out = abs(center) - 0.5 * frame.picture_px - reach;
    // Also false for what is not finite.
    if !(max(distance_out.x, distance_out.y) < 0.0) {
        return out;
    }
    out.local = corner_from_vertex(vertex) * reach;
    out.clip = clip_from_px(center + out.local);
    out.size = vec2<f32>(radius, half);
    let color = color_from_packed(ring.color);
    out.color = vec4<f32>(color.rgb, 1.0 - pow(1.0 - color.a, frame.ink_layers));
    return out;
}

@fragment
fn fragment_main(in: Varying) -> @location(0) vec4<f32> {
    let half = max(in.size.y, 0.5);
    let across = abs(length(in.local) - in.size.x);
    let coverage = clamp(half + 0.5 - across, 0.0, 1.0) * (in.size.y / half);
    return premultiplied(in.color, coverage);
}
