//! How long does each frame take?
//!
//! One line for each frame that was drawn: when, how long the program worked on it, and how long
//! the whole frame took, painting included. Written as CSV, for measuring in a real window.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// A log of frames.
#[derive(Debug)]
pub struct FrameLog {
    began: Instant,
    frame_began: Instant,
    file: BufWriter<File>,
}

impl FrameLog {
    /// Begins a log.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn create(path: &Path) -> std::io::Result<Self> {
        let mut file = BufWriter::new(File::create(path)?);
        writeln!(file, "at_s,update_ms,last_frame_ms")?;
        let now = Instant::now();
        Ok(Self {
            began: now,
            frame_began: now,
            file,
        })
    }

    /// A frame begins.
    pub fn begin(&mut self) {
        self.frame_began = Instant::now();
    }

    /// The program's part of a frame ends; `last_frame_seconds` is what the frame before took as a
    /// whole.
    pub fn end(&mut self, last_frame_seconds: Option<f32>) {
        let at = self.frame_began.duration_since(self.began).as_secs_f64();
        let update = self.frame_began.elapsed().as_secs_f64() * 1e3;
        let last = f64::from(last_frame_seconds.unwrap_or(0.0)) * 1e3;
        // A disk that is full costs the log, not the session.
        let _ =
            writeln!(self.file, "{at:.4},{update:.3},{last:.3}").and_then(|()| self.file.flush());
    }
}
