//! How do two hosts get in touch without a connection?
//!
//! Datagrams, control messages, frames without IP, and connection attempts that lead to nothing.

use super::script::{Line, MICROSECOND, MILLISECOND, SECOND};
use super::summary::{End, Fact};
use super::wire::{self, ACK, Host, Party, RST, SYN, Segment};

/// What becomes of a connection attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Nothing, so the client tries once more.
    Silence,
    /// The port is closed.
    Refused,
    /// The port is open; the scanner hangs up at once.
    Open,
}

/// A connection attempt without a message, as a scan makes it.
pub fn knock(
    line: &mut Line,
    start: u64,
    client: Party,
    server: Party,
    reply: Reply,
    application: &'static str,
) {
    let [ours, theirs] = [line.random.word(), line.random.word()];
    let fact = |from: Party, to: Party| Fact {
        protocol: 6,
        ends: [from.end(), to.end()],
        application,
        evident: false,
    };
    let mut send = |time, from, to, sequence, acknowledged, flags| {
        let window = if flags & RST == 0 { 1024 } else { 0 };
        let segment = Segment {
            sequence,
            acknowledged,
            flags,
            window,
            payload: &[],
        };
        line.send(time, wire::tcp(from, to, segment), fact(from, to));
    };
    let answered = start + 7 * MILLISECOND + u64::from(theirs >> 12) * 4;
    send(start, client, server, ours, 0, SYN);
    match reply {
        Reply::Silence => send(start + SECOND, client, server, ours, 0, SYN),
        Reply::Refused => send(answered, server, client, 0, ours.wrapping_add(1), RST | ACK),
        Reply::Open => {
            send(
                answered,
                server,
                client,
                theirs,
                ours.wrapping_add(1),
                SYN | ACK,
            );
            send(
                answered + 3 * MILLISECOND,
                client,
                server,
                ours.wrapping_add(1),
                0,
                RST,
            );
        }
    }
}

/// One UDP datagram.
pub fn datagram(
    line: &mut Line,
    time: u64,
    from: Party,
    to: Party,
    payload: &[u8],
    application: &'static str,
) {
    let fact = Fact {
        protocol: 17,
        ends: [from.end(), to.end()],
        application,
        evident: !payload.is_empty(),
    };
    line.send(time, wire::udp(from, to, payload), fact);
}

/// An ICMP or ICMPv6 message: type, code, and what follows the checksum.
pub fn control(line: &mut Line, time: u64, from: Host, to: Host, kind: u8, code: u8, rest: &[u8]) {
    let protocol = if from.address.is_ipv4() { 1 } else { 58 };
    let fact = Fact {
        protocol,
        ends: [from.port(0).end(), to.port(0).end()],
        application: "",
        evident: false,
    };
    line.send(time, wire::icmp(from, to, kind, code, rest), fact);
}

/// An IP packet of any other protocol.
pub fn ip_packet(line: &mut Line, time: u64, from: Host, to: Host, protocol: u8, body: &[u8]) {
    let ends = [from.port(0).end(), to.port(0).end()];
    let fact = Fact {
        protocol: u16::from(protocol),
        ends,
        application: "",
        evident: false,
    };
    line.send(time, wire::ip(from, to, protocol, body), fact);
}

/// A frame without IP: an EtherType, or a length where an LLC header follows.
pub fn link_frame(
    line: &mut Line,
    time: u64,
    from: [u8; 6],
    to: [u8; 6],
    vlan: Option<u16>,
    kind: u16,
    body: &[u8],
) {
    let protocol = if kind < 1536 {
        0x0100 | u16::from(body[0])
    } else {
        kind
    };
    let fact = Fact {
        protocol,
        ends: [End::Mac(from), End::Mac(to)],
        application: "",
        evident: false,
    };
    line.send(time, wire::ethernet(to, from, vlan, kind, body), fact);
}

/// An echo request and, where the target lives, its reply.
pub fn ping(line: &mut Line, time: u64, from: Host, to: Host, number: u16, answered: bool) {
    let [ask, reply] = if from.address.is_ipv4() {
        [8, 0]
    } else {
        [128, 129]
    };
    let mut rest = vec![0x1D, 0x07];
    rest.extend(number.to_be_bytes());
    rest.extend(0x10..0x40_u8);
    control(line, time, from, to, ask, 0, &rest);
    if answered {
        let delay = line.random.between(300, 30_000) * MICROSECOND;
        control(line, time + delay, to, from, reply, 0, &rest);
    }
}
