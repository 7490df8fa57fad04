//! How long does one frame take from bytes to a packet?
//!
//! Warm data, one frame at a time: the hot path (TCP in IPv4 in Ethernet) and what costs more.

#[path = "../tests/support/frames.rs"]
mod frames;

use divan::{Bencher, black_box};
use flowloom::capture::decode::{AddressChoice, DecodeOptions, decode};
use flowloom::capture::{Frame, LinkType};
use flowloom::units::Timestamp;
use frames::*;

fn main() {
    divan::main();
}

fn web() -> Vec<u8> {
    ipv4(A, B, TCP, &tcp(1234, 443, ACK, &[0; 1200]))
}

fn bench(bencher: Bencher<'_, '_>, addresses: AddressChoice, data: &[u8]) {
    let frame = Frame {
        time: Timestamp(0),
        link_type: LinkType(1),
        original_len: u32::try_from(data.len()).expect("a short frame"),
        data,
        input: 0,
        offset: 0,
    };
    let options = DecodeOptions {
        addresses,
        ..DecodeOptions::default()
    };
    bencher.bench_local(|| {
        let packet = decode(black_box(&frame), &options);
        black_box(&packet);
    });
}

#[divan::bench]
fn ethernet_ipv4_tcp(bencher: Bencher<'_, '_>) {
    bench(bencher, AddressChoice::Outermost, &ethernet(IPV4, &web()));
}

#[divan::bench]
fn vlan_ipv6_udp(bencher: Bencher<'_, '_>) {
    let packet = ipv6(A6, B6, UDP, &udp(5353, 53, &[0; 80]));
    bench(
        bencher,
        AddressChoice::Outermost,
        &ethernet(VLAN, &vlan(7, IPV6, &packet)),
    );
}

#[divan::bench]
fn vxlan_inside(bencher: Bencher<'_, '_>) {
    let inner = vxlan(7, &ethernet(IPV4, &web()));
    let outer = ipv4(TUNNEL_A, TUNNEL_B, UDP, &udp(50_000, 4789, &inner));
    bench(bencher, AddressChoice::Innermost, &ethernet(IPV4, &outer));
}
