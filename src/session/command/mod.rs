//! What can a user do?
//!
//! One enum holds every action; menus, the palette, keys and tests use the same value, and one
//! [`super::Session::apply`] carries it out. What it is called, what it does and which key it has
//! are in a file each.

mod labels;
mod listed;
mod sample;
mod shortcuts;
mod tooltips;

use std::path::PathBuf;

use glam::Vec2;

pub use sample::Sample;

use super::{
    Category, ColorBy, GroupBy, GroupRef, Item, LayoutMode, Matrix, NodeBudget, NodeMeasure,
    NotePlace, Reach, Scatter, SelectionStep, SizeBy, TimeWindow, Trend, TrendColor, View,
};
use crate::graph::NodeKind;
use crate::query::{AxisChoice, Filter};

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
    /// Groups nodes by what they have in common, the outermost level first; without a level, not at
    /// all. All groups are closed then.
    Groups(Vec<GroupBy>),
    /// Whether hosts that never answered, and leaves of hubs, are groups too.
    Fold(bool),
    /// Shows the nodes in a group.
    OpenGroup(GroupRef),
    /// Shows a group as one node.
    CloseGroup(GroupRef),
    /// Opens all groups, or closes them.
    OpenGroups(bool),
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
    /// Lets places stand for something else; concentric is around the highlight.
    LayoutMode(LayoutMode),
    /// Lays out what is visible, from where it is; all else stays.
    LayOutVisible,
    /// Holds a node, by host code, at a world position.
    Pin(u32, Vec2),
    /// Holds nodes, by host code, at world positions. Moves without a pause are one step.
    PinNodes(Vec<(u32, Vec2)>),
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
    /// Above how many nodes a picture begins grouped.
    NodeBudget(NodeBudget),
    /// Takes the message away.
    DismissMessage,
    /// Puts the cursor into the filter.
    FocusFilter,
    /// The cursor is there.
    FilterFocused,
    /// Closes what is open; then clears the highlight.
    Escape,
}

impl Command {
    /// Highlights what a line was drawn round: nodes, among which there may be groups.
    #[must_use]
    pub fn highlight(items: Vec<Item>) -> Self {
        let hosts = items.iter().map(|item| match item {
            Item::Node(host) => Some(*host),
            _ => None,
        });
        match hosts.collect() {
            Some(hosts) => Self::SelectNodes(hosts),
            None => Self::SelectItems(items),
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
