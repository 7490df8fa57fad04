//! Who opened a flow, and how sure is that?
//!
//! The surest evidence wins: a TCP handshake, then a payload that only a client or only a server
//! sends, then a well-known port, then the lower port, then who was seen first. Nobody answers from
//! a multicast or broadcast address, so there the sender is the client, whatever the ports.

use super::DirectionReason;
use crate::capture::{Protocol, applications};

/// What is known about the two sides of a flow. Side 0 sent the first packet seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    /// Protocol.
    pub protocol: Protocol,
    /// Ports of the sides.
    pub ports: [u16; 2],
    /// Whether the side's address is a multicast or broadcast address.
    pub is_group: [bool; 2],
    /// The side that sent the first SYN without ACK.
    pub syn: Option<u8>,
    /// The side that sent the first SYN with ACK.
    pub syn_ack: Option<u8>,
    /// The side whose payload said that it is the client's.
    pub payload: Option<u8>,
}

/// The client's side, why, and how sure in percent.
pub(super) fn client_of(sides: &Sides) -> (u8, DirectionReason, u8) {
    if let Some(side) = sides.syn {
        return (side, DirectionReason::Syn, 100);
    }
    if let Some(side) = sides.syn_ack {
        return (1 - side, DirectionReason::Syn, 98);
    }
    if let Some(side) = sides.payload {
        return (side, DirectionReason::Payload, 95);
    }
    match sides.is_group {
        [true, false] => return (1, DirectionReason::FirstPacket, 90),
        [false, true] => return (0, DirectionReason::FirstPacket, 90),
        _ => {}
    }
    if !sides.protocol.has_ports() || sides.ports[0] == sides.ports[1] {
        return (0, DirectionReason::FirstPacket, 50);
    }
    let is_known = sides
        .ports
        .map(|port| applications::by_port(sides.protocol, port).is_some());
    match is_known {
        [true, false] => return (1, DirectionReason::KnownPort, 85),
        [false, true] => return (0, DirectionReason::KnownPort, 85),
        _ => {}
    }
    let lower = u8::from(sides.ports[1] < sides.ports[0]);
    // Ports below 1024 need privileges, so they are seldom a client's.
    let privileged = sides.ports.map(|port| port < 1024);
    let confidence = if privileged[0] == privileged[1] {
        55
    } else {
        75
    };
    (1 - lower, DirectionReason::LowerPort, confidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl Fn(&mut Sides), expected: (u8, DirectionReason, u8)) {
        let mut sides = Sides {
            protocol: Protocol::TCP,
            ports: [40_000, 50_000],
            is_group: [false; 2],
            syn: None,
            syn_ack: None,
            payload: None,
        };
        change(&mut sides);
        assert_eq!(client_of(&sides), expected, "{sides:?}");
    }

    #[test]
    fn the_surest_evidence_wins() {
        use DirectionReason::{FirstPacket, KnownPort, LowerPort, Payload, Syn};
        check(
            |sides| (sides.syn, sides.payload) = (Some(1), Some(0)),
            (1, Syn, 100),
        );
        check(
            |sides| (sides.syn_ack, sides.payload) = (Some(1), Some(1)),
            (0, Syn, 98),
        );
        check(
            |sides| (sides.payload, sides.ports) = (Some(1), [443, 50_000]),
            (1, Payload, 95),
        );
        check(|sides| sides.ports = [443, 50_000], (1, KnownPort, 85));
        check(|sides| sides.ports = [50_000, 443], (0, KnownPort, 85));
        check(|_| {}, (1, LowerPort, 55));
        check(|sides| sides.ports = [50_000, 40_000], (0, LowerPort, 55));
        check(|sides| sides.ports = [1_001, 50_000], (1, LowerPort, 75));
        check(|sides| sides.ports = [50_000, 50_000], (0, FirstPacket, 50));
        check(
            |sides| sides.protocol = Protocol::ICMP,
            (0, FirstPacket, 50),
        );
        check(|sides| sides.is_group = [false, true], (0, FirstPacket, 90));
        check(|sides| sides.is_group = [true, false], (1, FirstPacket, 90));
    }
}
