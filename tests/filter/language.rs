//! What does the language understand, and what does it say when it does not?

use flowloom::query::Filter;

#[track_caller]
fn check(text: &str, printed: &str) {
    match Filter::parse(text) {
        Ok(filter) => assert_eq!(filter.to_string(), printed, "{text}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_an_analyst_types_is_understood() {
    check("", "");
    check("  \t ", "");
    check(
        "ip.addr == 10.0.0.0/8 && tcp.port in {80, 443, 8000..8100} && !(dns)",
        "ip.addr == 10.0.0.0/8 && tcp.port in {80, 443, 8000..8100} && !dns",
    );
    check("tcp.port in {80 443}", "tcp.port in {80, 443}");
    check("tcp.port not in {80}", "!(tcp.port in {80})");
    check("tcp.port !in {80}", "!(tcp.port in {80})");
    check(
        "frame.time >= \"2011-08-10 09:00\"",
        "frame.time >= \"2011-08-10 09:00:00\"",
    );
    check(
        "frame.time_epoch < 1312966800.5",
        "frame.time < \"2011-08-10 09:00:00.500\"",
    );
    check(
        "dns.qry.name contains \"xn--\"",
        "dns.qry.name contains \"xn--\"",
    );
    check("tls.sni matches \"(?i)cdn\"", "tls.sni matches \"(?i)cdn\"");
    check(
        "tls.handshake.extensions_server_name ~ r\"\\.net$\"",
        "tls.sni matches \"\\\\.net$\"",
    );
    check("bytes > 10 MB", "bytes > 10 MB");
    check("bytes>1.5GiB", "bytes > 1536 MiB");
    check("duration < 2s", "duration < 2 s");
    check("duration in {1ms..2 min}", "duration in {1 ms..2 min}");
    check("app == tls", "app == tls");
    check("degree >= 50", "degree >= 50");
    check("direction.confidence < 70%", "direction.confidence < 0.7");
    check(
        "direction.reason == known-port",
        "direction.reason == known-port",
    );
    check(
        "eth.addr eq 00-11-22-33-44-55",
        "eth.addr == 00:11:22:33:44:55",
    );
    check("ipv6.src == 2001:db8::/32", "ipv6.src == 2001:db8::/32");
    check("vlan", "vlan.id");
    check("vlan == 5", "vlan.id == 5");
    check(
        "tcp.flags.syn==1 and not tcp.flags.ack==1",
        "tcp.flags.syn == 1 && !(tcp.flags.ack == 1)",
    );
    check("host == www.example", "host == \"www.example\"");
    check("client == 10.0.0.1", "client == 10.0.0.1");
    check("ip.proto == 6", "ip.proto == tcp");
    check("not not tcp", "!(!tcp)");
}

#[test]
fn a_word_alone_is_a_kind_of_traffic_or_searched_for() {
    check("ssl", "tls");
    check("ARP", "arp");
    check("10.0.0.1", "10.0.0.1");
    check("10.1.2.3/8", "10.0.0.0/8");
    check("::1", "::1");
    check("example", "\"example\"");
    check("mail.example", "\"mail.example\"");
    check("\"tcp\"", "\"tcp\"");
    check("80", "\"80\"");
    check("protocol == rdp || rdp", "protocol == rdp || rdp");
}

#[test]
fn operators_bind_as_in_wireshark_4() {
    check("tcp or udp and dns", "tcp || udp && dns");
    check("(tcp or udp) and dns", "(tcp || udp) && dns");
    check("tcp xor udp || dns", "tcp ^^ udp || dns");
    check("tcp and (udp and dns)", "tcp && (udp && dns)");
    check("!tcp.port == 80", "!(tcp.port == 80)");
    check("TCP AND NOT udp", "tcp && !udp");
}

#[track_caller]
fn check_error(text: &str, expected: &str) {
    let error = Filter::parse(text).expect_err(text);
    assert_eq!(
        error.to_string(),
        expected.trim_start_matches('\n'),
        "{text}"
    );
}

#[test]
fn errors_point_at_the_place_and_say_what_was_meant() {
    check_error(
        "dns && tcp.prot == 80",
        "
there is no field of this name
  dns && tcp.prot == 80
         ^^^^^^^^
did you mean `tcp.port`?",
    );
    check_error(
        "tcp.port == 80 &&",
        "
expected a field, a protocol, or something to search for
  tcp.port == 80 &&
                   ^",
    );
    check_error(
        "tcp.port = 80",
        "
`=` is not a comparison
  tcp.port = 80
           ^
did you mean `==`?",
    );
    check_error(
        "app == tsl",
        "
there is no application of this name
  app == tsl
         ^^^
did you mean `tls`?",
    );
    check_error(
        "frame.len > 100",
        "
a flow has many frames: ask for `bytes` or `packets`
  frame.len > 100
  ^^^^^^^^^",
    );
    check_error(
        "(tcp || udp",
        "
this bracket is not closed
  (tcp || udp
  ^",
    );
    check_error(
        "tls.sni matches \"(\"",
        "
unclosed group
  tls.sni matches \"(\"
                  ^^^",
    );
    check_error(
        "\u{202e}name < \"ä\"",
        "
there is no field of this name
  \\u{202e}name < \"ä\"
  ^^^^^^^^^^^^
did you mean `name`?",
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (text, part) in [
        ("tcp.port == 65536", "65536"),
        ("ip.addr == 2001:db8::1", "2001:db8::1"),
        ("ip.addr > 10.0.0.0/8", "10.0.0.0/8"),
        ("tcp.port in {}", "{}"),
        ("tcp.port in {90..80}", "{90..80}"),
        ("app > tls", "tls"),
        ("app contains \"t\"", "\"t\""),
        ("tcp.flags.syn", "tcp.flags.syn"),
        ("bytes > 10 min", "min"),
        ("dns == 1", "dns"),
        ("\"x\" == 1", "=="),
        ("tcp udp", "udp"),
        ("tcp) && udp", ")"),
        ("tcp & udp", "&"),
        ("name == \"open", "\""),
        ("tcp.prot", "tcp.prot"),
        ("frame.len > 5", "frame.len"),
        ("tcp.port == and", "and"),
    ] {
        let error = Filter::parse(text).expect_err(text);
        assert_eq!(text.get(error.span.clone()), Some(part), "{text}: {error}");
    }
}

#[test]
fn no_text_can_exhaust_stack_or_memory() {
    let deep = |open: &str, close: &str, depth: usize| {
        format!("{}tcp{}", open.repeat(depth), close.repeat(depth))
    };
    assert!(Filter::parse(&deep("(", ")", 64)).is_ok());
    assert!(Filter::parse(&deep("(", ")", 65)).is_err());
    assert!(Filter::parse(&deep("!", "", 64)).is_ok());
    assert!(Filter::parse(&deep("!", "", 100_000)).is_err());
    assert!(Filter::parse(&"(".repeat(1 << 20)).is_err());
    assert!(Filter::parse(&"x".repeat((1 << 20) + 1)).is_err());
    let wide = format!("tcp{}", " || udp".repeat(50_000));
    assert!(Filter::parse(&wide).is_ok());
    assert!(Filter::parse("name ~ \"\\\\pL{1000}{1000}\"").is_err());
    let patterns = vec!["name ~ a"; 33].join(" || ");
    assert!(Filter::parse(&patterns).is_err());
}

#[test]
fn filters_are_put_together() {
    let filter = |text| Filter::parse(text).expect(text);
    let both = filter("tcp").and(filter("udp || dns")).and(filter("arp"));
    assert_eq!(both.to_string(), "tcp && (udp || dns) && arp");
    assert_eq!(filter("").and(filter("tcp")).to_string(), "tcp");
    assert!(filter("").and(filter("")).is_empty());
    assert_eq!(filter("tcp").negated().to_string(), "!tcp");
    assert_eq!(filter("!tcp").negated().to_string(), "tcp");
}
