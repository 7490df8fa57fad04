//! Do the packets of the visible flows contain exactly the packets that tshark selects?
//!
//! For filters on what is the same for all packets of a flow, both must be equal. Where tshark is
//! installed and the folder of real captures is present (`FLOWLOOM_DATA`, by default
//! `../shared/data`), both are asked. Where they differ, [`CASES`] says why, and the packets that
//! only one of them has must all be of the kind that the reason names.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use flowloom::capture::decode::{DecodeOptions, decode};
use flowloom::capture::{Address, Capture, Fragment, Input, Protocol};
use flowloom::flow::{FlowTable, ReadOptions, Wish, read};
use flowloom::query::{Filter, FilterContext};
use flowloom::units::Timestamp;

/// A filter that both understand, on a capture.
struct Case {
    file: &'static str,
    filter: &'static str,
    differs: Option<Why>,
}

/// Why the packets of flows are others than those that tshark selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// An ICMP error quotes the packet that it is about, and tshark's fields have the quoted values
    /// too. A flow of ICMP has the addresses and protocol of its own header only.
    IcmpQuotes,
    /// Only the first fragment of a datagram carries ports. The others belong to its flow; tshark
    /// sees ports in the last fragment, and only if it could put the datagram together.
    Fragments,
}

impl Why {
    /// The packets that may differ for this reason, as tshark's filter.
    fn packets(self) -> &'static str {
        match self {
            Self::IcmpQuotes => "(icmp || icmpv6) && (tcp || udp)",
            Self::Fragments => "ip.flags.mf == 1 || ip.frag_offset > 0",
        }
    }
}

const fn same(file: &'static str, filter: &'static str) -> Case {
    Case {
        file,
        filter,
        differs: None,
    }
}

const fn differs(file: &'static str, filter: &'static str, why: Why) -> Case {
    Case {
        file,
        filter,
        differs: Some(why),
    }
}

const CASES: &[Case] = &[
    differs(
        "pcap/bot-scan-test7.pcap",
        "ip.addr == 192.168.0.0/16 && !(udp)",
        Why::IcmpQuotes,
    ),
    differs(
        "pcap/bot-scan-test7.pcap",
        "tcp.port in {23, 2323, 8000..8100}",
        Why::IcmpQuotes,
    ),
    same("pcap/bot-scan-test7.pcap", "arp || icmpv6"),
    same("pcap/bot-scan-test7.pcap", "ip.addr != 192.168.0.0/16"),
    same(
        "pcap/1kxun-lan-broadcast.pcap",
        "udp.port == 1900 or udp.port == 5355",
    ),
    same("pcap/1kxun-lan-broadcast.pcap", "ipv6 && udp"),
    same(
        "pcap/1kxun-lan-broadcast.pcap",
        "tcp.port >= 1024 and tcp.port < 40000",
    ),
    same(
        "pcap/cerber-udp-beacon.pcap",
        "udp.port == 6892 && ip.addr == 10.0.0.0/8",
    ),
    same("pcap/cerber-udp-beacon.pcap", "!(udp.port == 6892)"),
    same(
        "pcap/dce-rpc-mapi.pcap",
        "tcp.port != 445 && tcp.port != 135",
    ),
    same("pcap/dce-rpc-mapi.pcap", "tcp && !(tcp.port in {135, 139})"),
    differs(
        "pcap/ddos-synack-reflection.pcap",
        "tcp.port == 80 || tcp.port == 443",
        Why::IcmpQuotes,
    ),
    same("pcap/ddos-synack-reflection.pcap", "icmp"),
    differs(
        "pcap/ddos-synack-reflection.pcap",
        "ip.proto == 6 || ip.proto == 17",
        Why::IcmpQuotes,
    ),
    differs(
        "pcap/ddos-dns-rrsig-fragmented.pcap",
        "udp.port == 53",
        Why::Fragments,
    ),
    same(
        "pcap/ethereum-peers.pcap",
        "tcp.port == 30303 || udp.port == 30303",
    ),
    same(
        "pcap/igmp-many-groups.pcap",
        "igmp && ip.addr == 224.0.0.0/4",
    ),
    same(
        "pcap/many-protocols.pcap",
        "ip.addr == 10.0.0.0/8 && tcp.port == 443",
    ),
    same("pcap/many-protocols.pcap", "tcp.port == 443"),
    differs(
        "pcap/mercury-mixed-capture2.pcap",
        "tcp.port not in {80, 443} && tcp",
        Why::IcmpQuotes,
    ),
    same(
        "pcap/mercury-mixed-capture2.pcap",
        "ip.addr == 192.168.1.0/24 && udp.port == 53",
    ),
    same(
        "pcap/modbus-mb2.pcap",
        "tcp.port == 502 or tcp.port eq 44818",
    ),
    same("pcap/modbus-mb2.pcap", "eth.addr == ff:ff:ff:ff:ff:ff"),
    differs(
        "pcap/p2p-gnutella.pcap",
        "tcp.port in {6346..6350} || udp.port in {6346..6350}",
        Why::IcmpQuotes,
    ),
    same("pcap/skype-irc.pcap", "tcp.port == 6667"),
    differs(
        "pcap/skype-irc.pcap",
        "not tcp and not udp",
        Why::IcmpQuotes,
    ),
    same("pcap/srvloc-mesh.pcap", "udp.port == 427"),
    same("pcap/tls-many-servers.pcap", "ipv6 && tcp.port == 443"),
    same("pcap/tls-many-servers.pcap", "ip.addr == 192.168.0.0/24"),
    same("encap/vlan-1000.pcapng.gz", "vlan.id in {30..40}"),
    same("encap/vlan-1000.pcapng.gz", "vlan.id"),
    same("encap/qinq.pcap", "vlan"),
    same("encap/solaris.snoop", "arp"),
    same("encap/solaris.snoop", "eth.addr == ff:ff:ff:ff:ff:ff"),
    same("encap/linux-sll.pcap", "ip.addr == 10.0.0.0/8 && tcp"),
    differs(
        "pcapng/dns-server-knot-2213-hosts.pcapng",
        "ipv6.addr == 2000::/3 && udp.port == 53",
        Why::IcmpQuotes,
    ),
    same("pcapng/dns-server-knot-2213-hosts.pcapng", "tcp.port == 53"),
    differs(
        "pcapng/dns-server-knot-2213-hosts.pcapng",
        "udp.port == 53",
        Why::IcmpQuotes,
    ),
    same(
        "pcapng/windows-lab.pcapng.gz",
        "icmp && ip.addr == 192.168.1.0/24",
    ),
    same(
        "pcapng/windows-lab.pcapng.gz",
        "udp.port == 5353 || udp.port == 1900",
    ),
    same(
        "pcapng/wireshark-samples-nrb-isb.pcapng",
        "ip.addr == 224.0.0.0/4",
    ),
    same(
        "pcapng/wireshark-samples-nrb-isb.pcapng",
        "ipv6.addr == fe80::/10",
    ),
    same("pcapng/macgyver-lab.pcapng.gz", "icmpv6 || udp.port == 547"),
    same("encap/raw-ip.pcap", "udp"),
];

fn input(path: &Path) -> Input {
    let file = File::open(path).expect("a capture of the folder");
    Input {
        path: path.display().to_string(),
        size_bytes: file.metadata().ok().map(|data| data.len()),
        reader: Box::new(file),
    }
}

/// Both ends and the protocol, with the ends in a fixed order.
type Key = ([(Address, u16); 2], u16);

fn key(mut ends: [(Address, u16); 2], protocol: Protocol) -> Key {
    ends.sort_unstable();
    (ends, protocol.0)
}

/// Flows of each key, by their time.
fn flows_by_key(table: &FlowTable) -> HashMap<Key, Vec<usize>> {
    let mut flows: HashMap<Key, Vec<usize>> = HashMap::new();
    for flow in 0..table.len() {
        let row = table.flow(flow);
        let client = (table.hosts.address(row.client), row.client_port);
        let server = (table.hosts.address(row.server), row.server_port);
        flows
            .entry(key([client, server], row.protocol))
            .or_default()
            .push(flow);
    }
    flows
}

/// Numbers, from 1 on, of the packets whose flow passes the filter.
fn our_packets(path: &Path, filter: &Filter) -> BTreeSet<u64> {
    let options = ReadOptions::default();
    let traffic =
        read(vec![input(path)], &options, None, &mut |_, _| Wish::GoOn).expect("a capture");
    let table = &traffic.table;
    let visible = filter.evaluate(table, &FilterContext::default());
    let flows = flows_by_key(table);
    let mut fragment_ports = HashMap::new();
    let mut found = BTreeSet::new();
    let mut number = 0;
    let mut capture = Capture::open(vec![input(path)], &options.limits).expect("a capture");
    let decoding = DecodeOptions {
        addresses: options.addresses,
        header_depth: options.limits.header_depth,
    };
    while let Some(frame) = capture.next_frame() {
        number += 1;
        let packet = decode(&frame, &decoding);
        let Some([source, destination]) = packet.endpoints else {
            continue;
        };
        let mut ports = [packet.source_port, packet.destination_port];
        match packet.fragment {
            Fragment::Whole => {}
            Fragment::First(id) => {
                fragment_ports.insert((source, destination, packet.protocol, id), ports);
            }
            Fragment::Later(id) => {
                let datagram = (source, destination, packet.protocol, id);
                ports = fragment_ports.get(&datagram).copied().unwrap_or(ports);
            }
        }
        let ends = [(source, ports[0]), (destination, ports[1])];
        let candidates = flows.get(&key(ends, packet.protocol));
        let is_during =
            |flow: usize, time: Timestamp| (table.first(flow)..=table.last(flow)).contains(&time);
        let mut candidates = candidates.into_iter().flatten();
        let flow = candidates.find(|&&flow| is_during(flow, packet.time));
        if flow.is_some_and(|&flow| visible.contains(flow)) {
            found.insert(number);
        }
    }
    found
}

/// Numbers of the packets that tshark selects.
fn their_packets(path: &Path, filter: &str) -> BTreeSet<u64> {
    let output = Command::new("tshark")
        .args([
            "-n",
            "-T",
            "fields",
            "-e",
            "frame.number",
            "-Y",
            filter,
            "-r",
        ])
        .arg(path)
        .output()
        .expect("tshark runs");
    let text = String::from_utf8(output.stdout).expect("numbers");
    assert!(
        output.status.success(),
        "{filter}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    text.lines()
        .map(|line| line.parse().expect("a number"))
        .collect()
}

#[test]
fn visible_flows_have_the_packets_that_tshark_selects() {
    let folder = std::env::var_os("FLOWLOOM_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let has_tshark = Command::new("tshark").arg("--version").output().is_ok();
    let present: Vec<&Case> = CASES
        .iter()
        .filter(|case| has_tshark && folder.join(case.file).is_file())
        .collect();
    let mut wrong = String::new();
    for case in &present {
        let path = folder.join(case.file);
        let filter = Filter::parse(case.filter).expect(case.filter);
        let (ours, theirs) = (
            our_packets(&path, &filter),
            their_packets(&path, case.filter),
        );
        let different: BTreeSet<u64> = ours.symmetric_difference(&theirs).copied().collect();
        let explained = match case.differs {
            Some(why) => their_packets(&path, why.packets()),
            None => BTreeSet::new(),
        };
        let is_as_said = different.is_subset(&explained)
            && different.is_empty() == case.differs.is_none()
            && !theirs.is_empty();
        if !is_as_said {
            let first: Vec<_> = different.difference(&explained).take(5).collect();
            wrong += &format!(
                "{}: {}: {} packets of ours, {} of tshark's, different for no reason: {first:?}\n",
                case.file,
                case.filter,
                ours.len(),
                theirs.len(),
            );
        }
    }
    let equal = present.iter().filter(|case| case.differs.is_none()).count();
    println!(
        "{} real captures and filters compared with tshark, {equal} equal, the others explained",
        present.len(),
    );
    assert!(wrong.is_empty(), "{wrong}");
}
