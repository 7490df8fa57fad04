//! What exactly is in a generated capture?
//!
//! The generator says what it meant by each frame ([`Fact`]) when it makes it; the sums of that are
//! the truth that a reader of the file can be held against. Nothing here looks at the bytes.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;

/// Who a frame is from or to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// An address and, for TCP and UDP, a port (else 0).
    Ip(IpAddr, u16),
    /// A station, for frames without IP.
    Mac([u8; 6]),
}

/// What the generator means by a frame.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// The protocol number of IP, or the EtherType, or 0x100 + the destination SAP of an LLC frame.
    pub protocol: u16,
    /// Source and target.
    pub ends: [End; 2],
    /// The application in lower case, as `dns`; empty where there is none.
    pub application: &'static str,
    /// Whether the payload of this frame shows the application.
    pub evident: bool,
}

/// Packets, bytes of the frames as on the wire, and flows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub packets: u64,
    pub bytes: u64,
    pub flows: u64,
}

/// The truth about a capture. A flow is a pair of ends with the same protocol, in both directions,
/// over the whole time of the capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub packets: u64,
    pub bytes: u64,
    pub flows: u64,
    /// Distinct IP addresses.
    pub hosts: u64,
    /// Distinct unordered pairs of IP addresses.
    pub edges: u64,
    /// Nanoseconds since 1970 of the first and last frame.
    pub first_nanos: u64,
    pub last_nanos: u64,
    /// By protocol number (see [`Fact::protocol`]).
    pub protocols: BTreeMap<u16, Count>,
    /// By application, of the flows whose payload shows it.
    pub applications: BTreeMap<&'static str, Count>,
    /// By intended application, of the flows that show none (as a scan's, unanswered).
    pub unproven: BTreeMap<&'static str, Count>,
}

/// Adds up facts.
#[derive(Default)]
pub struct Tally {
    summary: Summary,
    flows: HashMap<(u16, End, End), FlowTally>,
}

#[derive(Default)]
struct FlowTally {
    packets: u64,
    bytes: u64,
    application: &'static str,
    evident: bool,
}

impl Tally {
    /// Adds one frame of `len` bytes.
    pub fn add(&mut self, time_nanos: u64, len: usize, fact: &Fact) {
        let summary = &mut self.summary;
        if summary.packets == 0 {
            summary.first_nanos = time_nanos;
        }
        summary.last_nanos = time_nanos;
        summary.packets += 1;
        summary.bytes += len as u64;
        let [source, target] = fact.ends;
        let key = (fact.protocol, source.min(target), source.max(target));
        let flow = self.flows.entry(key).or_default();
        flow.packets += 1;
        flow.bytes += len as u64;
        flow.application = fact.application;
        flow.evident |= fact.evident;
    }

    /// The sums.
    pub fn finish(self) -> Summary {
        let mut summary = self.summary;
        let mut hosts = HashSet::new();
        let mut pairs = HashSet::new();
        for ((protocol, first, second), flow) in &self.flows {
            summary.flows += 1;
            summary.protocols.entry(*protocol).or_default().add(flow);
            let by_application = if flow.evident {
                &mut summary.applications
            } else {
                &mut summary.unproven
            };
            by_application
                .entry(flow.application)
                .or_default()
                .add(flow);
            if let (End::Ip(first, _), End::Ip(second, _)) = (first, second) {
                hosts.extend([*first, *second]);
                pairs.insert((*first, *second));
            }
        }
        summary.hosts = hosts.len() as u64;
        summary.edges = pairs.len() as u64;
        summary
    }
}

impl Count {
    fn add(&mut self, flow: &FlowTally) {
        self.packets += flow.packets;
        self.bytes += flow.bytes;
        self.flows += 1;
    }
}
