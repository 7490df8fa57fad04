//! How far is one input, and what was found in it?

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::capture::{Address, Frame, NoteKind, Notes, ReadLimits};

use super::capture::Input;
use super::compression::Compression;
use super::control::{Control, Metered};
use super::recognise::{Container, HEAD_BYTES};
use super::report::{FileReport, OpenError};
use super::window::End;
use super::{Record, Window};

/// Names of hosts that captures carry, until somebody takes them.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) pending: Vec<(Address, String)>,
    /// How many were kept since the start, taken ones included.
    pub(super) kept: usize,
}

/// Where a container reader puts what is not a frame.
pub(super) struct Sink<'a> {
    pub(super) notes: &'a mut Notes,
    pub(super) names: &'a mut Names,
    pub(super) limits: &'a ReadLimits,
}

impl Sink<'_> {
    pub(super) fn note(&mut self, kind: NoteKind, offset: u64) {
        self.notes.add(kind, offset);
    }
}

/// One input that was recognised.
pub(super) struct Stream {
    path: String,
    index: u16,
    compression: Option<Compression>,
    container: Container,
    window: Window,
    notes: Notes,
    packets: u64,
    bytes: u64,
    /// The frame at the front, found but not lent yet.
    pub(super) front: Option<Record>,
    is_finished: bool,
}

impl Stream {
    /// Opens an input by its content. `buffer_bytes` is its buffer's first size.
    pub(super) fn open(
        input: Input,
        index: u16,
        buffer_bytes: usize,
        control: &Arc<Control>,
        limits: &ReadLimits,
    ) -> Result<Self, OpenError> {
        let Input { path, reader, .. } = input;
        let failed = Arc::new(AtomicBool::new(false));
        let mut source = Metered::new(reader, Arc::clone(control), Arc::clone(&failed));
        let mut head = Vec::with_capacity(HEAD_BYTES);
        if let Err(error) = source
            .by_ref()
            .take(HEAD_BYTES as u64)
            .read_to_end(&mut head)
        {
            let hint = "check that the file exists and that you may read it";
            return Err(OpenError::about(&path, error.to_string(), hint));
        }
        let compression = Compression::recognise(&head);
        let stored = Cursor::new(head).chain(source);
        let reader: Box<dyn Read + Send> = match compression {
            None => Box::new(stored),
            Some(compression) => compression.open(stored, limits).map_err(|error| {
                let cause = format!("{} did not start: {error}", compression.name());
                OpenError::about(&path, cause, "close other programs to free memory")
            })?,
        };
        let is_compressed = compression.is_some();
        let mut window = Window::new(
            reader,
            is_compressed,
            Arc::clone(control),
            failed,
            buffer_bytes,
        );
        let container = Container::open(&mut window).map_err(|(cause, hint)| {
            match (compression, window.end()) {
                (Some(compression), Some(End::DamagedCompression)) => OpenError::about(
                    &path,
                    format!("its {} stream is damaged at the start", compression.name()),
                    "get the file again, or try a repair tool",
                ),
                (Some(compression), Some(End::DecompressionMemory)) => OpenError::about(
                    &path,
                    format!("its {} stream needs too much memory", compression.name()),
                    "decompress it by hand first",
                ),
                (_, Some(End::Cancelled)) => {
                    OpenError::about(&path, "reading was cancelled", "open it again")
                }
                (_, Some(End::ReadFailed)) => OpenError::about(
                    &path,
                    "reading failed",
                    "check the disk or the program that writes the pipe",
                ),
                (Some(compression), _) => OpenError::about(
                    &path,
                    format!(
                        "it is compressed with {}, and inside {cause}",
                        compression.name()
                    ),
                    hint,
                ),
                (None, _) => OpenError::about(&path, cause, hint),
            }
        })?;
        Ok(Self {
            path,
            index,
            compression,
            container,
            window,
            notes: Notes::default(),
            packets: 0,
            bytes: 0,
            front: None,
            is_finished: false,
        })
    }

    /// Looks for the next frame; `false` at the end of what can be read.
    pub(super) fn advance(&mut self, names: &mut Names, limits: &ReadLimits) -> bool {
        if self.is_finished {
            return false;
        }
        let mut sink = Sink {
            notes: &mut self.notes,
            names,
            limits,
        };
        self.front = self.container.next_record(&mut self.window, &mut sink);
        if self.front.is_none() {
            self.finish();
        }
        self.front.is_some()
    }

    fn finish(&mut self) {
        let offset = self.window.offset() + self.window.len() as u64;
        match self.window.end() {
            Some(End::DamagedCompression) => self.notes.add(NoteKind::DamagedCompression, offset),
            Some(End::DecompressionMemory) => {
                self.notes
                    .add(NoteKind::LimitReached("decompression memory"), offset);
            }
            Some(End::ReadFailed) => self.notes.add(NoteKind::ReadFailed, offset),
            Some(End::Complete | End::Cancelled) | None => {}
        }
        self.window.close();
        self.is_finished = true;
    }

    /// Lends the frame at the front and counts it.
    pub(super) fn lend(&mut self) -> Option<Frame<'_>> {
        let record = self.front?;
        self.packets += 1;
        self.bytes = self.bytes.saturating_add(u64::from(record.original_len));
        Some(Frame {
            time: record.time,
            link_type: record.link_type,
            original_len: record.original_len,
            data: self.window.lent(record.data_start, record.data_len),
            input: self.index,
            offset: record.offset,
        })
    }

    /// Index of its input in the order given.
    pub(super) fn index(&self) -> u16 {
        self.index
    }

    /// Frames handed out.
    pub(super) fn packets(&self) -> u64 {
        self.packets
    }

    pub(super) fn report(&self) -> FileReport {
        let container = self.container.name();
        FileReport {
            path: self.path.clone(),
            format: match self.compression {
                Some(compression) => format!("{container} ({})", compression.name()),
                None => container.into(),
            },
            packets: self.packets,
            bytes: self.bytes,
            notes: self.notes.clone(),
            error: None,
        }
    }
}
