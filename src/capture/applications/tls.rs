//! Is this payload TLS or DTLS, and which server does the client ask for?
//!
//! Records of SSL 3.0 to TLS 1.3 (RFC 8446), the SSL 2.0 form of a client's hello (RFC 5246, E.2)
//! and DTLS (RFC 9147). A record's content type, version and length are four bytes of evidence and
//! stand alone; a hello is walked field by field.
//!
//! The walk is by hand where `tls-parser` wants the whole hello: large hellos are split over
//! segments, and the server name is then usually in the first. The contents of the two extensions
//! read here go through that crate.

use std::borrow::Cow;

use tls_parser::{TlsExtension, parse_tls_extension_alpn_content, parse_tls_extension_sni_content};

use super::bytes::{Segment, be16, be24, u8_at};
use super::host_name;
use super::{Application, NameOrigin, Recognised};

/// Longest record: 2^14 bytes and the expansion that TLS 1.2 allows (RFC 5246, 6.2.3).
const MAX_RECORD_BYTES: usize = (1 << 14) + 2048;
/// Extensions looked at in one hello; there are under sixty kinds, each may occur once.
const MAX_EXTENSIONS: usize = 64;
const CLIENT_HELLO: u8 = 1;
const SERVER_HELLO: u8 = 2;
const EXTENSION_SERVER_NAME: u16 = 0;
const EXTENSION_ALPN: u16 = 16;

/// Recognises TLS over a stream; strong, any port.
pub(super) fn stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[content, 3, 0..=4, high, low, ..] = bytes else {
        return ssl2_hello(bytes);
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let end = 5 + length;
    if length == 0 || length > MAX_RECORD_BYTES || !continues(bytes, end) {
        return None;
    }
    match content {
        // Change cipher spec is one byte of value 1.
        0x14 if length == 1 && u8_at(bytes, 5) == Some(1) => Recognised::plain(Application::Tls),
        // An alert: level and description, or encrypted.
        0x15 => match (length, u8_at(bytes, 5), u8_at(bytes, 6)) {
            (2, Some(1 | 2), Some(0..=121)) | (16..=256, _, _) => {
                Recognised::plain(Application::Tls)
            }
            _ => None,
        },
        0x16 => handshake(
            bytes.get(5..end.min(bytes.len()))?,
            end == bytes.len() || length > 36,
        ),
        0x17 => Recognised::plain(Application::Tls),
        _ => None,
    }
}

/// Whether what follows a record at `end` is another record, as far as it was captured.
fn continues(bytes: &[u8], end: usize) -> bool {
    match bytes.get(end..) {
        None | Some([]) => true,
        Some([content, rest @ ..]) => {
            matches!(content, 0x14..=0x18)
                && rest.first().is_none_or(|&major| major == 3)
                && rest.get(1).is_none_or(|&minor| minor <= 4)
        }
    }
}

/// A handshake record: a hello, another message of a known type, or an encrypted one when
/// `may_be_encrypted`.
fn handshake<'a>(body: &'a [u8], may_be_encrypted: bool) -> Option<Recognised<'a>> {
    let kind = u8_at(body, 0)?;
    let hello = body.get(4..).unwrap_or(&[]);
    let is_hello = be24(body, 1).is_some_and(|length| length >= 38)
        && matches!(hello, [3, 0..=4, ..] | [0x7f, ..] | []);
    match kind {
        CLIENT_HELLO if is_hello => Some(client_hello(hello, false)),
        SERVER_HELLO if is_hello => Some(server_hello(hello)),
        // Hello request, session ticket, certificate, key exchanges, verify, finished, status.
        0 | 4 | 11..=16 | 20 | 22 => Recognised::plain(Application::Tls),
        _ if may_be_encrypted => Recognised::plain(Application::Tls),
        _ => None,
    }
}

/// What a client's hello asks for, from its version field on, as far as it was captured.
fn client_hello(hello: &[u8], is_datagram: bool) -> Recognised<'_> {
    let mut recognised = Recognised {
        application: Application::Tls,
        name: None,
        alpn: None,
        from_client: Some(true),
    };
    if let Some(extensions) = client_extensions(hello, is_datagram) {
        read_extensions(extensions, &mut recognised);
    }
    recognised
}

/// The extensions of a client's hello, cut where the captured bytes end.
fn client_extensions(hello: &[u8], is_datagram: bool) -> Option<&[u8]> {
    let mut at = 34;
    at += 1 + usize::from(u8_at(hello, at)?); // session
    if is_datagram {
        at += 1 + usize::from(u8_at(hello, at)?); // cookie
    }
    at += 2 + usize::from(be16(hello, at)?); // cipher suites
    at += 1 + usize::from(u8_at(hello, at)?); // compression methods
    extensions_at(hello, at)
}

/// The extension block at `at`, cut where the captured bytes end.
fn extensions_at(hello: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(be16(hello, at)?);
    let rest = hello.get(at + 2..)?;
    Some(rest.get(..length).unwrap_or(rest))
}

/// What a server's hello says; the protocol that it chose is encrypted since TLS 1.3.
fn server_hello(hello: &[u8]) -> Recognised<'_> {
    let mut recognised = Recognised {
        application: Application::Tls,
        name: None,
        alpn: None,
        from_client: Some(false),
    };
    // Version, random, session, cipher suite, compression method.
    let extensions = u8_at(hello, 34)
        .and_then(|session| extensions_at(hello, 34 + 1 + usize::from(session) + 3));
    if let Some(extensions) = extensions {
        read_extensions(extensions, &mut recognised);
        // A server's server-name extension is an empty acknowledgement.
        recognised.name = None;
    }
    recognised
}

/// Reads server name and application protocols from whole extensions.
fn read_extensions<'a>(mut extensions: &'a [u8], recognised: &mut Recognised<'a>) {
    for _ in 0..MAX_EXTENSIONS {
        let (Some(kind), Some(length)) = (be16(extensions, 0), be16(extensions, 2)) else {
            return;
        };
        let end = 4 + usize::from(length);
        let Some(content) = extensions.get(4..end) else {
            return;
        };
        match kind {
            EXTENSION_SERVER_NAME => recognised.name = server_name(content),
            EXTENSION_ALPN => recognised.alpn = protocols(content),
            _ => {}
        }
        extensions = extensions.get(end..).unwrap_or(&[]);
    }
}

/// The host name in a server-name extension (RFC 6066, 3).
fn server_name(content: &[u8]) -> Option<(NameOrigin, Cow<'_, str>)> {
    let (_, TlsExtension::SNI(names)) = parse_tls_extension_sni_content(content).ok()? else {
        return None;
    };
    let (_, name) = names.into_iter().find(|(kind, _)| kind.0 == 0)?;
    Some((NameOrigin::Sni, host_name(name)?))
}

/// The application protocols in an ALPN extension (RFC 7301), separated by commas.
fn protocols(content: &[u8]) -> Option<Cow<'_, str>> {
    let (_, TlsExtension::ALPN(names)) = parse_tls_extension_alpn_content(content).ok()? else {
        return None;
    };
    match names.as_slice() {
        [] => None,
        [one] => Some(String::from_utf8_lossy(one)),
        many => Some(Cow::Owned(
            String::from_utf8_lossy(&many.join(&b',')).into_owned(),
        )),
    }
}

/// A client's hello in SSL 2.0's form: the length must be exact and all three parts must add up.
fn ssl2_hello<'a>(bytes: &'a [u8]) -> Option<Recognised<'a>> {
    let &[high @ 0x80..=0xff, low, CLIENT_HELLO, major, minor, ..] = bytes else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([high & 0x7f, low]));
    let ciphers = be16(bytes, 5)?;
    let session = be16(bytes, 7)?;
    let challenge = be16(bytes, 9)?;
    let stated = 9 + usize::from(ciphers) + usize::from(session) + usize::from(challenge);
    let is_hello = matches!((major, minor), (3, 0..=3) | (0, 2))
        && length + 2 == bytes.len()
        && stated == length
        && ciphers > 0
        && ciphers.is_multiple_of(3)
        && matches!(session, 0 | 16)
        && (16..=32).contains(&challenge);
    if is_hello {
        Recognised::client(Application::Tls)
    } else {
        None
    }
}

/// Recognises DTLS; strong, any port. Records: type, version, epoch, sequence, length (RFC 6347).
pub(super) fn datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[content @ 0x14..=0x19, 0xfe, 0xfc..=0xff, ..] = bytes else {
        return None;
    };
    let end = 13 + usize::from(be16(bytes, 11)?);
    let is_record = bytes.len() > 13
        && match bytes.get(end..) {
            Some([]) => true,
            Some(next) => matches!(next, [0x14..=0x19, 0xfe, ..] | [0x20..=0x3f, ..]),
            None => false,
        };
    if !is_record {
        return None;
    }
    // An unencrypted hello has epoch 0, and is a single fragment or the first one.
    let is_plain = content == 0x16 && be16(bytes, 3) == Some(0);
    match u8_at(bytes, 13) {
        Some(CLIENT_HELLO) if is_plain => {
            let hello = bytes.get(25..end).unwrap_or(&[]);
            Some(if be24(bytes, 19) == Some(0) {
                client_hello(hello, true)
            } else {
                client_hello(&[], true)
            })
        }
        Some(SERVER_HELLO | 3) if is_plain => Recognised::server(Application::Tls),
        _ => Recognised::plain(Application::Tls),
    }
}
