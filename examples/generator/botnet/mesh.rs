//! How do peers without a server keep in touch?
//!
//! Three overlays, each speaking the language of a file-sharing network. A peer knows peers that
//! are near in network coordinates and a few far away, which draws as a woven cloth.

use super::super::contact::datagram;
use super::super::payload::peer;
use super::super::random::Random;
use super::super::script::{Line, MILLISECOND, MINUTE, SECOND};
use super::super::talk::{Side, Talk};
use super::super::wire::Party;
use super::cast::Id;
use super::{END, SCAN_ORDER, Story};

/// Contacts that a peer begins by itself; it is found by as many others.
const CONTACTS: usize = 3;
/// How far near peers are, in places.
const REACH: u64 = 2;

/// Tells of the three overlays.
pub fn tell(story: &mut Story<'_>) {
    for overlay in 0..story.cast.overlays.len() {
        let mut peers = story.cast.overlays[overlay].clone();
        story.random.shuffle(&mut peers);
        for place in 0..peers.len() {
            for _ in 0..CONTACTS {
                let other = contact_of(&mut story.random, place, peers.len());
                contact(story, overlay, peers[place], peers[other]);
            }
        }
        // The herder seeds each overlay through one of its peers.
        let (stone, seed_peer) = (story.cast.stepping_stone, peers[peers.len() / 2]);
        contact_at(story, overlay, stone, seed_peer, SCAN_ORDER - 20 * SECOND);
    }
}

/// Whom a peer knows: one far away in one of twenty cases, else one nearby. Places are in the rows
/// of a square.
fn contact_of(random: &mut Random, place: usize, count: usize) -> usize {
    let width = count.isqrt() as u64;
    let mut other = random.index(count);
    if !random.chance(1, 20) {
        let (column, row) = (place as u64 % width, place as u64 / width);
        let near =
            |random: &mut Random, at: u64| random.between(at.saturating_sub(REACH), at + REACH);
        let (column, row) = (near(random, column).min(width - 1), near(random, row));
        other = (row * width + column) as usize;
    }
    // At the edge of the square, and in place of itself, the next.
    if other == place || other >= count {
        (place + 1) % count
    } else {
        other
    }
}

fn contact(story: &mut Story<'_>, overlay: usize, from: Id, to: Id) {
    let start = story.random.bell(4 * MINUTE, 40 * MINUTE);
    contact_at(story, overlay, from, to, start);
}

fn contact_at(story: &mut Story<'_>, overlay: usize, from: Id, to: Id, start: u64) {
    match overlay {
        0 => {
            // A peer of the hash table uses one port for everything.
            let parties = [story.cast.service(from, 6881), story.cast.service(to, 6881)];
            let rounds = story.random.heavy(1, 6);
            story
                .script
                .at(start, move |line| hash_table(line, start, parties, rounds));
        }
        1 => {
            let parties = [story.cast.service(from, 4672), story.cast.service(to, 4672)];
            let rounds = story.random.heavy(1, 5);
            story
                .script
                .at(start, move |line| kademlia(line, start, parties, rounds));
        }
        _ => {
            let parties = [story.cast.client(from), story.cast.service(to, 6346)];
            story
                .script
                .at(start, move |line| gnutella(line, start, parties));
        }
    }
}

fn hash_table(line: &mut Line, start: u64, [from, to]: [Party; 2], rounds: u64) {
    let [asker, answerer] = [identifier(from), identifier(to)];
    let mut now = start;
    for round in 0..rounds {
        let transaction = 0x6130 + round as u16;
        let question = if round == 0 {
            peer::dht_ping(&asker, transaction)
        } else {
            peer::dht_get_peers(&asker, &[0x2A; 20], transaction)
        };
        now = exchange(
            line,
            now,
            [from, to],
            &question,
            &peer::dht_pong(&answerer, transaction),
            "bittorrent",
        );
        if now > END {
            break;
        }
    }
}

fn kademlia(line: &mut Line, start: u64, [from, to]: [Party; 2], rounds: u64) {
    let [asker, answerer] = [short_identifier(from), short_identifier(to)];
    let mut now = start;
    for round in 0..rounds {
        let [question, answer] = if round == 0 {
            [
                peer::kad_hello(&asker, false),
                peer::kad_hello(&answerer, true),
            ]
        } else {
            [
                peer::kad_request(&asker, &answerer),
                peer::kad_answer(&asker),
            ]
        };
        now = exchange(line, now, [from, to], &question, &answer, "edonkey");
        if now > END {
            break;
        }
    }
}

/// A question and its answer; returns when the next may follow.
fn exchange(
    line: &mut Line,
    now: u64,
    [from, to]: [Party; 2],
    question: &[u8],
    answer: &[u8],
    application: &'static str,
) -> u64 {
    datagram(line, now, from, to, question, application);
    let delay = line.random.between(8, 190) * MILLISECOND + line.random.below(MILLISECOND);
    datagram(line, now + delay, to, from, answer, application);
    now + line.random.bell(2 * MINUTE, 9 * MINUTE)
}

fn gnutella(line: &mut Line, start: u64, [from, to]: [Party; 2]) {
    let mut talk = Talk::open(line, start, from, to, "gnutella");
    talk.ask(
        &peer::gnutella_connect(&from.host.address.to_string()),
        &peer::gnutella_ok(),
    );
    talk.say(Side::Client, &peer::gnutella_ok());
    talk.pause(MINUTE);
    talk.say(Side::Client, &peer::gnutella_ping(&short_identifier(from)));
    talk.pause(SECOND);
    talk.close(Side::Client);
}

/// A peer's identifier in the hash table follows from its address.
fn identifier(party: Party) -> [u8; 20] {
    let mut out = [0x51; 20];
    out[..16].copy_from_slice(&short_identifier(party));
    out
}

fn short_identifier(party: Party) -> [u8; 16] {
    let mut seed = 0;
    if let std::net::IpAddr::V4(address) = party.host.address {
        seed = u64::from(u32::from(address));
    }
    let mut random = Random::new(seed);
    let mut out = [0x46; 16];
    out[..8].copy_from_slice(&random.next().to_be_bytes());
    out
}
