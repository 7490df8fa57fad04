//! Do real captures show what another tool sees in them?
//!
//! Reads the shared captures where they are present (`FLOWLOOM_DATA`, by default `../shared/data`)
//! and compares the packets recognised by payload with the frames that Wireshark 4.0 dissects, with
//! its reassembly off. Protocols over TCP are compared by presence only: Wireshark counts every
//! segment of a conversation that it knows, recognition looks at each payload by itself.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use flowloom::capture::Application::{self, *};
use flowloom::capture::applications::{host_names, recognise};
use flowloom::capture::decode::{DecodeOptions, decode};
use flowloom::capture::{Capture, Input, ReadLimits};

/// What was recognised in one capture.
#[derive(Debug, Default)]
struct Seen {
    packets: BTreeMap<Application, usize>,
    /// Server names asked for.
    servers: usize,
    /// Names stated for addresses.
    hosts: usize,
}

/// Where the shared captures are, if they are.
fn folder() -> Option<PathBuf> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").into();
    let folder = PathBuf::from(std::env::var_os("FLOWLOOM_DATA").unwrap_or(default));
    folder.is_dir().then_some(folder)
}

/// Recognises each packet of a capture by itself.
fn read(path: &Path) -> Option<Seen> {
    let reader = Box::new(File::open(path).ok()?);
    let input = Input {
        path: path.display().to_string(),
        size_bytes: None,
        reader,
    };
    let mut capture = Capture::open(vec![input], &ReadLimits::default()).ok()?;
    let mut seen = Seen::default();
    while let Some(frame) = capture.next_frame() {
        let packet = decode(&frame, &DecodeOptions::default());
        let Some(recognised) = recognise(&packet) else {
            continue;
        };
        *seen.packets.entry(recognised.application).or_default() += 1;
        seen.servers += usize::from(recognised.name.is_some());
        host_names(&packet, recognised.application, &mut |_, _, _| {
            seen.hosts += 1
        });
    }
    Some(seen)
}

/// A capture, the frames of each protocol that Wireshark counts, and the protocols that are only
/// compared by presence. There must be no others.
type Expected = (
    &'static str,
    &'static [(Application, usize)],
    &'static [Application],
);

#[rustfmt::skip]
const EXPECTED: [Expected; 21] = [
    ("pcap/1kxun-lan-broadcast.pcap", &[(Dns, 17), (Mdns, 1), (Llmnr, 91), (Nbns, 26), (NbDatagram, 5), (Dhcp, 24), (Dhcpv6, 10), (Ntp, 1), (Ssdp, 143)], &[Tls, Http]),
    ("pcap/bacnet-site.pcap", &[(Bacnet, 3257)], &[]),
    ("pcap/bot-scan-test7.pcap", &[(Dns, 66), (Mdns, 87), (Dhcp, 103), (Ntp, 136)], &[Ssh]),
    ("pcap/cerber-udp-beacon.pcap", &[(Dns, 4)], &[Http]),
    ("pcap/ddos-tcp-syn-dominate.pcap", &[], &[]),
    ("pcap/dhcp-flood.pcap", &[(Dhcp, 500)], &[]),
    ("pcap/many-protocols.pcap", &[(Dns, 252), (Dhcpv6, 2), (Ssdp, 14), (Rip, 1)], &[Tls, Http]),
    ("pcap/mercury-mixed-capture2.pcap", &[(Dns, 781), (Llmnr, 4), (Nbns, 24), (NbDatagram, 6), (DceRpc, 2), (BitTorrent, 14), (Dhcp, 279), (Dhcpv6, 18), (Ntp, 2), (Ssdp, 4)], &[Tls, Http, Smtp, Irc, Pptp, Bgp, Teredo]),
    ("pcap/modbus-mb2.pcap", &[(EtherNetIp, 1998)], &[Modbus, S7, MsSql, DceRpc, Smb, NbSession]),
    ("pcap/skype-irc.pcap", &[(Dns, 707), (DceRpc, 2)], &[Irc, Tls, Http]),
    ("pcap/srvloc-mesh.pcap", &[(Slp, 629)], &[]),
    ("pcap/tls-many-servers.pcap", &[], &[Tls]),
    ("pcapng/macgyver-lab.pcapng.gz", &[(Dns, 176), (Mdns, 91), (Llmnr, 151), (Nbns, 32), (NbDatagram, 2), (Dhcpv6, 126), (Ntp, 9), (Ssdp, 256), (Kerberos, 74), (Smb, 94), (DceRpc, 110)], &[Tls, Http, Ldap]),
    ("pcapng/quic-out-of-order.pcapng", &[(Quic, 179)], &[]),
    ("pcapng/windows-lab.pcapng.gz", &[(Dns, 216), (Mdns, 12), (Nbns, 32), (NbDatagram, 3), (Ntp, 2), (Kerberos, 10), (Smb, 93), (DceRpc, 26)], &[Tls, Http, Ldap]),
    ("pcapng/wireshark-samples-nrb-isb.pcapng", &[(Dns, 54), (Mdns, 206), (NbDatagram, 8), (Dhcpv6, 6), (Ntp, 2), (Ssdp, 1021), (Teredo, 13), (NbSession, 5)], &[]),
    ("encap/geneve-47101.pcap", &[(Geneve, 24)], &[]),
    ("encap/solaris.snoop", &[(Nbns, 32), (NbDatagram, 15), (Tftp, 1), (Dhcp, 2), (SunRpc, 4)], &[]),
    ("encap/vxlan-http.pcap", &[(Vxlan, 12)], &[]),
    ("netflow/export-ipfix-sll.pcap", &[(NetFlow, 43)], &[]),
    ("netflow/export-sflow.pcap", &[(SFlow, 1)], &[]),
];

#[test]
fn captures_agree_with_wireshark() {
    let Some(folder) = folder() else {
        println!("no shared captures: 0 of {} used", EXPECTED.len());
        return;
    };
    let mut used = 0;
    for (path, counted, present) in EXPECTED {
        let Some(seen) = read(&folder.join(path)) else {
            continue;
        };
        used += 1;
        let mut packets = seen.packets;
        for application in present {
            assert!(
                packets.remove(application).is_some(),
                "{path}: no {application:?}"
            );
        }
        assert_eq!(packets, counted.iter().copied().collect(), "{path}");
    }
    println!("{used} of {} captures used", EXPECTED.len());
}

#[test]
fn captures_name_servers_and_hosts() {
    let Some(folder) = folder() else { return };
    // Wireshark's frames with a server name or Host that is a name, and address records in answers.
    for (path, servers, hosts) in [
        ("pcap/tls-many-servers.pcap", 323, 0),
        ("pcap/many-protocols.pcap", 172, 362),
        ("pcapng/windows-lab.pcapng.gz", 320, 196),
    ] {
        let Some(seen) = read(&folder.join(path)) else {
            continue;
        };
        assert_eq!((seen.servers, seen.hosts), (servers, hosts), "{path}");
    }
}
