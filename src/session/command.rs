//! What can a user do?
//!
//! One enum holds every action; menus, the palette, keys and tests use the same value, and one
//! [`super::Session::apply`] carries it out.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};
use glam::Vec2;

use super::{
    Category, ColorBy, Item, Matrix, NodeMeasure, NotePlace, Reach, Sample, Scatter, SelectionStep,
    SizeBy, TimeWindow, Trend, TrendColor, View,
};
use crate::graph::NodeKind;
use crate::query::{AxisChoice, Filter};
use crate::text::{printable, shortened};
use crate::units::Count;

/// An action.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Asks for captures to open.
    OpenDialog,
    /// Opens captures together, in place of what is open.
    Open(Vec<PathBuf>),
    /// Opens a bundled capture.
    OpenSample(Sample),
    /// Saves the session where it was saved before, or asks where.
    SaveSession,
    /// Asks where to save the session.
    SaveSessionAs,
    /// Stops reading and keeps what was read.
    CancelReading,
    /// Closes the capture.
    Close,
    /// Ends the program.
    Quit,

    /// Filters the flows of one colour out, or back in.
    Toggle(Category),
    /// Filters out all colours but this one; again brings all back.
    Solo(Category),
    /// Filters nothing: neither by text nor by brushes.
    ShowAll,
    /// Shows the flows that pass this text.
    Filter(Filter),
    /// Shows only flows of this, among those that pass the filter.
    FilterTo(Item),
    /// Leaves out the flows of this.
    Exclude(Item),
    /// Shows only what is highlighted, among what passes the filter.
    FilterToSelection,
    /// Leaves out what is highlighted.
    ExcludeSelection,
    /// Shows only what runs between the highlighted nodes, among what passes the filter.
    FilterWithinSelection,
    /// Shows only flows that begin in this window; none shows all times. Moves without a pause are
    /// one step.
    Window(Option<TimeWindow>),
    /// Compares the window with this one, whose flows are visible too; none compares no longer.
    Compare(Option<TimeWindow>),
    /// Compares the window with the one of the same length before it.
    CompareBefore,
    /// Whether edges that were seen last long before the window's end are fainter.
    Fade(bool),
    /// Keeps a trend line of this colour; none takes it away. Letters of a name typed without a
    /// pause are one step.
    Trend(TrendColor, Option<Trend>),
    /// Keeps the highlighted flows as a trend line.
    TrendOfHighlight,
    /// Keeps the flows that pass the filter as a trend line.
    TrendOfFilter,
    /// Brushes on the parallel axes. Changes without a pause are one step.
    Sequence(Vec<SelectionStep>),
    /// The parallel axes, from left to right.
    Axes(Vec<AxisChoice>),
    /// The columns of the scatter.
    Scatter(Scatter),
    /// What rows and cells of the matrix are.
    Matrix(Matrix),

    /// Highlights this and nothing else; again clears.
    Select(Item),
    /// Highlights this too, or no longer.
    SelectAlso(Item),
    /// Highlights these nodes (a rectangle was drawn round them).
    SelectNodes(Vec<u32>),
    /// Highlights these and nothing else.
    SelectItems(Vec<Item>),
    /// Highlights what is around the highlight, over visible edges.
    Reach(Reach),
    /// Highlights the visible nodes whose measure is from one value to another.
    SelectRange(NodeMeasure, u64, u64),
    /// Highlights these and moves the camera, as one step.
    ShowItems(Vec<Item>, Option<View>),
    /// Highlights nothing.
    ClearSelection,

    /// What the colours mean.
    ColorBy(ColorBy),
    /// What a node is large by.
    SizeBy(SizeBy),
    /// Whether size grows with the logarithm of that.
    SizeLog(bool),
    /// What a node is.
    GroupBy(NodeKind),
    /// Whether flows without IP are in the graph.
    ShowNonIp(bool),
    /// Whether direction is two strands instead of a taper.
    TwoStrands(bool),
    /// Whether labels are drawn.
    Labels(bool),

    /// Moves the camera; none follows the whole graph. Moves without a pause are one step.
    Look(Option<View>),
    /// Shows the whole graph.
    Fit,
    /// Zooms in on the centre.
    ZoomIn,
    /// Zooms out from the centre.
    ZoomOut,
    /// Ends a drag or a run of wheel turns: the next one is a step of its own.
    EndGesture,
    /// Takes back what the drag that is going on has done, as if it had never begun.
    GiveUpGesture,

    /// Runs or pauses the layout.
    ToggleLayout,
    /// Lays out anew from another seed.
    RestartLayout,
    /// Lays out anew from this seed.
    Seed(u64),
    /// Holds a node, by host code, at a world position.
    Pin(u32, Vec2),
    /// Lets a node go.
    Unpin(u32),
    /// Lets all nodes go.
    UnpinAll,

    /// Writes a note about something; an empty text takes it away. Letters typed without a pause
    /// are one step.
    Note(NotePlace, String),

    /// Takes the last step back.
    Undo,
    /// Does the last undone step again.
    Redo,
    /// Goes to the state after so many steps of the history; 0 is the beginning.
    GoTo(usize),

    /// Opens or closes the export dialog.
    ToggleExport,
    /// Opens or closes the command palette.
    TogglePalette,
    /// Opens or closes the find window.
    ToggleFind,
    /// Opens or closes the sheet of shortcuts.
    ToggleShortcuts,
    /// Opens or closes the about box.
    ToggleAbout,
    /// Dark to light and back.
    ToggleTheme,
    /// Hides or shows all panels but the graph.
    TogglePanels,
    /// Puts all panels back where they were at first.
    ResetPanels,
    /// Fills the screen or not.
    ToggleFullScreen,
    /// Glides or jumps when the camera moves by itself.
    ToggleReduceMotion,
    /// Shows times in the local zone, or in UTC.
    ToggleLocalTime,
    /// Takes the message away.
    DismissMessage,
    /// Puts the cursor into the filter.
    FocusFilter,
    /// The cursor is there.
    FilterFocused,
    /// Closes what is open; then clears the highlight.
    Escape,
}

/// A name within a sentence: names of one kind of thing stay as they are.
fn lowered(label: &str) -> String {
    if label.chars().all(char::is_uppercase) {
        label.to_owned()
    } else {
        label.to_lowercase()
    }
}

/// What a colouring shows, in a sentence without a period.
fn color_about(color_by: ColorBy) -> &'static str {
    match color_by {
        ColorBy::Application => "What carries most bytes: TLS, DNS, SSH …",
        ColorBy::Transport => "What carries most bytes: TCP, UDP, ICMP …",
        ColorBy::Direction => "Whether most bytes go from client to server, or back",
        ColorBy::Component => "Which nodes reach each other over visible edges",
        ColorBy::Community => "Which nodes talk more with each other than with others",
        ColorBy::FirstSeen => "When a node or an edge appears in the capture, whatever is visible",
        ColorBy::Column(column) => column.about(),
    }
}

/// What a size shows, in a sentence without a period.
fn size_about(size_by: SizeBy) -> &'static str {
    match size_by {
        SizeBy::Degree => "Number of distinct neighbours over visible edges",
        SizeBy::Bytes => "Bytes sent and received",
        SizeBy::Packets => "Packets sent and received",
        SizeBy::Flows => "Flows at the node",
        SizeBy::PageRank => "How often a walk along the bytes comes by",
        SizeBy::Betweenness => "How many shortest paths lead through; sampled in large graphs",
    }
}

/// Characters of a filter that a label shows.
const LABEL_CHARS: usize = 48;

/// Ctrl on Linux and Windows, Command on macOS.
const CTRL: Modifiers = Modifiers::COMMAND;

impl Command {
    /// The actions that need no argument, in the order in which menus and the palette list them.
    #[must_use]
    pub fn simple() -> Vec<Self> {
        let mut commands = vec![
            Self::OpenDialog,
            Self::OpenSample(Sample::Botnet),
            Self::OpenSample(Sample::Office),
            Self::CancelReading,
            Self::SaveSession,
            Self::SaveSessionAs,
            Self::Close,
            Self::ToggleExport,
            Self::Undo,
            Self::Redo,
            Self::Fit,
            Self::ZoomIn,
            Self::ZoomOut,
            Self::ShowAll,
            Self::ToggleFind,
            Self::FocusFilter,
            Self::FilterToSelection,
            Self::ExcludeSelection,
            Self::FilterWithinSelection,
            Self::Window(None),
            Self::CompareBefore,
            Self::Compare(None),
            Self::TrendOfHighlight,
            Self::TrendOfFilter,
            Self::Fade(true),
            Self::Fade(false),
            Self::Sequence(Vec::new()),
            Self::Axes(AxisChoice::initial()),
            Self::ClearSelection,
            Self::Reach(Reach::Hops(1)),
            Self::Reach(Reach::Hops(2)),
            Self::Reach(Reach::Hops(3)),
            Self::Reach(Reach::OtherEnds),
            Self::Reach(Reach::Component),
            Self::Reach(Reach::Others),
            Self::Reach(Reach::ShortestPaths),
            Self::Reach(Reach::EarliestPath),
            Self::SizeLog(true),
            Self::SizeLog(false),
            Self::GroupBy(NodeKind::Host),
            Self::GroupBy(NodeKind::Mac),
            Self::ShowNonIp(true),
            Self::ShowNonIp(false),
            Self::TwoStrands(true),
            Self::TwoStrands(false),
            Self::Labels(true),
            Self::Labels(false),
            Self::ToggleLayout,
            Self::RestartLayout,
            Self::UnpinAll,
            Self::ToggleTheme,
            Self::TogglePanels,
            Self::ResetPanels,
            Self::ToggleFullScreen,
            Self::ToggleReduceMotion,
            Self::ToggleLocalTime,
            Self::TogglePalette,
            Self::ToggleShortcuts,
            Self::ToggleAbout,
            Self::Quit,
        ];
        commands.extend(ColorBy::all().map(Self::ColorBy));
        commands.extend(SizeBy::ALL.map(Self::SizeBy));
        commands
    }

    /// What menus, the palette and undo call it. One that opens a dialog ends in an ellipsis.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::OpenDialog => "Open…".into(),
            Self::Open(paths) => match paths.as_slice() {
                [path] => format!("Open {}", crate::text::printable(&path.to_string_lossy())),
                paths => format!("Open {} files", paths.len()),
            },
            Self::OpenSample(sample) => format!("Open the sample: {}", sample.title()),
            Self::CancelReading => "Stop reading".into(),
            Self::Close => "Close capture".into(),
            Self::Quit => "Quit".into(),
            Self::Toggle(category) => format!("Toggle {}", category.label()),
            Self::Solo(category) => format!("Show only {}", category.label()),
            Self::ShowAll => "Show all".into(),
            Self::Filter(filter) if filter.is_empty() => "Clear filter".into(),
            Self::Filter(filter) => {
                let text = filter.to_string();
                format!("Filter: {}", shortened(&printable(&text), LABEL_CHARS))
            }
            Self::FilterTo(_) => "Filter to".into(),
            Self::Exclude(_) => "Leave out".into(),
            Self::FilterToSelection => "Show only the highlight".into(),
            Self::ExcludeSelection => "Leave out the highlight".into(),
            Self::FilterWithinSelection => "Show only what runs between the highlighted".into(),
            Self::Window(Some(_)) => "Brush time".into(),
            Self::Window(None) => "Show all times".into(),
            Self::Compare(Some(_)) => "Compare two windows".into(),
            Self::Compare(None) => "Compare no longer".into(),
            Self::CompareBefore => "Compare with the window before".into(),
            Self::Fade(true) => "Fade edges by age".into(),
            Self::Fade(false) => "Do not fade edges by age".into(),
            Self::Trend(color, None) => format!("Take away the {} trend line", color.key()),
            Self::Trend(_, Some(trend)) => {
                format!(
                    "Trend line: {}",
                    shortened(&printable(&trend.name), LABEL_CHARS)
                )
            }
            Self::TrendOfHighlight => "Keep the highlight as a trend line".into(),
            Self::TrendOfFilter => "Keep the filter as a trend line".into(),
            Self::Sequence(steps) if steps.is_empty() => "Clear brushes".into(),
            Self::Sequence(_) => "Brush".into(),
            Self::Axes(axes) if *axes == AxisChoice::initial() => "Reset axes".into(),
            Self::Axes(_) => "Change axes".into(),
            Self::Scatter(scatter) => {
                let [across, up] = scatter
                    .choices()
                    .map(|choice| lowered(choice.column.label()));
                format!("Scatter of {across} and {up}")
            }
            Self::Matrix(matrix) => {
                format!(
                    "Matrix of {}",
                    matrix
                        .to_string()
                        .replace("by-", "by ")
                        .replace("only-", "only ")
                )
            }
            Self::FocusFilter | Self::FilterFocused => "Type a filter…".into(),
            Self::Select(_) | Self::SelectAlso(_) => "Highlight".into(),
            Self::SelectNodes(nodes) => format!("Highlight {} nodes", nodes.len()),
            Self::SelectItems(items) => format!("Highlight {} items", items.len()),
            Self::Reach(Reach::Hops(1)) => "Expand by one hop".into(),
            Self::Reach(Reach::Hops(hops)) => format!("Expand by {hops} hops"),
            Self::Reach(Reach::Others) => "Invert highlight".into(),
            Self::Reach(Reach::Component) => "Expand to the component".into(),
            Self::Reach(Reach::OtherEnds) => "Go to the other ends".into(),
            Self::Reach(Reach::ShortestPaths) => "All shortest paths between two nodes".into(),
            Self::Reach(Reach::EarliestPath) => "Earliest path in order of time".into(),
            Self::SelectRange(measure, least, most) if least == most => {
                format!("Highlight {} of {}", measure.label(), Count(*least))
            }
            Self::SelectRange(measure, least, u64::MAX) => {
                format!(
                    "Highlight {} of at least {}",
                    measure.label(),
                    Count(*least)
                )
            }
            Self::SelectRange(measure, least, most) => format!(
                "Highlight {} from {} to {}",
                measure.label(),
                Count(*least),
                Count(*most)
            ),
            Self::ShowItems(..) => "Go to".into(),
            Self::ClearSelection => "Clear highlight".into(),
            Self::ColorBy(color_by) => format!("Colour by {}", lowered(color_by.label())),
            Self::SizeBy(size_by) => format!("Size by {}", size_by.label()),
            Self::SizeLog(true) => "Logarithmic sizes".into(),
            Self::SizeLog(false) => "Sizes in proportion".into(),
            Self::GroupBy(NodeKind::Host) => "Nodes are hosts".into(),
            Self::GroupBy(NodeKind::Mac) => "Nodes are MAC addresses".into(),
            Self::ShowNonIp(true) => "Show non-IP flows".into(),
            Self::ShowNonIp(false) => "Leave out non-IP flows".into(),
            Self::TwoStrands(true) => "Direction as two strands".into(),
            Self::TwoStrands(false) => "Direction as taper".into(),
            Self::Labels(true) => "Show labels".into(),
            Self::Labels(false) => "Hide labels".into(),
            Self::Look(_) => "Move the view".into(),
            Self::Fit => "Fit".into(),
            Self::ZoomIn => "Zoom in".into(),
            Self::ZoomOut => "Zoom out".into(),
            Self::EndGesture => "End gesture".into(),
            Self::GiveUpGesture => "Give up gesture".into(),
            Self::ToggleLayout => "Run or pause layout".into(),
            Self::RestartLayout => "Lay out anew".into(),
            Self::Seed(seed) => format!("Lay out from seed {seed}"),
            Self::Pin(..) => "Move node".into(),
            Self::Unpin(_) => "Unpin node".into(),
            Self::UnpinAll => "Unpin all nodes".into(),
            Self::SaveSession => "Save session".into(),
            Self::SaveSessionAs => "Save session as…".into(),
            Self::Note(_, text) if text.is_empty() => "Take note away".into(),
            Self::Note(..) => "Write note".into(),
            Self::Undo => "Undo".into(),
            Self::Redo => "Redo".into(),
            Self::GoTo(step) => format!("Go to step {step}"),
            Self::ToggleExport => "Export picture…".into(),
            Self::TogglePalette => "Command palette…".into(),
            Self::ToggleFind => "Find…".into(),
            Self::ToggleShortcuts => "Keyboard shortcuts…".into(),
            Self::ToggleAbout => "About Flowloom…".into(),
            Self::ToggleTheme => "Light or dark".into(),
            Self::TogglePanels => "Hide or show panels".into(),
            Self::ResetPanels => "Reset panels".into(),
            Self::ToggleFullScreen => "Full screen".into(),
            Self::ToggleReduceMotion => "Reduce motion".into(),
            Self::ToggleLocalTime => "Times in UTC or local".into(),
            Self::DismissMessage => "Dismiss message".into(),
            Self::Escape => "Close or clear".into(),
        }
    }

    /// What it does, in a sentence without a period.
    #[must_use]
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::OpenDialog => "Choose one or more captures to read",
            Self::Open(_) => "Read these captures",
            Self::OpenSample(sample) => sample.story(),
            Self::CancelReading => "Stop reading and keep what was read",
            Self::Close => "Close the capture and go back to the start",
            Self::Quit => "Leave Flowloom",
            Self::Toggle(_) => "Filter these flows out, or back in",
            Self::Solo(_) => "Filter out everything else; again brings all back",
            Self::ShowAll => "Filter nothing out: neither by text nor by brushes",
            Self::Filter(_) | Self::FocusFilter | Self::FilterFocused => {
                "Show only flows that pass a text such as tcp.port in {80, 443} && !(dns)"
            }
            Self::FilterTo(_) | Self::FilterToSelection => {
                "Show only these flows, among those that pass the filter"
            }
            Self::Exclude(_) | Self::ExcludeSelection => "Leave these flows out",
            Self::Window(_) => "Show only flows that begin in this time",
            Self::Compare(_) | Self::CompareBefore => {
                "Show the flows of both windows, coloured by what changed in bytes per second"
            }
            Self::Fade(_) => {
                "The longer before the window's end an edge was seen last, the fainter it is"
            }
            Self::Trend(..) | Self::TrendOfHighlight | Self::TrendOfFilter => {
                "A line on the time bar over all flows that pass its own filter, visible or not"
            }
            Self::Sequence(_) => "Show only flows that the brushes select",
            Self::Axes(_) => "Choose which columns are parallel axes, and their order",
            Self::Scatter(_) => "Choose which two columns the scatter shows",
            Self::Matrix(_) => "Choose what rows and cells of the matrix are",
            Self::Select(_) | Self::SelectAlso(_) | Self::SelectNodes(_) | Self::SelectItems(_) => {
                "Highlight in every view"
            }
            Self::FilterWithinSelection => {
                "Show only flows with both ends highlighted, among those that pass the filter"
            }
            Self::Reach(Reach::Hops(_)) => "Highlight the neighbours too, over visible edges",
            Self::Reach(Reach::Others) => "Highlight every other visible node",
            Self::Reach(Reach::Component) => "Highlight all nodes that visible edges lead to",
            Self::Reach(Reach::OtherEnds) => "Highlight the neighbours instead",
            Self::Reach(Reach::ShortestPaths) => {
                "Highlight the edges of all paths with the fewest hops; needs two nodes"
            }
            Self::Reach(Reach::EarliestPath) => {
                "Highlight a path whose hops follow each other in time; needs two nodes"
            }
            Self::SelectRange(..) => "Highlight the visible nodes in this range",
            Self::ShowItems(..) => "Highlight it and move the view there",
            Self::ToggleFind => "Find an address, a network, a name or a port, and go there",
            Self::ClearSelection => "Highlight nothing",
            Self::ColorBy(color_by) => color_about(*color_by),
            Self::SizeBy(size_by) => size_about(*size_by),
            Self::SizeLog(_) => "Diameter grows with the logarithm, or area with the value",
            Self::GroupBy(_) => "Choose what a node is",
            Self::ShowNonIp(_) => "ARP, LLDP, spanning tree and other frames between MAC addresses",
            Self::TwoStrands(_) => {
                "A taper runs from client to server; two strands show each direction's bytes"
            }
            Self::Labels(_) => "Names and addresses beside the most important nodes",
            Self::Look(_) | Self::EndGesture => "Move the camera",
            Self::GiveUpGesture => "Take back what a drag has done so far",
            Self::Fit => "Show the whole graph",
            Self::ZoomIn => "Zoom in on the centre",
            Self::ZoomOut => "Zoom out from the centre",
            Self::ToggleLayout => "Let the nodes move, or hold them still",
            Self::RestartLayout => "Start again from another seed",
            Self::Seed(_) => "Choose one of many equally good layouts",
            Self::Pin(..) => "Hold the node where it is",
            Self::Unpin(_) | Self::UnpinAll => "Let the layout move it again",
            Self::SaveSession | Self::SaveSessionAs => {
                "Filter, highlight, view, places and notes, with the names of the captures"
            }
            Self::Note(..) => "Text kept with the session",
            Self::GoTo(_) => "Go back or forth to this step",
            Self::Undo => "Take the last step back",
            Self::Redo => "Do the undone step again",
            Self::ToggleExport => "Save what is on screen as PNG or SVG",
            Self::TogglePalette => "Find any command by name",
            Self::ToggleShortcuts => "All keys on one sheet",
            Self::ToggleAbout => "Version, licence and graphics adapter",
            Self::ToggleTheme => "Switch between the light and the dark canvas",
            Self::TogglePanels => "Give the whole window to the graph",
            Self::ResetPanels => "Put all panels back where they were at first",
            Self::ToggleFullScreen => "Fill the screen",
            Self::ToggleReduceMotion => "Jump instead of gliding when the camera moves by itself",
            Self::ToggleLocalTime => {
                "How times are shown; filters, scripts and copied tables stay in UTC"
            }
            Self::DismissMessage => "Take the message away",
            Self::Escape => "Close what is open, else clear the highlight",
        }
    }

    /// Its key, if it has one. Keys without a modifier work only while no text is being edited.
    #[must_use]
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        let plain = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        let ctrl = |key| Some(KeyboardShortcut::new(CTRL, key));
        let shift = |key| Some(KeyboardShortcut::new(Modifiers::SHIFT, key));
        let ctrl_shift = |key| Some(KeyboardShortcut::new(CTRL | Modifiers::SHIFT, key));
        match self {
            Self::OpenDialog => ctrl(Key::O),
            Self::SaveSession => ctrl(Key::S),
            Self::SaveSessionAs => ctrl_shift(Key::S),
            Self::Close => ctrl(Key::W),
            Self::Quit => ctrl(Key::Q),
            Self::ToggleExport => ctrl(Key::E),
            Self::Undo => ctrl(Key::Z),
            Self::Redo => ctrl_shift(Key::Z),
            Self::TogglePalette => ctrl(Key::K),
            Self::ToggleFind => ctrl(Key::F),
            Self::ToggleShortcuts => shift(Key::Questionmark),
            Self::TogglePanels => ctrl(Key::Backslash),
            Self::ToggleFullScreen => plain(Key::F11),
            Self::Fit => plain(Key::F),
            Self::ZoomIn => plain(Key::Plus),
            Self::ZoomOut => plain(Key::Minus),
            Self::ToggleLayout => plain(Key::L),
            Self::RestartLayout => shift(Key::L),
            Self::ShowAll => plain(Key::A),
            Self::FocusFilter => plain(Key::Slash),
            Self::Reach(Reach::Hops(1)) => plain(Key::E),
            Self::Reach(Reach::OtherEnds) => plain(Key::O),
            Self::Reach(Reach::Component) => plain(Key::C),
            Self::Reach(Reach::Others) => plain(Key::I),
            Self::Reach(Reach::ShortestPaths) => plain(Key::S),
            Self::Reach(Reach::EarliestPath) => plain(Key::T),
            Self::ExcludeSelection => plain(Key::H),
            Self::FilterToSelection => shift(Key::H),
            Self::Escape => plain(Key::Escape),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn commands_have_distinct_names_and_keys() {
        let commands = Command::simple();
        let labels: BTreeSet<_> = commands.iter().map(Command::label).collect();
        assert_eq!(labels.len(), commands.len());
        let keys: Vec<_> = commands.iter().filter_map(Command::shortcut).collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[..index].contains(key), "{key:?} is used twice");
        }
    }

    #[test]
    fn labels_and_tooltips_are_calm() {
        for command in Command::simple() {
            for text in [command.label(), command.tooltip().to_owned()] {
                assert!(!text.is_empty() && !text.ends_with(['.', '!']), "{text}");
            }
        }
    }
}
