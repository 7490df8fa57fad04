//! Which network or range does a typed text mean?
//!
//! `10.0.0.0/8` is all nodes in a network; `degree >= 10`, `bytes < 1 MB` and `flows 2..5` are the
//! nodes with a measure in a range.

use std::net::IpAddr;

use crate::capture::Address;
use crate::flow::FlowTable;
use crate::graph::Graph;
use crate::session::NodeMeasure;

/// The nodes of a network written as `10.0.0.0/8`.
pub(super) fn network(text: &str, table: &FlowTable, graph: &Graph) -> Option<Vec<u32>> {
    let (address, bits) = text.split_once('/')?;
    let bits: u32 = bits.parse().ok()?;
    let (first, width) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    // No bits of a wide address cannot be asked for by shifting it out.
    let shift = u32::checked_sub(width, bits)?;
    let network = |value: u128| value.checked_shr(shift).unwrap_or(0);
    let is_inside = |address| match address {
        Address::V4(bytes) if width == 32 => {
            network(u128::from(u32::from_be_bytes(bytes))) == network(first)
        }
        Address::V6(bytes) if width == 128 => network(u128::from_be_bytes(bytes)) == network(first),
        _ => false,
    };
    let hosts = (0..table.hosts.len() as u32)
        .filter(|&host| is_inside(table.hosts.address(host)) && graph.node_of_host(host).is_some());
    Some(hosts.collect())
}

/// A range written as `degree >= 10`, `bytes < 1 MB`, `flows = 3` or `degree 2..5`.
pub(super) fn range(text: &str) -> Option<(NodeMeasure, u64, u64)> {
    let measure = NodeMeasure::ALL
        .into_iter()
        .find(|measure| text.starts_with(measure.label()))?;
    let rest = text.strip_prefix(measure.label())?.trim();
    if let Some((least, most)) = rest.split_once("..") {
        let (least, most) = (number(least)?, number(most)?);
        return Some((measure, least, most));
    }
    let signs = [">=", "<=", "==", ">", "<", "="];
    let (sign, value) = signs
        .into_iter()
        .find_map(|sign| Some((sign, rest.strip_prefix(sign)?)))?;
    let value = number(value)?;
    let (least, most) = match sign {
        ">=" => (value, u64::MAX),
        ">" => (value.checked_add(1)?, u64::MAX),
        "<=" => (0, value),
        "<" => (0, value.checked_sub(1)?),
        _ => (value, value),
    };
    Some((measure, least, most))
}

/// A whole number, with thousands separated or not, and with an SI prefix or not.
fn number(text: &str) -> Option<u64> {
    let text = text.trim().trim_end_matches('b').trim_end();
    let units = [
        ("k", 1_000.0),
        ("m", 1_000_000.0),
        ("g", 1_000_000_000.0),
        ("t", 1_000_000_000_000.0),
    ];
    let unit = units.into_iter().find(|(unit, _)| text.ends_with(unit));
    let digits: String = text
        .trim_end_matches(['k', 'm', 'g', 't'])
        .chars()
        .filter(|letter| !matches!(letter, ',' | '_' | ' '))
        .collect();
    match unit {
        None => digits.parse().ok(),
        Some((_, factor)) => {
            let value: f64 = digits.parse().ok()?;
            (value >= 0.0 && value.is_finite()).then_some((value * factor) as u64)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        let check = |text: &str, expected| assert_eq!(range(text), expected, "{text}");
        use NodeMeasure::{Bytes, Degree, Flows};
        check("degree >= 10", Some((Degree, 10, u64::MAX)));
        check("degree>10", Some((Degree, 11, u64::MAX)));
        check("bytes < 1.5 mb", Some((Bytes, 0, 1_499_999)));
        check("flows = 3", Some((Flows, 3, 3)));
        check("degree 2..5", Some((Degree, 2, 5)));
        check("bytes 1 kb..1,000,000", Some((Bytes, 1_000, 1_000_000)));
        check("degree", None);
        check("degree < 0", None);
        check("degrees of freedom", None);
    }
}
