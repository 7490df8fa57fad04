//! How do computers come up?
//!
//! Each asks for an address, looks for its router, and tells the others its name, in all the ways
//! that computers have for that.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::super::contact::{control, datagram, ip_packet, link_frame};
use super::super::payload::{lan, names, plain};
use super::super::script::{Line, MILLISECOND, SECOND};
use super::super::wire::Host;
use super::Story;
use super::cast::{Desk, PREFIX, group, solicited_node};

const EVERYBODY: Ipv4Addr = Ipv4Addr::BROADCAST;
const ARP: u16 = 0x0806;

/// Tells of the first minutes.
pub fn tell(story: &mut Story<'_>) {
    for index in 0..story.office.desks.len() {
        let desk = story.office.desks[index].clone();
        let (server, router, router_v6) = (
            story.office.server,
            story.office.router,
            story.office.router_v6,
        );
        let start = 3 * SECOND + index as u64 * 16 * SECOND + story.random.below(6 * SECOND);
        story.script.at(start, move |line| {
            let now = lease(line, start, &desk, server, router);
            find_router(line, now, &desk, router);
            join_v6(line, now + 300 * MILLISECOND, &desk, router_v6);
            announce(line, now + SECOND, &desk);
        });
    }
}

/// Discover, offer, request, acknowledge; returns when the address is held.
fn lease(line: &mut Line, start: u64, desk: &Desk, server: Host, router: Host) -> u64 {
    let lease = lan::Lease {
        transaction: line.random.word(),
        mac: desk.host.mac,
        address: v4(desk.host),
        server: v4(server),
        router: v4(router),
        name: &desk.name,
    };
    let unnamed = Host {
        address: Ipv4Addr::UNSPECIFIED.into(),
        ..desk.host
    };
    let all = group(EVERYBODY.into());
    let mut now = start;
    for kind in [lan::DISCOVER, lan::OFFER, lan::REQUEST, lan::ACKNOWLEDGE] {
        let (from, to) = match kind {
            lan::OFFER | lan::ACKNOWLEDGE => (server.port(67), all.port(68)),
            _ => (unnamed.port(68), all.port(67)),
        };
        datagram(line, now, from, to, &lan::dhcp(kind, &lease), "dhcp");
        now += line.random.between(2, 40) * MILLISECOND;
    }
    now
}

/// Checks that nobody has the address, then asks for the router's station.
fn find_router(line: &mut Line, start: u64, desk: &Desk, router: Host) {
    let (mac, vlan) = (desk.host.mac, desk.host.vlan);
    let probe = lan::arp(1, (mac, Ipv4Addr::UNSPECIFIED), ([0; 6], v4(desk.host)));
    link_frame(line, start + MILLISECOND, mac, [0xFF; 6], vlan, ARP, &probe);
    let ask = lan::arp(1, (mac, v4(desk.host)), ([0; 6], v4(router)));
    link_frame(
        line,
        start + 210 * MILLISECOND,
        mac,
        [0xFF; 6],
        vlan,
        ARP,
        &ask,
    );
    let tell = lan::arp(2, (router.mac, v4(router)), (mac, v4(desk.host)));
    link_frame(
        line,
        start + 210 * MILLISECOND + 412_000,
        router.mac,
        mac,
        vlan,
        ARP,
        &tell,
    );
}

/// Duplicate check, router solicitation and advertisement, the router's neighbour entry.
fn join_v6(line: &mut Line, start: u64, desk: &Desk, router: Host) {
    let unnamed = Host {
        address: Ipv6Addr::UNSPECIFIED.into(),
        ..desk.link_v6
    };
    let (own, theirs) = (v6(desk.link_v6), v6(router));
    control(
        line,
        start,
        unnamed,
        solicited_node(own),
        135,
        0,
        &lan::solicitation(own, None),
    );
    let all_routers = group(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 2).into());
    control(
        line,
        start + SECOND,
        desk.link_v6,
        all_routers,
        133,
        0,
        &[0; 4],
    );
    let all_nodes = group(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1).into());
    let router_tagged = Host {
        vlan: desk.host.vlan,
        ..router
    };
    control(
        line,
        start + SECOND + 9 * MILLISECOND,
        router_tagged,
        all_nodes,
        134,
        0,
        &lan::router_advertisement(PREFIX, router.mac),
    );
    let asked = start + 2 * SECOND;
    control(
        line,
        asked,
        desk.link_v6,
        solicited_node(theirs),
        135,
        0,
        &lan::solicitation(theirs, Some(desk.host.mac)),
    );
    control(
        line,
        asked + 530_000,
        router,
        desk.link_v6,
        136,
        0,
        &lan::advertisement(theirs, router.mac),
    );
}

/// The computer's name over NetBIOS, LLMNR and multicast DNS; a search for devices.
fn announce(line: &mut Line, start: u64, desk: &Desk) {
    let name = desk.name.as_str();
    let group_v4 = |last: [u8; 4]| group(Ipv4Addr::from(last).into());
    let segment = Ipv4Addr::new(10, 10, 10, 255);
    let claim = names::netbios_message(
        line.random.next() as u16,
        &name.to_uppercase(),
        Some(desk.host.address),
    );
    for round in 0..3 {
        let time = start + round * 750 * MILLISECOND;
        datagram(
            line,
            time,
            desk.host.port(137),
            group(segment.into()).port(137),
            &claim,
            "nbns",
        );
    }
    let question = names::message(line.random.next() as u16, 0, Some((name, names::A)), &[]);
    let port = line.random.between(50_000, 64_000) as u16;
    datagram(
        line,
        start + 40 * MILLISECOND,
        desk.host.port(port),
        group_v4([224, 0, 0, 252]).port(5355),
        &question,
        "llmnr",
    );

    let full = format!("{name}.local");
    let answers = [
        names::Record::address(&full, desk.host.address),
        names::Record::address(&full, desk.link_v6.address),
        names::Record::pointer(
            "_workstation._tcp.local",
            &format!("{name}._workstation._tcp.local"),
        ),
    ];
    let message = names::message(0, names::MULTICAST_ANSWER, None, &answers);
    // Neither a group's listener nor its sender is beyond the link: hops stay 255 (RFC 6762).
    let speaker = Host {
        ttl: 255,
        ..desk.host
    };
    datagram(
        line,
        start + 90 * MILLISECOND,
        speaker.port(5353),
        group_v4([224, 0, 0, 251]).port(5353),
        &message,
        "mdns",
    );
    let group_v6 = group(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0xfb).into());
    datagram(
        line,
        start + 92 * MILLISECOND,
        desk.link_v6.port(5353),
        group_v6.port(5353),
        &message,
        "mdns",
    );

    let member = Host {
        ttl: 1,
        ..desk.host
    };
    for last in [[224, 0, 0, 251], [224, 0, 0, 252]] {
        let time = start + 300 * MILLISECOND + u64::from(last[3]) * 70_000;
        ip_packet(
            line,
            time,
            member,
            group_v4(last),
            2,
            &lan::membership(Ipv4Addr::from(last)),
        );
    }
    if desk.host.ttl == 128 {
        let port = line.random.between(50_000, 64_000) as u16;
        for round in 0..3 {
            let time = start + 5 * SECOND + round * SECOND;
            let to = group_v4([239, 255, 255, 250]).port(1900);
            datagram(
                line,
                time,
                member.port(port),
                to,
                &plain::ssdp_search(),
                "ssdp",
            );
        }
    }
}

fn v4(host: Host) -> Ipv4Addr {
    match host.address {
        IpAddr::V4(address) => address,
        IpAddr::V6(_) => Ipv4Addr::UNSPECIFIED,
    }
}

fn v6(host: Host) -> Ipv6Addr {
    match host.address {
        IpAddr::V6(address) => address,
        IpAddr::V4(_) => Ipv6Addr::UNSPECIFIED,
    }
}
