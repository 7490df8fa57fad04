//! Does the whole window work, driven as a person or a screen reader would?
//!
//! The real shell runs on software graphics without a screen; everything is found by its
//! accessible name. A picture of the window is left in `target/` to be looked at.

#[path = "support/window.rs"]
mod window;

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::app::{Shell, Source};
use flowloom::capture::Application;
use flowloom::graph::NodeKind;
use flowloom::query::{AxisColumn, FilterContext};
use flowloom::session::{Category, ColorBy, Item, Join, Sample, excludes};
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
fn escape_in_the_filter_drops_what_was_typed_and_closes_nothing_else() {
    let mut harness = office();
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Slash);
    harness
        .get_by_role_and_label(egui::Role::TextInput, "Filter")
        .type_text("dns.qry.name cont");
    harness.run_steps(2);
    let message = harness.state().session().message().map(str::to_owned);
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Escape);
    let field = harness.get_by_role_and_label(egui::Role::TextInput, "Filter");
    assert_eq!(field.value().as_deref().unwrap_or_default(), "");
    assert!(!field.is_focused());
    let session = harness.state().session();
    assert_eq!(
        session.message(),
        message.as_deref(),
        "Esc closed something else"
    );
    assert!(session.state().filter.is_empty());
}

#[test]
fn alt_click_leaves_a_bar_out_by_text() {
    let mut harness = office();
    harness
        .get_by_label_contains("445 SMB, ")
        .click_modifiers(egui::Modifiers::ALT);
    harness.run_steps(3);
    let filter = &harness.state().session().state().filter;
    assert_eq!(filter.to_string(), "!(server.port == 445)");
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

/// The visible flows must be those that the state asks for, one by one.
fn check_visible(harness: &Harness<'_, Shell>) -> u64 {
    let session = harness.state().session();
    let data = session.data().expect("open");
    let (state, table) = (session.state(), &data.traffic.table);
    let context = FilterContext::default();
    let filter = state.filter.evaluate(table, &context);
    let steps: Vec<_> = state
        .sequence
        .iter()
        .map(|step| (step.join, step.filter.evaluate(table, &context)))
        .collect();
    for flow in 0..table.len() {
        let mut selected = true;
        for (place, (join, set)) in steps.iter().enumerate() {
            let passes = set.contains(flow);
            selected = match join {
                Join::Not => selected && !passes,
                _ if place == 0 => passes,
                Join::And => selected && passes,
                Join::Or => selected || passes,
                Join::Xor => selected != passes,
            };
        }
        let expected = selected && filter.contains(flow);
        assert_eq!(data.visible().contains(flow), expected, "flow {flow}");
    }
    data.visible().count()
}

/// Drags along an axis, between two shares of its height from the top.
fn drag_axis(harness: &mut Harness<'_, Shell>, label: &str, from: f32, to: f32) {
    let axis = harness.get_by_label(label).rect();
    let at = |share: f32| egui::pos2(axis.center().x, axis.top() + share * axis.height());
    harness.drag_at(at(from));
    harness.run_steps(2);
    for step in 1..=4 {
        harness.hover_at(at(from + (to - from) * step as f32 / 4.0));
        harness.run_steps(2);
    }
    harness.drop_at(at(to));
    harness.run_steps(3);
}

#[test]
fn brushes_on_axes_select_by_text_that_can_be_edited_and_undone() {
    let mut harness = office();
    harness.get_by_label("Axes").click();
    harness.run_steps(4);
    let all = check_visible(&harness);
    drag_axis(&mut harness, "Brush Bytes", 0.1, 0.5);
    let some = check_visible(&harness);
    assert!(some > 0 && some < all, "{some} of {all}");
    harness.get_by_label(&format!("{some} of {all} flows"));
    drag_axis(&mut harness, "Brush Destination port", 0.9, 0.3);
    let fewer = check_visible(&harness);
    assert!(fewer < some, "{fewer} of {some}");
    assert_eq!(harness.state().session().state().sequence.len(), 2);
    // A drag on an axis that has a brush moves that one.
    drag_axis(&mut harness, "Brush Bytes", 0.95, 0.7);
    check_visible(&harness);
    assert_eq!(harness.state().session().state().sequence.len(), 2);
    for left in [fewer, some, all] {
        key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
        assert_eq!(check_visible(&harness), left, "a drag is one step");
    }
    // A step can be typed, and taken out by its button.
    let text = harness.get_by_role_and_label(egui::Role::TextInput, "Filter of step 1");
    text.focus();
    text.type_text("dns");
    harness.run_steps(2);
    key(&mut harness, egui::Modifiers::NONE, egui::Key::Enter);
    let session = harness.state().session();
    assert_eq!(session.state().sequence[0].filter.to_string(), "dns");
    assert!(check_visible(&harness) < all);
    harness.get_by_label("Remove step 1").click();
    harness.run_steps(3);
    assert_eq!(check_visible(&harness), all);
}

#[test]
fn axes_are_moved_inverted_added_and_removed() {
    let mut harness = office();
    harness.get_by_label("Axes").click();
    harness.run_steps(4);
    let columns = |harness: &Harness<'_, Shell>| {
        let axes = &harness.state().session().state().axes;
        axes.iter().map(|axis| axis.column).collect::<Vec<_>>()
    };
    let before = columns(&harness);
    let [from, to] = ["Source axis", "Destination port axis"]
        .map(|label| harness.get_by_label(label).rect().center());
    harness.drag_at(from);
    harness.run_steps(2);
    harness.hover_at(to);
    harness.run_steps(2);
    harness.drop_at(to);
    harness.run_steps(3);
    let after = columns(&harness);
    assert_eq!(after[..3], [before[1], before[2], before[0]]);
    for (open, choose) in [
        ("Bytes axis", "Invert"),
        ("Bytes axis", "Spread evenly"),
        ("Add axis", "Duration"),
        ("Time axis", "Remove axis"),
    ] {
        harness.get_by_label(open).click();
        harness.run_steps(3);
        harness
            .get_by_role_and_label(egui::Role::Button, choose)
            .click();
        harness.run_steps(3);
    }
    let axes = harness.state().session().state().axes.clone();
    let bytes = axes.iter().find(|axis| axis.column == AxisColumn::Bytes);
    assert!(bytes.is_some_and(|axis| axis.inverted && !axis.log));
    assert!(axes.iter().any(|axis| axis.column == AxisColumn::Duration));
    assert!(axes.iter().all(|axis| axis.column != AxisColumn::First));
    for _ in 0..5 {
        key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    }
    assert_eq!(columns(&harness), before);
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
