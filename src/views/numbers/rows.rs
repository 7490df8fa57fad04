//! The sections of the panel, and a row with a bar in each.

use egui::{Align2, CollapsingHeader, CornerRadius, Rect, RichText, Role, Sense, Ui, WidgetInfo};
use egui::{TextStyle, pos2, vec2};

use super::super::{Actions, Look};
use super::compute::Numbers;
use crate::graph::Graph;
use crate::session::{Command, Data, Item, NodeMeasure, Session, host_title};
use crate::units::{Count, counted};

/// Rows shown in each section at first.
const FEW_ROWS: usize = 8;
/// Rows shown in a section that was opened wide; the rest is counted, and copied as CSV.
const MOST_ROWS: usize = 400;
/// Height of a row in points.
const ROW_PTS: f32 = 20.0;

/// Draws all sections. `wide` says which of them show many rows.
pub fn sections_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    numbers: &Numbers,
    wide: &mut [bool; 5],
    look: &Look,
    actions: &mut Actions,
) {
    let [degrees, components, communities, pagerank, betweenness] = wide;
    section(ui, "Degrees", |ui| {
        degrees_ui(ui, numbers, degrees, look, actions);
    });
    section(ui, "Components", |ui| {
        let named = ("Component", "hosts that visible edges join");
        let groups = (&numbers.component[..], &numbers.component_sizes[..]);
        groups_ui(ui, numbers, named, groups, components, look, actions);
    });
    section(ui, "Communities", |ui| {
        let found = &numbers.communities;
        let modularity = found.modularity();
        let text = format!("modularity {modularity:.3}; every edge counts the same");
        let named = ("Community", text.as_str());
        let groups = (found.of_node(), found.sizes());
        groups_ui(ui, numbers, named, groups, communities, look, actions);
    });
    section(ui, "PageRank", |ui| {
        let text = "share of a walk that follows the bytes from who sent them";
        weak_ui(ui, text, look);
        let value = |node: u32| {
            let share = numbers.pagerank.scores[node as usize];
            (share, format!("{:.2} %", share * 100.0), "of the walk")
        };
        let ranked = (&*numbers.graph, &numbers.by_pagerank[..]);
        hosts_ui(ui, session, data, ranked, &value, pagerank, look, actions);
    });
    section(ui, "Betweenness", |ui| {
        let found = &numbers.betweenness;
        let text = if found.exact {
            "share of shortest paths between others; exact".to_owned()
        } else {
            format!(
                "share of shortest paths between others; estimated from {} of {} hosts",
                Count(found.pivots as u64),
                Count(found.linked_nodes as u64)
            )
        };
        weak_ui(ui, &text, look);
        let pairs = found.pairs().max(1.0);
        let value = |node: u32| {
            let share = found.scores[node as usize] / pairs;
            let text = format!("{:.2} %", share * 100.0);
            (share, text, "of shortest paths")
        };
        let ranked = (&*numbers.graph, &numbers.by_betweenness[..]);
        hosts_ui(
            ui,
            session,
            data,
            ranked,
            &value,
            betweenness,
            look,
            actions,
        );
    });
}

fn section(ui: &mut Ui, title: &str, contents: impl FnOnce(&mut Ui)) {
    CollapsingHeader::new(RichText::new(title).strong())
        .id_salt(title)
        .default_open(true)
        .show(ui, contents);
}

fn weak_ui(ui: &mut Ui, text: &str, look: &Look) {
    ui.label(RichText::new(text).color(look.weak).small());
}

/// Number of rows that a section shows.
fn limit(wide: bool) -> usize {
    if wide { MOST_ROWS } else { FEW_ROWS }
}

/// Says how many rows there are beyond those shown, and shows them on a click.
fn more_ui(ui: &mut Ui, all: usize, wide: &mut bool, look: &Look) {
    let more = all.saturating_sub(limit(*wide));
    if more == 0 {
        return;
    }
    let text = RichText::new(format!("and {} more", Count(more as u64)));
    let text = text.color(look.weak).small();
    if *wide {
        ui.label(text);
    } else if ui.button(text).on_hover_text("Show them").clicked() {
        *wide = true;
    }
}

fn degrees_ui(ui: &mut Ui, numbers: &Numbers, wide: &mut bool, look: &Look, actions: &mut Actions) {
    if let Some(summary) = numbers.summary {
        let text = format!(
            "median {}, nine in ten up to {}, largest {}",
            Count(u64::from(summary.median)),
            Count(u64::from(summary.p90)),
            Count(u64::from(summary.max))
        );
        weak_ui(ui, &text, look);
    }
    let most = numbers.degrees.iter().map(|degree| degree.count).max();
    let most = most.unwrap_or(1) as f64;
    for degree in numbers.degrees.iter().take(limit(*wide)) {
        let title = format!("Degree {}", Count(u64::from(degree.value)));
        let count = counted(degree.count, "host");
        // On a logarithmic scale: one host of that many neighbours is what one looks for.
        let share = (1.0 + degree.count as f64).ln() / (1.0 + most).ln();
        let response = row_ui(ui, &title, &count, share, false, look);
        if response
            .on_hover_text("Highlight these hosts; the bar is logarithmic")
            .clicked()
        {
            let value = u64::from(degree.value);
            actions.push(Command::SelectRange(NodeMeasure::Degree, value, value));
        }
    }
    more_ui(ui, numbers.degrees.len(), wide, look);
}

fn groups_ui(
    ui: &mut Ui,
    numbers: &Numbers,
    (name, text): (&str, &str),
    (of_node, sizes): (&[u32], &[u32]),
    wide: &mut bool,
    look: &Look,
    actions: &mut Actions,
) {
    weak_ui(
        ui,
        &format!("{} in all; {text}", Count(sizes.len() as u64)),
        look,
    );
    let most = f64::from(sizes.first().copied().unwrap_or(1).max(1));
    for (group, &size) in (0_u32..).zip(sizes.iter().take(limit(*wide))) {
        let title = format!("{name} {}", Count(u64::from(group) + 1));
        let count = counted(u64::from(size), "host");
        let response = row_ui(ui, &title, &count, f64::from(size) / most, false, look);
        if response.on_hover_text("Highlight its hosts").clicked() {
            actions.push(Command::SelectNodes(numbers.members(of_node, group)));
        }
    }
    more_ui(ui, sizes.len(), wide, look);
}

#[expect(
    clippy::too_many_arguments,
    reason = "one list of hosts for two rankings"
)]
fn hosts_ui(
    ui: &mut Ui,
    session: &Session,
    data: &Data,
    (graph, ranked): (&Graph, &[u32]),
    value: &dyn Fn(u32) -> (f64, String, &'static str),
    wide: &mut bool,
    look: &Look,
    actions: &mut Actions,
) {
    let most = ranked.first().map_or(1.0, |&node| value(node).0);
    for &node in ranked.iter().take(limit(*wide)) {
        let host = graph.node_host(node);
        let item = Item::Node(host);
        let title = host_title(&data.traffic.table, host);
        let (share, text, of) = value(node);
        let share = if most > 0.0 { share / most } else { 0.0 };
        let is_marked =
            session.hovered() == Some(item) || session.state().selection.contains(&item);
        let response = row_ui(ui, &title, &text, share, is_marked, look);
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, format!("{title}, {text} {of}"))
        });
        if response.hovered() {
            actions.hover(item);
        }
        if response.clicked() {
            actions.click(item, ui.input(|input| input.modifiers));
        }
        super::super::item_menu::item_menu(&response, data, item, actions);
    }
    more_ui(ui, ranked.len(), wide, look);
}

/// A row with a bar behind its name.
fn row_ui(
    ui: &mut Ui,
    title: &str,
    value: &str,
    share: f64,
    is_marked: bool,
    look: &Look,
) -> egui::Response {
    let size = vec2(ui.available_width(), ROW_PTS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {value}")));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter_at(rect);
    let track = rect.shrink2(vec2(0.0, 1.0));
    let corner = CornerRadius::same(2);
    if response.hovered() || response.has_focus() {
        painter.rect_filled(track, corner, look.line);
    }
    let width = track.width() * share.clamp(0.0, 1.0) as f32;
    let bar = Rect::from_min_size(track.min, vec2(width, track.height()));
    painter.rect_filled(bar, corner, look.context.gamma_multiply(0.55));
    if is_marked {
        let mark = track.with_max_x(track.min.x + 2.0);
        painter.rect_filled(mark, CornerRadius::ZERO, look.highlight);
    }
    let font = TextStyle::Body.resolve(ui.style());
    let small = TextStyle::Small.resolve(ui.style());
    let right = track.right_center() - vec2(4.0, 0.0);
    let value = painter.text(right, Align2::RIGHT_CENTER, value, small, look.text);
    let mut job = egui::text::LayoutJob::simple_singleline(title.to_owned(), font, look.text);
    let room = (value.min.x - track.min.x - 12.0).max(0.0);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = painter.layout_job(job);
    let at = pos2(track.min.x + 6.0, track.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, look.text);
    response
}
