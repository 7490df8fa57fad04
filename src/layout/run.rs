//! A layout in progress, in slices that a window's thread can stream.
//!
//! Small components are there from the start; the others run through their levels one after
//! the other, the largest last, so that everything around it is settled when it appears.
//! A finished run rests; pinning or reheating wakes the components concerned.

use std::collections::BTreeMap;

use glam::Vec2;

use super::cascade::Cascade;
use super::modes;
use super::picture::{FARTHEST_PLACE, Picture};
use super::relax::Anchor;
use super::request::LayoutRequest;

/// Moves of one slice: about 10 ms of work on one core of 2026.
const SLICE_MOVES: usize = 50_000;
/// Work of an iteration beside its moves, in moves, so that tiny levels end a slice too.
const ITERATION_COST: usize = 64;
/// Moves of a cold start over all levels, per node of the core and iteration of the finest
/// level: the coarser levels are smaller but get more iterations.
const WORK_SHARE: f32 = 1.8;

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LayoutStatus {
    /// Iterations on all levels and components.
    pub iterations: u64,
    /// Estimated share of the work that is done, 0 to 1.
    pub progress: f32,
    /// Mean distance that nodes moved in the last iteration, in units of their spacing.
    pub mean_move: f32,
    /// True when nothing moves any more.
    pub converged: bool,
    /// How often a place came out not finite and was kept as it was.
    pub quarantined: usize,
}

/// A component that moves or can be woken.
#[derive(Clone, Debug)]
struct Active {
    component: usize,
    cascade: Cascade,
}

/// A layout in progress.
#[derive(Clone, Debug)]
pub struct LayoutRun {
    request: LayoutRequest,
    picture: Picture,
    /// Places that follow from something else than forces.
    fixed: Option<Vec<Vec2>>,
    /// Components to come, the next one last.
    queue: Vec<usize>,
    active: Vec<Active>,
    pins: BTreeMap<u32, Vec2>,
    status: LayoutStatus,
    /// False once the whole picture has come to rest: from then on slots stay.
    packing: bool,
    work_done: f32,
    work_total: f32,
}

impl LayoutRun {
    /// Prepares a run: sorts the graph and draws what is small.
    #[must_use]
    pub fn new(request: LayoutRequest) -> Self {
        let fixed = modes::arrange(&request);
        let picture = match &fixed {
            Some(_) => Picture::new(&LayoutRequest::new(0, [])),
            None => Picture::new(&request),
        };
        let queue: Vec<usize> = (0..picture.components.len())
            .filter(|&c| picture.needs_levels(c) && picture.is_unsettled(c))
            .collect();
        let moves: f32 = queue
            .iter()
            .map(|&c| picture.cores.of(c).len() as f32)
            .sum();
        Self {
            work_done: 0.0,
            work_total: moves * request.params.max_iterations as f32 * WORK_SHARE,
            status: LayoutStatus {
                converged: queue.is_empty(),
                progress: if queue.is_empty() { 1.0 } else { 0.0 },
                ..LayoutStatus::default()
            },
            packing: !queue.is_empty(),
            active: Vec::new(),
            pins: BTreeMap::new(),
            request,
            picture,
            fixed,
            queue,
        }
    }

    /// The request that is being drawn.
    #[must_use]
    pub fn request(&self) -> &LayoutRequest {
        &self.request
    }

    /// How far the run has come.
    #[must_use]
    pub fn status(&self) -> LayoutStatus {
        self.status
    }

    /// How often a place came out not finite and was kept as it was.
    #[must_use]
    pub fn quarantined(&self) -> usize {
        self.status.quarantined
    }

    /// Places of all nodes as of now, `[node]`, world units, all finite.
    #[must_use]
    pub fn positions(&self) -> Vec<Vec2> {
        let moving = self.active.iter().filter(|a| !a.cascade.is_resting());
        let moving = moving.map(|a| (a.component, &a.cascade));
        let mut positions = match &self.fixed {
            Some(places) => places.clone(),
            None => self.picture.positions(moving),
        };
        for (&node, &place) in &self.pins {
            positions[node as usize] = place;
        }
        positions
    }

    /// Does a bounded slice of work: some 10 ms for up to 50,000 nodes, one iteration beyond.
    pub fn step(&mut self) -> LayoutStatus {
        let mut budget = SLICE_MOVES;
        while budget > 0 && !self.status.converged {
            let Some(index) = self.active.iter().position(|a| !a.cascade.is_resting()) else {
                self.start_next();
                continue;
            };
            let Active { component, cascade } = &mut self.active[index];
            let component = *component;
            if !self.pins.is_empty() {
                hold_pins(&self.picture, &self.pins, component, cascade);
            }
            let movement = cascade.iterate();
            let work = cascade.work() + ITERATION_COST;
            budget = budget.saturating_sub(work);
            self.work_done += work as f32;
            self.status.iterations += 1;
            self.status.mean_move = movement.mean_move;
            self.status.quarantined += movement.quarantined;
            let resting = cascade.is_resting();
            if resting {
                let mut places = self.picture.places_of(component).to_vec();
                cascade.write_places(&mut places);
                self.picture.face(component, &mut places);
                self.picture
                    .places_of_mut(component)
                    .copy_from_slice(&places);
                if self.packing {
                    let bounds = self.picture.unfolding().bounds(component);
                    self.picture.set_slot(component, bounds);
                }
                self.update_converged();
            } else if self.packing && budget == 0 {
                self.picture.outgrow_slot(component, cascade.bounds());
            }
        }
        self.update_progress();
        self.status
    }

    /// Holds a node at a place in the world and lets its neighbours follow; where places do not
    /// follow from forces, it moves alone.
    ///
    /// Places that are not finite and nodes that do not exist are ignored.
    pub fn pin(&mut self, node: u32, place: Vec2) {
        self.pin_all([(node, place)]);
    }

    /// As [`LayoutRun::pin`], of many nodes at once.
    pub fn pin_all(&mut self, nodes: impl IntoIterator<Item = (u32, Vec2)>) {
        let farthest = Vec2::splat(FARTHEST_PLACE);
        let mut woken = BTreeMap::new();
        for (node, place) in nodes {
            if (node as usize) < self.request.node_count && place.is_finite() {
                self.pins.insert(node, place.clamp(-farthest, farthest));
                if self.fixed.is_none() {
                    woken.insert(self.picture.components.of_node[node as usize], node);
                }
            }
        }
        for node in woken.into_values() {
            self.picture.keep_facing(node);
            self.wake(node);
        }
    }

    /// Lets a pinned node go where the forces want it.
    pub fn unpin(&mut self, node: u32) {
        if self.pins.remove(&node).is_none() || self.fixed.is_some() {
            return;
        }
        let component = self.picture.components.of_node[node as usize] as usize;
        if let Some(active) = self.active.iter_mut().find(|a| a.component == component)
            && !self.picture.fold.is_folded(node as usize)
        {
            active
                .cascade
                .set_pin(self.picture.cores.local_of[node as usize] as usize, None);
        }
        self.wake(node);
    }

    /// Pinned nodes and where they are held, in ascending order.
    pub fn pinned(&self) -> impl Iterator<Item = (u32, Vec2)> + '_ {
        self.pins.iter().map(|(&node, &place)| (node, place))
    }

    /// Lets the picture settle again, gently, as after a drag.
    pub fn reheat(&mut self) {
        for active in &mut self.active {
            active.cascade.reheat(None);
        }
        self.update_converged();
    }

    fn start_next(&mut self) {
        let Some(component) = self.queue.pop() else {
            self.update_converged();
            return;
        };
        let (params, seed) = (&self.request.params, self.picture.seed_of(component));
        let cascade = if self.picture.kept[component] {
            let level = self.picture.level_of(component);
            let places = self.picture.places_of(component);
            let changed: Vec<u32> = self.picture.newcomers_of(component).collect();
            Cascade::warm(&level, places, &changed, params, seed)
        } else {
            Cascade::cold(self.picture.level_of(component), params, seed)
        };
        self.active.push(Active { component, cascade });
    }

    fn update_converged(&mut self) {
        let resting = self.active.iter().all(|a| a.cascade.is_resting());
        self.status.converged = resting && self.queue.is_empty();
        self.packing &= !self.status.converged;
        self.update_progress();
    }

    fn update_progress(&mut self) {
        self.status.progress = if self.status.converged {
            1.0
        } else {
            (self.work_done / self.work_total.max(1.0)).min(0.99)
        };
    }

    /// Makes the component of a node move again, or for the first time.
    fn wake(&mut self, node: u32) {
        let component = self.picture.components.of_node[node as usize] as usize;
        if self.picture.cores.of(component).len() == 1 {
            self.carry_star(component);
            return;
        }
        let changed: Vec<u32> = self
            .pins
            .keys()
            .chain([&node])
            .filter(|&&n| self.picture.components.of_node[n as usize] as usize == component)
            .map(|&n| self.picture.core_place(n))
            .collect();
        if let Some(active) = self.active.iter_mut().find(|a| a.component == component) {
            active.cascade.reheat(Some(&changed));
        } else if !self.queue.contains(&component) {
            let level = self.picture.level_of(component);
            let places = self.picture.places_of(component);
            let seed = self.picture.seed_of(component);
            let cascade = Cascade::warm(&level, places, &changed, &self.request.params, seed);
            self.active.push(Active { component, cascade });
        }
        self.update_converged();
    }

    /// A star has nothing to relax: it follows its first pinned node as a whole.
    fn carry_star(&mut self, component: usize) {
        let mut shift = None;
        let offset = self.picture.offsets[component];
        let pins = &self.pins;
        self.picture.unfolding().for_each(component, |node, place| {
            if let Some(held) = pins.get(&node) {
                shift.get_or_insert(*held - (place + offset));
            }
        });
        if let (Some(shift), Some(hub)) = (shift, self.picture.places_of_mut(component).first_mut())
        {
            *hub += shift;
        }
    }
}

/// Tells a cascade which of its nodes are held, and which hubs are pulled by a held leaf.
fn hold_pins(
    picture: &Picture,
    pins: &BTreeMap<u32, Vec2>,
    component: usize,
    cascade: &mut Cascade,
) {
    if !cascade.is_finest() {
        return;
    }
    let offset = picture.offsets[component];
    let mut anchors = Vec::new();
    for (&node, &place) in pins {
        if picture.components.of_node[node as usize] as usize != component {
            continue;
        }
        let local = picture.core_place(node);
        if picture.fold.is_folded(node as usize) {
            anchors.push(Anchor {
                node: local,
                place: place - offset,
            });
        } else {
            cascade.set_pin(local as usize, Some(place - offset));
        }
    }
    cascade.set_anchors(anchors.into_iter());
}
