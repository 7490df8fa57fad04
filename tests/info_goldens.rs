//! What does `flowloom info` say of every link type and every container?
//!
//! The captures are made in code and written to a folder of their own; the program's two outputs,
//! for people and for programs, are compared with the texts in `data/`.
//! `FLOWLOOM_UPDATE_GOLDENS=1` writes these anew.

#[path = "support/containers.rs"]
mod containers;
#[path = "support/frames.rs"]
mod frames;
#[allow(
    dead_code,
    reason = "frames are told by their link type here, not by name"
)]
#[path = "decode/named_frames.rs"]
mod named_frames;
#[path = "decode/tunnel_frames.rs"]
mod tunnel_frames;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use containers::{
    ByteOrder, COMPRESSIONS, PcapWriter, PcapngWriter, Resolution, SnoopWriter, TIME, pcap,
};
use frames::*;
use named_frames::{named_frames, web_frame};

/// Captures with their file names.
type Captures = Vec<(String, Vec<u8>)>;

/// What the program prints about a file.
fn info(folder: &Path, name: &str, json: bool) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowloom"));
    command.current_dir(folder).args(["info", name]);
    if json {
        command.arg("--json");
    }
    let output = command.output().expect("the program starts");
    assert!(
        output.stderr.is_empty(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(output.status.code(), Some(0), "{name}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Compares what the program prints about each capture with a stored text.
#[track_caller]
fn check(golden: &str, captures: Captures) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut found = String::new();
    for (name, bytes) in captures {
        fs::write(folder.path().join(&name), bytes).expect("a file");
        let text = info(folder.path(), &name, false);
        let json = info(folder.path(), &name, true);
        write!(found, "==== {name}\n{text}\n{json}\n").expect("a string takes all");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(golden);
    if std::env::var_os("FLOWLOOM_UPDATE_GOLDENS").is_some() {
        fs::write(&path, &found).expect("the golden can be written");
    }
    let expected = fs::read_to_string(&path).expect("the golden is there");
    let differing = difference(&expected, &found);
    assert!(
        differing.is_empty(),
        "{golden} differs (- stored, + now):\n{differing}"
    );
}

/// The lines that differ, capture by capture.
fn difference(expected: &str, found: &str) -> String {
    let by_name = |text: &str| -> BTreeMap<String, Vec<String>> {
        let parts = text.split("==== ").filter(|part| !part.is_empty());
        parts
            .map(|part| {
                let mut lines = part.lines().map(ToOwned::to_owned);
                (lines.next().unwrap_or_default(), lines.collect())
            })
            .collect()
    };
    let (expected, found) = (by_name(expected), by_name(found));
    let mut text = String::new();
    let names: std::collections::BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    for name in names {
        let none = Vec::new();
        let old = expected.get(name).unwrap_or(&none);
        let new = found.get(name).unwrap_or(&none);
        if old == new {
            continue;
        }
        writeln!(text, "==== {name}").expect("a string takes all");
        for line in old.iter().filter(|line| !new.contains(line)) {
            writeln!(text, "- {line}").expect("as above");
        }
        for line in new.iter().filter(|line| !old.contains(line)) {
            writeln!(text, "+ {line}").expect("as above");
        }
    }
    text
}

#[test]
fn every_link_type() {
    let mut by_link_type: BTreeMap<u16, Vec<Vec<u8>>> = BTreeMap::new();
    for named in named_frames() {
        by_link_type
            .entry(named.link_type)
            .or_default()
            .push(named.data);
    }
    // Bluetooth HCI, USB and one of the numbers for private use: not decoded, but counted.
    for unsupported in [187, 189, 147] {
        by_link_type
            .entry(unsupported)
            .or_default()
            .push(vec![1; 40]);
    }
    let captures = by_link_type.iter().map(|(link_type, frames)| {
        let timed: Vec<(i64, &[u8])> = frames
            .iter()
            .zip(0..)
            .map(|(frame, index)| (TIME + index * 1_000_000, frame.as_slice()))
            .collect();
        (
            format!("link-type-{link_type}.pcap"),
            pcap(*link_type, &timed),
        )
    });
    check("info_link_types.txt", captures.collect());
}

#[test]
fn every_container() {
    const SECOND: i64 = 1_000_000_000;
    let (frame, answer) = (
        web_frame(),
        ethernet(IPV4, &ipv4(B, A, TCP, &tcp(80, 1234, ACK, b""))),
    );
    let times = [TIME + 123_456_789, TIME + 2 * SECOND];
    let mut captures: Captures = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| captures.push((name.into(), bytes));
    for order in ByteOrder::BOTH {
        let end = format!("{order:?}").to_lowercase();
        let write = |writer: PcapWriter| {
            writer
                .packet(times[0], &frame)
                .cut_packet(times[1], &answer, 1_500)
                .finish()
        };
        for resolution in [Resolution::Micros, Resolution::Nanos] {
            let unit = format!("{resolution:?}").to_lowercase();
            let bytes = write(PcapWriter::new(order, resolution, 1));
            add(&format!("pcap-{unit}-{end}.pcap"), bytes);
        }
        add(
            &format!("pcap-modified-{end}.pcap"),
            write(PcapWriter::modified(order, 1)),
        );
        for (clock, is_hardware) in [("hardware", true), ("software", false)] {
            let bytes = write(PcapWriter::ixia(order, is_hardware, 1));
            add(&format!("pcap-ixia-{clock}-{end}.pcap"), bytes);
        }
        add(
            &format!("pcapng-{end}.pcapng"),
            pcapng(order, &frame, &answer),
        );
    }
    let snoop = SnoopWriter::new(4).packet(times[0], &frame, frame.len() as u32);
    add(
        "snoop.snoop",
        snoop.packet(times[1], &answer, 1_500).finish(),
    );
    let plain = pcapng(ByteOrder::Little, &frame, &answer);
    for (name, compress) in COMPRESSIONS {
        add(&format!("pcapng.{name}"), compress(&plain));
    }
    let cut = plain.get(..plain.len() - 20).expect("more than 20 bytes");
    add("cut.pcapng", cut.to_vec());
    add("empty.pcap", pcap(1, &[]));
    check("info_containers.txt", captures);
}

/// Every kind of block, two sections, two clocks, names.
fn pcapng(order: ByteOrder, frame: &[u8], answer: &[u8]) -> Vec<u8> {
    let micros = (TIME / 1_000) as u64;
    PcapngWriter::new(order)
        .interface(1)
        .interface_with(101, 0, &[(PcapngWriter::IF_TSRESOL, &[9])])
        .names(&[
            (&A, &[b"client.example"]),
            (&B, &[b"server.example", b"www.example"]),
        ])
        .secrets(b"CLIENT_RANDOM 0 0")
        .enhanced(0, micros, frame)
        .enhanced_with(0, micros + 1, answer, 1_500, &[(1, b"a comment")])
        .old_packet(0, 0, micros + 2, frame)
        .simple(answer.len() as u32, answer)
        .statistics(0)
        .custom(32_473, b"whatever")
        .enhanced(1, TIME as u64 + 5_000, &frame[14..])
        .section(order)
        .interface(1)
        .enhanced(0, micros + 9, frame)
        .finish()
}
