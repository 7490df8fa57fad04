//! How far is reading, on a terminal?
//!
//! One line on standard error, written over a few times a second; nothing when standard error is
//! not a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::flow::{ReadProgress, Wish};
use crate::units::{Bytes, Count};

/// Between two lines; faster is only flicker.
const INTERVAL: Duration = Duration::from_millis(200);

/// A line that shows progress.
#[derive(Debug)]
pub struct ProgressLine {
    is_terminal: bool,
    begin: Instant,
    shown: Option<Instant>,
}

impl ProgressLine {
    /// Begins to measure; shows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            is_terminal: io::stderr().is_terminal(),
            begin: Instant::now(),
            shown: None,
        }
    }

    /// Shows the progress if it is time to; always wishes to go on.
    pub fn show(&mut self, progress: &ReadProgress) -> Wish {
        let now = Instant::now();
        let last = self.shown.unwrap_or(self.begin);
        if self.is_terminal && now.duration_since(last) >= INTERVAL {
            let line = line(progress, now.duration_since(self.begin));
            // A terminal that is gone is no reason to stop reading.
            let _ = write!(io::stderr(), "\r{line}\x1b[K");
            self.shown = Some(now);
        }
        Wish::GoOn
    }

    /// Removes the line.
    pub fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

impl Default for ProgressLine {
    fn default() -> Self {
        Self::new()
    }
}

/// `512 MB of 1.07 GB, 700,000 packets, 51,204 flows, 210 MB/s, 3 s left`
fn line(progress: &ReadProgress, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(1e-3);
    let rate = progress.bytes_read as f64 / seconds;
    let (total, rest) = match progress.bytes_total {
        Some(total) => {
            let seconds_left = total.saturating_sub(progress.bytes_read) as f64 / rate.max(1.0);
            (
                format!(" of {}", Bytes(total)),
                format!(", {seconds_left:.0} s left"),
            )
        }
        None => (String::new(), String::new()),
    };
    format!(
        "{}{total}, {} packets, {} flows, {}/s{rest}",
        Bytes(progress.bytes_read),
        Count(progress.packets),
        Count(progress.flows),
        Bytes(rate as u64),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_long_it_will_take() {
        let progress = ReadProgress {
            bytes_read: 512_000_000,
            bytes_total: Some(1_024_000_000),
            packets: 700_000,
            flows: 51_204,
        };
        assert_eq!(
            line(&progress, Duration::from_secs(2)),
            "512 MB of 1.02 GB, 700,000 packets, 51,204 flows, 256 MB/s, 2 s left"
        );
        let unknown = ReadProgress {
            bytes_total: None,
            ..progress
        };
        assert_eq!(
            line(&unknown, Duration::from_secs(2)),
            "512 MB, 700,000 packets, 51,204 flows, 256 MB/s"
        );
    }
}
