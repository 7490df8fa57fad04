//! Is each application told by its bytes, and by nobody else's?
//!
//! Payloads are built from the specifications ([`payloads`]). Beside the positive cases there are
//! the negatives that matter more: cut at every length, on another protocol's port, random, mutated.

#[path = "applications/data.rs"]
mod data;
#[path = "applications/names.rs"]
mod names;
#[path = "applications/payloads.rs"]
mod payloads;

use std::collections::BTreeSet;

use flowloom::capture::applications::{Recognised, by_port, host_names, recognise};
use flowloom::capture::{Address, Application, Fragment, Packet, Protocol};
use flowloom::units::Timestamp;
use payloads::{Case, cases, client_hello};

const SENDER: Address = Address::V4([192, 0, 2, 200]);

/// A packet with this payload.
fn packet(payload: &[u8], protocol: Protocol, ports: [u16; 2]) -> Packet<'_> {
    Packet {
        time: Timestamp(0),
        original_len: payload.len() as u32 + 54,
        endpoints: Some([SENDER, Address::V4([192, 0, 2, 201])]),
        macs: None,
        outer_protocol: protocol,
        protocol,
        source_port: ports[0],
        destination_port: ports[1],
        tcp_flags: 0,
        vlan: None,
        fragment: Fragment::Whole,
        tunnel: None,
        payload,
        damage: None,
    }
}

/// What is recognised in a payload.
fn seen(payload: &[u8], protocol: Protocol, ports: [u16; 2]) -> Option<Application> {
    recognise(&packet(payload, protocol, ports)).map(|recognised| recognised.application)
}

/// Asserts what a payload is taken for.
#[track_caller]
fn check(payload: &[u8], protocol: Protocol, ports: [u16; 2], expected: Option<Application>) {
    assert_eq!(
        seen(payload, protocol, ports),
        expected,
        "{ports:?} {payload:02x?}"
    );
}

/// Runs everything that reads payloads, as any transport and on the ports that choose a parser.
fn exercise(bytes: &[u8], ports: [u16; 2]) {
    for protocol in [Protocol::TCP, Protocol::UDP, Protocol::SCTP] {
        for ports in [
            ports,
            [ports[1], ports[0]],
            [40001, 40003],
            [53, 5353],
            [137, 102],
        ] {
            let packet = packet(bytes, protocol, ports);
            if let Some(Recognised {
                name: Some((_, name)),
                ..
            }) = recognise(&packet)
            {
                assert!(!name.is_empty() && name.len() <= 255, "{name:?}");
            }
        }
        for application in Application::ALL {
            host_names(
                &packet(bytes, protocol, ports),
                *application,
                &mut |_, _, name| {
                    assert!(!name.is_empty() && name.len() <= 255, "{name:?}");
                },
            );
        }
    }
}

/// A small generator (SplitMix64), so that failures repeat.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }
}

#[test]
fn each_application_is_recognised() {
    let mut wrong = Vec::new();
    for Case {
        name,
        protocol,
        ports,
        payload,
        application,
        from_client,
        ..
    } in cases()
    {
        let recognised = recognise(&packet(&payload, protocol, ports));
        let said = recognised.map(|recognised| (recognised.application, recognised.from_client));
        if said != Some((application, from_client)) {
            wrong.push((name, said));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_application_has_a_case() {
    let covered: BTreeSet<Application> = cases().iter().map(|case| case.application).collect();
    let missing: Vec<_> = Application::ALL
        .iter()
        .filter(|application| {
            **application != Application::Unknown && !covered.contains(application)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn strong_cases_need_no_port_and_weak_ones_do() {
    let mut wrong = Vec::new();
    for Case {
        name,
        protocol,
        payload,
        application,
        strong,
        ..
    } in cases()
    {
        let taken_for = seen(&payload, protocol, [40002, 40004]);
        let is_right = match taken_for {
            Some(it) => strong && are_kin(it, application),
            None => !strong,
        };
        if !is_right {
            wrong.push((name, taken_for));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether two applications share a format and only their ports tell them apart.
fn are_kin(one: Application, other: Application) -> bool {
    const NAMES: [Application; 4] = [
        Application::Dns,
        Application::Mdns,
        Application::Llmnr,
        Application::Nbns,
    ];
    one == other || NAMES.contains(&one) && NAMES.contains(&other)
}

/// Payloads that are a message of another protocol as well, on that protocol's port.
const SHARED: [(&str, Application); 6] = [
    ("CoAP", Application::OpenVpn),
    ("FTP user", Application::Irc),
    ("FTP user", Application::Pop3),
    ("POP3 user", Application::Ftp),
    ("POP3 user", Application::Irc),
    ("SMTP reply", Application::Ftp),
];

#[test]
fn nobody_is_taken_for_another() {
    let all = cases();
    let mut wrong = BTreeSet::new();
    for case in &all {
        for other in all.iter().filter(|other| other.protocol == case.protocol) {
            for ports in [other.ports, [other.ports[1], other.ports[0]]] {
                let Some(taken_for) = seen(&case.payload, case.protocol, ports) else {
                    continue;
                };
                if !are_kin(taken_for, case.application) {
                    wrong.insert((case.name, taken_for));
                }
            }
        }
    }
    assert_eq!(wrong, BTreeSet::from(SHARED));
}

#[test]
fn a_cut_payload_is_never_something_else() {
    let mut wrong = Vec::new();
    for Case {
        name,
        protocol,
        ports,
        payload,
        application,
        ..
    } in cases()
    {
        for length in 0..payload.len() {
            for ports in [ports, [40002, 40004]] {
                let taken_for = seen(&payload[..length], protocol, ports);
                if taken_for.is_some_and(|it| !are_kin(it, application)) {
                    wrong.push((name, length, taken_for));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn random_bytes_are_nothing() {
    let mut random = Random(7);
    let mut taken = Vec::new();
    for _ in 0..200_000 {
        let length = 1 + random.below(200);
        let bytes = random.bytes(length);
        for protocol in [Protocol::TCP, Protocol::UDP] {
            taken.extend(seen(&bytes, protocol, [40002, 40004]));
        }
    }
    // Strong patterns hold some twenty bits and more.
    assert!(taken.len() <= 2, "{taken:?}");
}

#[test]
fn random_bytes_on_a_port_are_seldom_taken() {
    let mut random = Random(11);
    let mut often = Vec::new();
    for Case {
        name,
        protocol,
        ports,
        ..
    } in cases()
    {
        let rounds = 4_000;
        let taken = (0..rounds)
            .filter(|_| {
                let length = 1 + random.below(200);
                seen(&random.bytes(length), protocol, ports).is_some()
            })
            .count();
        // OpenVPN is the weakest: three first bytes of 256.
        if taken * 50 > rounds {
            often.push((name, taken));
        }
    }
    assert!(often.is_empty(), "{often:?}");
}

#[test]
fn mutated_payloads_do_no_harm() {
    let all = cases();
    let mut random = Random(20_000);
    for round in 0..20_000 {
        let case = &all[round % all.len()];
        let mut bytes = case.payload.clone();
        for _ in 0..1 + random.below(6) {
            match random.below(5) {
                0 => bytes.truncate(random.below(bytes.len() + 1)),
                1 => {
                    let extra = random.below(40);
                    bytes.extend(random.bytes(extra));
                }
                2 => {
                    let other = &all[random.below(all.len())].payload;
                    let at = random.below(bytes.len() + 1);
                    bytes.splice(at.., other.iter().copied().skip(at));
                }
                _ => {
                    let at = random.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte =
                            [0, 1, 0x7f, 0x80, 0xc0, 0xff, random.next() as u8][random.below(7)];
                    }
                }
            }
        }
        exercise(&bytes, case.ports);
    }
}

#[test]
fn fragments_and_other_transports_are_not_looked_at() {
    let payload = client_hello("example.org", &["h2"]);
    let mut later = packet(&payload, Protocol::TCP, [50000, 443]);
    later.fragment = Fragment::Later(1);
    assert_eq!(recognise(&later), None);
    check(&payload, Protocol::ICMP, [0, 0], None);
    check(&[], Protocol::TCP, [50000, 443], None);
}

#[test]
fn greetings_that_do_not_name_their_protocol_go_by_port() {
    let greeting = b"220 service ready\r\n";
    check(
        greeting,
        Protocol::TCP,
        [25, 50000],
        Some(Application::Smtp),
    );
    check(greeting, Protocol::TCP, [21, 50000], Some(Application::Ftp));
    check(greeting, Protocol::TCP, [4000, 50000], None);
    check(
        b"+OK\r\n",
        Protocol::TCP,
        [110, 50000],
        Some(Application::Pop3),
    );
    check(
        b"+OK\r\n",
        Protocol::TCP,
        [6379, 50000],
        Some(Application::Redis),
    );
    check(b"+OK\r\n", Protocol::TCP, [4000, 50000], None);
}

#[test]
fn ports_suggest_applications() {
    let check = |protocol, port, expected| assert_eq!(by_port(protocol, port), expected, "{port}");
    check(Protocol::TCP, 443, Some(Application::Tls));
    check(Protocol::UDP, 443, Some(Application::Quic));
    check(Protocol::TCP, 25, Some(Application::Smtp));
    check(Protocol::UDP, 123, Some(Application::Ntp));
    check(Protocol::TCP, 123, None);
    check(Protocol::TCP, 50000, None);
    check(Protocol::ICMP, 53, None);
    check(Protocol::TCP, 0, None);
}
