//! Which tunnels must be recognised?
//!
//! Every kind, in each of its versions and with each optional part, between two ends that are not
//! those of the packet inside.

use super::frames::*;
use super::named_frames::{Add, web, web_frame, web6};

pub fn tunnel_frames(add: Add<'_>) {
    let mut add = |name, data| add(name, 1, data);
    add(
        "ip in ip",
        ethernet(IPV4, &ipv4(TUNNEL_A, TUNNEL_B, IPV4_IN_IP, &web())),
    );
    add(
        "6in4",
        ethernet(IPV4, &ipv4(TUNNEL_A, TUNNEL_B, IPV6_IN_IP, &web6())),
    );
    add("4in6", ethernet(IPV6, &ipv6(A6, B6, IPV4_IN_IP, &web())));
    add("gre", over_gre(0, IPV4, &[], &web()));
    add(
        "gre with checksum, key and sequence",
        over_gre(0xb000, IPV4, &[0; 12], &web()),
    );
    add(
        "gre with ethernet (nvgre)",
        over_gre(0x2000, TRANSPARENT_ETHERNET, &[0, 0, 1, 0], &web_frame()),
    );
    add(
        "gre with mpls",
        over_gre(0, MPLS, &[], &mpls(5, true, &web())),
    );
    add(
        "gre with wccp",
        over_gre(0, 0x883e, &[], &[&[0, 0, 0, 1], &web()[..]].concat()),
    );
    add(
        "pptp",
        over_gre(
            0x3081,
            PPP,
            &[0, 45, 0, 1, 0, 0, 0, 9, 0, 0, 0, 8],
            &[&[0xff, 3], &ppp(0x21, &web())[..]].concat(),
        ),
    );
    add(
        "pptp acknowledgement",
        over_gre(0x2081, PPP, &[0, 0, 0, 1, 0, 0, 0, 8], &[]),
    );
    add(
        "gre in gre",
        over_gre(
            0,
            IPV4,
            &[],
            &ipv4(
                [172, 16, 0, 1],
                [172, 16, 0, 2],
                GRE,
                &gre(0, IPV4, &[], &web()),
            ),
        ),
    );
    add("erspan I", over_gre(0, 0x88be, &[], &web_frame()));
    add(
        "erspan II",
        over_gre(
            0x1000,
            0x88be,
            &[0, 0, 0, 1],
            &[&[0x10, 0, 0, 0, 0, 0, 0, 0], &web_frame()[..]].concat(),
        ),
    );
    let mut third = [0; 20];
    third[0] = 0x20;
    third[11] = 1;
    add(
        "erspan III with platform header",
        over_gre(
            0x1000,
            0x22eb,
            &[0, 0, 0, 1],
            &[&third, &web_frame()[..]].concat(),
        ),
    );
    add("vxlan", over_udp(4789, &vxlan(9, &web_frame())));
    add(
        "vxlan, Linux's port",
        over_udp(8472, &vxlan(9, &web_frame())),
    );
    add(
        "vxlan, generic",
        over_udp(4790, &[&[0x0c, 0, 0, 1, 0, 0, 9, 0], &web()[..]].concat()),
    );
    add(
        "vxlan with arp stays outside",
        over_udp(4789, &vxlan(9, &ethernet(ARP, &arp_request()))),
    );
    add("vxlan's port without vxlan", over_udp(4789, b"something"));
    add(
        "geneve",
        over_udp(6081, &geneve(TRANSPARENT_ETHERNET, &[0; 8], &web_frame())),
    );
    add("gtp-u", over_udp(2152, &gtp_u(0x30, 255, &[], &web())));
    add(
        "gtp-u with extension",
        over_udp(
            2152,
            &gtp_u(0x34, 255, &[0, 0, 0, 0x85, 1, 0, 9, 0], &web()),
        ),
    );
    add(
        "gtp-u echo",
        over_udp(2152, &gtp_u(0x32, 1, &[0, 1, 0, 0], &[])),
    );
    add("teredo", over_udp(3544, &web6()));
    let indications = [&[0, 1, 0, 0][..], &[0; 9], &[0, 0, 1, 2, 3, 4, 5, 6]].concat();
    add(
        "teredo with indications",
        over_udp(3544, &[&indications[..], &web6()].concat()),
    );
    let peer = [0x20, 1, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 9];
    add(
        "teredo between peers",
        over_udp(50000, &ipv6(peer, B6, TCP, &tcp(1234, 80, SYN, b"GET"))),
    );
    let cut = &web()[..18];
    add(
        "tunnel of a damaged packet falls back",
        over_gre(0, IPV4, &[], cut),
    );
}

/// An Ethernet frame of a UDP packet between the tunnel's ends.
fn over_udp(port: u16, payload: &[u8]) -> Vec<u8> {
    ethernet(
        IPV4,
        &ipv4(TUNNEL_A, TUNNEL_B, UDP, &udp(40000, port, payload)),
    )
}

/// An Ethernet frame of a GRE packet between the tunnel's ends.
fn over_gre(flags: u16, ethertype: u16, optional: &[u8], payload: &[u8]) -> Vec<u8> {
    ethernet(
        IPV4,
        &ipv4(
            TUNNEL_A,
            TUNNEL_B,
            GRE,
            &gre(flags, ethertype, optional, payload),
        ),
    )
}
