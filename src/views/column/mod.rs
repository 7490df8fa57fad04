//! Which values of any column stand out?
//!
//! Bars as for hosts and ports, of a column that the user chooses: single values where there are
//! such, bins where numbers are many. Every flow has one bar, that of "no value" included, so that
//! bars add up to what is visible.

mod label;
mod rows;

use egui::{RichText, Role, TextEdit, Ui, WidgetInfo};

pub use rows::ColumnMemory;

use super::bars::{ROW_PTS, bar_ui};
use super::memory::Measure;
use super::{Actions, Look, Memory};
use crate::query::AxisColumn;
use crate::session::{Data, Session};
use crate::units::{Count, Totals};

/// Draws the panel.
pub fn column_ui(
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
    let memory = &mut memory.column;
    choices_ui(ui, memory);
    memory.follow(ui.ctx(), data);
    let clock = session.clock();
    memory.rank(data, &clock, 0);
    let Some(rows) = memory.rows() else {
        ui.label(RichText::new("Counting flows…").color(look.weak));
        return;
    };
    header_ui(ui, data, memory, look);
    let mut wanted = 0;
    let mut clicked = None;
    let shown = rows.shown;
    egui::ScrollArea::vertical()
        .id_salt(("column", memory.column))
        .auto_shrink([false, false])
        .show_rows(ui, ROW_PTS, shown, |ui, range| {
            wanted = range.end;
            for row in range {
                let Some(bar) = memory.bar(data, &clock, row, look) else {
                    ui.allocate_space(egui::vec2(ui.available_width(), ROW_PTS));
                    continue;
                };
                let item = bar.item;
                let response = bar_ui(ui, &bar, session.hovered(), look, actions);
                super::item_menu::item_menu(&response, data, item, actions);
                if response.clicked() {
                    clicked = Some(item);
                    let shift = ui.input(|input| input.modifiers.shift);
                    if let Some(anchor) = memory.anchor.filter(|_| shift) {
                        actions.push_range(memory.items(), anchor, item);
                    }
                }
            }
        });
    if clicked.is_some() {
        memory.anchor = clicked;
    }
    let ranked = memory.rows().map_or(0, |rows| rows.places.len());
    if wanted > ranked {
        memory.rank(data, &clock, wanted.max(ranked * 4));
        ui.ctx().request_repaint();
    }
}

/// The column, what bars are long by, their order, and a search.
fn choices_ui(ui: &mut Ui, memory: &mut ColumnMemory) {
    let mut column = memory.column;
    ui.horizontal(|ui| {
        let response = egui::ComboBox::from_id_salt("column of bars")
            .selected_text(column.label())
            .width(110.0)
            .height(600.0)
            .show_ui(ui, |ui| {
                for choice in AxisColumn::ALL {
                    ui.selectable_value(&mut column, choice, choice.label())
                        .on_hover_text(choice.about());
                }
            })
            .response;
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Column of bars"));
        response.on_hover_text(column.about());
        let search = TextEdit::singleline(&mut memory.search)
            .hint_text("Search")
            .desired_width(ui.available_width().clamp(40.0, 110.0));
        let response = ui.add(search);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Search the column"));
    });
    memory.choose(column);
    ui.horizontal(|ui| {
        memory.measure.choice_ui(ui, "Measure of the column");
        ui.toggle_value(&mut memory.logarithmic, "Log")
            .on_hover_text("Logarithmic lengths");
        if column.has_bins() {
            ui.toggle_value(&mut memory.by_rank, "Ranked")
                .on_hover_text("The longest bar first, instead of the order of values");
        }
    });
}

/// How many values are listed, and what is not.
fn header_ui(ui: &mut Ui, data: &Data, memory: &ColumnMemory, look: &Look) {
    let Some(rows) = memory.rows() else { return };
    let what = match memory.column.has_bins() {
        true => "ranges",
        false => "values",
    };
    let mut text = format!(
        "{} of {} {what}",
        Count(rows.visible as u64),
        Count(rows.total as u64),
    );
    let rest = remainder(data.tallies().visible, rows.listed);
    if rest.flows > 0 {
        text += &format!("; others: {}", memory.measure.text(rest));
        if memory.measure != Measure::Bytes {
            let unit = match memory.measure {
                Measure::Packets => " packets",
                _ => " flows",
            };
            text += unit;
        }
    }
    ui.label(RichText::new(text).small().color(look.weak));
}

/// What is visible and in no bar that is listed.
fn remainder(visible: Totals, listed: Totals) -> Totals {
    Totals {
        packets: visible.packets.saturating_sub(listed.packets),
        bytes: visible.bytes.saturating_sub(listed.bytes),
        flows: visible.flows.saturating_sub(listed.flows),
    }
}
