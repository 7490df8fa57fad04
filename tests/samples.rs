//! Do the sample captures hold what their generator promises?
//!
//! The committed files are what the generator writes today; their bytes are decoded here once more
//! by a small reader of its own (lengths, checksums, sequence numbers, address ranges, order), and
//! its counts, tshark's (where installed) and Flowloom's are held against the generator's truth.

#[path = "samples/flowloom_truth.rs"]
mod flowloom_truth;
#[path = "../examples/generator/mod.rs"]
mod generator;
#[path = "samples/reader.rs"]
mod reader;

use std::collections::{BTreeMap, HashSet};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::Command;

use generator::{ODD_HOST, ODD_PORT, SEED, Summary};

/// The committed samples: name, largest allowed size, and how they are made.
type Story = fn(&mut Vec<u8>) -> std::io::Result<Summary>;
const SAMPLES: [(&str, u64, Story); 3] = [
    ("botnet", 3_000_000, |out| {
        generator::botnet(5000, SEED, out)
    }),
    ("office", 300_000, |out| generator::office(SEED, out)),
    ("dns-puzzle", 300_000, |out| {
        generator::dns_puzzle(SEED, out)
    }),
];

#[test]
fn committed_samples_are_what_the_generator_writes() {
    for (name, largest, story) in SAMPLES {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join(format!("assets/samples/{name}.pcapng.zst"));
        let stored = std::fs::read(&path).expect("the sample is committed");
        assert!(
            stored.len() as u64 <= largest,
            "{name}: {} bytes",
            stored.len()
        );
        let committed = zstd::decode_all(stored.as_slice()).expect("the sample is zstd");
        let (made, _) = generate(story);
        // Not assert_eq: a difference would print megabytes.
        let same = committed == made;
        assert!(same, "{name}: generate it anew (assets/samples/README.md)");
    }
}

#[test]
fn samples_are_valid_and_their_truth_is_true() {
    for (name, _, story) in SAMPLES {
        let (bytes, truth) = generate(story);
        reader::check(name, &bytes, &truth);
    }
}

#[test]
fn every_size_is_valid() {
    for hosts in [100, 333, 1000] {
        let mut bytes = Vec::new();
        let truth = generator::botnet(hosts, 7, &mut bytes).expect("memory takes everything");
        assert_eq!(truth.hosts, hosts as u64);
        reader::check("botnet", &bytes, &truth);
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
    let make = |seed| {
        let mut bytes = Vec::new();
        generator::botnet(300, seed, &mut bytes).expect("memory takes everything");
        bytes
    };
    assert!(make(1) == make(1));
    assert!(make(1) != make(2));
}

#[test]
fn the_story_of_the_botnet_has_what_it_tells_of() {
    let (_, truth) = generate(SAMPLES[0].2);
    assert_eq!(truth.hosts, 5000);
    let minutes = (truth.last_nanos - truth.first_nanos) / 60_000_000_000;
    assert!((58..=60).contains(&minutes), "{minutes} minutes");
    for application in [
        "irc",
        "http",
        "tls",
        "quic",
        "dns",
        "smtp",
        "smb",
        "bittorrent",
        "edonkey",
        "gnutella",
        "ntp",
        "ssh",
    ] {
        assert!(
            truth.applications.contains_key(application),
            "{application}"
        );
    }
    // Scans are in it, and are not taken for conversations.
    assert!(truth.unproven["telnet"].flows > 40);
}

#[test]
fn one_host_gives_the_orders_through_one_other() {
    let (bytes, _) = generate(SAMPLES[0].2);
    let packets = reader::packets(&bytes);
    let is_command =
        |address| matches!(address, IpAddr::V4(v4) if v4.octets()[..3] == [203, 0, 113]);
    let mut reached = BTreeMap::<IpAddr, HashSet<IpAddr>>::new();
    for packet in packets.iter().filter(|packet| is_command(packet.target.0)) {
        reached
            .entry(packet.source.0)
            .or_default()
            .insert(packet.target.0);
    }
    let servers = reached.values().flatten().collect::<HashSet<_>>().len();
    let stones: Vec<_> = reached
        .iter()
        .filter(|(_, targets)| targets.len() == servers)
        .map(|(host, _)| *host)
        .collect();
    assert_eq!((servers, stones.len()), (5, 1));
    let herders: HashSet<_> = packets
        .iter()
        .filter(|packet| packet.target == (stones[0], 22))
        .map(|packet| packet.source.0)
        .collect();
    assert_eq!(
        herders,
        HashSet::from([Ipv4Addr::new(198, 51, 100, 23).into()])
    );
}

#[test]
fn only_one_host_of_the_puzzle_keeps_its_port() {
    let (bytes, _) = generate(SAMPLES[2].2);
    let mut ports = BTreeMap::<Ipv4Addr, HashSet<u16>>::new();
    for packet in reader::packets(&bytes) {
        if let (IpAddr::V4(source), 53) = (packet.source.0, packet.target.1) {
            ports.entry(source).or_default().insert(packet.source.1);
        }
    }
    assert_eq!(ports.len(), 40);
    for (host, ports) in ports {
        if host == ODD_HOST {
            assert_eq!(ports, HashSet::from([ODD_PORT]));
        } else {
            assert!(ports.len() > 30, "{host}: {} ports", ports.len());
        }
    }
}

#[test]
fn traffic_has_the_size_asked_for() {
    let mut bytes = Vec::new();
    let truth = generator::traffic(3 << 20, 5, &mut bytes).expect("memory takes everything");
    assert!(
        (3 << 20..(3 << 20) + 1600).contains(&bytes.len()),
        "{} bytes",
        bytes.len()
    );
    assert_eq!(bytes.len() as u64, 24 + 16 * truth.packets + truth.bytes);
    assert!(truth.applications.contains_key("tls") && truth.hosts > 500);
}

/// Another program's opinion; skipped (and said so) where tshark is not installed.
#[test]
fn tshark_finds_nothing_malformed_and_the_same_hosts() {
    if Command::new("tshark").arg("--version").output().is_err() {
        println!("skipped: tshark is not installed");
        return;
    }
    let small: Story = |out| generator::botnet(400, SEED, out);
    for (name, story) in [
        ("botnet", small),
        ("office", SAMPLES[1].2),
        ("dns-puzzle", SAMPLES[2].2),
    ] {
        let (bytes, truth) = generate(story);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("sample.pcapng");
        std::fs::write(&path, bytes).expect("the folder can be written");
        let tshark = |arguments: &[&str]| {
            let output = Command::new("tshark")
                .arg("-r")
                .arg(&path)
                .args([
                    "-o",
                    "ip.check_checksum:TRUE",
                    "-o",
                    "tcp.check_checksum:TRUE",
                ])
                .args(["-o", "udp.check_checksum:TRUE"])
                .args(arguments)
                .output()
                .expect("tshark runs");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let wrong = "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || \
             udp.checksum.status == 0 || icmp.checksum.status == 0 || icmpv6.checksum.status == 0";
        assert_eq!(tshark(&["-Y", wrong]), "", "{name}");
        let fields = tshark(&[
            "-T",
            "fields",
            "-E",
            "occurrence=f",
            "-e",
            "ip.src",
            "-e",
            "ip.dst",
            "-e",
            "ipv6.src",
            "-e",
            "ipv6.dst",
        ]);
        assert_eq!(fields.lines().count() as u64, truth.packets, "{name}");
        let hosts: HashSet<&str> = fields.split_whitespace().collect();
        assert_eq!(hosts.len() as u64, truth.hosts, "{name}");
    }
}

fn generate(story: Story) -> (Vec<u8>, Summary) {
    let mut bytes = Vec::new();
    let truth = story(&mut bytes).expect("memory takes everything");
    (bytes, truth)
}
