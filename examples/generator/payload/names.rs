//! Names: messages of the Domain Name System (RFC 1035), which multicast DNS (RFC 6762), LLMNR
//! (RFC 4795) and, in their own spelling, NetBIOS names (RFC 1002) share.

use std::net::IpAddr;

/// Record types.
pub const A: u16 = 1;
pub const PTR: u16 = 12;
pub const MX: u16 = 15;
pub const AAAA: u16 = 28;
pub const SRV: u16 = 33;
pub const NB: u16 = 32;

/// Header flags.
pub const QUERY: u16 = 0x0100;
pub const ANSWER: u16 = 0x8180;
pub const NO_SUCH_NAME: u16 = 0x8183;
pub const MULTICAST_ANSWER: u16 = 0x8400;

/// A record of an answer.
#[derive(Clone, Debug)]
pub struct Record {
    pub name: String,
    pub kind: u16,
    pub seconds: u32,
    pub data: Vec<u8>,
}

impl Record {
    /// The address of a name.
    pub fn address(name: &str, address: IpAddr) -> Self {
        let (kind, data) = match address {
            IpAddr::V4(address) => (A, address.octets().to_vec()),
            IpAddr::V6(address) => (AAAA, address.octets().to_vec()),
        };
        Self {
            name: name.to_owned(),
            kind,
            seconds: 300,
            data,
        }
    }

    /// A pointer from one name to another.
    pub fn pointer(name: &str, target: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: PTR,
            seconds: 4500,
            data: encoded(target),
        }
    }

    /// A mail exchanger.
    pub fn mail(name: &str, target: &str) -> Self {
        let mut data = vec![0, 10];
        data.extend(encoded(target));
        Self {
            name: name.to_owned(),
            kind: MX,
            seconds: 3600,
            data,
        }
    }

    /// A service's host and port.
    pub fn service(name: &str, port: u16, target: &str) -> Self {
        let mut data = vec![0, 0, 0, 0];
        data.extend(port.to_be_bytes());
        data.extend(encoded(target));
        Self {
            name: name.to_owned(),
            kind: SRV,
            seconds: 120,
            data,
        }
    }
}

/// A message with one question (where there is one) and its answers. An answer for the name that
/// was asked points back to the question.
pub fn message(id: u16, flags: u16, question: Option<(&str, u16)>, answers: &[Record]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(id.to_be_bytes());
    out.extend(flags.to_be_bytes());
    out.extend(u16::from(question.is_some()).to_be_bytes());
    out.extend((answers.len() as u16).to_be_bytes());
    out.extend([0; 4]);
    if let Some((name, kind)) = question {
        out.extend(encoded(name));
        out.extend(kind.to_be_bytes());
        out.extend([0, 1]);
    }
    for record in answers {
        match question {
            Some((asked, _)) if asked == record.name => out.extend([0xC0, 12]),
            _ => out.extend(encoded(&record.name)),
        }
        out.extend(record.kind.to_be_bytes());
        out.extend([0, 1]);
        out.extend(record.seconds.to_be_bytes());
        out.extend((record.data.len() as u16).to_be_bytes());
        out.extend(&record.data);
    }
    out
}

/// A name as labels with their lengths.
pub fn encoded(name: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len() + 2);
    for label in name.split('.').filter(|label| !label.is_empty()) {
        out.push(label.len() as u8);
        out.extend(label.as_bytes());
    }
    out.push(0);
    out
}

/// A NetBIOS name in its first-level encoding: padded to 15 letters, a suffix, two letters each.
pub fn netbios(name: &str, suffix: u8) -> String {
    let mut letters = format!("{name:<15}").into_bytes();
    letters.push(suffix);
    letters
        .iter()
        .flat_map(|byte| [b'A' + (byte >> 4), b'A' + (byte & 15)])
        .map(char::from)
        .collect()
}

/// A NetBIOS name query or registration (with the address it claims), broadcast.
pub fn netbios_message(id: u16, name: &str, claims: Option<IpAddr>) -> Vec<u8> {
    let coded = netbios(name, 0);
    let mut out = id.to_be_bytes().to_vec();
    let registers = claims.is_some();
    out.extend(if registers {
        [0x29, 0x10]
    } else {
        [0x01, 0x10]
    });
    out.extend([0, 1, 0, 0, 0, 0, 0, u8::from(registers)]);
    out.extend(encoded(&coded));
    out.extend([0, NB as u8, 0, 1]);
    if let Some(IpAddr::V4(address)) = claims {
        out.extend([0xC0, 12, 0, NB as u8, 0, 1]);
        out.extend(300_000_u32.to_be_bytes());
        out.extend([0, 6, 0, 0]);
        out.extend(address.octets());
    }
    out
}
