//! The link's own traffic: DHCP (RFC 2131), ARP (RFC 826), neighbour discovery (RFC 4861),
//! group membership (RFC 2236), LLDP (IEEE 802.1AB) and the spanning tree (IEEE 802.1D).

use std::net::{Ipv4Addr, Ipv6Addr};

/// DHCP message types.
pub const DISCOVER: u8 = 1;
pub const OFFER: u8 = 2;
pub const REQUEST: u8 = 3;
pub const ACKNOWLEDGE: u8 = 5;

/// What a DHCP message is about.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    pub transaction: u32,
    pub mac: [u8; 6],
    pub address: Ipv4Addr,
    pub server: Ipv4Addr,
    pub router: Ipv4Addr,
    pub name: &'a str,
}

/// A DHCP message.
pub fn dhcp(kind: u8, lease: &Lease<'_>) -> Vec<u8> {
    let from_server = matches!(kind, OFFER | ACKNOWLEDGE);
    let mut out = vec![if from_server { 2 } else { 1 }, 1, 6, 0];
    out.extend(lease.transaction.to_be_bytes());
    out.extend([0, 0, 0x80, 0, 0, 0, 0, 0]); // please answer by broadcast; no address yet
    out.extend(if from_server {
        lease.address.octets()
    } else {
        [0; 4]
    });
    out.extend([0; 8]);
    out.extend(lease.mac);
    out.resize(236, 0);
    out.extend([0x63, 0x82, 0x53, 0x63]);
    let mut option = |code: u8, value: &[u8]| {
        out.extend([code, value.len() as u8]);
        out.extend(value);
    };
    option(53, &[kind]);
    if from_server {
        option(54, &lease.server.octets());
        option(51, &86_400_u32.to_be_bytes());
        option(1, &[255, 255, 255, 0]);
        option(3, &lease.router.octets());
        option(6, &lease.server.octets());
        option(15, b"office.example");
    } else {
        option(12, lease.name.as_bytes());
        option(55, &[1, 3, 6, 15]);
        if kind == REQUEST {
            option(50, &lease.address.octets());
            option(54, &lease.server.octets());
        }
    }
    out.push(255);
    out.resize(out.len().max(300), 0);
    out
}

/// An ARP request (1) or reply (2).
pub fn arp(kind: u8, sender: ([u8; 6], Ipv4Addr), target: ([u8; 6], Ipv4Addr)) -> Vec<u8> {
    let mut out = vec![0, 1, 8, 0, 6, 4, 0, kind];
    for (mac, address) in [sender, target] {
        out.extend(mac);
        out.extend(address.octets());
    }
    out
}

/// Everything after the checksum of a neighbour solicitation, with the sender's station.
pub fn solicitation(target: Ipv6Addr, mac: Option<[u8; 6]>) -> Vec<u8> {
    let mut out = vec![0; 4];
    out.extend(target.octets());
    if let Some(mac) = mac {
        out.extend([1, 1]);
        out.extend(mac);
    }
    out
}

/// Everything after the checksum of a solicited neighbour advertisement.
pub fn advertisement(target: Ipv6Addr, mac: [u8; 6]) -> Vec<u8> {
    let mut out = vec![0x60, 0, 0, 0];
    out.extend(target.octets());
    out.extend([2, 1]);
    out.extend(mac);
    out
}

/// Everything after the checksum of a router advertisement for one /64.
pub fn router_advertisement(prefix: Ipv6Addr, mac: [u8; 6]) -> Vec<u8> {
    let mut out = vec![64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0];
    out.extend([1, 1]);
    out.extend(mac);
    out.extend([3, 4, 64, 0xC0]);
    out.extend(86_400_u32.to_be_bytes());
    out.extend(14_400_u32.to_be_bytes());
    out.extend([0; 4]);
    out.extend(prefix.octets());
    out
}

/// A report of membership in a group, its checksum included.
pub fn membership(group: Ipv4Addr) -> Vec<u8> {
    let mut out = vec![0x16, 0, 0, 0];
    out.extend(group.octets());
    let sum = super::super::wire::checksum(0, &out);
    out[2..4].copy_from_slice(&sum.to_be_bytes());
    out
}

/// A switch's announcement of itself.
pub fn lldp(mac: [u8; 6], port: &str, name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut field = |kind: u16, value: &[u8]| {
        out.extend((kind << 9 | value.len() as u16).to_be_bytes());
        out.extend(value);
    };
    field(1, &[&[4], &mac[..]].concat());
    field(2, &[&[5], port.as_bytes()].concat());
    field(3, &[0, 120]);
    field(5, name.as_bytes());
    field(0, &[]);
    out
}

/// A configuration message of the spanning tree, from its root, with the LLC header before it.
pub fn spanning_tree(root: [u8; 6]) -> Vec<u8> {
    let mut out = vec![0x42, 0x42, 3, 0, 0, 0, 0, 0];
    out.extend([0x80, 0]);
    out.extend(root);
    out.extend([0; 4]);
    out.extend([0x80, 0]);
    out.extend(root);
    out.extend([0x80, 1, 0, 0, 20, 0, 2, 0, 15, 0]);
    out
}
