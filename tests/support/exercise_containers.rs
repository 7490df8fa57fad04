//! What must hold for whatever bytes are opened as a capture?
//!
//! One function that tests, and a fuzzer, call with any bytes.

#![allow(dead_code, reason = "each test file uses a part")]

use std::io::Cursor;

use flowloom::capture::{Capture, Input, OpenError, ReadLimits};

/// Limits small enough for damage to reach them.
pub fn small_limits() -> ReadLimits {
    ReadLimits {
        record_bytes: 1 << 16,
        block_bytes: 1 << 20,
        resync_bytes: 1 << 18,
        decompression_bytes: 1 << 22,
        interfaces: 8,
        options: 8,
        names: 8,
        name_bytes: 16,
        ..ReadLimits::default()
    }
}

/// Frames that an exercise reads at most: a small compressed input may hold any number.
const MOST_FRAMES: u64 = 100_000;

/// Reads bytes as a capture to the end and gives the number of frames, or why there was none.
pub fn exercise(bytes: &[u8]) -> Result<u64, OpenError> {
    let input = Input {
        path: "exercise".into(),
        size_bytes: Some(bytes.len() as u64),
        reader: Box::new(Cursor::new(bytes.to_vec())),
    };
    let limits = small_limits();
    let mut capture = Capture::open(vec![input], &limits)?;
    let (mut frames, mut original_bytes, mut next_offset) = (0_u64, 0_u64, 0_u64);
    while let Some(frame) = capture.next_frame() {
        frames += 1;
        original_bytes += u64::from(frame.original_len);
        assert!(
            frame.data.len() <= limits.record_bytes as usize,
            "{} bytes",
            frame.data.len()
        );
        assert!(
            frame.offset >= next_offset,
            "{} is read again",
            frame.offset
        );
        next_offset = frame.offset + frame.data.len() as u64 + 1;
        if frames == MOST_FRAMES {
            return Ok(frames);
        }
    }
    assert!(
        capture.next_frame().is_none(),
        "reading went on after the end"
    );
    let names = capture.take_names();
    assert!(names.len() <= limits.names);
    assert!(
        names
            .iter()
            .all(|(_, name)| name.chars().count() <= limits.name_bytes)
    );
    let [report] = capture
        .reports()
        .try_into()
        .expect("one report for one input");
    assert_eq!((report.packets, report.bytes), (frames, original_bytes));
    assert_eq!(capture.progress().packets, frames);
    assert!(capture.progress().bytes_read <= bytes.len() as u64);
    Ok(frames)
}
