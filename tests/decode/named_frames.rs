//! Which frames must be decoded right?
//!
//! One for every link type, network header and tunnel, and for each way in which they differ. What
//! they must be decoded to is in `goldens.txt`.

use super::frames::*;

/// A frame with a name that says what is special about it.
pub struct NamedFrame {
    pub name: &'static str,
    pub link_type: u16,
    pub data: Vec<u8>,
}

/// All of them.
pub fn named_frames() -> Vec<NamedFrame> {
    let mut all = Vec::new();
    let mut add = |name, link_type, data| {
        all.push(NamedFrame {
            name,
            link_type,
            data,
        })
    };
    ethernet_frames(&mut add);
    network_frames(&mut add);
    link_frames(&mut add);
    wlan_frames(&mut add);
    super::tunnel_frames::tunnel_frames(&mut add);
    all
}

/// Takes a frame's name, link type and bytes.
pub type Add<'a> = &'a mut dyn FnMut(&'static str, u16, Vec<u8>);

/// A web request between A and B from the IP header on; the usual thing to carry.
pub fn web() -> Vec<u8> {
    ipv4(A, B, TCP, &tcp(1234, 80, SYN | ACK, b"GET"))
}

pub fn web6() -> Vec<u8> {
    ipv6(A6, B6, TCP, &tcp(1234, 80, SYN | ACK, b"GET"))
}

/// The same in an Ethernet frame.
pub fn web_frame() -> Vec<u8> {
    ethernet(IPV4, &web())
}

fn ethernet_frames(add: Add<'_>) {
    add(
        "padding is no payload",
        1,
        padded(ethernet(IPV4, &ipv4(A, B, UDP, &udp(1, 2, b"x")))),
    );
    add("tcp", 1, web_frame());
    add("tcp over ipv6", 1, ethernet(IPV6, &web6()));
    add("vlan", 1, ethernet(VLAN, &vlan(100, IPV4, &web())));
    add(
        "qinq keeps the outer tag",
        1,
        ethernet(QINQ, &vlan(5, VLAN, &vlan(0xe006, IPV4, &web()))),
    );
    add(
        "old qinq",
        1,
        ethernet(0x9100, &vlan(5, VLAN, &vlan(6, IPV4, &web()))),
    );
    add(
        "mpls",
        1,
        ethernet(MPLS, &mpls(17, false, &mpls(18, true, &web6()))),
    );
    add(
        "mpls pseudowire with control word",
        1,
        ethernet(MPLS, &mpls(17, true, &[&[0; 4], &web_frame()[..]].concat())),
    );
    add(
        "mpls pseudowire without control word",
        1,
        ethernet(
            MPLS,
            &mpls(
                17,
                true,
                &ethernet_between([0, 1, 2, 3, 4, 5], [0; 6], IPV4, &web()),
            ),
        ),
    );
    add(
        "mpls associated channel",
        1,
        ethernet(MPLS, &mpls(17, true, &[0x10, 0, 0, 7])),
    );
    add(
        "pppoe session",
        1,
        ethernet(PPPOE_SESSION, &pppoe_session(&ppp(0x21, &web()))),
    );
    add(
        "pppoe session, link control",
        1,
        padded(ethernet(
            PPPOE_SESSION,
            &pppoe_session(&ppp(0xc021, b"echo")),
        )),
    );
    add(
        "pppoe discovery",
        1,
        ethernet(0x8863, &[0x11, 9, 0, 0, 0, 0]),
    );
    add(
        "backbone",
        1,
        ethernet(0x88e7, &[&[0, 0, 0, 9], &web_frame()[..]].concat()),
    );
    add(
        "macsec, authenticated",
        1,
        ethernet(
            0x88e5,
            &[&[0, 0, 0, 0, 0, 1], &vlan(0, IPV4, &web())[2..]].concat(),
        ),
    );
    add(
        "macsec, encrypted",
        1,
        ethernet(0x88e5, &[0x0c, 0, 0, 0, 0, 1, 9, 9]),
    );
    add(
        "fabricpath",
        1,
        ethernet(0x8903, &[&[0, 0x60], &web_frame()[..]].concat()),
    );
    add(
        "cisco metadata",
        1,
        ethernet(0x8909, &[&[1, 1, 0, 1, 0, 9, 8, 0], &web()[..]].concat()),
    );
    add("arp", 1, padded(ethernet(ARP, &arp_request())));
    add(
        "arp in a vlan",
        1,
        ethernet(VLAN, &vlan(9, ARP, &arp_request())),
    );
    add("lldp", 1, ethernet(0x88cc, b"hello"));
    add("unknown ethertype", 1, ethernet(0x9999, b"hello"));
    add(
        "spanning tree",
        1,
        padded(ethernet_llc(&llc(0x42, 0x42, b"bpdu"))),
    );
    add("snap with ip", 1, ethernet_llc(&snap([0; 3], IPV4, &web())));
    add(
        "cisco discovery",
        1,
        ethernet_llc(&snap([0, 0, 0xc], 0x2000, b"cdp")),
    );
    add("novell without llc", 1, ethernet_llc(&[0xff, 0xff, 0, 4]));
    add(
        "llc with numbered frames",
        1,
        ethernet_llc(&[0xf0, 0xf0, 2, 4, b'n', b'b']),
    );
}

fn network_frames(add: Add<'_>) {
    let options = Ipv4 {
        options: &[1, 1, 1, 0],
        ..Ipv4::new(A, B, TCP)
    };
    add(
        "ipv4 options",
        1,
        ethernet(IPV4, &options.around(&tcp(1234, 80, SYN | ACK, b"GET"))),
    );
    let unset = Ipv4 {
        total_len: Some(0),
        ..Ipv4::new(A, B, TCP)
    };
    add(
        "segmented by the network card",
        1,
        ethernet(IPV4, &unset.around(&tcp(1234, 80, SYN | ACK, b"GET"))),
    );
    let first = Ipv4 {
        flags_and_offset: 0x2000,
        ..Ipv4::new(A, B, UDP)
    };
    add("first fragment", 101, first.around(&udp(53, 9999, b"part")));
    let later = Ipv4 {
        flags_and_offset: 0x0003,
        ..Ipv4::new(A, B, UDP)
    };
    add("later fragment", 101, later.around(b"rest-of-the-datagram"));
    add("icmp", 101, ipv4(A, B, ICMP, &icmp_echo(b"ping")));
    add("sctp", 101, ipv4(A, B, SCTP, &sctp(5, 6, b"chunk")));
    add("other protocol", 101, ipv4(A, B, 89, b"hello"));
    add("esp", 101, ipv4(A, B, 50, b"secret"));
    add(
        "igmp with router alert",
        101,
        Ipv4 {
            options: &[148, 4, 0, 0],
            ..Ipv4::new(A, [224, 0, 0, 22], 2)
        }
        .around(b"report"),
    );
    add(
        "ipv6 extension headers",
        101,
        ipv6(
            A6,
            B6,
            HOP_BY_HOP,
            &extension(
                ROUTING,
                0,
                &extension(
                    DESTINATION_OPTIONS,
                    2,
                    &extension(TCP, 1, &tcp(1234, 80, SYN | ACK, b"GET")),
                ),
            ),
        ),
    );
    // The authentication header counts its length in words, less two.
    add(
        "ipv6 authentication header",
        101,
        ipv6(
            A6,
            B6,
            51,
            &[&[TCP, 4], &[0; 22][..], &tcp(1234, 80, SYN | ACK, b"GET")].concat(),
        ),
    );
    add(
        "ipv6 first fragment",
        101,
        ipv6(
            A6,
            B6,
            FRAGMENT,
            &fragment6(UDP, 0, true, 0x1_0007, &udp(53, 9999, b"part")),
        ),
    );
    add(
        "ipv6 later fragment",
        101,
        ipv6(
            A6,
            B6,
            FRAGMENT,
            &fragment6(UDP, 3, false, 0x1_0007, b"rest-of-the-datagram"),
        ),
    );
    add(
        "ipv6 atomic fragment",
        101,
        ipv6(
            A6,
            B6,
            FRAGMENT,
            &fragment6(TCP, 0, false, 1, &tcp(1234, 80, SYN | ACK, b"GET")),
        ),
    );
    add(
        "ipv6 without next header",
        101,
        ipv6(A6, B6, 59, b"ignored"),
    );
    let mut jumbo = ipv6(A6, B6, HOP_BY_HOP, &extension(UDP, 0, &udp(1, 2, b"jumbo")));
    jumbo[4..6].fill(0);
    jumbo[40 + 8 + 4..40 + 8 + 6].fill(0);
    add("jumbogram", 101, jumbo);
    add("icmpv6", 101, ipv6(A6, B6, ICMPV6, b"neighbour"));
}

fn link_frames(add: Add<'_>) {
    add("raw, BSD's number", 12, web());
    add("raw, OpenBSD's number", 14, web6());
    add("raw", 101, web6());
    add("ipv4 only", 228, web());
    add("ipv6 only", 229, web6());
    add(
        "null, little-endian",
        0,
        [&[2, 0, 0, 0], &web()[..]].concat(),
    );
    add("null, big-endian", 0, [&[0, 0, 0, 2], &web()[..]].concat());
    for (name, family) in [
        ("null, Linux", 10),
        ("null, Windows", 23),
        ("null, OpenBSD", 24),
        ("null, FreeBSD", 28),
        ("null, Darwin", 30),
    ] {
        add(name, 0, [&[family, 0, 0, 0], &web6()[..]].concat());
    }
    add("loop", 108, [&[0, 0, 0, 24], &web6()[..]].concat());
    add(
        "loop in the wrong order",
        108,
        [&[24, 0, 0, 0], &web6()[..]].concat(),
    );
    add("null with another family", 0, b"\x07\0\0\0osi".to_vec());
    add("linux cooked", 113, linux_sll(IPV4, &web()));
    add(
        "linux cooked, vlan",
        113,
        linux_sll(VLAN, &vlan(3, IPV4, &web())),
    );
    add("linux cooked, arp", 113, linux_sll(ARP, &arp_request()));
    add(
        "linux cooked, llc",
        113,
        linux_sll(4, &llc(0x42, 0x42, b"bpdu")),
    );
    add("linux cooked 2", 276, linux_sll2(IPV6, &web6()));
    add("packet filter log", 117, pflog(&web()));
    add("netfilter log, little-endian", 239, nflog(true, &web()));
    add("netfilter log, big-endian", 239, nflog(false, &web6()));
    add("pktap with ethernet", 258, pktap(1, &web_frame()));
    add("pktap with raw ip", 258, pktap(12, &web()));
    add("pktap under its old number", 149, pktap(12, &web()));
    add("user 2 that is not pktap", 149, b"anything".to_vec());
    add("ppp", 9, ppp(0x21, &web()));
    add(
        "ppp with address",
        9,
        [&[0xff, 3], &ppp(0x57, &web6())[..]].concat(),
    );
    add(
        "ppp with a short protocol",
        9,
        [&[0x21], &web()[..]].concat(),
    );
    add("ppp link control", 9, ppp(0xc021, b"lcp"));
    add("ppp encrypted", 9, ppp(0x0053, b"xx"));
    add("ppp with mpls", 9, ppp(0x281, &mpls(3, true, &web())));
    add(
        "ppp in hdlc",
        50,
        [&[0xff, 3], &ppp(0x21, &web())[..]].concat(),
    );
    add(
        "cisco hdlc under ppp's number",
        50,
        [&[0x0f, 0, 8, 0], &web()[..]].concat(),
    );
    add("pppoe link", 51, pppoe_session(&ppp(0x21, &web())));
    add("pppd", 166, [&[1, 3], &ppp(0x21, &web())[..]].concat());
    add(
        "ppp with direction",
        204,
        [&[0, 0xff, 3], &ppp(0x21, &web())[..]].concat(),
    );
    add("cisco hdlc", 104, [&[0x0f, 0, 8, 0], &web()[..]].concat());
    add(
        "cisco hdlc keepalive",
        104,
        b"\x8f\x00\x80\x35alive".to_vec(),
    );
    add(
        "cisco hdlc with direction",
        205,
        [&[1, 0x0f, 0, 8, 0], &web()[..]].concat(),
    );
    add(
        "frame relay",
        107,
        [&[0x18, 0x41, 3, 0xcc], &web()[..]].concat(),
    );
    add(
        "frame relay, Cisco's",
        107,
        [&[0x18, 0x41, 8, 0], &web()[..]].concat(),
    );
    add(
        "frame relay, snap",
        107,
        [&[0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 0x86, 0xdd], &web6()[..]].concat(),
    );
    add(
        "frame relay with direction",
        206,
        [&[0, 0x18, 0x41, 3, 0x8e], &web6()[..]].concat(),
    );
    add("unsupported", 195, b"zigbee".to_vec());
}

fn wlan_frames(add: Add<'_>) {
    use WlanDirection::{BetweenAccessPoints, Direct, FromAccessPoint, ToAccessPoint};
    let ip = snap([0; 3], IPV4, &web());
    for (name, direction) in [
        ("wlan, direct", Direct),
        ("wlan, up", ToAccessPoint),
        ("wlan, down", FromAccessPoint),
        ("wlan, bridged", BetweenAccessPoints),
    ] {
        add(name, 105, wlan_data(0x08, direction, 0, &[], &ip));
    }
    add(
        "wlan, quality of service",
        105,
        wlan_data(0x88, ToAccessPoint, 0, &[0, 0], &ip),
    );
    add(
        "wlan, high throughput",
        105,
        wlan_data(0x88, FromAccessPoint, 0x80, &[0, 0, 1, 2, 3, 4], &ip),
    );
    let inner = [
        &DESTINATION_MAC[..],
        &SOURCE_MAC,
        &[0, u8::try_from(ip.len()).unwrap_or(0)],
        &ip,
    ];
    add(
        "wlan, aggregate",
        105,
        wlan_data(
            0x88,
            ToAccessPoint,
            0,
            &[0x80, 0],
            &[&inner.concat()[..], b"next"].concat(),
        ),
    );
    add(
        "wlan, protected",
        105,
        wlan_data(0x08, ToAccessPoint, 0x40, &[], b"secret"),
    );
    add(
        "wlan, null data",
        105,
        wlan_data(0x48, ToAccessPoint, 0, &[], &[]),
    );
    add(
        "wlan, beacon",
        105,
        wlan_data(0x80, Direct, 0, &[], b"beacon"),
    );
    add(
        "wlan, request to send",
        105,
        [&[0xb4, 0, 0, 0], &DESTINATION_MAC[..], &SOURCE_MAC].concat(),
    );
    add(
        "wlan, acknowledgement",
        105,
        [&[0xd4, 0, 0, 0], &DESTINATION_MAC[..]].concat(),
    );
    let eapol = wlan_data(0x08, ToAccessPoint, 0, &[], &snap([0; 3], 0x888e, b"key"));
    add("wlan, eapol", 105, eapol);
    let data = wlan_data(0x08, ToAccessPoint, 0, &[], &ip);
    add("radiotap", 127, radiotap(0, &data));
    let lldp = wlan_data(0x08, ToAccessPoint, 0, &[], &snap([0; 3], 0x88cc, b"hello"));
    add(
        "radiotap with check sequence",
        127,
        radiotap(0x10, &[&lldp[..], b"\x01\x02\x03\x04"].concat()),
    );
    add(
        "radiotap with padding",
        127,
        radiotap(0x20, &wlan_data(0x88, ToAccessPoint, 0, &[0, 0, 0, 0], &ip)),
    );
    add("prism", 119, prism(&data));
    add("avs under prism's number", 119, avs(&data));
    add("avs", 163, avs(&data));
    add("ppi with wlan", 192, ppi(105, &data));
    add("ppi with ethernet", 192, ppi(1, &web_frame()));
}
