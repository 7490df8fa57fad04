//! What can be done without a window?
//!
//! One file for each subcommand, with one public function of the same name.

mod info;
mod layout;
mod progress;
mod render;
mod script;
mod study;
mod summary;

pub use info::{InfoArgs, ReadingArgs, info};
pub use layout::{LayoutArgs, layout};
pub use render::{RenderArgs, render};
pub use script::{ScriptArgs, commands_help};
