//! Is this payload peer-to-peer: BitTorrent, Gnutella, eDonkey, Ethereum, Bitcoin?

use super::bytes::{Segment, be16, be32, le32, u8_at};
use super::{Application, Recognised};

const EDONKEY_TCP_PORTS: [u16; 2] = [4661, 4662];
const EDONKEY_UDP_PORTS: [u16; 2] = [4665, 4672];
const ETHEREUM_PORTS: std::ops::RangeInclusive<u16> = 30301..=30310;
/// What a BitTorrent tracker expects in a first datagram (BEP 15).
const TRACKER_MAGIC: [u8; 8] = [0, 0, 0x04, 0x17, 0x27, 0x10, 0x19, 0x80];

/// BitTorrent's handshake (BEP 3); strong.
pub(super) fn bittorrent<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    if segment.bytes.starts_with(b"\x13BitTorrent protocol") {
        return Recognised::plain(Application::BitTorrent);
    }
    None
}

/// BitTorrent's distributed hash table (BEP 5), tracker (BEP 15) and the opening of its transport
/// (uTP, BEP 29); strong.
pub(super) fn bittorrent_datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    match bytes {
        [
            b'd',
            b'1',
            b':',
            b'a',
            b'd',
            b'2',
            b':',
            b'i',
            b'd',
            b'2',
            b'0',
            b':',
            ..,
        ] => Recognised::client(Application::BitTorrent),
        [
            b'd',
            b'1',
            b':',
            b'r',
            b'd',
            b'2',
            b':',
            b'i',
            b'd',
            b'2',
            b'0',
            b':',
            ..,
        ]
        | [b'd', b'1', b':', b'e', b'l', b'i', b'2', ..]
        | [b'd', b'2', b':', b'i', b'p', b'6', b':', ..] => {
            Recognised::server(Application::BitTorrent)
        }
        // The tracker's first request: magic, action 0, transaction.
        _ if bytes.starts_with(&TRACKER_MAGIC) => {
            let is_connect = bytes.len() == 16 && be32(bytes, 8) == Some(0);
            if is_connect {
                Recognised::client(Application::BitTorrent)
            } else {
                None
            }
        }
        // Type 4 of version 1, no extensions: no delay measured and nothing acknowledged yet.
        [0x41, 0, ..] if bytes.len() == 20 => {
            let is_opening = be32(bytes, 8) == Some(0) && be16(bytes, 18) == Some(0);
            if is_opening {
                Recognised::client(Application::BitTorrent)
            } else {
                None
            }
        }
        [0x13, rest @ ..] if rest.starts_with(b"BitTorrent protocol") => {
            Recognised::plain(Application::BitTorrent)
        }
        _ => None,
    }
}

/// Gnutella's handshake lines (version 0.4 and 0.6); strong.
pub(super) fn gnutella<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if bytes.starts_with(b"GNUTELLA CONNECT/") {
        return Recognised::client(Application::Gnutella);
    }
    if bytes.starts_with(b"GNUTELLA/0.6 ") || bytes.starts_with(b"GNUTELLA OK") {
        return Recognised::plain(Application::Gnutella);
    }
    if is_descriptor(bytes) {
        Recognised::plain(Application::Gnutella)
    } else {
        None
    }
}

/// Gnutella in datagrams: a descriptor, or the reliable layer that opens with `GND`; strong.
pub(super) fn gnutella_datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    // Flags, then sequence, fragment number and count.
    let is_reliable = matches!(
        bytes,
        [b'G', b'N', b'D', 0..=0x1f, _, _, 1..=64, 0..=64, ..]
    );
    if is_reliable || is_descriptor(bytes) {
        Recognised::plain(Application::Gnutella)
    } else {
        None
    }
}

/// Whether the bytes are one descriptor: identifier, type, time to live, hops, exact length. Where
/// the length is no evidence, because it is zero, byte 8 of the identifier has to be the mark of
/// version 0.6. The hash table (type 0x44) has a version instead of time to live and hops.
fn is_descriptor(bytes: &[u8]) -> bool {
    let Some(length) = le32(bytes, 19) else {
        return false;
    };
    if length as usize + 23 != bytes.len() {
        return false;
    }
    let is_marked = u8_at(bytes, 8) == Some(0xff);
    match bytes.get(16..19) {
        Some(
            [
                0 | 1 | 2 | 0x30 | 0x31 | 0x32 | 0x40 | 0x80 | 0x81,
                ttl,
                hops,
            ],
        ) => (is_marked || length > 0) && (1..=16).contains(ttl) && *hops <= 16,
        Some([0x44, 0, 0..=9]) => true,
        _ => false,
    }
}

/// eDonkey over a stream: a marker and a length that is exact. A client's hello is strong, other
/// messages weak.
pub(super) fn edonkey<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[0xe3 | 0xc5 | 0xd4, _, _, _, _, code, size, ..] = bytes else {
        return None;
    };
    let is_exact = le32(bytes, 1)? as usize + 5 == bytes.len();
    // Hello, and the length of the hash that follows.
    let is_hello = code == 1 && size == 16 && bytes.len() > 30;
    if is_exact && (is_hello || segment.on_any(&EDONKEY_TCP_PORTS)) {
        return Recognised::said(Application::Edonkey, is_hello.then_some(true));
    }
    None
}

/// eDonkey and Kademlia datagrams by their marker and opcode; weak.
pub(super) fn edonkey_datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    // Opcodes of servers, clients and Kademlia; compressed messages begin as zlib does.
    let is_message = segment.on_any(&EDONKEY_UDP_PORTS)
        && matches!(
            segment.bytes,
            [0xe3, 0x90..=0xa9, ..]
                | [0xc5, 0x90..=0x97 | 0xff, ..]
                | [0xe4, 0..=0x62, ..]
                | [0xe5, 0..=0x62, 0x78, ..]
        );
    if is_message {
        Recognised::plain(Application::Edonkey)
    } else {
        None
    }
}

/// Ethereum's discovery (devp2p discv4): hash, signature with its recovery bit, type, and an RLP
/// list whose first element suits the type: strong. Version 5 is masked and left to the port.
pub(super) fn ethereum_discovery<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    // Hash 32, signature 64 and 1, type 1.
    let &[0 | 1, kind @ 1..=6, list @ 0xc1..=0xff, ..] = segment.bytes.get(96..)? else {
        return None;
    };
    let data = segment.bytes.get(98..)?;
    let stated = match list {
        ..=0xf7 => 1 + usize::from(list - 0xc0),
        0xf8 => 2 + usize::from(u8_at(data, 1)?),
        0xf9 => 3 + usize::from(be16(data, 1)?),
        _ => return None,
    };
    // The first element: a version, an address, a key of 64 bytes, nodes, a time, a hash.
    let first = u8_at(
        data,
        match list {
            0xf8 => 2,
            0xf9 => 3,
            _ => 1,
        },
    )?;
    let is_element = match kind {
        1 => matches!(first, 3..=5),
        3 => first == 0xb8,
        5 => first == 0x84,
        6 => first == 0xa0,
        _ => first >= 0xc0,
    };
    // Newer nodes may add bytes (EIP-8), but not many.
    let fits = stated <= data.len() && data.len() - stated <= 64 && stated >= 6;
    if !fits || !is_element {
        return None;
    }
    Recognised::said(Application::Ethereum, Some(matches!(kind, 1 | 3 | 5)))
}

/// Ethereum's transport handshake (RLPx): with its length (EIP-8) and an uncompressed key, strong;
/// the older form of fixed size, weak.
pub(super) fn ethereum<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let on_port =
        ETHEREUM_PORTS.contains(&segment.source) || ETHEREUM_PORTS.contains(&segment.destination);
    let is_sized = match bytes {
        [1..=3, _, 4, ..] => usize::from(be16(bytes, 0)?) + 2 == bytes.len() && bytes.len() >= 194,
        _ => false,
    };
    let is_old = on_port && u8_at(bytes, 0) == Some(4) && matches!(bytes.len(), 210 | 307);
    if is_sized || is_old {
        Recognised::plain(Application::Ethereum)
    } else {
        None
    }
}

/// Bitcoin by its network's magic and a command in letters (Bitcoin developer reference); strong.
pub(super) fn bitcoin<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    // Main network, test networks 3 and 4, regression test, signet.
    if !matches!(
        be32(bytes, 0)?,
        0xf9be_b4d9 | 0x0b11_0907 | 0x1c16_3f28 | 0xfabf_b5da | 0x0a03_cf40
    ) {
        return None;
    }
    let command = bytes.get(4..16)?;
    let letters = command
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        .count();
    let is_padded = command.get(letters..)?.iter().all(|&byte| byte == 0);
    if letters > 0 && is_padded {
        Recognised::plain(Application::Bitcoin)
    } else {
        None
    }
}
