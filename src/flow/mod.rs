//! How do packets become a table of flows?
//!
//! ```text
//! Packet ──assemble──▶ flows in the making ──finish──▶ FlowTable (snapshot after snapshot)
//! ```
//!
//! [`read()`] is the whole way from inputs to [`Traffic`]. The steps are kept apart: a key tells
//! which flow a packet belongs to, the assembler counts it, and finishing decides who was the client
//! and writes the columns.

mod assembler;
mod columns;
mod dictionary;
mod direction;
mod fragments;
mod key;
mod names;
mod options;
mod protocols;
mod read;
mod state;
mod table;
mod traffic;

pub use assembler::{Assembled, Assembler, PAYLOADS_LOOKED_AT, Place};
pub use dictionary::{HostDictionary, HostName, NameDictionary};
pub use options::{DEFAULT_IDLE_TIMEOUT_NANOS, ReadOptions};
pub use read::{ReadProgress, Wish, read};
pub use table::{
    BYTES_PER_FLOW, Columns, DirectionReason, Flow, FlowTable, NEVER_FIRST, NEVER_LAST, NO_CODE,
    NO_VLAN,
};
pub use traffic::Traffic;
