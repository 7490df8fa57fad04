//! Which groups are there, and what is each called?

use super::folds::{fold_keys, fold_name};
use super::keys::{Level, Whole, network_of};
use super::{GroupBy, GroupRef, Groups};
use crate::flow::FlowTable;
use crate::graph::{Graph, GroupTree};
use crate::query::Network;
use crate::units::Count;

/// Groups in groups with their names, for one graph.
#[derive(Clone, Debug)]
pub struct Plan {
    by: Vec<GroupBy>,
    fold: bool,
    tree: GroupTree,
    /// `[group]`.
    names: Vec<String>,
    /// The member that was seen first, `[group]`: host code.
    first_hosts: Vec<u32>,
}

impl Plan {
    /// Groups a graph. Takes time in proportion to the graph, and what communities take.
    #[must_use]
    pub fn new(groups: &Groups, whole: &Whole<'_>) -> Self {
        let mut levels: Vec<Level> = Vec::new();
        for by in &groups.by {
            levels.push(Level::new(by, whole));
        }
        let mut keys: Vec<Vec<u32>> = levels
            .iter_mut()
            .map(|level| std::mem::take(&mut level.keys))
            .collect();
        if groups.fold {
            keys.push(fold_keys(whole));
        }
        let tree = GroupTree::build(whole.node_count(), &keys);
        let all = 0..tree.len() as u32;
        let name = |group: u32| {
            let (key, nodes) = (tree.key(group), tree.nodes(group));
            match levels.get(usize::from(tree.level(group))) {
                Some(level) => level.name(key, nodes, whole),
                None => fold_name(key, nodes, whole),
            }
        };
        let first = |group: u32| {
            let hosts = tree
                .nodes(group)
                .iter()
                .map(|&node| whole.graph.node_host(node));
            hosts.min().unwrap_or_default()
        };
        Self {
            by: groups.by.clone(),
            fold: groups.fold,
            names: all.clone().map(name).collect(),
            first_hosts: all.map(first).collect(),
            tree,
        }
    }

    /// Whether it is the plan of these.
    #[must_use]
    pub fn is_of(&self, groups: &Groups) -> bool {
        self.by == groups.by && self.fold == groups.fold
    }

    /// The groups.
    #[must_use]
    pub fn tree(&self) -> &GroupTree {
        &self.tree
    }

    /// What a group is called, printable.
    ///
    /// # Panics
    /// If there is no such group.
    #[must_use]
    pub fn name(&self, group: u32) -> &str {
        &self.names[group as usize]
    }

    /// Its name with the number of its hosts.
    #[must_use]
    pub fn label(&self, group: u32) -> String {
        let name = self.name(group);
        if self.is_fold(group) {
            return name.to_owned();
        }
        format!("{name} · {}", Count(self.tree.nodes(group).len() as u64))
    }

    /// Whether it is one of hosts that say nothing on their own.
    #[must_use]
    pub fn is_fold(&self, group: u32) -> bool {
        usize::from(self.tree.level(group)) == self.by.len()
    }

    /// How it is pointed at.
    #[must_use]
    pub fn reference(&self, group: u32) -> GroupRef {
        GroupRef {
            host: self.first_hosts[group as usize],
            level: self.tree.level(group),
        }
    }

    /// The group that a reference points at, if there is one.
    #[must_use]
    pub fn group(&self, graph: &Graph, of: GroupRef) -> Option<u32> {
        let node = graph.node_of_host(of.host)?;
        let mut around = self.tree.around(node);
        around.find(|&group| self.tree.level(group) == of.level)
    }

    /// The network that a group is all known hosts of, if subnets alone made it.
    #[must_use]
    pub fn network(&self, table: &FlowTable, group: u32) -> Option<Network> {
        let level = usize::from(self.tree.level(group));
        let by = self.by.get(..=level)?;
        if !by.iter().all(|by| matches!(by, GroupBy::Subnet(_))) {
            return None;
        }
        let GroupBy::Subnet(subnet) = by[level] else {
            return None;
        };
        network_of(
            table.hosts.address(self.first_hosts[group as usize]),
            subnet,
        )
    }
}
