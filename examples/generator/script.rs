//! In which order does everything happen?
//!
//! A story is a list of scenes, each with the time when it begins. Scenes are played in the order
//! of time; the frames of those that overlap are merged through a heap. So a capture of any
//! length is written in the order of time while only the scenes under way are held in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};

use super::container::Pcapng;
use super::random::Random;
use super::summary::{Fact, Summary, Tally};

/// Nanoseconds.
pub const MICROSECOND: u64 = 1_000;
pub const MILLISECOND: u64 = 1_000_000;
pub const SECOND: u64 = 1_000_000_000;
pub const MINUTE: u64 = 60 * SECOND;

/// 2025-10-14 09:00:00 UTC, when every story begins, in nanoseconds since 1970.
pub const DAWN: u64 = 1_760_432_400 * SECOND;

type Scene = Box<dyn FnOnce(&mut Line)>;

/// A story to be played.
pub struct Script {
    seed: u64,
    scenes: Vec<(u64, Scene)>,
}

/// The tapped link, on which scenes put frames.
pub struct Line {
    /// Random numbers for this scene only.
    pub random: Random,
    pending: BinaryHeap<Reverse<Frame>>,
    sent: u64,
}

/// A frame that waits for its time.
struct Frame {
    time_nanos: u64,
    serial: u64,
    bytes: Vec<u8>,
    fact: Fact,
}

impl Script {
    /// A story without scenes.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            scenes: Vec::new(),
        }
    }

    /// Adds a scene that begins `start` nanoseconds after [`DAWN`] and sends nothing earlier.
    pub fn at(&mut self, start: u64, scene: impl FnOnce(&mut Line) + 'static) {
        self.scenes.push((start, Box::new(scene)));
    }

    /// Plays the story into a file.
    ///
    /// # Errors
    /// What the writer returns.
    pub fn play<W: Write>(mut self, file: &mut Pcapng<'_, W>) -> io::Result<Summary> {
        self.scenes.sort_by_key(|(start, _)| *start);
        let mut line = Line {
            random: Random::new(0),
            pending: BinaryHeap::new(),
            sent: 0,
        };
        let mut tally = Tally::default();
        for (part, (start, scene)) in self.scenes.into_iter().enumerate() {
            line.write_until(start, file, &mut tally)?;
            line.random = Random::for_part(self.seed, part as u64);
            scene(&mut line);
        }
        line.write_until(u64::MAX, file, &mut tally)?;
        Ok(tally.finish())
    }
}

impl Line {
    /// Puts a frame on the line `time` nanoseconds after [`DAWN`].
    pub fn send(&mut self, time: u64, bytes: Vec<u8>, fact: Fact) {
        self.sent += 1;
        self.pending.push(Reverse(Frame {
            time_nanos: time,
            serial: self.sent,
            bytes,
            fact,
        }));
    }

    /// Writes the frames that are due before `limit`.
    fn write_until<W: Write>(
        &mut self,
        limit: u64,
        file: &mut Pcapng<'_, W>,
        tally: &mut Tally,
    ) -> io::Result<()> {
        while self
            .pending
            .peek()
            .is_some_and(|Reverse(next)| next.time_nanos < limit)
        {
            let Some(Reverse(frame)) = self.pending.pop() else {
                break;
            };
            let time_nanos = file.in_ticks(DAWN + frame.time_nanos);
            tally.add(time_nanos, frame.bytes.len(), &frame.fact);
            file.write(time_nanos, &frame.bytes)?;
        }
        Ok(())
    }
}

impl PartialEq for Frame {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Frame {}

impl PartialOrd for Frame {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Frame {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.time_nanos, self.serial).cmp(&(other.time_nanos, other.serial))
    }
}
