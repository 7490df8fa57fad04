//! Which values are written beside an axis?
//!
//! Round values where they lie; hosts and categories at their own height. The most important come
//! first, so that whoever has room for few leaves out the rest.

use super::AxisScale;
use super::column::Nature;
use super::number_bins::NumberBins;
use super::scale::{AXIS_BINS, AheadNanos, Domain};
use crate::query::AxisColumn;
use crate::units::Timestamp;

impl AxisScale {
    /// Heights (0 to 1) and texts, the most important first; `room` says how many there is room for.
    /// Times are round and written as clocks show them that are ahead of UTC by `ahead_nanos` of the
    /// moment.
    #[must_use]
    pub fn ticks(&self, room: usize, ahead_nanos: AheadNanos<'_>) -> Vec<(f32, String)> {
        let room = room.max(2);
        let middle = |bin: usize| (bin as f32 + 0.5) / self.bin_count() as f32;
        match &self.domain {
            Domain::Hosts(addresses) => {
                let count = room.min(self.bin_count());
                let bins = (0..count).map(|tick| match count {
                    1 => 0,
                    _ => tick * (self.bin_count() - 1) / (count - 1),
                });
                ends_first(bins.collect())
                    .into_iter()
                    .filter(|_| !addresses.is_empty())
                    .filter_map(|bin| {
                        let first = self.addresses_in(&(bin as u8..=bin as u8)).first()?;
                        Some((middle(bin), first.to_string()))
                    })
                    .collect()
            }
            // Frequent ones come first as it is.
            Domain::Categories(codes) => {
                let shown = codes.iter().take(AXIS_BINS).enumerate();
                shown
                    .map(|(bin, _)| {
                        (
                            middle(bin),
                            self.describe(&(bin as u8..=bin as u8), ahead_nanos),
                        )
                    })
                    .collect()
            }
            // Where there is room for few, those at the end say how much has no bin of its own.
            Domain::Names(names) => {
                let ends = [names.none(), names.other()].into_iter().flatten();
                ends.chain(0..names.texts.len())
                    .map(|bin| {
                        let described = self.describe(&(bin as u8..=bin as u8), ahead_nanos);
                        (middle(bin), described)
                    })
                    .collect()
            }
            Domain::Numbers(numbers) => {
                let mut ticks = Vec::new();
                if numbers.has_none {
                    ticks.push((middle(0), "none".to_owned()));
                }
                if let Some(zero) = numbers.zero() {
                    ticks.push((middle(zero), self.value_text(0, ahead_nanos)));
                }
                let values = self.round_values(numbers, room, ahead_nanos);
                ticks.extend(values.into_iter().map(|value| {
                    let text = match self.column().nature() {
                        Nature::Time => {
                            let shown = value.saturating_add(ahead_nanos(Timestamp(value)));
                            time_text(Timestamp(shown), numbers)
                        }
                        _ => short(self.value_text(value, ahead_nanos)),
                    };
                    (numbers.position(value), text)
                }));
                ticks
            }
        }
    }

    /// Round values within the axis.
    fn round_values(
        &self,
        numbers: &NumberBins,
        room: usize,
        ahead_nanos: AheadNanos<'_>,
    ) -> Vec<i64> {
        const PORTS: [i64; 12] = [
            80, 53, 443, 22, 1_024, 8_080, 25, 123, 3_389, 32_768, 65_535, 10_000,
        ];
        const SECOND: i64 = 1_000_000_000;
        /// Powers of ten of a second, and what people count in above it.
        const DURATIONS: [i64; 18] = [
            1,
            10,
            100,
            1_000,
            10_000,
            100_000,
            1_000_000,
            10_000_000,
            100_000_000,
            SECOND,
            10 * SECOND,
            60 * SECOND,
            600 * SECOND,
            3_600 * SECOND,
            36_000 * SECOND,
            86_400 * SECOND,
            10 * 86_400 * SECOND,
            100 * 86_400 * SECOND,
        ];
        let (low, high) = (numbers.bottom(), numbers.greatest());
        let is_inside = |value: &i64| (low..=high).contains(value);
        let is_port = matches!(
            self.column(),
            AxisColumn::ClientPort | AxisColumn::ServerPort
        );
        if self.log() && is_port {
            return PORTS.into_iter().filter(is_inside).collect();
        }
        if self.log() && self.column().can_be_log() {
            let powers = (0..19).map(|power| 10_i64.pow(power));
            if self.column().nature() == Nature::Duration {
                return ends_first(DURATIONS.into_iter().filter(is_inside).collect());
            }
            let inside: Vec<i64> = powers.clone().filter(is_inside).collect();
            // Powers of ten first; where they are few, what lies between them.
            let between = powers.flat_map(|power| [2, 5].map(|by| power.saturating_mul(by)));
            let between = between.filter(is_inside).filter(|_| inside.len() < 4);
            return [ends_first(inside.clone()), between.collect()].concat();
        }
        let is_time = self.column().nature() == Nature::Time;
        let span = i128::from(high) - i128::from(low);
        let step = round_step((span / room as i128) as i64, is_time);
        // Round on the clock that is shown.
        let ahead = if is_time {
            ahead_nanos(Timestamp(low))
        } else {
            0
        };
        let first = (low.saturating_add(ahead).div_euclid(step))
            .saturating_add(1)
            .saturating_mul(step)
            .saturating_sub(ahead);
        let mut values = vec![low];
        values.extend(
            (0..room as i64)
                .map(|tick| first.saturating_add(tick.saturating_mul(step)))
                .filter(is_inside),
        );
        values.dedup();
        values
    }
}

/// A time as exactly as the axis needs it: the date is left out within a day.
fn time_text(time: Timestamp, numbers: &NumberBins) -> String {
    const SECOND: i64 = 1_000_000_000;
    let text = time.to_utc_text();
    let span = numbers.greatest().saturating_sub(numbers.bottom());
    let (date, clock) = text.split_once(' ').unwrap_or(("", &text));
    let whole = clock.split('.').next().unwrap_or(clock);
    match span {
        _ if span > 3 * 86_400 * SECOND => date.to_owned(),
        _ if span > 86_400 * SECOND => {
            format!(
                "{} {}",
                date.get(5..).unwrap_or(date),
                whole.get(..5).unwrap_or(whole)
            )
        }
        _ if span > 10 * SECOND => whole.to_owned(),
        _ => clock.to_owned(),
    }
}

/// A round value without what is nothing: `10 min 00 s` is `10 min`, `10.0 s` is `10 s`.
fn short(text: String) -> String {
    let nothing = [" 00 s", " 00 min", " 00 h"];
    if let Some(short) = nothing.iter().find_map(|end| text.strip_suffix(end)) {
        return short.to_owned();
    }
    match text.strip_suffix(".0 s") {
        Some(short) => format!("{short} s"),
        None => text,
    }
}

/// The first, the last, the middle, and so on: any beginning of the list is spread out.
fn ends_first<T: Copy + PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut ordered = Vec::with_capacity(values.len());
    let mut stride = values.len().saturating_sub(1).max(1);
    loop {
        for value in values.iter().step_by(stride) {
            if !ordered.contains(value) {
                ordered.push(*value);
            }
        }
        if stride == 1 {
            return ordered;
        }
        stride = stride.div_ceil(2);
    }
}

/// The next round step of at least this.
fn round_step(least: i64, is_time: bool) -> i64 {
    const SECOND: i64 = 1_000_000_000;
    const OF_TIME: [i64; 15] = [
        1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400,
    ];
    if is_time && least > SECOND / 2 {
        let mut steps = OF_TIME.iter().map(|seconds| seconds * SECOND);
        if let Some(step) = steps.find(|&step| step >= least) {
            return step;
        }
        let day = 86_400 * SECOND;
        return least.div_euclid(day).saturating_add(1).saturating_mul(day);
    }
    let mut step = 1_i64;
    loop {
        for factor in [1, 2, 5] {
            let candidate = step.saturating_mul(factor);
            if candidate >= least {
                return candidate;
            }
        }
        step = step.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!(round_step(3, false), 5);
        assert_eq!(round_step(1_001, false), 2_000);
        assert_eq!(round_step(0, false), 1);
        assert_eq!(round_step(i64::MAX, false), i64::MAX);
        assert_eq!(round_step(40_000_000_000, true), 60_000_000_000);
    }

    #[test]
    fn round_durations_are_short() {
        for (text, expected) in [
            ("10 min 00 s", "10 min"),
            ("1 h 00 min", "1 h"),
            ("10.0 s", "10 s"),
            ("1.50 kB", "1.50 kB"),
        ] {
            assert_eq!(short(text.to_owned()), expected);
        }
    }

    #[test]
    fn any_beginning_is_spread_out() {
        assert_eq!(ends_first(vec![0, 1, 2, 3, 4]), [0, 4, 2, 1, 3]);
        assert_eq!(ends_first(vec![7]), [7]);
        assert!(ends_first(Vec::<u8>::new()).is_empty());
    }
}
