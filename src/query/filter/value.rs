//! What can a field be compared with?
//!
//! A [`Value`] is exact: bytes and times are whole numbers of bytes and nanoseconds, so that a
//! value printed and read again is the same. `Display` gives the shortest exact text, quoted where
//! the grammar wants it.

use std::fmt;

use super::Network;
use crate::capture::{Application, Evidence, Protocol, Tunnel};
use crate::flow::DirectionReason;
use crate::units::Timestamp;

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Number(u64),
    /// A number of bytes.
    Bytes(u64),
    /// Nanoseconds.
    Duration(i64),
    /// A point in time.
    Time(Timestamp),
    /// Millionths of one.
    Share(u32),
    /// Whether a flag was seen.
    Flag(bool),
    /// An address or network.
    Address(Network),
    /// Text.
    Text(String),
    /// An application.
    Application(Application),
    /// A protocol.
    Protocol(Protocol),
    /// Evidence for an application.
    Evidence(Evidence),
    /// A reason for the direction.
    DirectionReason(DirectionReason),
    /// A kind of tunnel.
    Tunnel(Tunnel),
}

/// One in [`Value::Share`].
pub const SHARE_ONE: u32 = 1_000_000;

/// Units of bytes, largest first; each name is how it is printed.
pub(super) const BYTE_UNITS: [(&str, u64); 8] = [
    ("TiB", 1 << 40),
    ("TB", 1_000_000_000_000),
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
];

/// Units of time in nanoseconds, largest first.
pub(super) const TIME_UNITS: [(&str, u64); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("min", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let in_units = |f: &mut fmt::Formatter<'_>, number: u64, units: &[(&str, u64)], one| {
            let fits = |unit: &&(&str, u64)| number > 0 && number.is_multiple_of(unit.1);
            match units.iter().find(fits) {
                Some((name, size)) => write!(f, "{} {name}", number / size),
                None => write!(f, "{number} {one}"),
            }
        };
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Bytes(bytes) => in_units(f, *bytes, &BYTE_UNITS, "B"),
            Self::Duration(nanos) => in_units(f, nanos.unsigned_abs(), &TIME_UNITS, "s"),
            Self::Time(time) => write!(f, "\"{}\"", time.to_utc_text()),
            Self::Share(share) => {
                let (whole, part) = (share / SHARE_ONE, share % SHARE_ONE);
                let part = format!("{part:06}");
                match part.trim_end_matches('0') {
                    "" => whole.fmt(f),
                    part => write!(f, "{whole}.{part}"),
                }
            }
            Self::Flag(flag) => u8::from(*flag).fmt(f),
            Self::Address(network) => network.fmt(f),
            Self::Text(text) => Quoted(text).fmt(f),
            Self::Application(application) => f.write_str(application.key()),
            Self::Protocol(protocol) => f.write_str(&protocol.name()),
            Self::Evidence(evidence) => f.write_str(evidence_key(*evidence)),
            Self::DirectionReason(reason) => f.write_str(reason_key(*reason)),
            Self::Tunnel(tunnel) => f.write_str(&tunnel.name().to_ascii_lowercase()),
        }
    }
}

/// The word for a kind of evidence.
pub(super) fn evidence_key(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::None => "none",
        Evidence::Port => "port",
        Evidence::Payload => "payload",
    }
}

/// The word for a reason.
pub(super) fn reason_key(reason: DirectionReason) -> &'static str {
    match reason {
        DirectionReason::Syn => "syn",
        DirectionReason::Payload => "payload",
        DirectionReason::KnownPort => "known-port",
        DirectionReason::LowerPort => "lower-port",
        DirectionReason::FirstPacket => "first-packet",
    }
}

/// Text in quotes, with escapes.
pub(super) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                // Also characters that would reorder or hide what is shown around them.
                _ if crate::text::printable(character.encode_utf8(&mut [0; 4])).len()
                    != character.len_utf8() =>
                {
                    write!(f, "\\u{{{:x}}}", character as u32)?;
                }
                _ => f.write_char(character)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_print_in_the_largest_unit_that_is_exact() {
        let check = |value: Value, expected: &str| assert_eq!(value.to_string(), expected);
        check(Value::Bytes(10_000_000), "10 MB");
        check(Value::Bytes(3 << 20), "3 MiB");
        check(Value::Bytes(1_001), "1001 B");
        check(Value::Bytes(0), "0 B");
        check(Value::Duration(90_000_000_000), "90 s");
        check(Value::Duration(0), "0 s");
        check(Value::Duration(172_800_000_000_000), "2 d");
        check(Value::Share(700_000), "0.7");
        check(Value::Share(SHARE_ONE), "1");
        check(Value::Share(1), "0.000001");
        check(
            Value::Text("a\"\\\n\u{202e}".into()),
            r#""a\"\\\n\u{202e}""#,
        );
        check(Value::Tunnel(Tunnel::GtpU), "gtp-u");
    }
}
