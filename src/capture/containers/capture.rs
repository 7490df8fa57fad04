//! In which order do the frames of several inputs come?
//!
//! By time, as a merge of streams: the input whose front frame is earliest is next. Frames of one
//! input keep their order even where its times go backwards, because a stream cannot be sorted
//! without holding it. With equal times the input given first is first, so the order is the same
//! on every run. While one input stays the earliest (rotated files, one file) the merge costs one
//! comparison a frame.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::capture::{Address, Frame, Notes, ReadLimits};
use crate::units::{Count, Timestamp};

use super::control::{Control, Meter};
use super::report::{FileReport, OpenError, Progress};
use super::stream::{Names, Stream};

/// Buffer of one input in bytes. Walking a capture of 1 GB took 0.135 CPU s with 64 KiB, 0.120
/// with this, 0.114 with 1 MiB and 0.120 with 4 MiB; half of a usual second-level cache is left
/// to whoever uses the frames.
const BUFFER_BYTES: usize = 512 << 10;

/// Least buffer of one input when many are open.
const LEAST_BUFFER_BYTES: usize = 16 << 10;

/// What all inputs' first buffers may take together, in bytes.
const ALL_BUFFERS_BYTES: usize = 64 << 20;

/// Something to read a capture from.
pub struct Input {
    /// Its name as the person gave it, for messages; `-` is standard input.
    pub path: String,
    /// How many bytes it has, for progress.
    pub size_bytes: Option<u64>,
    /// Its bytes.
    pub reader: Box<dyn Read + Send>,
}

/// Inputs being read as one sequence of frames.
pub struct Capture {
    streams: Vec<Stream>,
    refused: Vec<(usize, FileReport)>,
    /// Inputs with a frame at the front, earliest first, without `current`.
    waiting: BinaryHeap<Reverse<(Timestamp, usize)>>,
    /// The input whose frame was lent last.
    current: Option<usize>,
    is_primed: bool,
    names: Names,
    limits: ReadLimits,
    control: Arc<Control>,
    bytes_total: Option<u64>,
}

impl Capture {
    /// Opens inputs by their content; one that is no capture becomes a [`FileReport`] with an
    /// error.
    ///
    /// # Errors
    /// When no input at all can be read, or none was given.
    pub fn open(inputs: Vec<Input>, limits: &ReadLimits) -> Result<Self, OpenError> {
        Self::open_with_cancel(inputs, limits, Arc::default())
    }

    /// [`Self::open`] with the flag of [`Self::set_cancel`] from the start: recognising an input
    /// has to wait for its first bytes, and a pipe or a hostile compression may never give any.
    ///
    /// # Errors
    /// As [`Self::open`]; also when cancelled before any input was recognised.
    pub fn open_with_cancel(
        inputs: Vec<Input>,
        limits: &ReadLimits,
        cancel: Arc<AtomicBool>,
    ) -> Result<Self, OpenError> {
        let control = Arc::new(Control::default());
        control.set_cancel(cancel);
        let count = inputs.len();
        let bytes_total = inputs
            .iter()
            .try_fold(0_u64, |sum, input| sum.checked_add(input.size_bytes?));
        let buffer_bytes =
            (ALL_BUFFERS_BYTES / count.max(1)).clamp(LEAST_BUFFER_BYTES, BUFFER_BYTES);
        let mut streams = Vec::new();
        let mut refused = Vec::new();
        let mut first_error = None;
        for (index, input) in inputs.into_iter().enumerate() {
            let path = input.path.clone();
            let opened = match u16::try_from(index) {
                Ok(number) if index < limits.inputs => {
                    Stream::open(input, number, buffer_bytes, &control, limits)
                }
                _ => {
                    let most = Count(limits.inputs as u64);
                    let cause = format!("no more than {most} inputs are read together");
                    Err(OpenError::about(
                        &path,
                        cause,
                        "merge some with mergecap first",
                    ))
                }
            };
            match opened {
                Ok(stream) => streams.push(stream),
                Err(error) => {
                    refused.push((index, refusal(path, &error)));
                    first_error.get_or_insert(error);
                }
            }
        }
        if streams.is_empty() {
            return Err(nothing_to_read(first_error, count));
        }
        Ok(Self {
            streams,
            refused,
            waiting: BinaryHeap::new(),
            current: None,
            is_primed: false,
            names: Names::default(),
            limits: *limits,
            control,
            bytes_total,
        })
    }

    /// Ends reading soon after the flag becomes true: [`Self::next_frame`] then gives `None`, and
    /// what was read stays in the reports.
    pub fn set_cancel(&mut self, flag: Arc<AtomicBool>) {
        self.control.set_cancel(flag);
    }

    /// The next frame in time order over all inputs, or `None` at the end.
    pub fn next_frame(&mut self) -> Option<Frame<'_>> {
        let index = self.next_stream()?;
        self.streams.get_mut(index)?.lend()
    }

    /// The input that has the earliest frame at its front.
    fn next_stream(&mut self) -> Option<usize> {
        if !self.is_primed {
            self.is_primed = true;
            for index in 0..self.streams.len() {
                if let Some(time) = self.advance(index) {
                    self.waiting.push(Reverse((time, index)));
                }
            }
        } else if let Some(index) = self.current.take()
            && let Some(time) = self.advance(index)
        {
            let key = (time, index);
            if self
                .waiting
                .peek()
                .is_none_or(|Reverse(earliest)| key < *earliest)
            {
                self.current = Some(index);
                return self.current;
            }
            self.waiting.push(Reverse(key));
        }
        self.current = self.waiting.pop().map(|Reverse((_, index))| index);
        self.current
    }

    /// Brings an input's next frame to its front and gives its time.
    fn advance(&mut self, index: usize) -> Option<Timestamp> {
        let stream = self.streams.get_mut(index)?;
        stream.advance(&mut self.names, &self.limits);
        stream.front.map(|record| record.time)
    }

    /// What came of each input so far, in the order given.
    #[must_use]
    pub fn reports(&self) -> Vec<FileReport> {
        let mut reports: Vec<(usize, FileReport)> = self.refused.clone();
        reports.extend(
            self.streams
                .iter()
                .map(|stream| (usize::from(stream.index()), stream.report())),
        );
        reports.sort_by_key(|(index, _)| *index);
        reports.into_iter().map(|(_, report)| report).collect()
    }

    /// How far reading is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress {
            bytes_read: self.control.bytes_read(),
            bytes_total: self.bytes_total,
            packets: self.streams.iter().map(Stream::packets).sum(),
        }
    }

    /// A view of the bytes read that another thread can look at while [`Self::next_frame`] waits.
    #[must_use]
    pub fn meter(&self) -> Meter {
        Meter(Arc::clone(&self.control))
    }

    /// Names of hosts that the inputs carried since the last call, as the writer resolved them.
    ///
    /// They are hostile text; wrong UTF-8 is replaced, nothing else is changed.
    pub fn take_names(&mut self) -> Vec<(Address, String)> {
        std::mem::take(&mut self.names.pending)
    }
}

/// The report of an input that was refused.
fn refusal(path: String, error: &OpenError) -> FileReport {
    FileReport {
        path,
        format: "unknown".into(),
        packets: 0,
        bytes: 0,
        notes: Notes::default(),
        error: Some(format!("{}; {}", error.cause, error.hint)),
    }
}

/// The error for inputs none of which can be read: the first one's, and how many more there are.
fn nothing_to_read(first_error: Option<OpenError>, count: usize) -> OpenError {
    match first_error {
        None => OpenError {
            problem: "nothing to read".into(),
            cause: "no file was given".into(),
            hint: "name a capture, or - for standard input".into(),
        },
        Some(error) if count < 2 => error,
        Some(mut error) => {
            let others = Count(count as u64 - 1);
            let noun = if count == 2 {
                "other input"
            } else {
                "other inputs"
            };
            error.problem = format!("{} nor {others} {noun}", error.problem);
            error
        }
    }
}
