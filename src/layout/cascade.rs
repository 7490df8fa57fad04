//! One component from its coarsest level to its finest, one iteration at a time.
//!
//! Walshaw 2000 and Hu 2005: the coarsest level is arranged by stress, every next level starts
//! from the places of the level above and is relaxed. The overall shape is settled while the
//! graph is small, so the finest level needs few iterations.

use glam::Vec2;

use super::coarsen;
use super::hash::{self, Sunflower};
use super::level::{LevelGraph, root_power};
use super::params::LayoutParams;
use super::relax::{Anchor, Movement, Relaxation};
use super::stress;
use super::turn::turn_to_long_side;

/// Coarsening ends when a level keeps more than this share of the nodes: it has stalled.
const STALLED: f32 = 0.85;
/// Attraction's power by the hubness up to which it serves, in halves, found by trying powers
/// 0.5 to 2 on meshes, a power grid, trees, co-authors and captures: long edges must pull hard
/// in a mesh, or it folds, and softly at hubs, or their neighbours are dragged into a ball.
const POWERS: [(f32, u8); 4] = [(1.45, 4), (1.75, 3), (3.0, 2), (f32::INFINITY, 1)];
/// Iterations of the levels above the finest, for powers up to 1 and above it: hubs' clusters
/// sort themselves out there, while a mesh already has its shape from the coarsest level. With 80
/// instead of 60, captures of 5,000 to 500,000 hosts keep no more neighbours.
const COARSE_ITERATIONS: (u32, u32) = (60, 20);
/// Share of the finest level's iterations where hubs made the power 1/2: the last ones hardly show
/// there (1 % of the neighbourhood for 10 % of the time), while a mesh evens out until the end.
const HUB_FINEST_SHARE: f32 = 0.85;
/// Nodes up to which a level gets all its iterations, and the least share of them beyond; the
/// share falls with the fourth root of the size. At 50,000 nodes that is 53 instead of 80
/// iterations for 2 % less neighbourhood preservation and a fifth less time.
const FULL_ITERATIONS_NODES: f32 = 10_000.0;
const LEAST_ITERATIONS_SHARE: f32 = 0.5;
/// Longest move at the start and the end of a level, in units of its spacing, for meshes and for
/// graphs with hubs: a mesh already lies flat and must not be stirred, while clusters around hubs
/// have to pass each other; with 2 instead of 6, captures of 50,000 hosts keep 4 % fewer
/// neighbours and have 8 % more crossings, and with 20 the walks over the tree cost half as much
/// again, because nodes leave the order that it was built for.
const MESH_LIMITS: (f32, f32) = (2.0, 0.15);
const HUB_LIMITS: (f32, f32) = (6.0, 0.15);
/// Longest move when a finished picture is woken, so that it follows softly.
const WARM_LIMITS: (f32, f32) = (2.5, 0.1);
/// Iterations after waking.
const WARM_ITERATIONS: u32 = 24;
/// Share of the finest level's iterations after which its size is settled, overlaps are removed
/// as well, and the last power applies.
const SPREAD_FROM: f32 = 0.7;
/// Share of the way to its ring that a node goes with each of the finest level's last iterations.
/// More ranks distances better (0.01 to 0.05: 0.74 to 0.75 on 5,000 hosts, 0.41 to 0.44 on a
/// botnet), but costs crossings and neighbours.
const RING_SHARE: f32 = 0.04;
/// Share of a sudden change of size that is still hidden after one iteration more, and bounds
/// of what is hidden at all.
const SHOWN_FADE: f32 = 0.9;
const SHOWN_SPAN: (f32, f32) = (0.2, 5.0);
/// Most passes that only remove overlaps, and the share of crowded nodes at which they
/// end.
const FINAL_SPREAD: (u32, f32) = (60, 0.008);

/// What a component is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Levels,
    Spreading,
    Rest,
}

/// The layout of one component in progress.
#[derive(Clone, Debug)]
pub struct Cascade {
    /// Levels that are still to come, the finest first; the last one is next.
    finer: Vec<LevelGraph>,
    /// Cluster on the next coarser level of each node of `finer[l]`.
    clusters: Vec<Vec<u32>>,
    relaxation: Relaxation,
    stage: Stage,
    iteration: u32,
    iterations: u32,
    half_power: u8,
    turned: bool,
    /// Factor of the shown places, which makes up for sudden changes of size and fades to 1.
    shown: f32,
    limits: (f32, f32),
    params: LayoutParams,
    seed: u64,
}

impl Cascade {
    /// Starts from nothing: coarsens the level and arranges the coarsest.
    #[must_use]
    pub fn cold(finest: LevelGraph, params: &LayoutParams, seed: u64) -> Self {
        let mut levels = vec![finest];
        let mut clusters = Vec::new();
        loop {
            let last = &levels[levels.len() - 1];
            if last.node_count() <= stress::MAX_NODES {
                break;
            }
            let (coarse, cluster_of) = coarsen::coarsen(last, params.spacing, seed);
            if coarse.node_count() as f32 > STALLED * last.node_count() as f32 {
                break;
            }
            levels.push(coarse);
            clusters.push(cluster_of);
        }
        let half_power = half_power(&levels[0], params);
        let mut coarsest = levels.pop().unwrap_or_default();
        if levels.is_empty() {
            coarsest.measure_remoteness();
        }
        let mut places = if coarsest.node_count() <= stress::MAX_NODES {
            stress::arrange(&coarsest, params.spacing, seed)
        } else {
            (0..coarsest.node_count() as u64)
                .map(|i| hash::point_in_square(seed, i))
                .collect()
        };
        turn_to_long_side(&mut places);
        let mut relaxation = Relaxation::new(&coarsest, &places, half_power, params);
        relaxation.fit_spacing();
        let iterations = iterations(&coarsest, levels.is_empty(), half_power, params);
        Self {
            finer: levels,
            clusters,
            relaxation,
            stage: Stage::Levels,
            iteration: 0,
            iterations,
            half_power,
            turned: false,
            shown: 1.0,
            limits: if half_power <= 1 {
                HUB_LIMITS
            } else {
                MESH_LIMITS
            },
            params: params.clone(),
            seed,
        }
    }

    /// Starts from places that are already good, `[node]`, and only settles them around the
    /// nodes that have `changed`.
    #[must_use]
    pub fn warm(
        finest: &LevelGraph,
        places: &[Vec2],
        changed: &[u32],
        params: &LayoutParams,
        seed: u64,
    ) -> Self {
        let half_power = half_power(finest, params);
        let mut relaxation = Relaxation::new(finest, places, late_half_power(half_power), params);
        relaxation.tie_around(changed);
        Self {
            finer: Vec::new(),
            clusters: Vec::new(),
            relaxation,
            stage: Stage::Levels,
            iteration: 0,
            iterations: WARM_ITERATIONS,
            half_power,
            turned: false,
            shown: 1.0,
            limits: WARM_LIMITS,
            params: params.clone(),
            seed,
        }
    }

    /// Does one iteration on the present level.
    pub fn iterate(&mut self) -> Movement {
        self.shown = 1.0 + (self.shown - 1.0) * SHOWN_FADE;
        let movement = self.iterate_stage();
        if self.stage == Stage::Rest {
            self.shown = 1.0;
        }
        movement
    }

    fn fit_spacing(&mut self) {
        let factor = self.relaxation.fit_spacing();
        self.shown = (self.shown / factor).clamp(SHOWN_SPAN.0, SHOWN_SPAN.1);
    }

    fn iterate_stage(&mut self) -> Movement {
        match self.stage {
            Stage::Rest => Movement::default(),
            Stage::Spreading => {
                let share = self.relaxation.spread(self.params.min_distance);
                self.iteration += 1;
                if share <= FINAL_SPREAD.1 || self.iteration >= FINAL_SPREAD.0 {
                    self.stage = Stage::Rest;
                }
                Movement::default()
            }
            Stage::Levels => self.relax_once(),
        }
    }

    fn relax_once(&mut self) -> Movement {
        let progress = self.iteration as f32 / self.iterations.max(1) as f32;
        let limit = self.limits.0 + (self.limits.1 - self.limits.0) * progress;
        let movement = self.relaxation.iterate(limit);
        self.iteration += 1;
        let finest = self.finer.is_empty();
        let cold = self.limits != WARM_LIMITS;
        let spread_from = (SPREAD_FROM * self.iterations as f32) as u32;
        if finest && self.iteration == spread_from && cold {
            self.fit_spacing();
            self.relaxation
                .set_half_power(late_half_power(self.half_power));
        }
        if finest && cold && self.iteration >= spread_from {
            self.relaxation.sort_rings(RING_SHARE);
        }
        // Every second time is enough: the forces need a turn to make room.
        if finest && self.iteration >= spread_from && self.iteration.is_multiple_of(2) {
            self.relaxation.spread(self.params.min_distance);
        }
        let settled = movement.mean_move < self.params.tolerance;
        if self.iteration >= self.iterations || (settled && !finest) {
            self.finish_level();
        } else if settled && self.iteration < spread_from {
            // Nothing moves any more: what is left is to remove overlaps.
            self.iteration = spread_from - 1;
        }
        movement
    }

    fn finish_level(&mut self) {
        self.iteration = 0;
        let (Some(mut level), Some(cluster_of)) = (self.finer.pop(), self.clusters.pop()) else {
            self.stage = Stage::Spreading;
            return;
        };
        self.fit_spacing();
        let mut above = vec![Vec2::ZERO; self.relaxation.node_count()];
        self.relaxation.write_places(&mut above);
        if !self.turned {
            // Only once, while the picture is young: later it would be seen to spin.
            turn_to_long_side(&mut above);
            self.turned = true;
        }
        let places = prolong(
            &above,
            &cluster_of,
            &level.reaches,
            self.params.spacing,
            self.seed,
        );
        if self.finer.is_empty() {
            level.measure_remoteness();
        }
        self.relaxation = Relaxation::new(&level, &places, self.half_power, &self.params);
        self.fit_spacing();
        self.iterations = iterations(&level, self.finer.is_empty(), self.half_power, &self.params);
    }

    /// Places of the finest level's nodes as of now, `[node]`.
    pub fn write_places(&self, places: &mut [Vec2]) {
        if self.finer.is_empty() {
            self.relaxation.write_places(places);
            if self.shown != 1.0 {
                places.iter_mut().for_each(|place| *place *= self.shown);
            }
            return;
        }
        let mut current = vec![Vec2::ZERO; self.relaxation.node_count()];
        self.relaxation.write_places(&mut current);
        current.iter_mut().for_each(|place| *place *= self.shown);
        for (level, cluster_of) in self.finer.iter().zip(&self.clusters).rev() {
            current = prolong(
                &current,
                cluster_of,
                &level.reaches,
                self.params.spacing,
                self.seed,
            );
        }
        places.copy_from_slice(&current);
    }

    /// Lower and upper corner of the present level's picture, with the discs of leaves.
    #[must_use]
    pub fn bounds(&self) -> (Vec2, Vec2) {
        let (low, high) = self.relaxation.bounds();
        (low * self.shown, high * self.shown)
    }

    /// Nodes that one call of [`Cascade::iterate`] moves.
    #[must_use]
    pub fn work(&self) -> usize {
        self.relaxation.node_count()
    }

    /// True when nothing moves any more.
    #[must_use]
    pub fn is_resting(&self) -> bool {
        self.stage == Stage::Rest
    }

    /// True when the finest level moves or rests, so that nodes can be pinned.
    #[must_use]
    pub fn is_finest(&self) -> bool {
        self.finer.is_empty()
    }

    /// Holds a node of the finest level at a place, or lets it go; no effect on coarser levels.
    pub fn set_pin(&mut self, node: usize, place: Option<Vec2>) {
        if self.is_finest() {
            self.relaxation.set_pin(node, place);
        }
    }

    /// Replaces the springs to fixed places; no effect on coarser levels.
    pub fn set_anchors(&mut self, anchors: impl Iterator<Item = Anchor>) {
        if self.is_finest() {
            self.relaxation.set_anchors(anchors);
        }
    }

    /// Lets a resting picture move again, gently: all of it, or only around what has `changed`.
    ///
    /// What is awake already goes on longer, and moves where it did.
    pub fn reheat(&mut self, changed: Option<&[u32]>) {
        if self.stage != Stage::Rest && self.limits != WARM_LIMITS {
            return;
        }
        if self.stage != Stage::Levels {
            // Removing overlaps has left the balance that the push was set for.
            self.relaxation.balance();
        }
        match changed {
            Some(changed) => {
                if self.stage == Stage::Rest {
                    // What has come to rest is remembered where it is now.
                    self.relaxation.free_all();
                }
                self.relaxation.tie_around(changed);
            }
            None if self.stage == Stage::Rest => self.relaxation.free_all(),
            None => {}
        }
        self.stage = Stage::Levels;
        self.limits = WARM_LIMITS;
        self.iteration = 0;
        self.iterations = WARM_ITERATIONS;
    }
}

fn half_power(finest: &LevelGraph, params: &LayoutParams) -> u8 {
    if let Some(power) = params.attraction_power {
        return (power * 2.0).round().clamp(0.0, 4.0) as u8;
    }
    let hubness = finest.hubness();
    POWERS
        .iter()
        .find(|(bound, _)| hubness <= *bound)
        .map_or(2, |&(_, halves)| halves)
}

/// The power with which a picture ends: where hubs made it 1/2, the last moves let edges pull
/// alike at any length (LinLog, Noack 2007), so that clusters tighten without the whole
/// changing; on captures that keeps 5 % more neighbours and as much of the distances.
fn late_half_power(half_power: u8) -> u8 {
    if half_power == 1 { 0 } else { half_power }
}

/// Iterations of a level: large levels get fewer, because time matters more there and a node's
/// last small moves are no longer seen.
fn iterations(level: &LevelGraph, finest: bool, half_power: u8, params: &LayoutParams) -> u32 {
    let most = if finest && half_power <= 1 {
        (params.max_iterations as f32 * HUB_FINEST_SHARE) as u32
    } else if finest {
        params.max_iterations
    } else if half_power <= 2 {
        COARSE_ITERATIONS.0
    } else {
        COARSE_ITERATIONS.1
    };
    let excess = (level.node_count() as f32 / FULL_ITERATIONS_NODES).max(1.0);
    let share = root_power(excess, -0.25).max(LEAST_ITERATIONS_SHARE);
    (most as f32 * share) as u32
}

/// Places for a level from those of its clusters: members stand around their cluster's place.
fn prolong(
    above: &[Vec2],
    cluster_of: &[u32],
    reaches: &[f32],
    spacing: f32,
    seed: u64,
) -> Vec<Vec2> {
    let mut heads: Vec<Option<Sunflower>> = vec![None; above.len()];
    cluster_of
        .iter()
        .zip(reaches)
        .map(|(&cluster, reach)| {
            let head = heads[cluster as usize].get_or_insert_with(|| {
                Sunflower::new(
                    0.5,
                    hash::unit(hash::point_in_square(seed, u64::from(cluster))),
                )
            });
            let offset = head.next().unwrap_or_default() * ((spacing * 0.5 + reach) * 0.6);
            above[cluster as usize] + offset
        })
        .collect()
}
