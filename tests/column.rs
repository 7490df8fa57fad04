//! Do the bars of every column add up to what is visible, and does a bar mean exactly its flows?

#[path = "filter/tables.rs"]
mod tables;
#[path = "filter/trees.rs"]
#[allow(dead_code, reason = "random tables use a part")]
mod trees;
#[path = "support/window.rs"]
mod window;

use egui::Modifiers;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use flowloom::app::Shell;
use flowloom::flow::FlowTable;
use flowloom::query::{
    AxisColumn, ColumnSpan, ColumnTally, ColumnValue, ColumnValues, Filter, FilterContext, FlowSet,
    host_degrees,
};
use flowloom::session::Item;
use flowloom::units::Totals;
use proptest::prelude::*;
use window::{office, wait_for};

fn sum(table: &FlowTable, flows: impl Iterator<Item = usize>) -> Totals {
    flows.fold(Totals::default(), |sum, flow| sum + table.flow_totals(flow))
}

/// Sums of every place against a naive computation; all places add up to the set.
fn check_sums(table: &FlowTable, values: &ColumnValues, sums: &[Totals], set: &FlowSet) {
    let column = values.column();
    assert_eq!(sums.len(), values.len());
    let all = sums.iter().fold(Totals::default(), |a, &b| a + b);
    assert_eq!(all, sum(table, set.iter()), "{column:?} adds up");
    for (place, &found) in sums.iter().enumerate() {
        if found.flows > 0 {
            let inside = set
                .iter()
                .filter(|&flow| values.place(table, flow) == place);
            assert_eq!(found, sum(table, inside), "{column:?} {place}");
        }
    }
}

/// The text of each bar of numbers, kinds or nothing passes its flows and no others.
fn check_spans(table: &FlowTable, values: &ColumnValues, degrees: &[u32]) {
    let places: std::collections::BTreeSet<usize> = (0..table.len())
        .map(|flow| values.place(table, flow))
        .collect();
    let context = FilterContext {
        degrees: Some(degrees),
        ..FilterContext::default()
    };
    for place in places {
        let ColumnValue::Span(span) = values.value(place) else {
            continue;
        };
        let expected = FlowSet::from_fn(table.len(), |flow| values.place(table, flow) == place);
        let text = span.filter().to_string();
        let read: Filter = text.parse().expect("the text of a bar is a filter");
        assert_eq!(read.evaluate(table, &context), expected, "{text}");
        assert!(!span.text(&|_| 0).is_empty());
    }
}

fn check(table: &FlowTable, sets: &[FlowSet]) {
    let degrees = host_degrees(table);
    for column in AxisColumn::ALL {
        let values = ColumnValues::new(table, column, &degrees);
        check_spans(table, &values, &degrees);
        let all = FlowSet::all(table.len());
        let mut tally = ColumnTally::new(table, values);
        check_sums(table, tally.values(), tally.everything(), &all);
        assert_eq!(tally.visible(), tally.everything());
        for (step, set) in sets.iter().enumerate() {
            let lit = sets.get(step + 1);
            tally.follow(table, set, lit);
            check_sums(table, tally.values(), tally.visible(), set);
            let none = FlowSet::none(table.len());
            check_sums(table, tally.values(), tally.lit(), lit.unwrap_or(&none));
            assert!(!tally.follow(table, set, lit), "nothing changed");
        }
        tally.follow(table, &all, None);
        assert_eq!(tally.visible(), tally.everything());
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 48,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_column_adds_up_and_follows(
        tables::Table(table) in tables::table(),
        seeds in proptest::collection::vec((1_usize..7, any::<usize>()), 1..4),
    ) {
        let sets: Vec<FlowSet> = seeds
            .iter()
            .map(|&(every, shift)| FlowSet::from_fn(table.len(), |flow| {
                flow.wrapping_mul(31).wrapping_add(shift % 97) % every == 0
            }))
            .collect();
        check(&table, &sets);
    }
}

fn choose(harness: &mut Harness<'static, Shell>, combo: &str, entry: &str) {
    harness
        .get_by_role_and_label(egui::Role::ComboBox, combo)
        .click();
    harness.run_steps(3);
    // The list scrolls: further columns are below.
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

fn visible(harness: &Harness<'_, Shell>) -> Totals {
    let session = harness.state().session();
    session.data().expect("open").tallies().visible
}

fn selection(harness: &Harness<'_, Shell>) -> Vec<Item> {
    let session = harness.state().session();
    session.state().selection.iter().copied().collect()
}

#[test]
fn the_samples_columns_add_up() {
    let harness = office();
    let data = harness.state().session().data().expect("open");
    let table = &data.traffic.table;
    let sets = [3, 2, 50].map(|every| FlowSet::from_fn(table.len(), |flow| flow % every == 0));
    check(table, &sets);
}

#[test]
fn a_bar_highlights_filters_and_is_left_out() {
    let mut harness = office();
    harness.get_by_label("Column").click();
    harness.run_steps(4);
    choose(&mut harness, "Column of bars", "Direction reason");
    let reasons = || AxisColumn::DirectionReason;
    let count = |harness: &Harness<'_, Shell>, code: u8| {
        let data = harness.state().session().data().expect("open");
        let codes = &data.traffic.table.columns.direction_reason;
        let flows = data.visible().iter();
        flows.filter(|&flow| codes[flow] == code).count() as u64
    };
    let before = visible(&harness);
    let syn = count(&harness, 0);
    assert!(syn > 0 && syn < before.flows);
    // A click highlights exactly these flows.
    harness
        .get_by_label(&format!("SYN seen, {}", flowloom::units::Count(syn)))
        .click();
    harness.run_steps(3);
    let item = Item::Values(ColumnSpan::one(reasons(), 0));
    assert_eq!(selection(&harness), [item]);
    {
        let data = harness.state().session().data().expect("open");
        let lit = data.lit.as_deref().expect("highlighted");
        assert_eq!(lit.tallies.visible.flows, syn);
    }
    // Alt leaves them out, as text; the bar stays out of the list.
    harness
        .get_by_label_contains("SYN seen, ")
        .click_modifiers(Modifiers::ALT);
    wait_for(&mut harness, |harness| visible(harness) != before);
    let text = harness.state().session().state().filter.to_string();
    assert_eq!(text, "!(direction.reason == syn)");
    assert_eq!(visible(&harness).flows, before.flows - syn);
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("SYN seen, ").is_none());
}

#[test]
fn names_have_a_bar_for_flows_without_one() {
    let mut harness = office();
    harness.get_by_label("Column").click();
    harness.run_steps(4);
    choose(&mut harness, "Column of bars", "VLAN");
    let without = {
        let data = harness.state().session().data().expect("open");
        let vlans = data.traffic.table.columns.vlan.iter();
        vlans
            .filter(|&&vlan| vlan == flowloom::flow::NO_VLAN)
            .count()
    };
    assert!(without > 0);
    let label = format!("no VLAN, {without}");
    assert!(harness.query_by_label(&label).is_some());
    choose(&mut harness, "Column of bars", "Name");
    harness.get_by_label_contains("no name, ").click();
    harness.run_steps(3);
    assert_eq!(
        selection(&harness),
        [Item::Values(ColumnSpan::none(AxisColumn::Name))]
    );
    // Bins of numbers stand in the order of their values.
    choose(&mut harness, "Column of bars", "Bytes");
    choose(&mut harness, "Measure of the column", "by bytes");
    assert!(harness.query_by_label_contains(" ranges").is_some());
    harness.run_steps(2);
    let picture = harness.render().expect("a picture");
    picture.save("target/ui-column.png").expect("written");
}

#[test]
fn applications_are_ranked_by_peers() {
    let mut harness = office();
    choose(&mut harness, "Measure of applications", "by peers");
    let expected = {
        let data = harness.state().session().data().expect("open");
        let table = &data.traffic.table;
        let of = flowloom::query::PeersOf::Applications;
        let peers = flowloom::query::distinct_peers(table, data.visible(), of, || false);
        let code = usize::from(flowloom::capture::Application::Dns.code());
        peers.expect("not stopped")[code]
    };
    let label = format!("DNS, {expected}");
    wait_for(&mut harness, |harness| {
        harness.query_by_label(&label).is_some()
    });
}
