//! Can one find something and work on the graph from there, by keys and menus?

use crate::window::{key, office};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use flowloom::app::Shell;
use flowloom::session::Item;

const NONE: egui::Modifiers = egui::Modifiers::NONE;

fn find(harness: &mut Harness<'static, Shell>, text: &str) {
    key(harness, egui::Modifiers::COMMAND, egui::Key::F);
    harness
        .get_by_label("Find an address, name or port")
        .type_text(text);
    harness.run_steps(3);
}

fn selection(harness: &Harness<'_, Shell>) -> Vec<Item> {
    let selection = &harness.state().session().state().selection;
    selection.iter().copied().collect()
}

/// The busiest host and its address.
fn busiest(harness: &Harness<'_, Shell>) -> (u32, String) {
    let data = harness.state().session().data().expect("open");
    let nodes = &data.tallies().nodes;
    let node = (0..nodes.len())
        .max_by_key(|&node| nodes[node].totals.bytes)
        .expect("nodes");
    let host = data.graph.node_host(node as u32);
    (
        host,
        flowloom::session::host_address(&data.traffic.table, host),
    )
}

#[test]
fn finding_an_address_highlights_it_and_goes_there() {
    let mut harness = office();
    let (host, address) = busiest(&harness);
    assert!(harness.state().session().state().view.is_none());
    find(&mut harness, &address);
    key(&mut harness, NONE, egui::Key::Enter);
    assert_eq!(selection(&harness), [Item::Node(host)]);
    let session = harness.state().session();
    assert!(session.state().view.is_some() && !session.shell().find);
    // One step takes both back.
    key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    assert!(selection(&harness).is_empty());
    assert!(harness.state().session().state().view.is_none());
}

#[test]
fn ports_networks_and_ranges_are_found() {
    let mut harness = office();
    find(&mut harness, "53");
    key(&mut harness, NONE, egui::Key::Enter);
    assert_eq!(selection(&harness), [Item::Port(53)]);
    find(&mut harness, "0.0.0.0/0");
    key(&mut harness, NONE, egui::Key::Enter);
    let data = harness.state().session().data().expect("open");
    let table = &data.traffic.table;
    let is_v4 = |host| matches!(table.hosts.address(host), flowloom::capture::Address::V4(_));
    let nodes = 0..data.graph.node_count() as u32;
    let all = nodes
        .filter(|&node| is_v4(data.graph.node_host(node)))
        .count();
    assert_eq!(selection(&harness).len(), all);
    find(&mut harness, "degree >= 5");
    key(&mut harness, NONE, egui::Key::Enter);
    let data = harness.state().session().data().expect("open");
    let degrees = data.tallies().nodes.iter().map(|node| node.degree);
    let hubs = degrees.filter(|&degree| degree >= 5).count();
    assert_eq!(selection(&harness).len(), hubs);
    find(&mut harness, ".example");
    key(&mut harness, NONE, egui::Key::ArrowDown);
    key(&mut harness, NONE, egui::Key::Enter);
    assert!(selection(&harness).len() > 1);
    find(&mut harness, "no such thing");
    harness.get_by_label("Nothing in this capture has it");
    key(&mut harness, NONE, egui::Key::Escape);
    assert!(!harness.state().session().shell().find);
}

#[test]
fn the_highlight_is_expanded_shown_alone_and_hidden() {
    let mut harness = office();
    let (host, address) = busiest(&harness);
    find(&mut harness, &address);
    key(&mut harness, NONE, egui::Key::Enter);
    key(&mut harness, NONE, egui::Key::E);
    let expanded = selection(&harness);
    let data = harness.state().session().data().expect("open");
    let node = data.graph.node_of_host(host).expect("a node");
    let degree = data.tallies().nodes[node as usize].degree as usize;
    assert_eq!(expanded.len(), degree + 1);
    harness.get_by_label("Select").click();
    harness.run_steps(3);
    harness
        .get_by_label_contains("Show only what runs between the highlighted")
        .click();
    harness.run_steps(3);
    let session = harness.state().session();
    assert!(!session.state().filter.is_empty());
    let hosts = session.data().expect("open").shares.hosts.drawn;
    assert_eq!(hosts as usize, degree + 1);
    key(&mut harness, NONE, egui::Key::H);
    let visible = harness
        .state()
        .session()
        .data()
        .expect("open")
        .tallies()
        .visible;
    assert_eq!(visible.flows, 0);
    key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    key(&mut harness, NONE, egui::Key::S);
    let message = harness.state().session().message().expect("told");
    assert!(
        message.starts_with("Highlight two nodes first"),
        "{message}"
    );
}
