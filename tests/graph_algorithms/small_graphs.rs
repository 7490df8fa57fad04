//! Small graphs, drawn at random or well known, and the slow and plain answers about them.

use flowloom::graph::Adjacency;
use petgraph::graph::{NodeIndex, UnGraph};
use proptest::prelude::*;

/// A graph of which some edges are hidden.
#[derive(Clone, Debug)]
pub struct SmallGraph {
    pub nodes: usize,
    pub edges: Vec<[u32; 2]>,
    pub is_visible: Vec<bool>,
}

impl SmallGraph {
    /// All visible.
    pub fn of(nodes: usize, edges: Vec<[u32; 2]>) -> Self {
        Self {
            nodes,
            is_visible: vec![true; edges.len()],
            edges,
        }
    }

    pub fn adjacency(&self) -> Adjacency {
        Adjacency::build(self.nodes, &self.edges, |edge| {
            self.is_visible[edge as usize]
        })
    }

    /// Visible edges with their ends.
    pub fn visible(&self) -> impl Iterator<Item = (u32, [u32; 2])> + '_ {
        (0..)
            .zip(self.edges.iter().copied())
            .filter(|&(edge, _)| self.is_visible[edge as usize])
    }

    /// The visible part in petgraph's terms.
    pub fn petgraph(&self) -> UnGraph<(), u32> {
        let mut graph = UnGraph::default();
        for _ in 0..self.nodes {
            graph.add_node(());
        }
        for (edge, [a, b]) in self.visible() {
            graph.add_edge(NodeIndex::new(a as usize), NodeIndex::new(b as usize), edge);
        }
        graph
    }

    /// Whether anything visible is at the node.
    pub fn is_linked(&self, node: u32) -> bool {
        self.visible().any(|(_, ends)| ends.contains(&node))
    }

    /// Hops between all pairs, by Floyd and Warshall.
    pub fn hops(&self) -> Vec<Vec<Option<u32>>> {
        let mut hops = vec![vec![None; self.nodes]; self.nodes];
        for (node, row) in hops.iter_mut().enumerate() {
            row[node] = Some(0);
        }
        for (_, [a, b]) in self.visible() {
            let (a, b) = (a as usize, b as usize);
            if a != b {
                hops[a][b] = Some(1);
                hops[b][a] = Some(1);
            }
        }
        for via in 0..self.nodes {
            for a in 0..self.nodes {
                for b in 0..self.nodes {
                    if let (Some(to), Some(on)) = (hops[a][via], hops[via][b])
                        && hops[a][b].is_none_or(|known| to + on < known)
                    {
                        hops[a][b] = Some(to + on);
                    }
                }
            }
        }
        hops
    }

    /// All shortest paths from one node to another as (nodes, edges), by growing every walk one
    /// edge at a time until some arrive; ascending by edges.
    pub fn shortest_walks(&self, from: u32, to: u32) -> Vec<(Vec<u32>, Vec<u32>)> {
        let mut walks = vec![(vec![from], Vec::new())];
        for _ in 0..=self.nodes {
            let mut arrived: Vec<_> = walks
                .iter()
                .filter(|(nodes, _)| nodes.last() == Some(&to))
                .cloned()
                .collect();
            if !arrived.is_empty() {
                arrived.sort_by(|a: &(_, Vec<u32>), b| a.1.cmp(&b.1));
                return arrived;
            }
            walks = walks.iter().flat_map(|walk| self.grown(walk)).collect();
        }
        Vec::new()
    }

    /// A walk with one more edge, to a node that it has not been at.
    fn grown(&self, (nodes, edges): &(Vec<u32>, Vec<u32>)) -> Vec<(Vec<u32>, Vec<u32>)> {
        let here = *nodes.last().expect("a walk has a node");
        self.visible()
            .filter(|(_, ends)| ends.contains(&here))
            .map(|(edge, [a, b])| (edge, if a == here { b } else { a }))
            .filter(|(_, next)| !nodes.contains(next))
            .map(|(edge, next)| {
                let (mut nodes, mut edges) = (nodes.clone(), edges.clone());
                nodes.push(next);
                edges.push(edge);
                (nodes, edges)
            })
            .collect()
    }
}

/// Up to `most_nodes` nodes and `most_edges` edges, loops, parallel and hidden ones among them.
pub fn small_graphs(most_nodes: usize, most_edges: usize) -> impl Strategy<Value = SmallGraph> {
    (1..=most_nodes).prop_flat_map(move |nodes| {
        let node = 0..u32::try_from(nodes).expect("a small graph");
        let edge = ([node.clone(), node], prop::bool::weighted(0.8));
        prop::collection::vec(edge, 0..=most_edges).prop_map(move |edges| {
            let (edges, is_visible) = edges.into_iter().unzip();
            SmallGraph {
                nodes,
                edges,
                is_visible,
            }
        })
    })
}

pub fn path(nodes: u32) -> SmallGraph {
    let edges = (1..nodes).map(|node| [node - 1, node]).collect();
    SmallGraph::of(nodes as usize, edges)
}

/// Node 0 with `leaves` others.
pub fn star(leaves: u32) -> SmallGraph {
    let edges = (1..=leaves).map(|leaf| [0, leaf]).collect();
    SmallGraph::of(leaves as usize + 1, edges)
}

/// Cliques of `size` nodes, each joined to the next one by an edge, and the last to the first if
/// there are more than two.
pub fn ring_of_cliques(cliques: u32, size: u32) -> SmallGraph {
    let mut edges = Vec::new();
    for clique in 0..cliques {
        let first = clique * size;
        for a in first..first + size {
            edges.extend((a + 1..first + size).map(|b| [a, b]));
        }
        let next = (clique + 1) % cliques;
        if next != clique && (cliques > 2 || clique == 0) {
            edges.push([first + size - 1, next * size]);
        }
    }
    SmallGraph::of((cliques * size) as usize, edges)
}

/// Diamonds in a row: 2^`diamonds` shortest paths from node 0 to the last one.
pub fn diamonds(diamonds: u32) -> SmallGraph {
    let edges = (0..diamonds)
        .flat_map(|diamond| {
            let left = 3 * diamond;
            let right = left + 3;
            [
                [left, left + 1],
                [left, left + 2],
                [left + 1, right],
                [left + 2, right],
            ]
        })
        .collect();
    SmallGraph::of(3 * diamonds as usize + 1, edges)
}

/// Friendships in a karate club (Zachary 1977): 34 nodes, 78 edges.
pub fn karate_club() -> SmallGraph {
    let rows: [&[u32]; 33] = [
        &[1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
        &[2, 3, 7, 13, 17, 19, 21, 30],
        &[3, 7, 8, 9, 13, 27, 28, 32],
        &[7, 12, 13],
        &[6, 10],
        &[6, 10, 16],
        &[16],
        &[],
        &[30, 32, 33],
        &[33],
        &[],
        &[],
        &[],
        &[33],
        &[32, 33],
        &[32, 33],
        &[],
        &[],
        &[32, 33],
        &[33],
        &[32, 33],
        &[],
        &[32, 33],
        &[25, 27, 29, 32, 33],
        &[25, 27, 31],
        &[31],
        &[29, 33],
        &[33],
        &[31, 33],
        &[32, 33],
        &[32, 33],
        &[32, 33],
        &[33],
    ];
    let edges = (0..)
        .zip(rows)
        .flat_map(|(a, row)| row.iter().map(move |&b| [a, b]))
        .collect();
    SmallGraph::of(34, edges)
}

/// Runs on pools of one, two and five threads; the results have to be the same.
pub fn on_any_threads<T: PartialEq + std::fmt::Debug + Send>(run: impl Fn() -> T + Sync) -> T {
    let results: Vec<T> = [1, 2, 5]
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build().expect("a pool of threads").install(&run)
        })
        .into();
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
    results.into_iter().next().expect("three results")
}
