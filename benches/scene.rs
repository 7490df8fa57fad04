//! How long does it take to make a Scene, to place labels and to pick?
//!
//! `cargo bench --bench scene`.

#[path = "../tests/support/pictures.rs"]
mod pictures;

use std::sync::Arc;

use flowloom::capture::Application;
use flowloom::graph::{GroupTree, Quotient};
use flowloom::query::{EdgeKeys, FlowSet, Tallies};
use flowloom::scene::{
    BuildInput, Camera, Drawing, Emphasis, Picker, Style, build, nearest_edge, place_labels,
};
use glam::Vec2;
use pictures::{Network, measure, name};

fn main() {
    divan::main();
}

const SIZES: [u32; 3] = [5_000, 50_000, 500_000];

/// Nodes at random places, three edges for each, some of them to a few hubs.
fn network(nodes: u32) -> Network {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: u32| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % u64::from(below)) as u32
    };
    let side = (nodes as f32).sqrt();
    let mut network = Network::default();
    for _ in 0..nodes {
        let share = |value: u32| value as f32 / 1e6 * side;
        network
            .places
            .push(Vec2::new(share(next(1_000_000)), share(next(1_000_000))));
    }
    for node in 0..nodes {
        for below in [nodes, nodes / 10, 50] {
            let application = Application::ALL[next(20) as usize];
            network = network.edge([node, next(below)], application, 100_u64 << next(16));
        }
    }
    network
}

/// What a drawing is made from.
struct Made {
    network: Network,
    positions: Arc<[Vec2]>,
    tallies: Tallies,
}

impl Made {
    fn new(nodes: u32) -> Self {
        let network = network(nodes);
        Self {
            positions: network.places.as_slice().into(),
            tallies: network.tallies(),
            network,
        }
    }

    fn drawing(&self, emphasis: Emphasis<'_>) -> Drawing {
        build(&BuildInput {
            positions: &self.positions,
            edge_nodes: &self.network.edges,
            tallies: &self.tallies,
            style: &Style::default(),
            coloring: None,
            sizing: None,
            emphasis,
            shading: flowloom::scene::Shading::default(),
            picture_pts: [1600.0, 1000.0],
        })
    }
}

fn fit(drawing: &Drawing) -> Camera {
    Camera::fit(drawing.bounds, [1600, 1000], 1.0)
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn build_drawing(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let made = Made::new(nodes);
    bencher.bench_local(|| made.drawing(Emphasis::default()));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn select_a_node(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let made = Made::new(nodes);
    let emphasis = Emphasis {
        selected_nodes: &[7],
        ..Emphasis::default()
    };
    bencher.bench_local(|| made.drawing(emphasis));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn move_nodes(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let made = Made::new(nodes);
    let drawing = made.drawing(Emphasis::default());
    bencher
        .with_inputs(|| drawing.clone())
        .bench_local_values(|drawing| drawing.moved(Arc::clone(&made.positions)));
}

#[divan::bench(args = SIZES)]
fn labels(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let drawing = Made::new(nodes).drawing(Emphasis::default());
    let camera = fit(&drawing);
    bencher.bench_local(|| {
        place_labels(
            &drawing,
            &camera,
            &Emphasis::default(),
            &name,
            &measure,
            &[],
        )
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn make_picker(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let drawing = Made::new(nodes).drawing(Emphasis::default());
    bencher.bench_local(|| Picker::new(&drawing));
}

#[divan::bench(args = SIZES)]
fn pick_node(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let drawing = Made::new(nodes).drawing(Emphasis::default());
    let (picker, scene) = (
        Picker::new(&drawing),
        drawing.scene(fit(&drawing), Vec::new(), None),
    );
    bencher.bench_local(|| picker.nodes_at(&scene, Vec2::new(800.0, 500.0)));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn pick_edge(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let drawing = Made::new(nodes).drawing(Emphasis::default());
    let scene = drawing.scene(fit(&drawing), Vec::new(), None);
    bencher.bench_local(|| nearest_edge(&scene, Vec2::new(800.0, 500.0)));
}

/// Groups of 256 nodes each.
fn groups(nodes: u32) -> GroupTree {
    GroupTree::build(
        nodes as usize,
        &[(0..nodes).map(|node| node / 256).collect()],
    )
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn close_groups(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let network = network(nodes);
    bencher.bench_local(|| Quotient::build(&network.edges, &groups(nodes), |_| false));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn sum_groups(bencher: divan::Bencher<'_, '_>, nodes: u32) {
    let made = Made::new(nodes);
    let edges = &made.network.edges;
    let quotient = Quotient::build(edges, &groups(nodes), |_| false);
    // No edge has several kinds of flow.
    let (none, starts) = (FlowSet::none(edges.len()), vec![0; edges.len() + 1]);
    let keys = EdgeKeys {
        flow_edge: &[],
        flow_strand: &[],
        flow_forward: &FlowSet::none(0),
        strands: &[],
        strand_starts: &starts,
        mixed_edges: &none,
        edge_nodes: edges,
        node_count: nodes as usize,
    };
    bencher.bench_local(|| made.tallies.merged(&keys, &quotient.merge()));
}

/// Nodes of a large graph for picking alone.
const MILLION: u32 = 1_000_000;

#[divan::bench(sample_count = 20)]
fn pick_1m(bencher: divan::Bencher<'_, '_>) {
    let drawing = Made::new(MILLION).drawing(Emphasis::default());
    let scene = drawing.scene(fit(&drawing), Vec::new(), None);
    let picker = Picker::new(&drawing);
    bencher.bench_local(|| picker.nodes_at(&scene, Vec2::new(800.0, 500.0)));
}

/// Nearly all of a million nodes.
#[divan::bench(sample_count = 20)]
fn rectangle_1m(bencher: divan::Bencher<'_, '_>) {
    let drawing = Made::new(MILLION).drawing(Emphasis::default());
    let (camera, picker) = (fit(&drawing), Picker::new(&drawing));
    let corners = [Vec2::new(310.0, 70.0), Vec2::new(1_290.0, 930.0)];
    bencher.bench_local(|| picker.nodes_in_rect(&camera, corners[0], corners[1]));
}

/// A line of 600 corners round half of a million nodes.
#[divan::bench(sample_count = 20)]
fn lasso_1m(bencher: divan::Bencher<'_, '_>) {
    let drawing = Made::new(MILLION).drawing(Emphasis::default());
    let (camera, picker) = (fit(&drawing), Picker::new(&drawing));
    let corner = |corner: u32| {
        let turn = corner as f32 / 600.0 * std::f32::consts::TAU;
        let radius = 380.0 + 40.0 * (turn * 30.0).sin();
        Vec2::new(800.0, 500.0) + Vec2::new(turn.cos(), turn.sin()) * radius
    };
    let line: Vec<Vec2> = (0..600).map(corner).collect();
    bencher.bench_local(|| picker.nodes_in_lasso(&camera, &line));
}
