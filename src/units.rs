//! Which numbers may not be confused with each other, and how does a person read them?
//!
//! Times are integer nanoseconds since the Unix epoch, so that sums and differences are exact and
//! a nanosecond capture loses nothing. Bytes are counted as original frame lengths.
//! Everything a person sees as a number is formatted here: bytes in powers of 1000 with SI units,
//! counts with thousands separated, times in UTC.

use std::fmt;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// Nanoseconds in one second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// A point in time: nanoseconds since 1970-01-01T00:00:00 UTC, negative before.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From whole seconds and a fraction in nanoseconds, saturating at the type's ends
    /// (years 1677 and 2262).
    #[must_use]
    pub fn from_seconds_and_nanos(seconds: i64, nanos: i64) -> Self {
        Self(
            seconds
                .saturating_mul(NANOS_PER_SECOND)
                .saturating_add(nanos),
        )
    }

    /// Nanoseconds since the epoch.
    #[must_use]
    pub fn nanos(self) -> i64 {
        self.0
    }

    /// Seconds and nanoseconds since the epoch in decimal, exactly, as in `1529347003.834704000`.
    #[must_use]
    pub fn to_seconds_text(self) -> String {
        let seconds = self.0.div_euclid(NANOS_PER_SECOND);
        let nanos = self.0.rem_euclid(NANOS_PER_SECOND);
        if seconds < 0 && nanos > 0 {
            let magnitude = self.0.unsigned_abs();
            let per_second = NANOS_PER_SECOND.unsigned_abs();
            return format!("-{}.{:09}", magnitude / per_second, magnitude % per_second);
        }
        format!("{seconds}.{nanos:09}")
    }

    /// `2018-06-18 18:36:43.834704` in UTC; the fraction is cut after the last non-zero group of
    /// three digits.
    #[must_use]
    pub fn to_utc_text(self) -> String {
        let seconds = self.0.div_euclid(NANOS_PER_SECOND);
        let nanos = self.0.rem_euclid(NANOS_PER_SECOND);
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let second_of_day = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (
            second_of_day / 3600,
            second_of_day / 60 % 60,
            second_of_day % 60,
        );
        let fraction = match nanos {
            0 => String::new(),
            n if n % 1_000_000 == 0 => format!(".{:03}", n / 1_000_000),
            n if n % 1_000 == 0 => format!(".{:06}", n / 1_000),
            n => format!(".{n:09}"),
        };
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}{fraction}")
    }
}

/// Year, month and day of a count of days since the epoch (proleptic Gregorian calendar).
///
/// Method: Howard Hinnant, "chrono-compatible low-level date algorithms", 2013.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// The first and last moment of something, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimeSpan {
    /// The earliest time.
    pub first: Timestamp,
    /// The latest time, never before `first`.
    pub last: Timestamp,
}

impl TimeSpan {
    /// The span of one moment.
    #[must_use]
    pub fn at(time: Timestamp) -> Self {
        Self {
            first: time,
            last: time,
        }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
        }
    }

    /// Length in nanoseconds, saturating.
    #[must_use]
    pub fn nanos(self) -> i64 {
        self.last.0.saturating_sub(self.first.0)
    }
}

/// So many of something, for people: `1 flow`, `2,113 flows`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{} {noun}{end}", Count(count))
}

/// Packets, bytes and flows that belong together; the unit in which totals are conserved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Number of packets.
    pub packets: u64,
    /// Sum of original frame lengths.
    pub bytes: u64,
    /// Number of flows.
    pub flows: u64,
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.packets += other.packets;
        self.bytes += other.bytes;
        self.flows += other.flows;
    }
}

impl std::ops::Add for Totals {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

/// A byte count as people read it: powers of 1000, three significant digits (`1.07 GB`).
#[derive(Clone, Copy, Debug)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 7] = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];
        if self.0 < 1000 {
            return write!(f, "{} B", self.0);
        }
        let mut value = self.0 as f64;
        let mut unit = 0;
        // 999.5 would round up to "1000", which belongs to the next unit.
        while value >= 999.5 && unit + 1 < UNITS.len() {
            value /= 1000.0;
            unit += 1;
        }
        let decimals = if value < 9.995 {
            2
        } else if value < 99.95 {
            1
        } else {
            0
        };
        write!(f, "{value:.decimals$} {}", UNITS[unit])
    }
}

/// A count with thousands separated (`1,530,683`).
#[derive(Clone, Copy, Debug)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        f.pad(&text)
    }
}

/// A length of time in nanoseconds as people read it (`250 µs`, `12.4 s`, `1 h 02 min`, `3 d 04 h`).
#[derive(Clone, Copy, Debug)]
pub struct Duration(pub i64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        let seconds = nanos / 1_000_000_000;
        match nanos {
            0 => f.write_str("0 s"),
            1..1_000 => write!(f, "{nanos} ns"),
            1_000..1_000_000 => write!(f, "{} µs", nanos / 1_000),
            1_000_000..1_000_000_000 => write!(f, "{} ms", nanos / 1_000_000),
            1_000_000_000..60_000_000_000 => write!(f, "{:.1} s", nanos as f64 / 1e9),
            _ if seconds < 3_600 => write!(f, "{} min {:02} s", seconds / 60, seconds % 60),
            _ if seconds < 86_400 => {
                write!(f, "{} h {:02} min", seconds / 3_600, seconds / 60 % 60)
            }
            _ => write!(f, "{} d {:02} h", seconds / 86_400, seconds / 3_600 % 24),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        let check = |count, expected| assert_eq!(counted(count, "flow"), expected);
        check(0, "0 flows");
        check(1, "1 flow");
        check(2_113, "2,113 flows");
    }

    #[test]
    fn bytes_read_in_powers_of_1000() {
        let check = |input, expected: &str| assert_eq!(Bytes(input).to_string(), expected);
        check(0, "0 B");
        check(999, "999 B");
        check(1000, "1.00 kB");
        check(999_499, "999 kB");
        check(999_500, "1.00 MB");
        check(1_073_741_824, "1.07 GB");
        check(u64::MAX, "18.4 EB");
    }

    #[test]
    fn counts_have_thousands_separated() {
        let check = |input, expected: &str| assert_eq!(Count(input).to_string(), expected);
        check(0, "0");
        check(999, "999");
        check(1_530_683, "1,530,683");
    }

    #[test]
    fn times_are_exact_and_readable() {
        let time = Timestamp::from_seconds_and_nanos(1_529_347_003, 834_704_000);
        assert_eq!(time.to_seconds_text(), "1529347003.834704000");
        assert_eq!(time.to_utc_text(), "2018-06-18 18:36:43.834704");
        assert_eq!(Timestamp(0).to_utc_text(), "1970-01-01 00:00:00");
        assert_eq!(Timestamp(-1).to_seconds_text(), "-0.000000001");
        assert_eq!(Timestamp(-1_500_000_000).to_seconds_text(), "-1.500000000");
        assert_eq!(
            Timestamp(i64::MAX).to_utc_text(),
            "2262-04-11 23:47:16.854775807"
        );
        assert_eq!(
            Timestamp::from_seconds_and_nanos(951_782_400, 0).to_utc_text(),
            "2000-02-29 00:00:00"
        );
    }

    #[test]
    fn durations_choose_their_unit() {
        let check = |input, expected: &str| assert_eq!(Duration(input).to_string(), expected);
        check(0, "0 s");
        check(250_000, "250 µs");
        check(12_400_000_000, "12.4 s");
        check(3_725 * NANOS_PER_SECOND, "1 h 02 min");
    }
}
