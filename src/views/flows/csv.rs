//! The rows of the table as text for a spreadsheet.
//!
//! Exact values, one column for each, and a head that says the units. Names come from a capture,
//! so every cell is printable and no formula.

use std::fmt::Write as _;

use super::super::errand::Stop;
use super::column::evidence;
use crate::flow::FlowTable;
use crate::session::{Category, host_address, host_name};
use crate::text::csv;

/// Rows that are copied at most; more would not fit a clipboard.
pub const MOST_ROWS: usize = 100_000;
/// Rows between two looks at whether to stop.
const ROWS_PER_LOOK: usize = 1_000;

const HEAD: &str = "first_utc,duration_seconds,client,client_name,client_port,server,server_name,\
                    server_port,protocol,application,name,bytes_up,bytes_down,packets_up,\
                    packets_down,application_evidence,direction_reason,\
                    direction_confidence_percent\n";

/// The first [`MOST_ROWS`] of `rows`; none if it was told to stop.
pub fn text(table: &FlowTable, rows: &[u32], stop: &Stop) -> Option<String> {
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    let mut text = String::with_capacity(HEAD.len() + rows.len() * 160);
    text.push_str(HEAD);
    for part in rows.chunks(ROWS_PER_LOOK) {
        if stop.is_wanted() {
            return None;
        }
        for &flow in part {
            add_row(&mut text, table, flow as usize);
        }
    }
    Some(text)
}

fn add_row(text: &mut String, table: &FlowTable, flow: usize) {
    let flow = table.flow(flow);
    let port = |port: u16| match port {
        0 => String::new(),
        port => port.to_string(),
    };
    let named = |host| csv(&host_name(table, host).unwrap_or_default());
    let nanos = flow.span.nanos();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{},{}.{:09},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}",
        flow.span.first.to_utc_text(),
        nanos / 1_000_000_000,
        nanos % 1_000_000_000,
        csv(&host_address(table, flow.client)),
        named(flow.client),
        port(flow.client_port),
        csv(&host_address(table, flow.server)),
        named(flow.server),
        port(flow.server_port),
        csv(&Category::Transport(flow.protocol).label()),
        csv(flow.application.label()),
        csv(flow.name.map_or("", |name| table.names.name(name))),
        flow.bytes[0],
        flow.bytes[1],
        flow.packets[0],
        flow.packets[1],
        evidence(flow.evidence),
        csv(flow.direction_reason.label()),
        flow.direction_confidence,
    );
}
