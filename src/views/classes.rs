//! What changed between the two windows that are compared?
//!
//! While two windows are compared the legend lists five classes in the place of what edges carry:
//! how many edges are of each, and what is visible on them. They come before whatever colour is
//! chosen to stand for. A click highlights the edges.

use egui::{Align2, RichText, Role, Sense, TextStyle, Ui, WidgetInfo, pos2, vec2};

use super::legend::Class;
use super::look::color32;
use super::{Actions, Look};
use crate::query::DifferenceClass;
use crate::scene::tokens::difference_color;
use crate::scene::{ClassCount, Legend};
use crate::session::{ColorBy, Command, Data, Item, Session};
use crate::units::{Bytes, Count, counted};

/// Height of a row, in points.
const ROW_PTS: f32 = 22.0;
/// Side of a colour's square, in points.
const SWATCH_PTS: f32 = 12.0;

/// Draws the head and one row for each class.
pub fn classes_ui(
    ui: &mut Ui,
    (session, data): (&Session, &Data),
    scales: Option<&Legend>,
    look: &Look,
    actions: &mut Actions,
) {
    let off = Command::Compare(None);
    let title = RichText::new("Window A compared with B, by bytes per second").small();
    ui.add(egui::Label::new(title.color(look.weak)).wrap());
    if ui
        .small_button(off.label())
        .on_hover_text("Show the window alone, coloured as chosen")
        .clicked()
    {
        actions.push(off);
    }
    let color_by = session.state().color_by;
    if color_by != ColorBy::default() {
        let kept = format!(
            "Colour by {} waits until then",
            color_by.label().to_lowercase()
        );
        let kept = RichText::new(kept).small().color(look.weak);
        ui.add(egui::Label::new(kept).wrap());
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for count in scales.map_or(&[][..], |scales| &scales.changes) {
        class_row(ui, (session, data), count, look, actions);
    }
    ui.add_space(8.0);
}

fn class_row(
    ui: &mut Ui,
    (session, data): (&Session, &Data),
    count: &ClassCount,
    look: &Look,
    actions: &mut Actions,
) {
    let (class, edges) = (count.class, counted(count.edges, "edge"));
    let size = vec2(ui.available_width(), ROW_PTS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = format!("{}: {edges}", class.label());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let painter = ui.painter_at(rect);
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 3.0, look.line);
    }
    let swatch = egui::Rect::from_center_size(
        pos2(rect.left() + 4.0 + SWATCH_PTS / 2.0, rect.center().y),
        vec2(SWATCH_PTS, SWATCH_PTS),
    );
    let color = color32(difference_color(class, look.theme));
    painter.rect_filled(swatch, 3.0, color);
    let small = TextStyle::Small.resolve(ui.style());
    let bytes = painter.text(
        rect.right_center() - vec2(4.0, 0.0),
        Align2::RIGHT_CENTER,
        Bytes(count.visible.bytes).to_string(),
        small.clone(),
        look.weak,
    );
    painter.text(
        pos2(
            (rect.right() - 68.0).min(bytes.left() - 8.0),
            rect.center().y,
        ),
        Align2::RIGHT_CENTER,
        Count(count.edges).to_string(),
        small,
        look.weak,
    );
    painter.text(
        pos2(swatch.right() + 8.0, rect.center().y),
        Align2::LEFT_CENTER,
        class.label(),
        TextStyle::Body.resolve(ui.style()),
        if count.edges > 0 {
            look.text
        } else {
            look.weak
        },
    );
    let members = || edges_of(data, class);
    let row = Class {
        label: class.label(),
        size: count.edges,
        filter: None,
        kin: &[],
        further: None,
        is_group: false,
        members: &members,
    };
    row.gestures(&response, session, data, actions);
    response.on_hover_text(format!(
        "{}\n{edges} with {}, {} of both windows\n\
         The windows may differ in length, so rates are compared\n{}",
        class.meaning(),
        Bytes(count.visible.bytes),
        counted(count.visible.flows, "flow"),
        row.hint(),
    ));
}

/// The edges of a class.
fn edges_of(data: &Data, class: DifferenceClass) -> Vec<Item> {
    let Some(difference) = data.aside.difference() else {
        return Vec::new();
    };
    let ends = data.graph.edge_nodes().iter().zip(&difference.edges);
    ends.filter(|(_, of)| **of == Some(class))
        .map(|(ends, _)| {
            let [a, b] = ends.map(|node| data.graph.node_host(node));
            Item::edge(a, b)
        })
        .collect()
}
