//! Is this payload file sharing or its directory: SMB, NetBIOS, NFS, TFTP, LDAP, Kerberos, DCE/RPC?

use super::bytes::{Segment, be16, be32, ber_element, is_text, le16, starts_with_any_case, u8_at};
use super::names::is_netbios_name;
use super::{Application, Recognised};

const NBSS_PORT: u16 = 139;
const NBDGM_PORT: u16 = 138;
const SMB_PORT: u16 = 445;
const LDAP_PORTS: [u16; 2] = [389, 3268];
const RPC_PORT: u16 = 111;
const NFS_PORT: u16 = 2049;

/// SMB inside a NetBIOS session message (MS-SMB, MS-SMB2), strong; session control (RFC 1002,
/// 4.3), strong for a request and weak for the rest.
pub(super) fn session<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    match bytes {
        [0, _, _, _, 0xff, b'S', b'M', b'B', ..] => Recognised::said(
            Application::Smb,
            u8_at(bytes, 13).map(|flags| flags & 0x80 == 0),
        ),
        [0, _, _, _, 0xfe, b'S', b'M', b'B', ..] => Recognised::said(
            Application::Smb,
            u8_at(bytes, 20).map(|flags| flags & 1 == 0),
        ),
        // Encrypted and compressed messages.
        [0, _, _, _, 0xfd | 0xfc, b'S', b'M', b'B', ..] => {
            Recognised::said(Application::Smb, segment.client_of(SMB_PORT))
        }
        // A request holds two encoded names of 34 bytes.
        [0x81, 0, 0, 0x44, 0x20, ..] => Recognised::client(Application::NbSession),
        [0x82, 0, 0, 0] | [0x83, 0, 0, 1, ..] if segment.on(NBSS_PORT) => {
            Recognised::server(Application::NbSession)
        }
        [0x85, 0, 0, 0] if segment.on(NBSS_PORT) => Recognised::plain(Application::NbSession),
        [0x85, 0, 0, 0] if segment.on(SMB_PORT) => Recognised::plain(Application::Smb),
        _ => None,
    }
}

/// A NetBIOS datagram (RFC 1002, 4.4): type, flags, and an encoded name at its place; weak.
pub(super) fn netbios_datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if !segment.on(NBDGM_PORT) {
        return None;
    }
    let name_at = match bytes {
        [0x10..=0x12, 0..=0x1f, ..] => 14,
        [0x14..=0x16, 0..=0x1f, ..] => 10,
        _ => return None,
    };
    if is_netbios_name(bytes, name_at) {
        Recognised::plain(Application::NbDatagram)
    } else {
        None
    }
}

/// Sun RPC over a stream: a record mark (RFC 5531, 11), then a message.
pub(super) fn rpc_stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let mark = be32(segment.bytes, 0)?;
    // The last fragment of a record of up to a megabyte, and at least a reply's header.
    if mark & 0x8000_0000 == 0 || !(24..=0x10_0000).contains(&(mark & 0x7fff_ffff)) {
        return None;
    }
    rpc(&segment.with_bytes(segment.bytes.get(4..)?))
}

/// Sun RPC (RFC 5531): calls of registered programs are strong, replies weak. NFS and the programs
/// that only serve it (mount, locks, status) count as NFS.
pub(super) fn rpc<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    match be32(bytes, 4)? {
        0 => {
            let (version, program) = (be32(bytes, 8)?, be32(bytes, 12)?);
            let is_call = version == 2
                && (100_000..=100_999).contains(&program)
                && be32(bytes, 16)? <= 16
                && be32(bytes, 20)? <= 256;
            let application = match program {
                100_003 | 100_005 | 100_021 | 100_024 | 100_227 => Application::Nfs,
                _ => Application::SunRpc,
            };
            if is_call {
                Recognised::client(application)
            } else {
                None
            }
        }
        1 => {
            let application = match (segment.on(NFS_PORT), segment.on(RPC_PORT)) {
                (true, _) => Application::Nfs,
                (_, true) => Application::SunRpc,
                _ => return None,
            };
            let is_reply = be32(bytes, 8)? <= 1 && be32(bytes, 12)? <= 6;
            if is_reply {
                Recognised::server(application)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// A TFTP request (RFC 1350): code, file name, mode; strong. Data goes between other ports.
pub(super) fn tftp<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let [0, 1 | 2, rest @ ..] = segment.bytes else {
        return None;
    };
    let rest = rest.get(..512).unwrap_or(rest);
    let end = memchr::memchr(0, rest)?;
    let (name, mode) = (rest.get(..end)?, rest.get(end + 1..)?);
    let modes: [&[u8]; 3] = [b"octet\0", b"netascii\0", b"mail\0"];
    let is_request = !name.is_empty()
        && is_text(name)
        && modes.iter().any(|known| starts_with_any_case(mode, known));
    if is_request {
        Recognised::client(Application::Tftp)
    } else {
        None
    }
}

/// LDAP (RFC 4511) and its connectionless form: an envelope of message number and operation. Weak,
/// but a bind of version 2 or 3 is strong.
pub(super) fn ldap<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let (message, length) = ber_element(bytes, 0, 0x30)?;
    let (number, number_length) = ber_element(bytes, message, 0x02)?;
    let operation = number + number_length;
    if number_length == 0 || number_length > 4 || length < number_length + 4 {
        return None;
    }
    let tag = u8_at(bytes, operation)?;
    let from_client = match tag {
        // Bind, unbind, search, modify, add, delete, rename, compare, abandon, extended.
        0x60 | 0x42 | 0x63 | 0x66 | 0x68 | 0x4a | 0x6c | 0x6e | 0x50 | 0x77 => true,
        0x61 | 0x64 | 0x65 | 0x67 | 0x69 | 0x6b | 0x6d | 0x6f | 0x73 | 0x78 | 0x79 => false,
        _ => return None,
    };
    let is_bind = tag == 0x60
        && ber_element(bytes, operation, 0x60)
            .is_some_and(|(body, _)| matches!(bytes.get(body..), Some([2, 1, 2 | 3, 4, ..])));
    if is_bind || segment.on_any(&LDAP_PORTS) {
        Recognised::said(Application::Ldap, Some(from_client))
    } else {
        None
    }
}

/// Kerberos over a stream: a length (RFC 4120, 7.2.2), then a message.
pub(super) fn kerberos_stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    // The top byte of the length is zero and the message begins with its application tag.
    if u8_at(segment.bytes, 0)? != 0 {
        return None;
    }
    kerberos(&segment.with_bytes(segment.bytes.get(4..)?))
}

/// Kerberos (RFC 4120): an application tag, a sequence, and version 5 as the first element; strong.
pub(super) fn kerberos<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let tag = u8_at(bytes, 0)?;
    let from_client = match tag {
        0x6a | 0x6c | 0x6e => Some(true),
        0x6b | 0x6d | 0x6f | 0x7e => Some(false),
        0x74 | 0x75 => None,
        _ => return None,
    };
    let (sequence, _) = ber_element(bytes, 0, tag)?;
    let (body, _) = ber_element(bytes, sequence, 0x30)?;
    // Requests for tickets number their elements from one, all other messages from zero.
    let is_version_5 = match tag {
        0x6a | 0x6c => matches!(bytes.get(body..), Some([0xa1, 3, 2, 1, 5, ..])),
        _ => matches!(bytes.get(body..), Some([0xa0, 3, 2, 1, 5, ..])),
    };
    if is_version_5 {
        Recognised::said(Application::Kerberos, from_client)
    } else {
        None
    }
}

/// DCE/RPC over a stream (C706, 12.6.3): version 5.0 or 5.1, a known type, a data representation
/// that exists, a fragment length that holds the header; strong.
pub(super) fn dce_rpc<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[
        5,
        0 | 1,
        kind @ 0..=19,
        _,
        order @ (0 | 0x10),
        0..=3,
        0,
        0,
        ..,
    ] = bytes
    else {
        return None;
    };
    let length = if order == 0 {
        be16(bytes, 8)?
    } else {
        le16(bytes, 8)?
    };
    if length < 16 {
        return None;
    }
    let from_client = match kind {
        0 | 11 | 14 | 16 | 17..=19 => Some(true),
        2 | 3 | 12 | 13 | 15 => Some(false),
        _ => None,
    };
    Recognised::said(Application::DceRpc, from_client)
}

/// DCE/RPC over datagrams (C706, 12.5): version 4, a known type, an interface, and an exact
/// length; strong.
pub(super) fn dce_rpc_datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[4, kind @ 0..=10, _, _, order @ (0 | 0x10), 0..=3, 0, ..] = bytes else {
        return None;
    };
    let length = if order == 0 {
        be16(bytes, 74)?
    } else {
        le16(bytes, 74)?
    };
    // Zeros are not a message: an interface has to be named.
    let has_interface = bytes.get(24..40)?.iter().any(|&byte| byte != 0);
    if usize::from(length) + 80 != bytes.len() || !has_interface {
        return None;
    }
    let from_client = match kind {
        0 | 1 | 7 | 8 => Some(true),
        _ => Some(false),
    };
    Recognised::said(Application::DceRpc, from_client)
}
