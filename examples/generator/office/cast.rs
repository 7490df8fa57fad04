//! Who is in the office, and what are their addresses?

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::wire::{Host, Party};

/// VLAN of computers, phones, sensors.
const COMPUTERS: u16 = 10;
const PHONES: u16 = 20;
const SENSORS: u16 = 30;

/// A computer at a desk.
#[derive(Clone, Debug)]
pub struct Desk {
    pub name: String,
    pub host: Host,
    /// The same computer's addresses of IPv6: on the link, and in the office's prefix.
    pub link_v6: Host,
    pub global_v6: Host,
    pub next_port: u16,
}

/// Everybody.
pub struct Office {
    pub router: Host,
    pub router_v6: Host,
    /// DHCP, names, files, time and management.
    pub server: Host,
    pub storage: Host,
    pub printer: Host,
    pub switch: Host,
    pub access_point: Host,
    pub desks: Vec<Desk>,
    pub phones: Vec<Host>,
    pub exchange: Host,
    pub sensors: Vec<Host>,
    pub broker: Host,
    pub heating: Host,
    /// Beyond the router: name and host.
    pub sites: Vec<(&'static str, Host)>,
    pub sites_v6: Vec<(&'static str, Host)>,
    pub mail: Host,
    pub clock: Host,
    pub remote_shell: Host,
}

/// The office's prefix.
pub const PREFIX: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0x10, 0, 0, 0, 0, 0);

impl Office {
    /// The cast of the sample.
    pub fn new() -> Self {
        let router = inside(COMPUTERS, 1);
        let desks = (0..14).map(desk).collect();
        let beyond = |a, b, c, d| Host {
            address: Ipv4Addr::new(a, b, c, d).into(),
            vlan: None,
            ttl: 54,
            ..router
        };
        let beyond_v6 = |last| Host {
            address: Ipv6Addr::new(0x2001, 0xdb8, 0x99, 0, 0, 0, 0, last).into(),
            vlan: None,
            ttl: 54,
            ..router
        };
        Self {
            router,
            router_v6: Host {
                address: link_local(router.mac).into(),
                ttl: 255,
                ..router
            },
            server: inside(COMPUTERS, 10),
            storage: inside(COMPUTERS, 11),
            printer: inside(COMPUTERS, 12),
            switch: inside(COMPUTERS, 2),
            access_point: inside(COMPUTERS, 3),
            desks,
            phones: (101..=104).map(|last| inside(PHONES, last)).collect(),
            exchange: inside(PHONES, 10),
            sensors: (51..=55).map(|last| inside(SENSORS, last)).collect(),
            broker: inside(SENSORS, 10),
            heating: inside(SENSORS, 20),
            sites: vec![
                ("www.news.example", beyond(198, 51, 100, 10)),
                ("app.suite.example", beyond(198, 51, 100, 20)),
                ("cdn.video.example", beyond(203, 0, 113, 30)),
                ("wiki.example.org", beyond(203, 0, 113, 40)),
            ],
            sites_v6: vec![
                ("www.six.example", beyond_v6(0x10)),
                ("cloud.suite.example", beyond_v6(0x20)),
            ],
            mail: beyond(192, 0, 2, 25),
            clock: beyond(192, 0, 2, 123),
            remote_shell: beyond(198, 51, 100, 22),
        }
    }

    /// A desk's end of a new connection.
    pub fn client(&mut self, desk: usize) -> Party {
        let desk = &mut self.desks[desk];
        desk.next_port += 1;
        desk.host.port(desk.next_port)
    }

    /// The same over IPv6.
    pub fn client_v6(&mut self, desk: usize) -> Party {
        let desk = &mut self.desks[desk];
        desk.next_port += 1;
        desk.global_v6.port(desk.next_port)
    }
}

/// A group that hosts of a link listen to, or everybody on it.
pub fn group(address: IpAddr) -> Host {
    let mac = match address {
        IpAddr::V4(address) if address.is_multicast() => {
            let [_, b, c, d] = address.octets();
            [0x01, 0x00, 0x5E, b & 0x7F, c, d]
        }
        IpAddr::V4(_) => [0xFF; 6],
        IpAddr::V6(address) => {
            let [.., a, b, c, d] = address.octets();
            [0x33, 0x33, a, b, c, d]
        }
    };
    Host {
        address,
        mac,
        ttl: 1,
        vlan: None,
    }
}

/// The group on which a neighbour with this address is asked for (RFC 4291).
pub fn solicited_node(address: Ipv6Addr) -> Host {
    let [.., b, c, d] = address.octets();
    group(
        Ipv6Addr::new(
            0xff02,
            0,
            0,
            0,
            0,
            1,
            0xff00 | u16::from(b),
            u16::from(c) << 8 | u16::from(d),
        )
        .into(),
    )
}

fn inside(vlan: u16, last: u8) -> Host {
    // Stations 00-00-5E-00-53-xx are kept for documentation (RFC 7042); phones and sensors have
    // local ones.
    let mac = if vlan == COMPUTERS {
        [0x00, 0x00, 0x5E, 0x00, 0x53, last]
    } else {
        [0x02, 0x00, 0x5E, 0x00, vlan as u8, last]
    };
    Host {
        address: Ipv4Addr::new(10, 10, vlan as u8, last).into(),
        mac,
        ttl: 64,
        vlan: Some(vlan),
    }
}

fn desk(index: usize) -> Desk {
    const NAMES: [&str; 14] = [
        "alder", "birch", "cedar", "elm", "fir", "hazel", "juniper", "larch", "maple", "oak",
        "pine", "rowan", "spruce", "willow",
    ];
    let mut host = inside(COMPUTERS, 100 + index as u8);
    host.ttl = if index.is_multiple_of(3) { 64 } else { 128 };
    let link = link_local(host.mac);
    let mut global = link.octets();
    global[..8].copy_from_slice(&PREFIX.octets()[..8]);
    Desk {
        name: NAMES[index].to_owned(),
        host,
        link_v6: Host {
            address: link.into(),
            ttl: 255,
            ..host
        },
        global_v6: Host {
            address: Ipv6Addr::from(global).into(),
            ttl: 64,
            ..host
        },
        next_port: 49_152 + 997 * index as u16,
    }
}

/// The address on the link that follows from a station (RFC 4291, appendix A).
fn link_local([a, b, c, d, e, f]: [u8; 6]) -> Ipv6Addr {
    let word = |high, low| u16::from_be_bytes([high, low]);
    Ipv6Addr::new(
        0xfe80,
        0,
        0,
        0,
        word(a ^ 2, b),
        word(c, 0xff),
        word(0xfe, d),
        word(e, f),
    )
}
