//! What can be done with some cells?

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use egui::Ui;
use rayon::prelude::*;

use super::super::rectangle::{self, Cells};
use super::super::{Actions, Look, axes};
use super::{Given, ScatterMemory};
use crate::query::{AxisScale, Filter};
use crate::session::{Clock, Command, Item};
use crate::views::item_menu::{copy_filter_ui, narrow_ui};

/// The text that passes the flows of some cells and no others; none where no value can lie.
pub(super) fn filter_of(scales: [&AxisScale; 2], cells: &Cells) -> Option<Filter> {
    let narrow = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    let side = |side: usize| {
        let range = narrow(*cells[side].start())..=narrow(*cells[side].end());
        scales[side].filter(&range)
    };
    Some(side(0)?.and(side(1)?))
}

/// The values of some cells at one side, for people.
pub(super) fn describe(scale: &AxisScale, range: &RangeInclusive<usize>, clock: &Clock) -> String {
    let [start, end] = [*range.start(), *range.end()].map(|place| place.min(255) as u8);
    axes::describe(scale, &(start..=end), clock)
}

/// The entries of the menu on a right click.
pub(super) fn menu_ui(
    ui: &mut Ui,
    given: Given<'_>,
    memory: &ScatterMemory,
    scales: [&AxisScale; 2],
    actions: &mut Actions,
) {
    let Some(cells) = memory.menu_cells.clone() else {
        return;
    };
    let Given { session, look, .. } = given;
    title_ui(ui, scales, &cells, &session.clock(), look);
    ui.separator();
    if let Some(filter) = filter_of(scales, &cells) {
        narrow_ui(ui, session, &filter, actions);
        let highlight = ui
            .button("Highlight who talks here")
            .on_hover_text("Highlights every edge that has a visible flow in it");
        if highlight.clicked() {
            actions.push(Command::SelectItems(edges_in(given, scales, &cells)));
        }
        ui.separator();
        copy_filter_ui(ui, &filter);
    }
    if ui.button("Clear brushes on this picture").clicked() {
        let cells_of = |step: &_| memory.known.rectangle(step);
        rectangle::clear(&session.state().sequence, &cells_of, actions);
    }
}

fn title_ui(ui: &mut Ui, scales: [&AxisScale; 2], cells: &Cells, clock: &Clock, look: &Look) {
    for (scale, range) in scales.into_iter().zip(cells) {
        let text = format!(
            "{}: {}",
            scale.column().label(),
            describe(scale, range, clock)
        );
        ui.label(egui::RichText::new(text).color(look.weak).small());
    }
}

/// The edges with visible flows in some cells: one pass over the flows, on a click.
fn edges_in(given: Given<'_>, scales: [&AxisScale; 2], cells: &Cells) -> Vec<Item> {
    let data = given.data;
    let graph = &data.graph;
    let (visible, bins) = (data.visible(), scales.map(AxisScale::bins));
    let is_inside = |flow: &usize| {
        visible.contains(*flow)
            && bins.iter().zip(cells).all(|(bins, range)| {
                bins.get(*flow)
                    .is_some_and(|&bin| range.contains(&usize::from(bin)))
            })
    };
    let edges: BTreeSet<u32> = (0..data.traffic.table.len())
        .into_par_iter()
        .with_min_len(1 << 14)
        .filter(is_inside)
        .filter_map(|flow| graph.flow_edge(flow))
        .collect();
    let nodes = graph.edge_nodes();
    let ends = edges
        .into_iter()
        .filter_map(|edge| nodes.get(edge as usize));
    ends.map(|ends| {
        let [a, b] = ends.map(|node| graph.node_host(node));
        Item::edge(a, b)
    })
    .collect()
}
