//! How do tests say which packets they mean?
//!
//! A [`Sent`] is a packet that owns its payload, written from left to right:
//! `tcp("10.0.0.1:40000", "10.0.0.2:80").flags(SYN).len(60).at(1)`.
//! [`assemble`] makes flows of some, and [`describe`] writes a flow as one line of text.

#![allow(dead_code, reason = "each test file uses a part")]

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use flowloom::capture::{Address, Fragment, NoteKind, Packet, Protocol, Tunnel};
use flowloom::flow::{Assembled, Assembler, FlowTable, NO_CODE, Place, ReadOptions};
use flowloom::units::{NANOS_PER_SECOND, Timestamp};

pub const FIN: u8 = 0x01;
pub const SYN: u8 = 0x02;
pub const RST: u8 = 0x04;
pub const ACK: u8 = 0x10;

/// Nanoseconds of the time 0 of [`Sent::at`]: 2023-11-14 22:13:20 UTC.
pub const START: i64 = 1_700_000_000 * NANOS_PER_SECOND;

/// A packet as a test sees it.
#[derive(Clone, Debug)]
pub struct Sent {
    pub time: i64,
    pub len: u32,
    pub endpoints: Option<[Address; 2]>,
    pub macs: Option<[Address; 2]>,
    pub outer_protocol: Option<Protocol>,
    pub protocol: Protocol,
    pub ports: [u16; 2],
    pub flags: u8,
    pub vlan: Option<u16>,
    pub fragment: Fragment,
    pub tunnel: Option<Tunnel>,
    pub payload: Vec<u8>,
    pub damage: Option<NoteKind>,
}

/// An address from its text: IPv4, IPv6 or MAC.
pub fn address(text: &str) -> Address {
    match text.parse() {
        Ok(IpAddr::V4(ip)) => Address::V4(ip.octets()),
        Ok(IpAddr::V6(ip)) => Address::V6(ip.octets()),
        Err(_) => {
            let bytes: Vec<u8> = text
                .split(':')
                .map(|byte| u8::from_str_radix(byte, 16).expect("a MAC address"))
                .collect();
            Address::Mac(bytes.try_into().expect("six bytes"))
        }
    }
}

fn end(text: &str) -> (Address, u16) {
    let socket: SocketAddr = text.parse().expect("address:port");
    (address(&socket.ip().to_string()), socket.port())
}

fn sent(protocol: Protocol, ends: [(Address, u16); 2]) -> Sent {
    Sent {
        time: START,
        len: 100,
        endpoints: Some(ends.map(|end| end.0)),
        macs: None,
        outer_protocol: None,
        protocol,
        ports: ends.map(|end| end.1),
        flags: 0,
        vlan: None,
        fragment: Fragment::Whole,
        tunnel: None,
        payload: Vec::new(),
        damage: None,
    }
}

/// A TCP segment with ACK set, from `address:port` to `address:port`.
pub fn tcp(source: &str, destination: &str) -> Sent {
    sent(Protocol::TCP, [end(source), end(destination)]).flags(ACK)
}

/// A UDP datagram.
pub fn udp(source: &str, destination: &str) -> Sent {
    sent(Protocol::UDP, [end(source), end(destination)])
}

/// A packet of a protocol without ports, between addresses of any kind.
pub fn plain(protocol: Protocol, source: &str, destination: &str) -> Sent {
    sent(protocol, [(address(source), 0), (address(destination), 0)])
}

impl Sent {
    pub fn flags(mut self, flags: u8) -> Self {
        self.flags = flags;
        self
    }

    pub fn len(mut self, len: u32) -> Self {
        self.len = len;
        self
    }

    /// Seconds after [`START`].
    pub fn at(mut self, seconds: i64) -> Self {
        self.time = START + seconds * NANOS_PER_SECOND;
        self
    }

    pub fn payload(mut self, payload: impl Into<Vec<u8>>) -> Self {
        self.payload = payload.into();
        self
    }

    pub fn vlan(mut self, vlan: u16) -> Self {
        self.vlan = Some(vlan);
        self
    }

    pub fn macs(mut self, source: &str, destination: &str) -> Self {
        self.macs = Some([address(source), address(destination)]);
        self
    }

    pub fn first_fragment(mut self, identification: u32) -> Self {
        self.fragment = Fragment::First(identification);
        self
    }

    /// A later fragment, which has no ports.
    pub fn later_fragment(mut self, identification: u32) -> Self {
        self.fragment = Fragment::Later(identification);
        self.ports = [0, 0];
        self
    }

    /// A frame that shows no addresses.
    pub fn without_endpoints(mut self, damage: NoteKind) -> Self {
        self.endpoints = None;
        self.damage = Some(damage);
        self
    }

    pub fn packet(&self) -> Packet<'_> {
        Packet {
            time: Timestamp(self.time),
            original_len: self.len,
            endpoints: self.endpoints,
            macs: self.macs,
            outer_protocol: self.outer_protocol.unwrap_or(self.protocol),
            protocol: self.protocol,
            source_port: self.ports[0],
            destination_port: self.ports[1],
            tcp_flags: self.flags,
            vlan: self.vlan,
            fragment: self.fragment,
            tunnel: self.tunnel,
            payload: &self.payload,
            damage: self.damage,
        }
    }
}

/// An assembler that was given these packets, all from one input.
pub fn assembler(packets: &[Sent], options: &ReadOptions) -> Assembler {
    let mut assembler = Assembler::new(options);
    for (offset, sent) in packets.iter().enumerate() {
        assembler.add(
            &sent.packet(),
            Place {
                input: 0,
                offset: offset as u64,
            },
        );
    }
    assembler
}

/// The flows that these packets make.
pub fn assemble(packets: &[Sent], options: &ReadOptions) -> Assembled {
    assembler(packets, options).finish()
}

/// One flow as text: client, server, protocol, application, both directions, why. What is absent
/// is left out.
pub fn describe(table: &FlowTable, flow: usize) -> String {
    let row = table.flow(flow);
    let end = |code: u32, port: u16| match table.hosts.address(code) {
        address if !row.protocol.has_ports() => address.to_string(),
        Address::V6(bytes) => SocketAddr::from((bytes, port)).to_string(),
        address => format!("{address}:{port}"),
    };
    let (client, server) = (
        end(row.client, row.client_port),
        end(row.server, row.server_port),
    );
    let protocol = row.protocol.name();
    let mut text = format!("{client} > {server} {protocol}");
    let mut add = |part: std::fmt::Arguments<'_>| write!(text, " {part}").expect("to a string");
    if row.application.code() != 0 {
        add(format_args!(
            "{} by {:?}",
            row.application.key(),
            row.evidence
        ));
    }
    if let Some(name) = row.name {
        add(format_args!("name={}", table.names.name(name)));
    }
    if let Some(vlan) = row.vlan {
        add(format_args!("vlan={vlan}"));
    }
    if table.columns.client_mac[flow] != NO_CODE {
        add(format_args!(
            "mac={}",
            table.hosts.address(table.columns.client_mac[flow])
        ));
    }
    let ([sent, received], [sent_bytes, received_bytes]) = (row.packets, row.bytes);
    add(format_args!(
        "packets={sent}/{received} bytes={sent_bytes}/{received_bytes}"
    ));
    if row.flags != [0, 0] {
        add(format_args!(
            "flags={:02x}/{:02x}",
            row.flags[0], row.flags[1]
        ));
    }
    let second = |time: Timestamp| (time.nanos() - START) as f64 / 1e9;
    add(format_args!(
        "time={}..{}",
        second(row.span.first),
        second(row.span.last)
    ));
    add(format_args!(
        "{} {}%",
        row.direction_reason.label(),
        row.direction_confidence
    ));
    text
}

/// All flows, one a line.
pub fn describe_all(table: &FlowTable) -> String {
    (0..table.len())
        .map(|flow| describe(table, flow) + "\n")
        .collect()
}
