//! Which actions are offered by name?

use super::{Command, Sample};
use crate::graph::NodeKind;
use crate::query::AxisChoice;
use crate::session::{ColorBy, GroupBy, LayoutMode, NodeBudget, Reach, SizeBy};

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
            Self::Groups(Vec::new()),
            Self::Fold(true),
            Self::Fold(false),
            Self::OpenGroups(true),
            Self::OpenGroups(false),
            Self::ShowNonIp(true),
            Self::ShowNonIp(false),
            Self::TwoStrands(true),
            Self::TwoStrands(false),
            Self::Labels(true),
            Self::Labels(false),
            Self::ToggleLayout,
            Self::RestartLayout,
            Self::LayOutVisible,
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
        commands.extend(
            GroupBy::offered()
                .into_iter()
                .map(|by| Self::Groups(vec![by])),
        );
        commands.push(Self::Groups(GroupBy::nested_subnets()));
        commands.extend(NodeBudget::OFFERED.map(Self::NodeBudget));
        commands.extend(LayoutMode::ALL.map(Self::LayoutMode));
        commands.extend(SizeBy::ALL.map(Self::SizeBy));
        commands
    }
}
