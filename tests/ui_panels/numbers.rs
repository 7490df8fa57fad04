//! Are the graph's numbers computed on request, and do they lead back to the graph?

use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::session::Item;

use crate::window::{Copied, office, wait_for};

#[test]
fn numbers_are_computed_selected_from_and_copied() {
    let mut harness = office();
    harness.get_by_label("Numbers").click();
    harness.run_steps(3);
    harness.get_by_label("Compute").click();
    wait_for(&mut harness, |harness| {
        harness.query_by_label("Communities").is_some()
    });
    let data = harness.state().session().data().expect("open").clone();
    let nodes = data.tallies().nodes.iter();
    let leaves = nodes.filter(|node| node.degree == 1 && node.totals.flows > 0);
    let count = leaves.count();
    harness
        .get_by_label(&format!("Degree 1, {count} hosts"))
        .click();
    harness.run_steps(3);
    let selection = &harness.state().session().state().selection;
    assert_eq!(selection.len(), count);
    assert!(selection.iter().all(|item| matches!(item, Item::Node(_))));
    let row = harness.get_all_by_label_contains(" % of the walk").next();
    let label = row.and_then(|row| row.accesskit_node().label());
    let label = label.expect("ranked hosts");
    harness.get_by_label(&label).scroll_to_me();
    harness.run_steps(20);
    harness.get_by_label(&label).click();
    harness.run_steps(3);
    assert_eq!(harness.state().session().state().selection.len(), 1);
    harness.get_by_label("Copy hosts as CSV").scroll_to_me();
    harness.run_steps(20);
    harness.get_by_label("Copy hosts as CSV").click();
    let mut text = None;
    wait_for(&mut harness, |harness| {
        text = harness.copied();
        text.is_some()
    });
    let drawn = data.shares.hosts.drawn as usize;
    assert_eq!(text.expect("copied").lines().count(), drawn + 1);
    // Other visible flows: the numbers say that they are of earlier ones.
    harness
        .get_by_role_and_label(egui::Role::CheckBox, "DNS")
        .click();
    harness.run_steps(3);
    harness.get_by_label("Compute again");
    harness.get_by_label_contains("before the filter changed");
}
