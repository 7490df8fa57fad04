//! How long a layout takes, from edges to places, at three sizes.

use flowloom::layout::{LayoutRequest, layout};

fn main() {
    divan::main();
}

/// Hosts with Zipf-like popular servers, a scanner with a tenth of all hosts, and pairs: about
/// three edges a node, in the shape of a mixed capture.
fn capture_like(count: u32) -> LayoutRequest {
    let mut state = 1_u64;
    let mut below = move |bound: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % u64::from(bound.max(1))) as u32
    };
    let (pairs, scanned) = (count / 14, count / 10);
    let hosts = count - 2 * pairs - scanned;
    let mut edges = Vec::new();
    for host in 1..hosts {
        for _ in 0..1 + below(6) {
            // A bound that is itself random makes low ids popular, as Zipf's law does.
            let bound = below(host) + 1;
            edges.push([host, below(bound)]);
        }
    }
    edges.extend((hosts..hosts + scanned).map(|leaf| [hosts / 2, leaf]));
    let first = hosts + scanned;
    edges.extend((0..pairs).map(|pair| [first + 2 * pair, first + 2 * pair + 1]));
    LayoutRequest::new(count as usize, edges)
}

#[divan::bench(args = [1_000, 5_000, 50_000], sample_count = 10)]
fn capture(bencher: divan::Bencher<'_, '_>, count: u32) {
    bencher
        .with_inputs(|| capture_like(count))
        .bench_refs(|request| layout(request));
}
