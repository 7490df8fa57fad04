//! A smaller graph with the same shape: clusters of a few nodes become one.
//!
//! Matching alone stalls on stars, where a hub can take one partner and thousands stay single.
//! So a node may join a cluster up to a cap, and nodes that find everything full join others
//! that were turned away at the same neighbour (two-hop matching, as in METIS: LaSalle et al.
//! 2015). Nodes with few neighbours choose first.

use super::adjacency::Adjacency;
use super::hash;
use super::level::LevelGraph;
use super::morton;

/// Most nodes of one cluster; more would lose the shape, fewer would need more levels.
const CLUSTER_NODES: u8 = 4;
/// Most mass of a cluster relative to the mean mass of a node, so that no cluster becomes so
/// heavy that it stands for a whole region.
const CLUSTER_MASS: f32 = 8.0;
const NONE: u32 = u32::MAX;

/// The coarser level and the cluster of each node, `[node]`.
#[must_use]
pub fn coarsen(level: &LevelGraph, spacing: f32, seed: u64) -> (LevelGraph, Vec<u32>) {
    let (cluster_of, cluster_count) = cluster(level, seed);
    (
        merge(level, &cluster_of, cluster_count, spacing),
        cluster_of,
    )
}

fn visiting_order(graph: &Adjacency, seed: u64) -> Vec<u32> {
    let mut keys: Vec<u32> = (0..graph.node_count())
        .map(|node| {
            let rank = graph.degree(node).min(255) as u32;
            rank << 24 | (hash::mix(seed, node as u64) >> 40) as u32
        })
        .collect();
    let mut order = Vec::new();
    morton::sort_by_key(&mut keys, &mut order);
    order
}

/// Clusters that are being filled.
struct Clusters {
    of_node: Vec<u32>,
    masses: Vec<f32>,
    counts: Vec<u8>,
    mass_cap: f32,
}

impl Clusters {
    fn open(&mut self) -> u32 {
        self.masses.push(0.0);
        self.counts.push(0);
        (self.masses.len() - 1) as u32
    }

    fn join(&mut self, node: usize, mass: f32, cluster: u32) {
        self.of_node[node] = cluster;
        self.masses[cluster as usize] += mass;
        self.counts[cluster as usize] += 1;
    }

    fn has_room(&self, cluster: u32, mass: f32) -> bool {
        self.counts[cluster as usize] < CLUSTER_NODES
            && self.masses[cluster as usize] + mass <= self.mass_cap
    }
}

fn cluster(level: &LevelGraph, seed: u64) -> (Vec<u32>, usize) {
    let node_count = level.node_count();
    let graph = &level.adjacency;
    let mean_mass = level.masses.iter().sum::<f32>() / node_count as f32;
    let mut clusters = Clusters {
        of_node: vec![NONE; node_count],
        masses: Vec::new(),
        counts: Vec::new(),
        mass_cap: CLUSTER_MASS * mean_mass,
    };
    let mut turned_away_at = vec![NONE; node_count];
    for node in visiting_order(graph, seed) {
        let node = node as usize;
        if clusters.of_node[node] != NONE {
            continue;
        }
        let mass = level.masses[node];
        let (mut best, mut best_score) = (NONE, 0.0);
        let (mut nearest, mut nearest_score) = (NONE, 0.0);
        for (next, weight) in graph.edges_of(node) {
            let other = clusters.of_node[next as usize];
            let (joined, room) = if other == NONE {
                let joined = level.masses[next as usize];
                (joined, joined + mass <= clusters.mass_cap)
            } else {
                (
                    clusters.masses[other as usize],
                    clusters.has_room(other, mass),
                )
            };
            let score = weight / joined;
            if room && score > best_score {
                (best, best_score) = (next, score);
            }
            if score > nearest_score {
                (nearest, nearest_score) = (next, score);
            }
        }
        if best != NONE {
            let partner = best as usize;
            if clusters.of_node[partner] == NONE {
                let opened = clusters.open();
                clusters.join(partner, level.masses[partner], opened);
            }
            clusters.join(node, mass, clusters.of_node[partner]);
        } else if nearest != NONE {
            let waiting = turned_away_at[nearest as usize];
            let fits = waiting != NONE && clusters.has_room(waiting, mass);
            let target = if fits { waiting } else { clusters.open() };
            turned_away_at[nearest as usize] = target;
            clusters.join(node, mass, target);
        } else {
            let alone = clusters.open();
            clusters.join(node, mass, alone);
        }
    }
    let count = clusters.masses.len();
    (clusters.of_node, count)
}

/// Sums masses, areas and edges over the clusters.
fn merge(level: &LevelGraph, cluster_of: &[u32], count: usize, spacing: f32) -> LevelGraph {
    let mut offsets = vec![0_usize; count + 1];
    for &cluster in cluster_of {
        offsets[cluster as usize + 1] += 1;
    }
    for i in 0..count {
        offsets[i + 1] += offsets[i];
    }
    let mut cursor = offsets.clone();
    let mut members = vec![0_u32; cluster_of.len()];
    for (node, &cluster) in cluster_of.iter().enumerate() {
        members[cursor[cluster as usize]] = node as u32;
        cursor[cluster as usize] += 1;
    }
    let half = spacing * 0.5;
    let mut coarse = LevelGraph::default();
    coarse.adjacency.offsets.push(0);
    // Place of a neighbour in the row that is being built; older rows lie before its start.
    let mut place_of = vec![usize::MAX; count];
    for cluster in 0..count {
        let row_start = coarse.adjacency.neighbours.len();
        let (mut mass, mut area) = (0.0, 0.0);
        for &member in &members[offsets[cluster]..offsets[cluster + 1]] {
            mass += level.masses[member as usize];
            let radius = level.reaches[member as usize] + half;
            area += radius * radius;
            for (next, weight) in level.adjacency.edges_of(member as usize) {
                let other = cluster_of[next as usize];
                if other as usize == cluster {
                    continue;
                }
                let place = place_of[other as usize];
                if place != usize::MAX && place >= row_start {
                    coarse.adjacency.weights[place] += weight;
                } else {
                    place_of[other as usize] = coarse.adjacency.neighbours.len();
                    coarse.adjacency.neighbours.push(other);
                    coarse.adjacency.weights.push(weight);
                }
            }
        }
        coarse
            .adjacency
            .offsets
            .push(coarse.adjacency.neighbours.len());
        coarse.masses.push(mass);
        coarse.reaches.push(area.sqrt() - half);
    }
    coarse
}

#[cfg(test)]
mod tests {
    use super::super::request::LayoutRequest;
    use super::*;

    /// Coarsens and checks what every coarser level must keep; returns the share of nodes kept.
    fn check(node_count: usize, edges: Vec<[u32; 2]>) -> f32 {
        let adjacency = Adjacency::from_request(&LayoutRequest::new(node_count, edges));
        let masses = (0..node_count)
            .map(|i| 1.0 + adjacency.degree(i) as f32)
            .collect();
        let level = LevelGraph {
            adjacency,
            masses,
            reaches: vec![0.0; node_count],
            ..LevelGraph::default()
        };
        let (coarse, cluster_of) = coarsen(&level, 1.0, 3);
        let total = |g: &LevelGraph| g.masses.iter().map(|&m| f64::from(m)).sum::<f64>();
        assert_eq!(total(&level), total(&coarse), "mass is kept");
        let mut sizes = vec![0; coarse.node_count()];
        cluster_of.iter().for_each(|&c| sizes[c as usize] += 1);
        assert!(
            sizes
                .iter()
                .all(|n| (1..=usize::from(CLUSTER_NODES)).contains(n))
        );
        let between = |i: usize| {
            let edges = level.adjacency.edges_of(i);
            edges
                .filter(|&(j, _)| cluster_of[i] != cluster_of[j as usize])
                .map(|(_, w)| w)
                .sum::<f32>()
        };
        let outside: f32 = (0..node_count).map(between).sum();
        assert_eq!(
            outside,
            coarse.adjacency.weights.iter().sum::<f32>(),
            "edges are kept"
        );
        for i in 0..coarse.node_count() {
            for &j in coarse.adjacency.row(i) {
                assert!(j as usize != i && coarse.adjacency.row(j as usize).contains(&(i as u32)));
            }
        }
        coarse.node_count() as f32 / node_count as f32
    }

    #[test]
    fn every_shape_shrinks() {
        let path = (1..1_000).map(|i| [i - 1, i]).collect();
        assert!(check(1_000, path) < 0.6);
        // A star is what stalls a matching: all but one of its nodes would stay single.
        let star = (1..1_000).map(|i| [0, i]).collect();
        assert!(check(1_000, star) < 0.3);
        let two_hubs = (2..1_000).flat_map(|i| [[0, i], [1, i]]).collect();
        assert!(check(1_000, two_hubs) < 0.3);
        let clique = (0..60).flat_map(|a| (0..a).map(move |b| [a, b])).collect();
        assert!(check(60, clique) < 0.6);
    }
}
