//! How is a command written as text?
//!
//! ```text
//! "select host 10.0.0.1" ──parse, with the open table──▶ Command::Select(Item::Node(17))
//!                        ◀──words, with the open table──
//! ```
//!
//! One line is one command: a verb and what it needs. Hosts stand by their address and names by
//! their text, because codes belong to one table only. A script can be checked before anything is
//! read ([`check`]); what it names is looked up when it is carried out ([`parse`]). Errors are those
//! of the filter language: what, where, and what was probably meant.

mod arguments;
mod forms;
mod items;
mod print;
mod verbs;
mod words;

pub use forms::FORMS;
pub use print::words;

pub(super) use items::{group, group_words, item, item_words, note_place, note_place_words};
pub(super) use words::Line;

use super::Command;
use crate::capture::Address;
use crate::flow::FlowTable;
use crate::query::FilterError;

/// Why a text is no command.
pub type ScriptError = FilterError;

/// Reads a command about what is open.
///
/// # Errors
/// Where the text is no command, or what it names is not in the table.
pub fn parse(text: &str, table: &FlowTable) -> Result<Command, ScriptError> {
    verbs::command(&mut Line::new(text), &InTable(table))
}

/// Whether a text can be a command, whatever will be open.
///
/// # Errors
/// Where the text is no command.
pub fn check(text: &str) -> Result<(), ScriptError> {
    verbs::command(&mut Line::new(text), &Anything).map(|_| ())
}

/// Finds the codes of what a text names.
pub(super) trait Resolve {
    /// The code of a host, if there is such a host.
    fn host(&self, address: Address) -> Option<u32>;
    /// The code of a name, if it occurs.
    fn name(&self, name: &str) -> Option<u32>;
}

/// What occurs in a table.
pub(super) struct InTable<'a>(pub &'a FlowTable);

impl Resolve for InTable<'_> {
    fn host(&self, address: Address) -> Option<u32> {
        self.0.hosts.code(address)
    }

    fn name(&self, name: &str) -> Option<u32> {
        self.0.names.code(name)
    }
}

/// A table in which everything occurs, for checking.
pub(super) struct Anything;

impl Resolve for Anything {
    fn host(&self, _address: Address) -> Option<u32> {
        Some(0)
    }

    fn name(&self, _name: &str) -> Option<u32> {
        Some(0)
    }
}
