//! What has a bar, and what is it called?

use crate::query::{PeersOf, Tallies};
use crate::session::{Data, Item, host_address, host_title};
use crate::text::printable;
use crate::units::Totals;
use crate::views::memory::HostMeasure;

/// Sums over one set of flows, and distinct peers over it if they were counted.
#[derive(Clone, Copy)]
pub(super) struct Sums<'a> {
    pub tallies: &'a Tallies,
    pub peers: Option<&'a [u32]>,
}

/// What has a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ranked {
    /// Nodes of the graph.
    Hosts,
    /// Who opened flows.
    Sources,
    /// Who was asked.
    Destinations,
    /// Server ports.
    Ports,
    /// What clients asked for.
    Names,
}

impl Ranked {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hosts => "hosts",
            Self::Sources => "sources",
            Self::Destinations => "destinations",
            Self::Ports => "ports",
            Self::Names => "names",
        }
    }

    pub(super) fn len(self, tallies: &Tallies) -> usize {
        match self {
            Self::Hosts => tallies.nodes.len(),
            Self::Sources => tallies.clients.len(),
            Self::Destinations => tallies.servers.len(),
            Self::Ports => tallies.ports.len(),
            Self::Names => tallies.names.len(),
        }
    }

    pub(super) fn totals(self, tallies: &Tallies, code: u32) -> Totals {
        let code = code as usize;
        match self {
            Self::Hosts => tallies.nodes[code].totals,
            Self::Sources => tallies.clients[code],
            Self::Destinations => tallies.servers[code],
            Self::Ports => tallies.ports[code],
            Self::Names => tallies.names[code],
        }
    }

    /// How long the bar of a value is; `peers` are those over the same flows, `[code]`.
    pub(super) fn value(self, sums: Sums<'_>, code: u32, measure: HostMeasure) -> u64 {
        let Sums { tallies, peers } = sums;
        let totals = self.totals(tallies, code);
        match (measure, self) {
            (HostMeasure::Bytes, _) => totals.bytes,
            (HostMeasure::Packets, _) => totals.packets,
            (HostMeasure::Flows, _) => totals.flows,
            (HostMeasure::Peers, Self::Hosts) => u64::from(tallies.nodes[code as usize].degree),
            (HostMeasure::Peers, _) => {
                let peers = peers.and_then(|peers| peers.get(code as usize));
                peers.map_or(0, |&peers| u64::from(peers))
            }
        }
    }

    /// Whose distinct peers are counted on request; those of nodes are kept with their sums.
    pub(super) fn peers_of(self) -> Option<PeersOf> {
        match self {
            Self::Hosts => None,
            Self::Sources => Some(PeersOf::Clients),
            Self::Destinations => Some(PeersOf::Servers),
            Self::Ports => Some(PeersOf::Ports),
            Self::Names => Some(PeersOf::Names),
        }
    }

    pub(super) fn item(self, data: &Data, code: u32) -> Item {
        match self {
            Self::Hosts => Item::Node(data.graph.node_host(code)),
            Self::Sources => Item::Client(code),
            Self::Destinations => Item::Server(code),
            Self::Ports => Item::Port(code as u16),
            Self::Names => Item::Name(code),
        }
    }

    pub(super) fn label(self, data: &Data, code: u32) -> String {
        let table = &data.traffic.table;
        match self {
            Self::Hosts => host_title(table, data.graph.node_host(code)),
            Self::Sources | Self::Destinations => host_title(table, code),
            Self::Ports if code == 0 => "no port".to_owned(),
            Self::Ports => match crate::capture::Application::of_port(code as u16) {
                Some(application) => format!("{code} {}", application.label()),
                None => code.to_string(),
            },
            Self::Names => printable(table.names.name(code)).into_owned(),
        }
    }

    /// What is said besides the label when a bar is pointed at.
    pub(super) fn about(self, data: &Data, code: u32) -> String {
        let table = &data.traffic.table;
        match self {
            Self::Hosts => host_address(table, data.graph.node_host(code)),
            Self::Sources => format!("Opened by {}", host_address(table, code)),
            Self::Destinations => format!("Asked of {}", host_address(table, code)),
            Self::Ports => format!("Server port {code}"),
            Self::Names => self.label(data, code),
        }
    }
}
