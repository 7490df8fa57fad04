//! Which flows go together in all their properties?
//!
//! ```text
//! AxisScale, PairTally ──density──▶ Scene: strokes as strong as flows are many
//! brush on an axis ──filter text──▶ a step of the selection sequence ──▶ Visible
//! ```
//!
//! Each axis is a column; a flow is a line through all of them. Brushes are steps of a sequence that
//! are joined by and, or, xor and not, as in Mondrian; below the axes they stand as text and can
//! be edited.

mod axis;
mod brushing;
mod counts;
mod density;
mod plot;
mod sequence;
mod steps;
mod title;

use egui::{Align, Layout, RichText, Ui};

pub(super) use axis::describe;
pub(super) use counts::{Counts, ScaleKey, key_of};
pub use plot::AxesMemory;
pub use sequence::step_had_focus;

use super::{Actions, Canvas, Look};
use crate::query::{AxisChoice, AxisColumn};
use crate::session::{Command, Data, Join, Session};
use crate::units::Count;

/// What everything in the panel is drawn from.
#[derive(Clone, Copy)]
struct Given<'a> {
    session: &'a Session,
    data: &'a Data,
    look: &'a Look,
}

/// Draws the panel.
pub fn axes_ui(
    ui: &mut Ui,
    session: &Session,
    memory: &mut AxesMemory,
    canvas: &mut dyn Canvas,
    look: &Look,
    actions: &mut Actions,
) {
    let Some(data) = session.data() else {
        super::start::nothing_open_ui(ui, look);
        return;
    };
    let given = Given {
        session,
        data,
        look,
    };
    header_ui(ui, given, memory, actions);
    // The axes stay where they are while a brush on them is dragged.
    let list_pts = match memory.brush {
        Some(_) => memory.list_pts,
        None => sequence::height_pts(session, ui.available_height()),
    };
    memory.list_pts = list_pts;
    let plot_size = egui::vec2(
        ui.available_width(),
        (ui.available_height() - list_pts).max(120.0),
    );
    let (rect, _) = ui.allocate_exact_size(plot_size, egui::Sense::hover());
    plot::plot_ui(ui, rect, given, memory, canvas, actions);
    sequence::sequence_ui(ui, given, memory, actions);
}

/// How much is shown, how brushes join, and what can be added.
fn header_ui(ui: &mut Ui, given: Given<'_>, memory: &mut AxesMemory, actions: &mut Actions) {
    let Given {
        session,
        data,
        look,
    } = given;
    ui.horizontal(|ui| {
        let (visible, all) = (
            data.tallies().visible.flows,
            data.traffic.table.len() as u64,
        );
        ui.label(format!("{} of {} flows", Count(visible), Count(all)));
        if visible == 0 && all > 0 {
            let why = "no flow passes the filter and the brushes together";
            ui.label(RichText::new(why).color(look.weak).small());
        }
        if let Some(note) = memory.note() {
            ui.label(RichText::new(note).color(look.weak).small());
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            add_axis_ui(ui, session, actions);
            join_ui(ui, &mut memory.join);
            if !session.state().sequence.is_empty() {
                let clear = Command::Sequence(Vec::new());
                if ui
                    .button("Clear brushes")
                    .on_hover_text("Select by no axis")
                    .clicked()
                {
                    actions.push(Command::EndGesture);
                    actions.push(clear);
                    actions.push(Command::EndGesture);
                }
            }
        });
    });
}

/// How the next brush joins those before it.
fn join_ui(ui: &mut Ui, join: &mut Join) {
    let response = egui::ComboBox::from_id_salt("axes join")
        .selected_text(format!("new brush: {}", join.label()))
        .width(118.0)
        .show_ui(ui, |ui| {
            for choice in Join::ALL {
                ui.selectable_value(join, choice, choice.label())
                    .on_hover_text(join_tooltip(choice));
            }
        })
        .response;
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "How a new brush joins")
    });
    response.on_hover_text(
        "How a brush joins those before it. Hold Shift for or, Ctrl for xor, Alt for not.",
    );
}

/// What a join does, in a sentence.
fn join_tooltip(join: Join) -> &'static str {
    match join {
        Join::And => "Keep what the brush selects too; on an axis with a brush, move that one",
        Join::Or => "Add what the brush selects",
        Join::Xor => "Keep what one of both selects, not both",
        Join::Not => "Take out what the brush selects",
    }
}

/// A menu of the columns that are no axis yet.
fn add_axis_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let axes = &session.state().axes;
    ui.menu_button("Add axis", |ui| {
        for column in unused(axes) {
            if ui
                .button(column.label())
                .on_hover_text(column.about())
                .clicked()
            {
                let mut axes = axes.clone();
                axes.push(AxisChoice::new(column));
                actions.push(Command::Axes(axes));
            }
        }
    });
}

/// Columns that are no axis.
fn unused(axes: &[AxisChoice]) -> impl Iterator<Item = AxisColumn> + '_ {
    let is_unused = |column: &AxisColumn| axes.iter().all(|axis| axis.column != *column);
    AxisColumn::ALL.into_iter().filter(is_unused)
}
