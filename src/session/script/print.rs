//! How is a command written down?

use std::fmt::Write as _;

use super::items::{category_words, group_words, item_words, note_place_words, window_words};
use super::verbs::plain;
use super::words::quoted;
use crate::flow::FlowTable;
use crate::graph::NodeKind;
use crate::session::{Command, Item, Reach, Sample, View};

/// The text from which [`super::parse`] makes the same command, given the same table.
#[must_use]
pub fn words(command: &Command, table: &FlowTable) -> String {
    let switch = |name: &str, on: bool| format!("{name} {}", if on { "on" } else { "off" });
    let address = |host: u32| table.hosts.address(host);
    let list = |items: &[Item]| {
        let words: Vec<String> = items.iter().map(|&item| item_words(item, table)).collect();
        words.join(" ")
    };
    match command {
        Command::Filter(filter) => format!("filter {filter}").trim_end().to_owned(),
        Command::FilterTo(item) => format!("show-only {}", item_words(*item, table)),
        Command::Exclude(item) => format!("leave-out {}", item_words(*item, table)),
        Command::FilterToSelection => "show-only highlight".into(),
        Command::ExcludeSelection => "leave-out highlight".into(),
        Command::FilterWithinSelection => "show-only within-highlight".into(),
        Command::Toggle(category) => format!("toggle {}", category_words(*category)),
        Command::Solo(category) => format!("solo {}", category_words(*category)),
        Command::Window(None) => "window all".into(),
        Command::Window(Some(window)) => format!("window {}", window_words(*window)),
        Command::Compare(None) => "compare off".into(),
        Command::Compare(Some(window)) => format!("compare {}", window_words(*window)),
        Command::Fade(on) => switch("fade", *on),
        Command::Trend(color, None) => format!("trend {} off", color.key()),
        Command::Trend(color, Some(trend)) => {
            let text = format!(
                "trend {} {} {}",
                color.key(),
                quoted(&trend.name),
                trend.filter
            );
            text.trim_end().to_owned()
        }
        Command::Sequence(steps) if steps.is_empty() => "sequence none".into(),
        Command::Sequence(steps) => {
            let parts: Vec<String> = steps
                .iter()
                .map(|step| format!("{} {}", step.join.label(), step.filter))
                .collect();
            format!("sequence {}", parts.join(" ; "))
        }
        Command::Axes(axes) => {
            let axes: Vec<String> = axes.iter().map(ToString::to_string).collect();
            format!("axes {}", axes.join(" ")).trim_end().to_owned()
        }
        Command::Scatter(scatter) => format!("scatter {scatter}"),
        Command::Matrix(matrix) => format!("matrix {matrix}"),
        Command::Select(item) => format!("select {}", item_words(*item, table)),
        Command::SelectAlso(item) => format!("select-also {}", item_words(*item, table)),
        Command::SelectNodes(hosts) => {
            let mut text = String::from("select-nodes");
            for &host in hosts {
                // Writing to a string cannot fail.
                let _ = write!(text, " {}", address(host));
            }
            text
        }
        Command::SelectItems(items) => format!("select-items {}", list(items)),
        Command::ShowItems(items, view) => {
            format!("show-items {} {}", view_words(*view), list(items))
        }
        Command::SelectRange(measure, least, u64::MAX) => {
            format!("select-range {} {least} most", measure.label())
        }
        Command::SelectRange(measure, least, most) => {
            format!("select-range {} {least} {most}", measure.label())
        }
        Command::Reach(Reach::Hops(hops)) => format!("expand {hops}"),
        Command::ColorBy(color_by) => format!("color-by {}", color_by.word()),
        Command::SizeBy(size_by) => format!("size-by {}", size_by.word()),
        Command::SizeLog(on) => switch("size-log", *on),
        Command::GroupBy(NodeKind::Host) => "group-by host".into(),
        Command::GroupBy(NodeKind::Mac) => "group-by mac".into(),
        Command::Groups(by) if by.is_empty() => "group none".into(),
        Command::Groups(by) => {
            let levels: Vec<String> = by.iter().map(ToString::to_string).collect();
            format!("group {}", levels.join(" "))
        }
        Command::NodeBudget(budget) => format!("begin-grouped {}", budget.0),
        Command::Fold(on) => switch("fold", *on),
        Command::OpenGroup(of) => format!("open-group {}", group_words(*of, table)),
        Command::CloseGroup(of) => format!("close-group {}", group_words(*of, table)),
        Command::ShowNonIp(on) => switch("non-ip", *on),
        Command::TwoStrands(on) => switch("two-strands", *on),
        Command::Labels(on) => switch("labels", *on),
        Command::Look(view) => format!("look {}", view_words(*view)),
        Command::Pin(host, place) => {
            format!("pin host {} {} {}", address(*host), place.x, place.y)
        }
        Command::PinNodes(nodes) => {
            let mut text = String::from("pin-nodes");
            for (host, place) in nodes {
                let _ = write!(text, " {} {} {}", address(*host), place.x, place.y);
            }
            text
        }
        Command::Unpin(host) => format!("unpin host {}", address(*host)),
        Command::Note(place, text) => {
            format!("note {} {}", note_place_words(*place, table), quoted(text))
        }
        Command::LayoutMode(mode) => format!("layout-mode {}", mode.word()),
        Command::Seed(seed) => format!("seed {seed}"),
        Command::GoTo(step) => format!("go-to {step}"),
        Command::Open(paths) => {
            let mut text = String::from("open");
            for path in paths {
                let _ = write!(text, " {}", quoted(&path.to_string_lossy()));
            }
            text
        }
        Command::OpenSample(Sample::Botnet) => "open-sample botnet".into(),
        Command::OpenSample(Sample::Office) => "open-sample office".into(),
        // Written out, so that a new command is not forgotten.
        Command::OpenDialog
        | Command::SaveSession
        | Command::SaveSessionAs
        | Command::CancelReading
        | Command::Close
        | Command::Quit
        | Command::ShowAll
        | Command::ClearSelection
        | Command::Fit
        | Command::ZoomIn
        | Command::ZoomOut
        | Command::EndGesture
        | Command::GiveUpGesture
        | Command::ToggleLayout
        | Command::RestartLayout
        | Command::LayOutVisible
        | Command::UnpinAll
        | Command::OpenGroups(_)
        | Command::Undo
        | Command::Redo
        | Command::ToggleExport
        | Command::TogglePalette
        | Command::ToggleShortcuts
        | Command::ToggleAbout
        | Command::ToggleTheme
        | Command::TogglePanels
        | Command::ResetPanels
        | Command::ToggleFullScreen
        | Command::ToggleReduceMotion
        | Command::ToggleLocalTime
        | Command::CompareBefore
        | Command::TrendOfHighlight
        | Command::TrendOfFilter
        | Command::DismissMessage
        | Command::FocusFilter
        | Command::FilterFocused
        | Command::ToggleFind
        | Command::Reach(
            Reach::Others
            | Reach::Component
            | Reach::OtherEnds
            | Reach::ShortestPaths
            | Reach::EarliestPath,
        )
        | Command::Escape => plain()
            .into_iter()
            .find(|(_, plain)| plain == command)
            .map_or_else(String::new, |(name, _)| name.to_owned()),
    }
}

/// Where the camera looks.
fn view_words(view: Option<View>) -> String {
    match view {
        None => "all".to_owned(),
        Some(view) => format!(
            "{} {} {}",
            view.center.x, view.center.y, view.points_per_unit
        ),
    }
}
