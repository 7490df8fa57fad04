//! How can reading be watched and stopped from outside while it waits for bytes?
//!
//! All inputs of one capture share a [`Control`]: every read of a file's own bytes, below any
//! decompressor, counts them there and asks whether to stop. So a stream that decompresses for
//! hours without yielding one packet still shows progress and still ends when asked.

use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What all inputs of one capture share.
#[derive(Debug, Default)]
pub(super) struct Control {
    bytes_read: AtomicU64,
    cancel: Mutex<Option<Arc<AtomicBool>>>,
}

impl Control {
    /// Uses this flag from now on; reading ends soon after it becomes true.
    pub(super) fn set_cancel(&self, flag: Arc<AtomicBool>) {
        *self.cancel.lock().unwrap_or_else(PoisonError::into_inner) = Some(flag);
    }

    /// Whether reading was asked to end.
    pub(super) fn is_cancelled(&self) -> bool {
        let cancel = self.cancel.lock().unwrap_or_else(PoisonError::into_inner);
        cancel
            .as_ref()
            .is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// Bytes read from the inputs as they are stored, compressed or not.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }
}

/// A view of reading that can be looked at from another thread while a read waits.
#[derive(Clone, Debug)]
pub struct Meter(pub(super) Arc<Control>);

impl Meter {
    /// Bytes read so far from all inputs as they are stored, compressed or not.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.0.bytes_read()
    }
}

/// An input's own bytes, counted, and cut off when reading is cancelled.
pub(super) struct Metered {
    reader: Box<dyn Read + Send>,
    control: Arc<Control>,
    /// Set when the device failed, so that its error is not taken for a damaged compression.
    failed: Arc<AtomicBool>,
}

impl Metered {
    pub(super) fn new(
        reader: Box<dyn Read + Send>,
        control: Arc<Control>,
        failed: Arc<AtomicBool>,
    ) -> Self {
        Self {
            reader,
            control,
            failed,
        }
    }
}

impl Read for Metered {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.control.is_cancelled() {
                return Err(io::Error::other("cancelled"));
            }
            match self.reader.read(target) {
                Ok(count) => {
                    self.control
                        .bytes_read
                        .fetch_add(count as u64, Ordering::Relaxed);
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed.store(true, Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
    }
}
