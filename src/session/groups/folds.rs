//! Which hosts say nothing on their own?
//!
//! Hosts with one neighbour over the whole capture: those that never answered it, as in a scan,
//! and the other leaves of a hub. Each kind at each hub is a group inside all others, if there are
//! at least [`LEAST_FOLDED`] of them.

use hashbrown::HashMap;

use super::keys::Whole;
use crate::capture::Address;
use crate::graph::NO_KEY;
use crate::query::Network;
use crate::session::host_title;
use crate::units::Count;

/// Fewer hosts than this are shown on their own.
const LEAST_FOLDED: u32 = 3;

/// The key of each node, `[node]`: twice the hub's node, and one more for those without a reply.
pub(super) fn fold_keys(whole: &Whole<'_>) -> Vec<u32> {
    let nodes = &whole.ground.everything.nodes;
    let mut keys = vec![NO_KEY; whole.node_count()];
    for &[a, b] in whole.graph.edge_nodes() {
        for (leaf, hub) in [(a, b), (b, a)] {
            let (tally, of_hub) = (&nodes[leaf as usize], &nodes[hub as usize]);
            if a != b && tally.degree == 1 && of_hub.degree > 1 {
                keys[leaf as usize] = hub * 2 + u32::from(tally.sent_bytes == 0);
            }
        }
    }
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for &key in &keys {
        *counts.entry(key).or_default() += 1;
    }
    for key in &mut keys {
        if counts.get(key).is_none_or(|&count| count < LEAST_FOLDED) {
            *key = NO_KEY;
        }
    }
    keys
}

/// What the group of a key is called: its number of hosts is part of the name.
pub(super) fn fold_name(key: u32, nodes: &[u32], whole: &Whole<'_>) -> String {
    let count = Count(nodes.len() as u64);
    if key.is_multiple_of(2) {
        let hub = host_title(whole.table, whole.graph.node_host(key / 2));
        return format!("{count} leaves of {hub}");
    }
    match common_network(nodes.iter().map(|&node| whole.address(node))) {
        Some(network) => format!("{count} addresses in {network}, no reply"),
        None => format!("{count} addresses, no reply"),
    }
}

/// The smallest network that holds some addresses; none if they are of several families, or have
/// nothing in common.
fn common_network(addresses: impl Iterator<Item = Address>) -> Option<Network> {
    let mut common: Option<Network> = None;
    for address in addresses.filter(|address| address.is_ip()) {
        let mut network = common.unwrap_or(Network::single(address));
        while !network.contains(address) {
            // Nothing in common says nothing.
            let bits = network
                .prefix_bits()
                .checked_sub(1)
                .filter(|&bits| bits > 0)?;
            network = Network::new(network.first(), bits)?;
        }
        common = Some(network);
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_network_around_addresses() {
        let check = |addresses: &[&str], expected: Option<&str>| {
            let addresses = addresses
                .iter()
                .map(|text| text.parse().expect("an address"));
            let found = common_network(addresses).map(|network| network.to_string());
            assert_eq!(found.as_deref(), expected);
        };
        check(
            &["10.0.0.1", "10.0.15.200", "10.0.3.3"],
            Some("10.0.0.0/20"),
        );
        check(&["10.0.0.1"], Some("10.0.0.1"));
        check(&["10.0.0.1", "200.0.0.1"], None);
        check(&["10.0.0.1", "::1"], None);
        check(&["2001:db8::1", "2001:db8::2"], Some("2001:db8::/126"));
        check(&[], None);
    }
}
