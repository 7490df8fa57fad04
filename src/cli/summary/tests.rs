//! Does the summary keep its contract, conserve what it counts, and print nothing that acts?

use super::*;
use crate::capture::Input;
use crate::flow::{ReadOptions, Wish, read};

/// An Ethernet capture of a DNS query over UDP, an ARP frame, and a frame cut in its header.
fn traffic() -> Traffic {
    let mut file = b"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x01\0\0\0".to_vec();
    let macs = b"\x02\0\0\0\0\x09\x02\0\0\0\0\x01";
    let query = b"\x08\0\x45\0\0\x37\0\x01\0\0\x40\x11\0\0\x0a\0\0\x01\x0a\0\0\x35\
        \x9c\x40\0\x35\0\x23\0\0\x12\x34\x01\0\0\x01\0\0\0\0\0\0\
        \x01a\x07example\0\0\x01\0\x01";
    let arp = &[&b"\x08\x06\0\x01\x08\0\x06\x04\0\x01"[..], &[0; 20]].concat();
    let cut = b"\x08\0\x45";
    for (second, rest) in [&query[..], arp, cut].into_iter().enumerate() {
        let frame = [&macs[..], rest].concat();
        for word in [
            1_700_000_000 + second as u32,
            123_456,
            frame.len() as u32,
            frame.len() as u32,
        ] {
            file.extend(word.to_le_bytes());
        }
        file.extend(frame);
    }
    let size_bytes = Some(file.len() as u64);
    let reader = Box::new(std::io::Cursor::new(file));
    let input = Input {
        path: "odd\x1b.pcap".into(),
        size_bytes,
        reader,
    };
    read(vec![input], &ReadOptions::default(), None, &mut |_, _| {
        Wish::GoOn
    })
    .expect("a capture")
}

#[test]
fn json_keeps_the_contract() {
    let text = Summary::new(&traffic(), &Filter::default())
        .to_json()
        .expect("text keys");
    assert!(
        text.contains("\"first_ts\":1700000000.123456000,"),
        "{text}"
    );
    assert!(text.contains("\"last_ts\":1700000002.123456000,"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(json["packets"], 3);
    assert_eq!(json["bytes"], 69 + 42 + 15);
    assert_eq!(
        (&json["hosts"], &json["edges"], &json["flows"]),
        (&2.into(), &1.into(), &3.into())
    );
    assert_eq!(json["protocols"]["udp"]["bytes"], 69);
    assert_eq!(json["protocols"]["arp"]["packets"], 1);
    assert_eq!(json["applications"]["dns"]["flows"], 1);
    assert_eq!(json["top_hosts"][0]["host"], "10.0.0.1");
    assert_eq!(json["top_hosts"][0]["degree"], 1);
    let file = &json["files"][0];
    assert_eq!(
        (&file["format"], &file["records"]),
        (&"pcap".into(), &serde_json::Value::Null)
    );
    assert_eq!(file["notes"][0]["count"], 1);
    assert!(Summary::new(&traffic(), &Filter::default()).is_partial());
}

#[test]
fn a_filter_narrows_and_conserves() {
    let filter: Filter = "udp".parse().expect("a filter");
    let summary = Summary::new(&traffic(), &filter);
    let json: serde_json::Value =
        serde_json::from_str(&summary.to_json().expect("text keys")).expect("JSON");
    assert_eq!((&json["flows"], &json["packets"]), (&1.into(), &1.into()));
    assert_eq!(json["hosts"], 2);
    assert_eq!(
        json["protocols"].as_object().map(serde_json::Map::len),
        Some(1)
    );
    let filter = &json["filter"];
    assert_eq!(filter["text"], "udp");
    for measure in ["packets", "bytes", "flows"] {
        let counts = [&json, &filter["filtered"], &filter["total"]].map(|of| of[measure].as_u64());
        let [Some(visible), Some(filtered), Some(total)] = counts else {
            panic!("{json}");
        };
        let unparsed = json["unparsed"][measure].as_u64().unwrap_or(0);
        assert!(
            visible + filtered + unparsed >= total,
            "{measure} of {json}"
        );
        assert!(visible + filtered <= total, "{measure} of {json}");
    }
    assert_eq!(json["first_ts"].to_string(), json["last_ts"].to_string());
    assert!(summary.to_string().contains("\nFiltered    "), "{summary}");
}

#[test]
fn text_is_aligned_and_cannot_act() {
    let text = Summary::new(&traffic(), &Filter::default()).to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "odd\\u{1b}.pcap: pcap, 3 packets, 126 B");
    assert!(
        lines[1].starts_with("  truncated header: once, first at byte "),
        "{text}"
    );
    assert!(
        text.contains("\nPackets     3\nBytes       126 B (126)\nFlows       3\n"),
        "{text}"
    );
    assert!(text.contains("\nDuration    2.0 s\n"), "{text}");
    let udp = "\nudp                               1       69 B            1\n";
    assert!(text.contains(udp), "{text}");
    assert!(
        text.ends_with("\n10.0.0.53                  69 B        1\n"),
        "{text}"
    );
}
