//! What does a typed text stand for in this capture?
//!
//! Host addresses and networks, names of hosts and of what was asked for, ports, applications, and
//! ranges such as `degree >= 10`. Better matches come first, then what carried more.

use std::cmp::Reverse;
use std::net::IpAddr;

use crate::capture::{Address, Application};
use crate::flow::FlowTable;
use crate::graph::Graph;
use crate::query::Tallies;
use crate::session::{Category, Item, NodeMeasure, host_address, host_name, host_names};
use crate::text::printable;

/// Results kept; the rest is counted.
pub const MOST_RESULTS: usize = 100;

/// What a result stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A node, a port, a name or a colour.
    Item(Item),
    /// Several nodes, by host code.
    Nodes(Vec<u32>),
    /// The nodes with a measure from one value to another.
    Range(NodeMeasure, u64, u64),
}

/// One result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it stands for.
    pub target: Target,
    /// What it is called, printable.
    pub title: String,
    /// What it is, printable.
    pub detail: String,
}

/// The results of one text, best first; among them all hosts together, if there are several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// The best ones.
    pub best: Vec<Found>,
    /// Number of all, without those that stand for several hosts of the list.
    pub count: usize,
}

/// How well something matches; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    Same,
    Begins,
    WordBegins,
    Holds,
}

/// A result with what it is ranked by.
struct Ranked {
    closeness: Closeness,
    kind: u8,
    bytes: u64,
    code: u32,
    target: Target,
}

/// Finds what a text stands for; `everything` holds the sums over all flows.
pub fn search(text: &str, table: &FlowTable, graph: &Graph, everything: &Tallies) -> Results {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Results::default();
    }
    let mut ranked = Vec::new();
    if let Some((measure, least, most)) = range(&text) {
        let target = Target::Range(measure, least, most);
        ranked.push(whole(target));
    }
    if let Some(nodes) = network(&text, table, graph) {
        ranked.push(whole(Target::Nodes(nodes)));
    }
    add_hosts(&text, table, graph, everything, &mut ranked);
    add_names(&text, table, everything, &mut ranked);
    add_ports(&text, everything, &mut ranked);
    add_applications(&text, everything, &mut ranked);
    let count = ranked.len();
    ranked.sort_by_key(|found| {
        (
            found.closeness,
            found.kind,
            Reverse(found.bytes),
            found.code,
        )
    });
    let hosts = ranked.iter().filter_map(|found| match found.target {
        Target::Item(Item::Node(host)) => Some(host),
        _ => None,
    });
    let all_hosts: Vec<u32> = hosts.collect();
    ranked.truncate(MOST_RESULTS);
    let mut best: Vec<Found> = ranked
        .into_iter()
        .map(|found| described(found.target, &text, table))
        .collect();
    // After the best one, which Enter takes.
    if all_hosts.len() > 1 {
        let count = crate::units::Count(all_hosts.len() as u64);
        let all = Found {
            title: format!("All {count} hosts"),
            detail: "whose address or name has this".to_owned(),
            target: Target::Nodes(all_hosts),
        };
        best.insert(1, all);
    }
    Results { best, count }
}

/// A result that the text states exactly.
fn whole(target: Target) -> Ranked {
    Ranked {
        closeness: Closeness::Same,
        kind: 0,
        bytes: 0,
        code: 0,
        target,
    }
}

fn closeness(candidate: &str, text: &str) -> Option<Closeness> {
    let at = candidate.find(text)?;
    Some(if candidate.len() == text.len() {
        Closeness::Same
    } else if at == 0 {
        Closeness::Begins
    } else if candidate
        .match_indices(text)
        .any(|(at, _)| candidate[..at].ends_with(['.', '-', '_', ':', ' ']))
    {
        Closeness::WordBegins
    } else {
        Closeness::Holds
    })
}

fn add_hosts(
    text: &str,
    table: &FlowTable,
    graph: &Graph,
    everything: &Tallies,
    ranked: &mut Vec<Ranked>,
) {
    for host in 0..table.hosts.len() as u32 {
        let Some(node) = graph.node_of_host(host) else {
            continue;
        };
        let by_address = closeness(&host_address(table, host), text);
        let names = table.hosts.names(host).iter();
        let by_name = names
            .filter_map(|name| closeness(&table.names.name(name.name).to_lowercase(), text))
            .min();
        // A name that others share says less than an address.
        if let Some(closeness) = by_address.into_iter().chain(by_name).min() {
            ranked.push(Ranked {
                closeness,
                kind: 1,
                bytes: everything.nodes[node as usize].totals.bytes,
                code: host,
                target: Target::Item(Item::Node(host)),
            });
        }
    }
}

fn add_names(text: &str, table: &FlowTable, everything: &Tallies, ranked: &mut Vec<Ranked>) {
    for (name, totals) in (0..).zip(&everything.names) {
        if totals.flows > 0
            && let Some(closeness) = closeness(&table.names.name(name).to_lowercase(), text)
        {
            ranked.push(Ranked {
                closeness,
                kind: 3,
                bytes: totals.bytes,
                code: name,
                target: Target::Item(Item::Name(name)),
            });
        }
    }
}

fn add_ports(text: &str, everything: &Tallies, ranked: &mut Vec<Ranked>) {
    let digits = text.strip_prefix("port").unwrap_or(text);
    let digits = digits.trim_start_matches([' ', ':', '=']);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    for (port, totals) in (0_u32..).zip(&everything.ports).skip(1) {
        let shown = port.to_string();
        if totals.flows > 0 && shown.starts_with(digits) {
            let is_same = shown.len() == digits.len();
            ranked.push(Ranked {
                closeness: if is_same {
                    Closeness::Same
                } else {
                    Closeness::Begins
                },
                kind: 2,
                bytes: totals.bytes,
                code: port,
                target: Target::Item(Item::Port(port as u16)),
            });
        }
    }
}

fn add_applications(text: &str, everything: &Tallies, ranked: &mut Vec<Ranked>) {
    for (&application, tally) in Application::ALL.iter().zip(&everything.applications) {
        let close = closeness(&application.label().to_lowercase(), text);
        if let Some(closeness) = close.filter(|_| tally.total.flows > 0) {
            let category = Category::Application(application);
            ranked.push(Ranked {
                closeness,
                kind: 2,
                bytes: tally.total.bytes,
                code: u32::from(application.code()),
                target: Target::Item(Item::Category(category)),
            });
        }
    }
}

fn described(target: Target, text: &str, table: &FlowTable) -> Found {
    let (title, detail) = match &target {
        Target::Item(Item::Node(host)) => match host_name(table, *host) {
            // The name that matches, if it is not the one that the host goes by.
            Some(name) => {
                let address = host_address(table, *host);
                let mut others = host_names(table, *host).into_iter();
                let other = others.find(|(other, _)| {
                    other.to_lowercase().contains(text) && !name.to_lowercase().contains(text)
                });
                let detail = match other {
                    Some((other, _)) => format!("host {address}, {other}"),
                    None => format!("host {address}"),
                };
                (name, detail)
            }
            None => (host_address(table, *host), "host".to_owned()),
        },
        Target::Item(item @ Item::Port(_)) => (item.title(table), "server port".to_owned()),
        Target::Item(item @ Item::Name(_)) => (item.title(table), "asked for".to_owned()),
        Target::Item(item) => (item.title(table), "application".to_owned()),
        Target::Nodes(hosts) => {
            let detail = crate::units::Count(hosts.len() as u64).to_string();
            (printable(text).into_owned(), format!("{detail} hosts"))
        }
        Target::Range(..) => (
            printable(text).into_owned(),
            "all visible hosts in this range".to_owned(),
        ),
    };
    Found {
        target,
        title,
        detail,
    }
}

/// The nodes of a network written as `10.0.0.0/8`.
fn network(text: &str, table: &FlowTable, graph: &Graph) -> Option<Vec<u32>> {
    let (address, bits) = text.split_once('/')?;
    let bits: u32 = bits.parse().ok()?;
    let (first, width) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    // No bits of a wide address cannot be asked for by shifting it out.
    let shift = u32::checked_sub(width, bits)?;
    let network = |value: u128| value.checked_shr(shift).unwrap_or(0);
    let is_inside = |address| match address {
        Address::V4(bytes) if width == 32 => {
            network(u128::from(u32::from_be_bytes(bytes))) == network(first)
        }
        Address::V6(bytes) if width == 128 => network(u128::from_be_bytes(bytes)) == network(first),
        _ => false,
    };
    let hosts = (0..table.hosts.len() as u32)
        .filter(|&host| is_inside(table.hosts.address(host)) && graph.node_of_host(host).is_some());
    Some(hosts.collect())
}

/// A range written as `degree >= 10`, `bytes < 1 MB`, `flows = 3` or `degree 2..5`.
fn range(text: &str) -> Option<(NodeMeasure, u64, u64)> {
    let measure = NodeMeasure::ALL
        .into_iter()
        .find(|measure| text.starts_with(measure.label()))?;
    let rest = text.strip_prefix(measure.label())?.trim();
    if let Some((least, most)) = rest.split_once("..") {
        let (least, most) = (number(least)?, number(most)?);
        return Some((measure, least, most));
    }
    let signs = [">=", "<=", "==", ">", "<", "="];
    let (sign, value) = signs
        .into_iter()
        .find_map(|sign| Some((sign, rest.strip_prefix(sign)?)))?;
    let value = number(value)?;
    let (least, most) = match sign {
        ">=" => (value, u64::MAX),
        ">" => (value.checked_add(1)?, u64::MAX),
        "<=" => (0, value),
        "<" => (0, value.checked_sub(1)?),
        _ => (value, value),
    };
    Some((measure, least, most))
}

/// A whole number, with thousands separated or not, and with an SI prefix or not.
fn number(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches('b').trim_end();
    let units = [
        ("k", 1_000.0),
        ("m", 1_000_000.0),
        ("g", 1_000_000_000.0),
        ("t", 1_000_000_000_000.0),
    ];
    let unit = units.into_iter().find(|(unit, _)| text.ends_with(unit));
    let digits: String = text
        .trim_end_matches(['k', 'm', 'g', 't'])
        .chars()
        .filter(|letter| !matches!(letter, ',' | '_' | ' '))
        .collect();
    match unit {
        None => digits.parse().ok(),
        Some((_, factor)) => {
            let value: f64 = digits.parse().ok()?;
            (value >= 0.0 && value.is_finite()).then_some((value * factor) as u64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        let check = |text: &str, expected| assert_eq!(range(text), expected, "{text}");
        use NodeMeasure::{Bytes, Degree, Flows};
        check("degree >= 10", Some((Degree, 10, u64::MAX)));
        check("degree>10", Some((Degree, 11, u64::MAX)));
        check("bytes < 1.5 mb", Some((Bytes, 0, 1_499_999)));
        check("flows = 3", Some((Flows, 3, 3)));
        check("degree 2..5", Some((Degree, 2, 5)));
        check("bytes 1 kb..1,000,000", Some((Bytes, 1_000, 1_000_000)));
        check("degree", None);
        check("degree < 0", None);
        check("degrees of freedom", None);
    }

    #[test]
    fn closer_matches_come_first() {
        let close = |candidate| closeness(candidate, "mail");
        assert_eq!(close("mail"), Some(Closeness::Same));
        assert_eq!(close("mail.example"), Some(Closeness::Begins));
        assert_eq!(close("hotmail.mail.example"), Some(Closeness::WordBegins));
        assert_eq!(close("hotmail.example"), Some(Closeness::Holds));
        assert_eq!(close("example"), None);
        assert!(Closeness::Same < Closeness::Holds);
    }
}
