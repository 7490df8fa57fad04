//! How does the picture follow the groups that the user chose?
//!
//! Small graphs are grouped at once; large ones, and communities, by a worker, while the picture
//! stays as it was. Filters of groups are written here too, because only the session knows their
//! hosts.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::groups::{GroupBy, GroupEnd, GroupRef, Grouped, Groups, Plan, Whole};
use super::{Arrival, Data, Ground, Item, Session, Shares, narrowing};
use crate::flow::Traffic;
use crate::graph::Graph;
use crate::query::Filter;
use crate::units::counted;

/// Edges up to which anything is grouped at once: less than a frame.
const EDGES_AT_ONCE: usize = 10_000;
/// Edges up to which groups that are made of addresses and sums are.
const EASY_EDGES_AT_ONCE: usize = 100_000;

/// Groups that a worker is to make.
#[derive(Clone, Debug)]
pub struct GroupJob {
    traffic: Arc<Traffic>,
    /// The graph that is grouped.
    pub graph: Arc<Graph>,
    ground: Arc<Ground>,
    /// What was chosen.
    pub groups: Groups,
    plan: Option<Arc<Plan>>,
}

impl GroupJob {
    /// Makes them.
    #[must_use]
    pub fn run(self) -> Arrival {
        let whole = Whole {
            table: &self.traffic.table,
            graph: &self.graph,
            ground: &self.ground,
        };
        let grouped = Grouped::new(&self.groups, &whole, self.plan.as_ref());
        Arrival::Grouped(self.graph, Arc::new(grouped))
    }
}

impl Session {
    /// Groups that are chosen and not there; a worker makes them.
    #[must_use]
    pub fn wanted_groups(&self) -> Option<GroupJob> {
        let data = self.data.as_ref()?;
        let groups = &self.state.groups;
        let is_there = match &data.grouped {
            Some(grouped) => grouped.groups == *groups,
            None => groups.is_none(),
        };
        (!is_there).then(|| GroupJob {
            traffic: data.traffic.clone(),
            graph: data.graph.clone(),
            ground: data.ground.clone(),
            groups: groups.clone(),
            plan: data.grouped.as_ref().map(|grouped| grouped.plan.clone()),
        })
    }

    /// Brings the picture to the groups of the state, unless that is a worker's task.
    pub(super) fn regroup(&mut self) {
        let Some(job) = self.wanted_groups() else {
            return;
        };
        if job.groups.is_none() {
            self.set_grouped(None);
            return;
        }
        let is_known = job
            .plan
            .as_ref()
            .is_some_and(|plan| plan.is_of(&job.groups));
        let is_easy = |by: &GroupBy| !matches!(by, GroupBy::Color(_));
        let most = if is_known || job.groups.by.iter().all(is_easy) {
            EASY_EDGES_AT_ONCE
        } else {
            EDGES_AT_ONCE
        };
        if job.graph.edge_count() <= most
            && let Arrival::Grouped(_, grouped) = job.run()
        {
            self.set_grouped(Some(grouped));
        }
    }

    /// Takes in groups that a worker made, if they are still wanted.
    pub(super) fn take_grouped(&mut self, graph: &Arc<Graph>, grouped: Arc<Grouped>) {
        let data = self.data.as_ref();
        let is_same = data.is_some_and(|data| Arc::ptr_eq(&data.graph, graph));
        if is_same && grouped.groups == self.state.groups {
            self.set_grouped(Some(grouped));
        }
    }

    /// Takes in groups that came with a graph; those that its size suggests are a step that can be
    /// taken back, and are suggested once.
    pub(super) fn take_groups(&mut self, grouped: Option<Arc<Grouped>>) {
        match grouped {
            Some(grouped) if grouped.groups == self.state.groups => self.set_grouped(Some(grouped)),
            Some(grouped) if self.state.groups.is_none() && !self.groups_chosen => {
                self.begin_grouped(grouped);
            }
            _ => self.regroup(),
        }
    }

    fn begin_grouped(&mut self, grouped: Arc<Grouped>) {
        self.groups_chosen = true;
        let before = self.state.clone();
        self.state.groups = grouped.groups.clone();
        let by = match self.state.groups.by.first() {
            Some(by) => format!("grouped by {}", by.label()),
            None => "scans and leaves are folded".to_owned(),
        };
        let label = "Group by itself".to_owned();
        self.history.record(before, label, None);
        self.changes += 1;
        self.set_grouped(Some(grouped));
        // The capture may go on growing; how much is grouped is said by the totals.
        self.message = Some(format!(
            "More than {} are more than a picture should begin with: {by}.",
            counted(u64::from(self.settings.node_budget.0), "host"),
        ));
        self.undo_offered = true;
    }

    fn set_grouped(&mut self, grouped: Option<Arc<Grouped>>) {
        if let Some(data) = &mut self.data {
            data.grouped = grouped;
            data.follow_drawn();
            data.shares = Shares::of(data);
            self.revision += 1;
            data.sums_revision = self.revision;
        }
        self.reselect();
    }

    /// Opens a group and those around it, or closes it.
    pub(super) fn open_group(&mut self, of: GroupRef, open: bool) {
        let grouped = self.data.as_ref().and_then(|data| {
            let grouped = data.grouped()?;
            Some((grouped, grouped.plan.group(&data.graph, of)?))
        });
        let groups = &mut self.state.groups;
        let Some((grouped, group)) = grouped else {
            // It may be known later, when a worker has grouped the nodes.
            groups.set_open(of, open);
            return;
        };
        groups.set_open(grouped.plan.reference(group), open);
        let tree = grouped.plan.tree();
        let around = std::iter::successors(tree.parent(group), |&group| tree.parent(group));
        for group in around.filter(|_| open) {
            groups.set_open(grouped.plan.reference(group), true);
        }
    }

    /// Groups nodes by something else.
    pub(super) fn group_by(&mut self, by: Vec<GroupBy>, fold: bool) {
        self.state.selection.retain(|item| !item.is_grouped());
        self.groups_chosen = true;
        let mut by = by;
        by.truncate(super::groups::MOST_LEVELS);
        self.state.groups = Groups {
            by,
            fold,
            ..Groups::default()
        };
    }
}

impl Data {
    /// Nodes of the hosts in a group; none if there is no such group now.
    #[must_use]
    pub fn group_nodes(&self, of: GroupRef) -> &[u32] {
        match (self.grouped(), self.group(of)) {
            (Some(grouped), Some(group)) => grouped.plan.tree().nodes(group),
            _ => &[],
        }
    }

    /// The edges that an edge of the picture stands for.
    #[must_use]
    pub fn edges_between(&self, ends: [GroupEnd; 2]) -> &[u32] {
        let node = |end| match end {
            GroupEnd::Host(host) => self.drawn_node(Item::Node(host)),
            GroupEnd::Group(of) => self.drawn_node(Item::Group(of)),
        };
        let (Some(grouped), Some(a), Some(b)) = (self.grouped(), node(ends[0]), node(ends[1]))
        else {
            return &[];
        };
        let mut edges = grouped.quotient.edge_nodes().iter();
        let found = edges.position(|&[c, d]| [a, b] == [c, d] || [b, a] == [c, d]);
        found.map_or(&[], |edge| grouped.quotient.members(edge as u32))
    }

    /// The filter that passes the flows of any of some items, groups included.
    #[must_use]
    pub fn filter_of(&self, items: &BTreeSet<Item>) -> Filter {
        let table = &self.traffic.table;
        let mut plain = BTreeSet::new();
        let mut parts = Vec::new();
        for item in items {
            match *item {
                Item::Group(of) => parts.push(self.end_filter(GroupEnd::Group(of))),
                Item::Between([a, b]) if a == b => {
                    let hosts = self.end_hosts(a);
                    parts.push(narrowing::within(Filter::default(), &hosts, table));
                }
                Item::Between([a, b]) => parts.push(self.end_filter(a).and(self.end_filter(b))),
                item => {
                    plain.insert(item);
                }
            }
        }
        parts.push(narrowing::filter_of(&plain, table));
        parts.retain(|part| !part.is_empty());
        narrowing::any_of(parts)
    }

    fn end_hosts(&self, end: GroupEnd) -> Vec<u32> {
        match end {
            GroupEnd::Host(host) => vec![host],
            GroupEnd::Group(of) => {
                let nodes = self.group_nodes(of).iter();
                nodes.map(|&node| self.graph.node_host(node)).collect()
            }
        }
    }

    /// Flows with one of their ends there: a network where that says it, else a list.
    fn end_filter(&self, end: GroupEnd) -> Filter {
        let table = &self.traffic.table;
        let network = match end {
            GroupEnd::Host(_) => None,
            GroupEnd::Group(of) => self.grouped().zip(self.group(of)),
        };
        let network = network.and_then(|(grouped, group)| grouped.plan.network(table, group));
        if let Some(network) = network {
            return narrowing::in_network(network);
        }
        let hosts = self.end_hosts(end).into_iter().map(Item::Node);
        narrowing::filter_of(&hosts.collect(), table)
    }

    /// What an item is called, groups included; printable.
    #[must_use]
    pub fn title_of(&self, item: Item) -> String {
        let table = &self.traffic.table;
        let end = |end| match end {
            GroupEnd::Host(host) => super::host_title(table, host),
            GroupEnd::Group(of) => self.title_of(Item::Group(of)),
        };
        match item {
            Item::Group(of) => match (self.grouped(), self.group(of)) {
                (Some(grouped), Some(group)) => grouped.plan.name(group).to_owned(),
                _ => item.title(table),
            },
            Item::Between([a, b]) if a == b => format!("within {}", end(a)),
            Item::Between([a, b]) => format!("{} – {}", end(a), end(b)),
            item => item.title(table),
        }
    }
}
