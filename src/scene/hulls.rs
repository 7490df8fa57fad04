//! Where does an open group lie?
//!
//! The convex hull of its nodes' discs with some room around them, so its corners are round. Hulls
//! are world points until there is a camera; a few dozen corners are all that a frame computes.

use glam::Vec2;

use super::tokens::{self, class_color};
use super::{Drawing, MOST_CLASSES, Scene, Shape};

/// An open group of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenGroup {
    /// Its number; colours follow it.
    pub group: u32,
    /// What it is called, printable.
    pub label: String,
    /// Its nodes in the picture; those that are not drawn are left out.
    pub nodes: Vec<u32>,
}

/// The nodes at the corners of an open group.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Hull {
    open: OpenGroup,
    corners: Vec<u32>,
}

/// Room between a disc and the outline, in points.
const ROOM_PTS: f32 = 9.0;
/// Points of an outline for each of its corners.
const ARC_STEPS: usize = 16;
/// Outlines smaller than this, in points, carry no text.
const LEAST_LABELLED_PTS: f32 = 60.0;
/// Texts of outlines at the most, for the largest.
const MOST_LABELLED: usize = 40;
/// Opacity of the area, 0 to 255: what lies under it stays legible.
const AREA_ALPHA: u8 = 20;
/// Opacity of the outline, 0 to 255.
const OUTLINE_ALPHA: u8 = 150;

/// The outline of an open group in physical pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// The group.
    pub group: u32,
    /// Corners, around a convex area.
    pub points_px: Vec<Vec2>,
}

impl Outline {
    /// Whether a point is inside.
    #[must_use]
    pub fn contains(&self, at_px: Vec2) -> bool {
        let corners = self.points_px.iter();
        let next = self.points_px.iter().cycle().skip(1);
        let is_left = |(a, b): (&Vec2, &Vec2)| (*b - *a).perp_dot(at_px - *a) >= 0.0;
        self.points_px.len() > 2 && corners.zip(next).all(is_left)
    }

    /// Width and height.
    fn size(&self) -> Vec2 {
        super::bounds(self.points_px.iter().copied()).map_or(Vec2::ZERO, |[min, max]| max - min)
    }
}

impl Hull {
    /// The hull of a group's drawn nodes; none if there are none.
    pub(super) fn new(
        open: OpenGroup,
        is_drawn: impl Fn(u32) -> bool,
        positions: &[Vec2],
    ) -> Option<Self> {
        let mut hull = Self {
            open,
            corners: Vec::new(),
        };
        hull.open.nodes.retain(|&node| is_drawn(node));
        hull.follow(positions);
        (!hull.corners.is_empty()).then_some(hull)
    }

    /// Finds the corners after nodes moved.
    pub(super) fn follow(&mut self, positions: &[Vec2]) {
        let places = self
            .open
            .nodes
            .iter()
            .map(|&node| (positions[node as usize], node));
        let hull = convex(places.filter(|(place, _)| place.is_finite()).collect());
        self.corners = hull.into_iter().map(|(_, node)| node).collect();
    }
}

impl Hull {
    /// Number of its drawn nodes.
    pub(super) fn node_count(&self) -> usize {
        self.open.nodes.len()
    }
}

impl Drawing {
    /// The outlines of its open groups as a camera sees them, those of the most nodes first.
    #[must_use]
    pub fn outlines(&self, scene: &Scene) -> Vec<Outline> {
        let room = ROOM_PTS * scene.camera.pixels_per_point;
        let outline = |hull: &Hull| {
            let around = hull.corners.iter().flat_map(|&node| {
                let center = scene
                    .camera
                    .screen_from_world(self.positions[node as usize]);
                let radius = scene.radius_px(node) + room;
                (0..ARC_STEPS).map(move |step| {
                    let angle = step as f32 / ARC_STEPS as f32 * std::f32::consts::TAU;
                    (center + Vec2::from_angle(angle) * radius, ())
                })
            });
            let points = convex(around.collect());
            Outline {
                group: hull.open.group,
                points_px: points.into_iter().map(|(point, ())| point).collect(),
            }
        };
        self.hulls.iter().map(outline).collect()
    }

    /// What is drawn of its open groups.
    pub(super) fn hull_shapes(&self, scene: &Scene) -> Vec<Shape> {
        let theme = self.style.theme;
        let scale = scene.camera.pixels_per_point;
        let outlines = self.outlines(scene);
        let mut shapes = Vec::with_capacity(outlines.len());
        let mut labelled: Vec<(f32, Shape)> = Vec::new();
        for (hull, outline) in self.hulls.iter().zip(&outlines) {
            let color = class_color(outline.group as usize % MOST_CLASSES, theme);
            shapes.push(Shape::Area {
                points_px: outline.points_px.clone(),
                fill: color.with_alpha(AREA_ALPHA),
                rim: color.with_alpha(OUTLINE_ALPHA),
                rim_px: scale,
            });
            let size = outline.size();
            let top = outline.points_px.iter().min_by(|a, b| a.y.total_cmp(&b.y));
            if let Some(top) = top.filter(|_| size.max_element() >= LEAST_LABELLED_PTS * scale) {
                let text = Shape::Text {
                    left_px: *top - Vec2::new(0.0, tokens::SMALL_PTS * 0.8 * scale),
                    text: hull.open.label.clone(),
                    font_pts: tokens::SMALL_PTS,
                    // Legible, and still of its outline.
                    color: color.mixed(theme.colors().text, 0.5),
                };
                labelled.push((size.x * size.y, text));
            }
        }
        labelled.sort_by(|a, b| b.0.total_cmp(&a.0));
        shapes.extend(
            labelled
                .into_iter()
                .take(MOST_LABELLED)
                .map(|(_, text)| text),
        );
        shapes
    }
}

/// The convex hull of some points, clockwise on a screen, by Andrew's monotone chain (1979).
fn convex<T: Copy>(mut points: Vec<(Vec2, T)>) -> Vec<(Vec2, T)> {
    points.sort_by(|(a, _), (b, _)| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup_by(|(a, _), (b, _)| a == b);
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = (Vec2, T)>| {
        let mut chain: Vec<(Vec2, T)> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..]
                && (b.0 - a.0).perp_dot(point.0 - b.0) <= 0.0
            {
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut hull = half(&mut points.iter().copied());
    hull.extend(half(&mut points.iter().rev().copied()));
    if hull.is_empty() { points } else { hull }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hull_has_the_corners_and_nothing_else() {
        let check = |points: &[[f32; 2]], expected: &[[f32; 2]]| {
            let points = points.iter().map(|&at| (Vec2::from_array(at), ()));
            let hull = convex(points.collect());
            let found: Vec<[f32; 2]> = hull.into_iter().map(|(at, ())| at.to_array()).collect();
            assert_eq!(found, expected);
        };
        let square = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];
        check(
            &[
                [1.0, 1.0],
                [0.0, 2.0],
                [2.0, 0.0],
                [0.0, 0.0],
                [1.0, 0.0],
                [2.0, 2.0],
            ],
            &square,
        );
        check(&[[3.0, 1.0]], &[[3.0, 1.0]]);
        check(&[[3.0, 1.0], [3.0, 1.0], [3.0, 1.0]], &[[3.0, 1.0]]);
        check(
            &[[0.0, 0.0], [2.0, 2.0], [1.0, 1.0]],
            &[[0.0, 0.0], [2.0, 2.0]],
        );
        check(&[], &[]);
    }

    #[test]
    fn what_is_inside_an_outline() {
        let points = [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]];
        let outline = Outline {
            group: 0,
            points_px: points.map(Vec2::from_array).to_vec(),
        };
        assert!(outline.contains(Vec2::ONE) && outline.contains(Vec2::ZERO));
        assert!(!outline.contains(Vec2::new(2.1, 1.0)) && !outline.contains(Vec2::new(-0.1, 1.0)));
    }
}
