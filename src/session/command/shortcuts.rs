//! Which key does each action have?

use egui::{Key, KeyboardShortcut, Modifiers};

use super::Command;
use crate::session::{LayoutMode, Reach};

/// Ctrl on Linux and Windows, Command on macOS.
const CTRL: Modifiers = Modifiers::COMMAND;

impl Command {
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
            Self::LayOutVisible => ctrl(Key::L),
            Self::LayoutMode(mode) => {
                let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
                let place = LayoutMode::ALL.iter().position(|known| known == mode)?;
                digits.get(place).and_then(|&digit| ctrl(digit))
            }
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
