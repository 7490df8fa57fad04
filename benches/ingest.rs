//! How fast does a capture become flows, and flows a graph and its sums?
//!
//! Captures come from the samples' generator and lie in memory, so disks play no part.

#[path = "../examples/generator/mod.rs"]
mod generator;

use std::sync::Arc;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use flowloom::capture::Input;
use flowloom::flow::{ReadOptions, Traffic, Wish, read};
use flowloom::graph::{Graph, Grouping};
use flowloom::query::{FlowSet, Tallies};

fn main() {
    divan::main();
}

/// Sizes of the captures in MiB.
const SIZES_MIB: [u64; 3] = [1, 16, 128];

fn capture(size_mib: u64) -> Arc<[u8]> {
    let mut bytes = Vec::new();
    generator::traffic(size_mib << 20, generator::SEED, &mut bytes).expect("writing to memory");
    bytes.into()
}

fn traffic_of(bytes: &Arc<[u8]>) -> Traffic {
    let input = Input {
        path: "bench.pcap".into(),
        size_bytes: Some(bytes.len() as u64),
        reader: Box::new(std::io::Cursor::new(Arc::clone(bytes))),
    };
    read(vec![input], &ReadOptions::default(), None, &mut |_, _| {
        Wish::GoOn
    })
    .expect("a capture")
}

/// Container, decoder, recognisers, assembler and columns.
#[divan::bench(args = SIZES_MIB, max_time = 10)]
fn capture_to_flows(bencher: Bencher<'_, '_>, size_mib: u64) {
    let bytes = capture(size_mib);
    let packets = traffic_of(&bytes).totals.packets;
    bencher
        .counter(BytesCount::new(bytes.len()))
        .counter(ItemsCount::new(packets))
        .bench(|| traffic_of(&bytes));
}

/// Grouping by host.
#[divan::bench(args = SIZES_MIB, max_time = 10)]
fn flows_to_graph(bencher: Bencher<'_, '_>, size_mib: u64) {
    let traffic = traffic_of(&capture(size_mib));
    bencher
        .counter(ItemsCount::new(traffic.table.len()))
        .bench(|| Graph::build(&traffic.table, Grouping::default()));
}

/// All sums over all flows.
#[divan::bench(args = SIZES_MIB, max_time = 10)]
fn graph_to_tallies(bencher: Bencher<'_, '_>, size_mib: u64) {
    let traffic = traffic_of(&capture(size_mib));
    let graph = Graph::build(&traffic.table, Grouping::default());
    let everything = FlowSet::all(traffic.table.len());
    bencher
        .counter(ItemsCount::new(traffic.table.len()))
        .bench(|| Tallies::compute(&traffic.table, &graph.edge_keys(), &everything));
}
