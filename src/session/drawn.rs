//! What of the graph is drawn while some groups are closed, and what is each node of it?
//!
//! Nodes of the picture are hosts, by the ids of the graph, and after them groups. Without groups
//! the picture is the graph itself, at no cost. With them its sums and places are made from those
//! of the graph whenever these change.

use std::collections::BTreeSet;
use std::sync::Arc;

use glam::{DVec2, Vec2};

use super::groups::{GroupEnd, GroupRef, Grouped, Whole};
use super::{Data, Item, Lit, node_label};
use crate::layout::push_apart;
use crate::query::{Difference, NodeTally, Tallies};
use crate::scene::{
    BuildInput, Coloring, Drawing, Emphasis, LabelText, Legend, OpenGroup, Shading, SizeBy, Sizing,
    Style, build,
};

/// Most closed groups whose discs are given room: a frame's work, and of more the discs are small.
const MOST_APART: usize = 1_000;
/// Room of the largest group's disc as a share of half the hosts' picture, and least of another
/// one's as a share of that: what discs take when the picture is fitted into the window.
const LARGEST_DISC: f32 = 0.11;
const LEAST_DISC: f32 = 0.3;
/// Most of the picture's area that is given to discs: with hundreds of groups, each stays near its
/// hosts instead.
const MOST_AREA: f32 = 0.15;

/// A picture's sums and places, while there are groups.
#[derive(Clone, Debug)]
pub(super) struct Drawn {
    tallies: Tallies,
    positions: Arc<[Vec2]>,
    difference: Option<Arc<Difference>>,
    fade: Option<Arc<[f32]>>,
}

/// How a picture is to look.
#[derive(Clone, Copy, Debug)]
pub struct DrawingInput<'a> {
    /// The look.
    pub style: &'a Style,
    /// What colours stand for, of the graph.
    pub coloring: Option<&'a Arc<Coloring>>,
    /// What sizes stand for, of the graph.
    pub sizing: Option<&'a Arc<Sizing>>,
    /// What is selected, of the picture.
    pub emphasis: Emphasis<'a>,
    /// Width and height of the picture in points.
    pub picture_pts: [f32; 2],
}

impl Data {
    /// What groups are made from.
    #[must_use]
    pub fn whole(&self) -> Whole<'_> {
        Whole {
            table: &self.traffic.table,
            graph: &self.graph,
            ground: &self.ground,
        }
    }

    /// The groups of the picture, if it has any.
    #[must_use]
    pub fn grouped(&self) -> Option<&Grouped> {
        self.grouped.as_deref()
    }

    /// Sums over the visible flows, by node and edge of the picture.
    #[must_use]
    pub fn drawn_tallies(&self) -> &Tallies {
        self.drawn
            .as_ref()
            .map_or(self.tallies(), |drawn| &drawn.tallies)
    }

    /// Ends of the picture's edges, `[edge]`.
    #[must_use]
    pub fn drawn_edge_nodes(&self) -> &[[u32; 2]] {
        match &self.grouped {
            Some(grouped) => grouped.quotient.edge_nodes(),
            None => self.graph.edge_nodes(),
        }
    }

    /// World positions of the picture's nodes, `[node]`: those of hosts, then of closed groups,
    /// each as near to the centre of its hosts, weighted by their neighbours, as there is room.
    #[must_use]
    pub fn drawn_positions(&self) -> &Arc<[Vec2]> {
        self.drawn
            .as_ref()
            .map_or(&self.positions, |drawn| &drawn.positions)
    }

    /// Colours and opacities that the picture has besides those of what edges carry.
    #[must_use]
    pub fn drawn_shading(&self) -> Shading<'_> {
        match &self.drawn {
            Some(drawn) => Shading {
                difference: drawn.difference.as_deref(),
                fade: drawn.fade.as_ref(),
            },
            None => self.shading(),
        }
    }

    /// The picture.
    #[must_use]
    pub fn drawing(&self, input: &DrawingInput<'_>) -> Drawing {
        let quotient = self.grouped().map(|grouped| &grouped.quotient);
        let merged = |coloring: &Arc<Coloring>| match quotient {
            Some(quotient) if coloring.fits(self.graph.node_count(), self.graph.edge_count()) => {
                Arc::new(coloring.merged(quotient))
            }
            _ => coloring.clone(),
        };
        let coloring = input.coloring.map(merged);
        let sizing = input.sizing.map(|sizing| match quotient {
            Some(quotient) if sizing.values.len() == self.graph.node_count() => {
                Arc::new(sizing.merged(quotient))
            }
            _ => sizing.clone(),
        });
        let hosts = self.visible_hosts();
        let sizing = match self.grouped() {
            Some(grouped) if input.style.size_by == SizeBy::Degree => {
                Some(Arc::new(self.neighbours_and_hosts(grouped, &hosts)))
            }
            _ => sizing,
        };
        let drawing = build(&BuildInput {
            positions: self.drawn_positions(),
            edge_nodes: self.drawn_edge_nodes(),
            tallies: self.drawn_tallies(),
            style: input.style,
            coloring: coloring.as_ref(),
            sizing: sizing.as_ref(),
            emphasis: input.emphasis,
            shading: self.drawn_shading(),
            picture_pts: input.picture_pts,
        });
        match self.grouped() {
            Some(grouped) => drawing
                .with_groups_from(grouped.first_group(), &hosts)
                .with_open_groups(open_groups(grouped)),
            None => drawing,
        }
    }

    /// Hosts of each closed group with visible flows, `[group]`.
    fn visible_hosts(&self) -> Vec<u32> {
        let Some(grouped) = self.grouped() else {
            return Vec::new();
        };
        let mut hosts = vec![0; grouped.plan.tree().len()];
        for (node, tally) in (0..).zip(&self.tallies().nodes) {
            if tally.totals.flows > 0
                && let Some(group) = grouped.group_of(grouped.quotient.shown_node(node))
            {
                hosts[group as usize] += 1;
            }
        }
        hosts
    }

    /// What nodes are large by where that is the number of neighbours: hosts by theirs, grouped or
    /// not, so that a hub stays large when its leaves are folded, and groups by their hosts.
    fn neighbours_and_hosts(&self, grouped: &Grouped, hosts: &[u32]) -> Sizing {
        let own = |(node, tally): (u32, &NodeTally)| match grouped.quotient.shown_node(node) {
            shown if shown == node => f64::from(tally.degree),
            _ => 0.0,
        };
        let nodes = (0..).zip(&self.tallies().nodes).map(own);
        Sizing {
            size_by: SizeBy::Degree,
            values: nodes
                .chain(hosts.iter().map(|&hosts| f64::from(hosts)))
                .collect(),
            sampled: None,
        }
    }

    /// The legend of a picture.
    #[must_use]
    pub fn legend(&self, drawing: &Drawing) -> Legend {
        let tallies = self.drawn_tallies();
        let legend = Legend::new(tallies, drawing).shaded(self.drawn_shading(), tallies);
        Legend {
            groups_by_hosts: self.grouped().is_some() && legend.size_by == SizeBy::Degree,
            ..legend
        }
    }

    /// What a node of the picture is.
    ///
    /// # Panics
    /// If there is no such node.
    #[must_use]
    pub fn drawn_item(&self, node: u32) -> Item {
        match self.drawn_end(node) {
            GroupEnd::Host(host) => Item::Node(host),
            GroupEnd::Group(of) => Item::Group(of),
        }
    }

    fn drawn_end(&self, node: u32) -> GroupEnd {
        let grouped = self.grouped().and_then(|grouped| {
            let group = grouped.group_of(node)?;
            Some(GroupEnd::Group(grouped.plan.reference(group)))
        });
        grouped.unwrap_or_else(|| GroupEnd::Host(self.graph.node_host(node)))
    }

    /// What an edge of the picture is.
    ///
    /// # Panics
    /// If there is no such edge.
    #[must_use]
    pub fn drawn_edge_item(&self, edge: u32) -> Item {
        let ends = self.drawn_edge_nodes()[edge as usize].map(|node| self.drawn_end(node));
        Item::between(ends)
    }

    /// The node of the picture that shows a host or a closed group.
    #[must_use]
    pub fn drawn_node(&self, item: Item) -> Option<u32> {
        match item {
            Item::Node(host) => {
                let node = self.graph.node_of_host(host)?;
                Some(
                    self.grouped()
                        .map_or(node, |grouped| grouped.quotient.shown_node(node)),
                )
            }
            Item::Group(of) => {
                let grouped = self.grouped()?;
                let node = grouped
                    .quotient
                    .shown_node(self.graph.node_of_host(of.host)?);
                (grouped.group_of(node) == self.group(of)).then_some(node)
            }
            _ => None,
        }
    }

    /// The group that a reference points at, in the present plan.
    #[must_use]
    pub fn group(&self, of: GroupRef) -> Option<u32> {
        self.grouped()?.plan.group(&self.graph, of)
    }

    /// What a node of the picture is labelled with.
    #[must_use]
    pub fn drawn_label(&self, node: u32) -> LabelText {
        match self
            .grouped()
            .and_then(|grouped| Some((grouped, grouped.group_of(node)?)))
        {
            Some((grouped, group)) => LabelText {
                text: grouped.plan.label(group),
                is_name: true,
            },
            None => node_label(&self.traffic.table, &self.graph, node),
        }
    }

    /// What a highlight lights in the picture: nodes with a ring, and edges. A group has a ring
    /// when all of its hosts were pointed at.
    #[must_use]
    pub fn drawn_lit(&self, lit: &Lit) -> (Vec<u32>, Vec<u32>) {
        let Some(grouped) = self.grouped() else {
            return (lit.picked.clone(), lit.edges());
        };
        let (quotient, tree) = (&grouped.quotient, grouped.plan.tree());
        let mut shown: Vec<u32> = lit
            .picked
            .iter()
            .map(|&node| quotient.shown_node(node))
            .collect();
        shown.sort_unstable();
        let whole = |run: &&[u32]| {
            let group = grouped.group_of(run[0]);
            group.is_none_or(|group| tree.nodes(group).len() == run.len())
        };
        let nodes = shown
            .chunk_by(|a, b| a == b)
            .filter(whole)
            .map(|run| run[0]);
        let edges = lit.edges();
        let edges: BTreeSet<u32> = edges
            .iter()
            .map(|&edge| quotient.shown_edge(edge))
            .collect();
        (nodes.collect(), edges.into_iter().collect())
    }

    /// Brings sums, places and shading of the picture up to date after those of the graph or the
    /// groups changed.
    pub(super) fn follow_drawn(&mut self) {
        self.drawn = self.grouped.as_ref().map(|grouped| {
            let merge = grouped.quotient.merge();
            let compared = self.aside.merged_difference(&merge);
            Drawn {
                tallies: self.tallies().merged(&self.graph.edge_keys(), &merge),
                positions: self.merged_positions(grouped),
                difference: compared.map(Arc::new),
                fade: self.aside.fade.as_ref().map(|fade| {
                    // As faint as the latest of its edges.
                    let latest = |edge: u32| {
                        let members = grouped.quotient.members(edge).iter();
                        members.map(|&edge| fade[edge as usize]).fold(0.0, f32::max)
                    };
                    (0..grouped.quotient.edge_nodes().len() as u32)
                        .map(latest)
                        .collect()
                }),
            }
        });
    }

    /// Brings only the places of the picture up to date.
    pub(super) fn follow_positions(&mut self) {
        let positions = self
            .grouped
            .as_ref()
            .map(|grouped| self.merged_positions(grouped));
        if let (Some(drawn), Some(positions)) = (&mut self.drawn, positions) {
            drawn.positions = positions;
        }
    }

    /// Places of hosts, then of groups, as near to the centre of their hosts as there is room; none for groups that are open or inside of closed ones.
    fn merged_positions(&self, grouped: &Grouped) -> Arc<[Vec2]> {
        let quotient = &grouped.quotient;
        let first = grouped.first_group();
        let mut sums = vec![(DVec2::ZERO, 0.0); grouped.plan.tree().len()];
        let tallies = &self.ground.everything.nodes;
        for (node, place) in (0..first).zip(self.positions.iter()) {
            if let Some(group) = grouped.group_of(quotient.shown_node(node))
                && place.is_finite()
            {
                let weight = 1.0 + f64::from(tallies[node as usize].degree);
                let (sum, weights) = &mut sums[group as usize];
                *sum += place.as_dvec2() * weight;
                *weights += weight;
            }
        }
        let mut centers: Vec<Vec2> = sums
            .into_iter()
            .map(|(sum, weights)| match weights {
                0.0 => Vec2::NAN,
                weights => (sum / weights).as_vec2(),
            })
            .collect();
        give_room(&mut centers, &self.positions, grouped);
        self.positions.iter().copied().chain(centers).collect()
    }
}

/// Pushes the discs of a few closed groups apart: centres of groups that lie across each other are
/// nearly in one place, and one disc would hide the others.
fn give_room(centers: &mut [Vec2], hosts: &[Vec2], grouped: &Grouped) {
    let closed = centers.iter().filter(|center| center.is_finite());
    if !(2..=MOST_APART).contains(&closed.count()) {
        return;
    }
    let placed = hosts.iter().filter(|place| place.is_finite());
    let (low, high) = placed.fold((Vec2::INFINITY, Vec2::NEG_INFINITY), |(low, high), &at| {
        (low.min(at), high.max(at))
    });
    let half = 0.5 * (high - low).min_element();
    let tree = grouped.plan.tree();
    let count = |group: usize| tree.nodes(group as u32).len() as f32;
    let most = (0..centers.len())
        .filter(|&group| centers[group].is_finite())
        .map(count)
        .fold(1.0, f32::max);
    let mut radii: Vec<f32> = (0..centers.len())
        .map(|group| match centers[group].is_finite() {
            true => half * LARGEST_DISC * (count(group) / most).sqrt().max(LEAST_DISC),
            false => 0.0,
        })
        .collect();
    let area: f32 = radii.iter().map(|radius| radius * radius).sum();
    let crowding = (area / (MOST_AREA * half * half).max(f32::MIN_POSITIVE)).sqrt();
    for radius in &mut radii {
        *radius /= crowding.max(1.0);
    }
    push_apart(centers, &radii);
}

/// Groups that are open and so are all around them, with the nodes that show their hosts.
fn open_groups(grouped: &Grouped) -> Vec<OpenGroup> {
    let tree = grouped.plan.tree();
    let open = (0..tree.len() as u32).filter(|&group| grouped.is_open(group));
    open.map(|group| {
        let nodes = tree.nodes(group).iter();
        let mut nodes: Vec<u32> = nodes
            .map(|&node| grouped.quotient.shown_node(node))
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        OpenGroup {
            group,
            label: grouped.plan.label(group),
            nodes,
        }
    })
    .collect()
}
