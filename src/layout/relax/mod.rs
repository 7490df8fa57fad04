//! Moves the nodes of one level until pushes and pulls balance.
//!
//! A node is pushed by all others and pulled by its neighbours; it moves towards the place
//! where the pulls alone would balance the push, which is the force divided by the sum of its
//! pulls (a Jacobi step). The step shrinks when nodes swing back and forth and grows while
//! they keep going, and no move is longer than a falling limit.
//! Each iteration reads the last places and writes the next, in fixed chunks, so the result
//! does not depend on threads (Barnes and Hut 1986 for the push; Jacomy et al. 2014 for
//! swinging).

mod focus;
mod number;

use glam::Vec2;
use rayon::prelude::*;

use self::number::permuted;
use crate::layout::adjacency::Adjacency;
use crate::layout::attraction::{Pull, Pulled, Spot};
use crate::layout::level::LevelGraph;
use crate::layout::morton;
use crate::layout::params::LayoutParams;
use crate::layout::push_field::{PushField, Still};
use crate::layout::repulsion::{PARALLEL_NODES, Points};
use crate::layout::rings::Rings;
use crate::layout::spacing;
use crate::layout::spread::{self, Watch};
use crate::layout::tether::Tethers;

/// Nodes of one task, and of one partial sum of the statistics.
const CHUNK: usize = 2_048;
/// Softening as a share of the spacing: nodes nearer than this push no harder.
const SOFTENING: f32 = 0.1;
/// Iterations before which nodes are numbered again, and from how many nodes on it pays: when
/// they no longer fit the second-level cache.
const RENUMBER_AT: [u32; 2] = [12, 36];
const RENUMBER_NODES: usize = 32_768;
/// Nodes from which on a push serves for two iterations; among fewer it costs little.
const REUSED_NODES: usize = 4_096;
/// Distance in units up to which a pull that is constant further away falls to zero; without it
/// clusters would collapse.
const CONSTANT_FLOOR: f32 = 0.5;
/// Share of the last move that carries on (Polyak 1964): moves keep their direction for tens of
/// iterations, and half doubles the way per iteration without overshooting.
const MOMENTUM: f32 = 0.5;
/// Most that a picture is scaled at once; more would only be asked for by coincident nodes.
const MOST_SCALE: f32 = 1e4;
/// Bounds of the step.
const STEP_SPAN: (f32, f32) = (0.1, 0.9);

/// What one iteration did.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Movement {
    /// Mean distance that a fully mobile node moved, in units of the level's spacing.
    pub mean_move: f32,
    /// Places that came out not finite and were kept as they were.
    pub quarantined: usize,
}

/// A spring from a node to a fixed place: the hand that drags one of its leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Node of the level.
    pub node: u32,
    /// Where it is pulled.
    pub place: Vec2,
}

/// One level in motion.
#[derive(Clone, Debug)]
pub struct Relaxation {
    /// Number here of each of the level's ids; nodes are numbered along the curve.
    numbers: Vec<u32>,
    graph: Adjacency,
    masses: Vec<f32>,
    reaches: Vec<f32>,
    rings: Rings,
    pulls: Vec<f32>,
    xs: Vec<f32>,
    ys: Vec<f32>,
    next_xs: Vec<f32>,
    next_ys: Vec<f32>,
    moved_x: Vec<f32>,
    moved_y: Vec<f32>,
    pinned: Vec<bool>,
    tethers: Tethers,
    anchors: Vec<Anchor>,
    /// Nodes from this number on do not move.
    movers: usize,
    /// The push of those that do not move.
    still: Option<Still>,
    /// Movers, and those that stay where a mover may come to overlap them.
    near: Vec<u32>,
    /// Nodes around which the others were tied last, in ascending order.
    changed: Vec<u32>,
    push: PushField,
    /// Factor of all pushes, in balance with the pulls at the present size.
    repulsion: f32,
    gravity: f32,
    /// Where gravity pulls.
    centre: (f32, f32),
    step: f32,
    spacing: f32,
    /// Distance of typical neighbours on this level, the measure for moves.
    unit: f32,
    iteration: u32,
    half_power: u8,
    discs: bool,
    spots: Vec<Spot>,
    theta: f32,
    watch: Watch,
    /// Whether nodes were numbered anew or the picture scaled since the push was found.
    push_stale: bool,
}

impl Relaxation {
    /// Takes a level's nodes at the given places, `[node]`, and finds the push that fits them.
    ///
    /// `spacing` is the wanted distance of ordinary nodes on this level, world units.
    #[must_use]
    pub fn new(level: &LevelGraph, places: &[Vec2], half_power: u8, params: &LayoutParams) -> Self {
        let xs: Vec<f32> = places.iter().map(|p| p.x).collect();
        let ys: Vec<f32> = places.iter().map(|p| p.y).collect();
        let (mut keys, mut ids) = (Vec::new(), Vec::new());
        morton::keys(&xs, &ys, &mut keys);
        morton::sort_by_key(&mut keys, &mut ids);
        let count = ids.len();
        let mut numbers = vec![0_u32; count];
        for (number, &id) in ids.iter().enumerate() {
            numbers[id as usize] = number as u32;
        }
        let graph = permuted(&level.adjacency, &ids, &numbers);
        let pulls = (0..count)
            .map(|i| graph.edges_of(i).map(|(_, weight)| weight).sum())
            .collect();
        let pick = |values: &[f32]| ids.iter().map(|&i| values[i as usize]).collect::<Vec<_>>();
        let mut relaxation = Self {
            masses: pick(&level.masses),
            reaches: pick(&level.reaches),
            rings: Rings::new(&level.remoteness, &ids),
            xs: pick(&xs),
            ys: pick(&ys),
            next_xs: vec![0.0; count],
            next_ys: vec![0.0; count],
            moved_x: vec![0.0; count],
            moved_y: vec![0.0; count],
            pinned: vec![false; count],
            tethers: Tethers::default(),
            anchors: Vec::new(),
            movers: count,
            still: None,
            near: Vec::new(),
            changed: Vec::new(),
            push: PushField::default(),
            repulsion: 1.0,
            gravity: 0.0,
            centre: centre(&xs, &ys),
            step: 0.5,
            spacing: params.spacing,
            unit: params.spacing + 2.0 * spacing::median(&level.reaches),
            iteration: 0,
            half_power,
            spots: Vec::with_capacity(count),
            discs: level.reaches.iter().any(|&r| r > 0.0),
            theta: params.theta,
            watch: Watch::default(),
            push_stale: true,
            numbers,
            graph,
            pulls,
        };
        let mean_pull = relaxation.pulls.iter().sum::<f32>() / count.max(1) as f32;
        relaxation.gravity = params.gravity * mean_pull;
        relaxation.balance();
        relaxation
    }

    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.numbers.len()
    }

    /// Writes the places in the level's order, `[node]`.
    pub fn write_places(&self, places: &mut [Vec2]) {
        for (place, &number) in places.iter_mut().zip(&self.numbers) {
            *place = Vec2::new(self.xs[number as usize], self.ys[number as usize]);
        }
    }

    /// Lower and upper corner of the picture, with what each node reaches.
    #[must_use]
    pub fn bounds(&self) -> (Vec2, Vec2) {
        let places = self.xs.iter().zip(&self.ys).zip(&self.reaches);
        places.fold(
            (Vec2::INFINITY, Vec2::NEG_INFINITY),
            |(low, high), ((&x, &y), &reach)| {
                let (place, reach) = (Vec2::new(x, y), Vec2::splat(reach));
                (low.min(place - reach), high.max(place + reach))
            },
        )
    }

    /// Holds a node at a place, or lets it go.
    pub fn set_pin(&mut self, node: usize, place: Option<Vec2>) {
        let number = self.numbers[node] as usize;
        self.pinned[number] = place.is_some();
        self.watch = Watch::default();
        if let Some(place) = place {
            self.xs[number] = place.x;
            self.ys[number] = place.y;
        }
    }

    /// Changes the power of distance in the pulls, in halves, and keeps the size.
    pub fn set_half_power(&mut self, half_power: u8) {
        if half_power != self.half_power {
            self.half_power = half_power;
            self.balance();
        }
    }

    /// Replaces the springs to fixed places; they name nodes by the level's ids.
    pub fn set_anchors(&mut self, anchors: impl Iterator<Item = Anchor>) {
        self.anchors.clear();
        let numbers = &self.numbers;
        self.anchors.extend(anchors.map(|a| Anchor {
            node: numbers[a.node as usize],
            place: a.place,
        }));
    }

    /// Moves all nodes once, none further than `limit` spacings.
    pub fn iterate(&mut self, limit: f32) -> Movement {
        if RENUMBER_AT.contains(&self.iteration) && self.movers >= RENUMBER_NODES {
            self.renumber_along_curve();
        }
        self.watch = Watch::default();
        if self.push_is_due() {
            self.update_push();
        }
        self.update_spots();
        let mut next_xs = std::mem::take(&mut self.next_xs);
        let mut next_ys = std::mem::take(&mut self.next_ys);
        let mut moved_x = std::mem::take(&mut self.moved_x);
        let mut moved_y = std::mem::take(&mut self.moved_y);
        let limit = limit * self.unit;
        let movers = self.movers;
        let mut slots: Vec<Slot<'_>> = next_xs[..movers]
            .chunks_mut(CHUNK)
            .zip(next_ys[..movers].chunks_mut(CHUNK))
            .zip(moved_x.chunks_mut(CHUNK).zip(moved_y.chunks_mut(CHUNK)))
            .map(|((next_xs, next_ys), (moved_x, moved_y))| Slot {
                next_xs,
                next_ys,
                moved_x,
                moved_y,
            })
            .collect();
        let this = &*self;
        let task =
            |(index, slot): (usize, &mut Slot<'_>)| this.move_chunk(index * CHUNK, limit, slot);
        let parts: Vec<Sums> = if movers < PARALLEL_NODES {
            slots.iter_mut().enumerate().map(task).collect()
        } else {
            slots.par_iter_mut().enumerate().map(task).collect()
        };
        // Partial sums are added in the order of the chunks, whichever thread made them.
        let mut sums = Sums::default();
        parts.iter().for_each(|part| sums.add(part));
        self.xs[..movers].copy_from_slice(&next_xs[..movers]);
        self.ys[..movers].copy_from_slice(&next_ys[..movers]);
        self.next_xs = next_xs;
        self.next_ys = next_ys;
        self.moved_x = moved_x;
        self.moved_y = moved_y;
        self.adapt_step(&sums);
        self.iteration += 1;
        Movement {
            mean_move: sums.moved / (sums.free.max(1e-6) * self.unit),
            quarantined: sums.quarantined,
        }
    }

    /// Whether the push must be found anew. On larger levels every second time will do: it hardly
    /// changes in one iteration, and a tenth of the whole time is saved. No measure of quality
    /// changed by more than it does with the seed.
    fn push_is_due(&self) -> bool {
        self.push_stale || self.movers < REUSED_NODES || self.iteration.is_multiple_of(2)
    }

    fn update_push(&mut self) {
        self.push_stale = false;
        let points = Points {
            xs: &self.xs[..self.movers],
            ys: &self.ys[..self.movers],
            masses: &self.masses[..self.movers],
        };
        let softening = SOFTENING * self.unit;
        let still = self.still.as_ref();
        self.push
            .update(points, still, self.theta, softening * softening);
    }

    fn move_chunk(&self, first: usize, limit: f32, slot: &mut Slot<'_>) -> Sums {
        let Slot {
            next_xs,
            next_ys,
            moved_x,
            moved_y,
        } = slot;
        let count = next_xs.len();
        let mut stiffness = [0.0_f32; CHUNK];
        for k in 0..count {
            let i = first + k;
            let (push_x, push_y) = self.push.at(i);
            let push = self.repulsion * self.masses[i];
            next_xs[k] = push * push_x - self.gravity * (self.xs[i] - self.centre.0);
            next_ys[k] = push * push_y - self.gravity * (self.ys[i] - self.centre.1);
            stiffness[k] = self.gravity;
        }
        self.pull().add(
            first,
            &mut Pulled {
                force_x: next_xs,
                force_y: next_ys,
                stiffness: &mut stiffness[..count],
            },
        );
        for anchor in &self.anchors {
            let i = anchor.node as usize;
            if let Some(k) = i.checked_sub(first).filter(|&k| k < count) {
                next_xs[k] += self.pulls[i] * (anchor.place.x - self.xs[i]);
                next_ys[k] += self.pulls[i] * (anchor.place.y - self.ys[i]);
                stiffness[k] += self.pulls[i];
            }
        }
        let mut sums = Sums::default();
        for k in 0..count {
            let i = first + k;
            let (x, y) = (self.xs[i], self.ys[i]);
            let mut free = 1.0;
            if let Some([home_x, home_y, tie]) = self.tethers.of(i) {
                let hold = tie * stiffness[k];
                next_xs[k] += hold * (home_x - x);
                next_ys[k] += hold * (home_y - y);
                stiffness[k] += hold;
                free = 1.0 / (1.0 + tie);
            }
            let scale = self.step / stiffness[k].max(f32::MIN_POSITIVE);
            let mut dx = next_xs[k] * scale + MOMENTUM * moved_x[k];
            let mut dy = next_ys[k] * scale + MOMENTUM * moved_y[k];
            let length = (dx * dx + dy * dy).sqrt();
            if length > limit {
                dx *= limit / length;
                dy *= limit / length;
            }
            if self.pinned[i] {
                (dx, dy) = (0.0, 0.0);
            } else if !((x + dx).is_finite() && (y + dy).is_finite()) {
                sums.quarantined += 1;
                (dx, dy) = (0.0, 0.0);
            }
            next_xs[k] = x + dx;
            next_ys[k] = y + dy;
            let squared = dx * dx + dy * dy;
            sums.moved += free * squared.sqrt();
            sums.free += free;
            sums.along += dx * moved_x[k] + dy * moved_y[k];
            sums.squared += squared;
            moved_x[k] = dx;
            moved_y[k] = dy;
        }
        sums
    }

    /// Brings the places that neighbours see up to date, of the nodes that move.
    fn update_spots(&mut self) {
        self.spots.resize(self.xs.len(), [0.0; 4]);
        let places = self.xs.iter().zip(&self.ys).zip(&self.reaches);
        for (spot, ((&x, &y), &reach)) in self.spots.iter_mut().zip(places).take(self.movers) {
            *spot = [x, y, reach, 0.0];
        }
    }

    fn pull(&self) -> Pull<'_> {
        Pull {
            graph: &self.graph,
            spots: &self.spots,
            discs: self.discs,
            half_power: self.half_power,
            floor: if self.half_power == 0 {
                CONSTANT_FLOOR
            } else {
                SOFTENING
            } * self.unit,
        }
    }

    fn adapt_step(&mut self, sums: &Sums) {
        if sums.along < 0.0 {
            self.step *= 0.8;
        } else if sums.along > 0.3 * sums.squared {
            self.step *= 1.1;
        }
        self.step = self.step.clamp(STEP_SPAN.0, STEP_SPAN.1);
    }

    /// Sets the push so that the picture keeps its size: forces balance in size when the
    /// sum of `place · pull` over nodes equals that of `place · push` (the virial theorem),
    /// which for a push of `m m / d` is the sum of `m m` over pairs, wherever they are.
    pub fn balance(&mut self) {
        let (mut pulled, mut mass, mut mass_squared) = (0.0_f64, 0.0_f64, 0.0_f64);
        self.update_spots();
        let mut force_x = [0.0_f32; CHUNK];
        let mut force_y = [0.0_f32; CHUNK];
        let mut stiffness = [0.0_f32; CHUNK];
        for first in (0..self.node_count()).step_by(CHUNK) {
            let count = CHUNK.min(self.node_count() - first);
            force_x.fill(0.0);
            force_y.fill(0.0);
            let mut out = Pulled {
                force_x: &mut force_x[..count],
                force_y: &mut force_y[..count],
                stiffness: &mut stiffness[..count],
            };
            self.pull().add(first, &mut out);
            for k in 0..count {
                let i = first + k;
                let (x, y) = (f64::from(self.xs[i]), f64::from(self.ys[i]));
                pulled -= x * f64::from(force_x[k]) + y * f64::from(force_y[k]);
                let own = f64::from(self.masses[i]);
                mass += own;
                mass_squared += own * own;
            }
        }
        let pushed = (mass * mass - mass_squared) * 0.5;
        if pulled > 0.0 && pushed > 0.0 {
            self.repulsion = (pulled / pushed) as f32;
        }
    }

    /// Scales the picture about its centre so that neighbours are one spacing apart, on the
    /// median, beyond what each node reaches; returns the factor.
    pub fn fit_spacing(&mut self) -> f32 {
        self.update_spots();
        let points = Points {
            xs: &self.xs,
            ys: &self.ys,
            masses: &self.masses,
        };
        let order = self.push.fresh_order(points);
        let share = spacing::median_share(&self.spots, order, self.spacing);
        let Some(share) = share.filter(|&share| share > 0.0) else {
            return 1.0;
        };
        let scale = (1.0 / share).min(MOST_SCALE);
        let (cx, cy) = centre(&self.xs, &self.ys);
        for (x, y) in self.xs.iter_mut().zip(&mut self.ys) {
            *x = (*x - cx) * scale;
            *y = (*y - cy) * scale;
        }
        self.centre = (0.0, 0.0);
        self.push_stale = true;
        self.balance();
        scale
    }

    /// Moves every node a share of the way to the ring that its rank deserves.
    pub fn sort_rings(&mut self, share: f32) {
        self.rings
            .approach(&mut self.xs, &mut self.ys, self.centre, share, &self.pinned);
    }

    /// Pushes overlapping nodes apart once; returns the share of nodes that were crowded.
    pub fn spread(&mut self, min_distance: f32) -> f32 {
        let radii: Vec<f32> = self
            .reaches
            .iter()
            .map(|r| r + min_distance * 0.5)
            .collect();
        if self.movers < self.node_count() {
            return self.spread_movers(&radii);
        }
        spread::spread(
            &mut self.xs,
            &mut self.ys,
            &radii,
            &self.pinned,
            &mut self.watch,
        )
    }
}

/// Mean of the places.
fn centre(xs: &[f32], ys: &[f32]) -> (f32, f32) {
    let mean =
        |v: &[f32]| (v.iter().map(|&c| f64::from(c)).sum::<f64>() / v.len().max(1) as f64) as f32;
    (mean(xs), mean(ys))
}

/// What one task writes.
struct Slot<'a> {
    next_xs: &'a mut [f32],
    next_ys: &'a mut [f32],
    moved_x: &'a mut [f32],
    moved_y: &'a mut [f32],
}

/// Partial sums of one chunk.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    moved: f32,
    free: f32,
    along: f32,
    squared: f32,
    quarantined: usize,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.moved += other.moved;
        self.free += other.free;
        self.along += other.along;
        self.squared += other.squared;
        self.quarantined += other.quarantined;
    }
}
