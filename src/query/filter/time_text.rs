//! Which moment does a date and time name?
//!
//! ISO 8601 in UTC, `T` or a space between date and time, as in `2011-08-10 09:00:00.25`; the
//! seconds, their fraction and the time itself may be left out, and `Z` or an offset as in
//! `+02:00` may follow.

use crate::units::{NANOS_PER_SECOND, Timestamp};

/// The moment, if the text names one within the range of [`Timestamp`].
#[must_use]
pub fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, "00:00"),
    };
    let mut date = date.split('-');
    let [year, month, day] = [4, 2, 2].map(|len| date.next().and_then(|part| digits(part, len)));
    let (year, month, day) = (year?, month?, day?);
    if date.next().is_some() {
        return None;
    }
    let (time, offset_seconds) = without_offset(time)?;
    let (time, fraction) = match time.split_once('.') {
        Some((time, fraction)) => (time, nanos(fraction)?),
        None => (time, 0),
    };
    let mut time = time.split(':');
    let hour = digits(time.next()?, 2).filter(|&hour| hour < 24)?;
    let minute = digits(time.next()?, 2).filter(|&minute| minute < 60)?;
    let second = match time.next() {
        Some(second) => digits(second, 2).filter(|&second| second < 60)?,
        None if fraction == 0 => 0,
        None => return None,
    };
    if time.next().is_some() {
        return None;
    }
    let days = days_from_civil(year, month, day)?;
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset_seconds;
    // In wider numbers: at the very beginning of the range the whole second lies outside.
    let nanos = i128::from(seconds) * i128::from(NANOS_PER_SECOND) + i128::from(fraction);
    i64::try_from(nanos).ok().map(Timestamp)
}

/// The time without its zone, and the zone's seconds east of UTC.
fn without_offset(time: &str) -> Option<(&str, i64)> {
    if let Some(time) = time.strip_suffix(['Z', 'z']) {
        return Some((time.trim_end(), 0));
    }
    let Some(at) = time.find(['+', '-']) else {
        return Some((time, 0));
    };
    let sign = if time[at..].starts_with('+') { 1 } else { -1 };
    let (hours, minutes) = time[at + 1..].split_once(':')?;
    let hours = digits(hours, 2).filter(|&hours| hours < 24)?;
    let minutes = digits(minutes, 2).filter(|&minutes| minutes < 60)?;
    Some((time[..at].trim_end(), sign * (hours * 3_600 + minutes * 60)))
}

/// A number of exactly `len` digits.
fn digits(text: &str, len: usize) -> Option<i64> {
    let is_number = text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Nanoseconds of the digits after the point; at most nine.
fn nanos(fraction: &str) -> Option<i64> {
    let len = fraction.len();
    let digits = digits(fraction, len).filter(|_| (1..=9).contains(&len))?;
    Some(digits * 10_i64.pow(9 - u32::try_from(len).ok()?))
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, if there is such a date.
///
/// Method: Howard Hinnant, "chrono-compatible low-level date algorithms", 2013.
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in_month = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=days_in_month).contains(&day) {
        return None;
    }
    let year_from_march = year - i64::from(month <= 2);
    let era = year_from_march.div_euclid(400);
    let year_of_era = year_from_march.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let check = |text: &str, expected: &str| {
            let found = time(text).map(Timestamp::to_utc_text);
            assert_eq!(found.as_deref(), Some(expected), "{text}");
        };
        check("2011-08-10 09:00", "2011-08-10 09:00:00");
        check("2011-08-10T09:00:01Z", "2011-08-10 09:00:01");
        check("2011-08-10t09:00:01.5", "2011-08-10 09:00:01.500");
        check(
            "2011-08-10 09:00:00.000000001",
            "2011-08-10 09:00:00.000000001",
        );
        check("2011-08-10 09:00+02:00", "2011-08-10 07:00:00");
        check("2011-08-10 23:30 -01:00", "2011-08-11 00:30:00");
        check("2000-02-29", "2000-02-29 00:00:00");
        check("1969-12-31 23:59:59.999", "1969-12-31 23:59:59.999");
        for nanos in [i64::MIN, -1, 0, i64::MAX] {
            let text = Timestamp(nanos).to_utc_text();
            assert_eq!(time(&text), Some(Timestamp(nanos)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "2011",
            "2011-13-01",
            "2011-02-29",
            "2011-08-10 24:00",
            "2011-08-10 9:00",
            "2011-08-10 09:60",
            "2011-08-10 09:00:00.",
            "2011-08-10 09:00.5",
            "9999-01-01",
            "2011-08-10 09:00:00:00",
            "2011-08-10-11",
            "2011-08-10 09:00+2",
        ] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
