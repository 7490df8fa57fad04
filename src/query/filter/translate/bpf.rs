//! A filter as a Berkeley packet filter (pcap-filter(7)).
//!
//! BPF sees addresses, ports and protocol numbers of one packet at a time, and nothing above them.

use super::super::{
    Comparison, End, Family, Field, Meaning, Member, Network, Relation, Search, Test, Transport,
    Value,
};
use super::{Dialect, Said, any_of};
use crate::capture::{Address, Protocol};

const PER_PACKET: &str = "BPF tests each packet by itself, so only the packets that show it pass";
const NO_FLOWS: &str = "BPF tests packets and knows no sums over a flow";
const NO_CLIENT: &str = "BPF does not tell client from server, so either end passes";
const NO_PAYLOAD: &str = "BPF does not look into payloads";
const NO_TIME: &str = "BPF does not see when a packet was captured";
const NO_RANGE: &str = "BPF has no ranges of addresses";

pub(super) struct Bpf;

impl Dialect for Bpf {
    fn connectives(&self) -> (&'static str, &'static str) {
        (" and ", " or ")
    }

    fn not(&self, inner: &str) -> String {
        format!("not ({inner})")
    }

    fn word(&self, meaning: Meaning) -> Said {
        match meaning {
            Meaning::Layer(Family::V4) => Said::Exactly("ip".into()),
            Meaning::Layer(Family::V6) => Said::Exactly("ip6".into()),
            Meaning::Layer(Family::Mac) => Said::Not("BPF asks for Ethernet by the link type"),
            Meaning::Application(_) => Said::Not(NO_PAYLOAD),
            Meaning::Protocol(protocol) => protocol_said(protocol),
        }
    }

    fn search(&self, search: &Search) -> Said {
        match search {
            Search::Network(network) => Said::Exactly(network_text("", *network)),
            Search::Text(_) => Said::Not("BPF does not search in addresses and names"),
        }
    }

    fn test(&self, test: &Test) -> Said {
        let relation = test.relation();
        match test.field() {
            Field::Address(family, end) => {
                let present = match family {
                    Family::V4 => Some("ip"),
                    Family::V6 => Some("ip6"),
                    Family::Mac => None,
                };
                let text = of_ends(end, |way| {
                    chosen(relation, present, &|low, high| match (low, high) {
                        (Value::Address(network), None) => Some(network_text(way, *network)),
                        _ => None,
                    })
                });
                said_of_end(end, relation, text, NO_RANGE)
            }
            Field::Host(end) => {
                let text = of_ends(end, |way| {
                    chosen(relation, None, &|low, high| match (low, high) {
                        (Value::Address(network), None) => Some(host_text(way, *network)),
                        _ => None,
                    })
                });
                said_of_end(end, relation, text, "BPF knows no names of hosts")
            }
            Field::Port(transport, end) => {
                let protocol = match transport {
                    Transport::Any => "",
                    Transport::Tcp => "tcp ",
                    Transport::Udp => "udp ",
                    Transport::Sctp => "sctp ",
                };
                let present = match transport {
                    Transport::Any => "(tcp or udp or sctp)",
                    _ => protocol.trim(),
                };
                let text = of_ends(end, |way| {
                    let port = |low: u64, high: u64| match low == high {
                        true => format!("{protocol}{way}port {low}"),
                        false => format!("{protocol}{way}portrange {low}-{high}"),
                    };
                    ports(relation, present, &port)
                });
                said_of_end(end, relation, text, NO_RANGE)
            }
            Field::Protocol => said(chosen(relation, None, &|low, high| match (low, high) {
                (Value::Protocol(protocol), None) => match protocol_said(*protocol) {
                    Said::Exactly(text) => Some(text),
                    _ => None,
                },
                _ => None,
            })),
            Field::IpProtocol(family) => {
                let layer = if family == Family::V4 { "ip" } else { "ip6" };
                said(chosen(
                    relation,
                    Some(layer),
                    &|low, high| match (low, high) {
                        (Value::Protocol(protocol), None) => {
                            Some(format!("{layer} proto {}", protocol.0))
                        }
                        _ => None,
                    },
                ))
            }
            Field::Flag(bit) => match relation {
                Relation::Compare(comparison, Value::Flag(flag)) => {
                    let is_set = *flag == (*comparison == Comparison::Equal);
                    let sign = if is_set { "!=" } else { "==" };
                    Said::Nearly(
                        format!("(tcp[13] & {} {sign} 0)", 1_u16 << bit),
                        "BPF tests each packet by itself, and reads TCP's flags only over IPv4",
                    )
                }
                _ => Said::Not(PER_PACKET),
            },
            Field::Vlan => {
                Said::Not("in BPF, asking for a VLAN changes how everything after it is read")
            }
            Field::Time | Field::First | Field::Last => Said::Not(NO_TIME),
            Field::Application | Field::Evidence | Field::Name(_) => Said::Not(NO_PAYLOAD),
            Field::Tunnel => Said::Not("BPF does not know the headers of tunnels"),
            Field::Degree(_) | Field::Bytes(_) | Field::Packets(_) | Field::Duration => {
                Said::Not(NO_FLOWS)
            }
            Field::Note => Said::Not("notes are in the session, not in the packets"),
            Field::DirectionConfidence | Field::DirectionReason => Said::Not(NO_FLOWS),
        }
    }
}

fn said(text: Option<String>) -> Said {
    text.map_or(Said::Not(NO_FLOWS), Said::Exactly)
}

/// The question with BPF's word for the end.
fn of_ends(end: End, question: impl Fn(&str) -> Option<String>) -> Option<String> {
    match end {
        End::Source => question("src "),
        End::Destination => question("dst "),
        End::Either | End::Client | End::Server => question(""),
    }
}

fn said_of_end(end: End, relation: &Relation, text: Option<String>, why_not: &'static str) -> Said {
    let is_unequal = matches!(relation, Relation::Compare(Comparison::NotEqual, _));
    match (end, text) {
        // Neither end being so is less than this end not being so.
        (End::Client | End::Server, _) if is_unequal => Said::Not(NO_CLIENT),
        (_, None) => Said::Not(why_not),
        (End::Either, Some(text)) => Said::Exactly(text),
        (End::Source | End::Destination, Some(text)) => Said::Nearly(text, PER_PACKET),
        (End::Client | End::Server, Some(text)) => Said::Wider(text, NO_CLIENT),
    }
}

/// A relation to values, each of which is a primitive; with `present`, `!=` asks for that too.
fn chosen(
    relation: &Relation,
    present: Option<&str>,
    text: &dyn Fn(&Value, Option<&Value>) -> Option<String>,
) -> Option<String> {
    match relation {
        Relation::Present => present.map(str::to_owned),
        Relation::Compare(Comparison::Equal, value) => text(value, None),
        Relation::Compare(Comparison::NotEqual, value) => {
            let equal = text(value, None)?;
            Some(match present {
                Some(present) => format!("({present} and not ({equal}))"),
                None => format!("not ({equal})"),
            })
        }
        Relation::In(members) => {
            let all: Option<Vec<String>> = members
                .iter()
                .map(|member| match member {
                    Member::One(value) => text(value, None),
                    Member::Range(low, high) => text(low, Some(high)),
                })
                .collect();
            Some(any_of(all?, " or "))
        }
        _ => None,
    }
}

/// Ports have an order, so that every comparison is a range.
fn ports(relation: &Relation, present: &str, range: &dyn Fn(u64, u64) -> String) -> Option<String> {
    let number = |value: &Value| match value {
        Value::Number(number) => Some(*number),
        _ => None,
    };
    let largest = u64::from(u16::MAX);
    if let Relation::Compare(comparison, value) = relation {
        let port = number(value)?;
        let (low, high) = match comparison {
            Comparison::Equal | Comparison::NotEqual => {
                return chosen(relation, Some(present), &|value, _| {
                    number(value).map(|port| range(port, port))
                });
            }
            Comparison::Less => (0, port.checked_sub(1)?),
            Comparison::AtMost => (0, port),
            Comparison::Greater => (port + 1, largest),
            Comparison::AtLeast => (port, largest),
        };
        return (low <= high.min(largest)).then(|| range(low, high));
    }
    chosen(relation, Some(present), &|low, high| {
        let low = number(low)?;
        Some(range(low, high.map_or(Some(low), number)?))
    })
}

fn network_text(way: &str, network: Network) -> String {
    let kind = match (network.first(), network.is_single()) {
        (Address::V4(_), true) => format!("ip {way}host"),
        (Address::V4(_), false) => format!("ip {way}net"),
        (Address::V6(_), true) => format!("ip6 {way}host"),
        (Address::V6(_), false) => format!("ip6 {way}net"),
        (Address::Mac(_), _) => format!("ether {way}host"),
    };
    format!("{} {network}", kind.trim())
}

/// As [`network_text`], for a host: a MAC address is one only where there is no IP address.
fn host_text(way: &str, network: Network) -> String {
    let text = network_text(way, network);
    match network.first() {
        Address::Mac(_) => format!("({text} and not ip and not ip6)"),
        _ => text,
    }
}

fn protocol_said(protocol: Protocol) -> Said {
    Said::Exactly(match protocol {
        Protocol::TCP | Protocol::UDP | Protocol::SCTP | Protocol::ICMP | Protocol::IGMP => {
            protocol.name().into_owned()
        }
        Protocol::ICMPV6 => "icmp6".into(),
        Protocol::ARP => "arp".into(),
        Protocol(number @ ..256) => format!("(ip proto {number} or ip6 proto {number})"),
        Protocol(number @ 1536..) => format!("ether proto {number:#06x}"),
        _ => return Said::Not("BPF asks for this by the link type"),
    })
}
