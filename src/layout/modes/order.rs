//! An order of all nodes in which those that hang together stand together.
//!
//! Each component is coarsened as for the layout by forces. The coarsest clusters are put in the
//! order of a search in width from the most connected one; from level to level each cluster makes
//! room for its members, sorted by the mean rank of their neighbours (Sugiyama's barycentre). So
//! clusters of clusters stay together, as the classes of a dendrogram would.

use crate::layout::adjacency::Adjacency;
use crate::layout::coarsen::coarsen;
use crate::layout::level::LevelGraph;
use crate::layout::picture::Picture;

/// Clusters with which the coarsest level is small enough to be put in order by a search.
const FEW: usize = 64;
/// A level that keeps more than this share of the nodes of the one below it is the last.
const STALLED: f32 = 0.85;

/// All nodes, those of the largest component first, leaves after their hub.
#[must_use]
pub fn kinship(picture: &Picture, spacing: f32, seed: u64) -> Vec<u32> {
    let mut order = Vec::with_capacity(picture.graph.node_count());
    for component in 0..picture.components.len() {
        let core = picture.cores.of(component);
        let places = match core.len() {
            0..=2 => (0..core.len() as u32).collect(),
            _ => order_of(picture.level_of(component), spacing, seed),
        };
        for place in places {
            let node = core[place as usize];
            order.push(node);
            order.extend(picture.fold.leaves(node as usize));
        }
    }
    order
}

fn order_of(finest: LevelGraph, spacing: f32, seed: u64) -> Vec<u32> {
    let mut levels = vec![finest];
    let mut clusters: Vec<Vec<u32>> = Vec::new();
    loop {
        let last = &levels[levels.len() - 1];
        if last.node_count() <= FEW {
            break;
        }
        let (coarse, cluster_of) = coarsen(last, spacing, seed);
        if coarse.node_count() as f32 > STALLED * last.node_count() as f32 {
            break;
        }
        levels.push(coarse);
        clusters.push(cluster_of);
    }
    let mut order = in_width(&levels[levels.len() - 1].adjacency);
    for (level, cluster_of) in levels.iter().zip(&clusters).rev() {
        order = members_in_order(&level.adjacency, cluster_of, &order);
    }
    order
}

/// Nodes of a connected graph as a search from the most connected one finds them, the strongest
/// ties of each first.
fn in_width(graph: &Adjacency) -> Vec<u32> {
    let count = graph.node_count();
    let first = (0..count).max_by_key(|&node| (graph.degree(node), std::cmp::Reverse(node)));
    let mut order: Vec<u32> = first.into_iter().map(|node| node as u32).collect();
    let mut seen = vec![false; count];
    order.iter().for_each(|&node| seen[node as usize] = true);
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        let mut ties: Vec<(u32, f32)> = graph.edges_of(node as usize).collect();
        ties.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (other, _) in ties {
            if !std::mem::replace(&mut seen[other as usize], true) {
                order.push(other);
            }
        }
    }
    // A level may have come apart only if it was not connected; nobody is left out.
    order.extend((0..count as u32).filter(|&node| !seen[node as usize]));
    order
}

/// The members of clusters that are in order: clusters in their order, members of one by the mean
/// rank of the clusters that they are tied to.
fn members_in_order(graph: &Adjacency, cluster_of: &[u32], order: &[u32]) -> Vec<u32> {
    let mut rank_of = vec![0_u32; order.len()];
    for (rank, &cluster) in order.iter().enumerate() {
        rank_of[cluster as usize] = rank as u32;
    }
    let rank = |node: u32| rank_of[cluster_of[node as usize] as usize];
    let mut members: Vec<(u32, f32, u32)> = (0..cluster_of.len() as u32)
        .map(|node| {
            let (mut sum, mut weights) = (0.0_f64, 0.0_f64);
            for (other, weight) in graph.edges_of(node as usize) {
                sum += f64::from(weight) * f64::from(rank(other));
                weights += f64::from(weight);
            }
            let mean = if weights > 0.0 { sum / weights } else { 0.0 };
            (rank(node), mean as f32, node)
        })
        .collect();
    members.sort_unstable_by(|a, b| {
        let by_mean = a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
        by_mean.then(a.2.cmp(&b.2))
    });
    members.into_iter().map(|(.., node)| node).collect()
}
