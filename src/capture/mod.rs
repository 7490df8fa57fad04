//! How do a file's bytes become packets?
//!
//! ```text
//! Input ──open──▶ Capture ──next──▶ Frame ──decode──▶ Packet ──recognise──▶ application, names
//! ```
//!
//! Only this room meets untrusted bytes. It always ends within [`ReadLimits`] and never panics;
//! what cannot be read becomes [`Notes`]. `Err` means that nothing could be read.

mod address;
mod application;
pub mod applications;
mod containers;
pub mod decode;
mod frame;
mod limits;
mod notes;
mod packet;
mod protocol;
mod protocol_names;

pub use address::Address;
pub use application::{Application, Evidence, Family, NameOrigin};
pub use containers::{Capture, FileReport, Input, Meter, OpenError, Progress};
pub use frame::{Frame, LinkType};
pub use limits::ReadLimits;
pub use notes::{Note, NoteKind, Notes};
pub use packet::{Fragment, Packet, Tunnel};
pub use protocol::Protocol;
