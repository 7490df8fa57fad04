//! Where are the marks of a time axis, and what do they say?
//!
//! Steps that people count in: 1, 2, 5 and 10 of a fraction of a second, then parts of minutes,
//! hours and days, as clocks of the zone show them. A mark that a change to or from summer time
//! leaves out or repeats is left out.

use crate::session::Clock;
use crate::units::{NANOS_PER_SECOND, Timestamp};

/// A mark of the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// When.
    pub time: Timestamp,
    /// As short as it can be read.
    pub label: String,
}

const MINUTE: i64 = 60 * NANOS_PER_SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Steps from a second on.
const STEPS: [i64; 24] = [
    NANOS_PER_SECOND,
    2 * NANOS_PER_SECOND,
    5 * NANOS_PER_SECOND,
    10 * NANOS_PER_SECOND,
    15 * NANOS_PER_SECOND,
    30 * NANOS_PER_SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    30 * DAY,
    91 * DAY,
    365 * DAY,
    3652 * DAY,
];

/// Marks from `first` to `last`, at most `most` of them.
#[must_use]
pub fn ticks(first: Timestamp, last: Timestamp, most: usize, clock: &Clock) -> Vec<Tick> {
    let span = i128::from(last.0) - i128::from(first.0);
    if span <= 0 || most == 0 {
        return Vec::new();
    }
    let step = step_for(span, most as i128);
    let step_wide = i128::from(step);
    let start = i128::from(first.0) + i128::from(clock.offset_nanos(first));
    let mut shown = start.div_euclid(step_wide) * step_wide;
    let mut marks: Vec<Tick> = Vec::new();
    let mut day_before = None;
    // Clocks are never more than a day or so apart, in either direction.
    while shown <= i128::from(last.0) + i128::from(2 * DAY) && marks.len() < most {
        if let Some(time) = moment_of(shown, first, clock)
            && (first..=last).contains(&time)
            && marks.last().is_none_or(|mark| mark.time < time)
        {
            let day = shown.div_euclid(i128::from(DAY));
            marks.push(Tick {
                time,
                label: label(time, step, day_before != Some(day), clock),
            });
            day_before = Some(day);
        }
        shown += step_wide;
    }
    marks
}

/// The moment at which clocks show this, in nanoseconds as if it were UTC; none where no clock
/// does or time ends.
fn moment_of(shown: i128, near: Timestamp, clock: &Clock) -> Option<Timestamp> {
    let at = |offset: i64| {
        i64::try_from(shown - i128::from(offset))
            .ok()
            .map(Timestamp)
    };
    let guess = at(clock.offset_nanos(near))?;
    let time = at(clock.offset_nanos(guess))?;
    let is_so = i128::from(time.0) + i128::from(clock.offset_nanos(time)) == shown;
    is_so.then_some(time)
}

/// The shortest step that makes at most `most` marks.
fn step_for(span: i128, most: i128) -> i64 {
    let fits = |step: i64| span / i128::from(step) < most;
    let mut small = 1;
    while small < NANOS_PER_SECOND {
        for step in [small, 2 * small, 5 * small] {
            if fits(step) {
                return step;
            }
        }
        small *= 10;
    }
    let found = STEPS.into_iter().find(|&step| fits(step));
    found.unwrap_or(((span / most.max(1)) as i64).max(STEPS[STEPS.len() - 1]))
}

/// A moment, as exact as the step asks for; the date where a new day begins.
fn label(time: Timestamp, step: i64, new_day: bool, clock: &Clock) -> String {
    let text = clock.text(time);
    let (date, clock) = text.split_once(' ').unwrap_or((&text, ""));
    if step >= DAY {
        return date.to_owned();
    }
    let clock = if step >= MINUTE {
        clock.get(..5).unwrap_or(clock)
    } else if step >= NANOS_PER_SECOND {
        clock.get(..8).unwrap_or(clock)
    } else {
        clock
    };
    if new_day {
        format!("{date} {clock}")
    } else {
        clock.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: i64, last: i64, most: usize, expected: &[&str]) {
        let marks = ticks(Timestamp(first), Timestamp(last), most, &Clock::default());
        let labels: Vec<&str> = marks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, expected);
        assert!(marks.len() <= most);
        assert!(marks.is_sorted_by_key(|tick| tick.time));
    }

    #[test]
    fn marks_stand_at_round_times() {
        let nine = 1_760_432_400 * NANOS_PER_SECOND;
        check(
            nine + 1,
            nine + HOUR,
            5,
            &["2025-10-14 09:15", "09:30", "09:45", "10:00"],
        );
        check(
            nine,
            nine + 3 * NANOS_PER_SECOND,
            5,
            &["2025-10-14 09:00:00", "09:00:01", "09:00:02", "09:00:03"],
        );
        check(
            nine,
            nine + 20,
            3,
            &[
                "2025-10-14 09:00:00",
                "09:00:00.000000010",
                "09:00:00.000000020",
            ],
        );
        check(0, 2 * DAY, 4, &["1970-01-01", "1970-01-02", "1970-01-03"]);
        check(5, 5, 4, &[]);
    }

    #[test]
    fn the_ends_of_time_have_marks_too() {
        let marks = ticks(
            Timestamp(i64::MIN),
            Timestamp(i64::MAX),
            8,
            &Clock::default(),
        );
        assert!(!marks.is_empty() && marks.len() <= 8);
    }

    #[test]
    fn marks_stand_at_round_local_times() {
        let zone = jiff::tz::TimeZone::posix("IST-5:30").expect("a zone");
        let nine = 1_760_432_400 * NANOS_PER_SECOND;
        let marks = ticks(
            Timestamp(nine),
            Timestamp(nine + 2 * HOUR),
            4,
            &Clock::new(Some(zone)),
        );
        let labels: Vec<&str> = marks.iter().map(|tick| tick.label.as_str()).collect();
        assert_eq!(labels, ["2025-10-14 15:00", "16:00"]);
        assert_eq!(marks[0].time.0 - nine, HOUR / 2);
    }

    #[test]
    fn a_change_to_winter_time_repeats_no_mark() {
        let zone = jiff::tz::TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
        let clock = Clock::new(Some(zone));
        // Clocks go from 03:00 back to 02:00 on 26 October 2025 at 01:00 UTC.
        let turn = 1_761_440_400 * NANOS_PER_SECOND;
        let (first, last) = (Timestamp(turn - 2 * HOUR), Timestamp(turn + 3 * HOUR));
        let marks = ticks(first, last, 12, &clock);
        assert!(marks.len() >= 4, "{marks:?}");
        assert!(marks.is_sorted_by(|a, b| a.time < b.time));
        for mark in marks {
            let clock_text = clock.text(mark.time);
            assert!(clock_text.contains(mark.label.rsplit(' ').next().expect("a time")));
        }
    }
}
