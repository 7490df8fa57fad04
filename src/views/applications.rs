//! Which applications, or transports, carry the traffic?
//!
//! Bars by bytes, packets or flows, of what the colours mean at the moment.

use egui::Ui;

use super::bars::{Bar, bar_ui};
use super::memory::Measure;
use super::{Actions, Look, Memory};
use crate::session::{Category, Data, FlowColor, Item, Session};
use crate::units::{Count, Totals};

/// Draws the panel.
pub fn applications_ui(
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
    let measure_name = match session.state().color_by.of_flows() {
        FlowColor::Application => "Measure of applications",
        FlowColor::Transport => "Measure of transports",
    };
    memory.category_measure.choice_ui(ui, measure_name);
    let measure = memory.category_measure;
    let mut rows = category_totals(session, data);
    rows.sort_by_key(|row| {
        std::cmp::Reverse(
            measure
                .of(row.visible)
                .max(measure.of(row.total) / 1_000_000),
        )
    });
    let most = rows
        .iter()
        .map(|row| measure.of(row.total))
        .max()
        .unwrap_or(0)
        .max(1) as f32;
    egui::ScrollArea::vertical()
        .id_salt("applications")
        .auto_shrink([false, false])
        .show_rows(ui, super::bars::ROW_PTS, rows.len(), |ui, range| {
            for row in &rows[range] {
                let share = |totals: Totals| measure.of(totals) as f32 / most;
                let bar = Bar {
                    in_range: false,
                    item: Item::Category(row.category),
                    label: row.category.label(),
                    value: measure.text(row.visible),
                    total: share(row.total),
                    visible: share(row.visible),
                    lit: row.lit.map(share),
                    color: look.category(row.category),
                    tooltip: format!(
                        "{} flows, {} packets, {} bytes visible of {}, {}, {}",
                        Count(row.visible.flows),
                        Count(row.visible.packets),
                        Count(row.visible.bytes),
                        Count(row.total.flows),
                        Count(row.total.packets),
                        Count(row.total.bytes),
                    ),
                };
                let response = bar_ui(ui, &bar, session.hovered(), look, actions);
                super::legend::category_menu(&response, row.category, actions);
            }
        });
}

/// Sums of one colour.
#[derive(Clone, Copy, Debug)]
pub struct CategoryTotals {
    /// The colour's meaning.
    pub category: Category,
    /// Over all flows.
    pub total: Totals,
    /// Over visible flows.
    pub visible: Totals,
    /// Over highlighted flows; none while nothing is highlighted.
    pub lit: Option<Totals>,
}

/// Every colour that occurs in the capture, in code order.
#[must_use]
pub fn category_totals(session: &Session, data: &Data) -> Vec<CategoryTotals> {
    let lit = data.lit.as_deref();
    match session.state().color_by.of_flows() {
        FlowColor::Application => crate::capture::Application::ALL
            .iter()
            .zip(&data.tallies().applications)
            .filter(|(_, tally)| tally.total.flows > 0)
            .map(|(&application, tally)| CategoryTotals {
                category: Category::Application(application),
                total: tally.total,
                visible: tally.visible,
                lit: lit
                    .map(|lit| lit.tallies.applications[usize::from(application.code())].visible),
            })
            .collect(),
        FlowColor::Transport => data
            .tallies()
            .protocols
            .iter()
            .enumerate()
            .map(|(index, tally)| CategoryTotals {
                category: Category::Transport(tally.protocol),
                total: tally.total,
                visible: tally.visible,
                // Both lists hold every protocol of the table, in the same order.
                lit: lit.map(|lit| lit.tallies.protocols[index].visible),
            })
            .collect(),
    }
}

impl Measure {
    /// The measured value.
    #[must_use]
    pub fn of(self, totals: Totals) -> u64 {
        match self {
            Self::Bytes => totals.bytes,
            Self::Packets => totals.packets,
            Self::Flows => totals.flows,
        }
    }

    /// The value with its unit.
    #[must_use]
    pub fn text(self, totals: Totals) -> String {
        match self {
            Self::Bytes => crate::units::Bytes(totals.bytes).to_string(),
            Self::Packets | Self::Flows => Count(self.of(totals)).to_string(),
        }
    }
}
