//! What do the bots do when they are told to?
//!
//! A worm fills /24s from neighbour to neighbour; scanners knock at dark ranges address by address
//! (horizontal) or at one server port by port (vertical); spammers deliver mail.

use super::super::contact::{Reply, knock, ping};
use super::super::payload::{chat, filler};
use super::super::script::{MILLISECOND, MINUTE, SECOND};
use super::super::talk::{Side, Talk};
use super::background::look_up_mail;
use super::cast::Id;
use super::{SCAN_ORDER, SPAM_ORDER, Story};

/// Services that the horizontal scans look for, each by its own scanner.
const WANTED: [(u16, &str); 6] = [
    (445, "smb"),
    (23, "telnet"),
    (22, "ssh"),
    (3389, "rdp"),
    (5900, "vnc"),
    (1433, "mssql"),
];
/// How many bots the worm reaches.
const WORM_REACH: usize = 460;
/// Dark addresses for one scanner.
const RANGE: usize = 53;
/// Ports that a vertical scan tries.
const PORTS: u16 = 420;

/// Tells of the worm, the scans and the spam.
pub fn tell(story: &mut Story<'_>) {
    worm(story);
    horizontal_scans(story);
    vertical_scans(story);
    spam(story);
}

/// When the worm reaches a bot of a chat hub: in the first hub, whose sites are full /24s, one
/// after the other from minute 8 to 20. The first of them had it before.
pub fn infection_time(story: &Story<'_>, hub: usize, index: usize) -> Option<u64> {
    let infected = story.cast.irc[0].bots.len().min(WORM_REACH);
    let is_victim = hub == 0 && (1..infected).contains(&index);
    is_victim.then(|| 8 * MINUTE + index as u64 * 12 * MINUTE / infected as u64)
}

/// Every victim infects others in turn; the earlier it was reached, the more.
fn worm(story: &mut Story<'_>) {
    for victim in 0..story.cast.irc[0].bots.len() {
        let Some(start) = infection_time(story, 0, victim) else {
            continue;
        };
        let source = (victim - 1) / 3 / 2 * 2;
        let bots = &story.cast.irc[0].bots;
        let (source, victim) = (bots[source], bots[victim]);
        let (client, service) = (story.cast.client(source), story.cast.service(victim, 445));
        story.script.at(start, move |line| {
            let mut talk = Talk::open(line, start, client, service, "smb");
            talk.say(Side::Client, &negotiate());
            talk.say(Side::Server, &negotiate_answer());
            talk.say(Side::Client, &echo(2600));
            talk.reset(Side::Server);
        });
    }
}

/// One scanner for each range of dark addresses.
fn horizontal_scans(story: &mut Story<'_>) {
    let dark = story.cast.dark.clone();
    for (number, range) in dark.chunks(RANGE).enumerate() {
        let scanner = scanner(story, number);
        let (port, application) = WANTED[number % WANTED.len()];
        let begins = SCAN_ORDER + 20 * SECOND + story.random.below(40 * SECOND);
        for (step, &target) in range.iter().enumerate() {
            let start = begins + step as u64 * 5 * SECOND + story.random.below(900 * MILLISECOND);
            let (client, service) = (story.cast.client(scanner), story.cast.service(target, port));
            let reply = match story.random.below(12) {
                0 => Reply::Refused,
                1 => Reply::Open,
                _ => Reply::Silence,
            };
            story.script.at(start, move |line| {
                ping(
                    line,
                    start,
                    client.host,
                    service.host,
                    1,
                    reply != Reply::Silence,
                );
                knock(
                    line,
                    start + 400 * MILLISECOND,
                    client,
                    service,
                    reply,
                    application,
                );
            });
        }
    }
}

/// Some bots try every low port of a web server.
fn vertical_scans(story: &mut Story<'_>) {
    let count = (story.cast.sites.len() / 40).max(1);
    for number in 0..count {
        let scanner = scanner(story, number * 3 + 1);
        let target = story.cast.sites[number * 7 % story.cast.sites.len()].0;
        let begins = SCAN_ORDER + MINUTE + number as u64 * 70 * SECOND;
        for port in 1..=PORTS {
            let start =
                begins + u64::from(port) * 300 * MILLISECOND + story.random.below(90 * MILLISECOND);
            let (client, service) = (story.cast.client(scanner), story.cast.service(target, port));
            let reply = if matches!(port, 80 | 443) {
                Reply::Open
            } else {
                Reply::Refused
            };
            story.script.at(start, move |line| {
                knock(line, start, client, service, reply, "")
            });
        }
    }
}

/// A scanner: a bot of a chat hub.
fn scanner(story: &Story<'_>, number: usize) -> Id {
    let hub = &story.cast.irc[number % story.cast.irc.len()];
    hub.bots[(number * 37 + 5) % hub.bots.len()]
}

/// Bots of the last chat hubs deliver mail to many exchangers.
fn spam(story: &mut Story<'_>) {
    let spammers = (story.cast.hosts.len() / 70).max(2);
    for number in 0..spammers {
        let hub = &story.cast.irc[if story.cast.irc.len() > 1 { 1 } else { 0 }];
        let spammer = hub.bots[(number * 5 + 2) % hub.bots.len()];
        let deliveries = story.random.between(5, 9);
        for delivery in 0..deliveries {
            // The first delivery goes round, so that every exchanger gets some.
            let count = story.cast.mail.len();
            let exchanger = if delivery == 0 {
                number % count
            } else {
                story.random.popular(count)
            };
            let (server, name) = story.cast.mail[exchanger].clone();
            let start = story
                .random
                .bell(SPAM_ORDER + 20 * SECOND, SPAM_ORDER + 11 * MINUTE);
            if story.random.chance(1, 5) {
                look_up_mail(story, start, spammer, &name);
            }
            let (client, service) = (story.cast.client(spammer), story.cast.service(server, 25));
            let lines = story.random.heavy(12, 120);
            story.script.at(start + SECOND, move |line| {
                let mut talk = Talk::open(line, start + SECOND, client, service, "smtp");
                deliver(&mut talk, &name, lines);
                talk.close(Side::Server);
            });
        }
    }
}

fn deliver(talk: &mut Talk<'_>, exchanger: &str, lines: u64) {
    talk.say(
        Side::Server,
        format!("220 {exchanger} ESMTP\r\n").as_bytes(),
    );
    talk.ask(
        b"EHLO mail.example\r\n",
        format!("250 {exchanger}\r\n").as_bytes(),
    );
    talk.ask(b"MAIL FROM:<offers@shop.example>\r\n", b"250 2.1.0 Ok\r\n");
    talk.ask(b"RCPT TO:<someone@mail.example>\r\n", b"250 2.1.5 Ok\r\n");
    talk.ask(b"DATA\r\n", b"354 End data with <CR><LF>.<CR><LF>\r\n");
    let mail = chat::mail_body(
        "offers@shop.example",
        "someone@mail.example",
        "Only today",
        lines,
    );
    talk.ask(&mail, b"250 2.0.0 Ok: queued\r\n");
    talk.ask(b"QUIT\r\n", b"221 2.0.0 Bye\r\n");
}

/// A negotiation of SMB 1, as old worms send it.
fn negotiate() -> Vec<u8> {
    let mut body = smb_header(0x72, 0);
    let dialect = b"\x02NT LM 0.12\0";
    body.push(0);
    body.extend((dialect.len() as u16).to_le_bytes());
    body.extend(dialect);
    netbios(&body)
}

/// The answer: no dialect in common.
fn negotiate_answer() -> Vec<u8> {
    let mut body = smb_header(0x72, 0x80);
    body.extend([1, 0xFF, 0xFF, 0, 0]);
    netbios(&body)
}

/// A large echo request in place of any exploit.
fn echo(len: usize) -> Vec<u8> {
    let mut body = smb_header(0x2B, 0);
    body.extend([1, 1, 0]);
    body.extend((len as u16).to_le_bytes());
    body.extend(filler(len));
    netbios(&body)
}

fn smb_header(command: u8, flags: u8) -> Vec<u8> {
    let mut out = b"\xFFSMB".to_vec();
    out.extend([command, 0, 0, 0, 0, flags, 1, 0x28]);
    out.resize(32, 0);
    out
}

fn netbios(body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend(body);
    out
}
