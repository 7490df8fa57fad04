//! How do two hosts talk over TCP?
//!
//! [`Talk`] is one connection, from the handshake to the last acknowledgement, with sequence
//! numbers that add up (RFC 9293). A side that has nothing to say acknowledges late, or after a
//! few segments, as usual stacks do.

use super::script::{Line, MICROSECOND, MILLISECOND};
use super::summary::Fact;
use super::wire::{self, ACK, FIN, PSH, Party, RST, SYN, Segment};

/// Who speaks in a [`Talk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Client = 0,
    Server = 1,
}

use Side::{Client, Server};

impl Side {
    fn other(self) -> Self {
        if self == Client { Server } else { Client }
    }
}

/// The longest payload of one segment that fits every path in these stories.
const SEGMENT_LEN: usize = 1400;
/// A receiver that has nothing to say acknowledges after this many segments …
const SEGMENTS_PER_ACK: usize = 4;
/// … or after this time.
const DELAYED_ACK: u64 = 40 * MILLISECOND;

/// A TCP connection under way.
pub struct Talk<'l> {
    line: &'l mut Line,
    parties: [Party; 2],
    /// The sequence number that each side sends next.
    next: [u32; 2],
    /// Whether a side has received something that it has not acknowledged.
    owes_ack: [bool; 2],
    application: &'static str,
    round_trip: u64,
    speaker: Side,
    now: u64,
}

impl<'l> Talk<'l> {
    /// Shakes hands, beginning at `start`.
    pub fn open(
        line: &'l mut Line,
        start: u64,
        client: Party,
        server: Party,
        application: &'static str,
    ) -> Self {
        // Both on tagged ports of one switch: near.
        let is_near = client.host.vlan.is_some() && server.host.vlan.is_some();
        let distance = if is_near {
            0
        } else {
            line.random.heavy(4, 60) * MILLISECOND
        };
        let round_trip = distance + line.random.between(180_000, MILLISECOND);
        let next = [line.random.word(), line.random.word()];
        let mut talk = Self {
            line,
            parties: [client, server],
            next,
            owes_ack: [false; 2],
            application,
            round_trip,
            speaker: Client,
            now: start,
        };
        talk.segment(Client, SYN, &[]);
        talk.turn_to(Server);
        talk.segment(Server, SYN | ACK, &[]);
        talk.turn_to(Client);
        talk.segment(Client, ACK, &[]);
        talk.owes_ack = [false; 2];
        talk.now += 50 * MICROSECOND;
        talk
    }

    /// One side sends a message, in as many segments as it takes.
    pub fn say(&mut self, side: Side, message: &[u8]) {
        self.turn_to(side);
        let count = message.len().div_ceil(SEGMENT_LEN);
        for (index, part) in message.chunks(SEGMENT_LEN).enumerate() {
            let last = index + 1 == count;
            self.segment(side, if last { PSH | ACK } else { ACK }, part);
            self.now += self.line.random.between(12, 90) * MICROSECOND;
            if !last && index % SEGMENTS_PER_ACK == SEGMENTS_PER_ACK - 1 {
                let resumed = self.now;
                self.now += self.round_trip / 2;
                self.segment(side.other(), ACK, &[]);
                self.now = resumed;
            }
        }
    }

    /// The client asks, the server answers.
    pub fn ask(&mut self, question: &[u8], answer: &[u8]) {
        self.say(Client, question);
        self.say(Server, answer);
    }

    /// Nothing is said for a while; what is owed is acknowledged.
    pub fn pause(&mut self, duration: u64) {
        let resumed = self.now + duration.max(DELAYED_ACK);
        for side in [Client, Server] {
            if self.owes_ack[side as usize] {
                self.now += self.round_trip / 2 + DELAYED_ACK / 2;
                self.segment(side, ACK, &[]);
            }
        }
        self.now = self.now.max(resumed);
    }

    /// One side closes, the other follows.
    pub fn close(mut self, side: Side) {
        self.turn_to(side);
        self.segment(side, FIN | ACK, &[]);
        self.turn_to(side.other());
        self.segment(side.other(), FIN | ACK, &[]);
        self.turn_to(side);
        self.segment(side, ACK, &[]);
    }

    /// One side resets the connection.
    pub fn reset(mut self, side: Side) {
        self.turn_to(side);
        self.segment(side, RST | ACK, &[]);
    }

    /// Time of the last thing said.
    pub fn now(&self) -> u64 {
        self.now
    }

    /// Random numbers of this scene.
    pub fn random(&mut self) -> &mut super::random::Random {
        &mut self.line.random
    }

    /// Lets half a round trip pass where the other side spoke last.
    fn turn_to(&mut self, side: Side) {
        if self.speaker != side {
            self.now += self.round_trip / 2 + self.line.random.between(20, 900) * MICROSECOND;
            self.speaker = side;
        }
    }

    fn segment(&mut self, side: Side, flags: u8, payload: &[u8]) {
        let (this, other) = (side as usize, side.other() as usize);
        let acknowledged = if flags & ACK == 0 {
            0
        } else {
            self.next[other]
        };
        let window = if self.parties[this].host.ttl > 64 {
            1026
        } else {
            502
        };
        let segment = Segment {
            sequence: self.next[this],
            acknowledged,
            flags,
            window,
            payload,
        };
        let bytes = wire::tcp(self.parties[this], self.parties[other], segment);
        let fact = Fact {
            protocol: 6,
            ends: [self.parties[this].end(), self.parties[other].end()],
            application: self.application,
            evident: !payload.is_empty(),
        };
        self.line.send(self.now, bytes, fact);
        let advance = payload.len() as u32 + u32::from(flags & (SYN | FIN) != 0);
        self.next[this] = self.next[this].wrapping_add(advance);
        self.owes_ack[this] = false;
        self.owes_ack[other] |= advance > 0;
    }
}
