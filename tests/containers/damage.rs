//! One damaged capture for each kind of note, and one for each limit.

use std::io::{self, Cursor, Read};

use flowloom::capture::{Capture, Input, NoteKind, ReadLimits};

use crate::fixtures::{
    ByteOrder, COMPRESSIONS, Compress, PcapWriter, PcapngWriter, Resolution, SnoopWriter, TIME,
    input, xz,
};
use crate::{Kept, check, check_within, ethernet, read};

const SECONDS: u32 = (TIME / 1_000_000_000) as u32;
const TICKS: u64 = (TIME / 1_000) as u64;

/// A frame that is not mistaken for a header.
const FRAME: &[u8] = b"sixty bytes of a frame that look like nothing but themselves";

fn writer() -> PcapWriter {
    PcapWriter::new(ByteOrder::Little, Resolution::Micros, 1)
}

fn frames(count: usize) -> Vec<Kept> {
    vec![ethernet(TIME, FRAME); count]
}

fn packets(writer: PcapWriter, count: usize) -> PcapWriter {
    (0..count).fold(writer, |writer, _| writer.packet(TIME, FRAME))
}

fn blocks(writer: PcapngWriter, count: usize) -> PcapngWriter {
    (0..count).fold(writer, |writer, _| writer.enhanced(0, TICKS, FRAME))
}

#[test]
fn files_that_end_within_a_record_keep_what_came_before() {
    let cut = |bytes: Vec<u8>, by: usize| bytes[..bytes.len() - by].to_vec();
    for by in [1, FRAME.len(), FRAME.len() + 1, FRAME.len() + 15] {
        let bytes = cut(packets(writer(), 3).finish(), by);
        check(bytes, &frames(2), &[(NoteKind::TruncatedFile, 1)]);
    }
    for by in [1, 4, 40, FRAME.len() + 31] {
        let bytes = cut(
            blocks(PcapngWriter::new(ByteOrder::Big).interface(1), 3).finish(),
            by,
        );
        check(bytes, &frames(2), &[(NoteKind::TruncatedFile, 1)]);
    }
    for by in [1, FRAME.len(), FRAME.len() + 23] {
        let writer = SnoopWriter::new(4)
            .packet(TIME, FRAME, 60)
            .packet(TIME, FRAME, 60);
        check(
            cut(writer.finish(), by),
            &frames(1),
            &[(NoteKind::TruncatedFile, 1)],
        );
    }
}

#[test]
fn reading_goes_on_behind_a_wrong_record_length() {
    for wrong in [u32::MAX, 1 << 24, 300_000] {
        let bytes = packets(
            packets(writer(), 2).raw_record([SECONDS, 0, wrong, 60], FRAME),
            5,
        );
        check(
            bytes.finish(),
            &frames(7),
            &[(NoteKind::InvalidRecordLength, 1)],
        );
        let writer = SnoopWriter::new(4)
            .packet(TIME, FRAME, 60)
            .raw_record([60, wrong, 84, 0, SECONDS, 0], FRAME);
        let writer = (0..5).fold(writer, |writer, _| writer.packet(TIME, FRAME, 60));
        check(
            writer.finish(),
            &frames(6),
            &[(NoteKind::InvalidRecordLength, 1)],
        );
    }
}

#[test]
fn reading_goes_on_behind_inserted_removed_and_zeroed_bytes() {
    let inserted = packets(packets(writer(), 2).raw(b"seventeen bytes!!"), 5).finish();
    check(inserted, &frames(7), &[(NoteKind::InvalidRecordLength, 1)]);
    let hole = packets(packets(writer(), 2).raw(&[0; 5_000]), 5).finish();
    check(hole, &frames(7), &[(NoteKind::InvalidRecordLength, 1)]);
    let mut removed = packets(writer(), 8).finish();
    // Within the header of the third record.
    removed.drain(24 + 2 * 76 + 5..24 + 2 * 76 + 20);
    check(removed, &frames(7), &[(NoteKind::InvalidRecordLength, 1)]);
}

#[test]
fn a_wrong_length_within_the_ordinary_costs_what_it_covers() {
    // 50,000 bytes are credible: the frame takes in its followers, then the search finds the rest.
    let mut bytes = packets(writer(), 1_000).finish();
    bytes[24 + 8..24 + 12].copy_from_slice(&50_000_u32.to_le_bytes());
    let (frames, report) = read(input("damaged", bytes), &ReadLimits::default());
    assert!(
        frames.len() > 1_000 - 50_000 / 76 - 3,
        "{} frames",
        frames.len()
    );
    assert_eq!(
        report.notes.as_slice()[0].kind,
        NoteKind::InvalidRecordLength
    );
}

#[test]
fn an_unsound_last_record_does_not_hide_those_in_it() {
    // 200,000 captured of 60 original bytes, with five whole records in what there is of it.
    let bytes = packets(writer().raw_record([SECONDS, 0, 200_000, 60], FRAME), 5).finish();
    check(bytes, &frames(5), &[(NoteKind::InvalidRecordLength, 1)]);
}

/// Regression: the time of damage that was taken for a record hid all records behind it.
#[test]
fn the_time_of_a_false_record_does_not_hide_true_ones() {
    let start = packets(writer(), 3).raw_record([7, 0, 5, 5], b"false");
    let bytes = packets(start.raw(b"seventeen bytes!!"), 5).finish();
    let mut expected = frames(3);
    expected.push(ethernet(7_000_000_000, b"false"));
    expected.extend(frames(5));
    check(bytes, &expected, &[(NoteKind::InvalidRecordLength, 1)]);
}

#[test]
fn a_capture_within_a_cut_frame_is_not_taken_for_records() {
    let inner = packets(writer(), 20).finish();
    let outer = writer()
        .cut_packet(TIME, &inner, inner.len() as u32)
        .finish();
    let cut = outer[..outer.len() - 10].to_vec();
    check(cut, &[], &[(NoteKind::TruncatedFile, 1)]);
}

#[test]
fn damage_without_an_end_stops() {
    let noise: Vec<u8> = (0..100_000_u32)
        .flat_map(|i| (i | 0x8080_8080).to_be_bytes())
        .collect();
    let bytes = packets(writer(), 2).raw(&noise).finish();
    check(bytes, &frames(2), &[(NoteKind::InvalidRecordLength, 1)]);
    let limits = ReadLimits {
        resync_bytes: 1_000,
        ..ReadLimits::default()
    };
    let bytes = packets(packets(writer(), 2).raw(&noise), 9).finish();
    check_within(
        &limits,
        bytes,
        &frames(2),
        &[(NoteKind::InvalidRecordLength, 1)],
    );
}

#[test]
fn a_fraction_of_a_second_or_more_is_brought_down() {
    let end_of_second = TIME + 999_999_999;
    let bytes = writer()
        .raw_record([SECONDS, 1_000_000, 60, 60], FRAME)
        .raw_record([SECONDS, 999_999, 60, 60], FRAME)
        .finish();
    let expected = [
        ethernet(end_of_second, FRAME),
        ethernet(TIME + 999_999_000, FRAME),
    ];
    check(bytes, &expected, &[(NoteKind::InvalidTimestamp, 1)]);
    let writer = SnoopWriter::new(4).raw_record([60, 60, 84, 0, SECONDS, 5_000_000], FRAME);
    check(
        writer.finish(),
        &expected[..1],
        &[(NoteKind::InvalidTimestamp, 1)],
    );
}

#[test]
fn a_time_beyond_the_calendar_becomes_the_one_before() {
    let bytes = PcapngWriter::new(ByteOrder::Little)
        .interface(1)
        .enhanced(0, TICKS, FRAME)
        .enhanced(0, u64::MAX, FRAME)
        .finish();
    check(bytes, &frames(2), &[(NoteKind::InvalidTimestamp, 1)]);
}

#[test]
fn blocks_with_wrong_lengths() {
    for order in ByteOrder::BOTH {
        // The trailing length is wrong, but another block follows.
        let start = blocks(PcapngWriter::new(order).interface(1), 1);
        let at = start.offset() as usize;
        let mut bytes = blocks(start, 3).finish();
        bytes[at + 88..at + 92].copy_from_slice(&[9; 4]);
        check(bytes.clone(), &frames(4), &[(NoteKind::InvalidBlock, 1)]);
        // The leading length is wrong: too short, odd, larger than the block, than the file.
        for wrong in [0, 8, 61, 96, 200, 5_000, 100_000, 50_000_000] {
            let start = blocks(PcapngWriter::new(order).interface(1), 1);
            let mut bytes = blocks(start, 5).finish();
            bytes[at + 4..at + 8].copy_from_slice(&order.u32(wrong));
            let (frames, report) = read(input("damaged", bytes), &ReadLimits::default());
            assert_eq!(frames.len(), 5, "length {wrong}");
            let [note] = report.notes.as_slice() else {
                panic!("length {wrong}: {:?}", report.notes);
            };
            let expected = if wrong > 16 << 20 {
                NoteKind::InvalidRecordLength
            } else {
                NoteKind::InvalidBlock
            };
            assert_eq!(
                (note.kind, note.first_offset),
                (expected, at as u64),
                "length {wrong}"
            );
        }
    }
}

#[test]
fn noise_between_blocks_is_passed() {
    let start = blocks(PcapngWriter::new(ByteOrder::Little).interface(1), 2);
    let bytes = blocks(start.raw(b"not a block at all, nineteen"), 3).finish();
    check(bytes, &frames(5), &[(NoteKind::InvalidBlock, 1)]);
    // A section header with a wrong byte-order magic.
    let start = blocks(PcapngWriter::new(ByteOrder::Little).interface(1), 2);
    let bytes = blocks(start.block(0x0a0d_0d0a, &[1; 16]), 3).finish();
    check(bytes, &frames(5), &[(NoteKind::InvalidBlock, 1)]);
}

#[test]
fn padding_may_be_missing_from_the_total_length() {
    let block = |writer: PcapngWriter| {
        let body = [
            &[0; 12][..],
            &5_u32.to_le_bytes(),
            &5_u32.to_le_bytes(),
            b"five.\0\0\0",
        ]
        .concat();
        let total = 37_u32.to_le_bytes();
        writer
            .raw(&6_u32.to_le_bytes())
            .raw(&total)
            .raw(&body)
            .raw(&total)
    };
    let writer = block(block(PcapngWriter::new(ByteOrder::Little).interface(1)));
    check(
        writer.finish(),
        &[ethernet(0, b"five."), ethernet(0, b"five.")],
        &[],
    );
}

#[test]
fn a_packet_that_exceeds_its_block_is_cut_to_it() {
    let fields = [0, 0, 0, 100_u32, 100].map(u32::to_le_bytes).concat();
    let body = [fields.as_slice(), b"eight..."].concat();
    let bytes = PcapngWriter::new(ByteOrder::Little)
        .interface(1)
        .block(6, &body)
        .finish();
    let expected = [(0, 1, 100, b"eight...".to_vec())];
    check(bytes, &expected, &[(NoteKind::InvalidRecordLength, 1)]);
}

#[test]
fn packets_of_unknown_interfaces_are_counted() {
    let bytes = PcapngWriter::new(ByteOrder::Little)
        .simple(5, b"hello")
        .interface(1)
        .enhanced(1, TICKS, FRAME)
        .section(ByteOrder::Big)
        .enhanced(0, TICKS, FRAME)
        .finish();
    let unknown = (TIME, u16::MAX, 60, FRAME.to_vec());
    // Nothing says how the interface counts, so it is taken to count microseconds.
    let expected = [
        (0, u16::MAX, 5, b"hello".to_vec()),
        unknown.clone(),
        unknown,
    ];
    let notes = [
        (NoteKind::UnknownInterface, 3),
        (NoteKind::MissingTimestamp, 1),
    ];
    check(bytes, &expected, &notes);
}

#[test]
fn options_that_make_no_sense_are_noted() {
    let mut body = [1_u16, 0, 0, 0].map(u16::to_le_bytes).concat();
    body.extend([2, 0, 200, 0, b'e', b't', b'h', b'0']);
    let bytes = blocks(PcapngWriter::new(ByteOrder::Little).block(1, &body), 1).finish();
    check(bytes, &frames(1), &[(NoteKind::InvalidOption, 1)]);
    for resolution in [20, 0x80 | 64, 0x7f, 0xff] {
        let options: [(u16, &[u8]); 1] = [(PcapngWriter::IF_TSRESOL, &[resolution])];
        let writer = PcapngWriter::new(ByteOrder::Big).interface_with(1, 0, &options);
        check(
            blocks(writer, 1).finish(),
            &frames(1),
            &[(NoteKind::InvalidOption, 1)],
        );
    }
    // A name record that runs past its block, and one too short for its address.
    for record in [
        &[1, 0, 99, 0, 10, 0, 0, 1, b'a', 0, 0, 0][..],
        &[1, 0, 2, 0, 10, 0, 0, 0],
    ] {
        let writer = PcapngWriter::new(ByteOrder::Little)
            .interface(1)
            .block(4, record);
        check(
            blocks(writer, 1).finish(),
            &frames(1),
            &[(NoteKind::InvalidOption, 1)],
        );
    }
}

#[test]
fn damaged_compression_keeps_what_came_before() {
    // Large and incompressible enough for several blocks of every kind.
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let data: Vec<Vec<u8>> = (0..2_000)
        .map(|_| (0..500).map(|_| noise()).collect())
        .collect();
    let whole = data
        .iter()
        .fold(writer(), |writer, data| writer.packet(TIME, data))
        .finish();
    for (name, compress) in COMPRESSIONS {
        let compressed = compress(&whole);
        let mut flipped = compressed.clone();
        let middle = flipped.len() / 2;
        for byte in &mut flipped[middle..middle + 64] {
            *byte ^= 0x55;
        }
        let cut = compressed[..compressed.len() * 3 / 4].to_vec();
        for (damaged, is_cut) in [(cut, true), (flipped, false)] {
            let (frames, report) = read(input("damaged", damaged), &ReadLimits::default());
            let kinds: Vec<NoteKind> = report
                .notes
                .as_slice()
                .iter()
                .map(|note| note.kind)
                .collect();
            assert!(
                kinds.contains(&NoteKind::DamagedCompression),
                "{name}: {kinds:?}"
            );
            assert!(
                !kinds.contains(&NoteKind::TruncatedFile),
                "{name}: {kinds:?}"
            );
            // xz gives nothing of a block before its end, the others keep a part.
            assert!(
                frames.len() > 100 || name == "xz",
                "{name}: {}",
                frames.len()
            );
            assert!(frames.len() < 2_000 || !is_cut, "{name}: {}", frames.len());
            for (frame, data) in frames.iter().zip(&data).take(100) {
                assert_eq!(&frame.3, data, "{name}");
            }
        }
    }
}

#[test]
fn a_device_error_is_not_a_damaged_stream() {
    struct Fails(Cursor<Vec<u8>>);
    impl Read for Fails {
        fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
            match self.0.read(target)? {
                0 => Err(io::Error::other("the disk is gone")),
                count => Ok(count),
            }
        }
    }
    let bytes = packets(writer(), 100).finish();
    for (_, compress) in COMPRESSIONS
        .into_iter()
        .chain([("none", <[u8]>::to_vec as Compress)])
    {
        let mut cut = compress(&bytes);
        cut.truncate(cut.len() - 3);
        let reader = Box::new(Fails(Cursor::new(cut)));
        let inputs = vec![Input {
            path: "broken disk".into(),
            size_bytes: None,
            reader,
        }];
        // A decoder that gives nothing before its end cannot even recognise the capture.
        let Ok(mut capture) = Capture::open(inputs, &ReadLimits::default()) else {
            continue;
        };
        while capture.next_frame().is_some() {}
        let reports = capture.reports();
        let kinds: Vec<NoteKind> = reports[0]
            .notes
            .as_slice()
            .iter()
            .map(|note| note.kind)
            .collect();
        assert_eq!(kinds, [NoteKind::ReadFailed]);
    }
}

#[test]
fn each_limit_ends_in_a_note() {
    let defaults = ReadLimits::default();
    let pcapng = || PcapngWriter::new(ByteOrder::Little);

    let limits = ReadLimits {
        record_bytes: 100,
        ..defaults
    };
    let large = [1; 200];
    let bytes = packets(packets(writer(), 1).packet(TIME, &large), 4).finish();
    check_within(
        &limits,
        bytes,
        &frames(5),
        &[(NoteKind::InvalidRecordLength, 1)],
    );
    let bytes = blocks(pcapng().interface(1).enhanced(0, TICKS, &large), 2).finish();
    check_within(
        &limits,
        bytes,
        &frames(2),
        &[(NoteKind::InvalidRecordLength, 1)],
    );

    let limits = ReadLimits {
        block_bytes: 100,
        ..defaults
    };
    let bytes = blocks(pcapng().interface(1).secrets(&large), 2).finish();
    check_within(
        &limits,
        bytes,
        &frames(2),
        &[(NoteKind::LimitReached("block bytes"), 1)],
    );

    let limits = ReadLimits {
        interfaces: 1,
        ..defaults
    };
    let bytes = blocks(pcapng().interface(1).interface(1).interface(1), 1).finish();
    check_within(
        &limits,
        bytes,
        &frames(1),
        &[(NoteKind::LimitReached("interfaces"), 2)],
    );

    let limits = ReadLimits {
        options: 1,
        ..defaults
    };
    let options: [(u16, &[u8]); 2] = [(2, b"eth0"), (PcapngWriter::IF_TSRESOL, &[9])];
    let bytes = blocks(pcapng().interface_with(1, 0, &options), 1).finish();
    check_within(
        &limits,
        bytes,
        &frames(1),
        &[(NoteKind::LimitReached("options"), 1)],
    );

    let named = || {
        blocks(
            pcapng()
                .interface(1)
                .names(&[(&[10, 0, 0, 1], &[b"ab", b"cd"])]),
            1,
        )
    };
    let limits = ReadLimits {
        names: 1,
        ..defaults
    };
    check_within(
        &limits,
        named().finish(),
        &frames(1),
        &[(NoteKind::LimitReached("names"), 1)],
    );
    let limits = ReadLimits {
        name_bytes: 1,
        ..defaults
    };
    let note = (NoteKind::LimitReached("name bytes"), 2);
    check_within(&limits, named().finish(), &frames(1), &[note]);

    let limits = ReadLimits {
        decompression_bytes: 64 << 10,
        ..defaults
    };
    let refused = Capture::open(
        vec![input("x", xz(&packets(writer(), 1).finish()))],
        &limits,
    );
    let error = refused.err().expect("xz needs more memory");
    assert!(error.cause.contains("too much memory"), "{error}");

    let limits = ReadLimits {
        inputs: 1,
        ..defaults
    };
    let inputs = vec![input("a", writer().finish()), input("b", writer().finish())];
    let capture = Capture::open(inputs, &limits).expect("a capture");
    let [first, second] = capture.reports().try_into().expect("two reports");
    assert_eq!(first.error, None);
    assert!(
        second
            .error
            .is_some_and(|error| error.contains("no more than 1 inputs"))
    );
}

#[test]
fn large_blocks_are_passed_without_being_kept() {
    let large = vec![0xee; 3 << 20];
    let name: (&[u8], &[&[u8]]) = (&[10, 0, 0, 1], &[b"host.example"]);
    let many_names: Vec<(&[u8], &[&[u8]])> = vec![name; 60_000];
    let start = PcapngWriter::new(ByteOrder::Little)
        .interface(1)
        .secrets(&large)
        .custom(1, &large);
    let writer = blocks(start.names(&many_names), 2);
    let notes = [
        (NoteKind::UnknownBlock, 1),
        (NoteKind::LimitReached("name block bytes"), 1),
    ];
    check(writer.finish(), &frames(2), &notes);
}
