//! What are the shortest paths between two nodes, all of them?
//!
//! One breadth-first search from each end. A link from `u` to `v` lies on a shortest path exactly
//! if the hops from the start to `u`, plus one, plus the hops from `v` to the goal make the
//! distance. These links form a graph without cycles in which every walk leads to the goal:
//! counting paths is one sum over it, and listing them is a walk that never turns back in vain.
//! There may be exponentially many paths, so they are listed one at a time, on demand.

use super::super::{Adjacency, Link};

use super::super::neighbourhood::{UNREACHED, search};

/// A path of edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// The nodes in order, both ends included; one more than edges.
    pub nodes: Vec<u32>,
    /// The edges in order.
    pub edges: Vec<u32>,
}

/// All shortest paths between two nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortestPaths {
    hops: u32,
    count: u128,
    from: u32,
    nodes: Vec<u32>,
    edges: Vec<u32>,
    /// `[place in nodes + 1]`: where each node's steps begin in `steps`.
    starts: Vec<usize>,
    /// The links that lead nearer to the goal, by node.
    steps: Vec<Link>,
}

/// Finds the shortest paths from one node to another, by number of edges; `None` if no path over
/// visible edges joins them, or one of them is no node.
///
/// From a node to itself there is one path, without edges. Each of several parallel edges makes a
/// path of its own. Takes O(nodes + edges) time and memory, however many paths there are.
#[must_use]
pub fn shortest_paths(adjacency: &Adjacency, from: u32, to: u32) -> Option<ShortestPaths> {
    let to_goal = search(adjacency, &[to], UNREACHED - 1);
    let hops = *to_goal.hops.get(from as usize)?;
    if hops == UNREACHED {
        return None;
    }
    // Along the paths, nearest to the start first; what does not lead nearer to the goal is no
    // part of them, so the second search follows only what does.
    let mut count_to = vec![0_u128; adjacency.node_count()];
    let mut along = vec![from];
    let mut edges = Vec::new();
    let mut position = 0;
    count_to[from as usize] = 1;
    while let Some(&node) = along.get(position) {
        position += 1;
        let count = count_to[node as usize];
        for step in steps_nearer(adjacency, &to_goal.hops, node) {
            // Any node has at least one path to it once it was seen.
            if count_to[step.node as usize] == 0 {
                along.push(step.node);
            }
            count_to[step.node as usize] = count_to[step.node as usize].saturating_add(count);
            edges.push(step.edge);
        }
    }
    along.sort_unstable();
    edges.sort_unstable();
    let mut starts = vec![0];
    let mut steps = Vec::with_capacity(edges.len());
    for &node in &along {
        steps.extend(steps_nearer(adjacency, &to_goal.hops, node));
        starts.push(steps.len());
    }
    Some(ShortestPaths {
        hops,
        count: count_to[to as usize],
        from,
        nodes: along,
        edges,
        starts,
        steps,
    })
}

/// Links of a node to neighbours one hop nearer to the goal.
fn steps_nearer<'a>(
    adjacency: &'a Adjacency,
    hops_to_goal: &'a [u32],
    node: u32,
) -> impl Iterator<Item = Link> + 'a {
    let here = hops_to_goal[node as usize];
    let links = adjacency.links(node).iter().copied();
    links.filter(move |link| hops_to_goal[link.node as usize] + 1 == here)
}

impl ShortestPaths {
    /// Number of edges on each of the paths.
    #[must_use]
    pub fn hops(&self) -> u32 {
        self.hops
    }

    /// Number of paths; `u128::MAX` stands for that many or more.
    #[must_use]
    pub fn count(&self) -> u128 {
        self.count
    }

    /// Nodes on any of the paths, ascending, both ends included.
    #[must_use]
    pub fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// Edges on any of the paths, ascending.
    #[must_use]
    pub fn edges(&self) -> &[u32] {
        &self.edges
    }

    /// The paths, ascending by their first edge, then by their second, and so on. There may be
    /// more than can ever be listed: take a bounded number. Each takes time in proportion to the
    /// links at its nodes.
    #[must_use]
    pub fn paths(&self) -> Paths<'_> {
        Paths {
            of: self,
            taken: Vec::new(),
            finished: false,
        }
    }

    fn steps(&self, node: u32) -> &[Link] {
        match self.nodes.binary_search(&node) {
            Ok(place) => &self.steps[self.starts[place]..self.starts[place + 1]],
            Err(_) => &[],
        }
    }
}

/// Lists shortest paths, made by [`ShortestPaths::paths`].
#[derive(Clone, Debug)]
pub struct Paths<'a> {
    of: &'a ShortestPaths,
    /// The path last listed: the steps that each of its nodes offers, and which of them it takes.
    taken: Vec<(&'a [Link], usize)>,
    finished: bool,
}

impl Paths<'_> {
    /// Turns the last step that can be turned, and drops those behind it.
    fn turn(&mut self) {
        while let Some((steps, taken)) = self.taken.last_mut() {
            *taken += 1;
            if *taken < steps.len() {
                return;
            }
            self.taken.pop();
        }
        self.finished = true;
    }
}

impl Iterator for Paths<'_> {
    type Item = Path;

    fn next(&mut self) -> Option<Path> {
        if self.finished {
            return None;
        }
        let mut path = Path {
            nodes: vec![self.of.from],
            edges: Vec::new(),
        };
        let mut node = self.of.from;
        for &(steps, taken) in &self.taken {
            node = steps[taken].node;
            path.nodes.push(node);
            path.edges.push(steps[taken].edge);
        }
        // From there on the first step of each node.
        loop {
            let steps = self.of.steps(node);
            let Some(step) = steps.first() else { break };
            self.taken.push((steps, 0));
            node = step.node;
            path.nodes.push(node);
            path.edges.push(step.edge);
        }
        self.turn();
        Some(path)
    }
}
