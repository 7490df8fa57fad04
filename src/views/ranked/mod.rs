//! Which hosts, ports and names stand out?
//!
//! Every value as a bar, ranked by what is visible: grey behind is everything, colour is visible,
//! the highlight's share lies on top. Only the rows in view are ranked and laid out, so a million
//! hosts scroll; what is not listed is summed in the last line, so that bars add up.

mod kind;
mod peers;
mod rows;

use egui::{RichText, Ui};

pub use kind::Ranked;
pub use peers::PeersMemory;
pub use rows::RankedMemory;

use super::bars::{ROW_PTS, bar_ui};
use super::memory::HostMeasure;
use super::{Actions, Look, Memory};
use crate::session::{Category, Data, Item, Session};
use crate::units::{Count, Totals};

/// Draws a panel.
pub fn ranked_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut Memory,
    of: Ranked,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    let Memory {
        ranked,
        graph,
        errands,
        ..
    } = memory;
    let memory = ranked.entry(of).or_default();
    ui.horizontal(|ui| {
        let name = format!("Measure of {}", of.name());
        memory.measure.choice_ui(ui, &name, of == Ranked::Hosts);
        ui.toggle_value(&mut memory.logarithmic, "Log")
            .on_hover_text("Logarithmic lengths");
        let search = egui::TextEdit::singleline(&mut memory.search)
            .hint_text("Search")
            .desired_width(ui.available_width().clamp(40.0, 110.0));
        let response = ui.add(search);
        let search_name = format!("Search {}", of.name());
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::TextInput, true, search_name.as_str())
        });
    });
    let is_current = match of.peers_of() {
        Some(peers) if memory.measure == HostMeasure::Peers => {
            memory.peers.follow(peers, data, errands)
        }
        _ => {
            memory.peers.forget();
            true
        }
    };
    memory.rank(of, data, 0);
    let Some(rows) = &memory.rows else {
        ui.label(RichText::new("Counting peers…").color(look.weak));
        return;
    };
    header_ui(ui, of, data, memory, is_current, look);
    let everything = memory.everything(data);
    let most = memory.by_total.as_ref().map_or(1, |(_, measure, ranking)| {
        let first = ranking.codes().first();
        first.map_or(1, |&code| of.value(everything, code, *measure))
    });
    let mut wanted = 0;
    let (shown, anchor) = (rows.visible, memory.anchor);
    let mut clicked = None;
    egui::ScrollArea::vertical()
        .id_salt(of)
        .auto_shrink([false, false])
        .show_rows(ui, ROW_PTS, shown, |ui, range| {
            wanted = range.end;
            for place in range {
                let Some(&code) = rows.codes.get(place) else {
                    ui.allocate_space(egui::vec2(ui.available_width(), ROW_PTS));
                    continue;
                };
                let color = match of {
                    Ranked::Hosts => graph.drawing.node_category(code),
                    Ranked::Ports => {
                        crate::capture::Application::of_port(code as u16).map(Category::Application)
                    }
                    _ => None,
                };
                let color = color.map_or(look.weak, |category| look.category(category));
                let bar = memory.bar(of, data, code, place, most, color);
                let item = bar.item;
                let response = bar_ui(ui, &bar, session.hovered(), look, actions);
                match item {
                    Item::Node(host) => {
                        super::inspector::host_menu(&response, session, host, actions);
                    }
                    _ => super::item_menu::item_menu(&response, data, item, actions),
                }
                if response.clicked() {
                    clicked = Some(item);
                    let shift = ui.input(|input| input.modifiers.shift);
                    if let Some(anchor) = anchor.filter(|_| shift) {
                        let items = rows.codes.iter().map(|&code| of.item(data, code));
                        actions.push_range(items, anchor, item);
                    }
                }
            }
        });
    if clicked.is_some() {
        memory.anchor = clicked;
    }
    let ranked = memory.rows.as_ref().map_or(0, |rows| rows.codes.len());
    if wanted > ranked {
        memory.rank(of, data, wanted.max(ranked * 4));
        ui.ctx().request_repaint();
    }
}

/// How many values are listed, and what is not.
fn header_ui(
    ui: &mut Ui,
    of: Ranked,
    data: &Data,
    memory: &RankedMemory,
    is_current: bool,
    look: &Look,
) {
    let Some(rows) = &memory.rows else { return };
    let mut text = format!(
        "{} of {} {}",
        Count(rows.visible as u64),
        Count(rows.total as u64),
        of.name()
    );
    let visible = data.tallies().visible;
    let rest = Totals {
        packets: visible.packets.saturating_sub(rows.listed.packets),
        bytes: visible.bytes.saturating_sub(rows.listed.bytes),
        flows: visible.flows.saturating_sub(rows.listed.flows),
    };
    // A flow has two hosts, so theirs do not sum to the flows.
    if of != Ranked::Hosts && rest.flows > 0 {
        let what = match (of, memory.search.is_empty()) {
            (Ranked::Names, true) => "without a name",
            _ => "others",
        };
        let unit = match memory.measure {
            HostMeasure::Peers => " flows",
            _ => "",
        };
        let rest = memory.measure.plain().text(rest);
        text += &format!("; {what}: {rest}{unit}");
    }
    if !is_current {
        text += "; counting peers…";
    }
    let response = ui.label(RichText::new(text).small().color(look.weak));
    if memory.measure == HostMeasure::Peers && of != Ranked::Hosts {
        response.on_hover_text(
            "Distinct hosts at the other end, or at both ends for ports and names. One host may be \
             a peer of several values, so peers do not add up.",
        );
    }
}
