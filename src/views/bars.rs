//! What does one row of a bar chart look like?
//!
//! ```text
//! ▇▇▇▇▇▇▇▇▇▇▇▇▇░░░░░  name                 12.4 MB
//! ```
//!
//! Grey behind is everything, colour is what is visible, and the highlight's share lies on top in
//! the highlight colour, as Mondrian draws it. A row is a button to a screen reader.

use egui::{
    Align2, CornerRadius, FontId, Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2,
};

use super::{Actions, Look};
use crate::session::{Command, Item};

/// Height of a row in points.
pub const ROW_PTS: f32 = 22.0;
/// Share of the width that the longest bar takes; the value stands right of it.
const LABEL_INSET_PTS: f32 = 6.0;

/// One row.
#[derive(Debug)]
pub struct Bar {
    /// What it stands for.
    pub item: Item,
    /// Name, printable.
    pub label: String,
    /// Value as text, with its unit.
    pub value: String,
    /// Length of the grey bar, 0 to 1.
    pub total: f32,
    /// Length of the coloured bar, 0 to 1.
    pub visible: f32,
    /// Length of the highlight's bar, 0 to 1; none while nothing is highlighted.
    pub lit: Option<f32>,
    /// Colour of the visible part.
    pub color: egui::Color32,
    /// Shown after a pause.
    pub tooltip: String,
    /// Whether Shift extends a range to it, which the list sees to.
    pub in_range: bool,
}

/// Draws a row over the whole width; clicks and hovering go to `actions`.
pub fn bar_ui(
    ui: &mut Ui,
    bar: &Bar,
    hovered: Option<Item>,
    look: &Look,
    actions: &mut Actions,
) -> egui::Response {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), ROW_PTS), Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Button,
            ui.is_enabled(),
            format!("{}, {}", bar.label, bar.value),
        )
    });
    if response.hovered() {
        actions.hover(bar.item);
    }
    let modifiers = ui.input(|input| input.modifiers);
    if response.double_clicked() {
        actions.push(Command::FilterTo(bar.item));
    } else if response.clicked() && !(modifiers.shift && bar.in_range) {
        actions.click(bar.item, modifiers);
    }
    if ui.is_rect_visible(rect) {
        paint(
            ui,
            rect,
            bar,
            hovered == Some(bar.item) || response.has_focus(),
            look,
        );
    }
    if bar.tooltip.is_empty() {
        response
    } else {
        response.on_hover_text(&bar.tooltip)
    }
}

fn paint(ui: &Ui, rect: Rect, bar: &Bar, hovered: bool, look: &Look) {
    let painter = ui.painter_at(rect);
    let track = rect.shrink2(vec2(0.0, 1.5));
    let corner = CornerRadius::same(2);
    let part = |share: f32| {
        Rect::from_min_size(
            track.min,
            vec2(track.width() * share.clamp(0.0, 1.0), track.height()),
        )
    };
    if hovered {
        painter.rect_filled(track, corner, look.line);
    }
    painter.rect_filled(part(bar.total), corner, look.context.gamma_multiply(0.55));
    painter.rect_filled(
        part(bar.visible),
        corner,
        bar.color.gamma_multiply(look.bar_strength),
    );
    if let Some(lit) = bar.lit {
        let lit = part(lit);
        let stripe = Rect::from_min_max(pos2(lit.min.x, lit.max.y - 4.0), lit.max);
        painter.rect_filled(stripe, CornerRadius::ZERO, look.highlight);
    }
    let font = TextStyle::Body.resolve(ui.style());
    let (font_size, family) = (font.size, font.family.clone());
    let numbers = FontId::new(font.size - 1.0, font.family.clone());
    let color = if bar.visible > 0.0 {
        look.text
    } else {
        look.weak
    };
    let value = painter.text(
        track.right_center() - vec2(4.0, 0.0),
        Align2::RIGHT_CENTER,
        &bar.value,
        numbers,
        color,
    );
    let room = value.min.x - track.min.x - 2.0 * LABEL_INSET_PTS;
    let mut job = egui::text::LayoutJob::simple_singleline(bar.label.clone(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    let galley = painter.layout_job(job);
    let at = pos2(
        track.min.x + LABEL_INSET_PTS,
        track.center().y - galley.size().y / 2.0,
    );
    painter.galley(at, galley.clone(), color);
    // On a bar that is lighter than the text the letters are dark, as far as the bar goes.
    let on_bar = look.text_on(bar.color);
    if on_bar != color && bar.visible > 0.0 {
        let painter = painter.with_clip_rect(part(bar.visible).intersect(painter.clip_rect()));
        painter.galley_with_override_text_color(at, galley, on_bar);
        painter.text(
            track.right_center() - vec2(4.0, 0.0),
            Align2::RIGHT_CENTER,
            &bar.value,
            FontId::new(font_size - 1.0, family),
            on_bar,
        );
    }
}
