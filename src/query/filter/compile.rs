//! How does a syntax tree become a plan for one table?
//!
//! A field with several values passes when one of them does. `!=` is the exception, as in
//! Wireshark 4: the field must have values, and none may be equal.

use super::dictionary::{TextTest, addresses, hosts_by_address, hosts_by_text, hosts_where, names};
use super::plan::{CodeColumn, Measure, Plan, SmallColumn};
use super::sets::{CodeSet, Intervals, numbers};
use super::{
    Comparison, End, Expr, Family, Field, Meaning, NameSource, Noted, Relation, Search, Test,
    Transport, Way,
};
use crate::capture::{Address, Application, Protocol};
use crate::flow::{FlowTable, NO_VLAN};

/// Compiles trees against one table.
pub(super) struct Compiler<'a> {
    pub table: &'a FlowTable,
    /// Distinct neighbours of each host, `[host code]`; only asked for where a filter has `degree`.
    pub degrees: &'a [u32],
    /// Notes and what they are about.
    pub notes: &'a [Noted],
}

/// Bits for every number of a 16-bit column.
const SMALL_NUMBERS: usize = 1 << 16;

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

#[derive(Clone, Copy)]
enum Side {
    Client,
    Server,
}

impl Side {
    fn host_column(self) -> CodeColumn {
        match self {
            Self::Client => CodeColumn::Client,
            Self::Server => CodeColumn::Server,
        }
    }

    fn address_column(self, family: Family) -> CodeColumn {
        match (family, self) {
            (Family::Mac, Self::Client) => CodeColumn::ClientMac,
            (Family::Mac, Self::Server) => CodeColumn::ServerMac,
            (_, side) => side.host_column(),
        }
    }

    fn port_column(self) -> SmallColumn {
        match self {
            Self::Client => SmallColumn::ClientPort,
            Self::Server => SmallColumn::ServerPort,
        }
    }
}

/// A question holds at one of the ends that are meant.
fn at_ends(end: End, question: impl Fn(Side) -> Plan) -> Plan {
    let some = Intervals::new(vec![(1, i64::MAX)]);
    let up = Plan::Number(Measure::PacketsUp, some.clone());
    let down = Plan::Number(Measure::PacketsDown, some);
    let (client, server) = match end {
        End::Client => return question(Side::Client),
        End::Server => return question(Side::Server),
        End::Either => {
            return Plan::Or(vec![question(Side::Client), question(Side::Server)]);
        }
        End::Source => (up, down),
        End::Destination => (down, up),
    };
    Plan::Or(vec![
        Plan::And(vec![question(Side::Client), client]),
        Plan::And(vec![question(Side::Server), server]),
    ])
}

fn any_code(columns: &[CodeColumn], set: &CodeSet) -> Plan {
    let parts = columns
        .iter()
        .map(|&column| Plan::Codes(column, set.clone()));
    Plan::Or(parts.collect())
}

fn small(column: SmallColumn, pass: impl Fn(u16) -> bool) -> Plan {
    let passing = (0..=u16::MAX).filter(|&number| pass(number)).map(u32::from);
    Plan::Small(column, CodeSet::from_codes(SMALL_NUMBERS, passing))
}

fn one_of(column: SmallColumn, relation: &Relation) -> Plan {
    let set = numbers(relation);
    small(column, |number| set.contains(number.into()))
}

fn is_application(all: &[Application]) -> Plan {
    small(SmallColumn::Application, |code| {
        all.iter()
            .any(|application| u16::from(application.code()) == code)
    })
}

fn is_protocol(all: &[Protocol]) -> Plan {
    small(SmallColumn::Protocol, |code| all.contains(&Protocol(code)))
}

fn has_ports(transport: Transport) -> Plan {
    is_protocol(match transport {
        Transport::Any => &[Protocol::TCP, Protocol::UDP, Protocol::SCTP],
        Transport::Tcp => &[Protocol::TCP],
        Transport::Udp => &[Protocol::UDP],
        Transport::Sctp => &[Protocol::SCTP],
    })
}

/// The name passes, and it was seen where it should be.
fn named(source: NameSource, name: Plan) -> Plan {
    let application = is_application(match source {
        NameSource::Any => return name,
        NameSource::DnsQuery => &[Application::Dns, Application::Mdns, Application::Llmnr],
        NameSource::Sni => &[Application::Tls, Application::Quic],
        NameSource::HttpHost => &[Application::Http],
    });
    Plan::And(vec![application, name])
}

/// Over all packets of the flow, both ways, the flag was set (1) or never set (0).
fn flag(bit: u8, wanted: &Intervals<i64>) -> Plan {
    let has = |flags: u16| flags >> bit & 1 == 1;
    let was_set = Plan::Or(vec![
        small(SmallColumn::ClientFlags, has),
        small(SmallColumn::ServerFlags, has),
    ]);
    let state = match (wanted.contains(1), wanted.contains(0)) {
        (true, true) => Plan::All,
        (true, false) => was_set,
        (false, true) => Plan::Not(Box::new(was_set)),
        (false, false) => Plan::None,
    };
    Plan::And(vec![is_protocol(&[Protocol::TCP]), state])
}
