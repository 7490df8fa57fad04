//! Which groups does a picture begin with that would otherwise hold too many nodes?

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::keys::Whole;
use super::{GroupBy, Grouped, Groups, Plan, Subnet};
use crate::scene::ColorBy;

/// Number of nodes above which a picture begins grouped; 0 is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeBudget(pub u32);

impl Default for NodeBudget {
    /// Beyond some ten thousand nodes a picture shows that there are many, and little else.
    fn default() -> Self {
        Self(20_000)
    }
}

impl NodeBudget {
    /// What is offered by name.
    pub const OFFERED: [Self; 4] = [Self(5_000), Self(20_000), Self(100_000), Self(0)];
}

/// Nodes that are left when all groups of a plan are closed.
fn closed_count(plan: &Plan) -> usize {
    let tree = plan.tree();
    let outermost = (0..tree.len() as u32).filter(|&group| tree.parent(group).is_none());
    let inside = outermost.clone().map(|group| tree.nodes(group).len());
    tree.node_count() - inside.sum::<usize>() + outermost.count()
}

/// Groups for a graph of more nodes than a picture should begin with: the first of folds alone,
/// subnets from /24 to /8 with folds, and communities with folds that leaves no more than that, or
/// the one that leaves the fewest. None if the graph has no more nodes, or nothing helps.
#[must_use]
pub fn automatic(whole: &Whole<'_>, budget: NodeBudget) -> Option<Grouped> {
    let most = budget.0 as usize;
    if most == 0 || whole.graph.node_count() <= most {
        return None;
    }
    let folds = Groups {
        fold: true,
        ..Groups::default()
    };
    let by = |by| Groups {
        by: vec![by],
        ..folds.clone()
    };
    let subnets = [24, 16, 8].map(|bits| by(GroupBy::Subnet(Subnet::v4(bits))));
    let communities = by(GroupBy::Color(ColorBy::Community));
    let choices = [folds.clone()].into_iter().chain(subnets);
    let mut best: Option<(usize, Groups, Arc<Plan>)> = None;
    for groups in choices.chain([communities]) {
        let plan = Arc::new(Plan::new(&groups, whole));
        let count = closed_count(&plan);
        if best.as_ref().is_none_or(|(fewest, ..)| count < *fewest) {
            best = Some((count, groups, plan));
        }
        if count <= most {
            break;
        }
    }
    let (count, groups, plan) = best?;
    let helps = count < whole.graph.node_count();
    helps.then(|| Grouped::of_plan(groups, plan, whole))
}
