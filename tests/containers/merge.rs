//! Several inputs as one sequence, progress, and cancelling.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use flowloom::capture::{Capture, Input, ReadLimits};
use proptest::prelude::*;

use crate::fixtures::{ByteOrder, PcapngWriter, TIME, gzip, input, pcap, zstd};

fn open(inputs: Vec<Input>) -> Capture {
    Capture::open(inputs, &ReadLimits::default()).expect("a capture")
}

/// Time after [`TIME`], input and bytes of every frame, in the order in which they come.
fn frames(capture: &mut Capture) -> Vec<(i64, u16, Vec<u8>)> {
    let mut frames = Vec::new();
    while let Some(frame) = capture.next_frame() {
        frames.push((frame.time.nanos() - TIME, frame.input, frame.data.to_vec()));
    }
    frames
}

#[test]
fn inputs_are_merged_by_time_and_equal_times_by_order_given() {
    let a = pcap(1, &[(TIME, b"a0"), (TIME + 2, b"a2"), (TIME + 2, b"a2'")]);
    let ticks = (TIME / 1_000) as u64;
    let b = PcapngWriter::new(ByteOrder::Big)
        .interface(1)
        .enhanced(0, ticks, b"b0")
        .enhanced(0, ticks + 1, b"b1000");
    let c = gzip(&pcap(1, &[(TIME + 2, b"c2"), (TIME + 1_000, b"c1000")]));
    let mut capture = open(vec![input("a", a), input("b", b.finish()), input("c", c)]);
    let order: Vec<String> = frames(&mut capture)
        .into_iter()
        .map(|(_, _, data)| String::from_utf8_lossy(&data).into_owned())
        .collect();
    assert_eq!(order, ["a0", "b0", "a2", "a2'", "c2", "b1000", "c1000"]);
    let reports = capture.reports();
    let formats: Vec<&str> = reports
        .iter()
        .map(|report| report.format.as_str())
        .collect();
    assert_eq!(formats, ["pcap", "pcapng", "pcap (gzip)"]);
    assert_eq!(
        reports
            .iter()
            .map(|report| report.packets)
            .collect::<Vec<_>>(),
        [3, 2, 2]
    );
    assert_eq!(reports[0].bytes, 7);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn merging_conserves_frames_and_each_inputs_order(
        times in prop::collection::vec(prop::collection::vec(0_i64..50, 0..40), 1..6)
    ) {
        let inputs = times.iter().enumerate().map(|(number, times)| {
            let data: Vec<Vec<u8>> = (0..times.len()).map(|place| vec![place as u8]).collect();
            let frames: Vec<(i64, &[u8])> = times
                .iter()
                .zip(&data)
                .map(|(time, data)| (TIME + time, data.as_slice()))
                .collect();
            input(&number.to_string(), pcap(1, &frames))
        });
        let mut capture = open(inputs.collect());
        let merged = frames(&mut capture);
        for (number, times) in times.iter().enumerate() {
            let own: Vec<(i64, Vec<u8>)> = merged
                .iter()
                .filter(|(_, input, _)| usize::from(*input) == number)
                .map(|(time, _, data)| (*time, data.clone()))
                .collect();
            let expected: Vec<(i64, Vec<u8>)> =
                times.iter().enumerate().map(|(place, time)| (*time, vec![place as u8])).collect();
            prop_assert_eq!(own, expected);
        }
        let is_sorted = |times: &Vec<i64>| times.is_sorted();
        if times.iter().all(is_sorted) {
            let keys: Vec<(i64, u16)> = merged.iter().map(|(time, input, _)| (*time, *input)).collect();
            prop_assert!(keys.is_sorted());
        }
        prop_assert_eq!(capture.progress().packets as usize, merged.len());
    }
}

#[test]
fn progress_counts_stored_bytes() {
    let bytes = zstd(&pcap(1, &[(TIME, &[0; 200_000])]));
    let size = bytes.len() as u64;
    let mut capture = open(vec![input("a", bytes.clone()), input("b", bytes.clone())]);
    let meter = capture.meter();
    assert_eq!(capture.progress().bytes_total, Some(2 * size));
    assert_eq!(frames(&mut capture).len(), 2);
    assert_eq!(
        (capture.progress().bytes_read, meter.bytes_read()),
        (2 * size, 2 * size)
    );
    let mut unknown = input("pipe", bytes.clone());
    unknown.size_bytes = None;
    assert_eq!(
        open(vec![input("a", bytes), unknown])
            .progress()
            .bytes_total,
        None
    );
}

/// Gives a beginning and then one filler for ever, and cancels after some reads.
struct Endless {
    beginning: std::io::Cursor<Vec<u8>>,
    filler: Vec<u8>,
    place: usize,
    reads_left: AtomicUsize,
    cancel: Arc<AtomicBool>,
}

impl Read for Endless {
    fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
        if self.reads_left.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.cancel.store(true, Ordering::Relaxed);
        }
        let count = self.beginning.read(target)?;
        if count > 0 {
            return Ok(count);
        }
        for byte in target.iter_mut() {
            *byte = self.filler[self.place];
            self.place = (self.place + 1) % self.filler.len();
        }
        Ok(target.len())
    }
}

#[test]
fn streams_that_never_yield_a_packet_can_be_cancelled() {
    let section = PcapngWriter::new(ByteOrder::Little).interface(1);
    let start = section.offset() as usize;
    let blocks = section.custom(1, &[0; 1_000]).finish();
    let (beginning, custom) = blocks.split_at(start);
    let huge_block = [&10_u32.to_le_bytes()[..], &0x0f00_0000_u32.to_le_bytes()].concat();
    let cases = [
        (beginning.to_vec(), custom.to_vec()),
        // One enormous block, and a decompressor that is fed empty parts.
        ([beginning, &huge_block].concat(), vec![0]),
        (gzip(beginning), gzip(b"")),
        (zstd(beginning), zstd(b"")),
        (zstd(beginning), b"\x50\x2a\x4d\x18\x04\0\0\0skip".to_vec()),
    ];
    for (beginning, filler) in cases {
        let cancel = Arc::new(AtomicBool::new(false));
        let reader = Endless {
            beginning: std::io::Cursor::new(beginning),
            filler,
            place: 0,
            reads_left: AtomicUsize::new(20),
            cancel: Arc::clone(&cancel),
        };
        let input = Input {
            path: "endless".into(),
            size_bytes: None,
            reader: Box::new(reader),
        };
        let mut capture = Capture::open_with_cancel(vec![input], &ReadLimits::default(), cancel)
            .expect("a capture");
        assert!(capture.next_frame().is_none());
        let reports = capture.reports();
        let harmful = reports[0]
            .notes
            .as_slice()
            .iter()
            .any(|note| !matches!(note.kind, flowloom::capture::NoteKind::UnknownBlock));
        assert!(!harmful, "cancelling is no damage: {:?}", reports[0].notes);
    }
}

#[test]
fn opening_can_be_cancelled() {
    let cancel = Arc::new(AtomicBool::new(false));
    let reader = Endless {
        beginning: std::io::Cursor::new(Vec::new()),
        filler: gzip(b""),
        place: 0,
        reads_left: AtomicUsize::new(20),
        cancel: Arc::clone(&cancel),
    };
    let inputs = vec![Input {
        path: "endless".into(),
        size_bytes: None,
        reader: Box::new(reader),
    }];
    let error = Capture::open_with_cancel(inputs, &ReadLimits::default(), cancel).err();
    assert_eq!(
        error.map(|error| error.cause),
        Some("reading was cancelled".into())
    );
}

#[test]
fn cancelling_keeps_what_was_read() {
    let data = vec![0; 10_000];
    let packets: Vec<(i64, &[u8])> = (0..1_000).map(|count| (TIME + count, &data[..])).collect();
    let cancel = Arc::new(AtomicBool::new(false));
    let mut capture = open(vec![input("long", pcap(1, &packets))]);
    capture.set_cancel(Arc::clone(&cancel));
    for _ in 0..10 {
        assert!(capture.next_frame().is_some());
    }
    cancel.store(true, Ordering::Relaxed);
    let rest = frames(&mut capture).len() as u64;
    assert!(rest < 200, "{rest} more frames after cancelling");
    assert_eq!(capture.reports()[0].packets, 10 + rest);
}
