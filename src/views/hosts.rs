//! Which hosts stand out?
//!
//! All nodes as bars, ranked by bytes, degree or flows; only the rows in view are laid out, so a
//! million hosts scroll.

use std::cmp::Reverse;

use egui::Ui;

use super::bars::{Bar, ROW_PTS, bar_ui};
use super::memory::{HostMeasure, Ranking};
use super::{Actions, Look, Memory};
use crate::query::NodeTally;
use crate::session::{Data, Item, Session, host_address, host_title};
use crate::units::{Bytes, Count};

/// Draws the panel.
pub fn hosts_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    ui.horizontal(|ui| {
        memory.host_measure.choice_ui(ui, "Measure of hosts");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let (shown, all) = (data.shares.hosts.drawn, data.shares.hosts.total);
            ui.label(
                egui::RichText::new(format!("{} of {}", Count(shown), Count(all)))
                    .color(look.weak)
                    .small(),
            );
        });
    });
    let measure = memory.host_measure;
    let ranking = ranking(&mut memory.ranking, data, measure);
    let drawing = &memory.graph.drawing;
    let most = ranking
        .first()
        .map_or(1, |&node| {
            value(&data.tallies().nodes[node as usize], measure)
        })
        .max(1);
    egui::ScrollArea::vertical()
        .id_salt("hosts")
        .auto_shrink([false, false])
        .show_rows(ui, ROW_PTS, ranking.len(), |ui, range| {
            for &node in &ranking[range] {
                let category = drawing.node_category(node);
                let color = category.map_or(look.context, |category| look.category(category));
                let bar = host_bar(data, node, measure, most, color);
                let host = data.graph.node_host(node);
                let response = bar_ui(ui, &bar, session.hovered(), look, actions);
                super::inspector::host_menu(&response, session, host, actions);
            }
        });
}

/// What a host is ranked by.
fn value(tally: &NodeTally, measure: HostMeasure) -> u64 {
    match measure {
        HostMeasure::Bytes => tally.totals.bytes,
        HostMeasure::Degree => u64::from(tally.degree),
        HostMeasure::Flows => tally.totals.flows,
    }
}

/// Visible nodes by rank, made anew only when the sums or the measure changed.
fn ranking<'a>(slot: &'a mut Option<Ranking>, data: &Data, measure: HostMeasure) -> &'a [u32] {
    let fresh = slot
        .as_ref()
        .is_some_and(|ranking| ranking.of == data.sums_revision && ranking.measure == measure);
    let tallies = data.tallies();
    if !fresh {
        let mut nodes: Vec<u32> = (0..tallies.nodes.len() as u32)
            .filter(|&node| tallies.nodes[node as usize].totals.flows > 0)
            .collect();
        nodes.sort_by_key(|&node| (Reverse(value(&tallies.nodes[node as usize], measure)), node));
        *slot = Some(Ranking {
            of: data.sums_revision,
            measure,
            nodes,
        });
    }
    slot.as_ref().map_or(&[], |ranking| &ranking.nodes)
}

fn host_bar(data: &Data, node: u32, measure: HostMeasure, most: u64, color: egui::Color32) -> Bar {
    let tally = &data.tallies().nodes[node as usize];
    let table = &data.traffic.table;
    let host = data.graph.node_host(node);
    let share = |value: u64| value as f32 / most as f32;
    let visible = value(tally, measure);
    let text = match measure {
        HostMeasure::Bytes => Bytes(visible).to_string(),
        HostMeasure::Degree | HostMeasure::Flows => Count(visible).to_string(),
    };
    Bar {
        item: Item::Node(host),
        label: host_title(table, host),
        value: text,
        total: share(visible),
        visible: share(visible),
        lit: data
            .lit
            .as_deref()
            .map(|lit| share(value(&lit.tallies.nodes[node as usize], measure))),
        color,
        tooltip: format!(
            "{}\n{} neighbours, {} flows, {} packets, {} bytes",
            host_address(table, host),
            Count(u64::from(tally.degree)),
            Count(tally.totals.flows),
            Count(tally.totals.packets),
            Count(tally.totals.bytes),
        ),
    }
}
