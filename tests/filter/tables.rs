//! Random tables with few hosts, names and ports, so that random filters often find something.

use std::sync::Arc;

use flowloom::capture::{Address, Application, Evidence, NameOrigin, Protocol, Tunnel};
use flowloom::flow::{
    Columns, DirectionReason, FlowTable, HostDictionary, HostName, NEVER_FIRST, NEVER_LAST,
    NO_CODE, NO_VLAN, NameDictionary,
};
use proptest::prelude::*;
use proptest::sample::select;

use super::trees;

/// Names that the random filters look for.
const NAMES: [&str; 5] = [
    "www.example",
    "WWW.Example",
    "cdn.test",
    "mail.example",
    "münchen.test",
];

/// One random flow; hosts and names are chosen by number.
#[derive(Clone, Debug)]
struct Row {
    hosts: [usize; 2],
    macs: Option<[usize; 2]>,
    ports: [u16; 2],
    protocol: Protocol,
    application: Application,
    name: Option<usize>,
    vlan: Option<u16>,
    tunnel: Option<Tunnel>,
    flags: [u8; 2],
    packets: [u32; 2],
    bytes: [u64; 2],
    times: [i64; 4],
    evidence: Evidence,
    reason: DirectionReason,
    confidence: u8,
}

fn port() -> impl Strategy<Value = u16> {
    select(vec![0_u16, 1, 7, 53, 80, 443, 1_000, 65_535])
}

fn byte_count() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..2_000_u64,
        select(vec![0, 7, 1 << 20, 10_000_000, u64::MAX / 4096])
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let ends = (
        [0..8_usize, 0..8_usize],
        proptest::option::of([0..8_usize, 0..8_usize]),
        [port(), port()],
        trees::protocol(),
        trees::application(),
        proptest::option::of(0..NAMES.len()),
    );
    let context = (
        proptest::option::of(select(vec![0_u16, 5, 4095])),
        proptest::option::of(select(Tunnel::ALL.to_vec())),
        any::<[u8; 2]>(),
        select(vec![[0, 1], [1, 0], [1, 2], [3, 4], [u32::MAX, u32::MAX]]),
        [byte_count(), byte_count()],
    );
    let rest = (
        proptest::array::uniform4(0..6_000_000_000_i64),
        select(vec![Evidence::None, Evidence::Port, Evidence::Payload]),
        select(DirectionReason::ALL.to_vec()),
        0..=100_u8,
    );
    (ends, context, rest).prop_map(|(ends, context, rest)| {
        let (hosts, macs, ports, protocol, application, name) = ends;
        let (vlan, tunnel, flags, packets, bytes) = context;
        let (times, evidence, reason, confidence) = rest;
        Row {
            hosts,
            macs,
            ports,
            protocol,
            application,
            name,
            vlan,
            tunnel,
            flags,
            packets,
            bytes,
            times,
            evidence,
            reason,
            confidence,
        }
    })
}

/// A table that a failing test shows by its rows.
#[derive(Clone)]
pub struct Table(pub FlowTable);

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for flow in 0..self.0.len() {
            let row = self.0.flow(flow);
            let ends = [row.client, row.server].map(|code| self.0.hosts.address(code));
            writeln!(f, "{ends:?} {row:?}")?;
        }
        Ok(())
    }
}

pub fn table() -> impl Strategy<Value = Table> {
    let addresses = proptest::collection::vec(trees::address(), 8);
    let host_names = proptest::collection::vec((0..8_usize, 0..NAMES.len()), 0..6);
    let rows = proptest::collection::vec(row(), 0..150);
    (addresses, host_names, rows)
        .prop_map(|(addresses, host_names, rows)| Table(build(&addresses, &host_names, &rows)))
}

fn build(addresses: &[Address], host_names: &[(usize, usize)], rows: &[Row]) -> FlowTable {
    let mut hosts = HostDictionary::default();
    let mut names = NameDictionary::default();
    let name_codes = NAMES.map(|name| names.intern(name, 100).expect("room"));
    let codes: Vec<u32> = addresses
        .iter()
        .map(|&address| hosts.intern(address, 100).expect("room"))
        .collect();
    let macs: Vec<u32> = (0..8)
        .map(|last| {
            hosts
                .intern(Address::Mac([2, 0, 0, 0, 0, last]), 100)
                .expect("room")
        })
        .collect();
    for &(host, name) in host_names {
        let name = HostName {
            name: name_codes[name],
            origin: NameOrigin::Dns,
        };
        hosts.add_name(codes[host], name, 100);
    }
    // Both ends of a flow are of one family: the second is the first of its family from there on.
    let family = |code: u32| std::mem::discriminant(&hosts.address(code));
    let ends = |row: &Row| {
        let client = codes[row.hosts[0]];
        let mut others = codes.iter().cycle().skip(row.hosts[1]);
        let server = others.find(|&&code| family(code) == family(client));
        [client, *server.expect("itself at least")]
    };
    let time = |row: &Row, side: usize, is_first: bool| {
        let [a, b] = [row.times[2 * side], row.times[2 * side + 1]];
        match (row.packets[side], is_first) {
            (0, true) => NEVER_FIRST,
            (0, false) => NEVER_LAST,
            (_, true) => a.min(b),
            (_, false) => a.max(b),
        }
    };
    let mac = |row: &Row, side: usize| match hosts.address(ends(row)[side]) {
        // A frame without IP shows its MAC addresses as both.
        Address::Mac(_) => ends(row)[side],
        _ => row.macs.map_or(NO_CODE, |both| macs[both[side]]),
    };
    macro_rules! column {
        ($row:ident => $value:expr) => {
            rows.iter().map(|$row| $value).collect::<Vec<_>>().into()
        };
    }
    let columns = Columns {
        client: column!(row => ends(row)[0]),
        server: column!(row => ends(row)[1]),
        client_mac: column!(row => mac(row, 0)),
        server_mac: column!(row => mac(row, 1)),
        client_port: column!(row => row.ports[0]),
        server_port: column!(row => row.ports[1]),
        protocol: column!(row => row.protocol.0),
        application: column!(row => row.application.code()),
        evidence: column!(row => row.evidence as u8),
        name: column!(row => row.name.map_or(NO_CODE, |name| name_codes[name])),
        vlan: column!(row => row.vlan.unwrap_or(NO_VLAN)),
        tunnel: column!(row => row.tunnel.map_or(0, |tunnel| tunnel as u8)),
        client_flags: column!(row => row.flags[0]),
        server_flags: column!(row => row.flags[1]),
        direction_reason: column!(row => row.reason as u8),
        direction_confidence: column!(row => row.confidence),
        client_bytes: column!(row => row.bytes[0]),
        server_bytes: column!(row => row.bytes[1]),
        client_packets: column!(row => row.packets[0]),
        server_packets: column!(row => row.packets[1]),
        client_first: column!(row => time(row, 0, true)),
        client_last: column!(row => time(row, 0, false)),
        server_first: column!(row => time(row, 1, true)),
        server_last: column!(row => time(row, 1, false)),
    };
    FlowTable::new(columns, Arc::new(hosts), Arc::new(names))
}
