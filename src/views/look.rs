//! How does the window look?
//!
//! The tokens of [`crate::scene::tokens`] as egui's style, so that panels, charts and picture are
//! of one piece. Type: one sans family, 13 points for text, 11 for dense tables; a 4-point grid.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, Style, TextStyle,
    Visuals, vec2,
};

use crate::scene::Category;
use crate::scene::tokens::{self, Rgba, Theme};

/// The icons' font family; all icons are from the Phosphor set.
const ICONS: &[u8] = include_bytes!("../../assets/fonts/Phosphor.ttf");

/// Colours of one theme, ready for egui.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The theme.
    pub theme: Theme,
    /// Behind the graph.
    pub canvas: Color32,
    /// Behind panels.
    pub panel: Color32,
    /// Behind fields and buttons.
    pub field: Color32,
    /// Separators.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Text that may be overlooked.
    pub weak: Color32,
    /// The selection.
    pub highlight: Color32,
    /// Present, but not what one is looking at.
    pub context: Color32,
    /// The fullest cell of a picture of density.
    pub ink: Color32,
    /// Something went wrong.
    pub error: Color32,
    /// Opacity of coloured bars: text stands on them and must stay readable.
    pub bar_strength: f32,
}

/// The same colour for egui.
#[must_use]
pub fn color32(color: Rgba) -> Color32 {
    let [red, green, blue, alpha] = color.0;
    Color32::from_rgba_unmultiplied(red, green, blue, alpha)
}

impl Look {
    /// The look of a theme.
    #[must_use]
    pub fn new(theme: Theme) -> Self {
        let colors = theme.colors();
        Self {
            theme,
            canvas: color32(colors.canvas),
            panel: color32(colors.panel),
            field: color32(colors.field),
            line: color32(colors.line),
            text: color32(colors.text),
            weak: color32(colors.weak_text),
            highlight: color32(colors.highlight),
            context: color32(colors.context),
            ink: color32(colors.ink),
            error: color32(colors.error),
            bar_strength: match theme {
                Theme::Dark => 0.55,
                Theme::Light => 0.45,
            },
        }
    }

    /// The colour of text on a bar of this colour: whichever of text and canvas stands out more.
    #[must_use]
    pub fn text_on(&self, bar: Color32) -> Color32 {
        let bar = bar.gamma_multiply(self.bar_strength);
        let on_panel = self.panel.blend(bar);
        let away = |color: Color32| {
            let luminance = |color: Color32| {
                let [red, green, blue, _] = egui::Rgba::from(color).to_array();
                0.2126 * red + 0.7152 * green + 0.0722 * blue
            };
            // Contrast as WCAG 2.2 defines it.
            let (a, b) = (luminance(color) + 0.05, luminance(on_panel) + 0.05);
            (a / b).max(b / a)
        };
        if away(self.canvas) > away(self.text) {
            self.canvas
        } else {
            self.text
        }
    }

    /// The colour of an application or transport.
    #[must_use]
    pub fn category(&self, category: Category) -> Color32 {
        color32(category.color(self.theme))
    }

    /// A small square in the colour of an application or transport, as large as a letter.
    pub fn swatch_ui(&self, ui: &mut egui::Ui, category: Category) {
        self.color_swatch_ui(ui, self.category(category));
    }

    /// A small square of a colour, as high as text.
    pub fn color_swatch_ui(&self, ui: &mut egui::Ui, color: Color32) {
        let side = 0.75 * ui.text_style_height(&TextStyle::Body);
        let (rect, _) = ui.allocate_exact_size(vec2(side, side), egui::Sense::hover());
        ui.painter().rect_filled(rect, 2.0, color);
    }
}

/// Adds the icons to egui's own fonts.
pub fn install_fonts(context: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts
        .font_data
        .insert("phosphor".into(), Arc::new(FontData::from_static(ICONS)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts
            .families
            .entry(family)
            .or_default()
            .push("phosphor".into());
    }
    context.set_fonts(fonts);
}

/// Gives the window the look of a theme.
pub fn install_style(context: &egui::Context, look: &Look) {
    let mut style = Style::default();
    let sizes = [
        (TextStyle::Small, tokens::SMALL_PTS),
        (TextStyle::Body, tokens::BODY_PTS),
        (TextStyle::Button, tokens::BODY_PTS),
        (TextStyle::Heading, tokens::TITLE_PTS),
    ];
    for (text_style, size) in sizes {
        style
            .text_styles
            .insert(text_style, FontId::proportional(size));
    }
    style.text_styles.insert(
        TextStyle::Monospace,
        FontId::monospace(tokens::BODY_PTS - 1.0),
    );
    style.spacing.item_spacing = vec2(2.0 * tokens::GRID_PTS, tokens::GRID_PTS);
    style.spacing.button_padding = vec2(2.0 * tokens::GRID_PTS, 3.0);
    style.visuals = visuals(look);
    context.set_theme(if look.theme == Theme::Dark {
        egui::Theme::Dark
    } else {
        egui::Theme::Light
    });
    context.set_global_style(style);
}

fn visuals(look: &Look) -> Visuals {
    let mut visuals = match look.theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    let corner = CornerRadius::same(tokens::CORNER_PTS as u8);
    visuals.override_text_color = None;
    visuals.panel_fill = look.panel;
    visuals.window_fill = look.panel;
    visuals.window_stroke = Stroke::new(1.0, look.line);
    visuals.window_corner_radius = CornerRadius::same(6);
    visuals.menu_corner_radius = corner;
    visuals.extreme_bg_color = look.canvas;
    visuals.faint_bg_color = look.field;
    visuals.error_fg_color = look.error;
    visuals.hyperlink_color = look.text;
    visuals.weak_text_color = Some(look.weak);
    visuals.selection.bg_fill = look.line;
    visuals.selection.stroke = Stroke::new(1.0, look.text);
    let widgets = &mut visuals.widgets;
    for (widget, fill, line, text) in [
        (
            &mut widgets.noninteractive,
            look.panel,
            look.line,
            look.text,
        ),
        (&mut widgets.inactive, look.field, look.field, look.text),
        (&mut widgets.hovered, look.line, look.weak, look.text),
        (&mut widgets.active, look.line, look.text, look.text),
        (&mut widgets.open, look.line, look.line, look.text),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = corner;
        widget.expansion = 0.0;
    }
    visuals
}
