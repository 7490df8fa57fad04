//! What are the inspector's cards made of?

use egui::{RichText, Ui};

use crate::session::{Clock, Data, Item};
use crate::text::shortened;
use crate::units::{Bytes, Count, Duration, TimeSpan, Totals, counted};
use crate::views::item_menu::item_menu;
use crate::views::{Actions, Look};

/// Entries listed on a card; the rest is counted.
pub(super) const LISTED: usize = 12;

/// A link that highlights.
pub(super) fn item_link(ui: &mut Ui, data: &Data, item: Item, actions: &mut Actions) {
    let text = item_title(data, item);
    let response = ui.link(shortened(&text, 40).into_owned());
    item_menu(&response, data, item, actions);
    if response.hovered() {
        actions.hover(item);
    }
    if response.clicked() {
        actions.click(item, ui.input(|input| input.modifiers));
    }
}

/// What an item is called where its role does not show otherwise.
pub(super) fn item_title(data: &Data, item: Item) -> String {
    let title = data.title_of(item);
    match item {
        Item::Client(_) => format!("Opened by {title}"),
        Item::Server(_) => format!("Asked of {title}"),
        Item::Port(_) => format!("Server {title}"),
        _ => title,
    }
}

/// A heading within a card.
pub(super) fn section(ui: &mut Ui, look: &Look, title: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(title).color(look.weak).strong());
}

/// Bytes, packets and flows in one line.
pub(super) fn totals_ui(ui: &mut Ui, totals: Totals, look: &Look) {
    ui.label(
        RichText::new(format!(
            "{} in {}, {}",
            Bytes(totals.bytes),
            counted(totals.packets, "packet"),
            counted(totals.flows, "flow")
        ))
        .color(look.text),
    )
    .on_hover_text(format!("{} bytes", Count(totals.bytes)));
}

/// First and last seen, and how long that is.
pub(super) fn span_ui(ui: &mut Ui, span: TimeSpan, clock: &Clock, look: &Look) {
    grid(ui, "span", |ui| {
        for (name, time) in [("First seen", span.first), ("Last seen", span.last)] {
            let text = clock.text(time);
            // A fraction of a second would push the seconds out of a narrow panel.
            let short = text.split('.').next().unwrap_or_default();
            let short = if clock.is_utc() {
                short.to_owned()
            } else {
                format!("{short} {}", clock.offset_text(time))
            };
            ui.label(RichText::new(name).color(look.weak));
            ui.add(egui::Label::new(short).truncate())
                .on_hover_text(clock.exact(time));
            ui.end_row();
        }
        row(ui, look, "Duration", &Duration(span.nanos()).to_string());
    });
}

/// How many of `count` the list leaves out.
pub(super) fn more_ui(ui: &mut Ui, count: usize, look: &Look) {
    if count > LISTED {
        let rest = Count((count - LISTED) as u64);
        ui.label(RichText::new(format!("and {rest} more")).color(look.weak));
    }
}

/// Two columns of names and values.
pub(super) fn grid(ui: &mut Ui, id: &str, rows: impl FnOnce(&mut Ui)) {
    egui::Grid::new(id)
        .num_columns(2)
        .spacing([12.0, 2.0])
        .show(ui, rows);
}

/// One value and what it is.
pub(super) fn row(ui: &mut Ui, look: &Look, name: &str, value: &str) {
    ui.label(RichText::new(name).color(look.weak));
    ui.add(egui::Label::new(value).truncate());
    ui.end_row();
}
