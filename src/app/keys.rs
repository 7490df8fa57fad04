//! Which command does a key press mean?

use egui::{Event, KeyboardShortcut};

use crate::session::Command;
use crate::views::{filter_has_focus, step_had_focus};

/// The commands whose keys were pressed in this frame. Keys without Ctrl are left to a text field
/// that is being edited; Esc closes, but in a filter's text drops what was typed, and
/// a drag or a menu is given up on its own.
#[must_use]
pub fn pressed(context: &egui::Context) -> Vec<Command> {
    let typing = context.text_edit_focused();
    // Esc gives up a drag; egui has ended it before anything else is asked.
    let in_drag = context.dragged_id().is_some() || context.drag_stopped_id().is_some();
    // It closes a menu: what that was opened on stays highlighted.
    let in_menu = egui::Popup::is_any_open(context);
    let in_filter = filter_has_focus(context) || step_had_focus(context);
    let mut keyed: Vec<(Command, KeyboardShortcut)> = Command::simple()
        .into_iter()
        .chain([Command::Escape])
        .filter_map(|command| command.shortcut().map(|shortcut| (command, shortcut)))
        .collect();
    // A shortcut also matches when Shift is held too, so those with Shift are looked at first.
    keyed.sort_by_key(|(_, shortcut)| !shortcut.modifiers.shift);
    let pressed: Vec<Command> = keyed
        .into_iter()
        .filter(|(command, shortcut)| {
            let allowed = match command {
                Command::Escape => !in_filter && !in_drag && !in_menu,
                _ => !typing || shortcut.modifiers.command,
            };
            // Shift is how many keyboards type `?` and `+`, so the character decides.
            let by_character = matches!(command, Command::ToggleShortcuts | Command::ZoomIn);
            allowed
                && context.input_mut(|input| {
                    if by_character {
                        !input.modifiers.command && input.key_pressed(shortcut.logical_key)
                    } else {
                        input.consume_shortcut(shortcut)
                    }
                })
        })
        .map(|(command, _)| command)
        .collect();
    if pressed.contains(&Command::FocusFilter) {
        // The key that opens the field is not the first character in it.
        let is_slash = |event: &Event| matches!(event, Event::Text(text) if text == "/");
        context.input_mut(|input| input.events.retain(|event| !is_slash(event)));
    }
    pressed
}
