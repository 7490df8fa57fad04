//! Orders against sorting the rows that are shown.

use std::cmp::Ordering;

use super::*;
use crate::capture::Input;
use crate::flow::{ReadOptions, Wish, read};
use crate::session::Clock;

fn office() -> std::sync::Arc<FlowTable> {
    let file: &[u8] = include_bytes!("../../../../assets/samples/office.pcapng.zst");
    let input = Input {
        path: "office".into(),
        size_bytes: None,
        reader: Box::new(file),
    };
    read(vec![input], &ReadOptions::default(), None, &mut |_, _| {
        Wish::GoOn
    })
    .expect("the bundled sample is readable")
    .table
}

/// Compares two cells as a reader of the table would; none where a cell is empty.
fn compared(table: &FlowTable, column: Column, a: u32, b: u32) -> Option<Ordering> {
    let [a, b] = [a, b].map(|flow| table.flow(flow as usize));
    let texts = || [&a, &b].map(|flow| column.text(table, flow, None, &Clock::default()));
    let host = |a: u32, b: u32| {
        let value = |host| {
            let name = host_name(table, host);
            (name.is_none(), name, table.hosts.address(host))
        };
        value(a).cmp(&value(b))
    };
    Some(match column {
        Column::First => a.span.first.cmp(&b.span.first),
        Column::Duration => a.span.nanos().cmp(&b.span.nanos()),
        Column::Client => host(a.client, b.client),
        Column::Server => host(a.server, b.server),
        Column::ClientPort if a.client_port == 0 || b.client_port == 0 => return None,
        Column::ServerPort if a.server_port == 0 || b.server_port == 0 => return None,
        Column::ClientPort => a.client_port.cmp(&b.client_port),
        Column::ServerPort => a.server_port.cmp(&b.server_port),
        Column::Name if a.name.is_none() || b.name.is_none() => return None,
        Column::Name | Column::Protocol => {
            let [a, b] = texts();
            a.cmp(&b)
        }
        Column::Application => {
            let [a, b] = texts().map(|text| text.to_lowercase());
            a.cmp(&b)
        }
        Column::BytesUp => a.bytes[0].cmp(&b.bytes[0]),
        Column::BytesDown => a.bytes[1].cmp(&b.bytes[1]),
        Column::PacketsUp => a.packets[0].cmp(&b.packets[0]),
        Column::PacketsDown => a.packets[1].cmp(&b.packets[1]),
        Column::Evidence => a.evidence.cmp(&b.evidence),
        Column::Direction => a.direction_confidence.cmp(&b.direction_confidence),
    })
}

#[test]
fn every_column_sorts_both_ways_and_shows_exactly_the_set() {
    let table = office();
    let stop = Stop::default();
    let sets = [
        FlowSet::all(table.len()),
        FlowSet::none(table.len()),
        FlowSet::from_fn(table.len(), |flow| flow % 3 == 0),
    ];
    for column in Column::ALL {
        let order = Order::new(&table, column, &stop).expect("not stopped");
        for set in &sets {
            for descending in [false, true] {
                let rows = order.rows(set, descending, &stop).expect("not stopped");
                let mut shown: Vec<usize> = rows.iter().map(|&flow| flow as usize).collect();
                for pair in rows.windows(2) {
                    let order = compared(&table, column, pair[0], pair[1]);
                    let wrong = if descending {
                        Ordering::Less
                    } else {
                        Ordering::Greater
                    };
                    assert_ne!(order, Some(wrong), "{column:?} {pair:?}");
                }
                shown.sort_unstable();
                assert_eq!(shown, set.iter().collect::<Vec<_>>(), "{column:?}");
            }
        }
    }
}

#[test]
fn copied_rows_have_as_many_cells_as_the_head() {
    let table = office();
    let rows: Vec<u32> = (0..table.len() as u32).rev().collect();
    let text = super::super::csv::text(&table, &rows, &Stop::default()).expect("not stopped");
    // Commas outside of quotes.
    let cells = |line: &str| {
        let unquoted = line.split('"').step_by(2);
        unquoted
            .map(|part| part.matches(',').count())
            .sum::<usize>()
    };
    assert_eq!(text.lines().count(), table.len() + 1);
    assert!(text.lines().all(|line| cells(line) == 17), "{text}");
    let bytes: u64 = text
        .lines()
        .skip(1)
        .filter_map(|line| line.rsplit(',').nth(6)?.parse::<u64>().ok())
        .sum();
    assert_eq!(bytes, table.columns.client_bytes.iter().sum::<u64>());
}

#[test]
fn rows_without_a_value_come_last_in_either_direction() {
    let table = office();
    let stop = Stop::default();
    let all = FlowSet::all(table.len());
    let order = Order::new(&table, Column::Name, &stop).expect("not stopped");
    for descending in [false, true] {
        let rows = order.rows(&all, descending, &stop).expect("not stopped");
        let named: Vec<bool> = rows
            .iter()
            .map(|&flow| table.columns.name[flow as usize] != NO_CODE)
            .collect();
        assert!(named[0] && !named[named.len() - 1]);
        assert!(named.is_sorted_by_key(|named| !named));
    }
}
