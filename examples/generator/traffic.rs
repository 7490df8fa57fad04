//! How is a capture of any size made fast, for measuring how fast one is read?
//!
//! A fixed number of conversations is under way at once; each step sends one packet of one of
//! them, and a conversation that ends makes room for another. Nothing is planned or sorted: only
//! the truth, which holds every flow, needs memory that grows with the size.

use std::io::{self, Write};
use std::net::Ipv4Addr;

use super::container::Pcap;
use super::payload::{chat, names, plain, web};
use super::random::Random;
use super::script::{DAWN, MICROSECOND};
use super::summary::{Fact, Summary, Tally};
use super::wire::{self, ACK, FIN, Host, PSH, Party, SYN, Segment};

/// Conversations under way at once.
const CONCURRENT: usize = 600;
const CLIENTS: u64 = 4000;
const SERVERS: usize = 400;

/// Writes a pcap file of at least `size_bytes` (and less than one frame more) with web, names,
/// chat and clock traffic.
///
/// # Errors
/// What the writer returns.
pub fn traffic(size_bytes: u64, seed: u64, out: &mut impl Write) -> io::Result<Summary> {
    let mut world = World {
        random: Random::for_part(seed, 7),
        next_port: vec![20_000; CLIENTS as usize],
        cipher: web::record(23, &super::payload::filler(1380)),
        plain: super::payload::filler(1400),
    };
    let mut talks: Vec<Conversation> = (0..CONCURRENT).map(|_| world.conversation()).collect();
    let mut file = Pcap::begin(out)?;
    let mut written = Pcap::<Vec<u8>>::HEADER_LEN;
    let mut tally = Tally::default();
    let mut now = DAWN;
    while written < size_bytes {
        // Half of the steps go to a few conversations: traffic comes in trains.
        let slot = if world.random.chance(1, 2) {
            world.random.index(24)
        } else {
            world.random.index(CONCURRENT)
        };
        let Some((frame, fact)) = talks[slot].step(&world) else {
            talks[slot] = world.conversation();
            continue;
        };
        now += world.random.heavy(2, 400) * MICROSECOND;
        tally.add(now, frame.len(), &fact);
        file.write(now, &frame)?;
        written += Pcap::<Vec<u8>>::RECORD_LEN + frame.len() as u64;
    }
    Ok(tally.finish())
}

/// What conversations draw on.
struct World {
    random: Random,
    next_port: Vec<u16>,
    cipher: Vec<u8>,
    plain: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tcp,
    /// Nobody answers.
    Unanswered,
    Udp,
}

/// What a conversation will be.
struct Plan {
    kind: Kind,
    application: &'static str,
    /// The server's port.
    service: u16,
    /// Side and message, in order.
    opening: Vec<(usize, Vec<u8>)>,
    /// Packets that follow, for the most part the server's.
    bulk: usize,
}

/// A conversation under way.
struct Conversation {
    plan: Plan,
    parties: [Party; 2],
    next: [u32; 2],
    sent: usize,
}

impl World {
    fn conversation(&mut self) -> Conversation {
        let client = self.random.popular(CLIENTS as usize);
        let server = self.random.popular(SERVERS);
        let port = self.next_port[client];
        self.next_port[client] = port.checked_add(1).unwrap_or(1025);
        let name = format!("www{server}.example");
        let plan = self.plan(&name);
        let site = (client / 200) as u8;
        let near = host([10, 30, site, (client % 200) as u8 + 10], site);
        let [block, last] = [(server / 200) as u8, (server % 200) as u8 + 10];
        let far = host([198, 18, block, last], 255);
        Conversation {
            parties: [near.port(port), far.port(plan.service)],
            next: [self.random.word(), self.random.word()],
            sent: 0,
            plan,
        }
    }

    /// What a new conversation with a server will be.
    fn plan(&mut self, name: &str) -> Plan {
        let random = &mut self.random;
        let bulk = random.heavy(2, 900) as usize;
        match random.below(20) {
            0..7 => {
                let opening = vec![
                    (0, web::client_hello(name, random)),
                    (1, web::server_hello(random)),
                    (0, web::client_finished()),
                ];
                Plan {
                    kind: Kind::Tcp,
                    application: "tls",
                    service: 443,
                    opening,
                    bulk,
                }
            }
            7..11 => {
                let opening = vec![
                    (0, web::http_get(name, "/", "Example/1.0")),
                    (1, web::http_answer("text/html", 600)),
                ];
                Plan {
                    kind: Kind::Tcp,
                    application: "http",
                    service: 80,
                    opening,
                    bulk: bulk / 2,
                }
            }
            11..15 => {
                let id = random.next() as u16;
                let address = Ipv4Addr::new(198, 18, 0, id as u8).into();
                let answers = [names::Record::address(name, address)];
                let opening = vec![
                    (
                        0,
                        names::message(id, names::QUERY, Some((name, names::A)), &[]),
                    ),
                    (
                        1,
                        names::message(id, names::ANSWER, Some((name, names::A)), &answers),
                    ),
                ];
                Plan {
                    kind: Kind::Udp,
                    application: "dns",
                    service: 53,
                    opening,
                    bulk: 0,
                }
            }
            15 => {
                let connection = random.next();
                let opening = vec![
                    (0, web::quic_initial(connection)),
                    (1, web::quic_handshake(connection)),
                ];
                Plan {
                    kind: Kind::Udp,
                    application: "quic",
                    service: 443,
                    opening,
                    bulk: 0,
                }
            }
            16 => {
                let opening = vec![
                    (0, plain::ntp(3_969_421_200, false)),
                    (1, plain::ntp(3_969_421_201, true)),
                ];
                Plan {
                    kind: Kind::Udp,
                    application: "ntp",
                    service: 123,
                    opening,
                    bulk: 0,
                }
            }
            17 => {
                let mut opening = vec![
                    (0, chat::irc_login("guest")),
                    (1, chat::irc_welcome(name, "guest")),
                ];
                for _ in 0..random.below(12) {
                    opening.extend([(1, chat::irc_ping(name)), (0, chat::irc_pong(name))]);
                }
                Plan {
                    kind: Kind::Tcp,
                    application: "irc",
                    service: 6667,
                    opening,
                    bulk: 0,
                }
            }
            _ => Plan {
                kind: Kind::Unanswered,
                application: "",
                service: random.between(1, 1024) as u16,
                opening: Vec::new(),
                bulk: 0,
            },
        }
    }
}

impl Conversation {
    /// The next packet, or nothing when all is said.
    fn step(&mut self, world: &World) -> Option<(Vec<u8>, Fact)> {
        let index = self.sent;
        self.sent += 1;
        match self.plan.kind {
            Kind::Udp => {
                let (side, message) = self.plan.opening.get(index)?;
                let frame = wire::udp(self.parties[*side], self.parties[1 - side], message);
                Some((frame, self.fact(17, *side, true)))
            }
            Kind::Unanswered => (index < 2).then(|| self.segment(0, SYN, &[], 0)),
            Kind::Tcp => self.tcp_step(index, world),
        }
    }

    /// Handshake (3 packets), opening messages, bulk with an acknowledgement for every third
    /// packet, goodbye (3 packets).
    fn tcp_step(&mut self, index: usize, world: &World) -> Option<(Vec<u8>, Fact)> {
        let [opening, bulk] = [self.plan.opening.len(), self.plan.bulk];
        Some(match index {
            0 => self.segment(0, SYN, &[], 1),
            1 => self.segment(1, SYN | ACK, &[], 1),
            2 => self.segment(0, ACK, &[], 0),
            index if index < 3 + opening => {
                let (side, message) = std::mem::take(&mut self.plan.opening[index - 3]);
                self.segment(side, PSH | ACK, &message, 0)
            }
            index if index < 3 + opening + bulk => match (index - opening) % 3 {
                2 => self.segment(0, ACK, &[], 0),
                _ if self.plan.application == "tls" => self.segment(1, ACK, &world.cipher, 0),
                _ => self.segment(1, ACK, &world.plain, 0),
            },
            index => match index - 3 - opening - bulk {
                0 => self.segment(0, FIN | ACK, &[], 1),
                1 => self.segment(1, FIN | ACK, &[], 1),
                2 => self.segment(0, ACK, &[], 0),
                _ => return None,
            },
        })
    }

    fn segment(&mut self, side: usize, flags: u8, payload: &[u8], counted: u32) -> (Vec<u8>, Fact) {
        let acknowledged = if flags & ACK == 0 {
            0
        } else {
            self.next[1 - side]
        };
        let segment = Segment {
            sequence: self.next[side],
            acknowledged,
            flags,
            window: 502,
            payload,
        };
        let frame = wire::tcp(self.parties[side], self.parties[1 - side], segment);
        self.next[side] = self.next[side].wrapping_add(counted + payload.len() as u32);
        (frame, self.fact(6, side, !payload.is_empty()))
    }

    fn fact(&self, protocol: u16, side: usize, evident: bool) -> Fact {
        Fact {
            protocol,
            ends: [self.parties[side].end(), self.parties[1 - side].end()],
            application: self.plan.application,
            evident,
        }
    }
}

fn host(address: [u8; 4], site: u8) -> Host {
    let mac = [0x00, 0x00, 0x5E, 0x00, 0x53, site];
    Host {
        address: Ipv4Addr::from(address).into(),
        mac,
        ttl: 60,
        vlan: None,
    }
}
