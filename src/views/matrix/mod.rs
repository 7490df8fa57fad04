//! When was each host active?
//!
//! ```text
//! MatrixRows ──order──▶ rows in view ──MatrixSums──▶ a cell for each row and stretch of time
//! a rectangle ──filter text──▶ a step of the selection sequence ──▶ Visible
//! ```
//!
//! Rows are hosts or subnets by address, or by how active they are; columns are the whole capture or
//! the window of the time bar. Rows and columns stand still while anything is dragged.

mod cells;
mod grid;
mod list;
mod names;

use egui::{Align, Layout, RichText, Ui};

use super::heat::{HeatPicture, Ramp};
use super::rectangle::{self, Cells, Rectangle};
use super::{Actions, Look, Memory};
use crate::query::{AskedRows, RowKind};
use crate::scene::tokens::Theme;
use crate::session::{Command, Data, Matrix, Measure, SelectionStep, Session};
use crate::units::{Count, Totals, counted};
use crate::views::memory::choice_ui;

/// What the matrix keeps between frames.
#[derive(Debug, Default)]
pub struct MatrixMemory {
    /// What was shown in the last frame.
    shown: Matrix,
    list: list::RowList,
    cells: cells::CellSums,
    picture: HeatPicture,
    /// What the picture was made for: look, whether something was highlighted, measure and scale.
    drawn: Option<(Theme, bool, Measure, u64)>,
    /// A rectangle that is being dragged.
    rectangle: Option<Rectangle>,
    /// Rows and columns under the pointer when a menu was opened.
    menu_cells: Option<Cells>,
    /// Visible flows of the cells in view.
    flows_in_view: u64,
    /// The first and the last row that were in view.
    in_view: [usize; 2],
}

/// What everything in the panel is drawn from.
#[derive(Clone, Copy)]
struct Given<'a> {
    session: &'a Session,
    data: &'a Data,
    look: &'a Look,
}

/// Draws the panel.
pub fn matrix_ui(
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
    let memory = &mut memory.matrix;
    let given = Given {
        session,
        data,
        look,
    };
    choices_ui(ui, given, actions);
    let shown = session.state().matrix;
    if memory.shown.rows != shown.rows {
        memory.rectangle = None;
        memory.menu_cells = None;
        memory.cells.clear();
    }
    memory.shown = shown;
    // Rows stand still while something is dragged, here or elsewhere.
    let is_dragging = ui.input(|input| input.pointer.any_down());
    // So do they while something is drawn on them: a rectangle would fall apart.
    let is_brushed = session
        .state()
        .sequence
        .iter()
        .any(|step| asked(step).is_some());
    let stands_still = is_dragging || is_brushed;
    memory.list.follow(ui.ctx(), data, shown, stands_still);
    let most = memory.list.most(ui.ctx(), data, shown.measure);
    count_ui(ui, given, memory, most, actions);
    grid::grid_ui(ui, given, memory, (most, is_dragging), actions);
}

/// What rows and cells are.
fn choices_ui(ui: &mut Ui, given: Given<'_>, actions: &mut Actions) {
    let before = given.session.state().matrix;
    let mut matrix = before;
    ui.horizontal_wrapped(|ui| {
        let kinds = [(RowKind::Host, "Hosts"), (RowKind::Subnet, "Subnets")];
        choice_ui(ui, "Rows of the matrix", &mut matrix.rows, &kinds);
        let orders = [(false, "by address"), (true, "by activity")];
        choice_ui(ui, "Order of rows", &mut matrix.by_activity, &orders);
        matrix.measure.choice_ui(ui, "Measure of cells");
        ui.toggle_value(&mut matrix.only_visible, "Only visible")
            .on_hover_text("Leave out rows without a visible flow");
    });
    if matrix != before {
        actions.push(Command::Matrix(matrix));
    }
}

/// How much is shown, and what its colours mean.
fn count_ui(
    ui: &mut Ui,
    given: Given<'_>,
    memory: &mut MatrixMemory,
    most: u64,
    actions: &mut Actions,
) {
    let Given {
        session,
        data,
        look,
    } = given;
    ui.horizontal(|ui| {
        ui.set_min_height(rectangle::LINE_PTS);
        let (visible, all) = (
            data.tallies().visible.flows,
            data.traffic.table.len() as u64,
        );
        ui.label(format!("{} of {} flows", Count(visible), Count(all)));
        let note = RichText::new(rows_text(data, memory))
            .color(look.weak)
            .small();
        ui.label(note).on_hover_text(
            "A flow is in the rows of both its hosts, and in the column of its first packet",
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let sequence = &session.state().sequence;
            if sequence.iter().any(|step| asked(step).is_some())
                && ui
                    .button("Clear brush")
                    .on_hover_text("Take away what was drawn here")
                    .clicked()
            {
                let is_ours = |step: &SelectionStep| asked(step).map(|_| [0..=0, 0..=0]);
                rectangle::clear(sequence, &is_ours, actions);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let ramp = Ramp {
                    look,
                    least: least(memory.shown.measure),
                    most,
                    has_lit: false,
                };
                let text = |amount: u64| {
                    memory.shown.measure.text(Totals {
                        packets: amount,
                        bytes: amount,
                        flows: amount,
                    })
                };
                ui.add_space((ui.available_width() - 170.0).max(0.0));
                ramp.legend_ui(ui, &text(ramp.least), &text(most));
            });
        });
    });
}

/// The amount up to which a cell is the faintest: no packet is much smaller.
fn least(measure: Measure) -> u64 {
    match measure {
        Measure::Bytes => 64,
        Measure::Packets | Measure::Flows => 1,
    }
}

/// Which rows are in view, of how many, and what has no row.
fn rows_text(data: &Data, memory: &MatrixMemory) -> String {
    let Some(rows) = memory.list.rows() else {
        return "ordering hosts".into();
    };
    let what = match rows.kind() {
        RowKind::Host => "hosts",
        RowKind::Subnet => "subnets",
    };
    let (shown, total) = (memory.list.len(), rows.len());
    let [first, last] = memory.in_view;
    let mut text = match shown {
        0 => format!("no row of {} {what}", Count(total as u64)),
        _ => format!(
            "rows {}–{} of {} {what}",
            Count(first as u64 + 1),
            Count(last.max(first + 1).min(shown) as u64),
            Count(shown as u64),
        ),
    };
    if shown < total && shown > 0 {
        text += &format!(", {} not listed", Count((total - shown) as u64));
    }
    let visible = data.tallies().visible.flows;
    let beside = visible.saturating_sub(data.shares.flows.shown());
    if beside > 0 {
        text += &format!("; {} without a row", counted(beside, "flow"));
    }
    text
}

/// What a step asks for if it was drawn here.
fn asked(step: &SelectionStep) -> Option<AskedRows> {
    AskedRows::of(&step.filter).filter(AskedRows::is_whole)
}
