//! What do colours, sizes and widths mean?
//!
//! One row for each colour that occurs, with its flows and bytes. A click filters a colour out or
//! back in, Alt-click shows only it; the graph follows in the same frame.

use egui::{RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::applications::{CategoryTotals, category_totals};
use super::{Actions, Look};
use crate::scene::Legend;
use crate::session::{Category, ColorBy, Command, Data, Item, Session, excludes};
use crate::units::{Bytes, Count};

/// Side of a colour's square in points.
const SWATCH_PTS: f32 = 12.0;

/// Draws the panel.
pub fn legend_ui(
    ui: &mut Ui,
    session: &Session,
    scales: Option<&Legend>,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    let is_comparing = data.aside.difference.is_some();
    if is_comparing {
        super::classes::classes_ui(ui, data, scales, look, actions);
    } else {
        color_by_ui(ui, session, actions);
    }
    if !session.state().filter.is_empty() {
        let show_all = ui.small_button("Show all");
        if show_all.on_hover_text("Filter nothing out (A)").clicked() {
            actions.push(Command::ShowAll);
        }
    }
    let mut rows = category_totals(session, data);
    rows.sort_by_key(|row| std::cmp::Reverse(row.total.bytes));
    egui::ScrollArea::vertical()
        .id_salt("legend")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for row in rows.into_iter().filter(|_| !is_comparing) {
                category_row(ui, session, &row, look, actions);
            }
            ui.add_space(8.0);
            if let Some(scales) = scales {
                scales_ui(ui, scales, look);
            }
            others_ui(ui, session, data, look, actions);
        });
}

/// What colours can mean.
fn color_by_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let chosen = session.state().color_by;
        for (color_by, label) in [
            (ColorBy::Application, "Application"),
            (ColorBy::Transport, "Transport"),
        ] {
            let command = Command::ColorBy(color_by);
            let button = ui.selectable_label(chosen == color_by, label);
            if button.on_hover_text(command.label()).clicked() {
                actions.push(command);
            }
        }
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

/// The steps of node sizes and edge widths.
fn scales_ui(ui: &mut Ui, legend: &Legend, look: &Look) {
    ui.label(
        RichText::new("Node area: neighbours")
            .small()
            .color(look.weak),
    );
    steps_ui(ui, &legend.sizes, look, |painter, center, size| {
        painter.circle(
            center,
            size / 2.0,
            look.context,
            egui::Stroke::new(1.0, look.weak),
        );
    });
    ui.label(
        RichText::new("Edge width: bytes, logarithmic")
            .small()
            .color(look.weak),
    );
    steps_ui(ui, &legend.widths, look, |painter, center, size| {
        let half = vec2(12.0, 0.0);
        painter.line_segment(
            [center - half, center + half],
            egui::Stroke::new(size, look.weak),
        );
    });
    ui.label(
        RichText::new("Wide end: who opened the flow")
            .small()
            .color(look.weak),
    );
}

fn steps_ui(
    ui: &mut Ui,
    steps: &[crate::scene::LegendStep],
    look: &Look,
    paint: impl Fn(&egui::Painter, egui::Pos2, f32),
) {
    let height = steps.iter().map(|step| step.size_pts).fold(10.0, f32::max) + 18.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let painter = ui.painter_at(rect);
    let font = egui::TextStyle::Small.resolve(ui.style());
    let cell = rect.width() / steps.len().max(1) as f32;
    for (index, step) in steps.iter().enumerate() {
        let x = rect.left() + cell * (index as f32 + 0.5);
        paint(
            &painter,
            pos2(x, rect.top() + (height - 16.0) / 2.0),
            step.size_pts,
        );
        let at = pos2(x, rect.bottom() - 8.0);
        painter.text(
            at,
            egui::Align2::CENTER_CENTER,
            &step.label,
            font.clone(),
            look.weak,
        );
    }
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
