//! What does a typed text stand for in this capture?
//!
//! Host addresses and networks, names of hosts and of what was asked for, ports, applications, and
//! ranges such as `degree >= 10`. Better matches come first, then what carried more.

use std::cmp::Reverse;

use super::typed::{network, range};
use crate::capture::Application;
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

#[cfg(test)]
mod tests {
    use super::*;

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
