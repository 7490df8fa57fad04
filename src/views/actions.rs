//! What does a panel hand back?
//!
//! Commands to carry out after the frame, and what is under the pointer. Both are read one frame
//! after they are written, which keeps all linked charts in step.

use crate::session::{Command, Item};

/// What the user wants, collected while the panels are drawn.
#[derive(Debug, Default)]
pub struct Actions {
    commands: Vec<Command>,
    hovered: Option<Item>,
}

impl Actions {
    /// Asks for a command.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Asks for several commands.
    pub fn extend(&mut self, commands: impl IntoIterator<Item = Command>) {
        self.commands.extend(commands);
    }

    /// Says that something is under the pointer.
    pub fn hover(&mut self, item: Item) {
        self.hovered = Some(item);
    }

    /// What was under the pointer.
    #[must_use]
    pub fn hovered(&self) -> Option<Item> {
        self.hovered
    }

    /// The commands, in the order in which they were pushed.
    #[must_use]
    pub fn into_commands(self) -> Vec<Command> {
        self.commands
    }

    /// Highlights everything in a list from one item to another, both included.
    pub fn push_range(&mut self, list: impl Iterator<Item = Item>, from: Item, to: Item) {
        let list: Vec<Item> = list.collect();
        let place = |item| list.iter().position(|&other| other == item);
        if let (Some(from), Some(to)) = (place(from), place(to)) {
            let range = list[from.min(to)..=from.max(to)].to_vec();
            self.push(Command::SelectItems(range));
        }
    }

    /// Ends a drag with the primary button. One that ends while the button is held was given up with
    /// Esc: what it has done is taken back. Whoever calls this ended the gesture before when the drag
    /// began, so that nothing else is taken back.
    pub fn end_drag(&mut self, ui: &egui::Ui) {
        self.push(if is_given_up(ui) {
            Command::GiveUpGesture
        } else {
            Command::EndGesture
        });
    }

    /// The usual meaning of a click: highlight, with Ctrl or Shift add to the highlight, with Alt
    /// leave out.
    pub fn click(&mut self, item: Item, modifiers: egui::Modifiers) {
        self.push(if modifiers.alt {
            Command::Exclude(item)
        } else if modifiers.command || modifiers.shift {
            Command::SelectAlso(item)
        } else {
            Command::Select(item)
        });
    }
}

/// Whether a drag with the primary button that has just ended was given up with Esc: the button is
/// still held.
#[must_use]
pub fn is_given_up(ui: &egui::Ui) -> bool {
    ui.input(|input| input.pointer.primary_down())
}
