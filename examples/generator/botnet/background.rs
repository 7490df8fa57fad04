//! What do the people do meanwhile?
//!
//! They browse sites of their own interest and a few others, over TLS, HTTP and QUIC; their
//! computers look up names and set their clocks. One infected host looks for generated names.

use std::net::IpAddr;

use super::super::contact::{datagram, ping};
use super::super::payload::{names, plain, web};
use super::super::script::{MILLISECOND, MINUTE, SECOND};
use super::super::talk::{Side, Talk};
use super::super::wire::Party;
use super::cast::Id;
use super::words::word;
use super::{END, STOP_ORDER, Story};

/// Groups of people who visit the same sites.
const INTERESTS: usize = 4;
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) Example/1.0";

/// Tells of everything that is not the botnet's.
pub fn tell(story: &mut Story<'_>) {
    browse(story);
    browse_v6(story);
    set_clocks(story);
    seek_generated_names(story);
}

/// A lookup by `asker`; its resolver asks an authority now and then. Without an address the
/// name does not exist.
pub fn look_up(story: &mut Story<'_>, start: u64, asker: Id, name: &str, address: Option<IpAddr>) {
    let kind = if address.is_some_and(|address| address.is_ipv6()) {
        names::AAAA
    } else {
        names::A
    };
    let answers: Vec<_> = address
        .map(|address| names::Record::address(name, address))
        .into_iter()
        .collect();
    ask_resolver(story, start, asker, (name, kind), answers);
}

/// A lookup of the exchanger that takes mail for a name.
pub fn look_up_mail(story: &mut Story<'_>, start: u64, asker: Id, exchanger: &str) {
    let answers = vec![names::Record::mail("mail.example", exchanger)];
    ask_resolver(story, start, asker, ("mail.example", names::MX), answers);
}

fn ask_resolver(
    story: &mut Story<'_>,
    start: u64,
    asker: Id,
    (name, kind): (&str, u16),
    answers: Vec<names::Record>,
) {
    let resolver = story.cast.resolver_of(asker);
    let flags = if answers.is_empty() {
        names::NO_SUCH_NAME
    } else {
        names::ANSWER
    };
    let id = story.random.next() as u16;
    let question = names::message(id, names::QUERY, Some((name, kind)), &[]);
    let answer = names::message(id, flags, Some((name, kind)), &answers);
    let near = [story.cast.client(asker), story.cast.service(resolver, 53)];
    let is_v4 = story.cast.hosts[resolver].address.is_ipv4();
    let far = (is_v4 && story.random.chance(1, 6)).then(|| {
        let authority = *story.random.pick(&story.cast.authorities);
        [
            story.cast.client(resolver),
            story.cast.service(authority, 53),
        ]
    });
    story.script.at(start, move |line| {
        datagram(line, start, near[0], near[1], &question, "dns");
        let mut now = start;
        if let Some([resolver, authority]) = far {
            now += 2 * MILLISECOND;
            datagram(line, now, resolver, authority, &question, "dns");
            now += line.random.between(9, 40) * MILLISECOND;
            datagram(line, now, authority, resolver, &answer, "dns");
        }
        now += line.random.between(300_000, 4_000_000);
        datagram(line, now, near[1], near[0], &answer, "dns");
    });
}

/// Every client visits sites of its interest.
fn browse(story: &mut Story<'_>) {
    let clients = story.cast.clients.clone();
    for (number, &client) in clients.iter().enumerate() {
        // Neighbours share an interest, as colleagues do.
        let interest = number / 45 % INTERESTS;
        let visits = story.random.heavy(2, 5);
        for _ in 0..visits {
            let group = if story.random.chance(1, 9) {
                story.random.index(INTERESTS)
            } else {
                interest
            };
            let sites = story.cast.sites.len() / INTERESTS;
            let site =
                (story.random.popular(sites.max(1)) * INTERESTS + group) % story.cast.sites.len();
            visit(story, client, site);
        }
    }
    // The owners of infected computers browse too; most do not in this hour.
    let families = story.cast.irc.iter().chain(&story.cast.http);
    let bots: Vec<Id> = families.flat_map(|hub| hub.bots.iter().copied()).collect();
    for bot in bots {
        if story.random.chance(1, 24) {
            let site = story.random.popular(story.cast.sites.len());
            visit(story, bot, site);
        }
    }
    // However unpopular, every site has a visitor.
    for site in 0..story.cast.sites.len() {
        visit(story, clients[site * 7 % clients.len()], site);
    }
}

fn visit(story: &mut Story<'_>, client: Id, site: usize) {
    let (server, name) = story.cast.sites[site].clone();
    let start = story.random.below(END - MINUTE);
    if story.random.chance(2, 5) {
        let address = story.cast.hosts[server].address;
        look_up(story, start, client, &name, Some(address));
    }
    let party = story.cast.client(client);
    let begins = start + 200 * MILLISECOND;
    let size = story.random.heavy(600, 80_000) as usize;
    let (application, port) = match story.random.below(10) {
        0..6 => ("tls", 443),
        6..9 => ("http", 80),
        _ => ("quic", 443),
    };
    let service = story.cast.service(server, port);
    story.script.at(begins, move |line| match application {
        "tls" => {
            let hello = web::client_hello(&name, &mut line.random);
            let answer = web::server_hello(&mut line.random);
            let mut talk = Talk::open(line, begins, party, service, "tls");
            talk.ask(&hello, &answer);
            talk.say(Side::Client, &web::client_finished());
            talk.ask(&web::ciphertext(320), &web::ciphertext(size));
            talk.pause(SECOND);
            talk.close(Side::Client);
        }
        "http" => {
            let mut talk = Talk::open(line, begins, party, service, "http");
            talk.ask(
                &web::http_get(&name, "/", AGENT),
                &web::http_answer("text/html", size),
            );
            talk.close(Side::Server);
        }
        _ => quic(line, begins, [party, service], size),
    });
}

/// A connection of QUIC: long headers first, then short ones.
fn quic(
    line: &mut super::super::script::Line,
    start: u64,
    [client, server]: [Party; 2],
    size: usize,
) {
    let connection = line.random.next();
    datagram(
        line,
        start,
        client,
        server,
        &web::quic_initial(connection),
        "quic",
    );
    let mut now = start + line.random.between(8, 60) * MILLISECOND;
    datagram(
        line,
        now,
        server,
        client,
        &web::quic_handshake(connection),
        "quic",
    );
    for _ in 0..(size / 1200).clamp(1, 60) {
        now += line.random.between(40, 900) * 1000;
        datagram(
            line,
            now,
            server,
            client,
            &web::quic_short(connection, 1180),
            "quic",
        );
    }
    datagram(
        line,
        now + MILLISECOND,
        client,
        server,
        &web::quic_short(connection, 24),
        "quic",
    );
}

/// The part of the network that speaks IPv6.
fn browse_v6(story: &mut Story<'_>) {
    for number in 0..story.cast.v6_clients.len() {
        let client = story.cast.v6_clients[number];
        for visit in 0..story.random.between(1, 3) {
            let count = story.cast.v6_sites.len();
            let site = if visit == 0 {
                number % count
            } else {
                story.random.popular(count)
            };
            let (server, name) = story.cast.v6_sites[site].clone();
            let start = story.random.below(END - MINUTE);
            let address = story.cast.hosts[server].address;
            look_up(story, start, client, &name, Some(address));
            let (party, service) = (story.cast.client(client), story.cast.service(server, 443));
            let begins = start + 300 * MILLISECOND;
            let size = story.random.heavy(700, 60_000) as usize;
            story.script.at(begins, move |line| {
                if line.random.chance(1, 9) {
                    ping(line, begins, party.host, service.host, 1, true);
                }
                let hello = web::client_hello(&name, &mut line.random);
                let answer = web::server_hello(&mut line.random);
                let mut talk = Talk::open(line, begins + SECOND, party, service, "tls");
                talk.ask(&hello, &answer);
                talk.say(Side::Client, &web::client_finished());
                talk.ask(&web::ciphertext(300), &web::ciphertext(size));
                talk.close(Side::Client);
            });
        }
    }
}

/// The sites' resolvers keep time for their sites.
fn set_clocks(story: &mut Story<'_>) {
    for number in 0..story.cast.resolvers.len() {
        let resolver = story.cast.resolvers[number];
        let clock = story.cast.clocks[number % story.cast.clocks.len()];
        let (client, service) = (
            story.cast.service(resolver, 123),
            story.cast.service(clock, 123),
        );
        let mut start = story.random.below(17 * MINUTE);
        while start < END {
            story.script.at(start, move |line| {
                let seconds = 3_969_421_200 + (start / SECOND) as u32;
                datagram(
                    line,
                    start,
                    client,
                    service,
                    &plain::ntp(seconds, false),
                    "ntp",
                );
                let delay = line.random.between(9, 60) * MILLISECOND;
                datagram(
                    line,
                    start + delay,
                    service,
                    client,
                    &plain::ntp(seconds, true),
                    "ntp",
                );
            });
            start += 17 * MINUTE + 4 * SECOND;
        }
    }
}

/// A bot that lost its server tries names that only its maker can foresee; none exists.
fn seek_generated_names(story: &mut Story<'_>) {
    let seekers = (story.cast.hosts.len() / 1700).max(1);
    for number in 0..seekers {
        let hub = &story.cast.http[number % story.cast.http.len()];
        let seeker = hub.bots[(number * 31 + 11) % hub.bots.len()];
        let mut start = STOP_ORDER + story.random.below(30 * SECOND);
        while start < END {
            let name = format!(
                "{}{}.invalid",
                word(&mut story.random),
                word(&mut story.random)
            );
            look_up(story, start, seeker, &name, None);
            start += story.random.between(2 * SECOND, 5 * SECOND);
        }
    }
}
