//! Who takes part in the botnet's story, and which address does everybody have?
//!
//! Computers live in sites of about ninety, each a /24 behind one router with one resolver; a site
//! belongs mostly to one community, as infections spread among neighbours. Servers have
//! addresses of the ranges kept for documentation (RFC 5737) and benchmarks (RFC 2544).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::random::Random;
use super::super::wire::{Host, Party};
use super::words::{site_name, word};

/// Index of a host in [`Cast::hosts`].
pub type Id = usize;

/// How many computers a site has.
const SITE_SIZE: usize = 90;

/// A command server and its bots.
pub struct Hub {
    pub server: Id,
    pub name: String,
    pub bots: Vec<Id>,
}

/// Everybody.
pub struct Cast {
    pub hosts: Vec<Host>,
    /// The resolver that a host asks.
    resolver_of: Vec<Id>,
    /// The client port that a host uses next.
    next_port: Vec<u16>,
    /// The resolvers of the sites.
    pub resolvers: Vec<Id>,
    pub authorities: Vec<Id>,
    pub clocks: Vec<Id>,
    /// The one who controls the botnet, and the machine that it works through.
    pub herder: Id,
    pub stepping_stone: Id,
    pub irc: Vec<Hub>,
    pub http: Vec<Hub>,
    /// One list of peers for each of the three overlays.
    pub overlays: Vec<Vec<Id>>,
    pub clients: Vec<Id>,
    pub sites: Vec<(Id, String)>,
    pub mail: Vec<(Id, String)>,
    /// Addresses that scans knock at.
    pub dark: Vec<Id>,
    pub v6_clients: Vec<Id>,
    pub v6_sites: Vec<(Id, String)>,
}

impl Cast {
    /// A cast of exactly `count` hosts (at least 100).
    pub fn new(count: usize, random: &mut Random) -> Self {
        let mut cast = Self {
            hosts: Vec::new(),
            resolver_of: Vec::new(),
            next_port: Vec::new(),
            resolvers: Vec::new(),
            authorities: Vec::new(),
            clocks: Vec::new(),
            herder: 0,
            stepping_stone: 0,
            irc: Vec::new(),
            http: Vec::new(),
            overlays: Vec::new(),
            clients: Vec::new(),
            sites: Vec::new(),
            mail: Vec::new(),
            dark: Vec::new(),
            v6_clients: Vec::new(),
            v6_sites: Vec::new(),
        };
        let share = |per_mille: usize| (count * per_mille / 1000).max(3);
        cast.authorities = vec![cast.server([192, 0, 2, 53]), cast.server([192, 0, 2, 54])];
        cast.clocks = vec![cast.server([192, 0, 2, 123]), cast.server([192, 0, 2, 124])];
        cast.herder = cast.server([198, 51, 100, 23]);
        for index in 0..share(26) {
            let id = cast.server_in([198, 18], index);
            cast.sites.push((id, site_name(index)));
        }
        for index in 0..share(9) {
            let id = cast.server_in([198, 19], index);
            cast.mail.push((id, format!("mx{index}.mail.example")));
        }
        for index in 0..share(64) {
            let id = cast.server_in([172, 24], index);
            cast.dark.push(id);
        }
        cast.populate_v6(share(20), random);

        let mut command = 0;
        for (bots, is_irc) in [(share(320), true), (share(215), false)] {
            for (index, size) in hub_sizes(bots).into_iter().enumerate() {
                command += 1;
                let server = cast.server([
                    203,
                    0,
                    113 - (command / 250) as u8,
                    (command % 250) as u8 + 4,
                ]);
                let family = if is_irc { "irc" } else { "gate" };
                let name = format!("{family}{index}.{}.example", word(random));
                let bots =
                    cast.site_hosts(size, if is_irc && index == 0 { 230 } else { SITE_SIZE });
                let hub = Hub { server, name, bots };
                if is_irc {
                    cast.irc.push(hub)
                } else {
                    cast.http.push(hub)
                }
            }
        }
        for size in [share(70), share(45), share(28)] {
            let peers = cast.site_hosts(size, SITE_SIZE);
            cast.overlays.push(peers);
        }
        // Every other computer browses. A site's resolver counts too, so sites fill up to the end.
        while cast.hosts.len() < count {
            let wanted = (count - cast.hosts.len() - 1).min(SITE_SIZE);
            let clients = cast.site_hosts(wanted, SITE_SIZE);
            cast.clients.extend(clients);
        }
        cast.bridge(random);
        cast.stepping_stone = *random.pick(&cast.clients);
        cast.mix(random);
        for port in &mut cast.next_port {
            *port = random.between(32_768, 60_000) as u16;
        }
        for host in &mut cast.hosts {
            host.ttl = if random.chance(2, 3) {
                random.between(108, 126)
            } else {
                random.between(46, 63)
            } as u8;
        }
        cast
    }

    /// A host's end of a new connection.
    pub fn client(&mut self, id: Id) -> Party {
        let port = self.next_port[id];
        self.next_port[id] = if port == u16::MAX { 1025 } else { port + 1 };
        self.hosts[id].port(port)
    }

    /// A host's end of a service.
    pub fn service(&self, id: Id, port: u16) -> Party {
        self.hosts[id].port(port)
    }

    /// The resolver that a host asks.
    pub fn resolver_of(&self, id: Id) -> Id {
        self.resolver_of[id]
    }

    fn add(&mut self, address: IpAddr, router: usize, resolver: Id) -> Id {
        let id = self.hosts.len();
        self.hosts.push(Host {
            address,
            mac: router_mac(router),
            ttl: 64,
            vlan: None,
        });
        self.resolver_of.push(resolver);
        self.next_port.push(0);
        id
    }

    /// A server beyond the upstream router, which asks the first authority.
    fn server(&mut self, address: [u8; 4]) -> Id {
        self.add(Ipv4Addr::from(address).into(), 0, 0)
    }

    /// Server number `index` of a /16.
    fn server_in(&mut self, [first, second]: [u8; 2], index: usize) -> Id {
        self.server([
            first,
            second,
            (index / 250) as u8 + 1,
            (index % 250) as u8 + 2,
        ])
    }

    /// Makes `count` computers in new sites of at most `site_size`, each with a resolver of its own.
    fn site_hosts(&mut self, count: usize, site_size: usize) -> Vec<Id> {
        let mut made = Vec::with_capacity(count);
        while made.len() < count {
            let site = self.resolvers.len();
            let [high, low] = [(site / 240) as u8, (site % 240) as u8];
            let address = |last: usize| Ipv4Addr::new(10, high + 20, low + 8, last as u8).into();
            let resolver = self.add(address(1), site + 1, 0);
            self.resolvers.push(resolver);
            for index in 0..site_size.min(count - made.len()) {
                // Busy lease pools leave gaps; full /24s do not.
                let last = if site_size > 200 {
                    index + 10
                } else {
                    10 + index * 2 + index % 2
                };
                made.push(self.add(address(last), site + 1, resolver));
            }
        }
        made
    }

    fn populate_v6(&mut self, count: usize, random: &mut Random) {
        let server = |index: u16| Ipv6Addr::new(0x2001, 0xdb8, 0x51, 0, 0, 0, 0, index).into();
        let resolver = self.add(server(0x53), 0, 0);
        for index in 0..(count / 12).max(1) {
            let id = self.add(server(0x80 + index as u16), 0, resolver);
            self.v6_sites.push((id, format!("www.six{index}.example")));
        }
        let clients = count - 1 - self.v6_sites.len().min(count - 2);
        for index in 0..clients {
            let [a, b] = [random.word(), random.word()];
            let network = (index / 60) as u16;
            let address = Ipv6Addr::new(
                0x2001,
                0xdb8,
                0x40,
                network,
                (a >> 16) as u16,
                a as u16,
                (b >> 16) as u16,
                b as u16,
            );
            let id = self.add(address.into(), 200 + index / 60, resolver);
            self.v6_clients.push(id);
        }
    }

    /// One peer in sixteen is a bot of a web server as well, which joins the families.
    fn bridge(&mut self, random: &mut Random) {
        for (number, overlay) in self.overlays.iter().enumerate() {
            let hub = number % self.http.len();
            for _ in 0..overlay.len() / 16 {
                let peer = *random.pick(overlay);
                if !self.http[hub].bots.contains(&peer) {
                    self.http[hub].bots.push(peer);
                }
            }
        }
    }

    /// Moves one bot in twelve to another family: sites are mostly, not wholly, of one kind.
    fn mix(&mut self, random: &mut Random) {
        let mut groups: Vec<&mut Vec<Id>> = self
            .irc
            .iter_mut()
            .chain(&mut self.http)
            .map(|hub| &mut hub.bots)
            .chain(&mut self.overlays)
            .collect();
        for from in 0..groups.len() {
            for _ in 0..groups[from].len() / 24 {
                let to = random.index(groups.len());
                let (here, there) = (
                    random.index(groups[from].len()),
                    random.index(groups[to].len()),
                );
                if from != to {
                    let moved = groups[from][here];
                    groups[from][here] = std::mem::replace(&mut groups[to][there], moved);
                }
            }
        }
    }
}

/// Hubs of at most about a thousand bots, in sizes 4 : 2 : 1.
fn hub_sizes(bots: usize) -> Vec<usize> {
    let hubs = bots.div_ceil(560).max(1);
    let weights: Vec<usize> = (0..hubs).map(|hub| [4, 2, 1][hub % 3]).collect();
    let sum: usize = weights.iter().sum();
    let mut sizes: Vec<usize> = weights.iter().map(|weight| bots * weight / sum).collect();
    sizes[0] += bots - sizes.iter().sum::<usize>();
    sizes
}

/// The router of a site: an address kept for documentation (RFC 7042) or a local one.
fn router_mac(site: usize) -> [u8; 6] {
    if site < 256 {
        [0x00, 0x00, 0x5E, 0x00, 0x53, site as u8]
    } else {
        [0x02, 0x00, 0x5E, 0x53, (site >> 8) as u8, site as u8]
    }
}
