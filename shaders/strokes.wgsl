// Edges: straight strokes whose width changes from one end to the other.
// Twin of src/render/strokes.rs; needs frame.wgsl.
//
// Each stroke is two triangles around its centre line. Coverage is the distance to the borders,
// as if each pixel were a box across the stroke; a stroke thinner than a pixel is drawn one pixel
// wide and so much fainter.

struct Stroke {
    // Node at the wide end.
    from_node: u32,
    // Node at the narrow end.
    to_node: u32,
    // Width at `from_node` in the low and at `to_node` in the high half, in 1/1024 point.
    widths: u32,
    // Straight colour, 0xAABBGGRR.
    color: u32,
    // Distance of the stroke to the left of the straight line, in points.
    offset_pts: f32,
    // As how many strokes it counts.
    layers: f32,
}

// As in src/scene/camera.rs.
const PASSING_SHARE: f32 = 0.25;
const PASSING_REACH: f32 = 0.25;

@group(1) @binding(0) var<storage, read> strokes: array<Stroke>;

struct Varying {
    @builtin(position) clip: vec4<f32>,
    // Across the stroke from its centre line, then half its width there; physical pixels.
    @location(0) across: vec2<f32>,
    // From the near end and to the far end along the stroke; physical pixels.
    @location(1) along: vec2<f32>,
    @location(2) @interpolate(flat) color: vec4<f32>,
}

@vertex
fn vertex_main(@builtin(vertex_index) vertex: u32) -> Varying {
    var out: Varying;
    out.clip = nowhere();
    let stroke = strokes[vertex / 6u];
    let scale = frame.pixels_per_style_point;
    var near = px_from_node(stroke.from_node);
    var far = px_from_node(stroke.to_node);
    let way = far - near;
    let length_px = length(way);
    // Also false for what is not finite.
    if !(length_px >= 1e-3 && length_px < 1e30) {
        return out;
    }
    let direction_from = way / length_px;
    let offset = vec2<f32>(direction_from.y, -direction_from.x) * stroke.offset_pts * scale;
    near += offset;
    far += offset;
    var near_half = f32(stroke.widths & 0xffffu) / 2048.0 * scale;
    var far_half = f32(stroke.widths >> 16u) / 2048.0 * scale;
    var direction = direction_from;
    // Measured from the end that is nearer to the picture, so that it is exact there.
    if dot(far, far) < dot(near, near) {
        let swap_px = near;
        near = far;
        far = swap_px;
        let swap_half = near_half;
        near_half = far_half;
        far_half = swap_half;
        direction = -direction;
    }

    // What only passes through, with neither end in view, recedes.
    let outside = max(
        vec2<f32>(abs(near.x), abs(far.x)) - 0.5 * frame.picture_px.x,
        vec2<f32>(abs(near.y), abs(far.y)) - 0.5 * frame.picture_px.y,
    );
    let reach_px = PASSING_REACH * min(frame.picture_px.x, frame.picture_px.y);
    let in_view = mix(1.0, PASSING_SHARE, clamp(min(outside.x, outside.y) / reach_px, 0.0, 1.0));

    // Clipped to the picture (Liang, Barsky 1984): end points far outside would cost precision.
    let margin = max(near_half, far_half) + 2.0;
    let bound = 0.5 * frame.picture_px + margin;
    var first = 0.0;
    var last = length_px;
    for (var axis = 0; axis < 2; axis++) {
        if abs(direction[axis]) < 1e-7 {
            if abs(near[axis]) > bound[axis] {
                return out;
            }
        } else {
            let a = (-bound[axis] - near[axis]) / direction[axis];
            let b = (bound[axis] - near[axis]) / direction[axis];
            first = max(first, min(a, b));
            last = min(last, max(a, b));
        }
    }
    if first >= last {
        return out;
    }

    let corner = corner_from_vertex(vertex);
    // Half a pixel beyond either end, for its antialiasing.
    let at = select(last + 0.5, first - 0.5, corner.x < 0.0);
    let half = mix(near_half, far_half, clamp(at / length_px, 0.0, 1.0));
    let reach = max(half, 0.5) + 0.5;
    let normal = vec2<f32>(-direction.y, direction.x);
    let point = near + direction * at + normal * (corner.y * reach);
    out.clip = clip_from_px(point);
    out.across = vec2<f32>(corner.y * reach, half);
    out.along = vec2<f32>(at, length_px - at);
    let color = color_from_packed(stroke.color);
    let layers = frame.ink_layers * in_view * stroke.layers;
    out.color = vec4<f32>(color.rgb, 1.0 - pow(1.0 - color.a, layers));
    return out;
}

@fragment
fn fragment_main(in: Varying) -> @location(0) vec4<f32> {
    let half = max(in.across.y, 0.5);
    let side = clamp(half + 0.5 - abs(in.across.x), 0.0, 1.0) * (in.across.y / half);
    let ends = clamp(in.along + 0.5, vec2<f32>(0.0), vec2<f32>(1.0));
    return premultiplied(in.color, side * ends.x * ends.y);
}
