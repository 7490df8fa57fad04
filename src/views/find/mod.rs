//! Where is it?
//!
//! Type a part of an address, a network, a name, a port or a range of degrees: arrows choose, Enter
//! highlights it and moves the view there. What a filter hides is found too, and said to be hidden.

mod search;
mod typed;

use std::sync::Arc;

use egui::{Align2, Key, RichText, TextEdit, Ui, vec2};
use glam::Vec2;

use super::errand::{Answer, Errand};
use super::{Actions, Look, Memory};
use crate::flow::Traffic;
use crate::graph::Graph;
use crate::scene::bounds;
use crate::session::{Command, Data, Item, Session, has_category};
use crate::units::{Bytes, Count};
use search::{Found, Results, Target, search};

/// Height of the list in points.
const LIST_PTS: f32 = 300.0;
/// Hosts and names up to which a search is done within a frame.
const SEARCHED_AT_ONCE: usize = 20_000;

/// What the window keeps between frames.
#[derive(Debug, Default)]
pub struct FindMemory {
    text: String,
    chosen: usize,
    results: Option<(Asked, Results)>,
    searching: Option<(Asked, Errand<Results>)>,
}

/// What results were made of.
#[derive(Clone, Debug)]
struct Asked {
    text: String,
    traffic: Arc<Traffic>,
    graph: Arc<Graph>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
            && Arc::ptr_eq(&self.traffic, &other.traffic)
            && Arc::ptr_eq(&self.graph, &other.graph)
    }
}

/// Draws the window if it is open.
pub fn find_ui(
    context: &egui::Context,
    session: &Session,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) {
    let (true, Some(data)) = (session.shell().find, session.data()) else {
        memory.find = FindMemory::default();
        return;
    };
    let response = egui::Window::new("Find")
        .title_bar(false)
        .resizable(false)
        .collapsible(false)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 80.0))
        .fixed_size(vec2(520.0, 0.0))
        .show(context, |ui| {
            contents_ui(ui, session, data, memory, look, actions);
        });
    if response.is_some_and(|response| response.response.clicked_elsewhere()) {
        actions.push(Command::ToggleFind);
    }
}

fn contents_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) {
    let edit = TextEdit::singleline(&mut memory.find.text)
        .hint_text("Address, network, name, port, or degree >= 10")
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| {
        let label = "Find an address, name or port";
        egui::WidgetInfo::labeled(egui::Role::TextInput, true, label)
    });
    response.request_focus();
    if response.changed() {
        memory.find.chosen = 0;
    }
    follow(data, memory);
    let find = &mut memory.find;
    let Some((_, results)) = &find.results else {
        return;
    };
    if results.best.is_empty() {
        if !find.text.trim().is_empty() && find.searching.is_none() {
            let text = "Nothing in this capture has it";
            ui.label(RichText::new(text).color(look.weak));
        }
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let before = find.chosen;
    if pressed(Key::ArrowDown) {
        find.chosen += 1;
    }
    if pressed(Key::ArrowUp) {
        find.chosen = find.chosen.saturating_sub(1);
    }
    find.chosen = find.chosen.min(results.best.len() - 1);
    let mut wanted = pressed(Key::Enter).then_some(find.chosen);
    ui.label(RichText::new(count_text(results)).color(look.weak).small());
    egui::ScrollArea::vertical()
        .max_height(LIST_PTS)
        .min_scrolled_height(LIST_PTS)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (row, found) in results.best.iter().enumerate() {
                let response = row_ui(ui, data, found, row == find.chosen, look);
                if row == find.chosen && before != find.chosen {
                    response.scroll_to_me(None);
                }
                if response.hovered()
                    && let Target::Item(item) = found.target
                {
                    actions.hover(item);
                }
                if response.clicked() {
                    wanted = Some(row);
                }
            }
        });
    if let Some(found) = wanted.and_then(|row| results.best.get(row)) {
        go(session, data, &memory.graph, found, actions);
        actions.push(Command::ToggleFind);
    }
}

/// Brings the results up to date, or asks for them to be.
fn follow(data: &Data, memory: &mut Memory) {
    let find = &mut memory.find;
    if let Some((key, errand)) = &find.searching {
        match errand.answer() {
            Answer::Waiting => {}
            Answer::Ready(results) => {
                find.results = Some((key.clone(), results));
                find.searching = None;
            }
            Answer::Lost => find.searching = None,
        }
    }
    let key = Asked {
        text: find.text.clone(),
        traffic: data.traffic.clone(),
        graph: data.graph.clone(),
    };
    let is_there = find.results.as_ref().is_some_and(|(of, _)| *of == key);
    let is_coming = find.searching.as_ref().is_some_and(|(of, _)| *of == key);
    if is_there || is_coming {
        return;
    }
    let (wanted, ground) = (key.clone(), data.ground.clone());
    let work = move || {
        search(
            &wanted.text,
            &wanted.traffic.table,
            &wanted.graph,
            &ground.everything,
        )
    };
    let table = &data.traffic.table;
    if table.hosts.len() + table.names.len() <= SEARCHED_AT_ONCE {
        find.results = Some((key, work()));
        find.searching = None;
    } else {
        let errand = memory.errands.send(move |_| Some(work()));
        find.searching = Some((key, errand));
    }
}

fn count_text(results: &Results) -> String {
    let all = results.count as u64;
    if all > search::MOST_RESULTS as u64 {
        let best = search::MOST_RESULTS as u64;
        format!("the best {} of {} found", Count(best), Count(all))
    } else {
        format!("{} found", Count(all))
    }
}

fn row_ui(ui: &mut Ui, data: &Data, found: &Found, is_chosen: bool, look: &Look) -> egui::Response {
    let (value, is_hidden) = carried(data, &found.target);
    let color = if is_hidden { look.weak } else { look.text };
    let detail = if is_hidden {
        format!("{}, filtered out", found.detail)
    } else {
        found.detail.clone()
    };
    let title = crate::text::shortened(&found.title, 44).into_owned();
    let mut job = egui::text::LayoutJob::default();
    let body = egui::TextStyle::Body.resolve(ui.style());
    let small = egui::TextStyle::Small.resolve(ui.style());
    job.append(&title, 0.0, egui::TextFormat::simple(body, color));
    job.append(&detail, 10.0, egui::TextFormat::simple(small, look.weak));
    let button = egui::Button::selectable(is_chosen, job)
        .right_text(RichText::new(value).color(look.weak))
        .truncate();
    let response = ui.add(button.min_size(vec2(ui.available_width(), 0.0)));
    response.widget_info(|| {
        let label = format!("{}, {detail}", found.title);
        egui::WidgetInfo::selected(egui::Role::Button, true, is_chosen, label)
    });
    response
}

/// What visible flows carried, in words, and whether there are none.
fn carried(data: &Data, target: &Target) -> (String, bool) {
    let tallies = data.tallies();
    let totals = match *target {
        Target::Item(Item::Node(host)) => {
            let node = data.graph.node_of_host(host);
            node.map(|node| tallies.nodes[node as usize].totals)
        }
        Target::Item(Item::Port(port)) => tallies.ports.get(usize::from(port)).copied(),
        Target::Item(Item::Name(name)) => tallies.names.get(name as usize).copied(),
        Target::Item(Item::Category(crate::session::Category::Application(application))) => {
            Some(tallies.application(application).visible)
        }
        Target::Item(_) | Target::Nodes(_) | Target::Range(..) => None,
    };
    match totals {
        Some(totals) => (Bytes(totals.bytes).to_string(), totals.flows == 0),
        None => (String::new(), false),
    }
}

/// Highlights a result and moves the view to it.
fn go(
    session: &Session,
    data: &Data,
    graph: &super::graph::GraphMemory,
    found: &Found,
    actions: &mut Actions,
) {
    let items: Vec<Item> = match &found.target {
        Target::Item(item) => vec![*item],
        Target::Nodes(hosts) => hosts.iter().map(|&host| Item::Node(host)).collect(),
        Target::Range(measure, least, most) => {
            actions.push(Command::SelectRange(*measure, *least, *most));
            return;
        }
    };
    let places = nodes_of(data, &items)
        .into_iter()
        .filter_map(|node| data.positions.get(node as usize).copied())
        .filter(|place| place.is_finite());
    let view = bounds(places).and_then(|area: [Vec2; 2]| graph.view_of(area));
    actions.push(Command::ShowItems(items, view.or(session.state().view)));
    actions.push(Command::EndGesture);
}

/// The nodes of some items: themselves, or what their visible flows touch.
fn nodes_of(data: &Data, items: &[Item]) -> Vec<u32> {
    let columns = &data.traffic.table.columns;
    let ends_where = |passes: &dyn Fn(usize) -> bool| -> Vec<u32> {
        let flows = data.visible().iter().filter(|&flow| passes(flow));
        let edges = flows.filter_map(|flow| data.graph.flow_edge(flow));
        edges
            .flat_map(|edge| data.graph.edge_nodes()[edge as usize])
            .collect()
    };
    items
        .iter()
        .flat_map(|item| match *item {
            Item::Node(host) | Item::Client(host) | Item::Server(host) => {
                data.graph.node_of_host(host).into_iter().collect()
            }
            Item::Edge(hosts) => hosts
                .into_iter()
                .filter_map(|host| data.graph.node_of_host(host))
                .collect(),
            Item::Port(port) => ends_where(&|flow| columns.server_port[flow] == port),
            Item::Name(name) => ends_where(&|flow| columns.name[flow] == name),
            Item::Values(span) => {
                let context = data.filter_context();
                let found = span.filter().evaluate(&data.traffic.table, &context);
                ends_where(&|flow| found.contains(flow))
            }
            Item::Group(of) => data.group_nodes(of).to_vec(),
            Item::Between(ends) => {
                let edges = data.edges_between(ends).iter();
                edges
                    .flat_map(|&edge| data.graph.edge_nodes()[edge as usize])
                    .collect()
            }
            Item::Category(category) => {
                ends_where(&|flow| has_category(category, &data.traffic.table, flow))
            }
        })
        .collect()
}
