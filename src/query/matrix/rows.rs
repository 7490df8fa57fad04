//! Which rows does a matrix of hosts have, and in which order?
//!
//! Nodes in numeric order of their addresses, so that hosts of a subnet stand together; a row is one
//! node or all nodes of a subnet.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::capture::Address;
use crate::query::Network;

/// What a row stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RowKind {
    /// A node.
    #[default]
    Host,
    /// The nodes whose addresses begin alike: 24 bits of IPv4, 64 of IPv6; a MAC address on its own.
    Subnet,
}

/// The rows of a matrix, ascending by address.
#[derive(Clone, Debug)]
pub struct MatrixRows {
    kind: RowKind,
    /// Node ids by address.
    nodes: Vec<u32>,
    /// Their addresses, ascending.
    addresses: Vec<Address>,
    /// `[row + 1]`: where each row's nodes begin in `nodes`.
    starts: Vec<u32>,
    /// `[node]`: its row.
    row_of: Vec<u32>,
}

impl MatrixRows {
    /// The rows of the nodes below `node_count`.
    #[must_use]
    pub fn new(node_count: usize, kind: RowKind, address: impl Fn(u32) -> Address) -> Self {
        let mut nodes: Vec<(Address, u32)> = (0..node_count as u32)
            .map(|node| (address(node), node))
            .collect();
        nodes.par_sort_unstable();
        let mut rows = Self {
            kind,
            nodes: Vec::with_capacity(nodes.len()),
            addresses: Vec::with_capacity(nodes.len()),
            starts: vec![0],
            row_of: vec![0; node_count],
        };
        let mut open: Option<Network> = None;
        for (address, node) in nodes {
            if !open.is_some_and(|network| network.contains(address)) {
                if open.is_some() {
                    rows.starts.push(rows.nodes.len() as u32);
                }
                open = Some(network_of(address, kind));
            }
            rows.row_of[node as usize] = rows.starts.len() as u32 - 1;
            rows.nodes.push(node);
            rows.addresses.push(address);
        }
        if !rows.nodes.is_empty() {
            rows.starts.push(rows.nodes.len() as u32);
        }
        rows
    }

    /// What a row stands for.
    #[must_use]
    pub fn kind(&self) -> RowKind {
        self.kind
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of a node.
    #[must_use]
    pub fn row_of(&self, node: u32) -> Option<u32> {
        self.row_of.get(node as usize).copied()
    }

    /// The nodes of a row, by address; none if there is no such row.
    #[must_use]
    pub fn nodes(&self, row: u32) -> &[u32] {
        self.places(row)
            .and_then(|places| self.nodes.get(places))
            .unwrap_or(&[])
    }

    /// The addresses of a row, ascending; none if there is no such row.
    #[must_use]
    pub fn addresses(&self, row: u32) -> &[Address] {
        self.places(row)
            .and_then(|places| self.addresses.get(places))
            .unwrap_or(&[])
    }

    /// All addresses, ascending.
    #[must_use]
    pub fn all_addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// The addresses that a row stands for, whether or not they occur.
    #[must_use]
    pub fn network(&self, row: u32) -> Option<Network> {
        let first = self.addresses(row).first()?;
        Some(network_of(*first, self.kind))
    }

    fn places(&self, row: u32) -> Option<std::ops::Range<usize>> {
        let row = row as usize;
        Some(*self.starts.get(row)? as usize..*self.starts.get(row + 1)? as usize)
    }
}

/// What stands in one row with an address.
fn network_of(address: Address, kind: RowKind) -> Network {
    let bits = match (kind, address) {
        (RowKind::Subnet, Address::V4(_)) => Some(24),
        (RowKind::Subnet, Address::V6(_)) => Some(64),
        _ => None,
    };
    bits.and_then(|bits| Network::new(address, bits))
        .unwrap_or_else(|| Network::single(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_of_address_and_hold_every_node_once() {
        let texts = [
            "10.0.1.9",
            "10.0.0.7",
            "2001:db8::1",
            "10.0.1.1",
            "10.0.0.200",
        ];
        let address = |node: u32| texts[node as usize].parse::<Address>().unwrap();
        let hosts = MatrixRows::new(texts.len(), RowKind::Host, address);
        let order: Vec<u32> = (0..5).flat_map(|row| hosts.nodes(row).to_vec()).collect();
        assert_eq!((hosts.len(), order), (5, vec![1, 4, 3, 0, 2]));
        let subnets = MatrixRows::new(texts.len(), RowKind::Subnet, address);
        assert_eq!(subnets.len(), 3);
        assert_eq!(subnets.nodes(0), [1, 4]);
        assert_eq!(subnets.nodes(1), [3, 0]);
        assert_eq!(subnets.row_of(2), Some(2));
        assert_eq!(subnets.network(1).unwrap().to_string(), "10.0.1.0/24");
        assert!(subnets.nodes(3).is_empty() && subnets.network(3).is_none());
        assert!(MatrixRows::new(0, RowKind::Host, address).is_empty());
    }
}
