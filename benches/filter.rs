//! How long does a filter take on a million and on ten million flows?
//!
//! The table is generated: few hosts have most of the flows, as in real traffic.

#[path = "support/flows.rs"]
mod flows;

use divan::Bencher;
use divan::counter::ItemsCount;
use flowloom::query::{Filter, FilterContext, Occurring, complete, host_degrees};
use flows::table;

fn main() {
    divan::main();
}

/// Millions of flows.
const MILLIONS: [usize; 2] = [1, 10];

/// What analysts ask, from one column to all dictionaries.
const FILTERS: [&str; 9] = [
    "app == dns",
    "tcp.port in {80, 443, 8000..8100}",
    "bytes > 1 MB",
    "frame.time in {\"1970-01-01 00:10\"..\"1970-01-01 00:20\"}",
    "ip.addr == 10.0.0.0/20",
    "host contains \"cdn7.\"",
    "\"10.0.12\"",
    "name matches \"host-[0-9]*7\\\\.\"",
    "ip.addr == 10.0.0.0/12 && tcp.port in {80, 443} && !(dns) && bytes > 1 MB",
];

/// Text to set of flows: parsing, compiling and the pass over the columns.
#[divan::bench(args = FILTERS, consts = MILLIONS, max_time = 3)]
fn text_to_flows<const MILLIONS_OF_FLOWS: usize>(bencher: Bencher<'_, '_>, text: &str) {
    let table = table(MILLIONS_OF_FLOWS);
    bencher.counter(ItemsCount::new(table.len())).bench(|| {
        let filter = Filter::parse(text).expect("a filter");
        filter.evaluate(&table, &FilterContext::default())
    });
}

/// Neighbours of every host, once for a table.
#[divan::bench(args = MILLIONS, max_time = 3)]
fn degrees(bencher: Bencher<'_, '_>, millions: usize) {
    let table = table(millions);
    bencher.bench(|| host_degrees(&table));
}

/// Values that occur, once for a table.
#[divan::bench(args = MILLIONS, max_time = 3)]
fn occurring(bencher: Bencher<'_, '_>, millions: usize) {
    let table = table(millions);
    bencher.bench(|| Occurring::count(&table));
}

/// One keystroke.
#[divan::bench(args = ["t", "host == ", "tls.sni contains \"cdn"])]
fn completion(bencher: Bencher<'_, '_>, text: &str) {
    let table = table(1);
    let occurring = Occurring::count(&table);
    bencher.bench(|| complete(text, text.len(), &table, &occurring));
}
