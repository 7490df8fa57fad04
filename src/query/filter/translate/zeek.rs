//! A filter as an expression of Zeek's script language about a connection record `c`.
//!
//! Zeek has flows too, so most of a filter can be said: `orig` is our client and `resp` our server,
//! though Zeek may decide otherwise who is who. Field names follow Zeek's base scripts
//! (`connection`, `endpoint`, `HTTP::Info`, `SSL::Info`, `DNS::Info`).

use super::super::value::Quoted;
use super::super::{
    Comparison, Family, Field, Meaning, Member, NameSource, Relation, Search, Test, Transport,
    Value,
};
use super::zeek_words::{address, at_ends, chosen, number, related, seconds, sum, time};
use super::{Dialect, Said, any_of};
use crate::capture::{Address, Application, Protocol};

const OWN_BYTES: &str = "Zeek counts bytes from the IP header on, we count whole frames";
const OWN_NAMES: &str = "Zeek's analyzers decide by themselves what runs over a connection";
const NO_CONNECTION: &str = "Zeek makes connections of TCP, UDP and ICMP only";
const NO_FIELD: &str = "a connection record of Zeek does not hold this";

pub(super) struct Zeek;

impl Dialect for Zeek {
    fn connectives(&self) -> (&'static str, &'static str) {
        (" && ", " || ")
    }

    fn not(&self, inner: &str) -> String {
        format!("! ({inner})")
    }

    fn word(&self, meaning: Meaning) -> Said {
        match meaning {
            Meaning::Layer(Family::V4) => Said::Exactly("is_v4_addr(c$id$orig_h)".into()),
            Meaning::Layer(Family::V6) => Said::Exactly("is_v6_addr(c$id$orig_h)".into()),
            Meaning::Layer(Family::Mac) => Said::Exactly("c$orig?$l2_addr".into()),
            Meaning::Application(application) => service(application),
            Meaning::Protocol(protocol) => transport(protocol),
        }
    }

    fn search(&self, search: &Search) -> Said {
        match search {
            Search::Network(network) => match network.first() {
                Address::Mac(_) => Said::Not(NO_FIELD),
                _ => Said::Exactly(any_of(
                    ["orig", "resp"].map(|end| address(end, *network)).into(),
                    " || ",
                )),
            },
            Search::Text(_) => Said::Not("Zeek does not search in addresses and names"),
        }
    }

    fn test(&self, test: &Test) -> Said {
        let relation = test.relation();
        match test.field() {
            Field::Address(Family::Mac, end) => exactly(at_ends(
                end,
                |side| {
                    let field = format!("c${side}$l2_addr");
                    let text = related(relation, &field, &|value| match value {
                        Value::Address(network) => Some(format!("\"{network}\"")),
                        _ => None,
                    })?;
                    Some(format!("(c${side}?$l2_addr && {text})"))
                },
                relation,
            )),
            Field::Address(_, end) | Field::Host(end) => exactly(at_ends(
                end,
                |side| {
                    chosen(relation, &|value| match value {
                        Value::Address(network) if network.first().is_ip() => {
                            Some(address(side, *network))
                        }
                        _ => None,
                    })
                },
                relation,
            )),
            Field::Port(transport, end) => {
                let protocol = match transport {
                    Transport::Any => None,
                    Transport::Tcp => Some("tcp"),
                    Transport::Udp => Some("udp"),
                    Transport::Sctp => return Said::Not(NO_CONNECTION),
                };
                let text = at_ends(
                    end,
                    |side| {
                        let field = format!("port_to_count(c$id${side}_p)");
                        related(relation, &field, &number)
                    },
                    relation,
                );
                exactly(text.map(|text| match protocol {
                    Some(protocol) => {
                        format!("(get_port_transport_proto(c$id$resp_p) == {protocol} && {text})")
                    }
                    None => text,
                }))
            }
            Field::Bytes(way) => match related(relation, &sum(way, "num_bytes_ip"), &number) {
                Some(text) => Said::Nearly(text, OWN_BYTES),
                None => Said::Not(NO_FIELD),
            },
            Field::Packets(way) => exactly(related(relation, &sum(way, "num_pkts"), &number)),
            Field::Duration => exactly(related(relation, "c$duration", &|value| match value {
                Value::Duration(nanos) => Some(format!("{} secs", seconds(*nanos))),
                _ => None,
            })),
            Field::First => exactly(related(relation, "c$start_time", &time)),
            Field::Last => exactly(related(relation, "(c$start_time + c$duration)", &time)),
            Field::Time => during(relation),
            Field::Application => match relation {
                Relation::Compare(Comparison::Equal, Value::Application(application)) => {
                    service(*application)
                }
                _ => nearly(chosen(relation, &|value| match value {
                    Value::Application(application) => service_text(*application),
                    _ => None,
                })),
            },
            Field::Protocol | Field::IpProtocol(_) => {
                let text = chosen(relation, &|value| match value {
                    Value::Protocol(protocol) => transport_text(*protocol),
                    _ => None,
                });
                text.map_or(Said::Not(NO_CONNECTION), Said::Exactly)
            }
            Field::Name(source) => nearly(names(source, relation)),
            Field::Vlan => exactly(
                related(relation, "c$vlan", &number).map(|text| format!("(c?$vlan && {text})")),
            ),
            Field::Tunnel => match relation {
                Relation::Present => Said::Exactly("c?$tunnel".into()),
                _ => Said::Not(NO_FIELD),
            },
            Field::Flag(bit) => match (relation, "FSR?A".chars().nth(bit.into())) {
                (Relation::Compare(comparison, Value::Flag(flag)), Some(letter))
                    if letter != '?' =>
                {
                    let letters =
                        format!("/[{letter}{}]/ in c$history", letter.to_ascii_lowercase());
                    let is_set = *flag == (*comparison == Comparison::Equal);
                    let text = if is_set {
                        letters
                    } else {
                        format!("! ({letters})")
                    };
                    Said::Nearly(text, "Zeek's history keeps flags in a form of its own")
                }
                _ => Said::Not(NO_FIELD),
            },
            Field::Note => Said::Not("notes are in the session, not in the packets"),
            Field::Degree(_)
            | Field::Evidence
            | Field::DirectionConfidence
            | Field::DirectionReason => Said::Not(NO_FIELD),
        }
    }
}

fn exactly(text: Option<String>) -> Said {
    text.map_or(Said::Not(NO_FIELD), Said::Exactly)
}

fn nearly(text: Option<String>) -> Said {
    text.map_or(Said::Not(NO_FIELD), |text| Said::Nearly(text, OWN_NAMES))
}

/// Some moment of the connection is in the interval.
fn during(relation: &Relation) -> Said {
    let (start, end) = ("c$start_time", "(c$start_time + c$duration)");
    let text = match relation {
        Relation::Compare(comparison @ (Comparison::Less | Comparison::AtMost), value) => {
            time(value).map(|time| format!("{start} {comparison} {time}"))
        }
        Relation::Compare(comparison @ (Comparison::Greater | Comparison::AtLeast), value) => {
            time(value).map(|time| format!("{end} {comparison} {time}"))
        }
        Relation::In(members) => match members.as_slice() {
            [Member::Range(low, high)] => time(low)
                .zip(time(high))
                .map(|(low, high)| format!("({start} <= {high} && {end} >= {low})")),
            _ => None,
        },
        _ => None,
    };
    exactly(text)
}

fn service(application: Application) -> Said {
    nearly(service_text(application))
}

/// Zeek names services by their analyzers.
fn service_text(application: Application) -> Option<String> {
    let analyzer = match application {
        Application::Unknown => return Some("|c$service| == 0".into()),
        Application::Tls => "SSL",
        Application::Quic => "QUIC",
        Application::Kerberos => "KRB",
        Application::Postgres => "POSTGRESQL",
        Application::DceRpc => "DCE_RPC",
        Application::Ldap => "LDAP_TCP",
        other => {
            return Some(format!(
                "\"{}\" in c$service",
                other.key().to_ascii_uppercase()
            ));
        }
    };
    Some(format!("\"{analyzer}\" in c$service"))
}

fn transport(protocol: Protocol) -> Said {
    transport_text(protocol).map_or(Said::Not(NO_CONNECTION), Said::Exactly)
}

fn transport_text(protocol: Protocol) -> Option<String> {
    let of_ports = |name| format!("get_port_transport_proto(c$id$resp_p) == {name}");
    match protocol {
        Protocol::TCP => Some(of_ports("tcp")),
        Protocol::UDP => Some(of_ports("udp")),
        Protocol::ICMP => Some(format!("({} && is_v4_addr(c$id$orig_h))", of_ports("icmp"))),
        Protocol::ICMPV6 => Some(format!("({} && is_v6_addr(c$id$orig_h))", of_ports("icmp"))),
        _ => None,
    }
}

fn names(source: NameSource, relation: &Relation) -> Option<String> {
    let fields: &[(&str, &str)] = match source {
        NameSource::DnsQuery => &[("dns", "query")],
        NameSource::Sni => &[("ssl", "server_name")],
        NameSource::HttpHost => &[("http", "host")],
        NameSource::Any => &[("dns", "query"), ("ssl", "server_name"), ("http", "host")],
    };
    let all: Option<Vec<String>> = fields
        .iter()
        .map(|(record, field)| {
            let is_there = format!("c?${record} && c${record}?${field}");
            let name = format!("to_lower(c${record}${field})");
            let quoted = |text: &str| Quoted(&text.to_lowercase()).to_string();
            let text = match relation {
                Relation::Present => return Some(format!("({is_there})")),
                Relation::Contains(text) => format!("{} in {name}", quoted(text)),
                Relation::Matches(pattern) => {
                    format!("/{}/i in {name}", pattern.text().replace('/', "\\/"))
                }
                _ => related(relation, &name, &|value| match value {
                    Value::Text(text) => Some(quoted(text)),
                    _ => None,
                })?,
            };
            Some(format!("({is_there} && {text})"))
        })
        .collect();
    Some(any_of(all?, " || "))
}
