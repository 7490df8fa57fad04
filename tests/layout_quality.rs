//! Is the picture good? Gates with generous margins on four small graphs, so that a change of the
//! forces that spoils pictures is noticed.
//!
//! The measures are those of the papers: rank correlation of picture distance and graph distance,
//! share of a node's nearest that are at most two hops away, scale-normalised stress. The gates
//! lie a fifth below what the pictures reach.

use std::collections::VecDeque;

use flowloom::layout::{LayoutRequest, layout};
use glam::Vec2;

/// What a picture must reach.
struct Gate {
    /// Least rank correlation of distances.
    rho: f64,
    /// Least share of nearest neighbours within two hops.
    near: f64,
    /// Most scale-normalised stress.
    stress: f64,
}

/// A repeatable sequence of numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound.max(1)
    }
}

fn rows(request: &LayoutRequest) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); request.node_count];
    for &[a, b] in request.edges.iter() {
        rows[a as usize].push(b as usize);
        rows[b as usize].push(a as usize);
    }
    for (node, row) in rows.iter_mut().enumerate() {
        row.sort_unstable();
        row.dedup();
        row.retain(|&other| other != node);
    }
    rows
}

/// Hops from a node to all others; none where there is no way.
fn hops(rows: &[Vec<usize>], from: usize) -> Vec<Option<u32>> {
    let mut found = vec![None; rows.len()];
    found[from] = Some(0);
    let mut waiting = VecDeque::from([(from, 0)]);
    while let Some((node, hop)) = waiting.pop_front() {
        for &next in &rows[node] {
            if found[next].is_none() {
                found[next] = Some(hop + 1);
                waiting.push_back((next, hop + 1));
            }
        }
    }
    found
}

/// Ranks, with equals at the middle of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equals in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let middle = before as f64 + equals.len() as f64 * 0.5;
        equals.iter().for_each(|&i| ranks[i] = middle);
        before += equals.len();
    }
    ranks
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut own_a, mut own_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        both += (x - mean_a) * (y - mean_b);
        own_a += (x - mean_a) * (x - mean_a);
        own_b += (y - mean_b) * (y - mean_b);
    }
    both / (own_a * own_b).sqrt()
}

fn check(name: &str, request: &LayoutRequest, gate: &Gate) {
    let positions: Vec<Vec2> = layout(request).positions;
    let rows = rows(request);
    let (mut drawn, mut hopped) = (Vec::new(), Vec::new());
    let (mut near, mut asked) = (0, 0);
    for from in (0..request.node_count).step_by(request.node_count.div_ceil(40)) {
        let found = hops(&rows, from);
        for (to, hop) in found.iter().enumerate() {
            if let Some(hop) = hop.filter(|&h| h > 0) {
                drawn.push(f64::from(positions[from].distance(positions[to])));
                hopped.push(f64::from(hop));
            }
        }
        let mut others: Vec<usize> = (0..request.node_count).filter(|&n| n != from).collect();
        others.sort_by(|&a, &b| {
            let distance = |n: usize| positions[from].distance_squared(positions[n]);
            distance(a).total_cmp(&distance(b))
        });
        let within = found.iter().filter(|h| matches!(h, Some(1 | 2))).count();
        for &other in others.iter().take(within.min(64)) {
            asked += 1;
            near += usize::from(matches!(found[other], Some(1 | 2)));
        }
    }
    let rho = correlation(&ranks(&drawn), &ranks(&hopped));
    let share = near as f64 / asked.max(1) as f64;
    let ratios: Vec<f64> = drawn.iter().zip(&hopped).map(|(x, d)| x / d).collect();
    let scale = ratios.iter().sum::<f64>() / ratios.iter().map(|r| r * r).sum::<f64>();
    let misses = ratios.iter().map(|r| (scale * r - 1.0) * (scale * r - 1.0));
    let stress = misses.sum::<f64>() / ratios.len() as f64;
    let found = format!("{name}: rank correlation {rho:.3}, near {share:.3}, stress {stress:.3}");
    assert!(
        rho >= gate.rho && share >= gate.near && stress <= gate.stress,
        "{found}"
    );
}

#[test]
fn a_mesh_keeps_its_distances() {
    let side = 40_u32;
    let mut edges = Vec::new();
    for y in 0..side {
        for x in 0..side {
            let node = y * side + x;
            edges.extend((x + 1 < side).then_some([node, node + 1]));
            edges.extend((y + 1 < side).then_some([node, node + side]));
        }
    }
    let request = LayoutRequest::new((side * side) as usize, edges);
    let gate = Gate {
        rho: 0.9,
        near: 0.7,
        stress: 0.05,
    };
    check("mesh", &request, &gate);
}

#[test]
fn a_tree_keeps_its_branches() {
    let edges: Vec<[u32; 2]> = (1..1_500).map(|i| [i, (i - 1) / 2]).collect();
    let gate = Gate {
        rho: 0.47,
        near: 0.5,
        stress: 0.25,
    };
    check("tree", &LayoutRequest::new(1_500, edges), &gate);
}

#[test]
fn communities_stay_together() {
    let mut numbers = Numbers(7);
    let mut edges = Vec::new();
    for node in 0..1_200_u32 {
        let group = node / 60;
        for _ in 0..4 {
            edges.push([node, group * 60 + numbers.below(60) as u32]);
        }
        if numbers.below(8) == 0 {
            edges.push([node, numbers.below(1_200) as u32]);
        }
    }
    let gate = Gate {
        rho: 0.43,
        near: 0.53,
        stress: 0.22,
    };
    check("communities", &LayoutRequest::new(1_200, edges), &gate);
}

#[test]
fn hosts_around_servers_keep_their_distances() {
    let mut numbers = Numbers(3);
    let mut edges = Vec::new();
    for host in 1..2_500_usize {
        for _ in 0..1 + numbers.below(5) {
            let bound = numbers.below(host) + 1;
            edges.push([host as u32, numbers.below(bound) as u32]);
        }
    }
    edges.extend((2_500..3_000).map(|leaf| [1_250, leaf]));
    let gate = Gate {
        rho: 0.52,
        near: 0.22,
        stress: 0.34,
    };
    check("hosts", &LayoutRequest::new(3_000, edges), &gate);
}
