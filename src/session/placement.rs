//! What is the layout asked for, and where were nodes before?
//!
//! A [`Placement`] is the request for what a state wants, over all nodes or over those that were
//! visible. [`KnownPlaces`] remembers where everything came to rest, so that going back in the
//! history puts every node back exactly.

use std::collections::BTreeMap;
use std::sync::Arc;

use glam::Vec2;

use super::{Arrangement, Data, LayoutMode, State};
use crate::capture::Address;
use crate::graph::NodeKind;
use crate::layout::{AddressKey, LayoutRequest, Mode, Start, layout};
use crate::query::Filter;

/// A node whose pulls changed by more than this share has to find another place.
const FREED_SHARE: f32 = 0.3;
/// Pictures that are remembered, and nodes of all of them together: 8 bytes each.
const MOST_PICTURES: usize = 32;
const MOST_PLACES: usize = 16_000_000;

/// What the places of a picture follow from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceKey {
    /// Seed of the layout.
    pub seed: u64,
    /// How it is arranged.
    pub arrangement: Arrangement,
    /// What is held by hand.
    pub pins: BTreeMap<u32, Vec2>,
}

impl PlaceKey {
    /// Of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            seed: state.seed,
            arrangement: state.arrangement.clone(),
            pins: state.pins.clone(),
        }
    }
}

/// Where everything came to rest before, latest last.
#[derive(Clone, Debug, Default)]
pub struct KnownPlaces(Vec<(PlaceKey, Arc<[Vec2]>)>);

impl KnownPlaces {
    /// Remembers a picture, and forgets the oldest ones beyond the bounds.
    pub fn remember(&mut self, key: PlaceKey, places: Arc<[Vec2]>) {
        self.0.retain(|(known, _)| *known != key);
        self.0.push((key, places));
        let mut room = MOST_PLACES;
        let fitting = self.0.iter().rev().take(MOST_PICTURES);
        let fitting = fitting.take_while(|(_, places)| {
            let fits = room >= places.len();
            room = room.saturating_sub(places.len());
            fits
        });
        let forgotten = self.0.len() - fitting.count();
        self.0.drain(..forgotten);
    }

    /// The picture of a key, if it is remembered.
    #[must_use]
    pub fn recall(&self, key: &PlaceKey) -> Option<Arc<[Vec2]>> {
        let known = self.0.iter().find(|(known, _)| known == key);
        known.map(|(_, places)| places.clone())
    }
}

/// What is to be laid out.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The request, over the members.
    pub request: LayoutRequest,
    /// Nodes of the graph that the request is about, ascending; none if it is about all.
    members: Option<Arc<[u32]>>,
    /// Where all nodes of the graph are, `[node]`.
    places: Arc<[Vec2]>,
    /// Everything, to place what is not a member and has no place; none if there is nothing such.
    everything: Option<Box<LayoutRequest>>,
}

impl Data {
    /// What a state wants, from where the nodes are now.
    ///
    /// `before` is what they were laid out for, if they were for this graph: then only what has
    /// changed moves, or what is drawn anew is turned to lie as it did.
    #[must_use]
    pub fn placement(&self, state: &State, before: Option<&PlaceKey>) -> Placement {
        let arrangement = &state.arrangement;
        let is_visible = self.edges_of(arrangement.visible.as_ref());
        let edge_nodes = self.graph.edge_nodes();
        let members = arrangement.visible.is_some().then(|| {
            let mut is_member = vec![false; self.graph.node_count()];
            let visible = edge_nodes
                .iter()
                .zip(&is_visible)
                .filter(|(_, seen)| **seen);
            for node in visible.flat_map(|(nodes, _)| nodes) {
                is_member[*node as usize] = true;
            }
            let all = 0..self.graph.node_count() as u32;
            all.filter(|&node| is_member[node as usize]).collect()
        });
        let members: Option<Arc<[u32]>> = members;
        let (edges, weights): (Vec<[u32; 2]>, Vec<f32>) = edge_nodes
            .iter()
            .zip(self.weights.iter())
            .zip(&is_visible)
            .filter(|(_, seen)| **seen)
            .map(|((nodes, weight), _)| (nodes.map(|node| place_in(&members, node)), *weight))
            .unzip();
        let count = members
            .as_ref()
            .map_or(self.graph.node_count(), |members| members.len());
        let of_member = |k: u32| members.as_ref().map_or(k, |members| members[k as usize]);
        let mut request = LayoutRequest {
            weights: weights.into(),
            seed: state.seed,
            mode: self.mode_of(arrangement, (0..count as u32).map(of_member)),
            ..LayoutRequest::new(count, edges)
        };
        let both_by_force = request.mode == Mode::Force
            && before.is_some_and(|before| before.arrangement.mode == LayoutMode::Force);
        if let Some(before) = before.filter(|_| both_by_force) {
            let initial = (0..count as u32).map(|k| self.positions[of_member(k) as usize]);
            request.initial = Some(initial.collect());
            if before.seed == state.seed {
                let freed = self.changed_nodes(&before.arrangement, &is_visible);
                request.freed = match &members {
                    None => freed.into(),
                    Some(all) => {
                        let places = freed.iter().map(|node| all.binary_search(node));
                        places.flatten().map(|place| place as u32).collect()
                    }
                };
            } else {
                request.start = Start::Anew;
            }
        }
        let is_lost = |node: u32| !self.positions[node as usize].is_finite();
        let has_lost = |members: &Arc<[u32]>| {
            let mut others = 0..self.graph.node_count() as u32;
            others.any(|node| is_lost(node) && members.binary_search(&node).is_err())
        };
        let everything = members.as_ref().filter(|members| has_lost(members));
        Placement {
            everything: everything.map(|_| Box::new(self.layout_request(state.seed, None))),
            request,
            members,
            places: self.positions.clone(),
        }
    }

    /// The edges with a flow that passes a filter, `[edge]`; without one, all.
    fn edges_of(&self, filter: Option<&Filter>) -> Vec<bool> {
        let Some(filter) = filter else {
            return vec![true; self.graph.edge_count()];
        };
        let mut seen = vec![false; self.graph.edge_count()];
        let flows = filter.evaluate(&self.traffic.table, &self.filter_context());
        for edge in flows.iter().filter_map(|flow| self.graph.flow_edge(flow)) {
            seen[edge as usize] = true;
        }
        seen
    }

    /// Nodes much of whose pulls are others than in the arrangement before.
    fn changed_nodes(&self, before: &Arrangement, is_visible: &[bool]) -> Vec<u32> {
        let was_visible = self.edges_of(before.visible.as_ref());
        let mut pulls = vec![[0.0_f32; 2]; self.graph.node_count()];
        let edges = self.graph.edge_nodes().iter().zip(self.weights.iter());
        for ((nodes, weight), (was, is)) in edges.zip(was_visible.iter().zip(is_visible)) {
            for &node in nodes.iter().filter(|_| *was || *is) {
                let [changed, all] = &mut pulls[node as usize];
                *all += weight;
                *changed += if was == is { 0.0 } else { *weight };
            }
        }
        let nodes = (0_u32..).zip(pulls);
        nodes
            .filter(|(_, [changed, all])| *changed > FREED_SHARE * all)
            .map(|(node, _)| node)
            .collect()
    }

    fn mode_of(&self, arrangement: &Arrangement, nodes: impl Iterator<Item = u32>) -> Mode {
        match arrangement.mode {
            LayoutMode::Force => Mode::Force,
            LayoutMode::Circular => Mode::Circle,
            LayoutMode::Addresses => {
                let hosts = &self.traffic.table.hosts;
                Mode::Addresses(
                    nodes
                        .map(|node| address_key(hosts.address(self.graph.node_host(node))))
                        .collect(),
                )
            }
            LayoutMode::Bipartite => {
                let answered = self.answered_shares();
                Mode::Sides(nodes.map(|node| answered[node as usize]).collect())
            }
            LayoutMode::Concentric => {
                let is_centre =
                    |node: &u32| arrangement.centre.contains(&self.graph.node_host(*node));
                let found = (0_u32..).zip(nodes).filter(|(_, node)| is_centre(node));
                Mode::Hops(found.map(|(place, _)| place).collect())
            }
        }
    }

    /// The share of its flows that each node answers, 0 to 1, `[node]`.
    fn answered_shares(&self) -> Vec<f32> {
        let columns = &self.traffic.table.columns;
        let ends = match self.graph.grouping().node {
            NodeKind::Host => [&columns.client, &columns.server],
            NodeKind::Mac => [&columns.client_mac, &columns.server_mac],
        };
        let mut counts = vec![[0_u64; 2]; self.graph.node_count()];
        for (role, hosts) in ends.into_iter().enumerate() {
            for node in hosts
                .iter()
                .filter_map(|&host| self.graph.node_of_host(host))
            {
                counts[node as usize][role] += 1;
            }
        }
        let share =
            |[asked, answered]: [u64; 2]| answered as f32 / (asked + answered).max(1) as f32;
        counts.into_iter().map(share).collect()
    }
}

/// An address as the map wants it.
#[must_use]
pub fn address_key(address: Address) -> AddressKey {
    match address {
        Address::V4(bytes) => AddressKey::V4(u32::from_be_bytes(bytes)),
        Address::V6(bytes) => AddressKey::V6(u128::from_be_bytes(bytes)),
        Address::Mac([a, b, c, d, e, f]) => {
            AddressKey::Mac(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
        }
    }
}

/// A node's place among the members.
fn place_in(members: &Option<Arc<[u32]>>, node: u32) -> u32 {
    match members {
        None => node,
        Some(members) => members
            .binary_search(&node)
            .map_or(u32::MAX, |place| place as u32),
    }
}

impl Placement {
    /// Starts from these places instead, `[node]` of the graph.
    pub fn start_from(&mut self, places: &Arc<[Vec2]>) {
        if self.request.mode == Mode::Force {
            self.request.initial = Some(match &self.members {
                None => places.clone(),
                Some(members) => members.iter().map(|&node| places[node as usize]).collect(),
            });
        }
        self.places = places.clone();
    }

    /// The node of the request that is a node of the graph, if it is a member.
    #[must_use]
    pub fn member(&self, node: u32) -> Option<u32> {
        Some(place_in(&self.members, node)).filter(|&place| place != u32::MAX)
    }

    /// Places everything that has no place and that the request is not about: a session that was
    /// saved before its nodes came to rest. This can take long.
    pub fn place_others(&mut self) {
        if let Some(everything) = self.everything.take() {
            let fresh = layout(&everything).positions;
            let known = self.places.iter().zip(fresh);
            self.places = known
                .map(|(&known, fresh)| if known.is_finite() { known } else { fresh })
                .collect();
        }
    }

    /// Where all nodes of the graph are when the members are here, `[member]`.
    #[must_use]
    pub fn whole(&self, places: Vec<Vec2>) -> Arc<[Vec2]> {
        let Some(members) = &self.members else {
            return places.into();
        };
        let mut whole = self.places.to_vec();
        for (&node, place) in members.iter().zip(places) {
            whole[node as usize] = place;
        }
        whole.into()
    }
}
