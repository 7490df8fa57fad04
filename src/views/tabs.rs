//! What do the tabs above the panels look like?
//!
//! The title of each panel, and at the right end a button that gives the one in front a window of
//! its own.

use egui::{Ui, WidgetText};
use egui_tiles::{Behavior, SimplificationOptions, TileId, Tiles, UiResponse};

use super::pane::{Pane, PaneContext, pane_ui};
use super::windows::OUT;

/// Draws the panels of a dock and their tabs.
pub(super) struct Panes<'a, 'b> {
    /// What they are drawn from.
    pub context: &'a mut PaneContext<'b>,
    /// The panel that is to have a window of its own.
    pub detach: &'a mut Option<Pane>,
}

impl Behavior<Pane> for Panes<'_, '_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, pane: &mut Pane) -> UiResponse {
        if *pane == Pane::Graph {
            pane_ui(ui, *pane, self.context);
        } else {
            ui.painter()
                .rect_filled(ui.max_rect(), 0.0, self.context.look.panel);
            egui::Frame::new().inner_margin(8).show(ui, |ui| {
                pane_ui(ui, *pane, self.context);
            });
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        pane.title().into()
    }

    fn top_bar_right_ui(
        &mut self,
        tiles: &Tiles<Pane>,
        ui: &mut Ui,
        _tile: TileId,
        tabs: &egui_tiles::Tabs,
        _scroll_offset_pts: &mut f32,
    ) {
        let Some(&pane) = tabs.active.and_then(|tile| tiles.get_pane(&tile)) else {
            return;
        };
        let name = format!("Open {} in its own window", pane.title());
        let icon = egui::RichText::new(OUT).color(self.context.look.weak);
        let response = ui.add(egui::Button::new(icon).frame(false));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        if response.on_hover_text(&name).clicked() {
            *self.detach = Some(pane);
        }
    }

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> egui::Color32 {
        self.context.look.panel
    }

    fn tab_bg_color(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _tile: TileId,
        _state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        self.context.look.panel
    }

    fn tab_text_color(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _tile: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Color32 {
        if state.active {
            self.context.look.text
        } else {
            self.context.look.weak
        }
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        1.0
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions {
            all_panes_must_have_tabs: true,
            ..SimplificationOptions::default()
        }
    }
}
