//! Does every variant of every container give back the frames that were put in, and is damage
//! noted while everything readable is kept?

#[path = "support/containers.rs"]
mod fixtures;

#[path = "support/exercise_containers.rs"]
mod exercise;

#[path = "containers/damage.rs"]
mod damage;
#[path = "containers/formats.rs"]
mod formats;
#[path = "containers/hostile.rs"]
mod hostile;
#[path = "containers/merge.rs"]
mod merge;
#[path = "containers/real.rs"]
mod real;
#[path = "containers/refused.rs"]
mod refused;

use flowloom::capture::{Capture, FileReport, Frame, Input, LinkType, NoteKind, ReadLimits};

/// A frame that outlives its buffer: time in nanoseconds, link type, original length, bytes.
type Kept = (i64, u16, u32, Vec<u8>);

fn keep(frame: &Frame<'_>) -> Kept {
    let LinkType(link_type) = frame.link_type;
    (
        frame.time.nanos(),
        link_type,
        frame.original_len,
        frame.data.to_vec(),
    )
}

/// A whole frame of Ethernet.
fn ethernet(time: i64, data: &[u8]) -> Kept {
    (time, 1, data.len() as u32, data.to_vec())
}

/// All frames of one input, and its report.
fn read(input: Input, limits: &ReadLimits) -> (Vec<Kept>, FileReport) {
    let mut capture = Capture::open(vec![input], limits).expect("a capture");
    let mut frames = Vec::new();
    while let Some(frame) = capture.next_frame() {
        frames.push(keep(&frame));
    }
    let [report] = capture
        .reports()
        .try_into()
        .expect("one report for one input");
    (frames, report)
}

/// Checks the frames and the kinds of notes with their counts.
fn check(bytes: Vec<u8>, expected: &[Kept], notes: &[(NoteKind, u64)]) {
    check_within(&ReadLimits::default(), bytes, expected, notes);
}

/// [`check`] with other limits.
fn check_within(limits: &ReadLimits, bytes: Vec<u8>, expected: &[Kept], notes: &[(NoteKind, u64)]) {
    let trickled = read(fixtures::trickle("trickle", bytes.clone(), 7), limits);
    let (frames, report) = read(fixtures::input("file", bytes), limits);
    let found: Vec<(NoteKind, u64)> = report
        .notes
        .as_slice()
        .iter()
        .map(|note| (note.kind, note.count))
        .collect();
    assert_eq!((frames.as_slice(), found.as_slice()), (expected, notes));
    assert_eq!(
        (trickled.0, trickled.1.notes),
        (frames, report.notes),
        "read in small pieces"
    );
}
