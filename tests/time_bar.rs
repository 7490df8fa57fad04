//! Does the time bar compare, remember, fade and tell the time as it says?
//!
//! What changed between two windows is held against a sum made here, flow by flow; the window is
//! driven by the names that a screen reader would say.

#[path = "support/office.rs"]
mod office;
#[path = "support/window.rs"]
mod window;

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use flowloom::app::{Opening, Shell, Source};
use flowloom::query::{DifferenceClass, FilterContext};
use flowloom::scene::tokens::{Theme, difference_color};
use flowloom::scene::{BuildInput, Emphasis, Style, build, class_counts};
use flowloom::session::{
    Arrival, Command, Data, Item, LEAST_FADE, NotePlace, Sample, Session, Settings, TimeWindow,
    TrendColor, weave,
};
use flowloom::units::{NANOS_PER_SECOND, Timestamp, Totals};
use glam::Vec2;
use office::office;
use proptest::prelude::*;
use window::{settle, wait_for};

/// When the office's day begins, in seconds since the epoch.
const OFFICE_SECONDS: i64 = 1_760_432_400;

fn opened() -> Session {
    let mut session = Session::new(Settings::default(), "none".into());
    session.receive(Arrival::Started(vec!["office".into()]));
    let woven = weave(office(), session.state().grouping);
    session.receive(Arrival::Woven(woven));
    session.receive(Arrival::Ended);
    session
}

/// A window, in seconds since the office opened.
fn seconds(first: i64, end: i64) -> TimeWindow {
    let at = |second: i64| Timestamp((OFFICE_SECONDS + second) * NANOS_PER_SECOND);
    TimeWindow::between(at(first), at(end))
}

fn data(session: &Session) -> &Data {
    session.data().expect("open")
}

/// The class by the words of the legend: rates by floating point, flow by flow.
fn naive_class(data: &Data, windows: [TimeWindow; 2], of_edge: u32) -> Option<DifferenceClass> {
    let table = &data.traffic.table;
    let span = data.ground.time_bins.span();
    let [a, b] = windows.map(|window| {
        let mut sum = Totals::default();
        for flow in 0..table.len() {
            let begins = table.first(flow);
            if data.graph.flow_edge(flow) == Some(of_edge)
                && data.visible().contains(flow)
                && window.first <= begins
                && begins < window.end
            {
                sum += table.flow_totals(flow);
            }
        }
        let length = window.end.min(Timestamp(span.last.0 + 1)).0 - window.first.max(span.first).0;
        (sum.flows, sum.bytes as f64 / length as f64)
    });
    Some(match (a, b) {
        ((0, _), (0, _)) => return None,
        (_, (0, _)) => DifferenceClass::New,
        ((0, _), _) => DifferenceClass::Gone,
        ((_, a), (_, b)) if a >= 2.0 * b && a > b => DifferenceClass::Grew,
        ((_, a), (_, b)) if b >= 2.0 * a && b > a => DifferenceClass::Shrank,
        _ => DifferenceClass::Same,
    })
}

fn check_difference(windows: [TimeWindow; 2], filter: &str) -> Vec<DifferenceClass> {
    let mut session = opened();
    session.apply(Command::Filter(filter.parse().expect(filter)));
    session.apply(Command::Window(Some(windows[0])));
    session.apply(Command::Compare(Some(windows[1])));
    let data = data(&session);
    // Both windows are drawn, and everything is somewhere.
    assert!(data.shares.flows.adds_up() && data.shares.bytes.adds_up());
    let difference = data.aside.difference().expect("compared");
    for (edge, class) in difference.edges.iter().enumerate() {
        let expected = naive_class(data, windows, edge as u32);
        assert_eq!(*class, expected, "edge {edge} of {windows:?}");
        assert_eq!(class.is_some(), data.tallies().edges[edge].is_visible());
    }
    let counts = class_counts(difference, data.tallies());
    let edges: u64 = counts.iter().map(|count| count.edges).sum();
    assert_eq!(edges, data.tallies().drawn_edges);
    let bytes: u64 = counts.iter().map(|count| count.visible.bytes).sum();
    let drawn = data.tallies().visible.bytes - data.tallies().outside_graph.bytes;
    assert_eq!(bytes, drawn, "the legend's bytes are those that are drawn");
    difference.edges.iter().copied().flatten().collect()
}

/// The sums follow by difference; they are those of an afresh start whatever changed before.
#[test]
fn what_changed_stays_right_while_windows_move_and_filters_change() {
    let mut session = opened();
    let steps: [(&str, [TimeWindow; 2]); 7] = [
        ("", [seconds(300, 600), seconds(0, 300)]),
        ("", [seconds(310, 610), seconds(0, 300)]),
        ("", [seconds(310, 610), seconds(200, 500)]),
        ("!dns", [seconds(310, 610), seconds(200, 500)]),
        ("!dns", [seconds(310, 900), seconds(200, 500)]),
        ("tcp", [seconds(900, 1_200), seconds(0, 60)]),
        ("", [seconds(0, 1_200), seconds(0, 1_200)]),
    ];
    for (filter, windows) in steps {
        session.apply(Command::Filter(filter.parse().expect(filter)));
        session.apply(Command::Window(Some(windows[0])));
        session.apply(Command::Compare(Some(windows[1])));
        let data = data(&session);
        let difference = data.aside.difference().expect("compared");
        for (edge, class) in difference.edges.iter().enumerate() {
            let expected = naive_class(data, windows, edge as u32);
            assert_eq!(*class, expected, "edge {edge}, {filter:?}, {windows:?}");
        }
        let mut fresh = opened();
        fresh.apply(Command::Filter(filter.parse().expect(filter)));
        fresh.apply(Command::Window(Some(windows[0])));
        fresh.apply(Command::Compare(Some(windows[1])));
        let fresh = fresh
            .data()
            .and_then(|data| data.aside.difference().cloned());
        assert_eq!(Some(difference), fresh.as_ref(), "{filter:?}, {windows:?}");
    }
}

#[test]
fn every_class_occurs_in_the_office_and_means_what_it_says() {
    let mut seen = check_difference([seconds(300, 600), seconds(0, 300)], "");
    seen.extend(check_difference([seconds(600, 1_200), seconds(0, 600)], ""));
    for class in DifferenceClass::ALL {
        assert!(seen.contains(&class), "{class:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Windows of any length, which may lie in each other or reach beyond the capture.
    #[test]
    fn differences_equal_a_naive_sum(
        a in (-200_i64..2_400, 1_i64..1_200),
        b in (-200_i64..2_400, 1_i64..1_200),
        filter in prop::sample::select(vec!["", "tcp", "!(dns)"]),
    ) {
        let windows = [a, b].map(|(first, length)| seconds(first, first + length));
        check_difference(windows, filter);
    }
}

#[test]
fn a_comparison_ends_with_its_window_and_can_be_taken_back() {
    let mut session = opened();
    session.apply(Command::CompareBefore);
    assert_eq!(session.state().compare, None, "there is no window yet");
    assert!(session.message().is_some());
    let window = seconds(600, 900);
    session.apply(Command::Window(Some(window)));
    let alone = data(&session).tallies().visible;
    session.apply(Command::CompareBefore);
    assert_eq!(session.state().compare, Some(seconds(300, 600)));
    assert!(data(&session).tallies().visible.flows > alone.flows);
    let text = session.state().visible_filter().to_string();
    assert!(text.contains("||"), "{text}");
    session.apply(Command::Window(None));
    assert_eq!(session.state().compare, None);
    assert!(data(&session).aside.difference().is_none());
    session.apply(Command::Undo);
    assert_eq!(session.state().compare, Some(seconds(300, 600)));
    session.apply(Command::Compare(None));
    assert_eq!(data(&session).tallies().visible, alone);
}

fn drawing(session: &mut Session) -> flowloom::scene::Drawing {
    let graph = data(session).graph.clone();
    let places: Arc<[Vec2]> = (0..graph.node_count())
        .map(|node| Vec2::from_angle(node as f32 * 0.7) * (1.0 + node as f32))
        .collect();
    session.receive(Arrival::Positions(graph, places));
    let data = data(session);
    build(&BuildInput {
        coloring: None,
        sizing: None,
        positions: &data.positions,
        edge_nodes: data.graph.edge_nodes(),
        tallies: data.tallies(),
        style: &Style::default(),
        emphasis: Emphasis::default(),
        shading: data.shading(),
        picture_pts: [800.0, 600.0],
    })
}

#[test]
fn nothing_is_compared_without_a_window() {
    let mut session = opened();
    session.apply(Command::Compare(Some(seconds(0, 300))));
    assert_eq!(session.state().compare, None);
    assert!(
        session
            .message()
            .is_some_and(|said| said.contains("window"))
    );
    assert!(data(&session).aside.difference().is_none());
}

/// Nothing is summed or worked out anew because edges fade.
#[test]
fn fading_leaves_the_sums_alone() {
    let mut session = opened();
    let sums = data(&session).sums_revision;
    session.apply(Command::Fade(true));
    assert!(data(&session).aside.fade.is_some());
    assert_eq!(data(&session).sums_revision, sums);
    session.apply(Command::Undo);
    assert!(data(&session).aside.fade.is_none());
    assert_eq!(data(&session).sums_revision, sums);
}

#[test]
fn the_picture_has_the_colours_of_the_difference() {
    let mut session = opened();
    session.apply(Command::Window(Some(seconds(600, 900))));
    session.apply(Command::CompareBefore);
    let drawing = drawing(&mut session);
    let difference = data(&session)
        .aside
        .difference()
        .cloned()
        .expect("compared");
    assert!(!drawing.edges.is_empty());
    for stroke in drawing.edges.iter() {
        let class = difference.edges[stroke.edge as usize].expect("it is drawn");
        let color = difference_color(class, Theme::Dark);
        assert_eq!(stroke.color.with_alpha(255), color);
    }
    for &node in drawing.node_order.iter() {
        let class = difference.nodes[node as usize].expect("it is drawn");
        let color = difference_color(class, Theme::Dark);
        assert_eq!(drawing.nodes[node as usize].fill, color);
    }
}

#[test]
fn an_edge_is_the_fainter_the_longer_ago_it_was_seen() {
    let mut session = opened();
    let window = seconds(0, 1_200);
    session.apply(Command::Window(Some(window)));
    let plain = drawing(&mut session);
    session.apply(Command::Fade(true));
    let faded = drawing(&mut session);
    let data = data(&session);
    let table = &data.traffic.table;
    let whole = table.span.expect("flows");
    let end = window.end.min(whole.last).0 as f64;
    let length = end - window.first.max(whole.first).0 as f64;
    let mut alphas = Vec::new();
    for (stroke, before) in faded.edges.iter().zip(plain.edges.iter()) {
        assert_eq!(stroke.edge, before.edge);
        let flows = data.graph.edge_flows(stroke.edge).iter();
        let seen = flows
            .filter(|&&flow| data.visible().contains(flow as usize))
            .map(|&flow| table.last(flow as usize).0)
            .max()
            .expect("it is drawn");
        let age = ((end - seen as f64) / length).clamp(0.0, 1.0);
        let expected = 1.0 - (1.0 - f64::from(LEAST_FADE)) * age;
        let alpha = f64::from(stroke.color.0[3]);
        let full = f64::from(before.color.0[3]);
        assert!(
            (alpha - full * expected).abs() <= 1.0,
            "{alpha} {full} {expected}"
        );
        alphas.push(stroke.color.0[3]);
    }
    assert!(alphas.iter().min() < alphas.iter().max());
    session.apply(Command::Undo);
    assert!(!session.state().fade && data_fade(&session));
}

fn data_fade(session: &Session) -> bool {
    data(session).aside.fade.is_none()
}

#[test]
fn five_trend_lines_are_kept_and_no_more() {
    let mut session = opened();
    session.apply(Command::TrendOfHighlight);
    assert!(session.state().trends.is_empty() && session.message().is_some());
    for text in ["tcp", "udp", "dns", "port == 443", "bytes > 1 kB", "icmp"] {
        session.apply(Command::Filter(text.parse().expect(text)));
        session.apply(Command::TrendOfFilter);
    }
    let trends = &session.state().trends;
    assert_eq!(trends.len(), 5);
    assert_eq!(trends[&TrendColor::ALL[0]].name, "tcp");
    assert!(session.message().is_some_and(|said| said.contains("five")));
    session.apply(Command::Undo); // the sixth filter
    session.apply(Command::Undo); // the fifth line
    assert_eq!(session.state().trends.len(), 4);
    // A highlight is kept by its filter, and means the same flows.
    let host = data(&session).graph.node_host(0);
    session.apply(Command::ShowAll);
    session.apply(Command::Select(Item::Node(host)));
    session.apply(Command::TrendOfHighlight);
    let trend = session.state().trends.values().last().expect("kept");
    let table = &data(&session).traffic.table;
    let found = session.state().trends.values().find(|trend| {
        let set = trend.filter.evaluate(table, &FilterContext::default());
        Some(&set) == data(&session).selected.as_ref().map(|lit| &lit.flows)
    });
    assert!(found.is_some(), "{trend:?}");
}

fn berlin() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone")
}

/// A window on the office, in a zone of its own.
fn window_in_berlin() -> Harness<'static, Shell> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .with_accessibility_check(true)
        .allow_missing_glyphs()
        .wgpu()
        .build_eframe(|creation| {
            let opening = Opening {
                source: Some(Source::Sample(Sample::Office)),
                fresh: true,
                zone: Some(berlin()),
                ..Opening::default()
            };
            Shell::new(creation, opening)
        });
    settle(&mut harness);
    harness
}

/// Drags on the bars from one share of their width to another.
fn drag(harness: &mut Harness<'static, Shell>, from: f32, to: f32, modifiers: egui::Modifiers) {
    let bars = harness.get_by_label("Time bar").rect();
    let at = |share: f32| egui::pos2(bars.left() + bars.width() * share, bars.center().y);
    harness.event(egui::Event::PointerMoved(at(from)));
    harness.run_steps(2);
    let button = |pressed, pos| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers,
    };
    harness.event_modifiers(button(true, at(from)), modifiers);
    harness.run_steps(2);
    for share in [0.3, 0.7, 1.0] {
        let pos = at(from + (to - from) * share);
        harness.event_modifiers(egui::Event::PointerMoved(pos), modifiers);
        harness.run_steps(2);
    }
    harness.event_modifiers(button(false, at(to)), modifiers);
    harness.run_steps(3);
}

#[test]
fn two_windows_are_compared_from_the_bar() {
    let mut harness = window_in_berlin();
    drag(&mut harness, 0.4, 0.6, egui::Modifiers::NONE);
    let window = harness.state().session().state().window.expect("drawn");
    harness.get_by_label("Compare").click();
    harness.run_steps(3);
    harness
        .get_by_label("Compare with the window before")
        .click();
    harness.run_steps(3);
    let compare = harness.state().session().state().compare;
    assert_eq!(compare, Some(window.shifted(-window.nanos())));
    // The legend lists the classes, and a click highlights the edges of one.
    let row = harness.get_by_label_contains("Gone: ");
    let gone = row.accesskit_node().label().expect("a name");
    row.click();
    harness.run_steps(3);
    let selected = harness.state().session().state().selection.len();
    assert!(
        gone.starts_with(&format!("Gone: {selected} edge")),
        "{gone}"
    );
    // With Shift, B is drawn by hand; A stays.
    drag(&mut harness, 0.1, 0.2, egui::Modifiers::SHIFT);
    let state = harness.state().session().state();
    assert_eq!(state.window, Some(window));
    assert!(state.compare != compare && state.compare.is_some_and(|b| b.end < window.first));
    harness.get_by_label("Compare no longer").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session().state().compare, None);
}

#[test]
fn trend_lines_are_kept_renamed_and_taken_away() {
    let mut harness = window_in_berlin();
    harness.get_by_label("Trends").click();
    harness.run_steps(3);
    harness
        .get_by_label("Keep the filter as a trend line")
        .click();
    harness.run_steps(3);
    let name = || "Name of the lime trend line";
    harness
        .get_by_role_and_label(egui::Role::TextInput, name())
        .focus();
    harness.run_steps(2);
    harness
        .get_by_role_and_label(egui::Role::TextInput, name())
        .type_text("!");
    harness.run_steps(3);
    let trends = &harness.state().session().state().trends;
    assert!(trends[&TrendColor::Lime].name.contains('!'));
    assert!(harness.query_by_label("Trends (1)").is_some());
    harness
        .get_by_label("Take away the lime trend line")
        .click();
    harness.run_steps(3);
    assert!(harness.state().session().state().trends.is_empty());
}

#[test]
fn times_are_local_when_asked_and_filters_stay_in_utc() {
    let mut harness = window_in_berlin();
    assert!(
        harness
            .query_all_by_label_contains(" flows, UTC")
            .next()
            .is_some()
    );
    drag(&mut harness, 0.4, 0.6, egui::Modifiers::NONE);
    harness.get_by_label("View").click();
    harness.run_steps(3);
    harness.get_by_label("Local time").click();
    harness.run_steps(3);
    let session = harness.state().session();
    assert!(session.settings().local_time);
    let window = session.state().window.expect("drawn");
    let local = session.clock().exact(window.first);
    assert!(local.ends_with("+02:00"), "{local}");
    let filter = session.state().visible_filter().to_string();
    assert!(filter.contains(&window.first.to_utc_text()), "{filter}");
    assert!(
        harness
            .query_all_by_label_contains(" flows, UTC")
            .next()
            .is_none()
    );
    // The note below the overview, and the chip, are about the window in local time.
    let from_to = harness
        .state()
        .session()
        .clock()
        .from_to(window.first, window.end);
    assert!(
        harness
            .query_all_by_label_contains(&from_to)
            .next()
            .is_some()
    );
}

#[test]
fn a_note_on_a_time_flies_on_the_bar_and_leads_there() {
    let mut harness = window_in_berlin();
    let bars = harness.get_by_label("Time bar").rect();
    harness.get_by_label("Time bar").click_secondary();
    harness.run_steps(3);
    harness.get_by_label("Note here…").click();
    harness.run_steps(3);
    let is_editor = |node: &egui_kittest::Node<'_>| {
        let label = node.accesskit_node().label();
        label.is_some_and(|label| label.starts_with("Note on "))
    };
    let editor = harness
        .query_all_by_role(egui::Role::MultilineTextInput)
        .chain(harness.query_all_by_role(egui::Role::TextInput))
        .find(is_editor)
        .expect("an editor");
    editor.focus();
    harness.run_steps(2);
    let editor = harness
        .query_all_by_role(egui::Role::MultilineTextInput)
        .chain(harness.query_all_by_role(egui::Role::TextInput))
        .find(is_editor)
        .expect("an editor");
    editor.type_text("backup");
    harness.run_steps(3);
    harness.get_by_label("Done").click();
    harness.run_steps(3);
    let (place, text) = {
        let notes = &harness.state().session().state().notes;
        let (place, text) = notes.iter().next().expect("a note");
        (*place, text.clone())
    };
    assert_eq!(text, "backup");
    let NotePlace::Time(window) = place else {
        panic!("{place:?}");
    };
    let flag = harness.get_by_label_contains(": backup");
    assert!(bars.intersects(flag.rect()));
    flag.click();
    wait_for(&mut harness, |harness| {
        harness.state().session().state().window == Some(window)
    });
}
