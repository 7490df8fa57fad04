//! Is offered what can stand at the cursor, with values that occur?

use flowloom::flow::{FlowTable, ReadOptions};
use flowloom::query::{Completion, Filter, Occurring, complete};

use crate::packets::*;

/// Three flows of TLS's port, one of DNS's, one of ARP.
fn table() -> FlowTable {
    let sent = [
        tcp("10.0.0.1:4000", "10.0.0.2:443").flags(SYN),
        tcp("10.0.0.1:4001", "10.0.0.2:443").flags(SYN),
        tcp("10.0.0.3:4001", "10.0.0.2:443").flags(SYN),
        udp("[2001:db8::1]:5000", "[2001:db8::2]:53"),
        plain(
            flowloom::capture::Protocol::ARP,
            "02:00:00:00:00:01",
            "ff:ff:ff:ff:ff:ff",
        ),
    ];
    assemble(&sent, &ReadOptions::default())
        .table
        .as_ref()
        .clone()
}

fn offered(marked: &str) -> Vec<Completion> {
    let table = table();
    let cursor = marked.find('|').expect("a cursor");
    let text = marked.replacen('|', "", 1);
    let all = complete(&text, cursor, &table, &Occurring::count(&table));
    for completion in &all {
        assert!(
            text.get(completion.replace.clone()).is_some(),
            "{marked}: {completion:?}"
        );
    }
    all
}

/// The first completions at `|`.
#[track_caller]
fn check(marked: &str, expected: &[&str]) {
    let all = offered(marked);
    let first: Vec<&str> = all
        .iter()
        .take(expected.len())
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(first, expected, "{marked}");
    if expected.is_empty() {
        assert_eq!(all, [], "{marked}");
    }
}

#[test]
fn what_occurs_comes_first() {
    check("|", &["tls", "dns", "tcp", "udp", "arp", "host"]);
    check("t|", &["tls", "tcp", "tunnel"]);
    check("tcp.p|", &["tcp.port"]);
    check("tcp && !(tcp.fl|", &["tcp.flags.fin"]);
    check("tcp.port |", &["==", "!=", ">"]);
    check("tcp.port i|", &["in"]);
    check("tls.sni |", &["==", "!=", "contains", "matches"]);
    check("tcp |", &["&&", "||"]);
    check("tcp.port == |", &["443"]);
    check("tcp.port in |", &["{"]);
    check("tcp.port in {|", &["443"]);
    check("tcp.port in {80, |", &["443"]);
    check("udp.port == |", &["53"]);
    check("app == |", &["tls", "unknown", "dns"]);
    check("server == |", &["10.0.0.2", "10.0.0.1"]);
    check("ipv6.addr == |", &["2001:db8::1"]);
    check("ip.addr == 10.0.0.3|", &["10.0.0.3"]);
    check("app == tls |", &["&&"]);
    check("(app == tls) |", &["&&"]);
    check("bytes > |", &[]);
    check("qqq == |", &[]);
    check("note \"|", &[]);
}

#[test]
fn the_word_at_the_cursor_is_replaced() {
    let first = offered("tcp && ud|p.port == 53").swap_remove(0);
    assert_eq!((first.text.as_str(), first.replace), ("udp", 7..15));
    let first = offered("app == t|").swap_remove(0);
    assert_eq!(
        (first.text.as_str(), first.detail.as_str()),
        ("tls", "3 flows")
    );
    assert_eq!(first.replace, 7..8);
    let time = offered("frame.time >= \"2023|").swap_remove(0);
    assert_eq!(time.replace, 14..19);
    assert_eq!(time.text, "\"2023-11-14 22:13:20\"");
}

#[test]
fn no_cursor_is_out_of_place() {
    let table = table();
    let occurring = Occurring::count(&table);
    for text in ["", "é == \"ü", "tcp.port in {1..2} \\ [", "r\"", "\"\\u{"] {
        for cursor in 0..text.len() + 2 {
            for completion in complete(text, cursor, &table, &occurring) {
                assert!(text.get(completion.replace).is_some(), "{text} {cursor}");
            }
        }
    }
}

#[test]
fn what_is_offered_can_be_read() {
    for marked in [
        "app == |",
        "protocol == |",
        "host == |",
        "tcp.port == |",
        "last > |",
        "|",
    ] {
        for completion in offered(marked) {
            let text = marked.replacen('|', &completion.text, 1);
            // Fields alone are filters too, but for flags.
            if !text.starts_with("tcp.flags") && text != "not" {
                Filter::parse(&text).unwrap_or_else(|error| panic!("{error}"));
            }
        }
    }
}
