//! What lies under the pointer, and what does its card say?

use egui::{RichText, Ui, vec2};

use super::super::super::{Actions, Look};
use super::super::card;
use super::Under;
use crate::session::{Data, Item, Session};

/// How long the pointer rests before a card opens, in seconds.
const CARD_DELAY: f64 = 0.15;

/// Says what is under the pointer, and shows its card once the pointer rests.
pub(super) fn hover(
    ui: &Ui,
    session: &Session,
    data: &Data,
    under: &Under,
    look: &Look,
    actions: &mut Actions,
) {
    let node = under.nodes.first().copied();
    let item = match (node, under.edge) {
        (Some(node), _) => data.drawn_item(node),
        (None, Some(edge)) => data.drawn_edge_item(edge),
        (None, None) => return,
    };
    actions.hover(item);
    ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    let rest = ui.input(|input| input.pointer.time_since_last_movement());
    if f64::from(rest) < CARD_DELAY {
        ui.ctx()
            .request_repaint_after_secs((CARD_DELAY - f64::from(rest)) as f32 + 0.01);
        return;
    }
    if egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    egui::Tooltip::always_open(
        ui.ctx().clone(),
        ui.layer_id(),
        egui::Id::unique("graph card"),
        egui::PopupAnchor::Pointer,
    )
    .gap(16.0)
    .show(|ui| {
        ui.set_max_width(320.0);
        ui.style_mut().spacing.item_spacing = vec2(8.0, 2.0);
        let coloring = under.coloring.as_deref();
        match (node, under.edge) {
            (Some(node), _) if matches!(item, Item::Group(_)) => {
                card::group_card_ui(ui, data, (node, under.category), look);
            }
            (None, Some(edge)) if matches!(item, Item::Between(_)) => {
                card::between_card_ui(ui, data, edge, look);
            }
            (Some(node), _) => {
                let colors = (under.category, coloring);
                card::host_card_ui(ui, session, data, (node, colors), look);
            }
            (None, Some(edge)) => card::edge_card_ui(ui, session, data, (edge, coloring), look),
            (None, None) => {}
        }
        if under.nodes.len() > 1 {
            let rest = under.nodes.len() - 1;
            ui.label(
                RichText::new(format!("and {rest} more here; right click lists them"))
                    .small()
                    .color(look.weak),
            );
        }
    });
}
