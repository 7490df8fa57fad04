//! Does a matrix of hosts and times count every flow, in every row and column where it belongs?

#[path = "support/packets.rs"]
mod packets;
#[path = "filter/tables.rs"]
mod tables;
#[path = "filter/trees.rs"]
#[allow(dead_code, reason = "random tables use a part")]
mod trees;

use std::collections::BTreeMap;

use flowloom::flow::FlowTable;
use flowloom::graph::{Graph, Grouping, NodeKind};
use flowloom::query::{
    AskedRows, FilterContext, FlowSet, MatrixRows, MatrixSource, MatrixSums, NO_BIN, RowKind,
    TimeBins, rows_filter,
};
use flowloom::session::Ground;
use flowloom::units::{TimeSpan, Timestamp, Totals};
use proptest::prelude::*;

struct Fixture {
    table: FlowTable,
    graph: Graph,
    ground: Ground,
}

impl Fixture {
    fn new(table: FlowTable) -> Self {
        let grouping = Grouping {
            node: NodeKind::Host,
            non_ip: false,
        };
        let graph = Graph::build(&table, grouping);
        let ground = Ground::new(&table, &graph);
        Self {
            table,
            graph,
            ground,
        }
    }

    fn rows(&self, kind: RowKind) -> MatrixRows {
        MatrixRows::new(self.graph.node_count(), kind, |node| {
            self.table.hosts.address(self.graph.node_host(node))
        })
    }

    fn with_source<T>(&self, f: impl FnOnce(&MatrixSource<'_>) -> T) -> T {
        f(&MatrixSource {
            rows: self.ground.rows(&self.table, &self.graph),
            first: &|flow| self.table.first(flow),
            edges_of: &|node, give| self.graph.node_edges(node).for_each(give),
            flows_of: &|edge| self.graph.edge_flows(edge),
        })
    }

    /// The rows of a flow, each once.
    fn rows_of(&self, rows: &MatrixRows, flow: usize) -> Vec<u32> {
        let Some(edge) = self.graph.flow_edge(flow) else {
            return Vec::new();
        };
        let ends = self.graph.edge_nodes()[edge as usize];
        let mut of: Vec<u32> = ends.iter().filter_map(|&node| rows.row_of(node)).collect();
        of.dedup();
        of
    }

    /// All cells of a set, flow by flow.
    fn naive(
        &self,
        rows: &MatrixRows,
        bins: &TimeBins,
        set: &FlowSet,
    ) -> BTreeMap<(u32, usize), Totals> {
        let mut cells: BTreeMap<(u32, usize), Totals> = BTreeMap::new();
        for flow in set.iter() {
            let bin = match bins.bin(self.table.first(flow)) {
                NO_BIN => usize::from(bins.count),
                bin => usize::from(bin),
            };
            for row in self.rows_of(rows, flow) {
                *cells.entry((row, bin)).or_default() += self.table.flow_totals(flow);
            }
        }
        cells
    }

    fn check(&self, rows: &MatrixRows, sums: &MatrixSums, [visible, lit]: [&FlowSet; 2]) {
        let bins = sums.bins();
        let expected =
            [&FlowSet::all(self.table.len()), visible, lit].map(|set| self.naive(rows, &bins, set));
        for &row in sums.shown() {
            let cells = sums.row(row).expect("a row that is shown has cells");
            assert_eq!(cells.len(), usize::from(bins.count) + 1);
            for (bin, cell) in cells.iter().enumerate() {
                let found = [cell.total, cell.visible, cell.lit];
                for (found, expected) in found.into_iter().zip(&expected) {
                    let expected = expected.get(&(row, bin)).copied().unwrap_or_default();
                    assert_eq!(found, expected, "row {row}, bin {bin}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cells_follow_and_lose_nothing(
        tables::Table(table) in tables::table(),
        seeds in proptest::collection::vec((1_usize..7, any::<usize>()), 2..6),
        by_subnet in any::<bool>(),
        share in 1_i64..5,
    ) {
        let fixture = Fixture::new(table);
        let table = &fixture.table;
        let kind = if by_subnet { RowKind::Subnet } else { RowKind::Host };
        let rows = fixture.rows(kind);
        let whole = fixture.ground.time_bins.span();
        // A part of the time, so that some flows lie outside of all bins.
        let last = whole.first.0.saturating_add(whole.nanos() / share);
        let bins = TimeBins::over(TimeSpan { first: whole.first, last: Timestamp(last) }, 16);
        let sets: Vec<FlowSet> = seeds
            .iter()
            .map(|&(every, shift)| FlowSet::from_fn(table.len(), |flow| {
                flow.wrapping_mul(31).wrapping_add(shift % 97) % every == 0
            }))
            .collect();
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        fixture.with_source(|source| {
            let none = FlowSet::none(table.len());
            let start = [&sets[0], &none];
            let mut sums = MatrixSums::new(source, &rows, all.clone(), bins, start, None);
            fixture.check(&rows, &sums, start);
            for pair in sets.windows(2) {
                let next = [&pair[0], &pair[1]];
                sums.follow(source, &rows, next);
                fixture.check(&rows, &sums, next);
                assert!(!sums.follow(source, &rows, next), "nothing changed");
            }
            // Rows that come into view join those that are there.
            let now = [&sets[0], &none];
            let few = all.iter().copied().step_by(2).collect();
            let few = MatrixSums::new(source, &rows, few, bins, now, None);
            let mut back = MatrixSums::new(source, &rows, all.clone(), bins, now, Some(few));
            fixture.check(&rows, &back, now);
            back.follow(source, &rows, [&none, &none]);
            fixture.check(&rows, &back, [&none, &none]);
        });
    }

    #[test]
    fn a_brush_is_text_that_passes_exactly_its_flows(
        tables::Table(table) in tables::table(),
        (a, b) in (any::<u16>(), any::<u16>()),
        every in 1_u32..3,
        by_subnet in any::<bool>(),
    ) {
        let fixture = Fixture::new(table);
        let table = &fixture.table;
        let rows = fixture.rows(if by_subnet { RowKind::Subnet } else { RowKind::Host });
        if rows.is_empty() {
            return Ok(());
        }
        let count = rows.len() as u32;
        let [a, b] = [u32::from(a) % count, u32::from(b) % count];
        let chosen: Vec<u32> = (a.min(b)..=a.max(b)).step_by(every as usize).collect();
        let bins = fixture.ground.time_bins;
        let time = [bins.edges(0)[0], bins.edges(bins.count / 2)[1]];
        // A brush that ends with time itself cannot say "before".
        prop_assume!(time[1].0 < i64::MAX);
        let filter = rows_filter(&rows, &chosen, time).expect("rows were chosen");
        let found = filter.evaluate(table, &FilterContext::default());
        for flow in 0..table.len() {
            let first = table.first(flow);
            let of = fixture.rows_of(&rows, flow);
            let inside = first >= time[0]
                && first < time[1]
                && of.iter().any(|row| chosen.contains(row));
            if !of.is_empty() {
                prop_assert_eq!(found.contains(flow), inside, "{}", filter);
            }
        }
        let asked = AskedRows::of(&filter).expect("it asks for rows");
        for row in 0..count {
            prop_assert_eq!(asked.contains_row(&rows, row), chosen.contains(&row), "{}", filter);
        }
    }
}
