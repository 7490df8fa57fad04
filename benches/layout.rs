//! How long a layout takes, from edges to places, and how long it takes to add a hundredth of all
//! hosts to a picture that is there.

use flowloom::layout::{LayoutRequest, LayoutRun, layout};
use glam::Vec2;

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

#[divan::bench(args = [1_000, 5_000, 50_000, 500_000], sample_count = 5)]
fn capture(bencher: divan::Bencher<'_, '_>, count: u32) {
    bencher
        .with_inputs(|| capture_like(count))
        .bench_refs(|request| layout(request));
}

/// From the request to the rough picture that is shown while the layout is prepared.
#[divan::bench(args = [50_000, 500_000], sample_count = 10, sample_size = 1)]
fn first_picture(bencher: divan::Bencher<'_, '_>, count: u32) {
    bencher
        .with_inputs(|| capture_like(count))
        .bench_values(|request| LayoutRun::new(request).positions());
}

/// One host in a hundred is new, the others have their places.
#[divan::bench(args = [5_000, 50_000, 500_000], sample_count = 5, sample_size = 1)]
fn warm_relayout(bencher: divan::Bencher<'_, '_>, count: u32) {
    let request = capture_like(count);
    let mut places = layout(&request).positions;
    for place in places.iter_mut().skip(50).step_by(100) {
        *place = Vec2::NAN;
    }
    let grown = LayoutRequest {
        initial: Some(places.into()),
        ..request
    };
    bencher.bench(|| layout(&grown));
}
