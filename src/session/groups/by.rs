//! What do the nodes of a group have in common?
//!
//! Written as one word each, in scripts, sessions and on the command line: `subnet/16`,
//! `subnet/16/48`, `prefixes:10.0.0.0/8,192.168.0.0/16`, `scope`, `degree`, or anything that colour
//! can stand for (`community`, `application`, `first-seen`, `vlan` …).

use std::fmt;
use std::str::FromStr;

use crate::capture::Address;
use crate::query::Network;
use crate::scene::ColorBy;

/// What the nodes of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// The first bits of their addresses.
    Subnet(Subnet),
    /// The longest of these networks that they are in.
    Prefixes(Vec<Network>),
    /// Whether their addresses are private, public, or stand for many hosts.
    Scope,
    /// The number of their neighbours over the whole capture, in doublings.
    Degree,
    /// What colour can stand for, over the whole capture.
    Color(ColorBy),
}

/// Lengths of a prefix in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subnet {
    /// Of IPv4 addresses, 1 to 32.
    pub v4: u8,
    /// Of IPv6 addresses, 1 to 128.
    pub v6: u8,
}

impl Subnet {
    /// Subnets of this length in IPv4, with what is as large in the practice of IPv6: a provider,
    /// a site, a link.
    #[must_use]
    pub fn v4(bits: u8) -> Self {
        let v6 = match bits {
            0..=8 => 32,
            9..=16 => 48,
            17..=24 => 64,
            _ => 128,
        };
        Self { v4: bits, v6 }
    }
}

/// Prefixes in a list at the most; each node is held against all of them.
const MOST_PREFIXES: usize = 1_000;

impl GroupBy {
    /// What is offered by name; prefixes have to be typed.
    #[must_use]
    pub fn offered() -> Vec<Self> {
        let subnets = [8, 16, 20, 24].map(|bits| Self::Subnet(Subnet::v4(bits)));
        let mut offered = subnets.to_vec();
        offered.extend([Self::Scope, Self::Degree]);
        offered.extend(ColorBy::all().map(Self::Color));
        offered
    }

    /// Subnets in subnets: what a provider has, and a network of it.
    #[must_use]
    pub fn nested_subnets() -> Vec<Self> {
        [8, 24].map(|bits| Self::Subnet(Subnet::v4(bits))).into()
    }

    /// Its name within a sentence.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Subnet(Subnet { v4, v6 }) if Subnet::v4(*v4).v6 == *v6 => format!("subnet /{v4}"),
            Self::Subnet(Subnet { v4, v6 }) => format!("subnet /{v4}, IPv6 /{v6}"),
            Self::Prefixes(list) => format!("{} prefixes", list.len()),
            Self::Scope => "private or public address".to_owned(),
            Self::Degree => "number of neighbours".to_owned(),
            Self::Color(color_by) => lowered(color_by.label()),
        }
    }
}

/// Names of one kind of thing stay as they are.
fn lowered(label: &str) -> String {
    if label.chars().all(char::is_uppercase) {
        label.to_owned()
    } else {
        label.to_lowercase()
    }
}

impl fmt::Display for GroupBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subnet(Subnet { v4, v6 }) if Subnet::v4(*v4).v6 == *v6 => {
                write!(f, "subnet/{v4}")
            }
            Self::Subnet(Subnet { v4, v6 }) => write!(f, "subnet/{v4}/{v6}"),
            Self::Prefixes(list) => {
                f.write_str("prefixes:")?;
                for (place, network) in list.iter().enumerate() {
                    if place > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{}/{}", network.first(), network.prefix_bits())?;
                }
                Ok(())
            }
            Self::Scope => f.write_str("scope"),
            Self::Degree => f.write_str("degree"),
            Self::Color(color_by) => f.write_str(&color_by.word()),
        }
    }
}

impl FromStr for GroupBy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(bits) = text.strip_prefix("subnet/") {
            return subnet(bits).map(Self::Subnet).ok_or_else(|| {
                "a subnet is written as subnet/16, or subnet/16/48 with that of IPv6".to_owned()
            });
        }
        if let Some(list) = text.strip_prefix("prefixes:") {
            return prefixes(list).map(Self::Prefixes);
        }
        match text {
            "scope" => Ok(Self::Scope),
            "degree" => Ok(Self::Degree),
            word => ColorBy::from_word(word).map(Self::Color).ok_or_else(|| {
                "expected subnet/16, prefixes:10.0.0.0/8,…, scope, degree, community, or another \
                 meaning of colour"
                    .to_owned()
            }),
        }
    }
}

fn subnet(bits: &str) -> Option<Subnet> {
    let (v4, v6) = match bits.split_once('/') {
        Some((v4, v6)) => (v4.parse().ok()?, v6.parse().ok()?),
        None => {
            let v4 = bits.parse().ok()?;
            (v4, Subnet::v4(v4).v6)
        }
    };
    ((1..=32).contains(&v4) && (1..=128).contains(&v6)).then_some(Subnet { v4, v6 })
}

/// Networks parted by commas.
fn prefixes(list: &str) -> Result<Vec<Network>, String> {
    let networks = list.split(',').map(|text| {
        let (address, bits) = text.trim().split_once('/')?;
        let address: Address = address
            .parse()
            .ok()
            .filter(|address: &Address| address.is_ip())?;
        Network::new(address, bits.parse().ok()?)
    });
    let networks: Option<Vec<Network>> = networks.take(MOST_PREFIXES + 1).collect();
    let mut networks = networks.ok_or("prefixes are written as 10.0.0.0/8,2001:db8::/32")?;
    if networks.len() > MOST_PREFIXES {
        return Err(format!("at most {MOST_PREFIXES} prefixes"));
    }
    networks.sort_unstable_by_key(|network| (network.first(), network.prefix_bits()));
    networks.dedup();
    Ok(networks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for by in GroupBy::offered() {
            assert_eq!(by.to_string().parse(), Ok(by));
        }
        for text in [
            "subnet/12/40",
            "subnet/24",
            "prefixes:10.0.0.0/8,2001:db8::/32",
        ] {
            assert_eq!(text.parse::<GroupBy>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "subnet/",
            "subnet/0",
            "subnet/33",
            "subnet/16/129",
            "prefixes:",
            "prefixes:10/8",
            "prefixes:10.0.0.0/40",
            "prefixes:02:00:00:00:00:01/48",
            "colour",
        ] {
            assert!(text.parse::<GroupBy>().is_err(), "{text}");
        }
    }
}
