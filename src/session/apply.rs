//! How does a command change the session?
//!
//! The one place where the user's choices change. What reaches outside (files, dialogs, the window)
//! is handed back as an [`Effect`] for the shell to carry out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{
    Command, History, Item, LayoutPhase, Reach, Sample, Session, State, ThemeChoice, narrowing,
    reach,
};
use crate::query::Filter;

/// What the shell has to do for a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for captures.
    OpenDialog,
    /// Read these.
    Open(Vec<PathBuf>),
    /// Read a bundled capture.
    OpenSample(Sample),
    /// Save the session here, or ask where.
    SaveSession(Option<PathBuf>),
    /// Read a saved session and the captures that it names.
    OpenSession(PathBuf),
    /// Stop the reader.
    CancelReading,
    /// Drop workers of the closed capture.
    Closed,
    /// End the program.
    Quit,
    /// Zoom about the centre by this factor; only the graph view knows its size.
    Zoom(f64),
    /// Fill the screen or not.
    FullScreen(bool),
    /// Put the panels back.
    ResetPanels,
}

/// Ending of saved sessions, without the dot.
pub const SESSION_ENDING: &str = "flowloom";

/// Zoom factor of one key press.
const ZOOM_STEP: f64 = 1.4;

impl Session {
    /// Carries out a command.
    pub fn apply(&mut self, command: Command) -> Option<Effect> {
        match command {
            Command::OpenDialog => return Some(Effect::OpenDialog),
            Command::Open(paths) => {
                if let Some(session) = paths.iter().find(|path| is_session(path)) {
                    if paths.len() > 1 {
                        let notice =
                            "A session is opened on its own; the other files were not opened.";
                        self.message = Some(notice.to_owned());
                    }
                    return Some(Effect::OpenSession(session.clone()));
                }
                self.restoring = None;
                // Remembered once something could be read of them.
                self.opening.clone_from(&paths);
                return Some(Effect::Open(paths));
            }
            Command::OpenSample(sample) => {
                self.restoring = None;
                return Some(Effect::OpenSample(sample));
            }
            Command::CancelReading => return Some(Effect::CancelReading),
            Command::Close => {
                self.close_capture();
                return Some(Effect::Closed);
            }
            Command::Quit => return Some(Effect::Quit),
            Command::SaveSession | Command::SaveSessionAs if self.data.is_none() => {}
            Command::SaveSession => return Some(Effect::SaveSession(self.saved_as.clone())),
            Command::SaveSessionAs => return Some(Effect::SaveSession(None)),
            Command::Undo => self.travel(History::undo),
            Command::Redo => self.travel(History::redo),
            Command::GoTo(step) => self.travel(|history, state| history.go_to(step, state)),
            Command::EndGesture => self.history.close(),
            Command::ZoomIn => return Some(Effect::Zoom(ZOOM_STEP)),
            Command::ZoomOut => return Some(Effect::Zoom(1.0 / ZOOM_STEP)),
            Command::ToggleLayout => self.layout_held = !self.layout_held,
            Command::ToggleExport => self.shell.export = !self.shell.export && self.data.is_some(),
            Command::TogglePalette => self.shell.palette = !self.shell.palette,
            Command::ToggleFind => self.shell.find = !self.shell.find && self.data.is_some(),
            Command::ToggleShortcuts => self.shell.shortcuts = !self.shell.shortcuts,
            Command::ToggleAbout => self.shell.about = !self.shell.about,
            Command::TogglePanels => self.shell.panels_hidden = !self.shell.panels_hidden,
            Command::ResetPanels => return Some(Effect::ResetPanels),
            Command::ToggleFullScreen => {
                self.shell.full_screen = !self.shell.full_screen;
                return Some(Effect::FullScreen(self.shell.full_screen));
            }
            Command::ToggleTheme => {
                self.settings.theme = match self.settings.theme {
                    ThemeChoice::Light => ThemeChoice::Dark,
                    ThemeChoice::Dark | ThemeChoice::System => ThemeChoice::Light,
                };
                self.revision += 1;
            }
            Command::ToggleReduceMotion => {
                self.settings.reduce_motion = !self.settings.reduce_motion;
            }
            Command::ToggleLocalTime => self.toggle_local_time(),
            Command::FocusFilter => self.shell.filter_wanted = true,
            Command::FilterFocused => self.shell.filter_wanted = false,
            Command::DismissMessage => self.message = None,
            Command::Escape => return self.escape(),
            change => self.change(change),
        }
        None
    }

    /// Closes the topmost thing that is open, else clears the highlight.
    fn escape(&mut self) -> Option<Effect> {
        let shell = &mut self.shell;
        let open = [
            &mut shell.palette,
            &mut shell.find,
            &mut shell.shortcuts,
            &mut shell.export,
            &mut shell.about,
            &mut shell.panels_hidden,
        ];
        if let Some(flag) = open.into_iter().find(|flag| **flag) {
            *flag = false;
        } else if self.message.take().is_none() && !self.state.selection.is_empty() {
            self.change(Command::ClearSelection);
        }
        None
    }

    /// Changes the state by a command that can be undone.
    fn change(&mut self, command: Command) {
        let before = self.state.clone();
        let (label, merge) = (self.step_label(&command), merge_kind(&command));
        let seed_before = self.state.seed;
        self.alter(command);
        if self.state == before {
            return;
        }
        let changed = Changed::between(&before, &self.state);
        if before.axes != self.state.axes {
            self.settings.remember_axes(&self.state.axes);
        }
        self.history.record(before, label, merge);
        self.changes += 1;
        if self.state.seed != seed_before {
            self.layout_held = false;
        }
        self.follow(changed);
    }

    /// The state's change alone.
    fn alter(&mut self, command: Command) {
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
            Command::Compare(compare) => state.compare = compare,
            Command::CompareBefore => match state.window {
                Some(window) => {
                    state.compare = Some(window.shifted(window.nanos().saturating_neg()));
                }
                None => {
                    let said = "Drag a window on the time bar first; then it can be compared.";
                    self.message = Some(said.to_owned());
                }
            },
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
                state.pins.clear();
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
            Command::Pin(host, position) => {
                state.pins.insert(host, position);
            }
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

    /// Adds to the filter that flows must, or must not, be of one of these.
    fn narrow(&mut self, items: BTreeSet<Item>, leave_out: bool) {
        let Some(data) = &self.data else { return };
        let filter = std::mem::take(&mut self.state.filter);
        self.state.filter = narrowing::narrowed(filter, &items, leave_out, &data.traffic.table);
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
            self.state.highlight_trend(&data.traffic.table)
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

    fn toggle_local_time(&mut self) {
        self.settings.local_time = !self.settings.local_time;
        if self.settings.local_time && self.zone.is_none() {
            let said = "The zone of this computer is not known; times stay in UTC.";
            self.message = Some(said.to_owned());
        }
        self.revision += 1;
    }

    /// Goes back or forth in the history.
    fn travel(&mut self, step: impl FnOnce(&mut History, &State) -> Option<State>) {
        if let Some(other) = step(&mut self.history, &self.state) {
            let changed = Changed::between(&self.state, &other);
            if other.axes != self.state.axes {
                self.settings.remember_axes(&other.axes);
            }
            self.state = other;
            self.changes += 1;
            self.follow(changed);
        }
    }

    /// Brings what follows from the state up to date.
    fn follow(&mut self, changed: Changed) {
        if changed.notes {
            self.renote();
        }
        if changed.filter {
            self.refilter();
        } else if changed.selection {
            self.reselect();
        }
        if changed.look {
            self.revision += 1;
        }
        if self.layout == LayoutPhase::None {
            self.layout_held = false;
        }
    }

    /// What the history calls a change.
    fn step_label(&self, command: &Command) -> String {
        match command {
            Command::Toggle(category) if narrowing::excludes(&self.state.filter, *category) => {
                format!("Show {}", category.label())
            }
            Command::Toggle(category) => format!("Hide {}", category.label()),
            Command::FilterTo(item) => self.named("Filter to", *item),
            Command::Exclude(item) => self.named("Leave out", *item),
            Command::Select(item) | Command::SelectAlso(item) => self.named("Highlight", *item),
            command => command.label(),
        }
    }
}

impl Session {
    /// What was done to an item, for the history.
    fn named(&self, verb: &str, item: Item) -> String {
        match &self.data {
            Some(data) => format!("{verb} {}", item.title(&data.traffic.table)),
            None => verb.to_owned(),
        }
    }
}

/// Which parts of the state differ.
#[derive(Clone, Copy)]
struct Changed {
    filter: bool,
    notes: bool,
    selection: bool,
    look: bool,
}

impl Changed {
    fn between(before: &State, after: &State) -> Self {
        Self {
            filter: before.filter != after.filter
                || before.window != after.window
                || before.compare != after.compare
                || before.fade != after.fade
                || before.sequence != after.sequence
                || (before.notes != after.notes && after.asks_notes()),
            notes: before.notes != after.notes,
            selection: before.selection != after.selection,
            look: before.color_by != after.color_by
                || before.size_by != after.size_by
                || before.size_log != after.size_log
                || before.two_strands != after.two_strands
                || before.labels != after.labels
                || before.axes != after.axes
                || before.view != after.view,
        }
    }
}

/// Changes with the same kind that follow each other are one step.
fn merge_kind(command: &Command) -> Option<&'static str> {
    match command {
        Command::Look(Some(_)) => Some("look"),
        Command::Pin(..) => Some("pin"),
        Command::Window(Some(_)) => Some("window"),
        Command::Compare(Some(_)) => Some("compare"),
        Command::Trend(_, Some(_)) => Some("trend"),
        Command::Sequence(_) => Some("sequence"),
        Command::Note(..) => Some("note"),
        _ => None,
    }
}

/// Whether a path is that of a saved session.
#[must_use]
pub fn is_session(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(SESSION_ENDING))
}

/// Takes an item out of a set that has it, and adds it to one that has not.
fn flip<T: Ord>(set: &mut BTreeSet<T>, item: T) {
    if !set.remove(&item) {
        set.insert(item);
    }
}
