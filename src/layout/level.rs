//! One level of a component's hierarchy: nodes that stand for one or many hosts.

use super::adjacency::Adjacency;
use super::components::Components;
use super::fold::{self, Fold};
use super::params::LayoutParams;
use super::remoteness;

/// Push of a disc of `k` leaves: `LEAVES_MASS * k^LEAVES_POWER`. With a power of 1 as for
/// ordinary nodes discs fly far out, because few edges hold them; with 1/2 they sit among the
/// rest. Half the mass would cost 0.05 to 0.1 of the rank correlation, twice the mass space. Found
/// on captures of 5,000 to 50,000 hosts by rank correlation and stress.
const LEAVES_MASS: f32 = 0.5;
const LEAVES_POWER: f32 = 0.75;
/// Hubness above which nodes are sorted by how remote they are: without hubs the distances of
/// the picture already follow those of the graph.
const RINGS_HUBNESS: f32 = 1.75;

/// A connected weighted graph with what the forces need to know about each node.
#[derive(Clone, Debug, Default)]
pub struct LevelGraph {
    /// Edges with their pulls; on coarse levels the sums over the merged edges.
    pub adjacency: Adjacency,
    /// Push of each node, `[node]`.
    pub masses: Vec<f32>,
    /// Radius of what the node stands for beyond an ordinary node's own, world units, `[node]`.
    pub reaches: Vec<f32>,
    /// Leaves of each node, `[node]`; empty on coarse levels.
    pub leaf_counts: Vec<u32>,
    /// Mean hops from the others, `[node]`; empty where it does not matter.
    pub remoteness: Vec<f32>,
}

impl LevelGraph {
    /// The finest level: one component's nodes without the folded leaves.
    ///
    /// `core` are its nodes, and `local_of[node]` their places in it.
    #[must_use]
    pub fn finest(
        graph: &Adjacency,
        fold: &Fold,
        core: &[u32],
        local_of: &[u32],
        params: &LayoutParams,
    ) -> Self {
        let mut level = Self::default();
        level.adjacency.offsets.push(0);
        for &node in core {
            let node = node as usize;
            for (next, weight) in graph.edges_of(node) {
                if !fold.is_folded(next as usize) {
                    let smaller = graph.degree(node).min(graph.degree(next as usize));
                    let division = root_power(smaller as f32, params.hub_division);
                    level.adjacency.neighbours.push(local_of[next as usize]);
                    level.adjacency.weights.push(weight / division);
                }
            }
            level
                .adjacency
                .offsets
                .push(level.adjacency.neighbours.len());
            let leaf_count = fold.leaves(node).len();
            let own_degree = (graph.degree(node) - leaf_count) as f32;
            let own = root_power(1.0 + own_degree, params.degree_power);
            level
                .masses
                .push(own + LEAVES_MASS * root_power(leaf_count as f32, LEAVES_POWER));
            level.reaches.push(fold::reach(leaf_count));
            level.leaf_counts.push(leaf_count as u32);
        }
        level
    }

    /// Finds out how remote each node of the finest level is, if the graph has hubs.
    pub fn measure_remoteness(&mut self) {
        if self.hubness() > RINGS_HUBNESS {
            // Each node stands for itself and its leaves.
            let counts: Vec<u32> = self.leaf_counts.iter().map(|leaves| leaves + 1).collect();
            self.remoteness = remoteness::remoteness(&self.adjacency, &counts);
        }
    }

    /// Number of nodes.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.masses.len()
    }

    /// How unequal the degrees are: the mean of their squares over the square of their mean.
    ///
    /// 1.0 for a mesh, 1.3 for a power grid, 1.9 for co-authors, 4 to 8 for hosts.
    #[must_use]
    pub fn hubness(&self) -> f32 {
        let count = self.node_count().max(1) as f64;
        let mean = self.adjacency.neighbours.len() as f64 / count;
        let degrees = (0..self.node_count()).map(|i| self.adjacency.degree(i) as f64);
        let mean_square = degrees.map(|d| d * d).sum::<f64>() / count;
        if mean > 0.0 {
            (mean_square / (mean * mean)) as f32
        } else {
            1.0
        }
    }
}

/// A component's nodes that are not folded, for all components one after the other.
#[derive(Clone, Debug, Default)]
pub struct Cores {
    /// Nodes, grouped by component.
    pub nodes: Vec<u32>,
    /// Core of component `c` is `nodes[offsets[c]..offsets[c + 1]]`.
    pub offsets: Vec<usize>,
    /// Place of each node within its component's core, `[node]`; 0 for leaves.
    pub local_of: Vec<u32>,
}

impl Cores {
    /// Collects the cores.
    #[must_use]
    pub fn collect(components: &Components, fold: &Fold) -> Self {
        let mut cores = Self {
            nodes: Vec::with_capacity(components.nodes.len()),
            offsets: vec![0],
            local_of: vec![0; components.nodes.len()],
        };
        for component in 0..components.len() {
            let start = cores.nodes.len();
            for &node in components.members(component) {
                if !fold.is_folded(node as usize) {
                    cores.local_of[node as usize] = (cores.nodes.len() - start) as u32;
                    cores.nodes.push(node);
                }
            }
            cores.offsets.push(cores.nodes.len());
        }
        cores
    }

    /// Core of a component, ascending.
    #[must_use]
    pub fn of(&self, component: usize) -> &[u32] {
        &self.nodes[self.offsets[component]..self.offsets[component + 1]]
    }
}

/// `base` to a power that is rounded to eighths: roots are exact on every platform, `powf` is
/// not.
#[must_use]
pub fn root_power(base: f32, power: f32) -> f32 {
    let eighths = (power * 8.0).round().clamp(-16.0, 16.0) as i32;
    let root = base.sqrt().sqrt().sqrt();
    let mut result = 1.0;
    for _ in 0..eighths.unsigned_abs() {
        result *= root;
    }
    if eighths < 0 { 1.0 / result } else { result }
}
