//! A botnet of thousands of computers, told in an hour.
//!
//! | minutes | what happens |
//! |---|---|
//! | 0–8 | quiet: people browse, clocks are set, a few bots are there already |
//! | 8–22 | infection wave: bots join their command servers; a worm fills some /24s |
//! | 25–31 | the order to scan: fans of knocks at dark addresses, port by port at some servers |
//! | 37–48 | the order to spam: bots of one server deliver mail |
//! | 50–60 | the order to stop: some bots part, one host looks for generated names |
//!
//! One host gives the orders, through a stepping stone; who, is the puzzle of the sample.

mod attack;
mod background;
mod cast;
mod command;
mod mesh;
mod words;

use std::io::{self, Write};

use super::container::{Header, Pcapng};
use super::random::Random;
use super::script::{MINUTE, Script};
use super::summary::Summary;
use cast::Cast;

/// When the orders are given, in nanoseconds after the start.
const SCAN_ORDER: u64 = 25 * MINUTE;
const SPAM_ORDER: u64 = 37 * MINUTE;
const STOP_ORDER: u64 = 50 * MINUTE;
/// When the last scene begins.
const END: u64 = 60 * MINUTE;

const COMMENT: &str = "Synthetic traffic made by Flowloom's generate_sample: a botnet, told in an hour. \
    No real host, person or malware is in it; addresses and names are of the ranges kept for documentation. CC0.";

/// Writes the botnet's capture with exactly `hosts` addresses, at least 100, as pcapng.
///
/// # Errors
/// What the writer returns.
pub fn botnet(hosts: usize, seed: u64, out: &mut impl Write) -> io::Result<Summary> {
    let mut random = Random::for_part(seed, u64::MAX);
    let mut cast = Cast::new(hosts.max(100), &mut random);
    let mut script = Script::new(seed);
    let mut story = Story {
        cast: &mut cast,
        script: &mut script,
        random,
    };
    background::tell(&mut story);
    command::tell(&mut story);
    mesh::tell(&mut story);
    attack::tell(&mut story);
    let names = [
        (cast.hosts[cast.authorities[0]].address, "a.dns.example"),
        (cast.hosts[cast.authorities[1]].address, "b.dns.example"),
    ];
    let header = Header {
        comment: COMMENT,
        interface: "tap0",
        digits: 6,
        names: &names,
    };
    script.play(&mut Pcapng::begin(out, &header)?)
}

/// What the parts of the story are told with.
struct Story<'s> {
    cast: &'s mut Cast,
    script: &'s mut Script,
    random: Random,
}
