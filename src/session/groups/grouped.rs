//! What does a worker make of the groups that the user chose?

use std::sync::Arc;

use super::keys::Whole;
use super::{Groups, Plan};
use crate::graph::Quotient;

/// A graph with some groups closed.
#[derive(Clone, Debug)]
pub struct Grouped {
    /// What was chosen.
    pub groups: Groups,
    /// The groups; shared while only some of them open and close.
    pub plan: Arc<Plan>,
    /// The graph in which closed groups are nodes.
    pub quotient: Quotient,
}

impl Grouped {
    /// Closes groups, with the plan of before if it is of the same graph and groups.
    #[must_use]
    pub fn new(groups: &Groups, whole: &Whole<'_>, before: Option<&Arc<Plan>>) -> Self {
        let plan = match before {
            Some(plan) if plan.is_of(groups) => plan.clone(),
            _ => Arc::new(Plan::new(groups, whole)),
        };
        Self::of_plan(groups.clone(), plan, whole)
    }

    pub(super) fn of_plan(groups: Groups, plan: Arc<Plan>, whole: &Whole<'_>) -> Self {
        let is_open = |group| groups.is_open(plan.reference(group));
        Self {
            quotient: Quotient::build(whole.graph.edge_nodes(), plan.tree(), is_open),
            groups,
            plan,
        }
    }

    /// Number of hosts: nodes from here on are groups.
    #[must_use]
    pub fn first_group(&self) -> u32 {
        self.plan.tree().node_count() as u32
    }

    /// The group that a node of the picture is; none for a host.
    #[must_use]
    pub fn group_of(&self, shown: u32) -> Option<u32> {
        shown.checked_sub(self.first_group())
    }

    /// Whether a group is open, and so are all around it.
    #[must_use]
    pub fn is_open(&self, group: u32) -> bool {
        let tree = self.plan.tree();
        let mut around = std::iter::successors(Some(group), |&group| tree.parent(group));
        around.all(|group| self.groups.is_open(self.plan.reference(group)))
    }
}
