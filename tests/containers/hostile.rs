//! 20,000 random and mutated inputs, each read to its end.

use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flowloom::capture::{FileReport, Input, ReadLimits};

use crate::exercise::exercise;
use crate::fixtures::{
    ByteOrder, COMPRESSIONS, Compress, PcapWriter, PcapngWriter, Resolution, SnoopWriter, TIME,
};
use crate::{Kept, read};

const INPUTS: usize = 20_000;

/// A small generator (Steele, Lea, Flood: SplitMix, 2014), so that every run tries the same inputs.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Captures of every kind, small enough to read thousands of times.
fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for order in ByteOrder::BOTH {
        let mut writers = vec![PcapWriter::modified(order, 1)];
        for resolution in [Resolution::Micros, Resolution::Nanos] {
            writers.push(PcapWriter::new(order, resolution, 1));
            writers.push(PcapWriter::ixia(
                order,
                resolution == Resolution::Nanos,
                101,
            ));
        }
        seeds.extend(writers.into_iter().map(|writer| {
            (0..8)
                .fold(writer, |writer, count| {
                    writer.packet(TIME + count, &[count as u8; 60])
                })
                .finish()
        }));
        let ticks = (TIME / 1_000) as u64;
        let writer = PcapngWriter::new(order)
            .interface_with(1, 96, &[(2, b"eth0"), (9, &[6]), (14, &order.i64(5))])
            .interface(113)
            .names(&[
                (&[10, 0, 0, 1], &[b"host"]),
                (&[0; 16], &[b"six", b"sechs"]),
            ])
            .secrets(b"CLIENT_RANDOM")
            .enhanced_with(0, ticks, &[1; 61], 99, &[(1, b"comment")])
            .simple(70, &[2; 70])
            .old_packet(1, 1, ticks, &[3; 30])
            .statistics(0)
            .custom(32_473, b"custom")
            .enhanced(1, ticks, &[4; 40])
            .section(order)
            .interface(1)
            .enhanced(0, ticks, &[5; 40]);
        seeds.push(writer.finish());
    }
    let writer = SnoopWriter::new(4);
    let snoop = (0..8).fold(writer, |writer, count| {
        writer.packet(TIME + count, &[9; 61], 99)
    });
    seeds.push(snoop.finish());
    seeds
}

/// A few of them in every compression.
fn compressed(seeds: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let compress =
        |(_, compress): (_, Compress)| seeds.iter().step_by(3).map(move |bytes| compress(bytes));
    COMPRESSIONS.into_iter().flat_map(compress).collect()
}

/// Changes that fuzzers find most with: flipped bits, interesting numbers, moved pieces, cuts.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    const NUMBERS: [u32; 8] = [0, 1, 7, 0x7f, 0xffff, 0x7fff_ffff, 0x8000_0000, u32::MAX];
    let at = random.below(bytes.len());
    match random.below(6) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            if let Some(target) = bytes.get_mut(at..at + 4) {
                let number = NUMBERS[random.below(NUMBERS.len())];
                let number = if random.below(2) == 0 {
                    number.swap_bytes()
                } else {
                    number
                };
                target.copy_from_slice(&number.to_le_bytes());
            }
        }
        2 => bytes.truncate(at),
        3 => {
            let end = bytes.len().min(at + random.below(64));
            bytes.drain(at..end);
        }
        4 => {
            let end = bytes.len().min(at + random.below(64));
            let piece = bytes[at..end].to_vec();
            let target = random.below(bytes.len());
            bytes.splice(target..target, piece);
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.next() as u8;
            }
        }
    }
}

#[test]
fn mutated_and_random_inputs_end_without_panic() {
    let plain = seeds();
    let compressed = compressed(&plain);
    let mut random = Random(1);
    let (mut opened, mut frames) = (0_usize, 0);
    for count in 0..INPUTS {
        // A damaged compression is mostly damaged at its start, and then teaches little.
        let seeds = if count % 5 == 1 { &compressed } else { &plain };
        let mut bytes = seeds[random.below(seeds.len())].clone();
        if count % 10 == 0 {
            // Random bytes behind a true beginning, so that they are not all refused at once.
            bytes.truncate(24 + random.below(8));
            let noise = random.below(2_000);
            bytes.extend((0..noise).map(|_| random.next() as u8));
        }
        for _ in 0..1 + random.below(6) {
            mutate(&mut bytes, &mut random);
        }
        if let Ok(count) = exercise(&bytes) {
            opened += 1;
            frames += count;
        }
    }
    // The inputs have to get past recognition to be worth reading.
    assert!(opened > INPUTS / 2, "{opened} of {INPUTS} were opened");
    assert!(frames > opened as u64, "{frames} frames");
}

#[test]
fn whole_seeds_give_all_their_frames() {
    let plain = seeds();
    for seed in compressed(&plain).iter().chain(&plain) {
        assert!(exercise(seed).expect("a capture") >= 5);
    }
}

/// Reads a capture, and checks that its bytes were asked for in large pieces.
fn read_counting(bytes: Vec<u8>) -> (Vec<Kept>, FileReport) {
    struct Counting(Cursor<Vec<u8>>, Arc<AtomicUsize>);
    impl Read for Counting {
        fn read(&mut self, target: &mut [u8]) -> std::io::Result<usize> {
            self.1.fetch_add(1, Ordering::Relaxed);
            self.0.read(target)
        }
    }
    let most_reads = 20 + bytes.len() / (64 << 10);
    let reads = Arc::new(AtomicUsize::new(0));
    let reader = Box::new(Counting(Cursor::new(bytes), Arc::clone(&reads)));
    let input = Input {
        path: "dense".into(),
        size_bytes: None,
        reader,
    };
    let found = read(input, &ReadLimits::default());
    let reads = reads.load(Ordering::Relaxed);
    assert!(reads <= most_reads, "{reads} reads");
    found
}

/// Every few bytes a record asks for megabytes: each must cost what it is long, not what
/// it asks for. When the buffer is moved for every one of them, each is followed by a small read.
#[test]
fn dense_damage_takes_linear_time() {
    // Just under a power of two, so that the buffer has no room to spare when it holds one.
    const ASKED: u32 = (4 << 20) - 64;
    const ROUNDS: usize = 100_000;
    let seconds = (TIME / 1_000_000_000) as u32;
    let order = ByteOrder::Little;
    let mut writer = PcapWriter::with_header(order, 0xa1b2_c3d4, (2, 4), u32::MAX, 1, 1_000);
    for _ in 0..ROUNDS {
        writer = writer.raw_record([seconds, 0, ASKED, ASKED], b"");
        for _ in 0..5 {
            writer = writer.packet(TIME, b"tiny");
        }
        writer = writer.raw(b"neither header nor frame, so that every length is found out");
    }
    let bytes = writer.finish();
    let (frames, report) = read_counting(bytes);
    assert!(frames.len() >= ROUNDS, "{} frames", frames.len());
    assert_eq!(report.packets as usize, frames.len());
    let mut writer = PcapngWriter::new(order).interface(1);
    for _ in 0..ROUNDS {
        let packet = [6, ASKED, 0, 0, 0, ASKED - 32, ASKED - 32];
        let packet: Vec<u8> = packet
            .into_iter()
            .flat_map(|field| order.u32(field))
            .collect();
        writer = writer
            .raw(&packet)
            .enhanced(0, 0, b"tiny")
            .enhanced(0, 0, b"tiny");
    }
    let (frames, _) = read_counting(writer.finish());
    assert!(frames.len() >= ROUNDS, "{} frames", frames.len());
}

/// A length field asks for nearly 4 GB in a file of a few bytes; memory must follow the bytes.
#[test]
fn lengths_without_bytes_cost_no_memory() {
    for order in ByteOrder::BOTH {
        let writer = PcapWriter::with_header(order, 0xa1b2_c3d4, (2, 4), u32::MAX, 1, 1_000);
        let record = [1, 0, 0xffff_0000, 0xffff_0000];
        assert_eq!(exercise(&writer.raw_record(record, b"few").finish()), Ok(0));
        for block_type in [1, 2, 3, 4, 5, 6, 10, 0x0bad, 0x0a0d_0d0a] {
            let header = [block_type, 0xffff_fff0, 0x1a2b_3c4d];
            let header: Vec<u8> = header
                .into_iter()
                .flat_map(|field| order.u32(field))
                .collect();
            let bytes = [PcapngWriter::new(order).interface(1).finish(), header].concat();
            assert_eq!(exercise(&bytes), Ok(0), "block type {block_type}");
        }
    }
}
