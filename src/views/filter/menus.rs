//! How is a filter used again, here or in another tool?

use egui::{RichText, Ui};

use super::{Actions, Look};
use crate::query::{Filter, Language, Translation, translate};
use crate::session::{Command, Session};
use crate::text::{printable, shortened};
use crate::views::Memory;

/// Characters of a filter in a menu.
const MENU_CHARS: usize = 60;

/// Filters that were applied before, latest first.
pub fn history_menu_ui(ui: &mut Ui, session: &Session, memory: &mut Memory, actions: &mut Actions) {
    let menu = ui.menu_button("Recent", |ui| {
        let known = &session.settings().filters;
        if known.is_empty() {
            ui.label("Filters that you apply are listed here.");
        }
        for text in known {
            let label = RichText::new(shortened(&printable(text), MENU_CHARS)).monospace();
            if ui.button(label).clicked()
                && let Ok(filter) = Filter::parse(text)
            {
                memory.filter.editing = false;
                actions.push(Command::Filter(filter));
                ui.close();
            }
        }
        if !session.state().filter.is_empty() {
            ui.separator();
            if ui.button("Clear filter").clicked() {
                memory.filter.editing = false;
                actions.push(Command::Filter(Filter::default()));
                ui.close();
            }
        }
    });
    menu.response
        .on_hover_text("Filters that were applied before");
}

/// What is visible as a text for this program or another.
pub fn copy_menu_ui(ui: &mut Ui, session: &Session, look: &Look) {
    let menu = ui.menu_button("Copy", |ui| {
        let filter = session.state().visible_filter();
        if filter.is_empty() {
            ui.label("Nothing is filtered.");
            return;
        }
        let text = filter.to_string();
        if ui
            .button("As filter")
            .on_hover_text(printable(&text))
            .clicked()
        {
            ui.copy_text(text);
            ui.close();
        }
        for language in Language::ALL {
            let translation = translate(&filter, language);
            let button = ui.add_enabled(
                !translation.text.is_empty(),
                egui::Button::new(format!("As {}", language.label())),
            );
            if button.on_hover_text(printable(&translation.text)).clicked() {
                ui.copy_text(translation.text.clone());
                ui.close();
            }
            remarks_ui(ui, &translation, look);
        }
    });
    menu.response
        .on_hover_text("Filter and brushes as text: for --filter, Wireshark, tcpdump or Zeek");
}

/// What another language cannot say.
fn remarks_ui(ui: &mut Ui, translation: &Translation, look: &Look) {
    for remark in &translation.remarks {
        let verb = if remark.is_omitted {
            "without"
        } else {
            "nearly"
        };
        let part = shortened(&remark.part, 40).into_owned();
        let text = format!("   {verb} {part}: {}", remark.why);
        ui.label(RichText::new(printable(&text)).small().color(look.weak));
    }
}
