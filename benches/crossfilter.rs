//! How long until every view has followed, on a million and on ten million flows?
//!
//! The session's own conditions are changed one step at a time, with all sums that the window keeps
//! (edges, nodes, sources, destinations, ports, names, applications, protocols, time). Flows have
//! 60,000 hosts. How it compares with others is measured by `examples/crossfilter_steps.rs`.

#[path = "support/flows.rs"]
mod flows;

use std::sync::{Arc, OnceLock};

use divan::Bencher;
use flowloom::flow::FlowTable;
use flowloom::graph::{Graph, Grouping};
use flowloom::query::{ColumnIndex, Condition, Crossfilter, FilterContext};
use flowloom::session::{Ground, Join, Narrowed, SelectionStep, State, TimeWindow};
use flowloom::units::Timestamp;

fn main() {
    divan::main();
}

const MILLIONS: [usize; 2] = [1, 10];
const HOSTS: usize = 60_000;
/// Flows begin a millisecond apart.
const NANOS_PER_FLOW: i64 = 1_000_000;

/// A table with what a worker makes of it.
struct Capture {
    table: FlowTable,
    graph: Graph,
    ground: Arc<Ground>,
}

fn capture(millions: usize) -> &'static Capture {
    static ONE: OnceLock<Capture> = OnceLock::new();
    static TEN: OnceLock<Capture> = OnceLock::new();
    let slot = if millions == 1 { &ONE } else { &TEN };
    slot.get_or_init(|| {
        let table = flows::friendly_table(millions, HOSTS);
        let graph = Graph::build(&table, Grouping::default());
        let ground = Arc::new(Ground::new(&table, &graph));
        Capture {
            table,
            graph,
            ground,
        }
    })
}

/// What filters may ask for that the table does not hold.
fn context(ground: &Ground) -> FilterContext<'_> {
    FilterContext {
        degrees: Some(&ground.degrees),
        ..FilterContext::default()
    }
}

/// A quarter of the capture, and the one that begins a percent later, over and over.
fn windows(len: usize) -> impl FnMut() -> TimeWindow {
    let span = len as i64 * NANOS_PER_FLOW;
    let mut step = 0;
    move || {
        step = (step + 1) % 60;
        let first = span / 10 + span / 100 * step;
        TimeWindow::between(Timestamp(first), Timestamp(first + span / 4))
    }
}

fn steps(bencher: Bencher<'_, '_>, millions: usize, mut state: State) {
    let capture = capture(millions);
    let Capture {
        table,
        graph,
        ground,
    } = capture;
    let mut narrowed = Narrowed::new(table, graph, ground);
    let mut next = windows(table.len());
    state.window = Some(next());
    narrowed.follow(&state, table, graph, ground, &context(ground));
    bencher.bench_local(|| {
        state.window = Some(next());
        narrowed.follow(&state, table, graph, ground, &context(ground));
    });
}

/// One step of a time brush.
#[divan::bench(args = MILLIONS, max_time = 5)]
fn time_brush(bencher: Bencher<'_, '_>, millions: usize) {
    steps(bencher, millions, State::default());
}

/// One step of a time brush while a filter and two brushes on axes are active.
#[divan::bench(args = MILLIONS, max_time = 5)]
fn time_brush_among_others(bencher: Bencher<'_, '_>, millions: usize) {
    let filter = |text: &str| text.parse().expect("a filter");
    let step = |text| SelectionStep {
        join: Join::And,
        filter: filter(text),
    };
    let state = State {
        filter: filter("tcp.port in {80, 443}"),
        sequence: vec![step("bytes > 1 MB"), step("packets > 100")],
        ..State::default()
    };
    steps(bencher, millions, state);
}

/// One step of a brush on bytes, with the order of flows by bytes at hand.
#[divan::bench(args = MILLIONS, max_time = 5)]
fn bytes_brush(bencher: Bencher<'_, '_>, millions: usize) {
    let capture = capture(millions);
    let table = &capture.table;
    let rows = capture.ground.rows(table, &capture.graph);
    let bytes = |flow: usize| table.flow_totals(flow).bytes;
    let index = ColumnIndex::new(table.len(), bytes);
    let mut crossfilter = Crossfilter::new(&rows, capture.ground.everything.clone());
    let percent = table.len() / 100;
    let mut places = 10 * percent..35 * percent;
    crossfilter.set(Condition::Axes, Some(index.set(places.clone())));
    crossfilter.follow(&rows, &capture.ground.everything);
    let mut step = 0;
    bencher.bench_local(|| {
        step = (step + 1) % 60;
        let next = (10 + step) * percent..(35 + step) * percent;
        crossfilter.alter(Condition::Axes, |set| {
            index.move_set(set, places.clone(), next.clone());
        });
        crossfilter.follow(&rows, &capture.ground.everything);
        places = next;
    });
}

/// Text filters, one after the other.
#[divan::bench(args = ["ip.addr == 10.0.3.0/24", "host contains \"cdn7.\"", "server.port == 22"], consts = MILLIONS, max_time = 5)]
fn filter_on_and_off<const MILLIONS_OF_FLOWS: usize>(bencher: Bencher<'_, '_>, text: &str) {
    let Capture {
        table,
        graph,
        ground,
    } = capture(MILLIONS_OF_FLOWS);
    let mut narrowed = Narrowed::new(table, graph, ground);
    // Within a stretch of time, as one looks at it.
    let mut states = [text, "app == dns"].map(|text| State {
        filter: text.parse().expect("a filter"),
        window: Some(windows(table.len())()),
        ..State::default()
    });
    bencher.bench_local(|| {
        narrowed.follow(&states[0], table, graph, ground, &context(ground));
        states.swap(0, 1);
    });
}

/// A filter that leaves a few flows of all, on and off again.
#[divan::bench(args = MILLIONS, max_time = 5)]
fn narrow_filter_on_and_off(bencher: Bencher<'_, '_>, millions: usize) {
    let Capture {
        table,
        graph,
        ground,
    } = capture(millions);
    let mut narrowed = Narrowed::new(table, graph, ground);
    let mut states = ["ip.addr == 10.0.3.0/24", ""].map(|text| State {
        filter: text.parse().expect("a filter"),
        ..State::default()
    });
    bencher.bench_local(|| {
        narrowed.follow(&states[0], table, graph, ground, &context(ground));
        states.swap(0, 1);
    });
}

/// What a worker makes before the first brush moves.
#[divan::bench(args = MILLIONS, max_time = 5)]
fn ready_to_brush(bencher: Bencher<'_, '_>, millions: usize) {
    let capture = capture(millions);
    bencher.bench_local(|| Ground::new(&capture.table, &capture.graph));
}
