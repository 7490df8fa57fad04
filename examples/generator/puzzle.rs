//! A puzzle: which host behaves differently, and how is it seen?
//!
//! Forty hosts look up names all morning, each lookup from a new random port, as resolvers do
//! since 2008 (RFC 5452). One host asks the same questions of the same servers, but always from
//! one port. In bars of sources and destinations it is one among many; only ports show it.

use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};

use super::contact::datagram;
use super::container::{Header, Pcapng};
use super::payload::{names, web};
use super::random::Random;
use super::script::{MILLISECOND, MINUTE, Script};
use super::summary::Summary;
use super::talk::{Side, Talk};
use super::wire::Host;

/// The host that behaves differently: number 27 of 1 to 40, address 10.53.0.127.
pub const ODD_HOST: Ipv4Addr = Ipv4Addr::new(10, 53, 0, 127);
/// The source port of all its lookups.
pub const ODD_PORT: u16 = 1030;

const HOSTS: u8 = 40;
const SERVERS: u8 = 6;
const DURATION: u64 = 240 * MINUTE;
const COMMENT: &str = "Synthetic traffic made by Flowloom's generate_sample: forty hosts look up names. \
    One behaves differently. Addresses and names are of the ranges kept for documentation. CC0.";

/// Writes the puzzle as pcapng.
///
/// # Errors
/// What the writer returns.
pub fn dns_puzzle(seed: u64, out: &mut impl Write) -> io::Result<Summary> {
    let mut random = Random::for_part(seed, 53);
    let mut script = Script::new(seed);
    for number in 1..=HOSTS {
        let client = host(Ipv4Addr::new(10, 53, 0, 100 + number), number);
        // Lookups per host vary, so that the odd one is not told by its count.
        let lookups = random.between(45, 130);
        for _ in 0..lookups {
            let start = random.below(DURATION);
            let server = host(
                Ipv4Addr::new(192, 0, 2, 10 + random.popular(usize::from(SERVERS)) as u8),
                0,
            );
            let is_odd = client.address == IpAddr::V4(ODD_HOST);
            let port = if is_odd {
                ODD_PORT
            } else {
                random.between(1025, 65_535) as u16
            };
            let site = random.popular(60);
            let visits = random
                .chance(1, 6)
                .then(|| random.between(32_768, 60_999) as u16);
            script.at(start, move |line| {
                let name = format!("www.site{site}.example");
                let address = Ipv4Addr::new(198, 51, 100, site as u8 + 1).into();
                let id = line.random.next() as u16;
                let kind = if line.random.chance(1, 5) {
                    names::MX
                } else {
                    names::A
                };
                let answer = match kind {
                    names::MX => names::Record::mail(&name, "mx.example"),
                    _ => names::Record::address(&name, address),
                };
                let (asker, asked) = (client.port(port), server.port(53));
                datagram(
                    line,
                    start,
                    asker,
                    asked,
                    &names::message(id, names::QUERY, Some((&name, kind)), &[]),
                    "dns",
                );
                let delay = line.random.heavy(2, 60) * MILLISECOND;
                let message = names::message(id, names::ANSWER, Some((&name, kind)), &[answer]);
                datagram(line, start + delay, asked, asker, &message, "dns");
                if let Some(port) = visits {
                    let hello = web::client_hello(&name, &mut line.random);
                    let answer = web::server_hello(&mut line.random);
                    let site = Host { address, ..server };
                    let mut talk = Talk::open(
                        line,
                        start + 2 * delay,
                        client.port(port),
                        site.port(443),
                        "tls",
                    );
                    talk.ask(&hello, &answer);
                    talk.say(Side::Client, &web::client_finished());
                    talk.ask(&web::ciphertext(300), &web::ciphertext(3000));
                    talk.close(Side::Client);
                }
            });
        }
    }
    let header = Header {
        comment: COMMENT,
        interface: "tap0",
        digits: 6,
        names: &[],
    };
    script.play(&mut Pcapng::begin(out, &header)?)
}

fn host(address: Ipv4Addr, station: u8) -> Host {
    let mac = [0x00, 0x00, 0x5E, 0x00, 0x53, station];
    Host {
        address: address.into(),
        mac,
        ttl: 64,
        vlan: None,
    }
}
