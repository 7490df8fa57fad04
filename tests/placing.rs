//! Where nodes are: filters move none, what is visible can be laid out alone, and undo puts every
//! node back.

#[path = "support/office.rs"]
mod office;
#[path = "support/window.rs"]
mod window;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui_kittest::kittest::Queryable;
use flowloom::capture::Application;
use flowloom::layout::{LayoutRun, layout};
use flowloom::query::Filter;
use flowloom::session::{
    Arrival, Category, Command, Item, LayoutMode, LayoutPhase, PlaceKey, Reach, Session, Settings,
    weave,
};
use glam::Vec2;
use office::office;

/// A session over the office capture whose nodes have come to rest.
fn at_rest() -> Session {
    let mut session = Session::new(Settings::default(), "none".into());
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Woven(weave(office(), session.state().grouping)));
    session.receive(Arrival::Ended);
    lay_out(&mut session, None);
    session
}

/// What the window's layout thread does: goes from the picture of one key to what is wanted.
fn lay_out(session: &mut Session, before: Option<&PlaceKey>) {
    let data = session.data().expect("open");
    let places = match &data.recalled {
        Some(places) => places.clone(),
        None => {
            let mut placement = data.placement(session.state(), before);
            placement.place_others();
            placement.whole(layout(&placement.request).positions)
        }
    };
    let graph = data.graph.clone();
    session.receive(Arrival::Positions(graph.clone(), places));
    session.receive(Arrival::Layout(graph, LayoutPhase::Converged));
}

fn positions(session: &Session) -> Arc<[Vec2]> {
    session.data().expect("open").positions.clone()
}

/// Applies a command and lets the nodes come to rest.
fn settle(session: &mut Session, command: Command) {
    let before = PlaceKey::of(session.state());
    session.apply(command);
    if PlaceKey::of(session.state()) != before {
        lay_out(session, Some(&before));
    }
}

fn filter(text: &str) -> Command {
    Command::Filter(Filter::parse(text).expect("a filter"))
}

#[test]
fn hiding_showing_and_filtering_ask_for_no_layout() {
    let mut session = at_rest();
    let key = PlaceKey::of(session.state());
    let before = positions(&session);
    let host = Item::Node(session.data().expect("open").graph.node_host(0));
    let dns = Category::Application(Application::Dns);
    for command in [
        filter("dns"),
        Command::ShowAll,
        Command::Toggle(dns),
        Command::Solo(dns),
        Command::FilterTo(host),
        Command::Exclude(host),
        Command::Select(host),
        Command::Reach(Reach::Hops(1)),
        Command::FilterToSelection,
        Command::Window(None),
        Command::Undo,
        Command::Redo,
    ] {
        session.apply(command.clone());
        assert_eq!(PlaceKey::of(session.state()), key, "{command:?}");
        assert_eq!(positions(&session), before, "{command:?}");
    }
}

#[test]
fn what_is_visible_is_laid_out_and_the_rest_stays() {
    let mut session = at_rest();
    let before = positions(&session);
    settle(&mut session, filter("dns"));
    assert_eq!(positions(&session), before);
    settle(&mut session, Command::LayOutVisible);
    let after = positions(&session);
    let data = session.data().expect("open");
    let tallies = data.tallies();
    let mut visible: BTreeSet<u32> = BTreeSet::new();
    for (edge, nodes) in tallies.edges.iter().zip(data.graph.edge_nodes()) {
        if edge.is_visible() {
            visible.extend(nodes);
        }
    }
    assert!(visible.len() > 2 && visible.len() < before.len());
    for node in (0..before.len() as u32).filter(|node| !visible.contains(node)) {
        let node = node as usize;
        assert_eq!(before[node], after[node], "hidden node {node} moved");
    }
    let moved = visible
        .iter()
        .filter(|&&n| before[n as usize] != after[n as usize]);
    assert!(moved.count() > 0, "nothing was laid out");
    assert!(after.iter().all(|place| place.is_finite()));
    // Once more changes nothing, and says why.
    session.apply(Command::LayOutVisible);
    assert!(
        session
            .message()
            .is_some_and(|said| said.contains("laid out already"))
    );
    settle(&mut session, Command::Undo);
    assert_eq!(positions(&session), before);
}

#[test]
fn undo_puts_every_node_back_and_redo_forward_again() {
    let mut session = at_rest();
    let host = session.data().expect("open").graph.node_host(1);
    let mut pictures = vec![positions(&session)];
    let steps = [
        Command::RestartLayout,
        Command::LayoutMode(LayoutMode::Addresses),
        Command::LayoutMode(LayoutMode::Circular),
        Command::Pin(host, Vec2::new(40.0, -3.0)),
        Command::LayoutMode(LayoutMode::Force),
    ];
    for command in steps.clone() {
        settle(&mut session, command);
        pictures.push(positions(&session));
    }
    for picture in pictures.iter().rev().skip(1) {
        settle(&mut session, Command::Undo);
        assert_eq!(positions(&session), *picture);
    }
    for picture in &pictures[1..] {
        settle(&mut session, Command::Redo);
        assert_eq!(positions(&session), *picture);
    }
    settle(&mut session, Command::GoTo(0));
    assert_eq!(positions(&session), pictures[0]);
}

#[test]
fn a_picture_that_is_not_remembered_is_made_anew() {
    let mut session = at_rest();
    settle(&mut session, filter("tls"));
    settle(&mut session, Command::LayOutVisible);
    // As after opening a saved session without places: nothing is known but what is wanted.
    let data = session.data().expect("open");
    let unplaced: Arc<[Vec2]> = vec![Vec2::NAN; data.graph.node_count()].into();
    session.receive(Arrival::Positions(data.graph.clone(), unplaced));
    let data = session.data().expect("open");
    let mut placement = data.placement(session.state(), None);
    placement.place_others();
    let places = placement.whole(LayoutRun::new(placement.request.clone()).positions());
    assert!(
        places.iter().all(|place| place.is_finite()),
        "hidden nodes have places too"
    );
}

#[test]
fn concentric_is_around_what_was_highlighted_then() {
    let mut session = at_rest();
    let host = session.data().expect("open").graph.node_host(2);
    settle(&mut session, Command::Select(Item::Node(host)));
    settle(&mut session, Command::LayoutMode(LayoutMode::Concentric));
    let places = positions(&session);
    assert!(places[2].length() < 1e-3, "it is the centre: {}", places[2]);
    settle(&mut session, Command::ClearSelection);
    assert_eq!(positions(&session), places, "the highlight moves nothing");
    assert_eq!(session.state().arrangement.centre, [host].into());
}

#[test]
fn addresses_have_their_places_in_every_view_of_a_capture() {
    let mut session = at_rest();
    settle(&mut session, Command::LayoutMode(LayoutMode::Addresses));
    let all = positions(&session);
    settle(&mut session, filter("dns"));
    settle(&mut session, Command::LayOutVisible);
    let alone = positions(&session);
    let far = all.iter().zip(alone.iter()).map(|(a, b)| a.distance(*b));
    // The map is 192 by 128; hosts that share a spot give way to each other.
    assert!(far.fold(0.0, f32::max) < 10.0);
}

#[test]
fn the_menu_changes_what_places_stand_for_and_nodes_glide_there() {
    let mut harness = window::office();
    let before = harness
        .state()
        .session()
        .data()
        .expect("open")
        .positions
        .clone();
    harness.get_by_label("Layout").click();
    harness.run_steps(2);
    harness.get_by_label("Place around a circle").click();
    harness.run_steps(2);
    window::settle(&mut harness);
    let session = harness.state().session();
    assert_eq!(session.state().arrangement.mode, LayoutMode::Circular);
    let circle = session.data().expect("open").positions.clone();
    let radius = circle[0].length();
    let is_round = |place: &Vec2| (place.length() - radius).abs() < 0.2 * radius;
    assert!(circle.iter().all(is_round), "nodes are not on a circle yet");
    window::key(&mut harness, egui::Modifiers::COMMAND, egui::Key::Z);
    window::settle(&mut harness);
    let after = harness
        .state()
        .session()
        .data()
        .expect("open")
        .positions
        .clone();
    assert_eq!(after, before);
}
