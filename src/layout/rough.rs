//! A first picture of a large component, long before the layout has one.
//!
//! Every node belongs to the nearest of the best connected nodes, by a search from all of them at
//! once; their regions are arranged by stress, and each node stands in its region. That takes two
//! looks at each edge, so half a million hosts are seen within a fifth of a second. Nothing that
//! follows depends on it.

use glam::Vec2;

use super::adjacency::Adjacency;
use super::hash::{self, Sunflower};
use super::level::LevelGraph;
use super::stress;

/// Regions at the most; their arrangement takes some 5 ms.
const REGIONS: usize = 120;
/// Strongest ties of a region that shape the picture: with all of them everything is next to
/// everything.
const TIES: usize = 4;
/// Part of a region's room that its nodes fill.
const FILLED: f32 = 0.8;
const NONE: u8 = u8::MAX;

/// Places of the nodes of a component within a box about the origin, `[place among the members]`.
#[must_use]
pub fn arrange(graph: &Adjacency, members: &[u32], half_size: Vec2, seed: u64) -> Vec<Vec2> {
    let regions = REGIONS.min(members.len());
    if regions == 0 {
        return Vec::new();
    }
    let mut front = members.to_vec();
    let key = |&node: &u32| (std::cmp::Reverse(graph.degree(node as usize)), node);
    front.select_nth_unstable_by_key(regions - 1, key);
    front.truncate(regions);
    front.sort_unstable_by_key(key);
    // A byte a node: of half a million nodes they fit the second-level cache.
    let mut region_of = vec![NONE; graph.node_count()];
    for (region, &node) in front.iter().enumerate() {
        region_of[node as usize] = region as u8;
    }
    let mut ties = vec![0_u32; regions * regions];
    let mut next = 0;
    while let Some(&node) = front.get(next) {
        next += 1;
        let own = region_of[node as usize];
        for &other in graph.row(node as usize) {
            let region = &mut region_of[other as usize];
            if *region == NONE {
                *region = own;
                front.push(other);
            } else if *region != own {
                ties[usize::from(own) * regions + usize::from(*region)] += 1;
            }
        }
    }
    let region_of = members.iter().map(|&node| match region_of[node as usize] {
        NONE => 0,
        region => usize::from(region),
    });
    let mut sizes = vec![0_usize; regions];
    for region in region_of.clone() {
        sizes[region] += 1;
    }
    let middles = stress::arrange(&shape(&ties, &sizes), 1.0, seed);
    // All regions have the same room for each of their nodes.
    let mut heads: Vec<Sunflower> = (0..regions as u64)
        .map(|region| Sunflower::new(0.5, hash::unit(hash::point_in_square(seed, region))))
        .collect();
    let mut places: Vec<Vec2> = region_of
        .map(|region| middles[region] + heads[region].next().unwrap_or_default() * FILLED)
        .collect();
    let low = places.iter().copied().reduce(Vec2::min).unwrap_or_default();
    let high = places.iter().copied().reduce(Vec2::max).unwrap_or_default();
    let extent = (high - low).max(Vec2::splat(1e-3));
    let scale = (half_size * 2.0 / extent).min_element();
    let middle = (low + high) * 0.5;
    for place in &mut places {
        *place = (*place - middle) * scale;
    }
    places
}

/// The regions as a graph of their strongest ties; each reaches as far as its nodes need.
fn shape(ties: &[u32], sizes: &[usize]) -> LevelGraph {
    let count = sizes.len();
    let both = |a: usize, b: usize| ties[a * count + b] + ties[b * count + a];
    let mut is_tied = vec![false; count * count];
    for region in 0..count {
        let mut others: Vec<usize> = (0..count)
            .filter(|&other| both(region, other) > 0)
            .collect();
        // Large regions have many ties to all others: what counts is the share.
        let strength = |other: usize| both(region, other) as f32 / (sizes[other] as f32).sqrt();
        others.sort_by(|&a, &b| strength(b).total_cmp(&strength(a)).then(a.cmp(&b)));
        for &other in others.iter().take(TIES) {
            is_tied[region * count + other] = true;
            is_tied[other * count + region] = true;
        }
    }
    let mut level = LevelGraph {
        masses: vec![1.0; count],
        reaches: sizes.iter().map(|&size| (size as f32).sqrt()).collect(),
        adjacency: Adjacency::default(),
        ..LevelGraph::default()
    };
    level.adjacency.offsets.push(0);
    for region in 0..count {
        let tied = (0..count).filter(|other| is_tied[region * count + other]);
        level
            .adjacency
            .neighbours
            .extend(tied.map(|other| other as u32));
        let end = level.adjacency.neighbours.len();
        level.adjacency.weights.resize(end, 1.0);
        level.adjacency.offsets.push(end);
    }
    level
}

#[cfg(test)]
mod tests {
    use super::super::request::LayoutRequest;
    use super::*;

    fn check(edges: &[[u32; 2]], count: usize) -> Vec<Vec2> {
        let graph = Adjacency::from_request(&LayoutRequest::new(count, edges));
        let members: Vec<u32> = (0..count as u32).collect();
        let half_size = Vec2::new(30.0, 20.0);
        let places = arrange(&graph, &members, half_size, 1);
        assert_eq!(places.len(), count);
        let limit = half_size * 1.001;
        assert!(
            places.iter().all(|p| p.abs().cmple(limit).all()),
            "{places:?}"
        );
        places
    }

    #[test]
    fn every_node_is_in_the_box() {
        check(&[], 0);
        check(&[], 1);
        check(&[[0, 1]], 2);
        check(&[[0, 1]], 500);
    }

    #[test]
    fn hosts_stand_near_their_hub() {
        // 150 hubs in a ring, each with twenty hosts.
        let mut edges: Vec<[u32; 2]> = (0..150).map(|hub| [hub, (hub + 1) % 150]).collect();
        edges.extend((0..3_000).map(|host| [150 + host, host % 150]));
        let places = check(&edges, 3_150);
        let length = |a: u32, b: u32| places[a as usize].distance(places[b as usize]);
        let own = (0..3_000)
            .map(|host| length(150 + host, host % 150))
            .sum::<f32>()
            / 3_000.0;
        let far = (0..3_000)
            .map(|host| length(150 + host, (host + 75) % 150))
            .sum::<f32>();
        assert!(own < 0.3 * far / 3_000.0, "{own} and {}", far / 3_000.0);
    }
}
