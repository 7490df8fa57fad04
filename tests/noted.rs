//! Does `note` pass exactly the flows of what was written about, and follow what is written?

#[path = "support/office.rs"]
mod office;

use flowloom::capture::Address;
use flowloom::query::{Filter, FilterContext, FlowSet, Noted};
use flowloom::session::{
    Arrival, Command, Item, Join, NotePlace, SelectionStep, Session, Settings, TimeWindow, weave,
};
use flowloom::units::Timestamp;
use office::office;

fn opened() -> Session {
    let settings = Settings {
        hint_seen: true,
        ..Settings::default()
    };
    let mut session = Session::new(settings, "none".into());
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Woven(weave(office(), session.state().grouping)));
    session.receive(Arrival::Ended);
    session
}

fn filter(text: &str) -> Filter {
    text.parse().expect("a filter")
}

fn note(session: &mut Session, item: Item, text: &str) {
    session.apply(Command::Note(NotePlace::Item(item), text.to_owned()));
}

/// The visible flows are those of these filters together.
fn check(session: &Session, expected: &[&str]) {
    let data = session.data().expect("open");
    let table = &data.traffic.table;
    let mut flows = FlowSet::none(table.len());
    for text in expected {
        flows.unite(&filter(text).evaluate(table, &FilterContext::default()));
    }
    assert_eq!(*data.visible(), flows, "{expected:?}");
    assert_eq!(data.tallies().visible.flows, flows.count());
}

#[test]
fn notes_are_asked_for_and_followed() {
    let mut session = opened();
    let clients = &office().table.columns.client;
    let is_ip = |host: &&u32| !matches!(office().table.hosts.address(**host), Address::Mac(_));
    let host = *clients
        .iter()
        .find(is_ip)
        .expect("a host with an IP address");
    let address = format!("host == {}", office().table.hosts.address(host));
    session.apply(Command::Filter(filter("note")));
    check(&session, &[]);
    note(&mut session, Item::Port(53), "Name server, slow");
    check(&session, &["server.port == 53"]);
    note(&mut session, Item::Node(host), "the printer");
    check(&session, &["server.port == 53", &address]);
    session.apply(Command::Filter(filter("note contains \"PRINT\"")));
    check(&session, &[&address]);
    session.apply(Command::Filter(filter("note != \"the printer\"")));
    let others = format!("server.port == 53 && !({address})");
    check(&session, &[&others]);
    // Another text, no text, and both taken back.
    session.apply(Command::Filter(filter("note contains printer")));
    note(&mut session, Item::Node(host), "somebody's laptop");
    check(&session, &[]);
    session.apply(Command::Undo);
    check(&session, &[&address]);
    note(&mut session, Item::Node(host), "");
    check(&session, &[]);
    session.apply(Command::Undo);
    check(&session, &[&address]);
}

#[test]
fn a_step_and_a_stretch_of_time_have_notes_too() {
    let mut session = opened();
    let span = office().table.span.expect("flows");
    let middle = Timestamp(span.first.0 + (span.last.0 - span.first.0) / 2);
    let window = TimeWindow::between(span.first, middle);
    session.apply(Command::Sequence(vec![SelectionStep {
        join: Join::Not,
        filter: filter("note contains morning"),
    }]));
    let all = office().table.len() as u64;
    assert_eq!(session.data().expect("open").visible().count(), all);
    session.apply(Command::Note(NotePlace::Time(window), "Morning".to_owned()));
    let later = format!("first >= \"{}\"", middle.to_utc_text());
    check(&session, &[&later]);
}

#[test]
fn other_notes_change_nothing_where_nobody_asks() {
    let mut session = opened();
    session.apply(Command::Filter(filter("tcp")));
    let revision = session.data().expect("open").sums_revision;
    note(&mut session, Item::Port(443), "web");
    let data = session.data().expect("open");
    assert_eq!(data.sums_revision, revision);
    assert_eq!(data.notes.len(), 1);
}

#[test]
fn notes_about_notes_pass_nothing() {
    let table = &office().table;
    let noted = [Noted {
        text: "around".to_owned(),
        about: filter("note"),
    }];
    let context = FilterContext {
        notes: &noted,
        ..FilterContext::default()
    };
    assert_eq!(filter("note").evaluate(table, &context).count(), 0);
}
