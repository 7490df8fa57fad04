//! Half an hour of a small office: who is there, what they do, what their machines do by themselves.
//!
//! | minutes | what happens |
//! |---|---|
//! | 0–4 | computers come up: DHCP, ARP, neighbour discovery, names announced |
//! | 4–30 | work: web, files on the server, mail, two print jobs, a remote desktop, a shell |
//! | 10 | a call between two phones |
//! | 20 | the server copies itself to the storage box |
//!
//! Three VLANs share the tapped link: 10 computers, 20 phones, 30 sensors; the switch's own
//! frames are untagged.

mod arrival;
mod cast;
mod machines;
mod phones;
mod work;

use std::io::{self, Write};

use super::container::{Header, Pcapng};
use super::random::Random;
use super::script::Script;
use super::summary::Summary;
use cast::Office;

const COMMENT: &str = "Synthetic traffic made by Flowloom's generate_sample: half an hour of a small office. \
    No real host or person is in it; addresses and names are of the ranges kept for private use and documentation. CC0.";

/// Writes the office's capture as pcapng with times in nanoseconds.
///
/// # Errors
/// What the writer returns.
pub fn office(seed: u64, out: &mut impl Write) -> io::Result<Summary> {
    let mut office = Office::new();
    let mut story = Story {
        random: Random::for_part(seed, 30),
        script: Script::new(seed),
        office: &mut office,
    };
    arrival::tell(&mut story);
    work::tell(&mut story);
    machines::tell(&mut story);
    phones::tell(&mut story);
    let script = story.script;
    let names = [
        (office.router.address, "gateway.office.example"),
        (office.server.address, "server.office.example"),
    ];
    let header = Header {
        comment: COMMENT,
        interface: "mirror0",
        digits: 9,
        names: &names,
    };
    script.play(&mut Pcapng::begin(out, &header)?)
}

/// What the parts of the story are told with.
struct Story<'s> {
    random: Random,
    script: Script,
    office: &'s mut Office,
}
