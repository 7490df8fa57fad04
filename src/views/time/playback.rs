//! How does a window of time move by itself?

use crate::session::TimeWindow;
use crate::units::{NANOS_PER_SECOND, TimeSpan, Timestamp};

/// How fast captured time passes: nanoseconds of the capture in a second of ours, and its name.
pub const SPEEDS: [(i64, &str); 8] = [
    (NANOS_PER_SECOND / 10, "0.1×"),
    (NANOS_PER_SECOND, "1×"),
    (10 * NANOS_PER_SECOND, "10×"),
    (60 * NANOS_PER_SECOND, "1 min/s"),
    (300 * NANOS_PER_SECOND, "5 min/s"),
    (1_800 * NANOS_PER_SECOND, "30 min/s"),
    (14_400 * NANOS_PER_SECOND, "4 h/s"),
    (86_400 * NANOS_PER_SECOND, "1 day/s"),
];

/// Share of a capture that a window has that was not drawn by hand.
const FIRST_WINDOW: i64 = 20;

/// Seconds in which a whole capture shall pass unless a speed was chosen.
const WHOLE_SECONDS: i64 = 60;

/// Playing, or ready to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Playback {
    /// Whether time passes.
    pub playing: bool,
    /// Whether it begins again at the end.
    pub repeats: bool,
    /// Place among [`SPEEDS`]; none chooses by the length of the capture.
    pub speed: Option<usize>,
}

impl Playback {
    /// The speed for a capture, as a place among [`SPEEDS`].
    #[must_use]
    pub fn speed_for(&self, span: TimeSpan) -> usize {
        self.speed.unwrap_or_else(|| {
            let wanted = span.nanos() / WHOLE_SECONDS;
            SPEEDS
                .iter()
                .position(|&(nanos, _)| nanos >= wanted)
                .unwrap_or(SPEEDS.len() - 1)
        })
    }

    /// The window after `seconds` of ours; none when the end was reached and time stops.
    #[must_use]
    pub fn advanced(&self, window: TimeWindow, span: TimeSpan, seconds: f32) -> Option<TimeWindow> {
        let (speed, _) = SPEEDS[self.speed_for(span).min(SPEEDS.len() - 1)];
        let moved = window.shifted((speed as f64 * f64::from(seconds)) as i64);
        if moved.first <= span.last {
            return Some(moved);
        }
        self.repeats.then(|| {
            let back = span.first.0.saturating_sub(window.first.0);
            window.shifted(back)
        })
    }
}

/// A window at the beginning of a capture.
#[must_use]
pub fn first_window(span: TimeSpan) -> TimeWindow {
    let end = span
        .first
        .0
        .saturating_add((span.nanos() / FIRST_WINDOW).max(1));
    TimeWindow::between(span.first, Timestamp(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: TimeSpan = TimeSpan {
        first: Timestamp(0),
        last: Timestamp(600 * NANOS_PER_SECOND),
    };

    #[test]
    fn a_capture_passes_in_about_a_minute() {
        let playback = Playback::default();
        assert_eq!(SPEEDS[playback.speed_for(SPAN)].1, "10×");
        assert_eq!(
            SPEEDS[playback.speed_for(TimeSpan::at(Timestamp(5)))].1,
            "0.1×"
        );
    }

    #[test]
    fn the_end_stops_or_begins_again() {
        let mut playback = Playback::default();
        let window = first_window(SPAN);
        assert_eq!(window.nanos(), 30 * NANOS_PER_SECOND);
        let moved = playback
            .advanced(window, SPAN, 1.0)
            .expect("not at the end");
        assert_eq!(moved.first, Timestamp(10 * NANOS_PER_SECOND));
        assert_eq!(moved.nanos(), window.nanos());
        let late = window.shifted(SPAN.nanos());
        assert_eq!(playback.advanced(late, SPAN, 1.0), None);
        playback.repeats = true;
        assert_eq!(playback.advanced(late, SPAN, 1.0), Some(window));
    }
}
