//! What do applications say?
//!
//! Each function returns the bytes of one message, valid enough that a dissector names it and
//! finds nothing malformed. Where a message is encrypted, its body is a short repeated pattern.

pub mod chat;
pub mod devices;
pub mod lan;
pub mod names;
pub mod peer;
pub mod plain;
pub mod web;

/// `len` bytes that stand for ciphertext or file contents, which compress well.
pub fn filler(len: usize) -> Vec<u8> {
    b"synthetic traffic, no content. "
        .iter()
        .copied()
        .cycle()
        .take(len)
        .collect()
}

/// A length in two bytes, then the bytes.
fn with_len16(bytes: &[u8]) -> Vec<u8> {
    let mut out = (bytes.len() as u16).to_be_bytes().to_vec();
    out.extend(bytes);
    out
}
