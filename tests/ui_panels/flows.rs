//! Is every flow in the table, and does a row mean the same as in every other view?

use crate::window::{Copied, key, office, wait_for};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::app::Shell;
use flowloom::session::Item;

/// Labels of the rows in view, from the top.
fn rows(harness: &Harness<'_, Shell>) -> Vec<String> {
    harness
        .query_all_by_role(egui::Role::Row)
        .filter_map(|row| row.accesskit_node().label())
        .collect()
}

fn with_table() -> Harness<'static, Shell> {
    let mut harness = office();
    harness.get_by_label("Flows").click();
    harness.run_steps(3);
    harness
}

fn sort_by_bytes(harness: &mut Harness<'_, Shell>) {
    harness
        .get_by_label("Sort by bytes from client to server")
        .click();
    harness.run_steps(3);
}

fn most_bytes_up(harness: &Harness<'_, Shell>) -> usize {
    let data = harness.state().session().data().expect("open");
    let bytes = &data.traffic.table.columns.client_bytes;
    (0..bytes.len())
        .max_by_key(|&flow| bytes[flow])
        .expect("flows")
}

#[test]
fn the_table_lists_flows_and_sorts_them() {
    let mut harness = with_table();
    let data = harness.state().session().data().expect("open").clone();
    let len = data.traffic.table.len();
    let all = flowloom::units::Count(len as u64);
    harness.get_by_label(&format!("{all} of {all} flows"));
    let before = rows(&harness);
    assert!(before.len() > 20 && before.len() < 80, "{}", before.len());
    sort_by_bytes(&mut harness);
    let most = most_bytes_up(&harness);
    let server = data.traffic.table.columns.server[most];
    let title = flowloom::session::host_title(&data.traffic.table, server);
    let after = rows(&harness);
    assert!(after[0].contains(&format!("to {title} port")), "{after:?}");
    harness
        .get_by_label("Sort by bytes from client to server, descending")
        .click();
    harness.run_steps(3);
    assert_ne!(rows(&harness), after);
}

#[test]
fn a_row_highlights_its_edge_and_arrows_walk() {
    let mut harness = with_table();
    sort_by_bytes(&mut harness);
    let first = rows(&harness)[0].clone();
    harness
        .get_by_role_and_label(egui::Role::Row, &first)
        .click();
    harness.run_steps(3);
    let data = harness.state().session().data().expect("open").clone();
    let columns = &data.traffic.table.columns;
    let most = most_bytes_up(&harness);
    let edge = Item::edge(columns.client[most], columns.server[most]);
    assert!(harness.state().session().state().selection.contains(&edge));
    key(&mut harness, egui::Modifiers::NONE, egui::Key::ArrowDown);
    harness.get_by_label_contains("at row 2");
    key(&mut harness, egui::Modifiers::NONE, egui::Key::End);
    let last = format!(
        "at row {}",
        flowloom::units::Count(columns.client.len() as u64)
    );
    harness.get_by_label_contains(&last);
    // The highlight's flows alone.
    harness.get_by_label("Highlighted").click();
    harness.run_steps(3);
    let lit = data_lit(&harness);
    harness.get_by_label_contains(&format!("Table of {lit} flow"));
}

fn data_lit(harness: &Harness<'_, Shell>) -> u64 {
    let data = harness.state().session().data().expect("open");
    data.selected.as_ref().expect("lit").tallies.visible.flows
}

#[test]
fn a_cell_can_be_filtered_to_and_rows_copied() {
    let mut harness = with_table();
    sort_by_bytes(&mut harness);
    let first = rows(&harness)[0].clone();
    harness
        .get_by_role_and_label(egui::Role::Row, &first)
        .click_secondary();
    harness.run_steps(3);
    harness.get_by_label("Show only this").click();
    harness.run_steps(3);
    assert!(!harness.state().session().state().filter.is_empty());
    let shown = harness
        .state()
        .session()
        .data()
        .expect("open")
        .tallies()
        .visible
        .flows;
    harness.get_by_label_contains(&format!("Table of {shown} flow"));
    harness.get_by_label("Copy as CSV").click();
    let mut text = None;
    wait_for(&mut harness, |harness| {
        text = harness.copied();
        text.is_some()
    });
    let text = text.expect("copied");
    assert_eq!(text.lines().count() as u64, shown + 1);
    assert!(text.starts_with("first_utc,duration_seconds,client,"));
}
