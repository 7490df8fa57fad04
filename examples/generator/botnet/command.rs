//! How are the bots commanded?
//!
//! Bots of the first family hold a connection to a chat server and hear orders there; those of the
//! second ask a web server every few minutes. The herder speaks to all the servers, but only
//! through a stepping stone, and only for a moment before each order.

use super::super::payload::{chat, devices, web};
use super::super::script::{MINUTE, SECOND};
use super::super::talk::{Side, Talk};
use super::attack;
use super::background::look_up;
use super::cast::Id;
use super::{END, SCAN_ORDER, SPAM_ORDER, STOP_ORDER, Story};

const CHANNEL: &str = "#heron";
const CHAT_PORT: u16 = 6667;
const AGENT: &str = "Mozilla/4.0 (compatible; magpie)";

/// Tells of the command servers, their bots and the herder.
pub fn tell(story: &mut Story<'_>) {
    for hub in 0..story.cast.irc.len() {
        for index in 0..story.cast.irc[hub].bots.len() {
            let joined = match attack::infection_time(story, hub, index) {
                Some(infected) => infected + story.random.between(15 * SECOND, 60 * SECOND),
                None => joining_time(story),
            };
            chat_bot(story, hub, index, joined);
        }
    }
    for hub in 0..story.cast.http.len() {
        for index in 0..story.cast.http[hub].bots.len() {
            let joined = joining_time(story);
            web_bot(story, hub, index, joined);
        }
    }
    herder(story);
}

/// Early for one bot in eight, else within the infection wave.
fn joining_time(story: &mut Story<'_>) -> u64 {
    if story.random.chance(1, 8) {
        story.random.below(6 * MINUTE)
    } else {
        story.random.bell(8 * MINUTE, 22 * MINUTE)
    }
}

/// A bot that joins a channel, answers pings and hears the orders.
fn chat_bot(story: &mut Story<'_>, hub: usize, index: usize, joined: u64) {
    let bot = story.cast.irc[hub].bots[index];
    let server = story.cast.irc[hub].server;
    let name = story.cast.irc[hub].name.clone();
    if story.random.chance(1, 4) {
        let address = story.cast.hosts[server].address;
        look_up(story, joined, bot, &name, Some(address));
    }
    let (client, service) = (
        story.cast.client(bot),
        story.cast.service(server, CHAT_PORT),
    );
    let parts = story.random.chance(1, 9);
    story.script.at(joined + SECOND, move |line| {
        let nick = format!("h{index:05}");
        let mut talk = Talk::open(line, joined + SECOND, client, service, "irc");
        talk.ask(&chat::irc_login(&nick), &chat::irc_welcome(&name, &nick));
        talk.ask(
            &chat::irc_join(CHANNEL),
            &chat::irc_topic(&name, &nick, CHANNEL, "!wait"),
        );
        for (order, text) in [
            (SCAN_ORDER, "!scan 172.24.0.0/16"),
            (SPAM_ORDER, "!mail template 7"),
            (STOP_ORDER, "!sleep"),
        ] {
            while talk.now() + 16 * MINUTE < order {
                let pause = talk.random().between(11 * MINUTE, 15 * MINUTE);
                talk.pause(pause);
                talk.say(Side::Server, &chat::irc_ping(&name));
                talk.say(Side::Client, &chat::irc_pong(&name));
            }
            let heard = order + talk.random().below(12 * SECOND);
            talk.pause(heard.saturating_sub(talk.now()));
            talk.say(Side::Server, &chat::irc_message(Some("op"), CHANNEL, text));
        }
        talk.pause(SECOND);
        if parts {
            talk.close(Side::Client);
        }
    });
}

/// A bot that asks its server for orders now and then.
fn web_bot(story: &mut Story<'_>, hub: usize, index: usize, joined: u64) {
    let bot = story.cast.http[hub].bots[index];
    let server = story.cast.http[hub].server;
    let name = story.cast.http[hub].name.clone();
    if story.random.chance(1, 4) {
        let address = story.cast.hosts[server].address;
        look_up(story, joined, bot, &name, Some(address));
    }
    let mut asked = joined + SECOND;
    while asked < END {
        let (client, service) = (story.cast.client(bot), story.cast.service(server, 80));
        let name = name.clone();
        story.script.at(asked, move |line| {
            let form = format!("id={index:05}&os=6.1&state=idle");
            let len = line.random.heavy(24, 1800) as usize;
            let mut talk = Talk::open(line, asked, client, service, "http");
            talk.ask(
                &web::http_post(&name, "/gate.php", AGENT, &form),
                &web::http_answer("text/plain", len),
            );
            talk.close(Side::Client);
        });
        asked += story.random.between(26 * MINUTE, 33 * MINUTE);
    }
}

/// The herder's visits: shell to the stepping stone, from there to every command server.
fn herder(story: &mut Story<'_>) {
    let stone = story.cast.stepping_stone;
    let herder = story.cast.herder;
    for order in [SCAN_ORDER, SPAM_ORDER, STOP_ORDER] {
        let begins = order - 50 * SECOND;
        let (client, service) = (story.cast.client(herder), story.cast.service(stone, 22));
        story.script.at(begins, move |line| {
            let mut talk = Talk::open(line, begins, client, service, "ssh");
            talk.ask(
                &devices::shell_version("OpenSSH_9.6"),
                &devices::shell_version("OpenSSH_9.2"),
            );
            talk.ask(&devices::shell_offer(), &devices::shell_offer());
            for _ in 0..24 {
                let answer = talk.random().heavy(36, 700) as usize;
                talk.ask(&devices::shell_sealed(36), &devices::shell_sealed(answer));
                let pause = talk.random().between(SECOND, 3 * SECOND);
                talk.pause(pause);
            }
            talk.close(Side::Client);
        });
        for hub in 0..story.cast.irc.len() {
            let delay = story.random.between(20 * SECOND, 40 * SECOND);
            operator(story, stone, hub, begins + delay);
        }
        for hub in 0..story.cast.http.len() {
            let start = begins + story.random.between(20 * SECOND, 40 * SECOND);
            let server = story.cast.http[hub].server;
            let (client, service) = (story.cast.client(stone), story.cast.service(server, 8443));
            let name = format!("panel.{}", story.cast.http[hub].name);
            story.script.at(start, move |line| {
                let hello = web::client_hello(&name, &mut line.random);
                let answer = web::server_hello(&mut line.random);
                let mut talk = Talk::open(line, start, client, service, "tls");
                talk.ask(&hello, &answer);
                talk.say(Side::Client, &web::client_finished());
                talk.ask(&web::ciphertext(700), &web::ciphertext(9000));
                talk.close(Side::Client);
            });
        }
    }
}

/// The operator's connection to a chat server, just before the order is relayed.
fn operator(story: &mut Story<'_>, stone: Id, hub: usize, start: u64) {
    let server = story.cast.irc[hub].server;
    let name = story.cast.irc[hub].name.clone();
    let (client, service) = (
        story.cast.client(stone),
        story.cast.service(server, CHAT_PORT),
    );
    story.script.at(start, move |line| {
        let mut talk = Talk::open(line, start, client, service, "irc");
        talk.ask(&chat::irc_login("op"), &chat::irc_welcome(&name, "op"));
        talk.ask(
            &chat::irc_join(CHANNEL),
            &chat::irc_topic(&name, "op", CHANNEL, "!wait"),
        );
        talk.say(
            Side::Client,
            &chat::irc_message(None, CHANNEL, "!order follows"),
        );
        talk.pause(2 * SECOND);
        talk.close(Side::Client);
    });
}
