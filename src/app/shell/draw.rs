//! How do the panels fill the window?
//!
//! Menu and filter above, totals and message below, the dock between them, and what floats on top.

use egui::{CentralPanel, Panel};

use super::Shell;
use crate::app::{dialogs, figure, keys};
use crate::scene::tokens::Theme;
use crate::session::ThemeChoice;
use crate::views::{
    Actions, Look, PaneContext, about_ui, export_ui, filter_ui, find_ui, menu_ui, message_ui,
    palette_ui, shortcuts_ui, totals_ui,
};

impl Shell {
    /// The look that the user chose, or that of the system.
    pub(super) fn look(&self, context: &egui::Context) -> Look {
        let dark = match self.session.settings().theme {
            ThemeChoice::Dark => true,
            ThemeChoice::Light => false,
            ThemeChoice::System => context.system_theme() != Some(egui::Theme::Light),
        };
        Look::new(if dark { Theme::Dark } else { Theme::Light })
    }

    /// Draws everything; the panels' wishes go to `actions`.
    pub(super) fn draw(&mut self, ui: &mut egui::Ui, look: &Look, actions: &mut Actions) {
        let session = &self.session;
        let frame = egui::Frame::new()
            .fill(look.panel)
            .inner_margin(egui::Margin::symmetric(8, 4));
        if !session.shell().panels_hidden {
            Panel::top("menu")
                .frame(frame)
                .show(ui, |ui| menu_ui(ui, session, look, actions));
        }
        if session.data().is_some() {
            Panel::top("filter").frame(frame).show(ui, |ui| {
                filter_ui(ui, session, &mut self.memory, look, actions)
            });
        }
        Panel::bottom("totals")
            .frame(frame)
            .exact_size(28.0)
            .show(ui, |ui| {
                let marks = self.memory.graph.marks();
                totals_ui(ui, session, marks, look, actions);
            });
        if session.message().is_some() {
            Panel::bottom("message")
                .frame(frame)
                .show(ui, |ui| message_ui(ui, session, look, actions));
        }
        let canvas = egui::Frame::new().fill(look.canvas);
        let context = ui.ctx().clone();
        let mut given = PaneContext {
            session,
            memory: &mut self.memory,
            canvas: &mut self.canvas,
            axes_canvas: &mut self.axes_canvas,
            look,
            actions,
        };
        CentralPanel::default()
            .frame(canvas)
            .show(ui, |ui| self.dock.ui(ui, &mut given));
        self.dock.windows_ui(&context, &mut given, keys::pressed);
        palette_ui(&context, session, &mut self.memory, look, actions);
        find_ui(&context, session, &mut self.memory, look, actions);
        shortcuts_ui(&context, session, look, actions);
        about_ui(&context, session, look, actions);
        if export_ui(&context, session, &mut self.memory, look, actions) {
            let name = figure::suggested_name(session);
            let asked = dialogs::save_picture(&context, name);
            self.saving = self.told(asked);
        }
    }
}
