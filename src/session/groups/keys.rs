//! Which key does each node have on one level, and what are the groups of that level called?

use hashbrown::HashMap;

use super::{GroupBy, Subnet};
use crate::capture::Address;
use crate::flow::FlowTable;
use crate::graph::{Graph, NO_KEY};
use crate::query::{FlowSet, Network};
use crate::scene::{ColorBy, ColorKey, Coloring, Found, RAMP_STEPS, Shown};
use crate::session::Ground;

/// What groups are made from: everything, whatever is visible, so that brushing moves nothing from
/// one group to another.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'a> {
    /// The flows.
    pub table: &'a FlowTable,
    /// What they make.
    pub graph: &'a Graph,
    /// Sums over all of them.
    pub ground: &'a Ground,
}

impl Whole<'_> {
    pub(super) fn address(&self, node: u32) -> Address {
        self.table.hosts.address(self.graph.node_host(node))
    }

    pub(super) fn node_count(&self) -> usize {
        self.graph.node_count()
    }
}

/// Keys of one level, and how they are named.
pub(super) struct Level {
    /// `[node]`.
    pub keys: Vec<u32>,
    names: Names,
}

/// How the groups of a level are called.
enum Names {
    /// By key.
    Texts(Vec<String>),
    /// By what colour says of a member.
    Classes(Coloring),
    /// From the least value of its members to the greatest.
    Values(Coloring),
}

impl Level {
    /// The keys of all nodes for what a level groups by.
    pub fn new(by: &GroupBy, whole: &Whole<'_>) -> Self {
        match by {
            GroupBy::Subnet(subnet) => networks(whole, |address| network_of(address, *subnet)),
            GroupBy::Prefixes(list) => {
                let mut longest = list.clone();
                longest.sort_by_key(|network| std::cmp::Reverse(network.prefix_bits()));
                networks(whole, |address| {
                    longest
                        .iter()
                        .find(|network| network.contains(address))
                        .copied()
                })
            }
            GroupBy::Scope => scopes(whole),
            GroupBy::Degree => degrees(whole),
            GroupBy::Color(color_by) => colors(*color_by, whole),
        }
    }

    /// What the group of a key is called, given its nodes.
    pub fn name(&self, key: u32, nodes: &[u32], whole: &Whole<'_>) -> String {
        let Some(&first) = nodes.first() else {
            return String::new();
        };
        match &self.names {
            Names::Texts(texts) => texts.get(key as usize).cloned().unwrap_or_default(),
            Names::Classes(coloring) => coloring.node_text(whole.table, first).unwrap_or_default(),
            Names::Values(coloring) => span_of(coloring, nodes),
        }
    }
}

/// The network of an address.
pub(super) fn network_of(address: Address, subnet: Subnet) -> Option<Network> {
    match address {
        Address::V4(_) => Network::new(address, subnet.v4),
        Address::V6(_) => Network::new(address, subnet.v6),
        Address::Mac(_) => None,
    }
}

fn networks(whole: &Whole<'_>, network_of: impl Fn(Address) -> Option<Network>) -> Level {
    let of_node: Vec<Option<Network>> = (0..whole.node_count() as u32)
        .map(|node| network_of(whole.address(node)))
        .collect();
    let mut all: Vec<Network> = of_node.iter().flatten().copied().collect();
    all.sort_unstable_by_key(|network| (network.first(), network.prefix_bits()));
    all.dedup();
    let places: HashMap<Network, u32> = all.iter().copied().zip(0..).collect();
    let key = |network: &Option<Network>| {
        network
            .and_then(|network| places.get(&network).copied())
            .unwrap_or(NO_KEY)
    };
    Level {
        keys: of_node.iter().map(key).collect(),
        names: Names::Texts(all.iter().map(ToString::to_string).collect()),
    }
}

/// Private as in RFC 1918, RFC 4193 and RFC 6598, and what is valid on one link or machine only.
fn scopes(whole: &Whole<'_>) -> Level {
    const NAMES: [&str; 4] = [
        "Private addresses",
        "Public addresses",
        "Multicast and broadcast",
        "MAC addresses",
    ];
    let scope = |address: Address| match address {
        _ if address.is_group() => 2,
        Address::Mac(_) => 3,
        Address::V4(bytes) => {
            let ip = std::net::Ipv4Addr::from(bytes);
            let is_shared = bytes[0] == 100 && bytes[1] & 0xc0 == 64;
            u32::from(!(ip.is_private() || ip.is_link_local() || ip.is_loopback() || is_shared))
        }
        Address::V6(bytes) => {
            let ip = std::net::Ipv6Addr::from(bytes);
            let is_local = ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_loopback();
            u32::from(!is_local)
        }
    };
    let nodes = 0..whole.node_count() as u32;
    Level {
        keys: nodes.map(|node| scope(whole.address(node))).collect(),
        names: Names::Texts(NAMES.map(str::to_owned).to_vec()),
    }
}

/// Doublings of the number of neighbours: 1, 2–3, 4–7 …
fn degrees(whole: &Whole<'_>) -> Level {
    let name = |class: u32| match class {
        0 => "no neighbours".to_owned(),
        1 => "1 neighbour".to_owned(),
        class => format!(
            "{}–{} neighbours",
            1_u64 << (class - 1),
            (1_u64 << class) - 1
        ),
    };
    let nodes = whole.ground.everything.nodes.iter();
    Level {
        keys: nodes
            .map(|node| u32::BITS - node.degree.leading_zeros())
            .collect(),
        names: Names::Texts((0..=u32::BITS).map(name).collect()),
    }
}

/// Steps that the values of a ramp are cut into.
const VALUE_CLASSES: u32 = 8;

fn colors(color_by: ColorBy, whole: &Whole<'_>) -> Level {
    // As a column, an application is worked out for each node.
    let color_by = match color_by {
        ColorBy::Application => ColorBy::Column(crate::query::AxisColumn::Application),
        ColorBy::Transport => ColorBy::Column(crate::query::AxisColumn::Protocol),
        other => other,
    };
    let shown = Shown {
        table: whole.table,
        graph: whole.graph,
        visible: &FlowSet::all(whole.table.len()),
        tallies: &whole.ground.everything,
        degrees: &whole.ground.degrees,
    };
    let Some(coloring) = Coloring::of(color_by, &shown, &|| false) else {
        let keys = vec![NO_KEY; whole.node_count()];
        return Level {
            keys,
            names: Names::Texts(Vec::new()),
        };
    };
    match &coloring.found {
        Found::Classes { nodes, .. } => {
            let mut all: Vec<u64> = nodes.clone();
            all.sort_unstable();
            all.dedup();
            let places: HashMap<u64, u32> = all.into_iter().zip(0..).collect();
            let key = |class: &u64| match *class {
                u64::MAX => NO_KEY,
                class => places.get(&class).copied().unwrap_or(NO_KEY),
            };
            Level {
                keys: nodes.iter().map(key).collect(),
                names: Names::Classes(coloring),
            }
        }
        Found::Values { nodes, .. } => {
            let steps = nodes.iter().zip(&coloring.nodes);
            let key = |(value, &shade): (&Option<f64>, &u16)| match value {
                Some(_) => u32::from(shade) * VALUE_CLASSES / u32::from(RAMP_STEPS),
                None => NO_KEY,
            };
            Level {
                keys: steps.map(key).collect(),
                names: Names::Values(coloring),
            }
        }
    }
}

/// From the least value of some nodes to the greatest, in words.
fn span_of(coloring: &Coloring, nodes: &[u32]) -> String {
    let (Found::Values { nodes: values, .. }, ColorKey::Ramp(ramp)) =
        (&coloring.found, &coloring.key)
    else {
        return String::new();
    };
    let values = nodes
        .iter()
        .filter_map(|&node| values.get(node as usize).copied()?);
    let [least, most] = values.fold([f64::MAX, f64::MIN], |[least, most], value| {
        [least.min(value), most.max(value)]
    });
    let [least, most] = [least, most].map(|value| ramp.text(value));
    let label = coloring.color_by.label();
    if least == most {
        format!("{label}: {least}")
    } else {
        format!("{label}: {least} – {most}")
    }
}
