//! Real captures against what tshark says about them, where they are present.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;

use flowloom::capture::{Capture, Input, ReadLimits};
use serde::Deserialize;

/// What another tool found in a file; only captures have all of it.
#[derive(Deserialize)]
struct Truth {
    kind: String,
    packets: Option<u64>,
    bytes: Option<u64>,
    captured_bytes: Option<u64>,
    first_ts: Option<String>,
    last_ts: Option<String>,
}

/// What is asked of a capture: packets, original bytes, captured bytes, first and last time in
/// nanoseconds.
type Summary = (u64, u64, u64, Option<(i64, i64)>);

/// Where ours is right and differs; the reasons are in the README of the tests.
fn is_explained(path: &str, ours: &Summary) -> bool {
    match path {
        // The search after damage finds seven more packets than a reader that stops.
        "malformed/oversized-record-length.pcap" => ours.0 == 13,
        // tshark lists three custom blocks as packets.
        "pcapng/generator-le-test202.pcapng" => (ours.0, ours.1) == (8, 2_304),
        // Fractions of a second or more, and seconds that tshark takes for negative.
        "malformed/fuzz-2021-10-13.pcap" | "malformed/tcpdump-timestamp_invalid_nano.pcap" => true,
        // Times of the year 586524.
        "pcapng/comments-sll-eth.pcapng.zst" => (ours.0, ours.1) == (159, 57_465),
        _ => false,
    }
}

fn nanos(text: &str) -> Option<i64> {
    let (seconds, fraction) = text.split_once('.')?;
    let nanos: i64 = format!("{fraction:0<9}").parse().ok()?;
    seconds
        .parse::<i64>()
        .ok()?
        .checked_mul(1_000_000_000)?
        .checked_add(nanos)
}

fn summary(path: PathBuf) -> Summary {
    let file = File::open(&path).expect("a file that truth.json names");
    let input = Input {
        path: path.display().to_string(),
        size_bytes: file.metadata().ok().map(|data| data.len()),
        reader: Box::new(file),
    };
    let mut capture = Capture::open(vec![input], &ReadLimits::default()).expect("a capture");
    let (mut packets, mut bytes, mut captured, mut span) = (0, 0, 0, None);
    while let Some(frame) = capture.next_frame() {
        packets += 1;
        bytes += u64::from(frame.original_len);
        captured += frame.data.len() as u64;
        let time = frame.time.nanos();
        let (first, last) = span.unwrap_or((time, time));
        span = Some((time.min(first), time.max(last)));
    }
    let progress = capture.progress();
    assert_eq!(progress.packets, packets);
    (packets, bytes, captured, span)
}

#[test]
fn real_captures_agree_with_tshark() {
    let folder = std::env::var_os("FLOWLOOM_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let Ok(text) = fs::read_to_string(folder.join("truth.json")) else {
        println!(
            "0 real captures used: no truth.json in {}",
            folder.display()
        );
        return;
    };
    let truth: BTreeMap<String, Truth> = serde_json::from_str(&text).expect("truth.json");
    let (mut used, mut explained, mut wrong) = (0, 0, Vec::new());
    for (path, truth) in truth
        .into_iter()
        .filter(|(_, truth)| truth.kind == "capture")
    {
        used += 1;
        let ours = summary(folder.join(&path));
        let first = truth.first_ts.as_deref().and_then(nanos);
        let span = first.zip(truth.last_ts.as_deref().and_then(nanos));
        let agrees = Some(ours.0) == truth.packets
            && Some(ours.1) == truth.bytes
            && Some(ours.2) == truth.captured_bytes
            && (truth.first_ts.is_none() || ours.3 == span);
        if agrees {
            continue;
        }
        if is_explained(&path, &ours) {
            explained += 1;
        } else {
            wrong.push(format!("{path}: {ours:?}"));
        }
    }
    println!("{used} real captures used, {explained} differ for a known reason");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
