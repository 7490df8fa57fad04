//! Which flows do tests about two ends, absent values and whole flows mean?

use flowloom::query::{Filter, FilterContext};

use crate::packets::*;

/// Flow 0 is answered, flow 1 is not and has a VLAN, flow 2 is ARP.
#[track_caller]
fn check(text: &str, expected: &[usize]) {
    let sent = [
        tcp("10.0.0.1:4000", "10.0.0.2:443").flags(SYN).len(60),
        tcp("10.0.0.2:443", "10.0.0.1:4000").len(1_000).at(10),
        udp("10.0.0.3:5000", "10.0.0.1:53").vlan(5).len(70).at(2),
        plain(
            flowloom::capture::Protocol::ARP,
            "02:00:00:00:00:01",
            "ff:ff:ff:ff:ff:ff",
        )
        .macs("02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff")
        .at(3),
    ];
    let table = assemble(&sent, &flowloom::flow::ReadOptions::default()).table;
    let filter = Filter::parse(text).expect(text);
    let found = filter.evaluate(&table, &FilterContext::default());
    assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn source_and_destination_are_who_sent_and_was_sent_to() {
    check("ip.src == 10.0.0.2", &[0]);
    check("ip.src == 10.0.0.1", &[0]);
    check("ip.dst == 10.0.0.1", &[0, 1]);
    check("ip.dst == 10.0.0.3", &[]);
    check("client == 10.0.0.1", &[0]);
    check("server == 10.0.0.1", &[1]);
    check("tcp.srcport == 443", &[0]);
    check("udp.srcport == 53", &[]);
}

#[test]
fn unequal_means_there_and_none_equal() {
    check("ip.addr != 10.0.0.3", &[0]);
    check("!(ip.addr == 10.0.0.3)", &[0, 2]);
    check("port != 443", &[1]);
    check("vlan.id != 7", &[1]);
}

/// "No VLAN" is a large number in the table and once passed as one.
#[test]
fn flows_without_a_vlan_have_no_large_one() {
    check("vlan.id > 0", &[1]);
    check("vlan.id >= 4095", &[]);
    check("!(vlan.id < 6)", &[0, 2]);
}

#[test]
fn a_test_asks_about_the_whole_flow() {
    check("frame.time == \"2023-11-14 22:13:25\"", &[0]);
    check("frame.time > \"2023-11-14 22:13:29\"", &[0]);
    check("first > \"2023-11-14 22:13:20\"", &[1, 2]);
    check("duration >= 10 s", &[0]);
    check("bytes > 1 kB && bytes.up < 1 kB", &[0]);
    check("tcp.flags.syn == 1", &[0]);
    check("tcp.flags.reset == 0", &[0]);
    check("degree >= 2", &[0, 1]);
    check("eth.addr == ff:ff:ff:ff:ff:ff", &[2]);
    check("", &[0, 1, 2]);
}
