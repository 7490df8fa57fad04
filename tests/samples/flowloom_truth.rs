//! Flowloom's own counts of the generated captures against the generator's truth.

use std::collections::{BTreeMap, BTreeSet};

use flowloom::capture::{Evidence, Input};
use flowloom::flow::{ReadOptions, Traffic, Wish, read};

use crate::generator::{self, Count, SEED, Summary};

#[test]
fn flowloom_counts_what_the_generator_meant() {
    let mut wrong = Vec::new();
    for (name, (bytes, truth)) in [
        ("botnet", make(|out| generator::botnet(5000, SEED, out))),
        ("office", make(|out| generator::office(SEED, out))),
        ("dns-puzzle", make(|out| generator::dns_puzzle(SEED, out))),
        ("traffic", make(|out| generator::traffic(4 << 20, 3, out))),
    ] {
        wrong.extend(compare(name, &flowloom_reads(bytes), &truth));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn make(story: impl Fn(&mut Vec<u8>) -> std::io::Result<Summary>) -> (Vec<u8>, Summary) {
    let mut bytes = Vec::new();
    let truth = story(&mut bytes).expect("memory takes everything");
    (bytes, truth)
}

fn flowloom_reads(bytes: Vec<u8>) -> Traffic {
    // The truth knows no timeouts.
    let options = ReadOptions {
        idle_timeout_nanos: 0,
        ..ReadOptions::default()
    };
    let input = Input {
        path: "made in memory".to_owned(),
        size_bytes: Some(bytes.len() as u64),
        reader: Box::new(std::io::Cursor::new(bytes)),
    };
    read(vec![input], &options, None, &mut |_, _| Wish::GoOn).expect("a capture")
}

/// What differs.
fn compare(name: &str, traffic: &Traffic, truth: &Summary) -> Vec<String> {
    let mut wrong = Vec::new();
    for (what, ours, theirs) in [
        ("packets", traffic.totals.packets, truth.packets),
        ("bytes", traffic.totals.bytes, truth.bytes),
        ("flows", traffic.totals.flows, truth.flows),
    ] {
        if ours != theirs {
            wrong.push(format!("{name}: {what}: {ours}, not {theirs}"));
        }
    }
    let ours: BTreeMap<u16, [u64; 2]> = traffic
        .protocols
        .iter()
        .map(|(protocol, totals)| (protocol.0, [totals.packets, totals.bytes]))
        .collect();
    let theirs: BTreeMap<u16, [u64; 2]> = truth
        .protocols
        .iter()
        .map(|(&code, count)| (code, [count.packets, count.bytes]))
        .collect();
    if ours != theirs {
        wrong.push(format!("{name}: protocols: {ours:?}, not {theirs:?}"));
    }
    // Flows whose payload shows the application, exactly; those told by their port are not held
    // against it, as ports of unanswered scans promise nothing.
    let mut proven = BTreeMap::<&str, Count>::new();
    for flow in 0..traffic.table.len() {
        let row = traffic.table.flow(flow);
        if row.evidence == Evidence::Payload {
            let totals = traffic.table.flow_totals(flow);
            let count = proven.entry(row.application.key()).or_default();
            count.packets += totals.packets;
            count.bytes += totals.bytes;
            count.flows += 1;
        }
    }
    for application in proven
        .keys()
        .chain(truth.applications.keys())
        .collect::<BTreeSet<_>>()
    {
        let [ours, theirs] = [&proven, &truth.applications].map(|counts| counts.get(application));
        if ours != theirs {
            wrong.push(format!("{name}: {application}: {ours:?}, not {theirs:?}"));
        }
    }
    wrong
}
