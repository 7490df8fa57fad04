//! What is each action called?
//!
//! Menus, the palette and the history all use these names.

use super::Command;
use crate::graph::NodeKind;
use crate::query::AxisChoice;
use crate::session::{GroupBy, NodeBudget, Reach};
use crate::text::{printable, shortened};
use crate::units::Count;

/// Characters of a filter that a label shows.
const LABEL_CHARS: usize = 48;

/// A name within a sentence: names of one kind of thing stay as they are.
fn lowered(label: &str) -> String {
    if label.chars().all(char::is_uppercase) {
        label.to_owned()
    } else {
        label.to_lowercase()
    }
}

impl Command {
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
            Self::Groups(by) if by.is_empty() => "Do not group nodes".into(),
            Self::Groups(by) => {
                let levels: Vec<String> = by.iter().map(GroupBy::label).collect();
                format!("Group by {}", levels.join(", then "))
            }
            Self::Fold(true) => "Fold scans and leaves".into(),
            Self::Fold(false) => "Do not fold scans and leaves".into(),
            Self::OpenGroup(_) => "Open group".into(),
            Self::CloseGroup(_) => "Close group".into(),
            Self::OpenGroups(true) => "Open all groups".into(),
            Self::OpenGroups(false) => "Close all groups".into(),
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
            Self::LayoutMode(mode) => mode.label().into(),
            Self::LayOutVisible => "Lay out what is visible".into(),
            Self::Pin(..) => "Move node".into(),
            Self::PinNodes(nodes) => format!("Move {} nodes", nodes.len()),
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
            Self::NodeBudget(NodeBudget(0)) => "Never begin grouped".into(),
            Self::NodeBudget(NodeBudget(most)) => {
                format!("Begin grouped above {} nodes", Count(u64::from(*most)))
            }
            Self::DismissMessage => "Dismiss message".into(),
            Self::Escape => "Close or clear".into(),
        }
    }
}
