//! Which colour has which value?
//!
//! A strip of colours with values beside it. It is cut into bands, each of which can be clicked
//! like the row of a class: it highlights the nodes whose values are in it.

use egui::{Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::super::look::color32;
use super::super::{Actions, Look};
use super::class_menu::Class;
use crate::query::{AxisColumn, Comparison, Expr, Filter, Relation, Test, Value};
use crate::scene::tokens::ramp_color;
use crate::scene::{ColorBy, Coloring, Found, Ramp};
use crate::session::{Data, Item, Session};
use crate::units::{Timestamp, counted};

/// Height of a ramp, in points.
const RAMP_PTS: f32 = 136.0;
/// Room above and below for half a line of text, in points.
const ENDS_PTS: f32 = 8.0;
/// Width of a ramp, in points.
const STRIP_PTS: f32 = 14.0;
/// Rectangles that a ramp is drawn with.
const RAMP_PIECES: u16 = 60;
/// Bands that can be pointed at.
const BANDS: u16 = 8;

/// Draws the strip, the least value at the bottom.
pub(super) fn ramp_ui(
    ui: &mut Ui,
    (session, data): (&Session, &Data),
    ramp: &Ramp,
    coloring: &Coloring,
    look: &Look,
    actions: &mut Actions,
) {
    let size = vec2(ui.available_width(), RAMP_PTS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let [least, most] = [ramp.text(ramp.least), ramp.text(ramp.most)];
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("Colours from {least} to {most}"))
    });
    let strip = egui::Rect::from_min_max(
        pos2(rect.left() + 4.0, rect.top() + ENDS_PTS),
        pos2(rect.left() + 4.0 + STRIP_PTS, rect.bottom() - ENDS_PTS),
    );
    let bands = if ramp.most > ramp.least { BANDS } else { 1 };
    for band in 0..bands {
        band_ui(
            ui,
            (session, data),
            &Band {
                number: band,
                of: bands,
                ramp,
                coloring,
            },
            [rect, strip],
            look,
            actions,
        );
    }
    let painter = ui.painter_at(rect);
    let step = strip.height() / f32::from(RAMP_PIECES);
    for piece in 0..RAMP_PIECES {
        let share = 1.0 - (f32::from(piece) + 0.5) / f32::from(RAMP_PIECES);
        let top = strip.top() + f32::from(piece) * step;
        // One point more, so that no seam shows.
        let bottom = (top + step + 1.0).min(strip.bottom());
        let part = egui::Rect::from_x_y_ranges(strip.x_range(), top..=bottom);
        painter.rect_filled(part, 0.0, color32(ramp_color(share, look.theme)));
    }
    let font = egui::TextStyle::Small.resolve(ui.style());
    for (share, text) in ramp.ticks() {
        let y = strip.bottom() - strip.height() * share as f32;
        let mark = egui::Stroke::new(1.0, look.weak);
        painter.hline(strip.right() + 2.0..=strip.right() + 6.0, y, mark);
        let at = pos2(strip.right() + 10.0, y);
        painter.text(at, egui::Align2::LEFT_CENTER, text, font.clone(), look.text);
    }
}

/// A part of a ramp.
struct Band<'a> {
    number: u16,
    of: u16,
    ramp: &'a Ramp,
    coloring: &'a Coloring,
}

impl Band<'_> {
    /// Its least value and the one that it ends before; the last band ends nowhere.
    fn bounds(&self) -> [f64; 2] {
        let share = |band: u16| f64::from(band) / f64::from(self.of);
        let least = self.ramp.value(share(self.number));
        let end = self.ramp.value(share(self.number + 1));
        [
            if self.number == 0 {
                f64::NEG_INFINITY
            } else {
                least
            },
            if self.number + 1 == self.of {
                f64::INFINITY
            } else {
                end
            },
        ]
    }

    fn label(&self) -> String {
        let share = |band: u16| f64::from(band) / f64::from(self.of);
        let [from, to] =
            [self.number, self.number + 1].map(|band| self.ramp.text(self.ramp.value(share(band))));
        let zone = self.ramp.unit.zone();
        if from == to {
            format!("{from}{zone}")
        } else {
            format!("{from} to {to}{zone}")
        }
    }

    /// The visible nodes whose values are in it.
    fn nodes<'a>(&'a self, data: &'a Data) -> impl Iterator<Item = u32> + 'a {
        let [least, end] = self.bounds();
        let values = match &self.coloring.found {
            Found::Values { nodes, .. } => nodes.as_slice(),
            Found::Classes { .. } => &[],
        };
        let nodes = values.iter().zip(&data.tallies().nodes).zip(0_u32..);
        nodes
            .filter(move |((value, tally), _)| {
                let is_in = value.is_some_and(|value| least <= value && value < end);
                is_in && tally.totals.flows > 0
            })
            .map(|(_, node)| node)
    }

    /// For times, the text that passes flows that begin or end in it.
    fn filter(&self) -> Option<Filter> {
        let column = match self.coloring.color_by {
            ColorBy::FirstSeen => AxisColumn::First,
            ColorBy::Column(column @ (AxisColumn::First | AxisColumn::Last)) => column,
            _ => return None,
        };
        let bound = |comparison, time: f64| {
            let value = Value::Time(Timestamp(time as i64));
            let relation = Relation::Compare(comparison, value);
            Some(Filter::from(Expr::Test(
                Test::new(column.field(), relation).ok()?,
            )))
        };
        match self.bounds() {
            [f64::NEG_INFINITY, f64::INFINITY] => None,
            [f64::NEG_INFINITY, end] => bound(Comparison::Less, end),
            [least, f64::INFINITY] => bound(Comparison::AtLeast, least),
            [least, end] => {
                let from = bound(Comparison::AtLeast, least)?;
                Some(from.and(bound(Comparison::Less, end)?))
            }
        }
    }
}

fn band_ui(
    ui: &Ui,
    (session, data): (&Session, &Data),
    band: &Band<'_>,
    [rect, strip]: [egui::Rect; 2],
    look: &Look,
    actions: &mut Actions,
) {
    let height = strip.height() / f32::from(band.of);
    let bottom = strip.bottom() - height * f32::from(band.number);
    let place = egui::Rect::from_x_y_ranges(rect.x_range(), bottom - height..=bottom);
    let id = ui.scope_id().with(("band", band.number));
    let response = ui.interact(place, id, Sense::click());
    let label = band.label();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let is_pointed_at = response.hovered() || response.has_focus();
    if is_pointed_at {
        ui.painter().rect_filled(place, 3.0, look.line);
    }
    let count = match is_pointed_at || response.context_menu_opened() {
        true => band.nodes(data).count() as u64,
        false => 0,
    };
    let host = |node| Item::Node(data.graph.node_host(node));
    let members = || band.nodes(data).map(host).collect();
    let filter = band.filter();
    let is_last = band.coloring.color_by == ColorBy::Column(AxisColumn::Last);
    let then = if is_last {
        "Show only flows that end then"
    } else {
        "Show only flows that begin then"
    };
    let class = Class {
        label: &label,
        size: count,
        filter: None,
        kin: &[],
        further: filter.as_ref().map(|filter| (then, filter)),
        is_group: false,
        members: &members,
    };
    class.gestures(&response, session, data, actions);
    response.on_hover_text(format!(
        "{label}\n{}\n{}",
        counted(count, "node"),
        class.hint()
    ));
}
