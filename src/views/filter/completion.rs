//! What could stand at the cursor?

use egui::{Popup, PopupCloseBehavior, Response, RichText, ScrollArea};

use super::edit::Keys;
use super::{FilterMemory, Look};
use crate::query::complete;
use crate::session::Data;
use crate::text::{printable, shortened};

/// Height of the list in points; more rows scroll.
const LIST_PTS: f32 = 260.0;
/// Width of the list in points.
const LIST_WIDTH_PTS: f32 = 440.0;

/// Shows completions under the field. When one was accepted it is in the text, and the byte behind
/// it is returned.
pub fn popup_ui(
    field: &Response,
    data: &Data,
    memory: &mut FilterMemory,
    cursor: usize,
    keys: &Keys,
    look: &Look,
) -> Option<usize> {
    if (memory.offered.0.as_str(), memory.offered.1) != (memory.text.as_str(), cursor) {
        let offers = complete(
            &memory.text,
            cursor,
            &data.traffic.table,
            &data.ground.occurring,
        );
        memory.offered = (memory.text.clone(), cursor, offers);
        memory.chosen = None;
    }
    if memory.dismissed || memory.offered.2.is_empty() || !memory.editing {
        return None;
    }
    let last = memory.offered.2.len() - 1;
    if keys.down {
        memory.chosen = Some(memory.chosen.map_or(0, |chosen| (chosen + 1).min(last)));
    }
    if keys.up {
        memory.chosen = memory.chosen.and_then(|chosen| chosen.checked_sub(1));
    }
    let mut accepted = match memory.chosen {
        Some(chosen) if keys.tab || keys.enter => Some(chosen),
        None if keys.tab => Some(0),
        _ => None,
    };
    let chosen = memory.chosen;
    let offers = &memory.offered.2;
    Popup::from_response(field)
        .id(egui::Id::unique("filter-completions"))
        .open(true)
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(LIST_WIDTH_PTS)
        .accessible_name("Completions")
        .show(|ui| {
            ScrollArea::vertical()
                .max_height(LIST_PTS)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.set_width(LIST_WIDTH_PTS);
                    for (place, offer) in offers.iter().enumerate() {
                        let text = printable(&offer.text);
                        let mut job = egui::Button::selectable(
                            chosen == Some(place),
                            RichText::new(shortened(&text, 40)).monospace(),
                        );
                        let detail = printable(&offer.detail);
                        job = job.shortcut_text(
                            RichText::new(shortened(&detail, 44))
                                .small()
                                .color(look.weak),
                        );
                        let row = ui.add(job.min_size(egui::vec2(ui.available_width(), 0.0)));
                        if chosen == Some(place) && (keys.down || keys.up) {
                            row.scroll_to_me(None);
                        }
                        if row.clicked() {
                            accepted = Some(place);
                        }
                    }
                });
        });
    let offer = offers.get(accepted?)?.clone();
    memory.text.get(offer.replace.clone())?;
    memory
        .text
        .replace_range(offer.replace.clone(), &offer.text);
    let mut end = offer.replace.start + offer.text.len();
    // What follows is another word.
    if memory.text.len() == end {
        memory.text.push(' ');
        end += 1;
    }
    Some(end)
}
