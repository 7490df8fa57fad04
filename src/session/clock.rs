//! In which zone are times shown?
//!
//! UTC, or the zone that the program was started in. What is read by programs (filter text, CSV,
//! scripts, session files) is always UTC. The zone is looked up outside and handed in.

use jiff::tz::TimeZone;

use crate::units::{NANOS_PER_SECOND, Timestamp};

/// Shows times in one zone.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// None is UTC.
    zone: Option<TimeZone>,
}

impl Clock {
    /// Times in a zone; none is UTC.
    #[must_use]
    pub fn new(zone: Option<TimeZone>) -> Self {
        Self { zone }
    }

    /// Whether times are UTC.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        self.zone.is_none()
    }

    /// How far the zone's clocks are ahead of UTC at a moment, in seconds.
    #[must_use]
    pub fn offset_seconds(&self, time: Timestamp) -> i32 {
        let (Some(zone), Ok(time)) = (
            &self.zone,
            jiff::Timestamp::from_nanosecond(i128::from(time.0)),
        ) else {
            return 0;
        };
        zone.to_offset(time).seconds()
    }

    /// The same, in nanoseconds.
    #[must_use]
    pub fn offset_nanos(&self, time: Timestamp) -> i64 {
        i64::from(self.offset_seconds(time)) * NANOS_PER_SECOND
    }

    /// `2018-06-18 20:36:43.834704`, as clocks of the zone show it.
    #[must_use]
    pub fn text(&self, time: Timestamp) -> String {
        Timestamp(time.0.saturating_add(self.offset_nanos(time))).to_utc_text()
    }

    /// What a time of this moment is followed by: `UTC`, or an offset such as `+02:00`.
    #[must_use]
    pub fn offset_text(&self, time: Timestamp) -> String {
        if self.is_utc() {
            return "UTC".to_owned();
        }
        let seconds = self.offset_seconds(time);
        let sign = if seconds < 0 { '-' } else { '+' };
        let (minutes, rest) = (seconds.abs() / 60, seconds.abs() % 60);
        let text = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        match rest {
            0 => text,
            // Zones had such offsets before there was a standard.
            rest => format!("{text}:{rest:02}"),
        }
    }

    /// A time with its zone: `2018-06-18 20:36:43.834704 +02:00`.
    #[must_use]
    pub fn exact(&self, time: Timestamp) -> String {
        format!("{} {}", self.text(time), self.offset_text(time))
    }

    /// From one time to another, with the zone said once where it is the same.
    #[must_use]
    pub fn from_to(&self, first: Timestamp, end: Timestamp) -> String {
        if self.offset_seconds(first) == self.offset_seconds(end) {
            format!("{} to {}", self.text(first), self.exact(end))
        } else {
            format!("{} to {}", self.exact(first), self.exact(end))
        }
    }

    /// The zone at a moment: `UTC`, or `Europe/Berlin, +02:00`.
    #[must_use]
    pub fn zone_at(&self, time: Timestamp) -> String {
        match self.zone {
            None => "UTC".to_owned(),
            Some(_) => format!("{}, {}", self.name(), self.offset_text(time)),
        }
    }

    /// The zone's name: `UTC`, `Europe/Berlin`, or `local time` where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.zone {
            None => "UTC",
            Some(zone) => zone.iana_name().unwrap_or("local time"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central European rules, written out so that no table of zones is needed.
    fn berlin() -> Clock {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
        Clock::new(Some(zone))
    }

    #[test]
    fn summer_and_winter_have_their_own_offset() {
        let clock = berlin();
        let summer = Timestamp::from_seconds_and_nanos(1_529_347_003, 834_704_000);
        assert_eq!(clock.exact(summer), "2018-06-18 20:36:43.834704 +02:00");
        let winter = Timestamp::from_seconds_and_nanos(1_735_689_600, 0);
        assert_eq!(clock.exact(winter), "2025-01-01 01:00:00 +01:00");
        assert_eq!(
            clock.from_to(summer, winter),
            "2018-06-18 20:36:43.834704 +02:00 to 2025-01-01 01:00:00 +01:00"
        );
        let utc = Clock::default();
        assert_eq!(utc.exact(winter), "2025-01-01 00:00:00 UTC");
        assert_eq!(
            utc.from_to(summer, winter),
            "2018-06-18 18:36:43.834704 to 2025-01-01 00:00:00 UTC"
        );
    }

    #[test]
    fn the_ends_of_time_are_shown_too() {
        for time in [i64::MIN, i64::MAX] {
            assert!(!berlin().exact(Timestamp(time)).is_empty());
        }
        let west = TimeZone::fixed(jiff::tz::Offset::constant(-9));
        let west = Clock::new(Some(west));
        assert_eq!(west.exact(Timestamp(0)), "1969-12-31 15:00:00 -09:00");
    }
}
