//! Which text passes the flows of some rows within a time, and which rows does a text ask for?
//!
//! A brush on the matrix is a filter like any other. Hosts that stand together are written as a
//! prefix or a range, others one by one; which rows a text of this kind asks for is read from the text
//! itself, so that a brush that was edited, undone or saved is shown where it belongs.

use super::MatrixRows;
use crate::capture::Address;
use crate::query::axes::span_of;
use crate::query::{
    Comparison, End, Expr, Family, Field, Filter, Member, Network, Relation, Test, Value,
};
use crate::units::Timestamp;

/// Hosts that are written as one field.
const FIELDS: [Field; 2] = [
    Field::Host(End::Either),
    Field::Address(Family::Mac, End::Either),
];

fn test(field: Field, relation: Relation) -> Option<Expr> {
    Test::new(field, relation).ok().map(Expr::Test)
}

/// The filter that passes the flows of some rows that begin in a stretch of time: from `first` on,
/// before `end`. None if there are no such rows. Rows are given in any order.
#[must_use]
pub fn rows_filter(rows: &MatrixRows, chosen: &[u32], time: [Timestamp; 2]) -> Option<Filter> {
    let bound = |comparison, time| {
        let relation = Relation::Compare(comparison, Value::Time(time));
        test(Field::First, relation).map(Filter::from)
    };
    let [first, end] = time;
    let hosts = hosts_filter(rows, chosen)?;
    Some(
        hosts
            .and(bound(Comparison::AtLeast, first)?)
            .and(bound(Comparison::Less, end)?),
    )
}

/// The filter that passes the flows of some rows, in any order; none if there are no such rows.
#[must_use]
pub fn hosts_filter(rows: &MatrixRows, chosen: &[u32]) -> Option<Filter> {
    let mut chosen = chosen.to_vec();
    chosen.sort_unstable();
    chosen.dedup();
    let mut members: [Vec<Member>; 2] = Default::default();
    // Rows without a gap between them are one stretch of addresses, apart from families.
    for stretch in chosen.chunk_by(|a, b| a + 1 == *b) {
        let addresses: Vec<Address> = stretch
            .iter()
            .flat_map(|&row| rows.addresses(row))
            .copied()
            .collect();
        let alike =
            |a: &Address, b: &Address| std::mem::discriminant(a) == std::mem::discriminant(b);
        for family in addresses.chunk_by(alike) {
            let (Some(&first), Some(&last)) = (family.first(), family.last()) else {
                continue;
            };
            match first {
                Address::Mac(_) => members[1].extend(family.iter().map(|&address| one(address))),
                _ => match stretch {
                    // The whole subnet, whichever of its hosts were seen.
                    [row] => members[0].extend(
                        rows.network(*row)
                            .map(|network| Member::One(Value::Address(network))),
                    ),
                    _ => members[0].push(span_of(rows.all_addresses(), first, last)),
                },
            }
        }
    }
    let mut hosts = Vec::new();
    for (field, members) in FIELDS.into_iter().zip(members) {
        hosts.extend(match members.as_slice() {
            [] => None,
            [Member::One(value)] => {
                let equal = Relation::Compare(Comparison::Equal, value.clone());
                test(field, equal)
            }
            _ => test(field, Relation::In(members)),
        });
    }
    Some(Filter::from(match hosts.len() {
        0 | 1 => hosts.pop()?,
        _ => Expr::Or(hosts),
    }))
}

fn one(address: Address) -> Member {
    Member::One(Value::Address(Network::single(address)))
}

/// Which rows and which time a filter asks for, if it asks for nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedRows {
    /// The hosts; none if any will do.
    hosts: Option<Vec<Member>>,
    /// From this time on.
    pub first: Option<Timestamp>,
    /// Before this time.
    pub end: Option<Timestamp>,
}

impl AskedRows {
    /// Reads a filter; none if it asks for anything but hosts and the time of the first packet.
    #[must_use]
    pub fn of(filter: &Filter) -> Option<Self> {
        let mut asked = Self::default();
        for part in filter.parts() {
            if let Expr::Test(test) = part
                && test.field() == Field::First
            {
                match test.relation() {
                    Relation::Compare(Comparison::AtLeast, Value::Time(time)) => {
                        asked.first = Some(asked.first.map_or(*time, |other| other.max(*time)));
                    }
                    Relation::Compare(Comparison::Less, Value::Time(time)) => {
                        asked.end = Some(asked.end.map_or(*time, |other| other.min(*time)));
                    }
                    _ => return None,
                }
                continue;
            }
            let members = members_of(part)?;
            if asked.hosts.replace(members).is_some() {
                return None;
            }
        }
        (asked != Self::default()).then_some(asked)
    }

    /// Whether it asks for hosts and for both ends of a time, as a brush on the matrix does.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.hosts.is_some() && self.first.is_some() && self.end.is_some()
    }

    /// Whether an address is among the hosts.
    #[must_use]
    pub fn contains(&self, address: Address) -> bool {
        let holds = |member: &Member| match member {
            Member::One(Value::Address(network)) => network.contains(address),
            Member::Range(Value::Address(first), Value::Address(last)) => {
                (first.first()..=last.last()).contains(&address)
            }
            _ => false,
        };
        self.hosts
            .as_ref()
            .is_none_or(|members| members.iter().any(holds))
    }

    /// Whether all hosts of a row are asked for.
    #[must_use]
    pub fn contains_row(&self, rows: &MatrixRows, row: u32) -> bool {
        let addresses = rows.addresses(row);
        // Hosts of a stretch lie between its ends; those of a list are looked at one by one.
        !addresses.is_empty() && addresses.iter().all(|&address| self.contains(address))
    }
}

/// The hosts that a part of a filter asks for, if it asks for hosts.
fn members_of(part: &Expr) -> Option<Vec<Member>> {
    match part {
        Expr::Test(test) if FIELDS.contains(&test.field()) => match test.relation() {
            Relation::Compare(Comparison::Equal, value) => Some(vec![Member::One(value.clone())]),
            Relation::In(members) => Some(members.clone()),
            _ => None,
        },
        Expr::Or(parts) => {
            let members: Option<Vec<_>> = parts.iter().map(members_of).collect();
            Some(members?.concat())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::RowKind;

    const TEXTS: [&str; 6] = [
        "10.0.0.7",
        "10.0.0.200",
        "10.0.1.1",
        "10.0.1.9",
        "192.168.0.1",
        "2001:db8::1",
    ];
    const TIME: [Timestamp; 2] = [Timestamp(1_000_000_000), Timestamp(3_000_000_000)];

    fn rows(kind: RowKind) -> MatrixRows {
        MatrixRows::new(TEXTS.len(), kind, |node| {
            TEXTS[node as usize].parse().unwrap()
        })
    }

    fn text(kind: RowKind, chosen: &[u32]) -> String {
        let text = rows_filter(&rows(kind), chosen, TIME).unwrap().to_string();
        let (hosts, time) = text.split_once(" && ").unwrap();
        assert!(time.contains("1970-01-01 00:00:01"), "{time}");
        hosts.to_owned()
    }

    #[test]
    fn a_brush_is_the_shortest_text() {
        use RowKind::{Host, Subnet};
        assert_eq!(text(Host, &[0]), "host == 10.0.0.7");
        assert_eq!(text(Host, &[1, 0]), "host == 10.0.0.0/24");
        assert_eq!(text(Host, &[1, 2]), "host in {10.0.0.200..10.0.1.1}");
        assert_eq!(text(Host, &[0, 4]), "host in {10.0.0.7, 192.168.0.1}");
        assert_eq!(text(Subnet, &[1]), "host == 10.0.1.0/24");
        assert_eq!(text(Host, &[4, 5]), "host in {192.168.0.1, 2001:db8::1}");
        assert!(rows_filter(&rows(Host), &[], TIME).is_none());
    }

    #[test]
    fn a_text_is_read_back_as_its_rows() {
        for kind in [RowKind::Host, RowKind::Subnet] {
            let rows = rows(kind);
            for mask in 1_u32..1 << rows.len() {
                let chosen: Vec<u32> = (0..rows.len() as u32)
                    .filter(|row| mask >> row & 1 == 1)
                    .collect();
                let text = rows_filter(&rows, &chosen, TIME).unwrap().to_string();
                let asked = AskedRows::of(&text.parse().unwrap()).unwrap();
                assert!(asked.is_whole());
                assert_eq!([asked.first, asked.end], TIME.map(Some));
                for row in 0..rows.len() as u32 {
                    let is_asked = asked.contains_row(&rows, row);
                    assert_eq!(is_asked, chosen.contains(&row), "{row} in {text}");
                }
            }
        }
        for other in [
            "dns",
            "host == 1.2.3.4 && bytes > 5",
            "client == 1.2.3.4",
            "",
        ] {
            let asked = AskedRows::of(&other.parse().unwrap());
            assert!(asked.is_none(), "{other}: {asked:?}");
        }
    }
}
