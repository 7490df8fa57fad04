//! Which nodes are in which group?
//!
//! Each level gives a node a key or none; nodes with the same keys on the first levels are a group,
//! so groups nest. A group has at least two nodes, and at least one fewer than the group around it:
//! anything else would be a step that shows nothing.

use std::ops::Range;

use rayon::prelude::*;

/// The key of a node that is in no group of a level.
pub const NO_KEY: u32 = u32::MAX;
/// The group of a node that is in none.
pub const NO_GROUP: u32 = u32::MAX;

/// One group.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    parent: u32,
    level: u8,
    key: u32,
    /// Its nodes in `order`, those of groups inside it included.
    nodes: Range<u32>,
}

/// Groups of nodes, nested.
///
/// Groups are numbered by the keys of their levels; one comes before those inside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupTree {
    groups: Vec<Group>,
    /// Innermost group of each node, or [`NO_GROUP`], `[node]`.
    of_node: Vec<u32>,
    /// Nodes so that those of each group are neighbours.
    order: Vec<u32>,
}

impl GroupTree {
    /// Groups `node_count` nodes by the keys of some levels, the outermost first, each `[node]`.
    ///
    /// ```
    /// use flowloom::graph::{GroupTree, NO_KEY};
    ///
    /// let (outer, inner) = (vec![0, 0, 0, 1, NO_KEY], vec![5, 5, 6, 7, 5]);
    /// let tree = GroupTree::build(5, &[outer, inner]);
    /// // Nodes 0, 1 and 2, and inside of that 0 and 1; nobody is alone in a group.
    /// assert_eq!(tree.len(), 2);
    /// assert_eq!(tree.nodes(0), [0, 1, 2]);
    /// assert_eq!(tree.nodes(1), [0, 1]);
    /// assert_eq!(tree.parent(1), Some(0));
    /// ```
    ///
    /// # Panics
    /// If a level has keys of another number of nodes.
    #[must_use]
    pub fn build(node_count: usize, levels: &[Vec<u32>]) -> Self {
        assert!(levels.iter().all(|level| level.len() == node_count));
        let mut order: Vec<u32> = (0..node_count as u32).collect();
        let keys = |node: u32| levels.iter().map(move |level| level[node as usize]);
        order.par_sort_unstable_by(|&a, &b| keys(a).cmp(keys(b)).then(a.cmp(&b)));
        let mut tree = Self {
            groups: Vec::new(),
            of_node: vec![NO_GROUP; node_count],
            order,
        };
        tree.split(levels, 0, 0..node_count, NO_GROUP);
        for group in 0..tree.groups.len() {
            // Inner groups come later and so have the last word.
            let nodes = tree.groups[group].nodes.clone();
            for place in nodes {
                tree.of_node[tree.order[place as usize] as usize] = group as u32;
            }
        }
        tree
    }

    /// Makes the groups of a level among some nodes, and those inside of them.
    fn split(&mut self, levels: &[Vec<u32>], level: usize, within: Range<usize>, parent: u32) {
        let Some(keys) = levels.get(level) else {
            return;
        };
        let mut start = within.start;
        while start < within.end {
            let key = keys[self.order[start] as usize];
            let rest = &self.order[start..within.end];
            let len = rest.partition_point(|&node| keys[node as usize] <= key);
            let run = start..start + len;
            start = run.end;
            let is_all = parent != NO_GROUP && run == within;
            let inside = if key == NO_KEY || len < 2 || is_all {
                parent
            } else {
                self.groups.push(Group {
                    parent,
                    level: level as u8,
                    key,
                    nodes: run.start as u32..run.end as u32,
                });
                self.groups.len() as u32 - 1
            };
            if len > 1 {
                self.split(levels, level + 1, run, inside);
            }
        }
    }

    /// Number of groups.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Number of nodes, grouped or not.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.of_node.len()
    }

    /// The group around a group.
    ///
    /// # Panics
    /// If there is no such group, as all that ask of a group.
    #[must_use]
    pub fn parent(&self, group: u32) -> Option<u32> {
        let parent = self.groups[group as usize].parent;
        (parent != NO_GROUP).then_some(parent)
    }

    /// The level whose key its nodes share.
    #[must_use]
    pub fn level(&self, group: u32) -> u8 {
        self.groups[group as usize].level
    }

    /// The key that its nodes share on that level.
    #[must_use]
    pub fn key(&self, group: u32) -> u32 {
        self.groups[group as usize].key
    }

    /// Its nodes, those of groups inside it included.
    #[must_use]
    pub fn nodes(&self, group: u32) -> &[u32] {
        let nodes = &self.groups[group as usize].nodes;
        &self.order[nodes.start as usize..nodes.end as usize]
    }

    /// The groups that a node is in, innermost first.
    pub fn around(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let innermost = self.of_node.get(node as usize).copied();
        let innermost = innermost.filter(|&group| group != NO_GROUP);
        std::iter::successors(innermost, |&group| self.parent(group))
    }

    /// For each group the outermost closed one among it and those around it, or [`NO_GROUP`],
    /// `[group]`.
    #[must_use]
    pub fn outermost_closed(&self, is_open: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut closed = vec![NO_GROUP; self.groups.len()];
        for (group, of) in self.groups.iter().enumerate() {
            let around = closed.get(of.parent as usize).copied();
            closed[group] = match around.unwrap_or(NO_GROUP) {
                NO_GROUP if !is_open(group as u32) => group as u32,
                around => around,
            };
        }
        closed
    }

    /// Innermost group of each node, or [`NO_GROUP`], `[node]`.
    #[must_use]
    pub fn of_nodes(&self) -> &[u32] {
        &self.of_node
    }
}
