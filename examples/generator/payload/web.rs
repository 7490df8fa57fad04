//! The web: HTTP (RFC 9112), TLS 1.2 (RFC 5246, RFC 6066 for the server's name) and what QUIC
//! (RFC 9000) shows from outside.

use super::super::random::Random;
use super::{filler, with_len16};

/// An HTTP request without a body.
pub fn http_get(host: &str, path: &str, agent: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n\r\n")
        .into_bytes()
}

/// An HTTP request that posts a form.
pub fn http_post(host: &str, path: &str, agent: &str, form: &str) -> Vec<u8> {
    let len = form.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len}\r\n\r\n{form}"
    )
    .into_bytes()
}

/// An HTTP answer with `len` bytes of `kind`.
pub fn http_answer(kind: &str, len: usize) -> Vec<u8> {
    let mut out =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len}\r\n\r\n")
            .into_bytes();
    out.extend(filler(len));
    out
}

/// A client's hello that asks for `server`.
pub fn client_hello(server: &str, random: &mut Random) -> Vec<u8> {
    let mut extensions = Vec::new();
    let mut extension = |kind: u16, data: &[u8]| {
        extensions.extend(kind.to_be_bytes());
        extensions.extend(with_len16(data));
    };
    let mut name = vec![0];
    name.extend(with_len16(server.as_bytes()));
    extension(0, &with_len16(&name));
    extension(10, &with_len16(&[0, 0x1D, 0, 0x17]));
    extension(11, &[1, 0]);
    extension(13, &with_len16(&[4, 3, 8, 4, 4, 1]));
    extension(16, &with_len16(b"\x02h2\x08http/1.1"));
    let mut body = vec![3, 3];
    body.extend(nonce(random));
    body.push(0); // no session to resume
    body.extend(with_len16(&[
        0xC0, 0x2B, 0xC0, 0x2F, 0xC0, 0x2C, 0xC0, 0x30,
    ]));
    body.extend([1, 0]); // no compression
    body.extend(with_len16(&extensions));
    record(22, &handshake(1, &body))
}

/// A server's hello and end of its part, and the change to ciphertext.
pub fn server_hello(random: &mut Random) -> Vec<u8> {
    let mut body = vec![3, 3];
    body.extend(nonce(random));
    body.push(32); // a new session, which the client may resume later
    body.extend([0x53; 32]);
    body.extend([0xC0, 0x2F, 0]);
    body.extend(with_len16(&[0, 16, 0, 5, 0, 3, 2, b'h', b'2']));
    let mut out = record(22, &handshake(2, &body));
    out.extend(record(20, &[1]));
    out.extend(record(22, &filler(40)));
    out
}

/// A client's change to ciphertext.
pub fn client_finished() -> Vec<u8> {
    let mut out = record(20, &[1]);
    out.extend(record(22, &filler(40)));
    out
}

/// Ciphertext in records.
pub fn ciphertext(len: usize) -> Vec<u8> {
    let body = filler(len);
    body.chunks(4096)
        .flat_map(|part| record(23, part))
        .collect()
}

/// A record of TLS.
pub fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind, 3, 3];
    out.extend(with_len16(body));
    out
}

fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind];
    out.extend(&(body.len() as u32).to_be_bytes()[1..]);
    out.extend(body);
    out
}

/// The 32 bytes that make a hello fresh: eight of them random, so that samples stay small.
fn nonce(random: &mut Random) -> [u8; 32] {
    let mut out = [0x5A; 32];
    out[..8].copy_from_slice(&random.next().to_be_bytes());
    out
}

/// A first packet of QUIC version 1 with a long header, padded to 1200 bytes. The body is not
/// real ciphertext.
pub fn quic_initial(connection: u64) -> Vec<u8> {
    let mut out = vec![0xC3, 0, 0, 0, 1, 8];
    out.extend(connection.to_be_bytes());
    out.extend([0, 0]); // no source connection identifier, no token
    let rest = 1200 - out.len() - 2;
    out.extend((0x4000 | rest as u16).to_be_bytes());
    out.extend(filler(rest));
    out
}

/// A server's handshake packet of QUIC, long header.
pub fn quic_handshake(connection: u64) -> Vec<u8> {
    let mut out = vec![0xE3, 0, 0, 0, 1, 0, 8];
    out.extend(connection.to_be_bytes());
    out.extend((0x4000 | 900_u16).to_be_bytes());
    out.extend(filler(900));
    out
}

/// A packet of QUIC with a short header.
pub fn quic_short(connection: u64, len: usize) -> Vec<u8> {
    let mut out = vec![0x43];
    out.extend(connection.to_be_bytes());
    out.extend(filler(len));
    out
}
