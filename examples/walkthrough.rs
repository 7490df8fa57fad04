//! How is Flowloom used as a library?
//!
//! From a capture to numbers, a graph, places and an SVG, one phase after the other:
//!
//! ```text
//! cargo run --example walkthrough -- [CAPTURE] > picture.svg
//! ```

use std::fs::File;
use std::sync::Arc;

use flowloom::capture::Input;
use flowloom::export::{Picture, PictureFormat, Svg};
use flowloom::flow::{ReadOptions, Wish, read};
use flowloom::graph::{Graph, Grouping};
use flowloom::layout::{LayoutRequest, layout};
use flowloom::query::{FlowSet, Tallies};
use flowloom::render::TextMeasure;
use flowloom::scene::{BuildInput, Emphasis, Figure, Legend, Style, build, compose};
use flowloom::session::node_label;
use flowloom::units::{Bytes, Count};
use glam::Vec2;

fn main() -> anyhow::Result<()> {
    // Bytes to packets to flows. The observer could show progress, or cancel.
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/samples/office.pcapng.zst"
    );
    let path = std::env::args().nth(1).unwrap_or_else(|| sample.into());
    let reader = Box::new(File::open(&path)?);
    let input = Input {
        path,
        size_bytes: None,
        reader,
    };
    let traffic = read(vec![input], &ReadOptions::default(), None, &mut |_, _| {
        Wish::GoOn
    })?;
    let table = &traffic.table;

    // Flows to a graph, and their sums. Any set of flows can be summed; here it is all of them.
    let graph = Graph::build(table, Grouping::default());
    let visible = FlowSet::all(table.len());
    let tallies = Tallies::compute(table, &graph.edge_keys(), &visible);
    eprintln!(
        "{} hosts, {} edges, {} flows, {}",
        Count(graph.node_count() as u64),
        Count(graph.edge_count() as u64),
        Count(tallies.visible.flows),
        Bytes(tallies.visible.bytes),
    );
    let busiest = (0..graph.node_count() as u32)
        .max_by_key(|&node| tallies.nodes[node as usize].totals.bytes);
    if let Some(node) = busiest {
        let degree = tallies.nodes[node as usize].degree;
        eprintln!(
            "busiest: {}, {degree} neighbours",
            node_label(table, &graph, node).text
        );
    }

    // A place for each node: the same request gives the same places on any machine thread count.
    let places: Arc<[Vec2]> = layout(&LayoutRequest::new(graph.node_count(), graph.edge_nodes()))
        .positions
        .into();

    // Drawable values, and a file.
    let style = Style::default();
    let drawing = build(&BuildInput {
        positions: &places,
        edge_nodes: graph.edge_nodes(),
        tallies: &tallies,
        style: &style,
        coloring: None,
        sizing: None,
        emphasis: Emphasis::default(),
        shading: flowloom::scene::Shading::default(),
        picture_pts: [1200.0, 800.0],
    });
    let legend = Legend::new(&tallies, &drawing);
    let text = TextMeasure::new(1.0);
    let figure = Figure {
        size_px: [1200, 800],
        pixels_per_point: 1.0,
        view: None,
        legend: Some(&legend),
        caption: "A small office on an ordinary morning",
        transparent: false,
        emphasis: Emphasis::default(),
    };
    let name = |node| node_label(table, &graph, node);
    let scene = compose(&drawing, &figure, &name, &|line, points| {
        text.size_px(line, points)
    });
    let picture = Picture {
        scene: &scene,
        title: "Walkthrough",
        recipe: "cargo run --example walkthrough",
    };
    // An SVG needs no pixels, so nothing has to draw them.
    let svg = Svg.bytes(&picture, &mut |_| Err("no pixels here".into()))?;
    std::io::Write::write_all(&mut std::io::stdout().lock(), &svg)?;
    Ok(())
}
