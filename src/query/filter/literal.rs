//! Which value does a word stand for?
//!
//! Each kind of field reads its own literals, so `10` is a number of bytes for `bytes` and a
//! second for `duration`. Decimals are read exactly, without floating point.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::error::nearest;
use super::numbers::{number, quantity, scaled, share};
use super::time_text::time;
use super::value::{BYTE_UNITS, TIME_UNITS, evidence_key, reason_key};
use super::{Family, Kind, Network, Value};
use crate::capture::{Address, Application, Evidence, Protocol, Tunnel};
use crate::flow::DirectionReason;
use crate::units::Timestamp;

/// What is wrong with a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadLiteral {
    pub message: String,
    pub suggestion: Option<String>,
}

pub(super) fn bad<T>(message: impl Into<String>) -> Result<T, BadLiteral> {
    Err(BadLiteral {
        message: message.into(),
        suggestion: None,
    })
}

/// The value of a word or quoted text for a kind of field.
pub(super) fn value(kind: Kind, text: &str) -> Result<Value, BadLiteral> {
    match kind {
        Kind::Address(family) => address(family, text).map(Value::Address),
        Kind::Host => Ok(match network(text) {
            Some(network) => Value::Address(network),
            None => Value::Text(text.to_owned()),
        }),
        Kind::Number(largest) => number(text, largest).map(Value::Number),
        Kind::Bytes => quantity(text, &BYTE_UNITS, &[("B", 1), ("", 1)], "10 MB").map(Value::Bytes),
        Kind::Duration => {
            let others = [("µs", 1_000), ("sec", 1_000_000_000), ("", 1_000_000_000)];
            let nanos = quantity(text, &TIME_UNITS, &others, "1.5 s")?;
            match i64::try_from(nanos) {
                Ok(nanos) => Ok(Value::Duration(nanos)),
                Err(_) => bad("this is longer than 292 years"),
            }
        }
        Kind::Time => point_in_time(text).map(Value::Time),
        Kind::Share => share(text).map(Value::Share),
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::Flag => match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "set" => Ok(Value::Flag(true)),
            "0" | "false" => Ok(Value::Flag(false)),
            _ => bad("a flag is 1 or 0"),
        },
        Kind::Application => {
            let meaning = super::Word::from_text(text).map(super::Word::meaning);
            if let Some(super::Meaning::Application(application)) = meaning {
                return Ok(Value::Application(application));
            }
            let all = Application::ALL.iter().copied();
            one_of(text, "application", all, Application::key).map(Value::Application)
        }
        Kind::Protocol => protocol(text).map(Value::Protocol),
        Kind::IpProtocol => match protocol(text)? {
            protocol if protocol.is_ip() => Ok(Value::Protocol(protocol)),
            _ => bad("this is not a protocol of IP"),
        },
        Kind::Evidence => {
            let all = [Evidence::None, Evidence::Port, Evidence::Payload].into_iter();
            one_of(text, "kind of evidence", all, evidence_key).map(Value::Evidence)
        }
        Kind::DirectionReason => {
            let all = DirectionReason::ALL.into_iter();
            one_of(text, "reason", all, reason_key).map(Value::DirectionReason)
        }
        Kind::Tunnel => {
            let all = Tunnel::ALL.into_iter();
            one_of(text, "kind of tunnel", all, Tunnel::name).map(Value::Tunnel)
        }
    }
}

/// Whether a word is a unit that may stand after a number of this kind, as in `10 MB`.
pub(super) fn is_unit(kind: Kind, word: &str) -> bool {
    let is_one = |name: &str| name.eq_ignore_ascii_case(word);
    match kind {
        Kind::Bytes => is_one("B") || BYTE_UNITS.iter().any(|(name, _)| is_one(name)),
        Kind::Duration => {
            is_one("µs") || is_one("sec") || TIME_UNITS.iter().any(|(name, _)| is_one(name))
        }
        Kind::Share => word == "%",
        _ => false,
    }
}

/// An address or network of any family.
pub(super) fn network(text: &str) -> Option<Network> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => {
            let is_number = bits.bytes().all(|byte| byte.is_ascii_digit());
            (address, Some(bits.parse().ok().filter(|_| is_number)?))
        }
        None => (text, None),
    };
    let address = if let Ok(ip) = address.parse::<Ipv4Addr>() {
        Address::V4(ip.octets())
    } else if let Ok(ip) = address.parse::<Ipv6Addr>() {
        Address::V6(ip.octets())
    } else {
        Address::Mac(mac(address)?)
    };
    match bits {
        Some(bits) => Network::new(address, bits),
        None => Some(Network::single(address)),
    }
}

/// Six bytes in hexadecimal, joined by `:` or `-`.
fn mac(text: &str) -> Option<[u8; 6]> {
    let separator = if text.contains('-') { '-' } else { ':' };
    let mut bytes = [0; 6];
    let mut parts = text.split(separator);
    for byte in &mut bytes {
        let part = parts.next()?;
        let is_byte = part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_hexdigit());
        *byte = u8::from_str_radix(part, 16).ok().filter(|_| is_byte)?;
    }
    parts.next().is_none().then_some(bytes)
}

fn address(family: Family, text: &str) -> Result<Network, BadLiteral> {
    let wanted = match family {
        Family::V4 => "an IPv4 address or network, as in 10.0.0.0/8",
        Family::V6 => "an IPv6 address or network, as in 2001:db8::/32",
        Family::Mac => "a MAC address, as in 00:11:22:33:44:55",
    };
    let family_of = |network: Network| match network.first() {
        Address::V4(_) => Family::V4,
        Address::V6(_) => Family::V6,
        Address::Mac(_) => Family::Mac,
    };
    match network(text) {
        Some(network) if family_of(network) == family => Ok(network),
        Some(network) => {
            let field = match family_of(network) {
                Family::V4 => "ip.addr",
                Family::V6 => "ipv6.addr",
                Family::Mac => "eth.addr",
            };
            bad(format!("expected {wanted}; this one belongs to `{field}`"))
        }
        None => bad(format!("expected {wanted}; names go with `host`")),
    }
}

/// A date and time, or seconds since 1970.
fn point_in_time(text: &str) -> Result<Timestamp, BadLiteral> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let is_number = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let seconds = scaled(digits, 1_000_000_000).filter(|_| is_number);
    let nanos = seconds.and_then(|nanos| i64::try_from(nanos).ok());
    match nanos
        .map(|nanos| Timestamp(sign * nanos))
        .or_else(|| time(text))
    {
        Some(time) => Ok(time),
        None => bad("expected a time in UTC, as in \"2011-08-10 09:00\", or seconds since 1970"),
    }
}

fn protocol(text: &str) -> Result<Protocol, BadLiteral> {
    let by_number = number(text, u64::from(u16::MAX)).ok();
    let by_number = by_number.and_then(|number| u16::try_from(number).ok());
    match by_number
        .map(Protocol)
        .or_else(|| Protocol::from_name(text))
    {
        Some(protocol) => Ok(protocol),
        None => Err(BadLiteral {
            message: "there is no protocol of this name".into(),
            suggestion: nearest(text, ["tcp", "udp", "icmp", "icmpv6", "arp"].into_iter())
                .map(|name| format!("`{name}`")),
        }),
    }
}

/// The one of a few choices whose name this is.
fn one_of<T: Copy>(
    text: &str,
    what: &str,
    all: impl Iterator<Item = T> + Clone,
    name_of: impl Fn(T) -> &'static str,
) -> Result<T, BadLiteral> {
    let is_named = |&choice: &T| name_of(choice).eq_ignore_ascii_case(text);
    if let Some(choice) = all.clone().find(is_named) {
        return Ok(choice);
    }
    let names: Vec<String> = all
        .map(|choice| name_of(choice).to_ascii_lowercase())
        .collect();
    let near = nearest(text, names.iter().map(String::as_str));
    let all = if names.len() <= 8 {
        format!(": it is one of {}", names.join(", "))
    } else {
        String::new()
    };
    Err(BadLiteral {
        message: format!("there is no {what} of this name{all}"),
        suggestion: near.map(|name| format!("`{name}`")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_values() {
        let check = |kind, text: &str, expected: &str| {
            let printed = value(kind, text).map(|value| value.to_string());
            assert_eq!(printed.as_deref(), Ok(expected), "{text}");
        };
        check(Kind::Bytes, "10 MB", "10 MB");
        check(Kind::Bytes, "1.5kB", "1500 B");
        check(Kind::Bytes, "2 mib", "2 MiB");
        check(Kind::Bytes, "7", "7 B");
        check(Kind::Duration, "2s", "2 s");
        check(Kind::Duration, "0.5 ms", "500 us");
        check(Kind::Duration, "3 µs", "3 us");
        check(Kind::Duration, "90", "90 s");
        check(Kind::Share, "70%", "0.7");
        check(Kind::Share, "0.7", "0.7");
        check(Kind::Share, "12.5 %", "0.125");
        check(Kind::Time, "0", "\"1970-01-01 00:00:00\"");
        check(Kind::Time, "1312966800.25", "\"2011-08-10 09:00:00.250\"");
        check(Kind::Time, "2011-08-10", "\"2011-08-10 00:00:00\"");
        check(Kind::Address(Family::V4), "10.1.2.3/8", "10.0.0.0/8");
        check(Kind::Address(Family::V6), "2001:DB8::1", "2001:db8::1");
        check(
            Kind::Address(Family::Mac),
            "00-11-22-AA-bb-CC",
            "00:11:22:aa:bb:cc",
        );
        check(Kind::Host, "10.0.0.1", "10.0.0.1");
        check(Kind::Host, "www.example", "\"www.example\"");
        check(Kind::Number(65_535), "0x1F90", "8080");
        check(Kind::Application, "SSL", "tls");
        check(Kind::Protocol, "6", "tcp");
        check(Kind::IpProtocol, "UDP", "udp");
        check(Kind::DirectionReason, "known-port", "known-port");
        check(Kind::Tunnel, "GTP-U", "gtp-u");
        check(Kind::Flag, "True", "1");
    }

    #[test]
    fn other_words_are_refused() {
        let check = |kind, text: &str| assert!(value(kind, text).is_err(), "{kind:?} {text}");
        check(Kind::Bytes, "1.5 B");
        check(Kind::Bytes, "99999999 TB");
        check(Kind::Bytes, "MB");
        check(Kind::Bytes, ". kB");
        check(Kind::Bytes, "10 min");
        check(Kind::Duration, "1000000 d");
        check(Kind::Share, "70");
        check(Kind::Time, "yesterday");
        check(Kind::Address(Family::V4), "10.0.0.0/33");
        check(Kind::Address(Family::V4), "10.0.0.0/+8");
        check(Kind::Address(Family::V4), "2001:db8::1");
        check(Kind::Address(Family::Mac), "00:11:22:33:44");
        check(Kind::Number(65_535), "65536");
        check(Kind::Number(65_535), "-1");
        check(Kind::Number(u64::MAX), "18446744073709551616");
        check(Kind::IpProtocol, "arp");
        check(Kind::Application, "tlss");
    }
}
