//! Does the window keep what was done, whatever happens to it?
//!
//! The real shell without a screen: sessions are opened, saved, kept without being asked, and found
//! again by the next window; a session that is damaged changes nothing.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use flowloom::app::{Opening, Shell, Source};
use flowloom::files::read_session;
use flowloom::session::{Item, LayoutPhase, NotePlace, ReadStatus, Sample, Session};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

fn window(opening: Opening) -> Harness<'static, Shell> {
    Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .with_accessibility_check(true)
        .wgpu()
        .build_eframe(|creation| {
            let fresh = true;
            Shell::new(creation, Opening { fresh, ..opening })
        })
}

/// A window with these commands carried out on the office.
fn office(commands: &[&str], keep_in: Option<&Path>) -> Harness<'static, Shell> {
    let mut harness = window(Opening {
        source: Some(Source::Sample(Sample::Office)),
        commands: commands.iter().map(|&text| text.to_owned()).collect(),
        keep_in: keep_in.map(Path::to_owned),
        ..Opening::default()
    });
    wait(&mut harness, is_at_rest);
    harness
}

fn is_at_rest(session: &Session) -> bool {
    *session.reading() == ReadStatus::Idle
        && !session.is_restoring()
        && session.data().is_some_and(|data| data.traffic.complete)
        && session.layout() == LayoutPhase::Converged
}

/// Runs frames until the session is as it should be, and a few more.
#[track_caller]
fn wait(harness: &mut Harness<'_, Shell>, until: impl Fn(&Session) -> bool) {
    let began = Instant::now();
    loop {
        harness.step();
        if until(harness.state().session()) {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "it never came to that");
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(4);
}

fn key(harness: &mut Harness<'_, Shell>, modifiers: egui::Modifiers, key: egui::Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

/// A session file about the office, saved by a window, with the state it had.
fn saved_office(folder: &Path) -> (PathBuf, flowloom::session::State) {
    let kept = folder.join("kept");
    let harness = office(
        &[
            "filter tcp || dns",
            "select app dns",
            "look 1 2 20",
            "color-by transport",
            "note time 2025-10-14 09:00:00 .. 2025-10-14 09:05:00 \"the alarm\"",
        ],
        Some(&kept),
    );
    let state = harness.state().session().state().clone();
    assert_eq!(state.notes.len(), 1, "the script was carried out");
    leave(harness);
    let path = folder.join("study.flowloom");
    std::fs::copy(kept.join("last.flowloom"), &path).expect("the session was kept");
    (path, state)
}

/// Closes a window as a person does; all that waits is written by then.
fn leave(mut harness: Harness<'_, Shell>) {
    eframe::App::on_exit(harness.state_mut());
    drop(harness);
}

fn open(path: &Path, keep_in: Option<&Path>) -> Harness<'static, Shell> {
    window(Opening {
        source: Some(Source::Paths(vec![path.to_owned()])),
        keep_in: keep_in.map(Path::to_owned),
        ..Opening::default()
    })
}

#[test]
fn a_session_opens_as_it_was_and_is_saved_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, state) = saved_office(folder.path());
    let stored = read_session(&path).expect("a session");
    assert!(!stored.positions.is_empty() && stored.dock.is_some());
    let mut harness = open(&path, None);
    wait(&mut harness, is_at_rest);
    let session = harness.state().session();
    assert_eq!(*session.state(), state);
    let data = session.data().expect("open");
    assert!(data.recalled.is_some());
    for (node, place) in data.positions.iter().enumerate() {
        let host = data.graph.node_host(node as u32);
        let address = data.traffic.table.hosts.address(host).to_string();
        assert_eq!(stored.positions[&address], place.to_array());
    }
    key(&mut harness, egui::Modifiers::NONE, egui::Key::A);
    assert!(harness.state().session().state().filter.is_empty());
    key(&mut harness, egui::Modifiers::COMMAND, egui::Key::S);
    wait(&mut harness, |session| {
        session.message() == Some("Saved study.flowloom")
    });
    let again = read_session(&path).expect("a session");
    assert_eq!(again.state.filter, "");
    assert_eq!(again.positions, stored.positions);
    assert_eq!(again.state.notes, stored.state.notes);
}

#[test]
fn another_grouping_is_restored_with_its_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut harness = office(&["group-by mac", "non-ip on"], Some(folder.path()));
    wait(&mut harness, |session| {
        let grouping = session.data().map(|data| data.graph.grouping());
        grouping == Some(session.state().grouping)
    });
    wait(&mut harness, is_at_rest);
    let state = harness.state().session().state().clone();
    let before = harness
        .state()
        .session()
        .data()
        .expect("open")
        .positions
        .clone();
    leave(harness);
    let path = folder.path().join("mac.flowloom");
    std::fs::copy(folder.path().join("last.flowloom"), &path).expect("it was kept");
    let mut harness = open(&path, None);
    wait(&mut harness, is_at_rest);
    let session = harness.state().session();
    let data = session.data().expect("open");
    assert_eq!(*session.state(), state);
    assert_eq!(data.graph.grouping(), state.grouping);
    assert!(data.recalled.is_some() && data.positions == before);
}

#[test]
fn a_damaged_session_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bad.flowloom");
    std::fs::write(
        &path,
        r#"{"flowloom":1,"inputs":[],"state":{"filter":"("}}"#,
    )
    .expect("a file");
    let script = format!("open \"{}\"", path.display());
    let mut harness = office(&["filter tcp", &script], None);
    wait(&mut harness, |session| {
        session
            .message()
            .is_some_and(|text| text.contains("damaged"))
    });
    let session = harness.state().session();
    let message = session.message().expect("a message");
    assert!(
        message.starts_with("bad.flowloom cannot be opened"),
        "{message}"
    );
    assert_eq!(session.state().filter.to_string(), "tcp");
    assert!(session.data().is_some());
}

#[test]
fn what_was_done_is_kept_and_offered_to_the_next_window() {
    let folder = tempfile::tempdir().expect("a folder");
    let keep_in = Some(folder.path());
    leave(office(&["filter dns"], keep_in));
    // A window in which nothing was done overwrites nothing.
    leave(office(&[], keep_in));
    leave(office(&["filter tls"], keep_in));
    let filter = |name: &str| {
        let session = read_session(&folder.path().join(name)).expect("a session");
        session.state.filter
    };
    assert_eq!(
        [filter("last.flowloom"), filter("before.flowloom")],
        ["tls", "dns"]
    );

    let mut harness = window(Opening {
        keep_in: keep_in.map(Path::to_owned),
        ..Opening::default()
    });
    wait(&mut harness, |session| session.kept().len() == 2);
    harness.get_by_label("Go on with the last session").click();
    wait(&mut harness, is_at_rest);
    assert_eq!(harness.state().session().state().filter.to_string(), "tls");
    assert_eq!(harness.state().session().saved_as(), None);
    // Going on with it is no other session: the one before stays.
    key(&mut harness, egui::Modifiers::NONE, egui::Key::A);
    let began = Instant::now();
    while !filter("last.flowloom").is_empty() {
        assert!(began.elapsed() < PATIENCE, "it was not kept by itself");
        std::thread::sleep(Duration::from_millis(50));
        harness.step();
    }
    assert_eq!(filter("before.flowloom"), "dns");
    let left = std::fs::read_dir(folder.path())
        .expect("the folder")
        .count();
    assert_eq!(left, 2, "nothing unfinished is left");
}

#[test]
fn a_missing_capture_is_told_and_what_is_open_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("far.flowloom");
    let text = r#"{"flowloom":1,"inputs":[{"path":"../gone.pcap"}],"state":{}}"#;
    std::fs::write(&path, text).expect("a file");
    let script = format!("open \"{}\"", path.display());
    let mut harness = office(&["filter tcp", &script], None);
    wait(&mut harness, |session| {
        session
            .message()
            .is_some_and(|text| text.contains("missing"))
    });
    let session = harness.state().session();
    assert!(
        session
            .message()
            .is_some_and(|text| text.contains("../gone.pcap is missing"))
    );
    assert_eq!(session.state().filter.to_string(), "tcp");
}

#[test]
fn the_history_goes_to_any_step() {
    let mut harness = office(&["filter tcp", "select app dns", "labels off"], None);
    harness.get_by_label("History").click();
    harness.run_steps(3);
    harness.get_by_label("3 of 3 steps");
    harness.get_by_label("Step 3: Hide labels, present");
    harness.get_by_label("Step 1: Filter: tcp").click();
    harness.run_steps(3);
    let state = harness.state().session().state();
    assert!(state.labels && state.selection.is_empty() && !state.filter.is_empty());
    harness.get_by_label("Step 2: Highlight DNS, undone");
    harness.get_by_label("Step 0: As opened").click();
    harness.run_steps(3);
    assert!(harness.state().session().state().filter.is_empty());
    harness.get_by_label("Step 3: Hide labels, undone").click();
    harness.run_steps(3);
    assert!(!harness.state().session().state().labels);
}

#[test]
fn a_note_is_typed_into_the_inspector() {
    let mut harness = office(&["select app dns"], None);
    let place = NotePlace::Item(*item(&harness));
    harness.get_by_label("Note on DNS").focus();
    harness.run_steps(2);
    harness
        .get_by_label("Note on DNS")
        .type_text("ask the resolver");
    harness.run_steps(3);
    harness.get_by_label("Note on DNS").type_text(" why");
    harness.run_steps(3);
    let session = harness.state().session();
    assert_eq!(session.state().notes[&place], "ask the resolver why");
    assert_eq!(session.history().labels().last(), Some("Write note"));
    assert_eq!(session.history().len(), 2);
}

fn item<'a>(harness: &'a Harness<'_, Shell>) -> &'a Item {
    let selection = &harness.state().session().state().selection;
    selection.first().expect("something is highlighted")
}
