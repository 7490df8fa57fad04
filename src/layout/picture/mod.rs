//! The whole picture as of now: cores with their leaves, components with their slots.
//!
//! Holds the sorted graph and where everything stands, draws what is small at once, takes over
//! places that came with the request, and packs the components.

mod keep;

use std::borrow::Cow;
use std::ops::Range;

use glam::Vec2;
use rayon::prelude::*;

use crate::layout::adjacency::Adjacency;
use crate::layout::cascade::Cascade;
use crate::layout::components::Components;
use crate::layout::fold::{Fold, NOT_FOLDED};
use crate::layout::hash;
use crate::layout::level::{Cores, LevelGraph};
use crate::layout::packing;
use crate::layout::params::LayoutParams;
use crate::layout::request::{LayoutRequest, Start};
use crate::layout::rough;
use crate::layout::stress;
use crate::layout::turn::turn_to_long_side;
use crate::layout::unfold::Unfolding;

/// Cores up to this size are drawn by stress alone: all pairs of 24 nodes take some 20 µs.
const STRESS_ONLY: usize = 24;
/// Small components of one task, so that tens of thousands of them are a few tasks.
const TASK_COMPONENTS: usize = 64;
/// Change of a component's box, as a share of its side, at which it needs another slot.
const OUTGROWN: f32 = 0.12;
/// Places further out are taken as unplaced: they would waste the precision of single floats
/// for everything else.
pub const FARTHEST_PLACE: f32 = 1e6;

/// A sorted graph and where its nodes are.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Edges of the request, cleaned.
    pub graph: Adjacency,
    /// Connected components, the largest first.
    pub components: Components,
    /// Leaves.
    pub fold: Fold,
    /// All other nodes.
    pub cores: Cores,
    /// Places of the cores, in their component's space.
    pub places: Vec<Vec2>,
    /// World place of each component's origin, `[component]`.
    pub offsets: Vec<Vec2>,
    /// Components whose places came with the request and stay where they are.
    pub kept: Vec<bool>,
    /// Places in their core of the nodes of kept components that are new or freed,
    /// `[component, place]`, by component.
    newcomers: Vec<(u32, u32)>,
    /// Places that came with the request, in the order of the cores, NaN without one; empty if
    /// there are none.
    wanted: Vec<Vec2>,
    /// Box of each component in its own space when it was packed last, `[component]`.
    boxes: Vec<(Vec2, Vec2)>,
    params: LayoutParams,
    seed: u64,
}

impl Picture {
    /// Sorts the graph, takes over given places, draws what is small and packs.
    #[must_use]
    pub fn new(request: &LayoutRequest) -> Self {
        let mut picture = Self::sorted(request);
        if let Some(initial) = &request.initial {
            picture.wanted = picture.wanted_places(initial);
            if request.start == Start::Gently {
                picture.keep_places(&request.freed);
            }
        }
        picture.arrange_small();
        for component in 0..picture.components.len() {
            picture.boxes[component] =
                if picture.needs_levels(component) && !picture.kept[component] {
                    picture.stand_in(component)
                } else {
                    picture.unfolding().bounds(component)
                };
        }
        picture.release_overlapped();
        picture.pack();
        picture
    }

    /// The sorted graph, with nothing placed.
    #[must_use]
    pub fn sorted(request: &LayoutRequest) -> Self {
        let graph = Adjacency::from_request(request);
        let components = Components::find(&graph);
        let fold = Fold::leaves_of(&graph);
        let cores = Cores::collect(&components, &fold);
        let count = components.len();
        Self {
            places: vec![Vec2::ZERO; cores.nodes.len()],
            offsets: vec![Vec2::ZERO; count],
            boxes: vec![(Vec2::ZERO, Vec2::ZERO); count],
            kept: vec![false; count],
            newcomers: Vec::new(),
            wanted: Vec::new(),
            params: request.params.clone(),
            seed: request.seed,
            graph,
            components,
            fold,
            cores,
        }
    }

    /// True when a component's core is too large to be drawn at once.
    #[must_use]
    pub fn needs_levels(&self, component: usize) -> bool {
        self.cores.of(component).len() > STRESS_ONLY
    }

    /// The finest level of a component.
    #[must_use]
    pub fn level_of(&self, component: usize) -> LevelGraph {
        LevelGraph::finest(
            &self.graph,
            &self.fold,
            self.cores.of(component),
            &self.cores.local_of,
            &self.params,
        )
    }

    /// Places of a component's core, in its own space.
    #[must_use]
    pub fn places_of(&self, component: usize) -> &[Vec2] {
        &self.places[self.span_of(component)]
    }

    /// Places of a component's core, in its own space.
    pub fn places_of_mut(&mut self, component: usize) -> &mut [Vec2] {
        let span = self.span_of(component);
        &mut self.places[span]
    }

    fn span_of(&self, component: usize) -> Range<usize> {
        self.cores.offsets[component]..self.cores.offsets[component + 1]
    }

    /// Place within its core of a node, or of its hub where it is a leaf.
    #[must_use]
    pub fn core_place(&self, node: u32) -> u32 {
        let hub = self.fold.hub_of[node as usize];
        let core_node = if hub == NOT_FOLDED { node } else { hub };
        self.cores.local_of[core_node as usize]
    }

    /// The seed for a component's own choices.
    #[must_use]
    pub fn seed_of(&self, component: usize) -> u64 {
        hash::mix(self.seed, component as u64)
    }

    /// How leaves are unfolded.
    #[must_use]
    pub fn unfolding(&self) -> Unfolding<'_> {
        Unfolding {
            graph: &self.graph,
            fold: &self.fold,
            cores: &self.cores,
            places: &self.places,
        }
    }

    /// Places of all nodes in the world, `[node]`; those that are `moving` as of now.
    #[must_use]
    pub fn positions<'a>(&self, moving: impl Iterator<Item = (usize, &'a Cascade)>) -> Vec<Vec2> {
        let mut places = Cow::Borrowed(&self.places[..]);
        for (component, cascade) in moving {
            let places = &mut places.to_mut()[self.span_of(component)];
            cascade.write_places(places);
            self.face(component, places);
        }
        let mut positions = vec![Vec2::ZERO; self.graph.node_count()];
        let unfolding = Unfolding {
            places: &places,
            ..self.unfolding()
        };
        for (component, &offset) in self.offsets.iter().enumerate() {
            unfolding.for_each(component, |node, place| {
                positions[node as usize] = place + offset
            });
        }
        positions
    }

    /// Packs again with a component's final box.
    pub fn set_slot(&mut self, component: usize, bounds: (Vec2, Vec2)) {
        self.boxes[component] = bounds;
        self.release_overlapped();
        self.pack();
    }

    /// Packs again if a component's box no longer resembles the one it was packed with.
    pub fn outgrow_slot(&mut self, component: usize, bounds: (Vec2, Vec2)) {
        let (old_low, old_high) = self.boxes[component];
        let (old, new) = (old_high - old_low, bounds.1 - bounds.0);
        let change = ((new - old).abs() / old.max(Vec2::splat(1e-6))).max_element();
        if change > OUTGROWN {
            self.set_slot(component, bounds);
        }
    }

    /// Lets go of kept components that have grown into a larger one; they get new slots.
    fn release_overlapped(&mut self) {
        let mut by_left: Vec<usize> = (0..self.boxes.len()).filter(|&c| self.kept[c]).collect();
        by_left.sort_by(|&a, &b| self.boxes[a].0.x.total_cmp(&self.boxes[b].0.x));
        let mut open: Vec<usize> = Vec::new();
        for component in by_left {
            let (low, high) = self.boxes[component];
            open.retain(|&other| self.kept[other] && self.boxes[other].1.x >= low.x);
            for &other in &open {
                let (other_low, other_high) = self.boxes[other];
                if other_low.y <= high.y && low.y <= other_high.y {
                    // Components are numbered by falling size.
                    self.kept[component.max(other)] = false;
                }
            }
            if self.kept[component] {
                open.push(component);
            }
        }
    }

    /// Gives every component its slot; the kept ones stay and are the middle of the rest.
    fn pack(&mut self) {
        let loose: Vec<usize> = (0..self.boxes.len()).filter(|&c| !self.kept[c]).collect();
        let kept: Vec<usize> = (0..self.boxes.len()).filter(|&c| self.kept[c]).collect();
        let union = kept
            .iter()
            .map(|&c| self.boxes[c])
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let own = loose.iter().map(|&c| self.boxes[c]);
        let boxes: Vec<(Vec2, Vec2)> = union.into_iter().chain(own).collect();
        let sizes: Vec<Vec2> = boxes.iter().map(|(low, high)| *high - *low).collect();
        let centres = packing::pack(&sizes, self.params.component_gap, self.params.aspect);
        let first_loose = boxes.len() - loose.len();
        // The kept components do not move, so all others move relative to them.
        let shift = if union.is_some() {
            middle(boxes[0]) - centres[0]
        } else {
            Vec2::ZERO
        };
        for (k, &component) in loose.iter().enumerate() {
            let slot = first_loose + k;
            self.offsets[component] = centres[slot] + shift - middle(boxes[slot]);
        }
    }

    /// A box in proportion to the node count, for a component that is still to come.
    fn stand_in(&self, component: usize) -> (Vec2, Vec2) {
        let nodes = self.components.members(component).len() as f32;
        let half = Vec2::new(0.7, 0.6) * (nodes.sqrt() * self.params.spacing);
        (-half, half)
    }

    fn arrange_small(&mut self) {
        let small: Vec<usize> = (0..self.components.len())
            .filter(|&c| self.cores.of(c).len() >= 2 && !self.needs_levels(c))
            .filter(|&c| self.is_unsettled(c))
            .collect();
        let this = &*self;
        let draw = |&component: &usize| {
            let level = this.level_of(component);
            let mut places = stress::arrange(&level, 1.0, this.seed_of(component));
            turn_to_long_side(&mut places);
            this.align(component, &mut places);
            if this.kept[component] {
                // So small a picture is drawn anew about the middle of where it is.
                let middle = |of: &[Vec2]| of.iter().sum::<Vec2>() / of.len() as f32;
                let shift = middle(this.places_of(component)) - middle(&places);
                places.iter_mut().for_each(|place| *place += shift);
            }
            places
        };
        let drawn: Vec<Vec<Vec2>> = if small.len() < 8 * TASK_COMPONENTS {
            small.iter().map(draw).collect()
        } else {
            small
                .par_iter()
                .with_min_len(TASK_COMPONENTS)
                .map(draw)
                .collect()
        };
        for (component, places) in small.into_iter().zip(drawn) {
            self.places_of_mut(component).copy_from_slice(&places);
        }
        // Until its turn comes, a large component is a rough picture of its size.
        for component in 0..self.components.len() {
            if self.needs_levels(component) && !self.kept[component] {
                let core = self.cores.of(component);
                let half_size = self.stand_in(component).1;
                let seed = self.seed_of(component);
                let mut places = rough::arrange(&self.graph, core, half_size, seed);
                self.face(component, &mut places);
                self.places_of_mut(component).copy_from_slice(&places);
            }
        }
    }
}

fn middle((low, high): (Vec2, Vec2)) -> Vec2 {
    (low + high) * 0.5
}
