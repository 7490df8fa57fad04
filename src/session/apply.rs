//! How does a command change the session?
//!
//! The one place where the user's choices change. What reaches outside (files, dialogs, the window)
//! is handed back as an [`Effect`] for the shell to carry out. A command that changes the state is a
//! step that can be undone: `step.rs` records it, `change.rs` says what it changes.

use std::path::{Path, PathBuf};

use super::{Command, History, Sample, Session, ThemeChoice};

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
                self.opening.clear();
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
            Command::GiveUpGesture => self.travel(|history, _| history.give_up()),
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
            Command::NodeBudget(budget) => self.settings.node_budget = budget,
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

    /// Shows times in the zone of this computer, or in UTC again.
    fn toggle_local_time(&mut self) {
        self.settings.local_time = !self.settings.local_time;
        if self.settings.local_time && self.zone.is_none() {
            let said = "The zone of this computer is not known; times stay in UTC.";
            self.message = Some(said.to_owned());
        }
        self.revision += 1;
    }
}

/// Whether a path is that of a saved session.
#[must_use]
pub fn is_session(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case(SESSION_ENDING))
}
