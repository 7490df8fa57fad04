//! Which brushes narrow what is visible besides the text?

use egui::{RichText, Ui};

use super::{Actions, Look};
use crate::session::{Command, Data, Session};
use crate::units::{Count, Duration};

/// One small button for each brush that is active; a click takes it away.
pub fn chips_ui(ui: &mut Ui, session: &Session, data: &Data, look: &Look, actions: &mut Actions) {
    let state = session.state();
    let hosts = data.shares.hosts;
    ui.label(
        RichText::new(format!(
            "{} of {} hosts",
            Count(hosts.shown()),
            Count(hosts.total)
        ))
        .small()
        .color(look.weak),
    );
    // The row is filled from the right: what is compared with stands after the window.
    if let Some([_, compare]) = state.compared() {
        let clock = session.clock();
        let tooltip = format!(
            "Also flows that begin from {}, to compare\nClick to compare no longer",
            clock.from_to(compare.first, compare.end)
        );
        let chip = ui.small_button(format!("and B + {} ×", Duration(compare.nanos())));
        if chip.on_hover_text(tooltip).clicked() {
            actions.push(Command::Compare(None));
        }
    }
    if let Some(window) = state.window {
        let clock = session.clock();
        let day_and_time = clock.text(window.first);
        let time = day_and_time.split(['.']).next().unwrap_or_default();
        let zone = if clock.is_utc() {
            String::new()
        } else {
            format!(" ({})", clock.offset_text(window.first))
        };
        let label = format!("{time}{zone} + {} ×", Duration(window.nanos()));
        let chip = ui.small_button(label);
        let tooltip = format!(
            "Only flows that begin from {}\nClick to show all times",
            clock.from_to(window.first, window.end)
        );
        if chip.on_hover_text(tooltip).clicked() {
            actions.push(Command::Window(None));
        }
    }
    let brushes = state.sequence.len();
    if brushes > 0 {
        let noun = if brushes == 1 { "brush" } else { "brushes" };
        let chip = ui.small_button(format!("{brushes} {noun} ×"));
        if chip
            .on_hover_text("Drawn on axes, scatter or matrix; click to clear")
            .clicked()
        {
            actions.push(Command::Sequence(Vec::new()));
        }
    }
}
