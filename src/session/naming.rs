//! What is a host called?
//!
//! The best name that the capture itself states, else the address. A name that a server was asked
//! for (SNI, Host) says less about the machine than an answer of the name system, and one shared
//! by thousands of hosts nothing at all, so origins are ranked.

use crate::capture::NameOrigin;
use crate::flow::{FlowTable, HostName};
use crate::graph::Graph;
use crate::scene::LabelText;

/// How much a name of this origin says about the machine behind an address, most first.
fn rank(origin: NameOrigin) -> u8 {
    match origin {
        NameOrigin::CaptureFile => 0,
        NameOrigin::Dhcp => 1,
        NameOrigin::Mdns | NameOrigin::Llmnr | NameOrigin::Nbns => 2,
        NameOrigin::Dns => 3,
        NameOrigin::Sni => 4,
        NameOrigin::HttpHost => 5,
    }
}

/// The best name of a host, printable; none if the capture names it nowhere.
#[must_use]
pub fn host_name(table: &FlowTable, host: u32) -> Option<String> {
    let best = table
        .hosts
        .names(host)
        .iter()
        .min_by_key(|name| rank(name.origin))?;
    Some(crate::text::printable(table.names.name(best.name)).into_owned())
}

/// The address of a host in text.
#[must_use]
pub fn host_address(table: &FlowTable, host: u32) -> String {
    table.hosts.address(host).to_string()
}

/// The best name, else the address.
#[must_use]
pub fn host_title(table: &FlowTable, host: u32) -> String {
    host_name(table, host).unwrap_or_else(|| host_address(table, host))
}

/// What a node is labelled with in the picture.
#[must_use]
pub fn node_label(table: &FlowTable, graph: &Graph, node: u32) -> LabelText {
    let host = graph.node_host(node);
    match host_name(table, host) {
        Some(text) => LabelText {
            text,
            is_name: true,
        },
        None => LabelText {
            text: host_address(table, host),
            is_name: false,
        },
    }
}

/// All names of a host with their origins, printable, best first.
#[must_use]
pub fn host_names(table: &FlowTable, host: u32) -> Vec<(String, NameOrigin)> {
    let mut names: Vec<HostName> = table.hosts.names(host).to_vec();
    names.sort_by_key(|name| rank(name.origin));
    let printable = |name: HostName| {
        (
            crate::text::printable(table.names.name(name.name)).into_owned(),
            name.origin,
        )
    };
    names.into_iter().map(printable).collect()
}
