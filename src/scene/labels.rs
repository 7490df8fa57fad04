//! Which nodes carry a text, and where?
//!
//! Candidates are taken by rank: what is hovered and selected, then by degree, names before
//! addresses among hubs of like size. A candidate is tried on all four sides of its disc and keeps
//! the place that covers the fewest nodes, out of those that meet no earlier label, no large disc
//! and no picture border; if there is none it goes without. Their number is bounded by the area and
//! grows when zooming in. A label that was there in the last frame ranks like one of twice the
//! degree and before its equals, so that panning does not flicker.

use glam::Vec2;

use super::{Camera, Drawing, Emphasis, Label, tokens};

/// Measures a line of text: text and font size in points to width and height in physical pixels.
pub type Measure<'a> = &'a dyn Fn(&str, f32) -> Vec2;

/// What a node is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelText {
    /// Printable text.
    pub text: String,
    /// Whether it is a name rather than an address.
    pub is_name: bool,
}

/// Labels on screen at the most, however large it is.
const MOST_LABELS: usize = 200;
/// Labels at fit for each million of square points (a window of 1600 × 1000 has 1.6).
const LABELS_PER_MEGAPOINT: f32 = 26.0;
/// Nodes in view that are considered, largest first.
const MOST_CANDIDATES: usize = 1_000;
/// Characters of a label; the inspector shows the rest.
const MOST_CHARS: usize = 32;
/// Discs from this radius on, in points, are kept free of other nodes' labels.
const OBSTACLE_RADIUS_PTS: f32 = 6.0;
/// Nodes fewer that another side has to cover for a label to leave the one where it was.
const KEEP_SIDE: usize = 4;
/// Free space around a label, in points.
const GAP_PTS: f32 = 4.0;

/// Chooses and places the labels of a picture, most important first.
///
/// `name` says what a node is called, `previous` are the labels of the last frame.
#[must_use]
pub fn place_labels(
    drawing: &Drawing,
    camera: &Camera,
    emphasis: &Emphasis<'_>,
    name: &dyn Fn(u32) -> LabelText,
    measure: Measure<'_>,
    previous: &[Label],
) -> Vec<Label> {
    if !drawing.style.labels {
        return Vec::new();
    }
    let budget = budget(camera);
    let candidates = candidates(drawing, camera, emphasis, name, previous, budget);
    let mut placer = Placer::new(drawing, camera);
    let mut labels: Vec<Label> = Vec::new();
    for candidate in candidates {
        if labels.len() == budget {
            break;
        }
        let font_pts = font_pts(drawing, candidate.node);
        let text = crate::text::shortened(&candidate.text.text, MOST_CHARS).into_owned();
        let size_px = measure(&text, font_pts);
        let earlier = previous.iter().find(|label| label.node == candidate.node);
        let earlier = earlier.map(|label| label.center_px);
        let urgent = candidate.rank.urgent;
        let Some(center_px) = placer.place(candidate.node, size_px, urgent, earlier) else {
            continue;
        };
        let colors = drawing.style.theme.colors();
        let color = if candidate.text.is_name || candidate.rank.urgent {
            colors.text
        } else {
            colors.text.mixed(colors.weak_text, 0.6)
        };
        let halo = colors.canvas;
        labels.push(Label {
            node: candidate.node,
            text,
            center_px,
            size_px,
            font_pts,
            color,
            halo,
        });
    }
    labels
}

/// How many labels a picture may carry.
fn budget(camera: &Camera) -> usize {
    let points = camera.size_dvec() / f64::from(camera.pixels_per_point);
    let megapoints = (points.x * points.y / 1e6) as f32;
    // Zooming in by four shows three times as many.
    let zoom = (camera.zoom().max(1.0) as f32).powf(0.8);
    ((LABELS_PER_MEGAPOINT * megapoints * zoom).ceil() as usize).min(MOST_LABELS)
}

/// Hubs have larger text than the rest.
fn font_pts(drawing: &Drawing, node: u32) -> f32 {
    if drawing.nodes[node as usize].radius_pts >= OBSTACLE_RADIUS_PTS {
        tokens::BODY_PTS
    } else {
        tokens::SMALL_PTS
    }
}

/// What decides between candidates, best last in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Hovered or selected.
    urgent: bool,
    /// Doublings of degree: hubs within a factor of two are of like size.
    degree_class: u32,
    is_name: bool,
    was_shown: bool,
    /// Place in the drawing order, which is by degree and bytes.
    place: usize,
}

struct Candidate {
    node: u32,
    text: LabelText,
    rank: Rank,
}

fn candidates(
    drawing: &Drawing,
    camera: &Camera,
    emphasis: &Emphasis<'_>,
    name: &dyn Fn(u32) -> LabelText,
    previous: &[Label],
    budget: usize,
) -> Vec<Candidate> {
    let size = camera.size_dvec().as_vec2();
    let in_view = |node: u32| {
        let screen = camera.screen_from_world(drawing.positions[node as usize]);
        screen.cmpge(Vec2::ZERO).all() && screen.cmple(size).all()
    };
    // While something is selected, what receded carries no label: lit nodes have another fill.
    let context = drawing.style.theme.colors().context;
    let dims = emphasis.dims_the_rest();
    let is_lit = |node: u32| !dims || drawing.nodes[node as usize].fill != context;
    let mut found: Vec<Candidate> = drawing
        .node_order
        .iter()
        .enumerate()
        .rev()
        .filter(|&(_, &node)| is_lit(node) && in_view(node))
        // The hovered node may be far down; it is added below.
        .take(MOST_CANDIDATES.max(budget))
        .map(|(place, &node)| candidate(drawing, emphasis, name, previous, node, place))
        .collect();
    if let Some(node) = emphasis.hovered_node
        && (node as usize) < drawing.nodes.len()
        && drawing
            .positions
            .get(node as usize)
            .is_some_and(|place| place.is_finite())
        && !found.iter().any(|candidate| candidate.node == node)
    {
        found.push(candidate(drawing, emphasis, name, previous, node, 0));
    }
    found.sort_unstable_by_key(|candidate| std::cmp::Reverse(candidate.rank));
    found
}

fn candidate(
    drawing: &Drawing,
    emphasis: &Emphasis<'_>,
    name: &dyn Fn(u32) -> LabelText,
    previous: &[Label],
    node: u32,
    place: usize,
) -> Candidate {
    let text = name(node);
    let was_shown = previous.iter().any(|label| label.node == node);
    let rank = Rank {
        urgent: emphasis.hovered_node == Some(node)
            || drawing.selected_nodes.binary_search(&node).is_ok(),
        // What is there stays unless a hub of twice its size wants the place.
        degree_class: drawing.degrees[node as usize].max(1).ilog2() + u32::from(was_shown),
        is_name: text.is_name,
        was_shown,
        place,
    };
    Candidate { node, text, rank }
}

/// Finds free places.
struct Placer<'a> {
    drawing: &'a Drawing,
    camera: &'a Camera,
    scale: f32,
    /// Minimum and maximum corner of what is taken.
    taken: Vec<[Vec2; 2]>,
    /// Rectangles of large discs with their node.
    discs: Vec<(u32, [Vec2; 2])>,
    /// Centres of the largest nodes in view, small ones too; better left uncovered.
    centers_px: Vec<Vec2>,
}

impl<'a> Placer<'a> {
    fn new(drawing: &'a Drawing, camera: &'a Camera) -> Self {
        let scale = camera.pixels_per_point * camera.size_factor();
        let size = camera.size_dvec().as_vec2();
        let picture = [Vec2::ZERO, size];
        let in_view = drawing.node_order.iter().rev().filter_map(|&node| {
            let center = camera.screen_from_world(drawing.positions[node as usize]);
            let radius = drawing.nodes[node as usize].radius_pts * scale;
            let rect = [center - radius, center + radius];
            overlaps(&rect, &picture).then_some((node, center, rect))
        });
        let (mut discs, mut centers_px) = (Vec::new(), Vec::new());
        for (node, center, rect) in in_view.take(MOST_CANDIDATES) {
            centers_px.push(center);
            if drawing.nodes[node as usize].radius_pts >= OBSTACLE_RADIUS_PTS {
                discs.push((node, rect));
            }
        }
        Self {
            drawing,
            camera,
            scale,
            taken: Vec::new(),
            discs,
            centers_px,
        }
    }

    /// Takes the free place for a label of this size that covers the fewest nodes, the first among
    /// equals, and returns its centre. Urgent labels may cover large discs. The side where the label
    /// was in the last frame, at `earlier`, is kept unless another covers far fewer.
    fn place(
        &mut self,
        node: u32,
        size_px: Vec2,
        urgent: bool,
        earlier: Option<Vec2>,
    ) -> Option<Vec2> {
        let gap = GAP_PTS * self.camera.pixels_per_point;
        let center = self
            .camera
            .screen_from_world(self.drawing.positions[node as usize]);
        let radius = self.drawing.nodes[node as usize].radius_pts * self.scale;
        let half = size_px / 2.0;
        let (beside, across) = (radius + gap + half.x, radius + gap / 2.0 + half.y);
        let places = [
            Vec2::new(beside, 0.0),
            Vec2::new(0.0, across),
            Vec2::new(-beside, 0.0),
            Vec2::new(0.0, -across),
        ];
        let picture = self.camera.size_dvec().as_vec2();
        // Whole pixels keep text sharp and still.
        let is_free = |middle: &Vec2| {
            let rect = [*middle - half, *middle + half];
            let wide = [rect[0] - gap, rect[1] + gap];
            rect[0].cmpge(Vec2::ZERO).all()
                && rect[1].cmple(picture).all()
                && !self.taken.iter().any(|taken| overlaps(&wide, taken))
                && (urgent
                    || !self
                        .discs
                        .iter()
                        .any(|(of, disc)| *of != node && overlaps(&rect, disc)))
        };
        let covered = |middle: &Vec2| {
            let is_inside = |at: &&Vec2| (**at - *middle).abs().cmplt(half).all();
            self.centers_px.iter().filter(is_inside).count()
        };
        let distance = |offset: &Vec2| {
            earlier.map_or(0.0, |earlier| (center + *offset).distance_squared(earlier))
        };
        let kept = earlier.and_then(|_| {
            let sides = places.into_iter();
            sides.min_by(|a, b| distance(a).total_cmp(&distance(b)))
        });
        let free = places
            .into_iter()
            .map(|offset| (kept == Some(offset), (center + offset).round()))
            .filter(|(_, middle)| is_free(middle))
            .min_by_key(|(is_kept, middle)| covered(middle) + if *is_kept { 0 } else { KEEP_SIDE })
            .map(|(_, middle)| middle)?;
        self.taken.push([free - half, free + half]);
        Some(free)
    }
}

/// Whether two rectangles share more than a border.
fn overlaps(a: &[Vec2; 2], b: &[Vec2; 2]) -> bool {
    a[0].cmplt(b[1]).all() && b[0].cmplt(a[1]).all()
}
