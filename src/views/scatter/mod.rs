//! Which values of two columns occur together?
//!
//! ```text
//! two AxisScales ──▶ PairTally: flows of each pair of bins ──▶ a cell each, as dark as it is full
//! a rectangle ──filter text──▶ a step of the selection sequence ──▶ Visible
//! ```
//!
//! The columns, their bins and the counts between them are those of the parallel axes; here one pair
//! has the whole panel. A rectangle is a step beside those of the axes, and both show each other's.

mod known;
mod menu;
mod plot;

use egui::{Align, Layout, RichText, Role, Ui, WidgetInfo};

use super::axes::{Counts, key_of};
use super::heat::{HeatPicture, Ramp};
use super::rectangle::{self, Rectangle};
use super::{Actions, Look, Memory};
use crate::query::{AxisChoice, AxisColumn};
use crate::scene::tokens::Theme;
use crate::session::{Command, Data, Scatter, Session};
use crate::units::{Count, counted};

/// What the scatter keeps between frames.
#[derive(Debug)]
pub struct ScatterMemory {
    /// What was shown in the last frame: across and up.
    choices: [AxisChoice; 2],
    counts: Counts,
    known: known::Known,
    picture: HeatPicture,
    /// What the picture was made for: columns, look, and whether something was highlighted.
    drawn: Option<([AxisChoice; 2], Theme, bool)>,
    /// A rectangle that is being dragged.
    rectangle: Option<Rectangle>,
    /// Cells under the pointer when a menu was opened.
    menu_cells: Option<rectangle::Cells>,
}

impl Default for ScatterMemory {
    fn default() -> Self {
        Self {
            choices: Scatter::default().choices(),
            counts: Counts::default(),
            known: known::Known::default(),
            picture: HeatPicture::default(),
            drawn: None,
            rectangle: None,
            menu_cells: None,
        }
    }
}

/// What everything in the panel is drawn from.
#[derive(Clone, Copy)]
struct Given<'a> {
    session: &'a Session,
    data: &'a Data,
    look: &'a Look,
}

/// Draws the panel.
pub fn scatter_ui(
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
    let memory = &mut memory.scatter;
    let given = Given {
        session,
        data,
        look,
    };
    choices_ui(ui, given, actions);
    let choices = session.state().scatter.choices();
    if memory.choices != choices {
        memory.choices = choices;
        memory.rectangle = None;
        memory.menu_cells = None;
    }
    memory.counts.follow(ui.ctx(), data, &memory.choices, None);
    let keys = memory.choices.map(key_of);
    let sequence = &session.state().sequence;
    memory.known.follow(sequence, keys, data, &memory.counts);
    count_ui(ui, given, memory, actions);
    let rect = ui.available_rect_before_wrap();
    plot::plot_ui(ui, rect, given, memory, actions);
}

/// The columns, and how they are spread.
fn choices_ui(ui: &mut Ui, given: Given<'_>, actions: &mut Actions) {
    let scatter = given.session.state().scatter;
    let mut chosen = scatter;
    ui.horizontal_wrapped(|ui| {
        for (side, name) in ["Across", "Up"].into_iter().enumerate() {
            let choice = scatter.choices()[side];
            ui.label(name);
            let response = egui::ComboBox::from_id_salt(("scatter column", side))
                .selected_text(choice.column.label())
                .width(120.0)
                .height(400.0)
                .show_ui(ui, |ui| {
                    for column in AxisColumn::ALL {
                        let is_chosen = column == choice.column;
                        let row = ui.selectable_label(is_chosen, column.label());
                        if row.on_hover_text(column.about()).clicked() && !is_chosen {
                            chosen = chosen.with_column(side, column);
                        }
                    }
                })
                .response;
            let label = format!("Column {}", name.to_lowercase());
            response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, label.as_str()));
            response.on_hover_text(choice.column.about());
            if choice.column.can_be_log() {
                let mut is_on = choice.log;
                let response = ui.toggle_value(&mut is_on, "Log");
                if response.clicked() {
                    chosen = chosen.with_log(side, is_on);
                }
                let label = format!("Logarithm {}", name.to_lowercase());
                response.widget_info(|| {
                    WidgetInfo::selected(Role::Button, true, is_on, label.as_str())
                });
                response.on_hover_text("Spread values by their logarithm");
            }
            if side == 0 {
                let swap = ui
                    .button("Swap")
                    .on_hover_text("What goes across goes up, and the other way round");
                swap.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Swap columns"));
                if swap.clicked() {
                    chosen = chosen.swapped();
                }
            }
        }
    });
    if chosen != scatter {
        actions.push(Command::Scatter(chosen));
    }
}

/// How much is shown, and what its colours mean.
fn count_ui(ui: &mut Ui, given: Given<'_>, memory: &mut ScatterMemory, actions: &mut Actions) {
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
        let note = match memory.counts.are_ready() {
            false => "counting flows".to_owned(),
            true if visible == 0 && all > 0 => {
                "no flow passes the filter and the brushes together".to_owned()
            }
            true => without_text(memory),
        };
        ui.label(RichText::new(note).color(look.weak).small());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let sequence = &session.state().sequence;
            let cells_of = |step: &_| memory.known.rectangle(step);
            if sequence.iter().any(|step| cells_of(step).is_some())
                && ui
                    .button("Clear brush")
                    .on_hover_text("Take away what was drawn here")
                    .clicked()
            {
                rectangle::clear(sequence, &cells_of, actions);
            }
            if let Some(most) = memory.most() {
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let ramp = Ramp {
                        look,
                        least: 1,
                        most,
                        has_lit: false,
                    };
                    let text = counted(most, "flow");
                    ui.add_space((ui.available_width() - 170.0).max(0.0));
                    ramp.legend_ui(ui, "1", &text);
                });
            }
        });
    });
}

/// How many visible flows have no value in a column; they lie at its beginning.
fn without_text(memory: &ScatterMemory) -> String {
    let without = |choice: &AxisChoice| {
        let key = key_of(*choice);
        let bin = memory.counts.scale(key)?.none_bin()?;
        let flows = memory.counts.visible_in(key, bin)?;
        let name = choice.column.label().to_lowercase();
        (flows > 0).then(|| format!("{} without {name}", Count(flows)))
    };
    let parts: Vec<String> = memory.choices.iter().filter_map(without).collect();
    parts.join(", ")
}

impl ScatterMemory {
    /// Flows of the cell that has most of all flows, once they are counted.
    fn most(&self) -> Option<u64> {
        let tallies = self.counts.tallies(&self.choices);
        Some(tallies.first().copied().flatten()?.most_flows())
    }

    /// Visible flows in all cells together.
    fn shown_flows(&self) -> u64 {
        let tallies = self.counts.tallies(&self.choices);
        let tally = tallies.first().copied().flatten();
        tally.map_or(0, |tally| tally.visible().flows())
    }
}
