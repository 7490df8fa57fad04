//! Is this payload a database's: MySQL, PostgreSQL, SQL Server, Redis, MongoDB?

use super::bytes::{Segment, be16, be32, first_line, le32, u8_at};
use super::{Application, Recognised};

const MYSQL_PORT: u16 = 3306;
const POSTGRES_PORT: u16 = 5432;
const TDS_PORT: u16 = 1433;
const REDIS_PORT: u16 = 6379;
const MONGO_PORTS: [u16; 3] = [27017, 27018, 27019];

/// MySQL and MariaDB by the server's greeting (protocol 10): length, number 0, a version in
/// digits; strong. Other packets whose length is exact, weak.
pub(super) fn mysql<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let length = le32(bytes, 0)? as usize;
    let is_exact = (length & 0xff_ffff) + 4 == bytes.len();
    if let [_, _, 0, 0, 10, version @ ..] = bytes {
        let digits = version
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let is_greeting = is_exact && digits > 0 && u8_at(version, digits) == Some(b'.');
        if is_greeting {
            return Recognised::server(Application::MySql);
        }
    }
    let is_packet = is_exact && segment.on(MYSQL_PORT) && length >> 24 <= 3;
    if is_packet {
        Recognised::said(Application::MySql, segment.client_of(MYSQL_PORT))
    } else {
        None
    }
}

/// PostgreSQL by its start-up, encryption and cancel requests (protocol 3.0, 55.7), strong; other
/// messages by kind and length, weak.
pub(super) fn postgres<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let length = be32(bytes, 0)? as usize;
    if length == bytes.len() {
        let is_startup = match be32(bytes, 4)? {
            // Version 3.x, then names and values: "user" has to be among them.
            0x0003_0000..=0x0003_0002 => {
                bytes.windows(5).take(256).any(|window| window == b"user\0")
            }
            // Encryption with TLS or GSSAPI.
            80_877_103 | 80_877_104 => length == 8,
            80_877_102 => length == 16,
            _ => false,
        };
        if is_startup {
            return Recognised::client(Application::Postgres);
        }
    }
    // What a flow opens with is short, and a message that ends is followed by another.
    let is_kind = matches!(u8_at(bytes, 0)?, b'A'..=b'Z' | b'a'..=b'z' | b'1'..=b'3');
    let is_message = segment.on(POSTGRES_PORT)
        && is_kind
        && be32(bytes, 1).is_some_and(|length| {
            (4..=0x4000).contains(&length)
                && bytes
                    .get(1 + length as usize)
                    .is_none_or(u8::is_ascii_alphanumeric)
        });
    if is_message {
        Recognised::said(Application::Postgres, segment.client_of(POSTGRES_PORT))
    } else {
        None
    }
}

/// SQL Server by its tabular stream (MS-TDS, 2.2.3): a pre-login whose first token points into the
/// packet is strong, other packets that fill their segment weak.
pub(super) fn tds<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let &[
        kind @ (1..=4 | 6 | 7 | 14 | 16..=18),
        0..=0x1f,
        _,
        _,
        _,
        _,
        _,
        0,
        ..,
    ] = bytes
    else {
        return None;
    };
    let stated = usize::from(be16(bytes, 2)?);
    if stated <= 8 || bytes.len() <= 8 {
        return None;
    }
    // Version comes first among the tokens; its six bytes follow the token list.
    let is_prelogin = matches!((kind, bytes.get(8..13)), (18, Some([0, 0, 6..=60, 0, 6])));
    if is_prelogin && stated == bytes.len() {
        return Recognised::client(Application::MsSql);
    }
    // Packets of 4096 bytes are usual, and longer than a segment.
    if segment.on(TDS_PORT) && stated >= bytes.len() {
        return Recognised::said(Application::MsSql, Some(kind != 4));
    }
    None
}

/// Redis (RESP): a kind and a number or text in a line; weak.
pub(super) fn redis<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if !segment.on(REDIS_PORT) {
        return None;
    }
    let (line, is_whole) = first_line(bytes);
    let is_line = match line {
        [b'*' | b'$' | b':', digits @ ..] => {
            !digits.is_empty()
                && digits
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || *byte == b'-')
        }
        [b'+' | b'-', ..] => true,
        // Inline commands, and the word that monitors send.
        [b'A'..=b'Z' | b'a'..=b'z', ..] => line.iter().all(u8::is_ascii_graphic),
        _ => false,
    };
    if is_line && is_whole {
        Recognised::said(Application::Redis, segment.client_of(REDIS_PORT))
    } else {
        None
    }
}

/// MongoDB by its message header: length, two numbers, operation. Strong when the length is exact
/// and the operation exists, else weak.
pub(super) fn mongo<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    let operation = le32(bytes, 12)?;
    if !matches!(operation, 1 | 2001..=2007 | 2010..=2013) {
        return None;
    }
    let length = le32(bytes, 0)? as usize;
    let is_exact = length == bytes.len() && operation != 1;
    // Messages are at most 48,000,000 bytes long.
    let on_port = segment.on_any(&MONGO_PORTS) && (16..=48_000_000).contains(&length);
    if !is_exact && !on_port {
        return None;
    }
    let from_client = match operation {
        1 => Some(false),
        2001..=2007 => Some(true),
        // A reply names the request that it answers.
        _ => Some(le32(bytes, 8)? == 0),
    };
    Recognised::said(Application::MongoDb, from_client)
}
