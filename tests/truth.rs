//! Does the whole way from a real capture's bytes to its graph agree with tshark?
//!
//! Where the folder of real captures is present (`FLOWLOOM_DATA`, by default `../shared/data`), its
//! `truth.json` holds what tshark counted. Each capture is read as `flowloom info` reads it. Where
//! ours differs and is right, [`EXPLAINED`] says so; an entry that no longer differs is an error
//! too. Damaged files are the matter of `containers.rs`: two readers recover differently.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use flowloom::capture::{Input, Protocol};
use flowloom::flow::{ReadOptions, Traffic, Wish, read};
use flowloom::graph::{Graph, Grouping};
use flowloom::query::{FlowSet, Tallies};
use serde::Deserialize;

/// Where ours is right and tshark's is not, or says something else: file, what, ours, tshark's.
/// The reasons are in the README of the tests.
const EXPLAINED: [(&str, &str, &str, &str); 6] = [
    (
        "encap/cisco-fabricpath.pcap",
        "top talker's bytes",
        "4656",
        "4096",
    ),
    ("encap/linux-sll2.pcap", "arp packets", "1", "2"),
    ("encap/mpls-6in6-truncated.pcap.gz", "hosts", "496", "493"),
    (
        "pcapng/comments-sll-eth.pcapng.zst",
        "last time",
        "2894531997.938836488",
        "18446744073204.277451000",
    ),
    ("pcapng/generator-le-test202.pcapng", "packets", "8", "11"),
    (
        "pcapng/generator-le-test202.pcapng",
        "bytes",
        "2304",
        "2420",
    ),
];

/// What tshark found in a file; logs of flows have other fields.
#[derive(Deserialize)]
struct Truth {
    kind: String,
    #[serde(default)]
    error: Option<String>,
    packets: Option<u64>,
    bytes: Option<u64>,
    ip_hosts: Option<usize>,
    first_ts: Option<String>,
    last_ts: Option<String>,
    #[serde(default)]
    protocols_outer: BTreeMap<String, u64>,
    #[serde(default)]
    top_talkers: Vec<(String, u64)>,
}

fn traffic(path: &Path) -> Traffic {
    let file = File::open(path).expect("a file that truth.json names");
    let input = Input {
        path: path.display().to_string(),
        size_bytes: file.metadata().ok().map(|data| data.len()),
        reader: Box::new(file),
    };
    let options = ReadOptions::default();
    read(vec![input], &options, None, &mut |_, _| Wish::GoOn).expect("a capture")
}

/// What differs: the name of the number, ours, tshark's.
fn differences(traffic: &Traffic, truth: &Truth) -> Vec<(String, String, String)> {
    let table = &traffic.table;
    let graph = Graph::build(table, Grouping::default());
    let tallies = Tallies::compute(table, &graph.edge_keys(), &FlowSet::all(table.len()));
    let mut all: Vec<(String, String, String)> = Vec::new();
    let mut compare = |what: &str, ours: String, theirs: Option<String>| {
        if let Some(theirs) = theirs.filter(|theirs| *theirs != ours) {
            all.push((what.into(), ours, theirs));
        }
    };
    let text = |number: u64| number.to_string();
    compare(
        "packets",
        text(traffic.totals.packets),
        truth.packets.map(text),
    );
    compare("bytes", text(traffic.totals.bytes), truth.bytes.map(text));
    let hosts = graph.node_count().to_string();
    compare(
        "hosts",
        hosts,
        truth.ip_hosts.map(|hosts| hosts.to_string()),
    );
    let span = traffic.span;
    let first = span.map_or_else(String::new, |span| span.first.to_seconds_text());
    compare("first time", first, truth.first_ts.clone());
    let last = span.map_or_else(String::new, |span| span.last.to_seconds_text());
    compare("last time", last, truth.last_ts.clone());
    for (name, &theirs) in truth
        .protocols_outer
        .iter()
        .filter(|(name, _)| *name != "other")
    {
        let is_it = |(protocol, _): &(&Protocol, _)| protocol.name() == name.as_str();
        let ours = traffic
            .protocols
            .iter()
            .find(is_it)
            .map_or(0, |(_, totals)| totals.packets);
        compare(&format!("{name} packets"), text(ours), Some(text(theirs)));
    }
    if let Some((_, theirs)) = truth.top_talkers.first() {
        let ours = tallies.nodes.iter().map(|node| node.totals.bytes).max();
        compare(
            "top talker's bytes",
            text(ours.unwrap_or(0)),
            Some(text(*theirs)),
        );
    }
    all
}

#[test]
fn real_captures_agree_with_tshark_up_to_the_graph() {
    let folder = std::env::var_os("FLOWLOOM_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let Ok(json) = fs::read_to_string(folder.join("truth.json")) else {
        println!(
            "0 real captures used: no truth.json in {}",
            folder.display()
        );
        return;
    };
    let truth: BTreeMap<String, Truth> = serde_json::from_str(&json).expect("truth.json");
    let captures = truth.iter().filter(|(path, truth)| {
        truth.kind == "capture" && truth.error.is_none() && !path.starts_with("malformed/")
    });
    let (mut used, mut found, mut wrong) = (0, 0, String::new());
    for (path, truth) in captures {
        used += 1;
        let mut left: Vec<_> = EXPLAINED.iter().filter(|entry| entry.0 == path).collect();
        for (what, ours, theirs) in differences(&traffic(&folder.join(path)), truth) {
            let known = left
                .iter()
                .position(|entry| (entry.1, entry.2, entry.3) == (&what, &ours, &theirs));
            if let Some(known) = known {
                left.remove(known);
                found += 1;
            } else {
                writeln!(wrong, "{path}: {what}: {ours}, tshark {theirs}")
                    .expect("a string takes all");
            }
        }
        for (_, what, ..) in left {
            writeln!(wrong, "{path}: {what}: explained, and no longer different")
                .expect("as above");
        }
    }
    println!("{used} real captures used, {found} numbers differ for a known reason");
    assert!(wrong.is_empty(), "\n{wrong}");
}
