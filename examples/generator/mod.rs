//! Makes captures that look real and whose every packet is known.
//!
//! A story ([`botnet`], …) is planned as scenes, played in the order of time, and written with
//! right lengths, checksums and sequence numbers; the [`Summary`] that comes back is the exact
//! truth about the file. The same seed gives the same bytes on every machine. Only addresses of
//! private, documentation and benchmark ranges occur, and only names under `.example` and
//! `.invalid`.
//!
//! Tests and benchmarks include this file by its path, and each uses a part of it.
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    missing_docs,
    reason = "each includer uses a part; fields speak for themselves"
)]

mod botnet;
mod contact;
mod container;
mod office;
mod payload;
mod puzzle;
mod random;
mod script;
mod summary;
mod talk;
mod traffic;
mod wire;

pub use botnet::botnet;
pub use office::office;
pub use puzzle::{ODD_HOST, ODD_PORT, dns_puzzle};
pub use summary::{Count, Summary};
pub use traffic::traffic;

/// The seed of the captures in `assets/samples`.
pub const SEED: u64 = 20_251_014;
