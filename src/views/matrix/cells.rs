//! What lies in the cells that are in view?
//!
//! Sums of the rows in view, made for the stretch of time that is shown and brought up to date by
//! difference when what is visible or highlighted changes.

use std::sync::Arc;

use crate::flow::FlowTable;
use crate::graph::Graph;
use crate::query::{FlowSet, MatrixRows, MatrixSource, MatrixSums, TimeBins};
use crate::session::{Data, Ground, State};
use crate::units::{TimeSpan, Timestamp};

/// Sums of the rows in view.
#[derive(Debug, Default)]
pub(super) struct CellSums {
    /// The graph that they are of.
    graph: Option<Arc<Graph>>,
    sums: Option<MatrixSums>,
    /// The revisions of what is visible and of the highlight.
    revision: Option<(u64, u64)>,
}

impl CellSums {
    /// The sums of some rows; and whether anything differs from the last frame.
    pub fn follow(
        &mut self,
        data: &Data,
        rows: &MatrixRows,
        shown: Vec<u32>,
        bins: TimeBins,
    ) -> (&MatrixSums, bool) {
        let (table, graph) = (&data.traffic.table, &data.graph);
        let none;
        let lit = match &data.lit {
            Some(lit) => &lit.flows,
            None => {
                none = FlowSet::none(table.len());
                &none
            }
        };
        let sets = [data.visible(), lit];
        let is_same = self.graph.as_ref().is_some_and(|of| Arc::ptr_eq(of, graph));
        if !is_same {
            *self = Self {
                graph: Some(graph.clone()),
                ..Self::default()
            };
        }
        let revision = (
            data.sums_revision,
            data.lit.as_ref().map_or(0, |lit| lit.revision),
        );
        let mut changed = false;
        // Sums of other bins would be brought up to date for nothing.
        let mut sums = self.sums.take().filter(|sums| sums.bins() == bins);
        if let Some(sums) = &mut sums
            && self.revision != Some(revision)
        {
            changed = with_source(table, graph, &data.ground, |source| {
                sums.follow(source, rows, sets)
            });
        }
        self.revision = Some(revision);
        let sums = match sums {
            Some(sums) if sums.shown() == shown => sums,
            before => {
                changed = true;
                with_source(table, graph, &data.ground, |source| {
                    MatrixSums::new(source, rows, shown, bins, sets, before)
                })
            }
        };
        (self.sums.insert(sums), changed)
    }

    /// The columns of the last frame.
    pub fn bins(&self) -> Option<TimeBins> {
        self.sums.as_ref().map(MatrixSums::bins)
    }

    /// Forgets all sums: rows mean something else now.
    pub fn clear(&mut self) {
        self.sums = None;
    }
}

/// Hands out where the flows of all cells come from.
pub(super) fn with_source<T>(
    table: &FlowTable,
    graph: &Graph,
    ground: &Ground,
    use_it: impl FnOnce(&MatrixSource<'_>) -> T,
) -> T {
    use_it(&MatrixSource {
        rows: ground.rows(table, graph),
        first: &|flow| table.first(flow),
        edges_of: &|node, give| graph.node_edges(node).for_each(give),
        flows_of: &|edge| graph.edge_flows(edge),
    })
}

/// Columns over the window of the time bar, and the one that it is compared with; else over the whole
/// capture.
pub(super) fn time_bins(data: &Data, state: &State, width_pts: f32) -> TimeBins {
    let whole = data.ground.time_bins.span();
    let span = match state.window {
        Some(window) => {
            let other = state.compared().map_or(window, |[_, compare]| compare);
            let end = window.end.max(other.end);
            let last = Timestamp(end.0.saturating_sub(1)).clamp(whole.first, whole.last);
            let first = window.first.min(other.first);
            let first = first.max(whole.first).min(last);
            TimeSpan { first, last }
        }
        None => whole,
    };
    // A few widths only, so that a panel that is resized is not summed anew in every frame.
    let columns = ((width_pts / COLUMN_PTS) as u16 / 32 * 32).clamp(32, 256);
    TimeBins::over(span, columns)
}

/// Width that a column has at least, in points.
const COLUMN_PTS: f32 = 4.0;
