//! Does every view follow, when somebody explores a capture by hand?
//!
//! The real window is driven by accessible names: open, type a filter, brush time, click a bar,
//! undo all, redo all. After every step the sums that the views show are held against sums made
//! here, flow by flow. It runs on the bundled samples, and on real captures where they are at hand
//! (`FLOWLOOM_DATA`).

#[path = "support/window.rs"]
mod window;

use std::collections::BTreeMap;
use std::path::PathBuf;

use egui::{Key, Modifiers, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use flowloom::app::{Shell, Source};
use flowloom::flow::NO_CODE;
use flowloom::query::FilterContext;
use flowloom::session::{Data, Item, Sample, State};
use flowloom::units::Totals;
use window::{key, settle, window};

/// Every sum of every view, made anew.
fn check(harness: &Harness<'_, Shell>, step: &str) {
    let session = harness.state().session();
    let data = session.data().expect("a capture is open");
    let table = &data.traffic.table;
    let (mut all, mut drawn) = (Totals::default(), Totals::default());
    let mut sums: [BTreeMap<u32, Totals>; 5] = Default::default();
    for flow in (0..table.len()).filter(|&flow| passes(session.state(), data, flow)) {
        let totals = table.flow_totals(flow);
        all += totals;
        let columns = &table.columns;
        let keys = [
            columns.client[flow],
            columns.server[flow],
            u32::from(columns.server_port[flow]),
            columns.name[flow],
            u32::from(columns.application[flow]),
        ];
        for (sums, key) in sums.iter_mut().zip(keys) {
            *sums.entry(key).or_default() += totals;
        }
        if data.graph.flow_edge(flow).is_some() {
            drawn += totals;
        }
    }
    let tallies = data.tallies();
    assert_eq!(tallies.visible, all, "visible after {step}");
    assert_eq!(tallies.visible + tallies.filtered, table.totals, "{step}");
    let [clients, servers, ports, names, applications] = sums;
    let views: [(&[Totals], BTreeMap<u32, Totals>, &str); 4] = [
        (&tallies.clients, clients, "sources"),
        (&tallies.servers, servers, "destinations"),
        (&tallies.ports, ports, "ports"),
        (&tallies.names, names, "names"),
    ];
    for (sums, expected, view) in views {
        for (code, sum) in sums.iter().enumerate() {
            let expected = expected.get(&(code as u32)).copied().unwrap_or_default();
            assert_eq!(*sum, expected, "{view} {code} after {step}");
        }
        let nameless = expected.get(&NO_CODE).copied().unwrap_or_default();
        let sum = sums.iter().fold(nameless, |sum, &part| sum + part);
        assert_eq!(sum, all, "{view} after {step}");
    }
    for (code, tally) in tallies.applications.iter().enumerate() {
        let expected = applications
            .get(&(code as u32))
            .copied()
            .unwrap_or_default();
        assert_eq!(tally.visible, expected, "application {code} after {step}");
    }
    let edges = tallies
        .edges
        .iter()
        .fold(Totals::default(), |sum, edge| sum + edge.totals());
    assert_eq!(edges, drawn, "edges after {step}");
    let bins = 0..data.ground.time_bins.count;
    let times = bins
        .flat_map(|bin| tallies.time_bin(bin))
        .fold(Totals::default(), |sum, &part| sum + part);
    assert_eq!(times, all, "time after {step}");
    let shares = data.shares;
    for share in [
        shares.hosts,
        shares.edges,
        shares.flows,
        shares.packets,
        shares.bytes,
    ] {
        assert!(share.adds_up(), "{share:?} after {step}");
    }
    if let Some(lit) = &data.lit {
        assert!(
            lit.flows.iter().all(|flow| data.visible().contains(flow)),
            "{step}"
        );
        let sum = lit.flows.iter().map(|flow| table.flow_totals(flow));
        assert_eq!(
            sum.fold(Totals::default(), |sum, part| sum + part),
            lit.tallies.visible
        );
    }
}

/// Whether a flow passes the filter, the window and the brushes, asked on its own.
fn passes(state: &State, data: &Data, flow: usize) -> bool {
    use std::cell::RefCell;
    thread_local! {
        static LAST: RefCell<(String, Vec<bool>)> = const { RefCell::new((String::new(), Vec::new())) };
    }
    let table = &data.traffic.table;
    let filter = state.visible_filter();
    let key = format!("{} {} {filter}", table.len(), table.totals.bytes);
    LAST.with_borrow_mut(|(of, passing)| {
        if *of != key {
            let set = filter.evaluate(table, &FilterContext::default());
            *passing = (0..table.len()).map(|flow| set.contains(flow)).collect();
            *of = key;
        }
        passing[flow]
    })
}

fn explore(source: Source, filter: &str) {
    let mut harness = window(Some(source));
    settle(&mut harness);
    check(&harness, "opening");
    let first = harness.state().session().state().clone();

    key(&mut harness, Modifiers::NONE, Key::Slash);
    let field = harness.get_by_role_and_label(egui::Role::TextInput, "Filter");
    field.type_text(filter);
    harness.run_steps(2);
    key(&mut harness, Modifiers::NONE, Key::Enter);
    let typed = filter.parse().expect("a filter");
    assert_eq!(harness.state().session().state().filter, typed);
    check(&harness, "typing a filter");

    let bar = harness
        .get_by_role_and_label(egui::Role::Slider, "Time bar")
        .rect();
    let at = |share: f32| pos2(bar.left() + bar.width() * share, bar.center().y);
    harness.drag_at(at(0.2));
    for share in [0.3, 0.5, 0.7] {
        harness.hover_at(at(share));
        harness.run_steps(2);
        check(&harness, "brushing time");
    }
    harness.drop_at(at(0.7));
    harness.run_steps(3);
    let window = harness.state().session().state().window;
    assert!(window.is_some(), "a drag makes a window");
    check(&harness, "letting go");
    // Inside the window a drag moves it.
    harness.drag_at(at(0.5));
    harness.hover_at(at(0.4));
    harness.run_steps(2);
    harness.drop_at(at(0.4));
    harness.run_steps(3);
    let moved = harness.state().session().state().window;
    assert_eq!(
        moved.map(|window| window.nanos()),
        window.map(|window| window.nanos())
    );
    assert_ne!(moved, window);
    check(&harness, "moving the window");

    click_first_port(&mut harness);
    check(&harness, "clicking a bar");

    harness.get_by_label("Axes").click();
    harness.run_steps(4);
    drag_axis(&mut harness, "Brush Bytes", 0.05, 0.6);
    check(&harness, "brushing an axis");
    let brushes = harness.state().session().state().sequence.len();

    let last = harness.state().session().state().clone();
    let steps = harness.state().session().history().len();
    // One step each for filter, drawing, moving, a brush, and a click on what there was to click.
    let clicked = usize::from(!last.selection.is_empty());
    assert_eq!(steps, 3 + clicked + brushes, "a whole drag is one step");
    for _ in 0..steps {
        key(&mut harness, Modifiers::COMMAND, Key::Z);
        check(&harness, "undo");
    }
    assert_eq!(*harness.state().session().state(), first);
    for _ in 0..steps {
        key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        check(&harness, "redo");
    }
    assert_eq!(*harness.state().session().state(), last);
}

/// Drags along an axis, between two shares of its height from the top.
fn drag_axis(harness: &mut Harness<'_, Shell>, label: &str, from: f32, to: f32) {
    let axis = harness.get_by_label(label).rect();
    let at = |share: f32| pos2(axis.center().x, axis.top() + share * axis.height());
    harness.drag_at(at(from));
    harness.run_steps(2);
    for step in 1..=3 {
        harness.hover_at(at(from + (to - from) * step as f32 / 3.0));
        harness.run_steps(2);
        check(harness, "dragging on an axis");
    }
    harness.drop_at(at(to));
    harness.run_steps(3);
}

/// Clicks the longest bar of the server ports, if any is visible.
fn click_first_port(harness: &mut Harness<'_, Shell>) {
    let data = harness.state().session().data().expect("open");
    let ports = data.tallies().ports.iter().enumerate();
    let Some((port, _)) = ports
        .filter(|(_, totals)| totals.flows > 0)
        .max_by_key(|(port, totals)| (totals.bytes, std::cmp::Reverse(*port)))
    else {
        return;
    };
    let start = match port {
        0 => "no port".to_owned(),
        port => port.to_string(),
    };
    // Rows are named "443 TLS, 4.71 MB".
    let bar = harness
        .query_all_by_role(egui::Role::Button)
        .find(|node| {
            use egui_kittest::kittest::NodeT;
            let label = node.accesskit_node().label().unwrap_or_default();
            label == start
                || label
                    .strip_prefix(&start)
                    .is_some_and(|rest| rest.starts_with([' ', ',']))
        })
        .map(|node| node.rect().center());
    let Some(bar) = bar else {
        panic!("no bar for port {start}");
    };
    harness.hover_at(bar);
    harness.run_steps(1);
    harness.drag_at(bar);
    harness.drop_at(bar);
    harness.run_steps(3);
    let state = harness.state().session().state();
    assert!(
        state.selection.contains(&Item::Port(port as u16)),
        "{:?}",
        state.selection
    );
}

#[test]
fn exploring_the_office() {
    explore(Source::Sample(Sample::Office), "bytes > 200 B && !(ntp)");
}

#[test]
fn exploring_the_botnet() {
    explore(Source::Sample(Sample::Botnet), "tcp || app == dns");
}

#[test]
fn exploring_real_captures() {
    let data = std::env::var_os("FLOWLOOM_DATA").map_or("../shared/data".into(), PathBuf::from);
    let wanted = ["pcap", "pcapng"];
    let mut captures: Vec<(u64, PathBuf)> = wanted
        .iter()
        .filter_map(|folder| std::fs::read_dir(data.join(folder)).ok())
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| Some((entry.metadata().ok()?.len(), entry.path())))
        .filter(|(size, path)| {
            let name = path.to_string_lossy();
            *size < 50 << 20
                && [".pcap", ".pcapng", ".cap"]
                    .iter()
                    .any(|end| name.ends_with(end))
        })
        .collect();
    captures.sort();
    captures.reverse();
    captures.truncate(3);
    for (_, path) in &captures {
        explore(Source::Paths(vec![path.clone()]), "bytes > 100 B || udp");
    }
    println!("explored by hand: {} real captures", captures.len());
}
