//! Is a graph whose groups are closed the same traffic?
//!
//! Random traffic, random groups in groups, any of them open or closed: what is shown is held
//! against sums made in the most naive way.

#[path = "groups/conserved.rs"]
mod conserved;
#[path = "support/office.rs"]
mod office;
#[path = "support/packets.rs"]
mod packets;
#[path = "groups/session.rs"]
mod session;
#[path = "support/window.rs"]
mod window;
#[path = "groups/window.rs"]
mod windowed;
