//! Where are the marks of a time axis, and what do they say?
//!
//! Steps that people count in: 1, 2, 5 and 10 of a fraction of a second, then parts of minutes,
//! hours and days. All times are UTC.

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
pub fn ticks(first: Timestamp, last: Timestamp, most: usize) -> Vec<Tick> {
    let span = i128::from(last.0) - i128::from(first.0);
    if span <= 0 || most == 0 {
        return Vec::new();
    }
    let step = step_for(span, most as i128);
    let step_wide = i128::from(step);
    let mut time = i128::from(first.0).div_euclid(step_wide) * step_wide;
    if time < i128::from(first.0) {
        time += step_wide;
    }
    let mut marks = Vec::new();
    let mut day_before = None;
    while time <= i128::from(last.0) && marks.len() < most {
        let at = Timestamp(time as i64);
        let day = at.0.div_euclid(DAY);
        marks.push(Tick {
            time: at,
            label: label(at, step, day_before != Some(day)),
        });
        day_before = Some(day);
        time += step_wide;
    }
    marks
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
fn label(time: Timestamp, step: i64, new_day: bool) -> String {
    let text = time.to_utc_text();
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
        let marks = ticks(Timestamp(first), Timestamp(last), most);
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
        let marks = ticks(Timestamp(i64::MIN), Timestamp(i64::MAX), 8);
        assert!(!marks.is_empty() && marks.len() <= 8);
    }
}
