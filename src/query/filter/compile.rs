//! How does a syntax tree become a plan for one table?
//!
//! A field with several values passes when one of them does. `!=` is the exception, as in
//! Wireshark 4: the field must have values, and none may be equal.

use super::dictionary::{TextTest, addresses, hosts_by_address, hosts_by_text, hosts_where, names};
use super::plan::{CodeColumn, Measure, Plan, SmallColumn};
use super::questions::{
    Side, any_code, at_ends, flag, has_ports, is_application, is_protocol, named, one_of, small,
};
use super::sets::{CodeSet, Intervals, numbers};
use super::{Comparison, Expr, Family, Field, Meaning, Noted, Relation, Search, Test, Way};
use crate::capture::{Address, Protocol};
use crate::flow::{FlowTable, NO_VLAN};

/// Compiles trees against one table.
pub(super) struct Compiler<'a> {
    pub table: &'a FlowTable,
    /// Distinct neighbours of each host, `[host code]`; only asked for where a filter has `degree`.
    pub degrees: &'a [u32],
    /// Notes and what they are about.
    pub notes: &'a [Noted],
}

impl Compiler<'_> {
    pub fn plan(&self, expr: &Expr) -> Plan {
        let all = |parts: &[Expr]| parts.iter().map(|part| self.plan(part)).collect();
        match expr {
            Expr::And(parts) => Plan::And(all(parts)),
            Expr::Xor(parts) => Plan::Xor(all(parts)),
            Expr::Or(parts) => Plan::Or(all(parts)),
            Expr::Not(part) => Plan::Not(Box::new(self.plan(part))),
            Expr::Is(word) => match word.meaning() {
                Meaning::Layer(family) => self.has_family(family),
                Meaning::Application(application) => is_application(&[application]),
                Meaning::Protocol(protocol) => is_protocol(&[protocol]),
            },
            Expr::Search(search) => self.search(search),
            Expr::Test(test) => self.test(test),
        }
    }

    fn search(&self, search: &Search) -> Plan {
        use CodeColumn::{Client, ClientMac, Name, Server, ServerMac};
        match search {
            Search::Network(network) => {
                let intervals = Intervals::new(vec![(network.first(), network.last())]);
                let set = hosts_by_address(self.table, &intervals);
                let columns = match network.first() {
                    Address::Mac(_) => &[Client, Server, ClientMac, ServerMac][..],
                    _ => &[Client, Server],
                };
                any_code(columns, &set)
            }
            Search::Text(text) => {
                let test = TextTest::contains(text);
                let names = names(self.table, &test);
                let hosts = hosts_by_text(self.table, &test, &names);
                Plan::Or(vec![
                    any_code(&[Client, Server], &hosts),
                    Plan::Codes(Name, names),
                ])
            }
        }
    }

    fn test(&self, test: &Test) -> Plan {
        let (field, relation) = (test.field(), test.relation());
        match relation {
            Relation::Present => self.present(field),
            Relation::Compare(Comparison::NotEqual, _) => Plan::And(vec![
                self.present(field),
                Plan::Not(Box::new(self.some_value(field, relation))),
            ]),
            _ => self.some_value(field, relation),
        }
    }

    /// The field has a value.
    fn present(&self, field: Field) -> Plan {
        match field {
            Field::Address(family, end) => {
                let some_end = at_ends(end, |_| Plan::All);
                Plan::And(vec![self.has_family(family), some_end])
            }
            Field::Port(transport, end) => {
                Plan::And(vec![has_ports(transport), at_ends(end, |_| Plan::All)])
            }
            Field::IpProtocol(family) => self.has_family(family),
            Field::Name(source) => {
                let all = CodeSet::from_fn(self.table.names.len(), |_| true);
                named(source, Plan::Codes(CodeColumn::Name, all))
            }
            Field::Vlan => small(SmallColumn::Vlan, |vlan| vlan != NO_VLAN),
            Field::Tunnel => small(SmallColumn::Tunnel, |tunnel| tunnel != 0),
            Field::Flag(_) => is_protocol(&[Protocol::TCP]),
            Field::Note => self.noted(|_| true),
            _ => Plan::All,
        }
    }

    /// Some value of the field is as the relation says, `!=` read as `==`.
    fn some_value(&self, field: Field, relation: &Relation) -> Plan {
        let measured = |measure| Plan::Number(measure, numbers(relation));
        match field {
            Field::Address(family, end) => {
                let set = hosts_by_address(self.table, &addresses(relation));
                at_ends(end, |side| {
                    Plan::Codes(side.address_column(family), set.clone())
                })
            }
            Field::Host(end) => {
                let set = self.hosts(relation);
                at_ends(end, |side| Plan::Codes(side.host_column(), set.clone()))
            }
            Field::Port(transport, end) => {
                let ports = numbers(relation);
                let at_end =
                    |side: Side| small(side.port_column(), |port| ports.contains(port.into()));
                Plan::And(vec![has_ports(transport), at_ends(end, at_end)])
            }
            Field::Degree(end) => {
                let degrees = numbers(relation);
                let set = CodeSet::from_fn(self.table.hosts.len(), |code| {
                    let degree = self.degrees.get(code as usize).copied().unwrap_or(0);
                    degrees.contains(degree.into())
                });
                at_ends(end, |side| Plan::Codes(side.host_column(), set.clone()))
            }
            Field::Bytes(Way::Both) => measured(Measure::Bytes),
            Field::Bytes(Way::Up) => measured(Measure::BytesUp),
            Field::Bytes(Way::Down) => measured(Measure::BytesDown),
            Field::Packets(Way::Both) => measured(Measure::Packets),
            Field::Packets(Way::Up) => measured(Measure::PacketsUp),
            Field::Packets(Way::Down) => measured(Measure::PacketsDown),
            Field::Duration => measured(Measure::Duration),
            Field::First => measured(Measure::First),
            Field::Last => measured(Measure::Last),
            Field::Time => Plan::Time(numbers(relation)),
            Field::Application => one_of(SmallColumn::Application, relation),
            Field::Evidence => one_of(SmallColumn::Evidence, relation),
            Field::Protocol => one_of(SmallColumn::Protocol, relation),
            Field::IpProtocol(family) => {
                let is_it = one_of(SmallColumn::Protocol, relation);
                Plan::And(vec![is_it, self.has_family(family)])
            }
            Field::Name(source) => match TextTest::new(relation) {
                Some(test) => named(
                    source,
                    Plan::Codes(CodeColumn::Name, names(self.table, &test)),
                ),
                None => Plan::None,
            },
            Field::Vlan => {
                let vlans = numbers(relation);
                // "None" is a large number in the column.
                small(SmallColumn::Vlan, |vlan| {
                    vlan != NO_VLAN && vlans.contains(vlan.into())
                })
            }
            Field::Tunnel => one_of(SmallColumn::Tunnel, relation),
            Field::Flag(bit) => flag(bit, &numbers(relation)),
            Field::DirectionConfidence => {
                let shares = numbers(relation);
                // The column is in percent, values are in millionths.
                small(SmallColumn::DirectionConfidence, |percent| {
                    shares.contains(i64::from(percent) * 10_000)
                })
            }
            Field::DirectionReason => one_of(SmallColumn::DirectionReason, relation),
            Field::Note => match TextTest::new(relation) {
                Some(test) => self.noted(|text| test.is_match(text)),
                None => Plan::None,
            },
        }
    }

    /// Host codes that a relation asks for by address, by name, or both.
    fn hosts(&self, relation: &Relation) -> CodeSet {
        let by_address = hosts_by_address(self.table, &addresses(relation));
        let Some(test) = TextTest::new(relation) else {
            return by_address;
        };
        let by_text = hosts_by_text(self.table, &test, &names(self.table, &test));
        CodeSet::from_fn(self.table.hosts.len(), |code| {
            by_address.contains(code) || by_text.contains(code)
        })
    }

    fn has_family(&self, family: Family) -> Plan {
        match family {
            Family::Mac => {
                let all = CodeSet::from_fn(self.table.hosts.len(), |_| true);
                Plan::Codes(CodeColumn::ClientMac, all)
            }
            // Both ends of a flow are of one family.
            Family::V4 | Family::V6 => {
                let set = hosts_where(self.table, |address| match address {
                    Address::V4(_) => family == Family::V4,
                    Address::V6(_) => family == Family::V6,
                    Address::Mac(_) => false,
                });
                Plan::Codes(CodeColumn::Client, set)
            }
        }
    }
}
