//! How does the keyboard move in the graph?
//!
//! With one node highlighted, an arrow key walks to the neighbour that lies most nearly in its
//! direction; P pins or unpins what is highlighted, G opens a group or closes the one around.

use egui::{Key, Ui};
use glam::Vec2;

use super::super::Actions;
use crate::session::{Command, Data, Item, Session};

/// Arrow keys and where they point.
const ARROWS: [(Key, Vec2); 4] = [
    (Key::ArrowLeft, Vec2::NEG_X),
    (Key::ArrowRight, Vec2::X),
    (Key::ArrowUp, Vec2::NEG_Y),
    (Key::ArrowDown, Vec2::Y),
];

/// Takes the keys that act on the highlighted nodes.
pub fn keys(ui: &Ui, session: &Session, data: &Data, actions: &mut Actions) {
    if ui.ctx().text_edit_focused() || session.shell().palette || session.shell().find {
        return;
    }
    let selected: Vec<u32> = session
        .state()
        .selection
        .iter()
        .filter_map(|item| match item {
            Item::Node(host) => Some(*host),
            _ => None,
        })
        .collect();
    let last = session.state().selection.iter().rev();
    let last = last
        .copied()
        .find(|item| matches!(item, Item::Node(_) | Item::Group(_)));
    if ui.input(|input| input.modifiers.is_none() && input.key_pressed(Key::P)) {
        toggle_pins(session, data, &selected, actions);
    }
    let pressed = ui.input(|input| input.modifiers.is_none() && input.key_pressed(Key::G));
    if let (true, Some(command)) = (pressed, last.and_then(|last| opening(data, last))) {
        actions.push(command);
    }
    for (key, direction) in ARROWS {
        let (pressed, extend) = ui.input(|input| (input.key_pressed(key), input.modifiers.shift));
        if let (true, Some(last)) = (pressed, last)
            && let Some(item) = neighbour_towards(data, last, direction)
        {
            actions.push(if extend {
                Command::SelectAlso(item)
            } else {
                Command::Select(item)
            });
        }
    }
}

/// Opens what is a closed group; else closes the innermost open group that it is or is in.
fn opening(data: &Data, item: Item) -> Option<Command> {
    if let (Item::Group(of), Some(_)) = (item, data.drawn_node(item)) {
        return Some(Command::OpenGroup(of));
    }
    let grouped = data.grouped()?;
    let host = match item {
        Item::Node(host) => host,
        Item::Group(of) => of.host,
        _ => return None,
    };
    let tree = grouped.plan.tree();
    let level = match item {
        Item::Group(of) => of.level,
        _ => u8::MAX,
    };
    let mut around = tree.around(data.graph.node_of_host(host)?);
    let group = around.find(|&group| tree.level(group) <= level && grouped.is_open(group))?;
    Some(Command::CloseGroup(grouped.plan.reference(group)))
}

fn toggle_pins(session: &Session, data: &Data, selected: &[u32], actions: &mut Actions) {
    for &host in selected {
        if session.state().pins.contains_key(&host) {
            actions.push(Command::Unpin(host));
        } else if let Some(node) = data.graph.node_of_host(host) {
            actions.push(Command::Pin(host, data.positions[node as usize]));
        }
    }
    actions.push(Command::EndGesture);
}

/// The visible neighbour that lies most nearly in a direction, by angle first, then by distance.
fn neighbour_towards(data: &Data, item: Item, direction: Vec2) -> Option<Item> {
    let node = data.drawn_node(item)?;
    let (places, edges) = (data.drawn_positions(), data.drawn_edge_nodes());
    let here = *places.get(node as usize)?;
    let at_node: Vec<u32> = match data.grouped() {
        // Only a key press asks, so a walk through all edges is cheap enough.
        Some(_) => {
            let all = 0..edges.len() as u32;
            all.filter(|&edge| edges[edge as usize].contains(&node))
                .collect()
        }
        None => data.graph.node_edges(node).collect(),
    };
    let tallies = data.drawn_tallies();
    at_node
        .into_iter()
        .filter(|&edge| tallies.edges[edge as usize].is_visible())
        .filter_map(|edge| {
            let [a, b] = edges[edge as usize];
            let other = if a == node { b } else { a };
            let way = *places.get(other as usize)? - here;
            let cosine = way.normalize_or_zero().dot(direction);
            // A cone of 60 degrees either way; straight ahead beats near.
            (cosine > 0.5).then(|| (other, way.length() * (2.0 - cosine)))
        })
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
        .map(|(other, _)| data.drawn_item(other))
}
