//! How does a capture become flows?
//!
//! ```text
//! Input ─▶ Capture ─▶ Frame ─▶ decode ─▶ Packet ─▶ Assembler ─▶ Traffic
//!                                                     └─ snapshots, when the observer wishes
//! ```
//!
//! There is no clock and no thread here: the observer is called often, and it decides when a
//! snapshot is worth its cost, which is a copy of all columns.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::assembler::{Assembler, Place};
use super::{ReadOptions, Traffic};
use crate::capture::decode::{DecodeOptions, decode};
use crate::capture::{Capture, Input, OpenError};

/// What an observer wishes to happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Go on reading.
    GoOn,
    /// Give me the traffic as it is now, then go on.
    Snapshot,
    /// Stop reading; what was read is kept.
    Cancel,
}

/// How far reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadProgress {
    /// Bytes read from all inputs, as they are stored.
    pub bytes_read: u64,
    /// Bytes that all inputs have, if all are known.
    pub bytes_total: Option<u64>,
    /// Packets so far.
    pub packets: u64,
    /// Flows so far.
    pub flows: u64,
}

/// Packets between two calls of the observer: about half a millisecond of reading.
const PACKETS_PER_CALL: u64 = 4_096;

/// Reads inputs to the end, merged by time.
///
/// The observer is called every few thousand packets with the progress. When it answers
/// [`Wish::Snapshot`] it is called once more with the traffic so far. After [`Wish::Cancel`], or
/// when `cancel` becomes true, reading ends and what was read is returned with `complete` false.
///
/// # Errors
/// When none of the inputs is a capture.
pub fn read(
    inputs: Vec<Input>,
    options: &ReadOptions,
    cancel: Option<Arc<AtomicBool>>,
    observer: &mut dyn FnMut(&ReadProgress, Option<Traffic>) -> Wish,
) -> Result<Traffic, OpenError> {
    // The flag is ours if the caller has none, so that there is one way to stop.
    let cancel = cancel.unwrap_or_default();
    let mut capture = Capture::open_with_cancel(inputs, &options.limits, Arc::clone(&cancel))?;
    let decoding = DecodeOptions {
        addresses: options.addresses,
        header_depth: options.limits.header_depth,
    };
    let mut assembler = Assembler::new(options);
    let mut packets = 0_u64;
    while let Some(frame) = capture.next_frame() {
        let place = Place {
            input: frame.input,
            offset: frame.offset,
        };
        assembler.add(&decode(&frame, &decoding), place);
        packets += 1;
        if packets.is_multiple_of(PACKETS_PER_CALL) {
            take_names(&mut capture, &mut assembler);
            observe(&capture, &assembler, observer, &cancel);
        }
    }
    take_names(&mut capture, &mut assembler);
    let complete = !cancel.load(std::sync::atomic::Ordering::Relaxed);
    Ok(Traffic::new(
        assembler.finish(),
        capture.reports(),
        complete,
    ))
}

fn observe(
    capture: &Capture,
    assembler: &Assembler,
    observer: &mut dyn FnMut(&ReadProgress, Option<Traffic>) -> Wish,
    cancel: &AtomicBool,
) {
    let read = capture.progress();
    let progress = ReadProgress {
        bytes_read: read.bytes_read,
        bytes_total: read.bytes_total,
        packets: read.packets,
        flows: assembler.flows(),
    };
    let mut wish = observer(&progress, None);
    if wish == Wish::Snapshot {
        let traffic = Traffic::new(assembler.snapshot(), capture.reports(), false);
        wish = observer(&progress, Some(traffic));
    }
    if wish == Wish::Cancel {
        cancel.store(true, std::sync::atomic::Ordering::Relaxed);
    }
}

/// Hands over the names that the capture file states itself.
fn take_names(capture: &mut Capture, assembler: &mut Assembler) {
    for (address, name) in capture.take_names() {
        assembler.add_name(
            address,
            &name,
            Place {
                input: 0,
                offset: 0,
            },
        );
    }
}
