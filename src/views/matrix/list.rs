//! Which rows are there, and in which order?
//!
//! By address the rows stand as they are. By activity, or without those that have no visible flow,
//! a list is made anew when what is visible changes, but not while something is dragged.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::made::{AT_ONCE, Made};
use crate::graph::Graph;
use crate::query::{MatrixRows, RowKind, Tallies};
use crate::session::{Data, Ground, Matrix, Measure};

/// The rows in the order in which they are listed.
#[derive(Debug, Default)]
pub(super) struct RowList {
    /// The graph whose nodes they are.
    graph: Option<(Arc<Graph>, RowKind)>,
    rows: Option<Made<MatrixRows>>,
    /// What the order was made for, with the revision of sums.
    made_of: Option<(Matrix, u64)>,
    /// Rows as they are listed; none for all of them by address.
    order: Option<Vec<u32>>,
    /// The greatest total of a row: for these sums, kind and measure.
    most: Option<(Arc<Ground>, RowKind, Measure, u64)>,
}

impl RowList {
    /// Brings rows and order to what the session shows.
    pub fn follow(
        &mut self,
        context: &egui::Context,
        data: &Data,
        wanted: Matrix,
        is_dragging: bool,
    ) {
        let graph = &data.graph;
        let fresh = self
            .graph
            .as_ref()
            .is_some_and(|(of, kind)| Arc::ptr_eq(of, graph) && *kind == wanted.rows);
        if !fresh {
            *self = Self {
                graph: Some((graph.clone(), wanted.rows)),
                ..Self::default()
            };
            let (graph, traffic) = (graph.clone(), data.traffic.clone());
            let at_once = graph.node_count() <= AT_ONCE;
            self.rows = Some(Made::start(context, at_once, move || {
                let hosts = &traffic.table.hosts;
                let address = |node| hosts.address(graph.node_host(node));
                MatrixRows::new(graph.node_count(), wanted.rows, address)
            }));
        }
        let Some(rows) = self.rows.as_mut().and_then(Made::get) else {
            return;
        };
        let made_of = (wanted, data.sums_revision);
        let is_same = self.made_of.is_some_and(|(of, revision)| {
            of == wanted && (revision == data.sums_revision || is_dragging)
        });
        if is_same {
            return;
        }
        self.made_of = Some(made_of);
        if !wanted.by_activity && !wanted.only_visible {
            self.order = None;
            return;
        }
        let value = |row: u32| value_of(data.tallies(), rows, row, wanted.measure);
        let mut order: Vec<(u64, u32)> = (0..rows.len() as u32)
            .into_par_iter()
            .with_min_len(1 << 12)
            .map(|row| (value(row), row))
            .filter(|&(value, _)| value > 0 || !wanted.only_visible)
            .collect();
        if wanted.by_activity {
            order.par_sort_unstable_by_key(|&(value, row)| (Reverse(value), row));
        }
        self.order = Some(order.into_iter().map(|(_, row)| row).collect());
    }

    /// All rows, once they are there.
    pub fn rows(&self) -> Option<&MatrixRows> {
        self.rows.as_ref().and_then(Made::ready)
    }

    /// Number of rows that are listed.
    pub fn len(&self) -> usize {
        match &self.order {
            Some(order) => order.len(),
            None => self.rows().map_or(0, MatrixRows::len),
        }
    }

    /// The row at a place of the list.
    pub fn row(&self, place: usize) -> Option<u32> {
        match &self.order {
            Some(order) => order.get(place).copied(),
            None => (place < self.len()).then_some(place as u32),
        }
    }

    /// The greatest total of a row: the strongest colour, which stands still while one scrolls.
    pub fn most(&mut self, data: &Data, measure: Measure) -> u64 {
        let Some(rows) = self.rows.as_ref().and_then(Made::ready) else {
            return 1;
        };
        if let Some((ground, kind, of, most)) = &self.most
            && Arc::ptr_eq(ground, &data.ground)
            && (*kind, *of) == (rows.kind(), measure)
        {
            return *most;
        }
        let everything = &data.ground.everything;
        let all = (0..rows.len() as u32).into_par_iter().with_min_len(1 << 12);
        let most = all.map(|row| value_of(everything, rows, row, measure));
        let most = most.max().unwrap_or(1).max(1);
        self.most = Some((data.ground.clone(), rows.kind(), measure, most));
        most
    }
}

/// What the nodes of a row sum to.
fn value_of(tallies: &Tallies, rows: &MatrixRows, row: u32, measure: Measure) -> u64 {
    let nodes = rows.nodes(row).iter();
    let of = |&node: &u32| tallies.nodes.get(node as usize);
    nodes
        .filter_map(of)
        .map(|tally| measure.of(tally.totals))
        .sum()
}
