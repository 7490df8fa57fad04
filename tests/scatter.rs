//! Do the scatter and the matrix show what is visible, and does a rectangle select exactly what lies
//! in it? The real window is driven by accessible names.

#[path = "support/window.rs"]
mod window;

use egui::{Modifiers, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::app::{Opening, Shell, Source};
use flowloom::query::{FilterContext, MatrixRows, RowKind};
use flowloom::session::{Command, Item, Join, Matrix, Sample, Scatter, Session, Settings};
use window::{key, office, settle};

/// The number of visible flows, held against the filter and every step asked flow by flow.
fn check_visible(harness: &Harness<'_, Shell>) -> u64 {
    let session = harness.state().session();
    let data = session.data().expect("open");
    let filter = session.state().visible_filter();
    let expected = filter.evaluate(&data.traffic.table, &FilterContext::default());
    assert_eq!(*data.visible(), expected, "{filter}");
    assert_eq!(data.tallies().visible.flows, expected.count());
    expected.count()
}

fn flows(harness: &Harness<'_, Shell>) -> u64 {
    let session = harness.state().session();
    session.data().expect("open").traffic.table.len() as u64
}

fn steps(harness: &Harness<'_, Shell>) -> Vec<(Join, String)> {
    let steps = &harness.state().session().state().sequence;
    let each = steps.iter();
    each.map(|step| (step.join, step.filter.to_string()))
        .collect()
}

/// Drags over something, between two shares of its width and height.
fn drag(harness: &mut Harness<'_, Shell>, label: &str, from: [f32; 2], to: [f32; 2]) {
    let rect = harness.get_by_label(label).rect();
    let at = |[x, y]: [f32; 2]| -> Pos2 {
        pos2(
            rect.left() + x * rect.width(),
            rect.top() + y * rect.height(),
        )
    };
    harness.drag_at(at(from));
    harness.run_steps(2);
    move_to(harness, label, from, to);
    harness.drop_at(at(to));
    harness.run_steps(3);
}

/// Moves the pointer with the button held, between two shares of something.
fn move_to(harness: &mut Harness<'_, Shell>, label: &str, from: [f32; 2], to: [f32; 2]) {
    let rect = harness.get_by_label(label).rect();
    let at = |[x, y]: [f32; 2]| -> Pos2 {
        pos2(
            rect.left() + x * rect.width(),
            rect.top() + y * rect.height(),
        )
    };
    for step in 1..=4 {
        let share = step as f32 / 4.0;
        let now = [0, 1].map(|side| from[side] + (to[side] - from[side]) * share);
        harness.hover_at(at(now));
        harness.run_steps(2);
    }
}

/// What all cells of a picture sum to, as it is told to who cannot see it.
fn cells(harness: &Harness<'_, Shell>, label: &str) -> u64 {
    let node = harness.get_by_label(label);
    node.accesskit_node().numeric_value().expect("a sum") as u64
}

/// Visible flows, once or twice each, as they lie in rows of the matrix.
fn flows_in_rows(harness: &Harness<'_, Shell>, kind: RowKind) -> u64 {
    let data = harness.state().session().data().expect("open");
    let (graph, table) = (&data.graph, &data.traffic.table);
    let rows = MatrixRows::new(graph.node_count(), kind, |node| {
        table.hosts.address(graph.node_host(node))
    });
    let visible = data.visible().iter();
    let edges = visible.filter_map(|flow| graph.flow_edge(flow));
    let ends = edges.map(|edge| graph.edge_nodes()[edge as usize]);
    let rows = ends.map(|ends| ends.map(|node| rows.row_of(node)));
    rows.map(|[a, b]| if a == b { 1 } else { 2 }).sum()
}

fn choose(harness: &mut Harness<'_, Shell>, combo: &str, entry: &str) {
    harness
        .get_by_role_and_label(egui::Role::ComboBox, combo)
        .click();
    harness.run_steps(3);
    // The entry is drawn last: behind it may be a panel of the same name.
    let entries: Vec<_> = harness.get_all_by_label(entry).collect();
    entries.last().expect("an entry").click();
    harness.run_steps(3);
}

/// The office after some commands.
fn office_with(commands: &[&str]) -> Harness<'static, Shell> {
    let commands: Vec<String> = commands.iter().map(|&text| text.to_owned()).collect();
    let mut harness = Harness::builder()
        .with_size(vec2(1600.0, 1000.0))
        .with_accessibility_check(true)
        .allow_missing_glyphs()
        .wgpu()
        .build_eframe(move |creation| {
            Shell::new(
                creation,
                Opening {
                    source: Some(Source::Sample(Sample::Office)),
                    fresh: true,
                    commands,
                    ..Opening::default()
                },
            )
        });
    settle(&mut harness);
    harness
}

fn open(harness: &mut Harness<'_, Shell>, panel: &str) {
    harness.get_by_label(panel).click();
    harness.run_steps(4);
}

#[test]
fn a_rectangle_on_the_scatter_selects_what_lies_in_both_ranges() {
    let mut harness = office_with(&["scatter time bytes"]);
    open(&mut harness, "Scatter");
    let all = flows(&harness);
    assert_eq!(cells(&harness, "Scatter of Time and Bytes"), all);
    choose(&mut harness, "Column up", "Packets");
    let name = "Scatter of Time and Packets";
    drag(&mut harness, name, [0.1, 0.1], [0.6, 0.9]);
    let some = check_visible(&harness);
    assert!(some > 0 && some < all, "{some} of {all}");
    let first = steps(&harness);
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].1.contains("packets"), "{first:?}");
    assert_eq!(cells(&harness, name), some, "cells lose nothing");
    let label = harness.state().session().history().undo_label();
    assert_eq!(label, Some("Brush time and packets"));
    // One on an empty place is drawn instead of it; with Alt what lies in it is left out.
    drag(&mut harness, name, [0.7, 0.2], [0.95, 0.95]);
    let other = check_visible(&harness);
    assert_eq!(steps(&harness).len(), 1);
    assert_ne!(steps(&harness), first);
    key(&mut harness, Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(check_visible(&harness), some, "a drag is one step");
    key(
        &mut harness,
        Modifiers::COMMAND | Modifiers::SHIFT,
        egui::Key::Z,
    );
    assert_eq!(check_visible(&harness), other);
    // Swapped, it is the same brush.
    harness.get_by_label("Swap columns").click();
    harness.run_steps(3);
    assert_eq!(cells(&harness, "Scatter of Packets and Time"), other);
    assert_eq!(check_visible(&harness), other);
    // What is shown is a choice like any other: undone, and a step of the history.
    key(&mut harness, Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(cells(&harness, name), other);
    harness.get_by_label("Clear brush").click();
    harness.run_steps(3);
    assert_eq!(check_visible(&harness), all);
    assert!(steps(&harness).is_empty());
}

#[test]
fn a_rectangle_on_the_matrix_selects_hosts_and_time() {
    let mut harness = office();
    open(&mut harness, "Matrix");
    let all = flows(&harness);
    drag(&mut harness, "Hosts by time", [0.2, 0.1], [0.7, 0.6]);
    let some = check_visible(&harness);
    assert!(some > 0 && some < all, "{some} of {all}");
    let brushed = steps(&harness);
    assert_eq!(brushed.len(), 1, "{brushed:?}");
    assert!(brushed[0].1.contains("host"), "{brushed:?}");
    assert!(brushed[0].1.contains("first >= "), "{brushed:?}");
    let label = harness.state().session().history().undo_label();
    assert_eq!(label, Some("Brush hosts and time"));
    // Moved by its middle it stays as large and is still one step.
    drag(&mut harness, "Hosts by time", [0.45, 0.35], [0.55, 0.35]);
    check_visible(&harness);
    assert_eq!(steps(&harness).len(), 1);
    assert_ne!(steps(&harness), brushed);
    key(&mut harness, Modifiers::COMMAND, egui::Key::Z);
    assert_eq!(check_visible(&harness), some);
    assert_eq!(steps(&harness), brushed);
    choose(&mut harness, "Rows of the matrix", "Subnets");
    choose(&mut harness, "Order of rows", "by activity");
    assert_eq!(check_visible(&harness), some);
    harness.get_by_label("Clear brush").click();
    harness.run_steps(3);
    assert_eq!(check_visible(&harness), all);
}

#[test]
fn the_matrix_counts_every_flow_in_its_rows() {
    for filter in ["filter", "filter dns"] {
        let mut harness = office_with(&["matrix subnets by-activity flows", filter]);
        let all = flows(&harness);
        let some = check_visible(&harness);
        assert!(some > 0 && (filter == "filter" || some < all));
        open(&mut harness, "Matrix");
        let expected = flows_in_rows(&harness, RowKind::Subnet);
        assert!(expected >= some && expected <= 2 * some);
        assert_eq!(cells(&harness, "Hosts by time"), expected, "{filter}");
    }
}

#[test]
fn what_the_pictures_show_is_remembered() {
    let mut session = Session::new(Settings::default(), "none".into());
    let scatter: Scatter = "bytes time".parse().expect("two columns");
    let matrix: Matrix = "subnets flows".parse().expect("words");
    session.apply(Command::Scatter(scatter));
    session.apply(Command::Matrix(matrix));
    let mut settings = session.settings().clone();
    let again = Session::new(settings.clone(), "none".into());
    assert_eq!(again.state().scatter, scatter);
    assert_eq!(again.state().matrix, matrix);
    session.apply(Command::Undo);
    assert_eq!(session.settings().first_state().matrix, Matrix::default());
    settings.scatter = "colour taste".into();
    assert_eq!(settings.first_state().scatter, Scatter::default());
}

#[test]
fn esc_gives_up_a_drag_and_nothing_else() {
    // A message would be closed before the highlight.
    let mut harness = office_with(&["select port 443", "dismiss-message"]);
    let all = flows(&harness);
    for (panel, name) in [
        ("Scatter", "Scatter of Duration and Bytes"),
        ("Matrix", "Hosts by time"),
    ] {
        open(&mut harness, panel);
        let rect = harness.get_by_label(name).rect();
        let (from, to) = ([0.1, 0.2], [0.8, 0.9]);
        harness.drag_at(rect.min + rect.size() * vec2(from[0], from[1]));
        harness.run_steps(2);
        move_to(&mut harness, name, from, to);
        assert_eq!(steps(&harness).len(), 1, "{panel}");
        key(&mut harness, Modifiers::NONE, egui::Key::Escape);
        harness.hover_at(rect.center());
        harness.run_steps(2);
        harness.drop_at(rect.center());
        harness.run_steps(3);
        assert!(steps(&harness).is_empty(), "{panel}");
        assert_eq!(check_visible(&harness), all);
        let session = harness.state().session();
        assert!(!session.state().selection.is_empty(), "{panel}");
        let history = session.history();
        assert_eq!((history.len(), history.redo_label()), (1, None), "{panel}");
    }
    // A menu is closed on its own too.
    let cells = harness.get_by_label("Hosts by time").rect().center();
    harness.hover_at(cells);
    harness.run_steps(2);
    for pressed in [true, false] {
        harness.event(egui::Event::PointerButton {
            pos: cells,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(2);
    }
    harness.get_by_label("Highlight these hosts");
    key(&mut harness, Modifiers::NONE, egui::Key::Escape);
    assert!(harness.query_by_label("Highlight these hosts").is_none());
    assert!(!harness.state().session().state().selection.is_empty());
    // Without any of these it does what it always does.
    key(&mut harness, Modifiers::NONE, egui::Key::Escape);
    assert!(harness.state().session().state().selection.is_empty());
}

/// What colours stand for is worked out and listed whichever picture is in front.
#[test]
fn the_legend_follows_behind_another_tab() {
    let mut harness = office();
    open(&mut harness, "Matrix");
    assert!(harness.query_by_label("Component 1").is_none());
    choose(&mut harness, "Colour by", "Component");
    harness.run_steps(8);
    harness.get_by_label("Component 1");
}

#[test]
fn a_row_of_the_matrix_highlights_its_host() {
    let mut harness = office();
    open(&mut harness, "Matrix");
    let row = harness
        .get_all_by_role(egui::Role::Button)
        .find(|node| {
            node.accesskit_node()
                .label()
                .is_some_and(|label| label.starts_with("Row "))
        })
        .expect("a row in view");
    row.click();
    harness.run_steps(3);
    let session = harness.state().session();
    let selection: Vec<&Item> = session.state().selection.iter().collect();
    assert!(matches!(selection.as_slice(), [Item::Node(_)]));
    assert!(session.data().expect("open").lit.is_some());
}
