//! Which applications, or transports, carry the traffic?
//!
//! Bars by bytes, packets, flows or distinct peers, of what the colours mean at the moment.

use egui::{RichText, Ui};

use super::bars::{Bar, bar_ui};
use super::memory::{HostMeasure, Measure};
use super::ranked::PeersMemory;
use super::{Actions, Look, Memory};
use crate::query::PeersOf;
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
    let color = session.state().color_by.of_flows();
    let (measure_name, peers_of) = match color {
        FlowColor::Application => ("Measure of applications", PeersOf::Applications),
        FlowColor::Transport => ("Measure of transports", PeersOf::Protocols),
    };
    let Memory {
        category_measure,
        category_peers,
        errands,
        ..
    } = memory;
    ui.horizontal(|ui| {
        category_measure.choice_ui(ui, measure_name, false);
    });
    let measure = *category_measure;
    // What nobody asks for any more is forgotten.
    let [applications, protocols] = category_peers;
    let (peers, other) = match color {
        FlowColor::Application => (applications, protocols),
        FlowColor::Transport => (protocols, applications),
    };
    other.forget();
    let mut rows = if measure == HostMeasure::Peers {
        let is_current = peers.follow(peers_of, data, errands);
        let text = match (is_current, peers.known(data).is_some()) {
            (true, _) => "distinct hosts at both ends; they do not add up",
            (false, true) => "counting peers…",
            (false, false) => "Counting peers…",
        };
        ui.label(RichText::new(text).small().color(look.weak));
        if peers.known(data).is_none() {
            return;
        }
        values(category_totals(session, data), measure, Some((peers, data)))
    } else {
        peers.forget();
        values(category_totals(session, data), measure, None)
    };
    rows.sort_by_key(|row| std::cmp::Reverse(row.visible.max(row.total / 1_000_000)));
    let most = rows.iter().map(|row| row.total).max().unwrap_or(0).max(1) as f32;
    egui::ScrollArea::vertical()
        .id_salt("applications")
        .auto_shrink([false, false])
        .show_rows(ui, super::bars::ROW_PTS, rows.len(), |ui, range| {
            for Row {
                of: row,
                total,
                visible,
                lit,
            } in &rows[range]
            {
                let share = |value: u64| value as f32 / most;
                let hosts = match measure {
                    HostMeasure::Peers => {
                        format!("{} of {} hosts\n", Count(*visible), Count(*total))
                    }
                    _ => String::new(),
                };
                let bar = Bar {
                    in_range: false,
                    item: Item::Category(row.category),
                    label: row.category.label(),
                    value: match measure {
                        HostMeasure::Peers => Count(*visible).to_string(),
                        _ => measure.plain().text(row.visible),
                    },
                    total: share(*total),
                    visible: share(*visible),
                    lit: lit.map(share),
                    color: look.category(row.category),
                    tooltip: format!(
                        "{hosts}{} flows, {} packets, {} bytes visible of {}, {}, {}",
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

/// A bar and what it is long by.
struct Row {
    of: CategoryTotals,
    total: u64,
    visible: u64,
    lit: Option<u64>,
}

/// What bars are long by: sums, or distinct peers.
fn values(
    rows: Vec<CategoryTotals>,
    measure: HostMeasure,
    peers: Option<(&PeersMemory, &Data)>,
) -> Vec<Row> {
    let plain = measure.plain();
    let known = peers.and_then(|(peers, data)| peers.known(data));
    let rows = rows.into_iter().map(|of| {
        let Some(peers) = known else {
            return Row {
                total: plain.of(of.total),
                visible: plain.of(of.visible),
                lit: of.lit.map(|totals| plain.of(totals)),
                of,
            };
        };
        let code = match of.category {
            Category::Application(application) => usize::from(application.code()),
            Category::Transport(protocol) => usize::from(protocol.0),
        };
        let count = |counts: &[u32]| counts.get(code).map_or(0, |&count| u64::from(count));
        Row {
            of,
            total: count(&peers.total),
            visible: count(&peers.visible),
            lit: of.lit.and(peers.lit.as_deref()).map(count),
        }
    });
    rows.collect()
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
