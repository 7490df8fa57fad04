//! What do the phones do?
//!
//! They register with their exchange; the first calls the third for a quarter of a minute, with
//! the call set up by SIP and its sound in RTP between the phones.

use super::super::contact::datagram;
use super::super::payload::devices::{self, Call};
use super::super::script::{Line, MILLISECOND, MINUTE, SECOND};
use super::super::wire::Host;
use super::Story;

/// Tells of the phones.
pub fn tell(story: &mut Story<'_>) {
    let exchange = story.office.exchange;
    let phones = story.office.phones.clone();
    for (index, &phone) in phones.iter().enumerate() {
        for round in 0..3 {
            let start = 5 * SECOND + round * 10 * MINUTE + story.random.below(20 * SECOND);
            let number = story.random.word() >> 8;
            story.script.at(start, move |line| {
                let call = call(100 + index, 100 + index, exchange, number);
                let (phone, exchange) = (phone.port(5060), exchange.port(5060));
                datagram(
                    line,
                    start,
                    phone,
                    exchange,
                    &devices::sip_request("REGISTER", &call, None),
                    "sip",
                );
                let answer = devices::sip_answer("200 OK", "REGISTER", &call, None);
                datagram(
                    line,
                    start + 6 * MILLISECOND,
                    exchange,
                    phone,
                    &answer,
                    "sip",
                );
            });
        }
    }
    let (caller, callee) = (phones[0], phones[2]);
    let start = 10 * MINUTE;
    story.script.at(start, move |line| {
        talk_by_phone(line, start, caller, callee, exchange)
    });
}

fn talk_by_phone(line: &mut Line, start: u64, caller: Host, callee: Host, exchange: Host) {
    const SECONDS: u64 = 15;
    let call = call(100, 102, exchange, 4711);
    let [near, far] = [caller.address.to_string(), callee.address.to_string()];
    let mut now = start;
    let mut pass = |line: &mut Line, from: Host, to: Host, message: &[u8], then: u64| {
        datagram(line, now, from.port(5060), to.port(5060), message, "sip");
        now += then;
        now
    };
    let invite = devices::sip_request("INVITE", &call, Some((&near, 16_384)));
    pass(line, caller, exchange, &invite, 4 * MILLISECOND);
    pass(line, exchange, callee, &invite, 30 * MILLISECOND);
    let ringing = devices::sip_answer("180 Ringing", "INVITE", &call, None);
    pass(line, callee, exchange, &ringing, 2 * MILLISECOND);
    pass(line, exchange, caller, &ringing, 4 * SECOND);
    let accepted = devices::sip_answer("200 OK", "INVITE", &call, Some((&far, 16_390)));
    pass(line, callee, exchange, &accepted, 2 * MILLISECOND);
    pass(line, exchange, caller, &accepted, 20 * MILLISECOND);
    let begins = pass(
        line,
        caller,
        exchange,
        &devices::sip_request("ACK", &call, None),
        10 * MILLISECOND,
    );
    let (speaker, listener) = (caller.port(16_384), callee.port(16_390));
    for packet in 0..SECONDS * 50 {
        let time = begins + packet * 20 * MILLISECOND;
        let jitter = line.random.below(900_000);
        datagram(
            line,
            time + jitter,
            speaker,
            listener,
            &devices::rtp(packet as u16, 0x1111),
            "rtp",
        );
        let jitter = line.random.below(900_000);
        datagram(
            line,
            time + 7 * MILLISECOND + jitter,
            listener,
            speaker,
            &devices::rtp(packet as u16, 0x2222),
            "rtp",
        );
    }
    now = begins + SECONDS * SECOND + SECOND;
    let bye = devices::sip_request("BYE", &call, None);
    datagram(
        line,
        now,
        caller.port(5060),
        exchange.port(5060),
        &bye,
        "sip",
    );
    let done = devices::sip_answer("200 OK", "BYE", &call, None);
    datagram(
        line,
        now + 9 * MILLISECOND,
        exchange.port(5060),
        caller.port(5060),
        &done,
        "sip",
    );
}

fn call(caller: usize, callee: usize, exchange: Host, number: u32) -> Call {
    Call {
        caller: caller.to_string(),
        callee: callee.to_string(),
        exchange: exchange.address.to_string(),
        number,
    }
}
