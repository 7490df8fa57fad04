//! Which flows have values of a column between two numbers?
//!
//! What a bar of a column stands for: a bin of numbers, one port, one kind, or no value at all. It is
//! a small plain value, and its text passes exactly its flows.

use super::AxisColumn;
use super::column::Nature;
use super::scale::AheadNanos;
use crate::capture::{Application, Evidence, Protocol, Tunnel};
use crate::flow::DirectionReason;
use crate::query::{Comparison, Expr, Filter, Member, Relation, Test, Value};
use crate::units::{Bytes, Count, Duration, Timestamp};

/// Values of a column, as numbers: bytes, nanoseconds, ports, or codes of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnSpan {
    /// The column.
    pub column: AxisColumn,
    /// Least and greatest value, both included; an end without bound is the least or the greatest
    /// number. None for flows without a value.
    pub values: Option<[i64; 2]>,
}

impl ColumnSpan {
    /// One value.
    #[must_use]
    pub fn one(column: AxisColumn, value: i64) -> Self {
        Self {
            column,
            values: Some([value, value]),
        }
    }

    /// No value.
    #[must_use]
    pub fn none(column: AxisColumn) -> Self {
        Self {
            column,
            values: None,
        }
    }

    /// The filter that passes the flows with such values and no others. Columns of addresses and
    /// names have no numbers: what is asked of them is whether there is a value.
    #[must_use]
    pub fn filter(self) -> Filter {
        // Every field here takes the values that it is given.
        self.expr().map(Filter::from).unwrap_or_default()
    }

    fn test(self, relation: Relation) -> Option<Expr> {
        Test::new(self.column.field(), relation)
            .ok()
            .map(Expr::Test)
    }

    fn expr(self) -> Option<Expr> {
        let nature = self.column.nature();
        let Some([least, most]) = self.values else {
            return Some(Expr::Not(Box::new(self.test(Relation::Present)?)));
        };
        let compare = |comparison, value| self.test(Relation::Compare(comparison, value));
        match nature {
            Nature::Hosts | Nature::Names => return self.test(Relation::Present),
            Nature::Categories => {
                // Kinds have codes, not an order: there is one or none.
                let code = u16::try_from(least).ok().filter(|_| least == most)?;
                return match category_value(self.column, code) {
                    Some(value) => compare(Comparison::Equal, value),
                    None => Some(Expr::Not(Box::new(self.test(Relation::Present)?))),
                };
            }
            _ => {}
        }
        let value = |number| number_value(self.column, number);
        match (least == i64::MIN, most == i64::MAX) {
            (true, true) => self.test(Relation::Present),
            (true, false) if nature == Nature::Counts => compare(Comparison::AtMost, value(most)),
            (true, false) => compare(Comparison::Less, value(most.saturating_add(1))),
            (false, true) => compare(Comparison::AtLeast, value(least)),
            (false, false) if least == most => compare(Comparison::Equal, value(least)),
            (false, false) if least > most => {
                let present = self.test(Relation::Present)?;
                Some(Expr::And(vec![
                    present.clone(),
                    Expr::Not(Box::new(present)),
                ]))
            }
            (false, false) if nature == Nature::Counts => {
                self.test(Relation::In(vec![Member::Range(value(least), value(most))]))
            }
            (false, false) => Some(Expr::And(vec![
                compare(Comparison::AtLeast, value(least))?,
                compare(Comparison::Less, value(most.saturating_add(1)))?,
            ])),
        }
    }

    /// Its values with their unit, for people; times as clocks show them.
    #[must_use]
    pub fn text(self, ahead_nanos: AheadNanos<'_>) -> String {
        let Some([least, most]) = self.values else {
            return match self.column.nature() {
                Nature::Names => "no name".to_owned(),
                _ if self.is_port() => "no port".to_owned(),
                _ if self.column == AxisColumn::Vlan => "no VLAN".to_owned(),
                _ if self.column == AxisColumn::Tunnel => "no tunnel".to_owned(),
                _ => "no value".to_owned(),
            };
        };
        let text = |value| match self.column.nature() {
            Nature::Categories => category_text(self.column, u16::try_from(value).unwrap_or(0)),
            _ => number_text(self.column, value, ahead_nanos),
        };
        match (least == i64::MIN, most == i64::MAX) {
            (true, true) => "any value".to_owned(),
            (true, false) => match self.column.nature() {
                Nature::Counts => format!("up to {}", text(most)),
                _ => format!("below {}", text(most.saturating_add(1))),
            },
            (false, true) => format!("{} or more", text(least)),
            (false, false) if least == most => text(least),
            // The upper end of times and sizes is read as where the next begins.
            (false, false) => match self.column.nature() {
                Nature::Counts => format!("{} to {}", text(least), text(most)),
                _ => format!("{} to {}", text(least), text(most.saturating_add(1))),
            },
        }
    }

    fn is_port(self) -> bool {
        matches!(self.column, AxisColumn::ClientPort | AxisColumn::ServerPort)
    }
}

/// A number of a column as the filter language writes it.
pub(super) fn number_value(column: AxisColumn, number: i64) -> Value {
    let count = number.max(0).unsigned_abs();
    match column.nature() {
        Nature::Bytes => Value::Bytes(count),
        Nature::Duration => Value::Duration(number.max(0)),
        Nature::Time => Value::Time(Timestamp(number)),
        _ => Value::Number(count),
    }
}

/// Evidence in code order.
const EVIDENCE: [Evidence; 3] = [Evidence::None, Evidence::Port, Evidence::Payload];

/// The kind of a code; none where the code says that there is none.
pub(super) fn category_value(column: AxisColumn, code: u16) -> Option<Value> {
    let place = usize::from(code);
    match column {
        AxisColumn::Application => Some(Value::Application(Application::from_code(code as u8))),
        AxisColumn::Tunnel => {
            let tunnel = Tunnel::ALL.get(place.checked_sub(1)?);
            tunnel.copied().map(Value::Tunnel)
        }
        AxisColumn::Evidence => EVIDENCE.get(place).copied().map(Value::Evidence),
        AxisColumn::DirectionReason => {
            let reason = DirectionReason::ALL.get(place);
            reason.copied().map(Value::DirectionReason)
        }
        _ => Some(Value::Protocol(Protocol(code))),
    }
}

/// What the kind of a code is called.
pub(super) fn category_text(column: AxisColumn, code: u16) -> String {
    match category_value(column, code) {
        Some(Value::Application(application)) => application.label().to_owned(),
        Some(Value::Protocol(protocol)) => protocol.name().into_owned(),
        Some(Value::Tunnel(tunnel)) => tunnel.name().to_owned(),
        Some(Value::Evidence(Evidence::None)) => "no evidence".to_owned(),
        Some(Value::DirectionReason(reason)) => reason.label().to_owned(),
        Some(value) => value.to_string(),
        None => "none".to_owned(),
    }
}

/// A number of a column with its unit.
pub(super) fn number_text(column: AxisColumn, value: i64, ahead_nanos: AheadNanos<'_>) -> String {
    match column.nature() {
        Nature::Bytes => Bytes(value.unsigned_abs()).to_string(),
        Nature::Duration => duration_text(value),
        Nature::Time => {
            Timestamp(value.saturating_add(ahead_nanos(Timestamp(value)))).to_utc_text()
        }
        _ if matches!(
            column,
            AxisColumn::ClientPort | AxisColumn::ServerPort | AxisColumn::Vlan
        ) =>
        {
            value.to_string()
        }
        _ => Count(value.unsigned_abs()).to_string(),
    }
}

/// A length of time; below a second with as many digits as the edge of a bin has, so that two edges
/// do not read the same.
fn duration_text(nanos: i64) -> String {
    let (unit, name) = match nanos {
        1..1_000 => (1, "ns"),
        1_000..1_000_000 => (1_000, "µs"),
        1_000_000..1_000_000_000 => (1_000_000, "ms"),
        _ => return Duration(nanos).to_string(),
    };
    let part = format!("{:03}", nanos % unit * 1_000 / unit);
    match part.trim_end_matches('0') {
        "" => format!("{} {name}", nanos / unit),
        part => format!("{}.{part} {name}", nanos / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_clocks_shown() {
        let hour = 3_600_000_000_000;
        let span = ColumnSpan::one(AxisColumn::First, 0);
        assert_eq!(span.text(&|_| 0), "1970-01-01 00:00:00");
        assert_eq!(span.text(&|_| hour), "1970-01-01 01:00:00");
    }

    #[test]
    fn the_lowest_bin_ends_where_the_next_begins() {
        let below = |column, most| ColumnSpan {
            column,
            values: Some([i64::MIN, most]),
        };
        let check = |span: ColumnSpan, filter, text| {
            assert_eq!(span.filter().to_string(), filter);
            assert_eq!(span.text(&|_| 0), text);
        };
        let duration = below(AxisColumn::Duration, 9_999_999);
        check(duration, "duration < 10 ms", "below 10 ms");
        let port = below(AxisColumn::ClientPort, 65_535);
        check(port, "client.port <= 65535", "up to 65535");
    }

    /// A stored session may ask for it: kinds have no order, and a set of 65,536 costs dearly.
    #[test]
    fn a_range_of_kinds_has_no_text() {
        let any = ColumnSpan {
            column: AxisColumn::Application,
            values: Some([i64::MIN, i64::MAX]),
        };
        assert!(any.filter().is_empty());
    }

    #[test]
    fn short_durations_keep_their_digits() {
        let check = |nanos, expected| assert_eq!(duration_text(nanos), expected);
        check(999, "999 ns");
        check(540_000, "540 µs");
        check(1_250_000, "1.25 ms");
        check(10_000_000, "10 ms");
    }
}
