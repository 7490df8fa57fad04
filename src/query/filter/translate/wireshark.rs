//! A filter as Wireshark's display filter (wireshark-filter(4), version 4).
//!
//! Wireshark tests packets one by one. What is the same for all packets of a flow is said exactly;
//! what is not is said for the packet, with a remark.

use super::super::value::Quoted;
use super::super::word::wireshark_word;
use super::super::{
    Comparison, End, Family, Field, Meaning, Member, NameSource, Network, Relation, Search, Test,
    Transport, Value,
};
use super::{Dialect, Said, any_of};
use crate::capture::{Address, Protocol};

const PER_PACKET: &str =
    "Wireshark tests each packet by itself, so only the packets that show it pass";
const SOME_NAMES: &str = "Wireshark has a field for each protocol's names, and these are the commonest; only the packets that show a name pass";
const NO_WORD: &str = "Wireshark has no filter for this application";
const NO_FLOWS: &str = "Wireshark tests packets and knows no sums over a flow";
const NO_CLIENT: &str = "Wireshark does not tell client from server, so either end passes";
const NO_ORDER: &str = "Wireshark cannot tell which end is meant";

pub(super) struct Wireshark;

impl Dialect for Wireshark {
    fn connectives(&self) -> (&'static str, &'static str) {
        (" && ", " || ")
    }

    fn not(&self, inner: &str) -> String {
        format!("!({inner})")
    }

    fn word(&self, meaning: Meaning) -> Said {
        match meaning {
            Meaning::Layer(Family::V4) => Said::Exactly("ip".into()),
            Meaning::Layer(Family::V6) => Said::Exactly("ipv6".into()),
            Meaning::Layer(Family::Mac) => Said::Exactly("eth".into()),
            Meaning::Application(application) => match wireshark_word(application) {
                Some(word) => Said::Nearly(word.into(), PER_PACKET),
                None => Said::Not(NO_WORD),
            },
            Meaning::Protocol(protocol) => Said::Exactly(protocol_text(protocol)),
        }
    }

    fn search(&self, search: &Search) -> Said {
        match search {
            Search::Network(network) => {
                Said::Exactly(format!("{}.addr == {network}", family_of(*network)))
            }
            Search::Text(_) => Said::Not("Wireshark does not search in addresses and names"),
        }
    }

    fn test(&self, test: &Test) -> Said {
        let relation = test.relation();
        match test.field() {
            Field::Address(_, End::Either)
            | Field::Vlan
            | Field::Port(Transport::Tcp | Transport::Udp | Transport::Sctp, End::Either) => {
                Said::Exactly(test.to_string())
            }
            Field::Address(..)
            | Field::Port(Transport::Tcp | Transport::Udp | Transport::Sctp, _) => {
                Said::Nearly(test.to_string(), PER_PACKET)
            }
            Field::Host(end) => said_of_end(end, relation, hosts(relation)),
            Field::Port(Transport::Any, end) => said_of_end(end, relation, ports(relation)),
            Field::Application => match chosen(relation, &|value| match value {
                Value::Application(application) => wireshark_word(*application).map(str::to_owned),
                _ => None,
            }) {
                Some(text) => Said::Nearly(text, PER_PACKET),
                None => Said::Not(NO_WORD),
            },
            Field::Protocol => exactly(chosen(relation, &|value| match value {
                Value::Protocol(protocol) => Some(protocol_text(*protocol)),
                _ => None,
            })),
            Field::IpProtocol(family) => {
                let field = if family == Family::V4 {
                    "ip.proto"
                } else {
                    "ipv6.nxt"
                };
                match related(field, relation, &|value| match value {
                    Value::Protocol(protocol) => Some(protocol.0.to_string()),
                    _ => None,
                }) {
                    Some(text) if family == Family::V4 => Said::Exactly(text),
                    Some(text) => Said::Nearly(
                        text,
                        "in Wireshark this is the header right after IPv6's, before extension headers",
                    ),
                    None => Said::Not(NO_FLOWS),
                }
            }
            Field::Name(source) => names(source, relation),
            Field::Flag(_) => Said::Nearly(test.to_string(), PER_PACKET),
            Field::Time => match related("frame.time_epoch", relation, &|value| match value {
                Value::Time(time) => Some(time.to_seconds_text()),
                _ => None,
            }) {
                Some(text) => Said::Nearly(text, PER_PACKET),
                None => Said::Not(NO_FLOWS),
            },
            Field::Degree(_)
            | Field::Bytes(_)
            | Field::Packets(_)
            | Field::Duration
            | Field::First
            | Field::Last => Said::Not(NO_FLOWS),
            Field::Evidence => Said::Not("Wireshark does not say what it knows an application by"),
            Field::Tunnel => Said::Not("Wireshark has a protocol for each kind of tunnel instead"),
            Field::Note => Said::Not("notes are in the session, not in the packets"),
            Field::DirectionConfidence | Field::DirectionReason => Said::Not(NO_ORDER),
        }
    }
}

fn exactly(text: Option<String>) -> Said {
    text.map_or(Said::Not(NO_ORDER), Said::Exactly)
}

/// A text about either end, for a field about this end.
fn said_of_end(end: End, relation: &Relation, text: Option<String>) -> Said {
    let is_unequal = matches!(relation, Relation::Compare(Comparison::NotEqual, _));
    match (end, text) {
        // Neither end being so is less than this end not being so.
        (End::Client | End::Server, _) if is_unequal => Said::Not(NO_CLIENT),
        (_, None) => Said::Not("Wireshark has no names of hosts from the capture to compare with"),
        (End::Either, Some(text)) => Said::Exactly(text),
        (_, Some(text)) => Said::Wider(text, NO_CLIENT),
    }
}

/// `field relation`, with each value as Wireshark writes it.
fn related(
    field: &str,
    relation: &Relation,
    text: &dyn Fn(&Value) -> Option<String>,
) -> Option<String> {
    match relation {
        Relation::Present => Some(field.to_owned()),
        Relation::Compare(comparison, value) => {
            Some(format!("{field} {comparison} {}", text(value)?))
        }
        Relation::In(members) => {
            let all: Option<Vec<String>> = members
                .iter()
                .map(|member| match member {
                    Member::One(value) => text(value),
                    Member::Range(low, high) => Some(format!("{}..{}", text(low)?, text(high)?)),
                })
                .collect();
            Some(format!("{field} in {{{}}}", all?.join(", ")))
        }
        Relation::Contains(text) => {
            Some(format!("{field} contains {}", Quoted(&text.to_lowercase())))
        }
        Relation::Matches(pattern) => Some(format!("{field} matches {}", Quoted(pattern.text()))),
    }
}

/// A relation to values that are whole filters of their own.
fn chosen(relation: &Relation, text: &dyn Fn(&Value) -> Option<String>) -> Option<String> {
    match relation {
        Relation::Compare(Comparison::Equal, value) => text(value),
        Relation::Compare(Comparison::NotEqual, value) => Some(format!("!({})", text(value)?)),
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

fn hosts(relation: &Relation) -> Option<String> {
    chosen(relation, &|value| match value {
        Value::Address(network) if matches!(network.first(), Address::Mac(_)) => {
            // A MAC address is a host only where there is no IP address.
            Some(format!("(eth.addr == {network} && !(ip || ipv6))"))
        }
        Value::Address(network) => Some(format!("{}.addr == {network}", family_of(*network))),
        _ => None,
    })
}

/// `port` is the port of every protocol that has ports.
fn ports(relation: &Relation) -> Option<String> {
    let number = |value: &Value| match value {
        Value::Number(port) => Some(port.to_string()),
        _ => None,
    };
    let all = ["tcp.port", "udp.port", "sctp.port"];
    let all: Option<Vec<String>> = all
        .into_iter()
        .map(|field| related(field, relation, &number))
        .collect();
    Some(any_of(all?, " || "))
}

fn names(source: NameSource, relation: &Relation) -> Said {
    let fields: &[&str] = match source {
        NameSource::DnsQuery => &["dns.qry.name"],
        NameSource::Sni => &["tls.handshake.extensions_server_name"],
        NameSource::HttpHost => &["http.host"],
        NameSource::Any => &[
            "dns.qry.name",
            "tls.handshake.extensions_server_name",
            "http.host",
        ],
    };
    let quoted = |value: &Value| match value {
        Value::Text(text) => Some(Quoted(&text.to_lowercase()).to_string()),
        _ => None,
    };
    let all: Option<Vec<String>> = fields
        .iter()
        .map(|field| match relation {
            Relation::Present | Relation::Matches(_) => related(field, relation, &quoted),
            // Only patterns ignore the case of letters in Wireshark, and sets take only fields.
            Relation::In(_) => chosen(relation, &|value| {
                Some(format!("lower({field}) == {}", quoted(value)?))
            }),
            _ => related(&format!("lower({field})"), relation, &quoted),
        })
        .collect();
    match all {
        Some(all) if source == NameSource::Any => Said::Nearly(any_of(all, " || "), SOME_NAMES),
        Some(all) => Said::Nearly(any_of(all, " || "), PER_PACKET),
        None => Said::Not(NO_FLOWS),
    }
}

fn family_of(network: Network) -> &'static str {
    match network.first() {
        Address::V4(_) => "ip",
        Address::V6(_) => "ipv6",
        Address::Mac(_) => "eth",
    }
}

/// A filter for a protocol: by its word where Wireshark has the same, otherwise by number.
fn protocol_text(protocol: Protocol) -> String {
    match protocol {
        Protocol::TCP
        | Protocol::UDP
        | Protocol::SCTP
        | Protocol::ICMP
        | Protocol::ICMPV6
        | Protocol::IGMP
        | Protocol::ARP => protocol.name().into_owned(),
        Protocol(number @ ..256) => format!("(ip.proto == {number} || ipv6.nxt == {number})"),
        Protocol(number @ 1536..) => format!("eth.type == {number:#06x}"),
        Protocol(number @ 0x0100..=0x01ff) => format!("llc.dsap == {:#04x}", number & 0xff),
        _ => protocol.name().into_owned(),
    }
}
