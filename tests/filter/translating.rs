//! Is a filter in another language what was meant, and is said what is not?

use std::process::Command;

use flowloom::capture::Application;
use flowloom::query::{
    Comparison, FIELDS, Filter, FilterContext, FlowSet, Kind, Language, Relation, Test, Value,
    translate,
};
use proptest::prelude::*;

use crate::{tables, trees};

#[track_caller]
fn check(language: Language, text: &str, expected: &str, remarks: &[&str]) {
    let filter = Filter::parse(text).expect(text);
    let translation = translate(&filter, language);
    assert_eq!(translation.text, expected, "{text}");
    let found = translation.remarks.iter().map(|remark| {
        format!(
            "{}{}",
            if remark.is_omitted { "-" } else { "~" },
            remark.part
        )
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        remarks,
        "{text}: {:?}",
        translation.remarks
    );
}

#[test]
fn wireshark_gets_what_packets_can_tell() {
    let check = |text, expected, remarks: &[&str]| {
        check(Language::Wireshark, text, expected, remarks);
    };
    check("", "", &[]);
    check(
        "ip.addr == 10.0.0.0/8 && tcp.port in {80, 8000..8100}",
        "ip.addr == 10.0.0.0/8 && tcp.port in {80, 8000..8100}",
        &[],
    );
    check("tcp && bytes > 10 MB", "tcp", &["-bytes > 10 MB"]);
    check("tcp || bytes > 10 MB", "", &["-bytes > 10 MB"]);
    check("!(tcp || bytes > 10 MB)", "!(tcp)", &["-bytes > 10 MB"]);
    check("!(tcp && bytes > 10 MB)", "", &["-bytes > 10 MB"]);
    check(
        "client == 10.0.0.1",
        "ip.addr == 10.0.0.1",
        &["~client == 10.0.0.1"],
    );
    check("!(client == 10.0.0.1)", "", &["-client == 10.0.0.1"]);
    check("client != 10.0.0.1", "", &["-client != 10.0.0.1"]);
    check(
        "port == 53",
        "(tcp.port == 53 || udp.port == 53 || sctp.port == 53)",
        &[],
    );
    check("app == postgres", "pgsql", &["~app == postgres"]);
    check("dhcp", "dhcp", &["~dhcp"]);
    check(
        "protocol == 253",
        "(ip.proto == 253 || ipv6.nxt == 253)",
        &[],
    );
    check(
        "frame.time < \"1970-01-01 00:00:01.5\"",
        "frame.time_epoch < 1.500000000",
        &["~frame.time < \"1970-01-01 00:00:01.500\""],
    );
    check(
        "tls.sni contains \"CDN\"",
        "lower(tls.handshake.extensions_server_name) contains \"cdn\"",
        &["~tls.sni contains \"CDN\""],
    );
    check(
        "tcp.port == 1 ^^ udp.port == 2",
        "(tcp.port == 1 && !(udp.port == 2)) || (!(tcp.port == 1) && udp.port == 2)",
        &[],
    );
}

/// A negation within an exclusive or once let the part be said more widely than it was meant.
#[test]
fn nothing_within_an_exclusive_or_is_widened() {
    for text in ["tcp ^^ client == 10.0.0.1", "tcp ^^ !(client == 10.0.0.1)"] {
        check(Language::Wireshark, text, "", &["-client == 10.0.0.1"]);
    }
}

#[test]
fn bpf_gets_addresses_and_ports() {
    let check = |text, expected, remarks: &[&str]| {
        check(Language::Bpf, text, expected, remarks);
    };
    check(
        "ip.addr == 10.0.0.0/8 && tcp.port in {80, 8000..8100} && !udp",
        "ip net 10.0.0.0/8 and (tcp port 80 or tcp portrange 8000-8100) and not (udp)",
        &[],
    );
    check("ipv6.addr != ::1", "(ip6 and not (ip6 host ::1))", &[]);
    check(
        "server.port < 1024",
        "portrange 0-1023",
        &["~server.port < 1024"],
    );
    check("tcp.port < 0", "", &["-tcp.port < 0"]);
    check("dns && icmpv6", "icmp6", &["-dns"]);
    check(
        "eth.addr == 02:00:00:00:00:01",
        "ether host 02:00:00:00:00:01",
        &[],
    );
    check("10.0.0.0/8", "ip net 10.0.0.0/8", &[]);
    check(
        "tcp.flags.syn == 1",
        "(tcp[13] & 2 != 0)",
        &["~tcp.flags.syn == 1"],
    );
}

#[test]
fn zeek_gets_what_connections_can_tell() {
    let check = |text, expected, remarks: &[&str]| {
        check(Language::Zeek, text, expected, remarks);
    };
    check("client == 10.0.0.1", "c$id$orig_h == 10.0.0.1", &[]);
    check(
        "ipv6.addr == 2001:db8::/32",
        "(c$id$orig_h in [2001:db8::]/32 || c$id$resp_h in [2001:db8::]/32)",
        &[],
    );
    check("server.port == 53", "port_to_count(c$id$resp_p) == 53", &[]);
    check("duration < 2s", "c$duration < 2.000000000 secs", &[]);
    check(
        "bytes.up > 1 kB",
        "c$orig$num_bytes_ip > 1000",
        &["~bytes.up > 1 kB"],
    );
    check("app == tls", "\"SSL\" in c$service", &["~app == tls"]);
    check(
        "tls.sni matches \"cdn\"",
        "(c?$ssl && c$ssl?$server_name && /cdn/i in to_lower(c$ssl$server_name))",
        &["~tls.sni matches \"cdn\""],
    );
    check("degree > 5", "", &["-degree > 5"]);
    let mac = "host == 02:00:00:00:00:01";
    check(mac, "", &["-host == 02:00:00:00:00:01"]);
}

/// A few tests of every field.
fn samples() -> Vec<Filter> {
    let value = |kind| match kind {
        Kind::Number(_) => "5",
        Kind::Bytes => "5 kB",
        Kind::Duration => "5 s",
        Kind::Time => "\"2011-08-10 09:00:00.5\"",
        Kind::Share => "0.5",
        Kind::Text => "\"a\\\"b\\\\c\"",
        Kind::Flag => "1",
        Kind::Application => "tls",
        Kind::Protocol => "arp",
        Kind::IpProtocol => "udp",
        Kind::Evidence => "port",
        Kind::DirectionReason => "syn",
        Kind::Tunnel => "gre",
        Kind::Host => "10.0.0.1",
        Kind::Address(family) => match family {
            flowloom::query::Family::V4 => "10.0.0.1",
            flowloom::query::Family::V6 => "2001:db8::1",
            flowloom::query::Family::Mac => "02:00:00:00:00:01",
        },
    };
    let mut all = Vec::new();
    for info in FIELDS {
        let (name, value) = (info.name, value(info.field.kind()));
        let texts = [
            name.to_owned(),
            format!("{name} == {value}"),
            format!("{name} != {value}"),
            format!("{name} >= {value}"),
            format!("{name} in {{{value}, {value}..{value}}}"),
            format!("{name} in {{{value}}}"),
            format!("{name} contains \"x\""),
            format!("{name} matches \"x\\\\.[0-9]\""),
        ];
        all.extend(texts.iter().filter_map(|text| Filter::parse(text).ok()));
    }
    for text in [
        "ip",
        "ipv6",
        "eth",
        "arp",
        "tcp",
        "stp",
        "icmpv6",
        "ospf",
        "lldp",
        "::1",
        "10.0.0.0/8",
    ] {
        all.push(Filter::parse(text).expect(text));
    }
    let applications = Application::ALL.iter().map(|application| application.key());
    all.extend(applications.map(|key| Filter::parse(&format!("app == {key}")).expect(key)));
    assert!(all.len() > 200, "{}", all.len());
    all
}

#[test]
fn tcpdump_and_tshark_accept_what_is_written_for_them() {
    let texts = |language| {
        let all = samples();
        let texts = all
            .iter()
            .map(move |filter| translate(filter, language).text);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let mut count = 0;
    if Command::new("tcpdump").arg("--version").output().is_ok() {
        for text in texts(Language::Bpf) {
            let output = Command::new("tcpdump")
                .args(["-d", "-y", "EN10MB", &text])
                .output()
                .expect("tcpdump runs");
            let message = String::from_utf8_lossy(&output.stderr);
            // What can never match is refused by the optimizer.
            let is_never = message.contains("expression rejects all packets");
            assert!(output.status.success() || is_never, "{text}: {message}");
            count += 1;
        }
    }
    let capture = concat!(env!("CARGO_TARGET_TMPDIR"), "/empty.pcap");
    let header = [
        0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0,
    ];
    std::fs::write(capture, header).expect("a file can be written");
    if Command::new("tshark").arg("--version").output().is_ok() {
        let texts = texts(Language::Wireshark);
        count += texts.len();
        let all: Vec<String> = texts.iter().map(|text| format!("({text})")).collect();
        let output = Command::new("tshark")
            .args(["-n", "-r", capture, "-Y", &all.join(" || ")])
            .output()
            .expect("tshark runs");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{message}");
    }
    println!("{count} translations accepted by the tools they are for");
}

#[test]
fn names_in_remarks_are_those_of_the_filter() {
    let test = Test::new(
        FIELDS[0].field,
        Relation::Compare(Comparison::Equal, Value::Text("x\u{202e}".into())),
    );
    let filter = Filter::from(flowloom::query::Expr::Test(test.expect("a host")));
    for language in Language::ALL {
        let remarks = translate(&filter, language).remarks;
        assert_eq!(
            remarks[0].part,
            r#"host == "x\u{202e}""#,
            "{}",
            language.label()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Our own parser reads most of what is written for Wireshark.
    #[test]
    fn a_translation_never_loses_flows(expr in trees::expr(), tables::Table(table) in tables::table()) {
        let filter = Filter::from(expr);
        let translation = translate(&filter, Language::Wireshark);
        // Wireshark has no field for all names, which a remark says.
        let asks_any_name = translation.remarks.iter().any(|remark| remark.part.starts_with("name"));
        if let Ok(again) = Filter::parse(&translation.text) {
            let flows = |filter: &Filter| -> FlowSet {
                filter.evaluate(&table, &FilterContext::default())
            };
            let (wanted, found) = (flows(&filter), flows(&again));
            if !asks_any_name {
                let kept = wanted.intersection(&found);
                prop_assert_eq!(kept, wanted.clone(), "{} {}", filter, again);
            }
            if translation.remarks.is_empty() {
                prop_assert_eq!(wanted, found, "{} {}", filter, again);
            }
        }
    }
}
