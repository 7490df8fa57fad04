//! How does the window live among files, threads and the graphics device?
//!
//! The shell owns the session, feeds it what workers make and carries out what commands need from
//! the world outside. It draws nothing itself: panels are in [`crate::views`].

mod canvas;
mod dialogs;
mod edge_costs;
mod figure;
mod frame_log;
mod glide;
mod inbox;
mod keys;
mod launch;
mod layouter;
mod mailbox;
mod painter;
mod reader;
mod remembered;
mod saver;
mod sessions;
mod shell;
mod thinner;
mod wishes;
mod zone;

pub use launch::{LaunchError, run};
pub use reader::Source;
pub use shell::{Opening, Shell};
