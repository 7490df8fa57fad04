//! Do the scatter and the matrix show what is visible, and does a rectangle select exactly what lies
//! in it? The real window is driven by accessible names.

#[path = "support/window.rs"]
mod window;

use egui::{Modifiers, Pos2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::app::Shell;
use flowloom::query::FilterContext;
use flowloom::session::{Item, Join};
use window::{key, office};

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
    for step in 1..=4 {
        let share = step as f32 / 4.0;
        let now = [0, 1].map(|side| from[side] + (to[side] - from[side]) * share);
        harness.hover_at(at(now));
        harness.run_steps(2);
    }
    harness.drop_at(at(to));
    harness.run_steps(3);
}

fn choose(harness: &mut Harness<'_, Shell>, combo: &str, entry: &str) {
    harness
        .get_by_role_and_label(egui::Role::ComboBox, combo)
        .click();
    harness.run_steps(3);
    // The entry is drawn last: behind it may be a panel of the same name.
    // The list scrolls: further entries are below.
    harness
        .get_all_by_label(entry)
        .last()
        .expect("an entry")
        .scroll_to_me();
    harness.run_steps(6);
    let entries: Vec<_> = harness.get_all_by_label(entry).collect();
    entries.last().expect("an entry").click();
    harness.run_steps(3);
}

fn open(harness: &mut Harness<'_, Shell>, panel: &str) {
    harness.get_by_label(panel).click();
    harness.run_steps(4);
}

#[test]
fn a_rectangle_on_the_scatter_selects_what_lies_in_both_ranges() {
    let mut harness = office();
    open(&mut harness, "Scatter");
    let all = flows(&harness);
    harness.get_by_label("Scatter of Duration and Bytes");
    choose(&mut harness, "Column up", "Packets");
    let name = "Scatter of Duration and Packets";
    drag(&mut harness, name, [0.1, 0.1], [0.6, 0.9]);
    let some = check_visible(&harness);
    assert!(some > 0 && some < all, "{some} of {all}");
    let first = steps(&harness);
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].1.contains("packets"), "{first:?}");
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
    harness.get_by_label("Scatter of Packets and Duration");
    assert_eq!(check_visible(&harness), other);
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
