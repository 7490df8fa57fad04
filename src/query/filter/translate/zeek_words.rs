//! How are ends, relations and values written in Zeek's script language?

use super::super::{Comparison, End, Member, Network, Relation, Value, Way};
use super::any_of;
use crate::capture::Address;

/// The question about the ends that are meant; `!=` must hold at all of them.
pub(super) fn at_ends(
    end: End,
    question: impl Fn(&str) -> Option<String>,
    relation: &Relation,
) -> Option<String> {
    let joint = match relation {
        Relation::Compare(Comparison::NotEqual, _) => " && ",
        _ => " || ",
    };
    let sent = |side: &str, by: &str| Some(format!("({} && c${by}$num_pkts > 0)", question(side)?));
    match end {
        End::Client => question("orig"),
        End::Server => question("resp"),
        End::Either => Some(any_of(vec![question("orig")?, question("resp")?], joint)),
        // Which end sent matters for "none of them" the other way round.
        End::Source | End::Destination if joint == " && " => None,
        End::Source => Some(any_of(
            vec![sent("orig", "orig")?, sent("resp", "resp")?],
            joint,
        )),
        End::Destination => Some(any_of(
            vec![sent("orig", "resp")?, sent("resp", "orig")?],
            joint,
        )),
    }
}

/// `field relation`, with each value as Zeek writes it.
pub(super) fn related(
    relation: &Relation,
    field: &str,
    text: &dyn Fn(&Value) -> Option<String>,
) -> Option<String> {
    match relation {
        Relation::Compare(comparison, value) => {
            Some(format!("{field} {comparison} {}", text(value)?))
        }
        Relation::In(members) => {
            let all: Option<Vec<String>> = members
                .iter()
                .map(|member| match member {
                    Member::One(value) => Some(format!("{field} == {}", text(value)?)),
                    Member::Range(low, high) => Some(format!(
                        "({field} >= {} && {field} <= {})",
                        text(low)?,
                        text(high)?
                    )),
                })
                .collect();
            Some(any_of(all?, " || "))
        }
        _ => None,
    }
}

/// A relation to values that are whole expressions of their own.
pub(super) fn chosen(
    relation: &Relation,
    text: &dyn Fn(&Value) -> Option<String>,
) -> Option<String> {
    match relation {
        Relation::Compare(Comparison::Equal, value) => text(value),
        Relation::Compare(Comparison::NotEqual, value) => Some(format!("! ({})", text(value)?)),
        Relation::In(members) => {
            let all: Option<Vec<String>> = members
                .iter()
                .map(|member| match member {
                    Member::One(value) => text(value),
                    Member::Range(..) => None,
                })
                .collect();
            Some(any_of(all?, " || "))
        }
        _ => None,
    }
}

pub(super) fn number(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) | Value::Bytes(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn time(value: &Value) -> Option<String> {
    match value {
        Value::Time(time) => Some(format!("double_to_time({})", time.to_seconds_text())),
        _ => None,
    }
}

pub(super) fn seconds(nanos: i64) -> String {
    crate::units::Timestamp(nanos).to_seconds_text()
}

pub(super) fn sum(way: Way, field: &str) -> String {
    match way {
        Way::Both => format!("(c$orig${field} + c$resp${field})"),
        Way::Up => format!("c$orig${field}"),
        Way::Down => format!("c$resp${field}"),
    }
}

pub(super) fn address(side: &str, network: Network) -> String {
    let first = match network.first() {
        Address::V6(_) => format!("[{}]", network.first()),
        other => other.to_string(),
    };
    match network.is_single() {
        true => format!("c$id${side}_h == {first}"),
        false => format!("c$id${side}_h in {first}/{}", network.prefix_bits()),
    }
}
