//! Which verbs are there?
//!
//! Those that need nothing more are a table; what the others need is read in `arguments.rs`, how all
//! are written is listed in `forms.rs`.

use super::arguments::with_arguments;
use super::words::Line;
use super::{Resolve, ScriptError};
use crate::query::nearest;
use crate::session::{Command, Reach};

/// Verbs that need nothing more.
pub fn plain() -> Vec<(&'static str, Command)> {
    vec![
        ("show-all", Command::ShowAll),
        ("clear-selection", Command::ClearSelection),
        ("fit", Command::Fit),
        ("zoom-in", Command::ZoomIn),
        ("zoom-out", Command::ZoomOut),
        ("unpin-all", Command::UnpinAll),
        ("open-groups", Command::OpenGroups(true)),
        ("close-groups", Command::OpenGroups(false)),
        ("lay-out-anew", Command::RestartLayout),
        ("lay-out-visible", Command::LayOutVisible),
        ("hold-layout", Command::ToggleLayout),
        ("undo", Command::Undo),
        ("redo", Command::Redo),
        ("end-gesture", Command::EndGesture),
        ("give-up-gesture", Command::GiveUpGesture),
        ("open-dialog", Command::OpenDialog),
        ("save-session", Command::SaveSession),
        ("save-session-as", Command::SaveSessionAs),
        ("stop-reading", Command::CancelReading),
        ("close", Command::Close),
        ("quit", Command::Quit),
        ("show-export", Command::ToggleExport),
        ("show-palette", Command::TogglePalette),
        ("show-shortcuts", Command::ToggleShortcuts),
        ("show-about", Command::ToggleAbout),
        ("show-panels", Command::TogglePanels),
        ("reset-panels", Command::ResetPanels),
        ("change-theme", Command::ToggleTheme),
        ("full-screen", Command::ToggleFullScreen),
        ("reduce-motion", Command::ToggleReduceMotion),
        ("local-time", Command::ToggleLocalTime),
        ("compare-before", Command::CompareBefore),
        ("trend-of-highlight", Command::TrendOfHighlight),
        ("trend-of-filter", Command::TrendOfFilter),
        ("invert-selection", Command::Reach(Reach::Others)),
        ("expand-component", Command::Reach(Reach::Component)),
        ("other-ends", Command::Reach(Reach::OtherEnds)),
        ("shortest-paths", Command::Reach(Reach::ShortestPaths)),
        ("earliest-path", Command::Reach(Reach::EarliestPath)),
        ("show-find", Command::ToggleFind),
        ("type-filter", Command::FocusFilter),
        ("filter-focused", Command::FilterFocused),
        ("escape", Command::Escape),
        ("dismiss-message", Command::DismissMessage),
    ]
}

/// Verbs that need more.
const OTHERS: [&str; 42] = [
    "filter",
    "show-only",
    "leave-out",
    "toggle",
    "solo",
    "window",
    "compare",
    "fade",
    "trend",
    "sequence",
    "axes",
    "scatter",
    "matrix",
    "select",
    "select-also",
    "select-nodes",
    "select-items",
    "select-range",
    "show-items",
    "expand",
    "color-by",
    "size-by",
    "size-log",
    "group-by",
    "group",
    "fold",
    "begin-grouped",
    "open-group",
    "close-group",
    "non-ip",
    "two-strands",
    "labels",
    "look",
    "pin",
    "pin-nodes",
    "unpin",
    "note",
    "go-to",
    "seed",
    "layout-mode",
    "open",
    "open-sample",
];

/// Reads a command.
pub fn command(line: &mut Line<'_>, resolve: &dyn Resolve) -> Result<Command, ScriptError> {
    let verb = line.word("a command")?;
    let plain = plain();
    let command = match plain.iter().find(|(name, _)| *name == verb.text) {
        Some((_, command)) => command.clone(),
        None => match with_arguments(&verb.text, line, resolve)? {
            Some(command) => command,
            None => {
                let names = plain.iter().map(|(name, _)| *name).chain(OTHERS);
                let mut error = line.error(verb.span, "there is no such command");
                error.suggestion = nearest(&verb.text, names).map(|name| format!("`{name}`"));
                return Err(error);
            }
        },
    };
    line.end()?;
    Ok(command)
}
