//! Millions of flows, always the same: few hosts have most of them, and hosts talk mostly to a few
//! favourites, as in real traffic.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::sync::Arc;

use flowloom::capture::{Address, NameOrigin};
use flowloom::flow::{
    Columns, FlowTable, HostDictionary, HostName, NO_CODE, NO_VLAN, NameDictionary,
};

/// A number that is always the same for one seed (splitmix64, Steele et al., 2014).
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// A table with a host for every ten flows and a name for every hundred.
pub fn table(millions: usize) -> FlowTable {
    let len = millions * 1_000_000;
    build(len, len / 10, false)
}

/// A table with that many hosts, each of which talks mostly to twelve others.
pub fn friendly_table(millions: usize, host_count: usize) -> FlowTable {
    build(millions * 1_000_000, host_count, true)
}

fn build(len: usize, host_count: usize, favourites: bool) -> FlowTable {
    let name_count = host_count / 10;
    let mut hosts = HostDictionary::default();
    let mut names = NameDictionary::default();
    for name in 0..name_count {
        names.intern(&format!("host-{name}.cdn{}.example", name % 97), name_count);
    }
    for host in 0..host_count {
        let bytes = (0x0a00_0000 + host as u32).to_be_bytes();
        let code = hosts.intern(Address::V4(bytes), host_count);
        if let Some(code) = code.filter(|code| code % 10 == 0) {
            let name = HostName {
                name: code / 10,
                origin: NameOrigin::Dns,
            };
            hosts.add_name(code, name, 4);
        }
    }
    // The square of a share of one prefers small codes.
    let skewed = |seed: usize, count: usize| {
        let share = mixed(seed as u64) as f64 / u64::MAX as f64;
        ((share * share * count as f64) as usize).min(count - 1) as u32
    };
    let random = |flow: usize, salt: usize, below: u64| mixed((flow * 16 + salt) as u64) % below;
    macro_rules! column {
        ($flow:ident => $value:expr) => {
            (0..len).map(|$flow| $value).collect::<Vec<_>>().into()
        };
    }
    let ports = [80_u16, 443, 53, 22, 8080, 123];
    let columns = Columns {
        client: column!(flow => skewed(flow * 2, host_count)),
        server: column!(flow => if favourites && random(flow, 15, 10) < 7 {
            let client = skewed(flow * 2, host_count) as usize;
            skewed(client * 31 + random(flow, 14, 12) as usize, host_count)
        } else {
            skewed(flow * 2 + 1, host_count)
        }),
        client_mac: column!(_flow => NO_CODE),
        server_mac: column!(_flow => NO_CODE),
        client_port: column!(flow => random(flow, 0, 60_000) as u16 + 1_024),
        server_port: column!(flow => ports[random(flow, 1, 6) as usize]),
        protocol: column!(flow => if random(flow, 2, 4) == 0 { 17 } else { 6 }),
        application: column!(flow => random(flow, 3, 5) as u8),
        evidence: column!(flow => random(flow, 4, 3) as u8),
        name: column!(flow => match random(flow, 5, 3) {
            0 => skewed(flow * 3, name_count),
            _ => NO_CODE,
        }),
        vlan: column!(_flow => NO_VLAN),
        tunnel: column!(_flow => 0),
        client_flags: column!(flow => random(flow, 6, 64) as u8),
        server_flags: column!(flow => random(flow, 7, 64) as u8),
        direction_reason: column!(flow => random(flow, 8, 5) as u8),
        direction_confidence: column!(flow => random(flow, 9, 101) as u8),
        client_bytes: column!(flow => random(flow, 10, 1 << 20)),
        server_bytes: column!(flow => random(flow, 11, 1 << 22)),
        client_packets: column!(flow => random(flow, 12, 1_000) as u32 + 1),
        server_packets: column!(flow => random(flow, 13, 1_000) as u32),
        client_first: column!(flow => flow as i64 * 1_000_000),
        client_last: column!(flow => flow as i64 * 1_000_000 + random(flow, 14, 1 << 32) as i64),
        server_first: column!(flow => flow as i64 * 1_000_000 + 1),
        server_last: column!(flow => flow as i64 * 1_000_000 + random(flow, 14, 1 << 32) as i64),
    };
    FlowTable::new(columns, Arc::new(hosts), Arc::new(names))
}
