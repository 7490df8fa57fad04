//! The plain meaning of a filter: every flow is asked by itself, with no sets, no plans and no
//! dictionaries. Slow, and the twin of the program's evaluation.

use flowloom::capture::{Address, Application, Protocol};
use flowloom::flow::{Flow, FlowTable, NO_CODE};
use flowloom::query::{
    Comparison, End, Expr, Family, Field, Meaning, Member, NameSource, Network, Relation, Search,
    Test, Transport, Value, Way,
};

/// A value that a flow shows for a field.
enum Shown<'a> {
    Number(i128),
    /// Every number from first to last.
    Interval(i128, i128),
    Address(Address),
    /// A host with its names.
    Host(Address, Vec<&'a str>),
    Text(&'a str),
}

pub fn passes(expr: &Expr, table: &FlowTable, degrees: &[u32], flow: usize) -> bool {
    let ask = |part: &Expr| passes(part, table, degrees, flow);
    let row = table.flow(flow);
    match expr {
        Expr::And(parts) => parts.iter().all(ask),
        Expr::Or(parts) => parts.iter().any(ask),
        Expr::Xor(parts) => parts.iter().filter(|part| ask(part)).count() % 2 == 1,
        Expr::Not(part) => !ask(part),
        Expr::Is(word) => match word.meaning() {
            Meaning::Layer(family) => has_family(table, flow, family),
            Meaning::Application(application) => row.application == application,
            Meaning::Protocol(protocol) => row.protocol == protocol,
        },
        Expr::Search(Search::Network(network)) => {
            let macs = [
                table.columns.client_mac[flow],
                table.columns.server_mac[flow],
            ];
            let codes = [row.client, row.server].into_iter().chain(macs);
            let mut known = codes.filter(|&code| code != NO_CODE);
            known.any(|code| network.contains(table.hosts.address(code)))
        }
        Expr::Search(Search::Text(text)) => {
            let text = text.to_lowercase();
            let has = |name: &str| name.to_lowercase().contains(&text);
            row.name.is_some_and(|name| has(table.names.name(name)))
                || [row.client, row.server].into_iter().any(|code| {
                    has(&table.hosts.address(code).to_string())
                        || names_of(table, code).into_iter().any(has)
                })
        }
        Expr::Test(test) => test_passes(test, &shown(test, table, degrees, flow)),
    }
}

fn test_passes(test: &Test, shown: &[Shown<'_>]) -> bool {
    match test.relation() {
        Relation::Present => !shown.is_empty(),
        Relation::Compare(Comparison::NotEqual, value) => {
            !shown.is_empty()
                && shown
                    .iter()
                    .all(|shown| !compares(Comparison::Equal, shown, value))
        }
        Relation::Compare(comparison, value) => shown
            .iter()
            .any(|shown| compares(*comparison, shown, value)),
        Relation::In(members) => shown.iter().any(|shown| {
            members.iter().any(|member| match member {
                Member::One(value) => compares(Comparison::Equal, shown, value),
                // A moment of an interval must be in both halves at once.
                Member::Range(low, high) => match shown {
                    Shown::Interval(first, last) => *first <= number(high) && number(low) <= *last,
                    _ => {
                        compares(Comparison::AtLeast, shown, low)
                            && compares(Comparison::AtMost, shown, high)
                    }
                },
            })
        }),
        Relation::Contains(text) => {
            let text = text.to_lowercase();
            any_text(shown, |shown| shown.to_lowercase().contains(&text))
        }
        Relation::Matches(pattern) => any_text(shown, |shown| pattern.is_match(shown)),
    }
}

fn any_text(shown: &[Shown<'_>], pass: impl Fn(&str) -> bool) -> bool {
    shown.iter().any(|shown| match shown {
        Shown::Text(text) => pass(text),
        Shown::Host(address, names) => {
            pass(&address.to_string()) || names.iter().any(|name| pass(name))
        }
        _ => false,
    })
}

fn compares(comparison: Comparison, shown: &Shown<'_>, value: &Value) -> bool {
    let order = |shown: i128| {
        let value = number(value);
        match comparison {
            Comparison::Equal | Comparison::NotEqual => shown == value,
            Comparison::Less => shown < value,
            Comparison::AtMost => shown <= value,
            Comparison::Greater => shown > value,
            Comparison::AtLeast => shown >= value,
        }
    };
    let same_text = |text: &str| matches!(value, Value::Text(value) if value.to_lowercase() == text.to_lowercase());
    match shown {
        Shown::Number(shown) => order(*shown),
        Shown::Interval(first, last) => match comparison {
            Comparison::Equal => *first <= number(value) && number(value) <= *last,
            Comparison::Less | Comparison::AtMost => order(*first),
            _ => order(*last),
        },
        Shown::Address(address) | Shown::Host(address, _) if matches!(value, Value::Address(_)) => {
            let Value::Address(network) = value else {
                return false;
            };
            address_compares(comparison, *address, *network)
        }
        Shown::Address(_) => false,
        Shown::Host(_, names) => names.iter().any(|name| same_text(name)),
        Shown::Text(text) => same_text(text),
    }
}

fn address_compares(comparison: Comparison, address: Address, network: Network) -> bool {
    if std::mem::discriminant(&address) != std::mem::discriminant(&network.first()) {
        return false;
    }
    match comparison {
        Comparison::Equal | Comparison::NotEqual => network.contains(address),
        Comparison::Less => address < network.first(),
        Comparison::AtMost => address <= network.first(),
        Comparison::Greater => address > network.first(),
        Comparison::AtLeast => address >= network.first(),
    }
}

fn number(value: &Value) -> i128 {
    match value {
        Value::Number(number) | Value::Bytes(number) => i128::from(*number),
        Value::Duration(nanos) => i128::from(*nanos),
        Value::Time(time) => i128::from(time.nanos()),
        Value::Share(share) => i128::from(*share),
        Value::Flag(flag) => i128::from(*flag),
        Value::Application(application) => i128::from(application.code()),
        Value::Protocol(protocol) => i128::from(protocol.0),
        Value::Evidence(evidence) => *evidence as i128,
        Value::DirectionReason(reason) => *reason as i128,
        Value::Tunnel(tunnel) => *tunnel as i128,
        Value::Address(_) | Value::Text(_) => panic!("{value} is no number"),
    }
}

fn names_of(table: &FlowTable, code: u32) -> Vec<&str> {
    let names = table.hosts.names(code).iter();
    names.map(|name| table.names.name(name.name)).collect()
}

fn has_family(table: &FlowTable, flow: usize, family: Family) -> bool {
    let address = table.hosts.address(table.columns.client[flow]);
    match family {
        Family::V4 => matches!(address, Address::V4(_)),
        Family::V6 => matches!(address, Address::V6(_)),
        Family::Mac => table.columns.client_mac[flow] != NO_CODE,
    }
}

/// The sides of a flow that an end means: 0 is the client's.
fn sides(end: End, row: &Flow) -> Vec<usize> {
    let [client_sent, server_sent] = row.packets.map(|packets| packets > 0);
    let chosen = match end {
        End::Either => [true, true],
        End::Client => [true, false],
        End::Server => [false, true],
        End::Source => [client_sent, server_sent],
        End::Destination => [server_sent, client_sent],
    };
    (0..2).filter(|&side| chosen[side]).collect()
}

/// What a flow shows for a test's field.
fn shown<'a>(test: &Test, table: &'a FlowTable, degrees: &[u32], flow: usize) -> Vec<Shown<'a>> {
    let row = table.flow(flow);
    let columns = &table.columns;
    let hosts = [row.client, row.server];
    let sides = |end| sides(end, &row).into_iter();
    let one = |number: i128| vec![Shown::Number(number)];
    let by_way = |way, [up, down]: [u64; 2]| match way {
        Way::Both => one(i128::from(up) + i128::from(down)),
        Way::Up => one(up.into()),
        Way::Down => one(down.into()),
    };
    let (first, last) = (
        i128::from(row.span.first.nanos()),
        i128::from(row.span.last.nanos()),
    );
    match test.field() {
        Field::Address(family, end) if has_family(table, flow, family) => sides(end)
            .map(|side| match family {
                Family::Mac => [columns.client_mac[flow], columns.server_mac[flow]][side],
                _ => hosts[side],
            })
            .map(|code| Shown::Address(table.hosts.address(code)))
            .collect(),
        Field::Host(end) => sides(end)
            .map(|side| {
                Shown::Host(
                    table.hosts.address(hosts[side]),
                    names_of(table, hosts[side]),
                )
            })
            .collect(),
        Field::Port(transport, end) => {
            let has_ports = match transport {
                Transport::Any => row.protocol.has_ports(),
                Transport::Tcp => row.protocol == Protocol::TCP,
                Transport::Udp => row.protocol == Protocol::UDP,
                Transport::Sctp => row.protocol == Protocol::SCTP,
            };
            let ports = [row.client_port, row.server_port];
            let all = sides(end).map(|side| Shown::Number(ports[side].into()));
            all.filter(|_| has_ports).collect()
        }
        Field::Degree(end) => sides(end)
            .map(|side| Shown::Number(degrees[hosts[side] as usize].into()))
            .collect(),
        Field::Bytes(way) => by_way(way, row.bytes),
        Field::Packets(way) => by_way(way, row.packets.map(u64::from)),
        Field::Duration => one(last - first),
        Field::First => one(first),
        Field::Last => one(last),
        Field::Time => vec![Shown::Interval(first, last)],
        Field::Application => one(row.application.code().into()),
        Field::Evidence => one(row.evidence as i128),
        Field::Protocol => one(row.protocol.0.into()),
        Field::IpProtocol(family) if has_family(table, flow, family) => one(row.protocol.0.into()),
        Field::Name(source) => {
            let is_from = match source {
                NameSource::Any => true,
                NameSource::DnsQuery => matches!(
                    row.application,
                    Application::Dns | Application::Mdns | Application::Llmnr
                ),
                NameSource::Sni => {
                    matches!(row.application, Application::Tls | Application::Quic)
                }
                NameSource::HttpHost => row.application == Application::Http,
            };
            let name = row.name.filter(|_| is_from);
            name.map(|name| Shown::Text(table.names.name(name)))
                .into_iter()
                .collect()
        }
        Field::Vlan => row
            .vlan
            .map(|vlan| Shown::Number(vlan.into()))
            .into_iter()
            .collect(),
        Field::Tunnel => row
            .tunnel
            .map(|kind| Shown::Number(kind as i128))
            .into_iter()
            .collect(),
        Field::Flag(bit) if row.protocol == Protocol::TCP => {
            one(i128::from((row.flags[0] | row.flags[1]) >> bit & 1))
        }
        Field::DirectionConfidence => one(i128::from(row.direction_confidence) * 10_000),
        Field::DirectionReason => one(row.direction_reason as i128),
        // Without notes no flow has one.
        Field::Address(..) | Field::IpProtocol(_) | Field::Flag(_) | Field::Note => Vec::new(),
    }
}
