//! What does each command change in the state?
//!
//! The state alone: `step.rs` keeps what it was before and brings what follows from it up to date.

use std::collections::BTreeSet;

use super::{Command, Item, LayoutMode, Reach, Session, narrowing, reach};
use crate::query::Filter;

impl Session {
    /// The state's change alone.
    pub(super) fn alter(&mut self, command: Command) {
        let state = &mut self.state;
        match command {
            Command::Toggle(category) => {
                let filter = std::mem::take(&mut state.filter);
                state.filter = narrowing::toggled(filter, category);
            }
            Command::Solo(category) => {
                let filter = std::mem::take(&mut state.filter);
                state.filter = narrowing::solo(filter, category);
            }
            Command::ShowAll => {
                state.filter = Filter::default();
                state.window = None;
                state.compare = None;
                state.sequence.clear();
            }
            Command::Filter(filter) => {
                self.settings.remember_filter(&filter);
                state.filter = filter;
            }
            Command::FilterTo(item) => self.narrow([item].into(), false),
            Command::Exclude(item) => self.narrow([item].into(), true),
            Command::FilterToSelection => self.narrow(self.state.selection.clone(), false),
            Command::ExcludeSelection => self.narrow(self.state.selection.clone(), true),
            Command::FilterWithinSelection => self.narrow_within(),
            Command::Window(window) => {
                state.window = window;
                // Two windows are compared, not one with everything.
                state.compare = state.compare.filter(|_| window.is_some());
            }
            Command::Compare(None) => state.compare = None,
            Command::Compare(Some(_)) | Command::CompareBefore if state.window.is_none() => {
                let said = "Drag a window on the time bar first; then it can be compared.";
                self.message = Some(said.to_owned());
            }
            Command::Compare(compare) => state.compare = compare,
            Command::CompareBefore => {
                let window = state.window;
                state.compare = window.map(|at| at.shifted(at.nanos().saturating_neg()));
            }
            Command::Fade(on) => state.fade = on,
            Command::Trend(color, None) => {
                state.trends.remove(&color);
            }
            Command::Trend(color, Some(trend)) => {
                state.trends.insert(color, trend);
            }
            Command::TrendOfHighlight => self.keep_trend(true),
            Command::TrendOfFilter => self.keep_trend(false),
            Command::Sequence(steps) => state.sequence = steps,
            Command::Axes(axes) => state.axes = axes,
            Command::Scatter(scatter) => state.scatter = scatter,
            Command::Matrix(matrix) => state.matrix = matrix,
            Command::Select(item) => {
                let only = state.selection.len() == 1 && state.selection.contains(&item);
                state.selection.clear();
                if !only {
                    state.selection.insert(item);
                }
            }
            Command::SelectAlso(item) => flip(&mut state.selection, item),
            Command::SelectNodes(hosts) => {
                state.selection = hosts.into_iter().map(Item::Node).collect();
            }
            Command::SelectItems(items) => state.selection = items.into_iter().collect(),
            Command::Reach(around) => self.reach(around),
            Command::SelectRange(measure, least, most) => {
                if let Some(data) = &self.data {
                    state.selection = reach::nodes_in_range(data, measure, least, most);
                }
            }
            Command::ShowItems(items, view) => {
                state.selection = items.into_iter().collect();
                state.view = view;
            }
            Command::ClearSelection => state.selection.clear(),
            Command::ColorBy(color_by) => state.color_by = color_by,
            Command::SizeBy(size_by) => state.size_by = size_by,
            Command::SizeLog(on) => state.size_log = on,
            Command::GroupBy(node) => {
                state.grouping.node = node;
                // Hosts and MAC addresses are different things to point at and to hold.
                state
                    .selection
                    .retain(|item| matches!(item, Item::Category(_)));
                state.groups.except.clear();
                state.pins.clear();
                state.arrangement.centre.clear();
            }
            Command::Groups(by) => {
                let fold = state.groups.fold;
                self.group_by(by, fold);
            }
            Command::Fold(on) => {
                let by = state.groups.by.clone();
                self.group_by(by, on);
            }
            Command::OpenGroup(of) => self.open_group(of, true),
            Command::CloseGroup(of) => self.open_group(of, false),
            Command::OpenGroups(open) => {
                state.groups.all_open = open;
                state.groups.except.clear();
            }
            Command::ShowNonIp(shown) => state.grouping.non_ip = shown,
            Command::TwoStrands(on) => state.two_strands = on,
            Command::Labels(on) => state.labels = on,
            Command::Look(view) => state.view = view,
            Command::Fit => state.view = None,
            Command::RestartLayout => {
                state.seed = state.seed.wrapping_add(1);
                state.pins.clear();
            }
            Command::Seed(seed) if seed == state.seed => {}
            Command::Seed(seed) => {
                state.seed = seed;
                state.pins.clear();
            }
            Command::LayoutMode(mode) => self.arrange_by(mode),
            Command::LayOutVisible => self.arrange_visible(),
            Command::Pin(host, position) => {
                state.pins.insert(host, position);
            }
            Command::PinNodes(nodes) => state.pins.extend(nodes),
            Command::Unpin(host) => {
                state.pins.remove(&host);
            }
            Command::UnpinAll => state.pins.clear(),
            Command::Note(place, text) if text.is_empty() => {
                state.notes.remove(&place);
            }
            Command::Note(place, text) => {
                state.notes.insert(place, text);
            }
            // All others were carried out by `apply`.
            _ => {}
        }
    }

    /// Lets places stand for something else; what is held by hand is let go, for it was held
    /// somewhere else.
    fn arrange_by(&mut self, mode: LayoutMode) {
        let centre = match &self.data {
            Some(data) if mode == LayoutMode::Concentric => {
                let nodes = reach::selected_nodes(data, &self.state.selection);
                let hosts = nodes.iter().map(|&node| data.graph.node_host(node));
                hosts.collect()
            }
            _ => BTreeSet::new(),
        };
        let arrangement = &mut self.state.arrangement;
        if arrangement.mode != mode || arrangement.centre != centre {
            arrangement.mode = mode;
            arrangement.centre = centre;
            self.state.pins.clear();
            // What the camera looked at is somewhere else now.
            self.state.view = None;
        }
    }

    /// Lays out what is visible now, and leaves all else where it is.
    fn arrange_visible(&mut self) {
        let filter = self.state.visible_filter();
        let visible = (!filter.is_empty()).then_some(filter);
        if self.state.arrangement.visible == visible {
            let said = "What is visible is laid out already; filter something first.";
            self.message = Some(said.to_owned());
        }
        self.state.arrangement.visible = visible;
    }

    /// Adds to the filter that flows must, or must not, be of one of these.
    fn narrow(&mut self, items: BTreeSet<Item>, leave_out: bool) {
        let Some(data) = &self.data else { return };
        let filter = std::mem::take(&mut self.state.filter);
        self.state.filter = narrowing::narrowed_to(filter, data.filter_of(&items), leave_out);
    }

    /// Adds to the filter that both ends of a flow must be highlighted nodes.
    fn narrow_within(&mut self) {
        let Some(data) = &self.data else { return };
        let nodes = reach::selected_nodes(data, &self.state.selection);
        let hosts: Vec<u32> = nodes
            .iter()
            .map(|&node| data.graph.node_host(node))
            .collect();
        let filter = std::mem::take(&mut self.state.filter);
        self.state.filter = narrowing::within(filter, &hosts, &data.traffic.table);
    }

    /// Highlights what is around the highlight, and says what was found or why nothing was.
    fn reach(&mut self, around: Reach) {
        let Some(data) = &self.data else { return };
        match reach::reached(around, data, &self.state.selection) {
            Ok((selection, said)) => {
                self.state.selection = selection;
                self.message = said.or(self.message.take());
            }
            Err(said) => self.message = Some(said),
        }
    }

    /// Keeps the highlight, or what passes the filter, as a trend line of the first free colour.
    fn keep_trend(&mut self, of_highlight: bool) {
        let Some(data) = &self.data else { return };
        let trend = if of_highlight {
            self.state.highlight_trend(data)
        } else {
            Some(self.state.filter_trend())
        };
        let (Some(trend), Some(color)) = (trend, self.state.free_trend_color()) else {
            let said = if self.state.free_trend_color().is_some() {
                "Highlight something first; then it can be kept as a trend line."
            } else {
                "There are five trend lines already; take one away first."
            };
            self.message = Some(said.to_owned());
            return;
        };
        self.state.trends.insert(color, trend);
    }
}

/// Takes an item out of a set that has it, and adds it to one that has not.
fn flip<T: Ord>(set: &mut BTreeSet<T>, item: T) {
    if !set.remove(&item) {
        set.insert(item);
    }
}
