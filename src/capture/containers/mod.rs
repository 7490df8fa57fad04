//! How does a file become a sequence of frames?
//!
//! ```text
//! Input ─▶ compression ─▶ Window ─▶ pcap | pcapng | snoop ─▶ Record ─▶ Capture (merge) ─▶ Frame
//!          (by content)   (buffer)  (by content)             (plain)   (by time)
//! ```
//!
//! Everything is a stream: no length field makes memory grow before its bytes have arrived, and
//! an input is never held as a whole. A [`Record`] says where in the [`Window`] a frame's bytes
//! lie, so that no packet is copied and none is allocated.
//!
//! Damage is normal. A record whose lengths make no sense starts a search for the next run of
//! plausible records ([`resync`]); what was skipped is a note, what can be read is kept.

mod capture;
mod compression;
mod control;
mod pcap;
mod pcapng;
mod recognise;
mod record;
mod report;
mod resync;
mod snoop;
mod stream;
mod window;

pub use capture::{Capture, Input};
pub use control::Meter;
pub use report::{FileReport, OpenError, Progress};

use record::Record;
use window::Window;
