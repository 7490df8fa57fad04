//! How is any command found by name?
//!
//! Type some letters of it; arrows choose, Enter runs, Esc closes.

use egui::{Align2, Key, RichText, TextEdit, Ui, vec2};

use super::{Actions, Look, Memory};
use crate::session::{Command, Session};

/// Commands shown at once.
const ROWS: usize = 12;

/// Draws the palette if it is open.
pub fn palette_ui(
    context: &egui::Context,
    session: &Session,
    memory: &mut Memory,
    look: &Look,
    actions: &mut Actions,
) {
    if !session.shell().palette {
        memory.palette = (String::new(), 0);
        return;
    }
    let response = egui::Window::new("Command palette")
        .title_bar(false)
        .resizable(false)
        .collapsible(false)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 80.0))
        .fixed_size(vec2(460.0, 0.0))
        .show(context, |ui| contents_ui(ui, memory, look, actions));
    let clicked_elsewhere = response.is_some_and(|response| response.response.clicked_elsewhere());
    if clicked_elsewhere {
        actions.push(Command::TogglePalette);
    }
}

fn contents_ui(ui: &mut Ui, memory: &mut Memory, look: &Look, actions: &mut Actions) {
    let (query, chosen) = &mut memory.palette;
    let edit = TextEdit::singleline(query)
        .hint_text("Find a command")
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find a command"));
    response.request_focus();
    if response.changed() {
        *chosen = 0;
    }
    let found = matching(query);
    let (down, up, enter) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowDown),
            input.key_pressed(Key::ArrowUp),
            input.key_pressed(Key::Enter),
        )
    });
    let last = found.len().min(ROWS).saturating_sub(1);
    if down {
        *chosen = (*chosen + 1).min(last);
    }
    if up {
        *chosen = chosen.saturating_sub(1);
    }
    if found.is_empty() {
        ui.label(RichText::new("No command has these letters").color(look.weak));
    }
    for (row, command) in found.iter().take(ROWS).enumerate() {
        let mut button = egui::Button::selectable(row == *chosen, command.label());
        if let Some(shortcut) = command.shortcut() {
            button = button.shortcut_text(ui.ctx().format_shortcut(&shortcut));
        }
        let size = vec2(ui.available_width(), 0.0);
        let run = ui
            .add(button.min_size(size))
            .on_hover_text(command.tooltip())
            .clicked();
        if run || (enter && row == *chosen) {
            actions.push(Command::TogglePalette);
            actions.push(command.clone());
        }
    }
}

/// Commands whose name holds the letters of the query in order, closest first.
fn matching(query: &str) -> Vec<Command> {
    let mut found: Vec<(usize, usize, Command)> = Command::simple()
        .into_iter()
        .filter(|command| *command != Command::TogglePalette)
        .enumerate()
        .filter_map(|(index, command)| Some((spread(&command.label(), query)?, index, command)))
        .collect();
    found.sort_by_key(|(spread, index, _)| (*spread, *index));
    found.into_iter().map(|(_, _, command)| command).collect()
}

/// How far the letters of `query` lie apart in `text`; none if they are not all there in order.
fn spread(text: &str, query: &str) -> Option<usize> {
    let letters: Vec<char> = text.to_lowercase().chars().collect();
    let (mut first, mut next) = (None, 0);
    for wanted in query
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace())
    {
        let at = next
            + letters
                .get(next..)?
                .iter()
                .position(|&letter| letter == wanted)?;
        first = first.or(Some(at));
        next = at + 1;
    }
    Some(next - first.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_comes_first() {
        let check =
            |query: &str, expected: Command| assert_eq!(matching(query)[0], expected, "{query}");
        check("fit", Command::Fit);
        check("export", Command::ToggleExport);
        check("UNDO", Command::Undo);
        assert!(matching("zzzz").is_empty());
        assert_eq!(matching("").len(), Command::simple().len() - 1);
    }
}
