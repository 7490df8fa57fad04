//! What do colours mean that were worked out?
//!
//! A row for each class, all of them together being everything that is drawn. A click on a row
//! highlights its nodes, or its edges where it has no nodes.

use egui::{RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::look::color32;
use super::super::{Actions, Look};
use super::class_menu::Class;
use super::ramp::ramp_ui;
use crate::query::Filter;
use crate::scene::{ColorBy, ColorEntry, Coloring, Legend};
use crate::session::{Data, Item, Session};
use crate::units::{Bytes, Count, counted};

/// Draws the classes or the ramp, if the picture has them.
pub(super) fn classes_ui(
    ui: &mut Ui,
    (session, data): (&Session, &Data),
    legend: &Legend,
    coloring: &Coloring,
    look: &Look,
    actions: &mut Actions,
) {
    let weak = |text: &str| RichText::new(text).small().color(look.weak);
    if let Some(ramp) = &legend.ramp {
        ui.label(weak(&legend.color_title()));
        ramp_ui(ui, (session, data), ramp, coloring, look, actions);
    }
    if !legend.classes.is_empty() {
        ui.add_space(2.0);
        ui.label(weak("Nodes, and bytes on edges"));
        ui.add_space(2.0);
    }
    let entries = legend.classes.iter();
    let kin: Vec<&Filter> = entries.filter_map(|entry| entry.filter.as_ref()).collect();
    for (shade, entry) in (0..).zip(&legend.classes) {
        let response = row_ui(ui, entry, look);
        let members = || members(data, coloring, shade, entry);
        let class = Class {
            label: &entry.label,
            size: if entry.nodes > 0 {
                entry.nodes
            } else {
                entry.edges
            },
            filter: entry.filter.as_ref(),
            kin: &kin,
            further: None,
            is_group: matches!(coloring.color_by, ColorBy::Component | ColorBy::Community)
                && entry.nodes > 0,
            members: &members,
        };
        class.gestures(&response, session, data, actions);
        response.on_hover_text(format!(
            "{}: {}, {} with {}, {} and {} visible\n{}",
            entry.label,
            counted(entry.nodes, "node"),
            counted(entry.edges, "edge"),
            counted(entry.totals.flows, "flow"),
            counted(entry.totals.packets, "packet"),
            counted(entry.totals.bytes, "byte"),
            class.hint(),
        ));
    }
}

/// Visible nodes of a class, or its edges where it has no nodes.
fn members(data: &Data, coloring: &Coloring, shade: u16, entry: &ColorEntry) -> Vec<Item> {
    let tallies = data.tallies();
    let host = |node: u32| data.graph.node_host(node);
    if entry.nodes > 0 {
        let nodes = coloring.nodes.iter().zip(&tallies.nodes).zip(0_u32..);
        nodes
            .filter(|((of, tally), _)| **of == shade && tally.totals.flows > 0)
            .map(|(_, node)| Item::Node(host(node)))
            .collect()
    } else {
        let edges = coloring.edges.iter().zip(&tallies.edges);
        edges
            .zip(data.graph.edge_nodes())
            .filter(|((of, tally), _)| **of == shade && tally.is_visible())
            .map(|(_, &[a, b])| Item::edge(host(a), host(b)))
            .collect()
    }
}

/// One class.
fn row_ui(ui: &mut Ui, entry: &ColorEntry, look: &Look) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &entry.label));
    let painter = ui.painter_at(rect);
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 3.0, look.line);
    }
    let side = super::SWATCH_PTS;
    let center = pos2(rect.left() + 4.0 + side / 2.0, rect.center().y);
    let swatch = egui::Rect::from_center_size(center, vec2(side, side));
    painter.rect_filled(swatch, 3.0, color32(entry.paint.color(look.theme)));
    let small = egui::TextStyle::Small.resolve(ui.style());
    let bytes = painter.text(
        rect.right_center() - vec2(4.0, 0.0),
        egui::Align2::RIGHT_CENTER,
        Bytes(entry.totals.bytes).to_string(),
        small.clone(),
        look.weak,
    );
    let nodes = painter.text(
        pos2(
            (rect.right() - 62.0).min(bytes.left() - 8.0),
            rect.center().y,
        ),
        egui::Align2::RIGHT_CENTER,
        Count(entry.nodes).to_string(),
        small,
        look.weak,
    );
    let left = swatch.right() + 8.0;
    let body = egui::TextStyle::Body.resolve(ui.style());
    let mut job = egui::text::LayoutJob::simple_singleline(entry.label.clone(), body, look.text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((nodes.left() - left - 8.0).max(0.0));
    let galley = painter.layout_job(job);
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, look.text);
    response
}
