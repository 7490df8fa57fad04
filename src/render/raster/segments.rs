//! Where does a stroke run, in steps of one pixel?
//!
//! A stroke is walked along its major axis, x or y, in which it is longer: one step a pixel. Across
//! it each step touches a few neighbouring pixels, its *taps*. The walk is in fixed point and starts
//! from the stroke's own end, so that it visits the same places whichever tile it is seen from.

use glam::{DVec2, Vec2};

use crate::render::strokes::Stroke;
use crate::scene::{Camera, LEAST_STROKE_PX, Scene};

/// Weights are multiples of this share of 1.
pub(super) const WEIGHT_UNITS: f32 = 16_384.0;
/// Weight of a stroke at the most, which covers all but nothing: 64 layers of the greatest opacity
/// that is summed up, at the 6 layers of a deep zoom, weigh less.
const MOST_WEIGHT: f32 = 400.0;
/// How far outside the picture strokes are cut, beside half their width, in pixels.
const MARGIN_PX: f64 = 4.0;
/// Pixels on each side of a picture at the most: positions in 16.16 fixed point.
pub(crate) const MOST_SIDE_PX: u32 = 16_384;

/// Pixels that a step touches across the stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taps {
    /// Four, and the stroke is at most one pixel wide everywhere.
    Thin,
    /// Four.
    Four,
    /// Eight.
    Eight,
    /// Sixteen.
    Sixteen,
}

impl Taps {
    /// The fewest that hold this reach across, in pixels along the minor axis.
    fn for_reach(reach_px: f32, is_thin: bool) -> Option<Self> {
        match reach_px {
            reach if reach <= 2.0 && is_thin => Some(Self::Thin),
            reach if reach <= 2.0 => Some(Self::Four),
            reach if reach <= 4.0 => Some(Self::Eight),
            reach if reach <= 8.0 => Some(Self::Sixteen),
            _ => None,
        }
    }

    pub(super) fn count(self) -> usize {
        match self {
            Self::Thin | Self::Four => 4,
            Self::Eight => 8,
            Self::Sixteen => 16,
        }
    }
}

/// A stroke as it is walked; pixels of the whole picture.
///
/// Two fit a line of the cache: a tile meets segments in no order that memory knows.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Segment {
    /// Place across at the middle of the first step, less half a pixel; 16.16 fixed point.
    pub(super) minor: i32,
    /// Change of `minor` with each step.
    pub(super) slope: i32,
    /// First pixel along the major axis.
    pub(super) first_row: i16,
    /// Steps.
    pub(super) rows: u16,
    /// At each end: how much of its pixel the stroke covers lengthwise, of 255; for more than four
    /// taps an [`End`].
    pub(super) ends: [u8; 2],
    /// Whether the major axis is y.
    pub(super) is_upright: bool,
    pub(super) taps: Taps,
    /// Cosine of the angle with the major axis.
    pub(super) cos: f32,
    /// Half width in pixels at the first step, and its change with each step.
    pub(super) half: f32,
    pub(super) half_slope: f32,
    /// Weight of full coverage, in [`WEIGHT_UNITS`].
    pub(super) weight: f32,
}

/// Where the middle line of a wide stroke ends, among steps that go on to its corners.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// Steps beyond the pixel in which the middle line ends, 0 to 7.
    pub(super) beyond: i32,
    /// Where in that pixel, 0 to 1.
    pub(super) at: f32,
}

impl End {
    fn packed(self) -> u8 {
        (self.beyond.clamp(0, 7) as u8) << 5 | (self.at * 32.0).clamp(0.0, 31.0) as u8
    }

    pub(super) fn unpacked(packed: u8) -> Self {
        Self {
            beyond: i32::from(packed >> 5),
            at: (f32::from(packed & 31) + 0.5) / 32.0,
        }
    }
}

/// Where a stroke is drawn: its middle line in pixels of the picture and what it looks like there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Ends of the middle line.
    pub(super) ends: [DVec2; 2],
    /// Half width at each end.
    pub(super) halves: [f32; 2],
    /// Weight of full coverage: `-ln(1 - alpha)`.
    pub(super) weight: f32,
}

/// What strokes are seen with.
#[derive(Debug)]
pub(super) struct View<'a> {
    scene: &'a Scene,
    camera: Camera,
    size: DVec2,
    scale: f32,
    layers: f32,
    /// Weight by alpha, `[alpha]`.
    weights: [f32; 256],
}

impl<'a> View<'a> {
    pub(super) fn new(scene: &'a Scene) -> Self {
        // Infinite for an opaque stroke, which is never summed up.
        let weight = |alpha: usize| -(1.0 - alpha as f32 / 255.0).ln();
        Self {
            scene,
            camera: scene.camera,
            size: scene.camera.size_dvec(),
            scale: scene.pixels_per_style_point(),
            layers: scene.camera.ink_layers(),
            weights: std::array::from_fn(weight),
        }
    }

    /// Physical pixels of one point of a radius or width.
    pub(super) fn scale(&self) -> f32 {
        self.scale
    }

    /// Layers that a stroke's colour counts as.
    pub(super) fn layers(&self) -> f32 {
        self.layers
    }

    /// The middle of the picture.
    pub(super) fn middle(&self) -> DVec2 {
        self.size / 2.0
    }

    /// Where a node is, moved by so many pixels; none if a disc of this radius is not seen there.
    pub(super) fn center(&self, node: u32, offset: Vec2, radius: f32) -> Option<Vec2> {
        let place = self.place(node)?.as_vec2() + offset;
        let outside = (place - self.size.as_vec2() / 2.0).abs() - self.size.as_vec2() / 2.0;
        // Also false for what is not finite.
        (outside.max_element() < radius + 0.5).then_some(place)
    }

    fn place(&self, node: u32) -> Option<DVec2> {
        let world = self.scene.positions.get(node as usize)?.as_dvec2();
        Some((world - self.camera.center) * self.camera.pixels_per_unit + self.size / 2.0)
    }

    /// Where both ends of a stroke are; none for nodes that do not exist.
    pub(super) fn ends(&self, stroke: &Stroke) -> Option<[DVec2; 2]> {
        Some([self.place(stroke.from_node)?, self.place(stroke.to_node)?])
    }

    /// The middle line of a stroke between two places; none where nothing is drawn.
    pub(super) fn line(&self, stroke: &Stroke, [mut from, mut to]: [DVec2; 2]) -> Option<Line> {
        let halves = [stroke.widths & 0xffff, stroke.widths >> 16]
            .map(|fixed| fixed as f32 / 2_048.0 * self.scale);
        let margin =
            f64::from(halves[0].max(halves[1]) + stroke.offset_pts.abs() * self.scale) + MARGIN_PX;
        let (low, high) = (from.min(to), from.max(to));
        let is_beside = high.x < -margin
            || high.y < -margin
            || low.x > self.size.x + margin
            || low.y > self.size.y + margin;
        let length_squared = from.distance_squared(to);
        // Also true for what is not finite.
        if is_beside || !(LEAST_STROKE_PX.powi(2)..1e60).contains(&length_squared) {
            return None;
        }
        if stroke.offset_pts != 0.0 {
            let along = (to - from) / length_squared.sqrt();
            let left = DVec2::new(along.y, -along.x) * f64::from(stroke.offset_pts * self.scale);
            from += left;
            to += left;
        }
        let [.., alpha] = stroke.color.to_le_bytes();
        let weight = self.weights[usize::from(alpha)] * self.layers * stroke.layers;
        Some(Line {
            ends: [from, to],
            halves,
            weight: (weight * self.camera.share_in_view(from, to)).min(MOST_WEIGHT),
        })
    }

    /// The part of a line between two shares of its length that can be seen, and a little more.
    pub(super) fn seen(&self, line: &Line) -> Option<[f64; 2]> {
        let [from, to] = line.ends;
        let margin = f64::from(line.halves[0].max(line.halves[1])) + MARGIN_PX;
        self.camera.shares_within(from, to, margin)
    }

    /// The walk along a line; none where nothing is seen, an error where it is too wide to walk.
    pub(super) fn segment(&self, line: &Line) -> Result<Option<Segment>, TooWide> {
        let Some(seen) = self.seen(line) else {
            return Ok(None);
        };
        let [from, to] = line.ends;
        let way = to - from;
        let is_upright = way.y.abs() >= way.x.abs();
        let (major, minor) = if is_upright { (1, 0) } else { (0, 1) };
        let slope = way[minor] / way[major];
        let cos = (1.0 / (1.0 + slope * slope).sqrt()) as f32;
        let most = line.halves[0].max(line.halves[1]);
        let reach = (most.max(0.5) + 0.5) / cos;
        let taps = Taps::for_reach(reach, most <= 0.5).ok_or(TooWide)?;

        // Ends along the major axis; what is cut lies outside the picture.
        let at = |share: f64| from[major] + way[major] * share;
        let (a, b) = (at(seen[0]), at(seen[1]));
        let (low, high) = (a.min(b), a.max(b));
        let (mut first_row, mut end_row) = (low.floor(), high.ceil().max(low.floor() + 1.0));
        let share = |covered: f64| (covered.clamp(0.0, 1.0) * 255.0).round() as u8;
        let ends = if taps.count() > 4 {
            // On to the corners of the butt ends.
            let corner = f64::from(most) * (slope.abs() * f64::from(cos)) + 0.5;
            let beyond = corner.ceil();
            (first_row, end_row) = (low.floor() - beyond, high.floor() + 1.0 + beyond);
            [low, high].map(|at| {
                End {
                    beyond: beyond as i32,
                    at: (at - at.floor()) as f32,
                }
                .packed()
            })
        } else if end_row - first_row < 1.5 {
            [share(high - low), 255]
        } else {
            [share(first_row + 1.0 - low), share(high - (end_row - 1.0))]
        };
        let rows = end_row - first_row;
        let middle = first_row + 0.5;
        let along = (middle - from[major]) / way[major];
        let half_slope = f64::from(line.halves[1] - line.halves[0]) / way[major];
        let half = f64::from(line.halves[0]) + f64::from(line.halves[1] - line.halves[0]) * along;
        let place = from[minor] + (middle - from[major]) * slope - 0.5;
        Ok(Some(Segment {
            minor: (place * 65_536.0).round() as i32,
            slope: (slope * 65_536.0).round() as i32,
            first_row: first_row as i16,
            rows: rows as u16,
            ends,
            is_upright,
            taps,
            cos,
            half: half as f32,
            half_slope: half_slope as f32,
            weight: line.weight * WEIGHT_UNITS,
        }))
    }
}

/// A stroke that is too wide for a walk with a few taps.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooWide;
