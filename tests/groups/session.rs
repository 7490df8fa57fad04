//! Do groups open and close, are they undone, written and saved, and do the totals say so?

use std::sync::Arc;

use flowloom::graph::{Grouping, NodeKind};
use flowloom::scene::{Camera, Drawing, Emphasis, Shape, Style};
use flowloom::session::script::{parse, words};
use flowloom::session::{
    Arrival, Command, Data, DrawingInput, Item, LayoutPhase, NodeBudget, Restored, Saved,
    SavedReading, Session, Settings, Share, weave,
};
use glam::Vec2;

use crate::office::office;

/// The office, with every node somewhere.
pub fn open() -> Session {
    let settings = Settings {
        hint_seen: true,
        ..Settings::default()
    };
    let mut session = Session::new(settings, String::new());
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Ended);
    session.receive(Arrival::Woven(weave(office(), Grouping::default())));
    let graph = session.data().expect("it is open").graph.clone();
    let places = (0..graph.node_count()).map(|node| Vec2::new(node as f32, (node % 7) as f32));
    session.receive(Arrival::Positions(graph.clone(), places.collect()));
    session.receive(Arrival::Layout(graph, LayoutPhase::Converged));
    session
}

pub fn carry_out(session: &mut Session, text: &str) {
    let table = session.data().expect("it is open").traffic.table.clone();
    let command = parse(text, &table).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    assert_eq!(parse(&words(&command, &table), &table), Ok(command.clone()));
    session.apply(command);
    if let Some(job) = session.wanted_groups() {
        session.receive(job.run());
    }
    check(session.data().expect("it is open"));
}

/// Everything is somewhere, and what is drawn is what the picture sums to.
#[track_caller]
fn check(data: &Data) {
    let shares = data.shares;
    let all: [Share; 5] = [
        shares.hosts,
        shares.edges,
        shares.flows,
        shares.packets,
        shares.bytes,
    ];
    assert!(all.iter().all(|share| share.adds_up()), "{shares:?}");
    let tallies = data.drawn_tallies();
    let drawn: u64 = tallies.edges.iter().map(|edge| edge.totals().bytes).sum();
    assert_eq!(drawn, shares.bytes.drawn + shares.bytes.grouped);
    assert_eq!(tallies.drawn_nodes, shares.hosts.drawn + shares.groups);
}

fn data(session: &Session) -> &Data {
    session.data().expect("it is open")
}

#[test]
fn subnets_close_open_and_are_undone() {
    let mut session = open();
    let before = data(&session).shares;
    carry_out(&mut session, "group subnet/8 subnet/24");
    let closed = data(&session).shares;
    assert!(closed.groups > 0 && closed.hosts.grouped > 0);
    assert!(closed.hosts.drawn < before.hosts.drawn);
    assert_eq!(closed.bytes.total, before.bytes.total);

    // A host in a group of two levels: opening the inner one opens what is around it.
    let grouped = data(&session).grouped().expect("it is grouped");
    let tree = grouped.plan.tree();
    let inner = (0..tree.len() as u32).find(|&group| tree.parent(group).is_some());
    let inner = grouped.plan.reference(inner.expect("subnets in subnets"));
    session.apply(Command::OpenGroup(inner));
    check(data(&session));
    assert!(data(&session).shares.hosts.drawn > closed.hosts.drawn);
    assert_eq!(data(&session).drawn_node(Item::Group(inner)), None);
    session.apply(Command::CloseGroup(inner));
    assert!(data(&session).drawn_node(Item::Group(inner)).is_some());

    carry_out(&mut session, "open-groups");
    assert_eq!(data(&session).shares.hosts, before.hosts);
    assert_eq!(data(&session).shares.groups, 0);
    for _ in 0..4 {
        session.apply(Command::Undo);
    }
    assert_eq!(data(&session).shares, before);
    assert!(data(&session).grouped().is_none());
    session.apply(Command::Redo);
    assert_eq!(data(&session).shares, closed);
}

#[test]
fn sums_follow_the_filter() {
    let mut session = open();
    for levels in [
        "subnet/24",
        "community",
        "scope degree",
        "application",
        "first-seen",
        "component",
    ] {
        carry_out(&mut session, &format!("group {levels}"));
        let all = data(&session).shares;
        carry_out(&mut session, "filter dns");
        let dns = data(&session).shares;
        assert!(dns.bytes.filtered > all.bytes.filtered, "{levels}");
        assert_eq!(dns.bytes.total, all.bytes.total);
        carry_out(&mut session, "filter");
        assert_eq!(data(&session).shares, all, "{levels}");
        carry_out(&mut session, "group none");
    }
}

#[test]
fn a_group_is_one_thing_to_point_at() {
    let mut session = open();
    carry_out(&mut session, "group subnet/24");
    let grouped = data(&session).grouped().expect("it is grouped");
    let group = (0..grouped.plan.tree().len() as u32)
        .find(|&group| grouped.quotient.node_count() as u32 > group)
        .map(|group| grouped.plan.reference(group))
        .expect("a group");
    let title = data(&session).title_of(Item::Group(group));
    assert!(title.ends_with("/24"), "{title}");
    session.apply(Command::Select(Item::Group(group)));
    let lit = data(&session).selected.clone().expect("it is lit");
    let node = data(&session)
        .drawn_node(Item::Group(group))
        .expect("a node");
    assert_eq!(data(&session).drawn_lit(&lit).0, [node]);
    assert_eq!(
        lit.tallies.visible,
        data(&session).drawn_tallies().nodes[node as usize].totals
    );
    // What a filter to it passes is what was lit.
    session.apply(Command::FilterTo(Item::Group(group)));
    assert_eq!(data(&session).tallies().visible, lit.tallies.visible);
    assert!(session.state().filter.to_string().contains("/24"));
    session.apply(Command::Undo);
    // So it is for every edge of the picture.
    let edges = data(&session).drawn_edge_nodes().len() as u32;
    for edge in 0..edges.min(40) {
        let item = data(&session).drawn_edge_item(edge);
        let expected = data(&session).drawn_tallies().edges[edge as usize].totals();
        session.apply(Command::FilterTo(item));
        assert_eq!(data(&session).tallies().visible, expected, "{item:?}");
        session.apply(Command::Undo);
    }
}

#[test]
fn groups_stand_near_their_centres_with_room_and_hosts_keep_their_places() {
    let mut session = open();
    let places = data(&session).positions.clone();
    carry_out(&mut session, "group subnet/24");
    assert!(Arc::ptr_eq(&data(&session).positions, &places));
    let drawn = data(&session).drawn_positions();
    assert_eq!(drawn[..places.len()], places[..]);
    let grouped = data(&session).grouped().expect("it is grouped");
    let nodes = &data(&session).ground.everything.nodes;
    let groups = &drawn[places.len()..];
    let bounds = |places: &[Vec2]| {
        let low = places.iter().fold(Vec2::INFINITY, |low, &at| low.min(at));
        let high = places
            .iter()
            .fold(Vec2::NEG_INFINITY, |high, &at| high.max(at));
        high - low
    };
    for group in 0..grouped.plan.tree().len() as u32 {
        let (mut sum, mut weights) = (Vec2::ZERO, 0.0);
        for &node in grouped.plan.tree().nodes(group) {
            let weight = 1.0 + nodes[node as usize].degree as f32;
            sum += places[node as usize] * weight;
            weights += weight;
        }
        let place = groups[group as usize];
        let moved = place.distance(sum / weights);
        assert!(
            moved < 0.2 * bounds(&places).max_element(),
            "{place}: {moved}"
        );
        let others = groups[..group as usize].iter();
        let nearest = others
            .map(|other| other.distance(place))
            .fold(f32::INFINITY, f32::min);
        assert!(
            nearest > 0.03 * bounds(&places).min_element(),
            "{place}: {nearest}"
        );
    }
}

#[test]
fn folds_are_off_and_on_by_one_switch() {
    let mut session = open();
    let before = data(&session).shares;
    carry_out(&mut session, "fold on");
    let folded = data(&session).shares;
    assert!(folded.groups > 0 && folded.hosts.grouped >= 3 * folded.groups);
    let grouped = data(&session).grouped().expect("it is grouped");
    for group in 0..grouped.plan.tree().len() as u32 {
        let name = grouped.plan.name(group);
        assert!(
            name.contains(" leaves of ") || name.ends_with("no reply"),
            "{name}"
        );
    }
    carry_out(&mut session, "fold off");
    assert_eq!(data(&session).shares, before);
}

#[test]
fn groups_are_saved_by_address() {
    let mut session = open();
    carry_out(&mut session, "group subnet/16 subnet/24");
    let grouped = data(&session).grouped().expect("it is grouped");
    let first = grouped.plan.reference(0);
    session.apply(Command::OpenGroup(first));
    session.apply(Command::Select(Item::Group(first)));
    let snapshot = session.snapshot().expect("it is open");
    let saved = snapshot.saved(Vec::new(), SavedReading::default(), None);
    let bytes = saved.to_json().expect("it is small");
    let saved = Arc::new(Saved::parse(&bytes).expect("it was just written"));

    let mut again = Session::new(Settings::default(), String::new());
    again.receive(Arrival::Restoring(Restored { saved, path: None }));
    again.receive(Arrival::Started(vec!["office".into()]));
    again.receive(Arrival::Ended);
    again.receive(Arrival::Woven(weave(office(), Grouping::default())));
    assert_eq!(again.state().groups, session.state().groups);
    assert_eq!(again.state().selection, session.state().selection);
    assert_eq!(data(&again).shares, data(&session).shares);
}

#[test]
fn stale_and_strange_groups_do_no_harm() {
    let mut session = open();
    let graph = &data(&session).graph;
    let hosts = &data(&session).traffic.table.hosts;
    let address = hosts.address(graph.node_host(0)).to_string();
    // There are no groups yet.
    carry_out(&mut session, &format!("open-group {address} 0"));
    carry_out(&mut session, "group subnet/24");
    carry_out(&mut session, &format!("close-group {address} 200"));
    carry_out(&mut session, &format!("select group {address} 7"));
    carry_out(&mut session, &format!("show-only group {address} 7"));
    carry_out(&mut session, "group prefixes:192.168.0.0/16,192.168.1.0/24");
    session.apply(Command::GroupBy(NodeKind::Mac));
    let woven = weave(office(), session.state().grouping);
    session.receive(Arrival::Woven(woven));
    check(data(&session));
    let table = data(&session).traffic.table.clone();
    for text in [
        "group",
        "group subnet/99",
        "group none none",
        "open-group 10.0.0.1",
        "fold maybe",
    ] {
        assert!(parse(text, &table).is_err(), "{text}");
    }
}

#[test]
fn a_large_capture_begins_grouped_and_one_step_takes_it_back() {
    let settings = Settings {
        node_budget: NodeBudget(20),
        ..Settings::default()
    };
    let mut session = Session::new(settings, String::new());
    session.receive(Arrival::Started(vec!["office".into()]));
    session.receive(Arrival::Ended);
    let woven = session.wanted_weaving().weave(office());
    session.receive(Arrival::Woven(woven));
    check(data(&session));
    let shares = data(&session).shares;
    assert!(shares.groups > 0 && !session.state().groups.is_none());
    let message = session.message().expect("it is said");
    assert!(
        message.contains("more than a picture should begin with"),
        "{message}"
    );
    assert!(session.offers_undo());
    session.apply(Command::Undo);
    assert_eq!(data(&session).shares.groups, 0);
    assert!(session.state().groups.is_none() && !session.offers_undo());
    // The next part of the capture does not bring it back.
    let woven = session.wanted_weaving().weave(office());
    session.receive(Arrival::Woven(woven));
    assert_eq!(data(&session).shares.groups, 0);

    // A small one, or one for which it was switched off, begins as it is.
    for budget in [NodeBudget::default(), NodeBudget(0)] {
        session.apply(Command::NodeBudget(budget));
        session.receive(Arrival::Started(vec!["office".into()]));
        let woven = session.wanted_weaving().weave(office());
        session.receive(Arrival::Woven(woven));
        assert!(data(&session).grouped().is_none());
    }
}

#[test]
fn open_groups_have_areas_around_their_nodes() {
    let mut session = open();
    carry_out(&mut session, "group subnet/16 subnet/24");
    let drawing = |session: &Session| {
        data(session).drawing(&DrawingInput {
            style: &Style::default(),
            coloring: None,
            sizing: None,
            emphasis: Emphasis::default(),
            picture_pts: [800.0, 600.0],
        })
    };
    let scene = |drawing: &Drawing| {
        let camera = Camera::fit(drawing.bounds, [800, 600], 1.0);
        drawing.scene(camera, Vec::new(), None)
    };
    let closed = drawing(&session);
    assert!(closed.outlines(&scene(&closed)).is_empty());
    carry_out(&mut session, "open-groups");
    let open = drawing(&session);
    let scene = scene(&open);
    let outlines = open.outlines(&scene);
    let tree = data(&session).grouped().expect("it is grouped").plan.tree();
    assert!(!outlines.is_empty() && outlines.len() <= tree.len());
    for outline in &outlines {
        for &node in tree.nodes(outline.group) {
            let at_px = scene
                .camera
                .screen_from_world(open.positions[node as usize]);
            assert!(!open.node_order.contains(&node) || outline.contains(at_px));
        }
    }
    let areas = scene.overlay.iter();
    let areas = areas.filter(|shape| matches!(shape, Shape::Area { .. }));
    assert_eq!(areas.count(), outlines.len());
}
