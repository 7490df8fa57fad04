//! Does the whole window work, driven as a person or a screen reader would?
//!
//! The real shell runs on software graphics without a screen; everything is found by its
//! accessible name. A picture of the window is left in `target/` to be looked at.

#[path = "support/window.rs"]
mod window;

use std::time::{Duration, Instant};

use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::app::Source;
use flowloom::capture::Application;
use flowloom::graph::NodeKind;
use flowloom::session::{Category, ColorBy, Item, Sample, excludes};
use window::{PATIENCE, key, office, settle, window};

#[test]
fn the_start_page_says_what_to_do_and_opens_a_sample() {
    let mut harness = window(None);
    harness.run_steps(2);
    assert!(harness.query_by_label("Open…").is_some());
    harness.get_by_label("Botnet");
    harness.get_by_label("Small office").click();
    settle(&mut harness);
    assert!(harness.state().session().data().is_some());
    assert_eq!(harness.state().session().names(), ["office.pcapng.zst"]);
}

#[test]
fn a_click_in_the_legend_filters_every_view() {
    let mut harness = office();
    let dns = Category::Application(Application::Dns);
    let before = harness.state().session().data().expect("open").shares;
    harness
        .get_by_role_and_label(egui::Role::CheckBox, "DNS")
        .click();
    harness.run_steps(3);
    let session = harness.state().session();
    assert!(excludes(&session.state().filter, dns));
    let after = session.data().expect("open").shares;
    assert!(after.flows.filtered > before.flows.filtered && after.flows.adds_up());
    harness.get_by_label("Show all").click();
    harness.run_steps(3);
    assert_eq!(
        harness.state().session().data().expect("open").shares,
        before
    );
}

#[test]
fn alt_click_shows_one_colour_alone() {
    let mut harness = office();
    harness
        .get_by_role_and_label(egui::Role::CheckBox, "TLS")
        .click_modifiers(egui::Modifiers::ALT);
    harness.run_steps(3);
    let data = harness.state().session().data().expect("open").clone();
    let tls = data.tallies().applications[usize::from(Application::Tls.code())].total;
    assert_eq!(data.tallies().visible, tls);
}

#[test]
fn a_bar_highlights_a_host_and_undo_takes_it_back() {
    let mut harness = office();
    let data = harness.state().session().data().expect("open").clone();
    let node = (0..data.tallies().nodes.len())
        .max_by_key(|&node| data.tallies().nodes[node].totals.bytes)
        .expect("nodes");
    let host = data.graph.node_host(node as u32);
    let title = flowloom::session::host_title(&data.traffic.table, host);
    harness
        .query_all_by_role(egui::Role::Button)
        .find(|button| {
            button
                .accesskit_node()
                .label()
                .is_some_and(|label| label.starts_with(&format!("{title}, ")))
        })
        .expect("the busiest host has a bar")
        .click();
    harness.run_steps(3);
    assert!(
        harness
            .state()
            .session()
            .state()
            .selection
            .contains(&Item::Node(host))
    );
    // Its card is open in the inspector.
    assert!(harness.query_by_label("Received").is_some());
    key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    assert!(harness.state().session().state().selection.is_empty());
    key(
        &mut harness,
        egui::Modifiers::COMMAND | egui::Modifiers::SHIFT,
        egui::Key::Z,
    );
    assert!(
        harness
            .state()
            .session()
            .state()
            .selection
            .contains(&Item::Node(host))
    );
    // The first one takes the message of the start away.
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Escape);
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Escape);
    assert!(harness.state().session().state().selection.is_empty());
}

#[test]
fn the_palette_finds_and_runs_a_command() {
    let mut harness = office();
    key(&mut harness, egui::Modifiers::COMMAND, egui::Key::K);
    harness
        .get_by_label("Find a command")
        .type_text("transport");
    harness.run_steps(2);
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Enter);
    let session = harness.state().session();
    assert_eq!(session.state().color_by, ColorBy::Transport);
    assert!(!session.shell().palette);
    assert!(
        harness
            .query_by_role_and_label(egui::Role::CheckBox, "UDP")
            .is_some()
    );
}

#[test]
fn every_panel_opens_by_its_name() {
    let mut harness = office();
    for panel in ["Graph", "Legend", "Inspector", "Applications", "Hosts"] {
        assert!(
            harness.query_all_by_label(panel).next().is_some(),
            "{panel}"
        );
    }
    harness.get_by_label("Notes").click();
    harness.run_steps(3);
    harness.get_by_label_contains("Everything was read");
    let graph = harness.query_all_by_role(egui::Role::Image).find(|image| {
        image
            .accesskit_node()
            .label()
            .is_some_and(|label| label.starts_with("Graph of "))
    });
    assert!(graph.is_some(), "the picture says what it shows");
    let totals = harness.get_by_label_contains(" drawn + ");
    let node = totals.accesskit_node();
    let text = node.label().or_else(|| node.value()).unwrap_or_default();
    assert_eq!(
        text.lines().count(),
        5,
        "hosts, edges, flows, packets and bytes add up in words"
    );
}

#[test]
fn sheets_and_dialogs_open_and_close() {
    let mut harness = office();
    harness.event(egui::Event::Key {
        key: egui::Key::Questionmark,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: egui::Modifiers::SHIFT,
    });
    harness.run_steps(3);
    harness.get_by_label("Keyboard and pointer");
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Escape);
    assert!(harness.query_by_label("Keyboard and pointer").is_none());
    key(&mut harness, egui::Modifiers::COMMAND, egui::Key::E);
    harness.get_by_role_and_label(egui::Role::TextInput, "Caption");
    harness.get_by_label("Cancel").click();
    harness.run_steps(3);
    assert!(harness.query_all_by_label("Caption").next().is_none());
}

#[test]
fn nodes_can_be_mac_addresses() {
    let mut harness = office();
    harness.get_by_label("View").click();
    harness.run_steps(3);
    harness.get_by_label("Nodes are MAC addresses").click();
    harness.run_steps(3);
    let began = Instant::now();
    while harness
        .state()
        .session()
        .data()
        .expect("open")
        .graph
        .grouping()
        .node
        != NodeKind::Mac
    {
        assert!(began.elapsed() < PATIENCE, "the graph was not woven anew");
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    let data = harness.state().session().data().expect("open");
    let host = data.graph.node_host(0);
    assert!(!data.traffic.table.hosts.address(host).is_ip());
}

#[test]
fn the_whole_window_can_be_looked_at() {
    let mut harness = window(Some(Source::Sample(Sample::Botnet)));
    settle(&mut harness);
    let picture = harness.render().expect("software graphics draw the window");
    std::fs::create_dir_all("target").expect("a folder for the picture");
    picture
        .save("target/ui-window.png")
        .expect("the picture can be saved");
    let colors: std::collections::HashSet<[u8; 4]> =
        picture.pixels().map(|pixel| pixel.0).collect();
    assert!(
        colors.len() > 1_000,
        "only {} colours: is the graph drawn?",
        colors.len()
    );
}
