//! Which hosts, ports and names stand out?
//!
//! Every value as a bar, ranked by what is visible: grey behind is everything, colour is visible,
//! the highlight's share lies on top. Only the rows in view are ranked and laid out, so a million
//! hosts scroll; what is not listed is summed in the last line, so that bars add up.

use std::sync::Arc;

use egui::{RichText, Ui};

use super::bars::{Bar, ROW_PTS, bar_ui};
use super::memory::{HostMeasure, Measure};
use super::{Actions, Look, Memory};
use crate::query::{Ranking, Tallies};
use crate::session::{Category, Data, Ground, Item, Session, host_address, host_title};
use crate::text::printable;
use crate::units::{Bytes, Count, Totals};

/// What has a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ranked {
    /// Nodes of the graph.
    Hosts,
    /// Who opened flows.
    Sources,
    /// Who was asked.
    Destinations,
    /// Server ports.
    Ports,
    /// What clients asked for.
    Names,
}

/// What one panel of bars remembers between frames.
#[derive(Debug, Default)]
pub struct RankedMemory {
    measure: HostMeasure,
    logarithmic: bool,
    search: String,
    /// Codes by total, for these sums over everything and this measure.
    by_total: Option<(Arc<Ground>, HostMeasure, Ranking)>,
    /// What the search finds, `[code]`, and the search; none for everything.
    found: Option<(String, Vec<bool>)>,
    rows: Option<Rows>,
    /// Where a range that Shift extends begins.
    anchor: Option<Item>,
}

/// The rows that are listed.
#[derive(Debug)]
struct Rows {
    made_of: (u64, HostMeasure, String, usize),
    codes: Vec<u32>,
    /// Values that are visible.
    visible: usize,
    /// Values that there are.
    total: usize,
    /// What the listed values sum to when a search leaves others out.
    listed: Totals,
}

/// Rows that are ranked at first; more when somebody scrolls down to them.
const FIRST_ROWS: usize = 256;

impl Ranked {
    fn name(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Sources => "sources",
            Self::Destinations => "destinations",
            Self::Ports => "ports",
            Self::Names => "names",
        }
    }

    fn len(self, tallies: &Tallies) -> usize {
        match self {
            Self::Hosts => tallies.nodes.len(),
            Self::Sources => tallies.clients.len(),
            Self::Destinations => tallies.servers.len(),
            Self::Ports => tallies.ports.len(),
            Self::Names => tallies.names.len(),
        }
    }

    fn totals(self, tallies: &Tallies, code: u32) -> Totals {
        let code = code as usize;
        match self {
            Self::Hosts => tallies.nodes[code].totals,
            Self::Sources => tallies.clients[code],
            Self::Destinations => tallies.servers[code],
            Self::Ports => tallies.ports[code],
            Self::Names => tallies.names[code],
        }
    }

    fn value(self, tallies: &Tallies, code: u32, measure: HostMeasure) -> u64 {
        let totals = self.totals(tallies, code);
        match measure {
            HostMeasure::Bytes => totals.bytes,
            HostMeasure::Packets => totals.packets,
            HostMeasure::Flows => totals.flows,
            HostMeasure::Degree => match self {
                Self::Hosts => u64::from(tallies.nodes[code as usize].degree),
                _ => totals.flows,
            },
        }
    }

    fn item(self, data: &Data, code: u32) -> Item {
        match self {
            Self::Hosts => Item::Node(data.graph.node_host(code)),
            Self::Sources => Item::Client(code),
            Self::Destinations => Item::Server(code),
            Self::Ports => Item::Port(code as u16),
            Self::Names => Item::Name(code),
        }
    }

    fn label(self, data: &Data, code: u32) -> String {
        let table = &data.traffic.table;
        match self {
            Self::Hosts => host_title(table, data.graph.node_host(code)),
            Self::Sources | Self::Destinations => host_title(table, code),
            Self::Ports if code == 0 => "no port".to_owned(),
            Self::Ports => match crate::capture::Application::of_port(code as u16) {
                Some(application) => format!("{code} {}", application.label()),
                None => code.to_string(),
            },
            Self::Names => printable(table.names.name(code)).into_owned(),
        }
    }

    /// What is said besides the label when a bar is pointed at.
    fn about(self, data: &Data, code: u32) -> String {
        let table = &data.traffic.table;
        match self {
            Self::Hosts => host_address(table, data.graph.node_host(code)),
            Self::Sources => format!("Opened by {}", host_address(table, code)),
            Self::Destinations => format!("Asked of {}", host_address(table, code)),
            Self::Ports => format!("Server port {code}"),
            Self::Names => self.label(data, code),
        }
    }
}

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
    let Memory { ranked, graph, .. } = memory;
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
    memory.rank(of, data, 0);
    let Some(rows) = &memory.rows else { return };
    header_ui(ui, of, data, rows, memory, look);
    let most = memory.by_total.as_ref().map_or(1, |(_, measure, ranking)| {
        let first = ranking.codes().first();
        first.map_or(1, |&code| of.value(&data.ground.everything, code, *measure))
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
    rows: &Rows,
    memory: &RankedMemory,
    look: &Look,
) {
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
        text += &format!("; {what}: {}", memory.measure.plain().text(rest));
    }
    ui.label(RichText::new(text).small().color(look.weak));
}

impl RankedMemory {
    /// Ranks at least `wanted` rows, if something changed.
    fn rank(&mut self, of: Ranked, data: &Data, wanted: usize) {
        let measure = self.measure;
        let everything = &data.ground.everything;
        let fresh = self
            .by_total
            .as_ref()
            .is_some_and(|(ground, by, _)| Arc::ptr_eq(ground, &data.ground) && *by == measure);
        if !fresh {
            let total = |code| of.value(everything, code, measure);
            let ranking = Ranking::new(of.len(everything), total);
            self.by_total = Some((data.ground.clone(), measure, ranking));
            self.rows = None;
            self.found = None;
        }
        let Some((_, _, ranking)) = &self.by_total else {
            return;
        };
        let before = self.rows.as_ref().map_or(0, |rows| rows.made_of.3);
        let wanted = wanted.max(before).max(FIRST_ROWS);
        let made_of = (data.sums_revision, measure, self.search.clone(), wanted);
        if self
            .rows
            .as_ref()
            .is_some_and(|rows| rows.made_of == made_of)
        {
            return;
        }
        let tallies = data.tallies();
        // Names stay the same while sums change.
        let search = self.search.trim().to_lowercase();
        if search.is_empty() {
            self.found = None;
        } else if self.found.as_ref().is_none_or(|(of, _)| *of != search) {
            let has = |text: String| text.to_lowercase().contains(&search);
            let codes = 0..of.len(everything) as u32;
            let found = codes.map(|code| has(of.label(data, code)) || has(of.about(data, code)));
            self.found = Some((search.clone(), found.collect()));
        }
        let found = |code: u32| {
            let found = self.found.as_ref();
            found.is_none_or(|(_, found)| found[code as usize])
        };
        let mut visible = 0;
        let mut listed = Totals::default();
        for &code in ranking.codes() {
            let totals = of.totals(tallies, code);
            if totals.flows > 0 && found(code) {
                visible += 1;
                listed += totals;
            }
        }
        let codes = ranking.top(wanted, |code| {
            if found(code) {
                of.value(tallies, code, measure)
            } else {
                0
            }
        });
        self.rows = Some(Rows {
            made_of,
            codes,
            visible,
            total: ranking.len(),
            listed,
        });
    }

    fn bar(
        &self,
        of: Ranked,
        data: &Data,
        code: u32,
        place: usize,
        most: u64,
        color: egui::Color32,
    ) -> Bar {
        let measure = self.measure;
        let share = |value: u64| {
            if self.logarithmic {
                ((value as f64).ln_1p() / (most as f64).ln_1p().max(1e-9)) as f32
            } else {
                (value as f64 / most.max(1) as f64) as f32
            }
        };
        let tallies = data.tallies();
        let totals = of.totals(tallies, code);
        let all = of.totals(&data.ground.everything, code);
        let visible = of.value(tallies, code, measure);
        let percent = 100.0 * totals.bytes as f64 / tallies.visible.bytes.max(1) as f64;
        let degree = match of {
            Ranked::Hosts => {
                let degree = u64::from(tallies.nodes[code as usize].degree);
                format!(", {} neighbours", Count(degree))
            }
            _ => String::new(),
        };
        Bar {
            in_range: self.anchor.is_some(),
            item: of.item(data, code),
            label: of.label(data, code),
            value: match measure {
                HostMeasure::Bytes => Bytes(visible).to_string(),
                _ => Count(visible).to_string(),
            },
            total: share(of.value(&data.ground.everything, code, measure)),
            visible: share(visible),
            lit: data
                .lit
                .as_deref()
                .map(|lit| share(of.value(&lit.tallies, code, measure))),
            color,
            tooltip: format!(
                "{}\nRank {}, {percent:.1} % of visible bytes{degree}\n{} of {} flows, {} of {} \
                 packets, {} of {}\nDouble-click shows only this, Alt-click leaves it out",
                of.about(data, code),
                place + 1,
                Count(totals.flows),
                Count(all.flows),
                Count(totals.packets),
                Count(all.packets),
                Bytes(totals.bytes),
                Bytes(all.bytes),
            ),
        }
    }
}

impl HostMeasure {
    /// The same measure of anything that has no neighbours.
    fn plain(self) -> Measure {
        match self {
            Self::Bytes => Measure::Bytes,
            Self::Packets => Measure::Packets,
            Self::Flows | Self::Degree => Measure::Flows,
        }
    }
}
