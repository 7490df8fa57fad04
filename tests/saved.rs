//! Is what was done never lost?
//!
//! Every command can be written down and read again; a session that is saved and opened again is
//! the same; a session file that is damaged in any way is refused or opened, but never a panic and
//! never the loss of what is open.

#[path = "support/office.rs"]
mod office;

use std::collections::BTreeSet;
use std::sync::Arc;

use flowloom::capture::{Application, Protocol};
use flowloom::graph::NodeKind;
use flowloom::query::{AxisChoice, AxisColumn, ColumnSpan, Filter, RowKind};
use flowloom::session::script::{check, parse, words};
use flowloom::session::{
    Arrival, Category, ColorBy, Command, GroupBy, GroupEnd, GroupRef, Item, Join, LayoutMode,
    LayoutPhase, Matrix, Measure, NodeBudget, NodeMeasure, NotePlace, Reach, Restored, Sample,
    Saved, SavedInput, SavedReading, Scatter, SelectionStep, Session, Settings, SizeBy, State,
    TimeWindow, Trend, TrendColor, View, weave,
};
use flowloom::units::Timestamp;
use glam::{DVec2, Vec2};
use office::office;
use proptest::prelude::*;
use proptest::sample::select;

/// Reads the office, after whatever the session was told to restore.
fn open(session: &mut Session) {
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Woven(weave(office(), session.state().grouping)));
    session.receive(Arrival::Ended);
}

fn opened() -> Session {
    let settings = Settings {
        hint_seen: true,
        ..Settings::default()
    };
    let mut session = Session::new(settings, "none".into());
    open(&mut session);
    session
}

fn apply(session: &mut Session, command: Command) {
    session.apply(command);
    let wanted = session.state().grouping;
    if let Some(data) = session.data()
        && data.graph.grouping() != wanted
    {
        session.receive(Arrival::Woven(weave(office(), wanted)));
    }
}

/// Gives every node a place, as a layout would.
fn place(session: &mut Session) {
    let data = session.data().expect("open");
    let places = (0..data.graph.node_count()).map(|node| {
        let angle = node as f32;
        Vec2::from_angle(angle) * (1.0 + angle / 7.0)
    });
    let graph = data.graph.clone();
    let arrival = Arrival::Positions(graph.clone(), places.collect());
    session.receive(arrival);
    // Places are saved once the layout rests.
    session.receive(Arrival::Layout(graph, LayoutPhase::Converged));
}

fn saved(session: &Session) -> Saved {
    let snapshot = session.snapshot().expect("something is open");
    let input = SavedInput {
        path: "office.pcapng.zst".into(),
        sample: true,
        ..SavedInput::default()
    };
    snapshot.saved(vec![input], SavedReading::default(), None)
}

fn restored(saved: Saved) -> Session {
    let mut session = opened();
    session.receive(Arrival::Restoring(Restored {
        saved: Arc::new(saved),
        path: None,
    }));
    open(&mut session);
    session
}

fn items() -> impl Strategy<Value = Item> {
    let table = &office().table;
    let (hosts, names) = (table.hosts.len() as u32, table.names.len() as u32);
    prop_oneof![
        (0..hosts).prop_map(Item::Client),
        (0..hosts).prop_map(Item::Server),
        any::<u16>().prop_map(Item::Port),
        (0..names).prop_map(Item::Name),
        spans().prop_map(Item::Values),
        (0..hosts).prop_map(Item::Node),
        (0..hosts, 0..hosts).prop_map(|(a, b)| Item::edge(a, b)),
        categories().prop_map(Item::Category),
        groups().prop_map(Item::Group),
        [ends(), ends()].prop_map(Item::between),
    ]
}

fn groups() -> impl Strategy<Value = GroupRef> {
    let hosts = office().table.hosts.len() as u32;
    (0..hosts, 0..5_u8).prop_map(|(host, level)| GroupRef { host, level })
}

fn ends() -> impl Strategy<Value = GroupEnd> {
    let hosts = office().table.hosts.len() as u32;
    prop_oneof![
        (0..hosts).prop_map(GroupEnd::Host),
        groups().prop_map(GroupEnd::Group)
    ]
}

fn levels() -> impl Strategy<Value = Vec<GroupBy>> {
    let typed = ["subnet/12/40", "prefixes:192.168.0.0/16,2001:db8::/32"];
    let typed = typed.map(|text| text.parse().expect("a level"));
    let all: Vec<GroupBy> = GroupBy::offered().into_iter().chain(typed).collect();
    prop::collection::vec(select(all), 0..3)
}

fn spans() -> impl Strategy<Value = ColumnSpan> {
    let columns = [
        AxisColumn::Bytes,
        AxisColumn::Duration,
        AxisColumn::First,
        AxisColumn::ClientPort,
        AxisColumn::Evidence,
    ];
    let values = prop_oneof![
        Just(None),
        (0_i64..3, 0_i64..900).prop_map(|(least, more)| Some([least, least + more])),
        (1_i64..3).prop_map(|most| Some([i64::MIN, most])),
        (1_i64..3).prop_map(|least| Some([least, i64::MAX])),
    ];
    // Kinds have no order: one of them, or none.
    let one = |values: [i64; 2]| [values[0].clamp(0, 1); 2];
    (select(columns.to_vec()), values).prop_map(move |(column, values)| ColumnSpan {
        column,
        values: match column {
            AxisColumn::Evidence => values.map(one),
            _ => values,
        },
    })
}

fn categories() -> impl Strategy<Value = Category> {
    prop_oneof![
        select(Application::ALL.to_vec()).prop_map(Category::Application),
        any::<u16>().prop_map(|code| Category::Transport(Protocol(code))),
    ]
}

fn filters() -> impl Strategy<Value = Filter> {
    let texts = [
        "",
        "tcp",
        "not tcp",
        "port in {53, 443} || host == 192.168.1.1",
        "\"a ; b \\\" c\"",
        "degree >= 3 && !(dns)",
        "frame.time >= \"2025-10-14 09:00:00\"",
        "dns.qry.name contains \"; not ..\"",
    ];
    select(texts.to_vec()).prop_map(|text| text.parse().expect("a filter"))
}

fn windows() -> impl Strategy<Value = TimeWindow> {
    (any::<i64>(), any::<i64>()).prop_map(|(a, b)| TimeWindow::between(Timestamp(a), Timestamp(b)))
}

fn finite() -> impl Strategy<Value = f32> {
    prop_oneof![
        -1e6_f32..1e6,
        Just(0.1_f32),
        Just(-0.0_f32),
        Just(1e-30_f32)
    ]
}

fn views() -> impl Strategy<Value = View> {
    (-1e6_f64..1e6, -1e6_f64..1e6, 1e-6_f64..1e9).prop_map(|(x, y, points_per_unit)| View {
        center: DVec2::new(x, y),
        points_per_unit,
    })
}

fn note_places() -> impl Strategy<Value = NotePlace> {
    prop_oneof![
        items().prop_map(NotePlace::Item),
        windows().prop_map(NotePlace::Time)
    ]
}

/// Commands that change the picture.
fn commands() -> impl Strategy<Value = Command> {
    let hosts = office().table.hosts.len() as u32;
    let step = (select(Join::ALL.to_vec()), filters())
        .prop_map(|(join, filter)| SelectionStep { join, filter });
    let changes = prop_oneof![
        categories().prop_map(Command::Toggle),
        categories().prop_map(Command::Solo),
        Just(Command::ShowAll),
        filters().prop_map(Command::Filter),
        items().prop_map(Command::FilterTo),
        items().prop_map(Command::Exclude),
        Just(Command::FilterToSelection),
        Just(Command::ExcludeSelection),
        proptest::option::of(windows()).prop_map(Command::Window),
        proptest::option::of(windows()).prop_map(Command::Compare),
        Just(Command::CompareBefore),
        (
            select(TrendColor::ALL.to_vec()),
            proptest::option::of((any::<String>(), filters()))
        )
            .prop_map(|(color, trend)| Command::Trend(
                color,
                trend.map(|(name, filter)| Trend { name, filter })
            )),
        Just(Command::TrendOfHighlight),
        Just(Command::TrendOfFilter),
        prop::collection::vec(step, 0..4).prop_map(Command::Sequence),
        prop::collection::vec(
            (
                select(AxisColumn::ALL.to_vec()),
                any::<bool>(),
                any::<bool>()
            )
                .prop_map(|(column, inverted, log)| AxisChoice {
                    column,
                    inverted,
                    log,
                }),
            0..5
        )
        .prop_map(Command::Axes),
        (
            prop::sample::subsequence(AxisColumn::ALL.to_vec(), 2),
            any::<[bool; 2]>()
        )
            .prop_map(|(columns, logs)| {
                let choice = |side: usize| AxisChoice {
                    column: columns[side],
                    inverted: false,
                    log: logs[side],
                };
                Command::Scatter(Scatter::new(choice(1), choice(0)).expect("two columns"))
            }),
        (any::<[bool; 3]>(), 0..3_usize).prop_map(|([subnets, by_activity, only_visible], of)| {
            Command::Matrix(Matrix {
                rows: if subnets {
                    RowKind::Subnet
                } else {
                    RowKind::Host
                },
                by_activity,
                only_visible,
                measure: [Measure::Bytes, Measure::Packets, Measure::Flows][of],
            })
        }),
        items().prop_map(Command::Select),
        items().prop_map(Command::SelectAlso),
        prop::collection::vec(0..hosts, 0..5).prop_map(Command::SelectNodes),
        prop::collection::vec(items(), 0..5).prop_map(Command::SelectItems),
        (
            prop::collection::vec(items(), 0..3),
            proptest::option::of(views())
        )
            .prop_map(|(items, view)| Command::ShowItems(items, view)),
        (
            select(NodeMeasure::ALL.to_vec()),
            any::<u64>(),
            any::<u64>()
        )
            .prop_map(|(measure, a, b)| Command::SelectRange(measure, a.min(b), a.max(b))),
        select(vec![
            Reach::Hops(1),
            Reach::Hops(3),
            Reach::Others,
            Reach::Component,
            Reach::OtherEnds,
            Reach::ShortestPaths,
            Reach::EarliestPath,
        ])
        .prop_map(Command::Reach),
        Just(Command::FilterWithinSelection),
        Just(Command::ClearSelection),
    ];
    let looks = prop_oneof![
        select(ColorBy::all().collect::<Vec<_>>()).prop_map(Command::ColorBy),
        select(SizeBy::ALL.to_vec()).prop_map(Command::SizeBy),
        any::<bool>().prop_map(Command::SizeLog),
        select(vec![NodeKind::Host, NodeKind::Mac]).prop_map(Command::GroupBy),
        any::<bool>().prop_map(Command::ShowNonIp),
        any::<bool>().prop_map(Command::TwoStrands),
        any::<bool>().prop_map(Command::Labels),
        any::<bool>().prop_map(Command::Fade),
        levels().prop_map(Command::Groups),
        any::<u32>().prop_map(|most| Command::NodeBudget(NodeBudget(most))),
        any::<bool>().prop_map(Command::Fold),
        groups().prop_map(Command::OpenGroup),
        groups().prop_map(Command::CloseGroup),
        any::<bool>().prop_map(Command::OpenGroups),
        proptest::option::of(views()).prop_map(Command::Look),
        Just(Command::Fit),
        Just(Command::RestartLayout),
        Just(Command::LayOutVisible),
        select(LayoutMode::ALL.to_vec()).prop_map(Command::LayoutMode),
        any::<u64>().prop_map(Command::Seed),
        (0..hosts, finite(), finite()).prop_map(|(host, x, y)| Command::Pin(host, Vec2::new(x, y))),
        prop::collection::vec((0..hosts, finite(), finite()), 0..4).prop_map(|nodes| {
            let at = |(host, x, y)| (host, Vec2::new(x, y));
            Command::PinNodes(nodes.into_iter().map(at).collect())
        }),
        (0..hosts).prop_map(Command::Unpin),
        Just(Command::UnpinAll),
        (note_places(), any::<String>()).prop_map(|(place, text)| Command::Note(place, text)),
        Just(Command::Undo),
        Just(Command::Redo),
        (0_usize..12).prop_map(Command::GoTo),
        Just(Command::EndGesture),
        Just(Command::GiveUpGesture),
    ];
    prop_oneof![changes, looks]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    /// What is written down means the same when it is read, and is known to before.
    #[test]
    fn words_and_commands_are_inverse(command in commands()) {
        let traffic = office();
        let text = words(&command, &traffic.table);
        prop_assert!(!text.contains('\n'), "{text:?}");
        prop_assert_eq!(check(&text), Ok(()));
        prop_assert_eq!(parse(&text, &traffic.table), Ok(command));
    }

    /// Any text is a command or an error that points into the text.
    #[test]
    fn any_text_is_a_command_or_an_error(
        verb in select(vec!["", "select", "filter", "note host", "window", "sequence and", "pin host", "look", "open"]),
        rest in any::<String>(),
    ) {
        let text = format!("{verb} {rest}");
        if let Err(error) = check(&text) {
            prop_assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            prop_assert!(!error.message.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A session that was saved is the same when it is opened, places included.
    #[test]
    fn a_saved_session_is_the_same_when_it_is_opened(steps in prop::collection::vec(commands(), 0..16)) {
        let mut session = opened();
        for command in steps {
            apply(&mut session, command);
        }
        place(&mut session);
        let bytes = saved(&session).to_json().expect("a small session");
        let again = restored(Saved::parse(&bytes).expect("sound"));
        prop_assert_eq!(again.state(), session.state());
        let [before, after] = [&session, &again].map(|session| session.data().expect("open"));
        prop_assert_eq!(&before.positions, &after.positions);
        prop_assert_eq!(before.tallies(), after.tallies());
        prop_assert_eq!(before.shares, after.shares);
        prop_assert!(after.recalled.is_some() || before.graph.node_count() == 0);
        prop_assert_eq!(again.message(), None);
        // So is its past,
        prop_assert!(again.history().labels().eq(session.history().labels()));
        prop_assert_eq!(again.history().len(), session.history().len());
        // what is saved of it,
        prop_assert_eq!(saved(&again), saved(&session));
        // and every state that undo and redo lead to.
        let mut again = again;
        let steps = session.history().labels().count();
        for step in (0..=steps).chain([0]) {
            apply(&mut session, Command::GoTo(step));
            apply(&mut again, Command::GoTo(step));
            prop_assert_eq!(again.state(), session.state());
        }
    }

    /// A script does what clicks do.
    #[test]
    fn a_script_equals_the_clicks(steps in prop::collection::vec(commands(), 0..16)) {
        let mut clicked = opened();
        let mut scripted = opened();
        for command in steps {
            let text = words(&command, &office().table);
            apply(&mut clicked, command);
            apply(&mut scripted, parse(&text, &office().table).expect("a command"));
        }
        prop_assert_eq!(scripted.state(), clicked.state());
        prop_assert!(scripted.history().labels().eq(clicked.history().labels()));
    }
}

/// A part of a state that is empty before a step is empty again when the step is undone in a session
/// that was saved and opened.
#[test]
fn undoing_the_first_trend_line_in_an_opened_session_takes_it_away() {
    let mut session = opened();
    let command = parse("trend lime \"web\" tcp.port == 443", &office().table);
    apply(&mut session, command.expect("a command"));
    place(&mut session);
    let bytes = saved(&session).to_json().expect("a small session");
    let mut again = restored(Saved::parse(&bytes).expect("sound"));
    assert_eq!(again.state().trends.len(), 1);
    apply(&mut again, Command::Undo);
    assert!(again.state().trends.is_empty());
    apply(&mut again, Command::Redo);
    assert_eq!(again.state(), session.state());
}

/// A session with a bit of everything in it.
fn rich() -> Session {
    let mut session = opened();
    for text in [
        "filter tcp || dns",
        "window 2025-10-14 09:00:00 .. 2025-10-14 09:20:00",
        "sequence and port == 443 ; or app == dns",
        "color-by transport",
        "look 1.5 -2 8",
        "select app dns",
        "compare 2025-10-14 08:40:00 .. 2025-10-14 09:00:00",
        "fade on",
        "trend lime \"the web\" port in {80, 443}",
    ] {
        let command = parse(text, &office().table).expect(text);
        apply(&mut session, command);
    }
    let host = session.data().expect("open").graph.node_host(0);
    apply(&mut session, Command::SelectAlso(Item::Node(host)));
    apply(&mut session, Command::Pin(host, Vec2::new(0.1, 2.0)));
    let place = NotePlace::Item(Item::Node(host));
    apply(
        &mut session,
        Command::Note(place, "the printer\n\"again\"".into()),
    );
    place_all(session)
}

fn place_all(mut session: Session) -> Session {
    place(&mut session);
    session
}

#[test]
fn damaged_session_files_never_panic_and_touch_nothing_that_is_open() {
    let bytes = saved(&rich()).to_json().expect("a small session");
    let mut open = opened();
    apply(&mut open, Command::Filter("dns".parse().expect("a filter")));
    let before = open.state().clone();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    let tokens: [&[u8]; 12] = [
        b"null",
        b"-1",
        b"1e999",
        b"{",
        b"}",
        b"[",
        b"\"",
        b"\\u0000",
        b"99999999999999999999",
        b"\xff",
        b",",
        b"true",
    ];
    let (mut refused, mut taken) = (0, 0);
    for _ in 0..4_000 {
        let mut damaged = bytes.clone();
        for _ in 0..=next(3) {
            let at = next(damaged.len());
            match next(4) {
                0 => damaged[at] = next(256) as u8,
                1 => damaged.truncate(at.max(1)),
                2 => {
                    let end = (at + next(40)).min(damaged.len());
                    damaged.drain(at..end);
                    if damaged.is_empty() {
                        damaged.push(b'{');
                    }
                }
                _ => {
                    let token = tokens[next(tokens.len())];
                    damaged.splice(at..at, token.iter().copied());
                }
            }
        }
        match Saved::parse(&damaged) {
            // Nothing is told to the session, so nothing of it can change.
            Err(error) => {
                refused += 1;
                assert!(!error.problem.is_empty() && !error.cause.is_empty());
                assert!(!error.hint.is_empty());
            }
            Ok(saved) => {
                taken += 1;
                // What is sound opens: on the first few, in full.
                if taken < 60 {
                    let session = restored(saved);
                    let data = session.data().expect("open");
                    assert!(data.shares.flows.adds_up());
                    assert!(
                        session
                            .state()
                            .view
                            .is_none_or(|view| view.center.is_finite())
                    );
                }
            }
        }
    }
    assert!(
        refused > 1_000 && taken > 20,
        "{refused} refused, {taken} taken"
    );
    assert_eq!(*open.state(), before);
}

#[test]
fn a_damaged_past_is_left_out_and_the_session_opens() {
    let session = rich();
    let whole = saved(&session);
    let steps = session.history().len();
    assert!(steps > 3);
    let mut broken = vec![serde_json::json!(7), serde_json::json!({"done": [{}]})];
    let mut nonsense = whole.history.clone().expect("a past");
    nonsense["done"][1]["differs"]["filter"] = "tcp &&".into();
    broken.push(nonsense);
    for history in broken {
        let damaged = Saved {
            history: Some(history),
            ..whole.clone()
        };
        let bytes = damaged.to_json().expect("a small session");
        let again = restored(Saved::parse(&bytes).expect("the session is sound"));
        assert_eq!(again.state(), session.state());
        assert!(again.history().is_empty());
        let message = again.message().expect("it is told");
        assert!(message.contains("undone"), "{message}");
    }
    // A session without a past, as earlier versions wrote it, opens without a word.
    let without = Saved {
        history: None,
        ..whole
    };
    assert_eq!(restored(without).message(), None);
}

#[test]
fn the_latest_steps_are_kept() {
    let mut session = opened();
    for seed in 0..500 {
        apply(&mut session, Command::Seed(seed + 10));
    }
    let mut again = restored(saved(&session));
    assert_eq!(again.history().len(), 200);
    apply(&mut again, Command::Undo);
    assert_eq!(again.state().seed, 508);
    apply(&mut again, Command::GoTo(0));
    assert_eq!(again.state().seed, 309);
}

#[test]
fn a_session_file_says_what_is_wrong_with_it() {
    let check = |text: &str, cause: &str| {
        let error = Saved::parse(text.as_bytes()).expect_err(text);
        assert!(error.cause.contains(cause), "{error}");
    };
    check("", "not JSON");
    check("{}", "which version");
    check(r#"{"flowloom":2,"whatever":[]}"#, "has version 2");
    check(r#"{"flowloom":1,"inputs":[]}"#, "missing field `state`");
    let with = |state: &str| format!(r#"{{"flowloom":1,"inputs":[],"state":{state}}}"#);
    check(&with(r#"{"filter":"tcp &&"}"#), "in the filter");
    check(&with(r#"{"selection":["hots 10.0.0.1"]}"#), "hots 10.0.0.1");
    check(&with(r#"{"pins":{"here":[0,0]}}"#), "here");
    check(&with(r#"{"window":["now","then"]}"#), "a time");
    check(&with(r#"{"node":"house"}"#), "house");
    assert!(Saved::parse(with("{}").as_bytes()).is_ok());
    // An attacker's numbers make no picture.
    let strange = with(r#"{"view":[1e300,0,1],"pins":{"10.0.0.1":[3e38,0]}}"#);
    let state = restored(Saved::parse(strange.as_bytes()).expect("sound"));
    assert_eq!((state.state().view, state.state().pins.len()), (None, 0));
}

#[test]
fn what_the_captures_lack_is_counted_and_the_rest_is_there() {
    let mut stored = saved(&rich());
    stored.state.selection.push("host 203.0.113.77".into());
    stored.state.pins.insert("203.0.113.77".into(), [1.0, 1.0]);
    stored.positions.insert("203.0.113.77".into(), [1.0, 1.0]);
    let session = restored(stored);
    assert_eq!(session.state(), rich().state());
    let message = session.message().expect("a message");
    assert!(message.starts_with("2 of what was"), "{message}");
}

#[test]
fn a_session_is_looked_at_while_it_is_read_and_completed_in_the_end() {
    let stored = saved(&rich());
    let mut session = opened();
    session.receive(Arrival::Restoring(Restored {
        saved: Arc::new(stored),
        path: Some("/somewhere/a.flowloom".into()),
    }));
    // Nothing happens to what is open until the captures can be read.
    assert_eq!(*session.state(), State::default());
    session.receive(Arrival::Started(vec!["office".into()]));
    assert_eq!(session.state().filter, rich().state().filter);
    let mut partial = (*office()).clone();
    partial.complete = false;
    let woven = weave(Arc::new(partial), session.state().grouping);
    session.receive(Arrival::Woven(woven));
    assert!(session.is_restoring() && session.state().selection.is_empty());
    session.receive(Arrival::Woven(weave(office(), session.state().grouping)));
    assert_eq!(session.state(), rich().state());
    assert!(!session.is_restoring());
    assert_eq!(session.history().len(), rich().history().len());
    assert_eq!(session.saved_as(), Some("/somewhere/a.flowloom".as_ref()));
    // Something else is another session.
    open(&mut session);
    assert_eq!(session.saved_as(), None);
    assert!(session.state().notes.is_empty());
}

#[test]
fn a_note_that_is_typed_is_one_step() {
    let mut session = opened();
    let place = NotePlace::Item(Item::Port(53));
    for text in ["a", "ab", "abc"] {
        session.apply(Command::Note(place, text.into()));
    }
    session.apply(Command::EndGesture);
    assert_eq!(session.history().len(), 1);
    session.apply(Command::Note(place, String::new()));
    assert!(session.state().notes.is_empty());
    session.apply(Command::GoTo(1));
    assert_eq!(session.state().notes[&place], "abc");
    session.apply(Command::GoTo(0));
    assert_eq!(*session.state(), State::default());
}

#[test]
fn every_command_without_an_argument_has_words() {
    let table = &office().table;
    let mut seen = BTreeSet::new();
    let others = [
        Command::Escape,
        Command::DismissMessage,
        Command::EndGesture,
    ];
    for command in Command::simple().into_iter().chain(others) {
        let text = words(&command, table);
        assert!(!text.is_empty(), "{command:?}");
        assert_eq!(parse(&text, table), Ok(command), "{text}");
        assert!(seen.insert(text));
    }
    let open = Command::Open(vec!["a b.pcap".into(), "\"c\".pcap".into()]);
    assert_eq!(parse(&words(&open, table), table), Ok(open));
    assert_eq!(
        parse("open-sample office", table),
        Ok(Command::OpenSample(Sample::Office))
    );
}

#[test]
fn errors_say_where_and_what_was_meant() {
    let table = &office().table;
    let check = |text: &str, wrong: &str, message: &str, suggestion: Option<&str>| {
        let error = parse(text, table).expect_err(text);
        assert_eq!(&text[error.span.clone()], wrong, "{text}");
        assert!(error.message.contains(message), "{text}: {}", error.message);
        assert_eq!(error.suggestion.as_deref(), suggestion, "{text}");
    };
    check(
        "selct host 10.0.0.1",
        "selct",
        "no such command",
        Some("`select`"),
    );
    check(
        "select hots 10.0.0.1",
        "hots",
        "what it is about",
        Some("`host`"),
    );
    check(
        "select host 203.0.113.77",
        "203.0.113.77",
        "not in what is open",
        None,
    );
    check("select host ten", "ten", "neither an IP", None);
    check("select app dsn", "dsn", "no application", Some("`dns`"));
    check("select", "", "missing", None);
    check("fit now", "now", "nothing more", None);
    check("filter tcp &&", "", "", None);
    check(
        "labels maybe",
        "maybe",
        "`on` or `off`",
        Some("`on` or `off`"),
    );
    check("look 1 2 0", "0", "more than 0", None);
    check("look 1 NaN 1", "NaN", "finite", None);
    check("window yesterday .. today", "yesterday", "a moment", None);
    check("sequence adn tcp", "adn", "`and`, `or`", Some("`and`"));
    check(
        "select name \"nothing.example\"",
        "\"nothing.example\"",
        "no flow asked",
        None,
    );
}
