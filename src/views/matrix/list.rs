//! Which rows are there, and in which order?
//!
//! By address the rows stand as they are. By activity, or without those that have no visible flow,
//! a list is made anew when what is visible changes, but not while something is dragged or
//! drawn on them.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::made::{AT_ONCE, Made};
use super::cells::with_source;
use crate::graph::Graph;
use crate::query::{MatrixRows, RowKind, Tallies, TimeBins, greatest_cell};
use crate::session::{Data, Ground, Matrix, Measure};

/// The rows in the order in which they are listed.
#[derive(Debug, Default)]
pub(super) struct RowList {
    /// The graph whose nodes they are.
    graph: Option<(Arc<Graph>, RowKind)>,
    rows: Option<Made<Arc<MatrixRows>>>,
    /// What the order was made for, with the revision of sums.
    made_of: Option<(Matrix, u64)>,
    /// Rows as they are listed; none for all of them by address.
    order: Option<Vec<u32>>,
    /// The greatest cell: of these sums, kind and measure.
    most: Option<(Arc<Ground>, RowKind, Measure, Made<u64>)>,
}

impl RowList {
    /// Brings rows and order to what the session shows.
    pub fn follow(
        &mut self,
        context: &egui::Context,
        data: &Data,
        wanted: Matrix,
        stands_still: bool,
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
                Arc::new(MatrixRows::new(graph.node_count(), wanted.rows, address))
            }));
        }
        let Some(rows) = self.rows.as_mut().and_then(Made::get) else {
            return;
        };
        let made_of = (wanted, data.sums_revision);
        let is_same = self.made_of.is_some_and(|(of, revision)| {
            of == wanted && (revision == data.sums_revision || stands_still)
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
        self.rows.as_ref().and_then(Made::ready).map(Arc::as_ref)
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

    /// The greatest cell over everything: the strongest colour, which stands still while one scrolls
    /// and narrows. A guess until it is known.
    pub fn most(&mut self, context: &egui::Context, data: &Data, measure: Measure) -> u64 {
        let Some(rows) = self.rows.as_ref().and_then(Made::ready) else {
            return 1;
        };
        let is_same = self.most.as_ref().is_some_and(|(ground, kind, of, _)| {
            Arc::ptr_eq(ground, &data.ground) && (*kind, *of) == (rows.kind(), measure)
        });
        if !is_same {
            let (ground, graph) = (data.ground.clone(), data.graph.clone());
            let (traffic, rows) = (data.traffic.clone(), rows.clone());
            let kind = rows.kind();
            let at_once = traffic.table.len() <= AT_ONCE;
            let made = Made::start(context, at_once, move || {
                let bins = TimeBins::over(ground.time_bins.span(), MOST_COLUMNS);
                with_source(&traffic.table, &graph, &ground, |source| {
                    greatest_cell(source, &rows, &bins, |totals| measure.of(totals))
                })
            });
            self.most = Some((data.ground.clone(), kind, measure, made));
        }
        let known = self.most.as_mut().and_then(|(.., made)| made.get());
        let most = known.map_or(measure.of(data.ground.everything.visible), |most| *most);
        most.max(1)
    }
}

/// Columns over the whole capture that the strongest colour is made for; where there are more, or
/// they show less, cells are smaller.
const MOST_COLUMNS: u16 = 128;

/// What the nodes of a row sum to.
fn value_of(tallies: &Tallies, rows: &MatrixRows, row: u32, measure: Measure) -> u64 {
    let nodes = rows.nodes(row).iter();
    let of = |&node: &u32| tallies.nodes.get(node as usize);
    nodes
        .filter_map(of)
        .map(|tally| measure.of(tally.totals))
        .sum()
}
