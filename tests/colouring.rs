//! Do colours and sizes say what they claim to?

#[path = "support/office.rs"]
mod office;
#[path = "support/window.rs"]
mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::Role;
use egui_kittest::kittest::Queryable;
use flowloom::graph::Grouping;
use flowloom::query::{AxisColumn, Filter, FilterContext};
use flowloom::scene::{
    BuildInput, ColorKey, Coloring, Drawing, Emphasis, Legend, NO_SHADE, Shown, SizeBy, Sizing,
    Style, build, is_ramp,
};
use flowloom::session::{Arrival, ColorBy, Command, Data, Session, Settings, weave};
use glam::Vec2;
use office::office;

/// The office with TLS filtered out, every node in a place.
fn opened() -> Session {
    let mut session = Session::new(Settings::default(), "none".into());
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Woven(weave(office(), Grouping::default())));
    session.receive(Arrival::Ended);
    session.apply(Command::Filter("!tls".parse().expect("a filter")));
    let graph = session.data().expect("open").graph.clone();
    let places = (0..graph.node_count()).map(|node| Vec2::new(node as f32, 1.0));
    let places: Arc<[Vec2]> = places.collect();
    session.receive(Arrival::Positions(graph, places));
    session
}

fn shown(data: &Data) -> Shown<'_> {
    Shown {
        table: &data.traffic.table,
        graph: &data.graph,
        visible: data.visible(),
        tallies: data.tallies(),
        degrees: &data.ground.degrees,
    }
}

fn drawing(data: &Data, style: &Style) -> Drawing {
    let coloring = Coloring::of(style.color_by, &shown(data), &|| false).map(Arc::new);
    let sizing = Sizing::of(style.size_by, &shown(data), &|| false).map(Arc::new);
    build(&BuildInput {
        shading: flowloom::scene::Shading::default(),
        positions: &data.positions,
        edge_nodes: data.graph.edge_nodes(),
        tallies: data.tallies(),
        style,
        coloring: coloring.as_ref(),
        sizing: sizing.as_ref(),
        emphasis: Emphasis::default(),
        picture_pts: [800.0, 600.0],
    })
}

fn visible_flows(data: &Data, edge: u32) -> impl Iterator<Item = usize> + '_ {
    let flows = data
        .graph
        .edge_flows(edge)
        .iter()
        .map(|&flow| flow as usize);
    flows.filter(|&flow| data.visible().contains(flow))
}

#[test]
fn the_entries_of_every_key_are_all_that_is_visible_on_edges() {
    let session = opened();
    let data = session.data().expect("open");
    let tallies = data.tallies();
    let on_edges = tallies.visible.bytes - tallies.outside_graph.bytes;
    for color_by in ColorBy::all().filter(|of| of.is_worked_out()) {
        let coloring = Coloring::of(color_by, &shown(data), &|| false).expect("not stopped");
        assert!(coloring.fits(tallies.nodes.len(), tallies.edges.len()));
        match &coloring.key {
            ColorKey::Classes(entries) => {
                let sum = |of: fn(&flowloom::scene::ColorEntry) -> u64| -> u64 {
                    entries.iter().map(of).sum()
                };
                assert_eq!(
                    sum(|entry| entry.nodes),
                    tallies.drawn_nodes,
                    "{color_by:?}"
                );
                assert_eq!(
                    sum(|entry| entry.edges),
                    tallies.drawn_edges,
                    "{color_by:?}"
                );
                assert_eq!(sum(|entry| entry.totals.bytes), on_edges, "{color_by:?}");
                assert!(entries.len() <= 12);
                let labels: BTreeSet<_> = entries.iter().map(|entry| &entry.label).collect();
                assert_eq!(labels.len(), entries.len(), "{color_by:?}");
            }
            ColorKey::Ramp(ramp) => {
                assert!(ramp.least <= ramp.most);
                for (edge, tally) in tallies.edges.iter().enumerate() {
                    let has = coloring.edges[edge] != NO_SHADE;
                    assert!(has || !tally.is_visible(), "{color_by:?}");
                }
            }
        }
        let style = Style {
            color_by,
            ..Style::default()
        };
        let legend = Legend::new(tallies, &drawing(data, &style));
        assert_eq!(legend.color_by, color_by);
        assert!(legend.colors.is_empty() && legend.ramp.is_some() == legend.classes.is_empty());
    }
}

#[test]
fn shades_are_those_of_a_naive_computation() {
    let session = opened();
    let data = session.data().expect("open");
    let table = &data.traffic.table;
    for color_by in ColorBy::all() {
        let Some(coloring) = Coloring::of(color_by, &shown(data), &|| false) else {
            continue;
        };
        for (edge, tally) in data.tallies().edges.iter().enumerate() {
            if !tally.is_visible() {
                continue;
            }
            let flows: Vec<usize> = visible_flows(data, edge as u32).collect();
            let shade = coloring.edges[edge];
            match (color_by, &coloring.key) {
                (ColorBy::Column(AxisColumn::Bytes), ColorKey::Ramp(ramp)) => {
                    let bytes: u64 = flows.iter().map(|&f| table.flow_totals(f).bytes).sum();
                    assert_eq!(shade, ramp.shade(Some(bytes as f64)));
                }
                (ColorBy::FirstSeen, ColorKey::Ramp(ramp)) => {
                    let all = data.graph.edge_flows(edge as u32).iter();
                    let first = all.map(|&f| table.first(f as usize).0).min();
                    assert_eq!(shade, ramp.shade(first.map(|time| time as f64)));
                }
                (ColorBy::Column(AxisColumn::ServerPort), ColorKey::Classes(entries)) => {
                    let mut ports: BTreeMap<u16, u64> = BTreeMap::new();
                    for &flow in &flows {
                        *ports.entry(table.columns.server_port[flow]).or_default() +=
                            table.flow_totals(flow).bytes;
                    }
                    let most = ports.values().max().copied().unwrap_or(0);
                    let label = &entries[usize::from(shade)].label;
                    let is_one = ports
                        .iter()
                        .any(|(port, bytes)| *bytes == most && *label == port.to_string());
                    assert!(
                        is_one || label.contains("other") || label == "no port",
                        "{label}"
                    );
                    let text = coloring.edge_text(table, edge as u32).expect("a port");
                    assert!(
                        label.contains("other") || text == format!("Destination port: {label}"),
                        "{text}"
                    );
                }
                (ColorBy::Direction, ColorKey::Classes(_)) => {
                    let client_is_first = tally.opened[0] >= tally.opened[1];
                    let [a, b] = tally.bytes;
                    let (up, down) = if client_is_first { (a, b) } else { (b, a) };
                    let expected = if up > down && up >= 2 * down {
                        "mostly client to server"
                    } else if down > up && down >= 2 * up {
                        "mostly server to client"
                    } else {
                        "about as much each way"
                    };
                    let ColorKey::Classes(entries) = &coloring.key else {
                        continue;
                    };
                    assert_eq!(entries[usize::from(shade)].label, expected);
                }
                (ColorBy::Component, _) => {
                    let ends = data.graph.edge_nodes()[edge];
                    assert_eq!(ends.map(|node| coloring.nodes[node as usize]), [shade; 2]);
                }
                _ => {}
            }
        }
    }
    assert!(is_ramp(AxisColumn::Duration) && !is_ramp(AxisColumn::Vlan));
}

/// A class is the flows that its text passes: the texts of all classes part the visible flows.
#[test]
fn the_texts_of_classes_pass_every_flow_once() {
    let session = opened();
    let data = session.data().expect("open");
    let table = &data.traffic.table;
    let context = FilterContext {
        degrees: Some(&data.ground.degrees),
        ..FilterContext::default()
    };
    let columns = [
        AxisColumn::Client,
        AxisColumn::Server,
        AxisColumn::ClientPort,
        AxisColumn::ServerPort,
        AxisColumn::Vlan,
        AxisColumn::Name,
        AxisColumn::Tunnel,
        AxisColumn::Evidence,
        AxisColumn::DirectionReason,
    ];
    for column in columns {
        let color_by = ColorBy::Column(column);
        let coloring = Coloring::of(color_by, &shown(data), &|| false).expect("not stopped");
        let ColorKey::Classes(entries) = &coloring.key else {
            panic!("{column:?} is no ramp");
        };
        let sets: Vec<_> = entries
            .iter()
            .map(|entry| {
                let filter = entry.filter.as_ref().expect("a column is a field");
                let again: Filter = filter.to_string().parse().expect("it can be typed");
                assert_eq!(again.to_string(), filter.to_string());
                filter.evaluate(table, &context)
            })
            .collect();
        for flow in data.visible().iter() {
            let times = sets.iter().filter(|set| set.contains(flow)).count();
            // A small class may be on no edge as the one with most bytes; it is in "others" then,
            // if there are any.
            assert!(times <= 1, "{column:?}, flow {flow}: {times} classes");
        }
        // An edge of a class carries it.
        for (edge, tally) in data.tallies().edges.iter().enumerate() {
            if tally.is_visible() {
                let set = &sets[usize::from(coloring.edges[edge])];
                let carries = visible_flows(data, edge as u32).any(|flow| set.contains(flow));
                assert!(carries, "{column:?}, edge {edge}");
            }
        }
    }
}

#[test]
fn cards_name_what_the_legend_sums_up() {
    let session = opened();
    let data = session.data().expect("open");
    let table = &data.traffic.table;
    for color_by in ColorBy::all().filter(|of| of.is_worked_out()) {
        let coloring = Coloring::of(color_by, &shown(data), &|| false).expect("not stopped");
        for &node in &[0, data.graph.node_count() as u32 - 1] {
            let is_visible = data.tallies().nodes[node as usize].totals.flows > 0;
            let text = coloring.node_text(table, node);
            assert!(text.is_some() || !is_visible, "{color_by:?}");
        }
        assert_eq!(coloring.node_text(table, u32::MAX), None);
        assert_eq!(coloring.edge_text(table, u32::MAX), None);
    }
    let coloring = Coloring::of(ColorBy::Component, &shown(data), &|| false).expect("not stopped");
    let first = coloring.nodes.iter().position(|&shade| shade == 0);
    let first = first.expect("the largest component has nodes") as u32;
    let text = coloring.node_text(table, first);
    assert_eq!(text.as_deref(), Some("Component 1"));
}

#[test]
fn sizes_are_the_values_and_the_legend_reads_the_same_scale() {
    let session = opened();
    let data = session.data().expect("open");
    for size_by in SizeBy::ALL {
        for size_log in [false, true] {
            let style = Style {
                size_by,
                size_log,
                ..Style::default()
            };
            let drawing = drawing(data, &style);
            for (node, tally) in data.tallies().nodes.iter().enumerate() {
                let value = match size_by {
                    SizeBy::Degree => f64::from(tally.degree),
                    SizeBy::Bytes => tally.totals.bytes as f64,
                    SizeBy::Packets => tally.totals.packets as f64,
                    SizeBy::Flows => tally.totals.flows as f64,
                    SizeBy::PageRank | SizeBy::Betweenness => drawing.sizes[node],
                };
                assert_eq!(drawing.sizes[node], value);
                let radius = drawing.node_scale.diameter_pts(value) / 2.0;
                assert_eq!(drawing.nodes[node].radius_pts, radius);
            }
            let legend = Legend::new(data.tallies(), &drawing);
            assert!(!legend.sizes.is_empty() && legend.size_by == size_by);
            assert!(legend.sizes.is_sorted_by(|a, b| a.size_pts <= b.size_pts));
            for step in &legend.sizes {
                assert_eq!(step.size_pts, drawing.node_scale.diameter_pts(step.value));
            }
        }
    }
    let ranks = Sizing::of(SizeBy::PageRank, &shown(data), &|| false).expect("not stopped");
    assert!((ranks.values.iter().sum::<f64>() - 1.0).abs() < 1e-6);
    assert!(Sizing::of(SizeBy::Betweenness, &shown(data), &|| true).is_none());
}

#[test]
fn what_is_not_worked_out_yet_is_not_claimed() {
    let session = opened();
    let data = session.data().expect("open");
    let drawing = build(&BuildInput {
        shading: flowloom::scene::Shading::default(),
        positions: &data.positions,
        edge_nodes: data.graph.edge_nodes(),
        tallies: data.tallies(),
        style: &Style {
            color_by: ColorBy::Community,
            size_by: SizeBy::PageRank,
            ..Style::default()
        },
        coloring: None,
        sizing: None,
        emphasis: Emphasis::default(),
        picture_pts: [800.0, 600.0],
    });
    let legend = Legend::new(data.tallies(), &drawing);
    assert_eq!(legend.color_by, ColorBy::Application);
    assert_eq!(legend.size_by, SizeBy::Degree);
    assert!(!legend.colors.is_empty());
}

#[test]
fn colours_and_sizes_are_chosen_by_name_and_arrive() {
    let mut harness = window::office();
    harness
        .get_by_role_and_label(Role::ComboBox, "Colour by")
        .click();
    harness.run_steps(3);
    harness.get_by_label("Community").click();
    harness.run_steps(3);
    assert_eq!(
        harness.state().session().state().color_by,
        ColorBy::Community
    );
    window::wait_for(&mut harness, |harness| {
        harness
            .query_by_role_and_label(Role::Button, "Community 1")
            .is_some()
    });
    harness
        .get_by_role_and_label(Role::Button, "Community 1")
        .click();
    harness.run_steps(3);
    assert!(!harness.state().session().state().selection.is_empty());

    harness
        .get_by_role_and_label(Role::ComboBox, "Size by")
        .click();
    harness.run_steps(3);
    harness.get_by_label("betweenness").click();
    harness.run_steps(3);
    window::wait_for(&mut harness, |harness| {
        harness.query_by_label("Node area: betweenness").is_some()
    });
    for _ in 0..3 {
        window::key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    }
    let state = harness.state().session().state();
    assert_eq!(
        (state.color_by, state.size_by),
        (ColorBy::Application, SizeBy::Degree)
    );
    assert!(state.selection.is_empty());
}

#[test]
fn classes_are_shown_alone_and_left_out_from_their_rows() {
    let mut harness = window::office();
    let port = ColorBy::Column(AxisColumn::ServerPort);
    harness
        .get_by_role_and_label(Role::ComboBox, "Colour by")
        .click();
    harness.run_steps(3);
    harness.get_by_label("Destination port").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session().state().color_by, port);
    window::wait_for(&mut harness, |harness| {
        harness
            .query_by_role_and_label(Role::Button, "443")
            .is_some()
    });
    let filter = |harness: &egui_kittest::Harness<'_, flowloom::app::Shell>| {
        harness.state().session().state().filter.to_string()
    };
    let row = |harness: &mut egui_kittest::Harness<'static, flowloom::app::Shell>, label: &str| {
        harness
            .get_by_role_and_label(Role::Button, "443")
            .click_secondary();
        harness.run_steps(3);
        harness.get_by_label(label).click();
        harness.run_steps(3);
    };
    row(&mut harness, "Leave this out");
    assert_eq!(filter(&harness), "!(server.port == 443)");
    window::key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(filter(&harness), "");
    row(&mut harness, "Show only this");
    assert_eq!(filter(&harness), "server.port == 443");
    row(&mut harness, "Show only this");
    assert_eq!(filter(&harness), "");
}
