//! Leaves are folded onto their hub before the forces see the graph, and unfolded by formula.
//!
//! A scanner with ten thousand targets is one node with a disc around it: forces would spend
//! their time on turning the disc into a hairball. A few leaves become a fan that looks away
//! from the hub's other neighbours, many become a sunflower's head (Vogel 1979), whose points
//! are equally dense.

use glam::Vec2;

use super::adjacency::Adjacency;
use super::hash::Sunflower;

/// Marks a node that is not a leaf.
pub const NOT_FOLDED: u32 = u32::MAX;
/// Up to this many leaves are a fan; more would need a fan wider than a half turn.
const FAN_LEAVES: usize = 6;
/// Distance of a fan's leaves from their hub: nearly an ordinary edge.
const FAN_RADIUS: f32 = 0.9;
/// Turn between a fan's leaves as cosine and sine: 36°, which spaces leaves by 0.56 units.
const FAN_TURN: (f32, f32) = (0.809_017, 0.587_785_25);
/// Sunflower scale: a leaf takes `pi * 0.36²` = 0.41 square units, neighbours are 0.65 apart.
const HEAD_SCALE: f32 = 0.36;
/// Places that stay empty in the middle of a head, so that no leaf hides under its hub ...
const HEAD_HOLE: f32 = 4.0;
/// ... plus this share of the leaves, because a hub with more leaves is drawn larger.
const HEAD_HOLE_SHARE: f32 = 0.02;
/// Turns by 1/k as cosine and sine, for a ring of k leaves without any other neighbour.
const RING_TURNS: [(f32, f32); FAN_LEAVES + 1] = [
    (1.0, 0.0),
    (1.0, 0.0),
    (-1.0, 0.0),
    (-0.5, 0.866_025_4),
    (0.0, 1.0),
    (0.309_017, 0.951_056_5),
    (0.5, 0.866_025_4),
];

/// Which nodes are leaves, and of whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fold {
    /// Hub of each leaf, `[node]`; [`NOT_FOLDED`] where the node stands for itself.
    pub hub_of: Vec<u32>,
    /// Leaves of node `i` are `leaves[offsets[i]..offsets[i + 1]]`, `[node + 1]`.
    pub offsets: Vec<usize>,
    /// Leaves in order of their hub, ascending within one.
    pub leaves: Vec<u32>,
}

impl Fold {
    /// Folds every node with one neighbour; of a lone pair the larger id is the leaf.
    #[must_use]
    pub fn leaves_of(graph: &Adjacency) -> Self {
        let node_count = graph.node_count();
        let mut hub_of = vec![NOT_FOLDED; node_count];
        let mut offsets = vec![0_usize; node_count + 1];
        for (node, folded_onto) in hub_of.iter_mut().enumerate() {
            if let &[hub] = graph.row(node) {
                let pair = graph.degree(hub as usize) == 1;
                if !pair || (hub as usize) < node {
                    *folded_onto = hub;
                    offsets[hub as usize + 1] += 1;
                }
            }
        }
        for i in 0..node_count {
            offsets[i + 1] += offsets[i];
        }
        let mut cursor = offsets.clone();
        let mut leaves = vec![0; offsets[node_count]];
        for (node, &hub) in hub_of.iter().enumerate().filter(|(_, h)| **h != NOT_FOLDED) {
            leaves[cursor[hub as usize]] = node as u32;
            cursor[hub as usize] += 1;
        }
        Self {
            hub_of,
            offsets,
            leaves,
        }
    }

    /// Leaves of a node, ascending.
    #[must_use]
    pub fn leaves(&self, node: usize) -> &[u32] {
        &self.leaves[self.offsets[node]..self.offsets[node + 1]]
    }

    /// True when the node is drawn by its hub.
    #[must_use]
    pub fn is_folded(&self, node: usize) -> bool {
        self.hub_of[node] != NOT_FOLDED
    }
}

/// How far the unfolded leaves reach from their hub, world units.
#[must_use]
pub fn reach(leaf_count: usize) -> f32 {
    match leaf_count {
        0 => 0.0,
        1..=FAN_LEAVES => FAN_RADIUS,
        many => HEAD_SCALE * (hole(many) + many as f32).sqrt(),
    }
}

fn hole(leaf_count: usize) -> f32 {
    HEAD_HOLE + HEAD_HOLE_SHARE * leaf_count as f32
}

/// Places of a hub's leaves relative to it, world units, `[leaf]`.
///
/// `away` is the unit vector from the hub's other neighbours to the hub, zero if it has none.
pub fn places(leaf_count: usize, away: Vec2) -> impl Iterator<Item = Vec2> {
    let fan = leaf_count <= FAN_LEAVES;
    let alone = away == Vec2::ZERO;
    let turn = if alone {
        RING_TURNS[leaf_count.min(FAN_LEAVES)]
    } else {
        FAN_TURN
    };
    let facing = if alone { Vec2::X } else { away };
    let rotate = |v: Vec2, (c, s): (f32, f32)| Vec2::new(v.x * c - v.y * s, v.x * s + v.y * c);
    // A fan starts half its width back, so that it is symmetric about `away`: whole steps for
    // an odd count, and half a step more (18°) for an even one.
    let mut spoke = facing;
    if fan && !alone && leaf_count > 0 {
        let back = (turn.0, -turn.1);
        for _ in 0..(leaf_count - 1) / 2 {
            spoke = rotate(spoke, back);
        }
        if leaf_count.is_multiple_of(2) {
            spoke = rotate(spoke, (0.951_056_5, -0.309_017));
        }
    }
    let mut head = Sunflower::new(hole(leaf_count), facing);
    (0..leaf_count).map(move |_| {
        if fan {
            let place = spoke * FAN_RADIUS;
            spoke = rotate(spoke, turn);
            place
        } else {
            head.next().unwrap_or_default() * HEAD_SCALE
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::request::LayoutRequest;
    use super::*;

    fn folded(node_count: usize, edges: Vec<[u32; 2]>) -> Vec<usize> {
        let graph = Adjacency::from_request(&LayoutRequest::new(node_count, edges));
        let fold = Fold::leaves_of(&graph);
        (0..node_count).filter(|&n| fold.is_folded(n)).collect()
    }

    #[test]
    fn leaves_are_folded_onto_their_hub() {
        assert_eq!(
            folded(3, vec![[0, 1]]),
            [1],
            "one of a pair, and no lonely node"
        );
        assert_eq!(folded(4, vec![[3, 0], [3, 1], [3, 2]]), [0, 1, 2]);
        assert_eq!(folded(4, vec![[0, 1], [1, 2], [2, 3]]), [0, 3]);
        assert_eq!(folded(3, vec![[0, 1], [1, 2], [2, 0]]), [] as [usize; 0]);
    }

    /// Leaves keep apart from each other and from the hub, and none lies beyond the reach.
    fn check(leaf_count: usize, away: Vec2) {
        let spots: Vec<Vec2> = places(leaf_count, away).collect();
        assert_eq!(spots.len(), leaf_count);
        for (i, a) in spots.iter().enumerate() {
            assert!(
                a.length() > 0.6 && a.length() <= reach(leaf_count) + 1e-4,
                "{leaf_count}: {a}"
            );
            for b in &spots[..i] {
                assert!(a.distance(*b) > 0.5, "{leaf_count} leaves: {a} and {b}");
            }
            if leaf_count <= FAN_LEAVES && away != Vec2::ZERO {
                assert!(
                    a.dot(away) > -0.1,
                    "a leaf of a fan of {leaf_count} looks back: {a}"
                );
            }
        }
        let sum: Vec2 = spots.iter().copied().sum();
        if leaf_count <= FAN_LEAVES && away != Vec2::ZERO && leaf_count > 0 {
            assert!(
                sum.normalize().dot(away) > 0.999,
                "the fan is not symmetric about {away}"
            );
        }
    }

    #[test]
    fn leaves_keep_apart() {
        for leaf_count in (0..40).chain([500, 3_000]) {
            check(leaf_count, Vec2::ZERO);
            check(leaf_count, Vec2::new(0.6, -0.8));
        }
    }
}
