//! Which values occur in a table, and how often?
//!
//! Counted once for a table, for completion: the commonest hosts, names and ports, and every
//! application, protocol, VLAN, tunnel and reason that occurs. Lists are bounded, because nobody
//! reads a list of a million hosts.

use super::{Family, NameSource, Transport};
use crate::capture::{Address, Application, Evidence, Protocol, Tunnel};
use crate::flow::{DirectionReason, FlowTable, NO_CODE, NO_VLAN};

/// Values in a list.
const MAX_LISTED: usize = 2_000;

/// Values with the number of their flows, commonest first.
pub(super) type Counted<T> = Vec<(T, u64)>;

/// The values that occur in one table.
#[derive(Clone, Debug, Default)]
pub struct Occurring {
    pub(super) applications: Counted<Application>,
    pub(super) protocols: Counted<Protocol>,
    pub(super) evidence: Counted<Evidence>,
    pub(super) reasons: Counted<DirectionReason>,
    pub(super) tunnels: Counted<Tunnel>,
    pub(super) vlans: Counted<u16>,
    /// Server ports of TCP, UDP and SCTP.
    ports: [Counted<u16>; 3],
    /// Host codes of IPv4, IPv6 and MAC addresses.
    hosts: [Counted<u32>; 3],
    /// Name codes seen anywhere, in DNS questions, as SNI and as HTTP Host.
    names: [Counted<u32>; 4],
}

impl Occurring {
    /// Counts the values of a table. A host's flows are counted at both ends, so a flow from a host
    /// to itself counts twice.
    #[must_use]
    pub fn count(table: &FlowTable) -> Self {
        let columns = &table.columns;
        let small = |values: &[u8]| {
            let mut counts = vec![0_u64; 256];
            for &value in values {
                counts[usize::from(value)] += 1;
            }
            counts
        };
        let wide = |values: &[u16]| {
            let mut counts = vec![0_u64; 1 << 16];
            for &value in values {
                counts[usize::from(value)] += 1;
            }
            counts
        };
        let ((hosts, names), ports) = rayon::join(
            || rayon::join(|| hosts(table), || names(table)),
            || [Protocol::TCP, Protocol::UDP, Protocol::SCTP].map(|of| ports(table, of)),
        );
        let evidence = [Evidence::None, Evidence::Port, Evidence::Payload];
        Self {
            applications: listed(
                Application::ALL.iter().copied(),
                &small(&columns.application),
            ),
            protocols: listed((0..=u16::MAX).map(Protocol), &wide(&columns.protocol)),
            evidence: listed(evidence.into_iter(), &small(&columns.evidence)),
            reasons: listed(
                DirectionReason::ALL.into_iter(),
                &small(&columns.direction_reason),
            ),
            tunnels: listed(Tunnel::ALL.into_iter(), &small(&columns.tunnel)[1..]),
            vlans: listed(0..NO_VLAN, &wide(&columns.vlan)),
            ports,
            hosts,
            names,
        }
    }

    /// Server ports, commonest first.
    pub(super) fn ports(&self, transport: Transport) -> Counted<u16> {
        let [tcp, udp, sctp] = &self.ports;
        match transport {
            Transport::Tcp => tcp.clone(),
            Transport::Udp => udp.clone(),
            Transport::Sctp => sctp.clone(),
            Transport::Any => {
                let mut counts = vec![0; 1 << 16];
                for &(port, count) in self.ports.iter().flatten() {
                    counts[usize::from(port)] += count;
                }
                listed(0..=u16::MAX, &counts)
            }
        }
    }

    /// Host codes of a family, commonest first.
    pub(super) fn hosts(&self, family: Family) -> &[(u32, u64)] {
        let [v4, v6, mac] = &self.hosts;
        match family {
            Family::V4 => v4,
            Family::V6 => v6,
            Family::Mac => mac,
        }
    }

    /// Name codes, commonest first.
    pub(super) fn names(&self, source: NameSource) -> &[(u32, u64)] {
        let [any, dns, sni, http] = &self.names;
        match source {
            NameSource::Any => any,
            NameSource::DnsQuery => dns,
            NameSource::Sni => sni,
            NameSource::HttpHost => http,
        }
    }
}

/// Those that occur, commonest first; values in the order of their counts.
fn listed<T>(values: impl Iterator<Item = T>, counts: &[u64]) -> Counted<T> {
    let all = values.zip(counts.iter().copied());
    let mut occurring: Counted<T> = all.filter(|&(_, count)| count > 0).collect();
    occurring.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    occurring.truncate(MAX_LISTED);
    occurring
}

fn ports(table: &FlowTable, protocol: Protocol) -> Counted<u16> {
    let mut counts = vec![0; 1 << 16];
    let columns = &table.columns;
    for (&port, &code) in columns.server_port.iter().zip(columns.protocol.iter()) {
        counts[usize::from(port)] += u64::from(code == protocol.0);
    }
    listed(0..=u16::MAX, &counts)
}

fn hosts(table: &FlowTable) -> [Counted<u32>; 3] {
    let columns = &table.columns;
    let mut counts = vec![0_u64; table.hosts.len()];
    for codes in [
        &columns.client,
        &columns.server,
        &columns.client_mac,
        &columns.server_mac,
    ] {
        for &code in codes.iter().filter(|&&code| code != NO_CODE) {
            counts[code as usize] += 1;
        }
    }
    [Family::V4, Family::V6, Family::Mac].map(|family| {
        let all = table.hosts.addresses().iter().zip(&counts);
        let counts: Vec<u64> = all
            .map(|(address, &count)| match (family, address) {
                (Family::V4, Address::V4(_))
                | (Family::V6, Address::V6(_))
                | (Family::Mac, Address::Mac(_)) => count,
                _ => 0,
            })
            .collect();
        listed(0.., &counts)
    })
}

fn names(table: &FlowTable) -> [Counted<u32>; 4] {
    let columns = &table.columns;
    let mut counts = vec![[0_u64; 4]; table.names.len()];
    for (&name, &application) in columns.name.iter().zip(columns.application.iter()) {
        let Some(counts) = counts.get_mut(name as usize) else {
            continue;
        };
        counts[0] += 1;
        match Application::from_code(application) {
            Application::Dns | Application::Mdns | Application::Llmnr => counts[1] += 1,
            Application::Tls | Application::Quic => counts[2] += 1,
            Application::Http => counts[3] += 1,
            _ => {}
        }
    }
    [0, 1, 2, 3].map(|source| {
        let counts: Vec<u64> = counts.iter().map(|counts| counts[source]).collect();
        listed(0.., &counts)
    })
}
