//! Concentric: the chosen nodes in the middle, every other on the ring of its distance in hops.
//!
//! A tree of shortest paths gives each node a sector as wide as its subtree is large (Eades 1992),
//! so that what hangs together lies in one direction. What cannot be reached stands outside.

use std::f64::consts::TAU;

use glam::Vec2;

use super::bands::{Band, GAP};
use super::spaced::spaced;
use crate::layout::adjacency::Adjacency;
use crate::layout::hash::Sunflower;

/// Empty width between two rings, world units, and as a share of the radius.
const BETWEEN: (f64, f64) = (4.0, 0.12);

/// Places of all nodes, `[node]`, around the chosen ones; without any around the one with most
/// neighbours. `order` says which of equals stand side by side.
#[must_use]
pub fn arrange(graph: &Adjacency, chosen: &[u32], order: &[u32]) -> Vec<Vec2> {
    let count = graph.node_count();
    let mut middle: Vec<u32> = chosen.to_vec();
    middle.retain(|&node| (node as usize) < count);
    middle.sort_unstable();
    middle.dedup();
    if middle.is_empty() {
        let most = (0..count).max_by_key(|&n| (graph.degree(n), std::cmp::Reverse(n)));
        middle.extend(most.map(|node| node as u32));
    }
    let mut places = vec![Vec2::ZERO; count];
    let tree = Tree::new(graph, &middle, order);
    // A few in the middle are a small head of a sunflower, one is the centre.
    let start = if middle.len() == 1 { 0.0 } else { 1.0 };
    let mut radius = 0.0;
    for (&node, point) in middle.iter().zip(Sunflower::new(start, Vec2::X)) {
        places[node as usize] = point * (GAP as f32 * 0.6);
        radius = f64::from(places[node as usize].length());
    }
    for ring in &tree.rings {
        let least = radius * (1.0 + BETWEEN.1) + BETWEEN.0;
        let band = Band::around(least, ring.len());
        let wanted: Vec<f64> = ring.iter().map(|&node| tree.turns[node as usize]).collect();
        let turns = spaced(&wanted, band.least_turn(), 1.0 - band.least_turn());
        for (rank, (&node, turn)) in ring.iter().zip(turns).enumerate() {
            places[node as usize] = band.place(rank, turn - 0.25);
        }
        radius = band.outer();
    }
    places
}

/// Shortest paths from the middle.
struct Tree {
    /// Nodes at one hop, two hops …, and at last those that cannot be reached, in order around.
    rings: Vec<Vec<u32>>,
    /// Share of a turn at which each node wants to stand, `[node]`.
    turns: Vec<f64>,
}

impl Tree {
    fn new(graph: &Adjacency, middle: &[u32], order: &[u32]) -> Self {
        const UNSEEN: u32 = u32::MAX;
        let count = graph.node_count();
        let mut rank = vec![0_u32; count];
        for (place, &node) in order.iter().enumerate() {
            rank[node as usize] = place as u32;
        }
        let mut parent = vec![UNSEEN; count];
        middle.iter().for_each(|&node| parent[node as usize] = node);
        let mut rings: Vec<Vec<u32>> = Vec::new();
        let mut front = middle.to_vec();
        loop {
            let mut next = Vec::new();
            for &node in &front {
                let from = next.len();
                for &other in graph.row(node as usize) {
                    if parent[other as usize] == UNSEEN {
                        parent[other as usize] = node;
                        next.push(other);
                    }
                }
                next[from..].sort_unstable_by_key(|&other| rank[other as usize]);
            }
            if next.is_empty() {
                break;
            }
            front.clone_from(&next);
            rings.push(next);
        }
        // Sectors by size of the subtree, from the outside in and back.
        let mut sizes = vec![1.0_f64; count];
        for &node in rings.iter().rev().flatten() {
            sizes[parent[node as usize] as usize] += sizes[node as usize];
        }
        let all: f64 = middle.iter().map(|&node| sizes[node as usize]).sum();
        let mut sectors = vec![(0.0, 0.0); count];
        let mut turns = vec![0.0; count];
        let mut from = 0.0;
        for &node in middle {
            let width = sizes[node as usize] / all;
            sectors[node as usize] = (from, width);
            from += width;
        }
        for &node in rings.iter().flatten() {
            let above = parent[node as usize] as usize;
            let (from, width) = sectors[above];
            // What is left of the parent's sector for this node and those after it.
            let own = width * sizes[node as usize] / (sizes[above] - 1.0).max(1.0);
            let own = own.min(width);
            turns[node as usize] = from + own * 0.5;
            sectors[above] = (from + own, width - own);
            sizes[above] -= sizes[node as usize];
            sectors[node as usize] = (from, own);
        }
        let mut apart: Vec<u32> = (0..count as u32)
            .filter(|&node| parent[node as usize] == UNSEEN)
            .collect();
        apart.sort_unstable_by_key(|&node| rank[node as usize]);
        let step = 1.0 / apart.len().max(1) as f64;
        for (k, &node) in apart.iter().enumerate() {
            turns[node as usize] = (k as f64 + 0.5) * step;
        }
        if !apart.is_empty() {
            rings.push(apart);
        }
        debug_assert!(
            turns
                .iter()
                .all(|turn| (0.0..=1.0 + TAU.recip()).contains(turn))
        );
        Self { rings, turns }
    }
}
