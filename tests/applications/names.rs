//! Which names are read from payloads, and for which addresses?

use flowloom::capture::applications::{host_names, question, recognise};
use flowloom::capture::{Address, Application, NameOrigin, Protocol};

use super::payloads::{
    client_hello, counted, dhcp, dns_header, dns_name, dns_question, dns_record, dns_response,
    dtls_client_hello, hex, netbios_name, server_hello,
};
use super::{SENDER, check, exercise, packet};

/// The names that a packet states, of the flow's application.
fn stated(payload: &[u8], application: Application) -> Vec<(Address, NameOrigin, String)> {
    let mut names = Vec::new();
    host_names(
        &packet(payload, Protocol::UDP, [0, 0]),
        application,
        &mut |address, origin, name| {
            names.push((address, origin, name.to_owned()));
        },
    );
    names
}

/// Server name and application protocols of a payload.
fn asked(payload: &[u8], protocol: Protocol) -> (Option<(NameOrigin, String)>, Option<String>) {
    match recognise(&packet(payload, protocol, [50000, 443])) {
        Some(recognised) => (
            recognised
                .name
                .map(|(origin, name)| (origin, name.into_owned())),
            recognised.alpn.map(|alpn| alpn.into_owned()),
        ),
        None => (None, None),
    }
}

#[test]
fn server_names_are_read() {
    let sni = |name: &str| Some((NameOrigin::Sni, name.to_owned()));
    let hello = client_hello("WWW.Example.org", &["h2", "http/1.1"]);
    assert_eq!(
        asked(&hello, Protocol::TCP),
        (sni("www.example.org"), Some("h2,http/1.1".into()))
    );
    assert_eq!(
        asked(&server_hello("h2"), Protocol::TCP),
        (None, Some("h2".into()))
    );
    let dtls = dtls_client_hello("call.example.org");
    assert_eq!(
        asked(&dtls, Protocol::UDP),
        (sni("call.example.org"), Some("webrtc".into()))
    );
    // A name lies before the end of a hello that goes on in the next segment.
    let end = hello
        .windows(15)
        .position(|it| it == b"WWW.Example.org")
        .map_or(0, |at| at + 15);
    assert_eq!(
        asked(&hello[..end], Protocol::TCP).0,
        sni("www.example.org")
    );
    assert_eq!(asked(&hello[..end - 1], Protocol::TCP).0, None);
    let long = "a".repeat(255);
    assert_eq!(
        asked(&client_hello(&long, &[]), Protocol::TCP).0,
        sni(&long)
    );
    assert_eq!(
        asked(&client_hello(&"a".repeat(256), &[]), Protocol::TCP).0,
        None
    );
    assert_eq!(asked(&client_hello("", &[]), Protocol::TCP).0, None);
    assert_eq!(
        asked(&client_hello("192.0.2.1", &[]), Protocol::TCP).0,
        None
    );
}

#[test]
fn http_hosts_are_read() {
    let host = |text: &str| asked(text.as_bytes(), Protocol::TCP).0;
    let found = |name: &str| Some((NameOrigin::HttpHost, name.to_owned()));
    assert_eq!(
        host("GET / HTTP/1.1\r\nA: b\r\nhost:  Example.org:8080 \r\n\r\n"),
        found("example.org")
    );
    assert_eq!(
        host("GET / HTTP/1.1\r\nHost: example.org.\r\n\r\n"),
        found("example.org")
    );
    assert_eq!(host("GET / HTTP/1.1\r\n\r\nHost: body.example\r\n"), None);
    assert_eq!(host("GET / HTTP/1.1\r\nHost: cut.exam"), None);
    assert_eq!(host("GET / HTTP/1.1\r\nHost: 192.0.2.1:80\r\n\r\n"), None);
    assert_eq!(host("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n\r\n"), None);
    // What a proxy is asked for is not the packet's destination.
    assert_eq!(
        host("GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n"),
        None
    );
    assert_eq!(
        host("CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n"),
        None
    );
}

const FIRST: Address = Address::V4([192, 0, 2, 1]);
const SECOND: Address = Address::V4([192, 0, 2, 2]);

#[test]
fn dns_answers_name_addresses() {
    let pointer = [0xc0, 12];
    let six = "20010db8000000000000000000000001";
    let v6 = Address::V6(hex(six).try_into().unwrap_or_default());
    let answer = dns_response(
        "Example.org",
        1,
        &[
            dns_record(&pointer, 1, &[192, 0, 2, 1]),
            dns_record(&pointer, 28, &hex(six)),
            dns_record(&dns_name("other.example"), 1, &[192, 0, 2, 2]),
            // Wrong size, and addresses of nobody.
            dns_record(&pointer, 1, &[192, 0, 2]),
            dns_record(&pointer, 1, &[0, 0, 0, 0]),
            dns_record(&pointer, 1, &[224, 0, 0, 251]),
        ],
    );
    let named = |origin, name: &str, other: &str| {
        vec![
            (FIRST, origin, name.to_owned()),
            (v6, origin, name.to_owned()),
            (SECOND, origin, other.to_owned()),
        ]
    };
    let dns = named(NameOrigin::Dns, "example.org", "other.example");
    assert_eq!(stated(&answer, Application::Dns), dns);
    let mdns = named(NameOrigin::Mdns, "Example.org", "other.example");
    assert_eq!(stated(&answer, Application::Mdns), mdns);
    assert_eq!(stated(&answer, Application::Tls), []);
    // The same over TCP, cut after the first answer.
    let stream = counted(2, &answer);
    let mut names = Vec::new();
    let cut = packet(&stream[..2 + 12 + 17 + 16 + 3], Protocol::TCP, [53, 50000]);
    host_names(&cut, Application::Dns, &mut |_, _, name| {
        names.push(name.to_owned())
    });
    assert_eq!(names, ["example.org"]);
}

#[test]
fn the_first_question_names_the_flow() {
    let message = [
        dns_header(0x0100, [1, 0, 0, 0]),
        dns_question("Example.org", 1),
    ]
    .concat();
    let asked = |application| question(&packet(&message, Protocol::UDP, [50000, 53]), application);
    assert_eq!(asked(Application::Dns).as_deref(), Some("example.org"));
    assert_eq!(asked(Application::Mdns).as_deref(), Some("Example.org"));
    assert_eq!(asked(Application::Tls), None);
    let stream = counted(2, &message);
    let packet = packet(&stream, Protocol::TCP, [50000, 53]);
    assert_eq!(
        question(&packet, Application::Dns).as_deref(),
        Some("example.org")
    );
}

#[test]
fn queries_and_failures_name_nobody() {
    let records = dns_record(&[0xc0, 12], 1, &[192, 0, 2, 1]);
    for flags in [0x0100, 0x8183, 0x8185] {
        let message = [
            dns_header(flags, [1, 1, 0, 0]),
            dns_question("example.org", 1),
            records.clone(),
        ]
        .concat();
        assert_eq!(stated(&message, Application::Dns), [], "{flags:04x}");
    }
}

#[test]
fn an_alias_is_named_as_it_was_asked_for() {
    let alias = |from: &str, to: &str| dns_record(&dns_name(from), 5, &dns_name(to));
    let address = |owner: &str| dns_record(&dns_name(owner), 1, &[192, 0, 2, 1]);
    let name = |answers: &[Vec<u8>]| {
        stated(
            &dns_response("www.example.org", 1, answers),
            Application::Dns,
        )
        .remove(0)
        .2
    };
    let (one, two) = (
        alias("www.example.org", "cdn.example.net"),
        alias("cdn.example.net", "x7.cdn.example"),
    );
    let last = address("x7.cdn.example");
    assert_eq!(
        name(&[one.clone(), two.clone(), last.clone()]),
        "www.example.org"
    );
    assert_eq!(name(&[last.clone(), two, one.clone()]), "www.example.org");
    assert_eq!(name(&[one, last]), "x7.cdn.example");
    // Aliases in a ring end.
    let ring = [
        alias("www.example.org", "a.example"),
        alias("a.example", "www.example.org"),
        address("a.example"),
    ];
    assert_eq!(name(&ring), "www.example.org");
}

#[test]
fn reverse_answers_name_addresses() {
    let reverse = |asked: &str| {
        stated(
            &dns_response(
                asked,
                12,
                &[dns_record(&[0xc0, 12], 12, &dns_name("Host.example"))],
            ),
            Application::Dns,
        )
    };
    let named = |address| vec![(address, NameOrigin::Dns, "host.example".to_owned())];
    assert_eq!(reverse("1.2.0.192.in-addr.arpa"), named(FIRST));
    let nibbles = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.IP6.ARPA";
    let v6 = hex("20010db8000000000000000000000001")
        .try_into()
        .unwrap_or_default();
    assert_eq!(reverse(nibbles), named(Address::V6(v6)));
    for wrong in [
        "2.0.192.in-addr.arpa",
        "256.2.0.192.in-addr.arpa",
        "1.1.2.0.192.in-addr.arpa",
        "_http._tcp.local",
    ] {
        assert_eq!(reverse(wrong), [], "{wrong}");
    }
}

#[test]
fn updates_name_what_they_register() {
    let update = |class: u16| {
        let mut record = dns_record(&dns_name("pc.example.org"), 1, &[192, 0, 2, 1]);
        let at = record.len() - 12;
        record[at..at + 2].copy_from_slice(&class.to_be_bytes());
        [
            dns_header(0x2800, [1, 0, 1, 0]),
            dns_question("example.org", 6),
            record,
        ]
        .concat()
    };
    assert_eq!(stated(&update(1), Application::Dns).len(), 1);
    // Class NONE removes the record.
    assert_eq!(stated(&update(254), Application::Dns), []);
}

#[test]
fn netbios_names_hosts_but_not_groups() {
    let message = |flags: u16, suffix: u8, group: &str| {
        let entry = hex(&["000493e0 0006", group, "c0000201"].concat());
        [
            dns_header(flags, [0, 1, 0, 0]),
            netbios_name("OFFICE-PC", suffix),
            hex("0020 0001"),
            entry,
        ]
        .concat()
    };
    let named = vec![(FIRST, NameOrigin::Nbns, "OFFICE-PC".to_owned())];
    assert_eq!(
        stated(&message(0x8500, 0x00, "6000"), Application::Nbns),
        named
    );
    assert_eq!(
        stated(&message(0x2910, 0x20, "6000"), Application::Nbns),
        named
    );
    assert_eq!(
        stated(&message(0x8500, 0x00, "e000"), Application::Nbns),
        []
    );
    assert_eq!(
        stated(&message(0x8500, 0x1c, "6000"), Application::Nbns),
        []
    );
    assert_eq!(
        stated(&message(0x8503, 0x00, "6000"), Application::Nbns),
        []
    );
    // Node status names the sender.
    let table = [
        &[2][..],
        b"OFFICE-PC      \x00\x04\x00",
        b"WORKGROUP      \x00\x84\x00",
    ]
    .concat();
    let status = [
        dns_header(0x8400, [0, 1, 0, 0]),
        netbios_name("*", 0),
        hex("0021 0001 00000000"),
        counted(2, &table),
    ];
    assert_eq!(
        stated(&status.concat(), Application::Nbns),
        [(SENDER, NameOrigin::Nbns, "OFFICE-PC".to_owned())]
    );
}

#[test]
fn dhcp_clients_name_themselves() {
    let asks = [&[53, 1, 3, 50, 4, 192, 0, 2, 1, 12, 6][..], b"laptop"].concat();
    let named = |name: &str| vec![(FIRST, NameOrigin::Dhcp, name.to_owned())];
    assert_eq!(
        stated(&dhcp(1, [0; 4], [0; 4], &asks), Application::Dhcp),
        named("laptop")
    );
    let given = [&[53, 1, 5, 12, 6][..], b"laptop"].concat();
    assert_eq!(
        stated(&dhcp(2, [0; 4], [192, 0, 2, 1], &given), Application::Dhcp),
        named("laptop")
    );
    let renews = [
        &[53, 1, 3, 81, 9, 0, 0, 0][..],
        b"pc.lan",
        &[12, 2][..],
        b"pc",
    ]
    .concat();
    assert_eq!(
        stated(&dhcp(1, [192, 0, 2, 1], [0; 4], &renews), Application::Dhcp),
        named("pc.lan")
    );
    // A discovery has no address yet.
    let discovers = [&[53, 1, 1, 12, 6][..], b"laptop"].concat();
    assert_eq!(
        stated(&dhcp(1, [0; 4], [0; 4], &discovers), Application::Dhcp),
        []
    );
}

#[test]
fn compression_pointers_cannot_loop() {
    let header = dns_header(0x8180, [1, 1, 0, 0]);
    let question = |name: &[u8]| [name, &[0, 1, 0, 1]].concat();
    let rest = [&[0, 1, 0, 1, 0, 0, 0, 60][..], &[0, 4, 192, 0, 2, 1]].concat();
    for owner in [
        vec![0xc0, 12],          // to a question that points to itself
        vec![0xc0, 18],          // to itself
        vec![1, b'a', 0xc0, 18], // to its own label
        vec![0xc0, 0xff],        // beyond the message
        vec![0xff, 0xff],
        vec![0x40, 0], // a label type that was never used
        vec![0x80, 0],
    ] {
        let message = [
            header.clone(),
            question(&[0xc0, 12]),
            owner.clone(),
            rest.clone(),
        ]
        .concat();
        assert_eq!(stated(&message, Application::Dns), [], "{owner:02x?}");
        exercise(&message, [53, 50000]);
    }
}

#[test]
fn long_chains_of_pointers_are_refused() {
    // The data of a first record is a chain: each pointer leads to the one before it.
    let chain_at = 12 + 3 + 10;
    let mut chain = vec![0xc0, 12];
    for link in 1..300_u16 {
        chain.extend((0xc000 | (chain_at + 2 * (link - 1))).to_be_bytes());
    }
    let named_by = |link: u16| {
        let owner = (0xc000 | (chain_at + 2 * link)).to_be_bytes();
        let records = [
            dns_record(&dns_name("a"), 16, &chain),
            dns_record(&owner, 1, &[192, 0, 2, 1]),
        ];
        let message = [dns_header(0x8180, [0, 2, 0, 0]), records.concat()].concat();
        stated(&message, Application::Dns)
    };
    assert_eq!(named_by(10), [(FIRST, NameOrigin::Dns, "a".to_owned())]);
    assert_eq!(named_by(299), []);
}

#[test]
fn names_end_at_255_bytes() {
    let label = "a".repeat(63);
    let name = |last: usize| format!("{label}.{label}.{label}.{}", "b".repeat(last));
    let answer = |name: &str| dns_response(name, 1, &[dns_record(&[0xc0, 12], 1, &[192, 0, 2, 1])]);
    // 255 bytes on the wire: four lengths, the labels, the root.
    let longest = name(61);
    assert_eq!(stated(&answer(&longest), Application::Dns)[0].2, longest);
    assert_eq!(stated(&answer(&name(62)), Application::Dns), []);
    check(
        &answer(&longest),
        Protocol::UDP,
        [53, 50000],
        Some(Application::Dns),
    );
    check(&answer(&name(62)), Protocol::UDP, [53, 50000], None);
}

#[test]
fn bytes_that_are_not_text_become_replacements() {
    let message = dns_response(
        "x",
        1,
        &[dns_record(b"\x03a\xff\x1b\x00", 1, &[192, 0, 2, 1])],
    );
    assert_eq!(stated(&message, Application::Dns)[0].2, "a\u{fffd}\u{1b}");
    // Replacements make a text longer than the bytes; the cap holds for the text.
    let owner = [&[63][..], &[0xff; 63], &[63], &[0xff; 63], &[0]].concat();
    assert_eq!(
        stated(
            &dns_response("x", 1, &[dns_record(&owner, 1, &[192, 0, 2, 1])]),
            Application::Dns
        ),
        []
    );
}

#[test]
fn huge_counts_cost_nothing() {
    let begun = std::time::Instant::now();
    let mut message = dns_header(0x8180, [0xffff; 4]);
    for _ in 0..1000 {
        assert_eq!(stated(&message, Application::Dns), []);
        exercise(&message, [53, 50000]);
    }
    // As many records as fit, all of one long name.
    let name = format!("{0}.{0}.{0}", "a".repeat(63));
    message = [
        dns_header(0x8180, [1, 0xffff, 0, 0]),
        dns_question(&name, 1),
    ]
    .concat();
    while message.len() < 65_000 {
        message.extend(dns_record(&[0xc0, 12], 1, &[192, 0, 2, 1]));
    }
    let names = stated(&message, Application::Dns);
    assert!((1000..=1024).contains(&names.len()), "{}", names.len());
    // Generous: an unoptimized build on a busy machine takes a tenth of this.
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn the_twin_reads_the_same_names() {
    use simple_dns::rdata::{A, CNAME, RData};
    use simple_dns::{CLASS, Name, Packet, QCLASS, QTYPE, Question, ResourceRecord, TYPE};
    let mut message = Packet::new_reply(1);
    let name = |text| Name::new_unchecked(text);
    let question = Question::new(
        name("www.example.org"),
        QTYPE::TYPE(TYPE::A),
        QCLASS::CLASS(CLASS::IN),
        false,
    );
    message.questions.push(question);
    let record = |owner, data| ResourceRecord::new(name(owner), CLASS::IN, 60, data);
    message.answers.push(record(
        "www.example.org",
        RData::CNAME(CNAME(name("cdn.example.org"))),
    ));
    for host in [1, 2, 3] {
        let address = A::from(std::net::Ipv4Addr::new(192, 0, 2, host));
        message
            .answers
            .push(record("cdn.example.org", RData::A(address)));
    }
    let Ok(bytes) = message.build_bytes_vec_compressed() else {
        panic!("the twin writes no message")
    };
    let names = stated(&bytes, Application::Dns);
    let addresses: Vec<Address> = names.iter().map(|(address, ..)| *address).collect();
    assert_eq!(
        addresses,
        [1, 2, 3].map(|host| Address::V4([192, 0, 2, host]))
    );
    assert!(names.iter().all(|(_, _, name)| name == "www.example.org"));
}
