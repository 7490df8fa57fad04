//! What do people do?
//!
//! They browse, keep their mail and the files on the server open, print, work on a remote
//! desktop and administer over the secure shell.

use super::super::contact::datagram;
use super::super::payload::{devices, names, web};
use super::super::script::{MILLISECOND, MINUTE, SECOND};
use super::super::talk::{Side, Talk};
use super::super::wire::{Host, Party};
use super::Story;

const WORK_BEGINS: u64 = 4 * MINUTE;
const WORK_ENDS: u64 = 28 * MINUTE;

/// Tells of the day's work.
pub fn tell(story: &mut Story<'_>) {
    for desk in 0..story.office.desks.len() {
        for _ in 0..story.random.between(5, 9) {
            browse(story, desk);
        }
        files(story, desk);
        mail(story, desk);
    }
    for (desk, minute) in [(2, 8), (9, 17)] {
        print(story, desk, minute * MINUTE);
    }
    remote_desktop(story);
    shells(story);
}

/// A lookup by a desk, answered by the server.
fn look_up(story: &mut Story<'_>, start: u64, desk: usize, name: &str, target: Host) {
    let kind = if target.address.is_ipv6() {
        names::AAAA
    } else {
        names::A
    };
    let id = story.random.next() as u16;
    let question = names::message(id, names::QUERY, Some((name, kind)), &[]);
    let answer = names::message(
        id,
        names::ANSWER,
        Some((name, kind)),
        &[names::Record::address(name, target.address)],
    );
    let (asker, server) = (story.office.client(desk), story.office.server.port(53));
    story.script.at(start, move |line| {
        datagram(line, start, asker, server, &question, "dns");
        let delay = line.random.heavy(400, 30_000) * 1000;
        datagram(line, start + delay, server, asker, &answer, "dns");
    });
}

fn browse(story: &mut Story<'_>, desk: usize) {
    let start = story.random.between(WORK_BEGINS, WORK_ENDS);
    let is_v6 = story.random.chance(1, 4);
    let (name, site) = if is_v6 {
        *story.random.pick(&story.office.sites_v6)
    } else {
        *story.random.pick(&story.office.sites)
    };
    look_up(story, start, desk, name, site);
    let client = if is_v6 {
        story.office.client_v6(desk)
    } else {
        story.office.client(desk)
    };
    let begins = start + 100 * MILLISECOND;
    let size = story.random.heavy(1500, 90_000) as usize;
    if name == "wiki.example.org" {
        story.script.at(begins, move |line| {
            let mut talk = Talk::open(line, begins, client, site.port(80), "http");
            talk.ask(
                &web::http_get(name, "/Main_Page", "Example/1.0"),
                &web::http_answer("text/html", size),
            );
            talk.close(Side::Server);
        });
    } else {
        story.script.at(begins, move |line| {
            sealed(line, begins, client, site.port(443), name, size)
        });
    }
}

/// A connection over TLS with one question and an answer of `size` bytes.
fn sealed(
    line: &mut super::super::script::Line,
    start: u64,
    client: Party,
    server: Party,
    name: &str,
    size: usize,
) {
    let hello = web::client_hello(name, &mut line.random);
    let answer = web::server_hello(&mut line.random);
    let mut talk = Talk::open(line, start, client, server, "tls");
    talk.ask(&hello, &answer);
    talk.say(Side::Client, &web::client_finished());
    talk.ask(&web::ciphertext(420), &web::ciphertext(size));
    talk.pause(SECOND);
    talk.close(Side::Client);
}

/// A session with the file server, kept open, with bursts of reading and writing.
fn files(story: &mut Story<'_>, desk: usize) {
    let start = WORK_BEGINS + story.random.below(2 * MINUTE);
    let (client, server) = (story.office.client(desk), story.office.server);
    look_up(story, start, desk, "server.office.example", server);
    let bursts = story.random.between(3, 7);
    let begins = start + 80 * MILLISECOND;
    story.script.at(begins, move |line| {
        let mut talk = Talk::open(line, begins, client, server.port(445), "smb");
        talk.ask(&devices::smb_negotiate(), &devices::smb_negotiated());
        for _ in 0..bursts {
            talk.ask(&devices::smb_sealed(180), &devices::smb_sealed(220));
            let size = talk.random().heavy(2000, 60_000) as usize;
            if talk.random().chance(1, 3) {
                talk.ask(&devices::smb_sealed(size), &devices::smb_sealed(100));
            } else {
                talk.ask(&devices::smb_sealed(120), &devices::smb_sealed(size));
            }
            let pause = talk.random().between(20 * SECOND, 4 * MINUTE);
            talk.pause(pause);
        }
        talk.close(Side::Client);
    });
}

fn mail(story: &mut Story<'_>, desk: usize) {
    let start = WORK_BEGINS + story.random.below(5 * MINUTE);
    let (client, server) = (story.office.client(desk), story.office.mail);
    look_up(story, start, desk, "imap.mail.example", server);
    let begins = start + 90 * MILLISECOND;
    let size = story.random.heavy(3000, 40_000) as usize;
    story.script.at(begins, move |line| {
        sealed(
            line,
            begins,
            client,
            server.port(993),
            "imap.mail.example",
            size,
        )
    });
}

fn print(story: &mut Story<'_>, desk: usize, start: u64) {
    let (client, printer) = (story.office.client(desk), story.office.printer);
    look_up(story, start, desk, "printer.office.example", printer);
    let begins = start + 60 * MILLISECOND;
    story.script.at(begins, move |line| {
        let size = line.random.between(60_000, 140_000) as usize;
        let mut talk = Talk::open(line, begins, client, printer.port(631), "http");
        talk.ask(
            &devices::print_job("printer.office.example", size),
            &devices::print_answer(),
        );
        talk.close(Side::Client);
    });
}

/// A laptop works on the server's desktop for some minutes.
fn remote_desktop(story: &mut Story<'_>) {
    let start = 13 * MINUTE;
    let (client, server) = (story.office.client(13), story.office.server.port(3389));
    story.script.at(start, move |line| {
        let hello = web::client_hello("server.office.example", &mut line.random);
        let answer = web::server_hello(&mut line.random);
        let mut talk = Talk::open(line, start, client, server, "rdp");
        talk.ask(
            &devices::desktop_request("willow"),
            &devices::desktop_answer(),
        );
        talk.ask(&hello, &answer);
        talk.say(Side::Client, &web::client_finished());
        for _ in 0..150 {
            let picture = talk.random().heavy(90, 6000) as usize;
            talk.ask(&web::ciphertext(64), &web::ciphertext(picture));
            let pause = talk.random().between(60, 1900) * MILLISECOND;
            talk.pause(pause);
        }
        talk.close(Side::Client);
    });
}

/// An administrator at the switch, and at a machine far away.
fn shells(story: &mut Story<'_>) {
    for (target, start, keys) in [
        (story.office.switch, 6 * MINUTE, 40),
        (story.office.remote_shell, 15 * MINUTE, 90),
    ] {
        let client = story.office.client(0);
        story.script.at(start, move |line| {
            let mut talk = Talk::open(line, start, client, target.port(22), "ssh");
            talk.ask(
                &devices::shell_version("OpenSSH_9.6"),
                &devices::shell_version("OpenSSH_9.2"),
            );
            talk.ask(&devices::shell_offer(), &devices::shell_offer());
            for _ in 0..keys {
                let answer = talk.random().heavy(36, 1200) as usize;
                talk.ask(&devices::shell_sealed(36), &devices::shell_sealed(answer));
                let pause = talk.random().between(80, 2500) * MILLISECOND;
                talk.pause(pause);
            }
            talk.close(Side::Client);
        });
    }
}
