//! Every variant of every container, written and read.

use flowloom::capture::{Address, Capture, NoteKind, ReadLimits};

use crate::fixtures::{
    ByteOrder, COMPRESSIONS, PcapWriter, PcapngWriter, Resolution, SnoopWriter, TIME, input, pcap,
};
use crate::{Kept, check, ethernet, read};

const FRAMES: [&[u8]; 3] = [b"the first frame", b"", b"and the third one"];

#[test]
fn pcap_in_both_byte_orders_and_resolutions() {
    for order in ByteOrder::BOTH {
        for (resolution, step) in [(Resolution::Micros, 1_000), (Resolution::Nanos, 1)] {
            let mut writer = PcapWriter::new(order, resolution, 1);
            let mut expected = Vec::new();
            for (time, data) in (0..).map(|count| TIME + count * step).zip(FRAMES) {
                writer = writer.packet(time, data);
                expected.push(ethernet(time, data));
            }
            check(writer.finish(), &expected, &[]);
        }
        for writer in [
            PcapWriter::modified(order, 1),
            PcapWriter::ixia(order, false, 1),
            PcapWriter::ixia(order, true, 1),
        ] {
            let bytes = writer
                .packet(TIME, b"one")
                .packet(TIME + 1_000, b"two")
                .finish();
            check(
                bytes,
                &[ethernet(TIME, b"one"), ethernet(TIME + 1_000, b"two")],
                &[],
            );
        }
    }
}

#[test]
fn pcap_link_types_lose_their_class_and_check_sequence_bits() {
    for (field, expected) in [(113, 113), (0x2400_0001, 1), (0xffff_0000 | 276, 276)] {
        let writer =
            PcapWriter::with_header(ByteOrder::Big, 0xa1b2_c3d4, (2, 4), 65_535, field, 1_000)
                .packet(TIME, b"x");
        check(writer.finish(), &[(TIME, expected, 1, b"x".to_vec())], &[]);
    }
}

#[test]
fn pcap_lengths_of_old_files_are_the_other_way_round() {
    let cut: Kept = (TIME, 1, 9, b"abc".to_vec());
    let seconds = (TIME / 1_000_000_000) as u32;
    for version in [(2, 2), (2, 3), (543, 0)] {
        let writer =
            PcapWriter::with_header(ByteOrder::Big, 0xa1b2_c3d4, version, 65_535, 1, 1_000)
                .raw_record([seconds, 0, 9, 3], b"abc")
                .raw_record([seconds, 0, 3, 9], b"abc");
        check(writer.finish(), &[cut.clone(), cut.clone()], &[]);
    }
}

#[test]
fn captured_and_original_lengths_may_differ_either_way() {
    let writer = PcapWriter::new(ByteOrder::Little, Resolution::Nanos, 1)
        .cut_packet(TIME, b"cut", 1_500)
        .cut_packet(TIME, b"longer than it was", 4);
    let expected = [
        (TIME, 1, 1_500, b"cut".to_vec()),
        (TIME, 1, 4, b"longer than it was".to_vec()),
    ];
    check(writer.finish(), &expected, &[]);
}

#[test]
fn frames_larger_than_the_buffer_are_whole() {
    let large = vec![7; 3 << 20];
    let writer = PcapWriter::with_header(ByteOrder::Little, 0xa1b2_3c4d, (2, 4), 0x7fff_ffff, 1, 1)
        .packet(TIME, b"small")
        .packet(TIME, &large)
        .packet(TIME, b"small");
    let small = ethernet(TIME, b"small");
    check(
        writer.finish(),
        &[small.clone(), ethernet(TIME, &large), small.clone()],
        &[],
    );
    let writer = PcapngWriter::new(ByteOrder::Big)
        .interface_with(1, 0, &[(PcapngWriter::IF_TSRESOL, &[9])])
        .enhanced(0, TIME as u64, &large)
        .enhanced(0, TIME as u64, b"small");
    check(writer.finish(), &[ethernet(TIME, &large), small], &[]);
}

#[test]
fn snoop_link_types_are_translated() {
    for (number, expected) in [(0, 1), (4, 1), (2, 6), (8, 10), (5, u16::MAX)] {
        let writer = SnoopWriter::new(number)
            .packet(TIME, b"padded to 12", 12)
            .packet(TIME + 1_000, b"cut", 60);
        let expected = [
            (TIME, expected, 12, b"padded to 12".to_vec()),
            (TIME + 1_000, expected, 60, b"cut".to_vec()),
        ];
        check(writer.finish(), &expected, &[]);
    }
}

#[test]
fn pcapng_blocks_of_every_kind() {
    for order in ByteOrder::BOTH {
        let ticks = (TIME / 1_000) as u64;
        let writer = PcapngWriter::new(order)
            .interface_with(1, 0, &[(PcapngWriter::IF_NAME, b"eth0")])
            .interface_with(113, 0, &[(PcapngWriter::IF_TSRESOL, &[9])])
            .enhanced(0, ticks, b"enhanced")
            .secrets(b"CLIENT_RANDOM")
            .statistics(0)
            .enhanced_with(
                1,
                TIME as u64 + 5,
                b"cut",
                99,
                &[(1, b"a comment"), (2, &[0; 4])],
            )
            .old_packet(1, 3, TIME as u64 + 7, b"obsolete")
            .custom(32_473, b"whatever it is")
            .block(0x8000_0001, b"local use")
            .simple(6, b"simple");
        let expected = [
            ethernet(TIME, b"enhanced"),
            (TIME + 5, 113, 99, b"cut".to_vec()),
            (TIME + 7, 113, 8, b"obsolete".to_vec()),
            ethernet(TIME + 7, b"simple"),
        ];
        let notes = [(NoteKind::UnknownBlock, 2), (NoteKind::MissingTimestamp, 1)];
        check(writer.finish(), &expected, &notes);
    }
}

#[test]
fn pcapng_sections_have_their_own_byte_order_and_interfaces() {
    let ticks = (TIME / 1_000) as u64;
    let mut writer = PcapngWriter::new(ByteOrder::Little)
        .interface(1)
        .interface(101);
    let mut expected = Vec::new();
    for (order, link_type) in [
        (ByteOrder::Big, 113),
        (ByteOrder::Little, 276),
        (ByteOrder::Big, 0),
    ] {
        writer = writer
            .section(order)
            .interface(link_type)
            .enhanced(0, ticks, b"x");
        expected.push((TIME, link_type, 1, b"x".to_vec()));
    }
    check(writer.finish(), &expected, &[]);
}

#[test]
fn pcapng_clocks() {
    let clock = |resolution: u8, offset: i64, ticks: u64, expected: i64| {
        for order in ByteOrder::BOTH {
            let options: [(u16, &[u8]); 2] = [
                (PcapngWriter::IF_TSRESOL, &[resolution]),
                (PcapngWriter::IF_TSOFFSET, &order.i64(offset)),
            ];
            let writer = PcapngWriter::new(order)
                .interface_with(1, 0, &options)
                .enhanced(0, ticks, b"x");
            check(writer.finish(), &[ethernet(expected, b"x")], &[]);
        }
    };
    clock(0, 0, 1_700_000_000, TIME);
    clock(3, 0, 1_700_000_000_001, TIME + 1_000_000);
    clock(6, 0, 1_700_000_000_000_001, TIME + 1_000);
    clock(9, 0, TIME as u64 + 1, TIME + 1);
    clock(12, 1_700_000_000, 3_500, TIME + 3);
    clock(0x80 | 20, 1_700_000_000, 3 << 19, TIME + 1_500_000_000);
    clock(6, 1_700_000_000, 1, TIME + 1_000);
    clock(6, -1, 1, -999_999_000);
}

#[test]
fn simple_packets_are_cut_at_the_snap_length() {
    let writer = PcapngWriter::new(ByteOrder::Little)
        .interface_with(1, 5, &[])
        .simple(14, b"five.");
    check(
        writer.finish(),
        &[(0, 1, 14, b"five.".to_vec())],
        &[(NoteKind::MissingTimestamp, 1)],
    );
}

#[test]
fn simple_packets_take_the_nearest_time() {
    let ticks = (TIME / 1_000) as u64;
    let writer = PcapngWriter::new(ByteOrder::Little)
        .interface(1)
        .simple(5, b"early")
        .enhanced(0, ticks, b"timed")
        .enhanced(0, ticks + 1, b"later")
        .simple(5, b"last.");
    let expected = [
        ethernet(TIME, b"early"),
        ethernet(TIME, b"timed"),
        ethernet(TIME + 1_000, b"later"),
        ethernet(TIME + 1_000, b"last."),
    ];
    check(
        writer.finish(),
        &expected,
        &[(NoteKind::MissingTimestamp, 2)],
    );
}

#[test]
fn pcapng_names_are_kept() {
    for order in ByteOrder::BOTH {
        let v6 = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        let names = |text: &'static str| [text.as_bytes()];
        let writer = PcapngWriter::new(order).interface(1).names(&[
            (&[192, 0, 2, 1], &[b"one.example", b"uno.example"]),
            (&v6, &names("six.example")),
            (&[2, 0, 0, 0, 0, 1], &names("printer")),
            (&[192, 0, 2, 2], &[b"odd\xff\x1b[31m"]),
        ]);
        let inputs = vec![input("names", writer.enhanced(0, 0, b"x").finish())];
        let mut capture = Capture::open(inputs, &ReadLimits::default()).expect("a capture");
        assert!(capture.next_frame().is_some());
        let expected = [
            (Address::V4([192, 0, 2, 1]), "one.example"),
            (Address::V4([192, 0, 2, 1]), "uno.example"),
            (Address::V6(v6), "six.example"),
            (Address::Mac([2, 0, 0, 0, 0, 1]), "printer"),
            (Address::V4([192, 0, 2, 2]), "odd\u{fffd}\u{1b}[31m"),
        ];
        assert_eq!(
            capture.take_names(),
            expected.map(|(address, name)| (address, name.into()))
        );
        assert!(capture.take_names().is_empty());
        assert!(capture.reports()[0].notes.is_empty());
    }
}

#[test]
fn compression_is_recognised_by_content_and_may_have_several_parts() {
    let bytes = pcap(1, &[(TIME, b"one"), (TIME + 1, b"two")]);
    let expected = [ethernet(TIME, b"one"), ethernet(TIME + 1, b"two")];
    for (name, compress) in COMPRESSIONS {
        check(compress(&bytes), &expected, &[]);
        let (before, after) = bytes.split_at(45);
        let parts = [compress(before), compress(after)].concat();
        check(parts.clone(), &expected, &[]);
        let (_, report) = read(input("misleading.txt", parts), &ReadLimits::default());
        assert_eq!(report.format, format!("pcap ({name})"));
    }
    let ng = PcapngWriter::new(ByteOrder::Little).interface(1).finish();
    let (_, report) = read(input("x", ng), &ReadLimits::default());
    assert_eq!(report.format, "pcapng");
    let (_, report) = read(
        input("x", SnoopWriter::new(4).finish()),
        &ReadLimits::default(),
    );
    assert_eq!(report.format, "snoop");
}
