//! What is the value of a bar called, and what does it stand for?

use egui::Color32;

use crate::capture::{Application, Protocol};
use crate::query::{AxisColumn, ColumnSpan, ColumnValue};
use crate::session::{Category, Clock, Data, Item, host_address, host_title};
use crate::text::printable;
use crate::views::Look;

/// What a click on the bar is about.
pub(super) fn item(column: AxisColumn, value: ColumnValue) -> Item {
    match (column, value) {
        (AxisColumn::Client, ColumnValue::Host(host)) => Item::Client(host),
        (_, ColumnValue::Host(host)) => Item::Server(host),
        (_, ColumnValue::Name(name)) => Item::Name(name),
        (column, ColumnValue::Kind(code)) => Item::Category(category(column, code)),
        (_, ColumnValue::Span(span)) => match server_port(span) {
            Some(port) => Item::Port(port),
            None => Item::Values(span),
        },
    }
}

/// The name of a bar.
pub(super) fn label(column: AxisColumn, value: ColumnValue, data: &Data, clock: &Clock) -> String {
    let table = &data.traffic.table;
    match value {
        ColumnValue::Host(host) => host_title(table, host),
        ColumnValue::Name(name) => printable(table.names.name(name)).into_owned(),
        ColumnValue::Kind(code) => category(column, code).label(),
        ColumnValue::Span(span) => {
            let text = span.text(&|time| clock.offset_nanos(time));
            match server_port(span).and_then(Application::of_port) {
                Some(application) => format!("{text} {}", application.label()),
                None => text,
            }
        }
    }
}

/// What is said besides the name when a bar is pointed at.
pub(super) fn about(column: AxisColumn, value: ColumnValue, data: &Data, clock: &Clock) -> String {
    match value {
        ColumnValue::Host(host) => {
            format!(
                "{}: {}",
                column.label(),
                host_address(&data.traffic.table, host)
            )
        }
        _ => {
            let label = label(column, value, data, clock);
            let zone = match column.is_time() {
                true => format!(" ({})", clock.name()),
                false => String::new(),
            };
            format!("{}: {label}{zone}", column.label())
        }
    }
}

/// The colour of a bar: that of its application or protocol, where it has one.
pub(super) fn color(column: AxisColumn, value: ColumnValue, look: &Look) -> Color32 {
    let category = match value {
        ColumnValue::Kind(code) => Some(category(column, code)),
        ColumnValue::Span(span) => server_port(span)
            .and_then(Application::of_port)
            .map(Category::Application),
        _ => None,
    };
    category.map_or(look.weak, |category| look.category(category))
}

fn category(column: AxisColumn, code: u16) -> Category {
    match column {
        AxisColumn::Application => Category::Application(Application::from_code(code as u8)),
        _ => Category::Transport(Protocol(code)),
    }
}

/// The port of a bar of server ports. No protocol serves at port 0, so that a flow there is not
/// taken for one without a port.
fn server_port(span: ColumnSpan) -> Option<u16> {
    match (span.column, span.values) {
        (AxisColumn::ServerPort, Some([port, last])) if port == last && port > 0 => {
            u16::try_from(port).ok()
        }
        _ => None,
    }
}
