//! What do colours, sizes and widths mean?
//!
//! One row for each colour that occurs, with its flows and bytes. A click filters a colour out or
//! back in, Alt-click shows only it; the graph follows in the same frame. What colour and size stand
//! for is chosen above.

mod class_menu;
mod classes;
mod ramp;
mod scales;

pub use class_menu::Class;

use egui::{RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::applications::{CategoryTotals, category_totals};
use super::graph::ShadesMemory;
use super::{Actions, Look};
use crate::scene::Legend;
use crate::session::{Category, ColorBy, Command, Data, Item, Session, SizeBy, excludes};
use crate::units::{Bytes, Count};

/// Side of a colour's square in points.
const SWATCH_PTS: f32 = 12.0;

/// Draws the panel.
pub fn legend_ui(
    ui: &mut Ui,
    session: &Session,
    (scales, shades): (Option<&Legend>, &ShadesMemory),
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    let is_comparing = data.aside.difference().is_some();
    choices_ui(ui, session, is_comparing, actions);
    if let Some(waiting) = shades.waiting() {
        ui.horizontal(|ui| {
            ui.spinner();
            ui.label(RichText::new(waiting).color(look.weak));
        });
    }
    if !session.state().filter.is_empty() {
        let show_all = ui.small_button("Show all");
        if show_all.on_hover_text("Filter nothing out (A)").clicked() {
            actions.push(Command::ShowAll);
        }
    }
    let mut rows = match scales {
        _ if is_comparing => Vec::new(),
        Some(legend) if !legend.classes.is_empty() || legend.ramp.is_some() => Vec::new(),
        _ => category_totals(session, data),
    };
    rows.sort_by_key(|row| std::cmp::Reverse(row.total.bytes));
    egui::ScrollArea::vertical()
        .id_salt("legend")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if is_comparing {
                super::classes::classes_ui(ui, (session, data), scales, look, actions);
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            for row in rows {
                category_row(ui, session, &row, look, actions);
            }
            if let (Some(legend), Some(coloring), false) = (scales, shades.coloring(), is_comparing)
            {
                classes::classes_ui(ui, (session, data), legend, coloring, look, actions);
            }
            ui.add_space(8.0);
            if let Some(scales) = scales {
                scales::scales_ui(ui, scales, look);
            }
            others_ui(ui, session, data, look, actions);
        });
}

/// What colour and size stand for.
fn choices_ui(ui: &mut Ui, session: &Session, is_comparing: bool, actions: &mut Actions) {
    let state = session.state();
    let choice = |ui: &mut Ui, name: &str, shown: &str, list: &mut dyn FnMut(&mut Ui)| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(name).small());
            let response = egui::ComboBox::from_id_salt(name)
                .selected_text(shown)
                .width(ui.available_width() - 8.0)
                .height(420.0)
                .show_ui(ui, |ui| list(ui))
                .response;
            response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
        });
    };
    let mut offer = |ui: &mut Ui, chosen: bool, label: &str, command: Command| {
        let entry = ui.selectable_label(chosen, label);
        if entry.on_hover_text(command.tooltip()).clicked() {
            actions.push(command);
        }
    };
    if !is_comparing {
        choice(ui, "Colour by", state.color_by.label(), &mut |ui| {
            for of in ColorBy::all() {
                offer(ui, state.color_by == of, of.label(), Command::ColorBy(of));
            }
        });
    }
    choice(ui, "Size by", state.size_by.label(), &mut |ui| {
        for of in SizeBy::ALL {
            offer(ui, state.size_by == of, of.label(), Command::SizeBy(of));
        }
        ui.separator();
        let (log, command) = (state.size_log, Command::SizeLog(!state.size_log));
        offer(ui, log, "logarithmic", command);
    });
}

fn category_row(
    ui: &mut Ui,
    session: &Session,
    row: &CategoryTotals,
    look: &Look,
    actions: &mut Actions,
) {
    let (category, visible, total) = (row.category, row.visible, row.total);
    let shown = !excludes(&session.state().filter, category);
    let item = Item::Category(category);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), shown, category.label())
    });
    if response.hovered() {
        actions.hover(item);
    }
    if response.clicked() {
        let alone = ui.input(|input| input.modifiers.alt);
        actions.push(if alone {
            Command::Solo(category)
        } else {
            Command::Toggle(category)
        });
    }
    category_menu(&response, category, actions);
    let painter = ui.painter_at(rect);
    if session.hovered() == Some(item) || response.has_focus() {
        painter.rect_filled(rect, 3.0, look.line);
    }
    let swatch = egui::Rect::from_center_size(
        pos2(rect.left() + 4.0 + SWATCH_PTS / 2.0, rect.center().y),
        vec2(SWATCH_PTS, SWATCH_PTS),
    );
    let color = look.category(category);
    if shown && visible.flows > 0 {
        painter.rect_filled(swatch, 3.0, color);
    } else {
        painter.rect_stroke(
            swatch,
            3.0,
            egui::Stroke::new(1.5, color),
            egui::StrokeKind::Inside,
        );
    }
    let text = if shown && visible.flows > 0 {
        look.text
    } else {
        look.weak
    };
    let small = egui::TextStyle::Small.resolve(ui.style());
    let body = egui::TextStyle::Body.resolve(ui.style());
    let bytes = painter.text(
        rect.right_center() - vec2(4.0, 0.0),
        egui::Align2::RIGHT_CENTER,
        Bytes(visible.bytes).to_string(),
        small.clone(),
        look.weak,
    );
    let flows = painter.text(
        pos2(
            (rect.right() - 68.0).min(bytes.left() - 8.0),
            rect.center().y,
        ),
        egui::Align2::RIGHT_CENTER,
        Count(visible.flows).to_string(),
        small,
        look.weak,
    );
    let left = swatch.right() + 8.0;
    let mut job = egui::text::LayoutJob::simple_singleline(category.label(), body, text);
    job.wrap = egui::text::TextWrapping::truncate_at_width((flows.left() - left - 8.0).max(0.0));
    let galley = painter.layout_job(job);
    let at = pos2(left, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, text);
    response.on_hover_text(format!(
        "{}: {} of {} flows, {} of {} packets, {} of {} bytes visible\n\
         Click to filter out or in, Alt-click to show only this",
        category.label(),
        Count(visible.flows),
        Count(total.flows),
        Count(visible.packets),
        Count(total.packets),
        Count(visible.bytes),
        Count(total.bytes)
    ));
}

/// The menu on a right click on a colour.
pub fn category_menu(response: &egui::Response, category: Category, actions: &mut Actions) {
    response.context_menu(|ui| {
        let entries = [
            ("Highlight", Command::Select(Item::Category(category))),
            ("Show only this", Command::Solo(category)),
            ("Filter out, or back in", Command::Toggle(category)),
            ("Show all", Command::ShowAll),
        ];
        for (label, command) in entries {
            if ui.button(label).clicked() {
                actions.push(command);
            }
        }
        if ui.button("Copy name").clicked() {
            ui.copy_text(category.label());
        }
    });
}

/// Switches for what the graph leaves out.
fn others_ui(ui: &mut Ui, session: &Session, data: &Data, look: &Look, actions: &mut Actions) {
    let outside = data.tallies().outside_graph;
    let grouping = session.state().grouping;
    if grouping.node != crate::graph::NodeKind::Host || (outside.flows == 0 && !grouping.non_ip) {
        return;
    }
    ui.add_space(4.0);
    let mut shown = grouping.non_ip;
    let label = if shown {
        "Non-IP flows".to_owned()
    } else {
        format!("Non-IP flows ({})", Count(outside.flows))
    };
    let tooltip = Command::ShowNonIp(true).tooltip();
    if ui
        .checkbox(&mut shown, RichText::new(label).color(look.text))
        .on_hover_text(tooltip)
        .changed()
    {
        actions.push(Command::ShowNonIp(shown));
    }
}
