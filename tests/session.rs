//! Does the session do what a user means, and can everything be taken back?
//!
//! Commands are applied to a session over the bundled office capture; after each one the totals
//! must add up and equal a sum made here, flow by flow.

#[path = "support/office.rs"]
mod office;

use std::collections::BTreeSet;
use std::sync::Arc;

use flowloom::capture::{Application, Protocol};
use flowloom::flow::{FlowTable, Traffic};
use flowloom::graph::NodeKind;
use flowloom::query::{AxisChoice, AxisColumn, Filter, FilterContext, Tallies};
use flowloom::session::{
    Arrival, Category, ColorBy, Command, GroupRef, Item, Join, LayoutMode, NodeMeasure, Reach,
    Sample, SelectionStep, Session, Settings, Share, State, TimeWindow, View, weave,
};
use flowloom::units::{Timestamp, Totals};
use glam::{DVec2, Vec2};
use office::office;
use proptest::prelude::*;
use proptest::sample::select;

/// When the office's day begins, in seconds since the epoch.
const OFFICE_SECONDS: i64 = 1_760_432_400;

fn opened(traffic: &Arc<Traffic>) -> Session {
    let mut session = Session::new(Settings::default(), "none".into());
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Woven(weave(
        traffic.clone(),
        session.state().grouping,
    )));
    session.receive(Arrival::Ended);
    session
}

/// What the session shows must be what a naive sum over the table gives, and must add up.
fn check(session: &mut Session, command: Command) {
    session.apply(command.clone());
    follow_grouping(session);
    let data = session.data().expect("a capture is open");
    let table = &data.traffic.table;
    let state = session.state();
    let mut visible = Totals::default();
    let mut drawn = Totals::default();
    let mut hosts = BTreeSet::new();
    let passes = naive(state, table);
    for (flow, passes) in passes.into_iter().enumerate() {
        if !passes {
            assert!(!data.visible().contains(flow), "{flow} after {command:?}");
            continue;
        }
        visible += table.flow_totals(flow);
        if let Some(edge) = data.graph.flow_edge(flow) {
            drawn += table.flow_totals(flow);
            hosts.extend(data.graph.edge_nodes()[edge as usize]);
        }
    }
    assert_eq!(data.tallies().visible, visible, "after {command:?}");
    let as_text = state
        .visible_filter()
        .evaluate(table, &FilterContext::default());
    assert!(
        as_text == *data.visible(),
        "{} after {command:?}",
        state.visible_filter()
    );
    let rows = data.ground.rows(table, &data.graph);
    assert!(
        *data.tallies() == Tallies::over(&rows, data.visible()),
        "sums that followed differ from sums made anew after {command:?}"
    );
    let shares = data.shares;
    let all = [
        shares.hosts,
        shares.edges,
        shares.flows,
        shares.packets,
        shares.bytes,
    ];
    assert!(
        all.iter().all(|share| share.adds_up()),
        "{shares:?} after {command:?}"
    );
    assert_eq!(shares.flows.shown(), drawn.flows);
    assert_eq!(shares.packets.shown(), drawn.packets);
    assert_eq!(shares.bytes.shown(), drawn.bytes);
    assert_eq!(shares.hosts.shown(), hosts.len() as u64);
    assert_eq!(shares.packets.total, data.traffic.totals.packets);
}

/// Which flows are visible, asked one by one.
fn naive(state: &State, table: &FlowTable) -> Vec<bool> {
    let context = FilterContext::default();
    let filter = state.filter.evaluate(table, &context);
    let steps: Vec<_> = state
        .sequence
        .iter()
        .filter(|step| !step.filter.is_empty())
        .map(|step| (step.join, step.filter.evaluate(table, &context)))
        .collect();
    (0..table.len())
        .map(|flow| {
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
            let begins = table.first(flow);
            let begins_in = |window: TimeWindow| window.first <= begins && begins < window.end;
            let in_time = state
                .window
                .is_none_or(|window| begins_in(window) || state.compare.is_some_and(begins_in));
            filter.contains(flow) && in_time && selected
        })
        .collect()
}

/// The worker's part: weaves anew when the grouping changed.
fn follow_grouping(session: &mut Session) {
    let wanted = session.state().grouping;
    if let Some(data) = session.data()
        && data.graph.grouping() != wanted
    {
        let woven = weave(data.traffic.clone(), wanted);
        session.receive(Arrival::Woven(woven));
    }
}

fn busiest_application(session: &Session) -> Application {
    let data = session.data().expect("open");
    let tallies = data.tallies().applications.iter().enumerate();
    let (code, _) = tallies
        .max_by_key(|(_, tally)| tally.total.bytes)
        .expect("applications");
    Application::ALL[code]
}

#[test]
fn a_click_on_a_colour_filters_it_out_and_back_in() {
    let mut session = opened(&office());
    let category = Category::Application(busiest_application(&session));
    let all = session.data().expect("open").shares;
    check(&mut session, Command::Toggle(category));
    let without = session.data().expect("open").shares;
    assert!(without.bytes.filtered > all.bytes.filtered);
    check(&mut session, Command::Toggle(category));
    assert_eq!(session.data().expect("open").shares, all);
}

#[test]
fn solo_shows_one_colour_and_then_all_again() {
    let mut session = opened(&office());
    let category = Category::Application(Application::Dns);
    check(&mut session, Command::Solo(category));
    let data = session.data().expect("open");
    let dns = data.tallies().applications[usize::from(Application::Dns.code())].total;
    assert_eq!(data.tallies().visible, dns);
    assert!(dns.flows > 0);
    check(&mut session, Command::Solo(category));
    assert!(session.state().filter.is_empty());
    check(
        &mut session,
        Command::Solo(Category::Transport(Protocol::TCP)),
    );
    let tcp = &session.data().expect("open").tallies().protocols;
    assert!(
        tcp.iter()
            .all(|tally| (tally.protocol == Protocol::TCP) == (tally.visible.flows > 0))
    );
}

#[test]
fn a_node_lights_exactly_its_flows() {
    let mut session = opened(&office());
    let host = session.data().expect("open").graph.node_host(0);
    check(&mut session, Command::Select(Item::Node(host)));
    let data = session.data().expect("open");
    let lit = data.lit.as_ref().expect("lit");
    let table = &data.traffic.table;
    let expected: Vec<usize> = (0..table.len())
        .filter(|&flow| data.graph.flow_edge(flow).is_some())
        .filter(|&flow| [table.columns.client[flow], table.columns.server[flow]].contains(&host))
        .collect();
    assert_eq!(lit.flows.iter().collect::<Vec<_>>(), expected);
    assert_eq!(lit.picked, [0]);
    // A second click on it clears.
    check(&mut session, Command::Select(Item::Node(host)));
    assert!(session.data().expect("open").lit.is_none());
}

#[test]
fn hovering_a_colour_lights_it_for_the_next_frame() {
    let mut session = opened(&office());
    let revision = session.revision();
    session.set_hovered(Some(Item::Category(Category::Application(
        Application::Dns,
    ))));
    assert_ne!(session.revision(), revision);
    let data = session.data().expect("open");
    let dns = data.tallies().applications[usize::from(Application::Dns.code())].visible;
    assert_eq!(data.lit.as_ref().expect("lit").tallies.visible, dns);
    session.set_hovered(None);
    assert!(session.data().expect("open").lit.is_none());
}

#[test]
fn closing_and_opening_forget_what_was_chosen_but_not_the_look() {
    let traffic = office();
    let mut session = opened(&traffic);
    for command in [
        Command::ColorBy(ColorBy::Transport),
        Command::Toggle(Category::Application(Application::Dns)),
    ] {
        check(&mut session, command);
    }
    session.apply(Command::Close);
    assert!(session.data().is_none() && session.history().is_empty());
    assert!(session.state().filter.is_empty());
    assert_eq!(session.state().color_by, ColorBy::Transport);
}

#[test]
fn only_what_could_be_read_is_remembered() {
    let arrivals = |session: &mut Session| {
        session.receive(Arrival::Started(vec!["office".into()]));
        session.receive(Arrival::Woven(weave(office(), session.state().grouping)));
    };
    let mut session = Session::new(Settings::default(), "none".into());
    session.apply(Command::Open(vec!["broken.pcap".into()]));
    session.receive(Arrival::Failed("it is no capture".into()));
    session.apply(Command::OpenSample(Sample::Office));
    arrivals(&mut session);
    session.apply(Command::Open(vec!["slow.pcap".into()]));
    session.apply(Command::OpenSample(Sample::Office));
    arrivals(&mut session);
    assert!(session.settings().recent.is_empty());
    session.apply(Command::Open(vec!["office.pcap".into()]));
    arrivals(&mut session);
    assert_eq!(session.settings().recent.len(), 1);
}

#[test]
fn a_layout_brought_back_by_undo_is_not_held() {
    let mut session = opened(&office());
    check(&mut session, Command::RestartLayout);
    for mode in [LayoutMode::Concentric, LayoutMode::Addresses] {
        check(&mut session, Command::LayoutMode(mode));
    }
    check(&mut session, Command::ToggleLayout);
    assert!(session.layout_held());
    check(&mut session, Command::Undo);
    assert!(!session.layout_held());
}

#[test]
fn positions_of_a_replaced_graph_are_dropped() {
    let traffic = office();
    let mut session = opened(&traffic);
    let old = session.data().expect("open").graph.clone();
    check(&mut session, Command::GroupBy(NodeKind::Mac));
    let places: Arc<[Vec2]> = vec![Vec2::ONE; old.node_count()].into();
    session.receive(Arrival::Positions(old, places));
    let data = session.data().expect("open");
    assert_eq!(data.positions.len(), data.graph.node_count());
    assert!(data.positions.iter().all(|place| place.is_nan()));
}

#[test]
fn an_unparsed_share_is_part_of_the_total() {
    let share = Share {
        drawn: 1,
        grouped: 2,
        filtered: 3,
        unparsed: 4,
        total: 10,
    };
    assert!(share.adds_up());
    assert!(!Share { total: 11, ..share }.adds_up());
}

fn commands() -> impl Strategy<Value = Command> {
    let category = prop_oneof![
        (0..Application::ALL.len()).prop_map(|code| Category::Application(Application::ALL[code])),
        prop_oneof![
            Just(Protocol::TCP),
            Just(Protocol::UDP),
            Just(Protocol::ARP)
        ]
        .prop_map(Category::Transport),
    ];
    let filter = select(vec![
        "",
        "tcp",
        "bytes > 1 kB",
        "port in {53, 443} || host == 192.168.1.1",
        "!(dns)",
        "degree >= 3",
        "duration > 1 ms && app != tls",
        "nothing-is-called-so",
    ])
    .prop_map(|text| text.parse::<Filter>().expect("a filter"));
    let window = proptest::option::of((0_i64..600, 0_i64..600).prop_map(|(a, b)| {
        // The office's day begins at nine.
        let at = |second: i64| Timestamp((OFFICE_SECONDS + second * 4) * 1_000_000_000);
        TimeWindow::between(at(a), at(b))
    }));
    let step = (select(Join::ALL.to_vec()), filter.clone())
        .prop_map(|(join, filter)| SelectionStep { join, filter });
    let item = prop_oneof![
        (0_u32..60).prop_map(Item::Client),
        (0_u32..60).prop_map(Item::Server),
        select(vec![53_u16, 80, 443]).prop_map(Item::Port),
        (0_u32..20).prop_map(Item::Name),
        (0_u32..60).prop_map(Item::Node),
        (0_u32..60, 0_u32..60).prop_map(|(a, b)| Item::edge(a, b)),
        category.clone().prop_map(Item::Category),
    ];
    let reach = select(vec![
        Reach::Hops(1),
        Reach::Hops(3),
        Reach::Others,
        Reach::Component,
        Reach::OtherEnds,
        Reach::ShortestPaths,
        Reach::EarliestPath,
    ])
    .prop_map(Command::Reach);
    prop_oneof![
        category.clone().prop_map(Command::Toggle),
        category.prop_map(Command::Solo),
        Just(Command::ShowAll),
        filter.prop_map(Command::Filter),
        window.clone().prop_map(Command::Window),
        window.prop_map(Command::Compare),
        Just(Command::CompareBefore),
        any::<bool>().prop_map(Command::Fade),
        select(vec!["subnet/24", "scope", "degree", "application"])
            .prop_map(|by| Command::Groups(vec![by.parse().expect("a level")])),
        any::<bool>().prop_map(Command::Fold),
        any::<bool>().prop_map(Command::OpenGroups),
        (0_u32..60, 0_u8..2).prop_map(|(host, level)| Command::OpenGroup(GroupRef { host, level })),
        prop::collection::vec(step, 0..4).prop_map(Command::Sequence),
        prop::sample::subsequence(AxisColumn::ALL.to_vec(), 2..6)
            .prop_map(|columns| columns.into_iter().map(AxisChoice::new).collect())
            .prop_map(Command::Axes),
        select(vec![
            "bytes duration",
            "time:linear vlan",
            "source destination"
        ])
        .prop_map(|words| Command::Scatter(words.parse().expect("two columns"))),
        select(vec![
            "hosts",
            "subnets by-activity flows",
            "packets only-visible"
        ])
        .prop_map(|words| Command::Matrix(words.parse().expect("words"))),
        item.clone().prop_map(Command::FilterTo),
        item.clone().prop_map(Command::Exclude),
        Just(Command::FilterToSelection),
        Just(Command::ExcludeSelection),
        item.clone().prop_map(Command::Select),
        item.prop_map(Command::SelectAlso),
        Just(Command::ClearSelection),
        reach,
        Just(Command::FilterWithinSelection),
        (select(NodeMeasure::ALL.to_vec()), 0_u64..8, 0_u64..5_000)
            .prop_map(|(measure, least, more)| Command::SelectRange(measure, least, least + more)),
        any::<bool>().prop_map(Command::ShowNonIp),
        any::<bool>().prop_map(Command::TwoStrands),
        any::<bool>().prop_map(Command::SizeLog),
        prop_oneof![Just(NodeKind::Host), Just(NodeKind::Mac)].prop_map(Command::GroupBy),
        (0_u32..60).prop_map(|host| Command::Pin(host, Vec2::new(1.0, 2.0))),
        (0_u32..60).prop_map(Command::Unpin),
        Just(Command::Look(Some(View {
            center: DVec2::ONE,
            points_per_unit: 3.0
        }))),
        Just(Command::Fit),
        Just(Command::EndGesture),
        Just(Command::GiveUpGesture),
        Just(Command::RestartLayout),
        Just(Command::LayOutVisible),
        select(LayoutMode::ALL.to_vec()).prop_map(Command::LayoutMode),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Totals add up after every command; undoing everything and redoing it gives the same states.
    #[test]
    fn everything_can_be_undone_and_redone(steps in prop::collection::vec(commands(), 1..24)) {
        let traffic = office();
        let mut session = opened(&traffic);
        let first = session.state().clone();
        let shares = session.data().expect("open").shares;
        for command in steps {
            check(&mut session, command);
        }
        let last = session.state().clone();
        let last_shares = session.data().expect("open").shares;
        let count = session.history().len();
        for _ in 0..count {
            check(&mut session, Command::Undo);
        }
        prop_assert_eq!(session.state(), &first);
        prop_assert_eq!(session.data().expect("open").shares, shares);
        for _ in 0..count {
            check(&mut session, Command::Redo);
        }
        prop_assert_eq!(session.state(), &last);
        prop_assert_eq!(session.data().expect("open").shares, last_shares);
    }
}
