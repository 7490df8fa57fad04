//! What stays of the picture before: places are kept where enough of a component has one.
//!
//! What is kept stays exactly where it was, and what is new is put amid its neighbours, so that
//! only its surroundings have to settle. What is drawn anew is turned to lie as it did.

use glam::Vec2;

use super::{FARTHEST_PLACE, Picture};
use crate::layout::align::align;
use crate::layout::hash::{self, Sunflower};

/// Share of a component's core that must have a place and keep it for the others to join it; with
/// less there is no picture to keep, and a fresh one is better.
const LEAST_PLACED: f32 = 0.6;

impl Picture {
    /// Places in its core of what is new or freed in a kept component.
    pub fn newcomers_of(&self, component: usize) -> impl Iterator<Item = u32> + '_ {
        let from = self
            .newcomers
            .partition_point(|&(c, _)| (c as usize) < component);
        let own = self.newcomers[from..].iter();
        own.take_while(move |&&(c, _)| c as usize == component)
            .map(|&(_, place)| place)
    }

    /// Whether a component has to be drawn, all of it or around what is new.
    #[must_use]
    pub fn is_unsettled(&self, component: usize) -> bool {
        !self.kept[component] || self.newcomers_of(component).next().is_some()
    }

    /// Lets the component of a node face as it does: what is held in the world cannot be turned.
    pub fn keep_facing(&mut self, node: u32) {
        let span = self.span_of(self.components.of_node[node as usize] as usize);
        if let Some(wanted) = self.wanted.get_mut(span) {
            wanted.fill(Vec2::NAN);
        }
    }

    /// Turns places of a component that is drawn anew to lie as those that came with the request.
    pub fn face(&self, component: usize, places: &mut [Vec2]) {
        if !self.kept[component] {
            self.align(component, places);
        }
    }

    pub(super) fn align(&self, component: usize, places: &mut [Vec2]) {
        if !self.wanted.is_empty() {
            align(places, &self.wanted[self.span_of(component)]);
        }
    }

    /// Places of the request in the order of the cores. A hub without one takes that of its first
    /// leaf that has.
    pub(super) fn wanted_places(&self, initial: &[Vec2]) -> Vec<Vec2> {
        let given = |node: u32| {
            initial
                .get(node as usize)
                .copied()
                .filter(|p| p.is_finite() && p.abs().max_element() <= FARTHEST_PLACE)
        };
        let of_leaf = |node: u32| {
            let mut leaves = self.fold.leaves(node as usize).iter();
            leaves.find_map(|&leaf| given(leaf))
        };
        // Nodes at one place would never part: all but the first have to find another.
        let mut taken = hashbrown::HashSet::with_capacity(self.cores.nodes.len());
        let core = self.cores.nodes.iter();
        core.map(|&node| given(node).or_else(|| of_leaf(node)).unwrap_or(Vec2::NAN))
            .map(
                |place| match taken.insert(place.to_array().map(f32::to_bits)) {
                    true => place,
                    false => Vec2::NAN,
                },
            )
            .collect()
    }

    /// Takes over given places where enough of a component's core has one and is not freed.
    pub(super) fn keep_places(&mut self, freed: &[u32]) {
        let mut is_freed = vec![false; self.cores.nodes.len()];
        for &node in freed
            .iter()
            .filter(|&&n| (n as usize) < self.graph.node_count())
        {
            let component = self.components.of_node[node as usize] as usize;
            is_freed[self.cores.offsets[component] + self.core_place(node) as usize] = true;
        }
        for component in 0..self.components.len() {
            let span = self.span_of(component);
            let wanted = &self.wanted[span.clone()];
            let is_freed = &is_freed[span.clone()];
            let settled = wanted.iter().zip(is_freed);
            let settled = settled.filter(|(place, freed)| place.is_finite() && !**freed);
            // What is freed alone has nothing that it could go away from.
            let least = if wanted.len() == 1 { 0.0 } else { LEAST_PLACED };
            let is_placed = wanted.iter().any(|place| place.is_finite());
            if !is_placed || (settled.count() as f32) < least * wanted.len() as f32 {
                continue;
            }
            self.kept[component] = true;
            let unplaced = wanted.iter().map(|place| !place.is_finite());
            let is_new: Vec<bool> = unplaced.zip(is_freed).map(|(new, &f)| new || f).collect();
            self.join_neighbours(component);
            let new = (0..is_new.len() as u32).filter(|&k| is_new[k as usize]);
            self.newcomers.extend(new.map(|k| (component as u32, k)));
        }
    }

    /// Puts the nodes of a kept component where they are wanted, and those without a place amid
    /// their neighbours, nearest to what has a place first.
    fn join_neighbours(&mut self, component: usize) {
        let start = self.cores.offsets[component];
        let core = self.cores.of(component);
        let wanted = &self.wanted[self.span_of(component)];
        let mut known: Vec<bool> = wanted.iter().map(|place| place.is_finite()).collect();
        let mut front: Vec<usize> = (0..core.len()).filter(|&k| known[k]).collect();
        for &k in &front {
            self.places[start + k] = wanted[k];
        }
        if front.len() == core.len() {
            return;
        }
        let mut head = Sunflower::new(1.0, Vec2::X);
        let mut next_known = 0;
        while let Some(&from) = front.get(next_known) {
            next_known += 1;
            for &next in self.graph.row(core[from] as usize) {
                let k = self.cores.local_of[next as usize] as usize;
                if self.fold.is_folded(next as usize) || known[k] {
                    continue;
                }
                let (mut sum, mut count) = (Vec2::ZERO, 0.0);
                for &other in self.graph.row(next as usize) {
                    let j = self.cores.local_of[other as usize] as usize;
                    if !self.fold.is_folded(other as usize) && known[j] {
                        sum += self.places[start + j];
                        count += 1.0;
                    }
                }
                // A little aside, so that two with the same neighbours do not coincide.
                let aside = hash::unit(head.next().unwrap_or(Vec2::X)) * self.params.spacing;
                self.places[start + k] = sum / count + aside;
                known[k] = true;
                front.push(k);
            }
        }
    }
}
